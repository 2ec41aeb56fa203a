//! One withdrawal: the chain with its evidence, what was paid of what was approved, who bears it.

use jiff::ToSpan;
use tera::{Context, Value};

use super::super::address::{self, href, href_to};
use super::super::charts::{self, TimelineItem, TimelineLabels};
use super::super::format::{money, share};
use super::super::site::Site;
use super::super::value::{badge, link, put, row};
use super::{INDEX, words};
use crate::figures::fund::chain::{Chain, Link, Standing, Step, notice_of, step_of};
use crate::figures::minutes::days_between;
use crate::figures::notices::days_shown;
use crate::model::fund::Withdrawal;
use crate::model::{Date, Money, Period};

pub fn context(site: &Site<'_>, index: usize, page: &str) -> Context {
    let strings = site.strings();
    let withdrawal = &site.community.fund.withdrawals[index];
    let chain = super::chain_of(site, index);
    let crumbs = [(strings.get("nav.home"), Some("index.html")), (strings.get("title.fund"), Some(INDEX))];
    let mut context = site.page(page, "fund", &withdrawal.title, &crumbs);
    site.meta(&mut context, page, None, Some(withdrawal.file));
    let approved = withdrawal.approved.map(|a| a.value);
    let links: Vec<Value> = chain.links.iter().map(|l| link_row(site, withdrawal, chain, l, page)).collect();
    let download = |name: &str| row! { label: name, href: href(page, &format!("data/{name}")), note: "CSV" };
    let mut downloads = vec![download("fund.csv")];
    if !withdrawal.payments.is_empty() {
        downloads.push(download("fund_payments.csv"));
    }
    put!(context, {
        kind_label: words::kind_label(site, withdrawal.kind),
        state: words::state(site, chain.state),
        scope_text: words::scope_text(site, withdrawal),
        part: withdrawal.part.as_str(),
        contractor: withdrawal.contractor.clone(),
        estimate: withdrawal.estimate.map(|m| strings.yuan(m)),
        approved: approved.map(|m| strings.yuan(m)),
        reviewed: withdrawal.cost_review.as_ref().and_then(|r| r.amount).map(|m| strings.yuan(m)),
        paid: strings.yuan(chain.paid),
        chain_note: strings.get(if withdrawal.kind.name() == "normal" { "fund.chain_note" } else { "fund.chain_note_emergency" }),
        links: links,
        patterns_html: Value::safe_string(charts::patterns()),
        chart_html: Value::safe_string(&drawn(site, withdrawal, chain)),
        payments: payment_rows(site, index, page),
        payments_total: (!withdrawal.payments.is_empty()).then(|| money(chain.paid)),
        against: approved.map(|approved| against(site, approved, chain.paid)),
        shares: share_rows(site, withdrawal),
        shares_total: money(withdrawal.shares.iter().map(|s| s.amount.value).sum()),
        topics: site.stories.links(withdrawal.file, withdrawal.topic.as_deref(), page),
        related: same_topic(site, withdrawal, page),
        downloads: downloads,
    });
    context
}

/// A link of the chain: its days, what proves it, what the record lacks.
fn link_row(site: &Site<'_>, withdrawal: &Withdrawal, chain: &Chain, link: &Link, page: &str) -> Value {
    let strings = site.strings();
    let tone = match link.standing {
        Standing::Done => "on",
        Standing::OutOfOrder | Standing::Missing => "due",
        Standing::Waiting | Standing::NotAsked => "off",
    };
    let name = link.standing;
    row! {
        label: words::step_label(site, link.step),
        state: badge(strings.get(words::standing_key(name)), tone),
        class: match name {
            Standing::Done => "is-done",
            Standing::OutOfOrder => "is-turned",
            Standing::Missing => "is-absent",
            Standing::Waiting | Standing::NotAsked => "is-open",
        },
        when_text: when_text(site, link),
        evidence: evidence(site, withdrawal, link.step, page),
        notes: notes(site, withdrawal, chain, link),
    }
}

fn when_text(site: &Site<'_>, link: &Link) -> Option<String> {
    let strings = site.strings();
    match (link.from, link.until) {
        (Some(from), Some(until)) if from != until => Some(strings.range(from, until)),
        (Some(day), _) => Some(strings.date(day)),
        (None, Some(day)) => Some(strings.date(day)),
        (None, None) => None,
    }
}

/// The record that proves a link.
fn evidence(site: &Site<'_>, withdrawal: &Withdrawal, step: Step, page: &str) -> Option<Value> {
    let record = match step {
        Step::Vote => withdrawal.resolution.as_ref(),
        Step::Notice => withdrawal.notice.as_ref(),
        Step::Contract => withdrawal.contract.as_ref(),
        Step::Payment if !withdrawal.payments.is_empty() => {
            return Some(link(site.strings().get("fund.payments_each"), Some("#payments".to_owned())));
        }
        _ => None,
    };
    record.map(|r| site.link_to(&r.value, page))
}

/// Who did it, what it came to, and what is not as it should be: short sentences.
fn notes(site: &Site<'_>, withdrawal: &Withdrawal, chain: &Chain, link: &Link) -> Vec<String> {
    let strings = site.strings();
    let mut notes = Vec::new();
    match link.step {
        Step::Review => notes.extend(withdrawal.reviewed_by.as_ref().map(|by| by.value.clone())),
        Step::Notice => {
            let days = notice_of(site.community, withdrawal).and_then(days_shown);
            let asked = site.jurisdiction.duty("notice-fund").map(|d| d.days.to_string());
            notes.extend(days.map(|days| match asked {
                Some(asked) => strings.fill("fund.shown_of", &[("days", &days.to_string()), ("asked", &asked)]),
                None => strings.days("fund.shown", days),
            }));
        }
        Step::Contract => notes.extend(withdrawal.contractor.clone()),
        Step::CostReview => {
            let review = withdrawal.cost_review.as_ref();
            notes.extend(review.and_then(|r| r.by.clone()));
            let amount = review.and_then(|r| r.amount);
            notes.extend(amount.map(|a| strings.fill("fund.reviewed_at", &[("amount", &money(a))])));
        }
        Step::Payment if !withdrawal.payments.is_empty() => {
            notes.push(strings.count("fund.payments_note", withdrawal.payments.len(), &[("amount", &money(chain.paid))]));
        }
        Step::Acceptance => notes.extend(withdrawal.accepted_by.as_ref().map(|by| by.value.clone())),
        Step::Vote | Step::Work | Step::Payment => {}
    }
    for disorder in chain.disorders.iter().filter(|d| step_of(d.later) == link.step) {
        let values = [
            ("later", words::moment_label(site, disorder.later)),
            ("later_on", &*strings.date(disorder.later_on)),
            ("earlier", words::moment_label(site, disorder.earlier)),
            ("earlier_on", &*strings.date(disorder.earlier_on)),
        ];
        notes.push(strings.fill("fund.before", &values));
    }
    match (link.standing, link.because, chain.records_due) {
        (Standing::Missing, Some(later), _) => {
            notes.push(strings.fill("fund.missing", &[("later", words::step_label(site, later))]));
        }
        (Standing::Missing, None, Some(due)) => notes.push(strings.fill("fund.missing_due", &[("date", &strings.date(due))])),
        _ => {}
    }
    notes
}

/// The chain on an axis of time.
fn drawn(site: &Site<'_>, withdrawal: &Withdrawal, chain: &Chain) -> String {
    let strings = site.strings();
    // One day alone makes no line of time.
    if chain.links.iter().filter(|l| l.from.or(l.until).is_some()).count() < 2 {
        return String::new();
    }
    // Any day will do as the first, as long as it is the same for all.
    let origin = chain.first_day.unwrap_or(site.as_of);
    let number = |day: Date| days_between(origin, day);
    let shown = chain.links.iter().filter(|l| l.standing != Standing::NotAsked);
    let items: Vec<TimelineItem<'_>> = shown
        .map(|l| {
            let days = match (l.from, l.until) {
                (Some(from), Some(until)) if from != until => {
                    strings.fill("fund.span", &[("from", &from.to_string()), ("until", &until.to_string())])
                }
                (from, until) => from.or(until).map(|d| d.to_string()).unwrap_or_default(),
            };
            let state = strings.get(words::standing_key(l.standing));
            TimelineItem {
                name: words::step_label(site, l.step),
                when: if days.is_empty() { state.to_owned() } else { days },
                spans: spans(withdrawal, l).into_iter().map(|(from, until)| (number(from), number(until))).collect(),
                in_order: l.standing != Standing::OutOfOrder,
                state,
            }
        })
        .collect();
    let ticks: Vec<(i32, String)> =
        ticks(origin, last_of(chain, origin)).into_iter().map(|day| (number(day), Period::month_of(day).to_string())).collect();
    let labels = TimelineLabels {
        frame: strings.frame("chain-chart", strings.get("fund.chart"), 2),
        name: strings.get("fund.chart_name"),
        description: strings.get("fund.chart_note"),
        in_order: strings.get("fund.in_order"),
        out_of_order: strings.get("kind.fund_standing.out_of_order"),
        columns: [strings.get("fund.step"), strings.get("fund.days"), strings.get("fund.standing")],
    };
    charts::timeline(&items, &ticks, &labels)
}

/// The days of a link: each payment by itself, work and a notice from its first day to its last.
fn spans(withdrawal: &Withdrawal, link: &Link) -> Vec<(Date, Date)> {
    if link.step == Step::Payment {
        return withdrawal.payments.iter().map(|p| (p.date.value, p.date.value)).collect();
    }
    match (link.from, link.until) {
        (Some(from), Some(until)) => vec![(from, until.max(from))],
        (from, until) => from.or(until).map(|day| (day, day)).into_iter().collect(),
    }
}

fn last_of(chain: &Chain, origin: Date) -> Date {
    chain.links.iter().flat_map(|l| [l.from, l.until]).flatten().max().unwrap_or(origin)
}

/// The first days of at most four months in between, as far apart as a phone needs for their names.
fn ticks(first: Date, last: Date) -> Vec<Date> {
    let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    let all = months(last) - months(first);
    let step = [1, 2, 3, 6, 12, 24, 60, 120, 600].into_iter().find(|step| all / step <= 3).unwrap_or(6_000);
    let mut day = first.first_of_month();
    let mut ticks = Vec::new();
    while day <= last && ticks.len() < 5 {
        // Counted from January, so that a step of three names quarters.
        if day >= first && (months(day) - 1) % step == 0 {
            ticks.push(day);
        }
        day = day.saturating_add(1.month());
        if day == Date::MAX {
            break;
        }
    }
    ticks
}

fn payment_rows(site: &Site<'_>, index: usize, page: &str) -> Vec<Value> {
    let withdrawal = &site.community.fund.withdrawals[index];
    let mut sum = Money::ZERO;
    withdrawal
        .payments
        .iter()
        .enumerate()
        .map(|(i, payment)| {
            sum += payment.amount.value;
            let entry = super::entry_of(site, index, i);
            let to = entry.map(|(ledger, entry)| {
                let period = site.community.accounts.ledgers[ledger].period.value;
                let account = &site.community.accounts_opened[entry.account as usize].id.value;
                let anchor = format!("{}-{}", address::file_name(account), entry.line);
                href_to(page, &super::super::accounts::page_of(period), &anchor)
            });
            let voucher = payment.voucher.as_ref().map_or("", |v| v.value.as_str());
            let voucher = if voucher.is_empty() { site.strings().get("ui.dash") } else { voucher };
            row! {
                date: site.strings().date(payment.date.value),
                counterparty: entry.map(|(_, e)| e.counterparty.clone()).unwrap_or_default(),
                voucher: link(voucher, to),
                amount: money(payment.amount.value),
                sum: money(sum),
            }
        })
        .collect()
}

/// What is left of what was approved, or how far it was exceeded.
fn against(site: &Site<'_>, approved: Money, paid: Money) -> String {
    let strings = site.strings();
    let part = share(paid, approved).unwrap_or_else(|| "0.0".to_owned());
    let left = approved - paid;
    let key = if left.is_negative() { "fund.beyond" } else { "fund.left" };
    let values = [("paid", money(paid)), ("approved", money(approved)), ("share", part), ("rest", money(left.abs()))];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    strings.fill(key, &values)
}

fn share_rows(site: &Site<'_>, withdrawal: &Withdrawal) -> Vec<Value> {
    let total: Money = withdrawal.shares.iter().map(|s| s.amount.value).sum();
    let row = |s: &crate::model::fund::Share| {
        row! {
            building: words::building_name(site, &s.building.value),
            area: s.area.as_ref().map(words::area_text),
            amount: money(s.amount.value),
            share: share(s.amount.value, total).map(|p| site.strings().percent(&p)),
        }
    };
    withdrawal.shares.iter().map(row).collect()
}

/// Meetings and notices on the same topic, by date.
fn same_topic(site: &Site<'_>, withdrawal: &Withdrawal, page: &str) -> Vec<Value> {
    let Some(topic) = &withdrawal.topic else { return Vec::new() };
    let minutes = site.community.minutes.iter().filter(|m| m.topics.contains(topic)).map(|m| (m.date, &m.document));
    let notices = site.community.notices.iter().filter(|n| n.topics.contains(topic)).map(|n| (n.start.value, &n.document));
    let mut all: Vec<_> = minutes.chain(notices).collect();
    all.sort_by(|a, b| (a.0, &a.1.id).cmp(&(b.0, &b.1.id)));
    let row = |(date, document): &(Date, &crate::model::Document)| {
        let to = site.page_of_file(document.file);
        row! { label: document.title.as_str(), href: href(page, &to), note: site.strings().date(*date) }
    };
    all.iter().map(row).collect()
}
