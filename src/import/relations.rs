//! Formulas in words checked against every row.

use super::Sheet;
use super::reading::money_of;
use super::rows::Row;
use super::sight::Sight;
use crate::diagnostic::Diagnostic;
use crate::model::Exact;
use crate::source;

/// Reports each row in which a column is not what its header says it is.
pub fn check(sheet: &Sheet<'_>, rows: &[Row], sight: &Sight, sink: &mut Vec<Diagnostic>) {
    for relation in &sheet.table.relations {
        let place = |name: &str| sheet.table.headers.iter().position(|h| h.name == name);
        let Some(result) = place(&relation.result) else { continue };
        for row in rows {
            let value = |name: &str| {
                let place = place(name)?;
                let cell = sheet.grid.cell(row.row, place)?;
                let money = money_of(cell, sheet.table.headers[place].unit).ok().flatten();
                money.map(Exact::from).or_else(|| source::number(&cell.shown()).ok())
            };
            let Some(worked_out) = relation.value(&value) else { continue };
            let Some(cell) = sheet.grid.cell(row.row, result) else { continue };
            let shown = cell.shown();
            let Ok(told) = source::number(&shown) else { continue };
            let places = shown.trim_end_matches('%').split_once('.').map_or(0, |(_, decimals)| decimals.len() as u32);
            let percent = shown.ends_with('%');
            let worked_out = if percent { Exact(worked_out.0 * Exact::from_integer(100).0) } else { worked_out };
            // A share is shown rounded, so it is compared as rounded.
            let same = if relation.is_share() { worked_out.rounded(places) == told.rounded(places) } else { worked_out == told };
            if !same {
                let digits = if relation.is_share() { places } else { 2 };
                sink.push(
                    Diagnostic::new("GS0128", sight.cell(sheet.index, row.row, result))
                        .with("formula", &relation.text)
                        .with("told", shown)
                        .with("worked_out", worked_out.separated(digits)),
                );
            }
        }
    }
}
