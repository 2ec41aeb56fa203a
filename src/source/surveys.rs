//! Reading `surveys/<period>.csv` and the `<period>.toml` beside it.

use super::columns::{Col, Column, Holds, Need, TableKind};
use super::document::named_period;
use super::fields::Fields;
use super::fronts;
use super::load::Reading;
use super::table::{Row, Sheet as Table};
use super::value;
use crate::diagnostic::Diagnostic;
use crate::model::surveys::{Front, Question, Records, Sheet};
use crate::model::{FileId, SourceFile, Span, Spanned};

const TABLE: &TableKind = &TableKind {
    name: "surveys",
    path: "surveys/<period>.csv",
    columns: &[
        Column::new("question", Holds::Text, Need::Must, &["question", "题目", "題目", "问题"]),
        Column::new("clause", Holds::Text, Need::May, &["clause", "条款", "條款"]),
    ],
    answers: true,
};

// The places of those columns; every other column is an answer.
const QUESTION: Col = 0;
const CLAUSE: Col = 1;

/// Its tables.
pub const TABLES: &[&TableKind] = &[TABLE];

/// Endings of its files.
pub const ENDINGS: &[&str] = &["csv", "toml"];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("surveys/", ".csv") {
        records.extend(read_one(id, file, reading.diagnostics));
    }
    let mut fronts = fronts::beside_tables(reading, "surveys/", read_front);
    for sheet in &mut records {
        sheet.front = fronts.remove(&sheet.file);
    }
    records.sort_by_key(|s| s.period.value);
    records
}

fn read_one(id: FileId, file: &SourceFile, sink: &mut Vec<Diagnostic>) -> Option<Sheet> {
    let period = named_period(file, id, sink)?;
    let table = Table::read(file, id, TABLE, sink)?;
    if !table.is_complete(false, sink) {
        return None;
    }
    let answers = table.extra_headers();
    let questions = table.rows.iter().filter_map(|row| read_row(&table, row, answers.len(), sink)).collect();
    Some(Sheet { file: id, period, answers, questions, front: None })
}

fn read_row(table: &Table<'_>, row: &Row<'_>, answers: usize, sink: &mut Vec<Diagnostic>) -> Option<Question> {
    let text = table.required_text(row, QUESTION, sink);
    // A blank cell is an answer that nobody gave.
    let counts = (0..answers).map(|answer| table.extra_count(row, answer, sink).unwrap_or(0)).collect();
    Some(Question { text: text?, clause: table.spanned(row, CLAUSE), counts, span: row.span })
}

fn read_front(id: FileId, file: &SourceFile, sink: &mut Vec<Diagnostic>) -> Front {
    let table = value::from_toml(&file.text, id, 0, sink);
    let mut fields = Fields::new(&table, Span::file(id), sink);
    let front = Front {
        file: id,
        sent: count(&mut fields, "sent"),
        returned: count(&mut fields, "returned"),
        method: fields.text("method"),
        from: fields.date("from").map(|d| d.value),
        until: fields.date("until").map(|d| d.value),
    };
    fields.finish();
    front
}

fn count(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Spanned<u32>> {
    let span = fields.get(key)?.span;
    fields.count(key).map(|n| Spanned::new(n, span))
}
