//! Pages of the books: the index, each period, each account, each category.
//!
//! - `index.rs`: where every account stands, this year against last
//! - `period.rs`: one period: opening + income − expense = closing, and every entry
//! - `account.rs`: one account over all periods
//! - `category.rs`: one category over all periods
//! - `audits.rs`: what auditors said of them
//! - `budget.rs`: a year's budget against them
//! - `beancount.rs`: all of it for accounting programs
//! - `rows.rs`: what those pages share: entries, bank checks, shares
//! - `drawn.rs`: the charts

mod account;
mod audits;
mod beancount;
mod budget;
mod category;
mod drawn;
mod index;
mod period;
mod rows;

use std::borrow::Cow;
use std::collections::BTreeSet;

use tera::Value;

use super::address;
use super::home::News;
use super::page::Page;
use super::site::{Addresses, Group, Site};
use super::strings::Strings;
use super::table_file::{Field, Table};
use super::value::row;
use crate::model::accounts::Ties;
use crate::model::{Community, Period, Spanned};

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
    for pictured in &community.accounts.pictured {
        let period = pictured.period.value;
        let label = strings.fill("accounts.period_title", &[("period", &strings.period(period))]);
        addresses.add(pictured.file, page_of(period), label);
    }
    for audit in &community.accounts.audits {
        addresses.add(audit.document.file, audits::page_of_audit(audit), &audit.document.title);
    }
    for plan in &community.accounts.budgets {
        addresses.add(plan.file, budget::page_of_budget(plan), budget::title(strings, plan));
    }
    if let Some(file) = community.accounts.balances_file {
        addresses.add_beside(file, INDEX.to_owned());
    }
}

/// Every period that has a page, in order: those of the books, one whose entries were all taken back too, and those
/// published as pictures only.
fn periods(site: &Site<'_>) -> Vec<Period> {
    let all: BTreeSet<Period> = site.community.accounts.fronts().map(|(_, period, _)| period).collect();
    all.into_iter().collect()
}

/// The id of a period.
fn record_of(period: Period) -> String {
    format!("accounts/{period}")
}

/// The address of a period.
pub fn page_of(period: Period) -> String {
    format!("{}.html", record_of(period))
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

/// Whether there are entries to write a ledger of.
fn has_ledger(community: &Community) -> bool {
    !community.accounts.ledgers.is_empty()
}

/// A link to the ledger in double entry, where there is one.
pub fn ledger_download(site: &Site<'_>, page: &str) -> Option<Value> {
    let download = || {
        row! { label: "ledger.beancount", href: address::href(page, beancount::PATH), note: site.strings().get("formats.beancount") }
    };
    has_ledger(site.community).then(download)
}

/// The name of a category, or the word for none.
fn category_label<'a>(site: &'a Site<'_>, category: &'a str) -> &'a str {
    if category.is_empty() { site.strings().get("accounts.no_category") } else { category }
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, INDEX.into(), "accounts_index.html", |page| index::context(site, page)));
    for period in periods(site) {
        pages
            .push(Page::template(site, page_of(period), "accounts_period.html", move |page| period::context(site, period, page)));
    }
    for (i, audit) in site.community.accounts.audits.iter().enumerate() {
        pages.push(Page::template(site, audits::page_of_audit(audit), "audit.html", move |page| audits::context(site, i, page)));
    }
    for (i, of) in site.figures.accounts.budgets.iter().enumerate() {
        let page = budget::page_of_budget(&site.community.accounts.budgets[of.budget]);
        pages.push(Page::template(site, page, "budget.html", move |page| budget::context(site, i, page)));
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
    if has_ledger(site.community) {
        pages.push(Page::written(beancount::PATH.into(), |out| beancount::write(site, out)));
    }
}

pub fn news<'a>(site: &'a Site<'a>, news: &mut Vec<News<'a>>) {
    let strings = site.strings();
    for (_, period, front) in site.community.accounts.fronts() {
        if let Some(published) = &front.published_on {
            let title = strings.fill("accounts.period_title", &[("period", &strings.period(period))]);
            news.push(News { date: published.value, title, page: page_of(period), kind: "kind.news.accounts" });
        }
    }
    for audit in &site.community.accounts.audits {
        let (date, title) = (audit.published_on.unwrap_or(audit.date), audit.document.title.clone());
        news.push(News { date, title, page: audits::page_of_audit(audit), kind: "kind.news.audits" });
    }
}

pub fn tables<'a>(site: &'a Site<'a>) -> Vec<Table<'a>> {
    let records = &site.community.accounts;
    let name = move |account: u32| site.community.accounts_opened[account as usize].id.value.as_str();
    let own: BTreeSet<String> = records.ledgers.iter().flat_map(|l| l.extra_columns.iter().cloned()).collect();
    let own: Vec<String> = own.into_iter().collect();
    // Columns that few ledgers have are there only where one has them.
    let tied = records.ledgers.iter().flat_map(|l| &l.entries).any(|e| e.ties.is_some());
    let approved = records.ledgers.iter().flat_map(|l| &l.entries).any(|e| !e.approved_by.is_empty());
    let entries_count = records.ledgers.iter().map(|l| l.entries.len()).sum();
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
    let entries = Table::new("entries", fields);
    let entries = if approved { entries.with(&["approved_by"]) } else { entries };
    let entries = if tied { entries.with(&["contract", "clause", "resolution", "fund", "attachment"]) } else { entries };
    let entries = entries.with_own(own).rows_with(entries_count, move |each| {
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
                if approved {
                    row.push(entry.approved_by.as_str().into());
                }
                if tied {
                    row.extend(tie_cells(entry.ties.as_deref()));
                }
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
    let mut tables = vec![entries, statements, categories, balances];
    if !records.audits.is_empty() {
        tables.push(audits::table(site));
    }
    if !records.budgets.is_empty() {
        tables.push(budget::table(site));
    }
    tables
}

/// What an entry is tied to, a cell each.
fn tie_cells(ties: Option<&Ties>) -> [Cow<'_, str>; 5] {
    let Some(ties) = ties else { return Default::default() };
    let record = |tie: &'_ Option<Spanned<String>>| tie.as_ref().map(|t| t.value.clone()).unwrap_or_default().into();
    let files: Vec<&str> = ties.attachments.iter().map(|a| a.value.as_str()).collect();
    let clause = ties.clause.as_deref().unwrap_or_default();
    [record(&ties.contract), clause.into(), record(&ties.resolution), record(&ties.fund), files.join("; ").into()]
}
