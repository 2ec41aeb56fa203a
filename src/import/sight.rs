//! What a message may show of a file: its rows as lines, where every cell that may name a household or a person is
//! replaced by its own address. A message can then mark the wrong cell without giving anybody away.

use crate::model::{Encoding, FileId, Files, SourceFile, Span};

use super::grid::{At, Cell, Grid};

/// Sheets as texts, with the place of each cell.
pub struct Sight {
    pub files: Files,
    spans: Vec<Vec<Vec<Span>>>,
}

impl Sight {
    /// `hidden` says of a sheet and a place in it whether the cell must not be shown.
    pub fn new(path: &str, grids: &[Grid], hidden: &dyn Fn(usize, At) -> bool) -> Self {
        let mut sight = Sight { files: Files::default(), spans: Vec::new() };
        for (sheet, grid) in grids.iter().enumerate() {
            let id = FileId(sheet as u32);
            let mut text = String::new();
            let mut lines = 1;
            let mut rows = Vec::with_capacity(grid.rows.len());
            for (row, cells) in grid.rows.iter().enumerate() {
                while lines < grid.line(row) {
                    text.push('\n');
                    lines += 1;
                }
                let mut spans = Vec::with_capacity(cells.len());
                for (column, cell) in cells.iter().enumerate() {
                    if column > 0 {
                        text.push(',');
                    }
                    let start = text.len();
                    let at = At { row, column };
                    // A text's blank lines are no rows, but its places are counted with them.
                    let told = At { row: grid.line(row) as usize - 1, column };
                    text += &shown(cell, told, hidden(sheet, at));
                    spans.push(Span::new(id, start, text.len()));
                }
                rows.push(spans);
            }
            let path = if grid.name.is_empty() { path.to_owned() } else { format!("{path} [{}]", grid.name) };
            let readable = true;
            sight.files.0.push(SourceFile { path: path.into(), text, encoding: Encoding::Utf8, original: None, readable });
            sight.spans.push(rows);
        }
        if grids.is_empty() {
            let file =
                SourceFile { path: path.into(), text: String::new(), encoding: Encoding::Utf8, original: None, readable: false };
            sight.files.0.push(file);
        }
        sight
    }

    /// Where a cell stands or should stand.
    pub fn cell(&self, sheet: usize, row: usize, column: usize) -> Span {
        let row = self.spans.get(sheet).and_then(|rows| rows.get(row));
        let cell = row.and_then(|cells| cells.get(column).or(cells.last()));
        cell.copied().unwrap_or(Span::file(FileId(sheet as u32)))
    }

    /// The whole of a row.
    pub fn row(&self, sheet: usize, row: usize) -> Span {
        let cells = self.spans.get(sheet).and_then(|rows| rows.get(row));
        match cells.and_then(|cells| cells.first().zip(cells.last())) {
            Some((first, last)) => Span { end: last.end, ..*first },
            None => Span::file(FileId(sheet as u32)),
        }
    }
}

fn shown(cell: &Cell, at: At, hidden: bool) -> String {
    if cell.is_blank() {
        return String::new();
    }
    if hidden {
        return at.to_string();
    }
    let text = cell.shown().replace(['\n', '\r'], " ");
    if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
