//! The page and the table of a firm's record.

use tera::{Context, Value};

use super::super::address::{href, href_to};
use super::super::format;
use super::super::replies;
use super::super::site::Site;
use super::super::table_file::{Field, Table};
use super::super::value::{link, put, row};
use super::archive::{ArchiveKind, ArchiveRow, archive};
use crate::model::Money;
use crate::model::organisation::BodyKind;

pub fn context(site: &Site<'_>, index: usize, page: &str) -> Context {
    let strings = site.strings();
    let body = &site.community.organisation[index];
    let title = strings.fill("organisation.record_title", &[("firm", &body.name)]);
    let own = super::page_of(body);
    let crumbs = [
        (strings.get("nav.home"), Some("index.html")),
        (strings.get("title.organisation"), Some(super::INDEX)),
        (body.name.as_str(), Some(own.as_str())),
    ];
    let mut context = site.page(page, "organisation", &title, &crumbs);
    site.meta(&mut context, page, None, Some(body.file));
    let rows = archive(site, index);
    let drawn: Vec<Value> = rows.iter().map(|r| archive_row(site, r, page)).collect();
    put!(context, {
        summary: (!rows.is_empty()).then(|| summary(site, &rows)),
        sums: sums(site, &rows),
        rows: drawn,
        downloads: vec![
            row! { label: "firm_record.csv", href: href(page, "data/firm_record.csv"), note: "CSV" },
            row! { label: "firm_record.json", href: href(page, "data/firm_record.json"), note: "JSON" },
        ],
    });
    context
}

fn summary(site: &Site<'_>, rows: &[ArchiveRow]) -> String {
    let dates = || rows.iter().map(|r| r.date);
    let (from, until) = (dates().min().unwrap_or(site.as_of), dates().max().unwrap_or(site.as_of));
    site.strings().count("organisation.record_summary", rows.len(), &[("range", &site.strings().range(from, until))])
}

/// What all periods together deduct and reward, and what the ledger shows as taken back.
fn sums(site: &Site<'_>, rows: &[ArchiveRow]) -> Vec<Value> {
    let strings = site.strings();
    let of = |kind| rows.iter().filter(|r| r.kind == kind).filter_map(|r| r.amount).sum::<Money>();
    [
        ("kind.archive.deduction", ArchiveKind::Deduction),
        ("kind.archive.reward", ArchiveKind::Reward),
        ("kind.archive.booked", ArchiveKind::Booked),
    ]
    .into_iter()
    .filter(|(_, kind)| rows.iter().any(|r| r.kind == *kind))
    .map(|(label, kind)| row! { label: strings.get(label), amount: strings.yuan(of(kind).abs()) })
    .collect()
}

fn archive_row(site: &Site<'_>, r: &ArchiveRow, page: &str) -> Value {
    row! {
        date: site.strings().day(r.date),
        kind_label: site.strings().get(r.kind.names().1),
        text: r.text.as_str(),
        href: href_to(page, &r.to.0, &r.to.1),
        amount: r.amount.map(format::money),
        score: r.score.as_ref().map(|s| format::decimal(s, 1)),
        replies: r.replies.iter().map(|i| reply_link(site, *i, page)).collect::<Vec<_>>(),
    }
}

fn reply_link(site: &Site<'_>, index: usize, page: &str) -> Value {
    let reply = &site.community.replies[index];
    let date = site.strings().date(reply.date);
    let label = site.strings().fill("organisation.replied", &[("by", &reply.by), ("date", &date)]);
    link(label, Some(href(page, &replies::page_of(reply))))
}

/// The records of all firms.
pub fn table<'a>(site: &'a Site<'a>) -> Table<'a> {
    let fields = [
        Field::text("firm"),
        Field::date("date"),
        Field::text("archive_kind"),
        Field::text("text"),
        Field::number("archive_amount"),
        Field::number("score"),
        Field::text("page"),
        Field::text("reply_pages"),
    ];
    let bodies = site.community.organisation.iter().enumerate().filter(|(_, b)| b.kind == BodyKind::Firm);
    Table::new("firm_record", fields).rows(bodies.flat_map(|(i, body)| {
        archive(site, i).into_iter().map(move |r| {
            vec![
                body.name.clone(),
                r.date.to_string(),
                r.kind.names().0.to_owned(),
                r.text,
                r.amount.map(Money::plain).unwrap_or_default(),
                r.score.map(|s| s.rounded(4)).unwrap_or_default(),
                r.to.0,
                r.replies.iter().map(|i| replies::page_of(&site.community.replies[*i])).collect::<Vec<_>>().join(" "),
            ]
        })
    }))
}
