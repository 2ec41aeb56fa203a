//! Byte offsets to lines and columns. Both count from 1; columns are characters, so they are right under Chinese text.

use std::collections::HashMap;

use super::report::Diagnostic;
use crate::model::{FileId, Files, Span};

/// The first and the last place of a span, the last one not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
}

/// Where diagnostics of a folder stand; each file's lines are counted once.
pub struct Places<'a> {
    files: &'a Files,
    lines: HashMap<FileId, Lines<'a>>,
}

impl<'a> Places<'a> {
    pub fn new(files: &'a Files) -> Self {
        Places { files, lines: HashMap::new() }
    }

    /// Where a diagnostic stands; a missing file is spoken of at its beginning.
    pub fn of(&mut self, diagnostic: &Diagnostic) -> Region {
        match diagnostic.missing_path {
            Some(_) => Region { line: 1, column: 1, end_line: 1, end_column: 1 },
            None => self.region(diagnostic.span),
        }
    }

    pub fn region(&mut self, span: Span) -> Region {
        let lines = self.lines.entry(span.file).or_insert_with(|| Lines::new(&self.files.get(span.file).text));
        let (line, column) = lines.position(span.start as usize);
        let (end_line, end_column) = lines.position(span.end.max(span.start) as usize);
        Region { line, column, end_line, end_column }
    }
}

/// The line starts of one text.
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub fn new(text: &'a str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1));
        Lines { text, starts }
    }

    /// Line and column of a byte offset.
    pub fn position(&self, byte: usize) -> (usize, usize) {
        let byte = byte.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= byte);
        // `starts` begins with 0, so at least one start is at or before any offset.
        let start = self.starts[line - 1];
        let column = self.text.get(start..byte).map_or(0, |s| s.chars().count()) + 1;
        (line, column)
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn counts_characters() {
        let lines = Lines::new("日期,收入\n三月,x\n");
        assert_eq!(lines.position(0), (1, 1));
        assert_eq!(lines.position("日期,".len()), (1, 4));
        assert_eq!(lines.position("日期,收入\n三月,".len()), (2, 4));
        assert_eq!(lines.position(10_000), (3, 1));
    }
}
