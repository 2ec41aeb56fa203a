//! What a table says in words beside its figures: notes and signatures around it, amounts in words.

use std::collections::BTreeMap;

use super::amount::{self, is_nothing};
use super::capital_amount::{capital_amount, has_capitals};
use super::columns::Holds;
use super::row_words::{RowWord, is_note, row_word, stated_unit};
use super::rows::{Cell, Row};
use super::table::Sheet;
use crate::diagnostic::Diagnostic;
use crate::model::{Money, Span};

impl Sheet<'_> {
    /// Passes over signatures and notes. A unit that stands below the table comes too late to be sure of.
    pub(super) fn leave_notes(&mut self, unit: i128, sink: &mut Vec<Diagnostic>) {
        let rows = std::mem::take(&mut self.rows);
        let (notes, rows): (Vec<Row<'_>>, Vec<Row<'_>>) = rows.into_iter().partition(|row| self.is_note(row));
        self.rows = rows;
        for cell in notes.iter().flat_map(|row| &row.cells) {
            if stated_unit(&cell.text).is_some_and(|below| below != unit) {
                let text = cell.text.trim();
                let told = Diagnostic::new("GS0208", cell.span).with("text", text);
                sink.push(told.word("one", "unit.of_table").word("other", "unit.of_note"));
            }
        }
    }

    fn is_note(&self, row: &Row<'_>) -> bool {
        let word = |text: &str| is_note(text) || (stated_unit(text).is_some() && row_word(text).is_none());
        row.first_filled().is_some_and(word) && self.figures(row).is_empty()
    }

    /// What stands in columns of money and of numbers and can be read, with its column.
    fn figures(&self, row: &Row<'_>) -> Vec<(usize, Money, Span)> {
        let mut figures = Vec::new();
        for (index, (column, place)) in self.kind.columns.iter().zip(&self.places).enumerate() {
            let Some((cell, unit)) = place.and_then(|(place, unit)| Some((row.cells.get(place)?, unit))) else { continue };
            let unit = match column.holds {
                Holds::Money => unit,
                Holds::Number | Holds::Count => 1,
                _ => continue,
            };
            if let Some(amount) = amount::money(&cell.text, unit).ok().filter(|_| !is_nothing(&cell.text)) {
                figures.push((index, amount, cell.span));
            }
        }
        figures
    }

    /// Checks total rows against the rows above, or those since the total before, and passes over them: for kinds that do
    /// not read them themselves.
    pub(super) fn leave_totals(&mut self, sink: &mut Vec<Diagnostic>) {
        let rows = std::mem::take(&mut self.rows);
        let mut all: BTreeMap<usize, Money> = BTreeMap::new();
        let mut part: BTreeMap<usize, Money> = BTreeMap::new();
        for row in rows {
            let figures = self.figures(&row);
            if !row.cells.iter().any(|c| row_word(&c.text) == Some(RowWord::Total)) {
                for (column, amount, _) in figures {
                    *all.entry(column).or_default() += amount;
                    *part.entry(column).or_default() += amount;
                }
                self.rows.push(row);
                continue;
            }
            let of = |sums: &BTreeMap<usize, Money>, column: usize| sums.get(&column).copied().unwrap_or_default();
            for (column, stated, span) in figures {
                let (all, part) = (of(&all, column), of(&part, column));
                if stated != all && stated != part {
                    let told = Diagnostic::new("GS0305", span).with("stated", stated).with("all", all);
                    sink.push(if part == all { told } else { told.with("part", part) });
                }
            }
            part.clear();
        }
    }

    /// Compares amounts in words with the figures of their row: in a column for them, or in a total row.
    pub(super) fn compare_words(&self, sink: &mut Vec<Diagnostic>) {
        let mut total: Vec<(usize, Money, Span)> = Vec::new();
        for row in &self.rows {
            let is_total = row.cells.iter().any(|c| row_word(&c.text) == Some(RowWord::Total));
            if !is_total && self.in_words.is_empty() {
                continue;
            }
            let own = self.figures(row);
            if is_total && !own.is_empty() {
                total.clone_from(&own);
            }
            // 合计（大写） may stand in a row of its own below the figures.
            let figures = if own.is_empty() { &total } else { &own };
            for (place, cell) in row.cells.iter().enumerate().filter(|(_, c)| !is_nothing(&c.text)) {
                let column = self.in_words.contains(&place);
                let money = self.places.iter().flatten().any(|(other, _)| *other == place) && row_word(&cell.text).is_none();
                if column || (is_total && !money && has_capitals(&cell.text)) {
                    sink.extend(doubted(cell, figures));
                }
            }
        }
    }
}

/// What is wrong with an amount in words, if anything. Words know no minus.
fn doubted(cell: &Cell<'_>, figures: &[(usize, Money, Span)]) -> Option<Diagnostic> {
    let text = cell.text.trim();
    let after_colon = text.rsplit([':', '：']).next().unwrap_or_default();
    let Some(words) = capital_amount(text).or_else(|| capital_amount(after_colon)) else {
        return Some(Diagnostic::new("GS0205", cell.span).with("text", text).word("why", "amount.words"));
    };
    let net = || match figures {
        [(_, income, _), (_, expense, _)] => Some((*income - *expense).abs()),
        _ => None,
    };
    if figures.iter().any(|(_, figure, _)| figure.abs() == words) || net() == Some(words) {
        return None;
    }
    let shown: Vec<String> = figures.iter().map(|(_, figure, _)| figure.to_string()).collect();
    let told = Diagnostic::new("GS0216", cell.span).with("words", text).with("amount", words);
    let told = told.with("figures", if shown.is_empty() { "–".to_owned() } else { shown.join(" / ") });
    Some(match figures.first() {
        Some((_, _, span)) => told.also(*span),
        None => told,
    })
}
