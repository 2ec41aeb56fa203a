//! Pages of the maintenance fund: what each building holds, and each withdrawal from its review to its acceptance.
//!
//! - `index.rs`: the balances, by building and over time, and every withdrawal
//! - `withdrawal.rs`: one withdrawal: its chain with its evidence, payments, shares
//! - `words.rs`: names of scopes, steps and states

mod index;
mod withdrawal;
mod words;

use super::home::News;
use super::page::Page;
use super::site::{Addresses, Group, Site};
use super::strings::Strings;
use super::table_file::{Field, Table};
use crate::figures::fund::chain::{Chain, Step};
use crate::model::fund::Withdrawal;
use crate::model::{Community, Date, Money};

const INDEX: &str = "fund/index.html";
/// Where the menu has it.
pub const GROUP: Group = Group::Money;

pub fn register(community: &Community, _: &Strings, addresses: &mut Addresses) {
    for withdrawal in &community.fund.withdrawals {
        addresses.add(withdrawal.file, page_of(withdrawal), &withdrawal.title);
    }
    if let Some(file) = community.fund.holdings_file {
        addresses.add_beside(file, INDEX.to_owned());
    }
}

/// The address of a withdrawal.
fn page_of(withdrawal: &Withdrawal) -> String {
    format!("{}.html", withdrawal.id)
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, INDEX.into(), "fund_index.html", |page| index::context(site, page)));
    for (i, withdrawal) in site.community.fund.withdrawals.iter().enumerate() {
        pages.push(Page::template(site, page_of(withdrawal), "fund.html", move |page| withdrawal::context(site, i, page)));
    }
}

/// A withdrawal is news on the last day something happened to it.
pub fn news<'a>(site: &'a Site<'a>, news: &mut Vec<News<'a>>) {
    for (withdrawal, chain) in site.community.fund.withdrawals.iter().zip(&site.figures.fund.chains) {
        if let Some(date) = chain.last_day {
            let title = withdrawal.title.clone();
            news.push(News { date, title, page: page_of(withdrawal), kind: "kind.news.fund" });
        }
    }
}

pub fn tables<'a>(site: &'a Site<'a>) -> Vec<Table<'a>> {
    vec![withdrawals(site), payments(site), balances(site)]
}

fn day(date: Option<Date>) -> String {
    date.map(|d| d.to_string()).unwrap_or_default()
}

fn amount(amount: Option<Money>) -> String {
    amount.map(Money::plain).unwrap_or_default()
}

fn withdrawals<'a>(site: &'a Site<'a>) -> Table<'a> {
    let fields = [
        Field::text("fund"),
        Field::text("title"),
        Field::text("kind"),
        Field::text("scope"),
        Field::text("part"),
        Field::text("state"),
        Field::number("estimate"),
        Field::number("approved"),
        Field::number("paid"),
        Field::date("reviewed_on"),
        Field::date("decided_on"),
        Field::date("notice_start"),
        Field::date("notice_end"),
        Field::date("signed_on"),
        Field::date("started_on"),
        Field::date("completed_on"),
        Field::date("cost_review_on"),
        Field::number("cost_review_amount"),
        Field::date("accepted_on"),
        Field::text("page"),
        Field::text("source"),
    ];
    let all = site.community.fund.withdrawals.iter().zip(&site.figures.fund.chains);
    Table::new("fund", fields).rows(all.map(|(w, chain)| {
        let from = |step: Step| day(chain.link(step).and_then(|l| l.from));
        let until = |step: Step| day(chain.link(step).and_then(|l| l.until));
        let scope: Vec<String> = w.scope.parts.iter().map(|s| s.value.to_string()).collect();
        vec![
            w.slug().to_owned(),
            w.title.clone(),
            w.kind.name().to_owned(),
            scope.join(" "),
            w.part.clone(),
            chain.state.name().to_owned(),
            amount(w.estimate),
            amount(w.approved.map(|a| a.value)),
            chain.paid.plain(),
            from(Step::Review),
            from(Step::Vote),
            from(Step::Notice),
            until(Step::Notice),
            from(Step::Contract),
            from(Step::Work),
            until(Step::Work),
            from(Step::CostReview),
            amount(w.cost_review.as_ref().and_then(|r| r.amount)),
            from(Step::Acceptance),
            page_of(w),
            site.community.files.path(w.file).to_owned(),
        ]
    }))
}

fn payments<'a>(site: &'a Site<'a>) -> Table<'a> {
    let fields = [
        Field::text("fund"),
        Field::date("date"),
        Field::number("amount"),
        Field::text("voucher"),
        Field::text("entry_source"),
        Field::integer("entry_line"),
    ];
    let all = site.community.fund.withdrawals.iter().enumerate();
    let each = all.flat_map(|(i, w)| (0..w.payments.len()).map(move |p| (i, w, p)));
    Table::new("fund_payments", fields).rows(each.map(|(i, w, p)| {
        let payment = &w.payments[p];
        let place = site.figures.fund.entries.get(i).and_then(|entries| entries[p]);
        let entry = place.map(|(ledger, entry)| (&site.community.accounts.ledgers[ledger], entry));
        vec![
            w.slug().to_owned(),
            payment.date.value.to_string(),
            payment.amount.value.plain(),
            payment.voucher.as_ref().map(|v| v.value.clone()).unwrap_or_default(),
            entry.map(|(ledger, _)| site.community.files.path(ledger.file).to_owned()).unwrap_or_default(),
            entry.map(|(ledger, entry)| ledger.entries[entry].line.to_string()).unwrap_or_default(),
        ]
    }))
}

fn balances<'a>(site: &'a Site<'a>) -> Table<'a> {
    let fields = [
        Field::date("date"),
        Field::text("building"),
        Field::number("opening"),
        Field::number("paid_in"),
        Field::number("interest"),
        Field::number("used"),
        Field::number("closing"),
        Field::number("area"),
    ];
    let figures = &site.figures.fund;
    let cells = figures.days.iter().flat_map(|(day, _)| figures.shown.iter().map(move |group| (*day, group)));
    let cells = cells.filter_map(|(day, group)| Some((day, group, group.on(day, &site.community.fund)?)));
    Table::new("fund_balances", fields).rows(cells.map(|(day, group, (flow, area))| {
        vec![
            day.to_string(),
            site.strings().list(&group.ids),
            flow.opening.plain(),
            flow.paid_in.plain(),
            flow.interest.plain(),
            flow.used.plain(),
            flow.closing.plain(),
            area.map(|a| a.rounded(2)).unwrap_or_default(),
        ]
    }))
}

/// Whether a withdrawal's payments could be compared with the books, and the entry that answers to one of them.
fn entry_of<'a>(site: &'a Site<'_>, withdrawal: usize, payment: usize) -> Option<(usize, &'a crate::model::accounts::Entry)> {
    let (ledger, entry) = site.figures.fund.entries.get(withdrawal)?.get(payment).copied()??;
    Some((ledger, &site.community.accounts.ledgers[ledger].entries[entry]))
}

/// The chain of a withdrawal.
fn chain_of<'a>(site: &'a Site<'_>, index: usize) -> &'a Chain {
    &site.figures.fund.chains[index]
}
