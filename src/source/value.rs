//! TOML and YAML as one tree of values, each with its place.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle};
use toml::de::{DeString, DeTable, DeValue};

use super::markup_mends;
use crate::diagnostic::Diagnostic;
use crate::model::{FileId, Span, Spanned};

/// A value of front matter or of a TOML file. Numbers and dates stay as written, so that nothing is rounded.
#[derive(Clone, Debug)]
pub enum Value {
    Text(String),
    /// An integer, a decimal or a date, as written.
    Bare(String),
    Boolean(bool),
    List(Vec<Spanned<Value>>),
    Table(Table),
    Nothing,
    /// It could not be read, which has been told.
    Unread,
}

/// Keys in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Table {
    pub entries: Vec<(Spanned<String>, Spanned<Value>)>,
}

impl Value {
    /// The key of `words.toml` that names what it is.
    pub fn type_word(&self) -> &'static str {
        match self {
            Value::Text(_) => "type.string",
            Value::Bare(_) => "type.number",
            Value::Boolean(_) => "type.boolean",
            Value::List(_) => "type.list",
            Value::Table(_) => "type.table",
            Value::Nothing | Value::Unread => "type.nothing",
        }
    }

    /// Whether it says nothing: no value, or a blank text.
    pub fn is_nothing(&self) -> bool {
        match self {
            Value::Nothing => true,
            Value::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// Whether it is a table, or a list of tables.
    pub fn has_tables(&self) -> bool {
        match self {
            Value::Table(_) => true,
            Value::List(items) => items.iter().any(|item| item.value.has_tables()),
            _ => false,
        }
    }

    /// A scalar as text.
    pub fn scalar(&self) -> Option<&str> {
        match self {
            Value::Text(text) | Value::Bare(text) => Some(text),
            Value::Boolean(true) => Some("true"),
            Value::Boolean(false) => Some("false"),
            _ => None,
        }
    }

    /// Any value as one line of text, for keys that are only kept.
    pub fn flat(&self) -> String {
        match self {
            Value::List(items) => items.iter().map(|i| i.value.flat()).collect::<Vec<_>>().join(", "),
            Value::Table(table) => {
                let pairs = table.entries.iter().map(|(k, v)| format!("{}: {}", k.value, v.value.flat()));
                pairs.collect::<Vec<_>>().join(", ")
            }
            other => other.scalar().unwrap_or_default().to_owned(),
        }
    }
}

/// Reads TOML that begins at byte `offset` of the file. Every syntax error is reported; what could be read is returned.
pub fn from_toml(text: &str, file: FileId, offset: usize, sink: &mut Vec<Diagnostic>) -> Table {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut told = BTreeMap::new();
    for error in &errors {
        let range = error.span().unwrap_or(0..0);
        let start = line_start(text, range.start);
        let line = text[start..].split_inclusive('\n').next().unwrap_or_default();
        // What one slip in a line leads to is told once.
        if told.insert(start, start + line.len()).is_some() {
            continue;
        }
        let span = Span::new(file, offset + range.start, offset + range.end);
        let mend = markup_mends::toml_line(line, file, offset + start);
        sink.push(Diagnostic::new("GS0103", span).with("why", error.message()).mended_by(mend));
    }
    toml_table(table.get_ref(), &Toml { file, offset, told })
}

/// A text of TOML, and where its lines begin of which something has been told.
struct Toml {
    file: FileId,
    offset: usize,
    /// Where lines that are wrong begin and end.
    told: BTreeMap<usize, usize>,
}

impl Toml {
    fn place(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, self.offset + range.start, self.offset + range.end)
    }

    /// What was made of a line that is wrong is a guess of the parser's.
    fn is_told(&self, at: usize) -> bool {
        self.told.range(..=at).next_back().is_some_and(|(_, end)| at < *end)
    }

    fn value(&self, value: &toml::Spanned<DeValue<'_>>) -> Spanned<Value> {
        let single = !matches!(value.get_ref(), DeValue::Array(_) | DeValue::Table(_));
        let read = if single && self.is_told(value.span().start) { Value::Unread } else { toml_value(value.get_ref(), self) };
        Spanned::new(read, self.place(value.span()))
    }
}

fn line_start(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1)
}

fn toml_table(table: &DeTable<'_>, toml: &Toml) -> Table {
    let entry = |(key, value): (&toml::Spanned<DeString<'_>>, &toml::Spanned<DeValue<'_>>)| {
        (Spanned::new(key.get_ref().to_string(), toml.place(key.span())), toml.value(value))
    };
    let mut entries: Vec<_> = table.iter().map(entry).collect();
    entries.sort_by_key(|(key, _)| key.span.start);
    Table { entries }
}

fn toml_value(value: &DeValue<'_>, toml: &Toml) -> Value {
    match value {
        DeValue::String(s) => Value::Text(s.to_string()),
        DeValue::Integer(i) if i.radix() == 10 => Value::Bare(i.as_str().to_owned()),
        DeValue::Integer(i) => Value::Bare(i.to_string()),
        DeValue::Float(f) => Value::Bare(f.as_str().to_owned()),
        DeValue::Boolean(b) => Value::Boolean(*b),
        DeValue::Datetime(d) => Value::Bare(d.to_string()),
        DeValue::Array(items) => {
            let items = items.iter().map(|item| toml.value(item));
            Value::List(items.filter(|item| !matches!(item.value, Value::Unread)).collect())
        }
        DeValue::Table(table) => Value::Table(toml_table(table, toml)),
    }
}

/// Deeper front matter, or one with more values, is nobody's: it is refused before it costs time or memory.
const DEEPEST: usize = 32;
const MOST_VALUES: usize = 10_000;

/// Reads YAML front matter that begins at byte `offset` of the file.
pub fn from_yaml(text: &str, file: FileId, offset: usize, sink: &mut Vec<Diagnostic>) -> Table {
    // The parser counts characters; spans are bytes.
    let starts: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let byte = |index: usize| offset + starts.get(index).copied().unwrap_or(text.len());
    let mut open: Vec<Open> = Vec::new();
    let mut count = 0;
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                let at = byte(error.marker().index());
                let mend = markup_mends::yaml_lines(text, file, offset, is_yaml_table);
                sink.push(Diagnostic::new("GS0104", Span::new(file, at, at + 1)).with("why", error.info()).mended_by(mend));
                return Table::default();
            }
        };
        let place = Span::new(file, byte(span.start.index()), byte(span.end.index()));
        count += 1;
        let too_much = count > MOST_VALUES || open.len() > DEEPEST;
        if too_much || matches!(event, Event::Alias(_)) {
            let why = if too_much { "yaml.too_much" } else { "yaml.alias" };
            sink.push(Diagnostic::new("GS0104", place).word("why", why));
            return Table::default();
        }
        let done = match event {
            Event::Scalar(text, style, _, _) => Some(Spanned::new(yaml_scalar(&text, style), place)),
            Event::SequenceStart(..) => {
                open.push(Open::List(Vec::new(), place));
                None
            }
            Event::MappingStart(..) => {
                open.push(Open::Table(Table::default(), None, place));
                None
            }
            Event::SequenceEnd | Event::MappingEnd => open.pop().map(Open::close),
            _ => None,
        };
        let Some(value) = done else { continue };
        match open.last_mut() {
            Some(outer) => outer.take(value),
            None => return whole(value, text, file, offset, sink),
        }
    }
    Table::default()
}

fn is_yaml_table(text: &str) -> bool {
    let mut events = Parser::new_from_str(text).map(|event| event.map(|(event, _)| event));
    let first = events.find(|event| !matches!(event, Ok(Event::StreamStart | Event::DocumentStart(_))));
    matches!(first, Some(Ok(Event::MappingStart(..)))) && events.all(|event| event.is_ok())
}

/// A list or a table whose end has not come yet.
enum Open {
    List(Vec<Spanned<Value>>, Span),
    Table(Table, Option<Spanned<String>>, Span),
}

impl Open {
    fn take(&mut self, value: Spanned<Value>) {
        match self {
            Open::List(items, _) => items.push(value),
            Open::Table(table, key, _) => match key.take() {
                Some(key) => table.entries.push((key, value)),
                None => *key = Some(Spanned::new(value.value.flat(), value.span)),
            },
        }
    }

    fn close(self) -> Spanned<Value> {
        match self {
            Open::List(items, span) => Spanned::new(Value::List(items), span),
            Open::Table(table, _, span) => Spanned::new(Value::Table(table), span),
        }
    }
}

/// Front matter is a table, or nothing.
fn whole(value: Spanned<Value>, text: &str, file: FileId, offset: usize, sink: &mut Vec<Diagnostic>) -> Table {
    match value.value {
        Value::Table(table) => table,
        Value::Nothing => Table::default(),
        other => {
            let span = Span::new(file, offset, offset + text.len());
            let wrong = Diagnostic::new("GS0203", span).with("key", "---").word("expected", "type.table");
            let mend = markup_mends::yaml_lines(text, file, offset, is_yaml_table);
            sink.push(wrong.word("found", other.type_word()).mended_by(mend));
            Table::default()
        }
    }
}

/// A scalar as YAML's core schema tells its type; numbers and dates stay as written.
fn yaml_scalar(text: &str, style: ScalarStyle) -> Value {
    if style != ScalarStyle::Plain {
        return Value::Text(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Nothing,
        "true" | "True" | "TRUE" => Value::Boolean(true),
        "false" | "False" | "FALSE" => Value::Boolean(false),
        _ if text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'))
            && text.bytes().all(|b| b.is_ascii_digit() || b"+-.:eE".contains(&b)) =>
        {
            Value::Bare(text.to_owned())
        }
        _ => Value::Text(text.to_owned()),
    }
}
