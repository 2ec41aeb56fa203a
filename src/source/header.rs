//! Where a table's header stands, in one row or in two, and what the lines above it say of the rows below.

use super::amount::folded;
use super::columns::{Col, Holds, TableKind};
use super::row_words::{header_unit, is_note, row_word, stated_unit};
use super::rows::{Cell, Row};
use super::traditional::simplified;
use crate::diagnostic::Diagnostic;
use crate::model::Span;

/// What a column's header says.
pub struct Heading {
    pub text: String,
    pub span: Span,
    /// Its place in a row.
    pub place: usize,
    /// The column of ours that it means.
    pub column: Option<Col>,
    /// What one means in this column, in yuan, where the header says.
    pub unit: Option<i128>,
    /// Whether it holds amounts in words: 金额（大写）.
    pub in_words: bool,
}

pub struct Header {
    pub headings: Vec<Heading>,
    pub span: Span,
    /// The rows that it takes up.
    pub rows: std::ops::Range<usize>,
    /// What one means in every column of money, by a line above: 单位：万元.
    pub unit: i128,
    /// Whether a year of three digits counts by 民國: the line above, or a header, says so.
    pub roc: bool,
}

/// How far down a header is looked for.
const FARTHEST: usize = 10;

/// Finds the header, which is reported where its second row cannot be understood. `None` where there is none.
pub fn find(rows: &[Row<'_>], kind: &TableKind, sink: &mut Vec<Diagnostic>) -> Option<Header> {
    let known = |row: &Row<'_>| row.cells.iter().filter(|c| column_of(kind, &c.text).is_some()).count();
    let filled = |row: &Row<'_>| row.cells.iter().filter(|c| !c.is_blank()).count();
    let lines = || rows.iter().take(FARTHEST);
    let at = lines().position(|row| known(row) >= kind.least());
    let at = at.or_else(|| lines().position(|row| known(row) == 1 && filled(row) == 1))?;
    let (top, below) = (&rows[at], rows.get(at + 1));
    let second = below.filter(|row| is_of_words(row) && !row.same_as(top));
    let merged = second.filter(|row| known(row) > 0);
    if let Some(row) = second.filter(|row| known(row) == 0 && stands_under_groups(top, row)) {
        sink.push(Diagnostic::new("GS0217", row.span).also(top.span));
    }
    let end = at + 1 + usize::from(second.is_some_and(|row| known(row) > 0 || stands_under_groups(top, row)));
    let headings = headings(kind, top, merged);
    let said = |cell: &Cell<'_>| ["民國", "民国"].iter().any(|era| cell.text.contains(era));
    let roc = rows[..end].iter().flat_map(|row| &row.cells).any(said);
    Some(Header { headings, span: top.span, rows: at..end, unit: unit_above(&rows[..at], sink), roc })
}

/// The unit that the lines above give; two that differ have two readings.
fn unit_above(lines: &[Row<'_>], sink: &mut Vec<Diagnostic>) -> i128 {
    let cells = lines.iter().flat_map(|row| &row.cells);
    let mut stated = cells.filter_map(|cell| Some((stated_unit(&cell.text)?, cell)));
    let Some((unit, first)) = stated.next() else { return 1 };
    if let Some((_, other)) = stated.find(|(other, _)| *other != unit) {
        let (one, text) = (first.text.trim(), other.text.trim());
        sink.push(Diagnostic::new("GS0208", other.span).with("text", text).with("one", one).with("other", text).also(first.span));
    }
    unit
}

/// Whether a row may be a header: words, and no digits, no total and no signature.
fn is_of_words(row: &Row<'_>) -> bool {
    let mut filled = row.cells.iter().filter(|c| !c.is_blank()).peekable();
    let first = filled.peek().map(|c| row_word(&c.text).is_some() || is_note(&c.text));
    first == Some(false) && filled.all(|c| !folded(&c.text).bytes().any(|b| b.is_ascii_digit()))
}

/// Whether a row has words where the row above has gaps, and gaps below its first word: 收入 over 停车费 and 广告费.
fn stands_under_groups(top: &Row<'_>, row: &Row<'_>) -> bool {
    let blank = |row: &Row<'_>, place: usize| row.cells.get(place).is_none_or(Cell::is_blank);
    let first = top.cells.iter().position(|c| !c.is_blank());
    let under_gaps = (0..row.cells.len()).any(|place| !blank(row, place) && blank(top, place));
    let filled = row.cells.iter().filter(|c| !c.is_blank()).count();
    filled > 1 && under_gaps && first.is_some_and(|place| blank(row, place))
}

fn headings(kind: &TableKind, top: &Row<'_>, second: Option<&Row<'_>>) -> Vec<Heading> {
    let width = top.cells.len().max(second.map_or(0, |row| row.cells.len()));
    let filled = |row: &'_ Row<'_>, place: usize| row.cells.get(place).is_some_and(|c| !c.is_blank());
    let mut headings = Vec::with_capacity(width);
    let mut group: Option<&Cell<'_>> = None;
    for place in 0..width {
        if filled(top, place) {
            group = top.cells.get(place);
        }
        let below = second.filter(|row| filled(row, place)).and_then(|row| row.cells.get(place));
        let Some(cell) = below.or_else(|| top.cells.get(place).filter(|c| !c.is_blank())) else { continue };
        let mut column = column_of(kind, &cell.text);
        // 收入 over 金额 is the income.
        let over = group.filter(|_| below.is_some()).and_then(|group| column_of(kind, &group.text));
        let is_amount = |column: Col| matches!(kind.columns[column].holds, Holds::Money) && kind.columns[column].name == "amount";
        if column.is_some_and(is_amount) && over.is_some_and(|c| matches!(kind.columns[c].holds, Holds::Money)) {
            column = over;
        }
        let in_words = cell.text.contains("大写") || cell.text.contains("大寫");
        headings.push(Heading {
            text: cell.text.trim().to_owned(),
            span: cell.span,
            place,
            column: if in_words { None } else { column },
            unit: header_unit(&cell.text).or_else(|| below.and(group).and_then(|group| header_unit(&group.text))),
            in_words,
        });
    }
    headings
}

/// The column that a header means. What stands in brackets says which side 借方 and 贷方 are: 借方（收入）.
fn column_of(kind: &TableKind, text: &str) -> Option<Col> {
    kind.find(text).or_else(|| {
        let folded = folded(text);
        let (side, inner) = folded.split_once('(')?;
        is_side(side)?;
        kind.find(inner.trim_end_matches(')'))
    })
}

/// Whether a header is the debit side (`true`) or the credit side of a ledger.
pub fn is_side(text: &str) -> Option<bool> {
    let bare: String = simplified(&folded(text)).to_lowercase().chars().filter(|c| *c != ' ').collect();
    match bare.as_str() {
        "借" | "借方" | "借方金额" | "借方发生额" | "debit" | "dr" => Some(true),
        "贷" | "贷方" | "贷方金额" | "贷方发生额" | "credit" | "cr" => Some(false),
        _ => None,
    }
}
