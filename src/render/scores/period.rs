//! One period: every clause with its sources, the total with its steps, the evidence.

use tera::{Context, Value};

use super::super::address::{href, href_to};
use super::super::contracts::{self, clause_anchor, target_text};
use super::super::format::decimal;
use super::super::restatements;
use super::super::site::Site;
use super::super::value::{badge, link, put, row};
use super::money::money;
use super::{INDEX, contract, downloads, page_of, previous, reached_badge, said, source_label};
use crate::figures::scores::{ClauseScore, PeriodScore};
use crate::model::Exact;
use crate::model::contracts::Source;

pub fn context(site: &Site<'_>, index: usize, page: &str) -> Context {
    let strings = site.strings();
    let scored = &site.figures.scores.periods[index];
    let contract = contract(site, scored);
    let title = strings.fill("scores.title", &[("period", &strings.period(scored.period))]);
    let crumbs = [(strings.get("nav.home"), Some("index.html")), (strings.get("title.scores"), Some(INDEX))];
    let mut context = site.page(page, "scores", &title, &crumbs);
    let sheet = &site.community.scores[scored.sheet];
    site.meta(&mut context, page, sheet.front.published_on, Some(sheet.file));
    let sources: Vec<Source> = Source::ALL.into_iter().filter(|s| scored.by_source.iter().any(|(o, _)| o == s)).collect();
    let columns: Vec<Value> = sources
        .iter()
        .map(|s| {
            let weight = contract
                .sources
                .iter()
                .find(|(o, _)| o == s)
                .map(|(_, w)| strings.fill("scores.source_weight", &[("weight", &w.short(2))]));
            let total = scored.by_source.iter().find(|(o, _)| o == s).map(|(_, v)| decimal(v, 1));
            row! { label: source_label(site, *s), weight: weight, total: total }
        })
        .collect();
    let neighbour = |p: Option<&PeriodScore>| {
        p.map(|p| {
            link(strings.fill("scores.title", &[("period", &strings.period(p.period))]), Some(href(page, &page_of(p.period))))
        })
    };
    put!(context, {
        summary: said(site, scored, previous(site, index)),
        restated: restatements::of(site, sheet.file),
        contract: link(contract.title.as_str(), Some(href(page, &contracts::page_of(contract)))),
        firm: contract.firm.clone(),
        total: total(site, scored),
        source_columns: columns,
        clauses: scored.clauses.iter().map(|c| clause_row(site, scored, c, &sources, page)).collect::<Vec<_>>(),
        money: money(site, scored, page),
        evidence: evidence(site, scored),
        downloads: downloads(page),
        pager: row! { prev: neighbour(previous(site, index)), next: neighbour(site.figures.scores.periods.get(index + 1)) },
    });
    context
}

/// The total with its steps.
fn total(site: &Site<'_>, scored: &PeriodScore) -> Value {
    let strings = site.strings();
    let contract = contract(site, scored);
    let weight: Exact = scored.clauses.iter().map(|c| contract.clauses[c.clause].weight.clone()).sum();
    let sum = &scored.total * &weight;
    let (sum, weight, value) = (decimal(&sum, 2), weight.short(2), decimal(&scored.total, 1));
    let mut steps = vec![
        strings.fill("scores.step_products", &[("sum", &sum)]),
        strings.fill("scores.step_weights", &[("weight", &weight)]),
        strings.fill("scores.step_divide", &[("sum", &sum), ("weight", &weight), ("total", &value)]),
    ];
    let state = contract.score_at_least.as_ref().map(|target| {
        let reached = scored.total >= *target;
        let verdict = strings.get(if reached { "scores.met" } else { "scores.unmet" });
        steps.push(strings.fill("scores.step_target", &[("target", &target.short(2)), ("verdict", verdict)]));
        reached_badge(site, reached)
    });
    let contribution: Exact = scored.clauses.iter().map(|c| c.contribution.clone()).sum();
    row! {
        value: value,
        state: state.unwrap_or_else(|| badge("", "")),
        steps: steps,
        weight: weight,
        contribution: decimal(&contribution, 2),
    }
}

fn clause_row(site: &Site<'_>, scored: &PeriodScore, c: &ClauseScore, sources: &[Source], page: &str) -> Value {
    let strings = site.strings();
    let contract = contract(site, scored);
    let clause = &contract.clauses[c.clause];
    let unit = &*site.strings().unit(clause.unit.as_deref());
    let cells: Vec<Value> = sources
        .iter()
        .map(|s| match c.sources.iter().find(|o| o.source == *s) {
            Some(of) => {
                let value = of.value.as_ref().map(|v| strings.fill("scores.value", &[("value", &v.short(4)), ("unit", unit)]));
                row! { score: decimal(&of.score, 1), value_text: value }
            }
            None => row! { score: "" },
        })
        .collect();
    let missing: Vec<&str> = c.missing.iter().map(|s| source_label(site, *s)).collect();
    let note = (!missing.is_empty()).then(|| strings.fill("scores.missing", &[("source", &strings.list(&missing))]));
    row! {
        id: clause_anchor(clause),
        code: clause.id.value.as_str(),
        title: clause.title.as_str(),
        href: href_to(page, &contracts::page_of(contract), &clause_anchor(clause)),
        target_text: target_text(site, clause),
        note: note,
        sources: cells,
        score: decimal(&c.score, 1),
        weight: clause.weight.short(2),
        contribution: decimal(&c.contribution, 2),
    }
}

fn evidence(site: &Site<'_>, scored: &PeriodScore) -> Vec<Value> {
    let sheet = &site.community.scores[scored.sheet];
    let contract = contract(site, scored);
    let rows = scored.clauses.iter().flat_map(|c| c.sources.iter().map(move |s| (c, s)));
    rows.map(|(c, s)| (&contract.clauses[c.clause], s, &sheet.scores[s.row]))
        .filter(|(_, _, score)| !score.evidence.is_empty() || !score.by.is_empty())
        .map(|(clause, s, score)| {
            row! {
                clause: format!("{} {}", clause.id.value, clause.title),
                source: source_label(site, s.source),
                measured_text: score.measured_on.map(|d| d.to_string()),
                by: score.by.as_str(),
                evidence: link(score.evidence.as_str(), None),
            }
        })
        .collect()
}
