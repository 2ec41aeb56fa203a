//! The disclosure calendar on pages: what each duty asks, and period by period whether the record met it.

use tera::Value;

use super::address::href;
use super::site::Site;
use super::value::{badge, link, row};
use crate::figures::duties::{Kept, Occurrence, State, calendar};
use crate::figures::minutes::days_between;
use crate::jurisdiction::Cadence;
use crate::model::Period;

/// The first page tells what comes due within so many days.
const SOON: i32 = 45;

/// Each duty with its periods, for the page of duties.
pub fn rows(site: &Site<'_>, page: &str) -> Vec<Value> {
    let strings = site.strings();
    let kept = calendar(site.community, site.jurisdiction, site.as_of);
    let row_of = |kept: &Kept<'_>| {
        let cells: Vec<Value> = kept.occurrences.iter().map(|o| cell(site, kept, o, page)).collect();
        let set_here = kept.duty.overridden.then(|| strings.fill("duties.set_here", &[("days", &kept.duty.days.to_string())]));
        row! {
            title: kept.duty.title(site.locale),
            basis: kept.duty.shown_basis(site.locale),
            set_here: set_here,
            cells: cells,
        }
    };
    kept.iter().map(row_of).collect()
}

fn cell(site: &Site<'_>, kept: &Kept<'_>, occurrence: &Occurrence, page: &str) -> Value {
    let strings = site.strings();
    let (sign, state, tone) = match occurrence.state {
        State::Met { late: 0, .. } => ("✓", strings.get("duties.in_time").to_owned(), "on"),
        State::Met { late, .. } => ("△", strings.days("duties.late", late), "due"),
        State::Undated => ("?", strings.get("duties.undated").to_owned(), ""),
        State::Overdue { days } => ("○", strings.days("duties.overdue", days), "due"),
        State::Open => ("·", strings.fill("duties.open", &[("date", &strings.date(occurrence.due))]), ""),
    };
    let label = period_text(site, kept.cadence, occurrence);
    let to = occurrence.file.map(|file| href(page, &site.page_of_file(file)));
    row! { period: link(label, to), sign: sign, state: state, tone: tone }
}

/// `2025年第一季度`, `2025年1月至2月`, `2025年1月至6月`, `2025年`.
fn period_text(site: &Site<'_>, cadence: Cadence, occurrence: &Occurrence) -> String {
    let strings = site.strings();
    let (start, end) = (occurrence.start, occurrence.end);
    let month = |month: i8| Period::month(start.year(), month).map(|p| strings.period(p)).unwrap_or_default();
    match cadence {
        Cadence::Quarterly => {
            Period::quarter(start.year(), (start.month() + 2) / 3).map(|p| strings.period(p)).unwrap_or_default()
        }
        Cadence::Yearly => Period::year(start.year()).map(|p| strings.period(p)).unwrap_or_default(),
        Cadence::EveryTwoMonths | Cadence::HalfYearly => {
            strings.fill("duties.months", &[("from", &month(start.month())), ("to", &month(end.month()))])
        }
    }
}

/// What is due soon and what is overdue, the longest overdue first, for the first page.
pub fn due(site: &Site<'_>, page: &str) -> Vec<Value> {
    let strings = site.strings();
    let mut due: Vec<(i32, Value)> = Vec::new();
    for kept in calendar(site.community, site.jurisdiction, site.as_of) {
        for occurrence in &kept.occurrences {
            let left = days_between(site.as_of, occurrence.due);
            let state = match occurrence.state {
                State::Overdue { days } => badge(strings.days("duties.overdue", days), "due"),
                State::Open if left <= SOON => badge(strings.days("duties.days_left", left), ""),
                _ => continue,
            };
            let item = row! {
                title: kept.duty.title(site.locale),
                href: href(page, super::compliance::INDEX),
                period: period_text(site, kept.cadence, occurrence),
                due_text: strings.fill("duties.due", &[("date", &strings.date(occurrence.due))]),
                state: state,
            };
            due.push((left, item));
        }
    }
    due.sort_by_key(|(left, _)| *left);
    due.into_iter().map(|(_, item)| item).collect()
}
