//! What the pages of the books share: rows of entries, bank checks, shares of a whole, holders.

use std::collections::HashMap;

use tera::Value;

use super::super::address::{self, href, href_to};
use super::super::format::{money, money_or_blank, share};
use super::super::site::Site;
use super::super::value::{link, row};
use super::{category_label, category_page};
use crate::figures::accounts::{Flow, Statement};
use crate::model::accounts::{Entry, Ledger, Ties};
use crate::model::{Date, Money};

/// Which columns a table of entries shows besides those it always does.
#[derive(Clone, Copy)]
pub struct Shown {
    pub account: bool,
    pub category: bool,
}

/// A table of entries. `rows` are the ledger and entry of each; extra columns are shown where all come from ledgers
/// that have the same ones.
pub fn ledger(site: &Site<'_>, rows: &[(&Ledger, &Entry)], shown: Shown, label: &str, anchor: &str, page: &str) -> Value {
    let strings = site.strings();
    let extra = rows.first().map_or(&[][..], |(l, _)| l.extra_columns.as_slice());
    let extra = if rows.iter().all(|(l, _)| l.extra_columns == extra) { extra } else { &[] };
    let show_approved = rows.iter().any(|(_, e)| !e.approved_by.is_empty());
    let mut total = Flow::default();
    let mut drawn = EntryRows::new(site, shown, extra.len(), anchor, page);
    let values: Vec<Value> = rows
        .iter()
        .map(|(ledger, entry)| {
            total.add(entry);
            drawn.row(ledger, entry)
        })
        .collect();
    let span = 4 + [shown.account, shown.category, show_approved].map(usize::from).iter().sum::<usize>() + extra.len();
    row! {
        label: label,
        caption: strings.count("accounts.entries_caption", rows.len(), &[]),
        show_account: shown.account,
        show_category: shown.category,
        show_approved: show_approved,
        extra_columns: extra.to_vec(),
        rows: values,
        total: row! {
            label: strings.count("accounts.total_label", rows.len(), &[]),
            span: span,
            income: money_or_blank(total.income),
            expense: money_or_blank(total.expense),
        },
    }
}

/// Draws rows of entries. A ledger has thousands of rows and a few dozen categories, days and accounts: what
/// repeats is made once and shared.
struct EntryRows<'s> {
    site: &'s Site<'s>,
    shown: Shown,
    extra: usize,
    anchor: &'s str,
    page: &'s str,
    categories: HashMap<&'s str, Value>,
    days: HashMap<Date, Value>,
    accounts: HashMap<u32, (String, Value)>,
    nothing: Value,
    none: Value,
}

impl<'s> EntryRows<'s> {
    fn new(site: &'s Site<'s>, shown: Shown, extra: usize, anchor: &'s str, page: &'s str) -> Self {
        EntryRows {
            site,
            shown,
            extra,
            anchor,
            page,
            categories: HashMap::new(),
            days: HashMap::new(),
            accounts: HashMap::new(),
            nothing: Value::from(""),
            none: Value::from(Vec::<Value>::new()),
        }
    }

    fn row(&mut self, ledger: &'s Ledger, entry: &'s Entry) -> Value {
        let (site, page) = (self.site, self.page);
        let (prefix, account) = self.accounts.entry(entry.account).or_insert_with(|| {
            let account = &site.community.accounts_opened[entry.account as usize];
            (address::file_name(&account.id.value), Value::from(account.name.as_str()))
        });
        // On the page of its own period an entry is found by its line; elsewhere it leads there.
        let own = format!("{prefix}-{}", entry.line);
        let to = super::page_of(ledger.period.value);
        let (id, to) = if to == page {
            let to = format!("#{own}");
            (own, to)
        } else {
            (format!("{}-{}-{}", self.anchor, ledger.period.value, entry.line), href_to(page, &to, &own))
        };
        let account = if self.shown.account { account.clone() } else { self.nothing.clone() };
        let category = if self.shown.category {
            let link = || link(category_label(site, &entry.category), Some(href(page, &category_page(&entry.category))));
            self.categories.entry(&entry.category).or_insert_with(link).clone()
        } else {
            self.nothing.clone()
        };
        let day = self.days.entry(entry.date).or_insert_with(|| {
            let text = Value::from(entry.date.to_string());
            row! { iso: text.clone(), text: text }
        });
        let extra = if self.extra == 0 {
            self.none.clone()
        } else {
            Value::from(entry.extra.iter().take(self.extra).map(String::as_str).collect::<Vec<_>>())
        };
        row! {
            id: id,
            href: to,
            date: day.clone(),
            account: account,
            memo: entry.memo.as_str(),
            links: entry.ties.as_deref().map_or_else(|| self.none.clone(), |ties| self.links(ties)),
            category: category,
            counterparty: entry.counterparty.as_str(),
            voucher: entry.voucher.as_str(),
            approved_by: if entry.approved_by.is_empty() { self.nothing.clone() } else { entry.approved_by.as_str().into() },
            extra: extra,
            income: money_or_blank(entry.income),
            expense: money_or_blank(entry.expense),
        }
    }
}

impl EntryRows<'_> {
    /// What an entry is tied to: the contract with its clause, the vote, the withdrawal, the vouchers.
    fn links(&self, ties: &Ties) -> Value {
        let text = |of: &Value, key: &str| of.get_from_path(key).and_then(|v| v.as_str().map(str::to_owned));
        let mut links: Vec<Value> = Vec::new();
        match (&ties.contract, &ties.clause) {
            (Some(contract), Some(clause)) => {
                let to = self.site.link_to(&contract.value, self.page);
                let label = text(&to, "label").unwrap_or_default();
                links.push(link(format!("{label} {clause}"), text(&to, "href")));
            }
            (Some(contract), None) => links.push(self.site.link_to(&contract.value, self.page)),
            (None, Some(clause)) => links.push(link(clause.as_str(), None)),
            (None, None) => {}
        }
        links.extend(ties.resolution.iter().chain(&ties.fund).map(|record| self.site.link_to(&record.value, self.page)));
        for file in &ties.attachments {
            let name = file.value.rsplit('/').next().unwrap_or(&file.value);
            links.push(link(name, Some(href(self.page, &file.value))));
        }
        links.into()
    }
}

pub fn holder_text(site: &Site<'_>, account: u32) -> String {
    let holder = site.community.accounts_opened[account as usize].holder.as_deref();
    holder.map(|h| site.strings().fill("meta.holder", &[("holder", h)])).unwrap_or_default()
}

/// How the books compare with the bank on the period's last day; nothing for an account that has no bank of its own.
pub fn bank(site: &Site<'_>, statement: &Statement) -> Option<Value> {
    let strings = site.strings();
    if !site.community.accounts_opened[statement.account as usize].asserted() {
        return None;
    }
    let Some(found) = statement.bank else {
        let date = strings.date(shown_end(site, statement));
        return Some(row! {
            state: "none",
            label: strings.get("state.bank_none"),
            text: strings.fill("accounts.bank_none", &[("date", &date)]),
        });
    };
    let date = strings.date(found.date);
    if found.bank == found.books {
        return Some(row! {
            state: "agrees",
            label: strings.get("state.bank_agrees"),
            text: strings.fill("accounts.bank_agrees", &[("date", &date), ("amount", &money(found.bank))]),
        });
    }
    let front = &site.community.accounts.ledgers[statement.ledger].front;
    let owned = front.acknowledged.iter().find(|a| a.code.value == "GS0301");
    let values = [
        ("date", date),
        ("balance", money(found.bank)),
        ("closing", money(found.books)),
        ("difference", money((found.books - found.bank).abs())),
        ("reason", owned.map(|o| o.reason.clone()).unwrap_or_default()),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let (label, key) = match owned {
        Some(_) => ("state.bank_explained", "accounts.bank_explained"),
        None => ("state.bank_differs", "accounts.bank_differs"),
    };
    Some(row! { state: "differs", label: strings.get(label), text: strings.fill(key, &values) })
}

/// The last day that a period's figures can speak of: its own, or the day of the record while it runs.
pub fn shown_end(site: &Site<'_>, statement: &Statement) -> Date {
    statement.period.end().min(site.as_of.max(statement.period.start()))
}

/// Which side of a flow a table is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Income,
    Expense,
}

impl Side {
    pub fn of(self, flow: &Flow) -> Money {
        match self {
            Side::Income => flow.income,
            Side::Expense => flow.expense,
        }
    }
}

/// A table of categories with their shares, beside the same period last year where the books have it.
pub fn category_table(
    site: &Site<'_>,
    now: &[(String, Flow)],
    before: Option<&[(String, Flow)]>,
    side: Side,
    page: &str,
) -> Option<Value> {
    let total: Money = now.iter().map(|(_, f)| side.of(f)).sum();
    let prior_of =
        |name: &str| before.and_then(|b| b.iter().find(|(n, _)| n == name)).map(|(_, f)| side.of(f)).unwrap_or_default();
    let mut rows: Vec<(&str, Money, Money)> = now
        .iter()
        .map(|(name, flow)| (name.as_str(), side.of(flow), prior_of(name)))
        .filter(|(_, amount, _)| !amount.is_zero())
        .collect();
    // What was there last year and is not now is part of the comparison too.
    for (name, flow) in before.unwrap_or_default() {
        let amount = side.of(flow);
        if !amount.is_zero() && !rows.iter().any(|(n, _, _)| n == name) {
            rows.push((name, Money::ZERO, amount));
        }
    }
    if rows.is_empty() {
        return None;
    }
    rows.sort_by(|a, b| (b.1, b.2).cmp(&(a.1, a.2)).then_with(|| a.0.cmp(b.0)));
    let prior_total: Money = rows.iter().map(|(_, _, prior)| *prior).sum();
    let percent = |amount: Money| share(amount, total).map(|s| site.strings().percent(&s)).unwrap_or_default();
    let values: Vec<Value> = rows
        .iter()
        .map(|(name, amount, prior)| {
            row! {
                label: category_label(site, name),
                href: href(page, &category_page(name)),
                amount: money(*amount),
                share: percent(*amount),
                prior: money_or_blank(*prior),
            }
        })
        .collect();
    Some(row! {
        rows: values,
        total: money(total),
        total_share: percent(total),
        show_prior: before.is_some(),
        prior_total: money(prior_total),
    })
}
