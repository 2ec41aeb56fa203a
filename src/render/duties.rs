//! The disclosure calendar on pages: what each duty asks, and each time whether the record met it.

mod year;

use tera::Value;

use super::address::href;
use super::site::Site;
use super::table_file::{Field, Table};
use super::value::{badge, link, row};
use crate::figures::duties::{Kept, Occurrence, State};
use crate::figures::minutes::days_between;
use crate::model::Period;
pub use year::years;

/// The first page tells what comes due within so many days, and at least so many of the next.
const SOON: i32 = 45;
const NEXT: usize = 3;
/// So many of the newest stand open below a duty, the older ones are folded away.
const SHOWN: usize = 12;

/// The sign of a state beside its words; signs differ in shape, since colours alone are not seen by all.
fn sign(state: State) -> (&'static str, &'static str) {
    match state {
        State::Met { late: 0, .. } => ("✓", "on"),
        State::Met { .. } => ("△", "due"),
        State::Undated => ("◇", ""),
        State::Overdue { .. } => ("○", "due"),
        State::Open => ("·", ""),
    }
}

/// Each duty with the times it came due, for the page of duties.
pub fn rows(site: &Site<'_>, page: &str) -> Vec<Value> {
    let strings = site.strings();
    let row_of = |kept: &Kept| {
        let mut cells: Vec<Value> = kept.occurrences.iter().rev().map(|o| cell(site, kept, o, page)).collect();
        let older = cells.split_off(cells.len().min(SHOWN));
        let set_here = kept.duty.overridden.then(|| strings.fill("duties.set_here", &[("days", &kept.duty.days.to_string())]));
        row! {
            id: anchor(kept),
            title: kept.duty.title(site.locale),
            basis: kept.duty.shown_basis(site.locale),
            set_here: set_here,
            cells: cells,
            older_text: (!older.is_empty()).then(|| strings.count("duties.older", older.len(), &[])),
            older: older,
        }
    };
    site.figures.duties.iter().map(row_of).collect()
}

fn anchor(kept: &Kept) -> String {
    format!("duty-{}", kept.duty.id)
}

/// What the jurisdiction asks for besides: duties that nothing in the record has called for yet, and its numbers.
pub fn others(site: &Site<'_>) -> Vec<Value> {
    let strings = site.strings();
    let called = |id: &str| site.figures.duties.iter().any(|kept| kept.duty.id == id);
    let duties = site.jurisdiction.duties.iter().filter(|d| !called(&d.id));
    let duties = duties.map(|d| row! { title: d.title(site.locale), basis: d.shown_basis(site.locale) });
    let limits = site.jurisdiction.limits.iter().map(|limit| {
        let values = [("title", limit.title(site.locale)), ("value", &limit.value.to_string())];
        let here = limit.overridden.then(|| strings.get("duties.number_here"));
        row! { title: strings.fill("duties.number", &values), basis: limit.basis(site.locale), set_here: here }
    });
    duties.chain(limits).collect()
}

fn cell(site: &Site<'_>, kept: &Kept, occurrence: &Occurrence, page: &str) -> Value {
    let (sign, tone) = sign(occurrence.state);
    let to = occurrence.file.map(|file| href(page, &site.page_of_file(file)));
    let label = label(site, kept, occurrence);
    row! { period: link(label, to), sign: sign, state: with_pictures(site, occurrence), tone: tone }
}

/// Accounts that are pictures only are published, and the calendar says what is lacking.
fn with_pictures(site: &Site<'_>, occurrence: &Occurrence) -> String {
    let state = state_text(site, occurrence);
    let pictured = site.community.accounts.pictured.iter().any(|p| Some(p.file) == occurrence.file);
    if pictured { site.strings().fill("duties.as_pictures", &[("state", &state)]) } else { state }
}

fn state_text(site: &Site<'_>, occurrence: &Occurrence) -> String {
    let strings = site.strings();
    match occurrence.state {
        State::Met { late: 0, .. } => strings.get("duties.in_time").to_owned(),
        State::Met { late, .. } => strings.days("duties.late", late),
        State::Undated => strings.get("duties.undated").to_owned(),
        State::Overdue { days } => strings.days("duties.overdue", days),
        State::Open => strings.fill("duties.open", &[("date", &strings.date(occurrence.due))]),
    }
}

/// `2025年第一季度`, `2025年1月至2月`, `2025年`; where a duty follows an event, the title of the record of it.
fn label(site: &Site<'_>, kept: &Kept, occurrence: &Occurrence) -> String {
    let strings = site.strings();
    if kept.cadence.is_none() {
        let page = occurrence.file.map(|file| site.page_of_file(file));
        return page.map_or_else(|| strings.date(occurrence.start), |page| site.label_of(&page).to_owned());
    }
    let month = |day| strings.period(Period::month_of(day));
    match occurrence.period() {
        Some(period) => strings.period(period),
        None => strings.fill("duties.months", &[("from", &month(occurrence.start)), ("to", &month(occurrence.end))]),
    }
}

/// What is overdue, the longest first, and what comes next, for the first page.
pub fn due(site: &Site<'_>, page: &str) -> Vec<Value> {
    let all = site.figures.duties.iter().flat_map(|kept| kept.occurrences.iter().map(move |o| (kept, o)));
    let mut due: Vec<(&Kept, &Occurrence)> =
        all.filter(|(_, o)| matches!(o.state, State::Overdue { .. } | State::Open)).collect();
    due.sort_by_key(|(_, o)| o.due);
    let overdue = due.iter().filter(|(_, o)| o.state != State::Open).count();
    let soon = due.iter().filter(|(_, o)| o.state == State::Open && days_between(site.as_of, o.due) <= SOON).count();
    due.truncate(overdue + soon.max(NEXT));
    due.into_iter().map(|(kept, occurrence)| due_row(site, kept, occurrence, page)).collect()
}

fn due_row(site: &Site<'_>, kept: &Kept, occurrence: &Occurrence, page: &str) -> Value {
    let strings = site.strings();
    let state = match occurrence.state {
        State::Overdue { days } => badge(strings.days("duties.overdue", days), "due"),
        _ => badge(strings.days("duties.days_left", days_between(site.as_of, occurrence.due)), ""),
    };
    row! {
        title: kept.duty.title(site.locale),
        href: format!("{}#{}", href(page, super::compliance::INDEX), anchor(kept)),
        period: label(site, kept, occurrence),
        due_text: strings.fill("duties.due", &[("date", &strings.date(occurrence.due))]),
        state: state,
    }
}

/// The calendar as a table.
pub fn table<'a>(site: &'a Site<'a>) -> Table<'a> {
    let fields = [Field::text("duty"), Field::text("basis"), Field::date("from"), Field::date("until"), Field::date("due")];
    let fields = Table::new("duties", fields).with(&["met_on", "days_late", "path"]);
    let kept = site.figures.duties.iter();
    fields.rows(kept.flat_map(|kept| kept.occurrences.iter().map(|o| table_row(site, kept, o))))
}

fn table_row(site: &Site<'_>, kept: &Kept, occurrence: &Occurrence) -> Vec<String> {
    let (met_on, days_late) = match occurrence.state {
        State::Met { on, late } => (on.to_string(), late.to_string()),
        State::Overdue { days } => (String::new(), days.to_string()),
        State::Undated | State::Open => (String::new(), String::new()),
    };
    vec![
        kept.duty.title(site.locale).to_owned(),
        kept.duty.basis(site.locale).to_owned(),
        occurrence.start.to_string(),
        occurrence.end.to_string(),
        occurrence.due.to_string(),
        met_on,
        days_late,
        occurrence.file.map(|file| site.community.files.path(file).to_owned()).unwrap_or_default(),
    ]
}
