//! The list as SARIF 2.1.0, the OASIS format that code hosts and editors read: every problem, none grouped.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::catalogue;
use super::changes::Changes;
use super::mend::{Edit, Mend};
use super::position::{Places, Region};
use super::report::{Diagnostic, Severity};
use super::wording::{Worded, word, worded};
use crate::model::{Files, Locale};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What stays as it is in the path of a URI (RFC 3986).
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// One SARIF log with one run. Paths are relative to the folder that was checked; columns count characters. Changes stand in
/// the run's property bag.
pub fn print_sarif(diagnostics: &[Diagnostic], files: &Files, locale: Locale, changes: Option<&Changes<'_>>) -> String {
    let mut codes: Vec<&str> = diagnostics.iter().map(|d| d.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.iter().map(|code| rule(code, locale)).collect();
    let mut places = Places::new(files);
    let result = |d: &Diagnostic| {
        let words = worded(d, locale);
        let related = d.also.iter().map(|span| location(files.path(span.file), places.region(*span), Some(&words.also)));
        let related: Vec<Value> = related.collect();
        let mut result = json!({
            "ruleId": d.code,
            "ruleIndex": codes.binary_search(&d.code).ok(),
            "level": level(d.severity),
            "message": { "text": message(&words) },
            "locations": [location(d.path(files), places.of(d), None)],
        });
        if !related.is_empty() {
            result["relatedLocations"] = related.into();
        }
        if let Some(mend) = d.mend() {
            result["fixes"] = json!([fix(mend, files, &mut places, locale)]);
        }
        result
    };
    let results: Vec<Value> = diagnostics.iter().map(result).collect();
    let mut log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "gongshi", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "language": locale.tag(),
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    if let Some(changes) = changes {
        log["runs"][0]["properties"] = json!({
            "changes": changes.values(locale),
            "against": changes.against,
            "elsewhere": changes.elsewhere_value(),
        });
    }
    format!("{log:#}\n")
}

/// A path as it stands in a URI.
pub fn uri_path(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Finding => "warning",
        Severity::Hint => "note",
    }
}

fn message(words: &Worded) -> String {
    if words.help.is_empty() { words.message.clone() } else { format!("{}\n{}", words.message, words.help) }
}

fn rule(code: &str, locale: Locale) -> Value {
    let Some(page) = catalogue::page(code) else { return json!({ "id": code }) };
    json!({
        "id": code,
        "fullDescription": { "text": page.explanation(locale) },
        "defaultConfiguration": { "level": level(page.severity) },
    })
}

/// A mend, all of whose edits lie in one file.
fn fix(mend: &Mend, files: &Files, places: &mut Places<'_>, locale: Locale) -> Value {
    let path = mend.file().map_or("", |file| files.path(file));
    let replacement =
        |edit: &Edit| json!({ "deletedRegion": region(places.region(edit.span)), "insertedContent": { "text": edit.text } });
    let replacements: Vec<Value> = mend.edits().iter().map(replacement).collect();
    let description = word(if mend.is_certain() { "fix.certain" } else { "fix.offered" }, locale);
    json!({
        "description": { "text": description },
        "artifactChanges": [{ "artifactLocation": { "uri": uri_path(path) }, "replacements": replacements }],
        "properties": { "certain": mend.is_certain() },
    })
}

fn region(at: Region) -> Value {
    json!({ "startLine": at.line, "startColumn": at.column, "endLine": at.end_line, "endColumn": at.end_column })
}

fn location(path: &str, at: Region, message: Option<&str>) -> Value {
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri_path(path) },
            "region": region(at),
        },
    });
    if let Some(message) = message.filter(|m| !m.is_empty()) {
        location["message"] = json!({ "text": message });
    }
    location
}
