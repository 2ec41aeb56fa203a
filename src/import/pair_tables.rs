//! Tables below pairs: a header of the keys of one table of the file, with a record in each row; or of keys that several
//! have, with the name of each before its row.

use std::collections::BTreeSet;

use super::grid::{At, Value};
use super::pairs::{Means, Place, Token, Total, Walk};
use crate::source::{self, RowWord};

/// The header of a table and what its columns hold.
pub struct Columns {
    /// Columns with their names; in a table with a name before each row these belong to whatever it names.
    names: Vec<(usize, String)>,
    /// Whether each row begins with the name of the table that it is.
    named_rows: bool,
    /// The first record of the table, and the first since its last total.
    since: usize,
    part: usize,
}

impl<'a> Walk<'a> {
    /// Whether a row below a table is none of it: a pair, or the header of another.
    pub fn leaves_table(&mut self, tokens: &[Token<'_>]) -> bool {
        let wide = self.columns.as_ref().is_some_and(|columns| columns.names.len() > 2);
        let leaves = (wide && tokens.len() == 2 && self.keys.find_within("", &tokens[0].text()).is_some())
            || self.table_of(tokens).is_some();
        if leaves {
            self.enter("");
        }
        leaves
    }

    /// The table whose header a row is: two of its keys at least, and half of all cells.
    fn table_of(&self, tokens: &[Token<'_>]) -> Option<&'static str> {
        if !tokens.iter().all(|t| matches!(t.cell.value, Value::Text(_))) {
            return None;
        }
        // A value may be spelt like a key: 名称 | 名称.
        let count =
            |path: &'static str| tokens.iter().filter_map(|t| self.key_within(path, &t.text())).collect::<BTreeSet<_>>().len();
        let many = || self.keys.tables.iter().filter(|table| table.many).map(|table| table.path);
        let known = |path: &'static str| tokens.iter().all(|t| !matches!(self.means_within(path, &t.text()), Means::Nothing));
        // Beside a name there may be nothing but what is not written: 姓名 | 电话 | 房号.
        let fits = |path: &&'static str| match count(path) {
            0 => false,
            1 => known(path),
            keys => keys * 2 >= tokens.len(),
        };
        let own = many().find(|path| *path == self.table).filter(fits);
        let most = many().map(count).max().unwrap_or(0);
        let mut best = many().filter(|path| count(path) == most).filter(fits);
        own.or_else(|| best.next().filter(|_| best.next().is_none()))
    }

    pub fn is_header(&mut self, row: usize, tokens: &[Token<'a>]) -> bool {
        let names = || tokens.iter().map(|t| (t.column, t.text())).collect();
        if let Some(table) = self.table_of(tokens) {
            self.enter(table);
            let since = self.found.records.get(table).copied().unwrap_or(0);
            self.columns = Some(Columns { names: names(), named_rows: false, since, part: since });
        } else if self.is_over_named_rows(row, tokens) {
            self.enter("");
            self.columns = Some(Columns { names: names(), named_rows: true, since: 0, part: 0 });
        } else {
            return false;
        }
        self.leave(row, tokens, "import.left.names");
        true
    }

    /// 总数 | 同意 | 反对, over rows that begin with 按人数 and 按面积.
    fn is_over_named_rows(&self, row: usize, tokens: &[Token<'_>]) -> bool {
        let next = self.grid.rows.get(row + 1).and_then(|cells| cells.iter().find(|c| !c.is_blank()));
        let Some(table) = next.and_then(|cell| self.keys.table(&cell.shown())).filter(|table| !table.many) else { return false };
        tokens.iter().filter(|t| self.key_within(table.path, &t.text()).is_some()).count() >= 2
    }

    /// The row of a table.
    pub fn record(&mut self, row: usize, tokens: &[Token<'a>]) {
        let Some(columns) = &self.columns else { return };
        let texts: Vec<String> = tokens.iter().map(Token::text).collect();
        if columns.names.iter().map(|(_, name)| name).eq(texts.iter()) {
            return self.leave(row, tokens, "import.left.header");
        }
        if source::is_note(&texts[0]) && tokens.len() == 1 {
            return self.leave(row, tokens, "import.left.note");
        }
        if texts.iter().any(|text| source::row_word(text) == Some(RowWord::Total)) {
            return self.total(row, tokens);
        }
        let (table, tokens) = match columns.named_rows.then(|| self.keys.table(&texts[0])) {
            None => (self.table, tokens),
            Some(Some(table)) => {
                self.leave(row, &tokens[..1], "import.left.names");
                (table.path, &tokens[1..])
            }
            Some(None) => return self.stranger(row, &tokens[0], &texts[0]),
        };
        let many = self.keys.tables.iter().any(|t| t.path == table && t.many);
        let record = if many { self.next_record(table) } else { 0 };
        for token in tokens {
            let Some((name, place)) = self.name_above(row, token) else {
                self.stranger(row, token, &token.text());
                continue;
            };
            match self.means_within(table, &name) {
                Means::Key(key) => self.entry(key, record, &name, place, row, token, token.cell.clone()),
                Means::LeftOut(why) => self.leave(row, &[*token], why),
                Means::Nothing => {
                    self.leave(row, &[*token], "import.left.note");
                    if self.found.strangers.iter().all(|(at, _)| *at != place) {
                        self.found.strangers.push((place, name));
                    }
                }
            }
        }
    }

    /// The name of a column of the table, and where it stands.
    fn name_above(&self, row: usize, token: &Token<'_>) -> Option<(String, Place)> {
        let (column, name) = self.columns.as_ref()?.names.iter().find(|(column, _)| *column == token.column)?;
        let is_name = |above: &usize| self.grid.cell(*above, *column).is_some_and(|cell| cell.shown() == *name);
        let above = (0..row).rev().find(is_name)?;
        Some((name.clone(), Place { sheet: self.sheet, at: At { row: above, column: *column } }))
    }

    fn total(&mut self, row: usize, tokens: &[Token<'a>]) {
        self.leave(row, tokens, "import.left.total");
        let until = self.found.records.get(self.table).copied().unwrap_or(0);
        let Some(columns) = &mut self.columns else { return };
        let (all, part) = (columns.since..until, columns.part..until);
        columns.part = until;
        for token in tokens {
            let Some((name, _)) = self.name_above(row, token) else { continue };
            if let Some(key) = self.key_within(self.table, &name) {
                let (place, unit) = (self.place(row, token), self.unit_of(&name));
                self.found.totals.push(Total {
                    key,
                    all: all.clone(),
                    part: part.clone(),
                    place,
                    cell: token.cell.clone(),
                    unit,
                });
            }
        }
    }

    pub fn next_record(&mut self, table: &'static str) -> usize {
        let next = self.found.records.entry(table).or_default();
        *next += 1;
        *next - 1
    }
}
