//! Dates as people spell them.

use jiff::civil::{Date, Time};

use super::amount::folded;
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

/// Reads `2025-03-05`, `2025/3/5`, `2025.3.5`, `20250305`, `2025年3月5日`, full-width digits too; what follows
/// a `T` or a space (a time of day) is left aside.
///
/// # Errors
/// Why it was not read.
pub fn date(text: &str) -> Result<Date, NotRead> {
    let folded = folded(text);
    let day = folded.split(['T', ' ']).next().unwrap_or_default();
    if day.len() == 8 && day.bytes().all(|b| b.is_ascii_digit()) {
        return of(&day[..4], &day[4..6], &day[6..]);
    }
    let day = day.trim_end_matches(['日', '号']).replace(['年', '月', '/', '.'], "-");
    let parts: Vec<&str> = day.split('-').collect();
    let [a, b, c] = parts[..] else { return Err(NotRead::Unreadable) };
    if parts.iter().any(|p| p.is_empty() || p.len() > 4 || !p.bytes().all(|b| b.is_ascii_digit())) {
        return Err(NotRead::Unreadable);
    }
    if a.len() == 4 && b.len() <= 2 && c.len() <= 2 {
        return of(a, b, c);
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

/// Reads a day with or without a time of day: `2024-03-05 09:20`, `2024/3/5 9:20`, `2024年3月5日9时20分`, `…T09:20:15`.
/// Seconds are dropped.
///
/// # Errors
/// Why it was not read; a time that cannot be told is no guess either.
pub fn moment(text: &str) -> Result<Moment, NotRead> {
    let folded = folded(text);
    let end = folded.find(['日', '号', 'T', ' ']).unwrap_or(folded.len());
    let (day, rest) = folded.split_at(end);
    let rest = rest.trim_start_matches(['日', '号', 'T', ' ']).trim_end();
    Ok(Moment { date: date(day)?, time: if rest.is_empty() { None } else { Some(time(rest)?) } })
}

/// `9:20`, `09:20:15`, `9时20分`, `9点`.
fn time(text: &str) -> Result<Time, NotRead> {
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
        ] {
            assert_eq!(date(text), Ok(day), "{text}");
        }
        assert_eq!(date("13/3/2025"), Ok(civil::date(2025, 3, 13)));
    }

    #[test]
    fn never_guesses() {
        assert!(matches!(date("3/5/2025"), Err(NotRead::Ambiguous(..))));
        assert_eq!(date("2025-02-30"), Err(NotRead::NoSuchDay));
        assert_eq!(date("25-3-5"), Err(NotRead::Unreadable));
        assert_eq!(date("明天"), Err(NotRead::Unreadable));
        assert_eq!(date(""), Err(NotRead::Unreadable));
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
