//! Days and periods in titles and texts, by either calendar. A year of three digits is one of 民國 here only because it fits the
//! day of the post; what fits neither is not read.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Date, Period};

static DAY: LazyLock<Regex> = LazyLock::new(|| regex(r"(\d{2,4})\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})"));
static MONTH: LazyLock<Regex> = LazyLock::new(|| regex(r"(\d{2,4})\s*年度?\s*(\d{1,2})\s*月"));
static MONTHS: LazyLock<Regex> = LazyLock::new(|| regex(r"(\d{1,2})\s*月"));
static QUARTER: LazyLock<Regex> = LazyLock::new(|| regex(r"(\d{2,4})\s*年度?\s*第?\s*([一二三四1-4])\s*季|(\d{4})-?[Qq]([1-4])"));
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| regex(r"(?:^|[^0-9])(\d{3,4})[-/._](0[1-9]|1[0-2])(?:[^0-9]|$)"));
static YEAR: LazyLock<Regex> = LazyLock::new(|| regex(r"(\d{3,4})\s*(?:年度|全年|年報|年报)"));

fn regex(pattern: &str) -> Regex {
    // The patterns are the ones above, and every test reads them.
    Regex::new(pattern).unwrap_or_else(|why| panic!("{why}"))
}

/// The year that digits mean: as they stand, or of 民國.
fn year(digits: &str) -> Option<i16> {
    let number: i16 = digits.parse().ok()?;
    match digits.len() {
        4 => Some(number),
        3 if (100..200).contains(&number) => Some(number + 1911),
        _ => None,
    }
}

/// How far a day may lie from that of the post, in days.
const NEAR: i32 = 800;

fn near(day: Date, posted: Date) -> bool {
    (posted - day).get_days().abs() <= NEAR
}

/// The period that a title or a name tells, where it began before the post; more than one is none.
pub fn period(text: &str, posted: Date) -> Option<Period> {
    let text = crate::source::folded(text);
    let group = |c: &regex::Captures<'_>, i: usize| c.get(i).map(|m| m.as_str().to_owned());
    let months = MONTH
        .captures_iter(&text)
        .chain(NUMBERED.captures_iter(&text))
        .filter_map(|c| Period::month(year(&group(&c, 1)?)?, group(&c, 2)?.parse().ok()?));
    let quarters = QUARTER.captures_iter(&text).filter_map(|c| {
        let (of, quarter) = (group(&c, 1).or_else(|| group(&c, 3))?, group(&c, 2).or_else(|| group(&c, 4))?);
        let quarter = ["一1", "二2", "三3", "四4"].iter().position(|names| names.contains(&quarter))?;
        Period::quarter(year(&of)?, quarter as i8 + 1)
    });
    let years = YEAR.captures_iter(&text).filter_map(|c| Period::year(year(&group(&c, 1)?)?));
    // 8月、9月 is no month's statement.
    let mut named: Vec<i8> = MONTHS.captures_iter(&text).filter_map(|c| c[1].parse().ok()).collect();
    named.dedup();
    if named.len() > 1 {
        return None;
    }
    let mut found: Vec<Period> = months.chain(quarters).collect();
    if found.is_empty() {
        found = years.collect();
    }
    found.sort();
    found.dedup();
    match found[..] {
        [period] if period.start() <= posted && near(period.end(), posted) => Some(period),
        _ => None,
    }
}

/// The day of a meeting: in the title, else in a line that says 日期 or 時間. Two that differ are none.
pub fn meeting(title: &str, body: &str, posted: Date) -> Option<Date> {
    let labelled = |line: &&str| {
        let line = line.to_lowercase();
        ["日期", "时间", "時間", "date", "time"].iter().any(|word| line.contains(word))
    };
    let of = |text: &str| -> Vec<Date> {
        let text = crate::source::folded(text);
        let day = |c: regex::Captures<'_>| Date::new(year(&c[1])?, c[2].parse().ok()?, c[3].parse().ok()?).ok();
        DAY.captures_iter(&text).filter_map(day).filter(|day| near(*day, posted)).collect()
    };
    let mut found = of(title);
    if found.is_empty() {
        found = body.lines().filter(labelled).flat_map(of).collect();
    }
    found.dedup();
    match found[..] {
        [day] => Some(day),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn reads_periods_of_titles() {
        let posted = date(2024, 10, 7);
        assert_eq!(period("113年09月 財務報告", posted), Period::month(2024, 9));
        assert_eq!(period("2024年第三季度收支", posted), Period::quarter(2024, 3));
        assert_eq!(period("finance-report-113-09", posted), Period::month(2024, 9));
        assert_eq!(period("112年度收支決算", posted), Period::year(2023));
        assert_eq!(period("113年11月預告", posted), None);
        assert_eq!(period("113年8月、9月", posted), None);
        assert_eq!(period("財務報告", posted), None);
    }

    #[test]
    fn reads_the_day_of_a_meeting() {
        let posted = date(2024, 10, 19);
        let day = Some(date(2024, 11, 12));
        assert_eq!(meeting("11月第一次會議", "### 日期時間： 2024/11/12 19:30~20:30\n地點 2024/1/1\n", posted), day);
        assert_eq!(meeting("民國113年11月12日會議", "", posted), day);
        assert_eq!(meeting("會議", "討論 2024/11/12 的事\n", posted), None);
    }
}
