//! The page of volunteers' hours: by year and activity, without anyone's name.

use tera::{Context, Value};

use super::address::href;
use super::home::News;
use super::page::Page;
use super::site::{Addresses, Group, Site};
use super::strings::Strings;
use super::table_file::{Field, Table};
use super::value::{put, row};
use crate::figures::volunteers::{Sum, Year};
use crate::model::{Community, Exact, FEWEST, grouped};

pub const INDEX: &str = "volunteers/index.html";
/// Where the menu has it.
pub const GROUP: Group = Group::People;

pub fn register(community: &Community, _: &Strings, addresses: &mut Addresses) {
    for sheet in &community.volunteers {
        addresses.add_beside(sheet.file, INDEX.to_owned());
    }
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, INDEX.into(), "volunteers.html", |page| index(site, page)));
}

fn index(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let title = strings.get("title.volunteers");
    let mut context = site.page(page, "volunteers", title, &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, None);
    let years = &site.figures.volunteers.years;
    let shown: Vec<Value> = years.iter().enumerate().rev().map(|(i, year)| year_section(site, i, year, page)).collect();
    let hours: Exact = years.iter().filter_map(|y| y.total.as_ref()).map(|t| t.hours.clone()).sum();
    let turns: u64 = years.iter().filter_map(|y| y.total.as_ref()).map(|t| t.turns).sum();
    let numbers = [("turns", grouped(turns.into())), ("hours", hours.short(1)), ("years", years.len().to_string())];
    let numbers: Vec<(&str, &str)> = numbers.iter().map(|(k, v)| (*k, v.as_str())).collect();
    put!(context, {
        summary: (turns > 0).then(|| strings.count("volunteers.summary", years.len(), &numbers)),
        note: strings.fill("volunteers.note", &[("fewest", &FEWEST.to_string())]),
        years: shown,
        downloads: vec![
            row! { label: "volunteers.csv", href: href(page, "data/volunteers.csv"), note: "CSV" },
            row! { label: "volunteers.json", href: href(page, "data/volunteers.json"), note: "JSON" },
        ],
    });
    context
}

fn year_section(site: &Site<'_>, index: usize, year: &Year, page: &str) -> Value {
    let strings = site.strings();
    let activities: Vec<Value> = year.activities.iter().map(|sum| sum_row(strings, sum)).collect();
    row! {
        id: format!("y{}", year.year),
        label: strings.fill("year", &[("year", &year.year.to_string())]),
        activities: activities,
        total: year.total.as_ref().map(|total| sum_row(strings, total)),
        source: site.source_link(site.community.volunteers[index].file, page),
    }
}

fn sum_row(strings: &Strings, sum: &Sum) -> Value {
    row! {
        activity: sum.activity.as_deref().unwrap_or_else(|| strings.get("volunteers.others")),
        times: sum.times,
        turns: grouped(sum.turns.into()),
        hours: sum.hours.short(1),
    }
}

/// Hours are added up over a year; nothing is new on a day.
pub fn news<'a>(_: &'a Site<'a>, _: &mut Vec<News<'a>>) {}

pub fn tables<'a>(site: &'a Site<'a>) -> Vec<Table<'a>> {
    let fields = [
        Field::integer("year"),
        Field::text("activity"),
        Field::integer("times"),
        Field::integer("turns"),
        Field::number("hours"),
    ];
    let rows = site.figures.volunteers.years.iter().flat_map(|year| year.activities.iter().map(|sum| (year.year, sum)));
    vec![Table::new("volunteers", fields).rows(rows.map(|(year, sum)| {
        vec![
            year.to_string(),
            sum.activity.clone().unwrap_or_else(|| site.strings().get("volunteers.others").to_owned()),
            sum.times.to_string(),
            sum.turns.to_string(),
            sum.hours.short(2),
        ]
    }))]
}
