//! What owners should know: every finding, in words, with its basis and the page it concerns.

use std::collections::BTreeMap;

use tera::{Context, Value};

use super::address::href;
use super::page::Page;
use super::site::{Site, copy_of, finding_anchor};
use super::table_file::{Field, Table};
use super::value::{link, put, row};
use crate::diagnostic::{Arg, Diagnostic, Lines, page as code_page};

pub const INDEX: &str = "compliance/index.html";

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, INDEX.into(), "compliance.html", |page| index(site, page)));
}

fn index(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let title = strings.get("title.compliance");
    let mut context = site.page(page, "compliance", title, &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, None);
    let mut by_family: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for (i, finding) in site.findings.iter().enumerate() {
        by_family.entry(&finding.code[..4]).or_default().push(finding_row(site, i, finding, page));
    }
    let families: Vec<Value> = by_family
        .into_iter()
        .map(|(family, findings)| {
            row! {
                id: family,
                title: strings.find(&format!("compliance.family_{family}")).unwrap_or(family),
                count_text: strings.count("compliance.family_count", findings.len(), &[]),
                findings: findings,
            }
        })
        .collect();
    let count = site.findings.len();
    let checked = [("date", strings.date(site.as_of)), ("records", site.community.record_count().to_string())];
    let checked: Vec<(&str, &str)> = checked.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let duties = super::duties::rows(site, page);
    let tables = if duties.is_empty() { &["findings"][..] } else { &["findings", "duties"] };
    let files = tables.iter().flat_map(|table| [(table, "csv"), (table, "json")]);
    let download = |(table, ending): (&&str, &str)| {
        let name = format!("{table}.{ending}");
        row! { href: href(page, &format!("data/{name}")), label: name, note: ending.to_uppercase() }
    };
    put!(context, {
        summary: (count > 0).then(|| strings.count("compliance.summary", count, &[])),
        jurisdiction: (!site.jurisdiction.id.is_empty()).then(|| site.jurisdiction.name(site.locale)),
        months: (1..=12).collect::<Vec<i32>>(),
        years: super::duties::years(site),
        duties: duties,
        others: super::duties::others(site),
        allowed: allowed(site),
        families: families,
        checked_text: strings.fill("compliance.checked", &checked),
        downloads: files.map(download).collect::<Vec<Value>>(),
    });
    context
}

/// What the privacy gate was told to let pass, and why; the text itself stands in its file.
fn allowed(site: &Site<'_>) -> Vec<Value> {
    let allowed = site.community.settings.allowed.iter();
    allowed.map(|a| row! { path: a.path.value.as_str(), reason: a.reason.as_str() }).collect()
}

fn finding_row(site: &Site<'_>, index: usize, finding: &Diagnostic, page: &str) -> Value {
    let strings = site.strings();
    let text = |name: &str| {
        finding.args.iter().find_map(|(n, v)| match v {
            Arg::Text(text) if *n == name => Some(text.clone()),
            _ => None,
        })
    };
    let known = code_page(finding.code);
    let basis = text("basis").or_else(|| known.map(|p| p.basis(site.locale).to_owned())).filter(|b| !b.is_empty());
    let meaning =
        known.and_then(|p| p.explanation(site.locale).split("\n\n").next().map(str::to_owned)).filter(|m| !m.is_empty());
    let concerned = finding.concerns.as_deref().map(|record| site.page_of_record(record));
    let acknowledged = text("reason").map(|reason| row! { reason: reason, by_text: text("by") });
    row! {
        id: finding_anchor(index),
        severity_label: strings.get("severity.finding"),
        code: finding.code,
        message: site.finding_words(finding).message,
        meaning: meaning,
        basis_text: basis,
        page: concerned.map(|to| link(site.label_of(&to), Some(href(page, &to)))),
        place: place(site, finding, page),
        acknowledged: acknowledged,
        replies: super::replies::to_finding(site, finding, page),
    }
}

fn line_of(site: &Site<'_>, finding: &Diagnostic) -> usize {
    let text = &site.community.files.get(finding.span.file).text;
    Lines::new(text).position(finding.span.start as usize).0
}

/// File and line, with the way to the file.
fn place(site: &Site<'_>, finding: &Diagnostic, page: &str) -> Value {
    let path = finding.path(&site.community.files);
    if finding.missing_path.is_some() {
        return link(path, None);
    }
    let line = line_of(site, finding);
    let label = site.strings().fill("compliance.line", &[("path", path), ("line", &line.to_string())]);
    let to = match &site.community.settings.source_url {
        Some(url) => Some(format!("{}/{}#L{line}", url.trim_end_matches('/'), href("", path))),
        None => (!site.is_withheld(finding.span.file)).then(|| href(page, &copy_of(path))),
    };
    link(label, to)
}

/// The findings as a table.
pub fn table<'a>(site: &'a Site<'a>) -> Table<'a> {
    let fields = [Field::text("code"), Field::text("path"), Field::integer("line"), Field::text("message"), Field::text("page")];
    Table::new("findings", fields).rows(site.findings.iter().map(|f| {
        vec![
            f.code.to_owned(),
            f.path(&site.community.files).to_owned(),
            if f.missing_path.is_some() { String::new() } else { line_of(site, f).to_string() },
            site.finding_words(f).message,
            f.concerns.as_deref().map(|record| site.page_of_record(record)).unwrap_or_default(),
        ]
    }))
}
