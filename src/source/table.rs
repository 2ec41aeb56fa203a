//! CSV tables: cells with their places, headers by their names in English and Chinese.

use super::columns::{Choices, Col, Column, Holds, Names, Need, TableKind};
use super::day::DayContext;
use super::document::stem;
use super::header::{self, Header};
use super::mends;
use super::rows::split_rows;
pub use super::rows::{Cell, Row};
use super::scalar::{self, nearest};
use super::traditional::simplified;
use crate::diagnostic::{Diagnostic, Mend};
use crate::model::{Date, Exact, FileId, Moment, Money, Period, SourceFile, Span, Spanned};

/// A table with more columns is no ledger, and would make a page that nobody can open.
const MOST_COLUMNS: usize = 200;

/// A table whose header has been understood.
pub struct Sheet<'a> {
    pub(super) kind: &'static TableKind,
    /// For each known column, its place in a row and the unit of its amounts (1, or 10,000 for 万元).
    pub(super) places: Vec<Option<(usize, i128)>>,
    /// Columns of amounts in words, which are kept and compared.
    pub(super) in_words: Vec<usize>,
    /// Where 借方 and 贷方 stand, which do not say which of them is money coming in.
    sides: [Option<Span>; 2],
    /// What dates leave to the file's name and title.
    days: DayContext,
    /// What one means in every column of money, where its header does not say otherwise.
    unit: i128,
    /// Columns that are only kept: header and place.
    extra: Vec<(String, usize)>,
    /// Where the headers of those stand.
    extra_spans: Vec<Span>,
    pub rows: Vec<Row<'a>>,
    pub header: Span,
}

impl<'a> Sheet<'a> {
    /// Reads a table. Of the rows above the header the unit and the calendar are read; signatures and notes below, blank rows
    /// and headers repeated are passed over. `None` where there is no header to be found, which is reported.
    pub fn read(source: &'a SourceFile, file: FileId, kind: &'static TableKind, sink: &mut Vec<Diagnostic>) -> Option<Self> {
        let (text, path) = (source.text.as_str(), &source.path);
        let mut rows = split_rows(text, file, sink);
        let Some(header) = header::find(&rows, kind, sink) else {
            let span = rows.first().map_or(Span::file(file), |r| r.span);
            sink.push(Diagnostic::new("GS0215", span).with("columns", shown(kind.columns)));
            return None;
        };
        let width = rows[header.rows.clone()].iter().map(|r| r.cells.len()).max().unwrap_or(0);
        if let Some(cell) = rows[header.rows.start].cells.get(MOST_COLUMNS) {
            sink.push(Diagnostic::new("GS0107", cell.span).with("path", path).word("what", "size.columns"));
            return None;
        }
        let body = rows.split_off(header.rows.end);
        let days = DayContext {
            year: Period::parse(stem(path)).map(Period::calendar_year),
            roc: header.roc || ["民國", "民国"].iter().any(|era| path.contains(era)),
        };
        let mut sheet = Sheet {
            kind,
            places: vec![None; kind.columns.len()],
            in_words: Vec::new(),
            sides: [None; 2],
            days,
            unit: header.unit,
            extra: Vec::new(),
            extra_spans: Vec::new(),
            rows: body,
            header: header.span,
        };
        sheet.read_header(&header, sink);
        sheet.rows.retain(|r| !r.cells.iter().all(Cell::is_blank) && !rows.iter().any(|above| above.same_as(r)));
        sheet.leave_notes(header.unit, sink);
        sheet.report_unnamed(&header, width, sink);
        sheet.compare_words(sink);
        Some(sheet)
    }

    fn read_header(&mut self, header: &Header, sink: &mut Vec<Diagnostic>) {
        let mut seen: Vec<(usize, Span)> = Vec::new();
        for heading in &header.headings {
            if heading.in_words {
                self.in_words.push(heading.place);
            }
            if let Some(debit) = header::is_side(&heading.text) {
                self.sides[usize::from(!debit)] = Some(heading.span);
            }
            let Some(column) = heading.column else {
                self.extra.push((heading.text.clone(), heading.place));
                self.extra_spans.push(heading.span);
                continue;
            };
            if let Some((_, first)) = seen.iter().find(|(c, _)| *c == column) {
                let twice = Diagnostic::new("GS0214", heading.span).with("column", &heading.text);
                sink.push(twice.also(*first));
                continue;
            }
            seen.push((column, heading.span));
            self.places[column] = Some((heading.place, heading.unit.unwrap_or(header.unit)));
        }
    }

    /// What stands in a column without a name would be on no page.
    fn report_unnamed(&self, header: &Header, width: usize, sink: &mut Vec<Diagnostic>) {
        let named = |place: &usize| header.headings.iter().any(|heading| heading.place == *place);
        let unnamed: Vec<usize> = (0..width).filter(|place| !named(place)).collect();
        for row in &self.rows {
            let beyond = row.cells.iter().skip(width);
            let mut cells = unnamed.iter().filter_map(|place| row.cells.get(*place)).chain(beyond);
            if let Some(cell) = cells.find(|c| !c.is_blank()) {
                let told = Diagnostic::new("GS0211", cell.span).with("text", cell.text.trim()).with("columns", width);
                sink.push(told.mended_by(mends::parted_amount(&row.cells, width, |place| self.is_money(place))));
            }
        }
    }

    fn is_money(&self, place: usize) -> bool {
        let at = self.places.iter().position(|known| known.is_some_and(|(known, _)| known == place));
        at.is_some_and(|column| matches!(self.kind.columns[column].holds, Holds::Money))
    }

    pub fn has(&self, column: Col) -> bool {
        self.places[column].is_some()
    }

    /// Whether the table has the columns it cannot do without; each that is missing is reported. `only_account`: whether
    /// the folder has one account alone, which rows then need not name.
    pub fn is_complete(&self, only_account: bool, sink: &mut Vec<Diagnostic>) -> bool {
        let needed = |need| match need {
            Need::Must => true,
            Need::UnlessOneAccount => !only_account,
            Need::Either | Need::May => false,
        };
        let mut missing: Vec<Vec<Column>> = Vec::new();
        for (column, known) in self.kind.columns.iter().enumerate() {
            if needed(known.need) && !self.has(column) {
                missing.push(vec![*known]);
            }
        }
        let either: Vec<Col> = self.kind.either().collect();
        let lacks_either = !either.is_empty() && !either.iter().any(|column| self.has(*column));
        if let ([Some(debit), Some(credit)], true) = (self.sides, lacks_either) {
            sink.push(
                Diagnostic::new("GS0208", debit)
                    .word("text", "sides.text")
                    .word("one", "sides.cash_book")
                    .word("other", "sides.bank")
                    .also(credit),
            );
            return false;
        }
        if lacks_either {
            missing.push(either.iter().map(|column| self.kind.columns[*column]).collect());
        }
        for wanted in &missing {
            let mut spellings = wanted.iter().flat_map(|column| column.spellings);
            let near = spellings.find_map(|name| nearest(name, self.extra.iter().map(|(h, _)| h.as_str())));
            let told = Diagnostic::new("GS0210", self.header).with("column", shown(wanted)).with_some("nearest", near);
            sink.push(told.mended_by(self.misspelt(wanted)));
        }
        missing.is_empty()
    }

    /// The one header that can only be that of a column which is missing.
    fn misspelt(&self, wanted: &[Column]) -> Option<Mend> {
        let spellings = || wanted.iter().flat_map(|column| column.spellings.iter().copied());
        let headers = self.extra.iter().zip(&self.extra_spans);
        let mut mends = headers.filter_map(|((text, _), span)| mends::respelt(Spanned::new(text, *span), spellings()));
        let mend = mends.next()?;
        mends.next().is_none().then_some(mend)
    }

    /// In a debug build, that a reader reads from a column what the list says it holds: every literate case tests it.
    fn expects(&self, column: Col, holds: Holds) {
        let known = self.kind.columns[column];
        debug_assert!(known.holds.same_as(holds), "{}: the column {} is read as something else", self.kind.name, known.name);
    }

    /// A cell of a known column; `None` where the column or the cell is missing or blank.
    pub fn cell<'r>(&self, row: &'r Row<'a>, column: Col) -> Option<&'r Cell<'a>> {
        let (place, _) = self.places[column]?;
        row.cells.get(place).filter(|c| !c.is_blank())
    }

    /// Where a cell stands or should stand.
    pub fn span(&self, row: &Row<'a>, column: Col) -> Span {
        self.places[column].and_then(|(place, _)| row.cells.get(place)).map_or(row.span, |c| c.span)
    }

    /// A cell's text, trimmed; empty where there is none.
    pub fn text(&self, row: &Row<'a>, column: Col) -> String {
        self.expects(column, Holds::Text);
        self.cell(row, column).map(|c| c.text.trim().to_owned()).unwrap_or_default()
    }

    /// The text of the cell at a place.
    pub fn words_at(&self, row: &Row<'a>, span: Span) -> String {
        row.cells.iter().find(|c| c.span == span).map(|c| c.text.trim().to_owned()).unwrap_or_default()
    }

    /// A cell's text with its place.
    pub fn spanned(&self, row: &Row<'a>, column: Col) -> Option<Spanned<String>> {
        self.expects(column, Holds::Text);
        self.cell(row, column).map(|c| Spanned::new(c.text.trim().to_owned(), c.span))
    }

    /// A cell that must be filled; reports one that is not, or that says that there is nothing.
    pub fn required<'r>(&self, row: &'r Row<'a>, column: Col, sink: &mut Vec<Diagnostic>) -> Option<&'r Cell<'a>> {
        let text = matches!(self.kind.columns[column].holds, Holds::Text);
        self.required_if(row, column, |cell| text || !super::amount::is_nothing(&cell.text), sink)
    }

    /// As [`Sheet::required`], where a dash is a nought.
    pub fn required_or_dash<'r>(&self, row: &'r Row<'a>, column: Col, sink: &mut Vec<Diagnostic>) -> Option<&'r Cell<'a>> {
        self.required_if(row, column, |_| true, sink)
    }

    fn required_if<'r>(
        &self,
        row: &'r Row<'a>,
        column: Col,
        counts: impl Fn(&Cell<'a>) -> bool,
        sink: &mut Vec<Diagnostic>,
    ) -> Option<&'r Cell<'a>> {
        let known = self.kind.columns[column];
        debug_assert!(known.need == Need::Must, "{}: the column {} is not needed", self.kind.name, known.name);
        let cell = self.cell(row, column).filter(|cell| counts(cell));
        if cell.is_none() {
            sink.push(Diagnostic::new("GS0212", self.span(row, column)).with("column", known.shown()));
        }
        cell
    }

    /// The text of a cell that must be filled.
    pub fn required_text(&self, row: &Row<'a>, column: Col, sink: &mut Vec<Diagnostic>) -> Option<Spanned<String>> {
        self.required(row, column, sink).and_then(|_| self.spanned(row, column))
    }

    /// Reports a row in which none of the columns is filled of which it needs one; `-`, `/` and 无 are nothing.
    pub fn required_either(&self, row: &Row<'a>, sink: &mut Vec<Diagnostic>) -> bool {
        let filled = |column| self.cell(row, column).is_some_and(|c| !super::amount::is_nothing(&c.text));
        let there = self.kind.either().any(filled);
        if !there {
            let wanted: Vec<Column> = self.kind.either().map(|column| self.kind.columns[column]).collect();
            let span = self.kind.either().find(|column| self.has(*column)).map_or(row.span, |column| self.span(row, column));
            sink.push(Diagnostic::new("GS0212", span).with("column", shown(&wanted)));
        }
        there
    }

    pub fn date(&self, row: &Row<'a>, column: Col, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Date>> {
        self.expects(column, Holds::Date);
        let cell = self.cell(row, column)?;
        scalar::read_date_in(Spanned::new(&cell.text, cell.span), self.days, sink)
    }

    /// A day with or without a time of day; `-`, `/` and 无 are nothing.
    pub fn moment(&self, row: &Row<'a>, column: Col, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Moment>> {
        self.expects(column, Holds::Moment);
        let cell = self.cell(row, column).filter(|c| !super::amount::is_nothing(&c.text))?;
        scalar::read_moment_in(Spanned::new(&cell.text, cell.span), self.days, sink)
    }

    /// A whole number that is not negative; `-`, `/` and 无 are nothing.
    pub fn count(&self, row: &Row<'a>, column: Col, sink: &mut Vec<Diagnostic>) -> Option<Spanned<u32>> {
        self.expects(column, Holds::Count);
        let cell = self.cell(row, column).filter(|c| !super::amount::is_nothing(&c.text))?;
        let number = scalar::read_number(Spanned::new(&cell.text, cell.span), sink)?;
        whole(number, &cell.text, sink)
    }

    /// An amount, in the unit the header names; `-`, `/` and 无 are nothing.
    pub fn money(&self, row: &Row<'a>, column: Col, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Money>> {
        self.expects(column, Holds::Money);
        let (_, unit) = self.places[column]?;
        let cell = self.cell(row, column).filter(|c| !super::amount::is_nothing(&c.text))?;
        scalar::read_money(Spanned::new(&cell.text, cell.span), unit, sink)
    }

    pub fn number(&self, row: &Row<'a>, column: Col, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Exact>> {
        self.expects(column, Holds::Number);
        let cell = self.cell(row, column).filter(|c| !super::amount::is_nothing(&c.text))?;
        scalar::read_number(Spanned::new(&cell.text, cell.span), sink)
    }

    /// One of the given names; `-`, `/` and 无 are nothing.
    pub fn choice<T: Copy + PartialEq + Sync>(
        &self,
        row: &Row<'a>,
        column: Col,
        names: &'static [(&'static str, T)],
        sink: &mut Vec<Diagnostic>,
    ) -> Option<Spanned<T>> {
        self.expects_one_of(column, names);
        let cell = self.cell(row, column).filter(|c| !super::amount::is_nothing(&c.text))?;
        scalar::read_choice(self.kind.columns[column].name, Spanned::new(cell.text.trim(), cell.span), names, sink)
    }

    /// As [`Sheet::expects`], for a reader with a message of its own.
    pub fn expects_one_of<T: PartialEq + Sync>(&self, column: Col, names: &'static [(&'static str, T)]) {
        let known = self.kind.columns[column];
        let same = || matches!(known.holds, Holds::Choice(own) if own.spellings() == Names(names).spellings());
        debug_assert!(same(), "{}: the column {} is read as something else", self.kind.name, known.name);
    }

    /// The amount in a column of running balances, which is only kept; `None` where there is none.
    pub fn running_balance(&self, row: &Row<'a>, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Money>> {
        let is_balance = |header: &str| {
            let bare = simplified(header.split(['(', '（']).next().unwrap_or_default()).replace(' ', "").to_lowercase();
            matches!(bare.as_str(), "余额" | "结余" | "结存" | "账面余额" | "balance")
        };
        let (header, place) = self.extra.iter().find(|(header, _)| is_balance(header))?;
        let cell = row.cells.get(*place).filter(|c| !super::amount::is_nothing(&c.text))?;
        let unit = super::row_words::header_unit(header).unwrap_or(self.unit);
        scalar::read_money(Spanned::new(&cell.text, cell.span), unit, sink)
    }

    /// A whole number in a column that is only kept, by its place in [`Sheet::extra_headers`].
    pub fn extra_count(&self, row: &Row<'a>, extra: usize, sink: &mut Vec<Diagnostic>) -> Option<u32> {
        let cell = row.cells.get(self.extra.get(extra)?.1).filter(|c| !super::amount::is_nothing(&c.text))?;
        let number = scalar::read_number(Spanned::new(&cell.text, cell.span), sink)?;
        whole(number, &cell.text, sink).map(|n| n.value)
    }

    /// Headers of the columns that are only kept.
    pub fn extra_headers(&self) -> Vec<String> {
        self.extra.iter().map(|(h, _)| h.clone()).collect()
    }

    /// Cells of the columns that are only kept, in the order of [`Sheet::extra_headers`].
    pub fn extra_cells(&self, row: &Row<'a>) -> Vec<String> {
        self.extra.iter().map(|(_, place)| row.cells.get(*place).map(|c| c.text.trim().to_owned()).unwrap_or_default()).collect()
    }
}

/// A number as a count, or why it is none.
fn whole(number: Spanned<Exact>, text: &str, sink: &mut Vec<Diagnostic>) -> Option<Spanned<u32>> {
    let whole = number.value.short(9).parse().ok();
    if whole.is_none() {
        sink.push(Diagnostic::new("GS0209", number.span).with("text", text.trim()).word("why", "number.whole"));
    }
    whole.map(|n| Spanned::new(n, number.span))
}

/// Columns by name, for messages.
fn shown(columns: &[Column]) -> String {
    columns.iter().map(Column::shown).collect::<Vec<_>>().join(", ")
}
