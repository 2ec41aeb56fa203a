//! The clean table as text: UTF-8, one spelling of everything, and read again before anybody gets it.

use super::Input;
use super::grid::Cell;
use super::plan::Plan;
use super::reading::money_of;
use super::rows::Row;
use crate::model::{Exact, Locale, Money};
use crate::source::Holds;

/// The table's header: columns of ours that are filled, then those that are only kept.
pub fn columns(plan: &Plan, rows: &[Row]) -> Vec<usize> {
    let filled = |column: &usize| rows.iter().any(|row| row.fields[*column].is_some());
    // An amount that was told apart stands with the income or with the expense.
    let split = |column: &usize| plan.split.is_some_and(|split| split.amount == *column);
    let wanted = |column: &usize| (!plan.places[*column].is_empty() && !split(column)) || filled(column);
    (0..plan.places.len()).filter(wanted).collect()
}

/// The text of a table; `kept` are the headers of columns that are only kept.
pub fn print(input: &Input<'_>, columns: &[usize], kept: &[String], rows: &[Row], locale: Locale) -> String {
    let headers = columns.iter().map(|c| input.kind.columns[*c].header(locale).to_owned()).chain(kept.iter().cloned());
    let mut out = line(headers);
    for row in rows {
        let own = columns.iter().map(|c| row.fields[*c].as_ref().map(|f| f.text.clone()).unwrap_or_default());
        out += &line(own.chain(row.kept.iter().cloned()));
    }
    out
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|cell| quoted(&cell.replace(['\n', '\r'], " "))).collect();
    cells.join(",") + "\n"
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', ';', '\t']) || cell != cell.trim() {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// The sum of each figure's column as it stands in the text, worked out by reading the text again; balances aside.
pub fn sums(input: &Input<'_>, columns: &[usize], text: &str, balances: &[usize]) -> Vec<(usize, Exact)> {
    // Every quote that we write is closed.
    let grid = super::workbook::read_text(text).unwrap_or_default();
    let body = || grid.rows.iter().enumerate().skip(1).filter(|(row, _)| !balances.contains(&(row - 1))).map(|(_, cells)| cells);
    let figures = columns.iter().enumerate().filter(|(_, c)| matches!(input.kind.columns[**c].holds, Holds::Money));
    figures
        .map(|(place, column)| {
            let cells = body().filter_map(|cells: &Vec<Cell>| cells.get(place));
            let amounts = cells.filter_map(|cell| money_of(cell, 1).ok().flatten());
            let sum = amounts.fold(Money::ZERO, |sum, amount| sum + amount);
            (*column, Exact::from(sum))
        })
        .collect()
}
