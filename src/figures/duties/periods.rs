//! What meets the duties of every quarter, half-year or year.

use jiff::civil::Date;

use crate::model::accounts::Front;
use crate::model::calendar::EventKind;
use crate::model::minutes::MeetingKind;
use crate::model::{Cadence, Community, FileId, Period};

/// Something in the record that meets a duty: the days it covers, and when owners could see it.
pub struct Evidence {
    pub start: Date,
    pub end: Date,
    pub on: Option<Date>,
    pub file: FileId,
}

impl Evidence {
    fn of(period: Period, on: Option<Date>, file: FileId) -> Self {
        Evidence { start: period.start(), end: period.end(), on, file }
    }

    /// Of a kind whose files do not say when they were published: on the first day of a notice about the file.
    fn noticed(community: &Community, period: Period, file: FileId) -> Self {
        let path = community.files.path(file);
        let id = path.rsplit_once('.').map_or(path, |(id, _)| id);
        let about = community.notices.iter().filter(|n| n.about.as_ref().is_some_and(|about| about.value == id));
        Evidence::of(period, about.map(|n| n.start.value).min(), file)
    }

    /// Something that happened for all to see.
    fn held(day: Date, file: FileId) -> Self {
        Evidence { start: day, end: day, on: Some(day), file }
    }
}

/// From the records and the day of the record.
pub type Source = fn(&Community, Date) -> Vec<Evidence>;

/// By the names that `met_by` uses: how often where the duty does not say, and what meets it.
pub static PERIODS: [(&str, Cadence, Source); 14] = [
    ("accounts", Cadence::Quarterly, accounts),
    ("audits", Cadence::Yearly, |c, _| {
        let of = |a: &crate::model::accounts::Audit| match a.published_on {
            Some(on) => Evidence::of(a.period.value, Some(on), a.document.file),
            None => Evidence::noticed(c, a.period.value, a.document.file),
        };
        c.accounts.audits.iter().map(of).collect()
    }),
    ("budget", Cadence::Yearly, |c, _| c.accounts.budgets.iter().map(|b| Evidence::noticed(c, b.period, b.file)).collect()),
    ("fund", Cadence::HalfYearly, fund),
    ("scores", Cadence::Yearly, |c, _| c.scores.iter().map(|s| Evidence::noticed(c, s.period.value, s.file)).collect()),
    ("surveys", Cadence::Yearly, |c, _| c.surveys.iter().map(|s| Evidence::noticed(c, s.period.value, s.file)).collect()),
    ("complaints", Cadence::Quarterly, |c, _| {
        c.complaints.iter().map(|s| Evidence::noticed(c, s.period.value, s.file)).collect()
    }),
    ("collection", Cadence::Quarterly, |c, _| {
        c.collection.iter().map(|s| Evidence::of(s.period.value, s.front.published_on, s.file)).collect()
    }),
    ("seal", Cadence::Yearly, seal),
    ("reception-monthly", Cadence::Monthly, receptions),
    ("meeting-committee", Cadence::EveryTwoMonths, |c, _| meetings(c, MeetingKind::Committee)),
    ("meeting-joint", Cadence::Quarterly, |c, _| meetings(c, MeetingKind::Joint)),
    ("meeting-assembly", Cadence::Yearly, |c, _| meetings(c, MeetingKind::Assembly)),
    ("training", Cadence::Yearly, training),
];

fn accounts(community: &Community, _: Date) -> Vec<Evidence> {
    let of = |(file, period, front): (FileId, Period, &Front)| Evidence::of(period, front.published_on.map(|d| d.value), file);
    community.accounts.fronts().map(of).collect()
}

/// The fund's balances stand for the day they were struck.
fn fund(community: &Community, _: Date) -> Vec<Evidence> {
    let Some(file) = community.fund.holdings_file else { return Vec::new() };
    let days: std::collections::BTreeSet<Date> = community.fund.holdings.iter().map(|h| h.date).collect();
    days.into_iter().map(|day| Evidence { start: day, end: day, on: None, file }).collect()
}

/// A register covers the year it is named after, though no seal may have been used in a part of it.
fn seal(community: &Community, _: Date) -> Vec<Evidence> {
    let years = community.seal.iter().filter_map(|r| Some((Period::parse(&r.name)?, r.file)));
    years.map(|(period, file)| Evidence::noticed(community, period, file)).collect()
}

/// The days on which somebody could be seen, as the calendar has them.
fn receptions(community: &Community, as_of: Date) -> Vec<Evidence> {
    let events = community.calendar.iter().filter(|e| e.kind == EventKind::Reception);
    events.flat_map(|e| e.days(as_of).into_iter().map(|day| Evidence::held(day, e.file))).collect()
}

fn meetings(community: &Community, kind: MeetingKind) -> Vec<Evidence> {
    let held = community.minutes.iter().filter(|m| m.kind == kind && !m.agenda_only);
    held.map(|m| Evidence::held(m.date, m.document.file)).collect()
}

fn training(community: &Community, _: Date) -> Vec<Evidence> {
    let bodies = community.organisation.iter();
    bodies.flat_map(|b| b.trainings.iter().map(|t| Evidence::held(t.date, b.file))).collect()
}
