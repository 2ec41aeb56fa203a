//! What an import did, for people to read before they trust it.

use super::plan::Plan;
use super::rows::{Row, Rows};
use super::totals::sum;
use super::{Input, Sheet};
use crate::model::Exact;
use crate::source::{Holds, letters};

/// Everything that was done to a file's rows and columns.
#[derive(Debug, Default)]
pub struct Report {
    /// The sheets that were read: name, the header's row counted from 1.
    pub sheets: Vec<(String, usize)>,
    /// Sheets that were not, with the key of the word that says why.
    pub other_sheets: Vec<(String, &'static str)>,
    pub columns: Vec<Mapped>,
    /// Which of the folder's mappings was used.
    pub saved_mapping: Option<usize>,
    /// Columns that are kept under their own headers.
    pub kept: Vec<String>,
    /// Columns that are not written, by the key of the word that says why.
    pub left_columns: Vec<(&'static str, Vec<String>)>,
    /// What was done to cells: the word's key, how often, where first.
    pub oddities: Vec<(&'static str, usize, String)>,
    pub rows_in: usize,
    pub rows_out: usize,
    /// How many rows were summed up to those that are written; `None` where each row is written as one.
    pub summed: Option<usize>,
    /// Rows that were not taken over, by the key of the word that says why, with their places.
    pub left_rows: Vec<(&'static str, Vec<String>)>,
    pub sums: Vec<Sum>,
    /// The cells of a sheet of keys and values, which has no rows to count.
    pub cells: Option<Cells>,
}

/// What became of the filled cells of a sheet of keys and values; the rest is left out.
#[derive(Debug)]
pub struct Cells {
    pub seen: usize,
    pub names: usize,
    pub values: usize,
}

/// Where a column of ours came from.
#[derive(Debug)]
pub struct Mapped {
    pub ours: String,
    /// Headers and letters of theirs.
    pub theirs: Vec<(String, String)>,
    pub constant: Option<String>,
    /// Whether what its cells hold told it, not its name.
    pub by_content: bool,
}

/// A column's sum before and after.
#[derive(Debug, PartialEq)]
pub struct Sum {
    pub column: String,
    pub read: Exact,
    pub written: Exact,
}

impl Report {
    /// Whether every sum that was read is the one that was written. Nothing is given out where one is not.
    pub fn is_even(&self) -> bool {
        self.sums.iter().all(|sum| sum.read == sum.written)
    }

    /// Describes how a sheet's columns are read.
    pub fn describe(&mut self, input: &Input<'_>, sheet: &Sheet<'_>, plan: &Plan) {
        for (column, places) in plan.places.iter().enumerate() {
            let parts = plan.day_parts.filter(|_| input.kind.columns[column].name == "date");
            let places: Vec<usize> = places.iter().copied().chain(parts.iter().flat_map(|parts| parts.places())).collect();
            if places.is_empty() && plan.constants[column].is_none() {
                continue;
            }
            self.columns.push(Mapped {
                ours: input.kind.columns[column].header(input.locale).to_owned(),
                theirs: places.iter().map(|p| (sheet.table.headers[*p].full(), letters(*p))).collect(),
                constant: plan.constants[column].clone(),
                by_content: plan.by_content.contains(&column),
            });
        }
        self.kept = plan.kept.iter().map(|p| sheet.table.headers[*p].full()).collect();
        for (place, why) in &plan.left_out {
            let mut name = sheet.table.headers[*place].full();
            if name.is_empty() {
                name = letters(*place);
            }
            grouped(&mut self.left_columns, why, name);
        }
        if sheet.grid.hidden_columns.iter().any(|c| plan.places.iter().flatten().chain(&plan.kept).any(|p| p == c)) {
            self.oddities.push(("import.odd.hidden_column", 1, letters(sheet.grid.hidden_columns[0])));
        }
    }

    /// Notes a row, or a cell, that was not taken over.
    pub fn leave_row(&mut self, why: &'static str, place: String) {
        grouped(&mut self.left_rows, why, place);
    }

    /// Counts the rows and adds up what was read.
    pub fn count(&mut self, input: &Input<'_>, sheets: &[Sheet<'_>], read: &Rows, plan: &Plan) {
        self.rows_in = read.seen;
        self.oddities.extend(read.oddities.0.iter().cloned());
        for (sheet, row, why) in &read.left_out {
            let place = sheets.iter().find(|s| s.index == *sheet).map(|s| s.place(*row, None)).unwrap_or_default();
            self.leave_row(why, place);
        }
        for (column, known) in input.kind.columns.iter().enumerate() {
            let there = read.rows.iter().any(|row: &Row| row.fields.get(column).is_some_and(Option::is_some));
            let split = plan.split.is_some_and(|split| column == split.income || column == split.expense);
            if matches!(known.holds, Holds::Money) && there && (split || !plan.places[column].is_empty()) {
                let sum =
                    Sum { column: known.header(input.locale).to_owned(), read: sum(&read.rows, column), written: Exact::zero() };
                self.sums.push(sum);
            }
        }
    }
}

fn grouped(groups: &mut Vec<(&'static str, Vec<String>)>, key: &'static str, item: String) {
    match groups.iter_mut().find(|(k, _)| *k == key) {
        Some((_, items)) => items.push(item),
        None => groups.push((key, vec![item])),
    }
}
