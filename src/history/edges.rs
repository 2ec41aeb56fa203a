//! A text as characters, with the places where a mark may begin or end.

use super::numbers;
use super::words;

/// How well a mark may begin or end at a place, from worst to best. Sums of two are compared.
pub type Fitness = i32;
/// Within a word or a number: never.
pub const NEVER: Fitness = -1_000;
const WORD: Fitness = 10;
const BEFORE_PUNCTUATION: Fitness = 12;
const AFTER_COMMA: Fitness = 16;
const AFTER_SENTENCE: Fitness = 20;
const PARAGRAPH: Fitness = 24;

/// One of two texts that are compared.
pub struct Side<'a> {
    text: &'a str,
    pub chars: Vec<char>,
    /// Where each character begins, in bytes, and where the last one ends.
    offsets: Vec<u32>,
    /// Whether a word or a number ends before each character; worked out clause by clause, where asked.
    edges: Vec<Edge>,
}

#[derive(Clone, Copy, PartialEq)]
enum Edge {
    Unknown,
    Yes,
    No,
}

impl<'a> Side<'a> {
    pub fn new(text: &'a str) -> Self {
        let mut chars = Vec::with_capacity(text.len() / 2);
        let mut offsets = Vec::with_capacity(text.len() / 2);
        for (at, c) in text.char_indices() {
            chars.push(c);
            // A record's text is bounded far below 4 GiB.
            offsets.push(at as u32);
        }
        offsets.push(text.len() as u32);
        let edges = vec![Edge::Unknown; offsets.len()];
        Side { text, chars, offsets, edges }
    }

    /// A range of characters as text.
    pub fn slice(&self, start: usize, end: usize) -> &'a str {
        &self.text[self.offsets[start] as usize..self.offsets[end] as usize]
    }

    /// Whether no word and no number goes across the place before character `at`.
    pub fn is_edge(&mut self, at: usize) -> bool {
        if self.edges[at] == Edge::Unknown {
            self.work_out_clause(at);
        }
        self.edges[at] == Edge::Yes
    }

    fn work_out_clause(&mut self, at: usize) {
        let start = (0..at).rev().find(|&i| ends_clause(self.chars[i])).map_or(0, |i| i + 1);
        let end = (at..self.chars.len()).find(|&i| ends_clause(self.chars[i])).unwrap_or(self.chars.len());
        // Both ends of a clause are edges, and so is each mark that ends one.
        self.edges[start..=end].fill(Edge::No);
        self.edges[start] = Edge::Yes;
        self.edges[end] = Edge::Yes;
        for word_end in words::word_ends(self.slice(start, end)) {
            self.edges[start + word_end] = Edge::Yes;
        }
        for number in numbers::expressions(&self.chars[start..end]) {
            self.edges[start + number.start + 1..start + number.end].fill(Edge::No);
        }
    }

    /// How well a mark may begin or end before character `at`.
    pub fn fitness(&mut self, at: usize) -> Fitness {
        let next = self.chars.get(at).copied();
        let Some(previous) = at.checked_sub(1).map(|i| self.chars[i]) else { return PARAGRAPH };
        match (previous, next) {
            (_, None) => PARAGRAPH,
            ('\n', Some('\n')) => WORD,
            ('\n', _) | (_, Some('\n')) => PARAGRAPH,
            ('。' | '！' | '？' | '；' | ';' | '!' | '?', Some(c)) if !is_closing(c) => AFTER_SENTENCE,
            ('，' | '、', _) => AFTER_COMMA,
            (_, Some('。' | '！' | '？' | '；' | '，' | '、')) if !is_closing(previous) => BEFORE_PUNCTUATION,
            // A colon may be one of 9：30.
            ('：', _) if self.is_edge(at) => AFTER_COMMA,
            (_, Some('：')) if self.is_edge(at) => BEFORE_PUNCTUATION,
            _ if self.is_edge(at) => WORD + Fitness::from(previous.is_whitespace()),
            _ => NEVER,
        }
    }
}

/// Whether a mark ends a clause: words and numbers never go across it.
pub fn ends_clause(c: char) -> bool {
    matches!(c, '。' | '；' | '，' | '、' | '！' | '？' | '\n' | ';' | '!' | '?')
}

fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | '》' | ')')
}
