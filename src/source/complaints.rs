//! Reading `complaints/<period>.csv` and the `<period>.toml` beside it.

use super::columns::{Col, Column, Holds, Names, Need, TableKind};
use super::document::named_period;
use super::fronts;
use super::load::Reading;
use super::shape::{AnyForm, Form};
use super::table::{Row, Sheet as Table};
use crate::diagnostic::Diagnostic;
use crate::model::complaints::{Complaint, Records, Sheet};
use crate::model::{FileId, Particulars, SourceFile, Spanned};

const TABLE: &TableKind = &TableKind {
    name: "complaints",
    path: "complaints/<period>.csv",
    columns: &[
        Column::new("id", Holds::Text, Need::Must, &["id", "编号", "編號", "工单号"]),
        Column::new("received", Holds::Moment, Need::Must, &["received", "受理时间", "受理時間", "受理日期", "投诉时间"]),
        Column::new("kind", Holds::Text, Need::Must, &["kind", "类别", "類別", "投诉类别"]),
        Column::new("channel", Holds::Text, Need::May, &["channel", "渠道", "来源"]),
        Column::new("building", Holds::Text, Need::May, &["building", "楼栋", "樓棟", "楼号"]),
        Column::new("summary", Holds::Text, Need::May, &["summary", "事项", "事項", "投诉内容"]),
        Column::new("answered", Holds::Moment, Need::May, &["answered", "答复时间", "答覆時間", "答复日期"]),
        Column::new("resolved", Holds::Moment, Need::May, &["resolved", "办结时间", "辦結時間", "办结日期"]),
        Column::new("reopened", Holds::Choice(&Names(YES_OR_NO)), Need::May, &["reopened", "是否重开", "是否重開", "重开"]),
        Column::new("satisfaction", Holds::Count, Need::May, &["satisfaction", "满意度", "滿意度"])
            .within(Complaint::SATISFACTION),
        Column::new("contract", Holds::Text, Need::May, &["contract", "合同"]),
        Column::new("clause", Holds::Text, Need::May, &["clause", "条款", "條款"]),
    ],
    answers: false,
    totals: false,
};

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

const FORM: Form<Particulars> = Form { name: "complaints-front", path: "complaints/<period>.toml", read: fronts::particulars };

/// Its files that are read key by key.
pub const FORMS: &[&dyn AnyForm] = &[&FORM];

/// Its tables.
pub const TABLES: &[&TableKind] = &[TABLE];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("complaints/", ".csv") {
        records.extend(read_one(id, file, reading.diagnostics));
    }
    let mut fronts = fronts::beside_tables(reading, "complaints/", &FORM);
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
    let complaints: Vec<Complaint> = table.rows.iter().filter_map(|row| read_row(&table, row, sink)).collect();
    let incomplete = complaints.len() < table.rows.len();
    Some(Sheet { file: id, period, complaints, front: Particulars::default(), incomplete })
}

fn read_row(table: &Table<'_>, row: &Row<'_>, sink: &mut Vec<Diagnostic>) -> Option<Complaint> {
    let id = table.required_text(row, ID, sink);
    let received = table.required(row, RECEIVED, sink).and_then(|_| table.moment(row, RECEIVED, sink));
    let kind = table.required_text(row, KIND, sink).map(|k| k.value);
    let answered = table.moment(row, ANSWERED, sink);
    let resolved = table.moment(row, RESOLVED, sink);
    let reopened = table.choice(row, REOPENED, YES_OR_NO, sink);
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
