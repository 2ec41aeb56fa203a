//! `gongshi explain CODE`: what a diagnostic means, the rule behind it, an example and its mend.

use super::Outcome;
use super::args::ExplainOptions;
use super::help::system_locale;
use super::words::{print, say, words};
use crate::diagnostic::{self, CodePage, word};
use crate::model::Locale;

pub fn run(options: &ExplainOptions, locale: Option<Locale>) -> Outcome {
    let locale = locale.unwrap_or_else(system_locale);
    let Some(code) = &options.code else {
        print(&list(locale));
        return Outcome::Done;
    };
    let wanted = code.trim().to_uppercase();
    match diagnostic::page(&wanted) {
        Some(page) => {
            print(&explained(page, locale));
            Outcome::Done
        }
        None => {
            let near = diagnostic::nearest_code(&wanted).unwrap_or_default();
            say(&words().fill("explain.unknown", locale, &[("code", code), ("nearest", near)]));
            Outcome::Unusable
        }
    }
}

fn list(locale: Locale) -> String {
    let lines = diagnostic::all()
        .map(|page| format!("{}  {}  {}\n", page.code, word(page.severity.name(), locale), shown(page.message(locale))));
    lines.collect()
}

/// A message with its placeholders as dots: what it says of any folder.
fn shown(message: &str) -> String {
    let mut out = String::new();
    let mut depth = 0;
    for c in message.replace("<<", "").replace(">>", "").chars() {
        match c {
            '{' => {
                depth += 1;
                out.push('…');
            }
            '}' => depth -= 1,
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

fn explained(page: &CodePage, locale: Locale) -> String {
    let mut out = format!(
        "{} · {}\n{}\n\n{}\n",
        page.code,
        word(page.severity.name(), locale),
        shown(page.message(locale)),
        page.explanation(locale)
    );
    if !page.basis(locale).is_empty() {
        out.push_str(&format!("\n{} {}\n", words().get("explain.basis", locale), page.basis(locale)));
    }
    out.push_str(&format!("\n{} {}\n", words().get("explain.mend", locale), shown(page.help(locale))));
    if let Some(case) = page.cases.iter().find(|c| c.expect.iter().any(|e| e.contains(&page.code))) {
        out.push_str(&format!("\n{} {}\n", words().get("explain.example", locale), case.heading));
        for (path, content) in &case.files {
            out.push_str(&format!("\n  {path}\n"));
            for line in content.lines() {
                out.push_str(&format!("    {line}\n"));
            }
        }
        out.push('\n');
        for line in &case.expect {
            out.push_str(&format!("  → {line}\n"));
        }
    }
    out
}
