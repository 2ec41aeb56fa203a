//! Payments of the fund and the entries of the books that answer to them.

use std::collections::HashSet;

use crate::model::accounts::Entry;
use crate::model::fund::Payment;
use crate::model::{AccountKind, Community};

/// Ledger and entry index.
pub type Place = (usize, usize);

/// For each withdrawal and each of its payments, the entry of the same voucher and amount in a maintenance fund account;
/// no entry answers to two payments. Nothing where there is no such account.
pub fn of_payments(community: &Community) -> Vec<Vec<Option<Place>>> {
    let accounts = &community.accounts_opened;
    let of_fund = |entry: &Entry| accounts[entry.account as usize].kind == Some(AccountKind::MaintenanceFund);
    if !accounts.iter().any(|a| a.kind == Some(AccountKind::MaintenanceFund)) {
        return Vec::new();
    }
    let ledgers = community.accounts.ledgers.iter().enumerate();
    let entries: Vec<(Place, &Entry)> = ledgers
        .flat_map(|(l, ledger)| ledger.entries.iter().enumerate().map(move |(e, entry)| ((l, e), entry)))
        .filter(|(_, entry)| of_fund(entry))
        .collect();
    let mut taken = HashSet::new();
    let mut met = |payment: &Payment| {
        let voucher = payment.voucher.as_ref()?.value.as_str();
        let mut free = entries
            .iter()
            .filter(|(place, e)| e.voucher == voucher && e.expense == payment.amount.value && !taken.contains(place));
        // Vouchers start again each month, so the entry of the same day goes first.
        let same_day = free.clone().find(|(_, e)| e.date == payment.date.value);
        let place = same_day.or_else(|| free.next()).map(|(place, _)| *place)?;
        taken.insert(place);
        Some(place)
    };
    let withdrawals = community.fund.withdrawals.iter();
    withdrawals.map(|w| w.payments.iter().map(&mut met).collect()).collect()
}
