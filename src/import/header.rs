//! Where in a sheet the table begins, and what its columns are called: titles above it, headers of several rows, merged
//! headers and headers that carry a formula in words.

use super::grid::{Cell, Grid, Value};
use super::known;
use super::relation::Relation;
use crate::check::privacy;
use crate::source::{self, TableKind, folded};

/// How far down a header is looked for: firms put a title, a unit and a period above it.
const DEEPEST_HEADER: usize = 30;
/// A header has at most so many rows.
const MOST_HEADER_ROWS: usize = 4;

/// A column's header.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// The lowest name, or the part of a formula in words that stands over this column.
    pub name: String,
    /// The names above it, where a header has several rows.
    pub group: String,
    /// What one of it is worth: 10,000 where its header or the line above the table says 万元.
    pub unit: i128,
}

impl Header {
    /// The name that a mapping uses: with its group where it has one.
    pub fn full(&self) -> String {
        if self.group.is_empty() || self.group == self.name { self.name.clone() } else { format!("{}/{}", self.group, self.name) }
    }

    /// Whether a name in a mapping means this column.
    pub fn is(&self, name: &str) -> bool {
        known::bare(&self.full()) == known::bare(name) || known::bare(&self.name) == known::bare(name)
    }
}

/// A table found in a sheet.
#[derive(Clone, Debug)]
pub struct Table {
    /// One for each column of the sheet; blank where nothing stands above it.
    pub headers: Vec<Header>,
    /// Rows of the header.
    pub top: usize,
    /// The first row after the header.
    pub body: usize,
    /// What the formulas in its headers say.
    pub relations: Vec<Relation>,
}

/// Finds the table of a kind; `wanted` are the headers that a mapping names.
pub fn find(grid: &Grid, kind: &TableKind, wanted: &[String]) -> Option<Table> {
    let likely = |row: usize| {
        let cells = grid.rows[row].iter().filter(|c| !c.is_blank() && is_words(c));
        let names: Vec<String> = cells.flat_map(|c| names_in(&c.shown())).collect();
        let known = |name: &String| known::column(kind, name).is_some() || known::role(name).is_some();
        let asked = |name: &String| wanted.iter().any(|w| known::bare(w.rsplit('/').next().unwrap_or(w)) == known::bare(name));
        let count = names.iter().filter(|name| known(name) || asked(name)).count();
        let least = if names.iter().any(asked) { 1 } else { kind.least() };
        if count >= least { count } else { 0 }
    };
    let rows = grid.rows.len().min(DEEPEST_HEADER);
    // The fullest row near the top; of two alike the first, since a header may be repeated on every page.
    let counts: Vec<usize> = (0..rows).map(likely).collect();
    let best = (0..rows).rev().filter(|row| counts[*row] > 0).max_by_key(|row| counts[*row])?;
    let mut top = best;
    while top > 0
        && best - top + 1 < MOST_HEADER_ROWS
        && (is_part_of_header(grid, top - 1) || stands_over_groups(grid, top - 1, top))
    {
        top -= 1;
    }
    let mut body = best + 1;
    while body < grid.rows.len()
        && body - top < MOST_HEADER_ROWS
        && (is_sub_header(grid, best, body) || stands_over_groups(grid, body - 1, body))
    {
        body += 1;
    }
    Some(table(grid, top, body))
}

/// The table whose header these rows are.
fn table(grid: &Grid, top: usize, body: usize) -> Table {
    let mut table = Table { headers: Vec::new(), top, body, relations: Vec::new() };
    read_headers(grid, unit_above(grid, top), &mut table);
    table
}

/// How many rows below a header show what it is the header of.
const SHOWN_ROWS: usize = 5;

/// A table of which no name is known, by its shape: the first row of words over rows that hold days or amounts. What its
/// columns are has to be asked; that it is no list of names is seen before any of it is shown.
pub fn find_by_shape(grid: &Grid) -> Option<Table> {
    let filled = |row: usize| grid.rows[row].iter().enumerate().filter(|(_, cell)| !cell.is_blank());
    let is_name = |cell: &Cell| is_words(cell) && !is_figure(cell) && !privacy::is_name(&cell.shown());
    let is_header = |row: &usize| {
        let below: Vec<usize> = (row + 1..grid.rows.len()).filter(|r| filled(*r).next().is_some()).take(SHOWN_ROWS).collect();
        let has_figures =
            |r: &&usize| filled(**r).any(|(column, cell)| is_figure(cell) && grid.cell(*row, column).is_some_and(is_name));
        filled(*row).count() > 1
            && filled(*row).all(|(_, cell)| is_name(cell) && privacy::hits(&cell.shown()).is_empty())
            && below.iter().filter(has_figures).count() * 2 > below.len()
    };
    (0..grid.rows.len().min(DEEPEST_HEADER)).find(is_header).map(|row| table(grid, row, row + 1))
}

/// Whether a cell holds a day or an amount, as a body's does.
fn is_figure(cell: &Cell) -> bool {
    match &cell.value {
        Value::Number(_) | Value::Moment(_) => true,
        Value::Text(text) => source::date(text).is_ok() || source::money(text, 1).is_ok(),
        _ => false,
    }
}

/// Whether a row names groups of the columns named below it, in cells that are not merged: 收入 over 停车费 and, with
/// nothing above it, 广告费.
fn stands_over_groups(grid: &Grid, upper: usize, lower: usize) -> bool {
    let filled = |row: usize, column: usize| grid.cell(row, column).is_some_and(|cell| !cell.is_blank());
    let words = |row: usize| grid.rows[row].iter().filter(|c| !c.is_blank()).all(|cell| is_words(cell) && !is_figure(cell));
    let merged = grid
        .merges
        .iter()
        .any(|(first, last)| (first.row..=last.row).contains(&upper) || (first.row..=last.row).contains(&lower));
    let names = grid.rows[upper].iter().filter(|c| !c.is_blank()).count();
    let over_two =
        |column: usize| filled(upper, column) && filled(lower, column) && !filled(upper, column + 1) && filled(lower, column + 1);
    !merged && names > 1 && words(upper) && words(lower) && (0..grid.rows[lower].len()).any(over_two)
}

/// Whether a row of some sheet has all these headers, so that a mapping made for another file of its shape serves.
pub fn has_all(grids: &[Grid], headers: &[String]) -> bool {
    let last = |name: &String| known::bare(name.rsplit('/').next().unwrap_or(name));
    !headers.is_empty()
        && grids.iter().any(|grid| {
            let texts: Vec<String> = grid.rows.iter().take(DEEPEST_HEADER).flatten().map(Cell::shown).collect();
            let names: Vec<String> = texts.iter().flat_map(|text| names_in(text)).map(|name| known::bare(&name)).collect();
            headers.iter().all(|header| names.contains(&known::bare(header)) || names.contains(&last(header)))
        })
}

/// Words, not figures: what a header holds.
fn is_words(cell: &Cell) -> bool {
    match &cell.value {
        Value::Text(text) => !text.trim().bytes().all(|b| b.is_ascii_digit() || b"-./:,% ".contains(&b)),
        _ => false,
    }
}

/// A row above the header belongs to it where it stands over several columns without covering all.
fn is_part_of_header(grid: &Grid, row: usize) -> bool {
    let spans = grid.merges.iter().filter(|(first, last)| first.row == row && first.column < last.column);
    let mut wide = spans.filter(|(first, last)| last.column - first.column + 1 < grid.width().max(2));
    let cells: Vec<&Cell> = grid.rows[row].iter().filter(|c| !c.is_blank()).collect();
    cells.len() > 1 && cells.iter().all(|c| is_words(c)) && (wide.next().is_some() || cells.iter().any(|c| c.merged))
}

/// A row of words below the header belongs to it where it stands under merged names or fills gaps.
fn is_sub_header(grid: &Grid, header: usize, row: usize) -> bool {
    let mut filled = grid.rows[row].iter().enumerate().filter(|(_, c)| !c.is_blank()).peekable();
    if filled.peek().is_none() {
        return false;
    }
    let under_merged =
        |column: usize| grid.cell(header, column).is_none_or(|c| c.is_blank() || c.merged) || spans(grid, header, column);
    filled.all(|(column, cell)| is_words(cell) && (under_merged(column) || cell.merged))
}

/// Whether a cell is the first of one that is merged over several columns or rows.
fn spans(grid: &Grid, row: usize, column: usize) -> bool {
    grid.merges.iter().any(|(first, last)| (first.row, first.column) == (row, column) && first != last)
}

/// `单位：万元` above a table, which its columns of money are then in.
fn unit_above(grid: &Grid, top: usize) -> i128 {
    grid.rows[..top].iter().flatten().find_map(|cell| source::stated_unit(&cell.shown())).unwrap_or(1)
}

fn read_headers(grid: &Grid, unit: i128, table: &mut Table) {
    let rows = table.top..table.body;
    let width = grid.rows[rows.clone()].iter().map(Vec::len).max().unwrap_or(0);
    for column in 0..width {
        let mut names: Vec<String> = Vec::new();
        for row in rows.clone() {
            let text = grid.cell(row, column).map(Cell::shown).filter(|text| !text.is_empty());
            let text = text.or_else(|| group_beside(grid, row, column, rows.end)).unwrap_or_default();
            let text = text.replace(['\n', '\r'], "");
            if !text.is_empty() && names.last() != Some(&text) {
                names.push(text);
            }
        }
        let name = names.pop().unwrap_or_default();
        let group = names.join("/");
        let unit = source::header_unit(&name).or_else(|| source::header_unit(&group)).unwrap_or(unit);
        table.headers.push(Header { name, group, unit });
    }
    split_formulas(table);
}

/// The name of the group that a column is in, where it stands to the left and nothing is merged.
fn group_beside(grid: &Grid, row: usize, column: usize, body: usize) -> Option<String> {
    let filled = |row: usize, column: usize| grid.cell(row, column).is_some_and(|cell| !cell.is_blank());
    let merged = grid.merges.iter().any(|(first, last)| (first.row..=last.row).contains(&row));
    if row + 1 >= body || merged || !filled(row + 1, column) {
        return None;
    }
    let left = (0..column).rev().find(|left| filled(row, *left))?;
    let whole = (left..column).all(|between| filled(row + 1, between));
    grid.cell(row, left).filter(|_| whole).map(Cell::shown)
}

/// A header such as 历史欠费+当期欠费=欠费 over three columns names each of them; over one column it says how that one
/// comes about.
fn split_formulas(table: &mut Table) {
    let mut column = 0;
    while column < table.headers.len() {
        let text = table.headers[column].name.clone();
        let same = table.headers[column..].iter().take_while(|h| h.name == text).count();
        let Some(relation) = Relation::parse(&text) else {
            column += 1;
            continue;
        };
        let names = names_in(&text);
        if same == names.len() {
            for (header, name) in table.headers[column..].iter_mut().zip(names) {
                header.name = name;
            }
        } else if same == 1 {
            table.headers[column].name = relation.result.clone();
        }
        table.relations.push(relation);
        column += same;
    }
}

/// The names in a header: one, or the parts of a formula in words.
fn names_in(text: &str) -> Vec<String> {
    let text = folded(text);
    if !text.contains('=') {
        return vec![text];
    }
    let parts = text.split(['+', '-', '*', '/', '=', '(', ')']).map(str::trim);
    parts.filter(|p| !p.is_empty()).map(str::to_owned).collect()
}
