//! The changes between two versions of a rule, article by article.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use xxhash_rust::xxh3::Xxh3Builder;

use super::matching::{Profiles, matches};
use super::other::{self, OtherChange};
use super::segments::{Op, Segment, segments, whole};
use crate::model::{Article, Block, RuleText};

/// What became of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    Added,
    Removed,
    /// Another text, whatever its number and place.
    Modified,
    /// The same text under another number.
    Renumbered,
    /// The same text at another place among the articles that stayed in order.
    Moved,
    Unchanged,
}

/// How many articles of each change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    pub added: usize,
    pub removed: usize,
    pub modified: usize,
    pub renumbered: usize,
    pub moved: usize,
    pub unchanged: usize,
}

/// One article in both versions, or in one.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleChange<'a> {
    pub change: Change,
    /// Its number in the old version, as written there.
    pub from: Option<&'a str>,
    pub to: Option<&'a str>,
    /// Whether a modified article also changed its place.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub moved: bool,
    pub segments: Vec<Segment<'a>>,
    #[serde(skip)]
    pub old: Option<&'a Article>,
    #[serde(skip)]
    pub new: Option<&'a Article>,
    #[serde(skip)]
    pub(super) place: Place,
}

/// Where an entry stands among all of both versions: the new block it is or comes after, and, for what was
/// removed, its old block.
pub(super) type Place = (usize, Option<usize>);

/// What changed between two versions of a rule.
#[derive(Clone, Debug, Serialize)]
pub struct RuleDiff<'a> {
    /// The versions' names; empty until [`RuleDiff::named`].
    pub from: &'a str,
    pub to: &'a str,
    pub summary: Summary,
    /// Every article of both versions in the order of the new text, removed ones where they stood.
    pub articles: Vec<ArticleChange<'a>>,
    /// Preamble, headings and notes, likewise.
    pub other: Vec<OtherChange<'a>>,
}

/// An article or what stands around it.
#[derive(Clone, Copy, Debug)]
pub enum Entry<'d, 'a> {
    Article(&'d ArticleChange<'a>),
    Other(&'d OtherChange<'a>),
}

impl<'a> RuleDiff<'a> {
    /// Says which versions these are.
    pub fn named(mut self, from: &'a str, to: &'a str) -> Self {
        (self.from, self.to) = (from, to);
        self
    }

    /// Articles and the rest as one reads them, in the order of the new text.
    pub fn entries(&self) -> Vec<Entry<'_, 'a>> {
        let mut entries: Vec<Entry> =
            self.articles.iter().map(Entry::Article).chain(self.other.iter().map(Entry::Other)).collect();
        entries.sort_by_key(|entry| match entry {
            Entry::Article(article) => article.place,
            Entry::Other(other) => other.place,
        });
        entries
    }
}

/// The changes between two versions of a rule. For many pairs of versions use a [`Differ`].
pub fn diff<'a>(from: &'a RuleText, to: &'a RuleText) -> RuleDiff<'a> {
    Differ::default().diff(from, to)
}

/// Tells versions apart, and remembers the marks of every pair of texts that it has compared: over all pairs
/// of a rule's versions the same article changes in the same way many times. Threads may share one.
#[derive(Default)]
pub struct Differ<'a> {
    marked: Mutex<HashMap<(&'a str, &'a str), Vec<Segment<'a>>, Xxh3Builder>>,
    profiles: Profiles<'a>,
}

impl<'a> Differ<'a> {
    /// The changes between two versions of a rule.
    pub fn diff(&self, from: &'a RuleText, to: &'a RuleText) -> RuleDiff<'a> {
        let old = Numbered::of(from);
        let new = Numbered::of(to);
        let matched = matches(&old.articles, &new.articles, &self.profiles);
        let moved = moved(&matched, |o, n| old.articles[o].number == new.articles[n].number);
        let mut articles: Vec<ArticleChange> = Vec::with_capacity(new.articles.len());
        // Where each old block went; removed blocks stand after the last block before them that stayed.
        let mut went: Vec<Option<usize>> = vec![None; from.blocks.len()];
        let mut is_new = vec![true; new.articles.len()];
        for (o, &matched) in matched.iter().enumerate() {
            if let Some(n) = matched {
                is_new[n] = false;
                went[old.blocks[o]] = Some(new.blocks[n]).filter(|_| !moved[o]);
                articles.push(self.kept(old.articles[o], new.articles[n], moved[o], new.blocks[n]));
            }
        }
        let other = other::changes(from, to, &mut went, |a, b| self.segments(a, b));
        let stood = other::places(&went, |block| matches!(from.blocks[block], Block::Article(_)));
        for (o, &article) in old.articles.iter().enumerate().filter(|&(o, _)| matched[o].is_none()) {
            articles.push(ArticleChange::one_sided(Change::Removed, article, (stood[old.blocks[o]], Some(old.blocks[o]))));
        }
        for (n, &article) in new.articles.iter().enumerate().filter(|&(n, _)| is_new[n]) {
            articles.push(ArticleChange::one_sided(Change::Added, article, (new.blocks[n] + 1, None)));
        }
        articles.sort_by_key(|article| article.place);
        RuleDiff { from: "", to: "", summary: Summary::of(&articles), articles, other }
    }

    fn kept(&self, old: &'a Article, new: &'a Article, moved: bool, block: usize) -> ArticleChange<'a> {
        let same = old.text == new.text;
        let change = match (same, moved) {
            (false, _) => Change::Modified,
            (true, true) => Change::Moved,
            (true, false) if old.number != new.number => Change::Renumbered,
            (true, false) => Change::Unchanged,
        };
        ArticleChange {
            change,
            from: Some(&old.label),
            to: Some(&new.label),
            moved: moved && !same,
            segments: if same { whole(Op::Equal, &new.text) } else { self.segments(&old.text, &new.text) },
            old: Some(old),
            new: Some(new),
            place: (block + 1, None),
        }
    }

    fn segments(&self, old: &'a str, new: &'a str) -> Vec<Segment<'a>> {
        // The map is whole even if a thread that held it has panicked.
        let known = self.marked.lock().unwrap_or_else(PoisonError::into_inner).get(&(old, new)).cloned();
        known.unwrap_or_else(|| {
            let fresh = segments(old, new);
            self.marked.lock().unwrap_or_else(PoisonError::into_inner).insert((old, new), fresh.clone());
            fresh
        })
    }
}

impl<'a> ArticleChange<'a> {
    fn one_sided(change: Change, article: &'a Article, place: Place) -> Self {
        let removed = change == Change::Removed;
        let side = Some(article);
        let (old, new) = if removed { (side, None) } else { (None, side) };
        ArticleChange {
            change,
            from: old.map(|a| a.label.as_str()),
            to: new.map(|a| a.label.as_str()),
            moved: false,
            segments: whole(if removed { Op::Delete } else { Op::Insert }, &article.text),
            old,
            new,
            place,
        }
    }
}

impl Summary {
    fn of(articles: &[ArticleChange]) -> Self {
        let mut summary = Summary::default();
        for article in articles {
            *match article.change {
                Change::Added => &mut summary.added,
                Change::Removed => &mut summary.removed,
                Change::Modified => &mut summary.modified,
                Change::Renumbered => &mut summary.renumbered,
                Change::Moved => &mut summary.moved,
                Change::Unchanged => &mut summary.unchanged,
            } += 1;
        }
        summary
    }
}

/// A version's articles, each with the index of its block.
struct Numbered<'a> {
    articles: Vec<&'a Article>,
    blocks: Vec<usize>,
}

impl<'a> Numbered<'a> {
    fn of(text: &'a RuleText) -> Self {
        let (blocks, articles) = text
            .blocks
            .iter()
            .enumerate()
            .filter_map(|(i, block)| match block {
                Block::Article(article) => Some((i, article)),
                Block::Other(_) => None,
            })
            .unzip();
        Numbered { articles, blocks }
    }
}

/// Which old articles changed their place: the fewest without which the rest stand in their old order. Of
/// equal choices those stay that kept their number.
fn moved(matched: &[Option<usize>], same_number: impl Fn(usize, usize) -> bool) -> Vec<bool> {
    let pairs: Vec<(usize, usize)> = matched.iter().enumerate().filter_map(|(o, n)| Some((o, (*n)?))).collect();
    if pairs.is_sorted_by_key(|&(_, n)| n) {
        return vec![false; matched.len()];
    }
    // Longest rising chain of new places, by the best chain that ends below each place (a Fenwick tree).
    let size = pairs.iter().map(|p| p.1 + 1).max().unwrap_or(0);
    let mut tree: Vec<Option<(usize, usize, usize)>> = vec![None; size + 1];
    let mut before = vec![None; pairs.len()];
    let mut best = None;
    for (i, &(o, n)) in pairs.iter().enumerate() {
        let mut chain = None;
        let mut at = n;
        while at > 0 {
            chain = chain.max(tree[at]);
            at &= at - 1;
        }
        before[i] = chain.map(|(.., last)| last);
        let (length, kept, _) = chain.unwrap_or_default();
        let longer = Some((length + 1, kept + usize::from(same_number(o, n)), i));
        let mut at = n + 1;
        while at <= size {
            tree[at] = tree[at].max(longer);
            at += at & at.wrapping_neg();
        }
        best = best.max(longer);
    }
    let mut moved: Vec<bool> = matched.iter().map(Option::is_some).collect();
    let mut last = best.map(|(.., i)| i);
    while let Some(i) = last {
        moved[pairs[i].0] = false;
        last = before[i];
    }
    moved
}
