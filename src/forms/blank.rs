//! Empty files of a kind as text: a table's header, and commented TOML or Markdown.

use unicode_width::UnicodeWidthStr;

use super::words;
use crate::model::Locale;
use crate::source::{AnyForm, Key, Shape, TableKind, Wanted, example_of};

/// The header of a table in a language; a survey's columns are answers too.
pub fn headers(table: &TableKind, locale: Locale) -> Vec<&'static str> {
    let own = table.columns.iter().map(|column| column.header(locale));
    let answers = words::blank("answers", locale).split(',').filter(|_| table.answers);
    own.chain(answers).collect()
}

/// An empty table as CSV. With a byte order mark, without which spreadsheets open Chinese as gibberish.
pub fn csv(table: &TableKind, locale: Locale) -> String {
    format!("\u{FEFF}{}\r\n", headers(table, locale).join(","))
}

/// An empty TOML file, or Markdown with front matter. What must be there has an empty value, which no check lets pass;
/// the rest is switched off, with an example.
pub fn commented(form: &dyn AnyForm, locale: Locale) -> String {
    let blank = |key| words::blank(key, locale);
    let mut head = String::new();
    if let Some(kind) = words::kind(form.name(), locale) {
        head = words::fill("note", locale, &[("title", kind.title), ("required", ""), ("about", kind.about)]);
    }
    let place = words::fill("form", locale, &[("path", &example_of(form.path()))]);
    let mut text = format!("# {head}\n# {place}\n# {}\n\n", blank("quotes"));
    let writer = Writer { form: form.name(), locale };
    writer.table(&form.shape(), "", false, &mut text);
    if form.is_markdown() { format!("+++\n{text}+++\n\n{}\n", blank("body")) } else { text }
}

struct Writer {
    form: &'static str,
    locale: Locale,
}

/// How wide a key with its value is before the words beside it begin.
const MARGIN: usize = 44;

impl Writer {
    /// The keys of a table, then the tables in it; `off`: whether all of it is switched off.
    fn table(&self, shape: &Shape, path: &str, off: bool, out: &mut String) {
        for key in &shape.keys {
            if let Some(value) = value(&key.wanted) {
                let described = words::key(self.form, &format!("{path}{}", key.name), self.locale);
                let example = described.and_then(|d| d.example).map(|example| quoted(&key.wanted, example));
                let on = key.required && !off;
                let value = if on { "\"\"".to_owned() } else { example.unwrap_or(value) };
                let line = format!("{}{} = {value}", if on { "" } else { "# " }, key.name);
                self.line(&line, key, path, out);
            }
        }
        for key in &shape.keys {
            let (inner, open, close) = match &key.wanted {
                Wanted::Table(inner) => (inner, "[", "]"),
                Wanted::Tables(inner) => (inner, "[[", "]]"),
                _ => continue,
            };
            let own = format!("{path}{}", key.name);
            out.push('\n');
            // A table that must be there is on, but none is: a key of it would be asked for with nothing around it.
            self.line(&format!("# {open}{own}{close}"), key, path, out);
            self.table(inner, &format!("{own}."), true, out);
        }
    }

    fn line(&self, line: &str, key: &Key, path: &str, out: &mut String) {
        let described = words::key(self.form, &format!("{path}{}", key.name), self.locale);
        let gap = MARGIN.saturating_sub(line.width()).max(2);
        let required = if key.required { words::blank("required", self.locale) } else { "" };
        let note = described
            .map(|d| words::fill("note", self.locale, &[("title", d.title), ("required", required), ("about", d.about)]));
        out.push_str(&format!("{line}{:gap$}# {}\n", "", note.unwrap_or_default()));
    }
}

/// A value of the kind that is wanted, as TOML; none for a table.
fn value(wanted: &Wanted) -> Option<String> {
    Some(match wanted {
        Wanted::Text => "\"…\"".to_owned(),
        Wanted::Texts => "[\"…\"]".to_owned(),
        Wanted::Date => "2025-01-01".to_owned(),
        Wanted::Money => "\"1000.00\"".to_owned(),
        Wanted::Number | Wanted::Count => "1".to_owned(),
        Wanted::Boolean => "true".to_owned(),
        Wanted::Choice(names) => names.first().map_or_else(String::new, |name| match name.parse::<i64>() {
            Ok(number) => number.to_string(),
            Err(_) => format!("\"{name}\""),
        }),
        Wanted::Table(_) | Wanted::Tables(_) | Wanted::Again => return None,
    })
}

/// An example as TOML.
fn quoted(wanted: &Wanted, example: &str) -> String {
    // Examples hold no quotes and no backslashes.
    if matches!(wanted, Wanted::Texts) { format!("[\"{example}\"]") } else { format!("\"{example}\"") }
}
