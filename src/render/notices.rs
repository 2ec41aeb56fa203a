//! Pages of notices: what is on view, what is to come, what has been.

use tera::{Context, Value};

use super::address::href;
use super::home::News;
use super::markdown;
use super::page::Page;
use super::site::{Addresses, Group, Site};
use super::strings::Strings;
use super::table_file::{Field, Table};
use super::value::{badge, put, row};
use crate::figures::notices::{Standing, days_shown};
use crate::model::Community;
use crate::model::notices::{Notice, NoticeKind};

const INDEX: &str = "notices/index.html";
/// Where the menu has it.
pub const GROUP: Group = Group::Decisions;

pub fn register(community: &Community, _: &Strings, addresses: &mut Addresses) {
    for notice in &community.notices {
        addresses.add(notice.document.file, page_of(notice), &notice.document.title);
    }
}

fn page_of(notice: &Notice) -> String {
    format!("{}.html", notice.document.id)
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, INDEX.into(), "notices_index.html", |page| index(site, page)));
    for (i, notice) in site.community.notices.iter().enumerate() {
        pages.push(Page::template(site, page_of(notice), "notice.html", move |page| one(site, i, page)));
    }
}

pub fn kind_label<'a>(site: &'a Site<'_>, kind: NoticeKind) -> &'a str {
    site.strings().get(match kind {
        NoticeKind::PublicNotice => "kind.notice.public_notice",
        NoticeKind::Announcement => "kind.notice.announcement",
        NoticeKind::Hearing => "kind.notice.hearing",
        NoticeKind::Recruitment => "kind.notice.recruitment",
        NoticeKind::Fund => "kind.notice.fund",
        NoticeKind::Result => "kind.notice.result",
    })
}

fn index(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let title = strings.get("title.notices");
    let mut context = site.page(page, "notices", title, &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, None);
    let of = |wanted: fn(&Standing) -> bool| -> Vec<Value> {
        let standings = &site.figures.notices.standings;
        let all = site.community.notices.iter().zip(standings);
        all.rev().filter(|(_, s)| wanted(s)).map(|(n, s)| list_row(site, n, *s, page)).collect()
    };
    let running = of(|s| matches!(s, Standing::Running { .. }));
    let coming = of(|s| matches!(s, Standing::Coming));
    let past = of(|s| matches!(s, Standing::Past));
    let mut groups = vec![row! {
        id: "running",
        label: strings.get("notices.running"),
        items: running,
        empty_text: strings.get("notices.running_none"),
    }];
    for (id, key, items) in [("coming", "notices.coming", coming), ("past", "notices.past", past)] {
        if !items.is_empty() {
            groups.push(row! { id: id, label: strings.get(key), items: items });
        }
    }
    put!(context, { groups: groups });
    context
}

fn list_row(site: &Site<'_>, notice: &Notice, standing: Standing, page: &str) -> Value {
    let withdrawn = notice.withdrawn_on.map(|_| badge(site.strings().get("state.withdrawn"), ""));
    row! {
        href: href(page, &page_of(notice)),
        title: notice.document.title.as_str(),
        kind_label: kind_label(site, notice.kind),
        term_text: term_text(site, notice),
        days_left_text: days_left_text(site, standing),
        state: withdrawn,
    }
}

fn term_text(site: &Site<'_>, notice: &Notice) -> String {
    let strings = site.strings();
    let from = strings.date(notice.start.value);
    match (notice.end, days_shown(notice)) {
        (Some(end), Some(days)) => {
            strings.fill("notices.term", &[("from", &from), ("until", &strings.date(end.value)), ("days", &days.to_string())])
        }
        _ => strings.fill("notices.term_open", &[("from", &from)]),
    }
}

fn days_left_text(site: &Site<'_>, standing: Standing) -> Option<String> {
    match standing {
        Standing::Running { days_left: Some(0) } => Some(site.strings().fill("notices.last_day", &[])),
        Standing::Running { days_left: Some(days) } => Some(site.strings().days("notices.days_left", days)),
        _ => None,
    }
}

/// What is on view, for the home page.
pub fn running_rows(site: &Site<'_>, page: &str) -> Vec<Value> {
    let all = site.community.notices.iter().zip(&site.figures.notices.standings).rev();
    all.filter(|(_, s)| matches!(s, Standing::Running { .. }))
        .map(|(n, s)| {
            let until = n.end.map(|end| site.strings().fill("notices.until", &[("date", &site.strings().date(end.value))]));
            row! {
                href: href(page, &page_of(n)),
                title: n.document.title.as_str(),
                kind_label: kind_label(site, n.kind),
                until_text: until,
                days_left_text: days_left_text(site, *s),
            }
        })
        .collect()
}

fn one(site: &Site<'_>, index: usize, page: &str) -> Context {
    let strings = site.strings();
    let notice = &site.community.notices[index];
    let standing = site.figures.notices.standings[index];
    let title = notice.document.title.as_str();
    let crumbs = [(strings.get("nav.home"), Some("index.html")), (strings.get("title.notices"), Some(INDEX))];
    let mut context = site.page(page, "notices", title, &crumbs);
    site.meta(&mut context, page, Some(notice.start.value), Some(notice.document.file));
    let state = match standing {
        _ if notice.withdrawn_on.is_some() => badge(strings.get("state.withdrawn"), ""),
        Standing::Coming => badge(strings.get("state.coming"), ""),
        Standing::Running { .. } => badge(strings.get("state.running"), "on"),
        Standing::Past => badge(strings.get("state.ended"), ""),
    };
    let about = notice.about.as_ref().map(|about| site.link_to(&about.value, page));
    let proof: Vec<Value> = notice
        .proof
        .iter()
        .map(|path| row! { href: href(page, &path.value), alt: title, caption: path.value.rsplit('/').next().unwrap_or(&path.value) })
        .collect();
    put!(context, {
        kind_label: kind_label(site, notice.kind),
        state: state,
        term_text: term_text(site, notice),
        days_left_text: days_left_text(site, standing),
        places_text: (!notice.places.is_empty()).then(|| strings.list(&notice.places)),
        about: about,
        objections: notice.objections.clone(),
        contact: notice.contact.clone(),
        withdrawn_text: notice.withdrawn_on.map(|d| strings.date(d)),
        items: notice.items.clone(),
        body_html: Value::safe_string(&markdown::document(site, &notice.document, page)),
        proof: proof,
        topics: site.stories.links(notice.document.file, notice.topics.iter().map(String::as_str), page),
    });
    context
}

pub fn news<'a>(site: &'a Site<'a>, news: &mut Vec<News<'a>>) {
    for notice in &site.community.notices {
        news.push(News {
            date: notice.start.value,
            title: notice.document.title.clone(),
            page: page_of(notice),
            kind: "kind.news.notices",
        });
    }
}

pub fn tables<'a>(site: &'a Site<'a>) -> Vec<Table<'a>> {
    let fields = [
        Field::date("start"),
        Field::date("end"),
        Field::text("kind"),
        Field::text("title"),
        Field::text("page"),
        Field::text("source"),
    ];
    vec![Table::new("notices", fields).rows(site.community.notices.iter().map(|n| {
        vec![
            n.start.value.to_string(),
            n.end.map(|e| e.value.to_string()).unwrap_or_default(),
            n.kind.name().to_owned(),
            n.document.title.clone(),
            page_of(n),
            site.community.files.path(n.document.file).to_owned(),
        ]
    }))]
}
