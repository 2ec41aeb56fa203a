//! Charts of scores: totals by period, clauses of one period.

use super::super::charts::{self, ClauseItem, Frame, ScoreLabels, ScorePoint};
use super::super::format::decimal;
use super::super::site::Site;
use super::contract;
use crate::figures::scores::PeriodScore;
use crate::model::Exact;

fn labels<'s>(
    site: &'s Site<'_>,
    frame: Frame<'s>,
    target: &'s str,
    columns: [&'s str; 3],
    description: &'s str,
) -> ScoreLabels<'s> {
    let strings = site.strings();
    ScoreLabels {
        frame,
        name: strings.get("scores.score"),
        unit: strings.get("unit.points"),
        description,
        reached: strings.get("scores.met"),
        missed: strings.get("scores.unmet"),
        target,
        full: 100.0,
        columns,
    }
}

/// Totals by period, against what the latest contract asks for renewal.
pub fn totals_chart(site: &Site<'_>, level: u8) -> String {
    let strings = site.strings();
    let periods = &site.figures.scores.periods;
    let Some(latest) = periods.last() else { return String::new() };
    let texts: Vec<(String, String, String)> = periods
        .iter()
        .map(|p| {
            let [short, year] = strings.short_period(p.period);
            (short, year, decimal(&p.total, 1))
        })
        .collect();
    let points: Vec<ScorePoint<'_>> = periods
        .iter()
        .zip(&texts)
        .map(|(p, (label, group, text))| ScorePoint { label, group, value: Some(p.total.approximate()), value_text: text })
        .collect();
    let target = contract(site, latest).score_at_least.as_ref();
    let target_label = target.map(|t| strings.fill("chart.target", &[("target", &t.short(2))])).unwrap_or_default();
    let columns = [strings.get("accounts.period"), strings.get("scores.total"), strings.get("scores.state")];
    let frame = strings.frame("score-totals", strings.get("chart.totals"), level);
    charts::score_by_period(
        &points,
        target.map(Exact::approximate),
        &labels(site, frame, &target_label, columns, strings.get("chart.scores_note")),
    )
}

pub fn clauses_chart(site: &Site<'_>, scored: &PeriodScore) -> String {
    let strings = site.strings();
    let contract = contract(site, scored);
    let texts: Vec<(String, String)> = scored
        .clauses
        .iter()
        .map(|c| {
            let clause = &contract.clauses[c.clause];
            (format!("{} {}", clause.id.value, clause.title), decimal(&c.score, 1))
        })
        .collect();
    let items: Vec<ClauseItem<'_>> = scored
        .clauses
        .iter()
        .zip(&texts)
        .map(|(c, (name, text))| ClauseItem { name, value: Some(c.score.approximate()), value_text: text, reached: c.reached })
        .collect();
    let columns = [strings.get("scores.clause"), strings.get("scores.score"), strings.get("scores.state")];
    let frame = strings.frame("score-clauses", strings.get("chart.clauses"), 3);
    charts::score_by_clause(&items, None, &labels(site, frame, "", columns, strings.get("chart.clauses_note")))
}
