//! Reading `accounts/balances.csv`: what the bank said.

use super::account_list::AccountList;
use super::table::{Col, Column, Sheet};
use crate::diagnostic::Diagnostic;
use crate::model::accounts::{Balance, BalanceKind};
use crate::model::{FileId, SourceFile, Spanned};

const COLUMNS: &[Column] = &[
    Column { name: "date", spellings: &["date", "日期"] },
    Column { name: "account", spellings: &["account", "账户", "帐户", "帳戶"] },
    Column { name: "balance", spellings: &["balance", "余额", "餘額", "期末余额"] },
    Column { name: "source", spellings: &["source", "来源", "來源", "依据"] },
];

// The places of those columns.
const DATE: Col = 0;
const ACCOUNT: Col = 1;
const BALANCE: Col = 2;
const SOURCE: Col = 3;

pub fn read(id: FileId, file: &SourceFile, accounts: &mut AccountList, sink: &mut Vec<Diagnostic>) -> Vec<Balance> {
    let Some(sheet) = Sheet::read(file, id, COLUMNS, sink) else { return Vec::new() };
    let mut complete = sheet.require(DATE, sink) & sheet.require(BALANCE, sink);
    if !sheet.has(ACCOUNT) && accounts.only().is_none() {
        complete &= sheet.require(ACCOUNT, sink);
    }
    if !complete {
        return Vec::new();
    }
    let mut balances = Vec::with_capacity(sheet.rows.len());
    for row in &sheet.rows {
        if let Some(cell) = sheet.cell(row, ACCOUNT) {
            accounts.open(Spanned::new(&cell.text, cell.span), sink);
        }
        let date = sheet.date(row, DATE, sink);
        let account = accounts.of_row(&sheet, row, ACCOUNT, sink);
        let balance = sheet.money(row, BALANCE, sink);
        for column in [DATE, BALANCE] {
            if sheet.cell(row, column).is_none() {
                sink.push(Diagnostic::new("GS0212", sheet.span(row, column)).with("column", COLUMNS[column].shown()));
            }
        }
        if let (Some(date), Some(account), Some(balance)) = (date, account, balance) {
            let source = sheet.text(row, SOURCE);
            balances.push(Balance { date: date.value, account, balance, source, kind: BalanceKind::Closing, period: None });
        }
    }
    balances
}
