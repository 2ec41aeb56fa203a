//! Which version of a rule is in force, and which pairs of versions are compared.

use jiff::civil::Date;

use crate::jurisdiction::Jurisdiction;
use crate::model::Community;
use crate::model::rules::Version;

/// Up to this many versions, every pair has its page; beyond it, neighbours and each to the current one.
pub const ALL_PAIRS_UP_TO: usize = 12;

/// One rule.
#[derive(Clone, Debug)]
pub struct RuleFigures {
    /// Index of the version in force: the latest effective on or before the day that is no draft. None if all lie ahead.
    pub current: Option<usize>,
    /// Whether each version is a draft: the resolution that it names did not pass.
    pub drafts: Vec<bool>,
    /// Pairs of version indices, older first.
    pub pairs: Vec<(usize, usize)>,
}

#[derive(Debug, Default)]
pub struct Figures {
    /// As in `Community::rules`.
    pub rules: Vec<RuleFigures>,
}

pub fn work_out(community: &Community, jurisdiction: &Jurisdiction, as_of: Date) -> Figures {
    let votes = super::resolutions::work_out(community, jurisdiction, as_of);
    let failed = |v: &Version| v.resolution.as_ref().and_then(|r| votes.passed(community, &r.value)) == Some(false);
    let rules = community.rules.iter().map(|rule| {
        let drafts: Vec<bool> = rule.versions.iter().map(failed).collect();
        let in_force = |(v, draft): (&Version, &bool)| v.effective <= as_of && !draft;
        let current = rule.versions.iter().zip(&drafts).rposition(in_force);
        RuleFigures { current, drafts, pairs: pairs(rule.versions.len(), current) }
    });
    Figures { rules: rules.collect() }
}

impl Figures {
    /// The version of each rule that was in force on a day.
    pub fn in_force<'a>(&'a self, community: &'a Community, day: Date) -> impl Iterator<Item = &'a Version> {
        community.rules.iter().zip(&self.rules).filter_map(move |(rule, figures)| {
            let versions = rule.versions.iter().zip(&figures.drafts);
            versions.rev().find(|(v, draft)| v.effective <= day && !**draft).map(|(v, _)| v)
        })
    }
}

/// The pairs that are compared among `n` versions.
fn pairs(n: usize, current: Option<usize>) -> Vec<(usize, usize)> {
    let all = (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b)));
    if n <= ALL_PAIRS_UP_TO {
        return all.collect();
    }
    all.filter(|(a, b)| a + 1 == *b || Some(*a) == current || Some(*b) == current).collect()
}

#[cfg(test)]
mod tests {
    use super::pairs;

    #[test]
    fn compares_all_pairs_of_few_versions() {
        assert_eq!(pairs(3, Some(2)), vec![(0, 1), (0, 2), (1, 2)]);
        assert_eq!(pairs(12, None).len(), 66);
        assert_eq!(pairs(20, Some(19)).len(), 19 + 18);
    }
}
