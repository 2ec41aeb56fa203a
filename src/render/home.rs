//! The first page: what is new, what is on view, money and score at a glance, what is promised.

use tera::{Context, Value};

use super::address::{href, href_to};
use super::page::Page;
use super::site::Site;
use super::value::{link, put, row};
use super::{accounts, charts, minutes, notices, rules, scores};
use crate::figures::minutes::days_between;
use crate::model::Date;

const INDEX: &str = "index.html";
/// How many items a list on the first page shows.
const SHOWN: usize = 6;
/// What is so many days old is still new.
const NEW: i32 = 30;

/// Something that was published on a day.
pub struct News<'a> {
    pub date: Date,
    pub title: String,
    pub page: String,
    /// Key of the word for its kind.
    pub kind: &'a str,
}

macro_rules! news_of_kinds {
    ($($kind:ident),*) => {
        pub fn news<'a>(site: &'a Site<'a>) -> Vec<News<'a>> {
            let mut news = Vec::new();
            $(super::$kind::news(site, &mut news);)*
            super::restatements::news(site, &mut news);
            news
        }
    };
}
crate::record_kinds!(news_of_kinds);

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, INDEX.into(), "home.html", |page| index(site, page)));
}

fn index<'a>(site: &'a Site<'a>, page: &str) -> Context {
    let strings = site.strings();
    let settings = &site.community.settings;
    let mut context = site.page(page, "home", &site.title(), &[]);
    let source = site.community.files.find("gongshi.toml");
    site.meta(&mut context, page, None, source);
    let households = settings.households.map(|n| n.to_string());
    let summary = match (&settings.address, households) {
        (Some(address), Some(count)) => Some(strings.fill("home.address_households", &[("address", address), ("count", &count)])),
        (Some(address), None) => Some(address.clone()),
        (None, Some(count)) => Some(strings.fill("home.households", &[("count", &count)])),
        (None, None) => None,
    };
    let more = |key: &str, to: &str| link(strings.get(key), Some(href(page, to)));
    let running = notices::running_rows(site, page);
    let score = scores::at_a_glance(site, page);
    let drawn = score.is_some();
    let empty = site.community.record_count() == 0;
    put!(context, {
        summary: summary,
        nothing_yet: empty,
        patterns_html: drawn.then(|| Value::safe_string(charts::patterns())),
        news: row! { items: news_rows(site, page) },
        running: row! { items: running, more: more("home.more_notices", "notices/index.html") },
        score: score,
        due: super::duties::due(site, page),
        rules: row! { items: rules::current_rows(site, page) },
    });
    if let Some((caption, rows)) = accounts::at_a_glance(site, page) {
        put!(context, { money: row! { caption: caption, accounts: rows, more: more("home.more_accounts", "accounts/index.html") } });
    } else {
        put!(context, { money: row! {} });
    }
    put!(context, { open: open_promises(site, page), findings: (!empty).then(|| findings(site, page)) });
    context
}

fn news_rows<'a>(site: &'a Site<'a>, page: &str) -> Vec<Value> {
    let mut news = news(site);
    news.retain(|n| n.date <= site.as_of);
    news.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.page.cmp(&b.page)));
    // All that is new; in a quiet month the newest few, so that the page is never without.
    let new = news.iter().filter(|n| days_between(n.date, site.as_of) <= NEW).count();
    news.iter()
        .take(new.max(SHOWN))
        .map(|n| {
            row! {
                href: href(page, &n.page),
                title: n.title.as_str(),
                date: site.strings().day(n.date),
                kind_label: site.strings().get(n.kind),
            }
        })
        .collect()
}

fn open_promises(site: &Site<'_>, page: &str) -> Value {
    let open = site.figures.minutes.open();
    let overdue = open.iter().filter(|p| p.is_overdue()).count();
    let items: Vec<Value> = open
        .iter()
        .take(SHOWN)
        .filter_map(|p| {
            let (m, _) = p.mentions.last()?;
            let meeting = minutes::page_of(&site.community.minutes[*m]);
            let days_text = p.days_late.map(|d| site.strings().days("minutes.overdue", d));
            Some(row! {
                what: p.what.as_str(),
                href: href_to(page, &meeting, &minutes::action_anchor(&p.id)),
                owner: p.owner.as_str(),
                due_text: minutes::due_text(site, p),
                overdue: p.is_overdue(),
                days_text: days_text,
            })
        })
        .collect();
    row! {
        items: items,
        summary: minutes::open_summary(site, open.len(), overdue),
        more: link(site.strings().get("home.more_actions"), Some(href_to(page, "minutes/index.html", "open"))),
    }
}

fn findings(site: &Site<'_>, page: &str) -> Value {
    let strings = site.strings();
    let count = site.findings.len();
    let summary = if count == 0 { strings.fill("home.no_findings", &[]) } else { strings.count("home.findings", count, &[]) };
    row! {
        summary: summary,
        more: link(strings.get("home.more_findings"), Some(href(page, super::compliance::INDEX))),
    }
}
