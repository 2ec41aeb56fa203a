//! The chain of a withdrawal: review, vote, notice, contract, work, cost review, payment, acceptance.
//!
//! A chain that is still under way lacks its later links, and that is nothing to tell. A link is missing only where one
//! is there that comes after it.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::jurisdiction::Jurisdiction;
use crate::model::fund::{Withdrawal, WithdrawalKind};
use crate::model::notices::Notice;
use crate::model::{Community, Money, Span, Spanned};

/// The limit above which the work's cost is reviewed, in yuan.
pub const COST_REVIEW_LIMIT: &str = "cost-review-limit";
/// The duty to put an emergency's records on view, in days after the work or the last payment.
pub const EMERGENCY: &str = "fund-emergency";

/// A link of the chain, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Review,
    Vote,
    Notice,
    Contract,
    Work,
    CostReview,
    Payment,
    Acceptance,
}

impl Step {
    pub const ALL: [Step; 8] =
        [Step::Review, Step::Vote, Step::Notice, Step::Contract, Step::Work, Step::CostReview, Step::Payment, Step::Acceptance];

    /// Danger lets the work go first; what it was, what it cost and who saw it comes on view after (art. 24).
    const EMERGENCY: [Step; 5] = [Step::Work, Step::CostReview, Step::Payment, Step::Acceptance, Step::Notice];
}

/// How a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Done,
    /// There, but before a link that should be earlier.
    OutOfOrder,
    /// Not in the record, though a later link is or its day has passed.
    Missing,
    /// Not yet there, and nothing after it either.
    Waiting,
    /// Not asked for: a small sum needs no cost review, an emergency no vote.
    NotAsked,
}

/// A link as the record has it.
#[derive(Clone, Debug)]
pub struct Link {
    pub step: Step,
    pub standing: Standing,
    /// Its first and last day, where the record says.
    pub from: Option<Date>,
    pub until: Option<Date>,
    /// Where the file says it.
    pub at: Option<Span>,
    /// For a missing link: the later one that is there; none where it is only past its day.
    pub because: Option<Step>,
}

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

/// How far a withdrawal has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Planned,
    Agreed,
    Working,
    Completed,
    Accepted,
    Settled,
}

impl State {
    /// The name in tables.
    pub fn name(self) -> &'static str {
        match self {
            State::Planned => "planned",
            State::Agreed => "agreed",
            State::Working => "working",
            State::Completed => "completed",
            State::Accepted => "accepted",
            State::Settled => "settled",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Chain {
    pub links: Vec<Link>,
    pub disorders: Vec<Disorder>,
    pub state: State,
    /// Everything paid, in yuan.
    pub paid: Money,
    /// Whether the sum that the work came to has been paid; what is paid before is in part.
    pub settled: bool,
    /// The first day that the record has.
    pub first_day: Option<Date>,
    /// The last day that the record has, to the day of the record.
    pub last_day: Option<Date>,
    /// For an emergency: the day its records were to be on view, where it has passed and they are not.
    pub records_due: Option<Date>,
}

impl Chain {
    /// The link of a step, where the chain has one.
    pub fn link(&self, step: Step) -> Option<&Link> {
        self.links.iter().find(|l| l.step == step)
    }
}

/// When a resolution was decided: today only a meeting's minutes say so.
pub fn decided_on(community: &Community, id: &str) -> Option<Date> {
    community.minutes.iter().find(|m| m.document.id == id).map(|m| m.date)
}

/// The notice a withdrawal names.
pub fn notice_of<'a>(community: &'a Community, withdrawal: &Withdrawal) -> Option<&'a Notice> {
    let id = &withdrawal.notice.as_ref()?.value;
    community.notices.iter().find(|n| n.document.id == *id)
}

/// The last day a notice was up, as far as it says.
fn shown_until(notice: &Notice) -> Option<Date> {
    let end = notice.end.as_ref().map(|e| e.value);
    match (end, notice.withdrawn_on) {
        (Some(end), Some(withdrawn)) => Some(end.min(withdrawn)),
        (end, withdrawn) => end.or(withdrawn),
    }
}

pub fn work_out(community: &Community, withdrawal: &Withdrawal, jurisdiction: &Jurisdiction, as_of: Date) -> Chain {
    let limit = jurisdiction.limit(COST_REVIEW_LIMIT).map(|l| Money::from_fen(i128::from(l.value) * 100));
    let emergency = withdrawal.kind == WithdrawalKind::Emergency;
    let paid = withdrawal.paid();
    let settled = settled(community, withdrawal, paid);
    let mut links: Vec<Link> = Step::ALL.iter().map(|step| found(community, withdrawal, *step)).collect();
    let there: Vec<Step> = links.iter().filter(|l| l.standing == Standing::Done).map(|l| l.step).collect();
    for link in &mut links {
        judge(link, &there, emergency, settled, asks_cost_review(withdrawal, paid, limit));
    }
    let days = days(community, withdrawal, &links);
    let disorders = disorders(&days, emergency, settled);
    for disorder in &disorders {
        let step = step_of(disorder.later);
        links.iter_mut().filter(|l| l.step == step).for_each(|l| l.standing = Standing::OutOfOrder);
    }
    let records_due = if emergency { records_due(withdrawal, &there, jurisdiction, as_of) } else { None };
    if records_due.is_some() {
        links.iter_mut().filter(|l| l.step == Step::Notice).for_each(|l| l.standing = Standing::Missing);
    }
    if emergency {
        let order = |link: &Link| Step::EMERGENCY.iter().position(|step| *step == link.step);
        // What an emergency does without is shown only where it is there all the same.
        links.retain(|l| order(l).is_some() || l.standing != Standing::NotAsked);
        links.sort_by_key(|l| order(l).map_or(0, |place| place + 1));
    }
    let all_days = links.iter().flat_map(|l| [l.from, l.until]).flatten();
    Chain {
        first_day: all_days.clone().min(),
        last_day: all_days.filter(|day| *day <= as_of).max(),
        state: state(withdrawal, &there, settled),
        links,
        disorders,
        paid,
        settled,
        records_due,
    }
}

/// Whether what the work came to is paid: by the cost review, else by the contract, else by what was approved.
fn settled(community: &Community, withdrawal: &Withdrawal, paid: Money) -> bool {
    let reviewed = withdrawal.cost_review.as_ref().and_then(|r| r.amount);
    let contract = withdrawal.contract.as_ref().and_then(|c| community.contracts.iter().find(|k| k.id == c.value));
    let due = reviewed.or_else(|| contract.and_then(|c| c.amount)).or_else(|| withdrawal.approved.map(|a| a.value));
    due.is_some_and(|due| !withdrawal.payments.is_empty() && paid >= due)
}

/// Whether the sum is above the limit from which its cost is reviewed.
fn asks_cost_review(withdrawal: &Withdrawal, paid: Money, limit: Option<Money>) -> bool {
    let sum = withdrawal.approved.map(|a| a.value).or(withdrawal.estimate).unwrap_or_default().max(paid);
    limit.is_some_and(|limit| sum > limit)
}

/// The link as it stands in the record: `Done` where it is there, else `Waiting`.
fn found(community: &Community, w: &Withdrawal, step: Step) -> Link {
    let day = |date: &Option<Spanned<Date>>| date.as_ref().map(|d| d.value);
    let (from, until, at) = match step {
        Step::Review => (day(&w.reviewed_on), None, span_of(&w.reviewed_on).or(span_of(&w.reviewed_by))),
        Step::Vote => (w.resolution.as_ref().and_then(|r| decided_on(community, &r.value)), None, span_of(&w.resolution)),
        Step::Notice => {
            let notice = notice_of(community, w);
            (notice.map(|n| n.start.value), notice.and_then(shown_until), span_of(&w.notice))
        }
        Step::Contract => {
            let contract = w.contract.as_ref().and_then(|c| community.contracts.iter().find(|k| k.id == c.value));
            (contract.map(|c| c.signed_on.unwrap_or(c.from.value)), None, span_of(&w.contract))
        }
        Step::Work => (day(&w.started_on), day(&w.completed_on), span_of(&w.started_on).or(span_of(&w.completed_on))),
        Step::CostReview => {
            let review = w.cost_review.as_ref();
            (review.and_then(|r| day(&r.date)), None, review.map(|r| r.date.map_or(r.span, |d| d.span)))
        }
        Step::Payment => {
            let (first, last) = (w.payments.first(), w.payments.last());
            (first.map(|p| p.date.value), last.map(|p| p.date.value), first.map(|p| p.date.span))
        }
        Step::Acceptance => (day(&w.accepted_on), None, span_of(&w.accepted_on).or(span_of(&w.accepted_by))),
    };
    let standing = if at.is_some() { Standing::Done } else { Standing::Waiting };
    Link { step, standing, from, until, at, because: None }
}

fn span_of<T>(value: &Option<Spanned<T>>) -> Option<Span> {
    value.as_ref().map(|v| v.span)
}

/// Whether a link that is not there is missing, is still to come, or is not asked for.
fn judge(link: &mut Link, there: &[Step], emergency: bool, settled: bool, cost_review: bool) {
    if link.standing == Standing::Done {
        return;
    }
    let asked = match link.step {
        Step::CostReview => cost_review,
        Step::Review | Step::Vote | Step::Contract => !emergency,
        _ => true,
    };
    if !asked {
        link.standing = Standing::NotAsked;
        return;
    }
    let later: &[Step] = match link.step {
        // A plan may be on view before it is voted on.
        Step::Review => {
            &[Step::Vote, Step::Notice, Step::Contract, Step::Work, Step::CostReview, Step::Payment, Step::Acceptance]
        }
        Step::Vote => &[Step::Contract, Step::Work, Step::CostReview, Step::Payment, Step::Acceptance],
        // An emergency is on view after; that has a time limit of its own.
        Step::Notice if emergency => &[],
        Step::Notice | Step::Contract => &[Step::Work, Step::CostReview, Step::Payment, Step::Acceptance],
        // Part is paid before the work is done; only all of it comes after.
        Step::Work if settled => &[Step::CostReview, Step::Payment, Step::Acceptance],
        Step::Work => &[Step::CostReview, Step::Acceptance],
        Step::CostReview if settled => &[Step::Payment, Step::Acceptance],
        Step::CostReview => &[Step::Acceptance],
        Step::Acceptance if settled => &[Step::Payment],
        Step::Acceptance | Step::Payment => &[],
    };
    link.because = later.iter().copied().find(|step| there.contains(step));
    if link.because.is_some() {
        link.standing = Standing::Missing;
    }
}

/// The days of the chain that have an order.
fn days(community: &Community, w: &Withdrawal, links: &[Link]) -> Days<Date> {
    let from = |step: Step| links.iter().find(|l| l.step == step).and_then(|l| l.from);
    let notice = notice_of(community, w).map(|n| shown_until(n).unwrap_or(n.start.value));
    [
        from(Step::Review),
        from(Step::Vote),
        notice,
        from(Step::Contract),
        w.started_on.as_ref().map(|d| d.value),
        w.payments.first().map(|p| p.date.value),
        from(Step::Acceptance),
        w.payments.last().map(|p| p.date.value),
    ]
}

/// Which moments come the wrong way round. The last payment is known to be the last only once all is paid.
fn disorders(days: &Days<Date>, emergency: bool, settled: bool) -> Vec<Disorder> {
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

/// The day an emergency's records were due, where they are not on view by the day of the record.
fn records_due(w: &Withdrawal, there: &[Step], jurisdiction: &Jurisdiction, as_of: Date) -> Option<Date> {
    let duty = jurisdiction.duty(EMERGENCY)?;
    let done = w.completed_on.as_ref().map(|d| d.value).or_else(|| w.payments.last().map(|p| p.date.value))?;
    let due = done.saturating_add(i64::from(duty.days).days());
    (due < as_of && !there.contains(&Step::Notice)).then_some(due)
}

fn state(w: &Withdrawal, there: &[Step], settled: bool) -> State {
    let is = |step: Step| there.contains(&step);
    match () {
        () if is(Step::Acceptance) && settled => State::Settled,
        () if is(Step::Acceptance) => State::Accepted,
        () if w.completed_on.is_some() => State::Completed,
        () if is(Step::Work) => State::Working,
        () if is(Step::Vote) => State::Agreed,
        () => State::Planned,
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
