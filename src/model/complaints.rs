//! Complaints (投诉): received, answered, resolved; never who complained.

use super::{FileId, Moment, Particulars, Period, Span, Spanned};

/// One complaint.
#[derive(Clone, Debug)]
pub struct Complaint {
    /// Unique over all files.
    pub id: Spanned<String>,
    pub received: Spanned<Moment>,
    pub kind: String,
    pub channel: String,
    /// A building's id as the file has it; shown only in counts of five or more, for a few might be known by it.
    pub building: Option<String>,
    /// What it was about; shown without its building.
    pub summary: String,
    pub answered: Option<Spanned<Moment>>,
    pub resolved: Option<Spanned<Moment>>,
    pub reopened: bool,
    /// 1 to 5.
    pub satisfaction: Option<Spanned<u32>>,
    /// The contract it is judged by, as an id; none means the property contract in force on the day it was received.
    pub contract: Option<Spanned<String>>,
    pub clause: Option<Spanned<String>>,
    pub span: Span,
    pub line: u32,
}

impl Complaint {
    /// The least and the most that a satisfaction may be.
    pub const SATISFACTION: (u32, u32) = (1, 5);

    /// When the firm first spoke: the answer, or else the end of the matter.
    pub fn first_answer(&self) -> Option<Moment> {
        self.answered.or(self.resolved).map(|m| m.value)
    }
}

/// `complaints/<period>.csv`: what was received in the period.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub file: FileId,
    pub period: Spanned<Period>,
    pub complaints: Vec<Complaint>,
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

/// The contracts that rows name.
pub fn references(records: &Records) -> impl Iterator<Item = &Spanned<String>> {
    records.iter().flat_map(|s| &s.complaints).filter_map(|c| c.contract.as_ref())
}

/// None names a topic.
pub fn topics(_: &Records) -> impl Iterator<Item = (&str, FileId)> {
    std::iter::empty()
}
