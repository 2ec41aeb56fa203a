//! Checks of gongshi.toml that need more than its own text.

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::figures::duties::sources;
use crate::jurisdiction::Jurisdiction;
use crate::model::Spanned;

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let settings = &doubt.community.settings;
    if let Some(id) = &settings.jurisdiction {
        let known = Jurisdiction::ids();
        found.extend(none_of("jurisdiction", id, known.iter().map(String::as_str).collect()));
    }
    // A duty that the folder sets is met by something that is known.
    for met_by in settings.duties.iter().filter(|d| d.judged).filter_map(|d| d.met_by.as_ref()) {
        let mut known: Vec<&str> = sources().collect();
        known.sort_unstable();
        found.extend(none_of("met_by", met_by, known));
    }
    for (id, _) in &settings.jurisdiction_overrides {
        if doubt.jurisdiction.numbers().all(|known| known != id.value) {
            let near = crate::source::nearest(&id.value, doubt.jurisdiction.numbers());
            let told = Diagnostic::new("GS0712", id.span).with("id", &id.value).with_some("nearest", near);
            let set = |known: &&str| settings.jurisdiction_overrides.iter().all(|(id, _)| id.value != *known);
            let mend = crate::source::respelt(id.as_ref().map(String::as_str), doubt.jurisdiction.numbers().filter(set));
            found.push(told.mended_by(mend));
        }
    }
}

/// A value that is none of those there are.
fn none_of(key: &'static str, value: &Spanned<String>, known: Vec<&str>) -> Option<Diagnostic> {
    if known.contains(&value.value.as_str()) {
        return None;
    }
    let near = crate::source::nearest(&value.value, known.iter().copied());
    let told = Diagnostic::new("GS0207", value.span).with("key", key).with("text", &value.value);
    let mend = crate::source::respelt(value.as_ref().map(String::as_str), known.iter().copied());
    Some(told.with("allowed", known.join(", ")).with_some("nearest", near).mended_by(mend))
}
