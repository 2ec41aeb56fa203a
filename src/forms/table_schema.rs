//! Frictionless Table Schema of a kind of table, with the headers of a language.

use serde_json::{Value, json};

use super::{spelling, words};
use crate::model::Locale;
use crate::source::{Column, Holds, Need, TableKind};

/// The schema of a kind of table. Cells are described as the reader takes them, so that no cell it takes is refused: a day
/// or an amount has many spellings, and is text with a pattern.
pub fn table_schema(table: &TableKind, locale: Locale) -> Value {
    let kind = words::kind(table.name, locale);
    let fields: Vec<Value> = table.columns.iter().map(|column| field(table, column, locale)).collect();
    json!({
        "title": kind.map(|k| k.title),
        "description": kind.map(|k| k.about),
        "path": table.path,
        "fields": fields,
        "missingValues": [""],
    })
}

fn field(table: &TableKind, column: &Column, locale: Locale) -> Value {
    let described = words::column(table.name, column.name, locale);
    let mut field = json!({
        "name": column.header(locale),
        "type": "string",
        "description": described.map(|d| d.about),
        "example": described.and_then(|d| d.example),
        "holds": column.holds.name(),
        "need": column.need.name(),
    });
    let mut constraints = serde_json::Map::new();
    // A total's row leaves cells empty that an entry needs.
    if column.need == Need::Must && !table.totals {
        constraints.insert("required".into(), json!(true));
    }
    if let Some(pattern) = pattern(table, column) {
        constraints.insert("pattern".into(), json!(pattern));
    }
    if !constraints.is_empty() {
        field["constraints"] = Value::Object(constraints);
    }
    field
}

/// What a cell may be, or that it says that there is nothing.
fn pattern(table: &TableKind, column: &Column) -> Option<String> {
    let pattern = match column.holds {
        Holds::Text => return None,
        Holds::Date | Holds::Moment => spelling::day(),
        Holds::Money | Holds::Number | Holds::Count => spelling::number(),
        Holds::Choice(choices) => spelling::choice(&choices.spellings()),
    };
    let word = if table.totals { spelling::WORD } else { spelling::NOTHING };
    Some(format!("({pattern}|{word})"))
}
