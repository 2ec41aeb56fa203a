//! The order of a withdrawal's steps: which days must not come before which.

use jiff::civil::Date;

use super::chain::Step;

/// A day that other days have to come before or after. In the order they should come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    Review,
    Vote,
    NoticeEnd,
    Contract,
    WorkStart,
    FirstPayment,
    Acceptance,
    LastPayment,
}

/// A day for each [`Moment`], where the record has one.
pub type Days<D> = [Option<D>; 8];

/// Which moments must not come the other way round.
const ORDER: [(Moment, Moment); 6] = [
    (Moment::Review, Moment::Vote),
    (Moment::Vote, Moment::WorkStart),
    (Moment::Vote, Moment::FirstPayment),
    (Moment::NoticeEnd, Moment::WorkStart),
    (Moment::Contract, Moment::WorkStart),
    (Moment::Acceptance, Moment::LastPayment),
];
const EMERGENCY_ORDER: [(Moment, Moment); 1] = [(Moment::Acceptance, Moment::LastPayment)];

/// Two moments of which the later should have come after the earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disorder {
    pub earlier: Moment,
    pub earlier_on: Date,
    pub later: Moment,
    pub later_on: Date,
}

/// Which moments come the wrong way round. The last payment is known to be the last only once all is paid.
pub fn disorders(days: &Days<Date>, emergency: bool, settled: bool) -> Vec<Disorder> {
    wrong_way_round(days, emergency, settled)
        .into_iter()
        .filter_map(|(earlier, later)| {
            let (earlier_on, later_on) = (days[earlier as usize]?, days[later as usize]?);
            Some(Disorder { earlier, earlier_on, later, later_on })
        })
        .collect()
}

/// As [`disorders`], for days of any kind.
fn wrong_way_round<D: PartialOrd>(days: &Days<D>, emergency: bool, settled: bool) -> Vec<(Moment, Moment)> {
    let order: &[(Moment, Moment)] = if emergency { &EMERGENCY_ORDER } else { &ORDER };
    let judged = order.iter().filter(|(_, later)| settled || *later != Moment::LastPayment);
    let wrong = judged.filter(|(earlier, later)| match (&days[*earlier as usize], &days[*later as usize]) {
        (Some(earlier), Some(later)) => later < earlier,
        _ => false,
    });
    wrong.copied().collect()
}

/// The link that a moment belongs to.
pub fn step_of(moment: Moment) -> Step {
    match moment {
        Moment::Review => Step::Review,
        Moment::Vote => Step::Vote,
        Moment::NoticeEnd => Step::Notice,
        Moment::Contract => Step::Contract,
        Moment::WorkStart => Step::Work,
        Moment::FirstPayment | Moment::LastPayment => Step::Payment,
        Moment::Acceptance => Step::Acceptance,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VOTE: usize = Moment::Vote as usize;
    const WORK: usize = Moment::WorkStart as usize;

    #[test]
    fn work_before_the_vote_is_told_and_the_same_day_is_not() {
        let mut days: Days<i32> = [None; 8];
        (days[VOTE], days[WORK]) = (Some(10), Some(9));
        assert_eq!(wrong_way_round(&days, false, false), [(Moment::Vote, Moment::WorkStart)]);
        days[WORK] = Some(10);
        assert_eq!(wrong_way_round(&days, false, false), []);
        days[WORK] = Some(9);
        assert_eq!(wrong_way_round(&days, true, false), []);
    }

    #[test]
    fn only_the_last_payment_waits_for_the_acceptance() {
        let mut days: Days<i32> = [None; 8];
        days[Moment::FirstPayment as usize] = Some(1);
        days[Moment::Acceptance as usize] = Some(5);
        days[Moment::LastPayment as usize] = Some(3);
        // More is still to be paid.
        assert_eq!(wrong_way_round(&days, false, false), []);
        assert_eq!(wrong_way_round(&days, false, true), [(Moment::Acceptance, Moment::LastPayment)]);
    }

    fn some_days() -> impl Strategy<Value = Days<i32>> {
        proptest::array::uniform8(proptest::option::of(0..100_i32))
    }

    proptest! {
        /// Putting off everything from one moment on never brings a disorder that was not there.
        #[test]
        fn waiting_never_makes_a_chain_worse(days in some_days(), from in 0..8_usize, wait in 0..100_i32, emergency: bool, settled: bool) {
            let mut later = days;
            later[from..].iter_mut().flatten().for_each(|day| *day += wait);
            let before = wrong_way_round(&days, emergency, settled);
            let after = wrong_way_round(&later, emergency, settled);
            prop_assert!(after.iter().all(|pair| before.contains(pair)), "{before:?} {after:?}");
        }

        /// Days in their order, however many are missing, are never told.
        #[test]
        fn a_chain_in_order_is_quiet(days in some_days(), emergency: bool, settled: bool) {
            let mut all: Vec<i32> = days.iter().flatten().copied().collect();
            all.sort_unstable();
            let mut sorted = all.into_iter();
            let ordered = days.map(|day| day.and_then(|_| sorted.next()));
            prop_assert_eq!(wrong_way_round(&ordered, emergency, settled), vec![]);
        }
    }
}
