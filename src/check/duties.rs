//! Duties doubted: what came due and is not in the record, or came late. Duties whose kind says it in its own words are
//! told by that kind.

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::figures::duties::{Kept, Occurrence, State};
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
    for kept in &doubt.figures.duties {
        let by_kind = TOLD_BY_KIND.contains(&kept.duty.met_by());
        for occurrence in &kept.occurrences {
            found.extend(match kept.cadence {
                // A kind speaks of a quarter or a year by its name; two months or a half-year have none.
                Some(_) if by_kind && occurrence.period().is_some() => None,
                Some(_) => missing_in_period(doubt, kept, occurrence),
                None if by_kind => None,
                None => after_event(doubt, kept, occurrence),
            });
        }
    }
}

fn missing_in_period(doubt: &Doubt<'_>, kept: &Kept, occurrence: &Occurrence) -> Option<Diagnostic> {
    let State::Overdue { days } = occurrence.state else { return None };
    let settings = doubt.community.files.find("gongshi.toml").unwrap_or(FileId(0));
    let told = Diagnostic::new("GS0710", Span::file(settings))
        .with("duty", kept.duty.title(doubt.locale))
        .with("from", occurrence.start)
        .with("until", occurrence.end)
        .with("due", occurrence.due)
        .with("days", days)
        .with_some("basis", kept.duty.shown_basis(doubt.locale));
    Some(told.about("compliance"))
}

/// What follows an event, late or not in the record.
fn after_event(doubt: &Doubt<'_>, kept: &Kept, occurrence: &Occurrence) -> Option<Diagnostic> {
    let file = occurrence.file?;
    let told = |code| {
        let told = Diagnostic::new(code, Span::file(file)).with("due", occurrence.due);
        let told = told.with_some("basis", kept.duty.shown_basis(doubt.locale));
        told.about(crate::source::record_id(doubt.community.files.path(file)))
    };
    let title = kept.duty.title(doubt.locale);
    match occurrence.state {
        State::Met { on, late } if late > 0 && kept.duty.met_by() == "minutes-published" => {
            // They are in order of date.
            let all = &doubt.community.minutes;
            let of_day = &all[all.partition_point(|m| m.date < occurrence.start)..];
            let minutes = of_day.iter().find(|m| m.document.file == file)?;
            let days = days_between(occurrence.start, on);
            Some(told("GS0713").with("title", &minutes.document.title).with("days", days).with("limit", kept.duty.days))
        }
        State::Met { on, late } if late > 0 => Some(told("GS0714").with("duty", title).with("on", on).with("days", late)),
        State::Overdue { days } => Some(told("GS0715").with("duty", title).with("days", days)),
        _ => None,
    }
}
