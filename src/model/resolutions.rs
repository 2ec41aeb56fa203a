//! Votes of the owners (业主大会表决): who could vote, who did, how, and what was claimed to follow.

use jiff::civil::Date;

use super::{Acknowledged, Document, Exact, FileId, Scope, Span, Spanned};

/// What the record claims the vote to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    Passed,
    Failed,
}

impl Claim {
    pub const NAMES: &[(&str, Claim)] = &[("passed", Claim::Passed), ("failed", Claim::Failed)];

    pub fn name(self) -> &'static str {
        super::name_of(Claim::NAMES, self)
    }
}

/// What is counted: owners, or the area that is theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Owners; one exclusive part counts as one (condominium interpretation art. 9).
    People,
    /// m² of exclusive parts (art. 8).
    Area,
}

impl Measure {
    /// Owners whole, m² with two decimals; thousands apart.
    pub fn shown(self, number: &Exact) -> String {
        match self {
            Measure::People => number.separated(0),
            Measure::Area => number.separated(2),
        }
    }
}

/// The votes by people, or by area in m².
#[derive(Clone, Debug)]
pub struct Count {
    /// The table.
    pub span: Span,
    pub total: Spanned<Exact>,
    pub participated: Spanned<Exact>,
    pub agreed: Spanned<Exact>,
    pub against: Spanned<Exact>,
    pub abstained: Spanned<Exact>,
    /// Ballots that count for nothing but participation.
    pub invalid: Exact,
    /// Not returned and counted with the majority (从多数); within `agreed`, shown apart.
    pub with_majority: Option<Spanned<Exact>>,
}

/// `resolutions/<slug>.toml`.
#[derive(Clone, Debug)]
pub struct Resolution {
    /// The path without its ending.
    pub id: String,
    pub file: FileId,
    pub title: String,
    /// What kind of matter: an item of the jurisdiction, by its id or name.
    pub item: Spanned<String>,
    pub scope: Scope,
    /// The day of the list of owners.
    pub roll_date: Option<Date>,
    /// Ballots delivered.
    pub delivered: Option<u32>,
    pub counted_by: Option<String>,
    /// The day the vote was called.
    pub called_on: Option<Spanned<Date>>,
    pub voted_from: Option<Spanned<Date>>,
    pub voted_to: Spanned<Date>,
    /// The day the votes were counted; without it, the last day of voting.
    pub counted_on: Option<Date>,
    pub announced_on: Option<Spanned<Date>>,
    pub method: Option<String>,
    pub notice: Option<Spanned<String>>,
    pub minutes: Option<Spanned<String>>,
    /// Categories it lets be spent.
    pub allows: Vec<String>,
    pub people: Option<Count>,
    /// m².
    pub area: Option<Count>,
    pub claimed: Option<Spanned<Claim>>,
    pub topic: Option<String>,
    pub attachments: Vec<Spanned<String>>,
    /// Who has looked through them.
    pub redacted_by: Option<String>,
    pub acknowledged: Vec<Acknowledged>,
}

/// In order of the last day of voting, then id.
pub type Records = Vec<Resolution>;

/// None is Markdown.
pub fn documents(_: &Records) -> impl Iterator<Item = &Document> {
    std::iter::empty()
}

/// Their notices, minutes and attachments.
pub fn references(records: &Records) -> impl Iterator<Item = &Spanned<String>> {
    records.iter().flat_map(|r| r.notice.iter().chain(&r.minutes).chain(&r.attachments))
}

/// The topics that votes decided.
pub fn topics(records: &Records) -> impl Iterator<Item = (&str, FileId)> {
    records.iter().filter_map(|r| Some((r.topic.as_deref()?, r.file)))
}
