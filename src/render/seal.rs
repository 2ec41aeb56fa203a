//! The seal register: when each seal was used, on what, approved by how many.

use tera::{Context, Value};

use super::address::href;
use super::home::News;
use super::page::Page;
use super::site::{Addresses, Group, Site};
use super::strings::Strings;
use super::table_file::{Field, Table};
use super::value::{put, row};
use crate::model::Community;
use crate::model::seal::{DocumentKind, Register, Seal, Use};

const INDEX: &str = "seal/index.html";
/// Where the menu has it.
pub const GROUP: Group = Group::Record;

pub fn register(community: &Community, strings: &Strings, addresses: &mut Addresses) {
    for register in &community.seal {
        addresses.add(register.file, page_of(register), title(strings, register));
    }
}

fn page_of(register: &Register) -> String {
    format!("{}.html", register.id)
}

fn title(strings: &Strings, register: &Register) -> String {
    strings.fill("seal.title", &[("year", &register.name)])
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, INDEX.into(), "seal_index.html", |page| index(site, page)));
    for (i, register) in site.community.seal.iter().enumerate() {
        pages.push(Page::template(site, page_of(register), "seal.html", move |page| one(site, i, page)));
    }
}

fn seal_label<'a>(site: &'a Site<'_>, seal: Seal) -> &'a str {
    site.strings().get(match seal {
        Seal::Assembly => "kind.seal.assembly",
        Seal::Committee => "kind.seal.committee",
        Seal::Finance => "kind.seal.finance",
    })
}

fn kind_label<'a>(site: &'a Site<'_>, kind: DocumentKind) -> &'a str {
    site.strings().get(match kind {
        DocumentKind::Contract => "kind.sealed.contract",
        DocumentKind::Notice => "kind.sealed.notice",
        DocumentKind::Letter => "kind.sealed.letter",
        DocumentKind::Other => "kind.sealed.other",
    })
}

fn index(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let mut context = site.page(page, "seal", strings.get("title.seal"), &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, None);
    let years = site.community.seal.iter().zip(&site.figures.seal.counts).rev();
    let years: Vec<Value> = years
        .map(|(register, counts)| {
            let part = |label: &str, n: usize| strings.count("seal.times_of", n, &[("what", label)]);
            let seals: Vec<String> = counts.by_seal.iter().map(|(seal, n)| part(seal_label(site, *seal), *n)).collect();
            let kinds: Vec<String> = counts.by_kind.iter().map(|(kind, n)| part(kind_label(site, *kind), *n)).collect();
            row! {
                title: title(strings, register),
                href: href(page, &page_of(register)),
                seals: seals.join(strings.get("fill.diff.part_separator")),
                kinds: kinds.join(strings.get("fill.diff.part_separator")),
            }
        })
        .collect();
    put!(context, { years: years });
    context
}

fn one(site: &Site<'_>, index: usize, page: &str) -> Context {
    let strings = site.strings();
    let register = &site.community.seal[index];
    let crumbs = [(strings.get("nav.home"), Some("index.html")), (strings.get("title.seal"), Some(INDEX))];
    let mut context = site.page(page, "seal", &title(strings, register), &crumbs);
    site.meta(&mut context, page, None, Some(register.file));
    let mut uses: Vec<&Use> = register.uses.iter().collect();
    uses.sort_by_key(|used| std::cmp::Reverse(used.date.value));
    let rows: Vec<Value> = uses.into_iter().map(|used| use_row(site, used, page)).collect();
    put!(context, { summary: strings.count("seal.times", rows.len(), &[]), extra_columns: register.extra_columns.clone(), uses: rows });
    context
}

fn use_row(site: &Site<'_>, used: &Use, page: &str) -> Value {
    let named = [&used.resolution, &used.minutes].into_iter().flatten();
    let rests_on: Vec<Value> = named.map(|r| site.link_to(&r.value, page)).collect();
    row! {
        id: format!("r{}", used.line),
        date: site.strings().day(used.date.value),
        seal: seal_label(site, used.seal),
        document: used.document.as_str(),
        kind: kind_label(site, used.kind),
        copies: used.copies.map(|n| n.to_string()),
        approvals: used.approvals.as_ref().map(|n| n.value.to_string()),
        rests_on: rests_on,
        extra: used.extra.clone(),
    }
}

pub fn news<'a>(site: &'a Site<'a>, news: &mut Vec<News<'a>>) {
    for register in &site.community.seal {
        let Some(date) = register.uses.iter().map(|u| u.date.value).max() else { continue };
        news.push(News { date, title: title(site.strings(), register), page: page_of(register), kind: "kind.news.seal" });
    }
}

pub fn tables<'a>(site: &'a Site<'a>) -> Vec<Table<'a>> {
    let fields = [
        Field::date("date"),
        Field::text("seal"),
        Field::text("document"),
        Field::text("kind"),
        Field::integer("copies"),
        Field::integer("approvals"),
        Field::text("resolution"),
        Field::text("minutes"),
    ];
    let uses = site.community.seal.iter().flat_map(|register| &register.uses);
    vec![Table::new("seal", fields).rows(uses.map(|used| {
        let named = |r: &Option<crate::model::Spanned<String>>| r.as_ref().map(|r| r.value.clone()).unwrap_or_default();
        vec![
            used.date.value.to_string(),
            used.seal.name().to_owned(),
            used.document.clone(),
            used.kind.name().to_owned(),
            used.copies.map(|n| n.to_string()).unwrap_or_default(),
            used.approvals.as_ref().map(|n| n.value.to_string()).unwrap_or_default(),
            named(&used.resolution),
            named(&used.minutes),
        ]
    }))]
}
