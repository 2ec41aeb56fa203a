//! Rules doubted: one version a day, each with the vote that adopted it.

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::figures::duties::State;
use crate::model::Span;
use crate::model::rules::{AdoptedBy, Version};

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    for (rule, figures) in doubt.community.rules.iter().zip(&doubt.figures.rules.rules) {
        for pair in rule.versions.windows(2) {
            if pair[0].effective == pair[1].effective {
                let twice = Diagnostic::new("GS0206", Span::file(pair[1].document.file)).with("id", pair[1].effective);
                found.push(twice.also(Span::file(pair[0].document.file)));
            }
        }
        for (version, draft) in rule.versions.iter().zip(&figures.drafts) {
            found.extend(check_vote(doubt, version, *draft));
        }
    }
    check_filing(doubt, found);
}

fn told(code: &'static str, span: Span, version: &Version) -> Diagnostic {
    let told = Diagnostic::new(code, span).with("title", &version.document.title).with("date", version.effective);
    told.about(version.document.id.clone())
}

/// Whether owners adopted it by a vote, as far as the record says; a rule of before the record's first day is left alone.
fn check_vote(doubt: &Doubt<'_>, version: &Version, draft: bool) -> Option<Diagnostic> {
    if let Some(resolution) = version.resolution.as_ref().filter(|_| draft) {
        return Some(told("GS0410", resolution.span, version));
    }
    // Who adopted it must be said before its vote is asked for: three bare texts are no breach.
    let asked = version.adopted_by == Some(AdoptedBy::Assembly) && version.resolution.is_none() && judged(doubt, version);
    let limit = doubt.jurisdiction.limit("rule-vote-on-record").filter(|limit| asked && limit.value > 0)?;
    Some(told("GS0411", Span::file(version.document.file), version).with("basis", limit.basis(doubt.locale)))
}

/// Whether versions were filed in the days that the folder asks for.
fn check_filing(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let late = |state| matches!(state, State::Met { late: 1.., .. } | State::Overdue { .. });
    for (duty, occurrence) in doubt.occurrences("rule-filing").filter(|(_, o)| late(o.state)) {
        let versions = || doubt.community.rules.iter().flat_map(|r| &r.versions);
        let Some(version) = versions().find(|v| Some(v.document.file) == occurrence.file) else { continue };
        let told = told("GS0412", Span::file(version.document.file), version);
        found.push(told.with("basis", duty.basis(doubt.locale)));
    }
}

fn judged(doubt: &Doubt<'_>, version: &Version) -> bool {
    doubt.since.is_some_and(|since| version.adopted_on.unwrap_or(version.effective) >= since)
}
