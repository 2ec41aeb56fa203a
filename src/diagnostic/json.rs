//! The machine-readable list: every problem, none grouped.

use serde::Serialize;

use super::changes::Changes;
use super::mend::{Edit, Mend};
use super::position::Places;
use super::report::Diagnostic;
use super::wording::worded;
use crate::model::{Files, Locale};

#[derive(Serialize)]
struct Item<'a> {
    code: &'a str,
    severity: &'a str,
    path: &'a str,
    line: usize,
    column: usize,
    message: String,
    help: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related<'a>>,
    /// How `check --fix` would mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Fix<'a>>,
}

/// Edits that together mend it: `text` in the place of what stands from the first place up to the second.
#[derive(Serialize)]
struct Fix<'a> {
    /// Whether it cannot change what the record says; else somebody should look first.
    certain: bool,
    edits: Vec<FixEdit<'a>>,
}

#[derive(Serialize)]
struct FixEdit<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'a str,
}

/// A second place that disagrees.
#[derive(Serialize)]
struct Related<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    message: String,
}

/// One JSON array of every diagnostic, in the order given; `[]` when clean. With changes, an object that holds it as
/// `diagnostics` beside `changes`, what these are `against`, and the counts of what is wrong `elsewhere`.
pub fn print_json(diagnostics: &[Diagnostic], files: &Files, locale: Locale, changes: Option<&Changes<'_>>) -> String {
    let mut places = Places::new(files);
    let items: Vec<Item<'_>> = diagnostics.iter().map(|d| item(d, files, &mut places, locale)).collect();
    // Strings and numbers alone always serialise.
    let mut json = match changes {
        None => serde_json::to_string_pretty(&items).unwrap_or_else(|_| "[]".to_owned()),
        Some(changes) => {
            let whole = serde_json::json!({
                "diagnostics": items,
                "changes": changes.values(locale),
                "against": changes.against,
                "elsewhere": changes.elsewhere_value(),
            });
            format!("{whole:#}")
        }
    };
    json.push('\n');
    json
}

fn item<'a>(d: &'a Diagnostic, files: &'a Files, places: &mut Places<'_>, locale: Locale) -> Item<'a> {
    let words = worded(d, locale);
    let at = places.of(d);
    let related = d.also.iter().map(|span| {
        let at = places.region(*span);
        Related { path: files.path(span.file), line: at.line, column: at.column, message: words.also.clone() }
    });
    let related = related.collect();
    let fix = d.mend().map(|mend| Fix { certain: mend.is_certain(), edits: fix_edits(mend, files, places) });
    Item {
        code: d.code,
        severity: d.severity.name(),
        path: d.path(files),
        line: at.line,
        column: at.column,
        related,
        message: words.message,
        help: words.help,
        fix,
    }
}

fn fix_edits<'a>(mend: &'a Mend, files: &'a Files, places: &mut Places<'_>) -> Vec<FixEdit<'a>> {
    let edit = |edit: &'a Edit| {
        let at = places.region(edit.span);
        let path = files.path(edit.span.file);
        FixEdit { path, line: at.line, column: at.column, end_line: at.end_line, end_column: at.end_column, text: &edit.text }
    };
    mend.edits().iter().map(edit).collect()
}
