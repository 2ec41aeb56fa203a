//! `gongshi check`: what is wrong, before it is public.

use std::io::IsTerminal;

use super::Outcome;
use super::args::{CheckOptions, Format};
use super::opened::open;
use super::words::{print, say};
use crate::diagnostic::{Style, print_human, print_json};
use crate::model::Locale;

pub fn run(options: &CheckOptions, locale: Option<Locale>) -> Outcome {
    let opened = match open(&options.dir, options.as_of, locale) {
        Ok(opened) => opened,
        Err(outcome) => return outcome,
    };
    let files = &opened.community.files;
    let text = match options.format {
        Format::Json => print_json(&opened.diagnostics, files, opened.locale),
        Format::Human => {
            let style = if std::io::stdout().is_terminal() { Style::Colour } else { Style::Plain };
            print_human(&opened.diagnostics, files, opened.locale, style)
        }
    };
    print(&text);
    say(&opened.summary(""));
    if opened.has_errors() { Outcome::InputErrors } else { Outcome::Done }
}
