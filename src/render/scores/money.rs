//! What a period's scores deduct and reward, each step shown.

use tera::Value;

use super::super::address::href_to;
use super::super::contracts::{self, clause_anchor, target_text};
use super::super::format::{self, decimal};
use super::super::site::Site;
use super::super::value::row;
use super::contract;
use crate::figures::scores::{ClauseScore, PeriodScore};
use crate::model::contracts::{Clause, Contract};
use crate::model::{Exact, Money};

/// Rewards less deductions, with its sign; nothing where there was neither.
pub fn net(scored: &PeriodScore) -> Option<Money> {
    let any = scored.clauses.iter().any(|c| c.deduction.is_some() || c.reward.is_some());
    any.then(|| scored.rewards - scored.deductions)
}

/// Deductions and rewards, each step shown.
pub fn money(site: &Site<'_>, scored: &PeriodScore, page: &str) -> Value {
    let Some(net) = net(scored) else { return ().into() };
    let strings = site.strings();
    let contract = contract(site, scored);
    let mut items = Vec::new();
    for c in &scored.clauses {
        let clause = &contract.clauses[c.clause];
        items.extend(deduction_row(site, contract, clause, c, page));
        items.extend(reward_row(site, contract, clause, c, page));
    }
    let amounts =
        [("penalty", format::money(scored.deductions)), ("reward", format::money(scored.rewards)), ("net", format::signed(net))];
    let amounts: Vec<(&str, &str)> = amounts.iter().map(|(k, v)| (*k, v.as_str())).collect();
    row! { summary: strings.fill("scores.money_summary", &amounts), items: items }
}

fn deduction_row(site: &Site<'_>, contract: &Contract, clause: &Clause, c: &ClauseScore, page: &str) -> Option<Value> {
    let strings = site.strings();
    let (deduction, penalty, value) = (c.deduction.as_ref()?, clause.penalty.as_ref()?, c.value.as_ref()?);
    let unit = &*site.strings().unit(clause.unit.as_deref());
    let step = |label: &str, text: String| row! { label: strings.get(label), text: text };
    let units = deduction.units.to_string();
    let with_unit = |key: &str, value: &Exact| strings.fill(key, &[("value", &value.short(4)), ("unit", unit)]);
    let product =
        [("count", units.clone()), ("amount", format::money(penalty.amount)), ("product", format::money(deduction.uncapped))];
    let product: Vec<(&str, &str)> = product.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let mut steps = vec![
        step("scores.step_target", target_text(site, clause)),
        step("scores.step_measured", with_unit("scores.measured", value)),
        step("scores.step_short", with_unit("scores.short", &deduction.short)),
        step(
            "scores.step_units",
            strings.fill("scores.units", &[("per", &penalty.per.short(4)), ("unit", unit), ("count", &units)]),
        ),
        step("scores.step_amount", strings.fill("scores.product", &product)),
    ];
    if let Some(cap) = penalty.cap {
        steps.push(step("scores.step_cap", strings.fill("scores.cap", &[("cap", &format::money(cap))])));
    }
    Some(row! {
        code: clause.id.value.as_str(),
        title: clause.title.as_str(),
        href: href_to(page, &contracts::page_of(contract), &clause_anchor(clause)),
        kind_label: strings.get("scores.penalty"),
        steps: steps,
        result_label: strings.get("scores.result_penalty"),
        amount: strings.fill("scores.result", &[("amount", &format::money(deduction.amount))]),
    })
}

fn reward_row(site: &Site<'_>, contract: &Contract, clause: &Clause, c: &ClauseScore, page: &str) -> Option<Value> {
    let strings = site.strings();
    let (amount, reward) = (c.reward?, clause.reward.as_ref()?);
    let at = strings.fill("scores.at", &[("score", &decimal(&c.score, 1)), ("at", &reward.at.short(2))]);
    Some(row! {
        code: clause.id.value.as_str(),
        title: clause.title.as_str(),
        href: href_to(page, &contracts::page_of(contract), &clause_anchor(clause)),
        kind_label: strings.get("scores.reward"),
        steps: vec![row! { label: strings.get("scores.step_score"), text: at }],
        result_label: strings.get("scores.result_reward"),
        amount: strings.fill("scores.result", &[("amount", &format::money(amount))]),
    })
}
