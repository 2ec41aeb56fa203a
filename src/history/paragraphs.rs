//! Which paragraph of an article became which: in a list （一）… （二）… an item that came in renumbers those
//! after it, and a comparison of characters alone would then pair the wrong ones.

use std::ops::Range;

use super::matching::{alike, folded, profile};
use super::order::in_order;

/// Paragraphs at least so alike (0 to 1) are one paragraph that changed.
const ALIKE: f32 = 0.5;

/// Stretches of two texts that belong together, in bytes; one of them may be empty.
pub type Part = (Range<usize>, Range<usize>);

/// The parts of two texts: paragraphs with what they became, and what came in or went between them. `None`
/// where nothing did.
pub fn parts(old: &str, new: &str) -> Option<Vec<Part>> {
    let (old_lines, new_lines) = (paragraphs(old), paragraphs(new));
    let cores = |text: &str, lines: &[Range<usize>]| -> Vec<Vec<char>> {
        lines.iter().map(|line| folded(text[line.clone()].trim_end_matches(is_ending))).collect()
    };
    let pairs = in_order(&cores(old, &old_lines), &cores(new, &new_lines), ALIKE, |a, b| {
        let (dice, within) = alike(&profile(a), &profile(b));
        dice.max(within * ALIKE)
    });
    let mut parts: Vec<Part> = Vec::new();
    let mut done = (0, 0);
    for (o, n) in pairs {
        let (old_line, new_line) = (old_lines[o].clone(), new_lines[n].clone());
        if done != (old_line.start, new_line.start) {
            parts.push((done.0..old_line.start, done.1..new_line.start));
            parts.push((old_line.clone(), new_line.clone()));
        } else if let Some(part) = parts.last_mut() {
            // Paragraphs that stayed neighbours are compared together.
            (part.0.end, part.1.end) = (old_line.end, new_line.end);
        } else {
            parts.push((old_line.clone(), new_line.clone()));
        }
        done = (old_line.end, new_line.end);
    }
    if done != (old.len(), new.len()) {
        parts.push((done.0..old.len(), done.1..new.len()));
    }
    (parts.len() > 1).then_some(parts)
}

/// Whether a text has a list.
pub fn has_items(text: &str) -> bool {
    let is_item = |line: &&str| {
        let line = line.trim_start();
        line.starts_with(['（', '(', '-', '*']) || line.starts_with(|c: char| c.is_ascii_digit())
    };
    text.lines().filter(is_item).nth(1).is_some()
}

/// The lines of a text, each with the blank ones after it.
fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        match lines.last_mut() {
            Some(last) if line.trim().is_empty() => last.end = end,
            _ => lines.push(at..end),
        }
        at = end;
    }
    lines
}

/// Marks at the end of an item, which change when it becomes the last of its list.
fn is_ending(c: char) -> bool {
    c.is_whitespace() || matches!(c, '；' | '。' | ';' | '.' | '，' | '、')
}
