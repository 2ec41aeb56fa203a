//! A total that is off, put right: for somebody to look at, since a row may be missing instead.

use crate::diagnostic::{Edit, Mend};
use crate::model::{Files, Money, Spanned};
use crate::source;

/// The stated amounts of a row with what they come to. `None` where one is not written in yuan, so that it would be written
/// otherwise.
pub fn corrected(files: &Files, amounts: impl Iterator<Item = (Spanned<Money>, Money)>) -> Option<Mend> {
    let edits = amounts.filter(|(stated, sum)| stated.value != *sum).map(|(stated, sum)| {
        let written = files.text(stated.span).trim_matches(|c: char| c.is_whitespace() || c == '"');
        let in_yuan = source::money(written, 1) == Ok(stated.value);
        in_yuan.then(|| Edit::value(stated.span, written, like(written, sum)))
    });
    let edits: Vec<Edit> = edits.collect::<Option<_>>()?;
    (!edits.is_empty()).then(|| Mend::offered(edits))
}

/// An amount written as another is: with separators or without, with cents or, where it has none, without.
fn like(written: &str, sum: Money) -> String {
    let text = if written.contains([',', '，']) { sum.to_string() } else { sum.plain() };
    let whole = text.strip_suffix(".00").filter(|_| !written.contains(['.', '．']));
    whole.map_or(text.clone(), str::to_owned)
}
