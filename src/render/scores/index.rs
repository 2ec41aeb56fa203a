//! The dashboard: where the score stands, how it moved, the latest clauses; and the same at a glance.

use tera::{Context, Value};

use super::super::address::{href, href_to};
use super::super::charts::patterns;
use super::super::contracts::{self, clause_anchor};
use super::super::format::{self, decimal};
use super::super::site::Site;
use super::super::value::{link, put, row};
use super::charts::{clauses_chart, totals_chart};
use super::money::net;
use super::{INDEX, contract, downloads, page_of, previous, reached_badge, said, source_label};
use crate::figures::scores::PeriodScore;
use crate::model::contracts::Source;

/// The latest score for the first page, with the chart of all periods.
pub fn at_a_glance(site: &Site<'_>, page: &str) -> Option<Value> {
    let periods = &site.figures.scores.periods;
    let latest = periods.last()?;
    Some(row! {
        value: decimal(&latest.total, 1),
        summary: said(site, latest, previous(site, periods.len() - 1)),
        chart_html: Value::safe_string(&totals_chart(site, 3)),
        more: link(site.strings().get("home.more_scores"), Some(href(page, INDEX))),
    })
}

pub fn context(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let title = strings.get("title.scores");
    let mut context = site.page(page, "scores", title, &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, None);
    let periods = &site.figures.scores.periods;
    let Some(latest) = periods.last() else { return context };
    let contract = contract(site, latest);
    let sources: Vec<Source> =
        Source::ALL.into_iter().filter(|s| periods.iter().any(|p| p.by_source.iter().any(|(o, _)| o == s))).collect();
    let source_names: Vec<&str> = sources.iter().map(|s| source_label(site, *s)).collect();
    let rows: Vec<Value> = periods.iter().rev().map(|p| period_row(site, p, &sources, page)).collect();
    put!(context, {
        summary: said(site, latest, previous(site, periods.len() - 1)),
        patterns_html: Value::safe_string(patterns()),
        how_text: strings.fill("scores.how", &[("sources", &strings.list(&source_names))]),
        contract: link(contract.title.as_str(), Some(href(page, &contracts::page_of(contract)))),
        chart_totals_html: Value::safe_string(&totals_chart(site, 2)),
        chart_clauses_html: Value::safe_string(&clauses_chart(site, latest)),
        source_columns: source_names,
        periods: rows,
        clauses: latest_clauses(site, periods.len() - 1, page),
        downloads: downloads(page),
    });
    context
}

fn period_row(site: &Site<'_>, scored: &PeriodScore, sources: &[Source], page: &str) -> Value {
    let contract = contract(site, scored);
    let of = |s: &Source| scored.by_source.iter().find(|(o, _)| o == s).map(|(_, v)| decimal(v, 1)).unwrap_or_default();
    let short = site.strings().fill("scores.contract_short", &[("year", &contract.from.value.year().to_string())]);
    row! {
        label: site.strings().period(scored.period),
        href: href(page, &page_of(scored.period)),
        total: decimal(&scored.total, 1),
        sources: sources.iter().map(of).collect::<Vec<_>>(),
        target: contract.score_at_least.as_ref().map(|t| t.short(2)),
        money: net(scored).map(format::signed),
        contract: link(short, Some(href(page, &contracts::page_of(contract)))),
    }
}

fn latest_clauses(site: &Site<'_>, index: usize, page: &str) -> Value {
    let strings = site.strings();
    let scored = &site.figures.scores.periods[index];
    let contract = contract(site, scored);
    // A clause is compared with itself only under the same contract.
    let before = previous(site, index).filter(|p| p.contract == scored.contract);
    let unmet = scored.clauses.iter().filter(|c| !c.reached).count();
    let rows: Vec<Value> = scored
        .clauses
        .iter()
        .map(|c| {
            let clause = &contract.clauses[c.clause];
            let earlier = before.and_then(|p| p.clauses.iter().find(|o| o.clause == c.clause)).map(|o| decimal(&o.score, 1));
            row! {
                code: clause.id.value.as_str(),
                title: clause.title.as_str(),
                href: href_to(page, &page_of(scored.period), &clause_anchor(clause)),
                score: decimal(&c.score, 1),
                previous: earlier,
                weight: clause.weight.short(2),
                state: reached_badge(site, c.reached),
            }
        })
        .collect();
    let period = strings.period(scored.period);
    row! {
        heading: strings.fill("scores.clauses_heading", &[("period", &period)]),
        caption: strings.count("scores.clauses_caption", scored.clauses.len(), &[("unmet", &unmet.to_string())]),
        rows: rows,
    }
}
