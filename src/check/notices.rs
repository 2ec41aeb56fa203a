//! Notices doubted: they end after they begin and hang as long as their kind requires.

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::figures::notices::days_shown;

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    for notice in &doubt.community.notices {
        let Some(end) = notice.end else { continue };
        if end.value < notice.start.value {
            let backwards = Diagnostic::new("GS0213", end.span).with("start", notice.start.value).with("end", end.value);
            found.push(backwards.also(notice.start.span));
            continue;
        }
        let duty = doubt.jurisdiction.duty(&format!("notice-{}", notice.kind.name()));
        let (Some(duty), Some(days)) = (duty, days_shown(notice)) else { continue };
        let judged = doubt.since.is_some_and(|since| notice.start.value >= since);
        if judged && i64::from(days) < i64::from(duty.days) {
            found.push(
                Diagnostic::new("GS0702", end.span)
                    .with("title", &notice.document.title)
                    .with("days", days)
                    .with("needed", duty.days)
                    .with_some("basis", duty.shown_basis(doubt.locale))
                    .about(notice.document.id.clone()),
            );
        }
    }
}
