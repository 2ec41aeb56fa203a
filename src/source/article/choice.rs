//! Which of the possible beginnings are articles: one scheme for the text, and numbers that go up.

use super::label::Candidate;
use crate::model::{ArticleNumber, Scheme};

/// What a candidate is worth for the chain of articles: one that nothing but its number speaks against, one
/// that might as well be a sentence, and one that follows the number before it without a gap.
const CLEAR: u32 = 4;
const DOUBTFUL: u32 = 1;
const CONSECUTIVE: u32 = 2;
/// How many candidates before one are tried as its predecessor (第三条之一, 之二 … before 第四条).
const PREDECESSORS: usize = 32;

const STRONGEST_FIRST: [Scheme; 6] =
    [Scheme::Tiao, Scheme::SectionSign, Scheme::Article, Scheme::Section, Scheme::NumberedHeading, Scheme::Numbered];

/// Chooses the strongest scheme that has at least two articles (or the strongest with one), and its articles.
pub fn choose(mut candidates: Vec<Candidate>) -> (Scheme, Vec<Candidate>) {
    let mut single = None;
    for scheme in STRONGEST_FIRST {
        let own: Vec<Candidate> = candidates.extract_if(.., |c| c.scheme == scheme).collect();
        let articles = of_one_kind(own);
        match articles.len() {
            0 => {}
            1 => single = single.or(Some((scheme, articles))),
            _ => return (scheme, articles),
        }
    }
    single.unwrap_or_default()
}

/// Articles within one scheme: items of a list only if nothing else bears a number, and numbers in words or in
/// digits, whichever comes first (the outer level of 一、 … 1. …).
fn of_one_kind(mut own: Vec<Candidate>) -> Vec<Candidate> {
    if own.iter().any(|c| !c.listed && c.clear) {
        own.retain(|c| !c.listed);
    }
    let Some(in_words) = own.first().map(|c| c.in_words) else { return own };
    own.retain(|c| c.in_words == in_words);
    // Where nearly all numbers stand in headings or in bold, a plain one is more likely a sentence.
    let marked = own.iter().filter(|c| c.marked).count();
    if marked >= 2 && marked * 5 >= own.len() * 4 {
        own.iter_mut().for_each(|c| c.clear &= c.marked);
    }
    let kept = rising(&own);
    let mut index = 0;
    own.retain(|_| {
        index += 1;
        kept.binary_search(&(index - 1)).is_ok()
    });
    own
}

/// The chain of rising numbers that is worth most; of equals, the one that comes first. A doubtful candidate
/// has a place in it only if its number follows the one before without a gap.
fn rising(candidates: &[Candidate]) -> Vec<usize> {
    let any_clear = candidates.iter().any(|c| c.clear);
    let mut ranks: Vec<&ArticleNumber> = candidates.iter().map(|c| &c.number).collect();
    ranks.sort_unstable();
    ranks.dedup();
    let mut best_up_to = PrefixBest::new(ranks.len());
    let mut at_rank: Vec<Option<Chain>> = vec![None; ranks.len()];
    let mut before: Vec<Option<usize>> = vec![None; candidates.len()];
    for (i, candidate) in candidates.iter().enumerate() {
        let number = &candidate.number;
        // Each number stands in `ranks`, from which it was made.
        let rank = ranks.binary_search(&number).unwrap_or_default();
        let lowest = ranks.partition_point(|&n| *n < just_before(number)).max(rank.saturating_sub(PREDECESSORS));
        let consecutive =
            at_rank[lowest..rank].iter().map(|chain| chain.map(|(worth, at)| (worth + CONSECUTIVE, at))).fold(None, better);
        let any_lower = if candidate.clear { best_up_to.below(rank) } else { None };
        let chain = better(any_lower, consecutive);
        let begins = candidate.clear || !any_clear || number.main == 1;
        let worth = match chain {
            Some((worth, at)) => {
                before[i] = Some(at);
                worth
            }
            None if begins => 0,
            None => continue,
        } + if candidate.clear { CLEAR } else { DOUBTFUL };
        best_up_to.raise(rank, (worth, i));
        at_rank[rank] = better(at_rank[rank], Some((worth, i)));
    }
    let mut chain = Vec::new();
    let mut last = best_up_to.below(ranks.len()).map(|(_, at)| at);
    while let Some(at) = last {
        chain.push(at);
        last = before[at];
    }
    chain.reverse();
    chain
}

/// The lowest number that could come straight before: for 第四条 it is 第三条 (then 第三条之一 …).
fn just_before(number: &ArticleNumber) -> ArticleNumber {
    match number.sub.split_last() {
        Some((&last, rest)) => {
            let mut sub = rest.to_vec();
            if last > 1 {
                sub.push(last - 1);
            }
            ArticleNumber { main: number.main, sub }
        }
        None => ArticleNumber { main: number.main.saturating_sub(1), sub: Vec::new() },
    }
}

/// A chain of articles by its end: its worth, and its last candidate.
type Chain = (u32, usize);

/// The chain worth more; of equals the one that ends earlier.
fn better(a: Option<Chain>, b: Option<Chain>) -> Option<Chain> {
    match (a, b) {
        (Some(x), Some(y)) if x.0 > y.0 || x.0 == y.0 && x.1 <= y.1 => a,
        (_, Some(_)) => b,
        _ => a,
    }
}

/// The best chain that ends with a number below a given one (a Fenwick tree), so that a long hostile text
/// cannot make the choice slow.
struct PrefixBest(Vec<Option<Chain>>);

impl PrefixBest {
    fn new(numbers: usize) -> Self {
        PrefixBest(vec![None; numbers + 1])
    }

    fn below(&self, rank: usize) -> Option<Chain> {
        let mut best = None;
        let mut at = rank;
        while at > 0 {
            best = better(best, self.0[at]);
            at &= at - 1;
        }
        best
    }

    fn raise(&mut self, rank: usize, chain: Chain) {
        let mut at = rank + 1;
        while at < self.0.len() {
            self.0[at] = better(self.0[at], Some(chain));
            at += at & at.wrapping_neg();
        }
    }
}
