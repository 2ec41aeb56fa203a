//! Reading a table key by key. Every wrong value and every unknown key is reported at its place; reading goes on.

use jiff::civil::Date;

use super::traditional::simplified;
use super::value::{Table, Value};
use super::{amount, day};
use crate::diagnostic::Diagnostic;
use crate::model::{Exact, Moment, Money, Span, Spanned};

/// A table being read. Ask for every key that is known, then call [`Fields::finish`].
pub struct Fields<'v, 's> {
    table: &'v Table,
    /// Where "a key is missing" is reported: the table's own place.
    span: Span,
    asked: Vec<&'static str>,
    pub sink: &'s mut Vec<Diagnostic>,
}

impl<'v, 's> Fields<'v, 's> {
    pub fn new(table: &'v Table, span: Span, sink: &'s mut Vec<Diagnostic>) -> Self {
        Fields { table, span, asked: Vec::new(), sink }
    }

    /// Reads a table inside this one.
    pub fn nested<'t>(&mut self, table: Spanned<&'v Table>) -> Fields<'v, '_>
    where
        's: 't,
    {
        Fields::new(table.value, table.span, self.sink)
    }

    /// The value under a key, unread.
    pub fn get(&mut self, key: &'static str) -> Option<&'v Spanned<Value>> {
        self.asked.push(key);
        self.table.entries.iter().find(|(k, _)| k.value == key).map(|(_, v)| v).filter(|v| !matches!(v.value, Value::Nothing))
    }

    fn wrong_type(&mut self, key: &str, value: &Spanned<Value>, expected: &'static str) {
        let found = value.value.type_word();
        self.sink.push(Diagnostic::new("GS0203", value.span).with("key", key).word("expected", expected).word("found", found));
    }

    fn scalar(&mut self, key: &'static str, expected: &'static str) -> Option<Spanned<&'v str>> {
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
        let text = self.scalar(key, "type.string")?;
        let trimmed = text.value.trim();
        (!trimmed.is_empty()).then(|| Spanned::new(trimmed.to_owned(), text.span))
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
        let text = self.scalar(key, "type.date")?;
        read_date(text, self.sink)
    }

    pub fn money(&mut self, key: &'static str) -> Option<Spanned<Money>> {
        let text = self.scalar(key, "type.money")?;
        read_money(text, 1, self.sink)
    }

    pub fn exact(&mut self, key: &'static str) -> Option<Spanned<Exact>> {
        let text = self.scalar(key, "type.number")?;
        read_number(text, self.sink)
    }

    /// A whole number that is not negative.
    pub fn count(&mut self, key: &'static str) -> Option<u32> {
        let value = self.get(key)?;
        let count = value.value.scalar().and_then(|t| amount::folded(t).replace([',', '_'], "").parse().ok());
        if count.is_none() {
            self.wrong_type(key, value, "type.integer");
        }
        count
    }

    /// Every key with its whole number: a table whose keys are not ours to know.
    pub fn counts(self) -> Vec<(Spanned<String>, u32)> {
        let mut counts = Vec::new();
        for (key, value) in &self.table.entries {
            match value.value.scalar().and_then(|text| amount::folded(text).parse().ok()) {
                Some(count) => counts.push((key.clone(), count)),
                None => self.sink.push(
                    Diagnostic::new("GS0203", value.span)
                        .with("key", &key.value)
                        .word("expected", "type.integer")
                        .word("found", value.value.type_word()),
                ),
            }
        }
        counts
    }

    pub fn boolean(&mut self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        match value.value {
            Value::Boolean(b) => Some(b),
            _ => {
                self.wrong_type(key, value, "type.boolean");
                None
            }
        }
    }

    /// One of the given names.
    pub fn choice<T: Copy>(&mut self, key: &'static str, names: &[(&str, T)]) -> Option<Spanned<T>> {
        let text = self.scalar(key, "type.string")?;
        read_choice(key, text, names, self.sink)
    }

    pub fn table(&mut self, key: &'static str) -> Option<Spanned<&'v Table>> {
        let value = self.get(key)?;
        match &value.value {
            Value::Table(table) => Some(Spanned::new(table, value.span)),
            _ => {
                self.wrong_type(key, value, "type.table");
                None
            }
        }
    }

    /// The tables written as `[[key]]`.
    pub fn tables(&mut self, key: &'static str) -> Vec<Spanned<&'v Table>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Value::List(items) = &value.value else {
            self.wrong_type(key, value, "type.tables");
            return Vec::new();
        };
        let mut tables = Vec::with_capacity(items.len());
        for item in items {
            match &item.value {
                Value::Table(table) => tables.push(Spanned::new(table, item.span)),
                _ => self.wrong_type(key, item, "type.table"),
            }
        }
        tables
    }

    /// Reports a key that must be there and is not; a key whose value was wrong has been reported already.
    pub fn require<T>(&mut self, key: &'static str, value: Option<T>) -> Option<T> {
        if value.is_none() && !self.table.entries.iter().any(|(k, v)| k.value == key && !matches!(v.value, Value::Nothing)) {
            self.sink.push(Diagnostic::new("GS0202", self.span).with("key", key));
        }
        value
    }

    /// Reports every key that was not asked for, with the nearest known name.
    pub fn finish(self) {
        for (key, _) in &self.table.entries {
            if !self.asked.contains(&key.value.as_str()) {
                let near = nearest(&key.value, self.asked.iter().copied());
                self.sink.push(Diagnostic::new("GS0201", key.span).with("key", &key.value).with_some("nearest", near));
            }
        }
    }

    /// Keeps every key that was not asked for, as text: YAML front matter belongs to other programs too.
    pub fn keep_rest(self) -> Vec<(String, String)> {
        let rest = self.table.entries.iter().filter(|(k, _)| !self.asked.contains(&k.value.as_str()));
        rest.map(|(k, v)| (k.value.clone(), v.value.flat())).collect()
    }
}

/// Reads a date or reports why not.
pub fn read_date(text: Spanned<&str>, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Date>> {
    read_day(text, day::date(text.value), sink)
}

/// As [`read_date`], with what the surroundings say.
pub fn read_date_in(text: Spanned<&str>, days: day::DayContext, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Date>> {
    read_day(text, day::date_in(text.value, days), sink)
}

/// Reads a day, with a time of day or without, as [`read_date_in`] does.
pub fn read_moment_in(text: Spanned<&str>, days: day::DayContext, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Moment>> {
    read_day(text, day::moment_in(text.value, days), sink)
}

fn read_day<T>(text: Spanned<&str>, read: Result<T, day::NotRead>, sink: &mut Vec<Diagnostic>) -> Option<Spanned<T>> {
    let diagnostic = match read {
        Ok(day) => return Some(Spanned::new(day, text.span)),
        Err(day::NotRead::Ambiguous(a, b)) => ambiguous(text, a, b),
        Err(day::NotRead::NoSuchDay) => {
            Diagnostic::new("GS0204", text.span).with("text", text.value).word("why", "date.no_such_day")
        }
        Err(day::NotRead::Unreadable) => {
            Diagnostic::new("GS0204", text.span).with("text", text.value).word("why", "date.unreadable")
        }
    };
    sink.push(diagnostic);
    None
}

/// Reads an amount or reports why not; `unit` as in [`amount::money`].
pub fn read_money(text: Spanned<&str>, unit: i128, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Money>> {
    match amount::money(text.value, unit) {
        Ok(money) => Some(Spanned::new(money, text.span)),
        Err(why) => {
            sink.push(not_read("GS0205", text, why));
            None
        }
    }
}

/// Reads a number or reports why not.
pub fn read_number(text: Spanned<&str>, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Exact>> {
    match amount::number(text.value) {
        Ok(number) => Some(Spanned::new(number, text.span)),
        Err(why) => {
            sink.push(not_read("GS0209", text, why));
            None
        }
    }
}

fn not_read(code: &'static str, text: Spanned<&str>, why: amount::NotRead) -> Diagnostic {
    let why = match why {
        amount::NotRead::Ambiguous(a, b) => return ambiguous(text, a, b),
        amount::NotRead::Unreadable => "amount.unreadable",
        amount::NotRead::TooFine => "amount.too_fine",
        amount::NotRead::TooLarge => "amount.too_large",
    };
    Diagnostic::new(code, text.span).with("text", text.value.trim()).word("why", why)
}

fn ambiguous(text: Spanned<&str>, one: String, other: String) -> Diagnostic {
    Diagnostic::new("GS0208", text.span).with("text", text.value.trim()).with("one", one).with("other", other)
}

/// Reads one of the given names or reports the nearest.
pub fn read_choice<T: Copy>(
    key: &str,
    text: Spanned<&str>,
    names: &[(&str, T)],
    sink: &mut Vec<Diagnostic>,
) -> Option<Spanned<T>> {
    let wanted = amount::folded(text.value);
    let known = |wanted: &str| names.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
    if let Some((_, value)) = known(&wanted).or_else(|| known(&simplified(&wanted))) {
        return Some(Spanned::new(*value, text.span));
    }
    let known: Vec<&str> = names.iter().map(|(n, _)| *n).collect();
    let near = nearest(&wanted, known.iter().copied());
    sink.push(
        Diagnostic::new("GS0207", text.span)
            .with("key", key)
            .with("text", text.value)
            .with("allowed", known.join(", "))
            .with_some("nearest", near),
    );
    None
}

/// A number that may be nothing, but not less; reports one that is.
pub fn above_or_nothing(number: Spanned<Exact>, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Exact>> {
    if number.value.is_negative() {
        let text = number.value.short(4);
        sink.push(Diagnostic::new("GS0209", number.span).with("text", text).word("why", "number.not_negative"));
        return None;
    }
    Some(number)
}

/// The known name that `text` was probably meant to be.
pub fn nearest<'a>(text: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let text = text.to_lowercase();
    let best = known
        .map(|k| (strsim::jaro_winkler(&text, &k.to_lowercase()), k))
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)));
    best.filter(|(likeness, _)| *likeness >= 0.8).map(|(_, k)| k)
}
