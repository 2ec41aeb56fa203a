//! One period: what came in of what was billed, by item and by building.

use tera::{Context, Value};

use super::super::address::href;
use super::super::charts;
use super::super::format::money;
use super::super::restatements;
use super::super::site::Site;
use super::super::value::{link, put, row};
use super::drawn::{self, Bar};
use super::{index, item_name, owing_text, page_of, percent, said, title_of};
use crate::figures::collection::{Cell, Item, Summary};
use crate::model::collection::Sheet;

pub fn context(site: &Site<'_>, at: usize, page: &str) -> Context {
    let strings = site.strings();
    let sheets = &site.community.collection;
    let (sheet, summary) = (&sheets[at], &site.figures.collection.periods[at]);
    let crumbs = [(strings.get("nav.home"), Some("index.html")), index::crumb(site)];
    let mut context = site.page(page, "collection", &title_of(sheet, strings), &crumbs);
    site.meta(&mut context, page, sheet.front.published_on, Some(sheet.file));
    let neighbour = |sheet: Option<&Sheet>| sheet.map(|s| link(title_of(s, strings), Some(href(page, &page_of(s)))));
    let items: Vec<Value> = summary.items.iter().enumerate().map(|(nth, item)| item_section(site, summary, item, nth)).collect();
    put!(context, {
        summary: lede(site, summary),
        facts: facts(site, sheet, summary),
        note: sheet.front.note.clone(),
        restated: restatements::of(site, sheet.file),
        patterns_html: Value::safe_string(charts::patterns()),
        chart_items_html: Value::safe_string(&items_chart(site, summary)),
        items: items,
        downloads: super::downloads(page),
        pager: row! { prev: neighbour(at.checked_sub(1).and_then(|i| sheets.get(i))), next: neighbour(sheets.get(at + 1)) },
    });
    context
}

/// Of every hundred how much came in; then the amounts.
fn lede(site: &Site<'_>, summary: &Summary) -> Option<String> {
    let strings = site.strings();
    let said = said(site, summary)?;
    let amounts = [
        ("said", said),
        ("billed", strings.yuan(summary.billed)),
        ("collected", strings.yuan(summary.collected)),
        ("unpaid", strings.yuan(summary.billed - summary.collected)),
    ];
    let amounts: Vec<(&str, &str)> = amounts.iter().map(|(k, v)| (*k, v.as_str())).collect();
    Some(strings.fill("collection.lede", &amounts))
}

fn facts(site: &Site<'_>, sheet: &Sheet, summary: &Summary) -> Vec<Value> {
    let strings = site.strings();
    let fact = |key: &'static str, text: Option<String>, note: Option<&'static str>| {
        let text = text.filter(|t| !t.is_empty())?;
        Some(row! { label: strings.get(key), text: text, note: note.map(|key| strings.get(key)) })
    };
    let facts = [
        fact("collection.rate", Some(percent(site, summary.rate())), None),
        fact("collection.recovered", summary.recovered.map(|m| strings.yuan(m)), Some("collection.recovered_note")),
        fact("collection.prepaid", summary.prepaid.map(|m| strings.yuan(m)), Some("collection.prepaid_note")),
        fact("collection.arrears", summary.arrears.map(|m| strings.yuan(m)), Some("collection.arrears_note")),
        fact("collection.prepared_by", sheet.front.prepared_by.clone(), None),
    ];
    facts.into_iter().flatten().collect()
}

/// Items beside each other, where there are several.
fn items_chart(site: &Site<'_>, summary: &Summary) -> String {
    if summary.items.len() < 2 {
        return String::new();
    }
    let strings = site.strings();
    let totals: Vec<Cell> = summary.items.iter().map(Item::total).collect();
    let bars: Vec<Bar<'_>> =
        summary.items.iter().zip(&totals).map(|(item, cell)| Bar { name: item_name(site, item), cell }).collect();
    let words = ["collection.chart_items", "collection.chart_note", "collection.fee_item"].map(|key| strings.get(key));
    drawn::shares(site, "collection-items", words, &bars)
}

fn item_section(site: &Site<'_>, summary: &Summary, item: &Item, nth: usize) -> Value {
    let strings = site.strings();
    let name = item_name(site, item);
    let bars: Vec<Bar<'_>> = item.cells.iter().map(|cell| Bar { name: strings.list(&cell.buildings), cell }).collect();
    let title = match summary.items.len() {
        1 => strings.get("collection.chart_buildings").to_owned(),
        _ => strings.fill("collection.chart_buildings_of", &[("item", &name)]),
    };
    let words = [title.as_str(), strings.get("collection.chart_note"), strings.get("collection.building")];
    let chart = drawn::shares(site, &format!("collection-buildings-{}", nth + 1), words, &bars);
    let total = item.total();
    row! {
        id: format!("item-{}", nth + 1),
        name: name,
        merged: item.cells.iter().any(|cell| cell.buildings.len() > 1),
        several: item.names.len() > 1,
        chart_html: Value::safe_string(&chart),
        rows: item.cells.iter().map(|cell| sums_row(site, strings.list(&cell.buildings), cell)).collect::<Vec<_>>(),
        total: sums_row(site, strings.get("ui.total").to_owned(), &total),
    }
}

fn sums_row(site: &Site<'_>, label: String, cell: &Cell) -> Value {
    let sums = cell.sums();
    row! {
        label: label,
        households: sums.households,
        owing: owing_text(site, cell),
        billed: money(sums.billed),
        collected: money(sums.collected),
        rate: percent(site, sums.rate()),
    }
}
