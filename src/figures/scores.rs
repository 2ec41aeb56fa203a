//! The service score: per clause and source, weighted to a total, with deductions and rewards in yuan.
//!
//! How a score comes about (the community's contract, as shared conventions word it): where none is given,
//! `at_least` scores 100 × min(1, value ÷ target), `at_most` 100 × min(1, target ÷ value); a clause scores
//! Σ source weight × score, missing sources renormalised; the total is Σ clause weight × score ÷ Σ weight.
//! A deduction is `amount` × whole `per` units short of the target, up to `cap`; a reward is paid once where the
//! clause's score reaches `at`. Fractions are exact; pages round half up.

use std::collections::BTreeMap;

use jiff::civil::Date;
use num_bigint::BigInt;

use crate::jurisdiction::Jurisdiction;
use crate::model::contracts::{Clause, Contract, Direction, Source};
use crate::model::scores::{Score, Sheet};
use crate::model::{Community, Exact, Money, Period};

/// What one source says of a clause.
#[derive(Clone, Debug)]
pub struct SourceScore {
    pub source: Source,
    pub value: Option<Exact>,
    /// 0 to 100.
    pub score: Exact,
    /// Whether the row gave the score, rather than a value it follows from.
    pub given: bool,
    /// Its share among the sources that measured this clause, in percent.
    pub share: Exact,
    /// Index of the row in its sheet.
    pub row: usize,
}

/// A deduction with every step.
#[derive(Clone, Debug)]
pub struct Deduction {
    /// How far the measured value lies on the wrong side of the target, in the clause's unit.
    pub short: Exact,
    /// Whole `per` units in it.
    pub units: u64,
    /// `units` × the contract's amount, before the cap.
    pub uncapped: Money,
    pub amount: Money,
}

/// A clause in a period.
#[derive(Clone, Debug)]
pub struct ClauseScore {
    /// Index in the contract's clauses.
    pub clause: usize,
    pub sources: Vec<SourceScore>,
    /// Sources the contract names that have no row.
    pub missing: Vec<Source>,
    /// Mean of the measured values by source weight.
    pub value: Option<Exact>,
    /// 0 to 100.
    pub score: Exact,
    /// weight × score ÷ Σ weights of the clauses scored: what it adds to the total.
    pub contribution: Exact,
    pub deduction: Option<Deduction>,
    pub reward: Option<Money>,
    /// Whether the measured value (or, without one, a full score) reaches the target.
    pub reached: bool,
}

/// A period under one contract.
#[derive(Clone, Debug)]
pub struct PeriodScore {
    pub period: Period,
    /// Index of the sheet among the records.
    pub sheet: usize,
    /// Index of the contract among the records.
    pub contract: usize,
    pub clauses: Vec<ClauseScore>,
    /// 0 to 100.
    pub total: Exact,
    /// The total as each source alone sees it.
    pub by_source: Vec<(Source, Exact)>,
    pub deductions: Money,
    pub rewards: Money,
}

#[derive(Debug, Default)]
pub struct Figures {
    /// In order of period, then contract.
    pub periods: Vec<PeriodScore>,
}

impl Figures {
    pub fn latest(&self) -> Option<&PeriodScore> {
        self.periods.last()
    }

    /// The last period that scores a contract.
    pub fn latest_of(&self, contract: usize) -> Option<&PeriodScore> {
        self.periods.iter().rev().find(|p| p.contract == contract)
    }
}

/// The contract a row is about: the one it names, else the property contract in force on the period's last day.
pub fn contract_of(community: &Community, period: Period, score: &Score) -> Option<usize> {
    match &score.contract {
        Some(name) => {
            let id = name.value.trim_start_matches("contracts/");
            community.contracts.iter().position(|c| c.slug() == id)
        }
        None => {
            let day = period.end();
            community.contracts.iter().rposition(|c| c.kind.is_property() && c.in_force(day))
        }
    }
}

pub fn work_out(community: &Community, _: &Jurisdiction, _: Date) -> Figures {
    let mut figures = Figures::default();
    for (index, sheet) in community.scores.iter().enumerate() {
        let mut by_contract: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (row, score) in sheet.scores.iter().enumerate() {
            if let Some(contract) = contract_of(community, sheet.period.value, score) {
                by_contract.entry(contract).or_default().push(row);
            }
        }
        for (contract, rows) in by_contract {
            figures.periods.extend(period_score(index, sheet, contract, &community.contracts[contract], &rows));
        }
    }
    figures
}

fn period_score(index: usize, sheet: &Sheet, contract_index: usize, contract: &Contract, rows: &[usize]) -> Option<PeriodScore> {
    let mut clauses: Vec<ClauseScore> = Vec::new();
    for (i, clause) in contract.clauses.iter().enumerate() {
        let of_clause: Vec<usize> = rows.iter().copied().filter(|r| sheet.scores[*r].clause.value == clause.id.value).collect();
        clauses.extend(clause_score(i, clause, contract, sheet, &of_clause));
    }
    let weight: Exact = clauses.iter().map(|c| contract.clauses[c.clause].weight.clone()).sum();
    if weight.is_zero() {
        return None;
    }
    for scored in &mut clauses {
        scored.contribution = &(&contract.clauses[scored.clause].weight * &scored.score) / &weight;
    }
    let total = clauses.iter().map(|c| c.contribution.clone()).sum();
    let by_source = Source::ALL.into_iter().filter_map(|s| Some((s, total_of(s, &clauses, contract)?))).collect();
    Some(PeriodScore {
        period: sheet.period.value,
        sheet: index,
        contract: contract_index,
        total,
        by_source,
        deductions: clauses.iter().filter_map(|c| c.deduction.as_ref()).map(|d| d.amount).sum(),
        rewards: clauses.iter().filter_map(|c| c.reward).sum(),
        clauses,
    })
}

/// The total over the clauses that one source scored, by their weights.
fn total_of(source: Source, clauses: &[ClauseScore], contract: &Contract) -> Option<Exact> {
    let mut sum = Exact::zero();
    let mut weights = Exact::zero();
    for scored in clauses {
        if let Some(of_source) = scored.sources.iter().find(|s| s.source == source) {
            let weight = &contract.clauses[scored.clause].weight;
            sum = sum + weight * &of_source.score;
            weights = &weights + weight;
        }
    }
    (!weights.is_zero()).then(|| sum / weights)
}

fn clause_score(index: usize, clause: &Clause, contract: &Contract, sheet: &Sheet, rows: &[usize]) -> Option<ClauseScore> {
    let weight_of = |source: Source| {
        let named = contract.sources.iter().find(|(s, _)| *s == source).map(|(_, w)| w.clone());
        named.unwrap_or_else(|| if contract.sources.is_empty() { Exact::from_integer(1) } else { Exact::zero() })
    };
    let mut sources: Vec<SourceScore> = Vec::new();
    for row in rows {
        let score = &sheet.scores[*row];
        let source = score.source.value;
        if sources.iter().any(|s| s.source == source) {
            continue;
        }
        let (points, given) = match (&score.score, &score.value) {
            (Some(points), _) => (points.value.clone(), true),
            (None, Some(value)) => (points(clause, value), false),
            (None, None) => continue,
        };
        sources.push(SourceScore {
            source,
            value: score.value.clone(),
            score: points,
            given,
            share: weight_of(source),
            row: *row,
        });
    }
    sources.sort_by_key(|s| s.source);
    let weights: Exact = sources.iter().map(|s| s.share.clone()).sum();
    if weights.is_zero() {
        return None;
    }
    let score = weighted(sources.iter().map(|s| (&s.share, &s.score)))?;
    let value = weighted(sources.iter().filter_map(|s| Some((&s.share, s.value.as_ref()?))));
    for source in &mut sources {
        source.share = &(&source.share * &Exact::from_integer(100)) / &weights;
    }
    let deduction = value.as_ref().and_then(|value| deduction(clause, value));
    let reward = clause.reward.as_ref().filter(|r| score >= r.at).map(|r| r.amount);
    let reached = match &value {
        Some(value) => !beyond(clause, value),
        None => score >= Exact::from_integer(100),
    };
    let named = contract.sources.iter().map(|(s, _)| *s);
    let missing = named.filter(|s| !sources.iter().any(|have| have.source == *s)).collect();
    Some(ClauseScore { clause: index, sources, missing, value, score, contribution: Exact::zero(), deduction, reward, reached })
}

/// Σ weight × number ÷ Σ weight; none where nothing weighs.
fn weighted<'a>(pairs: impl Iterator<Item = (&'a Exact, &'a Exact)>) -> Option<Exact> {
    let mut sum = Exact::zero();
    let mut weights = Exact::zero();
    for (weight, number) in pairs {
        sum = sum + weight * number;
        weights = &weights + weight;
    }
    (!weights.is_zero()).then(|| sum / weights)
}

/// The score a measured value earns, 0 to 100.
pub fn points(clause: &Clause, value: &Exact) -> Exact {
    let full = Exact::from_integer(100);
    let zero = Exact::zero();
    let ratio = match clause.direction {
        Direction::AtLeast if clause.target <= zero => return if *value >= clause.target { full } else { zero },
        Direction::AtLeast => value / &clause.target,
        Direction::AtMost if *value <= zero => return full,
        Direction::AtMost => &clause.target / value,
    };
    (ratio * full.clone()).clamp(zero, full)
}

/// Whether a value lies on the wrong side of the target.
fn beyond(clause: &Clause, value: &Exact) -> bool {
    match clause.direction {
        Direction::AtLeast => *value < clause.target,
        Direction::AtMost => *value > clause.target,
    }
}

fn deduction(clause: &Clause, value: &Exact) -> Option<Deduction> {
    let penalty = clause.penalty.as_ref()?;
    if !beyond(clause, value) {
        return None;
    }
    let short = match clause.direction {
        Direction::AtLeast => &clause.target - value,
        Direction::AtMost => value - &clause.target,
    };
    let units = (&short / &penalty.per).floor();
    let units: u64 = units.max(BigInt::from(0)).try_into().unwrap_or(u64::MAX);
    if units == 0 {
        return None;
    }
    let uncapped = Money(penalty.amount.fen().saturating_mul(i128::from(units)));
    let amount = penalty.cap.map_or(uncapped, |cap| uncapped.min(cap));
    Some(Deduction { short, units, uncapped, amount })
}
