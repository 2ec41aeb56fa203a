//! The maintenance fund doubted: shares and balances add up, payments are approved and in the books, the chain of each
//! withdrawal is whole and in order.
//!
//! - `fund/chain.rs`: links missing or out of order
//! - `fund/holdings.rs`: balances by building

mod chain;
mod holdings;

use jiff::ToSpan;

use super::{Doubt, unless_owned};
use crate::diagnostic::Diagnostic;
use crate::model::fund::{Payment, Withdrawal};
use crate::model::{Date, Money, Part, Period, Scope, Spanned};

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let fund = &doubt.community.fund;
    for (i, withdrawal) in fund.withdrawals.iter().enumerate() {
        check_dates(withdrawal, found);
        check_buildings(doubt, withdrawal, found);
        check_shares(withdrawal, found);
        check_approved(withdrawal, found);
        found.extend(check_voters(doubt, withdrawal));
        chain::check(doubt, withdrawal, &doubt.figures.fund.chains[i], found);
    }
    check_entries(doubt, found);
    holdings::check(doubt, found);
}

/// Those voted who bear it (Civil Code 278; a matter of one building is its owners').
fn check_voters(doubt: &Doubt<'_>, withdrawal: &Withdrawal) -> Option<Diagnostic> {
    let named = withdrawal.resolution.as_ref()?;
    let vote = doubt.community.resolutions.iter().find(|r| r.id == named.value)?;
    if vote.scope.same_as(&withdrawal.scope) {
        return None;
    }
    let owners = |scope: &Scope| match scope.is_all() {
        true => Part::All.to_string(),
        false => scope.parts.iter().map(|p| p.value.to_string()).collect::<Vec<_>>().join(", "),
    };
    let contradiction = Diagnostic::new("GS0504", named.span)
        .with("title", &withdrawal.title)
        .with("voted", owners(&vote.scope))
        .with("concerned", owners(&withdrawal.scope))
        .about(withdrawal.id.clone());
    Some(unless_owned(contradiction, &withdrawal.acknowledged))
}

/// Work ends after it begins, and nobody accepts what has not begun.
fn check_dates(withdrawal: &Withdrawal, found: &mut Vec<Diagnostic>) {
    let Some(started) = &withdrawal.started_on else { return };
    for (end, what) in [(&withdrawal.completed_on, "fund.completed"), (&withdrawal.accepted_on, "fund.accepted")] {
        if let Some(end) = end.filter(|end| end.value < started.value) {
            found.push(
                Diagnostic::new("GS0502", end.span)
                    .word("what", what)
                    .with("end", end.value)
                    .with("start", started.value)
                    .also(started.span),
            );
        }
    }
}

/// Buildings that a withdrawal names are those of gongshi.toml, where it names any.
fn check_buildings(doubt: &Doubt<'_>, withdrawal: &Withdrawal, found: &mut Vec<Diagnostic>) {
    let scopes = withdrawal.scope.parts.iter().filter_map(|s| match &s.value {
        Part::Building(id) => Some(Spanned::new(id.clone(), s.span)),
        _ => None,
    });
    for named in scopes.chain(withdrawal.shares.iter().map(|s| s.building.clone())) {
        found.extend(unknown_building(doubt, &named));
    }
}

/// A building that gongshi.toml does not know.
fn unknown_building(doubt: &Doubt<'_>, named: &Spanned<String>) -> Option<Diagnostic> {
    let settings = &doubt.community.settings;
    if settings.buildings.is_empty() || settings.building_of(&named.value).is_some() {
        return None;
    }
    let known: Vec<&str> = settings.buildings.iter().map(|b| b.id.value.as_str()).collect();
    Some(Diagnostic::new("GS0514", named.span).with("building", &named.value).with("known", known.join(", ")))
}

/// The buildings' shares add up to what was approved.
fn check_shares(withdrawal: &Withdrawal, found: &mut Vec<Diagnostic>) {
    let (Some(approved), Some(last)) = (&withdrawal.approved, withdrawal.shares.last()) else { return };
    let sum: Money = withdrawal.shares.iter().map(|s| s.amount.value).sum();
    if sum != approved.value {
        found.push(
            Diagnostic::new("GS0501", last.amount.span)
                .with("sum", sum)
                .with("approved", approved.value)
                .with("difference", (sum - approved.value).abs())
                .word("direction", if sum < approved.value { "direction.less" } else { "direction.more" })
                .also(approved.span),
        );
    }
}

/// No more is paid than was approved. Told at the payment that goes beyond.
fn check_approved(withdrawal: &Withdrawal, found: &mut Vec<Diagnostic>) {
    let Some(approved) = &withdrawal.approved else { return };
    let mut paid = Money::ZERO;
    let beyond = withdrawal.payments.iter().find(|payment| {
        paid += payment.amount.value;
        paid > approved.value
    });
    let (Some(payment), all) = (beyond, withdrawal.paid()) else { return };
    if all <= approved.value {
        return;
    }
    let diagnostic = Diagnostic::new("GS0503", payment.amount.span)
        .with("title", &withdrawal.title)
        .with("paid", all)
        .with("approved", approved.value)
        .with("difference", all - approved.value)
        .also(approved.span)
        .about(withdrawal.id.clone());
    found.push(unless_owned(diagnostic, &withdrawal.acknowledged));
}

/// Each payment meets an entry of its voucher and amount in a maintenance fund account, where there is such an account.
fn check_entries(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    for (withdrawal, entries) in doubt.community.fund.withdrawals.iter().zip(&doubt.figures.fund.entries) {
        let bare = withdrawal.payments.iter().zip(entries).filter(|(_, entry)| entry.is_none());
        let due = bare.filter(|(payment, _)| books_reach(doubt, payment.date.value));
        found.extend(due.map(|(payment, _)| without_entry(withdrawal, payment)));
    }
}

fn without_entry(withdrawal: &Withdrawal, payment: &Payment) -> Diagnostic {
    Diagnostic::new("GS0505", payment.amount.span)
        .with("title", &withdrawal.title)
        .with("date", payment.date.value)
        .with("amount", payment.amount.value)
        .with_some("voucher", payment.voucher.as_ref().map(|v| &v.value))
        .about(withdrawal.id.clone())
}

/// Whether an entry of that day ought to be in the books: they cover it, or were to be public by now.
fn books_reach(doubt: &Doubt<'_>, day: Date) -> bool {
    let accounts = &doubt.community.accounts;
    if accounts.incomplete_from.is_some_and(|from| from <= day) {
        return false;
    }
    if accounts.ledgers.iter().any(|l| l.period.value.contains(day)) {
        return true;
    }
    let (Some(since), Some(duty)) = (doubt.since, doubt.jurisdiction.duty("accounts-quarterly")) else { return false };
    let quarter = Period::quarter(day.year(), (day.month() + 2) / 3);
    quarter.is_some_and(|q| day >= since && q.end().saturating_add(i64::from(duty.days).days()) < doubt.as_of)
}
