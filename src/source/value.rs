//! TOML and YAML as one tree of values, each with its place.

use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, YamlData};
use toml::de::{DeTable, DeValue};

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
            Value::Nothing => "type.nothing",
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
    for error in &errors {
        let range = error.span().unwrap_or(0..0);
        let span = Span::new(file, offset + range.start, offset + range.end);
        sink.push(Diagnostic::new("GS0103", span).with("why", error.message()));
    }
    let place = |range: std::ops::Range<usize>| Span::new(file, offset + range.start, offset + range.end);
    toml_table(table.get_ref(), &place)
}

fn toml_table(table: &DeTable<'_>, place: &impl Fn(std::ops::Range<usize>) -> Span) -> Table {
    let mut entries: Vec<_> = table
        .iter()
        .map(|(key, value)| {
            let key = Spanned::new(key.get_ref().to_string(), place(key.span()));
            (key, Spanned::new(toml_value(value.get_ref(), place), place(value.span())))
        })
        .collect();
    entries.sort_by_key(|(key, _)| key.span.start);
    Table { entries }
}

fn toml_value(value: &DeValue<'_>, place: &impl Fn(std::ops::Range<usize>) -> Span) -> Value {
    match value {
        DeValue::String(s) => Value::Text(s.to_string()),
        DeValue::Integer(i) if i.radix() == 10 => Value::Bare(i.as_str().to_owned()),
        DeValue::Integer(i) => Value::Bare(i.to_string()),
        DeValue::Float(f) => Value::Bare(f.as_str().to_owned()),
        DeValue::Boolean(b) => Value::Boolean(*b),
        DeValue::Datetime(d) => Value::Bare(d.to_string()),
        DeValue::Array(items) => {
            Value::List(items.iter().map(|v| Spanned::new(toml_value(v.get_ref(), place), place(v.span()))).collect())
        }
        DeValue::Table(table) => Value::Table(toml_table(table, place)),
    }
}

/// Reads YAML front matter that begins at byte `offset` of the file.
pub fn from_yaml(text: &str, file: FileId, offset: usize, sink: &mut Vec<Diagnostic>) -> Table {
    // The parser counts characters; spans are bytes.
    let starts: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let byte = |index: usize| offset + starts.get(index).copied().unwrap_or(text.len());
    let documents = match MarkedYaml::load_from_str(text) {
        Ok(documents) => documents,
        Err(error) => {
            let at = byte(error.marker().index());
            sink.push(Diagnostic::new("GS0104", Span::new(file, at, at + 1)).with("why", error.info()));
            return Table::default();
        }
    };
    let place = |span: &saphyr_parser::Span| Span::new(file, byte(span.start.index()), byte(span.end.index()));
    match documents.first().map(|d| yaml_value(d, &place)) {
        Some(Value::Table(table)) => table,
        None | Some(Value::Nothing) => Table::default(),
        Some(_) => {
            let span = Span::new(file, offset, offset + text.len());
            sink.push(Diagnostic::new("GS0203", span).with("key", "---").word("expected", "type.table"));
            Table::default()
        }
    }
}

fn yaml_value(node: &MarkedYaml<'_>, place: &impl Fn(&saphyr_parser::Span) -> Span) -> Value {
    match &node.data {
        YamlData::Value(Scalar::String(s)) => Value::Text(s.to_string()),
        YamlData::Value(Scalar::Integer(i)) => Value::Bare(i.to_string()),
        YamlData::Value(Scalar::FloatingPoint(f)) => Value::Bare(f.to_string()),
        YamlData::Value(Scalar::Boolean(b)) => Value::Boolean(*b),
        YamlData::Value(Scalar::Null) | YamlData::BadValue | YamlData::Alias(_) => Value::Nothing,
        YamlData::Representation(text, _, _) => Value::Text(text.to_string()),
        YamlData::Sequence(items) => {
            Value::List(items.iter().map(|n| Spanned::new(yaml_value(n, place), place(&n.span))).collect())
        }
        YamlData::Mapping(map) => Value::Table(Table {
            entries: map
                .iter()
                .map(|(k, v)| {
                    let key = yaml_value(k, place).flat();
                    (Spanned::new(key, place(&k.span)), Spanned::new(yaml_value(v, place), place(&v.span)))
                })
                .collect(),
        }),
        YamlData::Tagged(_, inner) => yaml_value(inner, place),
    }
}
