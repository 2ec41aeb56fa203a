//! Meetings doubted: promises whose day has passed, parties that joint meetings lack, quarters without one.

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::model::minutes::{MeetingKind, Minutes};
use crate::model::{Date, Period, Span};

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    check_promises(doubt, found);
    let joint: Vec<&Minutes> =
        doubt.community.minutes.iter().filter(|m| m.kind == MeetingKind::Joint && !m.agenda_only).collect();
    for minutes in joint.iter().filter(|m| doubt.since.is_some_and(|since| m.date >= since)) {
        found.extend(check_parties(doubt, minutes));
    }
    found.extend(check_quarter(doubt, &joint));
}

/// Whoever the rules in force that day want at a joint meeting is among its parties.
fn check_parties(doubt: &Doubt<'_>, minutes: &Minutes) -> Option<Diagnostic> {
    // Minutes that name no party do not say who was missing.
    if minutes.parties.is_empty() {
        return None;
    }
    let mut in_force = doubt.figures.rules.in_force(doubt.community, minutes.date);
    let rule = in_force.find(|v| !v.requires.joint_parties.is_empty())?;
    let wanted = &rule.requires.joint_parties;
    let missing: Vec<&str> = wanted.iter().filter(|p| !minutes.parties.contains(p)).map(String::as_str).collect();
    let absent = Diagnostic::new("GS0721", Span::file(minutes.document.file)).with("title", &minutes.document.title);
    let absent = absent.with("missing", missing.join(", ")).with("rule", &rule.document.title).about(minutes.document.id.clone());
    (!missing.is_empty()).then_some(absent)
}

/// Good practice, once a community holds joint meetings: one a quarter. Only the last whole quarter is told, since
/// nobody can mend an older one.
fn check_quarter(doubt: &Doubt<'_>, joint: &[&Minutes]) -> Option<Diagnostic> {
    let first = joint.first().filter(|_| doubt.jurisdiction.duty("meeting-joint").is_none())?;
    let quarter_of = |day: Date| i32::from(day.year()) * 4 + i32::from((day.month() - 1) / 3);
    let last = quarter_of(doubt.as_of) - 1;
    let begun = quarter_of(first.date.max(doubt.since?)) <= last;
    if !begun || joint.iter().any(|m| quarter_of(m.date) == last) {
        return None;
    }
    let period = Period::parse(&format!("{}-Q{}", last.div_euclid(4), last.rem_euclid(4) + 1))?;
    Some(Diagnostic::new("GS0722", Span::file(first.document.file)).with("period", period).at_missing("minutes"))
}

fn check_promises(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let all = &doubt.community.minutes;
    for promise in doubt.figures.minutes.promises.iter().filter(|p| p.is_overdue()) {
        let (Some(due), Some(days)) = (promise.due, promise.days_late) else { continue };
        // Told where the promise was last spoken of.
        let Some((meeting, action)) = promise.mentions.last() else { continue };
        let minutes = &all[*meeting];
        if doubt.since.is_none_or(|since| due < since) {
            continue;
        }
        found.push(
            Diagnostic::new("GS0703", minutes.actions[*action].id.span)
                .with("id", &promise.id)
                .with_some("what", Some(&promise.what).filter(|w| !w.is_empty()))
                .with_some("owner", Some(&promise.owner).filter(|o| !o.is_empty()))
                .with("due", due)
                .with("days", days)
                .about(minutes.document.id.clone()),
        );
    }
}
