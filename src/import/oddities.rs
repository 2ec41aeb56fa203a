//! What was done to cells that were not written as a clean table writes them, counted, with the first place of each.

use super::grid::{Cell, Value};
use super::reading::Field;
use crate::source::Holds;

/// What was met, by the key of its word: how often, and where first.
#[derive(Debug, Default)]
pub struct Oddities(pub Vec<(&'static str, usize, String)>);

impl Oddities {
    pub fn add(&mut self, what: &'static str, place: &str) {
        match self.0.iter_mut().find(|(key, _, _)| *key == what) {
            Some((_, count, _)) => *count += 1,
            None => self.0.push((what, 1, place.to_owned())),
        }
    }

    /// Notes what was done to a cell to make a field of it.
    pub fn note(&mut self, cell: &Cell, holds: Holds, unit: i128, field: &Field, place: &str) {
        if cell.formula {
            self.add("import.odd.formula", place);
        }
        if cell.merged {
            self.add("import.odd.merged", place);
        }
        match (holds, &cell.value) {
            (Holds::Money, Value::Number(number)) => {
                if unit != 1 {
                    self.add("import.odd.unit", place);
                } else if number.to_string() != *field.text && format!("{number:.2}") == field.text && has_long_tail(*number) {
                    self.add("import.odd.rounded", place);
                }
            }
            (Holds::Money, Value::Text(text)) => {
                let plain = text.trim() == field.text || text.trim().parse::<f64>().is_ok();
                if unit != 1 {
                    self.add("import.odd.unit", place);
                } else if !plain {
                    self.add("import.odd.amount", place);
                }
            }
            (Holds::Date | Holds::Moment, Value::Number(_)) => self.add("import.odd.serial", place),
            (Holds::Date, Value::Text(text)) if text.trim() != field.text => {
                let with_time = text.contains(':');
                self.add(if with_time { "import.odd.time" } else { "import.odd.date" }, place);
            }
            (Holds::Text, _) if cell.digits > 0 => self.add("import.odd.zeros", place),
            _ => {}
        }
    }
}

/// Whether a double shows that it is one: 0.30000000000000004.
fn has_long_tail(number: f64) -> bool {
    number.to_string().split_once('.').is_some_and(|(_, decimals)| decimals.len() > 2)
}
