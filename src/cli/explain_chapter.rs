//! The catalogue as chapters of the book: `gongshi explain GS03 --format markdown`.

use super::words::words;
use crate::diagnostic::{self, Case, CodePage, word};
use crate::model::Locale;

/// For whoever is about to mend a word in a chapter.
const GENERATED: &str = "<!-- written by `gongshi explain`; change src/diagnostic/catalogue/ instead -->";

/// A family of codes as a chapter.
pub fn chapter(family: &str, locale: Locale) -> String {
    let title = family_title(family, locale);
    let pages = diagnostic::all().filter(|page| page.code.starts_with(family));
    let sections: Vec<String> = pages.map(|page| section(page, locale)).collect();
    format!("# {family} · {title}\n\n{GENERATED}\n\n{}", sections.join("\n"))
}

/// What the codes of a family are about.
pub fn family_title(family: &str, locale: Locale) -> String {
    words().get(&format!("explain.family.{family}"), locale).to_owned()
}

/// A code as a section of its chapter.
pub fn section(page: &CodePage, locale: Locale) -> String {
    let severity = word(page.severity.name(), locale);
    let message = escaped(&CodePage::shown(page.message(locale)));
    let mut out = format!("## {}\n\n**{severity}** · {message}\n\n{}\n", page.code, page.explanation(locale));
    let mut told = |key: &str, text: &str| {
        if !text.is_empty() {
            out.push_str(&format!("\n**{}** {}\n", words().get(key, locale), escaped(text)));
        }
    };
    told("explain.basis", page.basis(locale));
    told("explain.mend", &CodePage::shown(page.help(locale)));
    if let Some(case) = page.example() {
        told("explain.example", case.heading(locale));
        out.push_str(&example(case));
    }
    out
}

/// The files of a case and what is said of them, each in a block that no block within closes.
fn example(case: &Case) -> String {
    let mut out = String::new();
    let mut block = |info: &str, content: &str| {
        let ticks = content.lines().map(|l| l.bytes().take_while(|b| *b == b'`').count()).max().unwrap_or(0);
        let fence = "`".repeat(ticks.max(2) + 1);
        out.push_str(&format!("\n{fence}{info}\n{}\n{fence}\n", content.trim_end_matches('\n')));
    };
    for (path, content) in &case.files {
        let kind = path.rsplit_once('.').map_or("text", |(_, ending)| ending);
        block(&format!("{kind} {path}"), content);
    }
    block("text", &case.expect.join("\n"));
    out
}

/// Text of the catalogue with the signs escaped that Markdown would take for tags.
fn escaped(text: &str) -> String {
    let mut in_code = false;
    let escape = |c| match c {
        '`' => {
            in_code = !in_code;
            c.to_string()
        }
        '<' if !in_code => "&lt;".to_owned(),
        '[' | ']' | '*' if !in_code => format!("\\{c}"),
        c => c.to_string(),
    };
    text.chars().map(escape).collect()
}
