//! Reading a table key by key. Every wrong value and every unknown key is reported at its place; reading goes on.

use jiff::civil::Date;

use super::amount;
use super::mends;
use super::scalar::{nearest, read_choice, read_date, read_money, read_number};
use super::shape::{Shape, Wanted};
use super::value::{Table, Value};
use crate::diagnostic::Diagnostic;
use crate::model::{Exact, FileId, Money, Span, Spanned};

/// A table being read. Ask for every key that is known, then call [`Fields::finish`].
pub struct Fields<'v, 's> {
    table: &'v Table,
    /// Where "a key is missing" is reported: the table's own place.
    span: Span,
    asked: Vec<&'static str>,
    pub sink: &'s mut Vec<Diagnostic>,
    /// Where each question is noted, when a reader is run for its questions alone.
    shape: Option<&'s mut Shape>,
    /// The keys that led to this table, noted with its shape.
    trail: Vec<&'static str>,
}

/// What a reader is given when it is run for its questions alone.
static EMPTY: Table = Table { entries: Vec::new() };

impl<'v, 's> Fields<'v, 's> {
    pub fn new(table: &'v Table, span: Span, sink: &'s mut Vec<Diagnostic>) -> Self {
        Fields { table, span, asked: Vec::new(), sink, shape: None, trail: Vec::new() }
    }

    /// A table without a key, whose reader writes down what it asks for. Every table that may be inside it is read once.
    pub fn recording(shape: &'s mut Shape, sink: &'s mut Vec<Diagnostic>) -> Fields<'static, 's> {
        Fields { shape: Some(shape), ..Fields::new(&EMPTY, Span::file(FileId(0)), sink) }
    }

    /// Where the table stands.
    pub fn span(&self) -> Span {
        self.span
    }

    fn note(&mut self, key: &'static str, wanted: impl FnOnce() -> Wanted) {
        if let Some(shape) = &mut self.shape {
            shape.note(key, wanted());
        }
    }

    /// Notes the tables under a key by running their reader on one without a key.
    fn note_inner<T>(&mut self, key: &'static str, wanted: fn(Shape) -> Wanted, read: impl FnOnce(Fields<'_, '_>) -> T) {
        let Some(shape) = &mut self.shape else { return };
        if self.trail.contains(&key) {
            return shape.note(key, Wanted::Again);
        }
        let mut inner = Shape::default();
        let trail = self.trail.iter().copied().chain([key]).collect();
        read(Fields { trail, ..Fields::recording(&mut inner, self.sink) });
        shape.note(key, wanted(inner));
    }

    /// Whether a key has a value; a blank text is none.
    pub fn has(&self, key: &str) -> bool {
        self.table.entries.iter().any(|(k, v)| k.value == key && !v.value.is_nothing())
    }

    /// The value under a key, unread.
    fn get(&mut self, key: &'static str) -> Option<&'v Spanned<Value>> {
        self.asked.push(key);
        self.table
            .entries
            .iter()
            .find(|(k, _)| k.value == key)
            .map(|(_, v)| v)
            .filter(|v| !v.value.is_nothing() && !matches!(v.value, Value::Unread))
    }

    fn wrong_type(&mut self, key: &str, value: &Spanned<Value>, expected: &'static str) {
        self.sink.push(wrong_type(key, value, expected));
    }

    fn scalar(&mut self, key: &'static str, expected: &'static str, wanted: impl FnOnce() -> Wanted) -> Option<Spanned<&'v str>> {
        self.note(key, wanted);
        let value = self.get(key)?;
        match value.value.scalar() {
            Some(text) => Some(Spanned::new(text, value.span)),
            None => {
                self.wrong_type(key, value, expected);
                None
            }
        }
    }

    /// Text; a bare number or date is text too.
    pub fn spanned_text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let text = self.scalar(key, "type.string", || Wanted::Text)?;
        Some(Spanned::new(text.value.trim().to_owned(), text.span))
    }

    pub fn text(&mut self, key: &'static str) -> Option<String> {
        self.spanned_text(key).map(|t| t.value)
    }

    /// A list of texts; a single text counts as a list of one.
    pub fn texts(&mut self, key: &'static str) -> Vec<String> {
        self.spanned_texts(key).into_iter().map(|t| t.value).collect()
    }

    /// A list of texts with their places.
    pub fn spanned_texts(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        self.note(key, || Wanted::Texts);
        let Some(value) = self.get(key) else { return Vec::new() };
        let items = match &value.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(value),
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            match item.value.scalar() {
                Some(text) => texts.push(Spanned::new(text.trim().to_owned(), item.span)),
                None => self.wrong_type(key, item, "type.string"),
            }
        }
        texts
    }

    pub fn date(&mut self, key: &'static str) -> Option<Spanned<Date>> {
        let text = self.scalar(key, "type.date", || Wanted::Date)?;
        read_date(text, self.sink)
    }

    pub fn money(&mut self, key: &'static str) -> Option<Spanned<Money>> {
        let text = self.scalar(key, "type.money", || Wanted::Money)?;
        read_money(text, 1, self.sink)
    }

    pub fn exact(&mut self, key: &'static str) -> Option<Spanned<Exact>> {
        let text = self.scalar(key, "type.number", || Wanted::Number)?;
        read_number(text, self.sink)
    }

    /// A whole number that is not negative.
    pub fn count(&mut self, key: &'static str) -> Option<u32> {
        self.spanned_count(key).map(|count| count.value)
    }

    /// A whole number that is not negative, with its place.
    pub fn spanned_count(&mut self, key: &'static str) -> Option<Spanned<u32>> {
        self.note(key, || Wanted::Count);
        let value = self.get(key)?;
        let count = value.value.scalar().and_then(|t| amount::folded(t).replace([',', '_'], "").parse().ok());
        if count.is_none() {
            let mend = value.value.scalar().and_then(|text| mends::count(Spanned::new(text, value.span)));
            self.sink.push(wrong_type(key, value, "type.integer").mended_by(mend));
        }
        count.map(|count| Spanned::new(count, value.span))
    }

    /// Every key with its whole number: a table whose keys are not ours to know.
    pub fn counts(self) -> Vec<(Spanned<String>, u32)> {
        if let Some(shape) = self.shape {
            shape.free = true;
        }
        let mut counts = Vec::new();
        for (key, value) in self.table.entries.iter().filter(|(_, value)| !matches!(value.value, Value::Unread)) {
            match value.value.scalar().and_then(|text| amount::folded(text).parse().ok()) {
                Some(count) => counts.push((key.clone(), count)),
                None => self.sink.push(wrong_type(&key.value, value, "type.integer")),
            }
        }
        counts
    }

    pub fn boolean(&mut self, key: &'static str) -> Option<bool> {
        self.note(key, || Wanted::Boolean);
        let value = self.get(key)?;
        match value.value {
            Value::Boolean(b) => Some(b),
            _ => {
                let mend = mends::boolean(value.value.scalar(), value.span);
                self.sink.push(wrong_type(key, value, "type.boolean").mended_by(mend));
                None
            }
        }
    }

    /// One of the given names.
    pub fn choice<T: Copy>(&mut self, key: &'static str, names: &[(&'static str, T)]) -> Option<Spanned<T>> {
        let wanted = || Wanted::Choice(names.iter().map(|(name, _)| *name).collect());
        let text = self.scalar(key, "type.string", wanted)?;
        read_choice(key, text, names, self.sink)
    }

    /// The table under a key, read.
    pub fn one<T>(&mut self, key: &'static str, read: impl FnOnce(Fields<'_, '_>) -> T) -> Option<T> {
        if self.shape.is_some() {
            self.note_inner(key, Wanted::Table, read);
            return None;
        }
        let value = self.get(key)?;
        match &value.value {
            Value::Table(table) => Some(read(Fields::new(table, value.span, self.sink))),
            _ => {
                self.wrong_type(key, value, "type.table");
                None
            }
        }
    }

    /// The tables written as `[[key]]`, each read; one that lacks what it must have is left out and has been reported.
    pub fn each<T>(&mut self, key: &'static str, mut read: impl FnMut(Fields<'_, '_>) -> Option<T>) -> Vec<T> {
        if self.shape.is_some() {
            self.note_inner(key, Wanted::Tables, read);
            return Vec::new();
        }
        let Some(value) = self.get(key) else { return Vec::new() };
        let Value::List(items) = &value.value else {
            self.wrong_type(key, value, "type.tables");
            return Vec::new();
        };
        let mut read_items = Vec::with_capacity(items.len());
        for item in items {
            match &item.value {
                Value::Table(table) => read_items.extend(read(Fields::new(table, item.span, self.sink))),
                _ => self.wrong_type(key, item, "type.table"),
            }
        }
        read_items
    }

    /// Reports a key that must be there and is not; a key whose value was wrong has been reported already.
    pub fn require<T>(&mut self, key: &'static str, value: Option<T>) -> Option<T> {
        if let Some(shape) = &mut self.shape {
            shape.require(key);
        }
        if value.is_none() && !self.has(key) {
            self.sink.push(Diagnostic::new("GS0202", self.span).with("key", key));
        }
        value
    }

    /// Reports every key that was not asked for, with the nearest known name.
    pub fn finish(self) {
        let unknown = |key: &Spanned<String>| !self.asked.contains(&key.value.as_str());
        let meant = |key: &Spanned<String>| mends::surely(&key.value, self.asked.iter().copied());
        for (key, value) in self.table.entries.iter().filter(|(key, _)| unknown(key)) {
            let near = nearest(&key.value, self.asked.iter().copied());
            let told = Diagnostic::new("GS0201", key.span).with("key", &key.value).with_some("nearest", near);
            // A key has its value once; a table's name may stand in more than one place.
            let taken =
                |name: &str| self.table.entries.iter().any(|(k, _)| k.value == name || (k != key && meant(k) == Some(name)));
            let name = meant(key).filter(|name| !taken(name) && !value.value.has_tables());
            self.sink.push(told.mended_by(name.map(|name| mends::instead(key.as_ref().map(String::as_str), name))));
        }
    }

    /// Keeps every key that was not asked for, as text: YAML front matter belongs to other programs too.
    pub fn keep_rest(self) -> Vec<(String, String)> {
        let rest = self.table.entries.iter().filter(|(k, _)| !self.asked.contains(&k.value.as_str()));
        rest.map(|(k, v)| (k.value.clone(), v.value.flat())).collect()
    }
}

fn wrong_type(key: &str, value: &Spanned<Value>, expected: &'static str) -> Diagnostic {
    let found = value.value.type_word();
    Diagnostic::new("GS0203", value.span).with("key", key).word("expected", expected).word("found", found)
}
