//! Amounts and numbers as people and accounting systems spell them. What can be read in two ways is not read.

use super::capital_amount::{capital_amount, has_capitals};
use crate::model::{Exact, Money};

/// Why an amount was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRead {
    Unreadable,
    /// Both readings, in words that stand in a message.
    Ambiguous(String, String),
    /// More than two decimals of a yuan.
    TooFine,
    TooLarge,
}

/// Folds full-width digits, letters and marks to ASCII and drops surrounding space, U+3000 included, and what nobody sees:
/// marks of width zero and of direction, which come along when text is copied from a chat or a web page.
pub fn folded(text: &str) -> String {
    text.trim_matches(|c: char| c.is_whitespace() || is_unseen(c))
        .chars()
        .filter(|c| !is_unseen(*c))
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            '\u{3000}' | '\u{A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}' => ' ',
            '−' | '–' | '—' | '﹣' => '-',
            c => c,
        })
        .collect()
}

fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}')
}

/// Without the apostrophe by which a spreadsheet marks a number that is kept as text: `'1200.00`.
pub fn without_text_mark(text: &str) -> &str {
    let trimmed = text.trim_start();
    trimmed.strip_prefix(['\'', '’', '‘']).unwrap_or(text)
}

/// Whether a cell says that there is nothing: empty, `-`, `—`, `/`, `无`.
pub fn is_nothing(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_unseen(c));
    matches!(text, "" | "-" | "—" | "–" | "－" | "−" | "--" | "——" | "/" | "／" | "无" | "無")
}

/// Reads `1,234.50`, `¥1234.5`, `１２３４`, `(123.45)`, `1.2万元`, `-12元`. `unit` is 1, or 10,000 and the like: what one
/// means in this column, which its header says (`收入（万元）`). A unit in the cell itself goes first. An amount in words
/// is read (`叁万贰仟元整`), alone or beside its digits; the two must agree.
///
/// # Errors
/// Why it was not read.
pub fn money(text: &str, unit: i128) -> Result<Money, NotRead> {
    if let Some(fen) = plain(text.trim()).filter(|_| unit == 1) {
        return Ok(Money(fen));
    }
    let folded = folded(without_text_mark(text));
    if has_capitals(&folded) {
        return in_words(&folded, unit);
    }
    let mut rest = folded.as_str();
    let mut negative = false;
    if let Some(inner) = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')')) {
        negative = true;
        rest = inner.trim();
    }
    let mut signs = usize::from(negative);
    let mut sign = |rest: &mut &str| {
        if let Some(r) = rest.strip_prefix(['-', '+']) {
            negative |= rest.starts_with('-');
            *rest = r.trim_start();
            signs += 1;
        }
    };
    sign(&mut rest);
    if let Some(r) = MARKS.iter().find_map(|mark| rest.strip_prefix(mark)) {
        rest = r.trim_start();
        sign(&mut rest);
    }
    // Two signs cancel out or were a slip; nobody can tell which.
    if signs > 1 {
        return Err(NotRead::Unreadable);
    }
    let mut unit = unit;
    if let Some(r) = ["万元", "萬元", "万", "萬"].iter().find_map(|name| rest.strip_suffix(name)) {
        rest = r.trim_end();
        unit = 10_000;
    } else if let Some(r) = ["元整", "元正", "元", "圓"].iter().find_map(|name| rest.strip_suffix(name)) {
        rest = r.trim_end();
        unit = 1;
    }
    let (digits, scale) = decimal(rest)?;
    if scale == 3 && unit == 1 && rest.len() <= 7 && !rest.contains(',') && !rest.starts_with("0.") {
        let whole = rest.replace('.', ",");
        return Err(NotRead::Ambiguous(format!("{whole}.00"), rest.to_owned()));
    }
    let fen = to_fen(digits, scale, unit)?;
    Ok(Money(if negative { -fen } else { fen }))
}

/// What may stand before an amount. Which currency a folder keeps its books in, it says itself; another's mark is none of these.
const MARKS: &[&str] = &["¥", "￥", "$", "CNY", "RMB", "人民币", "人民幣"];

/// An amount in words, or words and digits side by side: `32,000.00（叁万贰仟元整）`, `大写：叁万贰仟元整 小写：¥32,000.00`.
fn in_words(folded: &str, unit: i128) -> Result<Money, NotRead> {
    if let Some(amount) = capital_amount(folded) {
        return Ok(amount);
    }
    let (mut words, mut digits) = (None, None);
    for part in folded.split(['(', ')', ' ', ':', ';', '/']).filter(|part| !part.is_empty()) {
        match part {
            "大写" | "大寫" | "小写" | "小寫" | "人民币" | "人民幣" => {}
            part if has_capitals(part) && words.is_none() => words = Some(capital_amount(part).ok_or(NotRead::Unreadable)?),
            part if digits.is_none() => digits = Some(money(part, unit)?),
            _ => return Err(NotRead::Unreadable),
        }
    }
    match (words, digits) {
        (Some(words), Some(digits)) if words == digits => Ok(words),
        (Some(words), Some(digits)) => Err(NotRead::Ambiguous(digits.to_string(), words.to_string())),
        (Some(words), None) => Ok(words),
        _ => Err(NotRead::Unreadable),
    }
}

/// Fen of the spelling that nearly every cell has: digits, and two decimals or none.
fn plain(text: &str) -> Option<i128> {
    let (whole, cents) = match text.split_once('.') {
        Some((whole, cents)) if cents.len() == 2 => (whole, cents),
        Some(_) => return None,
        None => (text, "00"),
    };
    let digits = |s: &str| !s.is_empty() && s.len() <= 12 && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(cents) {
        return None;
    }
    Some(whole.parse::<i128>().ok()? * 100 + cents.parse::<i128>().ok()?)
}

fn to_fen(digits: i128, scale: u32, unit: i128) -> Result<i128, NotRead> {
    let scaled = digits.checked_mul(unit * 100).ok_or(NotRead::TooLarge)?;
    let divisor = 10i128.checked_pow(scale).ok_or(NotRead::TooFine)?;
    if scaled % divisor != 0 {
        return Err(NotRead::TooFine);
    }
    let fen = scaled / divisor;
    if fen > Money::LIMIT { Err(NotRead::TooLarge) } else { Ok(fen) }
}

/// Reads a number: `95`, `99.5%`, `−3`, `1,200`. A percent sign is dropped: targets and values are in the clause's unit.
///
/// # Errors
/// Why it was not read.
pub fn number(text: &str) -> Result<Exact, NotRead> {
    let folded = folded(without_text_mark(text));
    let mut rest = folded.strip_suffix('%').unwrap_or(&folded).trim();
    let negative = rest.starts_with('-');
    rest = rest.strip_prefix(['-', '+']).unwrap_or(rest);
    let (digits, scale) = decimal(rest)?;
    if digits > Money::LIMIT || scale > 9 {
        return Err(NotRead::TooLarge);
    }
    Ok(Exact::from_decimal(if negative { -digits } else { digits }, scale))
}

/// `1,234.50` → (123450, 2). Separators must stand every three digits.
fn decimal(text: &str) -> Result<(i128, u32), NotRead> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() && fraction.is_empty() {
        return Err(NotRead::Unreadable);
    }
    let ascii_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let groups: Vec<&str> = whole.split(',').collect();
    if !groups.iter().all(|g| ascii_digits(g)) || !ascii_digits(fraction) {
        return Err(NotRead::Unreadable);
    }
    if groups.len() > 1 {
        let threes = groups[0].len() <= 3 && !groups[0].is_empty() && groups[1..].iter().all(|g| g.len() == 3);
        if !threes {
            let grouped_by_four = groups[1..].iter().all(|g| g.len() == 4) && groups[0].len() <= 4;
            if grouped_by_four || (groups.len() == 2 && groups[1].len() <= 2 && fraction.is_empty()) {
                return Err(NotRead::Ambiguous(groups.concat(), format!("{}.{}", groups[0], groups[1..].concat())));
            }
            return Err(NotRead::Unreadable);
        }
    }
    let digits = groups.concat() + fraction;
    if digits.len() > 24 {
        return Err(NotRead::TooLarge);
    }
    Ok((digits.parse().map_err(|_| NotRead::Unreadable)?, fraction.len() as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_spellings_people_use() {
        for (text, fen) in [
            ("1,234.50", 123_450),
            ("¥1234.5", 123_450),
            ("￥ 1234.5", 123_450),
            ("１，２３４．５０", 123_450),
            ("(123.45)", -12_345),
            ("（123.45）", -12_345),
            ("1.2万元", 1_200_000),
            ("1.23456万", 1_234_560),
            ("-12元", -1_200),
            ("−12", -1_200),
            ("¥-12", -1_200),
            ("0.01", 1),
            (".5", 50),
            ("　88　", 8_800),
            ("'1200.00", 120_000),
            ("1200.00\u{200B}", 120_000),
            ("1.2萬元", 1_200_000),
            ("人民币 1,200元整", 120_000),
            ("叁万贰仟元整", 3_200_000),
            ("32,000.00（叁万贰仟元整）", 3_200_000),
            ("人民币叁万贰仟元整（¥32,000.00）", 3_200_000),
            ("（大写）叁万贰仟元整", 3_200_000),
        ] {
            assert_eq!(money(text, 1), Ok(Money(fen)), "{text}");
        }
        assert_eq!(money("12.5", 10_000), Ok(Money(12_500_000)));
        assert_eq!(money("12.5元", 10_000), Ok(Money(1_250)));
    }

    #[test]
    fn never_guesses() {
        assert!(matches!(money("1,2345", 1), Err(NotRead::Ambiguous(..))));
        assert!(matches!(money("1,23", 1), Err(NotRead::Ambiguous(..))));
        assert!(matches!(money("1.234", 1), Err(NotRead::Ambiguous(..))));
        assert!(matches!(money("3,200.00（叁万贰仟元整）", 1), Err(NotRead::Ambiguous(..))));
        assert_eq!(money("NT$100", 1), Err(NotRead::Unreadable));
        assert_eq!(money("12.3456", 1), Err(NotRead::TooFine));
        assert_eq!(money("十二", 1), Err(NotRead::Unreadable));
        assert_eq!(money("1.2.3", 1), Err(NotRead::Unreadable));
        assert_eq!(money("99999999999999999", 1), Err(NotRead::TooLarge));
        assert_eq!(money("99999999999999999999999999999999999999999", 1), Err(NotRead::TooLarge));
    }

    proptest::proptest! {
        #[test]
        fn prints_what_it_reads(fen in -1_000_000_000_000i128..1_000_000_000_000) {
            let amount = Money(fen);
            proptest::prop_assert_eq!(money(&amount.plain(), 1), Ok(amount));
            proptest::prop_assert_eq!(money(&amount.to_string(), 1), Ok(amount));
        }

        #[test]
        fn never_panics(text in "\\PC*") {
            let _ = money(&text, 1);
            let _ = number(&text);
        }
    }
}
