//! Whether a line may be the beginning of an article, and what its number is.

use std::ops::Range;

use super::line::Line;
use crate::model::{ArticleNumber, Scheme};

/// A line that may begin an article. Whether it does depends on the others.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub scheme: Scheme,
    pub number: ArticleNumber,
    /// Index of the line.
    pub line: usize,
    /// Where the number stands, in bytes of the body.
    pub label: Range<usize>,
    /// Where the text after it begins, on the same line.
    pub text: usize,
    /// The mark of a bold passage that began before the number and ends within the text.
    pub reopened: &'static str,
    /// The level, where the line is a heading.
    pub heading: Option<u8>,
    /// In a heading or in bold.
    pub marked: bool,
    /// The item of a list of points.
    pub listed: bool,
    /// Followed by a space or a mark, not straight by a word; and at the beginning of a paragraph.
    pub clear: bool,
    /// Numbered in words: 三、 and not 3.
    pub in_words: bool,
}

impl Candidate {
    /// Whether the rest of the line is a title: of a heading, or of a line that is bold as a whole.
    pub fn has_title(&self, body: &str) -> bool {
        let rest = body[self.text..].lines().next().unwrap_or_default().trim_end();
        let bold_line = !self.reopened.is_empty() && rest.strip_suffix(self.reopened).is_some_and(|t| !t.contains('*'));
        !rest.is_empty() && (self.heading.is_some() || bold_line)
    }
}

/// A number read from the front of a text: its label's length, and whether what follows leaves no doubt.
struct Reading {
    number: ArticleNumber,
    label: usize,
    /// Where the text begins: after the marks that only set the number off.
    text: usize,
    clear: bool,
    in_words: bool,
}

/// Marks that set a number off from the text.
const SEPARATORS: [char; 6] = [':', '：', '.', '．', '、', '。'];

/// Reads the number at the beginning of line `i`, if there is one.
pub fn read(body: &str, lines: &[Line], i: usize) -> Option<Candidate> {
    let line = &lines[i];
    if !line.is_plain() {
        return None;
    }
    let text = line.text(body);
    let mut rest = text.trim_start();
    if rest.is_empty() {
        return None;
    }
    let spaces = text.bytes().take_while(|&b| b == b' ' || b == b'\t').count();
    let heading = line.hashes(body);
    if let Some(level) = heading {
        rest = rest[usize::from(level)..].trim_start();
    }
    let unlisted = ["- ", "* ", "+ "].iter().find_map(|mark| rest.strip_prefix(mark)).filter(|_| heading.is_none());
    rest = unlisted.map_or(rest, str::trim_start);
    let bold = ["**", "__", "*", "_"].into_iter().find(|mark| rest.starts_with(mark)).unwrap_or("");
    rest = &rest[bold.len()..];
    let bracketed = rest.strip_prefix(['【', '[']);
    rest = bracketed.unwrap_or(rest);
    let (scheme, reading) = number(rest, heading.is_some())?;
    if scheme == Scheme::Numbered && (spaces > 1 || unlisted.is_some()) {
        return None;
    }
    let at = line.end - rest.len();
    let mut after = &rest[reading.text..];
    if bracketed.is_some() {
        after = after.strip_prefix(['】', ']']).filter(|after| !after.starts_with(['(', '[']))?;
    }
    let closed = after.strip_prefix(bold);
    let reopened = if closed.is_none() && after.contains(bold) { bold } else { "" };
    after = closed.unwrap_or(after).trim_start();
    if !bold.is_empty() && closed.is_some() {
        after = after.strip_prefix(SEPARATORS).unwrap_or(after).trim_start();
    }
    let marked = heading.is_some() || bold.len() == 2 || bracketed.is_some();
    let begins = i == 0
        || lines[i - 1].is_blank(body)
        || !lines[i - 1].is_plain()
        || lines[i - 1].ends_sentence(body)
        || lines[i - 1].hashes(body).is_some()
        || scheme == Scheme::Numbered;
    Some(Candidate {
        scheme,
        number: reading.number,
        line: i,
        label: at..at + reading.label,
        text: line.end - after.len(),
        reopened,
        heading,
        marked,
        listed: unlisted.is_some(),
        clear: begins && (reading.clear || marked),
        in_words: reading.in_words,
    })
}

fn number(text: &str, in_heading: bool) -> Option<(Scheme, Reading)> {
    match text.chars().next()? {
        '第' => tiao(text).map(|r| (Scheme::Tiao, r)),
        '§' => latin(text, "§").map(|r| (Scheme::SectionSign, r)),
        'A' | 'a' => {
            let read = latin(text, "article").or_else(|| latin(text, "art."));
            read.map(|r| (Scheme::Article, r))
        }
        'S' | 's' => {
            let read = latin(text, "section").or_else(|| latin(text, "sec."));
            read.map(|r| (Scheme::Section, r))
        }
        _ if in_heading => bare(text, true).map(|r| (Scheme::NumberedHeading, r)),
        _ => bare(text, false).map(|r| (Scheme::Numbered, r)),
    }
}

/// 第三条, 第 3 條, 第三条之一, 第3-1條.
fn tiao(text: &str) -> Option<Reading> {
    let mut rest = text.strip_prefix('第')?.trim_start_matches(' ');
    let (main, length) = numeral(rest)?;
    rest = rest[length..].trim_start_matches(' ');
    let mut sub = Vec::new();
    if let Some((part, length)) = rest.strip_prefix('-').and_then(numeral) {
        sub.push(part);
        rest = rest[1 + length..].trim_start_matches(' ');
    }
    rest = rest.strip_prefix(['条', '條'])?;
    if let Some((after, (part, length))) = rest.strip_prefix('之').and_then(|after| {
        let after = after.trim_start_matches(' ');
        Some((after, numeral(after)?))
    }) {
        sub.push(part);
        rest = &after[length..];
    } else if let Some((part, length)) = rest.strip_prefix('-').and_then(numeral) {
        sub.push(part);
        rest = &rest[1 + length..];
    }
    if is_reference(rest) {
        return None;
    }
    let label = text.len() - rest.len();
    let bare = rest.trim_start();
    let after = bare.strip_prefix(SEPARATORS).unwrap_or(bare).trim_start();
    let clear = after.len() < rest.len() || rest.is_empty() || rest.starts_with(['（', '(', '【', '[', '*', '_', '《', '】']);
    Some(Reading { number: ArticleNumber { main, sub }, label, text: text.len() - after.len(), clear, in_words: true })
}

/// Whether what follows a number shows that the sentence speaks of that article: 第三条规定的, 第三条、第五条.
fn is_reference(rest: &str) -> bool {
    #[rustfmt::skip]
    const CONTINUED: &[&str] = &[
        "第", "、第", "和第", "与第", "及第", "或第", "或者第", "以及第", "至第", "到第", "，第", "规定", "規定",
        "所列", "所述", "所称", "所稱", "的", "中的", "款",
    ];
    CONTINUED.iter().any(|word| rest.starts_with(word))
}

/// § 9a, Article IV, Section 3.2: a word or sign, then a number with letters or parts.
fn latin(text: &str, word: &str) -> Option<Reading> {
    let head = text.get(..word.len())?;
    if !head.eq_ignore_ascii_case(word) {
        return None;
    }
    let spaced = &text[word.len()..];
    let mut rest = spaced.trim_start_matches([' ', '\u{a0}']);
    let needs_space = word.ends_with(|c: char| c.is_ascii_alphabetic());
    if needs_space && rest.len() == spaced.len() {
        return None;
    }
    let (main, length) = arabic(rest).or_else(|| roman(rest))?;
    rest = &rest[length..];
    let mut sub = Vec::new();
    while let Some((part, length)) = rest.strip_prefix(['.', '-']).and_then(arabic) {
        sub.push(part);
        rest = &rest[1 + length..];
    }
    let mut chars = rest.chars();
    if let Some(letter) = chars.next().filter(char::is_ascii_alphabetic)
        && chars.next().is_none_or(|c| !c.is_alphanumeric())
    {
        sub.push(letter.to_ascii_lowercase() as u32 - 'a' as u32 + 1);
        rest = &rest[1..];
    }
    if rest.starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let bare = rest.trim_start();
    #[rustfmt::skip]
    const ENGLISH_REFERENCE: &[&str] = &[
        "of", "and", "or", "to", "through", "shall", "applies", "apply", "above", "below", "does", "is", "hereof",
        "may", "must", "provides", "requires", "has", "in", "for", "and/or",
    ];
    let next = bare.split(|c: char| c.is_whitespace() || c == ',').next().unwrap_or_default();
    if rest.starts_with(',') || ENGLISH_REFERENCE.contains(&next) {
        return None;
    }
    let label = text.len() - rest.len();
    let after = bare.strip_prefix([':', '：', '.', '—', '–', '-', ')']).unwrap_or(bare).trim_start();
    let number = ArticleNumber { main, sub };
    Some(Reading { number, label, text: text.len() - after.len(), clear: true, in_words: false })
}

/// `3.`, `3)`, `3、`, `3.2 `, `三、`; in a heading also without a mark: `## 3 Quorum`.
fn bare(text: &str, in_heading: bool) -> Option<Reading> {
    const MARKS: [char; 7] = ['.', '．', ')', '）', '、', ':', '：'];
    let (main, mut length, in_words) = match arabic(text) {
        Some((main, length)) => (main, length, false),
        None => numeral(text).map(|(main, length)| (main, length, true))?,
    };
    if main > 999 {
        return None;
    }
    let mut sub = Vec::new();
    while let Some((part, more)) = text[length..].strip_prefix('.').and_then(arabic).filter(|_| !in_words) {
        sub.push(part);
        length += 1 + more;
    }
    let rest = &text[length..];
    let marked = rest.strip_prefix('\\').unwrap_or(rest);
    let mark = marked.chars().next().filter(|c| MARKS.contains(c));
    // The label of a number with a mark is the two together, as written, but for a Markdown escape.
    let (label, after) = match mark {
        Some(mark) if marked.len() == rest.len() => (length + mark.len_utf8(), &rest[mark.len_utf8()..]),
        Some(mark) => (length, &marked[mark.len_utf8()..]),
        None => (length, rest),
    };
    let spaced = after.is_empty() || after.starts_with(char::is_whitespace) || after.starts_with('*');
    let fits = match mark {
        Some('、' | '．' | '）' | '：') => true,
        Some(_) if in_words => matches!(mark, Some('.')) || spaced,
        Some(':') => in_heading && spaced,
        Some(_) => spaced || after.starts_with(|c: char| !c.is_ascii()),
        None => spaced && (in_heading || !sub.is_empty()),
    };
    let text_at = text.len() - after.trim_start().len();
    fits.then_some(Reading { number: ArticleNumber { main, sub }, label, text: text_at, clear: true, in_words })
}

/// What a line like 第二章 总则 begins with.
pub struct ChapterLabel {
    /// 1 for 编, 2 for 章, 3 for 节.
    pub level: u8,
    pub number: u32,
    /// Length of 第二章, in bytes.
    pub length: usize,
}

/// Reads 第一编 … 第二章 … 第三节 … as a line of its own.
pub fn chapter(text: &str) -> Option<ChapterLabel> {
    let rest = text.trim_start_matches('*').strip_prefix('第')?.trim_start_matches(' ');
    let (number, length) = numeral(rest)?;
    let rest = rest[length..].trim_start_matches(' ');
    let (word, level) = [("编", 1), ("編", 1), ("篇", 1), ("部分", 1), ("章", 2), ("节", 3), ("節", 3)]
        .into_iter()
        .find(|(word, _)| rest.starts_with(word))?;
    let after = &rest[word.len()..];
    let is_sentence = is_reference(after) || after.ends_with('.');
    (!is_sentence).then_some(ChapterLabel { level, number, length: text.len() - after.len() })
}

/// Whether a text begins like 二、.
pub fn is_listed_in_words(text: &str) -> bool {
    arabic(text).is_none() && numeral(text).is_some_and(|(_, length)| text[length..].starts_with('、'))
}

/// A number in Arabic digits, half or full width, or in Chinese; with its length in bytes.
pub fn numeral(text: &str) -> Option<(u32, usize)> {
    if let Some(found) = arabic(text) {
        return Some(found);
    }
    if !text.starts_with(is_digit_in_words) {
        return None;
    }
    let mut length = 0;
    let (mut total, mut digit, mut plain, mut has_unit) = (0u32, 0u32, 0u32, false);
    for c in text.chars().take(9) {
        let value = match c {
            '〇' | '○' | '零' => 0,
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            _ => match "一二三四五六七八九".chars().position(|d| d == c) {
                Some(at) => at as u32 + 1,
                None => break,
            },
        };
        if value >= 10 {
            total += value * digit.max(1);
            (digit, has_unit) = (0, true);
        } else {
            digit = value;
            plain = plain.checked_mul(10)?.checked_add(digit)?;
        }
        length += c.len_utf8();
    }
    (length > 0).then_some((if has_unit { total + digit } else { plain }, length))
}

fn is_digit_in_words(c: char) -> bool {
    matches!(c, '〇' | '○' | '零' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '千')
}

fn arabic(text: &str) -> Option<(u32, usize)> {
    let mut value = 0u32;
    let mut length = 0;
    for c in text.chars().take(6) {
        let digit = match c {
            '0'..='9' => c as u32 - '0' as u32,
            '０'..='９' => c as u32 - '０' as u32,
            _ => break,
        };
        value = value * 10 + digit;
        length += c.len_utf8();
    }
    let is_whole = !text[length..].starts_with(|c: char| c.is_ascii_digit());
    (length > 0 && is_whole).then_some((value, length))
}

/// A number in capital Roman digits, up to 89.
fn roman(text: &str) -> Option<(u32, usize)> {
    let length = text.bytes().take_while(|b| b"IVXL".contains(b)).count();
    let digits: Vec<u32> = text
        .bytes()
        .take(length)
        .map(|b| match b {
            b'I' => 1,
            b'V' => 5,
            b'X' => 10,
            _ => 50,
        })
        .collect();
    let value = digits.iter().enumerate().fold(0i64, |sum, (i, &d)| {
        let before_larger = digits.get(i + 1).is_some_and(|&next| next > d);
        sum + if before_larger { -i64::from(d) } else { i64::from(d) }
    });
    (1..=8).contains(&length).then_some((u32::try_from(value).ok()?, length))
}
