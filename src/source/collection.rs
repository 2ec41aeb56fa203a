//! Reading `collection/<period>.csv` and the `<period>.toml` beside it.

use super::amount::is_nothing;
use super::columns::{Col, Column, Holds, Need, TableKind};
use super::document::{Parts, named_period};
use super::fields::Fields;
use super::load::Reading;
use super::row_words::{RowWord, row_word};
use super::shape::{AnyForm, Form};
use super::table::{Row, Sheet as Table};
use super::{acknowledged, fronts};
use crate::diagnostic::Diagnostic;
use crate::model::collection::{Front, Line, Records, Sheet, Total};
use crate::model::{FileId, Money, SourceFile, Spanned};

const TABLE: &TableKind = &TableKind {
    name: "collection",
    path: "collection/<period>.csv",
    columns: &[
        Column::new("building", Holds::Text, Need::Must, &["building", "楼栋", "樓棟", "楼号", "楼幢", "楼宇"]),
        Column::new("category", Holds::Text, Need::May, &["category", "费用项", "費用項", "费用项目", "收费项目", "item"]),
        Column::new("fee", Holds::Text, Need::May, &["fee", "收费标准", "物业类型"]),
        Column::new(
            "households",
            Holds::Count,
            Need::Must,
            &["households", "收费户", "收费户数", "應收戶", "应收户", "应收户数", "户数"],
        ),
        Column::new("owing", Holds::Count, Need::Must, &["owing", "欠费户", "欠费户数", "欠費戶"]),
        Column::new("billed", Holds::Money, Need::Must, &["billed", "应收", "应收金额", "應收"]),
        Column::new("collected", Holds::Money, Need::Must, &["collected", "实收", "实收金额", "實收"]),
        Column::new("recovered", Holds::Money, Need::May, &["recovered", "欠费追回", "追回欠费", "追缴", "欠費追回"]),
        Column::new("prepaid", Holds::Money, Need::May, &["prepaid", "预交", "预收", "預交"]),
        Column::new("arrears", Holds::Money, Need::May, &["arrears", "欠费", "欠费金额", "累计欠费", "欠費"]),
    ],
    answers: false,
    totals: true,
};

// The places of those columns.
const BUILDING: Col = 0;
const CATEGORY: Col = 1;
const FEE: Col = 2;
const HOUSEHOLDS: Col = 3;
const OWING: Col = 4;
const BILLED: Col = 5;
const COLLECTED: Col = 6;
const RECOVERED: Col = 7;
const PREPAID: Col = 8;
const ARREARS: Col = 9;

const FORM: Form<Front> = Form { name: "collection-front", path: "collection/<period>.toml", read: read_keys };

/// Its files that are read key by key.
pub const FORMS: &[&dyn AnyForm] = &[&FORM];

/// Its tables.
pub const TABLES: &[&TableKind] = &[TABLE];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("collection/", ".csv") {
        records.extend(read_one(id, file, reading.diagnostics));
    }
    let mut fronts = fronts::beside_tables(reading, "collection/", &FORM);
    for sheet in &mut records {
        sheet.front = fronts.remove(&sheet.file).unwrap_or_default();
    }
    records.sort_by_key(|sheet| (sheet.period.value, sheet.file));
    records
}

fn read_one(id: FileId, file: &SourceFile, sink: &mut Vec<Diagnostic>) -> Option<Sheet> {
    let period = named_period(file, id, sink)?;
    let table = Table::read(file, id, TABLE, sink)?;
    if !table.is_complete(false, sink) {
        return None;
    }
    let mut sheet = Sheet { file: id, period, lines: Vec::new(), totals: Vec::new(), front: Front::default(), incomplete: false };
    for row in &table.rows {
        if is_total(&table, row) {
            let amounts = [BILLED, COLLECTED, RECOVERED, PREPAID, ARREARS].map(|column| amount(&table, row, column, sink));
            sheet.totals.push(Total { amounts, span: row.span, lines: sheet.lines.len() });
            continue;
        }
        match read_line(&table, row, sink) {
            Some(line) => sheet.lines.push(line),
            None => sheet.incomplete = true,
        }
    }
    Some(sheet)
}

fn is_total(table: &Table<'_>, row: &Row<'_>) -> bool {
    [BUILDING, CATEGORY]
        .into_iter()
        .filter_map(|column| table.cell(row, column))
        .any(|cell| row_word(&cell.text) == Some(RowWord::Total))
}

fn read_line(table: &Table<'_>, row: &Row<'_>, sink: &mut Vec<Diagnostic>) -> Option<Line> {
    for column in [HOUSEHOLDS, OWING, BILLED, COLLECTED] {
        table.required_or_dash(row, column, sink);
    }
    let building = table.required_text(row, BUILDING, sink);
    let households = count(table, row, HOUSEHOLDS, sink);
    let owing = count(table, row, OWING, sink);
    let [billed, collected, recovered, prepaid, arrears] =
        [BILLED, COLLECTED, RECOVERED, PREPAID, ARREARS].map(|column| amount(table, row, column, sink));
    Some(Line {
        building: building?,
        category: table.text(row, CATEGORY),
        fee: table.text(row, FEE),
        households: households?,
        owing: owing?,
        billed: billed?,
        collected: collected?,
        recovered,
        prepaid,
        arrears,
        span: row.span,
    })
}

/// Whether a cell stands there and says that there is nothing, which of money and of households means none.
fn is_none(table: &Table<'_>, row: &Row<'_>, column: Col) -> bool {
    table.cell(row, column).is_some_and(|cell| is_nothing(&cell.text))
}

fn amount(table: &Table<'_>, row: &Row<'_>, column: Col, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Money>> {
    if is_none(table, row, column) {
        return Some(Spanned::new(Money::ZERO, table.span(row, column)));
    }
    table.money(row, column, sink)
}

fn count(table: &Table<'_>, row: &Row<'_>, column: Col, sink: &mut Vec<Diagnostic>) -> Option<Spanned<u32>> {
    if is_none(table, row, column) {
        return Some(Spanned::new(0, table.span(row, column)));
    }
    table.count(row, column, sink)
}

fn read_keys(mut fields: Fields<'_, '_>, parts: &Parts<'_>) -> Front {
    let front = Front {
        file: Some(parts.id),
        published_on: fields.date("published_on").map(|d| d.value),
        prepared_by: fields.text("prepared_by"),
        reason: fields.spanned_text("reason"),
        note: fields.text("note"),
        acknowledged: acknowledged::read(&mut fields),
    };
    fields.finish();
    front
}
