//! Letters between committee, firm, offices and owners (函件): who asked whom for what, and the answer.

use jiff::civil::Date;

use super::{Document, Spanned};

/// A letter, sent or received. Its title is its subject.
#[derive(Clone, Debug)]
pub struct Letter {
    pub document: Document,
    /// The day it was sent: `date`, else the date in the file's name.
    pub date: Spanned<Date>,
    /// A body or a role, never a resident's name.
    pub from: String,
    pub to: String,
    pub received_on: Option<Spanned<Date>>,
    /// The last day on which an answer is in time, set by the letter itself; none where it asks for no answer.
    pub answer_due: Option<Spanned<Date>>,
    pub answered_on: Option<Spanned<Date>>,
    /// What was answered, in a sentence; the answer's own words can stand in the body.
    pub answer: Option<String>,
    pub topic: Option<String>,
}

/// In order of date, then id.
pub type Records = Vec<Letter>;

/// Every letter.
pub fn documents(records: &Records) -> impl Iterator<Item = &Document> {
    records.iter().map(|l| &l.document)
}

/// None names another record: a letter's links stand in its body.
pub fn references(_: &Records) -> impl Iterator<Item = &Spanned<String>> {
    std::iter::empty()
}

/// The questions that letters are about.
pub fn topics(records: &Records) -> impl Iterator<Item = (&str, super::FileId)> {
    records.iter().filter_map(|l| Some((l.topic.as_deref()?, l.document.file)))
}
