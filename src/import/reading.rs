//! A cell as a value: whatever a spreadsheet keeps it as, read once and exactly, or not at all.

use crate::model::{Date, Exact, Moment, Money};
use crate::source::{self, DayContext, DayNotRead, Holds, NotRead, SerialSystem};

use super::grid::{Cell, Value};

/// What the file around a cell says of its days.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings {
    pub context: DayContext,
}

/// A value in the words of a clean table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    pub text: String,
    pub day: Option<Date>,
    pub money: Option<Money>,
    pub number: Option<Exact>,
}

/// Why a cell was not read: its code, and what fills its message.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// A word of `words.toml` that says why.
    Unreadable(&'static str, &'static str),
    Ambiguous(String, String),
    /// None of the names that are allowed.
    NotAllowed(Vec<&'static str>),
    /// A formula without a saved result.
    Unsaved,
    /// `#REF!` and its like.
    Error(String),
}

/// How far from a whole cent a double may lie, in cents: half a thousandth. Doubles err by far less, and a figure that is
/// further off was never one in cents.
const NEAR: f64 = 0.0005;

impl Surroundings {
    /// The day in a cell; a number in a column of days is a spreadsheet's count of days.
    ///
    /// # Errors
    /// Why it is none.
    pub fn day(&self, cell: &Cell, from_1904: bool) -> Result<Date, Trouble> {
        match &cell.value {
            Value::Moment(moment) => Ok(moment.date),
            Value::Number(number) => serial(*number, from_1904).ok_or(Trouble::Unreadable("GS0204", "date.unreadable")),
            _ => source::date_in(&cell.shown(), self.context).map_err(day_trouble),
        }
    }

    fn moment(&self, cell: &Cell, from_1904: bool) -> Result<Moment, Trouble> {
        match &cell.value {
            Value::Moment(moment) => Ok(*moment),
            Value::Number(_) => Ok(Moment { date: self.day(cell, from_1904)?, time: None }),
            _ => source::moment(&cell.shown()).map_err(day_trouble),
        }
    }

    /// Reads a cell of a column; nothing where it is blank or says that there is nothing.
    ///
    /// # Errors
    /// Why it was not read.
    pub fn field(&self, cell: &Cell, holds: Holds, unit: i128, from_1904: bool) -> Result<Option<Field>, Trouble> {
        match &cell.value {
            Value::Unsaved => return Err(Trouble::Unsaved),
            Value::Error(error) => return Err(Trouble::Error(error.clone())),
            _ if cell.is_blank() => return Ok(None),
            _ => {}
        }
        let shown = cell.shown();
        if !matches!(holds, Holds::Text) && source::is_nothing(&shown) {
            return Ok(None);
        }
        let field = match holds {
            Holds::Text => Field { text: shown.replace(['\n', '\r'], " "), ..Field::default() },
            Holds::Date => {
                let day = self.day(cell, from_1904)?;
                Field { text: day.to_string(), day: Some(day), ..Field::default() }
            }
            Holds::Moment => {
                let moment = self.moment(cell, from_1904)?;
                Field { text: moment.to_string(), day: Some(moment.date), ..Field::default() }
            }
            Holds::Money => {
                let Some(money) = money_of(cell, unit)? else { return Ok(None) };
                Field { text: money.plain(), money: Some(money), ..Field::default() }
            }
            Holds::Number => {
                let number = number_of(cell)?;
                Field { text: number.short(9), number: Some(number), ..Field::default() }
            }
            Holds::Count => {
                let number = number_of(cell)?;
                if !number.is_whole() || number.is_negative() {
                    return Err(Trouble::Unreadable("GS0209", "number.whole"));
                }
                Field { text: number.short(0), number: Some(number), ..Field::default() }
            }
            Holds::Choice(choices) => {
                let folded = source::folded(&shown);
                let known = choices.spellings();
                let found = known.iter().find(|name| name.eq_ignore_ascii_case(&folded));
                let Some(name) = found else { return Err(Trouble::NotAllowed(known)) };
                Field { text: (*name).to_owned(), ..Field::default() }
            }
        };
        Ok(Some(field))
    }
}

fn serial(number: f64, from_1904: bool) -> Option<Date> {
    let system = if from_1904 { SerialSystem::From1904 } else { SerialSystem::From1900 };
    // Days of this century and the last: a year or an amount in a column of days is no day.
    (15_000.0..80_000.0).contains(&number).then(|| source::serial_date(number as u32, system)).flatten()
}

fn day_trouble(why: DayNotRead) -> Trouble {
    match why {
        DayNotRead::Ambiguous(one, other) => Trouble::Ambiguous(one, other),
        DayNotRead::NoSuchDay => Trouble::Unreadable("GS0204", "date.no_such_day"),
        DayNotRead::Unreadable => Trouble::Unreadable("GS0204", "date.unreadable"),
    }
}

fn amount_trouble(code: &'static str, why: NotRead) -> Trouble {
    match why {
        NotRead::Ambiguous(one, other) => Trouble::Ambiguous(one, other),
        NotRead::Unreadable => Trouble::Unreadable(code, "amount.unreadable"),
        NotRead::TooFine => Trouble::Unreadable(code, "amount.too_fine"),
        NotRead::TooLarge => Trouble::Unreadable(code, "amount.too_large"),
    }
}

/// The amount in a cell, in a column where one is `unit` yuan; nothing where it is blank or says so.
///
/// # Errors
/// Why it is none.
pub fn money_of(cell: &Cell, unit: i128) -> Result<Option<Money>, Trouble> {
    match &cell.value {
        Value::Number(number) => cents(*number, unit).map(Some),
        Value::Unsaved => Err(Trouble::Unsaved),
        Value::Error(error) => Err(Trouble::Error(error.clone())),
        _ if source::is_nothing(&cell.shown()) => Ok(None),
        _ => source::money(&cell.shown(), unit).map(Some).map_err(|why| amount_trouble("GS0205", why)),
    }
}

/// A double in yuan, or in units of them, as whole cents.
fn cents(number: f64, unit: i128) -> Result<Money, Trouble> {
    let cents = number * unit as f64 * 100.0;
    if !cents.is_finite() || cents.abs() > Money::LIMIT as f64 {
        return Err(Trouble::Unreadable("GS0205", "amount.too_large"));
    }
    // Above 2^43 the double's own steps are wider than half a thousandth.
    let near = NEAR.max(cents.abs() * f64::EPSILON * 2.0);
    if (cents - cents.round()).abs() > near {
        return Err(Trouble::Unreadable("GS0205", "amount.too_fine"));
    }
    Ok(Money(cents.round() as i128))
}

fn number_of(cell: &Cell) -> Result<Exact, Trouble> {
    let shown = match &cell.value {
        // A double's shortest spelling is the number that was typed.
        Value::Number(number) => format!("{number}"),
        _ => cell.shown(),
    };
    let hundred = cell.percent && matches!(cell.value, Value::Number(_));
    let number = source::number(&shown).map_err(|why| amount_trouble("GS0209", why))?;
    Ok(if hundred { Exact(number.0 * Exact::from_integer(100).0) } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn number(number: f64) -> Cell {
        Cell { value: Value::Number(number), ..Cell::default() }
    }

    #[test]
    fn doubles_become_the_cents_that_were_meant() {
        assert_eq!(money_of(&number(897.68), 1), Ok(Some(Money(89_768))));
        assert_eq!(money_of(&number(0.1 + 0.2), 1), Ok(Some(Money(30))));
        assert_eq!(money_of(&number(1.23456), 10_000), Ok(Some(Money(1_234_560))));
        assert_eq!(money_of(&number(33.333), 1), Err(Trouble::Unreadable("GS0205", "amount.too_fine")));
        assert_eq!(money_of(&number(f64::NAN), 1), Err(Trouble::Unreadable("GS0205", "amount.too_large")));
        assert_eq!(money_of(&Cell::text("1,2345"), 1).map_err(|t| matches!(t, Trouble::Ambiguous(..))), Err(true));
    }

    #[test]
    fn a_count_of_days_is_read_by_the_workbooks_own_system() {
        let around = Surroundings::default();
        assert_eq!(around.day(&number(45_721.0), false), Ok(date(2025, 3, 5)));
        assert_eq!(around.day(&number(45_721.0 - 1462.0), true), Ok(date(2025, 3, 5)));
        assert!(around.day(&number(2025.0), false).is_err());
    }

    proptest::proptest! {
        /// Any amount of cents that a system keeps as a double is read back to the cent.
        #[test]
        fn every_cent_survives_a_double(cents in -10_000_000_000_000i64..10_000_000_000_000) {
            let kept = cents as f64 / 100.0;
            proptest::prop_assert_eq!(money_of(&number(kept), 1), Ok(Some(Money(i128::from(cents)))));
        }
    }
}
