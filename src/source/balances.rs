//! Reading `accounts/balances.csv`: what the bank said.

use super::account_list::AccountList;
use super::columns::{Col, Column, Holds, Need, TableKind};
use super::table::Sheet;
use crate::diagnostic::Diagnostic;
use crate::model::accounts::{Balance, BalanceKind};
use crate::model::{FileId, SourceFile, Spanned};

pub const TABLE: &TableKind = &TableKind {
    name: "balances",
    path: "accounts/balances.csv",
    columns: &[
        Column::new("date", Holds::Date, Need::Must, &["date", "日期"]),
        Column::new("account", Holds::Text, Need::UnlessOneAccount, &["account", "账户", "帐户", "帳戶"]),
        Column::new("balance", Holds::Money, Need::Must, &["balance", "余额", "餘額", "期末余额"]),
        Column::new("source", Holds::Text, Need::May, &["source", "来源", "來源", "依据"]),
    ],
    answers: false,
    totals: false,
};

// The places of those columns.
const DATE: Col = 0;
const ACCOUNT: Col = 1;
const BALANCE: Col = 2;
const SOURCE: Col = 3;

pub fn read(id: FileId, file: &SourceFile, accounts: &mut AccountList, sink: &mut Vec<Diagnostic>) -> Vec<Balance> {
    let Some(sheet) = Sheet::read(file, id, TABLE, sink) else { return Vec::new() };
    if !sheet.is_complete(accounts.only().is_some(), sink) {
        return Vec::new();
    }
    let mut balances = Vec::with_capacity(sheet.rows.len());
    for row in &sheet.rows {
        if let Some(cell) = sheet.cell(row, ACCOUNT) {
            accounts.open(Spanned::new(&cell.text, cell.span), sink);
        }
        let date = sheet.required(row, DATE, sink).and_then(|_| sheet.date(row, DATE, sink));
        let account = accounts.of_row(&sheet, row, ACCOUNT, sink);
        let balance = sheet.required(row, BALANCE, sink).and_then(|_| sheet.money(row, BALANCE, sink));
        if let (Some(date), Some(account), Some(balance)) = (date, account, balance) {
            let source = sheet.text(row, SOURCE);
            balances.push(Balance { date: date.value, account, balance, source, kind: BalanceKind::Closing, period: None });
        }
    }
    balances
}
