//! Tables that can be downloaded: CSV and JSON of the same rows, and their fields for datapackage.json.

use std::borrow::Cow;
use std::io::Write;

use super::page::Page;

/// What a column holds, as Frictionless Table Schema names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    Text,
    /// A decimal in the unit the strings say (money in yuan).
    Number,
    Integer,
    Date,
}

impl FieldType {
    pub fn name(self) -> &'static str {
        match self {
            FieldType::Text => "string",
            FieldType::Number => "number",
            FieldType::Integer => "integer",
            FieldType::Date => "date",
        }
    }
}

/// A column.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub kind: FieldType,
    /// Whether the name is a header of the folder's own, which no strings file knows.
    pub own: bool,
}

impl Field {
    fn of(name: &str, kind: FieldType) -> Self {
        Field { name: name.to_owned(), kind, own: false }
    }

    pub fn text(name: &str) -> Self {
        Field::of(name, FieldType::Text)
    }

    pub fn number(name: &str) -> Self {
        Field::of(name, FieldType::Number)
    }

    pub fn integer(name: &str) -> Self {
        Field::of(name, FieldType::Integer)
    }

    pub fn date(name: &str) -> Self {
        Field::of(name, FieldType::Date)
    }

    /// A column of the folder's own, under its own header.
    pub fn own(name: &str) -> Self {
        Field { own: true, ..Field::of(name, FieldType::Text) }
    }
}

type Rows<'a> = Box<dyn Fn(&mut dyn FnMut(&[Cow<'_, str>])) + Send + Sync + 'a>;

/// A table: its name is its file name under `data/` and its key in the strings.
pub struct Table<'a> {
    pub name: &'static str,
    pub fields: Vec<Field>,
    pub row_count: usize,
    rows: Rows<'a>,
}

impl<'a> Table<'a> {
    pub fn new<const N: usize>(name: &'static str, fields: [Field; N]) -> Self {
        Table { name, fields: fields.into(), row_count: 0, rows: Box::new(|_| {}) }
    }

    /// Adds columns of text.
    pub fn with(mut self, names: &[&str]) -> Self {
        self.fields.extend(names.iter().map(|name| Field::text(name)));
        self
    }

    /// Adds columns of the folder's own.
    pub fn with_own(mut self, headers: impl IntoIterator<Item = String>) -> Self {
        self.fields.extend(headers.into_iter().map(|h| Field::own(&h)));
        self
    }

    /// Gives the rows, ready made.
    pub fn rows(mut self, rows: impl Iterator<Item = Vec<String>>) -> Self {
        let rows: Vec<Vec<Cow<'static, str>>> = rows.map(|row| row.into_iter().map(Cow::Owned).collect()).collect();
        self.row_count = rows.len();
        self.rows = Box::new(move |each| rows.iter().for_each(|r| each(r)));
        self
    }

    /// Gives the rows, made one by one when a file is written: for the long tables.
    pub fn rows_with(mut self, count: usize, rows: impl Fn(&mut dyn FnMut(&[Cow<'_, str>])) + Send + Sync + 'a) -> Self {
        self.row_count = count;
        self.rows = Box::new(rows);
        self
    }

    pub fn path(&self, ending: &str) -> String {
        format!("data/{}.{ending}", self.name)
    }

    /// The table as CSV: UTF-8 with a byte order mark, so that spreadsheets read Chinese right.
    pub fn write_csv(&self, out: &mut Vec<u8>) {
        out.extend_from_slice("\u{FEFF}".as_bytes());
        let headers: Vec<&str> = self.fields.iter().map(|f| f.name.as_str()).collect();
        write_csv_row(out, headers.iter().copied(), &self.fields);
        (self.rows)(&mut |row| write_csv_row(out, row.iter().map(|cell| &**cell), &self.fields));
    }

    /// The table as a JSON array of objects; numbers stay decimal strings, so that no reader rounds them.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        let keys: Vec<String> = self.fields.iter().map(|f| json_string(&f.name)).collect();
        out.push(b'[');
        let mut first = true;
        (self.rows)(&mut |row| {
            out.extend_from_slice(if first { b"\n{" } else { b",\n{" });
            first = false;
            for (i, (cell, key)) in row.iter().zip(&keys).enumerate() {
                if i > 0 {
                    out.push(b',');
                }
                out.extend_from_slice(key.as_bytes());
                out.push(b':');
                if cell.is_empty() {
                    out.extend_from_slice(b"null");
                } else {
                    // A string always serialises, and a vector takes all.
                    let _ = serde_json::to_writer(&mut *out, cell.as_ref());
                }
            }
            out.push(b'}');
        });
        out.extend_from_slice(b"\n]\n");
    }

    /// Its two files.
    pub fn pages(self: std::sync::Arc<Self>, pages: &mut Vec<Page<'a>>) {
        let table = self.clone();
        pages.push(Page::written(self.path("csv"), move |out| table.write_csv(out)));
        pages.push(Page::written(self.path("json"), move |out| self.write_json(out)));
    }
}

fn json_string(text: &str) -> String {
    // A string always serialises.
    serde_json::to_string(text).unwrap_or_default()
}

/// A row of CSV. A text cell that a spreadsheet would run as a formula gets a `'` before it.
fn write_csv_row<'c>(out: &mut Vec<u8>, cells: impl Iterator<Item = &'c str>, fields: &[Field]) {
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            out.push(b',');
        }
        let text = fields.get(i).is_none_or(|f| f.kind == FieldType::Text);
        let runs = text && cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        if runs || cell.contains(['"', ',', '\n', '\r']) {
            let escaped = cell.replace('"', "\"\"");
            // Writing to a vector cannot fail.
            let _ = write!(out, "\"{}{escaped}\"", if runs { "'" } else { "" });
        } else {
            out.extend_from_slice(cell.as_bytes());
        }
    }
    out.extend_from_slice(b"\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_run() {
        let table = Table::new("t", [Field::text("memo"), Field::number("income")])
            .rows([vec!["=1+1".to_owned(), "-5.00".to_owned()], vec!["a,\"b\"".to_owned(), String::new()]].into_iter());
        let mut csv = Vec::new();
        table.write_csv(&mut csv);
        assert_eq!(String::from_utf8(csv).unwrap(), "\u{FEFF}memo,income\r\n\"'=1+1\",-5.00\r\n\"a,\"\"b\"\"\",\r\n");
        let mut json = Vec::new();
        table.write_json(&mut json);
        let read: serde_json::Value = serde_json::from_slice(&json).unwrap();
        assert_eq!(read[0]["memo"], "=1+1");
        assert_eq!(read[1]["income"], serde_json::Value::Null);
    }
}
