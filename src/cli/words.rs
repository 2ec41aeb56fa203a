//! What the command line says, in every language.

use std::sync::LazyLock;

use crate::diagnostic::Words;

static WORDS: LazyLock<Words> = LazyLock::new(|| Words::parse(include_str!("words.toml")));

pub fn words() -> &'static Words {
    &WORDS
}

/// Prints a line to standard error. A closed pipe is nobody's trouble.
pub fn say(text: &str) {
    use std::io::Write;
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Prints to standard output as it is. A closed pipe is nobody's trouble.
pub fn print(text: &str) {
    use std::io::Write;
    let mut out = anstream::stdout();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}
