//! Two versions of a table row by row. Rows have no numbers of their own, so a row is known by what it says, and one that
//! changed by the surest key that only one row on either side has left.

use std::collections::HashMap;

use crate::model::{Row, RowCounts};

/// What became of every row: places in the old table and in the new one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowDiff {
    pub kept: Vec<(usize, usize)>,
    pub changed: Vec<(usize, usize)>,
    pub removed: Vec<usize>,
    pub added: Vec<usize>,
}

impl RowDiff {
    pub fn counts(&self) -> RowCounts {
        RowCounts { added: self.added.len(), removed: self.removed.len(), changed: self.changed.len() }
    }
}

/// Pairs rows: those that say the same, then, key by key, those that share one.
pub fn row_diff(old: &[Row], new: &[Row]) -> RowDiff {
    let mut diff = RowDiff::default();
    let mut olds: Vec<usize> = (0..old.len()).collect();
    let mut news: Vec<usize> = (0..new.len()).collect();
    diff.kept = pair(&mut olds, &mut news, |i| Some(old[i].content.as_str()), |i| Some(new[i].content.as_str()));
    let keys = old.iter().chain(new).map(|row| row.keys.len()).max().unwrap_or(0);
    for k in 0..keys {
        let key = |rows: &'_ [Row], i: usize| rows[i].keys.get(k).filter(|key| !key.is_empty()).cloned();
        diff.changed.extend(pair(&mut olds, &mut news, |i| key(old, i), |i| key(new, i)));
    }
    diff.changed.sort_unstable();
    diff.removed = olds;
    diff.added = news;
    diff
}

/// Takes pairs of one key out of both lists, in order.
fn pair<K: std::hash::Hash + Eq>(
    olds: &mut Vec<usize>,
    news: &mut Vec<usize>,
    old_key: impl Fn(usize) -> Option<K>,
    new_key: impl Fn(usize) -> Option<K>,
) -> Vec<(usize, usize)> {
    let mut waiting: HashMap<K, std::collections::VecDeque<usize>> = HashMap::new();
    for &i in olds.iter() {
        if let Some(key) = old_key(i) {
            waiting.entry(key).or_default().push_back(i);
        }
    }
    let mut pairs = Vec::new();
    news.retain(|&n| {
        let old = new_key(n).and_then(|key| waiting.get_mut(&key)).and_then(std::collections::VecDeque::pop_front);
        pairs.extend(old.map(|o| (o, n)));
        old.is_none()
    });
    let taken: std::collections::HashSet<usize> = pairs.iter().map(|(o, _)| *o).collect();
    olds.retain(|o| !taken.contains(o));
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows() -> impl Strategy<Value = Vec<Row>> {
        let row = ("[ab]?", "[a-c]", "[a-d]{1,2}")
            .prop_map(|(surest, key, rest)| Row { content: format!("{surest},{key},{rest}"), keys: vec![surest, key] });
        prop::collection::vec(row, 0..12)
    }

    proptest! {
        /// Every row is told of once, and what the diff says makes the new table out of the old.
        #[test]
        fn applying_it_gives_the_new_rows(old in rows(), new in rows()) {
            let diff = row_diff(&old, &new);
            let mut from: Vec<usize> = diff.kept.iter().chain(&diff.changed).map(|p| p.0).chain(diff.removed.clone()).collect();
            let mut to: Vec<usize> = diff.kept.iter().chain(&diff.changed).map(|p| p.1).chain(diff.added.clone()).collect();
            from.sort_unstable();
            to.sort_unstable();
            prop_assert_eq!(from, (0..old.len()).collect::<Vec<_>>());
            prop_assert_eq!(to, (0..new.len()).collect::<Vec<_>>());
            let mut made: Vec<Option<&Row>> = vec![None; new.len()];
            diff.kept.iter().for_each(|(o, n)| made[*n] = Some(&old[*o]));
            diff.changed.iter().map(|p| p.1).chain(diff.added.iter().copied()).for_each(|n| made[n] = Some(&new[n]));
            for (made, new) in made.into_iter().zip(&new) {
                prop_assert_eq!(made.map(|r| &r.content), Some(&new.content));
            }
        }

        /// Order makes no difference, and a table against itself has none.
        #[test]
        fn order_makes_no_difference(old in rows(), seed in any::<u64>()) {
            let mut shuffled = old.clone();
            shuffled.sort_by_key(|r| r.content.bytes().fold(seed, |h, b| h.wrapping_mul(31).wrapping_add(b.into())));
            prop_assert!(row_diff(&old, &shuffled).counts().is_none());
        }

        /// A changed row shares a key with what it was, and nothing that is alike on both sides is told as added or removed.
        #[test]
        fn nothing_alike_is_left_over(old in rows(), new in rows()) {
            let diff = row_diff(&old, &new);
            for (o, n) in &diff.changed {
                let shared = old[*o].keys.iter().zip(&new[*n].keys).any(|(a, b)| a == b && !a.is_empty());
                prop_assert!(shared && old[*o].content != new[*n].content);
            }
            for o in &diff.removed {
                prop_assert!(diff.added.iter().all(|n| old[*o].content != new[*n].content && old[*o].keys[1] != new[*n].keys[1]));
            }
        }
    }
}
