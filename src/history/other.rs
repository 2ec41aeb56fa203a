//! What stands around the articles: preamble, headings and notes of two versions, paired in order.

use serde::Serialize;

use super::matching::{alike, folded, profile};
use super::order::in_order;
use super::rule::{Change, Place};
use super::segments::{Op, Segment, whole};
use crate::model::{Block, Other, OtherKind, RuleText};

/// Blocks of one kind at least so alike (0 to 1) are one block that changed.
const ALIKE: f32 = 0.3;
/// What a text that is a part of the other counts for.
const WITHIN: f32 = 0.8;

/// A block outside the articles in both versions, or in one.
#[derive(Clone, Debug, Serialize)]
pub struct OtherChange<'a> {
    /// `added`, `removed`, `modified` or `unchanged`.
    pub change: Change,
    /// `preamble`, `heading`, `note` or `comment`.
    pub kind: &'static str,
    pub segments: Vec<Segment<'a>>,
    #[serde(skip)]
    pub old: Option<&'a Other>,
    #[serde(skip)]
    pub new: Option<&'a Other>,
    #[serde(skip)]
    pub(super) place: Place,
}

/// Pairs the blocks outside the articles, and notes in `went` where the old ones went.
pub(super) fn changes<'a>(
    from: &'a RuleText,
    to: &'a RuleText,
    went: &mut [Option<usize>],
    segments: impl Fn(&'a str, &'a str) -> Vec<Segment<'a>>,
) -> Vec<OtherChange<'a>> {
    let (old, new) = (others(from), others(to));
    let pairs = pairs(&old, &new);
    let mut changes = Vec::with_capacity(new.len());
    for &(o, n) in &pairs {
        let ((old_block, old), (new_block, new)) = (old[o], new[n]);
        went[old_block] = Some(new_block);
        let same = old.text == new.text;
        changes.push(OtherChange {
            change: if same { Change::Unchanged } else { Change::Modified },
            kind: new.kind.name(),
            segments: if same { whole(Op::Equal, &new.text) } else { segments(&old.text, &new.text) },
            old: Some(old),
            new: Some(new),
            place: (new_block + 1, None),
        });
    }
    let stood = places(went, |block| matches!(from.blocks[block], Block::Other(_)));
    let is_paired = |side: fn(&(usize, usize)) -> usize, i: usize| pairs.binary_search_by_key(&i, side).is_ok();
    for (_, &(block, other)) in old.iter().enumerate().filter(|&(i, _)| !is_paired(|p| p.0, i)) {
        changes.push(OtherChange {
            change: Change::Removed,
            kind: other.kind.name(),
            segments: whole(Op::Delete, &other.text),
            old: Some(other),
            new: None,
            place: (stood[block], Some(block)),
        });
    }
    for (_, &(block, other)) in new.iter().enumerate().filter(|&(i, _)| !is_paired(|p| p.1, i)) {
        changes.push(OtherChange {
            change: Change::Added,
            kind: other.kind.name(),
            segments: whole(Op::Insert, &other.text),
            old: None,
            new: Some(other),
            place: (block + 1, None),
        });
    }
    changes.sort_by_key(|change| change.place);
    changes
}

/// For each old block the place where it would stand had it been removed: after the nearest kept block before
/// it, of whatever kind, as long as that keeps it between its neighbours of its own kind.
pub(super) fn places(went: &[Option<usize>], own: impl Fn(usize) -> bool) -> Vec<usize> {
    let place = |i: usize| went[i].map(|block| block + 1);
    let mut next = usize::MAX;
    let mut next_own: Vec<usize> = (0..went.len())
        .rev()
        .map(|i| {
            let after = next;
            next = place(i).filter(|_| own(i)).unwrap_or(next);
            after
        })
        .collect();
    next_own.reverse();
    let (mut last, mut last_own) = (0, 0);
    (0..went.len())
        .map(|i| {
            last = place(i).unwrap_or(last);
            last_own = place(i).filter(|_| own(i)).unwrap_or(last_own);
            if (last_own..next_own[i]).contains(&last) { last } else { last_own }
        })
        .collect()
}

fn others(text: &RuleText) -> Vec<(usize, &Other)> {
    let numbered = text.blocks.iter().enumerate();
    numbered
        .filter_map(|(i, block)| match block {
            Block::Other(other) => Some((i, other)),
            Block::Article(_) => None,
        })
        .collect()
}

/// Pairs of blocks that rise on both sides: equal texts first, then the most alike between them.
fn pairs(old: &[(usize, &Other)], new: &[(usize, &Other)]) -> Vec<(usize, usize)> {
    let (old_cores, new_cores): (Vec<_>, Vec<_>) =
        (old.iter().map(|b| core_of(b.1)).collect(), new.iter().map(|b| core_of(b.1)).collect());
    in_order(&old_cores, &new_cores, ALIKE, |(old_kind, old), (new_kind, new)| {
        if old_kind != new_kind {
            return 0.0;
        }
        let (dice, within) = alike(&profile(old), &profile(new));
        dice.max(within * WITHIN)
    })
}

/// A block's kind and its text without marks, number and blank space: 第二章 became 第三章 is the same chapter.
fn core_of(other: &Other) -> (std::mem::Discriminant<OtherKind>, Vec<char>) {
    let mut text = other.text.as_str();
    if let OtherKind::Heading { .. } = other.kind {
        text = text.trim_start_matches(['#', ' ', '*']);
        if let Some(at) =
            text.find(['章', '节', '節', '编', '編', '篇', '、', '.']).filter(|&at| at < 24 && text.starts_with('第'))
        {
            text = text[at..].trim_start_matches(['章', '节', '節', '编', '編', '篇']);
        }
    }
    (std::mem::discriminant(&other.kind), folded(text))
}
