//! Reading `contracts/<slug>.toml`.

use super::columns::TableKind;
use super::document::record_id;
use super::fields::{Fields, above_or_nothing};
use super::load::Reading;
use super::settings::report_twice;
use super::value;
use crate::diagnostic::Diagnostic;
use crate::model::contracts::{Clause, Contract, ContractKind, Direction, Fee, FeeBasis, Penalty, Records, Reward, Source};
use crate::model::{Exact, FileId, SourceFile, Span, Spanned};

/// Its tables.
pub const TABLES: &[&TableKind] = &[];

/// Endings of its files.
pub const ENDINGS: &[&str] = &["toml"];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("contracts/", ".toml") {
        records.extend(read_one(id, file, reading.diagnostics));
    }
    records.sort_by(|a, b| (a.from.value, &a.id).cmp(&(b.from.value, &b.id)));
    records
}

fn read_one(id: FileId, file: &SourceFile, sink: &mut Vec<Diagnostic>) -> Option<Contract> {
    let table = value::from_toml(&file.text, id, 0, sink);
    let mut fields = Fields::new(&table, Span::file(id), sink);
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
    let mut fees = Vec::new();
    for table in fields.tables("fee") {
        fees.extend(read_fee(fields.nested(table)));
    }
    let mut clauses = Vec::new();
    for table in fields.tables("clause") {
        clauses.extend(read_clause(fields.nested(table)));
    }
    report_twice(clauses.iter().map(|c: &Clause| &c.id), fields.sink);
    let sources = match fields.table("sources") {
        Some(table) => read_sources(fields.nested(table)),
        None => Vec::new(),
    };
    let (score_at_least, terminate_below) = match fields.table("renewal") {
        Some(table) => {
            let mut renewal = fields.nested(table);
            let pair = (renewal.exact("score_at_least").map(|s| s.value), renewal.exact("terminate_below").map(|s| s.value));
            renewal.finish();
            pair
        }
        None => (None, None),
    };
    let (complaint_answer_hours, complaint_resolve_days, payment_approval) = match fields.table("limits") {
        Some(table) => {
            let mut limits = fields.nested(table);
            let hours = limits.count("complaint_answer_hours");
            let days = limits.count("complaint_resolve_days");
            let approval = limits.money("payment_approval").map(|m| m.value);
            limits.finish();
            (hours, days, approval)
        }
        None => (None, None, None),
    };
    fields.finish();
    Some(Contract {
        id: record_id(&file.path).to_owned(),
        file: id,
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
    let penalty = fields.table("penalty").and_then(|table| read_penalty(fields.nested(table)));
    let reward = fields.table("reward").and_then(|table| read_reward(fields.nested(table)));
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
