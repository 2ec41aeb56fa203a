//! Reading whose vote or whose money it is.

use super::fields::Fields;
use crate::diagnostic::Diagnostic;
use crate::model::{Part, Scope, Spanned};

/// One of `all`, `building:3`, `unit:3-1`, `group:street`, or a list of them.
pub fn read(fields: &mut Fields<'_, '_>, key: &'static str) -> Scope {
    let mut parts = Vec::new();
    for text in fields.spanned_texts(key) {
        match Part::parse(&text.value) {
            Some(part) => parts.push(Spanned::new(part, text.span)),
            None => fields.sink.push(
                Diagnostic::new("GS0207", text.span).with("key", key).with("text", &text.value).with("allowed", Part::SPELLINGS),
            ),
        }
    }
    Scope { parts }
}
