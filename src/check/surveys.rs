//! Surveys doubted: no more came back than went out, no more answered than came back, enough came back.

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::model::contracts::Contract;
use crate::model::surveys::{Front, Sheet};
use crate::model::{Community, Date, Exact, Span};

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    for (i, sheet) in doubt.community.surveys.iter().enumerate() {
        check_clauses(doubt.community, sheet, found);
        let Some(front) = &sheet.front else {
            let path = format!("surveys/{}.toml", sheet.period.value);
            found.push(Diagnostic::new("GS0614", Span::file(sheet.file)).with("path", path));
            continue;
        };
        check_counts(sheet, front, found);
        let response = doubt.figures.surveys.surveys[i].response.as_ref();
        let judged = doubt.since.is_some_and(|since| sheet.period.value.start() >= since);
        let least = minimum(doubt, sheet.period.value.end());
        if let (Some(response), Some(least), true) = (response, least, judged) {
            found.extend(too_few(sheet, front, response, &least));
        }
    }
}

/// A response below the least asked for, which is given with its basis.
fn too_few(sheet: &Sheet, front: &Front, response: &Exact, (least, basis): &(Exact, String)) -> Option<Diagnostic> {
    let few = || {
        Diagnostic::new("GS0612", front.returned.map_or(Span::file(front.file), |r| r.span))
            .with("period", sheet.period.value)
            .with("response", response.rounded(1))
            .with("least", least.short(2))
            .with("basis", basis)
            .about(format!("surveys/{}", sheet.period.value))
    };
    (response < least).then(few)
}

/// The least response in percent and what asks for it: the rules in force that day, else the jurisdiction.
fn minimum(doubt: &Doubt<'_>, day: Date) -> Option<(Exact, String)> {
    required_by_rules(doubt, day).or_else(|| {
        let limit = doubt.jurisdiction.limit("survey-response")?;
        Some((Exact::from_integer(i64::from(limit.value)), limit.basis(doubt.locale).to_owned()))
    })
}

/// `[requires] survey_response` of the rules in force on a day, with the rule's title.
fn required_by_rules(doubt: &Doubt<'_>, day: Date) -> Option<(Exact, String)> {
    let mut rules = doubt.figures.rules.in_force(doubt.community, day);
    rules.find_map(|rule| Some((rule.requires.survey_response.clone()?, rule.document.title.clone())))
}

fn check_counts(sheet: &Sheet, front: &Front, found: &mut Vec<Diagnostic>) {
    let Some(returned) = front.returned else { return };
    if let Some(sent) = front.sent.filter(|sent| returned.value > sent.value) {
        let more = Diagnostic::new("GS0611", returned.span).with("returned", returned.value).with("sent", sent.value);
        found.push(more.also(sent.span));
    }
    for question in sheet.questions.iter().filter(|q| q.answered() > u64::from(returned.value)) {
        let more = Diagnostic::new("GS0610", question.span).with("answered", question.answered());
        found.push(more.with("returned", returned.value).also(returned.span));
    }
}

/// A clause that the property contract in force on the period's last day does not have.
fn check_clauses(community: &Community, sheet: &Sheet, found: &mut Vec<Diagnostic>) {
    let day = sheet.period.value.end();
    let Some(contract) = community.contracts.iter().rfind(|c| c.kind.is_property() && c.in_force(day)) else { return };
    let clauses = sheet.questions.iter().filter_map(|q| q.clause.as_ref());
    found.extend(clauses.filter(|c| contract.clause(&c.value).is_none()).map(|clause| {
        let known = |contract: &Contract| -> Option<String> {
            let ids = contract.clauses.iter().map(|c| c.id.value.as_str());
            crate::source::nearest(&clause.value, ids).map(str::to_owned)
        };
        Diagnostic::new("GS0613", clause.span)
            .with("clause", &clause.value)
            .with("contract", &contract.title)
            .with_some("nearest", known(contract))
            .mended_by(crate::source::perhaps(clause, known(contract).as_deref()))
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FileId, Period, Spanned};

    #[test]
    fn a_response_below_the_least_is_told_and_one_at_it_is_not() {
        let span = Span::file(FileId(0));
        let front = Front {
            file: FileId(0),
            sent: None,
            returned: Some(Spanned::new(1, span)),
            method: None,
            from: None,
            until: None,
            published_on: None,
            reason: None,
        };
        let period = Spanned::new(Period::parse("2025-Q2").expect("a quarter"), span);
        let sheet = Sheet { file: FileId(0), period, answers: Vec::new(), questions: Vec::new(), front: None, incomplete: false };
        let least = (Exact::from_integer(30), "art. 5".to_owned());
        assert!(too_few(&sheet, &front, &Exact::from_integer(30), &least).is_none());
        let told = too_few(&sheet, &front, &Exact::from_decimal(299, 1), &least).expect("29.9 is below 30");
        assert_eq!((told.code, told.concerns.as_deref()), ("GS0612", Some("surveys/2025-Q2")));
    }
}
