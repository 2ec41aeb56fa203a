//! Hours by year and activity, with nobody to be told from a small number.

use std::collections::BTreeMap;

use crate::jurisdiction::Jurisdiction;
use crate::model::volunteers::{Sheet, Shift};
use crate::model::{Community, Date, Exact, FEWEST};

/// What one activity, or several, came to in a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Sum {
    /// None for activities of few people, taken together.
    pub activity: Option<String>,
    /// On how many days.
    pub times: usize,
    /// People, each counted on each day: 人次.
    pub turns: u64,
    pub hours: Exact,
    /// At least so many different people: the most on one day, added up over the activities.
    people: u32,
}

impl Sum {
    fn nothing(activity: Option<String>) -> Self {
        Sum { activity, times: 0, turns: 0, hours: Exact::zero(), people: 0 }
    }

    fn take(&mut self, shift: &Shift) {
        self.times += 1;
        self.turns += u64::from(shift.people);
        self.hours = self.hours.clone() + shift.hours.clone();
        self.people = self.people.max(shift.people);
    }

    fn join(&mut self, other: Sum) {
        self.times += other.times;
        self.turns += other.turns;
        self.hours = self.hours.clone() + other.hours;
        self.people = self.people.saturating_add(other.people);
    }

    fn is_small(&self) -> bool {
        self.people < FEWEST
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Year {
    pub year: i16,
    /// The most hours first, those taken together last. Empty where the whole year is too small to show.
    pub activities: Vec<Sum>,
    /// None where the whole year is too small to show.
    pub total: Option<Sum>,
}

#[derive(Debug, Default)]
pub struct Figures {
    /// As in `Community::volunteers`.
    pub years: Vec<Year>,
}

pub fn work_out(community: &Community, _: &Jurisdiction, _: Date) -> Figures {
    Figures { years: community.volunteers.iter().map(year).collect() }
}

fn year(sheet: &Sheet) -> Year {
    let mut by_activity: BTreeMap<&str, Sum> = BTreeMap::new();
    for shift in &sheet.shifts {
        let name = || Some(shift.activity.clone());
        by_activity.entry(&shift.activity).or_insert_with(|| Sum::nothing(name())).take(shift);
    }
    let mut total = Sum::nothing(None);
    by_activity.values().for_each(|sum| total.join(sum.clone()));
    if total.is_small() {
        return Year { year: sheet.year, activities: Vec::new(), total: None };
    }
    let activities = without_small(by_activity.into_values().collect());
    Year { year: sheet.year, activities, total: Some(total) }
}

/// Takes activities of few people together, with the smallest of the others where they are still few.
fn without_small(mut sums: Vec<Sum>) -> Vec<Sum> {
    sums.sort_by_key(|sum| std::cmp::Reverse(sum.people));
    let mut others = Sum::nothing(None);
    while let Some(last) = sums.pop_if(|last| last.is_small() || (others.times > 0 && others.is_small())) {
        others.join(last);
    }
    sums.sort_by(|a, b| b.hours.cmp(&a.hours).then_with(|| a.activity.cmp(&b.activity)));
    if others.times > 0 {
        sums.push(others);
    }
    sums
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::model::{FileId, Span, Spanned};

    fn sheet(rows: &[(&str, u32, i64)]) -> Sheet {
        let here = Span::file(FileId(0));
        let shift = |(activity, people, hours): &(&str, u32, i64)| Shift {
            date: Spanned::new(date(2025, 1, 1), here),
            activity: (*activity).to_owned(),
            people: *people,
            hours: Exact::from_integer(*hours),
        };
        Sheet { file: FileId(0), year: 2025, shifts: rows.iter().map(shift).collect() }
    }

    fn named(year: &Year) -> Vec<(&str, u64)> {
        year.activities.iter().map(|s| (s.activity.as_deref().unwrap_or("others"), s.turns)).collect()
    }

    #[test]
    fn few_people_are_taken_together() {
        let all = year(&sheet(&[("patrol", 8, 16), ("patrol", 6, 12), ("library", 3, 6), ("garden", 2, 4)]));
        assert_eq!(named(&all), [("patrol", 14), ("others", 5)]);
        // One small activity alone would still be told: the next one joins it.
        let all = year(&sheet(&[("patrol", 8, 16), ("cleaning", 5, 20), ("library", 3, 6)]));
        assert_eq!(named(&all), [("patrol", 8), ("others", 8)]);
        let all = year(&sheet(&[("library", 3, 6), ("library", 4, 6)]));
        assert_eq!((all.activities.len(), all.total), (0, None));
    }

    proptest::proptest! {
        /// Whatever is taken together, nothing is lost, and no number of few people is left.
        #[test]
        fn sums_are_whole_and_never_small(rows in proptest::collection::vec((0usize..6, 1u32..12, 0i64..40), 0..30)) {
            let names = ["a", "b", "c", "d", "e", "f"];
            let rows: Vec<(&str, u32, i64)> = rows.into_iter().map(|(n, p, h)| (names[n], p, h)).collect();
            let year = year(&sheet(&rows));
            if let Some(total) = &year.total {
                let hours: Exact = year.activities.iter().map(|s| s.hours.clone()).sum();
                proptest::prop_assert_eq!(&hours, &total.hours);
                proptest::prop_assert_eq!(hours, Exact::from_integer(rows.iter().map(|r| r.2).sum()));
                let turns: u64 = year.activities.iter().map(|s| s.turns).sum();
                proptest::prop_assert_eq!(turns, rows.iter().map(|r| u64::from(r.1)).sum::<u64>());
            }
            proptest::prop_assert!(year.activities.iter().all(|s| s.people >= FEWEST));
        }
    }
}
