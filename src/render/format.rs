//! Dates, periods, money and shares as a page shows them.

use std::borrow::Cow;

use tera::Value;

use super::charts::Frame;
use super::strings::Strings;
use super::value;
use crate::model::{Date, Exact, Money, Period};

/// Formats in the theme's language.
impl Strings {
    /// `2025年3月5日`, `5 March 2025`.
    pub fn date(&self, date: Date) -> String {
        let month = self.get(MONTHS[date.month() as usize - 1]);
        self.fill("date", &[("year", &date.year().to_string()), ("month", month), ("day", &date.day().to_string())])
    }

    /// A day for machines and for people.
    pub fn day(&self, date: Date) -> Value {
        value::day(date, self.date(date))
    }

    /// `2025年第一季度`, `2025年3月`, `2025年`.
    pub fn period(&self, period: Period) -> String {
        let year = period.calendar_year().to_string();
        match (period.as_quarter(), period.as_month()) {
            (Some(quarter), _) => {
                let name = self.get(QUARTERS[quarter as usize - 1]);
                self.fill("quarter", &[("year", &year), ("quarter", name)])
            }
            (_, Some(month)) => self.fill("month", &[("year", &year), ("month", self.get(MONTHS[month as usize - 1]))]),
            _ => self.fill("year", &[("year", &year)]),
        }
    }

    /// A period where there is little room, and under it what its neighbours share: `1季` and `2025年`.
    pub fn short_period(&self, period: Period) -> [String; 2] {
        let year = self.fill("year", &[("year", &period.calendar_year().to_string())]);
        match (period.as_quarter(), period.as_month()) {
            (Some(quarter), _) => [self.fill("chart.quarter", &[("quarter", &quarter.to_string())]), year],
            (_, Some(month)) => [self.get(short_month_key(month)).to_owned(), year],
            _ => [year, String::new()],
        }
    }

    /// What every chart says about itself, in the page's language.
    pub fn frame<'s>(&'s self, id: &'s str, title: &'s str, level: u8) -> Frame<'s> {
        Frame { id, title, level, table: self.get("chart.table"), empty: self.get("chart.empty") }
    }

    /// `2025年1月1日至3月31日`.
    pub fn range(&self, from: Date, to: Date) -> String {
        self.fill("range", &[("from", &self.date(from)), ("to", &self.date(to))])
    }

    /// An amount with its unit, in the currency of the place, inside a sentence.
    pub fn yuan(&self, amount: Money) -> String {
        self.fill("yuan", &[("amount", &money(amount))])
    }

    /// A unit as it follows a number: a word after a space, a sign or a Chinese word at once.
    pub fn unit<'u>(&self, unit: Option<&'u str>) -> Cow<'u, str> {
        match unit {
            Some(unit) if unit.starts_with(|c: char| c.is_ascii_alphabetic()) => Cow::Owned(format!("\u{A0}{unit}")),
            Some(unit) => Cow::Borrowed(unit),
            None => Cow::Borrowed(""),
        }
    }

    pub fn percent(&self, value: &str) -> String {
        self.fill("percent", &[("value", value)])
    }
}

const MONTHS: [&str; 12] = [
    "period.month_1",
    "period.month_2",
    "period.month_3",
    "period.month_4",
    "period.month_5",
    "period.month_6",
    "period.month_7",
    "period.month_8",
    "period.month_9",
    "period.month_10",
    "period.month_11",
    "period.month_12",
];
/// As charts have room for them.
const SHORT_MONTHS: [&str; 12] = [
    "chart.month_1",
    "chart.month_2",
    "chart.month_3",
    "chart.month_4",
    "chart.month_5",
    "chart.month_6",
    "chart.month_7",
    "chart.month_8",
    "chart.month_9",
    "chart.month_10",
    "chart.month_11",
    "chart.month_12",
];
const QUARTERS: [&str; 4] = ["period.quarter_1", "period.quarter_2", "period.quarter_3", "period.quarter_4"];

/// An amount with two decimals, separators and a true minus sign: `−1,234.50`.
pub fn money(amount: Money) -> String {
    let text = amount.to_string();
    match text.strip_prefix('-') {
        Some(rest) => format!("−{rest}"),
        None => text,
    }
}

/// An amount for a cell that stays empty for nothing.
pub fn money_or_blank(amount: Money) -> String {
    if amount.is_zero() { String::new() } else { money(amount) }
}

/// An amount with its sign, for differences: `+1,234.50`.
pub fn signed(amount: Money) -> String {
    let text = money(amount);
    if amount > Money::ZERO { format!("+{text}") } else { text }
}

/// A number with `places` decimals and a true minus sign.
pub fn decimal(number: &Exact, places: u32) -> String {
    number.rounded(places).replace('-', "−")
}

/// `part` of `whole` in percent with one decimal, without the sign; none where there is no whole.
pub fn share(part: Money, whole: Money) -> Option<String> {
    if whole.is_zero() {
        return None;
    }
    let ratio = Exact::from_decimal(part.fen() * 100, 0) / Exact::from_decimal(whole.fen(), 0);
    Some(decimal(&ratio, 1))
}

/// How much `now` differs from `before`: amount and percent.
pub fn change(now: Money, before: Money, strings: &Strings) -> (String, String) {
    let difference = now - before;
    let percent = if before <= Money::ZERO { None } else { share(difference, before) };
    let percent = percent.map(|p| {
        let sign = if difference > Money::ZERO { "+" } else { "" };
        strings.percent(&format!("{sign}{p}"))
    });
    (signed(difference), percent.unwrap_or_default())
}

/// The key of a month's name, 1 to 12.
pub fn month_key(month: i8) -> &'static str {
    MONTHS[month as usize - 1]
}

/// The key of a month's short name, 1 to 12.
pub fn short_month_key(month: i8) -> &'static str {
    SHORT_MONTHS[month as usize - 1]
}
