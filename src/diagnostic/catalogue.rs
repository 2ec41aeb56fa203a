//! The catalogue: one Markdown page a code, embedded in the binary.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_embed::RustEmbed;

use super::code_page::CodePage;
use super::report::Severity;

#[derive(RustEmbed)]
#[folder = "src/diagnostic/catalogue/"]
#[include = "GS*.md"]
struct Pages;

static CATALOGUE: LazyLock<BTreeMap<String, CodePage>> = LazyLock::new(|| {
    Pages::iter()
        .filter_map(|name| {
            let code = name.strip_suffix(".md")?.to_owned();
            let file = Pages::get(&name)?;
            let text = String::from_utf8_lossy(&file.data);
            // Tests read every page, so a page that cannot be read never reaches a release.
            let page = CodePage::parse(&code, &text).unwrap_or_else(|why| panic!("catalogue/{name}: {why}"));
            Some((code, page))
        })
        .collect()
});

/// Every page, by code.
pub fn all() -> impl Iterator<Item = &'static CodePage> {
    CATALOGUE.values()
}

/// The page of a code, if there is such a code.
pub fn page(code: &str) -> Option<&'static CodePage> {
    CATALOGUE.get(code)
}

/// The code spelt most like `code`, for a mistyped one.
pub fn nearest_code(code: &str) -> Option<&'static str> {
    CATALOGUE.keys().map(String::as_str).min_by_key(|known| strsim::levenshtein(known, code))
}

pub(super) fn severity(code: &str) -> Severity {
    // A test looks up every code the sources name, so the fallback is never taken.
    page(code).map_or(Severity::Error, |page| page.severity)
}
