//! All periods: the rate and the arrears over time, each period's sums, and how every building fared.

use tera::{Context, Value};

use super::super::address::href;
use super::super::charts;
use super::super::format::money;
use super::super::site::Site;
use super::super::value::{put, row};
use super::{INDEX, drawn, item_name, page_of, percent, said};
use crate::figures::collection::Item;
use crate::model::Money;

/// So many periods of buildings are shown side by side; the files have all.
const MOST_PERIODS: usize = 8;

pub fn context(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let mut context =
        site.page(page, "collection", strings.get("title.collection"), &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, None);
    let periods: Vec<Value> = (0..site.community.collection.len()).rev().map(|i| period_row(site, i, page)).collect();
    put!(context, {
        summary: summary(site),
        patterns_html: Value::safe_string(charts::patterns()),
        chart_rate_html: Value::safe_string(&drawn::rates(site)),
        chart_arrears_html: Value::safe_string(&drawn::arrears(site)),
        periods: periods,
        items: items(site),
        downloads: super::downloads(page),
    });
    context
}

/// The latest period in one sentence, and what is owed in all.
fn summary(site: &Site<'_>) -> Option<String> {
    let strings = site.strings();
    let (sheet, summary) = site.community.collection.last().zip(site.figures.collection.periods.last())?;
    let period = strings.period(sheet.period.value);
    let said = said(site, summary)?;
    Some(match summary.arrears {
        Some(arrears) => strings
            .fill("collection.summary_arrears", &[("period", &period), ("said", &said), ("arrears", &strings.yuan(arrears))]),
        None => strings.fill("collection.summary", &[("period", &period), ("said", &said)]),
    })
}

fn period_row(site: &Site<'_>, index: usize, page: &str) -> Value {
    let sheet = &site.community.collection[index];
    let summary = &site.figures.collection.periods[index];
    let amount = |amount: Option<Money>| amount.map(money).unwrap_or_default();
    row! {
        label: site.strings().period(sheet.period.value),
        href: href(page, &page_of(sheet)),
        billed: money(summary.billed),
        collected: money(summary.collected),
        rate: percent(site, summary.rate()),
        recovered: amount(summary.recovered),
        prepaid: amount(summary.prepaid),
        arrears: amount(summary.arrears),
    }
}

/// For each item of the latest period: every building's rate in the latest periods. A building that was merged with
/// others has the rate of all of them, with a mark.
fn items(site: &Site<'_>) -> Vec<Value> {
    let all = &site.figures.collection.periods;
    let Some(latest) = all.last() else { return Vec::new() };
    let shown = all.len().saturating_sub(MOST_PERIODS)..all.len();
    let column = |i: usize| {
        let period = site.community.collection[i].period.value;
        let [name, year] = site.strings().short_period(period);
        // Short, so that a phone has two side by side.
        let label = site.strings().fill("collection.column", &[("name", &name), ("year", &year)]);
        row! { label: label.trim(), name: name, year: year }
    };
    latest
        .items
        .iter()
        .enumerate()
        .map(|(nth, item)| {
            let same = |i: usize| all[i].items.iter().find(|other| other.names == item.names);
            let mut buildings: Vec<&str> = Vec::new();
            for building in shown.clone().rev().filter_map(same).flat_map(|i| &i.cells).flat_map(|c| &c.buildings) {
                if !buildings.contains(&building.as_str()) {
                    buildings.push(building);
                }
            }
            let mut any_merged = false;
            let rows: Vec<Value> = buildings
                .iter()
                .map(|building| {
                    let cells: Vec<Value> = shown.clone().map(|i| cell(site, same(i), building, &mut any_merged)).collect();
                    row! { building: *building, rates: cells }
                })
                .collect();
            row! {
                id: format!("buildings-{}", nth + 1),
                name: item_name(site, item),
                columns: shown.clone().map(column).collect::<Vec<_>>(),
                rows: rows,
                merged: any_merged,
            }
        })
        .collect()
}

fn cell(site: &Site<'_>, item: Option<&Item>, building: &str, any_merged: &mut bool) -> Value {
    let found = item.and_then(|item| item.cells.iter().find(|cell| cell.buildings.iter().any(|b| b == building)));
    let merged = found.is_some_and(|cell| cell.buildings.len() > 1);
    *any_merged |= merged;
    row! { rate: found.map(|cell| percent(site, cell.sums().rate())).unwrap_or_default(), merged: merged }
}

/// The crumb that leads here.
pub fn crumb<'s>(site: &'s Site<'_>) -> (&'s str, Option<&'static str>) {
    (site.strings().get("title.collection"), Some(INDEX))
}
