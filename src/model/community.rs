//! Life in the community: activities, volunteering, mediation, thanks.

use jiff::civil::Date;

use super::{Document, Exact, Spanned};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HappeningKind {
    #[default]
    Activity,
    Volunteering,
    /// A dispute settled: told without its parties.
    Mediation,
    Thanks,
}

impl HappeningKind {
    pub const NAMES: &[(&str, HappeningKind)] = &[
        ("activity", HappeningKind::Activity),
        ("volunteering", HappeningKind::Volunteering),
        ("mediation", HappeningKind::Mediation),
        ("thanks", HappeningKind::Thanks),
    ];

    pub fn name(self) -> &'static str {
        super::name_of(HappeningKind::NAMES, self)
    }
}

/// Something that happened, or is to happen.
#[derive(Clone, Debug)]
pub struct Happening {
    pub document: Document,
    /// The day it happens: `date`, else the date in the file's name.
    pub date: Date,
    pub kind: HappeningKind,
    /// Hours given by all together.
    pub hours: Option<Exact>,
    /// How many took part.
    pub people: Option<u32>,
    /// Bodies that helped: a school, a hospital, the firm.
    pub partners: Vec<String>,
}

/// In order of date, then id.
pub type Records = Vec<Happening>;

/// Every one.
pub fn documents(records: &Records) -> impl Iterator<Item = &Document> {
    records.iter().map(|h| &h.document)
}

/// None names another record but by links in its text.
pub fn references(_: &Records) -> impl Iterator<Item = &Spanned<String>> {
    std::iter::empty()
}

/// None names a topic.
pub fn topics(_: &Records) -> impl Iterator<Item = (&str, super::FileId)> {
    std::iter::empty()
}
