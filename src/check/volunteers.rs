//! Volunteers' hours doubted: each row lies in its file's year, and nobody gives more hours than a day has.

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::model::Exact;

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    for sheet in &doubt.community.volunteers {
        for shift in &sheet.shifts {
            if shift.date.value.year() != sheet.year {
                let outside = Diagnostic::new("GS1240", shift.date.span).with("date", shift.date.value);
                found.push(outside.with("year", sheet.year));
            }
            let most = Exact::from_integer(24 * i64::from(shift.people));
            if shift.hours > most {
                let long = Diagnostic::new("GS1241", shift.date.span).with("hours", shift.hours.short(2));
                found.push(long.with("people", shift.people).with("most", most.short(0)));
            }
        }
    }
}
