//! Pages of rules: the current text with article anchors, every version, the list of versions.

mod akn;

use std::sync::{Arc, OnceLock};

use tera::{Context, Value};

use super::address::href;
use super::article_html;
use super::home::News;
use super::markdown;
use super::page::Page;
use super::rule_diff;
use super::site::{Addresses, Group, Site};
use super::strings::Strings;
use super::table_file::{Field, Table};
use super::value::{badge, link, put, row};
use super::xml::escape;
use crate::history::Differ;
use crate::model::rules::{AdoptedBy, Rule, Version};
use crate::model::{Article, Block, Community, OtherKind};

const INDEX: &str = "rules/index.html";
/// Where the menu has it.
pub const GROUP: Group = Group::Decisions;

pub fn register(community: &Community, _: &Strings, addresses: &mut Addresses) {
    for rule in &community.rules {
        for version in &rule.versions {
            addresses.add(version.document.file, page_of(version), &version.document.title);
        }
    }
}

/// The address of a version.
pub fn page_of(version: &Version) -> String {
    format!("{}.html", version.document.id)
}

fn index_of(rule: &Rule) -> String {
    format!("rules/{}/index.html", rule.slug)
}

/// The address of the comparison of two versions.
pub fn pair_page(rule: &Rule, from: usize, to: usize) -> String {
    format!("rules/{}/{}..{}.html", rule.slug, rule.versions[from].name(), rule.versions[to].name())
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, INDEX.into(), "rules_index.html", |page| index(site, page)));
    for (r, rule) in site.community.rules.iter().enumerate() {
        let shared = Arc::new(Shared::new(site, r));
        let (current, of_index) = (shown_version(site, r), shared.clone());
        pages.push(Page::template(site, index_of(rule), "rule.html", move |page| one(&of_index, current, page)));
        for v in 0..rule.versions.len() {
            pages.push(Page::written(akn::path_of(&rule.versions[v]), move |out| akn::write(site, r, v, out)));
            let shared = shared.clone();
            pages.push(Page::template(site, page_of(&rule.versions[v]), "rule.html", move |page| one(&shared, v, page)));
        }
        for (from, to) in &site.figures.rules.rules[r].pairs {
            let (from, to, shared) = (*from, *to, shared.clone());
            let path = pair_page(rule, from, to);
            pages.push(Page::template(site, path, "rule_diff.html", move |page| rule_diff::page(&shared, from, to, page)));
        }
    }
}

/// What all pages of a rule share. They lie in one folder, so even their links are the same.
pub struct Shared<'a> {
    pub site: &'a Site<'a>,
    /// Index of the rule.
    pub rule: usize,
    /// `2024年6月1日施行版`, by version.
    pub labels: Vec<String>,
    /// The list of versions, newest first.
    versions: Vec<Value>,
    /// The list of comparisons, as in the figures.
    pub pairs: Vec<Value>,
    /// The same change stands in many pairs: what was marked once is remembered.
    pub differ: Differ<'a>,
    /// The articles of each version as plain HTML without their numbers, made when first folded.
    plain: Vec<OnceLock<Vec<String>>>,
}

impl<'a> Shared<'a> {
    fn new(site: &'a Site<'a>, rule: usize) -> Self {
        let all = &site.community.rules[rule];
        let page = index_of(all);
        let labels: Vec<String> = all.versions.iter().map(|v| version_label(site, v)).collect();
        let pairs = site.figures.rules.rules[rule].pairs.iter().map(|(from, to)| {
            let label = site.strings().fill("diff.pair", &[("from", &labels[*from]), ("to", &labels[*to])]);
            link(label, Some(href(&page, &pair_page(all, *from, *to))))
        });
        let pairs = pairs.collect();
        let versions = (0..all.versions.len()).rev().map(|v| version_entry(site, rule, v, &labels, false)).collect();
        let plain = all.versions.iter().map(|_| OnceLock::new()).collect();
        Shared { site, rule, labels, versions, pairs, differ: Differ::default(), plain }
    }

    /// An article's words as plain HTML, after its number.
    pub fn plain(&self, version: usize, article: &Article) -> &str {
        let text = &self.site.community.rules[self.rule].versions[version].text;
        let all = self.plain[version].get_or_init(|| text.articles().map(|a| article_html::after_number(&a.text)).collect());
        // Blocks lie in order in one vector, so an article's place tells its index.
        let index = text.articles().position(|a| std::ptr::eq(a, article));
        index.and_then(|i| all.get(i)).map_or("", String::as_str)
    }
}

/// A version in the list of versions that every page of the rule shows.
fn version_entry(site: &Site<'_>, rule: usize, v: usize, labels: &[String], here: bool) -> Value {
    let all = &site.community.rules[rule];
    let page = index_of(all);
    let version = &all.versions[v];
    row! {
        label: labels[v].as_str(),
        href: href(&page, &page_of(version)),
        here: here,
        state: state(site, rule, v),
        adopted_text: adopted_text(site, version),
        compare: compare(site, rule, v, &page),
    }
}

/// The current version, else the first to come.
fn shown_version(site: &Site<'_>, rule: usize) -> usize {
    site.figures.rules.rules[rule].current.unwrap_or(0)
}

/// The title of a rule: its current version's.
pub fn title<'a>(site: &'a Site<'_>, rule: usize) -> &'a str {
    &site.community.rules[rule].versions[shown_version(site, rule)].document.title
}

/// `2024年6月1日施行版`.
pub fn version_label(site: &Site<'_>, version: &Version) -> String {
    site.strings().fill("rules.version", &[("date", &site.strings().date(version.effective))])
}

fn state(site: &Site<'_>, rule: usize, version: usize) -> Value {
    let strings = site.strings();
    let current = site.figures.rules.rules[rule].current;
    if current == Some(version) {
        badge(strings.get("state.current"), "on")
    } else if site.figures.rules.rules[rule].drafts[version] {
        badge(strings.get("state.draft"), "due")
    } else if site.community.rules[rule].versions[version].effective > site.as_of {
        badge(strings.get("state.future"), "")
    } else {
        badge(strings.get("state.superseded"), "off")
    }
}

fn adopted_text(site: &Site<'_>, version: &Version) -> String {
    let strings = site.strings();
    let how = match version.adopted_by {
        Some(AdoptedBy::Assembly) => strings.get("rules.adopted_assembly"),
        Some(AdoptedBy::Developer) => strings.get("rules.adopted_developer"),
        Some(AdoptedBy::BeforeRecords) => strings.get("rules.adopted_before_records"),
        None => strings.get("rules.vote_not_on_record"),
    };
    match version.adopted_on {
        Some(day) => strings.fill("rules.adopted_on", &[("date", &strings.date(day)), ("how", how)]),
        None => how.to_owned(),
    }
}

/// Comparisons of a version with every older one that has a page.
fn compare(site: &Site<'_>, rule: usize, version: usize, page: &str) -> Vec<Value> {
    let all = &site.community.rules[rule];
    let pairs = site.figures.rules.rules[rule].pairs.iter().rev().filter(|(_, to)| *to == version);
    pairs
        .map(|(from, to)| {
            let label = site.strings().fill("rules.compare_with", &[("version", &version_label(site, &all.versions[*from]))]);
            link(label, Some(href(page, &pair_page(all, *from, *to))))
        })
        .collect()
}

fn index(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let heading = strings.get("title.rules");
    let mut context = site.page(page, "rules", heading, &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, None);
    let rules: Vec<Value> = (0..site.community.rules.len())
        .map(|r| {
            let rule = &site.community.rules[r];
            let versions: Vec<Value> = (0..rule.versions.len()).rev().map(|v| version_row(site, r, v, page)).collect();
            row! {
                title: title(site, r),
                href: href(page, &index_of(rule)),
                current_text: current_text(site, r),
                versions: versions,
            }
        })
        .collect();
    put!(context, { rules: rules });
    context
}

fn current_text(site: &Site<'_>, rule: usize) -> String {
    let strings = site.strings();
    match site.figures.rules.rules[rule].current {
        Some(v) => {
            let version = &site.community.rules[rule].versions[v];
            let articles = version.text.articles().count().to_string();
            strings.fill("rules.current", &[("date", &strings.date(version.effective)), ("count", &articles)])
        }
        None => strings.fill("rules.no_current", &[]),
    }
}

fn version_row(site: &Site<'_>, rule: usize, v: usize, page: &str) -> Value {
    let version = &site.community.rules[rule].versions[v];
    let articles = version.text.articles().count();
    let neighbour = compare(site, rule, v, page).into_iter().next();
    row! {
        href: href(page, &page_of(version)),
        label: version_label(site, version),
        state: state(site, rule, v),
        adopted_text: adopted_text(site, version),
        articles_text: (articles > 0).then(|| site.strings().count("rules.articles", articles, &[])),
        compare: neighbour,
    }
}

/// Rules in force, for the first page.
pub fn current_rows(site: &Site<'_>, page: &str) -> Vec<Value> {
    let rules = (0..site.community.rules.len()).filter_map(|r| Some((r, site.figures.rules.rules[r].current?)));
    rules
        .map(|(r, v)| {
            let rule = &site.community.rules[r];
            let date = site.strings().date(rule.versions[v].effective);
            row! {
                title: title(site, r),
                href: href(page, &index_of(rule)),
                effective_text: site.strings().fill("home.rule_effective", &[("date", &date)]),
            }
        })
        .collect()
}

fn one(shared: &Shared<'_>, v: usize, page: &str) -> Context {
    let (site, r) = (shared.site, shared.rule);
    let strings = site.strings();
    let version = &site.community.rules[r].versions[v];
    let crumbs = [(strings.get("nav.home"), Some("index.html")), (strings.get("title.rules"), Some(INDEX))];
    let mut context = site.page(page, "rules", &version.document.title, &crumbs);
    site.meta(&mut context, page, None, Some(version.document.file));
    let (body, toc) = body(site, version, page);
    let mut versions = shared.versions.clone();
    let last = versions.len() - 1;
    versions[last - v] = version_entry(site, r, v, &shared.labels, true);
    // The current text has the rule's own title; each version's page says which it is.
    let title = version.document.title.as_str();
    let of_version = site.strings().fill("rules.page_title", &[("title", title), ("version", &shared.labels[v])]);
    put!(context, {
        page_title: if page == page_of(version) { of_version.as_str() } else { title },
        version_label: version.version.clone().unwrap_or_else(|| version_label(site, version)),
        state: state(site, r, v),
        effective: strings.day(version.effective),
        adopted_text: adopted_text(site, version),
        resolution: version.resolution.as_ref().map(|r| site.link_to(&r.value, page)),
        filed_text: version.filed_on.map(|d| strings.date(d)),
        note: version.note.clone(),
        banner: banner(site, r, v, page),
        toc: toc,
        body_html: Value::safe_string(&body),
        versions: versions,
        downloads: vec![text_download(site, version, page)],
    });
    context
}

/// A link to the structured text of a version.
fn text_download(site: &Site<'_>, version: &Version, page: &str) -> Value {
    let path = akn::path_of(version);
    let name = path.rsplit('/').next().unwrap_or_default();
    row! { label: name, href: href(page, &path), note: site.strings().get("formats.akn") }
}

/// The structured texts of every version, by rule.
pub fn text_downloads<'a>(site: &'a Site<'_>, page: &'a str) -> impl Iterator<Item = Value> {
    let versions = site.community.rules.iter().flat_map(|rule| &rule.versions);
    versions.map(move |version| {
        let label = format!("{} · {}", version.document.title, version_label(site, version));
        row! { label: label, href: href(page, &akn::path_of(version)), note: site.strings().get("formats.akn") }
    })
}

/// An old or a coming version says so, and where the current one is.
fn banner(site: &Site<'_>, r: usize, v: usize, page: &str) -> Option<Value> {
    let strings = site.strings();
    let rule = &site.community.rules[r];
    let current = site.figures.rules.rules[r].current;
    if current == Some(v) {
        return None;
    }
    let text = if site.figures.rules.rules[r].drafts[v] {
        strings.fill("rules.draft_banner", &[])
    } else if rule.versions[v].effective > site.as_of {
        strings.fill("rules.future_banner", &[("date", &strings.date(rule.versions[v].effective))])
    } else {
        // The next one that came into force; a draft replaced nothing.
        let drafts = &site.figures.rules.rules[r].drafts;
        let next = rule.versions.iter().zip(drafts).skip(v + 1).find(|(_, draft)| !**draft);
        let date = next.map_or(site.as_of, |(version, _)| version.effective);
        strings.fill("rules.superseded_banner", &[("date", &strings.date(date))])
    };
    Some(row! { text: text, link: link(strings.get("rules.current_link"), Some(href(page, &index_of(rule)))) })
}

/// The text with anchors, and its contents by chapter.
fn body(site: &Site<'_>, version: &Version, page: &str) -> (String, Vec<Value>) {
    let path = site.community.files.path(version.document.file);
    let mut html = String::new();
    let mut toc: Vec<(String, String, Vec<Value>)> = Vec::new();
    for block in &version.text.blocks {
        match block {
            Block::Article(article) => {
                article_html::whole(site, article, path, page, &mut html);
                if toc.is_empty() {
                    toc.push((version.document.title.clone(), String::new(), Vec::new()));
                }
                if let Some((_, _, items)) = toc.last_mut() {
                    let title = article.title().map(|t| format!("{} {t}", article.label));
                    items.push(link(title.unwrap_or_else(|| article.label.clone()), Some(format!("#{}", article.anchor))));
                }
            }
            Block::Other(other) => match other.kind {
                OtherKind::Heading { level } => {
                    let text = heading_text(&other.text);
                    if text == version.document.title {
                        continue;
                    }
                    let id = format!("c{}", toc.len() + 1);
                    let level = level.clamp(2, 6);
                    html.push_str(&format!("<h{level} id=\"{id}\">{}</h{level}>\n", escape(text)));
                    toc.push((text.to_owned(), id, Vec::new()));
                }
                OtherKind::Comment => {}
                OtherKind::Preamble | OtherKind::Note => html.push_str(&markdown::fragment(site, &other.text, path, page)),
            },
        }
    }
    let contents = toc
        .into_iter()
        .filter(|(_, id, items)| !id.is_empty() || !items.is_empty())
        .map(|(label, id, items)| row! { label: label, href: format!("#{}", if id.is_empty() { "main" } else { &id }), items: items })
        .collect();
    (html, contents)
}

/// A heading without its marks.
pub fn heading_text(text: &str) -> &str {
    text.trim().trim_start_matches('#').trim().trim_end_matches('#').trim().trim_matches('*')
}

pub fn news<'a>(site: &'a Site<'a>, news: &mut Vec<News<'a>>) {
    for rule in &site.community.rules {
        for version in &rule.versions {
            let date = version.adopted_on.unwrap_or(version.effective);
            let title = format!("{} · {}", version.document.title, version_label(site, version));
            news.push(News { date, title, page: page_of(version), kind: "kind.news.rules" });
        }
    }
}

pub fn tables<'a>(site: &'a Site<'a>) -> Vec<Table<'a>> {
    let fields = [
        Field::text("rule"),
        Field::date("effective"),
        Field::text("title"),
        Field::text("version"),
        Field::text("adopted_by"),
        Field::date("adopted_on"),
        Field::date("filed_on"),
        Field::integer("articles"),
        Field::text("page"),
        Field::text("source"),
    ];
    let versions = site.community.rules.iter().flat_map(|r| r.versions.iter().map(move |v| (r, v)));
    let day = |d: Option<crate::model::Date>| d.map(|d| d.to_string()).unwrap_or_default();
    vec![Table::new("rules", fields).rows(versions.map(|(rule, v)| {
        vec![
            rule.slug.clone(),
            v.effective.to_string(),
            v.document.title.clone(),
            v.version.clone().unwrap_or_default(),
            v.adopted_by.map(|a| a.name().to_owned()).unwrap_or_default(),
            day(v.adopted_on),
            day(v.filed_on),
            v.text.articles().count().to_string(),
            page_of(v),
            site.community.files.path(v.document.file).to_owned(),
        ]
    }))]
}
