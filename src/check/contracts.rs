//! Contracts doubted: weights add up, terms run forward.

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::model::{Exact, Span};

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let hundred = Exact::from_integer(100);
    for contract in &doubt.community.contracts {
        let off = |sum: &Exact| !sum.is_zero() && *sum != hundred;
        let clauses: Exact = contract.clauses.iter().map(|c| c.weight.clone()).sum();
        if off(&clauses) {
            let place = contract.clauses.last().map_or(Span::file(contract.file), |c| c.id.span);
            found.push(Diagnostic::new("GS0601", place).word("what", "weights.clauses").with("sum", clauses.short(4)));
        }
        let sources: Exact = contract.sources.iter().map(|(_, w)| w.clone()).sum();
        if off(&sources) {
            let place = Span::file(contract.file);
            found.push(Diagnostic::new("GS0601", place).word("what", "weights.sources").with("sum", sources.short(4)));
        }
        if let Some(until) = contract.until.filter(|until| until.value < contract.from.value) {
            let backwards = Diagnostic::new("GS0213", until.span).with("start", contract.from.value).with("end", until.value);
            found.push(backwards.also(contract.from.span));
        }
    }
    super::contracts_terms::check(doubt, found);
}
