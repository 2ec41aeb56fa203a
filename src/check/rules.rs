//! Rules doubted: one version a day.

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::model::Span;

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    for rule in &doubt.community.rules {
        for pair in rule.versions.windows(2) {
            if pair[0].effective == pair[1].effective {
                let twice = Diagnostic::new("GS0206", Span::file(pair[1].document.file)).with("id", pair[1].effective);
                found.push(twice.also(Span::file(pair[0].document.file)));
            }
        }
    }
}
