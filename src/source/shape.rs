//! What keys a file may have, written down as its reader asks for them: there is no second list that could differ.

use super::document::{self, Parts};
use super::fields::Fields;
use super::value::{self, Table};
use crate::diagnostic::Diagnostic;
use crate::model::{Encoding, FileId, SourceFile, Span};

/// The keys of a table, in the order in which its reader asks for them.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    pub keys: Vec<Key>,
    /// Whether its keys are not ours to know; each then has a whole number.
    pub free: bool,
}

/// A key.
#[derive(Clone, Debug)]
pub struct Key {
    pub name: &'static str,
    pub wanted: Wanted,
    /// Whether its absence is an error.
    pub required: bool,
}

/// What a key's value must be.
#[derive(Clone, Debug)]
pub enum Wanted {
    Text,
    /// A text or a list of texts.
    Texts,
    Date,
    Money,
    Number,
    /// A whole number that is not negative.
    Count,
    Boolean,
    /// One of these names.
    Choice(Vec<&'static str>),
    Table(Shape),
    /// Tables written as `[[key]]`.
    Tables(Shape),
    /// Tables like the one that holds them.
    Again,
}

impl Shape {
    /// Notes a key once, whatever asks for it again.
    pub(super) fn note(&mut self, name: &'static str, wanted: Wanted) {
        if self.keys.iter().all(|key| key.name != name) {
            self.keys.push(Key { name, wanted, required: false });
        }
    }

    pub(super) fn require(&mut self, name: &str) {
        self.keys.iter_mut().filter(|key| key.name == name).for_each(|key| key.required = true);
    }
}

/// A kind of file that is read key by key: TOML, or the front matter of Markdown.
pub struct Form<T> {
    /// As the command line names it: `contracts`, `accounts-front`.
    pub name: &'static str,
    /// Where its files lie; `<period>`, `<slug>` and the like stand for what their names say.
    pub path: &'static str,
    pub(super) read: fn(Fields<'_, '_>, &Parts<'_>) -> T,
}

impl<T> Form<T> {
    /// Reads a file of this kind.
    pub(super) fn read(&self, id: FileId, file: &SourceFile, sink: &mut Vec<Diagnostic>) -> T {
        let parts = if self.path.ends_with(".md") {
            document::split(file, id, sink)
        } else {
            let table = value::from_toml(&file.text, id, 0, sink);
            Parts { id, file, table, span: Span::file(id), yaml: false, body_start: file.text.len() }
        };
        (self.read)(Fields::new(&parts.table, parts.span, sink), &parts)
    }
}

/// A [`Form`] of whatever it reads.
pub trait AnyForm: Sync {
    fn name(&self) -> &'static str;
    fn path(&self) -> &'static str;
    /// Every key that its reader asks for.
    fn shape(&self) -> Shape;
    /// What its reader says of a file.
    fn diagnose(&self, file: &SourceFile) -> Vec<Diagnostic>;

    /// Whether its files are Markdown with front matter.
    fn is_markdown(&self) -> bool {
        self.path().ends_with(".md")
    }
}

impl<T> AnyForm for Form<T> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn path(&self) -> &'static str {
        self.path
    }

    fn diagnose(&self, file: &SourceFile) -> Vec<Diagnostic> {
        let mut sink = Vec::new();
        self.read(FileId(0), file, &mut sink);
        sink
    }

    fn shape(&self) -> Shape {
        let file = SourceFile {
            path: example_of(self.path).into(),
            text: String::new(),
            encoding: Encoding::Utf8,
            original: None,
            readable: true,
        };
        let span = Span::file(FileId(0));
        let parts = Parts { id: FileId(0), file: &file, table: Table::default(), span, yaml: false, body_start: 0 };
        let mut shape = Shape::default();
        (self.read)(Fields::recording(&mut shape, &mut Vec::new()), &parts);
        shape
    }
}

/// A path of a kind with its placeholders filled, as a file's might be.
pub fn example_of(path: &str) -> String {
    let filled =
        [("<date>", "2025-01-01"), ("<period>", "2025-Q1"), ("<year>", "2025"), ("<slug>", "name"), ("<rule>", "covenant")];
    filled.iter().fold(path.to_owned(), |path, (placeholder, value)| path.replace(placeholder, value))
}

#[cfg(test)]
mod tests {
    use super::super::forms;
    use super::*;

    fn names(shape: &Shape) -> Vec<&'static str> {
        shape.keys.iter().map(|key| key.name).collect()
    }

    fn inner<'a>(shape: &'a Shape, name: &str) -> &'a Shape {
        match shape.keys.iter().find(|key| key.name == name).map(|key| &key.wanted) {
            Some(Wanted::Table(shape) | Wanted::Tables(shape)) => shape,
            other => panic!("{name}: {other:?}"),
        }
    }

    fn shape(name: &str) -> Shape {
        forms().find(|form| form.name() == name).unwrap().shape()
    }

    #[test]
    fn a_shape_is_what_the_reader_asks_for() {
        let contract = shape("contracts");
        let required: Vec<_> = contract.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
        assert_eq!(required, ["title", "from"]);
        assert_eq!(names(inner(inner(&contract, "clause"), "penalty")), ["per", "amount", "cap"]);
        assert_eq!(names(inner(&contract, "sources")), ["committee", "survey", "third_party"]);
        assert!(names(&shape("minutes")).contains(&"date"));
        assert!(inner(&shape("gongshi"), "jurisdiction_overrides").free);
        let building = shape("gongshi");
        let entrance = inner(inner(&building, "building"), "entrance");
        assert!(matches!(entrance.keys.last(), Some(Key { name: "entrance", wanted: Wanted::Again, .. })));
    }

    #[test]
    fn every_form_has_keys() {
        for form in forms() {
            assert!(!form.shape().keys.is_empty(), "{}", form.name());
        }
    }
}
