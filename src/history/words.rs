//! Where words begin and end in Chinese text.
//!
//! The words are those of jieba (`dict.txt`: word and frequency, those of frequency 10 and more, from the
//! dictionary in jieba-rs 0.11.0; MIT licence, © Sun Junyi for jieba, © messense for jieba-rs), and a few of
//! owners' law that it lacks. It is loaded when the first changed article is drawn, not before.

use std::cmp::Ordering;
use std::sync::LazyLock;

use jieba_rs::Jieba;

const DICTIONARY: &str = include_str!("dict.txt");

/// Terms of owners' law that a reader sees as one word.
#[rustfmt::skip]
const TERMS: &[&str] = &[
    "业主委员会", "业主大会", "业委会", "业主代表", "业主监事会", "监事会", "物业管理委员会", "居民委员会", "居委会",
    "村民委员会", "街道办事处", "乡镇人民政府", "镇人民政府", "物业服务人", "物业服务企业", "物业服务合同",
    "物业管理区域", "物业服务费", "物业费", "管理规约", "临时管理规约", "议事规则", "专有部分", "共有部分",
    "共用部分", "共用部位", "共用设施设备", "维修资金", "专项维修资金", "住宅专项维修资金", "公共收益", "建筑面积",
    "专有部分面积", "建设单位", "前期物业服务", "候补委员", "筹备组", "过半数", "双过半", "半数以上", "过半",
    "二次供水", "主管部门", "行政管理部门", "業主委員會", "業主大會", "管理委員會", "管理規約", "過半數",
];
/// High enough that a term wins over its parts.
const TERM_FREQUENCY: usize = 50_000;

static JIEBA: LazyLock<Jieba> = LazyLock::new(|| {
    let mut jieba = Jieba::empty();
    // Word by word, which takes two thirds of the time that jieba's own reader does.
    for (word, frequency) in entries() {
        jieba.add_word(word, Some(frequency), None);
    }
    for term in TERMS {
        jieba.add_word(term, Some(TERM_FREQUENCY), None);
    }
    jieba
});

/// The dictionary's words with their frequencies.
fn entries() -> impl Iterator<Item = (&'static str, usize)> {
    let mut rest = DICTIONARY;
    // Words and numbers are so short that looking for their ends byte by byte is fastest.
    std::iter::from_fn(move || {
        let (word, after) = rest.split_at(rest.bytes().position(|b| b == b' ')?);
        let (frequency, next) = after.split_at(after.bytes().position(|b| b == b'\n')?);
        rest = &next[1..];
        Some((word, frequency[1..].parse().ok()?))
    })
}

/// Whether the dictionary has the text as one word. It is looked up in the dictionary's own lines, which are in order, so
/// that one question does not load it.
pub fn is_word(text: &str) -> bool {
    TERMS.contains(&text) || is_listed(text.as_bytes())
}

fn is_listed(word: &[u8]) -> bool {
    let dictionary = DICTIONARY.as_bytes();
    let (mut from, mut to) = (0, dictionary.len());
    while from < to {
        let middle = from + (to - from) / 2;
        let start = dictionary[from..middle].iter().rposition(|b| *b == b'\n').map_or(from, |end| from + end + 1);
        let line = dictionary[start..to].split(|b| *b == b'\n').next().unwrap_or_default();
        let listed = line.split(|b| *b == b' ').next().unwrap_or_default();
        match listed.cmp(word) {
            Ordering::Equal => return true,
            Ordering::Less => from = start + line.len() + 1,
            Ordering::Greater => to = start,
        }
    }
    false
}

/// The words of a text, each by its end, in characters.
pub fn word_ends(text: &str) -> impl Iterator<Item = usize> {
    // Without the hidden Markov model, which joins unknown characters to words that do not exist.
    JIEBA.cut(text, false).into_iter().map(|token| token.end)
}

#[cfg(test)]
mod tests {
    use super::{DICTIONARY, entries, is_listed, is_word};

    #[test]
    fn every_word_is_looked_up_and_no_other() {
        assert!(entries().all(|(word, _)| is_listed(word.as_bytes())));
        for no_word in ["", "的的的", "张小三", "金额 1292", "龘龘", "\u{10FFFF}"] {
            assert!(!is_word(no_word), "{no_word}");
        }
    }

    #[test]
    fn every_line_is_a_word_and_a_frequency() {
        assert_eq!(entries().count(), DICTIONARY.lines().count());
        assert!(entries().all(|(word, frequency)| !word.is_empty() && frequency >= 10));
    }
}
