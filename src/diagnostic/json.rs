//! The machine-readable list: every problem, none grouped.

use serde::Serialize;

use super::changes::Changes;
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
    Item {
        code: d.code,
        severity: d.severity.name(),
        path: d.path(files),
        line: at.line,
        column: at.column,
        related: related.collect(),
        message: words.message,
        help: words.help,
    }
}
