//! Reading `seal/<year>.csv`.

use super::amount::folded;
use super::document::{record_id, stem};
use super::fields::{nearest, read_choice};
use super::load::Reading;
use super::table::{Col, Column, Row, Sheet};
use crate::diagnostic::Diagnostic;
use crate::model::seal::{DocumentKind, Records, Register, Seal, Use};
use crate::model::{FileId, SourceFile, Spanned};

pub const COLUMNS: &[Column] = &[
    Column { name: "date", spellings: &["date", "日期"] },
    Column { name: "seal", spellings: &["seal", "印章"] },
    Column { name: "document", spellings: &["document", "文件"] },
    Column { name: "kind", spellings: &["kind", "类别", "類別"] },
    Column { name: "copies", spellings: &["copies", "份数", "份數"] },
    Column { name: "by", spellings: &["by", "经办", "經辦"] },
    Column { name: "approvals", spellings: &["approvals", "审批人数", "審批人數"] },
    Column { name: "resolution", spellings: &["resolution", "决议", "決議"] },
    Column { name: "minutes", spellings: &["minutes", "会议纪要", "會議紀要"] },
];

// The places of those columns.
const DATE: Col = 0;
const SEAL: Col = 1;
const DOCUMENT: Col = 2;
const KIND: Col = 3;
const COPIES: Col = 4;
const BY: Col = 5;
const APPROVALS: Col = 6;
const RESOLUTION: Col = 7;
const MINUTES: Col = 8;

/// Endings of its files.
pub const ENDINGS: &[&str] = &["csv"];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("seal/", ".csv") {
        records.extend(read_one(id, file, reading.diagnostics));
    }
    records
}

fn read_one(id: FileId, file: &SourceFile, sink: &mut Vec<Diagnostic>) -> Option<Register> {
    let table = Sheet::read(file, id, COLUMNS, sink)?;
    let complete = table.require(DATE, sink) & table.require(SEAL, sink) & table.require(DOCUMENT, sink);
    if !complete {
        return None;
    }
    let uses = table.rows.iter().filter_map(|row| read_row(&table, row, sink)).collect();
    let name = stem(&file.path).to_owned();
    Some(Register { file: id, id: record_id(&file.path).to_owned(), name, uses, extra_columns: table.extra_headers() })
}

fn read_row(table: &Sheet<'_>, row: &Row<'_>, sink: &mut Vec<Diagnostic>) -> Option<Use> {
    let date = table.required(row, DATE, sink).and_then(|_| table.date(row, DATE, sink));
    let seal = table.required(row, SEAL, sink).and_then(|text| read_seal(&text, sink));
    let document = table.required(row, DOCUMENT, sink).map(|d| d.value);
    let kind = table
        .spanned(row, KIND)
        .and_then(|k| read_choice("kind", Spanned::new(k.value.as_str(), k.span), DocumentKind::NAMES, sink).map(|k| k.value));
    let copies = count(table, row, COPIES, sink).map(|c| c.value);
    let approvals = count(table, row, APPROVALS, sink);
    Some(Use {
        date: date?,
        seal: seal?,
        document: document?,
        kind: kind.unwrap_or_default(),
        copies,
        by: table.text(row, BY),
        approvals,
        resolution: table.spanned(row, RESOLUTION),
        minutes: table.spanned(row, MINUTES),
        extra: table.extra_cells(row),
        span: row.span,
        line: row.line,
    })
}

/// A seal that nobody knows may be one that nobody should have.
fn read_seal(text: &Spanned<String>, sink: &mut Vec<Diagnostic>) -> Option<Seal> {
    let wanted = folded(&text.value);
    let known = Seal::NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(&wanted));
    if known.is_none() {
        let near = nearest(&wanted, Seal::NAMES.iter().map(|(name, _)| *name));
        sink.push(Diagnostic::new("GS1210", text.span).with("text", &text.value).with_some("nearest", near));
    }
    known.map(|(_, seal)| *seal)
}

/// A whole number of people or copies.
fn count(table: &Sheet<'_>, row: &Row<'_>, column: Col, sink: &mut Vec<Diagnostic>) -> Option<Spanned<u32>> {
    let number = table.number(row, column, sink)?;
    let count = number.value.rounded(0).parse().ok().filter(|_| number.value.is_whole());
    if count.is_none() {
        let text = number.value.short(4);
        sink.push(Diagnostic::new("GS0209", number.span).with("text", text).word("why", "number.whole"));
    }
    count.map(|count| Spanned::new(count, number.span))
}
