//! One period: for every account opening + income − expense = closing, and every entry.

use std::collections::HashMap;

use tera::{Context, Value};

use super::super::address::{self, href};
use super::super::charts;
use super::super::format::{change, money, money_or_blank};
use super::super::restatements;
use super::super::site::Site;
use super::super::value::{link, put, row};
use super::rows::{self, Shown, Side, bank, category_table, holder_text};
use super::{INDEX, account_page, drawn, page_of};
use crate::figures::accounts::{Flow, Statement};
use crate::model::Period;
use crate::model::accounts::{Entry, Ledger, Picture};

/// How many counterparties a period's table shows before the rest is one row.
const MOST_COUNTERPARTIES: usize = 60;

pub fn context(site: &Site<'_>, period: Period, page: &str) -> Context {
    let strings = site.strings();
    let name = strings.period(period);
    let title = strings.fill("accounts.period_title", &[("period", &name)]);
    let crumbs = [(strings.get("nav.home"), Some("index.html")), (strings.get("title.accounts"), Some(INDEX))];
    let mut context = site.page(page, "accounts", &title, &crumbs);
    let statements: Vec<&Statement> = site.figures.accounts.statements_of(period).collect();
    let records = &site.community.accounts;
    let of_period = records.ledgers.iter().find(|l| l.period.value == period);
    let pictured = records.pictured.iter().find(|p| p.period.value == period).filter(|_| of_period.is_none());
    let front = of_period.map(|l| &l.front).or(pictured.map(|p| &p.front)).cloned().unwrap_or_default();
    let file = of_period.map(|l| l.file).or(pictured.map(|p| p.file));
    site.meta(&mut context, page, front.published_on.map(|d| d.value), file);
    let periods = super::periods(site);
    let here = periods.iter().position(|p| *p == period).unwrap_or(0);
    let neighbour = |p: Option<&Period>| {
        p.map(|p| link(strings.fill("accounts.period_title", &[("period", &strings.period(*p))]), Some(href(page, &page_of(*p)))))
    };
    // Thousands of rows are not made for a theme that does not show them.
    let ledgers: Vec<Value> = if site.theme.wants("accounts_period.html", "ledgers") {
        statements.iter().map(|s| ledger(site, s, page)).collect()
    } else {
        Vec::new()
    };
    put!(context, {
        range_text: strings.range(period.start(), period.end()),
        prepared_by: front.prepared_by,
        reviewed_by: front.reviewed_by,
        restated: file.map(|file| restatements::of(site, file)).unwrap_or_default(),
        note: front.note,
        pictures: front.pictures.iter().map(|p| picture(p, &title, page)).collect::<Vec<_>>(),
        pictures_only: pictured.is_some(),
        patterns_html: Value::safe_string(charts::patterns()),
        accounts: statements.iter().map(|s| account(site, s, &name, page)).collect::<Vec<_>>(),
        ledgers: ledgers,
        downloads: if pictured.is_some() { Vec::new() } else { downloads(site, page) },
        pager: row! { prev: neighbour(here.checked_sub(1).and_then(|i| periods.get(i))), next: neighbour(periods.get(here + 1)) },
    });
    context
}

fn downloads(site: &Site<'_>, page: &str) -> Vec<Value> {
    let entries = [
        row! { label: "entries.csv", href: href(page, "data/entries.csv"), note: "CSV" },
        row! { label: "entries.json", href: href(page, "data/entries.json"), note: "JSON" },
    ];
    entries.into_iter().chain(super::ledger_download(site, page)).collect()
}

/// A photograph of a statement. What has no title is told by the page's and its own file's name.
fn picture(picture: &Picture, title: &str, page: &str) -> Value {
    let file = picture.file.value.as_str();
    let name = file.rsplit('/').next().unwrap_or(file);
    let shown = |ending: &str| [".jpg", ".jpeg", ".png", ".webp", ".gif"].contains(&ending);
    let ending = name.rfind('.').map(|at| name[at..].to_ascii_lowercase()).unwrap_or_default();
    let is_image = shown(&ending);
    let caption = picture.title.as_deref().filter(|_| is_image).unwrap_or(name);
    let alt = picture.title.clone().unwrap_or_else(|| format!("{title} {name}"));
    row! { href: href(page, file), caption: caption, alt: alt, is_image: is_image }
}

fn account(site: &Site<'_>, s: &Statement, period: &str, page: &str) -> Value {
    let strings = site.strings();
    let opened = &site.community.accounts_opened[s.account as usize];
    let id = address::file_name(&opened.id.value);
    let before = site.figures.accounts.statements_for(s.account).find(|o| o.period == s.period.last_year());
    let tables = [(Side::Income, "accounts.caption_income"), (Side::Expense, "accounts.caption_expense")];
    let by_category: Vec<Value> = tables
        .iter()
        .filter_map(|(side, caption)| {
            let table = category_table(site, &s.by_category, before.map(|b| b.by_category.as_slice()), *side, page)?;
            let mut map = table.into_map()?;
            map.insert("caption".into(), strings.fill(caption, &[("period", period)]).into());
            Some(map.into())
        })
        .collect();
    let chart_title = strings.fill("accounts.chart_expense_of", &[("account", &opened.name), ("period", period)]);
    let chart = drawn::by_category(site, &s.by_category, Side::Expense, &format!("expense-{id}"), &chart_title, 3);
    let entries = entries_of(site, s);
    row! {
        id: id,
        name: opened.name.as_str(),
        href: href(page, &account_page(site, s.account)),
        holder_text: holder_text(site, s.account),
        opening: money(s.opening),
        income: money(s.flow.income),
        expense: money(s.flow.expense),
        closing: money(s.closing),
        bank: bank(site, s),
        same_period: same_period(site, s, period),
        chart_html: Value::safe_string(&chart),
        by_category: by_category,
        by_counterparty: counterparties(site, s, &entries),
        entries_heading: entries_heading(site, s),
    }
}

fn entries_of<'a>(site: &Site<'a>, s: &Statement) -> Vec<(&'a Ledger, &'a Entry)> {
    let ledger = &site.community.accounts.ledgers[s.ledger];
    ledger.entries.iter().filter(|e| e.account == s.account).map(|e| (ledger, e)).collect()
}

fn entries_heading(site: &Site<'_>, s: &Statement) -> String {
    site.strings().fill("accounts.entries_heading", &[("account", &site.community.accounts_opened[s.account as usize].name)])
}

/// Every entry of an account in the period.
fn ledger(site: &Site<'_>, s: &Statement, page: &str) -> Value {
    let id = address::file_name(&site.community.accounts_opened[s.account as usize].id.value);
    let table =
        rows::ledger(site, &entries_of(site, s), Shown { account: false, category: true }, &entries_heading(site, s), &id, page);
    row! { id: id, heading: entries_heading(site, s), table: table }
}

fn same_period(site: &Site<'_>, s: &Statement, period: &str) -> Option<Value> {
    let strings = site.strings();
    let before = s.last_year?;
    let sides = [
        ("accounts.income", s.flow.income, before.income),
        ("accounts.expense", s.flow.expense, before.expense),
        ("accounts.surplus", s.flow.net(), before.net()),
    ];
    let rows: Vec<Value> = sides
        .into_iter()
        .map(|(item, now, then)| {
            let (difference, percent) = change(now, then, strings);
            row! { item: strings.get(item), current: money(now), prior: money(then), change: difference, change_share: percent }
        })
        .collect();
    Some(row! { label: period, prior_label: strings.period(s.period.last_year()), rows: rows })
}

/// By counterparty, the heaviest first; beyond a screenful the rest is one row, and every entry stands below.
fn counterparties(site: &Site<'_>, s: &Statement, entries: &[(&Ledger, &Entry)]) -> Vec<Value> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (_, entry) in entries {
        *counts.entry(&entry.counterparty).or_default() += 1;
    }
    let line = |name: &str, count: usize, flow: &Flow| {
        row! { name: name, count: count.to_string(), income: money_or_blank(flow.income), expense: money_or_blank(flow.expense) }
    };
    let shown = s.by_counterparty.len().min(MOST_COUNTERPARTIES);
    let mut rows: Vec<Value> = s.by_counterparty[..shown]
        .iter()
        .map(|(name, flow)| line(name, counts.get(name.as_str()).copied().unwrap_or(0), flow))
        .collect();
    let rest = &s.by_counterparty[shown..];
    if !rest.is_empty() {
        let mut sum = Flow::default();
        let mut count = 0;
        for (name, flow) in rest {
            sum.income += flow.income;
            sum.expense += flow.expense;
            count += counts.get(name.as_str()).copied().unwrap_or(0);
        }
        rows.push(line(&site.strings().count("accounts.other_counterparties", rest.len(), &[]), count, &sum));
    }
    rows
}
