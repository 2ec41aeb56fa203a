//! Notices on public view: 公示 and 公告.

use jiff::civil::Date;

use super::{Document, FileId, Spanned};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    PublicNotice,
    #[default]
    Announcement,
    Hearing,
    Recruitment,
    /// A withdrawal from the maintenance fund.
    Fund,
    Result,
}

impl NoticeKind {
    pub const NAMES: &[(&str, NoticeKind)] = &[
        ("public_notice", NoticeKind::PublicNotice),
        ("announcement", NoticeKind::Announcement),
        ("hearing", NoticeKind::Hearing),
        ("recruitment", NoticeKind::Recruitment),
        ("fund", NoticeKind::Fund),
        ("result", NoticeKind::Result),
    ];

    pub fn name(self) -> &'static str {
        super::name_of(NoticeKind::NAMES, self)
    }
}

#[derive(Clone, Debug)]
pub struct Notice {
    pub document: Document,
    pub kind: NoticeKind,
    /// First day on view: `start`, else the date in the file's name.
    pub start: Spanned<Date>,
    /// The day it comes down; days on view are `end - start`.
    pub end: Option<Spanned<Date>>,
    pub places: Vec<String>,
    /// The record it is about, by its id.
    pub about: Option<Spanned<String>>,
    pub objections: Option<String>,
    pub contact: Option<String>,
    pub items: Vec<String>,
    pub topics: Vec<String>,
    pub withdrawn_on: Option<Date>,
    /// Photographs of the board on the first and last day, as paths in the folder.
    pub proof: Vec<Spanned<String>>,
}

/// In order of start, then id.
pub type Records = Vec<Notice>;

/// Every notice.
pub fn documents(records: &Records) -> impl Iterator<Item = &Document> {
    records.iter().map(|n| &n.document)
}

/// What they are about, and the photographs that prove them.
pub fn references(records: &Records) -> impl Iterator<Item = &Spanned<String>> {
    records.iter().flat_map(|n| n.about.iter().chain(&n.proof))
}

/// The topics that notices are about.
pub fn topics(records: &Records) -> impl Iterator<Item = (&str, FileId)> {
    records.iter().flat_map(|n| n.topics.iter().map(|t| (t.as_str(), n.document.file)))
}
