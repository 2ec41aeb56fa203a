//! Numbers that begin an item of an article: （一）, (2), 3．, 四、, (a), (iv), ⑤.

use crate::source::article::numeral;

/// How an item is numbered: items of one list are numbered alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// （一）
    WordsInBrackets,
    /// （1）
    DigitsInBrackets,
    /// 1．
    Digits,
    /// 一、
    Words,
    /// (a)
    Letters,
    /// (iv)
    Roman,
    /// ①
    Circled,
    /// An item of a Markdown list, whose number Markdown gives.
    Listed,
}

/// The beginning of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    pub style: Style,
    pub number: u32,
    /// In bytes, with its brackets.
    pub length: usize,
}

/// Every way to read the label that a line begins with, the likeliest first.
pub fn read(line: &str) -> impl Iterator<Item = Label> {
    let in_brackets = line.strip_prefix(['（', '(']).and_then(|rest| {
        let (inner, _) = rest.split_once(['）', ')'])?;
        let length =
            line.len() - rest.len() + inner.len() + if rest[inner.len()..].starts_with(')') { 1 } else { '）'.len_utf8() };
        Some((inner, length))
    });
    let bracketed = in_brackets.into_iter().flat_map(|(inner, length)| {
        let whole = |found: Option<(u32, usize)>| found.filter(|(_, used)| *used == inner.len()).map(|(number, _)| number);
        let digits = inner.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
        let style = if digits { Style::DigitsInBrackets } else { Style::WordsInBrackets };
        let counted = whole(numeral(inner)).map(|number| (style, number));
        let roman = roman(inner).map(|number| (Style::Roman, number));
        let of = move |(style, number)| Label { style, number, length };
        [counted, letter(inner).map(|number| (Style::Letters, number)), roman].into_iter().flatten().map(of)
    });
    let circled = line.chars().next().filter(|c| ('①'..='⑳').contains(c)).map(|c| Label {
        style: Style::Circled,
        number: u32::from(c) - u32::from('①') + 1,
        length: c.len_utf8(),
    });
    bracketed.chain(circled).chain(marked(line))
}

/// `3．` and 四、; not `3.5`.
fn marked(line: &str) -> Option<Label> {
    let (number, used) = numeral(line).filter(|(number, _)| *number < 100)?;
    let rest = &line[used..];
    let words = !line.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let mark = rest.chars().next().filter(|c| if words { *c == '、' } else { matches!(c, '．' | '、' | '.') })?;
    let after = &rest[mark.len_utf8()..];
    let style = if words { Style::Words } else { Style::Digits };
    (!after.starts_with(|c: char| c.is_ascii_digit())).then_some(Label { style, number, length: used + mark.len_utf8() })
}

fn letter(text: &str) -> Option<u32> {
    let mut chars = text.chars();
    let c = chars.next().filter(|c| c.is_ascii_lowercase())?;
    chars.next().is_none().then(|| u32::from(c) - u32::from('a') + 1)
}

/// Small Roman numbers, up to 39.
fn roman(text: &str) -> Option<u32> {
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let tens = text.bytes().take_while(|b| *b == b'x').count();
    let ones = ONES.iter().position(|ones| *ones == &text[tens..])?;
    (tens < 4 && !text.is_empty()).then_some((tens * 10 + ones) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_told_from_amounts() {
        let first = |line| read(line).next().map(|l| (l.style, l.number, l.length));
        assert_eq!(first("（一）占有"), Some((Style::WordsInBrackets, 1, 9)));
        assert_eq!(first("(十二) x"), Some((Style::WordsInBrackets, 12, 8)));
        assert_eq!(first("（2）x"), Some((Style::DigitsInBrackets, 2, 7)));
        assert_eq!(first("3．x"), Some((Style::Digits, 3, 4)));
        assert_eq!(first("四、x"), Some((Style::Words, 4, 6)));
        assert_eq!(first("(b) x"), Some((Style::Letters, 2, 3)));
        assert_eq!(first("(iv) x"), Some((Style::Roman, 4, 4)));
        assert_eq!(first("⑤x"), Some((Style::Circled, 5, 3)));
        assert_eq!(read("(i) x").map(|l| l.style).collect::<Vec<_>>(), [Style::Letters, Style::Roman]);
        for text in ["3.5 metres", "（2024年修订）", "一百元", "2024、x", "(see (a))", "", "（", "()"] {
            assert_eq!(first(text), None, "{text}");
        }
    }
}
