//! The chain of a withdrawal: review, vote, notice, contract, work, cost review, payment, acceptance.
//!
//! A chain that is still under way lacks its later links, and that is nothing to tell. A link is missing only where one
//! is there that comes after it.

use jiff::ToSpan;
use jiff::civil::Date;

use super::order::{Days, disorders};
pub use super::order::{Disorder, Moment, step_of};
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

/// When a vote was counted, or the meeting held whose minutes stand for it.
pub fn decided_on(community: &Community, id: &str) -> Option<Date> {
    if let Some(vote) = community.resolutions.iter().find(|r| r.id == id) {
        return Some(vote.counted_on.unwrap_or(vote.voted_to.value));
    }
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
