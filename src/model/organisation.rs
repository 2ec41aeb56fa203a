//! Who acts for the owners and who serves them: bodies, their members, terms, filings, training and promises.

use jiff::civil::Date;

use super::{Exact, FileId, Spanned};

/// What a body is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BodyKind {
    /// 业主大会.
    Assembly,
    /// 业主委员会.
    #[default]
    Committee,
    /// 监事, 监督小组.
    Supervisors,
    /// 物业管理委员会, where there is no committee yet.
    ManagementCommittee,
    /// 筹备组 of the first assembly.
    PreparatoryGroup,
    OwnersGroup,
    /// 物业服务企业.
    Firm,
    /// 建设单位.
    Developer,
    /// 居民委员会.
    ResidentsCommittee,
    /// 街道办事处, 乡镇人民政府.
    StreetOffice,
    /// Lawyers, assessors, social organisations.
    Adviser,
}

impl BodyKind {
    pub const NAMES: &[(&str, BodyKind)] = &[
        ("assembly", BodyKind::Assembly),
        ("committee", BodyKind::Committee),
        ("supervisors", BodyKind::Supervisors),
        ("management_committee", BodyKind::ManagementCommittee),
        ("preparatory_group", BodyKind::PreparatoryGroup),
        ("owners_group", BodyKind::OwnersGroup),
        ("firm", BodyKind::Firm),
        ("developer", BodyKind::Developer),
        ("residents_committee", BodyKind::ResidentsCommittee),
        ("street_office", BodyKind::StreetOffice),
        ("adviser", BodyKind::Adviser),
    ];

    pub fn name(self) -> &'static str {
        super::name_of(BodyKind::NAMES, self)
    }

    /// Whether owners choose it for a term, after which another has to follow.
    pub fn is_elected(self) -> bool {
        matches!(self, BodyKind::Committee | BodyKind::Supervisors | BodyKind::ManagementCommittee)
    }
}

/// Someone who holds an office in a body. The name is shown as the file writes it.
#[derive(Clone, Debug)]
pub struct Member {
    pub name: Spanned<String>,
    pub role: Option<String>,
    pub building: Option<String>,
    pub from: Option<Spanned<Date>>,
    pub until: Option<Spanned<Date>>,
    /// Whether the member's own fees are paid; shown by role, never beside a name.
    pub pays_fees: Option<bool>,
}

impl Member {
    pub fn in_office(&self, day: Date) -> bool {
        spans(self.from.as_ref(), self.until.as_ref(), day)
    }
}

#[derive(Clone, Debug)]
pub struct Training {
    pub date: Date,
    pub topic: String,
    pub hours: Option<Exact>,
    /// Members who took part.
    pub attended: Option<u32>,
}

/// A business that a member has declared a tie to.
#[derive(Clone, Debug)]
pub struct Interest {
    pub member: Spanned<String>,
    pub counterparty: Spanned<String>,
}

/// What a body said in public that it would do. A firm's are terms of its contract (Civil Code 938).
#[derive(Clone, Debug)]
pub struct Promise {
    pub date: Spanned<Date>,
    pub text: String,
    /// Where it was said: a record or a file.
    pub place: Option<Spanned<String>>,
}

/// Advice or instruction that an office gave the community.
#[derive(Clone, Debug)]
pub struct Guidance {
    pub date: Spanned<Date>,
    pub text: String,
    /// Where it stands: a record or a file.
    pub place: Option<Spanned<String>>,
}

#[derive(Clone, Debug)]
pub struct Body {
    /// `organisation/<slug>`.
    pub id: String,
    pub file: FileId,
    pub kind: BodyKind,
    pub name: String,
    /// Other names that records use for it: a short name of a firm.
    pub aliases: Vec<String>,
    /// First day in office: of a committee, the day of its election.
    pub since: Option<Spanned<Date>>,
    /// Last day of its term, included.
    pub until: Option<Spanned<Date>>,
    pub filed_on: Option<Spanned<Date>>,
    pub filed_with: Option<String>,
    /// Of the body itself, never of a person.
    pub phone: Option<String>,
    /// Where it can be found.
    pub place: Option<String>,
    pub hours: Option<String>,
    /// What it is there for, and what one can turn to it for.
    pub duties: Vec<String>,
    pub members: Vec<Member>,
    pub trainings: Vec<Training>,
    pub interests: Vec<Interest>,
    pub promises: Vec<Promise>,
    pub guidance: Vec<Guidance>,
}

impl Body {
    pub fn in_office(&self, day: Date) -> bool {
        spans(self.since.as_ref(), self.until.as_ref(), day)
    }

    /// Whether its term lies before a day.
    pub fn is_past(&self, day: Date) -> bool {
        self.until.as_ref().is_some_and(|until| until.value < day)
    }

    /// Members in office on a day.
    pub fn members_on(&self, day: Date) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(move |m| m.in_office(day))
    }

    /// Whether a record means this body by a name: its own, or another it goes by.
    pub fn is_called(&self, name: &str) -> bool {
        let name = name.trim();
        !name.is_empty() && (self.name == name || self.aliases.iter().any(|a| a == name))
    }
}

/// Whether a day lies in a term whose ends may be open; both ends are included.
fn spans(from: Option<&Spanned<Date>>, until: Option<&Spanned<Date>>, day: Date) -> bool {
    from.is_none_or(|f| f.value <= day) && until.is_none_or(|u| day <= u.value)
}

/// In order of kind, then of the latest term first.
pub type Records = Vec<Body>;

/// None is Markdown.
pub fn documents(_: &Records) -> impl Iterator<Item = &super::Document> {
    std::iter::empty()
}

/// Where promises and guidance were given.
pub fn references(records: &Records) -> impl Iterator<Item = &Spanned<String>> {
    records.iter().flat_map(|body| {
        let promised = body.promises.iter().filter_map(|p| p.place.as_ref());
        promised.chain(body.guidance.iter().filter_map(|g| g.place.as_ref()))
    })
}

/// None names a topic.
pub fn topics(_: &Records) -> impl Iterator<Item = (&str, FileId)> {
    std::iter::empty()
}
