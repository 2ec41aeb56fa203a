//! Dates as people spell them.

use jiff::ToSpan;
use jiff::civil::{Date, Time, date as civil};

use super::amount::{folded, without_text_mark};
use crate::model::Moment;

/// Why a date was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRead {
    Unreadable,
    /// Year, month and day were told apart, but there is no such day.
    NoSuchDay,
    /// Both readings, ISO.
    Ambiguous(String, String),
}

/// What a date may leave to its surroundings.
#[derive(Clone, Copy, Debug, Default)]
pub struct DayContext {
    /// The year of the file's period: `3月5日` is of that year.
    pub year: Option<i16>,
    /// Whether the folder counts years by 民國, so that 114 is 2025.
    pub roc: bool,
}

/// How a spreadsheet counts days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SerialSystem {
    /// 1 is 1 January 1900, and 60 a 29 February that never was.
    From1900,
    /// 0 is 1 January 1904.
    From1904,
}

/// The day that a spreadsheet's number means. `None` for the day that never was, and beyond the calendar.
pub fn serial_date(serial: u32, system: SerialSystem) -> Option<Date> {
    // 31 December 9999; a spreadsheet goes no further.
    if serial > 2_958_465 {
        return None;
    }
    let first = match system {
        SerialSystem::From1904 => civil(1904, 1, 1),
        SerialSystem::From1900 if serial == 60 || serial == 0 => return None,
        SerialSystem::From1900 if serial < 60 => civil(1899, 12, 31),
        SerialSystem::From1900 => civil(1899, 12, 30),
    };
    first.checked_add(i64::from(serial).days()).ok()
}

/// Reads `2025-03-05`, `2025/3/5`, `2025.3.5`, `20250305`, `2025年3月5日`, `民國114年3月5日`, full-width digits too; a time of
/// day or a day of the week after it is left aside.
///
/// # Errors
/// Why it was not read.
pub fn date(text: &str) -> Result<Date, NotRead> {
    date_in(text, DayContext::default())
}

/// As [`date`], with what the surroundings say.
///
/// # Errors
/// Why it was not read.
pub fn date_in(text: &str, context: DayContext) -> Result<Date, NotRead> {
    if let Some(read) = plain(text) {
        return read;
    }
    let folded = folded(without_text_mark(text));
    let (day, rest) = parted(&folded);
    if !is_time_or_weekday(rest) {
        return Err(NotRead::Unreadable);
    }
    let (day, by_name) = without_era(&day);
    let roc = by_name || context.roc;
    let all_digits = day.bytes().all(|b| b.is_ascii_digit());
    if all_digits {
        return match day.len() {
            8 => of(&day[..4], &day[4..6], &day[6..]),
            7 if roc => of_roc(&day[..3], &day[3..5], &day[5..]),
            5 => serial(day),
            _ => Err(NotRead::Unreadable),
        };
    }
    if let Some((days, of_day)) = day.split_once('.').filter(|(days, _)| days.len() == 5)
        && days.bytes().chain(of_day.bytes()).all(|b| b.is_ascii_digit())
    {
        return serial(days);
    }
    let marked = day.trim_end_matches(['日', '号', '號']).replace(['年', '月', '/', '.'], "-");
    let parts: Vec<&str> = marked.split('-').collect();
    if parts.iter().any(|p| p.is_empty() || p.len() > 4 || !p.bytes().all(|b| b.is_ascii_digit())) {
        return Err(NotRead::Unreadable);
    }
    match parts[..] {
        [a, b, c] => with_year(a, b, c, roc),
        [month, of_month] if !by_name => without_year(day, month, of_month, context.year),
        _ => Err(NotRead::Unreadable),
    }
}

/// The spelling that nearly every cell has: `2025-03-05`.
fn plain(text: &str) -> Option<Result<Date, NotRead>> {
    let iso = |(i, b): (usize, u8)| if matches!(i, 4 | 7) { b == b'-' } else { b.is_ascii_digit() };
    (text.len() == 10 && text.bytes().enumerate().all(iso)).then(|| of(&text[..4], &text[5..7], &text[8..]))
}

/// A date's text and what follows it. Spaces between its own parts go: `2025 年 3 月 5 日`.
fn parted(folded: &str) -> (String, &str) {
    let end = folded.find(['日', '号', '號']).map(|at| at + folded[at..].chars().next().map_or(0, char::len_utf8));
    if let Some(end) = end.filter(|end| folded[..*end].contains('月')) {
        return (folded[..end].replace(' ', ""), &folded[end..]);
    }
    let end = folded.find(['T', ' ', '(']).unwrap_or(folded.len());
    (folded[..end].to_owned(), folded[end..].trim_start_matches('T'))
}

/// `10:00`, `T10:00:00+08:00`, `星期三`, `(周三)`, nothing. A second date is none of these.
fn is_time_or_weekday(rest: &str) -> bool {
    let rest: String = rest.chars().filter(|c| !matches!(c, ' ' | '(' | ')')).collect();
    let weekday = ["星期", "周", "週", "礼拜", "禮拜"].iter().find_map(|word| rest.find(word).map(|at| (at, word.len())));
    let (time, weekday) = match weekday {
        Some((at, length)) => (rest[..at].to_owned(), rest[at + length..].to_owned()),
        None => (rest, "一".to_owned()),
    };
    let time = time.strip_suffix('Z').unwrap_or(&time);
    let time = time.rsplit_once(['+', '-']).map_or(time, |(time, _)| time);
    let time = time.split('.').next().unwrap_or_default();
    let time =
        ["上午", "下午", "晚上", "早上", "AM", "PM", "am", "pm"].iter().fold(time.to_owned(), |t, word| t.replace(word, ""));
    matches!(weekday.as_str(), "一" | "二" | "三" | "四" | "五" | "六" | "日" | "天")
        && (time.is_empty() || self::time(&time).is_ok())
}

/// Without 民國 before it, and whether it stood there.
fn without_era(day: &str) -> (&str, bool) {
    let era = ["中華民國", "中华民国", "民國", "民国", "ROC"].iter().find_map(|era| day.strip_prefix(era));
    era.map_or((day, false), |rest| (rest.trim_start(), true))
}

fn with_year(a: &str, b: &str, c: &str, roc: bool) -> Result<Date, NotRead> {
    if roc && (1..=3).contains(&a.len()) && b.len() <= 2 && c.len() <= 2 {
        return of_roc(a, b, c);
    }
    if a.len() == 4 && b.len() <= 2 && c.len() <= 2 {
        return of(a, b, c);
    }
    // 114/03/05 may count by 民國, or have lost a digit of 2014.
    if a.len() == 3 && a.starts_with('1') && b.len() <= 2 && c.len() <= 2 {
        let (roc, slip) = (of_roc(a, b, c)?, of(&format!("20{}", &a[1..]), b, c));
        return Err(NotRead::Ambiguous(
            format!("{roc}（民國{a}年）"),
            slip.map_or_else(|_| format!("20{}", &a[1..]), |d| d.to_string()),
        ));
    }
    if c.len() == 4 && a.len() <= 2 && b.len() <= 2 {
        return match (of(c, a, b), of(c, b, a)) {
            (Ok(month_first), Ok(day_first)) if month_first != day_first => {
                Err(NotRead::Ambiguous(month_first.to_string(), day_first.to_string()))
            }
            (Ok(date), _) | (_, Ok(date)) => Ok(date),
            _ => Err(NotRead::NoSuchDay),
        };
    }
    Err(NotRead::Unreadable)
}

/// `3月5日` of the file's year. `3/5` may have the day first; 25-3 may be a year and a month.
fn without_year(text: &str, month: &str, day: &str, year: Option<i16>) -> Result<Date, NotRead> {
    let year = year.ok_or(NotRead::Unreadable)?.to_string();
    if month.len() > 2 || day.len() > 2 || text.contains('年') {
        return Err(NotRead::Unreadable);
    }
    if text.contains('月') {
        return of(&year, month, day);
    }
    match (of(&year, month, day), of(&year, day, month)) {
        (Ok(month_first), Ok(day_first)) if month_first != day_first => {
            Err(NotRead::Ambiguous(month_first.to_string(), day_first.to_string()))
        }
        (Ok(date), _) => Ok(date),
        _ => Err(NotRead::Unreadable),
    }
}

/// A spreadsheet's number has one day in each of its two ways of counting.
fn serial(digits: &str) -> Result<Date, NotRead> {
    let day = |system| digits.parse().ok().and_then(|n| serial_date(n, system));
    match (day(SerialSystem::From1900), day(SerialSystem::From1904)) {
        (Some(one), Some(other)) => Err(NotRead::Ambiguous(format!("{one} (1900)"), format!("{other} (1904)"))),
        _ => Err(NotRead::Unreadable),
    }
}

fn of_roc(year: &str, month: &str, day: &str) -> Result<Date, NotRead> {
    let year: i16 = year.parse().map_err(|_| NotRead::Unreadable)?;
    of(&(year + 1911).to_string(), month, day)
}

/// Reads a day with or without a time of day: `2024-03-05 09:20`, `2024/3/5 9:20`, `2024年3月5日9时20分`, `…T09:20:15`.
/// Seconds are dropped.
///
/// # Errors
/// Why it was not read; a time that cannot be told is no guess either.
pub fn moment(text: &str) -> Result<Moment, NotRead> {
    moment_in(text, DayContext::default())
}

/// As [`moment`], with what the surroundings say.
///
/// # Errors
/// Why it was not read.
pub fn moment_in(text: &str, context: DayContext) -> Result<Moment, NotRead> {
    let folded = folded(without_text_mark(text));
    let (day, rest) = parted(&folded);
    let rest = rest.trim();
    Ok(Moment { date: date_in(&day, context)?, time: if rest.is_empty() { None } else { Some(time(rest)?) } })
}

/// `9:20`, `09:20:15`, `9时20分`, `9点`.
pub fn time(text: &str) -> Result<Time, NotRead> {
    let text = text.replace(['时', '時', '点', '點', '分'], ":").replace('秒', "");
    let parts: Vec<&str> = text.trim_end_matches(':').split(':').map(str::trim).collect();
    // A number alone would be an hour only where the text said so.
    if !text.contains(':') || parts.len() > 3 {
        return Err(NotRead::Unreadable);
    }
    let mut numbers = [0_i8; 3];
    for (number, part) in numbers.iter_mut().zip(&parts) {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        *number = part.parse().ok().filter(|_| digits).ok_or(NotRead::Unreadable)?;
    }
    let [hour, minute, second] = numbers;
    if second > 59 {
        return Err(NotRead::Unreadable);
    }
    Time::new(hour, minute, 0, 0).map_err(|_| NotRead::Unreadable)
}

fn of(year: &str, month: &str, day: &str) -> Result<Date, NotRead> {
    let number = |s: &str| s.parse::<i16>().map_err(|_| NotRead::Unreadable);
    let (month, day) = (number(month)?, number(day)?);
    Date::new(number(year)?, month as i8, day as i8).map_err(|_| NotRead::NoSuchDay)
}

/// The date a file's name begins with and what follows it: `2025-03-05-budget` → (2025-03-05, `budget`).
pub fn of_file_name(stem: &str) -> Option<(Date, &str)> {
    let head = stem.get(..10)?;
    let iso = head.bytes().enumerate().all(|(i, b)| if matches!(i, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    let rest = &stem[10..];
    if !iso || !(rest.is_empty() || rest.starts_with(['-', '_', ' '])) {
        return None;
    }
    Some((date(head).ok()?, rest.trim_start_matches(['-', '_', ' '])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil;

    #[test]
    fn reads_the_spellings_people_use() {
        let day = civil::date(2025, 3, 5);
        for text in [
            "2025-03-05",
            "2025/3/5",
            "2025.3.5",
            "20250305",
            "2025年3月5日",
            "２０２５-３-５",
            "2025-03-05T10:00:00",
            "2025-03-05 10:00",
            "2025-03-05 10:00:00 +0800",
            "2025-03-05T10:00:00.5Z",
            "2025-03-05 星期三",
            "2025年3月5日（周三）",
            "2025 年 3 月 5 日",
            "2025年3月5日下午3:20",
            "'2025-03-05",
            "\u{200E}2025/3/5",
            "民國114年3月5日",
            "中華民國 114 年 3 月 5 日",
            "民国114/03/05",
        ] {
            assert_eq!(date(text), Ok(day), "{text}");
        }
        assert_eq!(date("13/3/2025"), Ok(civil::date(2025, 3, 13)));
    }

    #[test]
    fn never_guesses() {
        assert!(matches!(date("3/5/2025"), Err(NotRead::Ambiguous(..))));
        let two = |one: &str, other: &str| Err(NotRead::Ambiguous(one.to_owned(), other.to_owned()));
        assert_eq!(date("114/03/05"), two("2025-03-05（民國114年）", "2014-03-05"));
        assert_eq!(date("114年3月5日"), two("2025-03-05（民國114年）", "2014-03-05"));
        assert_eq!(date("45721"), two("2025-03-05 (1900)", "2029-03-06 (1904)"));
        assert_eq!(date("45721.5"), two("2025-03-05 (1900)", "2029-03-06 (1904)"));
        assert_eq!(date("3月5日"), Err(NotRead::Unreadable));
        assert_eq!(date("2025年3月"), Err(NotRead::Unreadable));
        assert_eq!(date("2025-03-05 至 2025-03-08"), Err(NotRead::Unreadable));
        assert_eq!(date("2025年3月5日至8日"), Err(NotRead::Unreadable));
        assert_eq!(date("2025-02-30"), Err(NotRead::NoSuchDay));
        assert_eq!(date("25-3-5"), Err(NotRead::Unreadable));
        assert_eq!(date("明天"), Err(NotRead::Unreadable));
        assert_eq!(date(""), Err(NotRead::Unreadable));
    }

    #[test]
    fn surroundings_say_the_year() {
        let day = Ok(civil::date(2025, 3, 5));
        let of_2025 = DayContext { year: Some(2025), roc: false };
        assert_eq!(date_in("3月5日", of_2025), day);
        assert_eq!(date_in("3/25", of_2025), Ok(civil::date(2025, 3, 25)));
        assert!(matches!(date_in("3/5", of_2025), Err(NotRead::Ambiguous(..))));
        assert_eq!(date_in("25-3", of_2025), Err(NotRead::Unreadable));
        assert_eq!(date_in("2月30日", of_2025), Err(NotRead::NoSuchDay));
        let roc = DayContext { year: None, roc: true };
        for text in ["114/03/05", "114年3月5日", "1140305", "2025-03-05"] {
            assert_eq!(date_in(text, roc), day, "{text}");
        }
        assert_eq!(date_in("99.3.5", roc), Ok(civil::date(2010, 3, 5)));
    }

    #[test]
    fn counts_as_spreadsheets_do() {
        use SerialSystem::{From1900, From1904};
        assert_eq!(serial_date(1, From1900), Some(civil::date(1900, 1, 1)));
        assert_eq!(serial_date(59, From1900), Some(civil::date(1900, 2, 28)));
        assert_eq!(serial_date(60, From1900), None);
        assert_eq!(serial_date(61, From1900), Some(civil::date(1900, 3, 1)));
        assert_eq!(serial_date(45_721, From1900), Some(civil::date(2025, 3, 5)));
        assert_eq!(serial_date(0, From1904), Some(civil::date(1904, 1, 1)));
        assert_eq!(serial_date(44_259, From1904), Some(civil::date(2025, 3, 5)));
        assert_eq!(serial_date(u32::MAX, From1900), None);
    }

    #[test]
    fn reads_times_of_day() {
        let noted = |text: &str| moment(text).map(|m| m.to_string());
        for text in [
            "2024-03-05 09:20",
            "2024/3/5 9:20",
            "2024年3月5日9时20分",
            "2024年3月5日 9:20",
            "2024-03-05T09:20:15",
            "２０２４-３-５　９：２０",
            "20240305 9点20分",
        ] {
            assert_eq!(noted(text).as_deref(), Ok("2024-03-05 09:20"), "{text}");
        }
        assert_eq!(noted("2024年3月5日9时").as_deref(), Ok("2024-03-05 09:00"));
        assert_eq!(noted("2024年3月5日").as_deref(), Ok("2024-03-05"));
        for text in ["2024-03-05 9", "2024-03-05 25:00", "2024-03-05 9:61", "2024-03-05 下午3:20", "9:20"] {
            assert_eq!(noted(text), Err(NotRead::Unreadable), "{text}");
        }
        assert_eq!(noted("2024-02-30 9:20"), Err(NotRead::NoSuchDay));
    }

    #[test]
    fn reads_file_names() {
        assert_eq!(of_file_name("2025-03-05-budget"), Some((civil::date(2025, 3, 5), "budget")));
        assert_eq!(of_file_name("2025-03-05"), Some((civil::date(2025, 3, 5), "")));
        assert_eq!(of_file_name("2025-13-05-x"), None);
        assert_eq!(of_file_name("budget"), None);
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "\\PC*") {
            let _ = date(&text);
            let _ = moment(&text);
            let _ = of_file_name(&text);
        }
    }
}
