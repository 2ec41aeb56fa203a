//! Which article of the old text became which of the new one.
//!
//! The same text first; then, among what is left, the most alike by their pairs of characters, the best pair
//! first. Width of marks and labels of items are folded for this only: （三） became （四） says nothing.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use xxhash_rust::xxh3::Xxh3Builder;

use crate::model::Article;

/// Two articles less alike than this (0 to 1) are one removed and one added.
const ALIKE: f32 = 0.4;
/// Between the same neighbours as before, this is enough to look no further,
const ALIKE_AT_ONCE: f32 = 0.6;
/// and this will do for what found no other partner,
const ALIKE_IN_PLACE: f32 = 0.25;
/// or this where the number stayed too.
const ALIKE_SAME_NUMBER: f32 = 0.15;
/// Of two that are nearly as alike, the one between the same neighbours as before.
const IN_PLACE: f32 = 0.15;
/// Pairs of characters in more articles than this do not tell which article one is.
const COMMON: usize = 50;
/// So many of the new articles are compared in full with an old one.
const TRIED: usize = 10;
/// So many comparisons are made without choosing first.
const FEW: usize = 2_000;
/// An article whose number stayed and whose beginning and end make up this share of it needs no search.
const SURE: f32 = 0.8;

/// The different pairs of neighbouring characters in a text, by their numbers in [`Profiles`], sorted.
type Profile = [u32];

/// The profiles of texts, each worked out once.
#[derive(Default)]
pub struct Profiles<'a>(Mutex<Known<'a>>);

#[derive(Default)]
struct Known<'a> {
    numbers: HashMap<u64, u32, Xxh3Builder>,
    profiles: HashMap<&'a str, Arc<Profile>, Xxh3Builder>,
}

impl<'a> Profiles<'a> {
    fn of(&self, text: &'a str) -> Arc<Profile> {
        // What is known is whole even if a thread that held it has panicked.
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).profiles.get(text).cloned();
        known.unwrap_or_else(|| {
            let pairs = profile(&folded(text));
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let Known { numbers, profiles } = &mut *known;
            let mut profile = Vec::with_capacity(pairs.len());
            for pair in pairs {
                let next = numbers.len() as u32;
                profile.push(*numbers.entry(pair).or_insert(next));
            }
            profile.sort_unstable();
            let profile: Arc<Profile> = profile.into();
            profiles.insert(text, profile.clone());
            profile
        })
    }
}

/// The different pairs of neighbouring characters in a folded text, sorted.
pub fn profile(chars: &[char]) -> Vec<u64> {
    let pair = |w: &[char]| u64::from(u32::from(w[0])) << 32 | u64::from(u32::from(w[1]));
    let mut pairs: Vec<u64> = chars.windows(2).map(pair).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// A text without blank space and labels of items, its marks in half width.
pub fn folded(text: &str) -> Vec<char> {
    let mut chars = Vec::with_capacity(text.len() / 2);
    let mut bracket = None;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let c = match c {
            '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            '〈' | '《' => '<',
            '〉' | '》' => '>',
            '“' | '”' | '「' | '」' => '"',
            c => c,
        };
        chars.push(c);
        match (c, bracket) {
            ('(', _) => bracket = Some(chars.len() - 1),
            (')', Some(open)) => {
                chars.truncate(open);
                bracket = None;
            }
            ('0'..='9' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十', _) => {}
            _ => bracket = None,
        }
    }
    chars
}

/// How alike two profiles are, from 0 to 1 (Dice), and how much of the smaller one is in the other.
pub fn alike<T: Ord>(a: &[T], b: &[T]) -> (f32, f32) {
    let (mut i, mut j, mut both) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        // Without branches, which no processor could foresee here.
        both += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(x >= y);
    }
    alike_by(both, a.len(), b.len())
}

/// The same by how many pairs both have, and how many each.
fn alike_by(both: usize, a: usize, b: usize) -> (f32, f32) {
    (2.0 * both as f32 / (a + b).max(1) as f32, both as f32 / a.min(b).max(1) as f32)
}

/// For each old article, the new one that it became.
pub fn matches<'a>(old: &[&'a Article], new: &[&'a Article], profiles: &Profiles<'a>) -> Vec<Option<usize>> {
    let mut matching = Matching { to: vec![None; old.len()], taken: vec![false; new.len()], old, new };
    matching.same_number_and_text();
    matching.same_text();
    matching.surely_same();
    let (left, right) = matching.unmatched();
    if left.is_empty() || right.is_empty() {
        return matching.to;
    }
    let side = |list: Vec<usize>, articles: &[&'a Article]| -> Vec<Unmatched> {
        let one = |(at, article): (usize, usize)| Unmatched { article, at, profile: profiles.of(&articles[article].text) };
        list.into_iter().enumerate().map(one).collect()
    };
    let sides = Sides::of(side(left, old), side(right, new));
    matching.in_place(&sides, |dice, _, _| if dice >= ALIKE_AT_ONCE { dice } else { 0.0 });
    matching.anywhere(&sides);
    matching.in_place(&sides, |dice, within, same_number| {
        let score = dice.max(within * ALIKE);
        if score >= if same_number { ALIKE_SAME_NUMBER } else { ALIKE_IN_PLACE } { score } else { 0.0 }
    });
    matching.to
}

/// An article that was not matched by its text.
struct Unmatched {
    article: usize,
    /// Its place on its side.
    at: usize,
    profile: Arc<Profile>,
}

/// What was not matched by its text.
struct Sides {
    old: Vec<Unmatched>,
    new: Vec<Unmatched>,
    /// Where there are few: how many pairs of characters each old one shares with each new one.
    shared: Option<Vec<u32>>,
}

impl Sides {
    fn of(old: Vec<Unmatched>, new: Vec<Unmatched>) -> Self {
        let few = old.len() * new.len() <= FEW;
        let shared = few.then(|| {
            let holders = Holders::of(new.iter());
            let mut shared = vec![0; old.len() * new.len()];
            for o in &old {
                let row = &mut shared[o.at * new.len()..][..new.len()];
                o.profile.iter().flat_map(|&pair| holders.of_pair(pair)).for_each(|&n| row[n as usize] += 1);
            }
            shared
        });
        Sides { old, new, shared }
    }

    fn alike(&self, old: &Unmatched, new: &Unmatched) -> (f32, f32) {
        match &self.shared {
            Some(shared) => {
                let both = shared[old.at * self.new.len() + new.at] as usize;
                alike_by(both, old.profile.len(), new.profile.len())
            }
            None => alike(&old.profile, &new.profile),
        }
    }
}

/// Which articles hold a pair of characters: those of pair `p` stand in `articles[ends[p - 1]..ends[p]]`.
struct Holders {
    ends: Vec<u32>,
    articles: Vec<u32>,
}

impl Holders {
    /// The articles by their order in the list.
    fn of<'u>(list: impl Iterator<Item = &'u Unmatched> + Clone) -> Self {
        let pairs = list.clone().filter_map(|u| u.profile.last()).max().map_or(0, |&last| last as usize + 1);
        let mut ends = vec![0; pairs];
        list.clone().flat_map(|u| u.profile.iter()).for_each(|&pair| ends[pair as usize] += 1);
        let mut total = 0;
        for end in &mut ends {
            // Where a pair begins, until its articles are filled in.
            total += std::mem::replace(end, total);
        }
        let mut articles = vec![0; total as usize];
        for (i, unmatched) in list.enumerate() {
            for &pair in unmatched.profile.iter() {
                let end = &mut ends[pair as usize];
                articles[*end as usize] = i as u32;
                *end += 1;
            }
        }
        Holders { ends, articles }
    }

    fn of_pair(&self, pair: u32) -> &[u32] {
        let Some(&end) = self.ends.get(pair as usize) else { return &[] };
        let start = if pair == 0 { 0 } else { self.ends[pair as usize - 1] };
        &self.articles[start as usize..end as usize]
    }
}

struct Matching<'m, 'a> {
    to: Vec<Option<usize>>,
    taken: Vec<bool>,
    old: &'m [&'a Article],
    new: &'m [&'a Article],
}

impl<'a> Matching<'_, 'a> {
    fn take(&mut self, old: usize, new: usize) {
        self.to[old] = Some(new);
        self.taken[new] = true;
    }

    fn unmatched(&self) -> (Vec<usize>, Vec<usize>) {
        let left = (0..self.old.len()).filter(|&i| self.to[i].is_none()).collect();
        let right = (0..self.new.len()).filter(|&i| !self.taken[i]).collect();
        (left, right)
    }

    /// Unmatched articles of the same number on both sides. Numbers go up in both texts.
    fn same_numbers(&self) -> Vec<(usize, usize)> {
        let (left, right) = self.unmatched();
        let mut right = right.into_iter().peekable();
        let mut found = Vec::new();
        for o in left {
            let number = &self.old[o].number;
            while right.next_if(|&n| self.new[n].number < *number).is_some() {}
            found.extend(right.next_if(|&n| self.new[n].number == *number).map(|n| (o, n)));
        }
        found
    }

    fn same_number_and_text(&mut self) {
        for (o, n) in self.same_numbers() {
            if self.old[o].text == self.new[n].text {
                self.take(o, n);
            }
        }
    }

    /// The same text under another number; of several such, in order.
    fn same_text(&mut self) {
        let (mut left, mut right) = self.unmatched();
        // By length first, so that texts themselves are hardly ever compared.
        let key = |text: &'a str| (text.len(), text);
        left.sort_by_key(|&o| key(&self.old[o].text));
        right.sort_by_key(|&n| key(&self.new[n].text));
        let mut right = right.into_iter().filter(|&n| !self.new[n].text.is_empty()).peekable();
        let mut found = Vec::new();
        for o in left {
            let text = key(&self.old[o].text);
            while right.next_if(|&n| key(&self.new[n].text) < text).is_some() {}
            found.extend(right.next_if(|&n| key(&self.new[n].text) == text).map(|n| (o, n)));
        }
        found.into_iter().for_each(|(o, n)| self.take(o, n));
    }

    /// The same number, or alone between the same neighbours, and much the same from both ends.
    fn surely_same(&mut self) {
        let (left, right) = self.unmatched();
        let gaps = self.gaps();
        let alone = |list: &[usize], gaps: &[Option<usize>]| -> Vec<usize> {
            list.chunk_by(|&a, &b| gaps[a] == gaps[b]).filter(|c| c.len() == 1).map(|c| c[0]).collect()
        };
        let mut right = alone(&right, &gaps.1).into_iter().peekable();
        let mut pairs = self.same_numbers();
        for o in alone(&left, &gaps.0) {
            // Where articles moved, gaps do not rise, and some lonely pairs go to the search below.
            while right.next_if(|&n| gaps.1[n] < gaps.0[o]).is_some() {}
            pairs.extend(right.next_if(|&n| gaps.1[n] == gaps.0[o]).map(|n| (o, n)));
        }
        for (o, n) in pairs {
            if self.to[o].is_none() && !self.taken[n] && ends_alike(&self.old[o].text, &self.new[n].text) {
                self.take(o, n);
            }
        }
    }

    /// Matches within each run of unmatched articles between the same neighbours. A score of 0 is no pair.
    fn in_place(&mut self, sides: &Sides, score: impl Fn(f32, f32, bool) -> f32) {
        let gaps = self.gaps();
        let mut pairs = Vec::new();
        let (left, open) = self.still_unmatched(sides);
        let gap_of = |n: &Unmatched| gaps.1[n.article];
        let runs: HashMap<_, _> = open.chunk_by(|a, b| gap_of(a) == gap_of(b)).map(|run| (gap_of(run[0]), run)).collect();
        for olds in left.chunk_by(|a, b| gaps.0[a.article] == gaps.0[b.article]) {
            let news = runs.get(&gaps.0[olds[0].article]).filter(|news| olds.len() * news.len() <= FEW);
            let Some(news) = news else { continue };
            for &old in olds {
                for &new in *news {
                    let (dice, within) = sides.alike(old, new);
                    let (o, n) = (old.article, new.article);
                    let score = score(dice, within, self.old[o].number == self.new[n].number);
                    if score > 0.0 {
                        pairs.push((score, o, n));
                    }
                }
            }
        }
        self.take_best(pairs);
    }

    /// Matches what is alike wherever it stands.
    fn anywhere(&mut self, sides: &Sides) {
        let gaps = self.gaps();
        let (olds, news) = self.still_unmatched(sides);
        let mut pairs = Vec::new();
        worth_comparing(&olds, &news, |old, new| {
            let (dice, _) = sides.alike(old, new);
            if dice >= ALIKE {
                let in_place = gaps.0[old.article] == gaps.1[new.article];
                pairs.push((if in_place { dice + IN_PLACE } else { dice }, old.article, new.article));
            }
        });
        self.take_best(pairs);
    }

    fn still_unmatched<'s>(&self, sides: &'s Sides) -> (Vec<&'s Unmatched>, Vec<&'s Unmatched>) {
        let left = sides.old.iter().filter(|old| self.to[old.article].is_none()).collect();
        let right = sides.new.iter().filter(|new| !self.taken[new.article]).collect();
        (left, right)
    }

    /// Takes pairs from the most alike down; of equals those whose number stayed, then those nearest.
    fn take_best(&mut self, mut pairs: Vec<(f32, usize, usize)>) {
        let rank = |&(_, o, n): &(f32, usize, usize)| (self.old[o].number != self.new[n].number, o.abs_diff(n), o);
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| rank(a).cmp(&rank(b))));
        for (_, o, n) in pairs {
            if self.to[o].is_none() && !self.taken[n] {
                self.take(o, n);
            }
        }
    }

    /// For each article of both sides, the matched pair it comes after, by its new place.
    fn gaps(&self) -> (Vec<Option<usize>>, Vec<Option<usize>>) {
        let after = |matched: &mut Option<usize>, this: Option<usize>| {
            *matched = this.or(*matched);
            Some(*matched)
        };
        let old = self.to.iter().copied().scan(None, after).collect();
        let new = self.taken.iter().enumerate().map(|(n, &taken)| taken.then_some(n)).scan(None, after).collect();
        (old, new)
    }
}

/// Whether what two texts have in common at both ends is nearly all there is.
fn ends_alike(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let most = a.len().min(b.len());
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let end = a.iter().rev().zip(b.iter().rev()).take(most - start).take_while(|(x, y)| x == y).count();
    (start + end) as f32 > SURE * a.len().max(b.len()) as f32
}

/// Which to compare: all, if they are few; else those that share most of the rare pairs.
fn worth_comparing(olds: &[&Unmatched], news: &[&Unmatched], mut compare: impl FnMut(&Unmatched, &Unmatched)) {
    if olds.len() * news.len() <= FEW {
        for old in olds {
            news.iter().for_each(|new| compare(old, new));
        }
        return;
    }
    let holders = Holders::of(news.iter().copied());
    let mut shared = vec![0u32; news.len()];
    for old in olds {
        let mut touched: Vec<u32> = Vec::new();
        for holders in old.profile.iter().map(|&pair| holders.of_pair(pair)).filter(|h| h.len() <= COMMON) {
            for &n in holders {
                if shared[n as usize] == 0 {
                    touched.push(n);
                }
                shared[n as usize] += 1;
            }
        }
        touched.sort_by_key(|&n| (std::cmp::Reverse(shared[n as usize]), n));
        touched.iter().take(TRIED).for_each(|&n| compare(old, news[n as usize]));
        touched.iter().for_each(|&n| shared[n as usize] = 0);
    }
}
