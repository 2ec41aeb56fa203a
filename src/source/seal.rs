//! Reading `seal/<year>.csv`.

use super::amount::folded;
use super::columns::{Col, Column, Holds, Names, Need, TableKind};
use super::document::{record_id, stem};
use super::load::Reading;
use super::mends;
use super::scalar::nearest;
use super::shape::AnyForm;
use super::table::{Cell, Row, Sheet};
use super::traditional::simplified;
use crate::diagnostic::Diagnostic;
use crate::model::seal::{DocumentKind, Records, Register, Seal, Use};
use crate::model::{FileId, SourceFile, Spanned};

const TABLE: &TableKind = &TableKind {
    name: "seal",
    path: "seal/<year>.csv",
    columns: &[
        Column::new("date", Holds::Date, Need::Must, &["date", "日期"]),
        Column::new("seal", Holds::Choice(&Names(Seal::NAMES)), Need::Must, &["seal", "印章"]),
        Column::new("document", Holds::Text, Need::Must, &["document", "文件"]),
        Column::new("kind", Holds::Choice(&Names(DocumentKind::NAMES)), Need::May, &["kind", "类别", "類別"]),
        Column::new("copies", Holds::Count, Need::May, &["copies", "份数", "份數"]),
        Column::new("by", Holds::Text, Need::May, &["by", "经办", "經辦"]),
        Column::new("approvals", Holds::Count, Need::May, &["approvals", "审批人数", "審批人數"]),
        Column::new("resolution", Holds::Text, Need::May, &["resolution", "决议", "決議"]),
        Column::new("minutes", Holds::Text, Need::May, &["minutes", "会议纪要", "會議紀要"]),
    ],
    answers: false,
    totals: false,
};

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

/// None is read key by key.
pub const FORMS: &[&dyn AnyForm] = &[];

/// Its tables.
pub const TABLES: &[&TableKind] = &[TABLE];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("seal/", ".csv") {
        records.extend(read_one(id, file, reading.diagnostics));
    }
    records
}

fn read_one(id: FileId, file: &SourceFile, sink: &mut Vec<Diagnostic>) -> Option<Register> {
    let table = Sheet::read(file, id, TABLE, sink)?;
    if !table.is_complete(false, sink) {
        return None;
    }
    let uses = table.rows.iter().filter_map(|row| read_row(&table, row, sink)).collect();
    let name = stem(&file.path).to_owned();
    Some(Register { file: id, id: record_id(&file.path).to_owned(), name, uses, extra_columns: table.extra_headers() })
}

fn read_row(table: &Sheet<'_>, row: &Row<'_>, sink: &mut Vec<Diagnostic>) -> Option<Use> {
    let date = table.required(row, DATE, sink).and_then(|_| table.date(row, DATE, sink));
    table.expects_one_of(SEAL, Seal::NAMES);
    let seal = table.required(row, SEAL, sink).and_then(|cell| read_seal(cell, sink));
    let document = table.required_text(row, DOCUMENT, sink).map(|d| d.value);
    let kind = table.choice(row, KIND, DocumentKind::NAMES, sink).map(|k| k.value);
    let copies = table.count(row, COPIES, sink).map(|c| c.value);
    let approvals = table.count(row, APPROVALS, sink);
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
fn read_seal(cell: &Cell<'_>, sink: &mut Vec<Diagnostic>) -> Option<Seal> {
    let wanted = folded(&cell.text);
    let known = |wanted: &str| Seal::NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
    let known = known(&wanted).or_else(|| known(&simplified(&wanted)));
    if known.is_none() {
        let names = || Seal::NAMES.iter().map(|(name, _)| *name);
        let told =
            Diagnostic::new("GS1210", cell.span).with("text", cell.text.trim()).with_some("nearest", nearest(&wanted, names()));
        sink.push(told.mended_by(mends::respelt(Spanned::new(&cell.text, cell.span), names())));
    }
    known.map(|(_, seal)| *seal)
}
