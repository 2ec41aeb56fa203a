//! Duties doubted: what came due and is not in the record, or came late. Duties whose kind says it in its own words are
//! told by that kind.

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::figures::duties::{Kept, Occurrence, State, sources};
use crate::figures::minutes::days_between;
use crate::model::{FileId, Span};

/// Told by the kinds themselves.
const TOLD_BY_KIND: [&str; 8] = [
    "accounts",
    "audits",
    "reception-monthly",
    "decision-announced",
    "assembly-notice",
    "committee-filing",
    "contract-renewal",
    "rule-filing",
];

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    check_settings(doubt, found);
    for kept in doubt.calendar.iter().filter(|kept| !TOLD_BY_KIND.contains(&kept.duty.met_by())) {
        let told = |occurrence| match kept.cadence {
            Some(_) => missing_in_period(doubt, kept, occurrence),
            None => after_event(doubt, kept, occurrence),
        };
        found.extend(kept.occurrences.iter().filter_map(told));
    }
}

/// A duty that the folder sets is met by something that is known.
fn check_settings(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    for duty in doubt.community.settings.duties.iter().filter(|d| d.judged) {
        let Some(met_by) = &duty.met_by else { continue };
        if sources().all(|known| known != met_by.value) {
            let mut known: Vec<&str> = sources().collect();
            known.sort_unstable();
            let near = crate::source::nearest(&met_by.value, known.iter().copied());
            found.push(
                Diagnostic::new("GS0207", met_by.span)
                    .with("key", "met_by")
                    .with("text", &met_by.value)
                    .with("allowed", known.join(", "))
                    .with_some("nearest", near),
            );
        }
    }
}

fn missing_in_period(doubt: &Doubt<'_>, kept: &Kept<'_>, occurrence: &Occurrence) -> Option<Diagnostic> {
    let settings = doubt.community.files.find("gongshi.toml").unwrap_or(FileId(0));
    let told = |code, file| {
        let told = Diagnostic::new(code, Span::file(file))
            .with("duty", kept.duty.title(doubt.locale))
            .with("from", occurrence.start)
            .with("until", occurrence.end)
            .with("due", occurrence.due);
        told.with_some("basis", kept.duty.shown_basis(doubt.locale)).about("compliance")
    };
    match occurrence.state {
        State::Overdue { days } => Some(told("GS0710", settings).with("days", days)),
        _ => None,
    }
}

/// What follows an event, late or not in the record.
fn after_event(doubt: &Doubt<'_>, kept: &Kept<'_>, occurrence: &Occurrence) -> Option<Diagnostic> {
    let file = occurrence.file?;
    let told = |code| {
        let told = Diagnostic::new(code, Span::file(file)).with("due", occurrence.due);
        let told = told.with_some("basis", kept.duty.shown_basis(doubt.locale));
        told.about(crate::source::record_id(doubt.community.files.path(file)))
    };
    let title = kept.duty.title(doubt.locale);
    match occurrence.state {
        State::Met { on, late } if late > 0 && kept.duty.met_by() == "minutes-published" => {
            let minutes = doubt.community.minutes.iter().find(|m| m.document.file == file)?;
            let days = days_between(minutes.date, on);
            Some(told("GS0713").with("title", &minutes.document.title).with("days", days).with("limit", kept.duty.days))
        }
        State::Met { on, late } if late > 0 => Some(told("GS0714").with("duty", title).with("on", on).with("days", late)),
        State::Overdue { days } => Some(told("GS0715").with("duty", title).with("days", days)),
        _ => None,
    }
}
