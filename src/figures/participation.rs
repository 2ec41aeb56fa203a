//! How people take part over the years, from several kinds of record: meetings of each year, and who of the committee
//! was there.

use std::collections::BTreeMap;

use crate::model::minutes::{MeetingKind, Minutes};
use crate::model::organisation::BodyKind;
use crate::model::{Community, Exact};

/// The meetings of one year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meetings {
    pub kinds: BTreeMap<MeetingKind, usize>,
    /// Committee meetings whose minutes say who was present, on a day for which the committee's members are on record.
    pub judged: usize,
    /// Members of the committee over those meetings, each counted at each.
    pub seats: usize,
    /// Those of them who were present.
    pub present: usize,
}

impl Meetings {
    /// Present of seats, in percent.
    pub fn attendance(&self) -> Option<Exact> {
        super::surveys::percent(self.present as u64, self.seats as u64)
    }
}

/// By year, what has been held.
pub fn meetings(community: &Community) -> BTreeMap<i16, Meetings> {
    let mut years: BTreeMap<i16, Meetings> = BTreeMap::new();
    for minutes in community.minutes.iter().filter(|m| !m.agenda_only) {
        let year = years.entry(minutes.date.year()).or_default();
        *year.kinds.entry(minutes.kind).or_default() += 1;
        let members = committee_on(community, minutes);
        if minutes.kind == MeetingKind::Committee && !minutes.present.is_empty() && !members.is_empty() {
            year.judged += 1;
            year.seats += members.len();
            year.present += members.iter().filter(|name| minutes.present.iter().any(|p| p.trim() == **name)).count();
        }
    }
    years
}

/// The members of the committee on the day of a meeting; guests are none.
fn committee_on<'a>(community: &'a Community, minutes: &Minutes) -> Vec<&'a str> {
    let committees = community.organisation.iter().filter(|b| b.kind == BodyKind::Committee && !b.is_past(minutes.date));
    committees.flat_map(|b| b.members_on(minutes.date)).map(|m| m.name.value.as_str()).collect()
}
