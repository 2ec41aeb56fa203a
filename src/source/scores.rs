//! Reading `scores/<period>.csv`.

use super::document::named_period;
use super::fields::read_choice;
use super::load::Reading;
use super::table::{Col, Column, Row, Sheet as Table};
use crate::diagnostic::Diagnostic;
use crate::model::contracts::Source;
use crate::model::scores::{Records, Score, Sheet};
use crate::model::{FileId, SourceFile, Spanned};

pub const COLUMNS: &[Column] = &[
    Column { name: "contract", spellings: &["contract", "合同"] },
    Column { name: "clause", spellings: &["clause", "条款", "條款"] },
    Column { name: "source", spellings: &["source", "来源", "來源"] },
    Column { name: "value", spellings: &["value", "实测", "實測"] },
    Column { name: "score", spellings: &["score", "得分"] },
    Column { name: "measured_on", spellings: &["measured_on", "测量日期", "測量日期"] },
    Column { name: "evidence", spellings: &["evidence", "依据", "依據"] },
    Column { name: "by", spellings: &["by", "评价人", "評價人"] },
];

// The places of those columns.
const CONTRACT: Col = 0;
const CLAUSE: Col = 1;
const SOURCE: Col = 2;
const VALUE: Col = 3;
const SCORE: Col = 4;
const MEASURED_ON: Col = 5;
const EVIDENCE: Col = 6;
const BY: Col = 7;

/// Endings of its files.
pub const ENDINGS: &[&str] = &["csv"];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("scores/", ".csv") {
        records.extend(read_one(id, file, reading.diagnostics));
    }
    records.sort_by_key(|s| s.period.value);
    records
}

fn read_one(id: FileId, file: &SourceFile, sink: &mut Vec<Diagnostic>) -> Option<Sheet> {
    let period = named_period(file, id, sink)?;
    let table = Table::read(file, id, COLUMNS, sink)?;
    let complete = table.require(CLAUSE, sink) & table.require(SOURCE, sink);
    if !table.has(VALUE) && !table.has(SCORE) {
        table.require(VALUE, sink);
        return None;
    }
    if !complete {
        return None;
    }
    let scores = table.rows.iter().filter_map(|row| read_row(&table, row, sink)).collect();
    Some(Sheet { file: id, period, scores, extra_columns: table.extra_headers() })
}

fn read_row(table: &Table<'_>, row: &Row<'_>, sink: &mut Vec<Diagnostic>) -> Option<Score> {
    let clause = table.required(row, CLAUSE, sink);
    let source = table
        .required(row, SOURCE, sink)
        .and_then(|text| read_choice("source", Spanned::new(&text.value, text.span), Source::NAMES, sink));
    let value = table.number(row, VALUE, sink);
    let score = table.number(row, SCORE, sink);
    let measured_on = table.date(row, MEASURED_ON, sink).map(|d| d.value);
    let blank = |column: Col| table.cell(row, column).is_none_or(|c| super::amount::is_nothing(&c.text));
    if blank(VALUE) && blank(SCORE) {
        sink.push(Diagnostic::new("GS0212", table.span(row, VALUE)).with("column", "value / 实测"));
        return None;
    }
    if value.is_none() && score.is_none() {
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
