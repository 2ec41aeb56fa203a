//! The disclosure calendar: each duty with its due dates, and when the record met it.

use jiff::ToSpan;
use jiff::civil::Date;

use super::minutes::days_between;
use crate::jurisdiction::{Cadence, Duty, Jurisdiction};
use crate::model::minutes::MeetingKind;
use crate::model::{Community, FileId};

/// What became of a duty in one period.
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

/// A duty in one period.
#[derive(Clone, Debug)]
pub struct Occurrence {
    /// First and last day of the period.
    pub start: Date,
    pub end: Date,
    pub due: Date,
    pub state: State,
    /// The file that meets it.
    pub file: Option<FileId>,
}

/// A duty with a cadence, and its periods, oldest first.
#[derive(Clone, Debug)]
pub struct Kept<'j> {
    pub duty: &'j Duty,
    pub cadence: Cadence,
    pub occurrences: Vec<Occurrence>,
}

/// Something in the record that meets a duty: the days it covers, and when owners could see it.
struct Evidence {
    start: Date,
    end: Date,
    on: Option<Date>,
    file: FileId,
}

/// What the names of `met_by` stand for.
type Source = fn(&Community) -> Vec<Evidence>;
const SOURCES: [(&str, Source); 4] = [
    ("accounts", |c| {
        let of = |l: &crate::model::accounts::Ledger| Evidence {
            start: l.period.value.start(),
            end: l.period.value.end(),
            on: l.front.published_on.map(|d| d.value),
            file: l.file,
        };
        c.accounts.ledgers.iter().map(of).collect()
    }),
    ("meeting-committee", |c| meetings(c, MeetingKind::Committee)),
    ("meeting-joint", |c| meetings(c, MeetingKind::Joint)),
    ("meeting-assembly", |c| meetings(c, MeetingKind::Assembly)),
];

fn meetings(community: &Community, kind: MeetingKind) -> Vec<Evidence> {
    let held = community.minutes.iter().filter(|m| m.kind == kind && !m.agenda_only);
    held.map(|m| Evidence { start: m.date, end: m.date, on: Some(m.date), file: m.document.file }).collect()
}

/// Every duty that is judged: from `since` or the first record of its kind on, until the day of the record.
pub fn calendar<'j>(community: &Community, jurisdiction: &'j Jurisdiction, as_of: Date) -> Vec<Kept<'j>> {
    let Some(since) = community.settings.since else { return Vec::new() };
    jurisdiction.duties.iter().filter_map(|duty| kept(community, duty, since, as_of)).collect()
}

fn kept<'j>(community: &Community, duty: &'j Duty, since: Date, as_of: Date) -> Option<Kept<'j>> {
    let cadence = duty.cadence?;
    let (_, source) = SOURCES.iter().find(|(name, _)| Some(*name) == duty.met_by.as_deref())?;
    let evidence = source(community);
    // A kind of record that a folder does not have yet is not asked after.
    let first = evidence.iter().map(|e| e.start).min()?;
    let mut occurrences = Vec::new();
    let mut start = period_start(since.max(first), cadence);
    while start <= as_of {
        let next = start.saturating_add(i32::from(cadence.months()).months());
        let end = next.saturating_sub(1.day());
        occurrences.push(occurrence(&evidence, duty, (start, end), as_of));
        if next <= start {
            break;
        }
        start = next;
    }
    (!occurrences.is_empty()).then_some(Kept { duty, cadence, occurrences })
}

/// The first day of the period that a day lies in; periods begin with the year.
fn period_start(day: Date, cadence: Cadence) -> Date {
    let months = i32::from(cadence.months());
    let into = (i32::from(day.month()) - 1) % months;
    day.first_of_month().saturating_sub(into.months())
}

fn occurrence(evidence: &[Evidence], duty: &Duty, (start, end): (Date, Date), as_of: Date) -> Occurrence {
    let due = end.saturating_add(i64::from(duty.days).days());
    let within = |e: &&Evidence| e.start <= end && e.end >= start;
    // What was seen first counts; what has no day counts only if nothing else does.
    let best = evidence.iter().filter(within).min_by_key(|e| (e.on.is_none(), e.on, e.file));
    let state = match best {
        Some(Evidence { on: Some(on), .. }) => State::Met { on: *on, late: days_between(due, *on).max(0) },
        Some(_) => State::Undated,
        None if due < as_of => State::Overdue { days: days_between(due, as_of) },
        None => State::Open,
    };
    Occurrence { start, end, due, state, file: best.map(|e| e.file) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn duty() -> Duty {
        Jurisdiction::built_in("cn-2021").unwrap().duty("accounts-quarterly").unwrap().clone()
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
