//! The list of contracts, with their terms on one line of years.

use jiff::ToSpan;
use tera::{Context, Value};

use super::super::address::href;
use super::super::site::Site;
use super::super::value::{badge, put, row};
use super::{kind_label, page_of, standing, term_text};
use crate::figures::minutes::days_between;
use crate::model::Date;
use crate::model::contracts::Contract;

pub fn context(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let title = strings.get("title.contracts");
    let mut context = site.page(page, "contracts", title, &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, None);
    let mut groups = Vec::new();
    for (label, states) in [
        ("contracts.in_force", &["state.in_force"][..]),
        ("contracts.coming", &["state.future"]),
        ("contracts.past", &["state.expired", "state.terminated"]),
    ] {
        let of_group = site.community.contracts.iter().rev().filter(|c| states.contains(&standing(site, c).0));
        let items: Vec<Value> = of_group.map(|c| list_row(site, c, page)).collect();
        if !items.is_empty() {
            groups.push(row! { label: strings.get(label), items: items });
        }
    }
    put!(context, {
        summary: strings.count("contracts.summary", site.figures.contracts.in_force.len(), &[]),
        timeline: timeline(site, page),
        groups: groups,
    });
    context
}

fn list_row(site: &Site<'_>, contract: &Contract, page: &str) -> Value {
    let (state, tone) = standing(site, contract);
    let clauses = contract.clauses.len();
    let note = (clauses > 0).then(|| site.strings().count("contracts.clauses_note", clauses, &[]));
    row! {
        title: contract.title.as_str(),
        href: href(page, &page_of(contract)),
        kind_label: kind_label(site, contract.kind),
        state: badge(site.strings().get(state), tone),
        firm: contract.firm.clone(),
        term_text: term_text(site, contract),
        note: note,
    }
}

/// Terms on one line of years. Positions are in percent of its width; a contract without an end runs to the line's.
fn timeline(site: &Site<'_>, page: &str) -> Value {
    let all = &site.community.contracts;
    let year_of = |d: Date| Date::constant(d.year(), 1, 1);
    let Some(start) = all.iter().map(|c| c.from.value).min().map(year_of) else { return ().into() };
    let ends = all.iter().map(|c| c.last_day().unwrap_or(site.as_of).max(c.from.value));
    let Some(end) = ends.max().map(|d| year_of(d).saturating_add(1.year())) else { return ().into() };
    let whole = f64::from(days_between(start, end).max(1));
    let x = |day: Date| (f64::from(days_between(start, day)) / whole * 100.0).clamp(0.0, 100.0);
    let percent = |x: f64| format!("{x:.1}%");
    let rows: Vec<Value> = all
        .iter()
        .rev()
        .map(|c| {
            let (from, last) = (x(c.from.value), x(c.last_day().map_or(end, |d| d.saturating_add(1.day()))));
            row! {
                label: c.title.as_str(),
                href: href(page, &page_of(c)),
                firm: c.firm.clone(),
                term_text: term_text(site, c),
                in_force: c.in_force(site.as_of),
                x: percent(from),
                width: percent((last - from).max(0.5)),
            }
        })
        .collect();
    let years: Vec<i16> = (start.year()..=end.year()).collect();
    let step = years.len().div_ceil(5);
    let ticks: Vec<Value> = years
        .iter()
        .step_by(step)
        .map(|year| {
            let at = x(Date::constant(*year, 1, 1));
            row! { x: percent(at), label: year.to_string(), last: at > 90.0 }
        })
        .collect();
    let today_inside = start <= site.as_of && site.as_of <= end;
    row! {
        rows: rows,
        ticks: ticks,
        today_x: today_inside.then(|| percent(x(site.as_of))),
        today_text: today_inside.then(|| site.strings().fill("contracts.today", &[("date", &site.strings().date(site.as_of))])),
    }
}
