//! Pairs of the items of two lists that rise on both sides: what stayed in order and only changed.

use std::hash::Hash;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// So many comparisons are made for one run of changed items; a longer run is paired by order alone.
const MOST: usize = 10_000;

/// Pairs equal items first, then, between those, the ones most alike in sum, none less than `least`.
pub fn in_order<T: Hash + Eq>(old: &[T], new: &[T], least: f32, alike: impl Fn(&T, &T) -> f32) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        let (olds, news) = (op.old_range(), op.new_range());
        if let DiffOp::Equal { .. } = op {
            pairs.extend(olds.zip(news));
        } else if olds.len() * news.len() > MOST {
            pairs.extend(olds.zip(news).filter(|&(o, n)| alike(&old[o], &new[n]) >= least));
        } else if !olds.is_empty() && !news.is_empty() {
            let inner = best(&old[olds.clone()], &new[news.clone()], least, &alike);
            pairs.extend(inner.into_iter().map(|(o, n)| (olds.start + o, news.start + n)));
        }
    }
    pairs
}

fn best<T>(old: &[T], new: &[T], least: f32, alike: impl Fn(&T, &T) -> f32) -> Vec<(usize, usize)> {
    // What a pair is worth, and the best sum from that pair on.
    let worth: Vec<Vec<f32>> = old.iter().map(|o| new.iter().map(|n| alike(o, n)).collect()).collect();
    let mut sum = vec![vec![0f32; new.len() + 1]; old.len() + 1];
    for o in (0..old.len()).rev() {
        for n in (0..new.len()).rev() {
            let paired = if worth[o][n] >= least { worth[o][n] + sum[o + 1][n + 1] } else { 0.0 };
            sum[o][n] = paired.max(sum[o + 1][n]).max(sum[o][n + 1]);
        }
    }
    let (mut o, mut n, mut pairs) = (0, 0, Vec::new());
    while o < old.len() && n < new.len() {
        if worth[o][n] >= least && sum[o][n] == worth[o][n] + sum[o + 1][n + 1] {
            pairs.push((o, n));
            (o, n) = (o + 1, n + 1);
        } else if sum[o][n] == sum[o + 1][n] {
            o += 1;
        } else {
            n += 1;
        }
    }
    pairs
}
