//! The machine-readable list: every problem, none grouped.

use serde::Serialize;

use super::position::Lines;
use super::report::Diagnostic;
use super::wording::worded;
use crate::model::{FileId, Files, Locale};

#[derive(Serialize)]
struct Item<'a> {
    code: &'a str,
    severity: &'a str,
    path: &'a str,
    line: usize,
    column: usize,
    message: String,
    help: String,
}

/// One JSON array of every diagnostic, in the order given; `[]` when clean.
pub fn print_json(diagnostics: &[Diagnostic], files: &Files, locale: Locale) -> String {
    let mut lines: Option<(FileId, Lines<'_>)> = None;
    let items: Vec<Item<'_>> = diagnostics
        .iter()
        .map(|d| {
            let (line, column) = place(d, files, &mut lines);
            let words = worded(d, locale);
            Item {
                code: d.code,
                severity: d.severity.name(),
                path: d.path(files),
                line,
                column,
                message: words.message,
                help: words.help,
            }
        })
        .collect();
    // Strings and numbers alone always serialise.
    let mut json = serde_json::to_string_pretty(&items).unwrap_or_else(|_| "[]".to_owned());
    json.push('\n');
    json
}

/// Line and column of a diagnostic; diagnostics come sorted by file, so the last file's lines are kept.
pub(super) fn place<'a>(d: &Diagnostic, files: &'a Files, lines: &mut Option<(FileId, Lines<'a>)>) -> (usize, usize) {
    if d.missing_path.is_some() {
        return (1, 1);
    }
    let file = d.span.file;
    if lines.as_ref().is_none_or(|(of, _)| *of != file) {
        *lines = Some((file, Lines::new(&files.get(file).text)));
    }
    lines.as_ref().map_or((1, 1), |(_, l)| l.position(d.span.start as usize))
}
