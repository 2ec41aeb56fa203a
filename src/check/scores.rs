//! Scores doubted: known clauses, one row a source, all sources heard.

use std::collections::HashMap;

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::figures::scores::contract_of;
use crate::model::contracts::{Contract, Source};
use crate::model::scores::{Score, Sheet};
use crate::model::{Exact, Span, Spanned};

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    for sheet in &doubt.community.scores {
        check_rows(doubt, sheet, found);
    }
    check_sources(doubt, found);
}

fn check_rows(doubt: &Doubt<'_>, sheet: &Sheet, found: &mut Vec<Diagnostic>) {
    let contracts = &doubt.community.contracts;
    let mut seen: HashMap<(usize, &str, Source), Span> = HashMap::new();
    let mut homeless = false;
    for score in &sheet.scores {
        let (least, most) = Score::POINTS;
        let points = Exact::from_integer(least.into())..=Exact::from_integer(most.into());
        if let Some(points) = score.score.as_ref().filter(|s| !points.contains(&s.value)) {
            found.push(Diagnostic::new("GS0603", points.span).with("score", points.value.short(4)));
        }
        let Some(index) = contract_of(doubt.community, sheet.period.value, score) else {
            match &score.contract {
                Some(name) => {
                    let near = crate::source::nearest(&name.value, contracts.iter().map(|c| c.slug()));
                    let told = Diagnostic::new("GS1001", name.span).with("target", &name.value).with_some("nearest", near);
                    found.push(told.mended_by(crate::source::perhaps(name, near)));
                }
                // One missing contract is one problem, however many rows wait for it.
                None if !homeless => {
                    homeless = true;
                    found.push(Diagnostic::new("GS0606", score.span).with("date", sheet.period.value.end()));
                }
                None => {}
            }
            continue;
        };
        let contract = &contracts[index];
        if let Some(unknown) = unknown_clause("GS0602", &score.clause, contract) {
            found.push(unknown);
            continue;
        }
        let key = (index, score.clause.value.as_str(), score.source.value);
        if let Some(first) = seen.get(&key) {
            let twice = Diagnostic::new("GS0607", score.span).with("clause", &score.clause.value);
            found.push(twice.word("source", source_word(score.source.value)).also(*first));
        } else {
            seen.insert(key, score.span);
        }
    }
}

/// A clause that is not in the contract, with the nearest that is.
pub(super) fn unknown_clause(code: &'static str, clause: &Spanned<String>, contract: &Contract) -> Option<Diagnostic> {
    if contract.clause(&clause.value).is_some() {
        return None;
    }
    let near = crate::source::nearest(&clause.value, contract.clauses.iter().map(|c| c.id.value.as_str()));
    let unknown = Diagnostic::new(code, clause.span).with("clause", &clause.value).with("contract", &contract.title);
    Some(unknown.with_some("nearest", near).mended_by(crate::source::perhaps(clause, near)))
}

/// A source that the contract counts on and that is silent in a whole period.
fn check_sources(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    for period in &doubt.figures.scores.periods {
        let contract = &doubt.community.contracts[period.contract];
        for (source, weight) in &contract.sources {
            let heard = period.by_source.iter().any(|(s, _)| s == source);
            if !heard && !weight.is_zero() {
                let sheet = &doubt.community.scores[period.sheet];
                found.push(
                    Diagnostic::new("GS0605", Span::file(sheet.file))
                        .with("period", period.period)
                        .word("source", source_word(*source))
                        .with("weight", weight.short(2))
                        .about(format!("scores/{}", period.period)),
                );
            }
        }
    }
}

fn source_word(source: Source) -> &'static str {
    match source {
        Source::Committee => "source.committee",
        Source::Survey => "source.survey",
        Source::ThirdParty => "source.third_party",
    }
}
