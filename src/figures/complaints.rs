//! Complaints counted: how many, how fast, how many came back, which kinds; by building only where five or more are meant.

mod clauses;
mod limits;

use std::collections::BTreeMap;

use super::minutes::days_between;
use crate::jurisdiction::Jurisdiction;
use crate::model::complaints::Complaint;
use crate::model::{Community, Date, Exact, Moment, is_few};
pub use clauses::{ByClause, by_clause};
pub use limits::{Kept, Limit, Times, answer_limit, resolve_limit, times};

/// The ages that complaints are sorted into, by their last day; older ones follow.
pub const AGES: [i32; 5] = [1, 3, 7, 15, 30];

/// In what a time is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Where every complaint counted has times of day.
    Hours,
    Days,
}

/// How long something took, over some complaints.
#[derive(Clone, Debug, PartialEq)]
pub struct Speed {
    pub unit: Unit,
    pub median: Exact,
    pub slowest: Exact,
    /// How many complaints it is worked out from.
    pub count: usize,
}

/// Complaints of one kind or of one age.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    pub name: String,
    pub resolved: usize,
    pub open: usize,
    pub reopened: usize,
}

impl Cell {
    pub fn count(&self) -> usize {
        self.resolved + self.open
    }
}

/// Complaints by building, with small cells merged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByBuilding {
    /// Buildings with at least five, in order of their names.
    pub shown: Vec<(String, usize)>,
    /// All other buildings together: none, or at least five.
    pub others: usize,
    /// Without a building: common parts, fees and the like.
    pub none: usize,
}

/// What owners gave, 1 to 5.
#[derive(Clone, Debug, PartialEq)]
pub struct Satisfaction {
    pub mean: Exact,
    pub count: usize,
}

/// Some complaints, summed up.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    pub count: usize,
    pub resolved: usize,
    pub reopened: usize,
    pub answering: Option<Speed>,
    pub resolving: Option<Speed>,
    /// Most frequent first.
    pub kinds: Vec<Cell>,
    /// One for each of [`AGES`] and one for what is older, unnamed: days from receipt to the end, or to this day.
    pub ages: Vec<Cell>,
    /// None where that could name someone.
    pub buildings: Option<ByBuilding>,
    /// Where rows name clauses.
    pub clauses: Vec<ByClause>,
    /// None below five answers.
    pub satisfaction: Option<Satisfaction>,
}

impl Summary {
    pub fn open(&self) -> usize {
        self.count - self.resolved
    }
}

#[derive(Debug, Default)]
pub struct Figures {
    /// As in `Community::complaints`.
    pub periods: Vec<Summary>,
    /// Over all periods.
    pub all: Summary,
}

pub fn work_out(community: &Community, _: &Jurisdiction, as_of: Date) -> Figures {
    let sheets = &community.complaints;
    Figures {
        periods: sheets.iter().map(|s| summary(community, &s.complaints.iter().collect::<Vec<_>>(), as_of)).collect(),
        all: summary(community, &sheets.iter().flat_map(|s| &s.complaints).collect::<Vec<_>>(), as_of),
    }
}

/// The contract a complaint is judged by: the one it names, else the property contract in force when it was received.
pub fn contract_of(community: &Community, complaint: &Complaint) -> Option<usize> {
    match &complaint.contract {
        Some(id) => community.contracts.iter().position(|c| c.id == id.value),
        None => community.contracts.iter().rposition(|c| c.kind.is_property() && c.in_force(complaint.received.value.date)),
    }
}

fn summary(community: &Community, complaints: &[&Complaint], as_of: Date) -> Summary {
    let spans = |end: fn(&Complaint) -> Option<Moment>| -> Vec<(Moment, Moment)> {
        complaints.iter().filter_map(|c| Some((c.received.value, end(c)?))).collect()
    };
    Summary {
        count: complaints.len(),
        resolved: complaints.iter().filter(|c| c.resolved.is_some()).count(),
        reopened: complaints.iter().filter(|c| c.reopened).count(),
        answering: speed(&spans(Complaint::first_answer)),
        resolving: speed(&spans(|c| c.resolved.map(|r| r.value))),
        kinds: kinds(complaints),
        ages: ages(complaints, as_of),
        buildings: by_building(complaints.iter().map(|c| c.building.as_deref()), |building| {
            community.settings.owners_of(building).is_some_and(is_few)
        }),
        clauses: by_clause(community, complaints),
        satisfaction: satisfaction(complaints),
    }
}

/// How long something took: in hours where both ends have a time of day, else in days.
pub fn took(from: Moment, to: Moment) -> (Unit, Exact) {
    match from.minutes_until(to) {
        Some(minutes) => (Unit::Hours, &Exact::from_integer(minutes) / &Exact::from_integer(60)),
        None => (Unit::Days, Exact::from_integer(i64::from(days_between(from.date, to.date)))),
    }
}

/// Median and slowest: in hours where every span has times of day, else in days.
fn speed(spans: &[(Moment, Moment)]) -> Option<Speed> {
    let minutes: Option<Vec<i64>> = spans.iter().map(|(from, to)| from.minutes_until(*to)).collect();
    let (unit, mut lengths, per) = match minutes {
        Some(minutes) => (Unit::Hours, minutes, 60),
        None => (Unit::Days, spans.iter().map(|(from, to)| i64::from(days_between(from.date, to.date))).collect(), 1),
    };
    lengths.sort_unstable();
    let (low, high) = (lengths.get(lengths.len().checked_sub(1)? / 2)?, lengths.get(lengths.len() / 2)?);
    let per = Exact::from_integer(per);
    Some(Speed {
        unit,
        median: &Exact::from_integer(low + high) / &(&per * &Exact::from_integer(2)),
        slowest: &Exact::from_integer(*lengths.last()?) / &per,
        count: lengths.len(),
    })
}

fn kinds(complaints: &[&Complaint]) -> Vec<Cell> {
    let mut cells: BTreeMap<&str, Cell> = BTreeMap::new();
    for complaint in complaints {
        let cell = cells.entry(&complaint.kind).or_insert_with(|| Cell { name: complaint.kind.clone(), ..Cell::default() });
        add(cell, complaint);
    }
    let mut cells: Vec<Cell> = cells.into_values().collect();
    // Stable, so kinds alike in number stay in order of their names.
    cells.sort_by_key(|c| std::cmp::Reverse(c.count()));
    cells
}

fn ages(complaints: &[&Complaint], as_of: Date) -> Vec<Cell> {
    let mut cells = vec![Cell::default(); AGES.len() + 1];
    for complaint in complaints {
        let end = complaint.resolved.map_or(as_of, |r| r.value.date);
        let days = days_between(complaint.received.value.date, end);
        add(&mut cells[AGES.iter().take_while(|last| days > **last).count()], complaint);
    }
    cells
}

fn add(cell: &mut Cell, complaint: &Complaint) {
    if complaint.resolved.is_some() {
        cell.resolved += 1;
    } else {
        cell.open += 1;
    }
    cell.reopened += usize::from(complaint.reopened);
}

/// Counts by building. Small cells go into the others, and so does a building of a few owners, `is_house`. Where those are
/// few themselves, or one house alone, the smallest cell that is shown joins them, and where nothing is left to join there
/// is no such table at all.
pub fn by_building<'a>(buildings: impl Iterator<Item = Option<&'a str>>, is_house: impl Fn(&str) -> bool) -> Option<ByBuilding> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut merged = ByBuilding::default();
    for building in buildings {
        match building {
            Some(building) => *counts.entry(building).or_default() += 1,
            None => merged.none += 1,
        }
    }
    let mut others = 0;
    for (building, count) in counts {
        if is_few(count as u64) || is_house(building) {
            merged.others += count;
            others += 1;
        } else {
            merged.shown.push((building.to_owned(), count));
        }
    }
    if others == 1 || is_few(merged.others as u64) {
        let smallest = (0..merged.shown.len()).min_by_key(|i| merged.shown[*i].1)?;
        merged.others += merged.shown.remove(smallest).1;
    }
    // Buildings called 2 and 10 stand in that order.
    merged.shown.sort_by_cached_key(|(name, _)| {
        (name.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(u32::MAX), name.clone())
    });
    (!merged.shown.is_empty()).then_some(merged)
}

fn satisfaction(complaints: &[&Complaint]) -> Option<Satisfaction> {
    let given: Vec<u32> = complaints.iter().filter_map(|c| c.satisfaction.map(|s| s.value)).collect();
    if given.is_empty() || is_few(given.len() as u64) {
        return None;
    }
    let sum = Exact::from_integer(given.iter().map(|s| i64::from(*s)).sum());
    Some(Satisfaction { mean: &sum / &Exact::from_integer(given.len() as i64), count: given.len() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil;
    use proptest::prelude::*;

    fn at(minutes: i64) -> Moment {
        let start = civil::date(2024, 1, 1).at(0, 0, 0, 0);
        let then = start.saturating_add(jiff::Span::new().minutes(minutes));
        Moment { date: then.date(), time: Some(then.time()) }
    }

    #[test]
    fn medians_are_exact() {
        let spans = |lengths: &[i64]| lengths.iter().map(|l| (at(0), at(*l))).collect::<Vec<_>>();
        let speed_of = |lengths: &[i64]| speed(&spans(lengths)).map(|s| (s.unit, s.median.short(4), s.slowest.short(4)));
        assert_eq!(speed_of(&[]), None);
        assert_eq!(speed_of(&[90]), Some((Unit::Hours, "1.5".to_owned(), "1.5".to_owned())));
        assert_eq!(speed_of(&[60, 0, 120, 45]), Some((Unit::Hours, "0.875".to_owned(), "2".to_owned())));
        // One without a time of day, and all are told in days.
        let day = Moment { time: None, ..at(3 * 1440) };
        let told = speed(&[(at(0), at(1439)), (at(0), day)]).unwrap();
        assert_eq!((told.unit, told.median.short(4), told.slowest.short(4)), (Unit::Days, "1.5".to_owned(), "3".to_owned()));
    }

    proptest! {
        #[test]
        fn no_cell_names_a_few_and_none_is_lost(buildings in proptest::collection::vec(proptest::option::of(0_u8..9), 0..80)) {
            let names: Vec<Option<String>> = buildings.iter().map(|b| b.map(|b| b.to_string())).collect();
            if let Some(merged) = by_building(names.iter().map(Option::as_deref), |name| name == "8") {
                let shown: usize = merged.shown.iter().map(|(_, n)| n).sum();
                prop_assert_eq!(shown + merged.others + merged.none, buildings.len());
                prop_assert!(merged.shown.iter().all(|(_, n)| !is_few(*n as u64)));
                prop_assert!(merged.shown.iter().all(|(name, _)| name != "8"));
                prop_assert!(!is_few(merged.others as u64));
            }
        }

        #[test]
        fn the_median_lies_in_the_middle(lengths in proptest::collection::vec(0_i64..100_000, 1..40)) {
            let spans: Vec<_> = lengths.iter().map(|l| (at(0), at(*l))).collect();
            let told = speed(&spans).unwrap();
            let hours = |minutes: i64| &Exact::from_integer(minutes) / &Exact::from_integer(60);
            let below = lengths.iter().filter(|l| hours(**l) < told.median).count();
            let above = lengths.iter().filter(|l| hours(**l) > told.median).count();
            prop_assert!(below * 2 <= lengths.len() && above * 2 <= lengths.len());
            prop_assert_eq!(told.slowest, hours(*lengths.iter().max().unwrap()));
        }
    }
}
