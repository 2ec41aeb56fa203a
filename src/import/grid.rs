//! A sheet as a grid of cells: what every kind of spreadsheet and every separated text becomes first.

use crate::source::letters;
use std::fmt;

use crate::model::{Date, Moment};

/// What a cell holds. Numbers are doubles, since that is what spreadsheets and property systems keep.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    #[default]
    Empty,
    Text(String),
    Number(f64),
    /// A day, or a day and a time, that the workbook itself calls one: its 1900 or 1904 system has been applied.
    Moment(Moment),
    /// `#REF!` and its like.
    Error(String),
    /// A formula whose result was never saved: what it stands for is not in the file.
    Unsaved,
}

/// A cell of a grid.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    pub value: Value,
    /// Whether a formula stands behind the value, so that what is read is the result that was saved.
    pub formula: bool,
    /// Whether the value was carried here from the first cell of a merged one.
    pub merged: bool,
    /// The number of digits that the cell's format asks for (`0000` asks for 4): a voucher 0012 kept as the number 12.
    pub digits: usize,
    /// Whether the cell's format shows a hundredth as one percent: what people see as 8 % is kept as 0.08.
    pub percent: bool,
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        let value = if text.trim().is_empty() { Value::Empty } else { Value::Text(text) };
        Cell { value, ..Cell::default() }
    }

    pub fn is_blank(&self) -> bool {
        match &self.value {
            Value::Empty => true,
            Value::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// What the cell shows, without spaces around it.
    pub fn shown(&self) -> String {
        match &self.value {
            Value::Empty | Value::Unsaved => String::new(),
            Value::Text(text) => text.trim().trim_start_matches('\'').to_owned(),
            Value::Number(number) if self.digits > 0 && number.fract() == 0.0 && *number >= 0.0 => {
                format!("{number:0width$}", width = self.digits)
            }
            Value::Number(number) => number.to_string(),
            Value::Moment(moment) => moment.to_string(),
            Value::Error(error) => error.clone(),
        }
    }

    /// The day that the workbook itself calls one.
    pub fn day(&self) -> Option<Date> {
        match self.value {
            Value::Moment(moment) => Some(moment.date),
            _ => None,
        }
    }
}

/// A cell's place, counted from 0; shown as a spreadsheet shows it: `B7`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    pub row: usize,
    pub column: usize,
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", letters(self.column), self.row + 1)
    }
}

/// A sheet of a workbook, or a separated text.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// The sheet's name; empty for a text.
    pub name: String,
    pub hidden: bool,
    /// Whether the workbook counts days from 1904.
    pub from_1904: bool,
    /// Rows as they stand, blank ones too, so that a row's place in the list is its place in the sheet.
    pub rows: Vec<Vec<Cell>>,
    /// The line of each row where a text's rows span lines; empty for sheets, where row `n` is line `n + 1`.
    pub lines: Vec<u32>,
    pub hidden_rows: Vec<usize>,
    pub hidden_columns: Vec<usize>,
    /// First and last cell of each merged one.
    pub merges: Vec<(At, At)>,
}

impl Grid {
    pub fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        self.rows.get(row)?.get(column)
    }

    /// The line a row stands on, counted from 1.
    pub fn line(&self, row: usize) -> u32 {
        self.lines.get(row).copied().unwrap_or(row as u32 + 1)
    }

    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    pub fn is_blank(&self) -> bool {
        self.rows.iter().flatten().all(Cell::is_blank)
    }

    /// Carries the value of each merged cell to all places it covers. Amounts are left where they stand: a merged
    /// amount carried down would be counted once a row.
    pub fn fill_merged(&mut self) {
        for (first, last) in self.merges.clone() {
            let Some(cell) = self.cell(first.row, first.column).cloned() else { continue };
            if !matches!(cell.value, Value::Text(_) | Value::Moment(_)) {
                continue;
            }
            for row in first.row..=last.row.min(self.rows.len().saturating_sub(1)) {
                let cells = &mut self.rows[row];
                if cells.len() <= last.column {
                    cells.resize(last.column + 1, Cell::default());
                }
                for (column, covered) in cells.iter_mut().enumerate().take(last.column + 1).skip(first.column) {
                    if covered.is_blank() && (row, column) != (first.row, first.column) {
                        *covered = Cell { merged: true, ..cell.clone() };
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_shown_as_a_spreadsheet_shows_them() {
        let shown = |row, column| At { row, column }.to_string();
        assert_eq!((shown(0, 0), shown(6, 1), shown(9, 25)), ("A1".into(), "B7".into(), "Z10".into()));
        assert_eq!((shown(0, 26), shown(0, 701), shown(0, 702)), ("AA1".into(), "ZZ1".into(), "AAA1".into()));
    }

    #[test]
    fn a_voucher_kept_as_a_number_keeps_its_zeros() {
        let cell = Cell { value: Value::Number(12.0), digits: 4, ..Cell::default() };
        assert_eq!(cell.shown(), "0012");
        assert_eq!(Cell::text("'0012").shown(), "0012");
    }

    #[test]
    fn merged_words_are_carried_and_merged_amounts_are_not() {
        let rows = vec![
            vec![Cell::text("物业费"), Cell { value: Value::Number(3.0), ..Cell::default() }],
            vec![Cell::default(), Cell::default()],
        ];
        let merge = |column| (At { row: 0, column }, At { row: 1, column });
        let mut grid = Grid { rows, merges: vec![merge(0), merge(1)], ..Grid::default() };
        grid.fill_merged();
        assert_eq!(grid.rows[1][0].shown(), "物业费");
        assert!(grid.rows[1][0].merged && grid.rows[1][1].is_blank());
    }
}
