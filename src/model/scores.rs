//! Service measurements: one row a contract clause and a source.

use jiff::civil::Date;

use super::contracts::Source;
use super::{Exact, FileId, Particulars, Period, Span, Spanned};

#[derive(Clone, Debug)]
pub struct Score {
    /// The contract named, as an id; none means the property contract in force on the period's last day.
    pub contract: Option<Spanned<String>>,
    pub clause: Spanned<String>,
    pub source: Spanned<Source>,
    /// Measured, in the clause's unit.
    pub value: Option<Exact>,
    /// 0 to 100, where given; else it follows from `value`.
    pub score: Option<Spanned<Exact>>,
    pub measured_on: Option<Date>,
    pub evidence: String,
    pub by: String,
    pub extra: Vec<String>,
    pub span: Span,
    pub line: u32,
}

impl Score {
    /// The least and the most that a score may be.
    pub const POINTS: (u32, u32) = (0, 100);
}

/// `scores/<period>.csv`.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub file: FileId,
    pub period: Spanned<Period>,
    pub scores: Vec<Score>,
    pub extra_columns: Vec<String>,
    pub front: Particulars,
    /// Whether a row could not be read.
    pub incomplete: bool,
}

/// In order of period.
pub type Records = Vec<Sheet>;

/// None is Markdown.
pub fn documents(_: &Records) -> impl Iterator<Item = &super::Document> {
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
