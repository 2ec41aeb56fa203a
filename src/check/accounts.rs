//! The books doubted: balances, continuity, totals, doubles, time limits.

use std::collections::HashMap;

use jiff::ToSpan;

use super::{Doubt, totals, unless_owned};
use crate::diagnostic::{Diagnostic, Mend};
use crate::figures::duties::State;
use crate::figures::minutes::days_between;
use crate::model::accounts::{Balance, BalanceKind, Entry, Front, Ledger, Total};
use crate::model::{FileId, Files, Money, Period, Span};

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    for balance in &doubt.community.accounts.balances {
        check_balance(doubt, balance, found);
    }
    for ledger in &doubt.community.accounts.ledgers {
        check_days(doubt, ledger, found);
        check_totals(doubt, ledger, found);
        check_twice(doubt, ledger, found);
    }
    for (file, period, front) in doubt.community.accounts.fronts() {
        check_published(doubt, file, period, front, found);
    }
    for pictured in &doubt.community.accounts.pictured {
        let period = pictured.period.value;
        let told = Diagnostic::new("GS0326", Span::file(pictured.file)).with("period", period);
        found.push(told.with("pictures", pictured.front.pictures.len()).about(record_of(period)));
    }
    check_overlaps(doubt, found);
    check_missing(doubt, found);
    super::accounts_audits::check(doubt, found);
    super::accounts_payments::check(doubt, found);
}

/// The id findings use for a period's page.
fn record_of(period: Period) -> String {
    format!("accounts/{period}")
}

/// Books against the bank. A difference that the period's front file owns is a finding, else an error.
fn check_balance(doubt: &Doubt<'_>, balance: &Balance, found: &mut Vec<Diagnostic>) {
    let account = &doubt.community.accounts_opened[balance.account as usize];
    let books = &doubt.community.accounts.ledgers;
    let covered = books.iter().find(|l| l.period.value.contains(balance.date));
    let Some(ledger) = covered.filter(|_| account.asserted()) else { return };
    // What an account held before its first entry is unknown where nobody declared it.
    if !account.declared && doubt.figures.accounts.accounts[balance.account as usize].entries.is_empty() {
        return;
    }
    // Where entries could not be read the sums are not the books', and that has been told.
    if doubt.community.accounts.incomplete_from.is_some_and(|from| from <= balance.date) {
        return;
    }
    let figures = &doubt.figures.accounts.accounts[balance.account as usize];
    let (code, computed) = match balance.kind {
        BalanceKind::Closing => ("GS0301", figures.balance_at(balance.date)),
        BalanceKind::Opening => ("GS0307", figures.balance_before(balance.date)),
    };
    let difference = computed - balance.balance.value;
    if difference.is_zero() {
        return;
    }
    let diagnostic = Diagnostic::new(code, balance.balance.span)
        .with("account", &account.name)
        .with("date", balance.date)
        .with("asserted", balance.balance.value)
        .with("computed", computed)
        .with("difference", difference.abs())
        .word("direction", if difference.is_negative() { "direction.less" } else { "direction.more" })
        .about(record_of(ledger.period.value));
    found.push(unless_owned(diagnostic, &ledger.front.acknowledged));
}

/// Entries lie within their file's period and not before their account was opened.
fn check_days(doubt: &Doubt<'_>, ledger: &Ledger, found: &mut Vec<Diagnostic>) {
    let period = ledger.period.value;
    for entry in &ledger.entries {
        if !period.contains(entry.date) {
            found.push(Diagnostic::new("GS0303", entry.span).with("date", entry.date).with("period", period));
        }
        let account = &doubt.community.accounts_opened[entry.account as usize];
        if let Some(opened) = account.opened_on.filter(|opened| entry.date < *opened) {
            let early = Diagnostic::new("GS0308", entry.span).with("date", entry.date).with("account", &account.name);
            found.push(early.with("opened", opened));
        }
    }
}

/// A total row equals what stands above it: everything, or what came since the total before it.
fn check_totals(doubt: &Doubt<'_>, ledger: &Ledger, found: &mut Vec<Diagnostic>) {
    if ledger.incomplete {
        return;
    }
    let year = year_before(doubt, ledger);
    let mut since = 0;
    for total in &ledger.totals {
        let all = sums(&ledger.entries[..total.entries.end]);
        let part = sums(&ledger.entries[since..total.entries.end]);
        since = total.entries.end;
        let fits = |(income, expense): (Money, Money)| {
            total.income.is_none_or(|t| t.value == income) && total.expense.is_none_or(|t| t.value == expense)
        };
        // One signed column shows one total: income less expense.
        let signed = |(income, expense): (Money, Money)| {
            total.expense.is_none() && total.income.is_some_and(|t| t.value == income - expense)
        };
        let to_date = (year.0 + all.0, year.1 + all.1);
        if ![all, part, to_date].into_iter().any(|sums| fits(sums) || signed(sums)) {
            let mend = if to_date == all && part == all { total_right(total, all, &doubt.community.files) } else { None };
            found.push(total_off(total, all, part).mended_by(mend));
        }
    }
}

/// What the year's earlier ledgers add up to: a 累计 row may go on from there.
fn year_before(doubt: &Doubt<'_>, ledger: &Ledger) -> (Money, Money) {
    let period = ledger.period.value;
    let earlier = doubt
        .community
        .accounts
        .ledgers
        .iter()
        .filter(|l| l.period.value.calendar_year() == period.calendar_year() && l.period.value.end() < period.start());
    earlier.map(|l| sums(&l.entries)).fold((Money::ZERO, Money::ZERO), |sum, of| (sum.0 + of.0, sum.1 + of.1))
}

fn sums(entries: &[Entry]) -> (Money, Money) {
    (entries.iter().map(|e| e.income).sum(), entries.iter().map(|e| e.expense).sum())
}

/// A total row that fits neither everything above it nor what came since the total before.
pub fn total_off(total: &Total, all: (Money, Money), part: (Money, Money)) -> Diagnostic {
    let show = |(income, expense): (Money, Money)| format!("{income} / {expense}");
    let stated = |amount: Option<crate::model::Spanned<Money>>| amount.map_or("–".to_owned(), |a| a.value.to_string());
    let diagnostic = Diagnostic::new("GS0305", total.span)
        .with("stated", format!("{} / {}", stated(total.income), stated(total.expense)))
        .with("all", show(all));
    if part == all { diagnostic } else { diagnostic.with("part", show(part)) }
}

/// A total row with what stands above it, where that has one reading: one amount alone may be signed.
pub fn total_right(total: &Total, all: (Money, Money), files: &Files) -> Option<Mend> {
    if total.expense.is_none() && !all.1.is_zero() {
        return None;
    }
    let amounts = [(total.income, all.0), (total.expense, all.1)];
    totals::corrected(files, amounts.into_iter().filter_map(|(stated, sum)| Some((stated?, sum))))
}

/// The same voucher line twice in a month: account, voucher, category, amount and counterparty all equal.
fn check_twice(doubt: &Doubt<'_>, ledger: &Ledger, found: &mut Vec<Diagnostic>) {
    type Line<'a> = (u32, Period, &'a str, &'a str, Money, Money, &'a str);
    let mut seen: HashMap<Line<'_>, Span> = HashMap::with_capacity(ledger.entries.len());
    for entry in ledger.entries.iter().filter(|e| !e.voucher.is_empty()) {
        let month = Period::month_of(entry.date);
        let line = (
            entry.account,
            month,
            entry.voucher.as_str(),
            entry.category.as_str(),
            entry.income,
            entry.expense,
            entry.counterparty.as_str(),
        );
        if let Some(first) = seen.get(&line) {
            let account = &doubt.community.accounts_opened[entry.account as usize].name;
            found.push(
                Diagnostic::new("GS0310", entry.span)
                    .with("voucher", &entry.voucher)
                    .with("account", account)
                    .with("amount", if entry.income.is_zero() { entry.expense } else { entry.income })
                    .also(*first)
                    .about(record_of(ledger.period.value)),
            );
        } else {
            seen.insert(line, entry.span);
        }
    }
}

/// The quarter's accounts were published within the days the duty gives.
fn check_published(doubt: &Doubt<'_>, file: FileId, period: Period, front: &Front, found: &mut Vec<Diagnostic>) {
    let Some(duty) = doubt.jurisdiction.duty("accounts-quarterly") else { return };
    let sample = doubt.community.files.is_sample(file);
    if sample || period.as_quarter().is_none() || doubt.since.is_none_or(|since| period.end() < since) {
        return;
    }
    let due = period.end().saturating_add(i64::from(duty.days).days());
    let Some(published) = front.published_on else {
        if due < doubt.as_of {
            found.push(
                Diagnostic::new("GS0705", Span::file(front.file.unwrap_or(file)))
                    .with("period", period)
                    .with("due", due)
                    .with_some("basis", duty.shown_basis(doubt.locale))
                    .about(record_of(period)),
            );
        }
        return;
    };
    let late = days_between(due, published.value);
    if late > 0 {
        found.push(
            Diagnostic::new("GS0701", published.span)
                .with("period", period)
                .with("due", due)
                .with("published", published.value)
                .with("days", late)
                .with_some("basis", duty.shown_basis(doubt.locale))
                .about(record_of(period)),
        );
    }
}

/// An account is covered by one file on any day.
fn check_overlaps(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let ledgers = &doubt.community.accounts.ledgers;
    for (i, ledger) in ledgers.iter().enumerate() {
        for other in ledgers[i + 1..].iter().take_while(|o| o.period.value.start() <= ledger.period.value.end()) {
            let shared = ledger.entries.iter().find_map(|e| {
                let twin = other.entries.iter().find(|o| o.account == e.account)?;
                Some((e, twin))
            });
            if let Some((entry, twin)) = shared.filter(|_| ledger.period.value.overlaps(other.period.value)) {
                let account = &doubt.community.accounts_opened[entry.account as usize].name;
                found.push(
                    Diagnostic::new("GS0304", twin.span)
                        .with("account", account)
                        .with("one", doubt.community.files.path(ledger.file))
                        .with("other", doubt.community.files.path(other.file))
                        .also(entry.span),
                );
            }
        }
    }
}

/// A period whose accounts are due and not in the record, once there are accounts that are no sample.
fn check_missing(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let Some(first) = doubt.community.accounts.ledgers.first() else { return };
    for (duty, occurrence) in doubt.occurrences("accounts") {
        let (State::Overdue { .. }, Some(period)) = (occurrence.state, occurrence.period()) else { continue };
        found.push(
            Diagnostic::new("GS0704", Span::file(first.file))
                .with("period", period)
                .with("due", occurrence.due)
                .with_some("basis", duty.shown_basis(doubt.locale))
                .at_missing(format!("accounts/{period}.csv"))
                .about("accounts"),
        );
    }
}
