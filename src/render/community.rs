//! Pages of life in the community: what is coming, what happened, what it came to.

use std::collections::BTreeMap;

use tera::{Context, Value};

use super::address::href;
use super::home::News;
use super::markdown;
use super::page::Page;
use super::site::{Addresses, Group, Site};
use super::strings::Strings;
use super::table_file::{Field, Table};
use super::value::{link, put, row};
use crate::model::community::{Happening, HappeningKind};
use crate::model::{Community, FEWEST};

const INDEX: &str = "community/index.html";
/// Where the menu has it.
pub const GROUP: Group = Group::People;
const KINDS: [HappeningKind; 4] =
    [HappeningKind::Activity, HappeningKind::Volunteering, HappeningKind::Mediation, HappeningKind::Thanks];

pub fn register(community: &Community, _: &Strings, addresses: &mut Addresses) {
    for happening in &community.community {
        addresses.add(happening.document.file, page_of(happening), &happening.document.title);
    }
}

fn page_of(happening: &Happening) -> String {
    format!("{}.html", happening.document.id)
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, INDEX.into(), "community_index.html", |page| index(site, page)));
    for (i, happening) in site.community.community.iter().enumerate() {
        pages.push(Page::template(site, page_of(happening), "happening.html", move |page| one(site, i, page)));
    }
}

fn kind_label<'s>(site: &'s Site<'_>, kind: HappeningKind) -> &'s str {
    site.strings().get(match kind {
        HappeningKind::Activity => "kind.happening.activity",
        HappeningKind::Volunteering => "kind.happening.volunteering",
        HappeningKind::Mediation => "kind.happening.mediation",
        HappeningKind::Thanks => "kind.happening.thanks",
    })
}

fn index(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let title = strings.get("title.community");
    let mut context = site.page(page, "community", title, &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, None);
    let (past, coming) = site.community.community.split_at(site.figures.community.happened);
    let coming: Vec<Value> = coming.iter().map(|h| list_row(site, h, page)).collect();
    let mut years: BTreeMap<i16, Vec<&Happening>> = BTreeMap::new();
    for happening in past.iter().rev() {
        years.entry(happening.date.year()).or_default().push(happening);
    }
    let label = |year: i16| strings.fill("year", &[("year", &year.to_string())]);
    let items = |of: &[&Happening]| -> Vec<Value> { of.iter().map(|h| list_row(site, h, page)).collect() };
    let listed: Vec<Value> =
        years.iter().rev().map(|(y, of)| row! { id: format!("y{y}"), label: label(*y), items: items(of) }).collect();
    let counts: Vec<Value> = years.iter().rev().map(|(y, of)| counts_row(*y, label(*y), of)).collect();
    let volunteers = &site.community.volunteers;
    let hours =
        (!volunteers.is_empty()).then(|| link(strings.get("community.hours_page"), Some(href(page, super::volunteers::INDEX))));
    put!(context, {
        summary: strings.count("community.summary", past.len(), &[]),
        coming: coming,
        kinds: KINDS.map(|kind| kind_label(site, kind)).to_vec(),
        counts: counts,
        volunteers: hours,
        years: listed,
        downloads: vec![
            row! { label: "community.csv", href: href(page, "data/community.csv"), note: "CSV" },
            row! { label: "community.json", href: href(page, "data/community.json"), note: "JSON" },
        ],
    });
    context
}

/// How often what happened in a year, by kind.
fn counts_row(year: i16, label: String, happenings: &[&Happening]) -> Value {
    let cells: Vec<Value> = KINDS.iter().map(|kind| Value::from(happenings.iter().filter(|h| h.kind == *kind).count())).collect();
    row! { href: format!("#y{year}"), label: label, cells: cells, total: happenings.len() }
}

fn list_row(site: &Site<'_>, happening: &Happening, page: &str) -> Value {
    row! {
        href: href(page, &page_of(happening)),
        title: happening.document.title.as_str(),
        date: site.strings().day(happening.date),
        kind_label: kind_label(site, happening.kind),
        people_text: people_text(site, happening),
    }
}

/// How many took part; a number of few people is not shown.
fn people_text(site: &Site<'_>, happening: &Happening) -> Option<String> {
    let few = || site.strings().fill("community.few", &[("fewest", &FEWEST.to_string())]);
    happening.people.map(
        |people| {
            if people < FEWEST { few() } else { site.strings().count("community.people", people as usize, &[]) }
        },
    )
}

/// Hours given, where they do not tell how much a few people gave.
fn hours_of(happening: &Happening) -> Option<String> {
    let few = happening.people.is_some_and(|people| people < FEWEST);
    happening.hours.as_ref().filter(|_| !few).map(|hours| hours.short(1))
}

fn one(site: &Site<'_>, index: usize, page: &str) -> Context {
    let strings = site.strings();
    let all = &site.community.community;
    let happening = &all[index];
    let crumbs = [(strings.get("nav.home"), Some("index.html")), (strings.get("title.community"), Some(INDEX))];
    let mut context = site.page(page, "community", &happening.document.title, &crumbs);
    site.meta(&mut context, page, None, Some(happening.document.file));
    let hours_text = hours_of(happening).map(|hours| strings.fill("community.hours", &[("hours", &hours)]));
    let beside = |h: Option<&Happening>| h.map(|h| link(h.document.title.as_str(), Some(href(page, &page_of(h)))));
    put!(context, {
        kind_label: kind_label(site, happening.kind),
        date: strings.day(happening.date),
        coming: index >= site.figures.community.happened,
        people_text: people_text(site, happening),
        hours_text: hours_text,
        partners_text: (!happening.partners.is_empty()).then(|| strings.list(&happening.partners)),
        body_html: Value::safe_string(&markdown::document(site, &happening.document, page)),
        pager: row! { prev: beside(index.checked_sub(1).and_then(|i| all.get(i))), next: beside(all.get(index + 1)) },
    });
    context
}

pub fn news<'a>(site: &'a Site<'a>, news: &mut Vec<News<'a>>) {
    for happening in &site.community.community {
        let title = happening.document.title.clone();
        news.push(News { date: happening.date, title, page: page_of(happening), kind: "kind.news.community" });
    }
}

pub fn tables<'a>(site: &'a Site<'a>) -> Vec<Table<'a>> {
    let fields = [
        Field::date("date"),
        Field::text("kind"),
        Field::text("title"),
        Field::integer("participants"),
        Field::number("hours"),
        Field::text("partners"),
        Field::text("page"),
        Field::text("source"),
    ];
    vec![Table::new("community", fields).rows(site.community.community.iter().map(|h| {
        vec![
            h.date.to_string(),
            h.kind.name().to_owned(),
            h.document.title.clone(),
            h.people.filter(|people| *people >= FEWEST).map(|people| people.to_string()).unwrap_or_default(),
            hours_of(h).unwrap_or_default(),
            h.partners.join("; "),
            page_of(h),
            site.community.files.path(h.document.file).to_owned(),
        ]
    }))]
}
