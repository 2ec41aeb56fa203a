//! Pages of bodies: who acts for the owners and until when, and a firm's record over the years.

mod archive;
mod body;
mod index;
mod record;

use super::home::News;
use super::page::Page;
use super::site::{Addresses, Group, Site};
use super::strings::Strings;
use super::table_file::{Field, Table};
use super::value::badge;
use crate::model::organisation::{Body, BodyKind};
use crate::model::{Community, Date};

const INDEX: &str = "organisation/index.html";
/// Where the menu has it.
pub const GROUP: Group = Group::People;

pub fn register(community: &Community, strings: &Strings, addresses: &mut Addresses) {
    for body in &community.organisation {
        if body.kind == BodyKind::Firm {
            let label = strings.fill("organisation.record_title", &[("firm", &body.name)]);
            addresses.add(body.file, record_page_of(body), label);
        }
        // The page named last is the one that links to the body lead to.
        addresses.add(body.file, page_of(body), &body.name);
    }
}

/// The address of a body.
pub fn page_of(body: &Body) -> String {
    format!("{}.html", body.id)
}

/// The address of a firm's record.
fn record_page_of(body: &Body) -> String {
    format!("{}.record.html", body.id)
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, INDEX.into(), "organisation_index.html", |page| index::context(site, page)));
    for (i, body) in site.community.organisation.iter().enumerate() {
        pages.push(Page::template(site, page_of(body), "organisation.html", move |page| body::context(site, i, page)));
        if body.kind == BodyKind::Firm {
            let draw = move |page: &str| record::context(site, i, page);
            pages.push(Page::template(site, record_page_of(body), "organisation_record.html", draw));
        }
    }
}

fn kind_label<'a>(site: &'a Site<'_>, kind: BodyKind) -> &'a str {
    site.strings().get(match kind {
        BodyKind::Assembly => "kind.body.assembly",
        BodyKind::Committee => "kind.body.committee",
        BodyKind::Supervisors => "kind.body.supervisors",
        BodyKind::ManagementCommittee => "kind.body.management_committee",
        BodyKind::PreparatoryGroup => "kind.body.preparatory_group",
        BodyKind::OwnersGroup => "kind.body.owners_group",
        BodyKind::Firm => "kind.body.firm",
        BodyKind::Developer => "kind.body.developer",
        BodyKind::ResidentsCommittee => "kind.body.residents_committee",
        BodyKind::StreetOffice => "kind.body.street_office",
        BodyKind::Adviser => "kind.body.adviser",
    })
}

/// Where an elected body's term stands; an office that is simply there has none.
fn state(site: &Site<'_>, body: &Body) -> Option<tera::Value> {
    let strings = site.strings();
    if body.is_past(site.as_of) {
        Some(badge(strings.get("organisation.state_past"), "off"))
    } else if body.since.is_some_and(|since| since.value > site.as_of) {
        Some(badge(strings.get("organisation.state_coming"), ""))
    } else if body.kind.is_elected() {
        Some(badge(strings.get("organisation.state_current"), "on"))
    } else {
        None
    }
}

/// From when to when; `None` where neither is written.
fn term_text(site: &Site<'_>, since: Option<Date>, until: Option<Date>) -> Option<String> {
    let strings = site.strings();
    match (since, until) {
        (Some(since), Some(until)) => Some(strings.range(since, until)),
        (Some(since), None) => Some(strings.fill("range_open", &[("from", &strings.date(since))])),
        (None, Some(until)) => Some(strings.fill("organisation.until", &[("date", &strings.date(until))])),
        (None, None) => None,
    }
}

/// A term is for whoever is elected; a firm or an adviser serves.
fn term_label<'a>(site: &'a Site<'_>, body: &Body) -> &'a str {
    site.strings().get(if body.kind.is_elected() { "organisation.term" } else { "organisation.served" })
}

fn term_of(site: &Site<'_>, body: &Body) -> Option<String> {
    term_text(site, body.since.map(|d| d.value), body.until.map(|d| d.value))
}

fn filed_text(site: &Site<'_>, body: &Body) -> Option<String> {
    let date = site.strings().date(body.filed_on?.value);
    Some(match &body.filed_with {
        Some(with) => site.strings().fill("organisation.filed", &[("date", &date), ("with", with)]),
        None => date,
    })
}

pub fn news<'a>(site: &'a Site<'a>, news: &mut Vec<News<'a>>) {
    for body in &site.community.organisation {
        let since = body.since.filter(|_| body.kind.is_elected()).map(|since| (since.value, body.name.as_str()));
        let promised = body.promises.iter().map(|p| (p.date.value, p.text.as_str()));
        let guided = body.guidance.iter().map(|g| (g.date.value, g.text.as_str()));
        for (date, title) in since.into_iter().chain(promised).chain(guided) {
            news.push(News { date, title: title.to_owned(), page: page_of(body), kind: "kind.news.organisation" });
        }
    }
}

pub fn tables<'a>(site: &'a Site<'a>) -> Vec<Table<'a>> {
    vec![bodies(site), members(site), record::table(site)]
}

fn day(date: Option<Date>) -> String {
    date.map(|d| d.to_string()).unwrap_or_default()
}

fn bodies<'a>(site: &'a Site<'a>) -> Table<'a> {
    let fields = [
        Field::text("body"),
        Field::text("kind"),
        Field::text("name"),
        Field::date("since"),
        Field::date("until"),
        Field::date("filed_on"),
        Field::text("filed_with"),
        Field::integer("members"),
        Field::text("page"),
    ];
    Table::new("organisation", fields).rows(site.community.organisation.iter().map(|b| {
        vec![
            slug(b).to_owned(),
            b.kind.name().to_owned(),
            b.name.clone(),
            day(b.since.map(|d| d.value)),
            day(b.until.map(|d| d.value)),
            day(b.filed_on.map(|d| d.value)),
            b.filed_with.clone().unwrap_or_default(),
            b.members_on(site.as_of).count().to_string(),
            page_of(b),
        ]
    }))
}

fn members<'a>(site: &'a Site<'a>) -> Table<'a> {
    let fields = [Field::text("body"), Field::text("name"), Field::text("role"), Field::date("since"), Field::date("until")];
    let all = site.community.organisation.iter().flat_map(|b| b.members.iter().map(move |m| (b, m)));
    Table::new("members", fields).rows(all.map(|(b, m)| {
        vec![
            slug(b).to_owned(),
            m.name.value.clone(),
            m.role.clone().unwrap_or_default(),
            day(m.from.map(|d| d.value)),
            day(m.until.map(|d| d.value)),
        ]
    }))
}

/// The part of the id after the folder.
fn slug(body: &Body) -> &str {
    body.id.strip_prefix("organisation/").unwrap_or(&body.id)
}
