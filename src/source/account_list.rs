//! The accounts entries may name: those gongshi.toml declares, or, where it declares none, those the entries open.

use std::collections::HashMap;

use super::columns::Col;
use super::mends;
use super::scalar::nearest;
use super::table::{Row, Sheet};
use crate::diagnostic::Diagnostic;
use crate::model::{Account, Basis, Money, Settings, Spanned};

pub struct AccountList {
    accounts: Vec<Account>,
    by_name: HashMap<String, u32>,
    declared: bool,
}

impl AccountList {
    pub fn declared(settings: &Settings) -> Self {
        let mut list = AccountList { accounts: Vec::new(), by_name: HashMap::new(), declared: !settings.accounts.is_empty() };
        for account in &settings.accounts {
            list.add(account.clone());
        }
        list
    }

    fn add(&mut self, account: Account) -> u32 {
        let index = self.accounts.len() as u32;
        self.by_name.entry(account.id.value.clone()).or_insert(index);
        self.by_name.entry(account.name.clone()).or_insert(index);
        self.accounts.push(account);
        index
    }

    /// Opens the account that a cell names, with nothing in it, where the folder declares none; that is a hint.
    pub fn open(&mut self, text: Spanned<&str>, sink: &mut Vec<Diagnostic>) {
        let name = text.value.trim();
        if self.declared || self.by_name.contains_key(name) {
            return;
        }
        sink.push(Diagnostic::new("GS0311", text.span).with("account", name));
        self.add(Account {
            id: Spanned::new(name.to_owned(), text.span),
            name: name.to_owned(),
            holder: None,
            opening: Money::ZERO,
            opened_on: None,
            kind: None,
            basis: Basis::Cash,
            own_bank: true,
            declared: false,
        });
    }

    /// The account that an id or a name means; one that is neither declared nor opened is an error.
    pub fn find(&self, text: Spanned<&str>, sink: &mut Vec<Diagnostic>) -> Option<u32> {
        let name = text.value.trim();
        if let Some(index) = self.by_name.get(name) {
            return Some(*index);
        }
        let near = nearest(name, self.by_name.keys().map(String::as_str));
        let declared = self.accounts.iter().map(|a| format!("{} ({})", a.name, a.id.value)).collect::<Vec<_>>().join(", ");
        sink.push(
            Diagnostic::new("GS0302", text.span)
                .with("account", name)
                .with("declared", declared)
                .with_some("nearest", near)
                .mended_by(mends::perhaps(&text, near)),
        );
        None
    }

    /// The account a row names in `column`, or the only one where the table has no such column.
    pub fn of_row(&self, sheet: &Sheet<'_>, row: &Row<'_>, column: Col, sink: &mut Vec<Diagnostic>) -> Option<u32> {
        if let Some(cell) = sheet.cell(row, column) {
            return self.find(Spanned::new(&cell.text, cell.span), sink);
        }
        let only = if sheet.has(column) { None } else { self.only() };
        if only.is_none() {
            sink.push(Diagnostic::new("GS0212", sheet.span(row, column)).with("column", "account / 账户"));
        }
        only
    }

    /// The account of a table without an account column: the only one declared.
    pub fn only(&self) -> Option<u32> {
        (self.accounts.len() == 1).then_some(0)
    }

    pub fn into_accounts(self) -> Vec<Account> {
        self.accounts
    }
}
