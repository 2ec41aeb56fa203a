//! The calendar's page: when one can see someone, and what came of it.

use jiff::civil::Time;
use tera::{Context, Value};

use super::address::href;
use super::home::News;
use super::page::Page;
use super::recurrence::{in_words, weekday_key};
use super::site::{Addresses, Group, Site};
use super::strings::Strings;
use super::table_file::{Field, Table};
use super::value::{put, row};
use crate::figures::calendar::Day;
use crate::model::calendar::{Event, EventKind, Outcome};
use crate::model::{Community, Date};

const INDEX: &str = "calendar/index.html";
/// Where the menu has it.
pub const GROUP: Group = Group::People;

pub fn register(community: &Community, _: &Strings, addresses: &mut Addresses) {
    for event in &community.calendar {
        addresses.add_beside(event.file, INDEX.to_owned());
    }
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, INDEX.into(), "calendar.html", |page| index(site, page)));
}

fn kind_label<'s>(site: &'s Site<'_>, kind: EventKind) -> &'s str {
    site.strings().get(match kind {
        EventKind::Reception => "kind.event.reception",
        EventKind::Duty => "kind.event.duty",
        EventKind::Meeting => "kind.event.meeting",
        EventKind::Other => "kind.event.other",
    })
}

fn index(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let title = strings.get("title.calendar");
    let mut context = site.page(page, "calendar", title, &[(strings.get("nav.home"), Some("index.html"))]);
    let files: std::collections::BTreeSet<_> = site.community.calendar.iter().map(|e| e.file).collect();
    // With one file, the page can name it.
    let source = files.first().copied().filter(|_| files.len() == 1);
    site.meta(&mut context, page, None, source);
    let figures = &site.figures.calendar;
    let events: Vec<Value> = site.community.calendar.iter().enumerate().map(|(i, e)| event_row(site, i, e)).collect();
    let days = |days: &[Day]| -> Vec<Value> { days.iter().map(|day| day_row(site, *day)).collect() };
    put!(context, {
        summary: summary(site),
        until_text: figures.until.map(|until| strings.fill("calendar.until", &[("date", &strings.date(until))])),
        next: days(&figures.next),
        off: days(&figures.off),
        events: events,
        years: outcomes(site),
        downloads: vec![
            row! { label: "calendar.csv", href: href(page, "data/calendar.csv"), note: "CSV" },
            row! { label: "calendar.json", href: href(page, "data/calendar.json"), note: "JSON" },
        ],
    });
    context
}

/// The next day on which one can see someone.
fn summary(site: &Site<'_>) -> Option<String> {
    let strings = site.strings();
    let all = &site.community.calendar;
    let day = site.figures.calendar.next.iter().find(|day| all[day.event].kind == EventKind::Reception)?;
    let event = &all[day.event];
    let when = when_text(site, event, day.date);
    let title = event.title.value.as_str();
    Some(match &event.place {
        Some(place) => strings.fill("calendar.next_at", &[("title", title), ("when", &when), ("place", place)]),
        None => strings.fill("calendar.next", &[("title", title), ("when", &when)]),
    })
}

/// Day, weekday and hours in one.
fn when_text(site: &Site<'_>, event: &Event, date: Date) -> String {
    let strings = site.strings();
    let weekday = strings.get(weekday_key(date.weekday()));
    let day = strings.fill("calendar.day", &[("date", &strings.date(date)), ("weekday", weekday)]);
    match hours_text(site, event) {
        Some(hours) => strings.fill("calendar.day_hours", &[("day", &day), ("hours", &hours)]),
        None => day,
    }
}

/// `9:00–11:00`, or `9:00` where no duration is given.
fn hours_text(site: &Site<'_>, event: &Event) -> Option<String> {
    let clock = |time: Time| format!("{}:{:02}", time.hour(), time.minute());
    let from = event.time?;
    let Some(minutes) = event.minutes else { return Some(clock(from)) };
    let until = from.wrapping_add(jiff::SignedDuration::from_mins(minutes.into()));
    Some(site.strings().fill("calendar.hours", &[("from", &clock(from)), ("until", &clock(until))]))
}

fn anchor(event: usize) -> String {
    format!("e{}", event + 1)
}

fn day_row(site: &Site<'_>, day: Day) -> Value {
    let strings = site.strings();
    let event = &site.community.calendar[day.event];
    row! {
        date: strings.day(day.date),
        weekday: strings.get(weekday_key(day.date.weekday())),
        hours_text: hours_text(site, event),
        title: event.title.value.as_str(),
        href: format!("#{}", anchor(day.event)),
        place: event.place.clone(),
        who: event.who.clone(),
    }
}

fn event_row(site: &Site<'_>, index: usize, event: &Event) -> Value {
    let strings = site.strings();
    let rule_text = match &event.rule {
        Some(rule) => in_words(rule, strings),
        None => Some(strings.fill("calendar.once", &[("date", &strings.date(event.start.value))])),
    };
    let until = event.rule.as_ref().and_then(|rule| rule.until);
    let term = match until {
        Some(until) => strings.range(event.start.value, until),
        None => strings.fill("range_open", &[("from", &strings.date(event.start.value))]),
    };
    row! {
        id: anchor(index),
        title: event.title.value.as_str(),
        kind_label: kind_label(site, event.kind),
        rule_text: rule_text,
        hours_text: hours_text(site, event),
        term_text: event.rule.is_some().then_some(term),
        place: event.place.clone(),
        who: event.who.clone(),
        kept_text: kept_text(site, index, event),
    }
}

/// How many of its days of the past year have something written of them.
fn kept_text(site: &Site<'_>, index: usize, event: &Event) -> Option<String> {
    let past: Vec<Date> = site.figures.calendar.past.iter().filter(|d| d.event == index).map(|d| d.date).collect();
    if past.is_empty() {
        return None;
    }
    let told = past.iter().filter(|day| event.outcomes.iter().any(|o| o.date.value == **day)).count();
    Some(site.strings().count("calendar.kept", past.len(), &[("told", &told.to_string())]))
}

/// Every outcome up to the day of the record with its event, the newest first.
fn all_outcomes<'s>(site: &'s Site<'_>) -> Vec<(usize, &'s Event, &'s Outcome)> {
    let events = site.community.calendar.iter().enumerate();
    let mut all: Vec<_> = events.flat_map(|(i, e)| e.outcomes.iter().map(move |o| (i, e, o))).collect();
    all.retain(|(_, _, outcome)| outcome.date.value <= site.as_of);
    all.sort_by_key(|(i, _, outcome)| (std::cmp::Reverse(outcome.date.value), *i));
    all
}

fn outcomes(site: &Site<'_>) -> Vec<Value> {
    let strings = site.strings();
    let mut years: Vec<(i16, Vec<Value>)> = Vec::new();
    for (i, event, outcome) in all_outcomes(site) {
        let year = outcome.date.value.year();
        let item = row! {
            date: strings.day(outcome.date.value),
            title: event.title.value.as_str(),
            href: format!("#{}", anchor(i)),
            text: outcome.text.as_str(),
        };
        match years.last_mut() {
            Some((last, items)) if *last == year => items.push(item),
            _ => years.push((year, vec![item])),
        }
    }
    let label = |year: i16| strings.fill("year", &[("year", &year.to_string())]);
    years.into_iter().map(|(year, items)| row! { id: format!("y{year}"), label: label(year), items: items }).collect()
}

pub fn news<'a>(site: &'a Site<'a>, news: &mut Vec<News<'a>>) {
    for (_, event, outcome) in all_outcomes(site) {
        let title = event.title.value.clone();
        news.push(News { date: outcome.date.value, title, page: INDEX.to_owned(), kind: "kind.news.calendar" });
    }
}

/// Outcomes of the past and the days to come.
pub fn tables<'a>(site: &'a Site<'a>) -> Vec<Table<'a>> {
    let fields = [
        Field::date("date"),
        Field::text("time"),
        Field::text("event"),
        Field::text("kind"),
        Field::text("place"),
        Field::text("who"),
        Field::text("outcome"),
    ];
    let cells = |event: &Event, date: Date, outcome: &str| {
        vec![
            date.to_string(),
            event.time.map(|t| format!("{:02}:{:02}", t.hour(), t.minute())).unwrap_or_default(),
            event.title.value.clone(),
            event.kind.name().to_owned(),
            event.place.clone().unwrap_or_default(),
            event.who.clone().unwrap_or_default(),
            outcome.to_owned(),
        ]
    };
    let all = &site.community.calendar;
    let mut rows: Vec<Vec<String>> =
        all_outcomes(site).into_iter().rev().map(|(_, event, o)| cells(event, o.date.value, &o.text)).collect();
    let told = |day: &&Day| all[day.event].outcomes.iter().any(|o| o.date.value == day.date && day.date <= site.as_of);
    let next = site.figures.calendar.next.iter().filter(|day| !told(day));
    rows.extend(next.map(|day| cells(&all[day.event], day.date, "")));
    vec![Table::new("calendar", fields).rows(rows.into_iter())]
}
