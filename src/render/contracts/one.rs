//! One contract: its term, its fees, each clause with what follows when it is missed, and the contracts before and after.

use tera::{Context, Value};

use super::super::address::{href, href_to};
use super::super::format;
use super::super::scores;
use super::super::site::Site;
use super::super::value::{badge, link, put, row};
use super::{INDEX, clause_anchor, kind_label, page_of, standing, term_text};
use crate::model::Exact;
use crate::model::contracts::{Clause, Contract, Direction, Fee, FeeBasis};

pub fn context(site: &Site<'_>, index: usize, page: &str) -> Context {
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
    let weight = contract.clauses.iter().map(|c| c.weight.clone()).sum::<Exact>().short(2);
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
        topics: site.stories.links(contract.file, None, page),
        before: neighbour(site, index, page, -1),
        after: neighbour(site, index, page, 1),
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

/// The property contract before or after this one; other services may be bought from several firms at once, so they have
/// no such order.
fn neighbour(site: &Site<'_>, index: usize, page: &str, step: isize) -> Option<Value> {
    let all = &site.community.contracts;
    let chain: Vec<usize> = (0..all.len()).filter(|i| all[*i].kind.is_property()).collect();
    let at = chain.iter().position(|i| *i == index)?;
    let other = &all[*chain.get(at.checked_add_signed(step)?)?];
    let firm = other.firm.as_deref().filter(|firm| all[index].firm.as_deref() != Some(firm));
    Some(
        row! { link: link(other.title.as_str(), Some(href(page, &page_of(other)))), firm: firm, term_text: term_text(site, other) },
    )
}

fn fee_row(site: &Site<'_>, index: usize, fee: &Fee) -> Value {
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
