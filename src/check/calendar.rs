//! The calendar doubted: rules have days, outcomes and exceptions stand on them, and no month goes without reception.

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::model::calendar::{Event, EventKind};
use crate::model::{Date, Period, Spanned};

/// How many months a message names, the latest ones.
const SHOWN: usize = 12;

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    for event in &doubt.community.calendar {
        check_event(event, found);
    }
    check_months(doubt, found);
}

fn check_event(event: &Event, found: &mut Vec<Diagnostic>) {
    if let Some(rule) = &event.rule
        && rule.first(event.start.value).is_none()
    {
        let never = Diagnostic::new("GS1231", rule.span).with("title", &event.title.value).with("start", event.start.value);
        found.push(never.with_some("until", rule.until));
        return;
    }
    let named = event.except.iter().map(|day| (day, "GS1235"));
    let named: Vec<(&Spanned<Date>, &str)> = named.chain(event.outcomes.iter().map(|o| (&o.date, "GS1234"))).collect();
    let Some(last) = named.iter().map(|(day, _)| day.value).max() else { return };
    let days = event.days_of_rule(last);
    for (day, code) in named {
        if days.binary_search(&day.value).is_err() {
            found.push(Diagnostic::new(code, day.span).with("day", day.value).with("title", &event.title.value));
        }
    }
}

/// A month without a reception day is for the author to know, unless a duty of the folder asks for one.
fn check_months(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let mut months: Vec<Period> = doubt.figures.calendar.months_without.clone();
    let Some(event) = doubt.community.calendar.iter().find(|e| e.kind == EventKind::Reception) else { return };
    let duty = doubt.jurisdiction.duty("reception-monthly");
    if duty.is_some() {
        months.retain(|month| doubt.since.is_some_and(|since| month.start() >= since));
    }
    if months.is_empty() {
        return;
    }
    let mut named: Vec<String> = months.iter().rev().take(SHOWN).map(Period::to_string).collect();
    named.reverse();
    let told = match duty {
        Some(duty) => Diagnostic::new("GS1236", event.title.span).with_some("basis", duty.shown_basis(doubt.locale)),
        None => Diagnostic::new("GS1233", event.title.span),
    };
    let path = doubt.community.files.path(event.file);
    found.push(told.with("months", named.join(", ")).with("count", months.len()).about(crate::source::record_id(path)));
}
