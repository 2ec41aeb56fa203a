//! Checks of gongshi.toml that need more than its own text.

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::jurisdiction::Jurisdiction;

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let settings = &doubt.community.settings;
    if let Some(id) = &settings.jurisdiction {
        let known = Jurisdiction::ids();
        if !known.contains(&id.value) {
            let near = crate::source::nearest(&id.value, known.iter().map(String::as_str));
            found.push(
                Diagnostic::new("GS0207", id.span)
                    .with("key", "jurisdiction")
                    .with("text", &id.value)
                    .with("allowed", known.join(", "))
                    .with_some("nearest", near),
            );
        }
    }
    for (id, _) in &settings.jurisdiction_overrides {
        if doubt.jurisdiction.numbers().all(|known| known != id.value) {
            let near = crate::source::nearest(&id.value, doubt.jurisdiction.numbers());
            found.push(Diagnostic::new("GS0712", id.span).with("id", &id.value).with_some("nearest", near));
        }
    }
}
