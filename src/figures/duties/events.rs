//! What meets the duties that follow an event: minutes after a meeting, a filing after an election.

use jiff::civil::Date;

use crate::jurisdiction::Jurisdiction;
use crate::model::contracts::Contract;
use crate::model::minutes::MeetingKind;
use crate::model::organisation::BodyKind;
use crate::model::rules::AdoptedBy;
use crate::model::{Community, FileId};

/// A vote this many days or fewer before a contract's end decides what follows it.
const VOTE_BEFORE_END: i32 = 366;

/// Something that a duty follows, or comes before.
pub struct Event {
    /// The day that the duty's days are counted from.
    pub day: Date,
    /// The day the duty was met.
    pub on: Option<Date>,
    /// It was met, as the record itself shows, without the day.
    pub undated: bool,
    pub file: FileId,
}

impl Event {
    /// Where the record has the thing itself, so that without a day only the day is not known.
    fn shown(day: Date, on: Option<Date>, file: FileId) -> Self {
        Event { day, on, undated: on.is_none(), file }
    }

    /// Where only the day says that it was done.
    fn done(day: Date, on: Option<Date>, file: FileId) -> Self {
        Event { day, on, undated: false, file }
    }
}

/// From the records, what the jurisdiction asks for, and the day of the record.
type Source = fn(&Community, &Jurisdiction, Date) -> Vec<Event>;

/// By the names that `met_by` uses, which are the usual ids of their duties.
pub const EVENTS: [(&str, Source); 9] = [
    ("minutes-published", |c, _, _| {
        let held = c.minutes.iter().filter(|m| !m.agenda_only);
        held.map(|m| Event::shown(m.date, m.published_on, m.document.file)).collect()
    }),
    ("committee-decisions", committee_decisions),
    ("decision-announced", |c, _, _| {
        let counted = |r: &crate::model::resolutions::Resolution| r.counted_on.unwrap_or(r.voted_to.value);
        c.resolutions.iter().map(|r| Event::shown(counted(r), r.announced_on.as_ref().map(|d| d.value), r.file)).collect()
    }),
    ("assembly-notice", |c, _, _| {
        let first = |r: &crate::model::resolutions::Resolution| r.voted_from.as_ref().unwrap_or(&r.voted_to).value;
        c.resolutions.iter().map(|r| Event::shown(first(r), r.called_on.as_ref().map(|d| d.value), r.file)).collect()
    }),
    ("committee-filing", committee_filing),
    ("committee-names", committee_names),
    ("contract-filing", |c, _, _| {
        let contracts = c.contracts.iter().filter(|c| c.kind.is_property());
        contracts.filter_map(|c| Some(Event::done(c.signed_on?, c.filed_on, c.file))).collect()
    }),
    ("contract-renewal", contract_renewal),
    ("rule-filing", |c, _, _| {
        let versions = c.rules.iter().flat_map(|r| &r.versions).filter(|v| v.adopted_by == Some(AdoptedBy::Assembly));
        versions.map(|v| Event::done(v.adopted_on.unwrap_or(v.effective), v.filed_on, v.document.file)).collect()
    }),
];

/// Meetings of the committee that decided something.
fn committee_decisions(community: &Community, _: &Jurisdiction, _: Date) -> Vec<Event> {
    let held = community.minutes.iter().filter(|m| m.kind == MeetingKind::Committee && !m.agenda_only);
    let decided = held.filter(|m| !m.motions.is_empty());
    decided.map(|m| Event::shown(m.date, m.published_on, m.document.file)).collect()
}

/// A committee whose term is over can no longer be filed.
fn committee_filing(community: &Community, _: &Jurisdiction, as_of: Date) -> Vec<Event> {
    let committees = community.organisation.iter().filter(|b| b.kind == BodyKind::Committee);
    let can_be = committees.filter(|b| b.filed_on.is_some() || !b.is_past(as_of));
    let filed = can_be.filter_map(|body| {
        let elected = body.since.as_ref()?.value;
        Some(Event::done(elected, body.filed_on.as_ref().map(|d| d.value), body.file))
    });
    filed.collect()
}

/// The members of an elected committee are told by the first notice about it.
fn committee_names(community: &Community, _: &Jurisdiction, _: Date) -> Vec<Event> {
    let committees = community.organisation.iter().filter(|b| b.kind == BodyKind::Committee);
    let named = committees.filter_map(|body| {
        let elected = body.since.as_ref()?.value;
        let about = community.notices.iter().filter(|n| n.about.as_ref().is_some_and(|a| a.value == body.id));
        let told = about.map(|n| n.start.value).filter(|day| *day >= elected).min();
        Some(Event::shown(elected, told, body.file))
    });
    named.collect()
}

/// What follows a property contract is decided before its end: by a vote, or by the contract that comes after it.
fn contract_renewal(community: &Community, jurisdiction: &Jurisdiction, _: Date) -> Vec<Event> {
    let contracts: Vec<&Contract> = community.contracts.iter().filter(|c| c.kind.is_property()).collect();
    let on_contract = |text: &str| jurisdiction.vote_item(text).is_some_and(|item| item.on_property_contract);
    let votes: Vec<Date> =
        community.resolutions.iter().filter(|r| on_contract(&r.item.value)).map(|r| r.voted_to.value).collect();
    let ending = contracts.iter().filter(|c| c.ended_on.is_none());
    let decided = ending.filter_map(|contract| {
        let (from, until) = (contract.from.value, contract.until.as_ref()?.value);
        let near = |day: &&Date| **day > from && super::days_between(**day, until) <= VOTE_BEFORE_END;
        let voted = votes.iter().filter(near).copied();
        let follows = |c: &&&Contract| c.from.value > from && c.last_day().is_none_or(|last| last > until);
        let followed = contracts.iter().filter(follows).map(|c| c.signed_on.unwrap_or(c.from.value));
        Some(Event::done(until, voted.chain(followed).min(), contract.file))
    });
    decided.collect()
}
