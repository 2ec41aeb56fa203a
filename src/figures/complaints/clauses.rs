//! Complaints by the clause of a contract that they name.

use std::collections::BTreeMap;

use super::contract_of;
use crate::model::Community;
use crate::model::complaints::Complaint;

/// Complaints about one clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByClause {
    /// An index into `Community::contracts`.
    pub contract: usize,
    /// An index into the contract's clauses.
    pub clause: usize,
    pub count: usize,
    pub open: usize,
}

/// By clause, in the order of contracts and clauses; complaints that name none are left out.
pub fn by_clause(community: &Community, complaints: &[&Complaint]) -> Vec<ByClause> {
    let mut counts: BTreeMap<(usize, usize), (usize, usize)> = BTreeMap::new();
    for complaint in complaints {
        let Some(named) = &complaint.clause else { continue };
        let Some(contract) = contract_of(community, complaint) else { continue };
        let clauses = &community.contracts[contract].clauses;
        if let Some(clause) = clauses.iter().position(|c| c.id.value == named.value) {
            let (count, open) = counts.entry((contract, clause)).or_default();
            *count += 1;
            *open += usize::from(complaint.resolved.is_none());
        }
    }
    counts.into_iter().map(|((contract, clause), (count, open))| ByClause { contract, clause, count, open }).collect()
}
