//! Reading `surveys/<period>.csv` and the `<period>.toml` beside it.

use super::columns::{Col, Column, Holds, Need, TableKind};
use super::document::{Parts, named_period};
use super::fields::Fields;
use super::fronts;
use super::load::Reading;
use super::shape::{AnyForm, Form};
use super::table::{Row, Sheet as Table};
use crate::diagnostic::Diagnostic;
use crate::model::surveys::{Front, Question, Records, Sheet};
use crate::model::{FileId, SourceFile};

const TABLE: &TableKind = &TableKind {
    name: "surveys",
    path: "surveys/<period>.csv",
    columns: &[
        Column::new("question", Holds::Text, Need::Must, &["question", "题目", "題目", "问题"]),
        Column::new("clause", Holds::Text, Need::May, &["clause", "条款", "條款"]),
    ],
    answers: true,
    totals: false,
};

// The places of those columns; every other column is an answer.
const QUESTION: Col = 0;
const CLAUSE: Col = 1;

const FORM: Form<Front> = Form { name: "surveys-front", path: "surveys/<period>.toml", read: read_keys };

/// Its files that are read key by key.
pub const FORMS: &[&dyn AnyForm] = &[&FORM];

/// Its tables.
pub const TABLES: &[&TableKind] = &[TABLE];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("surveys/", ".csv") {
        records.extend(read_one(id, file, reading.diagnostics));
    }
    let mut fronts = fronts::beside_tables(reading, "surveys/", &FORM);
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
    let questions: Vec<Question> = table.rows.iter().filter_map(|row| read_row(&table, row, answers.len(), sink)).collect();
    let incomplete = questions.len() < table.rows.len();
    Some(Sheet { file: id, period, answers, questions, front: None, incomplete })
}

fn read_row(table: &Table<'_>, row: &Row<'_>, answers: usize, sink: &mut Vec<Diagnostic>) -> Option<Question> {
    let text = table.required_text(row, QUESTION, sink);
    // A blank cell is an answer that nobody gave.
    let counts = (0..answers).map(|answer| table.extra_count(row, answer, sink).unwrap_or(0)).collect();
    Some(Question { text: text?, clause: table.spanned(row, CLAUSE), counts, span: row.span })
}

fn read_keys(mut fields: Fields<'_, '_>, parts: &Parts<'_>) -> Front {
    let front = Front {
        file: parts.id,
        sent: fields.spanned_count("sent"),
        returned: fields.spanned_count("returned"),
        method: fields.text("method"),
        from: fields.date("from").map(|d| d.value),
        until: fields.date("until").map(|d| d.value),
        published_on: fields.date("published_on").map(|d| d.value),
        reason: fields.spanned_text("reason"),
    };
    fields.finish();
    front
}
