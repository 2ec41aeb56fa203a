//! Complaints against the times their contract sets: what was within them, what was not, and what is still running.

use super::{Speed, contract_of, speed};
use crate::figures::minutes::days_between;
use crate::model::complaints::Complaint;
use crate::model::contracts::Contract;
use crate::model::{Community, Date, Moment};

/// A time limit of a contract, in hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    pub hours: i64,
}

impl Limit {
    /// By the minute where both moments have a time, else by whole days, which never count against anyone by chance.
    pub fn is_over(self, from: Moment, to: Moment) -> bool {
        match from.minutes_until(to) {
            Some(minutes) => minutes > self.hours * 60,
            None => i64::from(days_between(from.date, to.date)) > (self.hours + 23) / 24,
        }
    }
}

/// How long a contract gives for a first answer.
pub fn answer_limit(contract: &Contract) -> Option<Limit> {
    contract.complaint_answer_hours.map(|hours| Limit { hours: i64::from(hours) })
}

/// How long a contract gives until the matter is resolved.
pub fn resolve_limit(contract: &Contract) -> Option<Limit> {
    contract.complaint_resolve_days.map(|days| Limit { hours: i64::from(days) * 24 })
}

/// What came of a time limit over some complaints; those still running count as neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    pub within: usize,
    /// Done after the limit, or not done and beyond it.
    pub late: usize,
}

impl Kept {
    pub fn judged(&self) -> usize {
        self.within + self.late
    }

    fn of(limit: Limit, done: impl Iterator<Item = (Moment, Option<Moment>)>, as_of: Date) -> Self {
        let today = Moment { date: as_of, time: None };
        let mut kept = Kept::default();
        for (received, done) in done {
            match done {
                Some(done) if limit.is_over(received, done) => kept.late += 1,
                Some(_) => kept.within += 1,
                None if limit.is_over(received, today) => kept.late += 1,
                None => {}
            }
        }
        kept
    }
}

/// A period's complaints that one contract is answerable for.
#[derive(Clone, Debug)]
pub struct Times {
    pub count: usize,
    pub answering: Option<Speed>,
    /// None where the contract sets no time to answer.
    pub answered: Option<Kept>,
    /// None where the contract sets no time to resolve.
    pub resolved: Option<Kept>,
}

/// How complaints judged by a contract (an index into `Community::contracts`) were answered and resolved; none of none.
pub fn times(community: &Community, complaints: &[Complaint], contract: usize, as_of: Date) -> Option<Times> {
    let of: Vec<&Complaint> = complaints.iter().filter(|c| contract_of(community, c) == Some(contract)).collect();
    if of.is_empty() {
        return None;
    }
    let terms = &community.contracts[contract];
    let kept = |limit: Option<Limit>, end: fn(&Complaint) -> Option<Moment>| {
        limit.map(|limit| Kept::of(limit, of.iter().map(|c| (c.received.value, end(c))), as_of))
    };
    let answers: Vec<(Moment, Moment)> = of.iter().filter_map(|c| Some((c.received.value, c.first_answer()?))).collect();
    Some(Times {
        count: of.len(),
        answering: speed(&answers),
        answered: kept(answer_limit(terms), Complaint::first_answer),
        resolved: kept(resolve_limit(terms), |c| c.resolved.map(|r| r.value)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil;
    use proptest::prelude::*;

    fn at(minutes: i64) -> Moment {
        let then = civil::date(2024, 1, 1).at(0, 0, 0, 0).saturating_add(jiff::Span::new().minutes(minutes));
        Moment { date: then.date(), time: Some(then.time()) }
    }

    fn day(days: i64) -> Moment {
        Moment { time: None, ..at(days * 1440) }
    }

    #[test]
    fn the_last_minute_and_the_last_day_are_within() {
        let limit = Limit { hours: 24 };
        assert!(!limit.is_over(at(0), at(1440)) && limit.is_over(at(0), at(1441)));
        assert!(!limit.is_over(at(0), day(1)) && limit.is_over(at(0), day(2)));
        // Less than a day is a day where nobody wrote the hour.
        assert!(!Limit { hours: 4 }.is_over(day(0), day(1)));
    }

    #[test]
    fn what_still_runs_is_not_judged() {
        let done = [(at(0), Some(at(60))), (at(0), Some(at(3000))), (at(0), None), (at(4000), None)];
        let kept = |as_of| Kept::of(Limit { hours: 24 }, done.into_iter(), as_of);
        assert_eq!(kept(civil::date(2024, 1, 2)), Kept { within: 1, late: 1 });
        assert_eq!(kept(civil::date(2024, 1, 4)), Kept { within: 1, late: 2 });
        assert_eq!(kept(civil::date(2024, 1, 5)), Kept { within: 1, late: 3 });
    }

    proptest! {
        /// Each complaint is counted once at most, and more time never makes one late.
        #[test]
        fn a_longer_limit_keeps_more(
            lengths in proptest::collection::vec(proptest::option::of(0_i64..20_000), 0..40), hours in 0_i64..200, more in 0_i64..50,
        ) {
            let done = || lengths.iter().map(|l| (at(0), l.map(at)));
            let as_of = civil::date(2024, 1, 20);
            let (short, long) = (Kept::of(Limit { hours }, done(), as_of), Kept::of(Limit { hours: hours + more }, done(), as_of));
            prop_assert!(short.judged() <= lengths.len() && long.judged() <= lengths.len());
            prop_assert!(short.within <= long.within && long.late <= short.late);
        }
    }
}
