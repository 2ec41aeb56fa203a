//! Pages of contracts: what is in force, fees, clauses with their latest scores, what follows when they are missed.

use jiff::ToSpan;
use tera::{Context, Value};

use super::address::{self, href, href_to};
use super::format;
use super::home::News;
use super::page::Page;
use super::scores;
use super::site::{Addresses, Group, Site};
use super::strings::Strings;
use super::table_file::{Field, Table};
use super::value::{badge, link, put, row};
use crate::figures::minutes::days_between;
use crate::model::contracts::{Clause, Contract, ContractKind, Direction, FeeBasis};
use crate::model::{Community, Date};

const INDEX: &str = "contracts/index.html";
/// Where the menu has it.
pub const GROUP: Group = Group::Service;

pub fn register(community: &Community, _: &Strings, addresses: &mut Addresses) {
    for contract in &community.contracts {
        addresses.add(contract.file, page_of(contract), &contract.title);
    }
}

/// The address of a contract.
pub fn page_of(contract: &Contract) -> String {
    format!("{}.html", contract.id)
}

/// The anchor of a clause on the page of its contract and of its scores.
pub fn clause_anchor(clause: &Clause) -> String {
    address::file_name(&clause.id.value.to_lowercase())
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, INDEX.into(), "contracts_index.html", |page| index(site, page)));
    for (i, contract) in site.community.contracts.iter().enumerate() {
        pages.push(Page::template(site, page_of(contract), "contract.html", move |page| one(site, i, page)));
    }
}

fn kind_label<'a>(site: &'a Site<'_>, kind: ContractKind) -> &'a str {
    site.strings().get(match kind {
        ContractKind::Property => "kind.contract.property",
        ContractKind::Preliminary => "kind.contract.preliminary",
        ContractKind::Lift => "kind.contract.lift",
        ContractKind::Fire => "kind.contract.fire",
        ContractKind::Greening => "kind.contract.greening",
        ContractKind::Cleaning => "kind.contract.cleaning",
        ContractKind::Security => "kind.contract.security",
        ContractKind::Other => "kind.contract.other",
    })
}

/// Where a contract stands on the day of the record: the key of its word, the tone of its badge.
fn standing(site: &Site<'_>, contract: &Contract) -> (&'static str, &'static str) {
    if contract.in_force(site.as_of) {
        ("state.in_force", "on")
    } else if contract.from.value > site.as_of {
        ("state.future", "")
    } else if contract.ended_on.is_some() {
        ("state.terminated", "off")
    } else {
        ("state.expired", "off")
    }
}

fn term_text(site: &Site<'_>, contract: &Contract) -> String {
    let strings = site.strings();
    let from = strings.date(contract.from.value);
    match &contract.until {
        Some(until) => strings.fill("contracts.term", &[("from", &from), ("until", &strings.date(until.value))]),
        None => strings.fill("contracts.term_open", &[("from", &from)]),
    }
}

fn index(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let title = strings.get("title.contracts");
    let mut context = site.page(page, "contracts", title, &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, None);
    let mut groups = Vec::new();
    for (label, states) in [
        ("contracts.in_force", &["state.in_force"][..]),
        ("contracts.coming", &["state.future"]),
        ("contracts.past", &["state.expired", "state.terminated"]),
    ] {
        let of_group = site.community.contracts.iter().rev().filter(|c| states.contains(&standing(site, c).0));
        let items: Vec<Value> = of_group.map(|c| list_row(site, c, page)).collect();
        if !items.is_empty() {
            groups.push(row! { label: strings.get(label), items: items });
        }
    }
    put!(context, {
        summary: strings.count("contracts.summary", site.figures.contracts.in_force.len(), &[]),
        timeline: timeline(site, page),
        groups: groups,
    });
    context
}

fn list_row(site: &Site<'_>, contract: &Contract, page: &str) -> Value {
    let (state, tone) = standing(site, contract);
    let clauses = contract.clauses.len();
    let note = (clauses > 0).then(|| site.strings().count("contracts.clauses_note", clauses, &[]));
    row! {
        title: contract.title.as_str(),
        href: href(page, &page_of(contract)),
        kind_label: kind_label(site, contract.kind),
        state: badge(site.strings().get(state), tone),
        firm: contract.firm.clone(),
        term_text: term_text(site, contract),
        note: note,
    }
}

/// Terms on one line of years. Positions are in percent of its width; a contract without an end runs to the line's.
fn timeline(site: &Site<'_>, page: &str) -> Value {
    let all = &site.community.contracts;
    let year_of = |d: Date| Date::constant(d.year(), 1, 1);
    let Some(start) = all.iter().map(|c| c.from.value).min().map(year_of) else { return ().into() };
    let ends = all.iter().map(|c| c.last_day().unwrap_or(site.as_of).max(c.from.value));
    let Some(end) = ends.max().map(|d| year_of(d).saturating_add(1.year())) else { return ().into() };
    let whole = f64::from(days_between(start, end).max(1));
    let x = |day: Date| (f64::from(days_between(start, day)) / whole * 100.0).clamp(0.0, 100.0);
    let percent = |x: f64| format!("{x:.1}%");
    let rows: Vec<Value> = all
        .iter()
        .rev()
        .map(|c| {
            let (from, last) = (x(c.from.value), x(c.last_day().map_or(end, |d| d.saturating_add(1.day()))));
            row! {
                label: c.title.as_str(),
                href: href(page, &page_of(c)),
                firm: c.firm.clone(),
                term_text: term_text(site, c),
                in_force: c.in_force(site.as_of),
                x: percent(from),
                width: percent((last - from).max(0.5)),
            }
        })
        .collect();
    let years: Vec<i16> = (start.year()..=end.year()).collect();
    let step = years.len().div_ceil(5);
    let ticks: Vec<Value> = years
        .iter()
        .step_by(step)
        .map(|year| {
            let at = x(Date::constant(*year, 1, 1));
            row! { x: percent(at), label: year.to_string(), last: at > 90.0 }
        })
        .collect();
    let today_inside = start <= site.as_of && site.as_of <= end;
    row! {
        rows: rows,
        ticks: ticks,
        today_x: today_inside.then(|| percent(x(site.as_of))),
        today_text: today_inside.then(|| site.strings().fill("contracts.today", &[("date", &site.strings().date(site.as_of))])),
    }
}

fn one(site: &Site<'_>, index: usize, page: &str) -> Context {
    let strings = site.strings();
    let contract = &site.community.contracts[index];
    let title = contract.title.as_str();
    let crumbs = [(strings.get("nav.home"), Some("index.html")), (strings.get("title.contracts"), Some(INDEX))];
    let mut context = site.page(page, "contracts", title, &crumbs);
    site.meta(&mut context, page, None, Some(contract.file));
    let (state, tone) = standing(site, contract);
    let ended = contract.ended_on.map(|d| {
        let reason = contract.end_reason.as_deref().unwrap_or_default();
        if reason.is_empty() {
            strings.date(d)
        } else {
            strings.fill("contracts.ended", &[("date", &strings.date(d)), ("reason", reason)])
        }
    });
    let fees: Vec<Value> = contract.fees.iter().enumerate().map(|(i, f)| fee_row(site, i, f)).collect();
    let weight = contract.clauses.iter().map(|c| c.weight.clone()).sum::<crate::model::Exact>().short(2);
    let sources: Vec<Value> = contract
        .sources
        .iter()
        .map(|(source, weight)| row! { label: scores::source_label(site, *source), weight: strings.percent(&weight.short(2)) })
        .collect();
    let mut related = Vec::new();
    if site.figures.scores.latest_of(index).is_some() {
        related.push(link(strings.get("title.scores"), Some(href(page, "scores/index.html"))));
    }
    put!(context, {
        kind_label: kind_label(site, contract.kind),
        state: badge(strings.get(state), tone),
        firm: link(contract.firm.as_deref().unwrap_or_default(), None),
        parties_text: (!contract.parties.is_empty()).then(|| strings.list(&contract.parties)),
        term_text: term_text(site, contract),
        signed_text: contract.signed_on.map(|d| strings.date(d)),
        filed_text: contract.filed_on.map(|d| strings.date(d)),
        ended_text: ended,
        resolution: contract.resolution.as_ref().map(|r| site.link_to(&r.value, page)),
        amount: contract.amount.map(|a| strings.yuan(a)),
        fees: fees,
        clauses_summary: strings.fill("contracts.clauses_summary", &[("count", &contract.clauses.len().to_string()), ("weight", &weight)]),
        clauses: contract.clauses.iter().enumerate().map(|(i, c)| clause_row(site, index, i, c, page)).collect::<Vec<_>>(),
        sources: sources,
        renewal: renewal(site, contract),
        related: related,
    });
    context
}

fn fee_row(site: &Site<'_>, index: usize, fee: &crate::model::contracts::Fee) -> Value {
    let basis = fee.basis.map(|b| {
        site.strings().get(match b {
            FeeBasis::LumpSum => "kind.fee_basis.lump_sum",
            FeeBasis::Commission => "kind.fee_basis.commission",
        })
    });
    let area = fee.area.as_ref().map(|a| {
        let text = a.rounded(2);
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, "00"));
        format!("{}.{fraction}", crate::model::grouped(whole.parse().unwrap_or(0)))
    });
    row! {
        id: format!("fee-{}", index + 1),
        property_type: fee.property_type.as_str(),
        rate: fee.rate.rounded(2),
        area: area,
        units: fee.units.map(|n| n.to_string()),
        basis_label: basis,
    }
}

/// `不低于95%`, in the words of a clause's direction.
pub fn target_text(site: &Site<'_>, clause: &Clause) -> String {
    let key = match clause.direction {
        Direction::AtLeast => "scores.target_at_least",
        Direction::AtMost => "scores.target_at_most",
    };
    let unit = &*site.strings().unit(clause.unit.as_deref());
    site.strings().fill(key, &[("target", &clause.target.short(4)), ("unit", unit)])
}

fn clause_row(site: &Site<'_>, contract: usize, index: usize, clause: &Clause, page: &str) -> Value {
    let strings = site.strings();
    let unit = &*site.strings().unit(clause.unit.as_deref());
    let key = match clause.direction {
        Direction::AtLeast => "contracts.target_at_least",
        Direction::AtMost => "contracts.target_at_most",
    };
    let measure = clause.measure.as_deref().unwrap_or_default();
    let target = strings.fill(key, &[("measure", measure), ("target", &clause.target.short(4)), ("unit", unit)]);
    let penalty = clause.penalty.as_ref().map(|p| {
        let (per, amount) = (p.per.short(4), format::money(p.amount));
        match p.cap {
            Some(cap) => strings.fill(
                "contracts.penalty_cap",
                &[("per", &per), ("unit", unit), ("amount", &amount), ("cap", &format::money(cap))],
            ),
            None => strings.fill("contracts.penalty", &[("per", &per), ("unit", unit), ("amount", &amount)]),
        }
    });
    let reward = clause
        .reward
        .as_ref()
        .map(|r| strings.fill("contracts.reward", &[("at", &r.at.short(2)), ("amount", &format::money(r.amount))]));
    let latest = site.figures.scores.latest_of(contract).and_then(|period| {
        let scored = period.clauses.iter().find(|c| c.clause == index)?;
        let values = [("score", format::decimal(&scored.score, 1)), ("period", strings.period(period.period))];
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        Some(row! {
            text: strings.fill("contracts.latest", &values),
            href: href_to(page, &scores::page_of(period.period), &clause_anchor(clause)),
            state: scores::reached_badge(site, scored.reached),
        })
    });
    row! {
        id: clause_anchor(clause),
        code: clause.id.value.as_str(),
        title: clause.title.as_str(),
        standard: clause.standard.clone(),
        target_text: target,
        weight: clause.weight.short(2),
        evidence: clause.evidence.clone(),
        penalty_text: penalty,
        reward_text: reward,
        latest: latest,
    }
}

/// The contract's other agreements, each a sentence.
fn renewal(site: &Site<'_>, contract: &Contract) -> Vec<String> {
    let strings = site.strings();
    let mut said = Vec::new();
    if let Some(score) = &contract.score_at_least {
        said.push(strings.fill("contracts.renewal_at_least", &[("score", &score.short(2))]));
    }
    if let Some(score) = &contract.terminate_below {
        said.push(strings.fill("contracts.terminate_below", &[("score", &score.short(2))]));
    }
    if let Some(hours) = contract.complaint_answer_hours {
        said.push(strings.fill("contracts.answer_hours", &[("hours", &hours.to_string())]));
    }
    if let Some(days) = contract.complaint_resolve_days {
        said.push(strings.fill("contracts.resolve_days", &[("days", &days.to_string())]));
    }
    if let Some(amount) = contract.payment_approval {
        said.push(strings.fill("contracts.payment_approval", &[("amount", &format::money(amount))]));
    }
    said
}

pub fn news<'a>(site: &'a Site<'a>, news: &mut Vec<News<'a>>) {
    for contract in &site.community.contracts {
        let date = contract.signed_on.unwrap_or(contract.from.value);
        news.push(News { date, title: contract.title.clone(), page: page_of(contract), kind: "kind.news.contracts" });
    }
}

pub fn tables<'a>(site: &'a Site<'a>) -> Vec<Table<'a>> {
    let all = &site.community.contracts;
    let day = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
    let fields = [
        Field::text("contract"),
        Field::text("kind"),
        Field::text("title"),
        Field::text("firm"),
        Field::date("signed_on"),
        Field::date("from"),
        Field::date("until"),
        Field::date("ended_on"),
    ];
    let contracts = Table::new("contracts", fields).rows(all.iter().map(|c| {
        vec![
            c.slug().to_owned(),
            c.kind.name().to_owned(),
            c.title.clone(),
            c.firm.clone().unwrap_or_default(),
            day(c.signed_on),
            c.from.value.to_string(),
            day(c.until.map(|u| u.value)),
            day(c.ended_on),
        ]
    }));
    let fields = [
        Field::text("contract"),
        Field::text("clause"),
        Field::text("title"),
        Field::text("standard"),
        Field::text("measure"),
        Field::text("unit"),
        Field::number("target"),
        Field::text("direction"),
        Field::number("weight"),
        Field::number("penalty_per"),
        Field::number("penalty_amount"),
        Field::number("penalty_cap"),
        Field::number("reward_at"),
        Field::number("reward_amount"),
    ];
    let clauses = Table::new("clauses", fields).rows(
        all.iter().flat_map(|c| c.clauses.iter().map(move |clause| (c, clause))).map(|(c, clause)| {
            let text = |t: &Option<String>| t.clone().unwrap_or_default();
            let penalty = clause.penalty.as_ref();
            let reward = clause.reward.as_ref();
            vec![
                c.slug().to_owned(),
                clause.id.value.clone(),
                clause.title.clone(),
                text(&clause.standard),
                text(&clause.measure),
                text(&clause.unit),
                clause.target.short(9),
                clause.direction.name().to_owned(),
                clause.weight.short(9),
                penalty.map(|p| p.per.short(9)).unwrap_or_default(),
                penalty.map(|p| p.amount.plain()).unwrap_or_default(),
                penalty.and_then(|p| p.cap).map(|c| c.plain()).unwrap_or_default(),
                reward.map(|r| r.at.short(9)).unwrap_or_default(),
                reward.map(|r| r.amount.plain()).unwrap_or_default(),
            ]
        }),
    );
    vec![contracts, clauses]
}
