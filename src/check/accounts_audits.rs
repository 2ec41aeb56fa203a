//! Audits and budgets doubted: a year that nobody audited, a quarter that an account skips, a plan for an unknown category.

use std::collections::BTreeSet;

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::figures::duties::State;
use crate::model::accounts::{Budget, Ledger};
use crate::model::{Money, Period, Span};

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    check_gaps(doubt, found);
    check_audited(doubt, found);
    for budget in &doubt.community.accounts.budgets {
        check_categories(doubt, budget, found);
        check_totals(budget, found);
    }
}

/// Quarters without a word of an account that has entries before and after them.
fn check_gaps(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let records = &doubt.community.accounts;
    if records.incomplete_from.is_some() {
        return;
    }
    for (index, account) in doubt.community.accounts_opened.iter().enumerate() {
        // An account that only entries name may simply be spelt otherwise in that quarter.
        if !account.declared {
            continue;
        }
        let account_index = index as u32;
        let of_account =
            |l: &&Ledger| !doubt.community.files.is_sample(l.file) && l.entries.iter().any(|e| e.account == account_index);
        let books: Vec<&Ledger> = records.ledgers.iter().filter(of_account).collect();
        // Books that are kept by the year do not say that quarters are.
        let quarterly = || books.iter().filter(|l| !l.period.value.is_year());
        let (Some(first), Some(last)) = (quarterly().next(), quarterly().next_back()) else { continue };
        let mut quarter = quarter_of(first.period.value);
        while let Some(period) = quarter.filter(|q| q.start() <= last.period.value.end()) {
            quarter = Some(period.next());
            let booked = books.iter().any(|l| l.period.value.overlaps(period));
            let asserted = records.balances.iter().any(|b| b.account == account_index && period.contains(b.date));
            let ledger = records.ledgers.iter().find(|l| l.period.value.overlaps(period));
            // Where the whole quarter is missing and a duty asks for it, that has been told.
            let told = ledger.is_none() && doubt.since.is_some() && doubt.jurisdiction.duty("accounts-quarterly").is_some();
            if booked || asserted || told {
                continue;
            }
            let gap = Diagnostic::new("GS0320", Span::file(ledger.unwrap_or(first).file))
                .with("account", &account.name)
                .with("period", period)
                .with("before", first.period.value)
                .with("after", last.period.value);
            let gap = if ledger.is_none() { gap.at_missing(format!("accounts/{period}.csv")) } else { gap };
            found.push(gap.about(ledger.map_or("accounts".to_owned(), |l| format!("accounts/{}", l.period.value))));
        }
    }
}

fn quarter_of(period: Period) -> Option<Period> {
    let start = period.start();
    Period::quarter(start.year(), (start.month() + 2) / 3)
}

/// A year with books that ended longer ago than the duty allows, without an audit.
fn check_audited(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let ledgers = &doubt.community.accounts.ledgers;
    for (duty, occurrence) in doubt.occurrences("audits").filter(|(_, o)| matches!(o.state, State::Overdue { .. })) {
        let of_period = |l: &&Ledger| l.period.value.start() <= occurrence.end && l.period.value.end() >= occurrence.start;
        let (Some(period), Some(ledger)) = (occurrence.period(), ledgers.iter().rev().find(of_period)) else { continue };
        found.push(
            Diagnostic::new("GS0321", Span::file(ledger.file))
                .with("year", period)
                .with("due", occurrence.due)
                .with_some("basis", duty.shown_basis(doubt.locale))
                .about("accounts"),
        );
    }
}

/// A category that no entry of its account has ever used, once the year's books are begun: perhaps a slip of the pen.
fn check_categories(doubt: &Doubt<'_>, budget: &Budget, found: &mut Vec<Diagnostic>) {
    let records = &doubt.community.accounts;
    if !records.ledgers.iter().any(|l| l.period.value.overlaps(budget.period)) {
        return;
    }
    for line in &budget.lines {
        let booked = || records.ledgers.iter().flat_map(|l| &l.entries).filter(|e| e.account == line.account);
        let name = line.category.value.as_str();
        if booked().any(|e| e.category == name) {
            continue;
        }
        let known: BTreeSet<&str> = booked().map(|e| e.category.as_str()).collect();
        let near = crate::source::nearest(name, known.into_iter());
        let account = &doubt.community.accounts_opened[line.account as usize].name;
        found.push(
            Diagnostic::new("GS0325", line.category.span)
                .with("category", name)
                .with("account", account)
                .with_some("nearest", near)
                .mended_by(crate::source::perhaps(&line.category, near)),
        );
    }
}

/// A total row equals the lines above it.
fn check_totals(budget: &Budget, found: &mut Vec<Diagnostic>) {
    if budget.incomplete {
        return;
    }
    for (i, total) in budget.totals.iter().enumerate() {
        let since = if i == 0 { 0 } else { budget.totals[i - 1].entries.end };
        let sums = |lines: std::ops::Range<usize>| -> (Money, Money) {
            let lines = &budget.lines[lines];
            (lines.iter().map(|l| l.income).sum(), lines.iter().map(|l| l.expense).sum())
        };
        let (all, part) = (sums(0..total.entries.end), sums(since..total.entries.end));
        let fits = |(income, expense): (Money, Money)| {
            total.income.is_none_or(|t| t.value == income) && total.expense.is_none_or(|t| t.value == expense)
        };
        if !fits(all) && !fits(part) {
            found.push(super::accounts::total_off(total, all, part));
        }
    }
}
