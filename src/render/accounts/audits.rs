//! Auditors' reports: one page each, and the list on the index of the books.

use tera::{Context, Value};

use super::super::address::href;
use super::super::markdown;
use super::super::site::Site;
use super::super::strings::Strings;
use super::super::table_file::{Field, Table};
use super::super::value::{badge, link, put, row};
use super::{INDEX, page_of};
use crate::model::accounts::{Audit, Opinion};

/// The address of a report.
pub fn page_of_audit(audit: &Audit) -> String {
    format!("{}.html", audit.document.id)
}

/// The word for an opinion and the tone of its badge.
fn opinion<'s>(strings: &'s Strings, audit: &Audit) -> (&'s str, &'static str) {
    match audit.opinion {
        Some(Opinion::Unqualified) => (strings.get("kind.opinion.unqualified"), "on"),
        Some(Opinion::Qualified) => (strings.get("kind.opinion.qualified"), "due"),
        Some(Opinion::Adverse) => (strings.get("kind.opinion.adverse"), "due"),
        Some(Opinion::Disclaimer) => (strings.get("kind.opinion.disclaimer"), "due"),
        None => (strings.get("kind.opinion.none"), ""),
    }
}

/// What the opinion means, in a sentence.
fn meaning<'s>(strings: &'s Strings, audit: &Audit) -> &'s str {
    strings.get(match audit.opinion {
        Some(Opinion::Unqualified) => "audits.means_unqualified",
        Some(Opinion::Qualified) => "audits.means_qualified",
        Some(Opinion::Adverse) => "audits.means_adverse",
        Some(Opinion::Disclaimer) => "audits.means_disclaimer",
        None => "audits.means_none",
    })
}

pub fn context(site: &Site<'_>, index: usize, page: &str) -> Context {
    let strings = site.strings();
    let audit = &site.community.accounts.audits[index];
    let crumbs = [(strings.get("nav.home"), Some("index.html")), (strings.get("title.accounts"), Some(INDEX))];
    let mut context = site.page(page, "accounts", &audit.document.title, &crumbs);
    site.meta(&mut context, page, audit.published_on, Some(audit.document.file));
    let (label, tone) = opinion(strings, audit);
    let period = audit.period.value;
    let periods = site.figures.accounts.periods();
    let related: Vec<Value> = periods
        .into_iter()
        .filter(|p| p.overlaps(period))
        .map(|p| link(strings.fill("accounts.period_title", &[("period", &strings.period(p))]), Some(href(page, &page_of(p)))))
        .collect();
    put!(context, {
        opinion: badge(label, tone),
        meaning: meaning(strings, audit),
        auditor: audit.auditor.clone(),
        period_text: strings.period(period),
        date_text: strings.date(audit.date),
        findings: audit.findings.clone(),
        body_html: Value::safe_string(&markdown::document(site, &audit.document, page)),
        related: related,
    });
    context
}

/// The newest first.
pub fn list(site: &Site<'_>, page: &str) -> Vec<Value> {
    let strings = site.strings();
    let audits = site.community.accounts.audits.iter().rev();
    audits
        .map(|audit| {
            let (label, tone) = opinion(strings, audit);
            let findings = audit.findings.len();
            row! {
                title: audit.document.title.as_str(),
                href: href(page, &page_of_audit(audit)),
                opinion: badge(label, tone),
                auditor: audit.auditor.clone(),
                date_text: strings.date(audit.date),
                note: (findings > 0).then(|| strings.count("audits.findings_note", findings, &[])),
            }
        })
        .collect()
}

pub fn table<'a>(site: &'a Site<'a>) -> Table<'a> {
    let fields = [
        Field::date("date"),
        Field::text("period"),
        Field::text("auditor"),
        Field::text("opinion"),
        Field::integer("findings"),
        Field::text("title"),
        Field::text("page"),
    ];
    Table::new("audits", fields).rows(site.community.accounts.audits.iter().map(|a| {
        vec![
            a.date.to_string(),
            a.period.value.to_string(),
            a.auditor.clone().unwrap_or_default(),
            a.opinion.map(Opinion::name).unwrap_or_default().to_owned(),
            a.findings.len().to_string(),
            a.document.title.clone(),
            page_of_audit(a),
        ]
    }))
}
