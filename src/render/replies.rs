//! Pages of replies, and the replies that stand beside what they answer.

use std::collections::HashMap;

use tera::{Context, Value};

use super::address::{href, href_to};
use super::home::News;
use super::markdown;
use super::page::Page;
use super::site::{Addresses, Group, Site, finding_anchor};
use super::strings::Strings;
use super::table_file::{Field, Table};
use super::value::{link, put, row};
use crate::diagnostic::Diagnostic;
use crate::model::Community;
use crate::model::replies::{About, Reply};

const INDEX: &str = "replies/index.html";
/// Where the menu has it.
pub const GROUP: Group = Group::Record;

pub fn register(community: &Community, _: &Strings, addresses: &mut Addresses) {
    for reply in &community.replies {
        addresses.add(reply.document.file, page_of(reply), &reply.document.title);
    }
}

/// The address of a reply.
pub fn page_of(reply: &Reply) -> String {
    format!("{}.html", reply.document.id)
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, INDEX.into(), "replies_index.html", |page| index(site, page)));
    for (i, reply) in site.community.replies.iter().enumerate() {
        pages.push(Page::template(site, page_of(reply), "reply.html", move |page| one(site, i, page)));
    }
}

/// Which replies stand on which page: on that of the record they are about.
pub fn by_page(site: &Site<'_>) -> HashMap<String, Vec<usize>> {
    let mut pages: HashMap<String, Vec<usize>> = HashMap::new();
    for (i, reply) in site.community.replies.iter().enumerate() {
        pages.entry(page_about(site, reply)).or_default().push(i);
    }
    pages
}

/// The page of what a reply is about.
fn page_about(site: &Site<'_>, reply: &Reply) -> String {
    let record = reply.about.record();
    let files = &site.community.files;
    let finding = finding_of(site, reply).and_then(|(_, finding)| finding.concerns.as_deref());
    match (finding, files.find(record)) {
        (Some(concerned), _) => site.page_of_record(concerned),
        (None, Some(file)) => site.page_of_file(file),
        (None, None) => site.page_of_record(record),
    }
}

/// The finding that a reply is about, where it is still made.
fn finding_of<'s>(site: &'s Site<'_>, reply: &Reply) -> Option<(usize, &'s Diagnostic)> {
    let About::Finding { code, record } = &reply.about.value else { return None };
    let files = &site.community.files;
    let found = site.findings.iter().enumerate().find(|(_, f)| f.code == code && f.is_about(record, files));
    found.map(|(i, f)| (i, *f))
}

/// The replies that stand on a page under its findings.
pub fn here(site: &Site<'_>, replies: &[usize], page: &str) -> Vec<Value> {
    replies.iter().map(|i| shown(site, &site.community.replies[*i], page)).collect()
}

/// The replies to a finding, for the page about findings.
pub fn to_finding(site: &Site<'_>, finding: &Diagnostic, page: &str) -> Vec<Value> {
    let answers = |reply: &&Reply| is_to_finding(site, reply, finding);
    site.community.replies.iter().filter(answers).map(|reply| shown(site, reply, page)).collect()
}

/// Whether a reply is about this finding.
pub fn is_to_finding(site: &Site<'_>, reply: &Reply, finding: &Diagnostic) -> bool {
    match &reply.about.value {
        About::Finding { code, record } => finding.code == code && finding.is_about(record, &site.community.files),
        About::Record(_) => false,
    }
}

fn shown(site: &Site<'_>, reply: &Reply, page: &str) -> Value {
    row! {
        href: href(page, &page_of(reply)),
        title: reply.document.title.as_str(),
        by: reply.by.as_str(),
        date: site.strings().day(reply.date),
        body_html: Value::safe_string(&markdown::document(site, &reply.document, page)),
    }
}

/// What a reply is about, in words.
pub fn about_label(site: &Site<'_>, reply: &Reply) -> String {
    let to = page_about(site, reply);
    let label = site.label_of(&to);
    match &reply.about.value {
        About::Record(_) => label.to_owned(),
        About::Finding { code, .. } => site.strings().fill("replies.finding", &[("code", code), ("title", label)]),
    }
}

/// What a reply is about, as a link to it.
fn about_link(site: &Site<'_>, reply: &Reply, page: &str) -> Value {
    let (to, label) = (page_about(site, reply), about_label(site, reply));
    match &reply.about.value {
        About::Record(_) => link(label, Some(href(page, &to))),
        About::Finding { .. } => {
            let to = match finding_of(site, reply) {
                Some((i, _)) => href_to(page, super::compliance::INDEX, &finding_anchor(i)),
                None => href(page, &to),
            };
            link(label, Some(to))
        }
    }
}

fn index(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let title = strings.get("title.replies");
    let mut context = site.page(page, "replies", title, &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, None);
    let items: Vec<Value> = site
        .community
        .replies
        .iter()
        .rev()
        .map(|reply| {
            row! {
                href: href(page, &page_of(reply)),
                title: reply.document.title.as_str(),
                by: reply.by.as_str(),
                date: strings.day(reply.date),
                about: about_link(site, reply, page),
            }
        })
        .collect();
    put!(context, {
        summary: strings.count("replies.summary", site.community.replies.len(), &[]),
        items: items,
        downloads: vec![
            row! { label: "replies.csv", href: href(page, "data/replies.csv"), note: "CSV" },
            row! { label: "replies.json", href: href(page, "data/replies.json"), note: "JSON" },
        ],
    });
    context
}

fn one(site: &Site<'_>, index: usize, page: &str) -> Context {
    let strings = site.strings();
    let reply = &site.community.replies[index];
    let crumbs = [(strings.get("nav.home"), Some("index.html")), (strings.get("title.replies"), Some(INDEX))];
    let mut context = site.page(page, "replies", &reply.document.title, &crumbs);
    site.meta(&mut context, page, Some(reply.date), Some(reply.document.file));
    put!(context, {
        by: reply.by.as_str(),
        about: about_link(site, reply, page),
        body_html: Value::safe_string(&markdown::document(site, &reply.document, page)),
    });
    context
}

pub fn news<'a>(site: &'a Site<'a>, news: &mut Vec<News<'a>>) {
    for reply in &site.community.replies {
        let title = reply.document.title.clone();
        news.push(News { date: reply.date, title, page: page_of(reply), kind: "kind.news.replies" });
    }
}

pub fn tables<'a>(site: &'a Site<'a>) -> Vec<Table<'a>> {
    let fields = [
        Field::date("date"),
        Field::text("title"),
        Field::text("answered_by"),
        Field::text("finding"),
        Field::text("record"),
        Field::text("page"),
        Field::text("source"),
    ];
    vec![Table::new("replies", fields).rows(site.community.replies.iter().map(|r| {
        let code = match &r.about.value {
            About::Finding { code, .. } => code.clone(),
            About::Record(_) => String::new(),
        };
        vec![
            r.date.to_string(),
            r.document.title.clone(),
            r.by.clone(),
            code,
            r.about.record().to_owned(),
            page_of(r),
            site.community.files.path(r.document.file).to_owned(),
        ]
    }))]
}
