//! Who is in office, and which deductions from a firm's pay the ledger shows.

use jiff::ToSpan;
use jiff::civil::Date;

use super::scores;
use crate::jurisdiction::Jurisdiction;
use crate::model::accounts::Entry;
use crate::model::organisation::{Body, BodyKind};
use crate::model::{Community, Money};

#[derive(Debug, Default)]
pub struct Figures {
    /// Indices of the bodies in office on the day, as in `Community::organisation`.
    pub in_office: Vec<usize>,
}

pub fn work_out(community: &Community, _: &Jurisdiction, as_of: Date) -> Figures {
    let bodies = community.organisation.iter().enumerate();
    Figures { in_office: bodies.filter(|(_, b)| b.in_office(as_of)).map(|(i, _)| i).collect() }
}

/// The firm that a contract names, among the bodies.
pub fn firm_of(community: &Community, contract: usize) -> Option<usize> {
    let firm = community.contracts.get(contract)?.firm.as_deref()?;
    community.organisation.iter().position(|b| b.kind == BodyKind::Firm && b.is_called(firm))
}

/// Whether a ledger row is with a firm: by the name the contract has, or one its body goes by.
fn is_with(entry: &Entry, firm: &str, body: Option<&Body>) -> bool {
    entry.counterparty.trim() == firm.trim() || body.is_some_and(|b| b.is_called(&entry.counterparty))
}

/// A ledger row that takes money back from a firm: a negative expense, or an income.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenBack {
    pub date: Date,
    pub amount: Money,
    /// Ledger and entry index among the records.
    pub at: (usize, usize),
}

/// What one contract's period asks to deduct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The period's last day.
    pub end: Date,
    pub deductions: Money,
    pub rewards: Money,
}

/// What the ledger says of the deductions under one contract.
#[derive(Clone, Debug, Default)]
pub struct Booked {
    /// Whether the ledger names the firm at all; without it nothing can be matched.
    pub named: bool,
    /// Index into `scores::Figures::periods`, with the row that deducts it.
    pub periods: Vec<(usize, Option<TakenBack>)>,
}

/// Deductions of each contract that has any, by contract index, each period with the ledger row that settles it.
pub fn booked(community: &Community, scores: &scores::Figures, within_days: u32) -> Vec<(usize, Booked)> {
    let mut contracts: Vec<usize> = scores.periods.iter().filter(|p| !p.deductions.is_zero()).map(|p| p.contract).collect();
    contracts.sort_unstable();
    contracts.dedup();
    // A row settles one contract's deductions only: what an older contract took, a newer one cannot take again.
    let mut spent: Vec<(usize, usize)> = Vec::new();
    let mut all = Vec::new();
    for contract in contracts {
        let Some(firm) = community.contracts[contract].firm.as_deref() else { continue };
        let (named, mut rows) = taken_back(community, firm, firm_of(community, contract).map(|f| &community.organisation[f]));
        rows.retain(|row| !spent.contains(&row.at));
        let of_contract: Vec<usize> = (0..scores.periods.len()).filter(|i| scores.periods[*i].contract == contract).collect();
        let due: Vec<Due> = of_contract
            .iter()
            .map(|i| &scores.periods[*i])
            .map(|p| Due { end: p.period.end(), deductions: p.deductions, rewards: p.rewards })
            .collect();
        let settled = settle(&due, &rows, within_days);
        spent.extend(settled.iter().flatten().map(|row| row.at));
        all.push((contract, Booked { named, periods: of_contract.into_iter().zip(settled).collect() }));
    }
    all
}

/// Whether the ledger names a firm, and its rows that take money back from it, in order of date.
fn taken_back(community: &Community, firm: &str, body: Option<&Body>) -> (bool, Vec<TakenBack>) {
    let mut named = false;
    let mut rows = Vec::new();
    for (l, ledger) in community.accounts.ledgers.iter().enumerate() {
        for (e, entry) in ledger.entries.iter().enumerate().filter(|(_, entry)| is_with(entry, firm, body)) {
            named = true;
            let amount = entry.net();
            if amount > Money::ZERO {
                rows.push(TakenBack { date: entry.date, amount, at: (l, e) });
            }
        }
    }
    rows.sort_by_key(|row| (row.date, row.at));
    (named, rows)
}

/// Which row settles which period. A row settles a run of periods that follow one another, were over on its day,
/// ended no more than `within_days` before it, and whose deductions (or deductions less rewards) add up to it to the fen.
/// The oldest run goes first, and of those the longest: books settle a year at once.
pub fn settle(due: &[Due], rows: &[TakenBack], within_days: u32) -> Vec<Option<TakenBack>> {
    let mut settled: Vec<Option<TakenBack>> = vec![None; due.len()];
    for row in rows {
        if let Some(run) = run_of(due, &settled, row, within_days) {
            settled[run].fill(Some(*row));
        }
    }
    settled
}

fn run_of(due: &[Due], settled: &[Option<TakenBack>], row: &TakenBack, within_days: u32) -> Option<std::ops::Range<usize>> {
    let open = |i: &usize| {
        let end = due[*i].end;
        settled[*i].is_none() && end <= row.date && row.date <= latest_day(end, within_days)
    };
    for from in 0..due.len() {
        let run = (from..due.len()).take_while(open);
        let (mut gross, mut net, mut last) = (Money::ZERO, Money::ZERO, None);
        for i in run {
            gross += due[i].deductions;
            net += due[i].deductions - due[i].rewards;
            if gross > Money::ZERO && (gross == row.amount || net == row.amount) {
                last = Some(i + 1);
            }
        }
        if let Some(to) = last {
            return Some(from..to);
        }
    }
    None
}

/// The last day on which a period's deduction is looked for.
pub fn latest_day(end: Date, within_days: u32) -> Date {
    end.saturating_add(i64::from(within_days).days())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Period;

    fn quarters(amounts: &[i128]) -> Vec<Due> {
        let first = Period::quarter(2024, 1).unwrap();
        let ends = std::iter::successors(Some(first), |q| Some(q.next())).map(|q| q.end());
        ends.zip(amounts).map(|(end, fen)| Due { end, deductions: Money(*fen), rewards: Money::ZERO }).collect()
    }

    fn row(date: Date, fen: i128) -> TakenBack {
        TakenBack { date, amount: Money(fen), at: (0, 0) }
    }

    #[test]
    fn a_year_is_settled_at_once_and_a_later_like_amount_stays_open() {
        let due = quarters(&[630_000, 760_000, 1_090_000, 1_200_000, 910_000, 530_000, 1_440_000]);
        let rows = [row(Date::constant(2025, 3, 31), 3_680_000), row(Date::constant(2025, 9, 30), 1_440_000)];
        let settled = settle(&due, &rows, 365);
        assert!(settled[..4].iter().all(|s| *s == Some(rows[0])));
        assert!(settled[4..6].iter().all(|s| *s == Some(rows[1])));
        assert_eq!(settled[6], None);
    }

    #[test]
    fn a_row_too_late_or_too_early_settles_nothing() {
        let due = quarters(&[100]);
        assert_eq!(settle(&due, &[row(Date::constant(2024, 3, 30), 100)], 365), [None]);
        assert_eq!(settle(&due, &[row(Date::constant(2025, 4, 1), 100)], 365), [None]);
        assert!(settle(&due, &[row(Date::constant(2025, 3, 31), 100)], 365)[0].is_some());
    }

    #[test]
    fn rewards_may_be_set_off() {
        let mut due = quarters(&[1000, 500]);
        due[1].rewards = Money(200);
        assert!(settle(&due, &[row(Date::constant(2024, 7, 1), 1300)], 365).iter().all(Option::is_some));
    }

    proptest! {
        #[test]
        fn one_row_for_all_of_them_settles_all(amounts in proptest::collection::vec(1i128..1_000_000, 1..5)) {
            let due = quarters(&amounts);
            let day = due.last().unwrap().end;
            let all = row(day, amounts.iter().sum());
            prop_assert!(settle(&due, &[all], 366).iter().all(|s| *s == Some(all)));
        }

        #[test]
        fn one_fen_more_than_all_settles_none(amounts in proptest::collection::vec(0i128..1_000_000, 1..5)) {
            let due = quarters(&amounts);
            let more = row(due.last().unwrap().end, amounts.iter().sum::<i128>() + 1);
            prop_assert!(settle(&due, &[more], 366).iter().all(Option::is_none));
        }

        #[test]
        fn what_rows_settle_is_what_they_amount_to(
            amounts in proptest::collection::vec(0i128..50, 1..7), taken in proptest::collection::vec(1i128..120, 0..5)
        ) {
            let due = quarters(&amounts);
            let day = due.last().unwrap().end;
            let rows: Vec<TakenBack> =
                taken.iter().enumerate().map(|(i, fen)| TakenBack { date: day, amount: Money(*fen), at: (0, i) }).collect();
            let settled = settle(&due, &rows, 800);
            for row in &rows {
                let of_row: i128 = settled.iter().zip(&amounts).filter(|(s, _)| **s == Some(*row)).map(|(_, a)| a).sum();
                prop_assert!(of_row == 0 || of_row == row.amount.fen());
            }
        }
    }
}
