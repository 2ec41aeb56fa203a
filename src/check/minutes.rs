//! Promises doubted: their day has passed.

use super::Doubt;
use crate::diagnostic::Diagnostic;

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
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
