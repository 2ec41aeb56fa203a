//! The rows of a table, each told for what it is: an entry, a total to check, a balance, a note, nothing.

use super::grid::Cell;
use super::oddities::Oddities;
use super::plan::Plan;
use super::reading::{Field, Trouble};
use super::sight::Sight;
use super::{Input, Sheet, known, totals};
use crate::diagnostic::Diagnostic;
use crate::model::{Locale, Money, Span};
use crate::source::{self, Holds, RowWord};

/// A row that counts, as values of our columns.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub sheet: usize,
    pub row: usize,
    /// A balance at the beginning or at the end, where the row is none of the entries.
    pub balance: Option<RowWord>,
    pub fields: Vec<Option<Field>>,
    /// Cells of columns that are only kept.
    pub kept: Vec<String>,
}

/// A sheet's rows, and what became of those that are none.
#[derive(Default)]
pub struct Rows {
    pub rows: Vec<Row>,
    /// Rows that were not taken over: sheet, row and the key of the word that says why.
    pub left_out: Vec<(usize, usize, &'static str)>,
    /// Rows below the header that are not blank.
    pub seen: usize,
    pub oddities: Oddities,
}

/// What a row is, before its cells are read.
enum Kind {
    Blank,
    Entry,
    Word(RowWord),
    LeftOut(&'static str),
}

pub fn read(input: &Input<'_>, sheet: &Sheet<'_>, plan: &Plan, sight: &Sight, into: &mut Rows, sink: &mut Vec<Diagnostic>) {
    let first = into.rows.len();
    let mut totals = totals::Totals::new(input, sheet, plan, sight);
    for row in sheet.table.body..sheet.grid.rows.len() {
        let kind = kind_of(sheet, plan, row);
        if !matches!(kind, Kind::Blank) {
            into.seen += 1;
            if sheet.grid.hidden_rows.contains(&row) {
                into.oddities.add("import.odd.hidden_row", &sheet.place(row, None));
            }
        }
        match kind {
            Kind::Blank => {}
            Kind::LeftOut(why) => into.left_out.push((sheet.index, row, why)),
            Kind::Word(RowWord::Total) => {
                let why = totals.check(row, &into.rows[first..], sink);
                into.left_out.push((sheet.index, row, why));
            }
            Kind::Word(word) if input.kind.name == "accounts" && matches!(word, RowWord::Opening | RowWord::Closing) => {
                match balance_row(input, sheet, plan, row, word) {
                    Some(balance) => into.rows.push(balance),
                    None => into.left_out.push((sheet.index, row, "import.left.no_amount")),
                }
            }
            Kind::Word(_) => into.left_out.push((sheet.index, row, "import.left.carried")),
            Kind::Entry => match counts(sheet, plan, row, sight, sink) {
                Some(true) => into.rows.push(entry(input, sheet, plan, row, sight, &mut into.oddities, sink)),
                Some(false) => into.left_out.push((sheet.index, row, "import.left.void")),
                None => {}
            },
        }
    }
    if plan.running_balance.is_some() {
        totals.check_running_balance(&into.rows[first..], sink);
    }
    super::relations::check(sheet, &into.rows[first..], sight, sink);
}

/// Whether a row is an entry of the table, and no total, note or header again.
pub fn is_entry(sheet: &Sheet<'_>, plan: &Plan, row: usize) -> bool {
    matches!(kind_of(sheet, plan, row), Kind::Entry)
}

fn kind_of(sheet: &Sheet<'_>, plan: &Plan, row: usize) -> Kind {
    let cells = &sheet.grid.rows[row];
    let filled: Vec<&Cell> = cells.iter().filter(|c| !c.is_blank()).collect();
    if filled.is_empty() {
        return Kind::Blank;
    }
    let header = &sheet.grid.rows[sheet.table.body - 1];
    if cells.iter().map(Cell::shown).eq(header.iter().map(Cell::shown)) {
        return Kind::LeftOut("import.left.header");
    }
    let hidden = |column: &usize| plan.personal.contains(column) || plan.rooms.contains(column);
    let words = cells.iter().enumerate().filter(|(column, c)| !hidden(column) && !c.is_blank());
    if let Some(word) = words.filter_map(|(_, cell)| source::row_word(&cell.shown())).next() {
        return Kind::Word(word);
    }
    let figures = (0..plan.places.len()).filter(|c| sheet.is_figure(*c)).flat_map(|c| plan.places[c].iter());
    let no_figures = figures.clone().all(|place| cells.get(*place).is_none_or(Cell::is_blank));
    let shown: std::collections::BTreeSet<String> = filled.iter().map(|c| c.shown()).collect();
    if no_figures && (shown.len() == 1 || source::is_note(&filled[0].shown())) {
        return Kind::LeftOut("import.left.note");
    }
    Kind::Entry
}

/// Whether a row's state says that it counts; one that says neither is reported.
fn counts(sheet: &Sheet<'_>, plan: &Plan, row: usize, sight: &Sight, sink: &mut Vec<Diagnostic>) -> Option<bool> {
    let Some(place) = plan.state else { return Some(true) };
    let state = sheet.grid.cell(row, place).map(Cell::shown).unwrap_or_default();
    let named = |names: &[String]| names.iter().any(|name| known::bare(name) == known::bare(&state));
    if named(&plan.states.counted) {
        return Some(true);
    }
    if named(&plan.states.left_out) {
        return Some(false);
    }
    let counts = known::counts(&state);
    if counts.is_none() {
        let span = sight.cell(sheet.index, row, place);
        let header = sheet.table.headers[place].full();
        sink.push(Diagnostic::new("GS0131", span).with("text", state).with("column", header));
    }
    counts
}

fn entry(
    input: &Input<'_>,
    sheet: &Sheet<'_>,
    plan: &Plan,
    row: usize,
    sight: &Sight,
    oddities: &mut Oddities,
    sink: &mut Vec<Diagnostic>,
) -> Row {
    let mut fields = Vec::with_capacity(plan.places.len());
    for (column, places) in plan.places.iter().enumerate() {
        let known = &input.kind.columns[column];
        let mut sum: Option<Field> = None;
        for place in places {
            let Some(cell) = sheet.grid.cell(row, *place) else { continue };
            let unit = sheet.table.headers[*place].unit;
            match input.surroundings.field(cell, known.holds, unit, sheet.grid.from_1904) {
                Ok(Some(field)) => {
                    oddities.note(cell, known.holds, unit, &field, &sheet.place(row, Some(*place)));
                    sum = Some(match sum {
                        Some(sum) => together(sum, field),
                        None => field,
                    });
                }
                Ok(None) => {}
                Err(trouble) => sink.push(told(trouble, &cell.shown(), known.name, sight.cell(sheet.index, row, *place))),
            }
        }
        if known.name == "date"
            && let Some(parts) = &plan.day_parts
        {
            let cell = parts.cell(sheet, row);
            match input.surroundings.field(&cell, known.holds, 1, sheet.grid.from_1904) {
                Ok(day) => sum = day,
                Err(trouble) => sink.push(told(trouble, &cell.shown(), known.name, sight.cell(sheet.index, row, parts.day))),
            }
        }
        let constant = plan.constants[column].as_ref().map(|text| Field { text: text.clone(), ..Field::default() });
        fields.push(sum.or(constant));
    }
    if plan.signed && fields.iter().flatten().any(|field| field.money.is_some_and(|money| money.0 < 0)) {
        oddities.add("import.odd.signed", &sheet.place(row, None));
    }
    if let Some(split) = &plan.split {
        let word = sheet.grid.cell(row, split.place).map(Cell::shown).unwrap_or_default();
        if let Some(column) = split.column(&word) {
            fields[column] = fields[split.amount].take();
        }
    }
    let kept = plan.kept.iter().map(|place| sheet.grid.cell(row, *place).map(Cell::shown).unwrap_or_default());
    Row { sheet: sheet.index, row, balance: None, fields, kept: kept.collect() }
}

/// Several columns of theirs as one of ours: amounts add up, words stand side by side.
fn together(one: Field, other: Field) -> Field {
    match (one.money, other.money) {
        (Some(a), Some(b)) => Field { text: (a + b).plain(), money: Some(a + b), ..Field::default() },
        _ => Field { text: format!("{} {}", one.text, other.text), ..one },
    }
}

/// An opening or closing balance: its amount stands in the column of balances, or in one of amounts.
fn balance_row(input: &Input<'_>, sheet: &Sheet<'_>, plan: &Plan, row: usize, word: RowWord) -> Option<Row> {
    let column = |name: &str| input.kind.columns.iter().position(|c| c.name == name);
    let amounts = ["income", "expense", "amount"].into_iter().filter_map(column).flat_map(|c| plan.places[c].iter().copied());
    let places: Vec<usize> = plan.running_balance.into_iter().chain(amounts).collect();
    let amount: Money = places.iter().find_map(|place| {
        let cell = sheet.grid.cell(row, *place)?;
        super::reading::money_of(cell, sheet.table.headers[*place].unit).ok().flatten()
    })?;
    let mut fields: Vec<Option<Field>> = vec![None; plan.places.len()];
    let mut set = |name: &str, field: Field| {
        if let Some(column) = column(name) {
            fields[column] = Some(field);
        }
    };
    let words = match (word, input.locale) {
        (RowWord::Opening, Locale::ZhCn) => "期初余额",
        (RowWord::Opening, Locale::En) => "opening balance",
        (_, Locale::ZhCn) => "期末余额",
        (_, Locale::En) => "closing balance",
    };
    set("category", Field { text: words.to_owned(), ..Field::default() });
    // In a table with one column of amounts there is no other place for it.
    let signed = column("income").is_none_or(|c| plan.places[c].is_empty());
    set(if signed { "amount" } else { "income" }, Field { text: amount.plain(), ..Field::default() });
    for name in ["date", "account"] {
        let Some(own) = column(name) else { continue };
        let cell = plan.places[own].first().and_then(|place| sheet.grid.cell(row, *place));
        let read = cell.and_then(|c| input.surroundings.field(c, input.kind.columns[own].holds, 1, sheet.grid.from_1904).ok());
        let constant = plan.constants[own].as_ref().map(|text| Field { text: text.clone(), ..Field::default() });
        let is_word = |field: &Field| source::row_word(&field.text).is_some();
        fields[own] = read.flatten().filter(|field| !is_word(field)).or(constant);
    }
    let kept = vec![String::new(); plan.kept.len()];
    Some(Row { sheet: sheet.index, row, balance: Some(word), fields, kept })
}

/// What is told of a cell that was not read; `column` is what it was to be.
pub fn told(trouble: Trouble, text: &str, column: &str, span: Span) -> Diagnostic {
    match trouble {
        Trouble::Unreadable(code, why) => Diagnostic::new(code, span).with("text", text).word("why", why),
        Trouble::Ambiguous(one, other) => {
            Diagnostic::new("GS0208", span).with("text", text).with("one", one).with("other", other)
        }
        Trouble::NotAllowed(known) => {
            let near = source::nearest(text, known.iter().copied());
            let wrong = Diagnostic::new("GS0207", span).with("key", column).with("text", text);
            wrong.with("allowed", known.join(", ")).with_some("nearest", near)
        }
        Trouble::Unsaved => Diagnostic::new("GS0125", span),
        Trouble::Error(error) => Diagnostic::new("GS0126", span).with("text", error),
    }
}

impl Sheet<'_> {
    /// Whether a column of ours holds figures.
    pub fn is_figure(&self, column: usize) -> bool {
        matches!(self.kind.columns[column].holds, Holds::Money | Holds::Count | Holds::Number)
    }
}
