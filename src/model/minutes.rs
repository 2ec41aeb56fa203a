//! Minutes of meetings: who met, what was decided, who promised what by when.

use jiff::civil::Date;

use super::{Document, FileId, Spanned};

/// The five kinds of meeting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MeetingKind {
    /// 业主委员会会议.
    #[default]
    Committee,
    /// 业主大会.
    Assembly,
    /// 联席会议: committee, firm, residents' committee, street office.
    Joint,
    /// 听证会.
    Hearing,
    /// 议事厅.
    RoundTable,
}

impl MeetingKind {
    pub const NAMES: &[(&str, MeetingKind)] = &[
        ("committee", MeetingKind::Committee),
        ("assembly", MeetingKind::Assembly),
        ("joint", MeetingKind::Joint),
        ("hearing", MeetingKind::Hearing),
        ("round_table", MeetingKind::RoundTable),
    ];

    /// The name in files and addresses.
    pub fn name(self) -> &'static str {
        super::name_of(MeetingKind::NAMES, self)
    }
}

/// A promise made at a meeting. It keeps its `id`; a later meeting that names it updates it.
#[derive(Clone, Debug)]
pub struct Action {
    pub id: Spanned<String>,
    pub what: Option<String>,
    pub owner: Option<String>,
    pub due: Option<Spanned<Date>>,
    pub done_on: Option<Spanned<Date>>,
    pub outcome: Option<String>,
}

/// A vote within a meeting, in people.
#[derive(Clone, Debug)]
pub struct Motion {
    pub text: String,
    pub votes_for: Option<u32>,
    pub against: Option<u32>,
    pub abstain: Option<u32>,
    pub passed: Option<bool>,
}

#[derive(Clone, Debug)]
pub struct Minutes {
    pub document: Document,
    pub date: Date,
    pub kind: MeetingKind,
    /// Posted before the meeting is held: `status = "agenda"`.
    pub agenda_only: bool,
    pub place: Option<String>,
    pub chair: Option<String>,
    pub recorder: Option<String>,
    pub present: Vec<String>,
    pub absent: Vec<String>,
    pub parties: Vec<String>,
    pub topics: Vec<String>,
    pub agenda: Vec<String>,
    pub published_on: Option<Date>,
    pub actions: Vec<Action>,
    pub motions: Vec<Motion>,
}

/// In order of date, then id.
pub type Records = Vec<Minutes>;

/// Every meeting's minutes.
pub fn documents(records: &Records) -> impl Iterator<Item = &Document> {
    records.iter().map(|m| &m.document)
}

/// None names another record.
pub fn references(_: &Records) -> impl Iterator<Item = &Spanned<String>> {
    std::iter::empty()
}

/// The topics that meetings spoke of.
pub fn topics(records: &Records) -> impl Iterator<Item = (&str, FileId)> {
    records.iter().flat_map(|m| m.topics.iter().map(|t| (t.as_str(), m.document.file)))
}
