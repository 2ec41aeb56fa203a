//! Pages of meetings: the index by year and kind, each meeting, promises followed from meeting to meeting.

use std::collections::BTreeMap;

use tera::{Context, Value};

use super::address::{href, href_to};
use super::home::News;
use super::markdown;
use super::page::Page;
use super::site::{Addresses, Group, Site};
use super::strings::Strings;
use super::table_file::{Field, Table};
use super::value::{badge, link, put, row};
use crate::figures::minutes::Promise;
use crate::model::Community;
use crate::model::minutes::{MeetingKind, Minutes};

const INDEX: &str = "minutes/index.html";
/// Where the menu has it.
pub const GROUP: Group = Group::Decisions;

pub fn register(community: &Community, _: &Strings, addresses: &mut Addresses) {
    for minutes in &community.minutes {
        addresses.add(minutes.document.file, page_of(minutes), &minutes.document.title);
    }
}

/// The address of a meeting.
pub fn page_of(minutes: &Minutes) -> String {
    format!("{}.html", minutes.document.id)
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, INDEX.into(), "minutes_index.html", |page| index(site, page)));
    for (i, minutes) in site.community.minutes.iter().enumerate() {
        pages.push(Page::template(site, page_of(minutes), "minutes.html", move |page| meeting(site, i, page)));
    }
}

pub fn kind_label<'a>(site: &'a Site<'_>, kind: MeetingKind) -> &'a str {
    site.strings().get(match kind {
        MeetingKind::Committee => "kind.meeting.committee",
        MeetingKind::Assembly => "kind.meeting.assembly",
        MeetingKind::Joint => "kind.meeting.joint",
        MeetingKind::Hearing => "kind.meeting.hearing",
        MeetingKind::RoundTable => "kind.meeting.round_table",
    })
}

fn index(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let all = &site.community.minutes;
    let title = strings.get("title.minutes");
    let mut context = site.page(page, "minutes", title, &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, None);
    let latest = all.last().map(|m| strings.date(m.date)).unwrap_or_default();
    let open = site.figures.minutes.open();
    let overdue = open.iter().filter(|p| p.is_overdue()).count();
    let mut by_year: BTreeMap<i16, Vec<&Minutes>> = BTreeMap::new();
    for minutes in all.iter().rev() {
        by_year.entry(minutes.date.year()).or_default().push(minutes);
    }
    let years: Vec<Value> = by_year.iter().rev().map(|(year, items)| year_row(site, *year, items, page)).collect();
    put!(context, {
        summary: strings.count("minutes.summary", all.len(), &[("date", &latest)]),
        counts: counts(site, &by_year),
        years: years,
        open_actions: open.iter().map(|p| open_row(site, p, page)).collect::<Vec<_>>(),
        open_summary: open_summary(site, open.len(), overdue),
    });
    context
}

/// How many promises are open, and how many of them late.
pub fn open_summary(site: &Site<'_>, open: usize, overdue: usize) -> String {
    let key = if overdue == 0 { "minutes.open_none_overdue" } else { "minutes.open_summary" };
    site.strings().fill(key, &[("open", &open.to_string()), ("overdue", &overdue.to_string())])
}

fn year_id(year: i16) -> String {
    format!("y{year}")
}

fn year_row(site: &Site<'_>, year: i16, items: &[&Minutes], page: &str) -> Value {
    let strings = site.strings();
    let rows: Vec<Value> = items
        .iter()
        .map(|m| {
            let made = m.actions.iter().filter(|a| a.done_on.is_none()).count();
            let note = (made > 0).then(|| strings.count("minutes.actions_note", made, &[]));
            row! {
                href: href(page, &page_of(m)),
                title: m.document.title.as_str(),
                date: strings.day(m.date),
                kind_label: kind_label(site, m.kind),
                note: note,
            }
        })
        .collect();
    row! { id: year_id(year), label: strings.fill("year", &[("year", &year.to_string())]), items: rows }
}

/// Meetings by year and kind; columns only for kinds that were held.
fn counts(site: &Site<'_>, by_year: &BTreeMap<i16, Vec<&Minutes>>) -> Value {
    let held: Vec<MeetingKind> = MeetingKind::NAMES
        .iter()
        .map(|(_, kind)| *kind)
        .filter(|kind| by_year.values().flatten().any(|m| m.kind == *kind))
        .collect();
    if held.len() < 2 {
        return ().into();
    }
    let rows: Vec<Value> = by_year
        .iter()
        .rev()
        .map(|(year, items)| {
            let count = |kind: &MeetingKind| items.iter().filter(|m| m.kind == *kind).count();
            let cells: Vec<String> = held.iter().map(|k| count(k).to_string()).collect();
            let label = site.strings().fill("year", &[("year", &year.to_string())]);
            row! { href: format!("#{}", year_id(*year)), label: label, cells: cells, total: items.len().to_string() }
        })
        .collect();
    let kinds: Vec<&str> = held.iter().map(|k| kind_label(site, *k)).collect();
    row! { kinds: kinds, rows: rows }
}

/// Word and tone of a promise's state.
pub fn state(site: &Site<'_>, promise: &Promise) -> Value {
    let strings = site.strings();
    match (promise.done_on, promise.days_late) {
        (Some(_), Some(_)) => badge(strings.get("state.done_late"), ""),
        (Some(_), None) => badge(strings.get("state.done"), "on"),
        (None, Some(days)) => badge(strings.days("minutes.overdue", days), "due"),
        (None, None) => badge(strings.get("state.open"), ""),
    }
}

/// When a promise is due.
pub fn due_text(site: &Site<'_>, promise: &Promise) -> String {
    let strings = site.strings();
    promise
        .due
        .map_or_else(|| strings.fill("minutes.no_due", &[]), |due| strings.fill("minutes.due", &[("date", &strings.date(due))]))
}

fn open_row(site: &Site<'_>, promise: &Promise, page: &str) -> Value {
    let meeting = promise.mentions.first().map(|(m, _)| {
        let minutes = &site.community.minutes[*m];
        link(site.strings().date(minutes.date), Some(href(page, &page_of(minutes))))
    });
    row! {
        what: promise.what.as_str(),
        owner: promise.owner.as_str(),
        due_text: promise.due.map(|d| site.strings().date(d)).unwrap_or_default(),
        state: state(site, promise),
        meeting: meeting,
    }
}

/// The anchor of a promise on the page of a meeting.
pub fn action_anchor(id: &str) -> String {
    format!("action-{id}")
}

fn meeting(site: &Site<'_>, index: usize, page: &str) -> Context {
    let strings = site.strings();
    let all = &site.community.minutes;
    let minutes = &all[index];
    let title = minutes.document.title.as_str();
    let section = strings.get("title.minutes");
    let crumbs = [(strings.get("nav.home"), Some("index.html")), (section, Some(INDEX))];
    let mut context = site.page(page, "minutes", title, &crumbs);
    site.meta(&mut context, page, minutes.published_on, Some(minutes.document.file));
    let neighbour = |m: Option<&Minutes>| m.map(|m| link(m.document.title.as_str(), Some(href(page, &page_of(m)))));
    let joined = |names: &[String]| (!names.is_empty()).then(|| strings.list(names));
    put!(context, {
        date: strings.day(minutes.date),
        kind_label: kind_label(site, minutes.kind),
        agenda_only: minutes.agenda_only,
        place: minutes.place.clone(),
        chair: minutes.chair.clone(),
        recorder: minutes.recorder.clone(),
        parties_text: joined(&minutes.parties),
        present_text: joined(&minutes.present),
        absent_text: joined(&minutes.absent),
        topics: site.stories.links(minutes.document.file, minutes.topics.iter().map(String::as_str), page),
        body_html: Value::safe_string(&markdown::document(site, &minutes.document, page)),
        motions: motions(site, minutes),
        actions: minutes.actions.iter().enumerate().filter_map(|(a, _)| action_row(site, index, a, page)).collect::<Vec<_>>(),
        pager: row! { prev: neighbour(index.checked_sub(1).and_then(|i| all.get(i))), next: neighbour(all.get(index + 1)) },
    });
    context
}

fn motions(site: &Site<'_>, minutes: &Minutes) -> Vec<Value> {
    let strings = site.strings();
    let count = |n: Option<u32>| n.unwrap_or(0).to_string();
    minutes
        .motions
        .iter()
        .map(|m| {
            let votes = [("for", count(m.votes_for)), ("against", count(m.against)), ("abstain", count(m.abstain))];
            let votes: Vec<(&str, &str)> = votes.iter().map(|(k, v)| (*k, v.as_str())).collect();
            let counted = m.votes_for.is_some() || m.against.is_some();
            row! {
                text: m.text.as_str(),
                passed: m.passed.unwrap_or(false),
                result_label: m.passed.map(|p| strings.get(if p { "minutes.passed" } else { "minutes.not_passed" })),
                votes_text: counted.then(|| strings.fill("minutes.votes", &votes)),
            }
        })
        .collect()
}

/// A promise as it stands today, told on the page of a meeting that named it, with the way to the others.
fn action_row(site: &Site<'_>, meeting: usize, action: usize, page: &str) -> Option<Value> {
    let strings = site.strings();
    let all = &site.community.minutes;
    let promise = site.figures.minutes.find(&all[meeting].actions[action].id.value)?;
    let first = promise.mentions.first()?.0;
    let last = promise.mentions.last()?.0;
    let links: Vec<Value> = promise
        .mentions
        .iter()
        .filter(|(m, _)| *m != meeting)
        .map(|(m, _)| {
            let key = if *m == first {
                "minutes.set_at"
            } else if *m == last && !promise.is_open() {
                "minutes.closed_at"
            } else {
                "minutes.updated_at"
            };
            let label = strings.fill(key, &[("date", &strings.date(all[*m].date))]);
            link(label, Some(href_to(page, &page_of(&all[*m]), &action_anchor(&promise.id))))
        })
        .collect();
    let done_text = promise.done_on.map(|done| {
        let date = strings.date(done);
        match promise.days_late {
            Some(days) => strings.fill("minutes.done_late", &[("date", &date), ("days", &days.to_string())]),
            None => strings.fill("minutes.done", &[("date", &date)]),
        }
    });
    Some(row! {
        id: action_anchor(&promise.id),
        what: promise.what.as_str(),
        owner: promise.owner.as_str(),
        due_text: due_text(site, promise),
        state: state(site, promise),
        done_text: done_text,
        outcome: promise.outcome.clone(),
        links: links,
    })
}

pub fn news<'a>(site: &'a Site<'a>, news: &mut Vec<News<'a>>) {
    for minutes in &site.community.minutes {
        news.push(News {
            date: minutes.published_on.unwrap_or(minutes.date),
            title: minutes.document.title.clone(),
            page: page_of(minutes),
            kind: "kind.news.minutes",
        });
    }
}

pub fn tables<'a>(site: &'a Site<'a>) -> Vec<Table<'a>> {
    let all = &site.community.minutes;
    let meetings = Table::new(
        "minutes",
        [
            Field::date("date"),
            Field::text("kind"),
            Field::text("title"),
            Field::text("chair"),
            Field::integer("present"),
            Field::text("page"),
            Field::text("source"),
        ],
    )
    .rows(all.iter().map(|m| {
        vec![
            m.date.to_string(),
            m.kind.name().to_owned(),
            m.document.title.clone(),
            m.chair.clone().unwrap_or_default(),
            m.present.len().to_string(),
            page_of(m),
            site.community.files.path(m.document.file).to_owned(),
        ]
    }));
    let actions = Table::new(
        "actions",
        [
            Field::text("id"),
            Field::text("what"),
            Field::text("owner"),
            Field::date("due"),
            Field::date("done_on"),
            Field::text("outcome"),
            Field::text("set_in"),
        ],
    )
    .rows(site.figures.minutes.promises.iter().map(|p| {
        let day = |d: Option<crate::model::Date>| d.map(|d| d.to_string()).unwrap_or_default();
        let set_in = p.mentions.first().map(|(m, _)| all[*m].document.id.clone()).unwrap_or_default();
        vec![
            p.id.clone(),
            p.what.clone(),
            p.owner.clone(),
            day(p.due),
            day(p.done_on),
            p.outcome.clone().unwrap_or_default(),
            set_in,
        ]
    }));
    vec![meetings, actions]
}
