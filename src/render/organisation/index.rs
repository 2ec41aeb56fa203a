//! Who acts for us, until when, are they trained, and whom to turn to when committee and firm fail.

use tera::{Context, Value};

use super::super::address::href;
use super::super::site::Site;
use super::super::value::{link, put, row};
use crate::model::organisation::{Body, BodyKind};

/// Groups in order: the key of the heading, the key of a sentence below it, the kinds.
const GROUPS: [(&str, Option<&str>, &[BodyKind]); 4] = [
    (
        "organisation.owners",
        None,
        &[
            BodyKind::Assembly,
            BodyKind::Committee,
            BodyKind::ManagementCommittee,
            BodyKind::Supervisors,
            BodyKind::PreparatoryGroup,
            BodyKind::OwnersGroup,
        ],
    ),
    ("organisation.service", None, &[BodyKind::Firm, BodyKind::Developer]),
    ("organisation.turn_to", Some("organisation.turn_to_note"), &[BodyKind::ResidentsCommittee, BodyKind::StreetOffice]),
    ("organisation.advisers", None, &[BodyKind::Adviser]),
];

pub fn context(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let title = strings.get("title.organisation");
    let mut context = site.page(page, "organisation", title, &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, None);
    let all = &site.community.organisation;
    let mut groups: Vec<Value> = Vec::new();
    let mut add = |id: &str, label: &str, note: Option<&str>, bodies: Vec<&Body>| {
        if !bodies.is_empty() {
            let items: Vec<Value> = bodies.into_iter().map(|b| body_row(site, b, page)).collect();
            groups.push(row! { id: id, label: strings.get(label), note: note.map(|n| strings.get(n)), items: items });
        }
    };
    for (label, note, kinds) in GROUPS {
        let id = label.rsplit('.').next().unwrap_or_default();
        let of_group = kinds.iter().flat_map(|k| all.iter().filter(move |b| b.kind == *k && !b.is_past(site.as_of)));
        add(id, label, note, of_group.collect());
    }
    add("past", "organisation.past", None, all.iter().filter(|b| b.is_past(site.as_of)).collect());
    put!(context, {
        summary: summary(site),
        groups: groups,
        downloads: vec![
            row! { label: "organisation.csv", href: href(page, "data/organisation.csv"), note: "CSV" },
            row! { label: "organisation.json", href: href(page, "data/organisation.json"), note: "JSON" },
        ],
    });
    context
}

/// The committee in office and the last day of its term, where the record has one.
fn summary(site: &Site<'_>) -> Option<String> {
    let acts = |b: &&Body| matches!(b.kind, BodyKind::Committee | BodyKind::ManagementCommittee);
    let committee = site.community.organisation.iter().filter(acts).find(|b| b.in_office(site.as_of))?;
    let until = site.strings().date(committee.until?.value);
    Some(site.strings().fill("organisation.summary", &[("name", &committee.name), ("until", &until)]))
}

fn body_row(site: &Site<'_>, body: &Body, page: &str) -> Value {
    let strings = site.strings();
    let members = body.members_on(site.as_of).count();
    let trained = body.trainings.iter().map(|t| t.date).filter(|d| *d <= site.as_of).max();
    let record = (body.kind == BodyKind::Firm)
        .then(|| link(strings.get("organisation.record_link"), Some(href(page, &super::record_page_of(body)))));
    row! {
        name: body.name.as_str(),
        href: href(page, &super::page_of(body)),
        kind_label: super::kind_label(site, body.kind),
        state: super::state(site, body),
        term_label: super::term_label(site, body),
        term_text: super::term_of(site, body),
        members_text: (members > 0).then(|| strings.count("organisation.members", members, &[])),
        filed_text: super::filed_text(site, body),
        trained_text: trained.map(|d| strings.date(d)),
        phone: body.phone.clone(),
        place: body.place.clone(),
        hours: body.hours.clone(),
        duties: body.duties.clone(),
        record: record,
    }
}
