//! A rule's Markdown → its articles and what stands around them, found from the text itself.
//!
//! First every line is looked at alone and may be the beginning of an article (`label`); then the scheme and
//! the numbers that truly go up are chosen over the whole text (`choice`); only then is the text cut.

mod choice;
mod label;
mod line;

use choice::choose;
use label::Candidate;
pub use label::{chapter, numeral};
use line::{Line, lines};

use crate::model::{Article, Block, Other, OtherKind, RuleText, Scheme};

/// A heading taken as such without `#` is no longer than this, in characters.
const HEADING_CHARS: usize = 40;
/// Words one of which a history note has: （2024年3月5日业主大会修订）.
#[rustfmt::skip]
const HISTORY_WORDS: &[&str] = &[
    "通过", "修订", "修正", "修改", "公布", "公告", "施行", "备案", "废止", "增补", "制定", "通過", "修訂", "公佈",
    "adopted", "amended", "approved", "repealed", "revised", "effective", "added",
];

/// Reads the articles of a rule from its Markdown, without front matter. Never fails: what does not fit the
/// text's scheme of numbers is text, and a text without numbers is [`Other`] blocks only.
pub fn parse(body: &str) -> RuleText {
    let lines = lines(body);
    let candidates: Vec<Candidate> = (0..lines.len()).filter_map(|i| label::read(body, &lines, i)).collect();
    let (scheme, chosen) = choose(candidates);
    let units = units(body, &lines, &chosen);
    RuleText { scheme, blocks: Assembly::new(body, scheme, &chosen).run(&units) }
}

/// A piece of the text that belongs to one block as a whole: a paragraph, a heading, a comment.
#[derive(Clone, Copy)]
struct Unit {
    kind: UnitKind,
    start: usize,
    line: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum UnitKind {
    /// Index among the chosen candidates.
    Article(usize),
    Heading(u8),
    Comment,
    Break,
    Text,
}

/// Whether a line that begins nothing new goes on with the unit before it.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    No,
    Paragraph,
    /// A heading whose `===` comes next.
    Underlined,
}

fn units(body: &str, lines: &[Line], chosen: &[Candidate]) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut next_article = chosen.iter().enumerate().peekable();
    let mut open = Open::No;
    for (i, line) in lines.iter().enumerate() {
        let kind = match next_article.next_if(|(_, candidate)| candidate.line == i) {
            Some((index, _)) => Some(UnitKind::Article(index)),
            None if line.inside_comment || line.is_blank(body) && !line.fenced || open == Open::Underlined => {
                open = Open::No;
                continue;
            }
            None if line.fenced => None,
            None if line.comment => Some(UnitKind::Comment),
            None => match heading_level(body, lines, i, open) {
                Some(level) => Some(UnitKind::Heading(level)),
                None if open == Open::No && line.is_break(body) => Some(UnitKind::Break),
                None => None,
            },
        };
        if kind.is_some() || open == Open::No {
            units.push(Unit { kind: kind.unwrap_or(UnitKind::Text), start: line.start, line: i });
        }
        open = match kind {
            None | Some(UnitKind::Article(_) | UnitKind::Text) => Open::Paragraph,
            Some(UnitKind::Heading(_)) if line.hashes(body).is_none() => match lines.get(i + 1) {
                Some(next) if next.is_underline(body) => Open::Underlined,
                _ => Open::No,
            },
            Some(_) => Open::No,
        };
    }
    units
}

/// The level of a heading: by its `#`, its underline, or as a line 第一章 总则.
fn heading_level(body: &str, lines: &[Line], i: usize, open: Open) -> Option<u8> {
    let line = &lines[i];
    if let Some(level) = line.hashes(body) {
        return Some(level);
    }
    let text = line.text(body).trim();
    let underline = lines.get(i + 1).filter(|next| open == Open::No && next.is_underline(body));
    if let Some(underline) = underline.filter(|_| is_title_like(text)) {
        return Some(if underline.text(body).trim_start().starts_with('=') { 1 } else { 2 });
    }
    let stands_alone = || open == Open::No || i > 0 && lines[i - 1].ends_sentence(body);
    label::chapter(text).filter(|_| is_title_like(text) && stands_alone()).map(|chapter| chapter.level)
}

/// Short, and not a sentence.
fn is_title_like(text: &str) -> bool {
    text.chars().nth(HEADING_CHARS).is_none() && !text.contains(['。', '；', '，', '：', ';', '？', '！'])
}

/// What comes after an article.
#[derive(Clone, Copy, PartialEq)]
enum Follows {
    Article,
    Heading,
    /// The end of the text, or a line across the page.
    End,
}

/// Puts units together into blocks.
struct Assembly<'a> {
    body: &'a str,
    scheme: Scheme,
    chosen: &'a [Candidate],
    blocks: Vec<Block>,
    /// Units of the article being read, first the one with its number.
    article: Vec<Unit>,
    /// Before the first article or chapter.
    at_front: bool,
}

impl<'a> Assembly<'a> {
    fn new(body: &'a str, scheme: Scheme, chosen: &'a [Candidate]) -> Self {
        Assembly { body, scheme, chosen, blocks: Vec::new(), article: Vec::new(), at_front: true }
    }

    fn run(mut self, units: &[Unit]) -> Vec<Block> {
        for &unit in units {
            match unit.kind {
                UnitKind::Article(_) => {
                    self.close_article(unit.start, Follows::Article);
                    self.article.push(unit);
                }
                UnitKind::Heading(level) if !self.is_inside(level) => {
                    self.close_article(unit.start, Follows::Heading);
                    self.at_front &= !self.blocks.iter().any(is_heading);
                    self.other(OtherKind::Heading { level }, unit.start);
                }
                UnitKind::Break => {
                    self.close_article(unit.start, Follows::End);
                    self.other(self.plain_kind(), unit.start);
                }
                _ if !self.article.is_empty() => self.article.push(unit),
                UnitKind::Comment => self.other(OtherKind::Comment, unit.start),
                _ => self.other(self.plain_kind(), unit.start),
            }
        }
        self.close_article(self.body.len(), Follows::End);
        if self.blocks.is_empty() && !self.body.is_empty() {
            self.other(OtherKind::Preamble, 0);
        }
        self.finish()
    }

    /// Whether a heading of this level is a part of the article being read: articles that are headings
    /// themselves may have smaller ones.
    fn is_inside(&self, level: u8) -> bool {
        let number = self.article.first().and_then(|unit| match unit.kind {
            UnitKind::Article(index) => self.chosen[index].heading,
            _ => None,
        });
        number.is_some_and(|own| own < level)
    }

    fn plain_kind(&self) -> OtherKind {
        if self.at_front { OtherKind::Preamble } else { OtherKind::Note }
    }

    /// Adds a block that begins at `start`, or lets the last one go on if it is text of the same kind.
    fn other(&mut self, kind: OtherKind, start: usize) {
        let goes_on = matches!(kind, OtherKind::Preamble | OtherKind::Note)
            && matches!(self.blocks.last(), Some(Block::Other(last)) if last.kind == kind);
        if !goes_on {
            self.blocks.push(Block::Other(Other { kind, text: String::new(), start, end: start }));
        }
    }

    /// Ends the article at `end`, and takes from its tail what is not the article's own.
    fn close_article(&mut self, end: usize, follows: Follows) {
        let mut units = std::mem::take(&mut self.article);
        let Some(&Unit { kind: UnitKind::Article(index), start, line }) = units.first() else { return };
        self.at_front = false;
        let mut tail: Vec<(OtherKind, usize)> = Vec::new();
        let mut tail_start = end;
        let mut signed = false;
        while units.len() > 1 {
            let unit = units[units.len() - 1];
            let text = self.body[unit.start..tail_start].trim();
            signed |= follows == Follows::End && tail.iter().all(|t| t.0 == OtherKind::Comment) && is_signature(text);
            let kind = match unit.kind {
                UnitKind::Comment => OtherKind::Comment,
                UnitKind::Text if is_history_note(text) => OtherKind::Note,
                UnitKind::Text if signed && text.lines().all(is_signature_line) => OtherKind::Note,
                UnitKind::Text if follows == Follows::Article && self.is_unmarked_heading(text) => {
                    OtherKind::Heading { level: 2 }
                }
                _ => break,
            };
            tail.push((kind, unit.start));
            tail_start = unit.start;
            units.pop();
        }
        let candidate = &self.chosen[index];
        let rest = self.body[candidate.text..tail_start.max(candidate.text)].trim();
        self.blocks.push(Block::Article(Article {
            label: self.body[candidate.label.clone()].to_owned(),
            anchor: candidate.number.anchor(),
            number: candidate.number.clone(),
            text: format!("{}{rest}", candidate.reopened),
            titled: candidate.has_title(self.body),
            start,
            end: tail_start,
            line: line + 1,
        }));
        for (kind, start) in tail.into_iter().rev() {
            self.other(kind, start);
        }
    }

    /// A chapter's name without `#`: a bold line, or 二、业主的权利 where articles are 第…条.
    fn is_unmarked_heading(&self, text: &str) -> bool {
        let bold = text.strip_prefix("**").and_then(|t| t.strip_suffix("**")).is_some_and(|t| !t.contains("**"));
        let listed = self.scheme == Scheme::Tiao && label::is_listed_in_words(text);
        (bold || listed) && !text.contains('\n') && is_title_like(text)
    }

    /// Fills in where each block ends, and the texts of those that are not articles.
    fn finish(mut self) -> Vec<Block> {
        let starts: Vec<usize> = self.blocks.iter().skip(1).map(|b| b.range().start).collect();
        let ends = starts.into_iter().chain([self.body.len()]);
        for (i, (block, end)) in self.blocks.iter_mut().zip(ends).enumerate() {
            match block {
                Block::Article(article) => {
                    article.end = end;
                    article.start = if i == 0 { 0 } else { article.start };
                }
                Block::Other(other) => {
                    other.end = end;
                    other.start = if i == 0 { 0 } else { other.start };
                    other.text = self.body[other.start..end].trim().to_owned();
                }
            }
        }
        self.blocks
    }
}

fn is_heading(block: &Block) -> bool {
    matches!(block, Block::Other(Other { kind: OtherKind::Heading { .. }, .. }))
}

/// A whole paragraph in brackets or emphasis that tells how the text came about.
fn is_history_note(text: &str) -> bool {
    const BRACKETS: [(char, char); 6] = [('（', '）'), ('(', ')'), ('〔', '〕'), ('[', ']'), ('*', '*'), ('_', '_')];
    let enclosed = BRACKETS.iter().any(|&(open, close)| {
        text.strip_prefix(open).and_then(|t| t.strip_suffix(close)).is_some_and(|t| !t.contains(['\n', open, close]))
    });
    enclosed && has_year(text) && HISTORY_WORDS.iter().any(|word| text.to_lowercase().contains(word))
}

fn has_year(text: &str) -> bool {
    text.contains('年') || text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4)
}

/// The end of a document: a name or two and a date below them.
fn is_signature(text: &str) -> bool {
    let is_date = |line: &str| {
        let line = line.trim();
        let marks = line.chars().filter(|c| matches!(c, '年' | '月' | '日' | '-' | '/' | '.')).count();
        (2..=3).contains(&marks)
            && line.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "年月日-/.〇○零一二三四五六七八九十".contains(c))
    };
    text.lines().last().is_some_and(is_date) && text.lines().all(is_signature_line)
}

fn is_signature_line(line: &str) -> bool {
    let line = line.trim();
    is_title_like(line) && !line.ends_with('.') && !line.starts_with(['（', '(', '-', '*', '|', '>'])
}
