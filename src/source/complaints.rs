//! Reading `complaints/<period>.csv`.

use super::document::named_period;
use super::fields::read_choice;
use super::load::Reading;
use super::table::{Col, Column, Row, Sheet as Table};
use crate::diagnostic::Diagnostic;
use crate::model::complaints::{Complaint, Records, Sheet};
use crate::model::{FileId, SourceFile, Spanned};

pub const COLUMNS: &[Column] = &[
    Column { name: "id", spellings: &["id", "编号", "編號", "工单号"] },
    Column { name: "received", spellings: &["received", "受理时间", "受理時間", "受理日期", "投诉时间"] },
    Column { name: "kind", spellings: &["kind", "类别", "類別", "投诉类别"] },
    Column { name: "channel", spellings: &["channel", "渠道", "来源"] },
    Column { name: "building", spellings: &["building", "楼栋", "樓棟", "楼号"] },
    Column { name: "summary", spellings: &["summary", "事项", "事項", "投诉内容"] },
    Column { name: "answered", spellings: &["answered", "答复时间", "答覆時間", "答复日期"] },
    Column { name: "resolved", spellings: &["resolved", "办结时间", "辦結時間", "办结日期"] },
    Column { name: "reopened", spellings: &["reopened", "是否重开", "是否重開", "重开"] },
    Column { name: "satisfaction", spellings: &["satisfaction", "满意度", "滿意度"] },
    Column { name: "contract", spellings: &["contract", "合同"] },
    Column { name: "clause", spellings: &["clause", "条款", "條款"] },
];

// The places of those columns.
const ID: Col = 0;
const RECEIVED: Col = 1;
const KIND: Col = 2;
const CHANNEL: Col = 3;
const BUILDING: Col = 4;
const SUMMARY: Col = 5;
const ANSWERED: Col = 6;
const RESOLVED: Col = 7;
const REOPENED: Col = 8;
const SATISFACTION: Col = 9;
const CONTRACT: Col = 10;
const CLAUSE: Col = 11;

const YES_OR_NO: &[(&str, bool)] =
    &[("yes", true), ("no", false), ("是", true), ("否", false), ("true", true), ("false", false), ("1", true), ("0", false)];

/// Endings of its files.
pub const ENDINGS: &[&str] = &["csv"];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("complaints/", ".csv") {
        records.extend(read_one(id, file, reading.diagnostics));
    }
    records.sort_by_key(|s| s.period.value);
    records
}

fn read_one(id: FileId, file: &SourceFile, sink: &mut Vec<Diagnostic>) -> Option<Sheet> {
    let period = named_period(file, id, sink)?;
    let table = Table::read(file, id, COLUMNS, sink)?;
    let complete = table.require(ID, sink) & table.require(RECEIVED, sink) & table.require(KIND, sink);
    if !complete {
        return None;
    }
    let complaints = table.rows.iter().filter_map(|row| read_row(&table, row, sink)).collect();
    Some(Sheet { file: id, period, complaints })
}

fn read_row(table: &Table<'_>, row: &Row<'_>, sink: &mut Vec<Diagnostic>) -> Option<Complaint> {
    let id = table.required(row, ID, sink);
    let received = match table.required(row, RECEIVED, sink) {
        Some(text) => super::fields::read_moment(Spanned::new(&text.value, text.span), sink),
        None => None,
    };
    let kind = table.required(row, KIND, sink).map(|k| k.value);
    let answered = table.moment(row, ANSWERED, sink);
    let resolved = table.moment(row, RESOLVED, sink);
    let reopened = table.spanned(row, REOPENED).filter(|cell| !super::amount::is_nothing(&cell.value));
    let reopened = reopened.and_then(|cell| read_choice("reopened", Spanned::new(&cell.value, cell.span), YES_OR_NO, sink));
    let satisfaction = table.count(row, SATISFACTION, sink);
    Some(Complaint {
        id: id?,
        received: received?,
        kind: kind?,
        channel: table.text(row, CHANNEL),
        building: Some(table.text(row, BUILDING)).filter(|b| !super::amount::is_nothing(b)),
        summary: table.text(row, SUMMARY),
        answered,
        resolved,
        reopened: reopened.is_some_and(|r| r.value),
        satisfaction,
        contract: table.spanned(row, CONTRACT).map(contract_id),
        clause: table.spanned(row, CLAUSE),
        span: row.span,
        line: row.line,
    })
}

/// A contract may be named by its file alone.
fn contract_id(name: Spanned<String>) -> Spanned<String> {
    let full = if name.value.contains('/') { name.value } else { format!("contracts/{}", name.value) };
    Spanned::new(full, name.span)
}
