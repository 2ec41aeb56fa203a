//! Budget against actual by category: a bar for what was planned, a mark for what was booked.

use super::figure::{Cell, Frame, Panel, Swatch, figure, gutter, key};
use super::marks::Look;
use super::rows::{Row, Scale, rows_with_marks};
use super::{scale, text};

/// One category.
#[derive(Clone, Copy, Debug)]
pub struct BudgetItem<'a> {
    /// Its name, of any length.
    pub name: &'a str,
    /// Money planned, in fen; nothing for what nobody planned.
    pub budget_fen: i128,
    /// Money booked, in fen.
    pub actual_fen: i128,
    /// Booked in percent of planned, as written; empty where nothing was planned.
    pub percent: &'a str,
}

/// The words of [`budget_against_actual`].
#[derive(Clone, Copy, Debug)]
pub struct BudgetLabels<'a> {
    /// Title, id and table summary.
    pub frame: Frame<'a>,
    /// Name of the drawing: "expense".
    pub name: &'a str,
    /// A sentence on it.
    pub description: &'a str,
    /// "Budget" and "actual", in the key.
    pub budget: &'a str,
    /// See `budget`.
    pub actual: &'a str,
    /// Units to choose from by magnitude: fen and name.
    pub units: &'a [(i128, &'a str)],
    /// Table headers: category, budget, actual, percent.
    pub columns: [&'a str; 4],
}

/// The figure of a budget, in the order given (largest first reads best), with a table of exact yuan.
pub fn budget_against_actual(items: &[BudgetItem], labels: &BudgetLabels) -> String {
    let budgets: Vec<i128> = items.iter().map(|i| scale::drawable(i.budget_fen)).collect();
    let actuals: Vec<i128> = items.iter().map(|i| scale::drawable(i.actual_fen)).collect();
    let all = || budgets.iter().chain(&actuals).copied();
    let high = all().max().unwrap_or(0).max(0);
    let low = all().min().unwrap_or(0).min(0);
    let (divisor, unit) = scale::unit(labels.units, high.max(-low));
    let words: Vec<String> = actuals.iter().map(|a| scale::about(*a, divisor)).collect();
    let titles: Vec<String> = items
        .iter()
        .map(|i| {
            let (budget, actual) = (scale::yuan(i.budget_fen), scale::yuan(i.actual_fen));
            format!("{}: {} {budget}, {} {actual}", i.name, labels.budget, labels.actual)
        })
        .collect();
    let bars: Vec<Row> = (0..items.len())
        .map(|i| Row {
            name: items[i].name,
            value: Some(budgets[i] as f64),
            parts: &[],
            words: &words[i],
            more: items[i].percent,
            look: Look::First,
            title: &titles[i],
        })
        .collect();
    let marks: Vec<Option<f64>> = actuals.iter().map(|a| Some(*a as f64)).collect();
    let least = if high == low { 1.0 } else { 0.0 };
    let right = gutter(words.iter().zip(items).map(|(w, i)| text::width(w, true) + text::width(i.percent, false) + 60));
    let scale_of = Scale { low: low as f64, high: high as f64 + least, track: false, target: None };
    let (drawing, height) = rows_with_marks(&bars, &marks, &scale_of);
    let panel = Panel {
        name: labels.name,
        unit,
        description: labels.description,
        aside: key(&[(Swatch::First, labels.budget), (Swatch::Target, labels.actual)]),
        gutters: (0, right),
        height,
        drawing,
    };
    let table: Vec<Vec<Cell>> = items
        .iter()
        .map(|i| {
            vec![
                Cell::Text(i.name.to_owned()),
                Cell::Number(scale::yuan(i.budget_fen)),
                Cell::Number(scale::yuan(i.actual_fen)),
                Cell::Number(i.percent.to_owned()),
            ]
        })
        .collect();
    figure(&labels.frame, "chart-budget", &[panel], &labels.columns, &table)
}
