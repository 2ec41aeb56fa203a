//! The calendar: reception days (接待日) and recurring duties, and what came of them.

use jiff::civil::{Date, Time};

use super::recurrence::Rule;
use super::{Document, FileId, Spanned};

/// What happens again and again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EventKind {
    /// 接待日: anyone may come and ask.
    #[default]
    Reception,
    /// A recurring duty of the committee or the firm: an inspection, opening the letter box.
    Duty,
    Meeting,
    Other,
}

impl EventKind {
    pub const NAMES: &[(&str, EventKind)] = &[
        ("reception", EventKind::Reception),
        ("duty", EventKind::Duty),
        ("meeting", EventKind::Meeting),
        ("other", EventKind::Other),
    ];

    pub fn name(self) -> &'static str {
        super::name_of(EventKind::NAMES, self)
    }
}

/// What came of one day of an event.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub date: Spanned<Date>,
    pub text: String,
}

#[derive(Clone, Debug)]
pub struct Event {
    pub file: FileId,
    pub title: Spanned<String>,
    pub kind: EventKind,
    /// RFC 5545. None where the event happens once, on its start.
    pub rule: Option<Spanned<Rule>>,
    /// The first day on which it may happen.
    pub start: Spanned<Date>,
    /// When on the day, where the start says so.
    pub time: Option<Time>,
    pub minutes: Option<u32>,
    pub place: Option<String>,
    /// Who receives or acts: a role.
    pub who: Option<String>,
    /// Days of the rule on which it does not happen.
    pub except: Vec<Spanned<Date>>,
    pub outcomes: Vec<Outcome>,
}

impl Event {
    /// Its days up to `last`, included, without those excepted.
    pub fn days(&self, last: Date) -> Vec<Date> {
        let mut days = self.days_of_rule(last);
        days.retain(|day| !self.except.iter().any(|e| e.value == *day));
        days
    }

    /// The days its rule gives up to `last`, included, whether excepted or not.
    pub fn days_of_rule(&self, last: Date) -> Vec<Date> {
        match &self.rule {
            Some(rule) => rule.days(self.start.value, last),
            None if self.start.value <= last => vec![self.start.value],
            None => Vec::new(),
        }
    }
}

/// In order of file, then of place in it.
pub type Records = Vec<Event>;

/// None is Markdown.
pub fn documents(_: &Records) -> impl Iterator<Item = &Document> {
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
