//! One account over all periods: its months, its periods, this year by category.

use tera::{Context, Value};

use super::super::address::{self, href};
use super::super::charts;
use super::super::format::money;
use super::super::site::Site;
use super::super::value::{put, row};
use super::rows::{Side, bank, category_table};
use super::{INDEX, drawn, page_of};
use crate::figures::accounts::{ByName, Flow, Statement};
use crate::model::{AccountKind, Basis};

pub fn context(site: &Site<'_>, account: u32, page: &str) -> Context {
    let strings = site.strings();
    let opened = &site.community.accounts_opened[account as usize];
    let figures = &site.figures.accounts.accounts[account as usize];
    let crumbs = [(strings.get("nav.home"), Some("index.html")), (strings.get("title.accounts"), Some(INDEX))];
    let mut context = site.page(page, "accounts", &opened.name, &crumbs);
    site.meta(&mut context, page, None, site.community.files.find("gongshi.toml").filter(|_| opened.declared));
    let statements: Vec<&Statement> = site.figures.accounts.statements_for(account).collect();
    let year = statements.last().map_or(site.as_of.year(), |s| s.period.calendar_year());
    let (now, before) = (of_year(&statements, year), of_year(&statements, year - 1));
    let before = (!before.is_empty()).then_some(before);
    let year_name = |year: i16| strings.fill("year", &[("year", &year.to_string())]);
    let id = address::file_name(&opened.id.value);
    let expense_title = strings.fill("accounts.chart_expense", &[("period", &year_name(year))]);
    let tables: Vec<Value> = [(Side::Income, "accounts.income_heading"), (Side::Expense, "accounts.expense_heading")]
        .into_iter()
        .filter_map(|(side, heading)| {
            let mut table = category_table(site, &now, before.as_deref(), side, page)?.into_map()?;
            table.insert("heading".into(), strings.fill(heading, &[("period", &year_name(year))]).into());
            table.insert("caption".into(), strings.get("accounts.in_yuan").into());
            table.insert("label".into(), year_name(year).into());
            table.insert("prior_label".into(), year_name(year - 1).into());
            Some(table.into())
        })
        .collect();
    let opened_text = match opened.opened_on {
        Some(day) => strings.fill("accounts.opened", &[("date", &strings.date(day)), ("amount", &money(opened.opening))]),
        None => strings.yuan(opened.opening),
    };
    let closing = statements.last().map(|s| {
        strings.fill(
            "accounts.closing_summary",
            &[("date", &strings.date(super::rows::shown_end(site, s))), ("amount", &money(s.closing))],
        )
    });
    put!(context, {
        summary: closing,
        kind_label: opened.kind.map(|k| strings.get(kind_key(k))),
        holder: opened.holder.clone(),
        basis_label: strings.get(if opened.basis == Basis::Cash { "kind.basis.cash" } else { "kind.basis.accrual" }),
        opened_text: opened_text,
        patterns_html: Value::safe_string(charts::patterns()),
        chart_monthly_html: Value::safe_string(&drawn::monthly(site, &figures.months, &format!("months-{id}"), strings.get("fill.accounts.chart_monthly"), 2)),
        chart_expense_html: Value::safe_string(&drawn::by_category(site, &now, Side::Expense, &format!("expense-{id}"), &expense_title, 2)),
        periods: statements.iter().rev().map(|s| period_row(site, s, page)).collect::<Vec<_>>(),
        total: total(&statements),
        by_category: tables,
        downloads: [row! { label: "statements.csv", href: href(page, "data/statements.csv"), note: "CSV" }].into_iter().chain(super::ledger_download(site, page)).collect::<Vec<_>>(),
    });
    context
}

fn kind_key(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Operating => "kind.account.operating",
        AccountKind::CommonIncome => "kind.account.common_income",
        AccountKind::MaintenanceFund => "kind.account.maintenance_fund",
        AccountKind::Deposit => "kind.account.deposit",
        AccountKind::PassThrough => "kind.account.pass_through",
    }
}

/// The categories of a calendar year.
fn of_year(statements: &[&Statement], year: i16) -> ByName {
    let mut sum: ByName = Vec::new();
    for (name, flow) in statements.iter().filter(|s| s.period.calendar_year() == year).flat_map(|s| &s.by_category) {
        match sum.iter_mut().find(|(n, _)| n == name) {
            Some((_, total)) => {
                total.income += flow.income;
                total.expense += flow.expense;
            }
            None => sum.push((name.clone(), *flow)),
        }
    }
    sum
}

fn period_row(site: &Site<'_>, s: &Statement, page: &str) -> Value {
    row! {
        label: site.strings().period(s.period),
        href: href(page, &page_of(s.period)),
        opening: money(s.opening),
        income: money(s.flow.income),
        expense: money(s.flow.expense),
        closing: money(s.closing),
        bank: bank(site, s),
    }
}

fn total(statements: &[&Statement]) -> Value {
    let mut flow = Flow::default();
    for s in statements {
        flow.income += s.flow.income;
        flow.expense += s.flow.expense;
    }
    row! {
        opening: statements.first().map(|s| money(s.opening)),
        income: money(flow.income),
        expense: money(flow.expense),
        closing: statements.last().map(|s| money(s.closing)),
    }
}
