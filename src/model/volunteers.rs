//! Volunteers' hours by day and activity: how many gave how much, never who.

use jiff::civil::Date;

use super::{Document, Exact, FileId, Spanned};

/// A row of a year's table.
#[derive(Clone, Debug)]
pub struct Shift {
    pub date: Spanned<Date>,
    pub activity: String,
    pub people: u32,
    /// Hours given by all of them together.
    pub hours: Exact,
}

/// `volunteers/<year>.csv`.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub file: FileId,
    pub year: i16,
    pub shifts: Vec<Shift>,
}

/// In order of year.
pub type Records = Vec<Sheet>;

/// None is Markdown.
pub fn documents(_: &Records) -> impl Iterator<Item = &Document> {
    std::iter::empty()
}

/// None names another record.
pub fn references(_: &Records) -> impl Iterator<Item = &Spanned<String>> {
    std::iter::empty()
}

/// None names a topic.
pub fn topics(_: &Records) -> impl Iterator<Item = (&str, FileId)> {
    std::iter::empty()
}
