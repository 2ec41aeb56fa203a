//! Rules: 管理规约, 业主大会议事规则 and others, each version a whole file.

use jiff::civil::Date;

use super::{Document, Exact, RuleText, Spanned};

/// Who made a version valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdoptedBy {
    Assembly,
    /// 临时管理规约.
    Developer,
    /// Older than the records.
    BeforeRecords,
}

impl AdoptedBy {
    pub const NAMES: &[(&str, AdoptedBy)] =
        &[("assembly", AdoptedBy::Assembly), ("developer", AdoptedBy::Developer), ("before_records", AdoptedBy::BeforeRecords)];

    pub fn name(self) -> &'static str {
        super::name_of(AdoptedBy::NAMES, self)
    }
}

/// What a version asks in numbers that checks read: `[requires]`. What is not written is not checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requires {
    /// How many members the committee has.
    pub committee_members: Option<u32>,
    /// Who takes part in a joint meeting, as its minutes name them in `parties`.
    pub joint_parties: Vec<String>,
    /// How many members approve before a seal is used.
    pub seal_approvals: Option<u32>,
    /// Whether votes not given may be counted with the majority (从多数).
    pub with_majority: Option<bool>,
    /// The lowest response rate of a questionnaire, in percent.
    pub survey_response: Option<Exact>,
}

/// One version of a rule.
#[derive(Clone, Debug)]
pub struct Version {
    pub document: Document,
    /// The day it takes effect: the file's name.
    pub effective: Date,
    pub version: Option<String>,
    pub adopted_by: Option<AdoptedBy>,
    pub adopted_on: Option<Date>,
    pub resolution: Option<Spanned<String>>,
    pub filed_on: Option<Date>,
    pub note: Option<String>,
    pub requires: Requires,
    pub text: RuleText,
}

impl Version {
    /// The file's name without its ending, which addresses and `gongshi diff` use.
    pub fn name(&self) -> &str {
        self.document.id.rsplit('/').next().unwrap_or(&self.document.id)
    }
}

/// A rule with its versions, oldest first.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The folder below `rules/`.
    pub slug: String,
    pub versions: Vec<Version>,
}

/// In order of slug.
pub type Records = Vec<Rule>;

/// Every version.
pub fn documents(records: &Records) -> impl Iterator<Item = &Document> {
    records.iter().flat_map(|r| &r.versions).map(|v| &v.document)
}

/// The resolutions that adopted them.
pub fn references(records: &Records) -> impl Iterator<Item = &Spanned<String>> {
    records.iter().flat_map(|r| &r.versions).filter_map(|v| v.resolution.as_ref())
}
