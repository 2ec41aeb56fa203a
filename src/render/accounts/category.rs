//! One category over all periods, and its entries.

use std::collections::BTreeMap;

use tera::{Context, Value};

use super::super::address::href;
use super::super::format::{money, money_or_blank};
use super::super::site::Site;
use super::super::value::{put, row};
use super::rows::{self, Shown};
use super::{INDEX, category_label, page_of};
use crate::figures::accounts::Flow;
use crate::model::Period;
use crate::model::accounts::{Entry, Ledger};

pub fn context(site: &Site<'_>, category: &str, page: &str) -> Context {
    let strings = site.strings();
    let crumbs = [(strings.get("nav.home"), Some("index.html")), (strings.get("title.accounts"), Some(INDEX))];
    let mut context = site.page(page, "accounts", category_label(site, category), &crumbs);
    site.meta(&mut context, page, None, None);
    let ledgers = &site.community.accounts.ledgers;
    let places = site.figures.accounts.categories.get(category).map_or(&[][..], Vec::as_slice);
    let entries: Vec<(&Ledger, &Entry)> = places.iter().rev().map(|(l, e)| (&ledgers[*l], &ledgers[*l].entries[*e])).collect();
    let mut periods: BTreeMap<Period, (usize, Flow)> = BTreeMap::new();
    let mut total = Flow::default();
    for (ledger, entry) in &entries {
        let (count, flow) = periods.entry(ledger.period.value).or_default();
        *count += 1;
        flow.add(entry);
        total.add(entry);
    }
    let rows: Vec<Value> = periods
        .iter()
        .rev()
        .map(|(period, (count, flow))| {
            row! {
                label: strings.period(*period),
                href: href(page, &page_of(*period)),
                count: count.to_string(),
                income: money_or_blank(flow.income),
                expense: money_or_blank(flow.expense),
            }
        })
        .collect();
    let amounts: Vec<String> = [("accounts.income", total.income), ("accounts.expense", total.expense)]
        .into_iter()
        .filter(|(_, m)| !m.is_zero())
        .map(|(key, m)| strings.fill("accounts.category_amount", &[("kind", strings.get(key)), ("amount", &money(m))]))
        .collect();
    let summary =
        [("periods", periods.len().to_string()), ("count", entries.len().to_string()), ("amounts", strings.list(&amounts))];
    let summary: Vec<(&str, &str)> = summary.iter().map(|(k, v)| (*k, v.as_str())).collect();
    put!(context, {
        summary: strings.fill("accounts.category_summary", &summary),
        show_income: !total.income.is_zero(),
        show_expense: !total.expense.is_zero(),
        periods: rows,
        total: row! { count: entries.len().to_string(), income: money_or_blank(total.income), expense: money_or_blank(total.expense) },
    });
    if site.theme.wants("category.html", "ledger") {
        put!(context, { ledger: rows::ledger(site, &entries, Shown { account: true, category: false }, category_label(site, category), "r", page) });
    }
    context
}
