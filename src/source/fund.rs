//! Reading `fund/<slug>.toml` and `fund/balances.csv`.

use super::acknowledged;
use super::columns::{Col, Column, Holds, Need, TableKind};
use super::document::{Parts, record_id};
use super::fields::Fields;
use super::load::Reading;
use super::row_words::{RowWord, row_word};
use super::shape::{AnyForm, Form};
use super::table::{Row, Sheet};
use crate::diagnostic::Diagnostic;
use crate::model::fund::{CostReview, Holding, Payment, Records, Share, Total, Withdrawal, WithdrawalKind};
use crate::model::{FileId, Money, Scope, SourceFile, Span, Spanned};

/// Its tables.
pub const TABLES: &[&TableKind] = &[TABLE];

const FORM: Form<Option<Withdrawal>> = Form { name: "fund", path: "fund/<slug>.toml", read: read_keys };

/// Its files that are read key by key.
pub const FORMS: &[&dyn AnyForm] = &[&FORM];

/// The one table of the folder.
const BALANCES: &str = "fund/balances.csv";

const TABLE: &TableKind = &TableKind {
    name: "fund-balances",
    path: "fund/balances.csv",
    columns: &[
        Column::new("date", Holds::Date, Need::Must, &["date", "日期"]),
        Column::new("building", Holds::Text, Need::Must, &["building", "楼栋", "樓棟", "楼幢", "幢号"]),
        Column::new("opening", Holds::Money, Need::Must, &["opening", "期初余额", "期初餘額", "期初"]),
        Column::new("paid_in", Holds::Money, Need::May, &["paid_in", "交存", "归集", "本期交存"]),
        Column::new("interest", Holds::Money, Need::May, &["interest", "利息", "增值收益"]),
        Column::new("used", Holds::Money, Need::May, &["used", "使用", "支用", "本期使用"]),
        Column::new("closing", Holds::Money, Need::Must, &["closing", "期末余额", "期末餘額", "期末"]),
        Column::new("area", Holds::Number, Need::May, &["area", "面积", "面積", "专有面积"]),
    ],
    answers: false,
    totals: true,
};

// The places of those columns.
const DATE: Col = 0;
const BUILDING: Col = 1;
const OPENING: Col = 2;
const PAID_IN: Col = 3;
const INTEREST: Col = 4;
const USED: Col = 5;
const CLOSING: Col = 6;
const AREA: Col = 7;

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::default();
    for (id, file) in reading.under("fund/", ".toml") {
        records.withdrawals.extend(FORM.read(id, file, reading.diagnostics));
    }
    for (id, file) in reading.under("fund/", ".csv") {
        if file.path.as_ref() == BALANCES {
            records.holdings_file = Some(id);
            read_holdings(id, file, &mut records, reading.diagnostics);
        } else {
            reading.diagnostics.push(Diagnostic::new("GS0109", Span::file(id)).with("path", &file.path));
        }
    }
    records.holdings.sort_by_key(|h| h.date);
    records
}

fn read_keys(mut fields: Fields<'_, '_>, parts: &Parts<'_>) -> Option<Withdrawal> {
    let title = fields.text("title");
    let title = fields.require("title", title);
    let scope = read_scope(&mut fields);
    let part = fields.text("part");
    let part = fields.require("part", part);
    let kind = fields.choice("kind", WithdrawalKind::NAMES).map(|k| k.value).unwrap_or_default();
    let topic = fields.text("topic");
    let estimate = fields.money("estimate").map(|m| m.value);
    let approved = fields.money("approved");
    let reviewed_on = fields.date("reviewed_on");
    let reviewed_by = fields.spanned_text("reviewed_by");
    let resolution = fields.spanned_text("resolution");
    let notice = fields.spanned_text("notice");
    let contractor = fields.text("contractor");
    let contract = fields.spanned_text("contract");
    let started_on = fields.date("started_on");
    let completed_on = fields.date("completed_on");
    let cost_review = fields.one("cost_review", read_cost_review);
    let accepted_on = fields.date("accepted_on");
    let accepted_by = fields.spanned_text("accepted_by");
    let mut payments = fields.each("payment", read_payment);
    payments.sort_by_key(|p: &Payment| p.date.value);
    let shares = fields.each("share", read_share);
    let acknowledged = acknowledged::read(&mut fields);
    fields.finish();
    Some(Withdrawal {
        id: record_id(&parts.file.path).to_owned(),
        file: parts.id,
        title: title?,
        scope: scope?,
        part: part?,
        kind,
        topic,
        estimate,
        approved,
        reviewed_on,
        reviewed_by,
        resolution,
        notice,
        contractor,
        contract,
        started_on,
        completed_on,
        cost_review,
        accepted_on,
        accepted_by,
        payments,
        shares,
        acknowledged,
    })
}

/// `None` where there is no scope that can be read, which has been told.
fn read_scope(fields: &mut Fields<'_, '_>) -> Option<Scope> {
    let scope = super::scope::read(fields, "scope");
    fields.require("scope", scope.parts.first())?;
    Some(scope)
}

fn read_cost_review(mut fields: Fields<'_, '_>) -> CostReview {
    let span = fields.span();
    let by = fields.text("by");
    let date = fields.date("date");
    let amount = fields.money("amount").map(|m| m.value);
    fields.finish();
    CostReview { by, date, amount, span }
}

fn read_payment(mut fields: Fields<'_, '_>) -> Option<Payment> {
    let date = fields.date("date");
    let date = fields.require("date", date);
    let amount = fields.money("amount");
    let amount = fields.require("amount", amount);
    let voucher = fields.spanned_text("voucher");
    fields.finish();
    Some(Payment { date: date?, amount: amount?, voucher })
}

fn read_share(mut fields: Fields<'_, '_>) -> Option<Share> {
    let building = fields.spanned_text("building");
    let building = fields.require("building", building);
    let area = fields.exact("area").map(|a| a.value);
    let amount = fields.money("amount");
    let amount = fields.require("amount", amount);
    fields.finish();
    Some(Share { building: building?, area, amount: amount? })
}

fn read_holdings(id: FileId, file: &SourceFile, records: &mut Records, sink: &mut Vec<Diagnostic>) {
    let Some(sheet) = Sheet::read(file, id, TABLE, sink) else { return };
    if !sheet.is_complete(false, sink) {
        return;
    }
    let mut part = sheet.header;
    for row in &sheet.rows {
        if is_total(&sheet, row) {
            part = Span { start: part.end, end: row.span.end, ..part };
            // A total row often says no day: it is that of the rows above it.
            let own = sheet.cell(row, DATE).and_then(|c| super::date(&c.text).ok());
            if let Some(date) = own.or_else(|| records.holdings.last().map(|h| h.date)) {
                let amounts = [OPENING, PAID_IN, INTEREST, USED, CLOSING].map(|column| sheet.money(row, column, sink));
                records.totals.push(Total { date, amounts, part });
            }
            continue;
        }
        match read_holding(&sheet, row, sink) {
            Some(holding) => records.holdings.push(holding),
            None => records.incomplete = true,
        }
    }
}

/// A row that sums up those above it says so where the day or the building stands.
fn is_total(sheet: &Sheet<'_>, row: &Row<'_>) -> bool {
    let cells = [DATE, BUILDING].into_iter().filter_map(|column| sheet.cell(row, column));
    cells.into_iter().any(|cell| row_word(&cell.text) == Some(RowWord::Total))
}

fn read_holding(sheet: &Sheet<'_>, row: &Row<'_>, sink: &mut Vec<Diagnostic>) -> Option<Holding> {
    for column in [OPENING, CLOSING] {
        sheet.required_or_dash(row, column, sink);
    }
    let date = sheet.required(row, DATE, sink).and_then(|_| sheet.date(row, DATE, sink));
    let building = sheet.required_text(row, BUILDING, sink);
    // A dash is a balance of nothing.
    let balance = |column, sink: &mut Vec<Diagnostic>| {
        let cell = sheet.cell(row, column)?;
        let nothing = super::amount::is_nothing(&cell.text).then(|| Spanned::new(Money::ZERO, cell.span));
        nothing.or_else(|| sheet.money(row, column, sink))
    };
    let opening = balance(OPENING, sink);
    let closing = balance(CLOSING, sink);
    let [paid_in, interest, used] = [PAID_IN, INTEREST, USED].map(|column| {
        let unread = sheet.cell(row, column).is_some_and(|c| !super::amount::is_nothing(&c.text));
        match sheet.money(row, column, sink) {
            Some(amount) => Some(amount.value),
            None => (!unread).then_some(Money::ZERO),
        }
    });
    let area = sheet.number(row, AREA, sink).map(|a| a.value);
    Some(Holding {
        date: date?.value,
        building: building?,
        opening: opening?,
        paid_in: paid_in?,
        interest: interest?,
        used: used?,
        closing: closing?,
        area,
    })
}
