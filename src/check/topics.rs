//! Topics doubted: raised again and again, and never answered.

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::figures::topics::topics;
use crate::model::Span;
use crate::model::minutes::Minutes;

/// Meetings that speak of a topic before an answer is asked for.
const RAISED: usize = 2;

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let all = &doubt.community.minutes;
    for topic in topics(doubt.community) {
        let meetings: Vec<&Minutes> = all.iter().filter(|m| topic.files.contains(&m.document.file)).collect();
        let Some(last) = meetings.last().filter(|m| doubt.since.is_some_and(|since| m.date >= since)) else { continue };
        // A vote, a notice, a letter, a promise or a motion is an answer, whatever it says.
        let elsewhere = topic.files.len() > meetings.len();
        let answered = elsewhere || meetings.iter().any(|m| !m.actions.is_empty() || !m.motions.is_empty());
        if meetings.len() < RAISED || answered {
            continue;
        }
        let unanswered = Diagnostic::new("GS0720", Span::file(last.document.file)).with("topic", topic.name);
        found.push(unanswered.with("count", meetings.len()).about(last.document.id.clone()));
    }
}
