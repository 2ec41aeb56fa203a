//! `gongshi explain [CODE]`: what a diagnostic means, the rule behind it, an example and its mend; of one code, of a family
//! such as GS03, or of all.

use super::Outcome;
use super::args::{ExplainOptions, PageFormat};
use super::explain_chapter::{chapter, family_title, section};
use super::help::system_locale;
use super::words::{print, say, words};
use crate::diagnostic::{self, CodePage, word};
use crate::model::Locale;

pub fn run(options: &ExplainOptions, locale: Option<Locale>) -> Outcome {
    let locale = locale.unwrap_or_else(system_locale);
    let wanted = options.code.as_deref().unwrap_or_default().trim().to_uppercase();
    let text = match (diagnostic::page(&wanted), options.format) {
        (Some(page), PageFormat::Human) => explained(page, locale),
        (Some(page), PageFormat::Markdown) => section(page, locale),
        (None, format) => {
            let families = families(&wanted);
            if families.is_empty() {
                let near = diagnostic::nearest_code(&wanted).unwrap_or_default();
                say(&words().fill("explain.unknown", locale, &[("code", &wanted), ("nearest", near)]));
                return Outcome::Unusable;
            }
            let parts: Vec<String> = families
                .iter()
                .map(|family| match format {
                    PageFormat::Human => list(family, locale),
                    PageFormat::Markdown => chapter(family, locale),
                })
                .collect();
            parts.join("\n")
        }
    };
    print(&text);
    Outcome::Done
}

/// The first four letters that codes share: the one asked for, or all where nothing is.
fn families(wanted: &str) -> Vec<&'static str> {
    let mut families: Vec<&str> = diagnostic::all().filter_map(|page| page.code.get(..4)).collect();
    families.dedup();
    families.retain(|family| wanted.is_empty() || *family == wanted);
    families
}

fn list(family: &str, locale: Locale) -> String {
    let pages = diagnostic::all().filter(|page| page.code.starts_with(family));
    let line = |page: &CodePage| {
        let severity = word(page.severity.name(), locale);
        format!("{}  {severity}  {}\n", page.code, CodePage::shown(page.message(locale)))
    };
    format!("{family} · {}\n{}", family_title(family, locale), pages.map(line).collect::<String>())
}

fn explained(page: &CodePage, locale: Locale) -> String {
    let mut out = format!(
        "{} · {}\n{}\n\n{}\n",
        page.code,
        word(page.severity.name(), locale),
        CodePage::shown(page.message(locale)),
        page.explanation(locale)
    );
    if !page.basis(locale).is_empty() {
        out.push_str(&format!("\n{} {}\n", words().get("explain.basis", locale), page.basis(locale)));
    }
    out.push_str(&format!("\n{} {}\n", words().get("explain.mend", locale), CodePage::shown(page.help(locale))));
    if let Some(case) = page.example() {
        out.push_str(&format!("\n{} {}\n", words().get("explain.example", locale), case.heading(locale)));
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
