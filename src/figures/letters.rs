//! What was answered, what is waiting, and for how long.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::minutes::days_between;
use crate::jurisdiction::Jurisdiction;
use crate::model::Community;
use crate::model::letters::Letter;

/// Where a letter stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Answered, `days` after it was sent and `late` days after its day where it had one and it was past.
    Answered { days: i32, late: Option<i32> },
    /// Its day has not come yet.
    Waiting { days_left: i32 },
    /// Its day is past and no answer is in the record.
    Overdue { days: i32 },
    /// It asks for no answer, and none is in the record.
    NoneAsked,
}

/// How the letters to one body were answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addressee {
    pub name: String,
    pub letters: usize,
    pub in_time: usize,
    pub late: usize,
    pub waiting: usize,
    pub overdue: usize,
}

#[derive(Debug, Default)]
pub struct Figures {
    /// As in `Community::letters`.
    pub standings: Vec<Standing>,
    /// By the body asked: the most letters first, then by name.
    pub addressees: Vec<Addressee>,
}

impl Figures {
    /// How many letters still wait for an answer, and how many of them past their day.
    pub fn waiting(&self) -> (usize, usize) {
        let count = |wanted: fn(&Standing) -> bool| self.standings.iter().filter(|s| wanted(s)).count();
        let overdue = count(|s| matches!(s, Standing::Overdue { .. }));
        (overdue + count(|s| matches!(s, Standing::Waiting { .. })), overdue)
    }
}

pub fn work_out(community: &Community, _: &Jurisdiction, as_of: Date) -> Figures {
    let standings: Vec<Standing> = community.letters.iter().map(|l| standing(l, as_of)).collect();
    let mut by_name: BTreeMap<&str, Addressee> = BTreeMap::new();
    for (letter, standing) in community.letters.iter().zip(&standings) {
        let to = by_name.entry(&letter.to).or_insert_with(|| Addressee { name: letter.to.clone(), ..Addressee::default() });
        to.letters += 1;
        match standing {
            Standing::Answered { late: None, .. } => to.in_time += 1,
            Standing::Answered { late: Some(_), .. } => to.late += 1,
            Standing::Waiting { .. } => to.waiting += 1,
            Standing::Overdue { .. } => to.overdue += 1,
            Standing::NoneAsked => {}
        }
    }
    let mut addressees: Vec<Addressee> = by_name.into_values().collect();
    addressees.sort_by_key(|a| std::cmp::Reverse(a.letters));
    Figures { standings, addressees }
}

fn standing(letter: &Letter, as_of: Date) -> Standing {
    let due = letter.answer_due.map(|d| d.value);
    let past = |day: Date| due.map(|due| days_between(due, day)).filter(|days| *days > 0);
    match (letter.answered_on.map(|d| d.value), due) {
        (Some(answered), _) => Standing::Answered { days: days_between(letter.date.value, answered), late: past(answered) },
        (None, None) => Standing::NoneAsked,
        (None, Some(due)) => match past(as_of) {
            Some(days) => Standing::Overdue { days },
            None => Standing::Waiting { days_left: days_between(as_of, due) },
        },
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::*;
    use crate::model::{Document, FileId, Span, Spanned};

    fn letter(due: Option<i16>, answered: Option<i16>) -> Letter {
        let sent = date(2025, 1, 1);
        let day = |after: i16| Spanned::new(sent + i32::from(after).days(), Span::file(FileId(0)));
        let document = Document {
            id: "letters/2025-01-01-x".to_owned(),
            file: FileId(0),
            title: String::new(),
            body_start: 0,
            title_in_body: false,
            extra: Vec::new(),
            redacted_by: None,
        };
        Letter {
            document,
            date: day(0),
            from: "a".to_owned(),
            to: "b".to_owned(),
            received_on: None,
            answer_due: due.map(day),
            answered_on: answered.map(day),
            answer: None,
            topic: None,
        }
    }

    #[test]
    fn the_day_itself_is_in_time() {
        let as_of = |after: i32| date(2025, 1, 1) + after.days();
        assert_eq!(standing(&letter(Some(10), Some(10)), as_of(50)), Standing::Answered { days: 10, late: None });
        assert_eq!(standing(&letter(Some(10), Some(12)), as_of(50)), Standing::Answered { days: 12, late: Some(2) });
        assert_eq!(standing(&letter(Some(10), None), as_of(10)), Standing::Waiting { days_left: 0 });
        assert_eq!(standing(&letter(Some(10), None), as_of(11)), Standing::Overdue { days: 1 });
        assert_eq!(standing(&letter(None, None), as_of(11)), Standing::NoneAsked);
    }

    proptest::proptest! {
        /// Time alone never mends a letter: once past its day it stays so, one day more each day.
        #[test]
        fn waiting_ends_in_overdue(due in 0i16..400, day in 0i32..800) {
            let letter = letter(Some(due), None);
            let as_of = date(2025, 1, 1) + day.days();
            let expected = i32::from(due) - day;
            match standing(&letter, as_of) {
                Standing::Waiting { days_left } => proptest::prop_assert!(days_left == expected && days_left >= 0),
                Standing::Overdue { days } => proptest::prop_assert!(days == -expected && days > 0),
                other => proptest::prop_assert!(false, "{other:?}"),
            }
        }

        /// An answer in the record settles a letter, whatever the day of the record.
        #[test]
        fn an_answer_stays_an_answer(due in 0i16..400, answered in 0i16..800, day in 0i32..2000) {
            let letter = letter(Some(due), Some(answered));
            let late = (answered > due).then_some(i32::from(answered - due));
            let as_of = date(2025, 1, 1) + day.days();
            proptest::prop_assert_eq!(standing(&letter, as_of), Standing::Answered { days: answered.into(), late });
        }
    }
}
