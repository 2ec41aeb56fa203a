//! What stands around the articles: preamble, headings and notes of two versions, paired in order.

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::matching::{alike, profile};
use super::rule::{Change, Place};
use super::segments::{Op, Segment, whole};
use crate::model::{Block, Other, OtherKind, RuleText};

/// Blocks of one kind at least so alike (0 to 1) are one block that changed.
const ALIKE: f32 = 0.3;
/// A run of changed blocks longer than this on both sides is paired by order alone.
const MANY: usize = 10_000;

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
    let stood = places(went);
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

/// For each old block, the place of the new block that the nearest kept one before it went to.
pub(super) fn places(went: &[Option<usize>]) -> Vec<usize> {
    let mut place = 0;
    went.iter()
        .map(|new| {
            place = new.map_or(place, |block| block + 1);
            place
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
    let text = |blocks: &[(usize, &Other)]| blocks.iter().map(|b| core_of(b.1)).collect::<Vec<_>>();
    let (old_texts, new_texts) = (text(old), text(new));
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old_texts, &new_texts) {
        let (olds, news) = (op.old_range(), op.new_range());
        if let DiffOp::Equal { .. } = op {
            pairs.extend(olds.zip(news));
        } else if olds.len() * news.len() > MANY {
            pairs.extend(olds.zip(news).filter(|&(o, n)| same_kind(old[o].1, new[n].1)));
        } else if !olds.is_empty() && !news.is_empty() {
            let score = |o: usize, n: usize| likeness(old[olds.start + o].1, new[news.start + n].1);
            let inner = best_in_order(olds.len(), news.len(), score);
            pairs.extend(inner.into_iter().map(|(o, n)| (olds.start + o, news.start + n)));
        }
    }
    pairs
}

/// A block's kind and its text without marks, number and blank space: 第二章 became 第三章 is the same chapter.
fn core_of(other: &Other) -> (std::mem::Discriminant<OtherKind>, String) {
    let mut text = other.text.as_str();
    if let OtherKind::Heading { .. } = other.kind {
        text = text.trim_start_matches(['#', ' ', '*']);
        if let Some(at) = text.find(['章', '节', '節', '编', '編', '篇', '、', '.']).filter(|&at| at < 24 && text.starts_with('第')) {
            text = text[at..].trim_start_matches(['章', '节', '節', '编', '編', '篇']);
        }
    }
    (std::mem::discriminant(&other.kind), text.chars().filter(|c| !c.is_whitespace()).collect())
}

fn same_kind(old: &Other, new: &Other) -> bool {
    std::mem::discriminant(&old.kind) == std::mem::discriminant(&new.kind)
}

fn likeness(old: &Other, new: &Other) -> f32 {
    if !same_kind(old, new) {
        return 0.0;
    }
    let (dice, within) = alike(&profile(&core_of(old).1), &profile(&core_of(new).1));
    dice.max(within * 0.8)
}

/// The pairs that rise on both sides and are most alike in sum, none below [`ALIKE`].
fn best_in_order(olds: usize, news: usize, score: impl Fn(usize, usize) -> f32) -> Vec<(usize, usize)> {
    let scores: Vec<Vec<f32>> = (0..olds).map(|o| (0..news).map(|n| score(o, n)).collect()).collect();
    let mut best = vec![vec![0f32; news + 1]; olds + 1];
    for o in (0..olds).rev() {
        for n in (0..news).rev() {
            let paired = if scores[o][n] >= ALIKE { scores[o][n] + best[o + 1][n + 1] } else { 0.0 };
            best[o][n] = paired.max(best[o + 1][n]).max(best[o][n + 1]);
        }
    }
    let (mut o, mut n, mut pairs) = (0, 0, Vec::new());
    while o < olds && n < news {
        if scores[o][n] >= ALIKE && best[o][n] == scores[o][n] + best[o + 1][n + 1] {
            pairs.push((o, n));
            (o, n) = (o + 1, n + 1);
        } else if best[o][n] == best[o + 1][n] {
            o += 1;
        } else {
            n += 1;
        }
    }
    pairs
}
