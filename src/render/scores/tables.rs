//! Scores and totals as tables.

use super::super::site::Site;
use super::super::table_file::{Field, Table};
use super::contract;

pub fn tables<'a>(site: &'a Site<'a>) -> Vec<Table<'a>> {
    let periods = &site.figures.scores.periods;
    let fields = [
        Field::text("period"),
        Field::text("contract"),
        Field::text("clause"),
        Field::text("source"),
        Field::number("value"),
        Field::number("score"),
        Field::date("measured_on"),
        Field::text("evidence"),
        Field::text("by"),
    ];
    let rows = periods.iter().flat_map(move |p| p.clauses.iter().flat_map(move |c| c.sources.iter().map(move |s| (p, c, s))));
    let scores = Table::new("scores", fields).rows(rows.map(|(p, c, s)| {
        let contract = contract(site, p);
        let score = &site.community.scores[p.sheet].scores[s.row];
        vec![
            p.period.to_string(),
            contract.slug().to_owned(),
            contract.clauses[c.clause].id.value.clone(),
            s.source.name().to_owned(),
            s.value.as_ref().map(|v| v.short(9)).unwrap_or_default(),
            s.score.rounded(4),
            score.measured_on.map(|d| d.to_string()).unwrap_or_default(),
            score.evidence.clone(),
            score.by.clone(),
        ]
    }));
    let fields = [
        Field::text("period"),
        Field::text("contract"),
        Field::number("total"),
        Field::number("deductions"),
        Field::number("rewards"),
    ];
    let totals = Table::new("score_totals", fields).rows(periods.iter().map(|p| {
        vec![
            p.period.to_string(),
            contract(site, p).slug().to_owned(),
            p.total.rounded(4),
            p.deductions.plain(),
            p.rewards.plain(),
        ]
    }));
    vec![scores, totals]
}
