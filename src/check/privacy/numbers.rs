//! Numbers that are a person's: found by their form, kept by their check digits.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::scan::{Places, widened};
use super::{Hit, Kind};

/// Digits in both widths, one by one or in the groups people write them in.
static DIGITS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)
        (?P<identity> D{17} [XxＸｘ] | D{6} [\ \-] D{8} [\ \-]? D{3} [0-9０-９XxＸｘ] )
        | (?P<grouped_card> D{4} (?:[\ \-]D{4}){3} (?:[\ \-]D{1,3})? )
        | (?P<grouped_mobile> 1[3-9]D [\ \-] D{4} [\ \-] D{4} )
        | (?P<landline> (?: [(（]0D{2,3}[)）]\ ? | 0[1-9]D{1,2}[\-－—\ ] ) [2-9]D{6,7} )
        | (?P<run> D{7,} )",
    )
});
/// Letters with digits, and addresses.
static LETTERED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)
        (?P<email> [A-Za-z0-9._%+\-]+ @ [A-Za-z0-9\-]+ (?:\.[A-Za-z0-9\-]+)* \.[A-Za-z]{2,} )
        | (?P<passport> (?: [EG]D{8} | E[A-HJ-NP-Z]D{7} ) )
        | (?P<plate> [京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼] [A-HJ-NP-Z] [\ ·•]? [A-HJ-NP-Z0-9]{5,6} )",
    )
});
/// What says that the number after it is a telephone's, or a passport's.
static SAID_TELEPHONE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)(?:电话|座机|手机|联系方式|致电|拨打|tel|phone)[号码]{0,2}[ :：为是]{0,2}$"));
static SAID_PASSPORT: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)(?:护照|passport)[^\n]{0,8}$"));
/// Mailboxes of an office, not of a person.
const ROLES: [&str; 18] = [
    "office",
    "info",
    "contact",
    "admin",
    "service",
    "services",
    "mail",
    "hello",
    "support",
    "board",
    "committee",
    "secretary",
    "treasurer",
    "manager",
    "help",
    "webmaster",
    "yeweihui",
    "ywh",
];
/// So many bytes before a number are looked at for what it is said to be.
const BEFORE: usize = 36;

/// `D` stands for a digit of either width.
fn pattern(text: &str) -> Regex {
    // Our own constants, which every test compiles.
    Regex::new(&text.replace('D', "[0-9０-９]")).unwrap_or_else(|why| panic!("pattern: {why}"))
}

/// How far around a place is looked; the longest of what is found is an address of e-mail.
const AROUND: usize = 80;

pub fn hits(text: &str, places: &Places) -> Vec<Hit> {
    let mut found = Vec::new();
    for (from, to) in windows(text, places) {
        in_window(text, from, to, &mut found);
    }
    found
}

/// The parts of a text that may hold a number of a person's, apart and in order.
fn windows(text: &str, places: &Places) -> Vec<(usize, usize)> {
    let long = places.runs.iter().filter(|run| run.digits >= 7).map(|run| (run.start, run.end));
    let grouped = places.runs.windows(3).filter(|runs| {
        let near = runs.windows(2).all(|pair| pair[1].start - pair[0].end <= 3);
        near && matches!(runs[0].digits, 3 | 4) && runs[1].digits == 4 && runs[2].digits == 4
    });
    let grouped = grouped.map(|runs| (runs[0].start, runs[2].end));
    let single = places.capitals.iter().chain(&places.ats).map(|at| (*at, *at + 1));
    let mut all: Vec<(usize, usize)> = long.chain(grouped).chain(single).map(|(s, e)| widened(text, s, e, AROUND)).collect();
    all.sort_unstable();
    let mut apart: Vec<(usize, usize)> = Vec::new();
    for (from, to) in all {
        match apart.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => apart.push((from, to)),
        }
    }
    apart
}

fn in_window(text: &str, from: usize, to: usize, found: &mut Vec<Hit>) {
    let window = &text[from..to];
    for captures in DIGITS.captures_iter(window) {
        for name in ["identity", "grouped_card", "grouped_mobile", "landline", "run"] {
            let Some(group) = captures.name(name) else { continue };
            let (start, end) = (from + group.start(), from + group.end());
            if stands_alone(text, start, end)
                && let Some(kind) = of_digits(name, group.as_str(), before(text, start))
            {
                found.push(Hit { kind, start, end });
            }
        }
    }
    for captures in LETTERED.captures_iter(window) {
        for (name, kind) in [("email", Kind::Email), ("passport", Kind::Passport), ("plate", Kind::Plate)] {
            let Some(group) = captures.name(name) else { continue };
            let (start, end) = (from + group.start(), from + group.end());
            let said = name != "passport" || !is_date(&group.as_str()[1..]) || SAID_PASSPORT.is_match(before(text, start));
            let letters_and_digits = name != "plate" || group.as_str().bytes().any(|b| b.is_ascii_digit());
            let office = name == "email" && group.as_str().split('@').next().is_some_and(|mailbox| ROLES.contains(&mailbox));
            if said && !office && letters_and_digits && stands_alone(text, start, end) {
                found.push(Hit { kind, start, end });
            }
        }
    }
}

/// What a group of digits is, by its form, its check digit and what stands before it.
fn of_digits(form: &str, text: &str, before: &str) -> Option<Kind> {
    let plain: String = text.chars().map(half_width).filter(char::is_ascii_alphanumeric).collect();
    let plain = plain.as_str();
    match form {
        "landline" => Some(Kind::Telephone),
        "grouped_mobile" => Some(Kind::Mobile),
        "grouped_card" => is_card(plain).then_some(Kind::BankCard),
        _ if is_identity(plain) => Some(Kind::Identity),
        _ if is_card(plain) => Some(Kind::BankCard),
        _ if is_old_identity(plain) => Some(Kind::OldIdentity),
        _ if is_mobile(plain) => Some(Kind::Mobile),
        _ if matches!(plain.len(), 7..=12) && SAID_TELEPHONE.is_match(before) => Some(Kind::Telephone),
        _ => None,
    }
}

/// The end of the text before a place.
fn before(text: &str, at: usize) -> &str {
    let mut from = at.saturating_sub(BEFORE);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..at]
}

/// Whether it is no part of a longer number, word, amount or address.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let (ahead, after) = (text[..start].chars().next_back(), &text[end..]);
    let mut after = after.chars();
    let (next, next_but_one) = (after.next(), after.next());
    let part = |c: char| half_width(c).is_ascii_alphanumeric();
    let decimal = matches!(next, Some('.' | '．')) && next_but_one.is_some_and(|c| half_width(c).is_ascii_digit());
    let in_decimal = matches!(ahead, Some('.')) && text[..start - 1].ends_with(|c: char| c.is_ascii_digit());
    let in_address = matches!(ahead, Some('=' | '/' | '%' | '_'));
    !ahead.is_some_and(part) && !next.is_some_and(part) && !decimal && !in_decimal && !in_address
}

/// Digits, letters and the signs among them in their ASCII form.
pub fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

/// The first two digits of a region (GB/T 2260).
fn is_region(digits: &str) -> bool {
    let two: u32 = digits.get(..2).and_then(|d| d.parse().ok()).unwrap_or(0);
    matches!(two, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83 | 91)
}

/// `YYYYMMDD` of a day there is.
fn is_date(digits: &str) -> bool {
    let part = |range: std::ops::Range<usize>| digits.get(range).and_then(|d| d.parse::<i16>().ok());
    let (Some(year), Some(month), Some(day)) = (part(0..4), part(4..6), part(6..8)) else { return false };
    digits.len() == 8 && (1880..=2100).contains(&year) && Date::new(year, month as i8, day as i8).is_ok()
}

/// 18 characters whose last is their check character by ISO 7064 MOD 11-2: Σ digit × 2^(17 − i) ≡ 1 (mod 11).
pub fn is_identity(text: &str) -> bool {
    if text.len() != 18 || !is_region(text) || !is_date(&text[6..14]) {
        return false;
    }
    let values = text.bytes().enumerate().map(|(i, b)| match b {
        b'0'..=b'9' => Some(u32::from(b - b'0')),
        b'X' | b'x' if i == 17 => Some(10),
        _ => None,
    });
    let sum: Option<u32> = values.enumerate().map(|(i, v)| Some(v? * (1 << (17 - i)) % 11)).sum();
    sum.is_some_and(|sum| sum % 11 == 1)
}

fn is_old_identity(text: &str) -> bool {
    text.len() == 15 && is_region(text) && is_date(&format!("19{}", &text[6..12]))
}

fn is_mobile(text: &str) -> bool {
    let text = text.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(text);
    text.len() == 11 && text.starts_with('1') && matches!(text.as_bytes()[1], b'3'..=b'9')
}

/// 13 to 19 digits of an issuer's range, with the check digit of Luhn (ISO/IEC 7812-1, annex B).
pub fn is_card(text: &str) -> bool {
    let number = |digits: usize| text.get(..digits).and_then(|d| d.parse::<u32>().ok()).unwrap_or(0);
    let issued = match text.len() {
        16..=19 if number(2) == 62 || matches!(number(4), 8110..=8171) => true,
        16 => matches!(number(2), 51..=55 | 35) || matches!(number(4), 2221..=2720) || number(1) == 4 || number(4) == 6011,
        15 => matches!(number(2), 34 | 37),
        13 | 19 => number(1) == 4,
        14 => number(2) == 36,
        _ => false,
    };
    issued && luhn(text)
}

fn luhn(text: &str) -> bool {
    let digits = text.bytes().rev().map(|b| u32::from(b.wrapping_sub(b'0')));
    let doubled = digits.enumerate().map(|(i, d)| if i % 2 == 0 { d } else { d * 2 / 10 + d * 2 % 10 });
    text.bytes().all(|b| b.is_ascii_digit()) && doubled.sum::<u32>() % 10 == 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::scan::places;
    use super::*;

    fn hits(text: &str) -> Vec<Hit> {
        super::hits(text, &places(text))
    }

    fn check_character(first_17: &str) -> char {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        let sum: u32 = first_17.bytes().zip(weights).map(|(b, w)| u32::from(b - b'0') * w).sum();
        // The table of GB 11643.
        ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][(sum % 11) as usize]
    }

    #[test]
    fn known_numbers() {
        assert!(is_identity("11010519491231002X") && !is_identity("110105194912310021"));
        assert!(is_card("6222021234567890128") == luhn("6222021234567890128"));
        assert!(is_card("4111111111111111") && !is_card("4111111111111112"));
        let kinds = |text: &str| hits(text).into_iter().map(|h| h.kind).collect::<Vec<_>>();
        assert_eq!(kinds("联系电话：0571-88886666"), [Kind::Telephone]);
        assert_eq!(kinds("电话88886666"), [Kind::Telephone]);
        assert_eq!(kinds("车牌沪A12345"), [Kind::Plate]);
        assert_eq!(kinds("护照E12345678"), [Kind::Passport]);
        assert_eq!(kinds("a,13812345678,x"), [Kind::Mobile]);
        assert_eq!(kinds("手机１３８１２３４５６７８"), [Kind::Mobile]);
        assert_eq!(kinds("+86 138-1234-5678"), [Kind::Mobile]);
        assert_eq!(kinds("zhang.san@example.cn"), [Kind::Email]);
        assert_eq!(kinds("office@example.cn"), []);
    }

    proptest! {
        /// Every number of that form with its check character is found, in either width, wherever it stands.
        #[test]
        fn every_identity_number_is_found(
            region in prop::sample::select(vec!["110105", "310115", "440300", "330102", "650102", "820000"]),
            days in 0i64..40_000, serial in 0u32..1000, wide in any::<bool>(), around in "[ ，,;：\n张]{0,3}",
        ) {
            use jiff::ToSpan;
            let born = jiff::civil::date(1910, 1, 1) + days.days();
            let first = format!("{region}{}{serial:03}", born.strftime("%Y%m%d"));
            let mut number = format!("{first}{}", check_character(&first));
            if wide {
                number = number.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect();
            }
            let found = hits(&format!("{around}{number}{around}"));
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(found[0].kind, Kind::Identity);
        }

        /// Looking only around places finds what looking everywhere finds.
        #[test]
        fn nothing_lies_outside_the_places(text in "([0-9]{1,9}|[0-9]{4}[ -]|1[3-9][0-9]{9}|沪A[0-9]{5}|[EG][0-9]{8}|a@b.cn|[ ，。张a\n.-]|电话|０５７１|字{30}){0,30}") {
            let mut everywhere = Vec::new();
            in_window(&text, 0, text.len(), &mut everywhere);
            let mut found = hits(&text);
            found.sort_by_key(|hit| hit.start);
            everywhere.sort_by_key(|hit| hit.start);
            prop_assert_eq!(found, everywhere);
        }

        /// One digit wrong is another number: the check character tells.
        #[test]
        fn a_slip_in_an_identity_number_is_told(serial in 0u32..1000, at in 14usize..17, by in 1u8..10) {
            let first = format!("11010519900307{serial:03}");
            let mut number = format!("{first}{}", check_character(&first)).into_bytes();
            number[at] = b'0' + (number[at] - b'0' + by) % 10;
            prop_assert!(!is_identity(std::str::from_utf8(&number).unwrap()));
        }

        /// Every card of the domestic range with its check digit is found, in one run or in groups of four.
        #[test]
        fn every_card_is_found(body in "62[0-9]{13,16}", grouped in any::<bool>()) {
            let number = (0..10).map(|d| format!("{body}{d}")).find(|n| luhn(n)).unwrap();
            let shown: String = if grouped {
                let groups: Vec<String> = number.as_bytes().chunks(4).map(|c| String::from_utf8_lossy(c).into_owned()).collect();
                groups.join(" ")
            } else {
                number
            };
            let kinds: Vec<Kind> = hits(&format!("账号：{shown}。")).into_iter().map(|h| h.kind).collect();
            prop_assert!(kinds == [Kind::BankCard] || kinds == [Kind::Identity], "{} {:?}", shown, kinds);
        }
    }
}
