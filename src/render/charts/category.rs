//! Expense by category: lying bars with amount and share at their ends.

use super::figure::{Cell, Frame, Panel, figure, gutter};
use super::marks::Look;
use super::money::unit_after;
use super::rows::{Row, Scale, rows};
use super::{scale, text};

/// One category.
#[derive(Clone, Copy, Debug)]
pub struct CategoryItem<'a> {
    /// Its name, of any length.
    pub name: &'a str,
    /// Money spent on it in fen; negative where more came back than was spent.
    pub amount_fen: i128,
}

/// The words of [`by_category`].
#[derive(Clone, Copy, Debug)]
pub struct CategoryLabels<'a> {
    /// Title, id and table summary.
    pub frame: Frame<'a>,
    /// Name of the drawing: "expense".
    pub name: &'a str,
    /// A sentence on it.
    pub description: &'a str,
    /// Units to choose from by magnitude: fen and name, `[(100, "元"), (1_000_000, "万元")]`.
    pub units: &'a [(i128, &'a str)],
    /// Table headers: category, amount in yuan, share of the total.
    pub columns: [&'a str; 3],
}

/// The figure of amounts by category, in the order given (largest first reads best), with a table
/// of exact yuan and of shares in per cent, rounded to a tenth.
///
/// Where an amount is negative or all are zero there is no share to speak of, and none is written.
pub fn by_category(items: &[CategoryItem], labels: &CategoryLabels) -> String {
    let amounts: Vec<i128> = items.iter().map(|i| scale::drawable(i.amount_fen)).collect();
    let high = amounts.iter().copied().max().unwrap_or(0).max(0);
    let low = amounts.iter().copied().min().unwrap_or(0).min(0);
    let total: i128 = amounts.iter().fold(0, |sum, a| sum.saturating_add(*a));
    let shared = low == 0 && total > 0;
    let (divisor, unit) = scale::unit(labels.units, high.max(-low));
    let share = |amount: i128| format!("{}%", scale::about(amount.saturating_mul(100), total));

    let words: Vec<String> = amounts.iter().map(|a| scale::about(*a, divisor)).collect();
    let shares: Vec<String> = amounts.iter().map(|a| if shared { share(*a) } else { String::new() }).collect();
    let unit_after = unit_after(labels.units);
    let titles: Vec<String> =
        items.iter().map(|item| format!("{} {}{unit_after}", item.name, scale::yuan(item.amount_fen))).collect();
    let bars: Vec<Row> = (0..items.len())
        .map(|i| Row {
            name: items[i].name,
            value: Some(amounts[i] as f64),
            parts: &[],
            words: &words[i],
            more: &shares[i],
            look: Look::SecondAlone,
            title: &titles[i],
        })
        .collect();
    let least = if high == low { 1.0 } else { 0.0 };
    let ends = words.iter().zip(&shares);
    let right = gutter(ends.map(|(w, s)| text::width(w, true) + text::width(s, false) + 60));
    let (drawing, height) = rows(&bars, &Scale { low: low as f64, high: high as f64 + least, track: false, target: None });
    let panel = Panel {
        name: labels.name,
        unit,
        description: labels.description,
        aside: String::new(),
        gutters: (0, right),
        height,
        drawing,
    };
    let table: Vec<Vec<Cell>> = items
        .iter()
        .zip(&shares)
        .map(|(item, share)| {
            let mut row = vec![Cell::Text(item.name.to_owned()), Cell::Number(scale::yuan(item.amount_fen))];
            if shared {
                row.push(Cell::Number(share.clone()));
            }
            row
        })
        .collect();
    let columns = if shared { &labels.columns[..] } else { &labels.columns[..2] };
    figure(&labels.frame, "chart-category", &[panel], columns, &table)
}
