//! Surveys: how many came back, and each answer's exact share.

use crate::jurisdiction::Jurisdiction;
use crate::model::surveys::{Front, Question, Sheet};
use crate::model::{Community, Date, Exact};

/// One survey.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// Returned of sent in percent, where both are on record and something was sent.
    pub response: Option<Exact>,
    /// Answers to all questions that are shown, in the order of the sheet's answers.
    pub totals: Vec<u64>,
}

#[derive(Debug, Default)]
pub struct Figures {
    /// As in `Community::surveys`.
    pub surveys: Vec<Survey>,
}

pub fn work_out(community: &Community, _: &Jurisdiction, _: Date) -> Figures {
    let survey = |sheet: &Sheet| Survey {
        response: sheet.front.as_ref().and_then(response),
        totals: (0..sheet.answers.len()).map(|i| shown(sheet).map(|q| u64::from(q.counts[i])).sum()).collect(),
    };
    Figures { surveys: community.surveys.iter().map(survey).collect() }
}

/// The questions whose answers may be shown: those that a few people answered would tell what each of them said.
pub fn shown(sheet: &Sheet) -> impl Iterator<Item = &Question> {
    sheet.questions.iter().filter(|question| !question.is_answered_by_few())
}

fn response(front: &Front) -> Option<Exact> {
    percent(u64::from(front.returned?.value), u64::from(front.sent?.value))
}

/// `part` of `whole` in percent, exact; none of nothing.
pub fn percent(part: u64, whole: u64) -> Option<Exact> {
    (whole > 0).then(|| &Exact::from_decimal(i128::from(part) * 100, 0) / &Exact::from_decimal(i128::from(whole), 0))
}

/// Each answer's share of those who answered a question, in percent; none where nobody did, or a few.
pub fn shares(question: &Question) -> Option<Vec<Exact>> {
    if question.is_answered_by_few() {
        return None;
    }
    question.counts.iter().map(|c| percent(u64::from(*c), question.answered())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FileId, Span, Spanned};
    use proptest::prelude::*;

    fn question(counts: Vec<u32>) -> Question {
        let span = Span::file(FileId(0));
        Question { text: Spanned::new("?".to_owned(), span), clause: None, counts, span }
    }

    #[test]
    fn shares_are_exact() {
        assert_eq!(percent(1, 0), None);
        assert_eq!(percent(1, 3).unwrap().rounded(1), "33.3");
        assert!(shares(&question(vec![0, 0])).is_none());
    }

    proptest! {
        #[test]
        fn shares_add_up_to_all(counts in proptest::collection::vec(0_u32..2_000, 1..8)) {
            if let Some(shares) = shares(&question(counts)) {
                prop_assert_eq!(shares.into_iter().sum::<Exact>(), Exact::from_integer(100));
            }
        }

        #[test]
        fn more_returned_is_never_a_lower_rate(returned in 0_u64..5_000, more in 0_u64..50, sent in 1_u64..5_000) {
            prop_assert!(percent(returned, sent) <= percent(returned + more, sent));
        }
    }
}
