//! The index of the fund: the balances, by building and over time, and every withdrawal with how far it has come.

use tera::{Context, Value};

use super::super::address::href;
use super::super::format::{money, money_or_blank};
use super::super::site::Site;
use super::super::value::{link, put, row};
use super::{page_of, words};
use crate::figures::fund::{Flow, booked};
use crate::model::{AccountKind, Date, FEWEST};

pub fn context(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let title = strings.get("title.fund");
    let mut context = site.page(page, "fund", title, &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, site.community.fund.holdings_file);
    let figures = &site.figures.fund;
    let summary = figures.latest().map(|(day, flow)| {
        let values = [("date", &*strings.date(*day)), ("amount", &*money(flow.closing))];
        strings.count("fund.summary", buildings_on(site, *day), &values)
    });
    let buildings = figures.latest().map(|(day, flow)| row! {
        caption: strings.fill("fund.caption", &[("date", &strings.date(*day))]),
        rows: building_rows(site, *day),
        total: flow_row(strings.get("ui.total").to_owned(), *flow),
        few_text: site.figures.fund.shown.iter().any(|group| group.ids.len() > 1).then(|| strings.fill("fund.few", &[("fewest", &FEWEST.to_string())])),
        checked_text: booked(site.community, &site.figures.accounts, *day).filter(|books| *books == flow.closing).map(|_| strings.get("fund.agrees")),
    });
    let days: Vec<Value> = figures.days.iter().rev().map(|(day, flow)| flow_row(strings.date(*day), *flow)).collect();
    let withdrawals: Vec<Value> =
        (0..site.community.fund.withdrawals.len()).rev().map(|i| withdrawal_row(site, i, page)).collect();
    let accounts = site.community.accounts_opened.iter().any(|a| a.kind == Some(AccountKind::MaintenanceFund));
    let related: Vec<Value> = (accounts && !site.community.accounts.is_empty())
        .then(|| link(strings.get("title.accounts"), Some(href(page, "accounts/index.html"))))
        .into_iter()
        .collect();
    let download = |name: &str| row! { label: name, href: href(page, &format!("data/{name}")), note: "CSV" };
    let mut downloads = Vec::new();
    if !withdrawals.is_empty() {
        downloads.push(download("fund.csv"));
    }
    if site.community.fund.withdrawals.iter().any(|w| !w.payments.is_empty()) {
        downloads.push(download("fund_payments.csv"));
    }
    if buildings.is_some() {
        downloads.push(download("fund_balances.csv"));
    }
    put!(context, {
        summary: summary,
        withdrawals: withdrawals,
        buildings: buildings,
        days: if days.len() > 1 { days } else { Vec::new() },
        related: related,
        downloads: downloads,
    });
    context
}

fn buildings_on(site: &Site<'_>, day: Date) -> usize {
    site.community.fund.holdings.iter().filter(|h| h.date == day).count()
}

/// The rows of the latest day, in the order of buildings.
fn building_rows(site: &Site<'_>, day: Date) -> Vec<Value> {
    let shown = site.figures.fund.shown.iter();
    let of_day = shown.filter_map(|group| Some((group, group.on(day, &site.community.fund)?)));
    of_day.map(|(group, (flow, _))| flow_row(words::group_name(site, group), flow)).collect()
}

fn flow_row(label: String, flow: Flow) -> Value {
    row! {
        label: label,
        opening: money(flow.opening),
        paid_in: money_or_blank(flow.paid_in),
        interest: money_or_blank(flow.interest),
        used: money_or_blank(flow.used),
        closing: money(flow.closing),
    }
}

fn withdrawal_row(site: &Site<'_>, index: usize, page: &str) -> Value {
    let strings = site.strings();
    let withdrawal = &site.community.fund.withdrawals[index];
    let chain = super::chain_of(site, index);
    let emergency = withdrawal.kind == crate::model::fund::WithdrawalKind::Emergency;
    let money_text = match &withdrawal.approved {
        Some(approved) => strings.fill("fund.paid_of", &[("paid", &money(chain.paid)), ("approved", &money(approved.value))]),
        None => strings.fill("fund.paid_sum", &[("paid", &money(chain.paid))]),
    };
    row! {
        title: withdrawal.title.as_str(),
        href: href(page, &page_of(withdrawal)),
        state: words::state(site, chain.state),
        kind_label: emergency.then(|| words::kind_label(site, withdrawal.kind)),
        scope_text: words::scope_text(site, withdrawal),
        money_text: money_text,
        day_text: chain.last_day.map(|d| strings.date(d)),
    }
}
