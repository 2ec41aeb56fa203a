//! Catalogue texts with their placeholders filled.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::catalogue;
use super::report::{Arg, Diagnostic};
use crate::model::Locale;

/// Texts by key and language.
pub struct Words(BTreeMap<String, BTreeMap<String, String>>);

impl Words {
    /// Reads an embedded file of words.
    ///
    /// # Panics
    /// When the file is not TOML of that shape: a slip of ours, which any test that prints a word shows.
    pub fn parse(text: &str) -> Self {
        Words(toml::from_str(text).unwrap_or_else(|why| panic!("words: {why}")))
    }

    /// The text under `key`, if there is one.
    pub fn find(&self, key: &str, locale: Locale) -> Option<&str> {
        self.0.get(key).and_then(|w| w.get(locale.tag())).map(String::as_str)
    }

    /// The text under `key`, or the key itself where it has none.
    pub fn get<'a>(&'a self, key: &'a str, locale: Locale) -> &'a str {
        self.find(key, locale).unwrap_or(key)
    }

    /// The text under `key` with its `{placeholders}` filled.
    pub fn fill(&self, key: &str, locale: Locale, values: &[(&str, &str)]) -> String {
        let text = self.get(key, locale).to_owned();
        values.iter().fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }
}

/// Short words that fill placeholders: kinds of value, sides of a date.
static WORDS: LazyLock<Words> = LazyLock::new(|| Words::parse(include_str!("words.toml")));

/// The word of `words.toml` under `key`, or the key itself where it has none.
pub fn word(key: &'static str, locale: Locale) -> &'static str {
    WORDS.get(key, locale)
}

/// A diagnostic in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worded {
    pub message: String,
    /// What stands at the marked place; may be empty.
    pub label: String,
    /// What stands at a second place; may be empty.
    pub also: String,
    pub help: String,
}

/// Words a diagnostic in a language.
pub fn worded(diagnostic: &Diagnostic, locale: Locale) -> Worded {
    let Some(page) = catalogue::page(diagnostic.code) else {
        return Worded { message: diagnostic.code.to_owned(), label: String::new(), also: String::new(), help: String::new() };
    };
    let fill = |text: &str| fill(text, &diagnostic.args, locale);
    Worded {
        message: fill(page.message(locale)),
        label: fill(page.label(locale)),
        also: fill(page.also(locale)),
        help: fill(page.help(locale)),
    }
}

/// Fills `{name}`; a part in `<<…>>` is left out where a placeholder in it has no value.
fn fill(text: &str, args: &[(&'static str, Arg)], locale: Locale) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(open) = rest.find("<<") {
        fill_plain(&rest[..open], args, locale, &mut out);
        let Some(close) = rest[open..].find(">>") else { break };
        let mut part = String::new();
        if fill_plain(&rest[open + 2..open + close], args, locale, &mut part) {
            out.push_str(&part);
        }
        rest = &rest[open + close + 2..];
    }
    fill_plain(rest, args, locale, &mut out);
    out
}

/// Fills `{name}` in a text without optional parts; says whether every placeholder had a value.
fn fill_plain(text: &str, args: &[(&'static str, Arg)], locale: Locale, out: &mut String) -> bool {
    let mut complete = true;
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('}') else {
            rest = &rest[open..];
            break;
        };
        let name = &rest[open + 1..open + close];
        match args.iter().find(|(n, _)| *n == name) {
            Some((_, Arg::Text(value))) => out.push_str(value),
            Some((_, Arg::Word(key))) => out.push_str(word(key, locale)),
            Some((_, Arg::Phrase(key, values))) => {
                let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
                out.push_str(&WORDS.fill(key, locale, &values));
            }
            None => complete = false,
        }
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    complete
}

#[cfg(test)]
mod tests {
    use super::fill;
    use crate::diagnostic::Arg;
    use crate::model::Locale;

    #[test]
    fn optional_parts_need_their_values() {
        let args = [("key", Arg::Text("titel".into())), ("nearest", Arg::Text("title".into()))];
        let text = "unknown key {key}<<; did you mean {nearest}?>><<, or {other}>>";
        assert_eq!(fill(text, &args, Locale::En), "unknown key titel; did you mean title?");
    }
}
