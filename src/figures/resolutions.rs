//! Whether a vote passed, and why: shares compared by cross-multiplication of exact numbers, never by a quotient.

use jiff::civil::Date;

use crate::jurisdiction::{Jurisdiction, Majority, Threshold, Whole};
use crate::model::resolutions::{Claim, Count, Measure, Resolution};
use crate::model::{Community, Exact};

/// What is compared: who took part, or who agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    Participation,
    Agreement,
}

/// One share compared with what it must reach.
#[derive(Clone, Debug)]
pub struct Comparison {
    pub question: Question,
    pub measure: Measure,
    /// Owners, or m².
    pub part: Exact,
    /// The owners or m² it is a share of.
    pub whole: Exact,
    pub threshold: Threshold,
    pub reached: bool,
}

/// What the arithmetic says of a vote.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Participation first, each by people, then by area. Empty where the matter or a count is not known.
    pub comparisons: Vec<Comparison>,
    /// None where that cannot be said: no such matter in the jurisdiction, or a count is missing.
    pub passed: Option<bool>,
}

impl Outcome {
    /// Whether enough took part; `None` where nothing is known.
    pub fn quorate(&self) -> Option<bool> {
        let all = |question| self.comparisons.iter().filter(move |c| c.question == question).all(|c| c.reached);
        self.passed.map(|_| all(Question::Participation))
    }
}

#[derive(Debug, Default)]
pub struct Figures {
    /// As in `Community::resolutions`.
    pub outcomes: Vec<Outcome>,
}

pub fn work_out(community: &Community, jurisdiction: &Jurisdiction, _: Date) -> Figures {
    let outcome = |resolution: &Resolution| {
        let item = jurisdiction.vote_item(&resolution.item.value);
        let majority = item.and_then(|item| jurisdiction.majority_of(item));
        majority.map(|m| outcome(m, resolution.people.as_ref(), resolution.area.as_ref())).unwrap_or_default()
    };
    Figures { outcomes: community.resolutions.iter().map(outcome).collect() }
}

impl Figures {
    /// What became of the resolution of this id: by the arithmetic, else by its claim.
    pub fn passed(&self, community: &Community, id: &str) -> Option<bool> {
        let at = community.resolutions.iter().position(|r| r.id == id)?;
        let claimed = community.resolutions[at].claimed.as_ref().map(|c| c.value == Claim::Passed);
        self.outcomes[at].passed.or(claimed)
    }
}

/// Compares the counts with what the majority asks.
pub fn outcome(majority: &Majority, people: Option<&Count>, area: Option<&Count>) -> Outcome {
    let mut comparisons = Vec::new();
    let counts: Option<Vec<(Measure, &Count)>> = majority
        .measures()
        .map(|measure| {
            let count = match measure {
                Measure::People => people,
                Measure::Area => area,
            };
            count.map(|c| (measure, c))
        })
        .collect();
    let Some(counts) = counts else { return Outcome::default() };
    if let Some(threshold) = majority.participation {
        for (measure, count) in &counts {
            let (part, whole) = (&count.participated.value, &count.total.value);
            comparisons.push(compare(Question::Participation, *measure, part, whole, threshold));
        }
    }
    for (measure, count) in &counts {
        let whole = match majority.whole {
            Whole::Participated => &count.participated.value,
            Whole::Total => &count.total.value,
        };
        comparisons.push(compare(Question::Agreement, *measure, &count.agreed.value, whole, majority.agreement));
    }
    let passed = Some(comparisons.iter().all(|c| c.reached));
    Outcome { comparisons, passed }
}

fn compare(question: Question, measure: Measure, part: &Exact, whole: &Exact, threshold: Threshold) -> Comparison {
    Comparison {
        question,
        measure,
        part: part.clone(),
        whole: whole.clone(),
        threshold,
        reached: reaches(part, whole, threshold),
    }
}

/// Whether `part` of `whole` reaches the threshold: `part × of` against `whole × share`. Nothing of nothing reaches none.
pub fn reaches(part: &Exact, whole: &Exact, threshold: Threshold) -> bool {
    let (left, right) = sides(part, whole, threshold);
    whole > &Exact::zero() && if threshold.more_than { left > right } else { left >= right }
}

/// The two products that are compared.
pub fn sides(part: &Exact, whole: &Exact, threshold: Threshold) -> (Exact, Exact) {
    let times = |n: &Exact, by: u32| n * &Exact::from_integer(i64::from(by));
    (times(part, threshold.of), times(whole, threshold.part))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{FileId, Span, Spanned};

    /// `total; participated; for` as in the worked examples, everybody else against.
    fn count(numbers: [i128; 3], scale: u32) -> Count {
        let spanned = |n: i128| Spanned::new(Exact::from_decimal(n, scale), Span::file(FileId(0)));
        let [total, participated, agreed] = numbers;
        Count {
            span: Span::file(FileId(0)),
            total: spanned(total),
            participated: spanned(participated),
            agreed: spanned(agreed),
            against: spanned(participated - agreed),
            abstained: spanned(0),
            invalid: Exact::zero(),
            with_majority: None,
        }
    }

    fn majority(item: &str) -> Majority {
        let jurisdiction = Jurisdiction::built_in("cn-2021").unwrap();
        jurisdiction.majority_of(jurisdiction.vote_item(item).unwrap()).unwrap().clone()
    }

    fn missed(item: &str, people: [i128; 3], area: [i128; 3]) -> Vec<(Question, Measure)> {
        let outcome = outcome(&majority(item), Some(&count(people, 0)), Some(&count(area, 2)));
        let missed: Vec<_> = outcome.comparisons.iter().filter(|c| !c.reached).map(|c| (c.question, c.measure)).collect();
        assert_eq!(outcome.passed, Some(missed.is_empty()));
        missed
    }

    #[test]
    fn the_worked_examples() {
        use Measure::{Area, People};
        use Question::{Agreement, Participation};
        assert_eq!(missed("4", [1000, 700, 360], [10_000_000, 6_800_000, 3_500_000]), []);
        assert_eq!(missed("8", [1000, 700, 530], [10_000_000, 6_800_000, 5_090_000]), [(Agreement, Area)]);
        assert_eq!(missed("2", [1000, 667, 600], [10_000_000, 6_666_666, 6_000_000]), [(Participation, Area)]);
        assert_eq!(missed("3", [1000, 700, 350], [10_000_000, 6_800_000, 4_000_000]), [(Agreement, People)]);
        assert_eq!(missed("6", [900, 600, 450], [9_000_000, 6_000_000, 4_500_000]), []);
        assert_eq!(missed("2", [900, 600, 301], [9_000_000, 6_000_000, 3_000_000]), [(Agreement, Area)]);
        assert_eq!(missed("5", [40, 30, 16], [380_000, 290_000, 145_001]), []);
        let interested = outcome(&majority("279"), Some(&count([12, 12, 11], 0)), None);
        assert_eq!(interested.passed, Some(false));
        assert_eq!(outcome(&majority("279"), Some(&count([12, 12, 12], 0)), None).passed, Some(true));
    }

    #[test]
    fn without_a_count_nothing_is_said() {
        assert_eq!(outcome(&majority("4"), Some(&count([9, 9, 9], 0)), None).passed, None);
    }

    proptest! {
        /// One more vote for never loses a vote, and no vote passes on nothing.
        #[test]
        fn more_agreement_never_fails(total in 1i128..5_000, part in 0i128..5_000, agreed in 0i128..5_000, item in 1..=8i32) {
            let part = part.min(total);
            let agreed = agreed.min(part);
            let majority = majority(&item.to_string());
            let passes = |agreed| {
                let (people, area) = (count([total, part, agreed], 0), count([total, part, agreed], 2));
                outcome(&majority, Some(&people), Some(&area)).passed == Some(true)
            };
            prop_assert!(!passes(agreed) || passes((agreed + 1).min(part)));
            prop_assert!(!passes(0));
        }

        /// Products compare as the fractions themselves do.
        #[test]
        fn products_compare_as_fractions(part in 0i128..9_999_999, whole in 1i128..9_999_999, of in 1u32..9, share in 1u32..9) {
            let (p, w) = (Exact::from_decimal(part, 2), Exact::from_decimal(whole, 2));
            let quotient = &p / &w;
            let needed = Exact::from_integer(i64::from(share)) / Exact::from_integer(i64::from(of));
            let threshold = |more_than| Threshold { part: share, of, more_than };
            prop_assert_eq!(reaches(&p, &w, threshold(false)), quotient >= needed);
            prop_assert_eq!(reaches(&p, &w, threshold(true)), quotient > needed);
        }
    }
}
