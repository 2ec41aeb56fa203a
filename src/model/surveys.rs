//! Owners' questionnaires (问卷): how many came back, and how the answers are spread.

use jiff::civil::Date;

use super::{FileId, Period, Span, Spanned};

/// One question.
#[derive(Clone, Debug)]
pub struct Question {
    pub text: Spanned<String>,
    /// The clause of the property contract it is about.
    pub clause: Option<Spanned<String>>,
    /// How many gave each answer, in the order of [`Sheet::answers`].
    pub counts: Vec<u32>,
    pub span: Span,
}

impl Question {
    /// How many answered it.
    pub fn answered(&self) -> u64 {
        self.counts.iter().map(|c| u64::from(*c)).sum()
    }

    /// Whether so few answered it that neighbours would know who said what.
    pub fn is_answered_by_few(&self) -> bool {
        super::is_few(self.answered())
    }
}

/// `surveys/<period>.toml`: how it was carried out.
#[derive(Clone, Debug)]
pub struct Front {
    pub file: FileId,
    /// Questionnaires handed out.
    pub sent: Option<Spanned<u32>>,
    /// Questionnaires that came back.
    pub returned: Option<Spanned<u32>>,
    pub method: Option<String>,
    pub from: Option<Date>,
    pub until: Option<Date>,
    /// From this day on the answers are complete.
    pub published_on: Option<Date>,
    /// Why figures already published were changed.
    pub reason: Option<Spanned<String>>,
}

/// `surveys/<period>.csv` with what stands beside it.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub file: FileId,
    pub period: Spanned<Period>,
    /// The answers one could give, as the columns are called.
    pub answers: Vec<String>,
    pub questions: Vec<Question>,
    pub front: Option<Front>,
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
