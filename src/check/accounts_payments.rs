//! Payments doubted: several to one counterparty that each stay just within what needs no approval, and those to a
//! counterparty in which a member has declared an interest.

use std::collections::BTreeMap;

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::figures::minutes::days_between;
use crate::jurisdiction::Jurisdiction;
use crate::model::accounts::{Entry, Ledger};
use crate::model::{AccountKind, Date, Money, Period, Span};

/// When several payments may be one in parts; each number is the jurisdiction's.
#[derive(Clone, Copy, Debug)]
pub struct Splitting {
    /// Payments this many days apart or less may be one payment in parts.
    days: i32,
    /// A payment is near the limit from this share of it on, in percent.
    near: i128,
    /// Equal payments at least so many days apart are a regular fee.
    regular: i32,
}

impl Splitting {
    /// None where the jurisdiction does not set every number: then nothing is looked for.
    fn of(jurisdiction: &Jurisdiction) -> Option<Self> {
        let number = |id: &str| jurisdiction.limit(id).map(|l| l.value);
        let days = |id: &str| number(id).map(|n| i32::try_from(n).unwrap_or(i32::MAX));
        Some(Splitting {
            days: days("split-within-days")?,
            near: i128::from(number("split-near-percent")?),
            regular: days("split-regular-days")?,
        })
    }
}

/// A payment, reduced to what splitting is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Payment {
    pub date: Date,
    pub amount: Money,
    /// Where it stands, for the diagnostic; it decides nothing.
    pub place: (Span, Period),
}

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    check_interests(doubt, found);
    if let Some(splitting) = Splitting::of(doubt.jurisdiction) {
        check_split(doubt, splitting, found);
    }
}

fn check_split(doubt: &Doubt<'_>, splitting: Splitting, found: &mut Vec<Diagnostic>) {
    let mut by_counterparty: BTreeMap<(u32, &str, Money), Vec<Payment>> = BTreeMap::new();
    for (ledger, entry) in payments(doubt) {
        let approval = doubt
            .community
            .contracts
            .iter()
            .find_map(|c| c.payment_approval.filter(|_| c.kind.is_property() && c.in_force(entry.date)));
        // A vote of the owners is more than the committee's approval.
        let voted = entry.ties.as_ref().is_some_and(|t| t.resolution.is_some());
        if let Some(limit) = approval.filter(|_| !voted) {
            let payment = Payment { date: entry.date, amount: entry.expense, place: (entry.span, ledger.period.value) };
            by_counterparty.entry((entry.account, entry.counterparty.as_str(), limit)).or_default().push(payment);
        }
    }
    for ((account, counterparty, limit), payments) in by_counterparty {
        for group in split(payments, limit, splitting) {
            let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
            let sum: Money = group.iter().map(|p| p.amount).sum();
            let mut told = Diagnostic::new("GS0322", last.place.0)
                .with("account", &doubt.community.accounts_opened[account as usize].name)
                .with("counterparty", counterparty)
                .with("count", group.len())
                .with("from", first.date)
                .with("until", last.date)
                .with("sum", sum)
                .with("limit", limit)
                .with("days", splitting.days)
                .with("near", splitting.near)
                .about(format!("accounts/{}", last.place.1));
            for earlier in &group[..group.len() - 1] {
                told = told.also(earlier.place.0);
            }
            found.push(told);
        }
    }
}

/// A payment to a counterparty in which a member of a body has declared an interest: declared, so nothing is hidden, and
/// owners see it where the money went.
fn check_interests(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let bodies = &doubt.community.organisation;
    let declared: BTreeMap<&str, &str> =
        bodies.iter().flat_map(|b| &b.interests).map(|i| (i.counterparty.value.as_str(), i.member.value.as_str())).collect();
    for (ledger, entry) in payments(doubt) {
        let Some(member) = declared.get(entry.counterparty.as_str()) else { continue };
        found.push(
            Diagnostic::new("GS0323", entry.span)
                .with("counterparty", &entry.counterparty)
                .with("amount", entry.expense)
                .with("date", entry.date)
                .with("member", member)
                .about(format!("accounts/{}", ledger.period.value)),
        );
    }
}

/// Money spent by day-to-day decision: the maintenance fund has its own chain of votes and reviews.
fn payments<'a>(doubt: &Doubt<'a>) -> impl Iterator<Item = (&'a Ledger, &'a Entry)> {
    let community = doubt.community;
    let entries = community.accounts.ledgers.iter().flat_map(|l| l.entries.iter().map(move |e| (l, e)));
    entries.filter(|(_, e)| {
        let kind = community.accounts_opened[e.account as usize].kind;
        let daily = matches!(kind, None | Some(AccountKind::Operating | AccountKind::CommonIncome));
        daily && e.expense > Money::ZERO && !e.counterparty.is_empty()
    })
}

/// Groups of two or more payments to one counterparty within a few days, each near the limit and not above it, together
/// above it. What comes every month in the same amount is no part of one. The order of the payments does not matter.
pub fn split(mut payments: Vec<Payment>, limit: Money, splitting: Splitting) -> Vec<Vec<Payment>> {
    payments.retain(|p| p.amount <= limit && p.amount.fen() * 100 >= limit.fen() * splitting.near);
    payments.sort_unstable();
    let all = payments.clone();
    payments.retain(|p| !is_regular(&all, p.amount, splitting.regular));
    let mut groups = Vec::new();
    let mut rest = payments.as_slice();
    while let Some(first) = rest.first() {
        let within = rest.partition_point(|p| days_between(first.date, p.date) <= splitting.days);
        let group = &rest[..within];
        if group.len() > 1 && group.iter().map(|p| p.amount).sum::<Money>() > limit {
            groups.push(group.to_vec());
            rest = &rest[within..];
        } else {
            rest = &rest[1..];
        }
    }
    groups
}

/// Whether an amount comes again and again, about a month apart.
fn is_regular(payments: &[Payment], amount: Money, apart: i32) -> bool {
    let days: Vec<Date> = payments.iter().filter(|p| p.amount == amount).map(|p| p.date).collect();
    days.len() > 1 && days.windows(2).all(|pair| days_between(pair[0], pair[1]) >= apart)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use proptest::prelude::*;

    use super::*;
    use crate::model::FileId;

    const LIMIT: Money = Money(500_000);
    const RULE: Splitting = Splitting { days: 30, near: 80, regular: 25 };

    fn payment(day: i64, fen: i128) -> Payment {
        let date = Date::constant(2025, 1, 1).saturating_add(day.days());
        Payment { date, amount: Money(fen), place: (Span::file(FileId(0)), Period::month_of(date)) }
    }

    #[test]
    fn two_near_the_limit_within_thirty_days() {
        assert_eq!(split(vec![payment(0, 480_000), payment(30, 490_000)], LIMIT, RULE).len(), 1);
        assert_eq!(split(vec![payment(0, 480_000), payment(31, 490_000)], LIMIT, RULE).len(), 0);
        assert_eq!(split(vec![payment(0, 400_000), payment(5, 400_000)], LIMIT, RULE).len(), 1, "80 % is near");
        assert_eq!(split(vec![payment(0, 399_999), payment(5, 480_000)], LIMIT, RULE).len(), 0, "less is not");
        assert_eq!(split(vec![payment(0, 500_001), payment(5, 480_000)], LIMIT, RULE).len(), 0, "what is above was approved");
    }

    #[test]
    fn a_monthly_fee_is_no_split() {
        let fee: Vec<Payment> = (0..12).map(|month| payment(month * 30, 450_000)).collect();
        assert!(split(fee.clone(), LIMIT, RULE).is_empty());
        let with_extra: Vec<Payment> = fee.into_iter().chain([payment(3, 460_000), payment(9, 470_000)]).collect();
        assert_eq!(split(with_extra, LIMIT, RULE).len(), 1, "but others beside it are");
    }

    proptest! {
        /// Groups do not depend on the order of the rows, and each is what it claims to be.
        #[test]
        fn order_does_not_matter(
            payments in prop::collection::vec((0_i64..200, 350_000_i128..550_000), 0..40),
            turned in 0_usize..40,
        ) {
            let there: Vec<Payment> = payments.iter().map(|(day, fen)| payment(*day, *fen)).collect();
            let mut back: Vec<Payment> = there.iter().rev().copied().collect();
            if !back.is_empty() {
                let by = turned % back.len();
                back.rotate_left(by);
            }
            let groups = split(there, LIMIT, RULE);
            prop_assert_eq!(&groups, &split(back, LIMIT, RULE));
            for group in groups {
                prop_assert!(group.len() > 1);
                prop_assert!(group.iter().all(|p| p.amount <= LIMIT && p.amount.fen() * 5 >= LIMIT.fen() * 4));
                prop_assert!(group.iter().map(|p| p.amount).sum::<Money>() > LIMIT);
                prop_assert!(days_between(group[0].date, group[group.len() - 1].date) <= RULE.days);
            }
        }
    }
}
