//! Debit and credit. Which of them is income depends on whose books they are: in the community's own books money that
//! comes in is a debit of its bank account, on the bank's statement it is a credit. The balance after each row decides;
//! without it nobody can, and it is asked.

use super::Sheet;
use super::known::Role;
use super::plan::Plan;
use super::reading::money_of;
use super::sight::Sight;
use crate::diagnostic::Diagnostic;
use crate::model::Money;
use crate::source::TableKind;

/// Maps debit and credit to income and expense where the balances decide which is which; reports where they do not.
pub fn decide(
    plan: &mut Plan,
    kind: &TableKind,
    sheet: &Sheet<'_>,
    roles: &[Option<Role>],
    sight: &Sight,
    sink: &mut Vec<Diagnostic>,
) {
    let place = |role: Role| roles.iter().position(|r| *r == Some(role));
    let column = |name: &str| kind.columns.iter().position(|c| c.name == name);
    let (Some(debit), Some(credit)) = (place(Role::Debit), place(Role::Credit)) else { return };
    let (Some(income), Some(expense)) = (column("income"), column("expense")) else { return };
    let mapped = |column: usize| !plan.places[column].is_empty();
    if mapped(income) || mapped(expense) || column("amount").is_some_and(mapped) {
        return;
    }
    let debit_comes_in = plan.running_balance.and_then(|balance| debit_comes_in(sheet, debit, credit, balance));
    match debit_comes_in {
        Some(true) => (plan.places[income], plan.places[expense]) = (vec![debit], vec![credit]),
        Some(false) => (plan.places[income], plan.places[expense]) = (vec![credit], vec![debit]),
        None => {
            let at = |column| sight.cell(sheet.index, sheet.table.body - 1, column);
            let names = |column: usize| sheet.table.headers[column].full();
            sink.push(
                Diagnostic::new("GS0130", at(debit)).also(at(credit)).with("debit", names(debit)).with("credit", names(credit)),
            );
        }
    }
}

/// Whether the balance rises with the debits or with the credits; `None` where it shows neither or both.
fn debit_comes_in(sheet: &Sheet<'_>, debit: usize, credit: usize, balance: usize) -> Option<bool> {
    let amount = |row: usize, column: usize| {
        let cell = sheet.grid.cell(row, column)?;
        money_of(cell, sheet.table.headers[column].unit).ok().flatten()
    };
    let rows: Vec<(Money, Money)> = (sheet.table.body..sheet.grid.rows.len())
        .filter_map(|row| {
            let balance = amount(row, balance)?;
            let change = amount(row, debit).unwrap_or(Money::ZERO) - amount(row, credit).unwrap_or(Money::ZERO);
            Some((balance, change))
        })
        .collect();
    let holds = |sign: i128| {
        let forward = rows.windows(2).all(|pair| pair[0].0 + Money(pair[1].1.0 * sign) == pair[1].0);
        let backward = rows.windows(2).all(|pair| pair[1].0 + Money(pair[0].1.0 * sign) == pair[0].0);
        forward || backward
    };
    let told = rows.len() > 2 && rows.iter().any(|(_, change)| !change.is_zero());
    match (told && holds(1), told && holds(-1)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}
