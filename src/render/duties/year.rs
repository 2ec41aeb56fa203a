//! A year of duties at a glance: a line a duty, a sign in the month in which it is due.

use std::collections::BTreeSet;

use tera::Value;

use super::{anchor, label, sign, state_text};
use crate::figures::duties::{Kept, Occurrence, State};
use crate::render::site::Site;
use crate::render::value::row;

/// So many years stand open.
const OPEN: usize = 2;

/// Each year in which something was due, the newest first; the last two stand open.
pub fn years(site: &Site<'_>) -> Vec<Value> {
    let calendar = &site.figures.duties;
    let due = calendar.iter().flat_map(|kept| &kept.occurrences).map(|o| o.due.year());
    let years: BTreeSet<i16> = due.filter(|year| *year <= site.as_of.year()).collect();
    years.iter().rev().enumerate().map(|(i, year)| year_of(site, calendar, *year, i < OPEN)).collect()
}

fn year_of(site: &Site<'_>, calendar: &[Kept], year: i16, open: bool) -> Value {
    let strings = site.strings();
    let lines = calendar.iter().filter_map(|kept| {
        let due: Vec<&Occurrence> = kept.occurrences.iter().filter(|o| o.due.year() == year).collect();
        let cells = (1..=12).map(|month| cell(site, kept, &due, month));
        let line = row! {
            title: kept.duty.title(site.locale),
            href: format!("#{}", anchor(kept)),
            cells: cells.collect::<Vec<Value>>(),
        };
        (!due.is_empty()).then_some(line)
    });
    let name = crate::model::Period::year(year).map(|p| strings.period(p)).unwrap_or_default();
    row! {
        title: name,
        summary: summary(site, calendar, year),
        open: open,
        lines: lines.collect::<Vec<Value>>(),
    }
}

/// `到期9件：按时8件，晚了1件`.
fn summary(site: &Site<'_>, calendar: &[Kept], year: i16) -> String {
    let strings = site.strings();
    let due = || calendar.iter().flat_map(|kept| &kept.occurrences).filter(|o| o.due.year() == year);
    let parts = ["in_time", "late", "overdue", "undated", "open"].map(|key| (key, due().filter(|o| class(o) == key).count()));
    let told = parts.into_iter().filter(|(_, count)| *count > 0);
    let told: Vec<String> = told.map(|(key, count)| strings.count(&format!("duties.sum_{key}"), count, &[])).collect();
    strings.count("duties.sum", due().count(), &[("parts", &strings.list(&told))])
}

fn class(occurrence: &Occurrence) -> &'static str {
    match occurrence.state {
        State::Met { late: 0, .. } => "in_time",
        State::Met { .. } => "late",
        State::Undated => "undated",
        State::Overdue { .. } => "overdue",
        State::Open => "open",
    }
}

/// The month's sign is that of what most wants looking at; its words name every one.
fn cell(site: &Site<'_>, kept: &Kept, due: &[&Occurrence], month: i8) -> Value {
    let rank = |o: &&&Occurrence| match o.state {
        State::Overdue { .. } => 4,
        State::Met { late: 1.., .. } => 3,
        State::Undated => 2,
        State::Open => 1,
        State::Met { .. } => 0,
    };
    let here: Vec<&&Occurrence> = due.iter().filter(|o| o.due.month() == month).collect();
    let Some(worst) = here.iter().copied().max_by_key(rank) else { return row! { month: month } };
    let (sign, tone) = sign(worst.state);
    let words = |o: &&&Occurrence| {
        let (label, state) = (label(site, kept, o), state_text(site, o));
        site.strings().fill("duties.cell", &[("label", &label), ("state", &state)])
    };
    let words: Vec<String> = here.iter().map(words).collect();
    row! {
        month: month,
        sign: sign,
        tone: tone,
        count: (here.len() > 1).then_some(here.len()),
        words: site.strings().list(&words),
    }
}
