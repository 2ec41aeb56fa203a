//! The index of the books: where every account stands, this year against last, all periods.

use std::collections::BTreeMap;

use tera::{Context, Value};

use super::super::address::{self, href};
use super::super::charts;
use super::super::format::{change, money};
use super::super::site::Site;
use super::super::value::{link, put, row};
use super::rows::{bank, holder_text};
use super::{account_page, category_label, category_page, drawn, page_of};
use crate::figures::accounts::Statement;
use crate::model::Money;

/// The last statement of every account, in the order they were opened.
fn latest<'a>(site: &Site<'a>) -> Vec<&'a Statement> {
    let accounts = 0..site.community.accounts_opened.len() as u32;
    accounts.filter_map(|a| site.figures.accounts.statements_for(a).next_back()).collect()
}

/// Caption and rows for the first page: each account in its last period.
pub fn at_a_glance(site: &Site<'_>, page: &str) -> Option<(String, Vec<Value>)> {
    let latest = latest(site);
    let period = latest.iter().map(|s| s.period).max()?;
    let caption = site.strings().fill("home.money_caption", &[("period", &site.strings().period(period))]);
    let of_period = latest.into_iter().filter(|s| s.period == period);
    Some((caption, of_period.map(|s| account_row(site, s, page)).collect()))
}

fn account_row(site: &Site<'_>, s: &Statement, page: &str) -> Value {
    row! {
        name: site.community.accounts_opened[s.account as usize].name.as_str(),
        href: href(page, &account_page(site, s.account)),
        holder_text: holder_text(site, s.account),
        opening: money(s.opening),
        income: money(s.flow.income),
        expense: money(s.flow.expense),
        closing: money(s.closing),
        bank: bank(site, s),
        period: link(site.strings().period(s.period), Some(href(page, &page_of(s.period)))),
    }
}

pub fn context(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let title = strings.get("title.accounts");
    let mut context = site.page(page, "accounts", title, &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, site.community.accounts.balances_file);
    let latest = latest(site);
    let total: Money = latest.iter().map(|s| s.closing).sum();
    let day = latest.iter().map(|s| super::rows::shown_end(site, s)).max().map(|d| strings.date(d)).unwrap_or_default();
    let summary = [("date", day), ("accounts", latest.len().to_string()), ("amount", money(total))];
    let summary: Vec<(&str, &str)> = summary.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let charts_html: String = latest
        .iter()
        .map(|s| {
            let account = &site.community.accounts_opened[s.account as usize];
            let id = format!("months-{}", address::file_name(&account.id.value));
            drawn::monthly(site, &site.figures.accounts.accounts[s.account as usize].months, &id, &account.name, 2)
        })
        .collect();
    put!(context, {
        summary: (!latest.is_empty()).then(|| strings.fill("accounts.summary", &summary)),
        accounts: latest.iter().map(|s| account_row(site, s, page)).collect::<Vec<_>>(),
        patterns_html: Value::safe_string(charts::patterns()),
        charts_html: Value::safe_string(&charts_html),
        year_to_date: year_to_date(site, &latest),
        account_periods: latest.iter().map(|s| periods_of(site, s.account, page)).collect::<Vec<_>>(),
        category_groups: categories(site, page),
        pictured: pictured(site, page),
        audits: super::audits::list(site, page),
        budgets: super::budget::list(site, page),
        downloads: [
            row! { label: "entries.csv", href: href(page, "data/entries.csv"), note: "CSV" },
            row! { label: "statements.csv", href: href(page, "data/statements.csv"), note: "CSV" },
        ].into_iter().chain(super::ledger_download(site, page)).collect::<Vec<_>>(),
    });
    context
}

/// From the first of the year to the latest period's end, against the same days last year.
fn year_to_date(site: &Site<'_>, latest: &[&Statement]) -> Option<Value> {
    let strings = site.strings();
    let period = latest.iter().map(|s| s.period).max()?;
    let label = |year: i16| {
        strings.fill(
            "accounts.ytd_label",
            &[("year", &year.to_string()), ("month", strings.get(super::super::format::month_key(period.end().month())))],
        )
    };
    let mut rows = Vec::new();
    for s in latest.iter().filter(|s| s.period == period) {
        let Some(before) = s.last_year_to_date else { continue };
        for (item, now, then) in [
            ("accounts.income", s.year_to_date.income, before.income),
            ("accounts.expense", s.year_to_date.expense, before.expense),
            ("accounts.surplus", s.year_to_date.net(), before.net()),
        ] {
            let (difference, percent) = change(now, then, strings);
            rows.push(row! {
                account: site.community.accounts_opened[s.account as usize].name.as_str(),
                item: strings.get(item),
                current: money(now),
                prior: money(then),
                change: difference,
                change_share: percent,
            });
        }
    }
    let year = period.calendar_year();
    (!rows.is_empty())
        .then(|| row! { caption: strings.get("accounts.in_yuan"), label: label(year), prior_label: label(year - 1), rows: rows })
}

/// Periods that were published as pictures only, the newest first.
fn pictured(site: &Site<'_>, page: &str) -> Vec<Value> {
    let strings = site.strings();
    let row_of = |p: &crate::model::accounts::Pictured| {
        row! {
            label: strings.period(p.period.value),
            href: href(page, &page_of(p.period.value)),
            count_text: strings.count("accounts.pictures_count", p.front.pictures.len(), &[]),
            published_text: p.front.published_on.map(|d| strings.date(d.value)),
        }
    };
    site.community.accounts.pictured.iter().rev().map(row_of).collect()
}

fn periods_of(site: &Site<'_>, account: u32, page: &str) -> Value {
    let strings = site.strings();
    let opened = &site.community.accounts_opened[account as usize];
    let rows: Vec<Value> = site
        .figures
        .accounts
        .statements_for(account)
        .rev()
        .map(|s| {
            let published = site.community.accounts.ledgers[s.ledger].front.published_on;
            row! {
                label: strings.period(s.period),
                href: href(page, &page_of(s.period)),
                income: money(s.flow.income),
                expense: money(s.flow.expense),
                closing: money(s.closing),
                published_text: published.map(|d| strings.date(d.value)),
            }
        })
        .collect();
    row! {
        id: format!("p-{}", address::file_name(&opened.id.value)),
        name: opened.name.as_str(),
        href: href(page, &account_page(site, account)),
        rows: rows,
    }
}

/// Categories of income and of expense, the heaviest first.
fn categories(site: &Site<'_>, page: &str) -> Vec<Value> {
    let mut weights: BTreeMap<&str, (Money, Money)> = BTreeMap::new();
    for account in &site.figures.accounts.accounts {
        for (name, flow) in &account.by_category {
            let weight = weights.entry(name).or_default();
            weight.0 += flow.income;
            weight.1 += flow.expense;
        }
    }
    let group = |key: &str, side: fn(&(Money, Money)) -> Money| {
        let mut of_side: Vec<(&str, Money)> = weights.iter().map(|(n, w)| (*n, side(w))).filter(|(_, m)| !m.is_zero()).collect();
        of_side.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let items: Vec<Value> =
            of_side.iter().map(|(name, _)| link(category_label(site, name), Some(href(page, &category_page(name))))).collect();
        (!items.is_empty()).then(|| row! { label: site.strings().get(key), items: items })
    };
    [group("accounts.income", |w| w.0), group("accounts.expense", |w| w.1)].into_iter().flatten().collect()
}
