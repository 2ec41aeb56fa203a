//! A year's budget against the books: a chart and a table for each account and side.

use tera::{Context, Value};

use super::super::address::{self, href};
use super::super::charts::{self, BudgetItem, BudgetLabels};
use super::super::format::{money, money_or_blank, share, signed};
use super::super::restatements;
use super::super::site::Site;
use super::super::strings::Strings;
use super::super::table_file::{Field, Table};
use super::super::value::{link, put, row};
use super::rows::Side;
use super::{INDEX, account_page, category_label, category_page, drawn};
use crate::figures::budget::{Comparison, Line, OfAccount, beyond, covers, total};
use crate::model::Money;
use crate::model::accounts::Budget;

/// How many categories a chart shows; the table has them all.
const MOST_BARS: usize = 12;

/// The address of a budget.
pub fn page_of_budget(budget: &Budget) -> String {
    format!("accounts/budget-{}.html", budget.period)
}

/// What a link to a budget is called.
pub fn title(strings: &Strings, budget: &Budget) -> String {
    strings.fill("budget.title", &[("year", &strings.period(budget.period))])
}

pub fn context(site: &Site<'_>, index: usize, page: &str) -> Context {
    let strings = site.strings();
    let comparison = &site.figures.accounts.budgets[index];
    let budget = &site.community.accounts.budgets[comparison.budget];
    let crumbs = [(strings.get("nav.home"), Some("index.html")), (strings.get("title.accounts"), Some(INDEX))];
    let mut context = site.page(page, "accounts", &title(strings, budget), &crumbs);
    site.meta(&mut context, page, budget.front.published_on, Some(budget.file));
    let budgets = &site.community.accounts.budgets;
    let neighbour = |b: Option<&Budget>| b.map(|b| link(title(strings, b), Some(href(page, &page_of_budget(b)))));
    put!(context, {
        summary: reach(site, comparison, budget),
        restated: restatements::of(site, budget.file),
        patterns_html: Value::safe_string(charts::patterns()),
        accounts: comparison.accounts.iter().map(|a| account(site, a, comparison.until.is_some(), page)).collect::<Vec<_>>(),
        pager: row! {
            prev: neighbour(comparison.budget.checked_sub(1).and_then(|i| budgets.get(i))),
            next: neighbour(budgets.get(comparison.budget + 1)),
        },
        downloads: vec![row! { label: "budget.csv", href: href(page, "data/budget.csv"), note: "CSV" }],
    });
    context
}

/// How far the books of the year go: a budget of twelve months beside nine would mislead.
fn reach(site: &Site<'_>, comparison: &Comparison, budget: &Budget) -> String {
    let strings = site.strings();
    match comparison.until {
        Some(_) if budget.period.end() <= site.as_of && covers(site.community, budget.period) => {
            strings.get("budget.whole_year").to_owned()
        }
        // A quarter's books that are still being kept reach to the day of the record.
        Some(until) => strings.fill("budget.until", &[("date", &strings.date(until.min(site.as_of)))]),
        None => strings.get("budget.no_books").to_owned(),
    }
}

fn account(site: &Site<'_>, of: &OfAccount, booked: bool, page: &str) -> Value {
    let opened = &site.community.accounts_opened[of.account as usize];
    let id = address::file_name(&opened.id.value);
    let sides: Vec<Value> =
        [Side::Income, Side::Expense].into_iter().filter_map(|side| side_of(site, of, side, booked, &id, page)).collect();
    row! {
        id: id.as_str(),
        name: opened.name.as_str(),
        // An account that is only planned has no page yet.
        href: site.figures.accounts.statements_for(of.account).next().map(|_| href(page, &account_page(site, of.account))),
        sides: sides,
    }
}

fn side_of(site: &Site<'_>, of: &OfAccount, side: Side, booked: bool, id: &str, page: &str) -> Option<Value> {
    let strings = site.strings();
    let amounts = |line: &Line| (side.of(&line.budget), side.of(&line.actual));
    let mut lines: Vec<&Line> = of.lines.iter().filter(|l| amounts(l) != (Money::ZERO, Money::ZERO)).collect();
    if lines.is_empty() {
        return None;
    }
    lines.sort_by(|a, b| (amounts(b)).cmp(&amounts(a)).then_with(|| a.category.cmp(&b.category)));
    let (name, chart_id) = match side {
        Side::Income => (strings.get("accounts.income"), format!("budget-income-{id}")),
        Side::Expense => (strings.get("accounts.expense"), format!("budget-expense-{id}")),
    };
    // Two accounts stand on one page, so a chart names its own.
    let account = site.community.accounts_opened[of.account as usize].name.as_str();
    let (budget, actual) = total(lines.iter().copied());
    let rows: Vec<Value> = lines.iter().map(|line| line_row(site, line, amounts(line), page)).collect();
    Some(row! {
        heading: name,
        chart_html: Value::safe_string(&chart(site, &lines, side, booked, &chart_id, (account, name))),
        rows: rows,
        total: amount_row(site, side.of(&budget), side.of(&actual)),
    })
}

fn line_row(site: &Site<'_>, line: &Line, (budget, actual): (Money, Money), page: &str) -> Value {
    let known = site.figures.accounts.categories.contains_key(&line.category);
    row! {
        category: link(category_label(site, &line.category), known.then(|| href(page, &category_page(&line.category)))),
        amounts: amount_row(site, budget, actual),
    }
}

fn amount_row(site: &Site<'_>, budget: Money, actual: Money) -> Value {
    row! {
        budget: money_or_blank(budget),
        actual: money(actual),
        difference: signed(beyond(budget, actual)),
        percent: percent(site, budget, actual),
    }
}

/// Booked in percent of planned; nothing where nothing was planned.
fn percent(site: &Site<'_>, budget: Money, actual: Money) -> String {
    let positive = budget > Money::ZERO;
    let share = share(actual, budget).filter(|_| positive);
    share.map(|p| site.strings().percent(&p)).unwrap_or_default()
}

fn chart(site: &Site<'_>, lines: &[&Line], side: Side, booked: bool, id: &str, (account, name): (&str, &str)) -> String {
    if !booked {
        return String::new();
    }
    let strings = site.strings();
    let shown = &lines[..lines.len().min(MOST_BARS)];
    let percents: Vec<String> = shown.iter().map(|l| percent(site, side.of(&l.budget), side.of(&l.actual))).collect();
    let items: Vec<BudgetItem<'_>> = shown
        .iter()
        .zip(&percents)
        .map(|(line, percent)| BudgetItem {
            name: category_label(site, &line.category),
            budget_fen: side.of(&line.budget).fen(),
            actual_fen: side.of(&line.actual).fen(),
            percent,
        })
        .collect();
    let units = drawn::units(site);
    let title = strings.fill("budget.chart_title", &[("account", account), ("side", name)]);
    charts::budget_against_actual(
        &items,
        &BudgetLabels {
            frame: strings.frame(id, &title, 3),
            name,
            description: strings.get("budget.chart_note"),
            budget: strings.get("budget.budget"),
            actual: strings.get("budget.actual"),
            units: &units,
            columns: [
                strings.get("entries.category"),
                strings.get("budget.budget"),
                strings.get("budget.actual"),
                strings.get("budget.percent"),
            ],
        },
    )
}

/// The newest first.
pub fn list(site: &Site<'_>, page: &str) -> Vec<Value> {
    let comparisons = site.figures.accounts.budgets.iter().rev();
    comparisons
        .map(|comparison| {
            let budget = &site.community.accounts.budgets[comparison.budget];
            row! {
                title: title(site.strings(), budget),
                href: href(page, &page_of_budget(budget)),
                note: reach(site, comparison, budget),
            }
        })
        .collect()
}

pub fn table<'a>(site: &'a Site<'a>) -> Table<'a> {
    let fields = [
        Field::text("period"),
        Field::text("account"),
        Field::text("category"),
        Field::number("budget_income"),
        Field::number("income"),
        Field::number("budget_expense"),
        Field::number("expense"),
    ];
    let lines = site.figures.accounts.budgets.iter().flat_map(move |comparison| {
        let period = site.community.accounts.budgets[comparison.budget].period;
        comparison.accounts.iter().flat_map(move |of| {
            let account = site.community.accounts_opened[of.account as usize].id.value.as_str();
            of.lines.iter().map(move |line| (period, account, line))
        })
    });
    Table::new("budget", fields).rows(lines.map(|(period, account, line)| {
        vec![
            period.to_string(),
            account.to_owned(),
            line.category.clone(),
            line.budget.income.plain(),
            line.actual.income.plain(),
            line.budget.expense.plain(),
            line.actual.expense.plain(),
        ]
    }))
}
