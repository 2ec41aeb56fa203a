//! Answers as the TOML of their kind of file, in the order of its keys, and where each line of it came from.

use std::collections::BTreeMap;

use super::keys::Key;
use super::pairs::Place;
use crate::source::{AnyForm, Shape, Wanted};

/// What is said of each key, by its path and record.
#[derive(Default)]
pub struct Answers {
    values: BTreeMap<(String, usize), Said>,
    /// How many records each table has.
    records: BTreeMap<&'static str, usize>,
}

struct Said {
    texts: Vec<String>,
    /// Where it stands; nowhere where it was given on the command line.
    from: Option<Place>,
}

/// Keys of a body whose numbers and addresses are its office's.
const OFFICE: [&str; 4] = ["phone", "hours", "place", "duties"];

impl Answers {
    /// Takes up a value; a list takes up several.
    ///
    /// # Errors
    /// Where the key has another value: where that one stands.
    pub fn put(&mut self, key: &Key, record: usize, texts: Vec<String>, from: Option<Place>) -> Result<(), Option<Place>> {
        let records = self.records.entry(key.table).or_default();
        *records = (*records).max(record + 1);
        let Some(said) = self.values.get_mut(&(key.path.clone(), record)) else {
            self.values.insert((key.path.clone(), record), Said { texts, from });
            return Ok(());
        };
        if matches!(key.wanted, Wanted::Texts) {
            let new: Vec<String> = texts.into_iter().filter(|text| !said.texts.contains(text)).collect();
            said.texts.extend(new);
            return Ok(());
        }
        if said.texts == texts { Ok(()) } else { Err(said.from) }
    }

    /// Whether a line tells of an office how it is reached.
    pub fn is_office(&self, line: &Line) -> bool {
        line.table.is_empty() && OFFICE.contains(&line.key)
    }
}

/// A line of the text, and what it came from.
#[derive(Clone, Copy, Default)]
pub struct Line<'a> {
    pub table: &'a str,
    pub key: &'static str,
    pub place: Option<Place>,
}

/// The text of a file.
pub struct Written {
    pub text: String,
    /// Where each line begins, the table and key it is of, and the cell it came from.
    lines: Vec<(usize, String, &'static str, Option<Place>)>,
}

impl Written {
    pub fn new(form: &dyn AnyForm, answers: &Answers) -> Self {
        let mut written = Written { text: String::new(), lines: Vec::new() };
        written.table(&form.shape(), "", 0, answers);
        written
    }

    /// The line that a byte of the text stands in.
    pub fn line_of(&self, byte: usize) -> Line<'_> {
        let line = self.lines.iter().rev().find(|(start, ..)| *start <= byte);
        line.map_or_else(Line::default, |(_, table, key, place)| Line { table, key, place: *place })
    }

    fn table(&mut self, shape: &Shape, path: &str, record: usize, answers: &Answers) {
        let own = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        for key in &shape.keys {
            let Some(said) = answers.values.get(&(own(key.name), record)) else { continue };
            let value = match &key.wanted {
                Wanted::Texts if said.texts.len() != 1 => format!("[{}]", said.texts.join(", ")),
                _ => said.texts.concat(),
            };
            self.line(&format!("{} = {value}", key.name), path, key.name, said.from);
        }
        for key in &shape.keys {
            let (inner, open, close, many) = match &key.wanted {
                Wanted::Table(inner) => (inner, "[", "]", false),
                Wanted::Tables(inner) => (inner, "[[", "]]", true),
                _ => continue,
            };
            let name = own(key.name);
            let records = match (many, path.is_empty()) {
                (true, true) => 0..answers.records.get(key.name).copied().unwrap_or(0),
                // A table in a table belongs to the record that holds it.
                _ => record..record + 1,
            };
            for record in records {
                let inside = format!("{name}.");
                let mut said = answers.values.iter().filter(|((path, r), _)| *r == record && path.starts_with(&inside));
                let Some((_, first)) = said.next() else { continue };
                if !self.text.is_empty() {
                    self.text.push('\n');
                }
                self.line(&format!("{open}{name}{close}"), &name, "", first.from);
                self.table(inner, &name, record, answers);
            }
        }
    }

    fn line(&mut self, text: &str, table: &str, key: &'static str, place: Option<Place>) {
        self.lines.push((self.text.len(), table.to_owned(), key, place));
        self.text += text;
        self.text.push('\n');
    }
}
