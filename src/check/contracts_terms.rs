//! Terms and fees of contracts doubted: two for one service, fees booked against fees agreed, an end that draws near.

use std::collections::BTreeMap;

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::figures::budget::covers;
use crate::figures::duties::State;
use crate::model::contracts::{Contract, ContractKind, Fee};
use crate::model::{Date, Exact, Money, Period, Spanned};

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    check_overlaps(doubt, found);
    check_fees(doubt, found);
    check_end(doubt, found);
}

fn property<'a>(doubt: &Doubt<'a>) -> Vec<&'a Contract> {
    doubt.community.contracts.iter().filter(|c| c.kind.is_property()).collect()
}

/// Two contracts for property service in force at once. The owners' contract ends the developer's; one whose service
/// went on after its term covers the days agreed, and the day of the takeover belongs to both.
fn check_overlaps(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let contracts = property(doubt);
    for (i, earlier) in contracts.iter().enumerate() {
        for later in &contracts[i + 1..] {
            let ends = earlier.last_day().unwrap_or(Date::MAX).min(later.last_day().unwrap_or(Date::MAX));
            let replaced = earlier.kind == ContractKind::Preliminary && later.kind == ContractKind::Property;
            if replaced || ends <= later.from.value {
                continue;
            }
            let told = Diagnostic::new("GS0620", later.from.span)
                .with("one", &earlier.title)
                .with("other", &later.title)
                .with("from", later.from.value)
                .also(earlier.from.span)
                .about(later.id.clone());
            found.push(if ends == Date::MAX { told } else { told.with("until", ends) });
        }
    }
}

/// What a year should have brought in one category, and how far the books may lie from it.
struct Agreed<'a> {
    category: &'a Spanned<String>,
    contract: &'a Contract,
    expected: Exact,
    /// In percent: the widest of those stated.
    tolerance: Exact,
    /// Months of the year for which a contract sets the fee.
    months: u32,
}

/// Fees booked in a year against rate × area × months, where the fee names its category, its area and a tolerance.
fn check_fees(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let contracts = property(doubt);
    let ledgers = &doubt.community.accounts.ledgers;
    let mut years: Vec<i16> = ledgers.iter().map(|l| l.period.value.calendar_year()).collect();
    years.dedup();
    if doubt.community.accounts.incomplete_from.is_some() {
        return;
    }
    for year in years.into_iter().filter_map(Period::year) {
        if year.end() > doubt.as_of || !covers(doubt.community, year) {
            continue;
        }
        for agreed in agreed_in(&contracts, year).into_values().flatten().filter(|a| a.months == 12) {
            let name = agreed.category.value.as_str();
            let entries = ledgers.iter().flat_map(|l| &l.entries).filter(|e| year.contains(e.date) && e.category == name);
            let booked: Money = entries.map(|e| e.income).sum();
            let booked_exact = Exact::from(booked);
            let difference = &booked_exact - &agreed.expected;
            let distance = if difference.is_negative() { Exact::zero() - difference.clone() } else { difference.clone() };
            let hundred = Exact::from_integer(100);
            if agreed.expected.is_zero() || &distance * &hundred <= &agreed.expected * &agreed.tolerance {
                continue;
            }
            found.push(
                Diagnostic::new("GS0621", agreed.category.span)
                    .with("year", year)
                    .with("category", name)
                    .with("booked", booked)
                    .with("expected", money(&agreed.expected))
                    .with("percent", (&(&distance * &hundred) / &agreed.expected).rounded(1))
                    .with("tolerance", agreed.tolerance.short(2))
                    .word("direction", if difference.is_negative() { "direction.less" } else { "direction.more" })
                    .about(agreed.contract.id.clone()),
            );
        }
    }
}

/// Yuan with two decimals and separators; only for the message, the comparison is exact.
fn money(exact: &Exact) -> Money {
    let fen = exact * &Exact::from_integer(100);
    Money::from_fen(fen.rounded(0).parse().unwrap_or(0))
}

/// By category; `None` where a fee of that category says too little to compare.
fn agreed_in<'a>(contracts: &[&'a Contract], year: Period) -> BTreeMap<&'a str, Option<Agreed<'a>>> {
    let mut agreed: BTreeMap<&str, Option<Agreed<'_>>> = BTreeMap::new();
    for contract in contracts {
        let months = months_in_force(contract, year);
        let mut counted: Vec<&str> = Vec::new();
        for fee in &contract.fees {
            let Some(category) = fee.category.as_ref().filter(|_| months > 0) else { continue };
            let name = category.value.as_str();
            let Some((area, tolerance)) = said(fee) else {
                agreed.insert(name, None);
                continue;
            };
            let nothing = || Some(Agreed { category, contract, expected: Exact::zero(), tolerance: Exact::zero(), months: 0 });
            if let Some(sum) = agreed.entry(name).or_insert_with(nothing) {
                let yearly = &(&fee.rate * area) * &Exact::from_integer(i64::from(months));
                sum.expected = &sum.expected + &yearly;
                sum.tolerance = sum.tolerance.clone().max(tolerance.clone());
                // Several fees of one contract may be booked together; their months are the same ones.
                if !counted.contains(&name) {
                    counted.push(name);
                    sum.months += months;
                }
            }
        }
    }
    agreed
}

fn said(fee: &Fee) -> Option<(&Exact, &Exact)> {
    Some((fee.area.as_ref()?, fee.tolerance.as_ref()?))
}

/// Months of the year that the contract covers from the first day to the last.
fn months_in_force(contract: &Contract, year: Period) -> u32 {
    let months = (1..=12).filter_map(|month| Period::month(year.calendar_year(), month));
    months.filter(|m| contract.in_force(m.start()) && contract.in_force(m.end())).count() as u32
}

/// A contract whose end is near or past, without a vote and without one that follows it.
fn check_end(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    for (duty, occurrence) in doubt.occurrences("contract-renewal") {
        let of_file = |c: &&Contract| Some(c.file) == occurrence.file;
        let (State::Overdue { .. }, Some(contract)) = (occurrence.state, doubt.community.contracts.iter().find(of_file)) else {
            continue;
        };
        let Some(until) = &contract.until else { continue };
        found.push(
            Diagnostic::new("GS0622", until.span)
                .with("contract", &contract.title)
                .with("until", until.value)
                .with("days", duty.days)
                .with("basis", duty.basis(doubt.locale))
                .about(contract.id.clone()),
        );
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// A rate in fen times an area in hundredths of a square metre is exact to the last digit.
        #[test]
        fn fees_are_exact(rate in 0_i64..10_000, area in 0_i64..1_000_000_000, months in 1_i64..=12) {
            let exact = &(&Exact::from_decimal(rate.into(), 2) * &Exact::from_decimal(area.into(), 2)) * &Exact::from_integer(months);
            let ten_thousandths = i128::from(rate) * i128::from(area) * i128::from(months);
            prop_assert_eq!(exact.clone(), Exact::from_decimal(ten_thousandths, 4));
            // Half a fen rounds up.
            prop_assert_eq!(money(&exact).fen(), (ten_thousandths + 50) / 100);
        }
    }
}
