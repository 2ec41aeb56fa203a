//! Accounting periods: a year, a quarter or a month, as file names spell them.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;

/// `2025`, `2025-Q1` or `2025-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    start: Date,
    months: u8,
}

impl Period {
    pub fn year(year: i16) -> Option<Self> {
        Some(Period { start: Date::new(year, 1, 1).ok()?, months: 12 })
    }

    /// Quarter 1 to 4 of a year.
    pub fn quarter(year: i16, quarter: i8) -> Option<Self> {
        if !(1..=4).contains(&quarter) {
            return None;
        }
        Some(Period { start: Date::new(year, quarter * 3 - 2, 1).ok()?, months: 3 })
    }

    pub fn month(year: i16, month: i8) -> Option<Self> {
        Some(Period { start: Date::new(year, month, 1).ok()?, months: 1 })
    }

    /// The month a day lies in.
    pub fn month_of(day: Date) -> Self {
        Period { start: day.first_of_month(), months: 1 }
    }

    /// The period from one day to another, where it is one that has a name.
    pub fn spanning(start: Date, end: Date) -> Option<Self> {
        let named = [12, 3, 1].map(|months| Period { start, months });
        let begins = |p: &Period| start.day() == 1 && (start.month() - 1) % p.months as i8 == 0;
        named.into_iter().find(|p| begins(p) && p.end() == end)
    }

    /// Reads `2025`, `2025-Q1`, `2025Q1`, `2025-03`, `2025年第1季度`, `2025年3月`, `民國114年3月`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(rest) = ["民國", "民国"].iter().find_map(|era| text.strip_prefix(era)) {
            let rest = rest.trim_start();
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let year: i16 = rest[..digits].parse().ok().filter(|_| digits <= 3)?;
            return Period::parse(&format!("{}{}", year + 1911, &rest[digits..]));
        }
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        if digits != 4 {
            return None;
        }
        let year: i16 = text[..4].parse().ok()?;
        let rest = text[4..].trim_start_matches('年').trim_start_matches('-');
        if rest.is_empty() {
            return Period::year(year);
        }
        if let Some(quarter) = rest.strip_prefix(['Q', 'q', '第']) {
            let quarter = quarter.trim_end_matches("季度");
            let quarter = match quarter {
                "1" | "一" => 1,
                "2" | "二" => 2,
                "3" | "三" => 3,
                "4" | "四" => 4,
                _ => return None,
            };
            return Period::quarter(year, quarter);
        }
        let month = rest.trim_end_matches('月');
        (month.len() <= 2 && month.bytes().all(|b| b.is_ascii_digit())).then_some(())?;
        Period::month(year, month.parse().ok()?)
    }

    /// First day.
    pub fn start(self) -> Date {
        self.start
    }

    /// Last day, included.
    pub fn end(self) -> Date {
        // Years are four digits, so a period never reaches the end of jiff's calendar.
        self.start.saturating_add(i32::from(self.months).months()).saturating_sub(1.day())
    }

    pub fn contains(self, day: Date) -> bool {
        self.start <= day && day <= self.end()
    }

    pub fn overlaps(self, other: Period) -> bool {
        self.start <= other.end() && other.start <= self.end()
    }

    /// The same period a year earlier.
    pub fn last_year(self) -> Self {
        Period { start: self.start.saturating_sub(1.year()), ..self }
    }

    /// The period right before, of the same length.
    pub fn previous(self) -> Self {
        Period { start: self.start.saturating_sub(i32::from(self.months).months()), ..self }
    }

    /// The period right after, of the same length.
    pub fn next(self) -> Self {
        Period { start: self.start.saturating_add(i32::from(self.months).months()), ..self }
    }

    pub fn calendar_year(self) -> i16 {
        self.start.year()
    }

    /// 1 to 4 for a quarter.
    pub fn as_quarter(self) -> Option<i8> {
        (self.months == 3).then(|| (self.start.month() + 2) / 3)
    }

    /// 1 to 12 for a month.
    pub fn as_month(self) -> Option<i8> {
        (self.months == 1).then(|| self.start.month())
    }

    pub fn is_year(self) -> bool {
        self.months == 12
    }
}

/// As files are named: `2025`, `2025-Q1`, `2025-03`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.start.year();
        match (self.as_quarter(), self.as_month()) {
            (Some(quarter), _) => write!(f, "{year:04}-Q{quarter}"),
            (_, Some(month)) => write!(f, "{year:04}-{month:02}"),
            _ => write!(f, "{year:04}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Period;
    use jiff::civil::date;

    #[test]
    fn reads_what_it_prints() {
        for text in ["2025", "2025-Q1", "2025-Q4", "2024-02", "2025-12"] {
            assert_eq!(Period::parse(text).map(|p| p.to_string()).as_deref(), Some(text));
        }
        assert_eq!(Period::parse("2025年第1季度"), Period::quarter(2025, 1));
        assert_eq!(Period::parse("民國113年08月"), Period::month(2024, 8));
        assert_eq!(Period::parse("民国114年"), Period::year(2025));
        assert_eq!(Period::parse("民國2024年"), None);
        assert_eq!(Period::parse("113年08月"), None);
        assert_eq!(Period::parse("2025-Q5"), None);
        assert_eq!(Period::parse("2025-13"), None);
        assert_eq!(Period::parse("12025"), None);
    }

    proptest::proptest! {
        /// A period is told by its days, and days that are no period's have none.
        #[test]
        fn a_period_spans_its_days(year in 1i16..9000, month in 1i8..=12, months in 1i32..=12) {
            use jiff::ToSpan;
            let start = date(year, month, 1);
            let end = (start + months.months()).yesterday().unwrap();
            let spanned = Period::spanning(start, end);
            let named = matches!((months, (month - 1) % 3, month), (1, ..) | (3, 0, _) | (12, _, 1));
            proptest::prop_assert_eq!(spanned.is_some(), named);
            if let Some(period) = spanned {
                proptest::prop_assert_eq!((period.start(), period.end()), (start, end));
                proptest::prop_assert_eq!(Period::parse(&period.to_string()), Some(period));
            }
        }
    }

    #[test]
    fn knows_its_days() {
        let period = Period::parse("2024-Q1").unwrap();
        assert_eq!(period.end(), date(2024, 3, 31));
        assert!(period.contains(date(2024, 2, 29)));
        assert_eq!(period.previous().to_string(), "2023-Q4");
        assert_eq!(period.next().to_string(), "2024-Q2");
        assert_eq!(period.last_year().to_string(), "2023-Q1");
        assert!(period.overlaps(Period::parse("2024").unwrap()));
    }
}
