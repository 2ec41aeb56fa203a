//! Collection: of every hundred billed how much came in, by building, by item and over time. Never whose debt.
//!
//! - `index.rs`: all periods; `period.rs`: one; `drawn.rs`: their charts

mod drawn;
mod index;
mod period;

use tera::Value;

use super::address::href;
use super::format::decimal;
use super::home::News;
use super::page::Page;
use super::site::{Addresses, Group, Site};
use super::strings::Strings;
use super::table_file::{Field, Table};
use super::value::row;
use crate::figures::collection::{Cell, Item, Summary, Sums};
use crate::model::collection::Sheet;
use crate::model::{Community, Exact, Money};

const INDEX: &str = "collection/index.html";
/// Where the menu has it.
pub const GROUP: Group = Group::Money;

pub fn register(community: &Community, strings: &Strings, addresses: &mut Addresses) {
    for sheet in &community.collection {
        addresses.add(sheet.file, page_of(sheet), title_of(sheet, strings));
        if let Some(front) = sheet.front.file {
            addresses.add_beside(front, page_of(sheet));
        }
    }
}

fn page_of(sheet: &Sheet) -> String {
    format!("collection/{}.html", sheet.period.value)
}

fn title_of(sheet: &Sheet, strings: &Strings) -> String {
    strings.fill("collection.title", &[("period", &strings.period(sheet.period.value))])
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, INDEX.into(), "collection_index.html", |page| index::context(site, page)));
    for (i, sheet) in site.community.collection.iter().enumerate() {
        pages.push(Page::template(site, page_of(sheet), "collection.html", move |page| period::context(site, i, page)));
    }
}

/// A rate with one decimal, without the sign. What is not all is never written as all.
fn rate_text(rate: &Exact) -> String {
    let text = decimal(rate, 1);
    if text == "100.0" && *rate < Exact::from_integer(100) { "99.9".to_owned() } else { text }
}

fn percent(site: &Site<'_>, rate: Option<Exact>) -> String {
    rate.map(|r| site.strings().percent(&rate_text(&r))).unwrap_or_default()
}

/// `物业费`, `物业费（商铺）`; several that were merged, one after the other; a word where the file names none.
fn item_name(site: &Site<'_>, item: &Item) -> String {
    let strings = site.strings();
    let name = |(category, fee): &(String, String)| {
        let category = if category.is_empty() { strings.get("collection.unnamed") } else { category };
        if fee.is_empty() {
            return category.to_owned();
        }
        strings.fill("collection.item", &[("category", category), ("fee", fee)])
    };
    strings.list(&item.names.iter().map(name).collect::<Vec<_>>())
}

/// Of every hundred billed how much came in: the sentence, with the item where there is one that has a name.
fn said(site: &Site<'_>, summary: &Summary) -> Option<String> {
    let rate = summary.rate()?;
    let text = rate_text(&rate);
    let part = text.strip_suffix(".0").unwrap_or(&text);
    let one = match summary.items.as_slice() {
        [item] if !item.names[0].0.is_empty() => Some(item_name(site, item)),
        _ => None,
    };
    Some(match one {
        Some(item) => site.strings().fill("collection.said_of", &[("item", &item), ("part", part)]),
        None => site.strings().fill("collection.said", &[("part", part)]),
    })
}

/// Households that owe, or the word for few.
fn owing_text(site: &Site<'_>, cell: &Cell) -> String {
    cell.owing_shown().map_or_else(|| site.strings().get("collection.few").to_owned(), |n| n.to_string())
}

fn downloads(page: &str) -> Vec<Value> {
    ["collection.csv", "collection_items.csv", "collection_periods.csv"]
        .map(|name| row! { label: name, href: href(page, &format!("data/{name}")), note: "CSV" })
        .to_vec()
}

pub fn news<'a>(site: &'a Site<'a>, news: &mut Vec<News<'a>>) {
    for sheet in &site.community.collection {
        if let Some(date) = sheet.front.published_on {
            news.push(News { date, title: title_of(sheet, site.strings()), page: page_of(sheet), kind: "kind.news.collection" });
        }
    }
}

/// What is shown on the pages and no more: cells by building as merged, items, and each period's sums.
pub fn tables<'a>(site: &'a Site<'a>) -> Vec<Table<'a>> {
    let periods = || site.community.collection.iter().zip(&site.figures.collection.periods);
    let items = || periods().flat_map(|(sheet, summary)| summary.items.iter().map(move |item| (sheet, item)));
    let sums = |cell: &Cell| -> [String; 5] {
        let Sums { households, billed, collected, .. } = cell.sums();
        let owing = cell.owing_shown().map(|n| n.to_string()).unwrap_or_default();
        [households.to_string(), owing, billed.plain(), collected.plain(), plain_rate(cell.sums().rate())]
    };
    let fields = [
        Field::text("period"),
        Field::text("fee_item"),
        Field::text("buildings"),
        Field::integer("households"),
        Field::integer("owing"),
        Field::number("billed"),
        Field::number("collected"),
        Field::number("rate"),
    ];
    let by_building = items().flat_map(|(sheet, item)| item.cells.iter().map(move |cell| (sheet, item, cell)));
    let by_building = Table::new("collection", fields).rows(by_building.map(|(sheet, item, cell)| {
        let key = [sheet.period.value.to_string(), item_name(site, item), site.strings().list(&cell.buildings)];
        key.into_iter().chain(sums(cell)).collect()
    }));
    let fields = [
        Field::text("period"),
        Field::text("fee_item"),
        Field::integer("households"),
        Field::integer("owing"),
        Field::number("billed"),
        Field::number("collected"),
        Field::number("rate"),
    ];
    let by_item = Table::new("collection_items", fields).rows(items().map(|(sheet, item)| {
        [sheet.period.value.to_string(), item_name(site, item)].into_iter().chain(sums(&item.total())).collect()
    }));
    let fields = [
        Field::text("period"),
        Field::number("billed"),
        Field::number("collected"),
        Field::number("rate"),
        Field::number("recovered"),
        Field::number("prepaid"),
        Field::number("arrears"),
    ];
    let plain = |amount: Option<Money>| amount.map(Money::plain).unwrap_or_default();
    let by_period = Table::new("collection_periods", fields).rows(periods().map(|(sheet, s)| {
        let amounts = [plain(s.recovered), plain(s.prepaid), plain(s.arrears)];
        let key = [sheet.period.value.to_string(), s.billed.plain(), s.collected.plain(), plain_rate(s.rate())];
        key.into_iter().chain(amounts).collect()
    }));
    vec![by_building, by_item, by_period]
}

fn plain_rate(rate: Option<Exact>) -> String {
    rate.map(|r| r.rounded(4)).unwrap_or_default()
}
