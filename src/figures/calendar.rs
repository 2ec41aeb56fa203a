//! When something happens next, and which months had no reception day.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::jurisdiction::Jurisdiction;
use crate::model::calendar::{Event, EventKind};
use crate::model::{Community, Period};

/// How far ahead the calendar looks.
const WEEKS: i32 = 12;
/// How far back it counts what came of its days.
const YEARS_BACK: i32 = 1;

/// A day of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// As in `Community::calendar`.
    pub event: usize,
    pub date: Date,
}

#[derive(Debug, Default)]
pub struct Figures {
    /// The last day the calendar looks ahead to.
    pub until: Option<Date>,
    /// From the day of the record on, in order of day and time.
    pub next: Vec<Day>,
    /// Days in that time which a rule gives and the record excepts.
    pub off: Vec<Day>,
    /// Days of the year before the day of the record, in order.
    pub past: Vec<Day>,
    /// Whole months since reception days began in which there was none.
    pub months_without: Vec<Period>,
}

pub fn work_out(community: &Community, _: &Jurisdiction, as_of: Date) -> Figures {
    let until = as_of.saturating_add(WEEKS.weeks());
    let since = as_of.saturating_sub(YEARS_BACK.years());
    let mut figures = Figures { until: Some(until), ..Figures::default() };
    for (i, event) in community.calendar.iter().enumerate() {
        let days = event.days(until).into_iter().map(|date| Day { event: i, date });
        let (past, next): (Vec<Day>, Vec<Day>) = days.partition(|day| day.date < as_of);
        figures.past.extend(past.into_iter().filter(|day| day.date >= since));
        figures.next.extend(next);
        let off = event.except.iter().map(|day| day.value).filter(|day| (as_of..=until).contains(day));
        figures.off.extend(off.map(|date| Day { event: i, date }));
    }
    let when = |day: &Day| (day.date, community.calendar[day.event].time);
    figures.next.sort_by_key(when);
    figures.off.sort_by_key(when);
    figures.past.sort_by_key(when);
    figures.months_without = months_without(&community.calendar, as_of);
    figures
}

/// Months without a reception day, from the month of the first one to the last month that is over on the record's day.
/// A day that was held once, out of turn, counts like any other.
fn months_without(events: &[Event], as_of: Date) -> Vec<Period> {
    let receptions = || events.iter().filter(|e| e.kind == EventKind::Reception);
    let had: BTreeSet<Period> = receptions().flat_map(|e| e.days(as_of)).map(Period::month_of).collect();
    // What happens only once makes no custom that a month could miss.
    let recurring = receptions().filter(|e| e.rule.is_some());
    let first = recurring.filter_map(|e| e.days(as_of).first().copied()).min();
    let Some(mut month) = first.map(Period::month_of) else { return Vec::new() };
    let mut without = Vec::new();
    while month.end() <= as_of {
        if !had.contains(&month) {
            without.push(month);
        }
        month = month.next();
    }
    without
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::model::recurrence::Rule;
    use crate::model::{FileId, Span, Spanned};

    fn reception(rule: &str, start: Date, except: &[Date]) -> Event {
        let here = Span::file(FileId(0));
        Event {
            file: FileId(0),
            title: Spanned::new("接待日".to_owned(), here),
            kind: EventKind::Reception,
            rule: Some(Spanned::new(Rule::parse(rule).unwrap(), here)),
            start: Spanned::new(start, here),
            time: None,
            minutes: None,
            place: None,
            who: None,
            except: except.iter().map(|day| Spanned::new(*day, here)).collect(),
            outcomes: Vec::new(),
        }
    }

    #[test]
    fn an_excepted_day_leaves_its_month_empty() {
        let events = [reception("FREQ=MONTHLY;BYDAY=2SA", date(2025, 1, 11), &[date(2025, 3, 8)])];
        let month = |m| Period::month(2025, m).unwrap();
        assert_eq!(months_without(&events, date(2025, 5, 31)), vec![month(3)]);
        // A month is judged when it is over.
        assert_eq!(months_without(&events, date(2025, 3, 30)), vec![]);
        let made_up = Event { rule: None, ..reception("FREQ=DAILY", date(2025, 3, 15), &[]) };
        assert_eq!(months_without(&[events[0].clone(), made_up], date(2025, 5, 31)), vec![]);
        let never = [reception("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", date(2025, 1, 1), &[])];
        assert_eq!(months_without(&never, date(2025, 5, 31)), vec![]);
    }

    proptest::proptest! {
        /// What lies ahead and what has been share no day, and no excepted day is in either.
        #[test]
        fn past_and_next_part_at_the_day(offset in 0i32..700, interval in 1u32..4, off in 0usize..20) {
            let start = date(2024, 1, 1);
            let rule = format!("FREQ=WEEKLY;INTERVAL={interval}");
            let all = reception(&rule, start, &[]).days(start + 800.days());
            let excepted = all[off];
            let community = Community { calendar: vec![reception(&rule, start, &[excepted])], ..Community::default() };
            let as_of = start + offset.days();
            let figures = work_out(&community, &Jurisdiction::default(), as_of);
            proptest::prop_assert!(figures.past.iter().all(|d| d.date < as_of && d.date != excepted));
            proptest::prop_assert!(figures.next.iter().all(|d| d.date >= as_of && d.date != excepted));
            let until = as_of + 84.days();
            let since = as_of - 1.year();
            let expected = all.iter().filter(|d| (since..=until).contains(*d) && **d != excepted).count();
            proptest::prop_assert_eq!(figures.past.len() + figures.next.len(), expected);
        }
    }
}
