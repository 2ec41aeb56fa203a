//! Reading `contracts/<slug>.toml`.

use super::columns::TableKind;
use super::document::{Parts, record_id};
use super::fields::Fields;
use super::load::Reading;
use super::scalar::above_or_nothing;
use super::settings::report_twice;
use super::shape::{AnyForm, Form};
use crate::diagnostic::Diagnostic;
use crate::model::contracts::{Clause, Contract, ContractKind, Direction, Fee, FeeBasis, Penalty, Records, Reward, Source};
use crate::model::{Exact, Spanned};

/// Its tables.
pub const TABLES: &[&TableKind] = &[];

const FORM: Form<Option<Contract>> = Form { name: "contracts", path: "contracts/<slug>.toml", read: read_keys };

/// Its files that are read key by key.
pub const FORMS: &[&dyn AnyForm] = &[&FORM];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("contracts/", ".toml") {
        records.extend(FORM.read(id, file, reading.diagnostics));
    }
    records.sort_by(|a, b| (a.from.value, &a.id).cmp(&(b.from.value, &b.id)));
    records
}

fn read_keys(mut fields: Fields<'_, '_>, parts: &Parts<'_>) -> Option<Contract> {
    let title = fields.text("title");
    let title = fields.require("title", title);
    let kind = fields.choice("kind", ContractKind::NAMES).map(|k| k.value).unwrap_or_default();
    let firm = fields.text("firm");
    let parties = fields.texts("parties");
    let signed_on = fields.date("signed_on").map(|d| d.value);
    let from = fields.date("from");
    let from = fields.require("from", from);
    let until = fields.date("until");
    let ended_on = fields.date("ended_on").map(|d| d.value);
    let end_reason = fields.text("end_reason");
    let filed_on = fields.date("filed_on").map(|d| d.value);
    let resolution = fields.spanned_text("resolution");
    let amount = fields.money("amount").map(|m| m.value);
    let fees = fields.each("fee", read_fee);
    let clauses = fields.each("clause", read_clause);
    report_twice(clauses.iter().map(|c: &Clause| &c.id), fields.sink);
    let sources = fields.one("sources", read_sources).unwrap_or_default();
    let renewal = fields.one("renewal", |mut renewal| {
        let pair = (renewal.exact("score_at_least").map(|s| s.value), renewal.exact("terminate_below").map(|s| s.value));
        renewal.finish();
        pair
    });
    let (score_at_least, terminate_below) = renewal.unwrap_or_default();
    let limits = fields.one("limits", |mut limits| {
        let hours = limits.count("complaint_answer_hours");
        let days = limits.count("complaint_resolve_days");
        let approval = limits.money("payment_approval").map(|m| m.value);
        limits.finish();
        (hours, days, approval)
    });
    let (complaint_answer_hours, complaint_resolve_days, payment_approval) = limits.unwrap_or_default();
    fields.finish();
    Some(Contract {
        id: record_id(&parts.file.path).to_owned(),
        file: parts.id,
        title: title?,
        kind,
        firm,
        parties,
        signed_on,
        from: from?,
        until,
        ended_on,
        end_reason,
        filed_on,
        resolution,
        amount,
        fees,
        clauses,
        sources,
        score_at_least,
        terminate_below,
        complaint_answer_hours,
        complaint_resolve_days,
        payment_approval,
    })
}

fn read_fee(mut fields: Fields<'_, '_>) -> Option<Fee> {
    let property_type = fields.text("property_type");
    let property_type = fields.require("property_type", property_type);
    fields.text("id");
    let rate = fields.exact("rate").map(|r| r.value);
    let rate = fields.require("rate", rate);
    let area = fields.exact("area").map(|a| a.value);
    let units = fields.count("units");
    let basis = fields.choice("basis", FeeBasis::NAMES).map(|b| b.value);
    let tolerance = fields.exact("tolerance").map(|t| t.value);
    let category = fields.spanned_text("category");
    fields.finish();
    Some(Fee { property_type: property_type?, rate: rate?, area, units, basis, tolerance, category })
}

fn read_clause(mut fields: Fields<'_, '_>) -> Option<Clause> {
    let id = fields.spanned_text("id");
    let id = fields.require("id", id);
    let title = fields.text("title");
    let title = fields.require("title", title);
    let standard = fields.text("standard");
    let measure = fields.text("measure");
    let unit = fields.text("unit");
    let target = fields.exact("target").map(|t| t.value);
    let target = fields.require("target", target);
    let direction = fields.choice("direction", Direction::NAMES).map_or(Direction::AtLeast, |d| d.value);
    let weight = fields.exact("weight");
    let weight = fields.require("weight", weight).and_then(|w| above_zero(w, fields.sink));
    let evidence = fields.text("evidence");
    let penalty = fields.one("penalty", read_penalty).flatten();
    let reward = fields.one("reward", read_reward).flatten();
    fields.finish();
    Some(Clause {
        id: id?,
        title: title?,
        standard,
        measure,
        unit,
        target: target?,
        direction,
        weight: weight?,
        evidence,
        penalty,
        reward,
    })
}

/// A number that must be more than nothing.
fn above_zero(number: Spanned<Exact>, sink: &mut Vec<Diagnostic>) -> Option<Exact> {
    if number.value > Exact::zero() {
        return Some(number.value);
    }
    sink.push(Diagnostic::new("GS0209", number.span).with("text", number.value.short(4)).word("why", "number.above_zero"));
    None
}

fn read_penalty(mut fields: Fields<'_, '_>) -> Option<Penalty> {
    let per = fields.exact("per");
    let per = fields.require("per", per);
    let amount = fields.money("amount").map(|m| m.value);
    let amount = fields.require("amount", amount);
    let cap = fields.money("cap").map(|m| m.value);
    let per = per.filter(|per| {
        let positive = per.value > Exact::zero();
        if !positive {
            fields
                .sink
                .push(Diagnostic::new("GS0209", per.span).with("text", per.value.short(4)).word("why", "number.above_zero"));
        }
        positive
    });
    fields.finish();
    Some(Penalty { per: per?.value, amount: amount?, cap })
}

fn read_reward(mut fields: Fields<'_, '_>) -> Option<Reward> {
    let at = fields.exact("at").map(|a| a.value);
    let at = fields.require("at", at);
    let amount = fields.money("amount").map(|m| m.value);
    let amount = fields.require("amount", amount);
    fields.finish();
    Some(Reward { at: at?, amount: amount? })
}

fn read_sources(mut fields: Fields<'_, '_>) -> Vec<(Source, Exact)> {
    let mut sources = Vec::new();
    for source in Source::ALL {
        if let Some(weight) = fields.exact(source.name()).and_then(|w| above_or_nothing(w, fields.sink)) {
            sources.push((source, weight.value));
        }
    }
    fields.finish();
    sources
}
