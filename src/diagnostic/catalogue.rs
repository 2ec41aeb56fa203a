//! The catalogue: one Markdown page a code, embedded in the binary.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use rust_embed::RustEmbed;

use super::code_page::CodePage;
use super::report::Severity;

#[derive(RustEmbed)]
#[folder = "src/diagnostic/catalogue/"]
#[include = "GS*.md"]
struct Pages;

/// The codes there are; a page is read when it is first asked for, since most runs tell of a few codes or none.
static CATALOGUE: LazyLock<BTreeMap<String, OnceLock<CodePage>>> = LazyLock::new(|| {
    let codes = Pages::iter().filter_map(|name| name.strip_suffix(".md").map(str::to_owned));
    codes.map(|code| (code, OnceLock::new())).collect()
});

fn read(code: &str) -> CodePage {
    // The code is one of the embedded files' names.
    let file = Pages::get(&format!("{code}.md")).unwrap_or_else(|| panic!("catalogue: no page {code}"));
    let text = String::from_utf8_lossy(&file.data);
    // Tests read every page, so a page that cannot be read never reaches a release.
    CodePage::parse(code, &text).unwrap_or_else(|why| panic!("catalogue/{code}.md: {why}"))
}

/// Every page, by code.
pub fn all() -> impl Iterator<Item = &'static CodePage> {
    CATALOGUE.iter().map(|(code, page)| page.get_or_init(|| read(code)))
}

/// The page of a code, if there is such a code.
pub fn page(code: &str) -> Option<&'static CodePage> {
    let (code, page) = CATALOGUE.get_key_value(code)?;
    Some(page.get_or_init(|| read(code)))
}

/// The code spelt most like `code`, for a mistyped one.
pub fn nearest_code(code: &str) -> Option<&'static str> {
    CATALOGUE.keys().map(String::as_str).min_by_key(|known| strsim::levenshtein(known, code))
}

pub(super) fn severity(code: &str) -> Severity {
    // A test looks up every code the sources name, so the fallback is never taken.
    page(code).map_or(Severity::Error, |page| page.severity)
}
