//! Pages of the books: the index, each period, each account, each category.
//!
//! - `index.rs`: where every account stands, this year against last
//! - `period.rs`: one period: opening + income − expense = closing, and every entry
//! - `account.rs`: one account over all periods
//! - `category.rs`: one category over all periods
//! - `rows.rs`: what those pages share: entries, bank checks, shares
//! - `drawn.rs`: the charts

mod account;
mod category;
mod drawn;
mod index;
mod period;
mod rows;

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::address;
use super::home::News;
use super::page::Page;
use super::site::{Addresses, Group, Site};
use super::strings::Strings;
use super::table_file::{Field, Table};
use crate::model::{Community, Period};

pub use index::at_a_glance;

const INDEX: &str = "accounts/index.html";
/// Where the menu has it.
pub const GROUP: Group = Group::Money;

pub fn register(community: &Community, strings: &Strings, addresses: &mut Addresses) {
    for ledger in &community.accounts.ledgers {
        let period = ledger.period.value;
        let label = strings.fill("accounts.period_title", &[("period", &strings.period(period))]);
        addresses.add(ledger.file, page_of(period), label);
        if let Some(front) = ledger.front.file {
            addresses.add_beside(front, page_of(ledger.period.value));
        }
    }
    if let Some(file) = community.accounts.balances_file {
        addresses.add_beside(file, INDEX.to_owned());
    }
}

/// The address of a period.
pub fn page_of(period: Period) -> String {
    format!("accounts/{period}.html")
}

/// The address of an account.
fn account_page(site: &Site<'_>, account: u32) -> String {
    let id = &site.community.accounts_opened[account as usize].id.value;
    format!("accounts/account/{}.html", address::file_name(id))
}

/// The address of a category.
fn category_page(category: &str) -> String {
    format!("accounts/category/{}.html", address::file_name(category))
}

/// The name of a category, or the word for none.
fn category_label<'a>(site: &'a Site<'_>, category: &'a str) -> &'a str {
    if category.is_empty() { site.strings().get("accounts.no_category") } else { category }
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, INDEX.into(), "accounts_index.html", |page| index::context(site, page)));
    for period in site.figures.accounts.periods() {
        pages
            .push(Page::template(site, page_of(period), "accounts_period.html", move |page| period::context(site, period, page)));
    }
    let used: BTreeSet<u32> = site.figures.accounts.statements.iter().map(|s| s.account).collect();
    for account in used {
        pages.push(Page::template(site, account_page(site, account), "account.html", move |page| {
            account::context(site, account, page)
        }));
    }
    for category in site.figures.accounts.categories.keys() {
        pages.push(Page::template(site, category_page(category), "category.html", move |page| {
            category::context(site, category, page)
        }));
    }
}

pub fn news<'a>(site: &'a Site<'a>, news: &mut Vec<News<'a>>) {
    let strings = site.strings();
    for ledger in &site.community.accounts.ledgers {
        if let Some(published) = &ledger.front.published_on {
            let period = ledger.period.value;
            let title = strings.fill("accounts.period_title", &[("period", &strings.period(period))]);
            news.push(News { date: published.value, title, page: page_of(period), kind: "kind.news.accounts" });
        }
    }
}

pub fn tables<'a>(site: &'a Site<'a>) -> Vec<Table<'a>> {
    let records = &site.community.accounts;
    let name = move |account: u32| site.community.accounts_opened[account as usize].id.value.as_str();
    let own: BTreeSet<String> = records.ledgers.iter().flat_map(|l| l.extra_columns.iter().cloned()).collect();
    let own: Vec<String> = own.into_iter().collect();
    let fields = [
        Field::date("date"),
        Field::text("account"),
        Field::text("category"),
        Field::number("income"),
        Field::number("expense"),
        Field::text("counterparty"),
        Field::text("memo"),
        Field::text("voucher"),
        Field::text("period"),
        Field::text("source"),
        Field::integer("line"),
    ];
    let headers = own.clone();
    let entries = Table::new("entries", fields).with_own(own).rows_with(records.len(), move |each| {
        for ledger in &records.ledgers {
            let (period, source) = (ledger.period.value.to_string(), site.community.files.path(ledger.file));
            for entry in &ledger.entries {
                let mut row: Vec<Cow<'_, str>> = vec![
                    entry.date.to_string().into(),
                    name(entry.account).into(),
                    entry.category.as_str().into(),
                    entry.income.plain().into(),
                    entry.expense.plain().into(),
                    entry.counterparty.as_str().into(),
                    entry.memo.as_str().into(),
                    entry.voucher.as_str().into(),
                    period.as_str().into(),
                    source.into(),
                    entry.line.to_string().into(),
                ];
                for header in &headers {
                    let place = ledger.extra_columns.iter().position(|h| h == header);
                    row.push(place.and_then(|p| entry.extra.get(p)).map_or("", String::as_str).into());
                }
                each(&row);
            }
        }
    });
    let fields = [
        Field::text("period"),
        Field::text("account"),
        Field::number("opening"),
        Field::number("income"),
        Field::number("expense"),
        Field::number("closing"),
        Field::number("bank"),
        Field::date("bank_date"),
    ];
    let statements = Table::new("statements", fields).rows(site.figures.accounts.statements.iter().map(|s| {
        vec![
            s.period.to_string(),
            name(s.account).to_owned(),
            s.opening.plain(),
            s.flow.income.plain(),
            s.flow.expense.plain(),
            s.closing.plain(),
            s.bank.map(|b| b.bank.plain()).unwrap_or_default(),
            s.bank.map(|b| b.date.to_string()).unwrap_or_default(),
        ]
    }));
    let fields = [
        Field::text("period"),
        Field::text("account"),
        Field::text("category"),
        Field::number("income"),
        Field::number("expense"),
    ];
    let categories = Table::new("categories", fields).rows(site.figures.accounts.statements.iter().flat_map(|s| {
        let (period, account) = (s.period.to_string(), name(s.account).to_owned());
        s.by_category.iter().map(move |(category, flow)| {
            vec![period.clone(), account.clone(), category.clone(), flow.income.plain(), flow.expense.plain()]
        })
    }));
    let fields = [Field::date("date"), Field::text("account"), Field::number("balance"), Field::text("origin")];
    let balances = Table::new("balances", fields).rows(
        records
            .balances
            .iter()
            .map(|b| vec![b.date.to_string(), name(b.account).to_owned(), b.balance.value.plain(), b.source.clone()]),
    );
    vec![entries, statements, categories, balances]
}
