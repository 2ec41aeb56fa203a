//! Recurrence rules of RFC 5545 for whole days: `FREQ=MONTHLY;BYDAY=2SA`.
//!
//! What a community's calendar needs and a civil date can say: daily to yearly, with INTERVAL, COUNT, UNTIL, BYMONTH,
//! BYMONTHDAY, BYDAY, BYSETPOS and WKST. Hours and minutes, week numbers and days of the year are refused by name.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// No rule is followed further from its start than this many years, however it is written.
const LONGEST_YEARS: i32 = 100;
/// Larger steps are nobody's calendar, and would leave jiff's.
const LARGEST_INTERVAL: u32 = 1000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A weekday; `nth` counts in its month or year from the beginning, or from the end where negative; 0 is each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByDay {
    pub nth: i16,
    pub weekday: Weekday,
}

/// A rule that has been read. Empty lists ask for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub frequency: Frequency,
    pub interval: u32,
    pub count: Option<u32>,
    /// The last day, included.
    pub until: Option<Date>,
    pub by_month: Vec<i16>,
    pub by_month_day: Vec<i16>,
    pub by_day: Vec<ByDay>,
    pub by_set_pos: Vec<i16>,
    pub week_start: Weekday,
}

/// Why a rule cannot be read: the part of it, and a key of `words.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotRead {
    pub part: String,
    pub why: &'static str,
}

impl Rule {
    /// Reads a rule, with or without `RRULE:` before it.
    ///
    /// # Errors
    /// The first part that cannot be read, and why.
    pub fn parse(text: &str) -> Result<Self, NotRead> {
        let folded = text.trim().to_ascii_uppercase();
        let body = folded.strip_prefix("RRULE:").unwrap_or(&folded);
        let mut frequency = None;
        let mut rule = Rule {
            frequency: Frequency::Daily,
            interval: 1,
            count: None,
            until: None,
            by_month: Vec::new(),
            by_month_day: Vec::new(),
            by_day: Vec::new(),
            by_set_pos: Vec::new(),
            week_start: Weekday::Monday,
        };
        let mut seen: Vec<&str> = Vec::new();
        for part in body.split(';').map(str::trim).filter(|p| !p.is_empty()) {
            let not = |why| NotRead { part: part.to_owned(), why };
            let (key, value) = part.split_once('=').ok_or(not("rrule.part"))?;
            if seen.contains(&key) {
                return Err(not("rrule.twice"));
            }
            seen.push(key);
            let numbers = |most: i16| numbers(value, most).ok_or(not("rrule.number"));
            match key {
                "FREQ" => frequency = Some(read_frequency(value).ok_or(not("rrule.freq"))?),
                "INTERVAL" => rule.interval = above_zero(value, LARGEST_INTERVAL).ok_or(not("rrule.number"))?,
                "COUNT" => rule.count = Some(above_zero(value, u32::MAX).ok_or(not("rrule.number"))?),
                "UNTIL" => rule.until = Some(read_until(value).ok_or(not("rrule.until"))?),
                "BYMONTH" => rule.by_month = numbers(12).ok().filter(|n| n.iter().all(|n| *n > 0)).ok_or(not("rrule.number"))?,
                "BYMONTHDAY" => rule.by_month_day = numbers(31)?,
                "BYSETPOS" => rule.by_set_pos = numbers(366)?,
                "BYDAY" => rule.by_day = value.split(',').map(read_by_day).collect::<Option<_>>().ok_or(not("rrule.day"))?,
                "WKST" => rule.week_start = read_weekday(value).ok_or(not("rrule.day"))?,
                _ => return Err(not("rrule.part")),
            }
        }
        rule.frequency = frequency.ok_or_else(|| NotRead { part: text.trim().to_owned(), why: "rrule.no_freq" })?;
        rule.fits_together().map_err(|why| NotRead { part: text.trim().to_owned(), why })?;
        Ok(rule)
    }

    /// What RFC 5545 does not allow beside each other.
    fn fits_together(&self) -> Result<(), &'static str> {
        let counts_days = matches!(self.frequency, Frequency::Daily | Frequency::Weekly);
        if self.count.is_some() && self.until.is_some() {
            Err("rrule.count_and_until")
        } else if counts_days && self.by_day.iter().any(|d| d.nth != 0) {
            Err("rrule.nth")
        } else if self.frequency == Frequency::Weekly && !self.by_month_day.is_empty() {
            Err("rrule.week_month_day")
        } else {
            Ok(())
        }
    }

    /// The first day of all, if the rule has any.
    pub fn first(&self, start: Date) -> Option<Date> {
        let mut first = None;
        self.walk(start, Date::MAX, |day| {
            first = Some(day);
            false
        });
        first
    }

    /// Its days from `start` to `last`, both included, in order.
    pub fn days(&self, start: Date, last: Date) -> Vec<Date> {
        let mut days = Vec::new();
        self.walk(start, last, |day| {
            days.push(day);
            true
        });
        days
    }

    /// Calls `found` with each day in order, until it says no, the rule ends, or it was followed for long enough.
    fn walk(&self, start: Date, last: Date, mut found: impl FnMut(Date) -> bool) {
        let rule = self.with_defaults(start);
        let longest = start.saturating_add(LONGEST_YEARS.years());
        let last = rule.until.map_or(last, |until| until.min(last)).min(longest);
        let mut left = rule.count.unwrap_or(u32::MAX);
        let mut period = rule.first_period(start);
        while period <= last {
            let (end, after) = rule.after(period);
            for day in rule.chosen(period, end).into_iter().filter(|day| *day >= start) {
                if day > last || left == 0 || !found(day) {
                    return;
                }
                left -= 1;
            }
            match after {
                Some(after) => period = after,
                None => return,
            }
        }
    }

    /// A rule that names no day means the day on which it starts.
    fn with_defaults(&self, start: Date) -> Rule {
        let mut rule = self.clone();
        if rule.by_month_day.is_empty() && rule.by_day.is_empty() {
            match rule.frequency {
                Frequency::Daily => {}
                Frequency::Weekly => rule.by_day = vec![ByDay { nth: 0, weekday: start.weekday() }],
                Frequency::Monthly => rule.by_month_day = vec![i16::from(start.day())],
                Frequency::Yearly => {
                    if rule.by_month.is_empty() {
                        rule.by_month = vec![i16::from(start.month())];
                    }
                    rule.by_month_day = vec![i16::from(start.day())];
                }
            }
        }
        rule
    }

    /// The first day of the day, week, month or year in which the rule starts.
    fn first_period(&self, start: Date) -> Date {
        match self.frequency {
            Frequency::Daily => start,
            Frequency::Weekly => {
                let past = i32::from(start.weekday().since(self.week_start));
                start.saturating_sub(past.days())
            }
            Frequency::Monthly => start.first_of_month(),
            Frequency::Yearly => start.first_of_year(),
        }
    }

    /// The last day of a period, and the first day of the next one that counts; none at the end of jiff's calendar.
    fn after(&self, period: Date) -> (Date, Option<Date>) {
        let interval = i64::from(self.interval);
        let (one, step) = match self.frequency {
            Frequency::Daily => (1.day(), interval.days()),
            Frequency::Weekly => (1.week(), interval.weeks()),
            Frequency::Monthly => (1.month(), interval.months()),
            Frequency::Yearly => (1.year(), interval.years()),
        };
        let end = period.checked_add(one).map_or(Date::MAX, |next| next.saturating_sub(1.day()));
        (end, period.checked_add(step).ok())
    }

    /// The days of a period that the rule asks for.
    fn chosen(&self, from: Date, end: Date) -> Vec<Date> {
        let mut days = Vec::new();
        let mut day = from;
        while day <= end {
            if self.matches(day) {
                days.push(day);
            }
            match day.tomorrow() {
                Ok(tomorrow) => day = tomorrow,
                Err(_) => break,
            }
        }
        if self.by_set_pos.is_empty() {
            return days;
        }
        let count = days.len();
        let position = |i: usize| [i as i16 + 1, i as i16 - count as i16];
        let asked = |i: &usize| position(*i).iter().any(|p| self.by_set_pos.contains(p));
        (0..count).filter(asked).map(|i| days[i]).collect()
    }

    fn matches(&self, day: Date) -> bool {
        let in_month = i16::from(day.day());
        let from_end = in_month - i16::from(day.days_in_month()) - 1;
        (self.by_month.is_empty() || self.by_month.contains(&i16::from(day.month())))
            && (self.by_month_day.is_empty() || self.by_month_day.iter().any(|d| *d == in_month || *d == from_end))
            && (self.by_day.is_empty() || self.by_day.iter().any(|d| d.weekday == day.weekday() && self.is_nth(d.nth, day)))
    }

    fn is_nth(&self, nth: i16, day: Date) -> bool {
        let of_year = self.frequency == Frequency::Yearly && self.by_month.is_empty();
        let (at, length) =
            if of_year { (day.day_of_year(), day.days_in_year()) } else { (day.day().into(), day.days_in_month().into()) };
        nth == 0 || nth == (at - 1) / 7 + 1 || nth == -((length - at) / 7 + 1)
    }
}

fn read_frequency(text: &str) -> Option<Frequency> {
    match text {
        "DAILY" => Some(Frequency::Daily),
        "WEEKLY" => Some(Frequency::Weekly),
        "MONTHLY" => Some(Frequency::Monthly),
        "YEARLY" => Some(Frequency::Yearly),
        _ => None,
    }
}

fn above_zero(text: &str, most: u32) -> Option<u32> {
    text.parse().ok().filter(|n| (1..=most).contains(n))
}

/// Whole numbers from 1 to `most`, or from the end with a minus.
fn numbers(text: &str, most: i16) -> Option<Vec<i16>> {
    let one = |text: &str| text.trim().parse().ok().filter(|n: &i16| *n != 0 && (-most..=most).contains(n));
    text.split(',').map(one).collect()
}

/// `20251231`, `2025-12-31`, or with a time, which is left out: the day counts whole.
fn read_until(text: &str) -> Option<Date> {
    let day = text.split('T').next()?.replace('-', "");
    if day.len() != 8 || !day.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Date::new(day[..4].parse().ok()?, day[4..6].parse().ok()?, day[6..].parse().ok()?).ok()
}

fn read_by_day(text: &str) -> Option<ByDay> {
    let text = text.trim();
    let at = text.len().checked_sub(2).filter(|at| text.is_char_boundary(*at))?;
    let (nth, weekday) = text.split_at(at);
    let weekday = read_weekday(weekday)?;
    let nth = if nth.is_empty() { 0 } else { *numbers(nth, 53)?.first()? };
    Some(ByDay { nth, weekday })
}

fn read_weekday(text: &str) -> Option<Weekday> {
    let at = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].iter().position(|name| *name == text)?;
    Weekday::from_monday_zero_offset(at as i8).ok()
}

#[cfg(test)]
mod tests;
