//! The text of a table, split into rows of cells with their places.

use std::borrow::Cow;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use crate::diagnostic::Diagnostic;
use crate::model::{FileId, Span};

/// A cell: its text without the quotes, and where it stood, quotes included.
#[derive(Clone, Debug)]
pub struct Cell<'a> {
    pub text: Cow<'a, str>,
    pub span: Span,
}

impl Cell<'_> {
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// A row of cells.
#[derive(Debug)]
pub struct Row<'a> {
    pub cells: Vec<Cell<'a>>,
    pub span: Span,
    /// 1-based.
    pub line: u32,
}

impl Row<'_> {
    /// Whether its cells say the same: a firm's export may repeat its header on every printed page.
    pub fn same_as(&self, other: &Row<'_>) -> bool {
        self.cells.iter().map(|c| c.text.trim()).eq(other.cells.iter().map(|c| c.text.trim()))
    }

    /// Its first cell that is not blank.
    pub fn first_filled(&self) -> Option<&str> {
        self.cells.iter().find(|c| !c.is_blank()).map(|c| c.text.as_ref())
    }
}

/// The cells of a text's rows, each row with its line.
///
/// # Errors
/// The line of a quote that is never closed.
pub fn cells(text: &str) -> Result<Vec<(u32, Vec<String>)>, u32> {
    let mut sink = Vec::new();
    let rows = split_rows(text, FileId(0), &mut sink);
    if !sink.is_empty() {
        return Err(rows.last().map_or(1, |row| row.line));
    }
    Ok(rows.into_iter().map(|row| (row.line, row.cells.into_iter().map(|c| c.text.into_owned()).collect())).collect())
}

/// Splits a text into rows of cells with exact places. The separator is the one its first filled line uses most.
pub fn split_rows<'a>(text: &'a str, file: FileId, sink: &mut Vec<Diagnostic>) -> Vec<Row<'a>> {
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
