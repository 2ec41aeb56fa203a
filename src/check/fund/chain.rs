//! Links of a withdrawal's chain that are missing or out of order.

use super::super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::figures::fund::chain::{COST_REVIEW_LIMIT, Chain, Disorder, EMERGENCY, Link, Moment, Standing, Step, step_of};
use crate::model::Span;
use crate::model::fund::{Withdrawal, WithdrawalKind};

pub fn check(doubt: &Doubt<'_>, withdrawal: &Withdrawal, chain: &Chain, found: &mut Vec<Diagnostic>) {
    // What began before duties count is not judged by its later links either.
    let judged = doubt.since.is_some_and(|since| chain.first_day.is_some_and(|first| first >= since));
    if !judged {
        return;
    }
    for link in chain.links.iter().filter(|l| l.standing == Standing::Missing) {
        found.extend(missing(doubt, withdrawal, chain, link));
    }
    for disorder in &chain.disorders {
        found.extend(out_of_order(doubt, withdrawal, chain, disorder));
    }
    if let (Some(due), Some(duty)) = (chain.records_due, doubt.jurisdiction.duty(EMERGENCY)) {
        found.push(
            Diagnostic::new("GS0509", Span::file(withdrawal.file))
                .with("title", &withdrawal.title)
                .with("due", due)
                .with("days", duty.days)
                .with_some("basis", duty.shown_basis(doubt.locale))
                .about(withdrawal.id.clone()),
        );
    }
}

/// The duty that asks for a link; none is told where nothing asks.
fn duty_of(withdrawal: &Withdrawal, step: Step) -> &'static str {
    match step {
        Step::Notice => "notice-fund",
        _ if withdrawal.kind == WithdrawalKind::Emergency => EMERGENCY,
        Step::Vote => "fund-vote",
        _ => "fund-records",
    }
}

fn missing(doubt: &Doubt<'_>, withdrawal: &Withdrawal, chain: &Chain, link: &Link) -> Option<Diagnostic> {
    let later = chain.link(link.because?)?;
    // What comes after the work is waited for only by the payment that settles it.
    let settling = later.step == Step::Payment && link.step > Step::Contract;
    let last = withdrawal.payments.last().filter(|_| settling);
    let place = last.map(|p| p.date.span).or(later.at).unwrap_or(Span::file(withdrawal.file));
    let later_word = if settling { "fund.settled" } else { word_of(later.step) };
    let on = last.map(|p| p.date.value).or(later.from);
    if link.step == Step::CostReview {
        let limit = doubt.jurisdiction.limit(COST_REVIEW_LIMIT)?;
        let sum = withdrawal.approved.map(|a| a.value).or(withdrawal.estimate).unwrap_or_default().max(chain.paid);
        let diagnostic = Diagnostic::new("GS0508", place)
            .with("title", &withdrawal.title)
            .with("amount", sum)
            .with("limit", crate::model::grouped(u128::from(limit.value)))
            .word("later", later_word)
            .with_some("on", on)
            .with("basis", limit.basis(doubt.locale));
        return Some(diagnostic.about(withdrawal.id.clone()));
    }
    let duty = doubt.jurisdiction.duty(duty_of(withdrawal, link.step))?;
    let diagnostic = Diagnostic::new("GS0506", place)
        .with("title", &withdrawal.title)
        .word("link", word_of(link.step))
        .word("later", later_word)
        .with_some("on", on)
        .with_some("basis", duty.shown_basis(doubt.locale));
    Some(diagnostic.about(withdrawal.id.clone()))
}

fn out_of_order(doubt: &Doubt<'_>, withdrawal: &Withdrawal, chain: &Chain, disorder: &Disorder) -> Option<Diagnostic> {
    let duty = doubt.jurisdiction.duty(duty_of(withdrawal, step_of(disorder.earlier)))?;
    let place = match disorder.later {
        Moment::LastPayment => withdrawal.payments.last().map(|p| p.date.span),
        later => chain.link(step_of(later)).and_then(|l| l.at),
    };
    let diagnostic = Diagnostic::new("GS0507", place.unwrap_or(Span::file(withdrawal.file)))
        .with("title", &withdrawal.title)
        .word("later", moment_word(disorder.later))
        .with("later_on", disorder.later_on)
        .word("earlier", moment_word(disorder.earlier))
        .with("earlier_on", disorder.earlier_on)
        .with_some("basis", duty.shown_basis(doubt.locale));
    Some(diagnostic.about(withdrawal.id.clone()))
}

fn word_of(step: Step) -> &'static str {
    match step {
        Step::Review => "fund.review",
        Step::Vote => "fund.vote",
        Step::Notice => "fund.notice",
        Step::Contract => "fund.contract",
        Step::Work => "fund.work",
        Step::CostReview => "fund.cost_review",
        Step::Payment => "fund.payment",
        Step::Acceptance => "fund.acceptance",
    }
}

fn moment_word(moment: Moment) -> &'static str {
    match moment {
        Moment::Review => "fund.review",
        Moment::Vote => "fund.vote",
        Moment::NoticeEnd => "fund.notice_end",
        Moment::Contract => "fund.contract",
        Moment::WorkStart => "fund.work",
        Moment::FirstPayment => "fund.first_payment",
        Moment::Acceptance => "fund.acceptance",
        Moment::LastPayment => "fund.last_payment",
    }
}
