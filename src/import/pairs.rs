//! A sheet of keys and values, cell by cell: pairs side by side and one below the other, tables under a title, what only
//! heads or explains. Every cell becomes a key, a value, something left out, or a stranger.

use std::collections::BTreeMap;
use std::ops::Range;

use super::grid::{At, Cell, Grid};
use super::keys::{Keys, plain};
use super::known::{self, Over, Role};
use super::mapping::Mapping;
use super::pair_tables::Columns;
use crate::source::{self, folded};

/// A cell of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub sheet: usize,
    pub at: At,
}

/// A value and the key it belongs to.
pub struct Entry {
    pub key: usize,
    /// Which of the tables of its kind it belongs to, counted through the workbook.
    pub record: usize,
    /// Where the key stands; the value's own place where both are in one cell.
    pub name: Place,
    pub title: String,
    pub value: Place,
    pub cell: Cell,
    /// What one is worth, where the key or a line above says: 合同总价（万元）.
    pub unit: i128,
}

/// A sum under a table's column.
pub struct Total {
    pub key: usize,
    /// The records that it sums up: all of the table's before it, or those since the total before.
    pub all: Range<usize>,
    pub part: Range<usize>,
    pub place: Place,
    pub cell: Cell,
    pub unit: i128,
}

/// What has been found so far.
#[derive(Default)]
pub struct Found {
    pub entries: Vec<Entry>,
    pub totals: Vec<Total>,
    /// Names that are not understood.
    pub strangers: Vec<(Place, String)>,
    /// Second values beside a key that has one: the key's name, the first value and the other.
    pub seconds: Vec<(String, Place, Place)>,
    /// Cells that are not written, with the key of the word that says why.
    pub left: Vec<(Place, &'static str)>,
    pub records: BTreeMap<&'static str, usize>,
}

/// What a name stands for.
pub enum Means {
    Key(usize),
    LeftOut(&'static str),
    Nothing,
}

/// A filled cell of a row.
#[derive(Clone, Copy)]
pub struct Token<'a> {
    pub column: usize,
    pub cell: &'a Cell,
}

impl Token<'_> {
    pub fn text(&self) -> String {
        self.cell.shown()
    }
}

/// Reads a sheet into what has been found.
pub struct Walk<'a> {
    pub keys: &'a Keys,
    mapping: &'a Mapping,
    pub grid: &'a Grid,
    pub sheet: usize,
    pub found: &'a mut Found,
    /// The table of the file that is being told of; empty for the file's own keys.
    pub table: &'static str,
    /// The table that is being read, if one is.
    pub columns: Option<Columns>,
    /// Columns of notes, and of numbers that count the rows.
    notes: Vec<usize>,
    index: Option<usize>,
    unit: i128,
    /// Records being told of in columns, with the keys they have already.
    open: BTreeMap<usize, (usize, Vec<usize>)>,
}

impl<'a> Walk<'a> {
    pub fn sheet(keys: &'a Keys, mapping: &'a Mapping, sheet: usize, grid: &'a Grid, found: &'a mut Found) {
        let table = keys.table(&grid.name).map_or("", |table| table.path);
        let (columns, notes, index, open) = (None, Vec::new(), None, BTreeMap::new());
        let mut walk = Walk { keys, mapping, grid, sheet, found, table, columns, notes, index, unit: 1, open };
        for row in 0..grid.rows.len() {
            walk.row(row);
        }
    }

    pub fn place(&self, row: usize, token: &Token<'_>) -> Place {
        Place { sheet: self.sheet, at: At { row, column: token.column } }
    }

    pub fn leave(&mut self, row: usize, tokens: &[Token<'_>], why: &'static str) {
        for token in tokens {
            let place = self.place(row, token);
            self.found.left.push((place, why));
        }
    }

    /// The filled cells of a row; one that is merged over several columns counts once.
    fn tokens(&self, row: usize) -> Vec<Token<'a>> {
        let cells = &self.grid.rows[row];
        let is_copy = |column: usize| cells[column].merged && column > 0 && cells[column - 1].value == cells[column].value;
        let filled = (0..cells.len()).filter(|column| !cells[*column].is_blank() && !is_copy(*column));
        filled.map(|column| Token { column, cell: &cells[column] }).collect()
    }

    /// Whether blank lines stand before a row; in a text those are no rows.
    fn is_after_gap(&self, row: usize) -> bool {
        let Some(above) = row.checked_sub(1).filter(|_| !self.grid.lines.is_empty()) else { return false };
        let breaks = |cell: &Cell| cell.shown().matches('\n').count() as u32;
        let lines = 1 + self.grid.rows[above].iter().map(breaks).max().unwrap_or(0);
        self.grid.line(row) > self.grid.line(above) + lines
    }

    fn row(&mut self, row: usize) {
        if self.is_after_gap(row) {
            self.columns = None;
        }
        let mut tokens = self.tokens(row);
        if self.columns.is_none() {
            if tokens.len() > 1 && self.is_header(row, &tokens) {
                return;
            }
            let (notes, rest): (Vec<Token>, Vec<Token>) = tokens.iter().partition(|t| self.notes.contains(&t.column));
            self.leave(row, &notes, "import.left.explains");
            tokens = rest;
        }
        if self.counts_rows(&tokens) {
            self.leave(row, &tokens[..1], "import.left.index");
            tokens.remove(0);
        }
        match tokens[..] {
            [] => self.columns = None,
            [token] => self.alone(row, token),
            _ if self.is_over_pairs(row, &tokens) => {}
            _ => self.several(row, tokens),
        }
    }

    /// Whether a row begins with its number, in a column of such or before a name that is known.
    fn counts_rows(&self, tokens: &[Token<'_>]) -> bool {
        let [first, second, ..] = tokens else { return false };
        let number = folded(&first.text());
        let is_number = number.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十.、()".contains(c));
        let known = || tokens.len() > 2 && matches!(self.means(&second.text()), Means::Key(_));
        self.columns.is_none() && is_number && (self.index == Some(first.column) || known())
    }

    /// 项目 | 内容 | 说明, over pairs.
    fn is_over_pairs(&mut self, row: usize, tokens: &[Token<'_>]) -> bool {
        let texts: Vec<String> = tokens.iter().map(Token::text).collect();
        let ahead = usize::from(known::role(&texts[0]) == Some(Role::Index));
        let over = |place: usize, what: Over| texts.get(place).is_some_and(|text| known::over(text, what));
        if !over(ahead, Over::Key) || !over(ahead + 1, Over::Value) {
            return false;
        }
        self.index = (ahead == 1).then(|| tokens[0].column);
        let notes = (ahead + 2..tokens.len()).filter(|place| over(*place, Over::Note) && !over(*place, Over::Key));
        self.notes = notes.map(|place| tokens[place].column).collect();
        self.columns = None;
        self.leave(row, tokens, "import.left.names");
        true
    }

    /// A row with one filled cell.
    fn alone(&mut self, row: usize, token: Token<'a>) {
        let text = token.text();
        if self.columns.is_some() && !source::is_note(&text) && self.keys.table(&text).is_none() {
            return self.record(row, &[token]);
        }
        if let Some(unit) = source::stated_unit(&text) {
            self.unit = unit;
            return self.leave(row, &[token], "import.left.note");
        }
        if let Some(table) = self.keys.table(&text) {
            self.enter(table.path);
            return self.leave(row, &[token], "import.left.names");
        }
        if source::is_note(&text) {
            return self.leave(row, &[token], "import.left.note");
        }
        match self.means(&text) {
            Means::Key(_) => self.leave(row, &[token], "import.left.no_value"),
            Means::LeftOut(why) => self.leave(row, &[token], why),
            Means::Nothing if self.in_one_cell(row, token) => {}
            Means::Nothing => {
                // 违约金：5000元 tells something; a title does not.
                let tells = folded(&text).split_once(':').is_some_and(|(_, value)| !value.trim().is_empty());
                match tells {
                    true => self.stranger(row, &token, folded(&text).split(':').next().unwrap_or_default()),
                    false => self.leave(row, &[token], "import.left.note"),
                }
            }
        }
    }

    fn several(&mut self, row: usize, mut tokens: Vec<Token<'a>>) {
        if self.columns.is_some() && !self.leaves_table(&tokens) {
            return self.record(row, &tokens);
        }
        // The name of a table may stand before its keys, in a column of its own.
        if let Some(table) = self.keys.table(&tokens[0].text())
            && self.keys.find_within(table.path, &tokens[1].text()).is_some()
        {
            if table.path != self.table {
                self.enter(table.path);
            }
            self.leave(row, &tokens[..1], "import.left.names");
            tokens.remove(0);
        }
        if !self.is_header(row, &tokens) {
            self.pairs(row, &tokens);
        }
    }

    pub fn enter(&mut self, table: &'static str) {
        self.table = table;
        self.columns = None;
        self.open.clear();
    }

    /// Names and values in turn.
    fn pairs(&mut self, row: usize, tokens: &[Token<'a>]) {
        let mut rest = tokens;
        while let [first, after @ ..] = rest {
            let name = first.text();
            let means = self.means(&name);
            if matches!(means, Means::Nothing) && self.in_one_cell(row, *first) {
                rest = after;
                continue;
            }
            let values = self.values(first, after);
            rest = &after[values.len()..];
            match means {
                Means::Key(_) if values.is_empty() => self.leave(row, &[*first], "import.left.no_value"),
                Means::Key(key) => {
                    let values: Vec<_> = values.iter().map(|value| (*value, value.cell.clone())).collect();
                    self.told(row, key, (&name, first), &values);
                }
                Means::LeftOut(why) => {
                    self.leave(row, &[*first], why);
                    self.leave(row, values, why);
                }
                Means::Nothing => {
                    self.leave(row, values, "import.left.note");
                    self.stranger(row, first, &name);
                }
            }
        }
    }

    /// The values behind a name: those up to the next name that has one itself.
    fn values<'t>(&self, name: &Token<'_>, after: &'t [Token<'a>]) -> &'t [Token<'a>] {
        let is_name = |text: &str| matches!(self.means(text), Means::Key(_)) || folded(text).trim_end().ends_with(':');
        // A name that stands apart follows one whose value is blank.
        if after.len() > 1 && after[0].column > name.column + 1 && is_name(&after[0].text()) {
            return &[];
        }
        let end = (1..after.len()).find(|place| is_name(&after[*place].text())).unwrap_or(after.len());
        &after[..end]
    }

    /// A key with its values: one, but in a table of which there are several, where each column tells of one.
    fn told(&mut self, row: usize, key: usize, (title, name): (&str, &Token<'a>), values: &[(Token<'a>, Cell)]) {
        let keys = self.keys;
        let table = keys.keys[key].table;
        let many = keys.tables.iter().any(|t| t.path == table && t.many);
        if table != self.table && (many || table.is_empty()) {
            self.enter(table);
        }
        let place = self.place(row, name);
        for (index, (value, cell)) in values.iter().enumerate() {
            if index > 0 && !many {
                let (one, other) = (self.place(row, &values[0].0), self.place(row, value));
                self.found.seconds.push((title.to_owned(), one, other));
                continue;
            }
            let record = if many { self.record_in(value.column, table, key) } else { 0 };
            self.entry(key, record, title, place, row, value, cell.clone());
        }
    }

    /// The record that a column tells of; a key that it has already begins another.
    fn record_in(&mut self, column: usize, table: &'static str, key: usize) -> usize {
        if self.open.get(&column).is_none_or(|(_, has)| has.contains(&key)) {
            let record = self.next_record(table);
            self.open.insert(column, (record, Vec::new()));
        }
        let open = self.open.entry(column).or_default();
        open.1.push(key);
        open.0
    }

    /// `合同名称：某某合同` in one cell.
    fn in_one_cell(&mut self, row: usize, token: Token<'a>) -> bool {
        let text = token.text();
        let Some((name, value)) = text.split_once(['：', ':']) else { return false };
        let key = match self.means(name) {
            Means::Key(key) => key,
            Means::LeftOut(why) => {
                self.leave(row, &[token], why);
                return true;
            }
            Means::Nothing => return false,
        };
        if value.trim().is_empty() {
            self.leave(row, &[token], "import.left.no_value");
            return true;
        }
        self.told(row, key, (name, &token), &[(token, Cell::text(value.trim()))]);
        true
    }

    #[expect(clippy::too_many_arguments, reason = "each is another thing that is known of a value")]
    pub fn entry(&mut self, key: usize, record: usize, title: &str, name: Place, row: usize, token: &Token<'_>, cell: Cell) {
        let (value, unit) = (self.place(row, token), self.unit_of(title));
        self.found.entries.push(Entry { key, record, name, title: title.trim().to_owned(), value, cell, unit });
    }

    pub fn unit_of(&self, title: &str) -> i128 {
        source::header_unit(title).unwrap_or(self.unit)
    }

    pub fn stranger(&mut self, row: usize, token: &Token<'_>, text: &str) {
        let place = self.place(row, token);
        self.found.strangers.push((place, text.trim().to_owned()));
    }

    /// What a name means where it stands.
    fn means(&self, name: &str) -> Means {
        self.means_by(name, self.keys.find(self.table, name))
    }

    pub fn means_within(&self, table: &str, name: &str) -> Means {
        self.means_by(name, self.keys.find_within(table, name))
    }

    pub fn key_within(&self, table: &str, name: &str) -> Option<usize> {
        match self.means_within(table, name) {
            Means::Key(key) => Some(key),
            _ => None,
        }
    }

    /// A mapping goes before what is known.
    fn means_by(&self, name: &str, known: Option<usize>) -> Means {
        let own = plain(name);
        let mapped = self.mapping.keys.iter().find(|(_, names)| names.names().iter().any(|n| plain(n) == own));
        let mapped = mapped.and_then(|(path, _)| self.keys.keys.iter().position(|key| key.path == *path));
        if self.mapping.left_out.iter().any(|left| plain(left) == own) {
            return Means::LeftOut("import.left.asked");
        }
        match mapped.or(known) {
            Some(key) => Means::Key(key),
            None => match known::role(name) {
                Some(Role::Room | Role::Personal) => Means::LeftOut("import.left.personal"),
                Some(Role::Index) => Means::LeftOut("import.left.index"),
                _ => Means::Nothing,
            },
        }
    }
}
