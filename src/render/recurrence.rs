//! Recurrence rules in words: “every second Saturday of the month”.

use super::strings::Strings;
use crate::model::recurrence::{ByDay, Frequency, Rule};

/// How often something happens, where a short sentence can say it; rarer forms stay unsaid, and their dates speak.
pub fn in_words(rule: &Rule, strings: &Strings) -> Option<String> {
    if !rule.by_set_pos.is_empty() || !rule.by_month.is_empty() {
        return None;
    }
    let interval = rule.interval.to_string();
    let says = |one: &str, many: &str, days: &str| {
        let key = if rule.interval == 1 { one } else { many };
        Some(strings.fill(key, &[("days", days), ("interval", &interval)]))
    };
    match rule.frequency {
        Frequency::Weekly if !rule.by_day.is_empty() => {
            says("calendar.weekly", "calendar.weekly_many", &weekdays(&rule.by_day, strings))
        }
        Frequency::Monthly if rule.by_month_day.is_empty() => {
            says("calendar.monthly", "calendar.monthly_many", &nth_weekdays(&rule.by_day, strings)?)
        }
        Frequency::Monthly if rule.by_day.is_empty() => {
            let days: Option<Vec<String>> = rule.by_month_day.iter().map(|day| month_day(*day, strings)).collect();
            says("calendar.monthly_day", "calendar.monthly_day_many", &strings.list(&days?))
        }
        Frequency::Daily if rule.by_day.is_empty() && rule.by_month_day.is_empty() => {
            says("calendar.daily", "calendar.daily_many", "")
        }
        _ => None,
    }
}

fn weekdays(days: &[ByDay], strings: &Strings) -> String {
    let names: Vec<&str> = days.iter().map(|day| weekday(day, strings)).collect();
    strings.list(&names)
}

/// A weekday's name.
fn weekday<'s>(day: &ByDay, strings: &'s Strings) -> &'s str {
    strings.get(weekday_key(day.weekday))
}

/// The key of a weekday's name.
pub fn weekday_key(day: jiff::civil::Weekday) -> &'static str {
    const KEYS: [&str; 7] = [
        "weekday.monday",
        "weekday.tuesday",
        "weekday.wednesday",
        "weekday.thursday",
        "weekday.friday",
        "weekday.saturday",
        "weekday.sunday",
    ];
    KEYS[day.to_monday_zero_offset() as usize]
}

/// Each with its place in the month; none where one has none, or one that has no word.
fn nth_weekdays(days: &[ByDay], strings: &Strings) -> Option<String> {
    let one = |day: &ByDay| {
        let nth = strings.get(match day.nth {
            1 => "nth.first",
            2 => "nth.second",
            3 => "nth.third",
            4 => "nth.fourth",
            5 => "nth.fifth",
            -1 => "nth.last",
            _ => return None,
        });
        Some(strings.fill("calendar.nth_weekday", &[("nth", nth), ("weekday", weekday(day, strings))]))
    };
    let names: Option<Vec<String>> = days.iter().map(one).collect();
    names.filter(|names| !names.is_empty()).map(|names| strings.list(&names))
}

fn month_day(day: i16, strings: &Strings) -> Option<String> {
    match day {
        1.. => Some(strings.fill("calendar.month_day", &[("day", &day.to_string())])),
        -1 => Some(strings.get("nth.last_day").to_owned()),
        _ => None,
    }
}
