//! Seals doubted: used with fewer approvals than the rules ask, or on a contract without its vote.

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::model::seal::{DocumentKind, Register, Seal, Use};

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    for register in &doubt.community.seal {
        let judged = |used: &&Use| doubt.since.is_some_and(|since| used.date.value >= since);
        for used in register.uses.iter().filter(judged) {
            found.extend(check_approvals(doubt, register, used));
            found.extend(check_vote(doubt, register, used));
        }
    }
}

fn told(code: &'static str, register: &Register, used: &Use, span: crate::model::Span) -> Diagnostic {
    let told = Diagnostic::new(code, span).with("document", &used.document).with("date", used.date.value);
    told.about(register.id.clone())
}

/// As many members approved as the rules in force that day ask, for the assembly's seal and for contracts: letters and
/// notices are the chair's.
fn check_approvals(doubt: &Doubt<'_>, register: &Register, used: &Use) -> Option<Diagnostic> {
    let weighty = used.seal == Seal::Assembly || used.kind == DocumentKind::Contract;
    let approvals = used.approvals.as_ref().filter(|_| weighty)?;
    let mut in_force = doubt.figures.rules.in_force(doubt.community, used.date.value);
    let (rule, needed) = in_force.find_map(|v| Some((v, v.requires.seal_approvals?)))?;
    (approvals.value < needed).then(|| {
        told("GS1211", register, used, approvals.span)
            .with("approvals", approvals.value)
            .with("needed", needed)
            .with("rule", &rule.document.title)
    })
}

/// The vote that a sealed contract rests on is on record, passed, and came first.
fn check_vote(doubt: &Doubt<'_>, register: &Register, used: &Use) -> Option<Diagnostic> {
    if used.kind != DocumentKind::Contract {
        return None;
    }
    let community = doubt.community;
    let Some(named) = &used.resolution else {
        return Some(told("GS1212", register, used, used.span).word("why", "seal.no_vote"));
    };
    // A reference to nothing has been told already.
    let vote = community.resolutions.iter().find(|r| r.id == named.value)?;
    let why = if doubt.figures.resolutions.passed(community, &named.value) == Some(false) {
        "seal.vote_failed"
    } else if vote.voted_to.value > used.date.value {
        "seal.vote_later"
    } else {
        return None;
    };
    Some(told("GS1212", register, used, named.span).word("why", why))
}
