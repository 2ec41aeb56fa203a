//! The disclosure calendar: each duty with its due dates, and when the record met it.

mod events;
mod periods;

use jiff::ToSpan;
use jiff::civil::Date;

use super::minutes::days_between;
use crate::jurisdiction::{Counted, Duty, Jurisdiction};
use crate::model::{Cadence, Community, FileId, Period};
use events::EVENTS;
use periods::{Evidence, PERIODS};

/// What became of a duty in one period, or after one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Met on this day, so many days after it was due; 0 for in time.
    Met { on: Date, late: i32 },
    /// The record has it, without the day on which owners could see it.
    Undated,
    /// Not in the record, so many days after it was due.
    Overdue { days: i32 },
    /// Not due yet.
    Open,
}

/// A duty in one period, or after one event.
#[derive(Clone, Debug)]
pub struct Occurrence {
    /// First and last day of the period; both are the event's day where the duty follows an event.
    pub start: Date,
    pub end: Date,
    pub due: Date,
    pub state: State,
    /// The file that meets it, or that tells of the event.
    pub file: Option<FileId>,
}

impl Occurrence {
    /// Its period, where it is one that has a name.
    pub fn period(&self) -> Option<Period> {
        Period::spanning(self.start, self.end)
    }
}

/// A duty that comes due, and each time it did, in order of period or event.
#[derive(Clone, Debug)]
pub struct Kept {
    pub duty: Duty,
    /// How often it comes due; none where it follows events.
    pub cadence: Option<Cadence>,
    pub occurrences: Vec<Occurrence>,
}

/// Every duty that is judged: from `since` or the first record of its kind on, until the day of the record.
pub fn calendar(community: &Community, jurisdiction: &Jurisdiction, as_of: Date) -> Vec<Kept> {
    let Some(since) = community.settings.since else { return Vec::new() };
    let kept = |duty: &Duty| {
        let (cadence, occurrences) = match period_source(duty.met_by()) {
            Some((_, usual, evidence)) => {
                let cadence = duty.cadence.unwrap_or(*usual);
                let of = |source: periods::Source| {
                    let mut all = source(community, as_of);
                    all.retain(|evidence| !community.files.is_sample(evidence.file));
                    all
                };
                let asked_with = duty.asked_with.as_deref().and_then(period_source).map(|(.., with)| of(*with));
                let evidence = of(*evidence);
                // A kind of record that a folder does not have yet, or only as a sample, is not asked after.
                let first = asked_with.as_ref().unwrap_or(&evidence).iter().map(|e| e.start).min();
                let from = first.map(|first| since.max(first));
                (Some(cadence), from.map_or_else(Vec::new, |from| by_period(&evidence, duty, cadence, from, as_of)))
            }
            None => (None, by_event(community, jurisdiction, duty, since, as_of)),
        };
        (!occurrences.is_empty()).then(|| Kept { duty: duty.clone(), cadence, occurrences })
    };
    jurisdiction.duties.iter().filter_map(kept).collect()
}

/// The names that a duty's `met_by` may have.
pub fn sources() -> impl Iterator<Item = &'static str> {
    PERIODS.iter().map(|(name, ..)| *name).chain(EVENTS.iter().map(|(name, _)| *name))
}

fn period_source(name: &str) -> Option<&'static (&'static str, Cadence, periods::Source)> {
    PERIODS.iter().find(|(known, ..)| *known == name)
}

fn by_period(evidence: &[Evidence], duty: &Duty, cadence: Cadence, from: Date, as_of: Date) -> Vec<Occurrence> {
    let step = i32::from(cadence.months()).months();
    // What is due before its period begins is looked for in the period before.
    let last = if duty.counted == Counted::BeforeStart { as_of.saturating_add(step) } else { as_of };
    let mut occurrences = Vec::new();
    let mut start = period_start(from, cadence);
    while start <= last {
        let next = start.saturating_add(step);
        occurrences.push(occurrence(evidence, duty, (start, next.saturating_sub(1.day())), as_of));
        if next <= start {
            break;
        }
        start = next;
    }
    occurrences
}

fn by_event(community: &Community, jurisdiction: &Jurisdiction, duty: &Duty, since: Date, as_of: Date) -> Vec<Occurrence> {
    let Some((_, events)) = EVENTS.iter().find(|(name, _)| *name == duty.met_by()) else { return Vec::new() };
    let mut events = events(community, jurisdiction, as_of);
    events.retain(|event| event.day >= since && !community.files.is_sample(event.file));
    events.sort_by_key(|event| (event.day, event.file));
    let occurrences = events.into_iter().map(|event| {
        let due = due(duty, (event.day, event.day));
        let state = if event.undated { State::Undated } else { state(event.on, due, as_of) };
        Occurrence { start: event.day, end: event.day, due, state, file: Some(event.file) }
    });
    occurrences.collect()
}

/// The first day of the period that a day lies in; periods begin with the year.
fn period_start(day: Date, cadence: Cadence) -> Date {
    let months = i32::from(cadence.months());
    let into = (i32::from(day.month()) - 1) % months;
    day.first_of_month().saturating_sub(into.months())
}

fn occurrence(evidence: &[Evidence], duty: &Duty, (start, end): (Date, Date), as_of: Date) -> Occurrence {
    let due = due(duty, (start, end));
    let within = |e: &&Evidence| e.start <= end && e.end >= start;
    // What was seen first counts; what has no day counts only if nothing else does.
    let best = evidence.iter().filter(within).min_by_key(|e| (e.on.is_none(), e.on, e.file));
    let undated = best.is_some_and(|e| e.on.is_none());
    let state = if undated { State::Undated } else { state(best.and_then(|e| e.on), due, as_of) };
    Occurrence { start, end, due, state, file: best.map(|e| e.file) }
}

/// The last day on which it is in time.
fn due(duty: &Duty, (start, end): (Date, Date)) -> Date {
    let days = i64::from(duty.days).days();
    match duty.counted {
        Counted::AfterEnd => end.saturating_add(days),
        Counted::AfterStart => start.saturating_add(days),
        Counted::BeforeStart => start.saturating_sub(days),
    }
}

fn state(on: Option<Date>, due: Date, as_of: Date) -> State {
    match on {
        Some(on) => State::Met { on, late: days_between(due, on).max(0) },
        None if due < as_of => State::Overdue { days: days_between(due, as_of) },
        None => State::Open,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn duty() -> Duty {
        Jurisdiction::built_in("cn-2021").unwrap().duty("accounts-quarterly").unwrap().clone()
    }

    /// A duty with a cadence or a `met_by` that nothing knows would never be judged, without a word.
    #[test]
    fn every_duty_is_met_by_something_known() {
        for id in Jurisdiction::ids().into_iter().chain(["offered".to_owned()]) {
            for duty in Jurisdiction::built_in(&id).unwrap().duties {
                let judged_by_its_kind = ["notice-", "fund-"].iter().any(|kind| duty.met_by().starts_with(kind));
                assert!(judged_by_its_kind || sources().any(|known| known == duty.met_by()), "{id}: {}", duty.id);
            }
        }
    }

    /// The book's chapter on duties names everything that a folder's `[[duty]]` may name.
    #[test]
    fn the_book_names_every_duty() {
        for book in [include_str!("../../book/src/zh-CN/duties.md"), include_str!("../../book/src/en/duties.md")] {
            let offered = Jurisdiction::ids().into_iter().chain(["offered".to_owned()]);
            let duties = offered.flat_map(|id| Jurisdiction::built_in(&id).unwrap().duties);
            let judged = duties.filter(|d| sources().any(|known| known == d.met_by())).map(|d| d.id);
            for name in judged.chain(sources().map(str::to_owned)) {
                assert!(book.contains(&format!("`{name}`")), "{name}");
            }
        }
    }

    #[test]
    fn periods_begin_with_the_year() {
        assert_eq!(period_start(date(2025, 5, 31), Cadence::Quarterly), date(2025, 4, 1));
        assert_eq!(period_start(date(2025, 6, 1), Cadence::EveryTwoMonths), date(2025, 5, 1));
        assert_eq!(period_start(date(2025, 12, 31), Cadence::Yearly), date(2025, 1, 1));
    }

    proptest! {
        /// Nobody is ever late by less than nothing, and early is not late.
        #[test]
        fn days_late_are_never_negative(published in 0i64..400, today in 0i64..400) {
            let (start, end) = (date(2025, 1, 1), date(2025, 3, 31));
            let on = start + published.days();
            let evidence = [Evidence { start, end, on: Some(on), file: FileId(0) }];
            let told = occurrence(&evidence, &duty(), (start, end), start + today.days());
            let State::Met { late, .. } = told.state else { panic!("{:?}", told.state) };
            prop_assert!(late >= 0);
            prop_assert_eq!(late == 0, on <= told.due);
        }

        /// Without evidence a duty is open until the day after its due date, and overdue from then on.
        #[test]
        fn overdue_begins_after_the_due_date(today in 0i64..400) {
            let (start, end) = (date(2025, 1, 1), date(2025, 3, 31));
            let told = occurrence(&[], &duty(), (start, end), start + today.days());
            prop_assert_eq!(told.state == State::Open, start + today.days() <= told.due);
        }
    }
}
