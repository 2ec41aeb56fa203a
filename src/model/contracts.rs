//! Service contracts: fees, measured clauses, what follows when they are missed (物业服务合同).

use jiff::civil::Date;

use super::{Exact, FileId, Money, Spanned};

/// What is contracted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ContractKind {
    #[default]
    Property,
    /// 前期物业: the developer's, until the owners choose.
    Preliminary,
    Lift,
    Fire,
    Greening,
    Cleaning,
    Security,
    Other,
}

impl ContractKind {
    pub const NAMES: &[(&str, ContractKind)] = &[
        ("property", ContractKind::Property),
        ("preliminary", ContractKind::Preliminary),
        ("lift", ContractKind::Lift),
        ("fire", ContractKind::Fire),
        ("greening", ContractKind::Greening),
        ("cleaning", ContractKind::Cleaning),
        ("security", ContractKind::Security),
        ("other", ContractKind::Other),
    ];

    pub fn name(self) -> &'static str {
        super::name_of(ContractKind::NAMES, self)
    }

    /// Whether this contract is the one that service scores are about.
    pub fn is_property(self) -> bool {
        matches!(self, ContractKind::Property | ContractKind::Preliminary)
    }
}

/// How the firm is paid: a lump sum (包干制) or cost plus commission (酬金制).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeeBasis {
    LumpSum,
    Commission,
}

impl FeeBasis {
    pub const NAMES: &[(&str, FeeBasis)] = &[("lump_sum", FeeBasis::LumpSum), ("commission", FeeBasis::Commission)];

    pub fn name(self) -> &'static str {
        super::name_of(FeeBasis::NAMES, self)
    }
}

/// The fee for one type of property.
#[derive(Clone, Debug)]
pub struct Fee {
    pub property_type: String,
    /// Yuan per m² and month.
    pub rate: Exact,
    /// m².
    pub area: Option<Exact>,
    pub units: Option<u32>,
    pub basis: Option<FeeBasis>,
    /// How far fees billed may lie from rate × area × months, in percent.
    pub tolerance: Option<Exact>,
    /// The ledger's category that this fee is booked under; without one nothing is compared.
    pub category: Option<Spanned<String>>,
}

/// Which side of the target is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    AtLeast,
    AtMost,
}

impl Direction {
    pub const NAMES: &[(&str, Direction)] = &[("at_least", Direction::AtLeast), ("at_most", Direction::AtMost)];

    pub fn name(self) -> &'static str {
        super::name_of(Direction::NAMES, self)
    }
}

/// A deduction: `amount` for every whole `per` units short of the target, up to `cap`.
#[derive(Clone, Debug)]
pub struct Penalty {
    /// In the clause's unit, above zero.
    pub per: Exact,
    pub amount: Money,
    pub cap: Option<Money>,
}

/// A reward: `amount` once in a period where the clause's score is at least `at`.
#[derive(Clone, Debug)]
pub struct Reward {
    pub at: Exact,
    pub amount: Money,
}

/// A quantified promise of the contract.
#[derive(Clone, Debug)]
pub struct Clause {
    pub id: Spanned<String>,
    pub title: String,
    pub standard: Option<String>,
    pub measure: Option<String>,
    pub unit: Option<String>,
    pub target: Exact,
    pub direction: Direction,
    /// Share of the total score; all weights of a contract add up to 100.
    pub weight: Exact,
    pub evidence: Option<String>,
    pub penalty: Option<Penalty>,
    pub reward: Option<Reward>,
}

/// Who measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    Committee,
    Survey,
    ThirdParty,
}

impl Source {
    pub const ALL: [Source; 3] = [Source::Committee, Source::Survey, Source::ThirdParty];
    pub const NAMES: &[(&str, Source)] = &[
        ("committee", Source::Committee),
        ("survey", Source::Survey),
        ("third_party", Source::ThirdParty),
        ("业委会", Source::Committee),
        ("问卷", Source::Survey),
        ("第三方", Source::ThirdParty),
    ];

    pub fn name(self) -> &'static str {
        super::name_of(Source::NAMES, self)
    }
}

#[derive(Clone, Debug)]
pub struct Contract {
    /// `contracts/<slug>`.
    pub id: String,
    pub file: FileId,
    pub title: String,
    pub kind: ContractKind,
    pub firm: Option<String>,
    pub parties: Vec<String>,
    pub signed_on: Option<Date>,
    pub from: Spanned<Date>,
    pub until: Option<Spanned<Date>>,
    pub ended_on: Option<Date>,
    pub end_reason: Option<String>,
    pub filed_on: Option<Date>,
    pub resolution: Option<Spanned<String>>,
    /// Yuan, for a contract at one price.
    pub amount: Option<Money>,
    pub fees: Vec<Fee>,
    pub clauses: Vec<Clause>,
    /// Weight of each source; empty where the contract names none (then all that measure count alike).
    pub sources: Vec<(Source, Exact)>,
    /// Renewal is open from this total score on.
    pub score_at_least: Option<Exact>,
    /// The owners may end the contract below this total score.
    pub terminate_below: Option<Exact>,
    pub complaint_answer_hours: Option<u32>,
    pub complaint_resolve_days: Option<u32>,
    /// Payments above this need the committee's approval, in yuan.
    pub payment_approval: Option<Money>,
}

impl Contract {
    /// The last day it covers, if it has one.
    pub fn last_day(&self) -> Option<Date> {
        match (self.ended_on, self.until.as_ref().map(|u| u.value)) {
            (Some(ended), Some(until)) => Some(ended.min(until)),
            (ended, until) => ended.or(until),
        }
    }

    pub fn in_force(&self, day: Date) -> bool {
        self.from.value <= day && self.last_day().is_none_or(|last| day <= last)
    }

    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|c| c.id.value == id)
    }

    /// The part of the id after the folder.
    pub fn slug(&self) -> &str {
        self.id.strip_prefix("contracts/").unwrap_or(&self.id)
    }
}

/// In order of first day, then id.
pub type Records = Vec<Contract>;

/// None is Markdown.
pub fn documents(_: &Records) -> impl Iterator<Item = &super::Document> {
    std::iter::empty()
}

/// The resolutions that they were concluded by.
pub fn references(records: &Records) -> impl Iterator<Item = &Spanned<String>> {
    records.iter().filter_map(|c| c.resolution.as_ref())
}

/// None names a topic.
pub fn topics(_: &Records) -> impl Iterator<Item = (&str, FileId)> {
    std::iter::empty()
}
