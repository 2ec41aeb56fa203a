//! What changed between two texts, marked by words and whole number expressions.
//!
//! Characters are compared first; then marks that only a trifle keeps apart are joined, their edges widened to
//! words and numbers, and single insertions and deletions slid to where a sentence begins. Measured on real
//! laws, this cuts no number and repaints no paragraph, which words compared as such do not achieve.

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::edges::{NEVER, Side, ends_clause};
use super::paragraphs;

/// What a segment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Op {
    Equal,
    Insert,
    Delete,
}

/// A piece of text. Equal and insert, joined, are the new text; equal and delete the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Segment<'a> {
    pub op: Op,
    pub text: &'a str,
}

/// Above this, Myers' way takes too long where all was rewritten.
const LONG: usize = 5_000;
/// Above this a paragraph is no text that anybody wrote; it is compared by its ends alone.
const ENDLESS: usize = 50_000;
/// Fewer characters than these, common to both sides of a mark, stay in it.
const TRIM: usize = 2;
/// Characters that a new label costs an item: （三） and （四）.
const ITEM_LABEL: usize = 6;
/// An unchanged piece longer than this always keeps two marks apart.
const ISLAND: usize = 8;

/// The segments from one text to another.
pub fn segments<'a>(old: &'a str, new: &'a str) -> Vec<Segment<'a>> {
    // Only long texts have so many bytes in a character's place.
    let long = old.len().max(new.len()) > LONG * '条'.len_utf8();
    let have_lists = || paragraphs::has_items(old) && paragraphs::has_items(new);
    if !long && !have_lists() {
        return compared(old, new);
    }
    let Some(parts) = paragraphs::parts(old, new) else { return compared(old, new) };
    let by_paragraph = joined(old, new, parts.into_iter().flat_map(|(o, n)| compared(&old[o], &new[n])));
    if long {
        return by_paragraph;
    }
    let as_one = compared(old, new);
    // A paragraph that was split in two is better compared as one.
    let labels = ITEM_LABEL * new.lines().count();
    if changed(&by_paragraph) <= changed(&as_one) + labels { by_paragraph } else { as_one }
}

/// The segments of parts of two texts, neighbours of the same kind in one piece.
fn joined<'a>(old: &'a str, new: &'a str, parts: impl Iterator<Item = Segment<'a>>) -> Vec<Segment<'a>> {
    let mut out: Vec<Segment> = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    for segment in parts {
        let length = segment.text.len();
        let (text, at) = if segment.op == Op::Delete { (old, old_at) } else { (new, new_at) };
        match out.last_mut() {
            // Neighbours of one kind lie side by side in their text.
            Some(last) if last.op == segment.op => last.text = &text[at - last.text.len()..at + length],
            _ => out.push(segment),
        }
        old_at += if segment.op == Op::Insert { 0 } else { length };
        new_at += if segment.op == Op::Delete { 0 } else { length };
    }
    out
}

fn changed(segments: &[Segment]) -> usize {
    segments.iter().filter(|s| s.op != Op::Equal).map(|s| s.text.chars().count()).sum()
}

/// The segments from one text to another without regard to lists.
fn compared<'a>(old: &'a str, new: &'a str) -> Vec<Segment<'a>> {
    if old == new {
        return whole(Op::Equal, new);
    }
    if old.is_empty() || new.is_empty() {
        return [whole(Op::Delete, old), whole(Op::Insert, new)].concat();
    }
    let (old, new) = (Side::new(old), Side::new(new));
    let mut marks = Marks { list: compare(&old.chars, &new.chars), old, new };
    marks.slide();
    marks.join_islands();
    marks.widen();
    marks.join_islands();
    marks.widen();
    marks.trim();
    marks.slide();
    marks.segments()
}

/// One segment, or none for an empty text.
pub fn whole(op: Op, text: &str) -> Vec<Segment<'_>> {
    if text.is_empty() { Vec::new() } else { vec![Segment { op, text }] }
}

/// A mark: this range of the old text's characters was replaced by that of the new one's.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Mark {
    old: (usize, usize),
    new: (usize, usize),
}

impl Mark {
    fn old_len(&self) -> usize {
        self.old.1 - self.old.0
    }

    fn new_len(&self) -> usize {
        self.new.1 - self.new.0
    }

    fn size(&self) -> usize {
        self.old_len().max(self.new_len())
    }

    fn is_replacement(&self) -> bool {
        self.old_len() > 0 && self.new_len() > 0
    }

    /// From the start of this one to the end of the next, with all between.
    fn join(&mut self, next: Mark) {
        self.old.1 = next.old.1;
        self.new.1 = next.new.1;
    }
}

/// Compares characters.
fn compare(old: &[char], new: &[char]) -> Vec<Mark> {
    let longest = old.len().max(new.len());
    if longest > ENDLESS {
        return compare_ends(old, new);
    }
    let algorithm = if longest > LONG { Algorithm::Histogram } else { Algorithm::Myers };
    let mut marks: Vec<Mark> = Vec::new();
    for op in capture_diff_slices(algorithm, old, new) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let (o, n) = (op.old_range(), op.new_range());
        let mark = Mark { old: (o.start, o.end), new: (n.start, n.end) };
        match marks.last_mut() {
            Some(last) if last.old.1 == mark.old.0 && last.new.1 == mark.new.0 => last.join(mark),
            _ => marks.push(mark),
        }
    }
    marks
}

/// One mark for all between what two texts begin and end with.
fn compare_ends(old: &[char], new: &[char]) -> Vec<Mark> {
    let most = old.len().min(new.len());
    let start = (0..most).take_while(|&i| old[i] == new[i]).count();
    let end = (1..=most - start).take_while(|&i| old[old.len() - i] == new[new.len() - i]).count();
    vec![Mark { old: (start, old.len() - end), new: (start, new.len() - end) }]
}

/// The marks between two texts, in order, with unchanged text between them.
struct Marks<'a> {
    list: Vec<Mark>,
    old: Side<'a>,
    new: Side<'a>,
}

impl<'a> Marks<'a> {
    /// How far mark `i` could grow to the left and to the right before it meets its neighbours.
    fn room(&self, i: usize) -> (usize, usize) {
        let before = if i == 0 { 0 } else { self.list[i - 1].new.1 };
        let after = self.list.get(i + 1).map_or(self.new.chars.len(), |next| next.new.0);
        (self.list[i].new.0 - before, after - self.list[i].new.1)
    }

    /// An insertion of "BA" after "A" may as well be one of "AB" before "A": the place that reads best.
    fn slide(&mut self) {
        for i in 0..self.list.len() {
            let mark = self.list[i];
            if mark.is_replacement() {
                continue;
            }
            let inserted = mark.new_len() > 0;
            let (left, right) = self.room(i);
            let (side, other, span, place) = if inserted {
                (&mut self.new, &mut self.old, mark.new, mark.old.0)
            } else {
                (&mut self.old, &mut self.new, mark.old, mark.new.0)
            };
            let left = (1..=left).take_while(|&d| side.chars[span.0 - d] == side.chars[span.1 - d]).count();
            let right = (1..=right).take_while(|&d| side.chars[span.0 + d - 1] == side.chars[span.1 + d - 1]).count();
            let mut best: Option<(i32, usize)> = None;
            for shift in 0..=left + right {
                let at = span.0 - left + shift;
                let fitness = side.fitness(at)
                    + side.fitness(at + span.1 - span.0)
                    + if other.is_edge(place - left + shift) { 0 } else { NEVER };
                if best.is_none_or(|(most, _)| fitness > most) {
                    best = Some((fitness, shift));
                }
            }
            let shift = best.map_or(left, |(_, shift)| shift);
            let moved = |(start, end): (usize, usize)| (start - left + shift, end - left + shift);
            self.list[i] = Mark { old: moved(mark.old), new: moved(mark.new) };
        }
        self.join_touching();
    }

    fn join_touching(&mut self) {
        self.list.dedup_by(|next, kept| {
            let touching = next.new.0 == kept.new.1 && next.old.0 == kept.old.1;
            if touching {
                kept.join(*next);
            }
            touching
        });
    }

    /// Joins marks with so little unchanged text between them that it is only in the reader's way.
    fn join_islands(&mut self) {
        let (old, new) = (&self.old.chars, &self.new.chars);
        self.list.dedup_by(|next, kept| {
            let first = if next.new_len() > 0 { new[next.new.0] } else { old[next.old.0] };
            let joined = is_trifle(&new[kept.new.1..next.new.0], kept, next, first);
            if joined {
                kept.join(*next);
            }
            joined
        });
    }

    /// Widens marks until no edge of theirs cuts a word or a number, on either side.
    fn widen(&mut self) {
        for i in 0..self.list.len() {
            let (mut left, mut right) = self.room(i);
            let Mark { old, new } = &mut self.list[i];
            while left > 0 && !(self.old.is_edge(old.0) && self.new.is_edge(new.0)) {
                (old.0, new.0, left) = (old.0 - 1, new.0 - 1, left - 1);
            }
            while right > 0 && !(self.old.is_edge(old.1) && self.new.is_edge(new.1)) {
                (old.1, new.1, right) = (old.1 + 1, new.1 + 1, right - 1);
            }
        }
        self.join_touching();
    }

    /// Gives back what both sides of a mark begin or end with, and marks that are nothing else.
    fn trim(&mut self) {
        for Mark { old, new } in &mut self.list {
            let most = (old.1 - old.0).min(new.1 - new.0);
            let same = (0..most).take_while(|&d| self.old.chars[old.0 + d] == self.new.chars[new.0 + d]).count();
            let fits = |d: &usize| self.old.is_edge(old.0 + d) && self.new.is_edge(new.0 + d);
            if let Some(d) = (TRIM..=same).rev().find(fits) {
                (old.0, new.0) = (old.0 + d, new.0 + d);
            }
            let most = (old.1 - old.0).min(new.1 - new.0);
            let same = (1..=most).take_while(|&d| self.old.chars[old.1 - d] == self.new.chars[new.1 - d]).count();
            let fits = |d: &usize| self.old.is_edge(old.1 - d) && self.new.is_edge(new.1 - d);
            if let Some(d) = (TRIM..=same).rev().find(fits) {
                (old.1, new.1) = (old.1 - d, new.1 - d);
            }
        }
        self.list.retain(|mark| mark.size() > 0);
    }

    fn segments(&self) -> Vec<Segment<'a>> {
        let mut out = Vec::with_capacity(self.list.len() * 3 + 1);
        let mut push = |op, text: &'a str| out.extend(whole(op, text));
        let mut done = 0;
        for mark in &self.list {
            push(Op::Equal, self.new.slice(done, mark.new.0));
            push(Op::Delete, self.old.slice(mark.old.0, mark.old.1));
            push(Op::Insert, self.new.slice(mark.new.0, mark.new.1));
            done = mark.new.1;
        }
        push(Op::Equal, self.new.slice(done, self.new.chars.len()));
        out
    }
}

/// Whether an unchanged piece is too little to keep the marks around it apart.
fn is_trifle(island: &[char], before: &Mark, after: &Mark, first: char) -> bool {
    if island.contains(&'\n') || island.len() > ISLAND {
        return false;
    }
    let both_replace = before.is_replacement() && after.is_replacement();
    let small = before.size().min(after.size());
    match island.len() {
        0 => true,
        // What came in or went after the end of a clause stands for itself.
        1 => both_replace || !ends_clause(first) || before.size() > ISLAND,
        2 => both_replace || small >= 4,
        length => both_replace && small >= length * 2,
    }
}
