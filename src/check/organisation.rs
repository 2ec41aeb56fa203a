//! Bodies doubted: terms run forwards and are followed by others, filings are in time, seats are filled, and what
//! scores deduct from a firm's pay stands in the ledger.

use jiff::ToSpan;

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::figures::duties::State;
use crate::figures::organisation::{booked, latest_day};
use crate::model::organisation::{Body, BodyKind};
use crate::model::{Date, Span, Spanned};

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    if doubt.community.organisation.is_empty() {
        return;
    }
    for body in &doubt.community.organisation {
        check_terms(body, found);
        check_succession(doubt, body, found);
        check_members(doubt, body, found);
        check_training(doubt, body, found);
        check_interests(body, found);
    }
    check_filing(doubt, found);
    check_deductions(doubt, found);
}

/// A term begins before it ends: a body's, and each member's.
fn check_terms(body: &Body, found: &mut Vec<Diagnostic>) {
    let backwards = |who: &str, since: Option<&Spanned<Date>>, until: Option<&Spanned<Date>>| {
        let (since, until) = (since?, until?);
        (until.value < since.value).then(|| {
            Diagnostic::new("GS1201", until.span)
                .with("who", who)
                .with("since", since.value)
                .with("until", until.value)
                .also(since.span)
        })
    };
    found.extend(backwards(&body.name, body.since.as_ref(), body.until.as_ref()));
    for member in &body.members {
        found.extend(backwards(&member.name.value, member.from.as_ref(), member.until.as_ref()));
    }
}

/// An elected body whose term is over has been followed by another.
fn check_succession(doubt: &Doubt<'_>, body: &Body, found: &mut Vec<Diagnostic>) {
    let Some(until) = &body.until else { return };
    let judged = doubt.since.is_some_and(|since| since <= doubt.as_of);
    if !judged || !body.kind.is_elected() || !body.is_past(doubt.as_of) {
        return;
    }
    let later = |other: &Body| match (&other.since, &body.since) {
        (Some(theirs), Some(ours)) => theirs.value > ours.value,
        (Some(theirs), None) => theirs.value > until.value,
        (None, _) => other.in_office(doubt.as_of),
    };
    let followed = doubt.community.organisation.iter().any(|o| o.id != body.id && stands_in_for(o.kind, body.kind) && later(o));
    if !followed {
        found.push(
            Diagnostic::new("GS1202", until.span).with("who", &body.name).with("until", until.value).about(body.id.clone()),
        );
    }
}

/// A management committee does a committee's work where there is none, and is followed by one.
fn stands_in_for(one: BodyKind, other: BodyKind) -> bool {
    let acts = |kind| matches!(kind, BodyKind::Committee | BodyKind::ManagementCommittee);
    one == other || (acts(one) && acts(other))
}

/// A committee is filed within the days that the jurisdiction sets, counted from its election.
fn check_filing(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    for (duty, occurrence) in doubt.occurrences("committee-filing") {
        let Some(body) = doubt.community.organisation.iter().find(|b| Some(b.file) == occurrence.file) else { continue };
        let Some(since) = &body.since else { continue };
        let told = |code, span: Span| {
            Diagnostic::new(code, span)
                .with("who", &body.name)
                .with("since", since.value)
                .with("needed", duty.days)
                .with("basis", duty.basis(doubt.locale))
                .about(body.id.clone())
        };
        match (occurrence.state, &body.filed_on) {
            (State::Overdue { .. }, _) => found.push(told("GS1203", since.span)),
            (State::Met { late: 1.., .. }, Some(filed)) => found.push(told("GS1204", filed.span).with("filed", filed.value)),
            _ => {}
        }
    }
}

/// As many members as the rules in force say.
fn check_members(doubt: &Doubt<'_>, body: &Body, found: &mut Vec<Diagnostic>) {
    let judged = doubt.since.is_some_and(|since| since <= doubt.as_of);
    if !judged || body.kind != BodyKind::Committee || !body.in_office(doubt.as_of) {
        return;
    }
    let have = body.members_on(doubt.as_of).count();
    for (rule, figures) in doubt.community.rules.iter().zip(&doubt.figures.rules.rules) {
        let Some(version) = figures.current.map(|i| &rule.versions[i]) else { continue };
        let Some(needed) = version.requires.committee_members else { continue };
        if have < needed as usize {
            found.push(
                Diagnostic::new("GS1205", Span::file(body.file))
                    .with("who", &body.name)
                    .with("have", have)
                    .with("needed", needed)
                    .with("rule", &version.document.title)
                    .also(Span::file(version.document.file))
                    .about(body.id.clone()),
            );
        }
    }
}

/// A committee that has been in office for a year has trained within the last.
fn check_training(doubt: &Doubt<'_>, body: &Body, found: &mut Vec<Diagnostic>) {
    let year_ago = doubt.as_of.saturating_sub(1.year());
    let settled = body.since.is_some_and(|since| since.value <= year_ago);
    if body.kind != BodyKind::Committee || !settled || !body.in_office(doubt.as_of) {
        return;
    }
    let trained = body.trainings.iter().any(|t| year_ago <= t.date && t.date <= doubt.as_of);
    if !trained {
        found.push(Diagnostic::new("GS1206", Span::file(body.file)).with("who", &body.name).with("from", year_ago));
    }
}

/// Whoever has declared an interest is a member.
fn check_interests(body: &Body, found: &mut Vec<Diagnostic>) {
    let names = || body.members.iter().map(|m| m.name.value.as_str());
    for interest in body.interests.iter().filter(|i| names().all(|name| name != i.member.value)) {
        let near = crate::source::nearest(&interest.member.value, names());
        found.push(
            Diagnostic::new("GS1209", interest.member.span)
                .with("member", &interest.member.value)
                .with("who", &body.name)
                .with_some("nearest", near)
                .mended_by(crate::source::perhaps(&interest.member, near)),
        );
    }
}

/// What the scores deduct stands in the ledger, to the fen. A ledger that never names the firm tells nothing.
fn check_deductions(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let (Some(limit), Some(since)) = (doubt.jurisdiction.limit("penalty-booking-days"), doubt.since) else { return };
    let community = doubt.community;
    let scores = &doubt.figures.scores;
    let known_until = community.accounts.ledgers.iter().map(|l| l.period.value.end()).max();
    for (index, books) in booked(community, scores, limit.value) {
        let contract = &community.contracts[index];
        let firm = contract.firm.as_deref().unwrap_or_default();
        let mut open = books.periods.iter().filter(|(i, row)| {
            let period = &scores.periods[*i];
            let last = latest_day(period.period.end(), limit.value);
            let over = last < doubt.as_of && known_until.is_some_and(|until| last <= until);
            row.is_none() && !period.deductions.is_zero() && period.period.end() >= since && over
        });
        if !books.named {
            if open.next().is_some() {
                let silent = Diagnostic::new("GS1208", Span::file(contract.file)).with("firm", firm);
                found.push(silent.with("contract", &contract.title));
            }
            continue;
        }
        for (i, _) in open {
            let period = &scores.periods[*i];
            found.push(
                Diagnostic::new("GS1207", Span::file(community.scores[period.sheet].file))
                    .with("period", period.period)
                    .with("amount", period.deductions)
                    .with("firm", firm)
                    .with("until", latest_day(period.period.end(), limit.value))
                    .with("basis", limit.basis(doubt.locale))
                    .about(format!("scores/{}", period.period)),
            );
        }
    }
}
