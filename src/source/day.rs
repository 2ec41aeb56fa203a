//! Dates as people spell them.

use jiff::civil::Date;

use super::amount::folded;

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
            let _ = of_file_name(&text);
        }
    }
}
