//! Total rows and running balances: sums that the file tells itself, compared with the rows they stand for.

use super::plan::Plan;
use super::reading::money_of;
use super::rows::Row;
use super::sight::Sight;
use super::{Input, Sheet};
use crate::diagnostic::Diagnostic;
use crate::model::{Exact, Money};
use crate::source::{self, Holds};

pub struct Totals<'a> {
    input: &'a Input<'a>,
    sheet: &'a Sheet<'a>,
    plan: &'a Plan,
    sight: &'a Sight,
    /// How many rows there were at the total before this one.
    since: usize,
}

impl<'a> Totals<'a> {
    pub fn new(input: &'a Input<'a>, sheet: &'a Sheet<'a>, plan: &'a Plan, sight: &'a Sight) -> Self {
        Totals { input, sheet, plan, sight, since: 0 }
    }

    /// Compares a total row with the rows since the one before, and with all rows so far: it must be the sum of either.
    /// A sum of the year may hold what stands in files before this one. The key of the word that says what became of it.
    pub fn check(&mut self, row: usize, rows: &[Row], sink: &mut Vec<Diagnostic>) -> &'static str {
        let part = &rows[self.since..];
        self.since = rows.len();
        let mut checked = false;
        for column in (0..self.plan.places.len()).filter(|c| self.sheet.is_figure(*c)) {
            let Some(told) = self.told(row, column) else { continue };
            let (of_part, of_all) = (self.sum(part, column, &told), self.sum(rows, column, &told));
            checked = true;
            if told.0 == of_part.0 || told.0 == of_all.0 {
                continue;
            }
            if self.is_of_year(row) {
                return "import.left.year_total";
            }
            let place = self.plan.places[column].first().copied().unwrap_or_default();
            let nearer = if (&told.0 - &of_part.0) * (&told.0 - &of_part.0) < (&told.0 - &of_all.0) * (&told.0 - &of_all.0) {
                of_part
            } else {
                of_all
            };
            let money = matches!(self.input.kind.columns[column].holds, Holds::Money);
            let shown = |value: &Exact| if money { value.separated(2) } else { value.separated(0) };
            let difference = Exact(&told.0 - &nearer.0);
            sink.push(
                Diagnostic::new("GS0129", self.sight.cell(self.sheet.index, row, place))
                    .with("column", self.input.kind.columns[column].shown())
                    .with("told", shown(&told))
                    .with("sum", shown(&nearer))
                    .with("difference", shown(&difference)),
            );
        }
        if checked { "import.left.total" } else { "import.left.carried" }
    }

    /// What rows add up to. Where amounts on both sides stand in one column, a total may be of all of them, or of what came in
    /// less what went out.
    fn sum(&self, rows: &[Row], column: usize, told: &Exact) -> Exact {
        let Some(split) = self.plan.split.filter(|split| split.amount == column) else { return sum(rows, column) };
        let (income, expense) = (sum(rows, split.income), sum(rows, split.expense));
        let net = Exact(&income.0 - &expense.0);
        if net.0 == told.0 { net } else { Exact(income.0 + expense.0) }
    }

    /// What the row says of a column; several columns of theirs are added up.
    fn told(&self, row: usize, column: usize) -> Option<Exact> {
        let mut told: Option<Exact> = None;
        for place in &self.plan.places[column] {
            let cell = self.sheet.grid.cell(row, *place)?;
            let value = match self.input.kind.columns[column].holds {
                Holds::Money => money_of(cell, self.sheet.table.headers[*place].unit).ok().flatten().map(Exact::from),
                _ => source::number(&cell.shown()).ok(),
            };
            told = match (told, value) {
                (Some(a), Some(b)) => Some(Exact(a.0 + b.0)),
                (a, b) => a.or(b),
            };
        }
        told
    }

    /// 累计 and 本年合计 may begin before this file.
    fn is_of_year(&self, row: usize) -> bool {
        let cells = self.sheet.grid.rows[row].iter().map(|c| source::folded(&c.shown()).replace(' ', ""));
        cells.into_iter().any(|text| ["累计", "累計", "本年", "全年", "年计"].iter().any(|word| text.contains(word)))
    }

    /// Each row's balance is the one before, plus what came in, less what went out; the newest row may stand first.
    pub fn check_running_balance(&self, rows: &[Row], sink: &mut Vec<Diagnostic>) {
        let Some(place) = self.plan.running_balance else { return };
        let column = |name: &str| self.input.kind.columns.iter().position(|c| c.name == name);
        let amount = |row: &Row, name: &str| {
            column(name).and_then(|c| row.fields[c].as_ref()).and_then(|f| f.money).unwrap_or(Money::ZERO)
        };
        let unit = self.sheet.table.headers[place].unit;
        let balances: Vec<(&Row, Money, Money)> = rows
            .iter()
            .filter_map(|row| {
                let balance = money_of(self.sheet.grid.cell(row.row, place)?, unit).ok().flatten()?;
                let change = amount(row, "income") - amount(row, "expense") + amount(row, "amount");
                Some((row, balance, if row.balance.is_some() { Money::ZERO } else { change }))
            })
            .collect();
        let forward = balances.windows(2).position(|w| w[0].1 + w[1].2 != w[1].1);
        let backward = balances.windows(2).position(|w| w[1].1 + w[0].2 != w[0].1);
        let (Some(at), Some(_)) = (forward, backward) else { return };
        let (row, told, change) = &balances[at + 1];
        let sum = balances[at].1 + *change;
        sink.push(
            Diagnostic::new("GS0129", self.sight.cell(self.sheet.index, row.row, place))
                .with("column", self.sheet.table.headers[place].full())
                .with("told", told)
                .with("sum", sum)
                .with("difference", *told - sum),
        );
    }
}

/// The sum of a column over rows of entries.
pub fn sum(rows: &[Row], column: usize) -> Exact {
    let entries = rows.iter().filter(|row| row.balance.is_none());
    let values = entries.filter_map(|row| row.fields[column].as_ref());
    values.fold(Exact::zero(), |sum, field| match (&field.money, &field.number) {
        (Some(money), _) => Exact(sum.0 + Exact::from(*money).0),
        (_, Some(number)) => Exact(sum.0 + number.0.clone()),
        _ => sum,
    })
}
