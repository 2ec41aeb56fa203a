//! What a value that cannot be read was meant to be, where that is certain: for a program to write in its place.
//!
//! Nothing is read by these spellings. Whoever publishes sees what stands there, so the file is mended, not the reading.

use jiff::civil::{Date, Time};

use super::amount::{folded, money, number};
use super::article::numeral;
use super::day;
use super::rows::Cell;
use crate::diagnostic::{Edit, Mend};
use crate::model::{Span, Spanned};

/// The known name that a misspelt one can only have been: the sole one so near, with the same digits. A short word is no
/// slip of another, since one letter makes up too much of it.
pub fn surely<'a>(text: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = text.to_lowercase();
    let is_near = |name: &&str| {
        let name = name.to_lowercase();
        let slips = strsim::osa_distance(&wanted, &name);
        let shorter = wanted.chars().count().min(name.chars().count());
        slips <= 2 && slips * 3 <= shorter && digits_of(&wanted) == digits_of(&name)
    };
    let mut near = known.filter(is_near);
    let first = near.next()?;
    near.all(|other| other == first).then_some(first)
}

/// Another number is another thing, however alike the names are.
fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// A value replaced, the quotes around it kept.
pub fn instead(text: Spanned<&str>, new: impl Into<String>) -> Mend {
    Mend::certain(vec![Edit::value(text.span, text.value, new)])
}

/// The misspelt name at a place replaced, where it can only have been one.
pub fn respelt<'a>(text: Spanned<&str>, known: impl Iterator<Item = &'a str>) -> Option<Mend> {
    surely(text.value.trim(), known).map(|name| instead(text, name))
}

/// Another name that somebody should look at: what a record is tied to is no matter of spelling.
pub fn perhaps<T: AsRef<str>>(text: &Spanned<T>, near: Option<&str>) -> Option<Mend> {
    let near = near.filter(|near| digits_of(near) == digits_of(text.value.as_ref()))?;
    Some(Mend::offered(vec![Edit::value(text.span, text.value.as_ref(), near)]))
}

/// An amount that its own thousands separators part into cells: `1,200.00` without quotes in a row that has as many cells
/// too many. To be looked at, since a comma elsewhere in the row would do the same.
pub fn parted_amount(cells: &[Cell<'_>], width: usize, is_money: impl Fn(usize) -> bool) -> Option<Mend> {
    let digits = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    let ends = |text: &str| text.split_once('.').is_some_and(|(whole, cents)| digits(whole, 3..=3) && digits(cents, 1..=2));
    let plain = |cell: &Cell<'_>| cell.text.len() == (cell.span.end - cell.span.start) as usize;
    let first = |place: usize| is_money(place) && digits(cells[place].text.trim_start_matches(['-', '¥', '￥']), 1..=3);
    let mut edits = Vec::new();
    let (mut place, mut parts) = (0, 0);
    while place < cells.len() {
        let middle = cells[place + 1..].iter().take_while(|cell| digits(&cell.text, 3..=3)).count();
        let end = place + middle + 1;
        if first(place) && cells.get(end).is_some_and(|cell| ends(&cell.text)) && cells[place..=end].iter().all(plain) {
            let (start, stop) = (cells[place].span, cells[end].span);
            edits.push(Edit::exact(Span { end: start.start, ..start }, "\""));
            edits.push(Edit::exact(Span { start: stop.end, ..stop }, "\""));
            parts += end - place;
            place = end;
        }
        place += 1;
    }
    (parts > 0 && parts == cells.len().saturating_sub(width)).then(|| Mend::offered(edits))
}

/// `上午9点`, `9点半`, `下午3:20`, `9：00`: a time of day as the clock has it.
pub fn clock(text: &str) -> Option<Time> {
    let folded = folded(text).replace("点半", "点30分").replace("點半", "點30分").replace(' ', "");
    let half = |words: &[&str]| words.iter().find_map(|word| folded.strip_prefix(word));
    let (rest, later) = match (half(&["上午", "早上", "早晨"]), half(&["下午", "晚上", "傍晚"])) {
        (Some(rest), _) => (rest, 0),
        (None, Some(rest)) => (rest, 12),
        (None, None) => (folded.as_str(), 0),
    };
    let time = day::time(rest).ok()?;
    // 下午15:00 is the same hour; 下午12点 is noon, 晚上12点 midnight or noon.
    match (time.hour(), later) {
        (12, _) => None,
        (1..12, 12) => Time::new(time.hour() + 12, time.minute(), 0, 0).ok(),
        _ => Some(time),
    }
}

/// A date in a spelling that is not read, written as every date can be.
pub fn date(text: Spanned<&str>) -> Option<Mend> {
    meant_date(text.value).map(|date| instead(text, date.to_string()))
}

/// An amount in a spelling that is not read. `unit`: what one means there; an amount in words says yuan.
pub fn amount(text: Spanned<&str>, unit: i128) -> Option<Mend> {
    let plain = plain_number(text.value);
    let words = || if unit == 1 { in_words(&folded(text.value)).map(|n| n.to_string()) } else { None };
    let new = plain.filter(|plain| money(plain, unit).is_ok()).or_else(words)?;
    Some(instead(text, new))
}

/// A number in a spelling that is not read.
pub fn figure(text: Spanned<&str>) -> Option<Mend> {
    let words = || in_words(&folded(text.value)).map(|n| n.to_string());
    let new = plain_number(text.value).filter(|plain| number(plain).is_ok()).or_else(words)?;
    Some(instead(text, new))
}

/// A whole number in words.
pub fn count(text: Spanned<&str>) -> Option<Mend> {
    in_words(&folded(text.value)).map(|n| instead(text, n.to_string()))
}

/// Yes or no in other words than TOML's.
pub fn boolean(value: Option<&str>, span: Span) -> Option<Mend> {
    let value = value?;
    let new = match folded(value).to_lowercase().as_str() {
        "true" | "yes" | "y" | "on" | "是" | "有" | "对" => "true",
        "false" | "no" | "n" | "off" | "否" | "不是" | "没有" | "无" => "false",
        _ => return None,
    };
    Some(Mend::certain(vec![Edit::literal(span, value, new)]))
}

/// `二〇二五年三月五日`, `2025、3、5`, `2025 03 05`, `2025-03-05。`, `5 March 2025`: year, month and day are certain in each.
pub fn meant_date(text: &str) -> Option<Date> {
    let folded = folded(text);
    let text = folded.trim_end_matches(['。', '.', ',', ';', '、', '·']);
    day::date(text).ok().or_else(|| date_in_words(text)).or_else(|| date_parted(text)).or_else(|| english_date(text))
}

fn date_in_words(text: &str) -> Option<Date> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (year, rest) = bare.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let of_month = rest.trim_end_matches(['日', '号', '號']);
    let digit =
        |c: char| "〇一二三四五六七八九".chars().position(|d| d == if matches!(c, '零' | '○' | 'O') { '〇' } else { c });
    let year = year.chars().map(|c| c.to_digit(10).or(digit(c).map(|d| d as u32)));
    let year = year.collect::<Option<Vec<u32>>>().filter(|digits| digits.len() == 4)?.into_iter().fold(0, |y, d| y * 10 + d);
    let small = |text: &str| match text.bytes().all(|b| b.is_ascii_digit()) {
        true => text.parse().ok(),
        false => in_words(text),
    };
    day::date(&format!("{year}-{}-{}", small(month)?, small(of_month)?)).ok()
}

/// Year, month and day in this order between marks that dates do not have.
fn date_parted(text: &str) -> Option<Date> {
    let parts: Vec<&str> =
        text.split([' ', '_', '、', ',', '。', '\\', '|', '·', '-', '/', '.']).filter(|part| !part.is_empty()).collect();
    let [year, month, of_month] = parts[..] else { return None };
    let digits = parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let lengths = year.len() == 4 && month.len() <= 2 && of_month.len() <= 2;
    if digits && lengths { day::date(&format!("{year}-{month}-{of_month}")).ok() } else { None }
}

/// `5 March 2025`, `March 5, 2025`, `5-Mar-2025`.
fn english_date(text: &str) -> Option<Date> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let lower = text.to_lowercase();
    let parts: Vec<&str> = lower.split([' ', ',', '-', '.']).filter(|part| !part.is_empty()).collect();
    let month_of = |part: &str| MONTHS.iter().position(|month| part.len() >= 3 && month.starts_with(part));
    let (month, of_month, year) = match parts[..] {
        [day, month, year] if month_of(month).is_some() => (month_of(month)?, day, year),
        [month, day, year] => (month_of(month)?, day, year),
        _ => return None,
    };
    let of_month = of_month.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']);
    if year.len() == 4 { day::date(&format!("{year}-{}-{of_month}", month + 1)).ok() } else { None }
}

/// A number without the marks that came along: a full stop of a Chinese sentence for its point, one at its end, thin spaces
/// between its thousands. An ordinary space may part two numbers.
fn plain_number(text: &str) -> Option<String> {
    if text.trim().contains(' ') {
        return None;
    }
    let folded = folded(text).replace('。', ".");
    let folded = folded.trim_end_matches(['.', ',', ';', '、']);
    let groups: Vec<&str> = folded.split(' ').collect();
    let three = |group: &&str| {
        group.len() >= 3
            && group.as_bytes()[..3].iter().all(u8::is_ascii_digit)
            && !group[3..].starts_with(|c: char| c.is_ascii_digit())
    };
    let grouped = groups[1..].iter().all(three) && groups[..groups.len() - 1].iter().all(|group| group.len() <= 4);
    let plain = groups.concat();
    (grouped && plain != text.trim()).then_some(plain)
}

/// A number in everyday numerals that has one reading: `二百`, `一百零五`, `三十一`; not 一千二, which is 1,200 or 1,002.
fn in_words(text: &str) -> Option<u32> {
    let place = |c: char| ['十', '百', '千'].iter().position(|p| *p == c);
    let (value, length) = numeral(text)?;
    let digits: Vec<char> = text.chars().collect();
    let [.., last] = digits[..] else { return None };
    let before = digits.len().checked_sub(2).map(|at| digits[at]);
    let closed = place(last).is_some() || before.is_none_or(|c| matches!(c, '十' | '零' | '〇'));
    // Places go down, one at most of each, so that every digit has its own.
    let places: Vec<usize> = digits.iter().filter_map(|c| place(*c)).collect();
    let in_order = places.windows(2).all(|pair| pair[0] > pair[1]);
    let alternating = digits.windows(2).all(|pair| {
        place(pair[0]).is_some() != place(pair[1]).is_some() || matches!(pair[0], '零' | '〇') || matches!(pair[1], '零' | '〇')
    });
    let in_words = !text.is_ascii() && length == text.len();
    (in_words && closed && in_order && alternating && (digits.len() == 1 || !places.is_empty())).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_has_one_name_alone() {
        let keys = ["published_on", "title", "place", "from", "until", "kind"];
        let surely = |text| surely(text, keys.into_iter());
        assert_eq!(surely("publised_on"), Some("published_on"));
        assert_eq!(surely("published-on"), Some("published_on"));
        assert_eq!(surely("Titel"), Some("title"));
        assert_eq!(surely("plaec"), Some("place"));
        for unsure in ["form_", "til", "name", "标题", "", "untitled"] {
            assert_eq!(surely(unsure), None, "{unsure}");
        }
        let other = |text, known: &[&'static str]| super::surely(text, known.iter().copied());
        assert_eq!(other("cn-2020", &["cn-2021"]), None);
        assert_eq!(other("lumpsum", &["lump_sum", "lump-sum"]), None);
        assert_eq!(other("业主代会", &["业主大会", "业委会"]), Some("业主大会"));
        assert_eq!(other("收人", &["收入"]), None);
    }

    #[test]
    fn a_date_has_one_reading() {
        let day = "2025-03-05".parse().ok();
        for text in [
            "二〇二五年三月五日",
            "二零二五年3月五号",
            "二○二五年 三月 五日",
            "2025、3、5",
            "2025 03 05",
            "2025_03_05",
            "2025-03-05。",
            "2025，3，5",
            "5 March 2025",
            "Mar 5th, 2025",
            "5-Mar-2025",
        ] {
            assert_eq!(meant_date(text), day, "{text}");
        }
        assert_eq!(meant_date("二〇二五年十二月三十一日"), "2025-12-31".parse().ok());
        for text in [
            "25-3-5",
            "3 5 2025",
            "三月初",
            "二五年三月五日",
            "5-Mar-25",
            "二〇二五年三月",
            "二〇二五年二月三十日",
            "2025 3",
            "明天",
        ] {
            assert_eq!(meant_date(text), None, "{text}");
        }
    }

    #[test]
    fn an_hour_has_one_reading() {
        for (text, time) in
            [("上午9点", "09:00"), ("下午3:20", "15:20"), ("9点半", "09:30"), ("9：05", "09:05"), ("下午15:00", "15:00")]
        {
            assert_eq!(clock(text), time.parse().ok(), "{text}");
        }
        for text in ["晚上12点", "中午", "9", "上午", "25:00"] {
            assert_eq!(clock(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_has_one_reading() {
        for (text, plain) in [("12。50", "12.50"), ("1,200.00。", "1,200.00"), ("1\u{2009}234.50", "1234.50"), ("¥300。", "¥300")]
        {
            assert_eq!(plain_number(text).as_deref(), Some(plain), "{text}");
        }
        for text in ["1 234.50", "300", "1\u{2009}23"] {
            assert_eq!(plain_number(text), None, "{text}");
        }
        for (text, value) in
            [("三百", 300), ("一百零五", 105), ("三十一", 31), ("十二", 12), ("两", 0), ("一千二百五十", 1250), ("五", 5)]
        {
            assert_eq!(in_words(text), Some(value).filter(|v| *v > 0), "{text}");
        }
        for text in ["一千二", "三百五", "十二三", "二二", "百十千", "约三百", "300", ""] {
            assert_eq!(in_words(text), None, "{text}");
        }
    }
}
