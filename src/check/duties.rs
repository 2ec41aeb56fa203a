//! Duties doubted: what came due and is not in the record. The accounts' own are told by `accounts`.

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::figures::duties::{Kept, Occurrence, State, calendar};
use crate::model::minutes::Minutes;
use crate::model::{FileId, Span};

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    for kept in calendar(doubt.community, doubt.jurisdiction, doubt.as_of) {
        if kept.duty.met_by.as_deref() != Some("accounts") {
            found.extend(kept.occurrences.iter().filter_map(|occurrence| told(doubt, &kept, occurrence)));
        }
    }
    for minutes in &doubt.community.minutes {
        found.extend(check_minutes(doubt, minutes));
    }
}

fn told(doubt: &Doubt<'_>, kept: &Kept<'_>, occurrence: &Occurrence) -> Option<Diagnostic> {
    let State::Overdue { days } = occurrence.state else { return None };
    let settings = doubt.community.files.find("gongshi.toml").unwrap_or(FileId(0));
    let told = Diagnostic::new("GS0710", Span::file(occurrence.file.unwrap_or(settings)))
        .with("duty", kept.duty.title(doubt.locale))
        .with("from", occurrence.start)
        .with("until", occurrence.end)
        .with("due", occurrence.due)
        .with("days", days)
        .with_some("basis", kept.duty.shown_basis(doubt.locale));
    Some(told.about("compliance"))
}

/// Minutes are on view within the days that the jurisdiction or the folder asks for.
fn check_minutes(doubt: &Doubt<'_>, minutes: &Minutes) -> Option<Diagnostic> {
    let duty = doubt.jurisdiction.duty("minutes-published")?;
    let published = minutes.published_on.filter(|_| doubt.since.is_some_and(|since| minutes.date >= since))?;
    let days = crate::figures::minutes::days_between(minutes.date, published);
    (i64::from(days) > i64::from(duty.days)).then(|| {
        Diagnostic::new("GS0713", Span::file(minutes.document.file))
            .with("title", &minutes.document.title)
            .with("days", days)
            .with("limit", duty.days)
            .with_some("basis", duty.shown_basis(doubt.locale))
            .about(minutes.document.id.clone())
    })
}
