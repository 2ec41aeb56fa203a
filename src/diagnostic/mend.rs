//! A mend that a program can make: what to put in the place of what, and how sure that is.

use super::report::{Diagnostic, shares_line};
use crate::model::{FileId, Files, Span};

/// How sure a mend is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Applying it cannot change what the record says.
    Certain,
    /// Somebody should look first.
    Offered,
}

/// A text in the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub text: String,
    /// What a reader took from the place, until the place has been compared with it.
    read: Option<Read>,
}

/// A value as its reader has it: without quotes and the spaces around it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Read {
    value: String,
    /// Whether the quotes around it go too.
    quotes_go: bool,
}

impl Edit {
    /// Exactly this place.
    pub fn exact(span: Span, text: impl Into<String>) -> Self {
        Edit { span, text: text.into(), read: None }
    }

    /// The value read at a place; quotes around it stay.
    pub fn value(span: Span, value: &str, text: impl Into<String>) -> Self {
        let read = Read { value: value.trim().to_owned(), quotes_go: false };
        Edit { span, text: text.into(), read: Some(read) }
    }

    /// The value read at a place, with the quotes around it.
    pub fn literal(span: Span, value: &str, text: impl Into<String>) -> Self {
        let read = Read { value: value.trim().to_owned(), quotes_go: true };
        Edit { span, text: text.into(), read: Some(read) }
    }

    /// The edit at its very place; `None` where something else stands there than was read, such as an escape.
    fn settled(self, files: &Files) -> Option<Self> {
        let Some(read) = &self.read else { return Some(self) };
        let around = |c: char| c.is_whitespace() || matches!(c, '"' | '\'');
        let source = files.text(self.span);
        let at = source.find(&read.value).filter(|_| !read.value.is_empty())?;
        let (before, after) = (&source[..at], &source[at + read.value.len()..]);
        if !before.chars().chain(after.chars()).all(around) {
            return None;
        }
        let (before, after) = if read.quotes_go { (before.trim_start(), after.trim_end()) } else { ("", "") };
        let start = self.span.start as usize + at;
        let span = Span::new(self.span.file, start - before.len(), start + read.value.len() + after.len());
        Some(Edit { span, text: self.text, read: None })
    }
}

/// Edits of one file that together mend one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    pub certainty: Certainty,
    edits: Vec<Edit>,
    /// Whether the places were compared with what the readers took from them.
    settled: bool,
}

impl Mend {
    /// A mend that cannot change what the record says.
    pub fn certain(edits: Vec<Edit>) -> Self {
        Mend { certainty: Certainty::Certain, edits, settled: false }
    }

    /// A mend that somebody should look at.
    pub fn offered(edits: Vec<Edit>) -> Self {
        Mend { certainty: Certainty::Offered, ..Mend::certain(edits) }
    }

    pub fn is_certain(&self) -> bool {
        self.certainty == Certainty::Certain
    }

    /// In the order of the file, none over another.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// The file that it changes.
    pub fn file(&self) -> Option<FileId> {
        self.edits.first().map(|edit| edit.span.file)
    }

    /// Whether it may be shown and applied.
    pub(super) fn is_settled(&self) -> bool {
        self.settled
    }

    /// Whether it changes a line that holds a part of `secret`.
    pub(super) fn touches(&self, secret: Span, files: &Files) -> bool {
        self.edits.iter().any(|edit| shares_line(edit.span, secret, files))
    }

    fn settle(self, files: &Files) -> Option<Self> {
        let mut edits: Vec<Edit> = self.edits.into_iter().map(|edit| edit.settled(files)).collect::<Option<_>>()?;
        edits.sort_by_key(|edit| edit.span);
        let file = edits.first()?.span.file;
        let text = files.get(file).text.as_str();
        let in_text = |span: Span| text.get(span.start as usize..span.end as usize).is_some();
        let one_file = edits.iter().all(|edit| edit.span.file == file && in_text(edit.span));
        let apart = edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
        let changes = edits.iter().any(|edit| files.text(edit.span) != edit.text);
        (one_file && apart && changes && files.get(file).readable).then_some(Mend { edits, settled: true, ..self })
    }
}

/// Compares every mend with the files. One whose place does not hold what its reader took from it is dropped.
pub fn settle_mends(diagnostics: &mut [Diagnostic], files: &Files) {
    for diagnostic in diagnostics.iter_mut().filter(|d| d.proposed.is_some()) {
        diagnostic.proposed = diagnostic.proposed.take().and_then(|mend| mend.settle(files)).map(Box::new);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Encoding, SourceFile};

    fn settled(source: &str, edit: fn(Span) -> Edit) -> Option<String> {
        let text = format!("x{source}y");
        let file =
            SourceFile { path: "a.toml".into(), text: text.clone(), encoding: Encoding::Utf8, original: None, readable: true };
        let span = Span::new(FileId(0), 1, 1 + source.len());
        let mend = Mend::certain(vec![edit(span)]).settle(&Files(vec![file]))?;
        let edit = &mend.edits[0];
        Some(format!("{}{}{}", &text[..edit.span.start as usize], edit.text, &text[edit.span.end as usize..]))
    }

    #[test]
    fn quotes_stay_or_go() {
        let value = |span| Edit::value(span, "是", "true");
        assert_eq!(settled("\"是\"", value).as_deref(), Some("x\"true\"y"));
        assert_eq!(settled(" 是\n", value).as_deref(), Some("x true\ny"));
        assert_eq!(settled(" \"是\" ", |span| Edit::literal(span, "是", "true")).as_deref(), Some("x true y"));
    }

    #[test]
    fn what_was_not_read_so_is_left() {
        assert_eq!(settled("\"\\u662f\"", |span| Edit::value(span, "是", "true")), None);
        assert_eq!(settled("不是", |span| Edit::value(span, "是", "true")), None);
        assert_eq!(settled("是", |span| Edit::value(span, "是", "是")), None);
    }
}
