//! A day, with the time of day where somebody noted it.

use std::fmt;

use jiff::civil::{Date, Time};

/// When something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub date: Date,
    /// To the minute; none where only the day is on record.
    pub time: Option<Time>,
}

impl Moment {
    /// Whether this is certainly earlier than another: on the same day only two times can tell.
    pub fn is_before(self, other: Moment) -> bool {
        match (self.time, other.time) {
            (Some(own), Some(others)) => (self.date, own) < (other.date, others),
            _ => self.date < other.date,
        }
    }

    /// Minutes from this moment to a later one, where both have a time.
    pub fn minutes_until(self, later: Moment) -> Option<i64> {
        let (from, to) = (self.date.to_datetime(self.time?), later.date.to_datetime(later.time?));
        // Without a year or a month there is nothing that a calendar would have to say.
        from.until((jiff::Unit::Minute, to)).ok().map(|span| span.get_minutes())
    }
}

/// `2024-03-05 09:20`, or the day alone.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.time {
            Some(time) => write!(f, "{} {:02}:{:02}", self.date, time.hour(), time.minute()),
            None => write!(f, "{}", self.date),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil;

    #[test]
    fn the_same_day_is_before_nothing_without_times() {
        let day = Moment { date: civil::date(2024, 3, 5), time: None };
        let noon = Moment { time: Some(civil::time(12, 0, 0, 0)), ..day };
        let one = Moment { time: Some(civil::time(13, 0, 0, 0)), ..day };
        assert!(noon.is_before(one) && !one.is_before(noon));
        assert!(!day.is_before(noon) && !noon.is_before(day));
        assert_eq!(noon.minutes_until(one), Some(60));
        assert_eq!(noon.minutes_until(day), None);
        assert_eq!(noon.to_string(), "2024-03-05 12:00");
    }
}
