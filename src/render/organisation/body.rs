//! One body: its members and their terms, training, declared interests, promises, guidance given.

use tera::{Context, Value};

use super::super::address::href;
use super::super::contracts;
use super::super::site::Site;
use super::super::value::{link, put, row};
use crate::model::organisation::{Body, BodyKind, Member};
use crate::model::{Date, Spanned};

pub fn context(site: &Site<'_>, index: usize, page: &str) -> Context {
    let strings = site.strings();
    let body = &site.community.organisation[index];
    let crumbs = [(strings.get("nav.home"), Some("index.html")), (strings.get("title.organisation"), Some(super::INDEX))];
    let mut context = site.page(page, "organisation", &body.name, &crumbs);
    site.meta(&mut context, page, None, Some(body.file));
    let record = (body.kind == BodyKind::Firm)
        .then(|| link(strings.get("organisation.record_link"), Some(href(page, &super::record_page_of(body)))));
    put!(context, {
        kind_label: super::kind_label(site, body.kind),
        state: super::state(site, body),
        term_label: super::term_label(site, body),
        term_text: super::term_of(site, body),
        filed_text: super::filed_text(site, body),
        phone: body.phone.clone(),
        place: body.place.clone(),
        hours: body.hours.clone(),
        record: record,
        firm: body.kind == BodyKind::Firm,
        duties: body.duties.clone(),
        members: members(site, body),
        payments: payments(site, body),
        trainings: trainings(site, body),
        interests: body.interests.iter().map(|i| interest_row(body, &i.member.value, &i.counterparty.value)).collect::<Vec<_>>(),
        promises: newest_first(body.promises.iter().map(|p| (p.date.value, p.text.as_str(), p.place.as_ref())), site, page),
        guidance: newest_first(body.guidance.iter().map(|g| (g.date.value, g.text.as_str(), g.place.as_ref())), site, page),
        contracts: contracts_of(site, index, page),
    });
    context
}

/// Members in office first, then those who have left; columns only for what is written.
fn members(site: &Site<'_>, body: &Body) -> Value {
    let (now, then): (Vec<&Member>, Vec<&Member>) = body.members.iter().partition(|m| m.in_office(site.as_of));
    if body.members.is_empty() {
        return ().into();
    }
    let rows: Vec<Value> = now
        .iter()
        .chain(&then)
        .map(|m| {
            row! {
                name: m.name.value.as_str(),
                role: m.role.clone(),
                building: m.building.as_deref().map(|b| building_label(site, b)),
                term_text: super::term_text(site, m.from.map(|d| d.value), m.until.map(|d| d.value)),
            }
        })
        .collect();
    row! {
        caption: site.strings().count("organisation.members", now.len(), &[]),
        has_role: body.members.iter().any(|m| m.role.is_some()),
        has_building: body.members.iter().any(|m| m.building.is_some()),
        has_term: body.members.iter().any(|m| m.from.is_some() || m.until.is_some()),
        rows: rows,
    }
}

/// A building's name where the settings have it, else as it is written.
fn building_label(site: &Site<'_>, id: &str) -> String {
    let known = site.community.settings.buildings.iter().find(|b| b.id.value == id);
    known.and_then(|b| b.name.clone()).unwrap_or_else(|| id.to_owned())
}

/// Whether members in office pay their own fees: by role and yes or no, so that no name stands beside an arrear.
fn payments(site: &Site<'_>, body: &Body) -> Vec<Value> {
    let strings = site.strings();
    let said = body.members_on(site.as_of).filter_map(|m| Some((m.role.as_deref()?, m.pays_fees?)));
    said.map(|(role, paid)| {
        let key = if paid { "organisation.paid" } else { "organisation.not_paid" };
        row! { role: role, text: strings.get(key) }
    })
    .collect()
}

fn trainings(site: &Site<'_>, body: &Body) -> Vec<Value> {
    let mut trainings: Vec<_> = body.trainings.iter().collect();
    trainings.sort_by_key(|t| std::cmp::Reverse(t.date));
    trainings
        .iter()
        .map(|t| {
            row! {
                date: site.strings().day(t.date),
                topic: t.topic.as_str(),
                hours: t.hours.as_ref().map(|h| h.short(2)),
                attended: t.attended.map(|n| n.to_string()),
            }
        })
        .collect()
}

/// A declared interest, by role where the member has one.
fn interest_row(body: &Body, member: &str, counterparty: &str) -> Value {
    let role = body.members.iter().find(|m| m.name.value == member).and_then(|m| m.role.clone());
    row! { member: member, role: role, counterparty: counterparty }
}

type Said<'b> = (Date, &'b str, Option<&'b Spanned<String>>);

fn newest_first<'b>(items: impl Iterator<Item = Said<'b>>, site: &Site<'_>, page: &str) -> Vec<Value> {
    let mut items: Vec<Said<'b>> = items.collect();
    items.sort_by_key(|(date, _, _)| std::cmp::Reverse(*date));
    items
        .into_iter()
        .map(|(date, text, place)| {
            row! { date: site.strings().day(date), text: text, place: place.map(|p| site.link_to(&p.value, page)) }
        })
        .collect()
}

/// A firm's contracts, the newest first.
fn contracts_of(site: &Site<'_>, index: usize, page: &str) -> Vec<Value> {
    let body = &site.community.organisation[index];
    let theirs = site.community.contracts.iter().rev().filter(|c| c.firm.as_deref().is_some_and(|f| body.is_called(f)));
    theirs.map(|c| row! { label: c.title.as_str(), href: href(page, &contracts::page_of(c)) }).collect()
}
