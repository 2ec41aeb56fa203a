//! Reading `scores/<period>.csv` and the `<period>.toml` beside it.

use super::columns::{Col, Column, Holds, Names, Need, TableKind};
use super::document::named_period;
use super::fronts;
use super::load::Reading;
use super::shape::{AnyForm, Form};
use super::table::{Row, Sheet as Table};
use crate::diagnostic::Diagnostic;
use crate::model::contracts::Source;
use crate::model::scores::{Records, Score, Sheet};
use crate::model::{FileId, Particulars, SourceFile};

const TABLE: &TableKind = &TableKind {
    name: "scores",
    path: "scores/<period>.csv",
    columns: &[
        Column::new("contract", Holds::Text, Need::May, &["contract", "合同"]),
        Column::new("clause", Holds::Text, Need::Must, &["clause", "条款", "條款"]),
        Column::new("source", Holds::Choice(&Names(Source::NAMES)), Need::Must, &["source", "来源", "來源"]),
        Column::new("value", Holds::Number, Need::Either, &["value", "实测", "實測"]),
        Column::new("score", Holds::Number, Need::Either, &["score", "得分"]).within(Score::POINTS),
        Column::new("measured_on", Holds::Date, Need::May, &["measured_on", "测量日期", "測量日期"]),
        Column::new("evidence", Holds::Text, Need::May, &["evidence", "依据", "依據"]),
        Column::new("by", Holds::Text, Need::May, &["by", "评价人", "評價人"]),
    ],
    answers: false,
    totals: false,
};

// The places of those columns.
const CONTRACT: Col = 0;
const CLAUSE: Col = 1;
const SOURCE: Col = 2;
const VALUE: Col = 3;
const SCORE: Col = 4;
const MEASURED_ON: Col = 5;
const EVIDENCE: Col = 6;
const BY: Col = 7;

const FORM: Form<Particulars> = Form { name: "scores-front", path: "scores/<period>.toml", read: fronts::particulars };

/// Its files that are read key by key.
pub const FORMS: &[&dyn AnyForm] = &[&FORM];

/// Its tables.
pub const TABLES: &[&TableKind] = &[TABLE];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("scores/", ".csv") {
        records.extend(read_one(id, file, reading.diagnostics));
    }
    let mut fronts = fronts::beside_tables(reading, "scores/", &FORM);
    for sheet in &mut records {
        sheet.front = fronts.remove(&sheet.file).unwrap_or_default();
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
    let scores: Vec<Score> = table.rows.iter().filter_map(|row| read_row(&table, row, sink)).collect();
    let incomplete = scores.len() < table.rows.len();
    Some(Sheet { file: id, period, scores, extra_columns: table.extra_headers(), front: Particulars::default(), incomplete })
}

fn read_row(table: &Table<'_>, row: &Row<'_>, sink: &mut Vec<Diagnostic>) -> Option<Score> {
    let clause = table.required_text(row, CLAUSE, sink);
    let source = table.required(row, SOURCE, sink).and_then(|_| table.choice(row, SOURCE, Source::NAMES, sink));
    let value = table.number(row, VALUE, sink);
    let score = table.number(row, SCORE, sink);
    let measured_on = table.date(row, MEASURED_ON, sink).map(|d| d.value);
    if !table.required_either(row, sink) || (value.is_none() && score.is_none()) {
        return None;
    }
    Some(Score {
        contract: table.spanned(row, CONTRACT),
        clause: clause?,
        source: source?,
        value: value.map(|v| v.value),
        score,
        measured_on,
        evidence: table.text(row, EVIDENCE),
        by: table.text(row, BY),
        extra: table.extra_cells(row),
        span: row.span,
        line: row.line,
    })
}
