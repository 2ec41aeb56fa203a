//! CSV tables: cells with their places, headers by their names in English and Chinese.

use std::borrow::Cow;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::amount::folded;
use super::fields::{self, nearest};
use crate::diagnostic::Diagnostic;
use crate::model::{Date, Exact, FileId, Moment, Money, SourceFile, Span, Spanned};

/// A column by its place in its kind's list: looked up once by the compiler, not in every row.
pub type Col = usize;

/// A column that a kind of table knows.
#[derive(Clone, Copy)]
pub struct Column {
    /// The name that diagnostics and exports use.
    pub name: &'static str,
    /// Every spelling of its header, in lower case; the first Chinese one is what scaffolds write.
    pub spellings: &'static [&'static str],
}

impl Column {
    /// Its name in English and in Chinese, for messages.
    pub fn shown(&self) -> String {
        let chinese = self.spellings.iter().find(|s| !s.is_ascii());
        chinese.map_or_else(|| self.name.to_owned(), |chinese| format!("{} / {chinese}", self.name))
    }
}

/// A cell: its text without the quotes, and where it stood, quotes included.
#[derive(Clone, Debug)]
pub struct Cell<'a> {
    pub text: Cow<'a, str>,
    pub span: Span,
}

impl Cell<'_> {
    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// A table with more columns is no ledger, and would make a page that nobody can open.
const MOST_COLUMNS: usize = 200;

/// A row of cells.
#[derive(Debug)]
pub struct Row<'a> {
    pub cells: Vec<Cell<'a>>,
    pub span: Span,
    /// 1-based.
    pub line: u32,
}

/// A table whose header has been understood.
pub struct Sheet<'a> {
    columns: &'static [Column],
    /// For each known column, its place in a row and the unit its header names (1, or 10,000 for 万元).
    places: Vec<Option<(usize, i128)>>,
    /// Columns that are only kept: header and place.
    extra: Vec<(String, usize)>,
    pub rows: Vec<Row<'a>>,
    pub header: Span,
}

impl<'a> Sheet<'a> {
    /// Reads a table. Rows above the header (a title, a unit) and blank rows are passed over. `None` where there is
    /// no header to be found, which is reported unless the file is empty.
    pub fn read(source: &'a SourceFile, file: FileId, columns: &'static [Column], sink: &mut Vec<Diagnostic>) -> Option<Self> {
        Self::read_with(source, file, columns, 2, sink)
    }

    /// As [`Sheet::read`], where a header has at least so many known columns: one, where most are the folder's own.
    pub fn read_with(
        source: &'a SourceFile,
        file: FileId,
        columns: &'static [Column],
        least: usize,
        sink: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let (text, path) = (source.text.as_str(), &source.path);
        let mut rows = split_rows(text, file, sink);
        let known = |row: &Row<'_>| row.cells.iter().filter(|c| find(columns, &c.text).is_some()).count();
        let filled = |row: &Row<'_>| row.cells.iter().filter(|c| !c.is_blank()).count();
        let header = rows.iter().take(10).position(|r| known(r) >= least || (known(r) == 1 && filled(r) == 1));
        let Some(header) = header else {
            let span = rows.first().map_or(Span::file(file), |r| r.span);
            let names: Vec<String> = columns.iter().map(Column::shown).collect();
            sink.push(Diagnostic::new("GS0215", span).with("columns", names.join(", ")));
            return None;
        };
        if let Some(cell) = rows[header].cells.get(MOST_COLUMNS) {
            sink.push(Diagnostic::new("GS0107", cell.span).with("path", path).word("what", "size.columns"));
            return None;
        }
        let body = rows.split_off(header + 1);
        let header = rows.pop()?;
        let mut sheet = Sheet { columns, places: vec![None; columns.len()], extra: Vec::new(), rows: body, header: header.span };
        sheet.read_header(&header, sink);
        sheet.rows.retain(|r| !r.cells.iter().all(Cell::is_blank) && !same_cells(r, &header));
        sheet.report_overlong(header.cells.len(), sink);
        Some(sheet)
    }

    fn read_header(&mut self, header: &Row<'a>, sink: &mut Vec<Diagnostic>) {
        let mut seen: Vec<(usize, Span)> = Vec::new();
        for (place, cell) in header.cells.iter().enumerate() {
            let Some(column) = find(self.columns, &cell.text) else {
                if !cell.is_blank() {
                    self.extra.push((cell.text.trim().to_owned(), place));
                }
                continue;
            };
            if let Some((_, first)) = seen.iter().find(|(c, _)| *c == column) {
                let twice = Diagnostic::new("GS0214", cell.span).with("column", cell.text.trim());
                sink.push(twice.also(*first));
                continue;
            }
            seen.push((column, cell.span));
            let unit = if folded(&cell.text).contains("万") { 10_000 } else { 1 };
            self.places[column] = Some((place, unit));
        }
    }

    fn report_overlong(&self, width: usize, sink: &mut Vec<Diagnostic>) {
        for row in &self.rows {
            if let Some(cell) = row.cells.iter().skip(width).find(|c| !c.is_blank()) {
                sink.push(Diagnostic::new("GS0211", cell.span).with("text", cell.text.trim()).with("columns", width));
            }
        }
    }

    pub fn has(&self, column: Col) -> bool {
        self.places[column].is_some()
    }

    /// Reports a column that the table cannot do without.
    pub fn require(&self, column: Col, sink: &mut Vec<Diagnostic>) -> bool {
        let there = self.has(column);
        if !there {
            let wanted = self.columns[column];
            let near = wanted.spellings.iter().find_map(|name| nearest(name, self.extra.iter().map(|(h, _)| h.as_str())));
            sink.push(Diagnostic::new("GS0210", self.header).with("column", wanted.shown()).with_some("nearest", near));
        }
        there
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
        self.cell(row, column).map(|c| c.text.trim().to_owned()).unwrap_or_default()
    }

    /// A cell's text with its place.
    pub fn spanned(&self, row: &Row<'a>, column: Col) -> Option<Spanned<String>> {
        self.cell(row, column).map(|c| Spanned::new(c.text.trim().to_owned(), c.span))
    }

    /// The text of a cell that must be filled; reports one that is not.
    pub fn required(&self, row: &Row<'a>, column: Col, sink: &mut Vec<Diagnostic>) -> Option<Spanned<String>> {
        let cell = self.spanned(row, column);
        if cell.is_none() {
            sink.push(Diagnostic::new("GS0212", self.span(row, column)).with("column", self.columns[column].shown()));
        }
        cell
    }

    pub fn date(&self, row: &Row<'a>, column: Col, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Date>> {
        let cell = self.cell(row, column)?;
        fields::read_date(Spanned::new(&cell.text, cell.span), sink)
    }

    /// A day with or without a time of day; `-`, `/` and 无 are nothing.
    pub fn moment(&self, row: &Row<'a>, column: Col, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Moment>> {
        let cell = self.cell(row, column).filter(|c| !super::amount::is_nothing(&c.text))?;
        fields::read_moment(Spanned::new(&cell.text, cell.span), sink)
    }

    /// A whole number that is not negative; `-`, `/` and 无 are nothing.
    pub fn count(&self, row: &Row<'a>, column: Col, sink: &mut Vec<Diagnostic>) -> Option<Spanned<u32>> {
        let number = self.number(row, column, sink)?;
        whole(number, &self.text(row, column), sink)
    }

    /// An amount, in the unit the header names; `-`, `/` and 无 are nothing.
    pub fn money(&self, row: &Row<'a>, column: Col, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Money>> {
        let (_, unit) = self.places[column]?;
        let cell = self.cell(row, column).filter(|c| !super::amount::is_nothing(&c.text))?;
        fields::read_money(Spanned::new(&cell.text, cell.span), unit, sink)
    }

    pub fn number(&self, row: &Row<'a>, column: Col, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Exact>> {
        let cell = self.cell(row, column).filter(|c| !super::amount::is_nothing(&c.text))?;
        fields::read_number(Spanned::new(&cell.text, cell.span), sink)
    }

    /// A whole number in a column that is only kept, by its place in [`Sheet::extra_headers`].
    pub fn extra_count(&self, row: &Row<'a>, extra: usize, sink: &mut Vec<Diagnostic>) -> Option<u32> {
        let cell = row.cells.get(self.extra.get(extra)?.1).filter(|c| !super::amount::is_nothing(&c.text))?;
        let number = fields::read_number(Spanned::new(&cell.text, cell.span), sink)?;
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

/// A firm's export may repeat its header on every printed page.
fn same_cells(row: &Row<'_>, header: &Row<'_>) -> bool {
    row.cells.iter().map(|c| c.text.trim()).eq(header.cells.iter().map(|c| c.text.trim()))
}

/// The column a header means: its name without unit, case and spaces.
fn find(columns: &[Column], header: &str) -> Option<usize> {
    let folded = folded(header).to_lowercase();
    let bare = folded.split('(').next().unwrap_or_default().replace([' ', '*'], "");
    if bare.is_empty() {
        return None;
    }
    columns.iter().position(|c| c.spellings.contains(&bare.as_str()))
}

/// Splits a text into rows of cells with exact places. The separator is the one its first filled line uses most.
fn split_rows<'a>(text: &'a str, file: FileId, sink: &mut Vec<Diagnostic>) -> Vec<Row<'a>> {
    let separator = separator(text);
    let mut reader: Reader = ReaderBuilder::new().delimiter(separator).build();
    let bytes = text.as_bytes();
    let mut buffer = vec![0u8; 4096];
    let mut filled = 0usize;
    let mut rows = Vec::new();
    let mut cells: Vec<Cell<'a>> = Vec::new();
    let (mut at, mut cell_start) = (0usize, 0usize);
    loop {
        let (result, read, written) = reader.read_field(&bytes[at..], &mut buffer[filled..]);
        at += read;
        filled += written;
        match result {
            ReadFieldResult::OutputFull => buffer.resize(buffer.len() * 2, 0),
            ReadFieldResult::InputEmpty => continue,
            ReadFieldResult::End => break,
            ReadFieldResult::Field { record_end } => {
                let start = if cells.is_empty() { after_blank_lines(text, cell_start, at) } else { cell_start };
                let span = trimmed_span(text, start, at, separator, record_end);
                cells.push(Cell { text: cell_text(text, span, &buffer[..filled]), span: Span::new(file, span.0, span.1) });
                filled = 0;
                cell_start = at;
                if record_end {
                    let cells = std::mem::take(&mut cells);
                    if let (Some(first), Some(last)) = (cells.first(), cells.last()) {
                        let span = Span { end: last.span.end, ..first.span };
                        rows.push(Row { span, cells, line: 0 });
                    }
                }
            }
        }
    }
    number_lines(text, &mut rows);
    report_open_quote(text, file, &rows, sink);
    rows
}

/// Blank lines before a record are read with its first cell.
fn after_blank_lines(text: &str, start: usize, end: usize) -> usize {
    let blank = text.as_bytes()[start..end].iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
    // A record of one empty cell is a blank line itself.
    if start + blank == end { start } else { start + blank }
}

/// The cell without separators and line ends around it.
fn trimmed_span(text: &str, start: usize, end: usize, separator: u8, record_end: bool) -> (usize, usize) {
    let bytes = text.as_bytes();
    let mut stop = end;
    if record_end {
        while stop > start && matches!(bytes[stop - 1], b'\n' | b'\r') {
            stop -= 1;
        }
    } else if stop > start && bytes[stop - 1] == separator {
        stop -= 1;
    }
    (start, stop)
}

/// Borrows the text where nothing was quoted; that is nearly every cell.
fn cell_text<'a>(text: &'a str, (start, end): (usize, usize), unquoted: &[u8]) -> Cow<'a, str> {
    let raw = &text[start..end];
    if raw.as_bytes() == unquoted { Cow::Borrowed(raw) } else { Cow::Owned(String::from_utf8_lossy(unquoted).into_owned()) }
}

fn separator(text: &str) -> u8 {
    // A title may stand above the header, so the first lines are asked together.
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).take(10).collect();
    let count = |c: char| lines.iter().map(|line| line.matches(c).count()).max().unwrap_or(0);
    // A tab stands in no header by chance; a semicolon or a comma may.
    if count('\t') > 0 && count('\t') >= count(',') {
        b'\t'
    } else if count(';') > count(',') {
        b';'
    } else {
        b','
    }
}

fn number_lines(text: &str, rows: &mut [Row<'_>]) {
    let (mut line, mut at) = (1u32, 0usize);
    for row in rows {
        let start = row.span.start as usize;
        line += text.as_bytes()[at..start].iter().filter(|b| **b == b'\n').count() as u32;
        at = start;
        row.line = line;
    }
}

/// A quote that is never closed swallows the rest of the file: say so where it opens.
fn report_open_quote(text: &str, file: FileId, rows: &[Row<'_>], sink: &mut Vec<Diagnostic>) {
    let Some(cell) = rows.last().and_then(|r| r.cells.last()) else { return };
    let raw = &text[cell.span.start as usize..cell.span.end as usize];
    let quotes = raw.matches('"').count();
    if raw.starts_with('"') && !quotes.is_multiple_of(2) {
        let start = cell.span.start as usize;
        sink.push(Diagnostic::new("GS0108", Span::new(file, start, start + 1)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<(String, String)>> {
        let rows = split_rows(text, FileId(0), &mut Vec::new());
        let raw = |c: &Cell<'_>| text[c.span.start as usize..c.span.end as usize].to_owned();
        rows.iter().map(|r| r.cells.iter().map(|c| (c.text.to_string(), raw(c))).collect()).collect()
    }

    #[test]
    fn cells_know_their_places() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            rows("日期,\"1,2\"\r\n\r\na,\n"),
            vec![vec![pair("日期", "日期"), pair("1,2", "\"1,2\"")], vec![pair("a", "a"), pair("", "")]]
        );
        assert_eq!(rows("a\tb,c\n"), vec![vec![pair("a", "a"), pair("b,c", "b,c")]].into_iter().collect::<Vec<_>>());
        assert_eq!(rows("\"q\"\"q\",x"), vec![vec![pair("q\"q", "\"q\"\"q\""), pair("x", "x")]]);
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "[a,\"\\n\\r\\t;日 ]{0,40}") {
            let _ = rows(&text);
        }
    }
}
