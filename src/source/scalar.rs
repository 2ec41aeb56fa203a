//! Single values, read from their text or reported at their place.

use jiff::civil::Date;

use super::traditional::simplified;
use super::{amount, day, mends};
use crate::diagnostic::Diagnostic;
use crate::model::{Exact, Moment, Money, Spanned};

/// Reads a date or reports why not.
pub fn read_date(text: Spanned<&str>, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Date>> {
    read_day(text, day::date(text.value), sink)
}

/// As [`read_date`], with what the surroundings say.
pub fn read_date_in(text: Spanned<&str>, days: day::DayContext, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Date>> {
    read_day(text, day::date_in(text.value, days), sink)
}

/// Reads a day, with a time of day or without, as [`read_date_in`] does.
pub fn read_moment_in(text: Spanned<&str>, days: day::DayContext, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Moment>> {
    read_day(text, day::moment_in(text.value, days), sink)
}

fn read_day<T>(text: Spanned<&str>, read: Result<T, day::NotRead>, sink: &mut Vec<Diagnostic>) -> Option<Spanned<T>> {
    let diagnostic = match read {
        Ok(day) => return Some(Spanned::new(day, text.span)),
        Err(day::NotRead::Ambiguous(a, b)) => ambiguous(text, a, b),
        Err(day::NotRead::NoSuchDay) => {
            Diagnostic::new("GS0204", text.span).with("text", text.value).word("why", "date.no_such_day")
        }
        Err(day::NotRead::Unreadable) => {
            let told = Diagnostic::new("GS0204", text.span).with("text", text.value).word("why", "date.unreadable");
            told.mended_by(mends::date(text))
        }
    };
    sink.push(diagnostic);
    None
}

/// Reads an amount or reports why not; `unit` as in [`amount::money`].
pub fn read_money(text: Spanned<&str>, unit: i128, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Money>> {
    match amount::money(text.value, unit) {
        Ok(money) => Some(Spanned::new(money, text.span)),
        Err(why) => {
            let mend = mends::amount(text, unit).filter(|_| why == amount::NotRead::Unreadable);
            sink.push(not_read("GS0205", text, why).mended_by(mend));
            None
        }
    }
}

/// Reads a number or reports why not.
pub fn read_number(text: Spanned<&str>, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Exact>> {
    match amount::number(text.value) {
        Ok(number) => Some(Spanned::new(number, text.span)),
        Err(why) => {
            let mend = mends::figure(text).filter(|_| why == amount::NotRead::Unreadable);
            sink.push(not_read("GS0209", text, why).mended_by(mend));
            None
        }
    }
}

fn not_read(code: &'static str, text: Spanned<&str>, why: amount::NotRead) -> Diagnostic {
    let why = match why {
        amount::NotRead::Ambiguous(a, b) => return ambiguous(text, a, b),
        amount::NotRead::Unreadable => "amount.unreadable",
        amount::NotRead::TooFine => "amount.too_fine",
        amount::NotRead::TooLarge => "amount.too_large",
    };
    Diagnostic::new(code, text.span).with("text", text.value.trim()).word("why", why)
}

fn ambiguous(text: Spanned<&str>, one: String, other: String) -> Diagnostic {
    Diagnostic::new("GS0208", text.span).with("text", text.value.trim()).with("one", one).with("other", other)
}

/// Reads one of the given names or reports the nearest.
pub fn read_choice<T: Copy>(
    key: &str,
    text: Spanned<&str>,
    names: &[(&str, T)],
    sink: &mut Vec<Diagnostic>,
) -> Option<Spanned<T>> {
    let wanted = amount::folded(text.value);
    let known = |wanted: &str| names.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
    if let Some((_, value)) = known(&wanted).or_else(|| known(&simplified(&wanted))) {
        return Some(Spanned::new(*value, text.span));
    }
    let known: Vec<&str> = names.iter().map(|(n, _)| *n).collect();
    let near = nearest(&wanted, known.iter().copied());
    sink.push(
        Diagnostic::new("GS0207", text.span)
            .with("key", key)
            .with("text", text.value)
            .with("allowed", known.join(", "))
            .with_some("nearest", near)
            .mended_by(mends::respelt(text, known.iter().copied())),
    );
    None
}

/// A number that may be nothing, but not less; reports one that is.
pub fn above_or_nothing(number: Spanned<Exact>, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Exact>> {
    if number.value.is_negative() {
        let text = number.value.short(4);
        sink.push(Diagnostic::new("GS0209", number.span).with("text", text).word("why", "number.not_negative"));
        return None;
    }
    Some(number)
}

/// The known name that `text` was probably meant to be.
pub fn nearest<'a>(text: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let text = text.to_lowercase();
    let best = known
        .map(|k| (strsim::jaro_winkler(&text, &k.to_lowercase()), k))
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)));
    best.filter(|(likeness, _)| *likeness >= 0.8).map(|(_, k)| k)
}
