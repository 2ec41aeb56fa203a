//! Amounts without signs in a single column: income, or expense. A column beside them, a title or what they were for may
//! tell; where nothing does, both readings are possible, and it is asked.

use super::Sheet;
use super::grid::Cell;
use super::known::{self, Side};
use super::plan::{Plan, Split};
use super::reading::money_of;
use super::rows::is_entry;
use super::sight::Sight;
use crate::diagnostic::Diagnostic;
use crate::model::Money;
use crate::source::TableKind;

/// What a mapping may say of it.
const ASKED: [&str; 3] = ["income", "expense", "signed"];

/// Decides what the amounts of a column without signs are; reports where nothing tells.
pub fn decide(
    plan: &mut Plan,
    kind: &TableKind,
    sheet: &Sheet<'_>,
    asked: Option<&str>,
    sight: &Sight,
    sink: &mut Vec<Diagnostic>,
) {
    let column = |name: &str| kind.columns.iter().position(|c| c.name == name);
    let (Some(amount), Some(income), Some(expense)) = (column("amount"), column("income"), column("expense")) else { return };
    let [place] = plan.places[amount][..] else { return };
    if !plan.places[income].is_empty() || !plan.places[expense].is_empty() {
        return;
    }
    let all = |plan: &mut Plan, side: Side| {
        let side = if side == Side::Income { income } else { expense };
        plan.places[side] = std::mem::take(&mut plan.places[amount]);
    };
    match asked {
        Some("income") => return all(plan, Side::Income),
        Some("expense") => return all(plan, Side::Expense),
        Some("signed") => return plan.signed = true,
        Some(other) => {
            let span = sight.row(sheet.index, sheet.table.body - 1);
            let wrong = Diagnostic::new("GS0207", span).with("key", "direction").with("text", other);
            return sink.push(wrong.with("allowed", ASKED.join(", ")));
        }
        None => {}
    }
    let amounts = amounts(sheet, plan, place);
    if amounts.is_empty() {
        return;
    }
    let split = |place: usize, by_category: bool| Split { place, by_category, amount, income, expense };
    if let Some(place) = column_of_sides(sheet, &amounts) {
        let split = split(place, false);
        tell_unknown(sheet, &amounts, split, sight, sink);
        plan.split = Some(split);
    } else if let Some(side) = said(sheet) {
        all(plan, side);
    } else if amounts.iter().any(|(_, amount)| amount.0 < 0) {
        plan.signed = true;
    } else if let Some(place) = column("category")
        .and_then(|c| plan.places[c].first().copied())
        .filter(|place| amounts.iter().all(|(row, _)| known::category_side(&word(sheet, *row, *place)).is_some()))
    {
        plan.split = Some(split(place, true));
    } else {
        let sum = amounts.iter().fold(Money::ZERO, |sum, (_, amount)| sum + *amount);
        let span = sight.cell(sheet.index, sheet.table.body - 1, place);
        sink.push(Diagnostic::new("GS0133", span).with("column", sheet.table.headers[place].full()).with("sum", sum));
    }
}

/// The rows of entries with their amounts.
fn amounts(sheet: &Sheet<'_>, plan: &Plan, place: usize) -> Vec<(usize, Money)> {
    let rows = sheet.table.body..sheet.grid.rows.len();
    let amount = |row: usize| money_of(sheet.grid.cell(row, place)?, sheet.table.headers[place].unit).ok().flatten();
    rows.filter(|row| is_entry(sheet, plan, *row)).filter_map(|row| Some((row, amount(row)?))).collect()
}

fn word(sheet: &Sheet<'_>, row: usize, place: usize) -> String {
    sheet.grid.cell(row, place).map(Cell::shown).unwrap_or_default()
}

/// The column that says of each row which side it is on.
fn column_of_sides(sheet: &Sheet<'_>, amounts: &[(usize, Money)]) -> Option<usize> {
    let all_known = |place: usize| amounts.iter().all(|(row, _)| known::side_of(&word(sheet, *row, place)).is_some());
    let tells = |place: &usize| match known::tells_sides(&sheet.table.headers[*place].name) {
        Some(certain) => certain || all_known(*place),
        None => false,
    };
    (0..sheet.table.headers.len()).find(tells)
}

fn tell_unknown(sheet: &Sheet<'_>, amounts: &[(usize, Money)], split: Split, sight: &Sight, sink: &mut Vec<Diagnostic>) {
    for (row, amount) in amounts {
        let word = word(sheet, *row, split.place);
        if split.column(&word).is_none() {
            let header = sheet.table.headers[split.place].full();
            let told = Diagnostic::new("GS0133", sight.cell(sheet.index, *row, split.place)).with("column", header);
            sink.push(told.with("sum", amount).with("word", if word.is_empty() { "—" } else { &word }));
        }
    }
}

/// The side that all of the table is on, as its title, its sheet or its headers say: 收费项目, 缴费时间.
fn said(sheet: &Sheet<'_>) -> Option<Side> {
    let above = sheet.grid.rows[..sheet.table.top].iter().flatten().map(Cell::shown);
    let headers = sheet.table.headers.iter().map(|header| header.full());
    let texts: Vec<String> = above.chain([sheet.grid.name.clone()]).chain(headers).filter(|text| !text.is_empty()).collect();
    let sides: Vec<Side> = texts.iter().filter_map(|text| known::said_side(text)).collect();
    let mixed = texts.iter().any(|text| text.contains("收支"));
    sides.first().copied().filter(|first| !mixed && sides.iter().all(|side| side == first))
}
