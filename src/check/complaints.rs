//! Complaints doubted: in their period, once each, in order of time, answered and resolved within the contract's limits.

use std::collections::HashMap;

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::figures::complaints::{Limit, answer_limit, contract_of, resolve_limit};
use crate::figures::minutes::days_between;
use crate::model::complaints::{Complaint, Sheet};
use crate::model::contracts::Contract;
use crate::model::{Moment, Span, Spanned};

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for sheet in &doubt.community.complaints {
        for complaint in &sheet.complaints {
            if let Some(first) = seen.get(complaint.id.value.as_str()) {
                found.push(Diagnostic::new("GS0802", complaint.id.span).with("id", &complaint.id.value).also(*first));
            } else {
                seen.insert(&complaint.id.value, complaint.id.span);
            }
            check_row(sheet, complaint, found);
            check_clause(doubt, complaint, found);
            let judged = doubt.since.is_some_and(|since| complaint.received.value.date >= since);
            if let Some(contract) = contract_of(doubt.community, complaint).filter(|_| judged) {
                check_limits(doubt, sheet, complaint, &doubt.community.contracts[contract], found);
            }
        }
    }
}

/// What cannot be right in one row.
fn check_row(sheet: &Sheet, complaint: &Complaint, found: &mut Vec<Diagnostic>) {
    let received = complaint.received;
    if !sheet.period.value.contains(received.value.date) {
        let outside = Diagnostic::new("GS0806", received.span);
        found.push(outside.with("received", received.value).with("period", sheet.period.value));
    }
    for (what, later) in [("complaint.answered", complaint.answered), ("complaint.resolved", complaint.resolved)] {
        if let Some(later) = later.filter(|l| l.value.is_before(received.value)) {
            let backwards = Diagnostic::new("GS0801", later.span).word("what", what);
            found.push(backwards.with("when", later.value).with("received", received.value).also(received.span));
        }
    }
    let (least, most) = Complaint::SATISFACTION;
    if let Some(given) = complaint.satisfaction.filter(|s| !(least..=most).contains(&s.value)) {
        found.push(Diagnostic::new("GS0807", given.span).with("given", given.value));
    }
}

/// A clause that is named stands in the contract the complaint is judged by.
fn check_clause(doubt: &Doubt<'_>, complaint: &Complaint, found: &mut Vec<Diagnostic>) {
    let Some(clause) = &complaint.clause else { return };
    match contract_of(doubt.community, complaint) {
        Some(contract) => found.extend(super::scores::unknown_clause("GS0808", clause, &doubt.community.contracts[contract])),
        // A contract that is named and not there has been told by check/links.rs.
        None if complaint.contract.is_some() => {}
        None => found.push(
            Diagnostic::new("GS0809", clause.span).with("clause", &clause.value).with("received", complaint.received.value.date),
        ),
    }
}

/// A time limit as its contract has it.
struct Written {
    limit: Limit,
    words: &'static str,
    count: u32,
}

fn check_limits(doubt: &Doubt<'_>, sheet: &Sheet, complaint: &Complaint, contract: &Contract, found: &mut Vec<Diagnostic>) {
    let today = Moment { date: doubt.as_of, time: None };
    let received = complaint.received.value;
    let limits = [
        (
            "GS0803",
            "complaint.answer",
            complaint.first_answer(),
            complaint.answered.or(complaint.resolved),
            answer_limit(contract).zip(contract.complaint_answer_hours).map(|(limit, count)| Written {
                limit,
                words: "unit.hours",
                count,
            }),
        ),
        (
            "GS0804",
            "complaint.resolution",
            complaint.resolved.map(|r| r.value),
            complaint.resolved,
            resolve_limit(contract).zip(contract.complaint_resolve_days).map(|(limit, count)| Written {
                limit,
                words: "unit.days",
                count,
            }),
        ),
    ];
    for (code, what, done, place, written) in limits {
        let Some(Written { limit, words, count }) = written else { continue };
        let late = match done {
            Some(done) if limit.is_over(received, done) => late_by(code, complaint, place, received, done),
            None if limit.is_over(received, today) => {
                let open = Diagnostic::new("GS0805", complaint.received.span).word("what", what);
                open.with("days", days_between(received.date, doubt.as_of)).with("as_of", doubt.as_of)
            }
            _ => continue,
        };
        found.push(
            late.with("id", &complaint.id.value)
                .with("limit", count)
                .word("unit", words)
                .with("contract", &contract.title)
                .about(format!("complaints/{}", sheet.period.value)),
        );
    }
}

fn late_by(code: &'static str, complaint: &Complaint, place: Option<Spanned<Moment>>, from: Moment, to: Moment) -> Diagnostic {
    let late = Diagnostic::new(code, place.map_or(complaint.span, |p| p.span));
    match from.minutes_until(to) {
        Some(minutes) if code == "GS0803" => late.with("took", minutes.div_euclid(60)).word("took_unit", "unit.hours"),
        _ => late.with("took", days_between(from.date, to.date)).word("took_unit", "unit.days"),
    }
}
