//! What stands beside a key, as a value of TOML: read as the reader of the file would read it, spelt one way.

use super::grid::{Cell, Value};
use super::known;
use super::mapping::quoted;
use super::reading::{Field, Surroundings, Trouble};
use crate::forms;
use crate::model::Locale;
use crate::source::{self, Holds, Wanted, folded, simplified};

/// What a cell is read as.
pub struct Question<'a> {
    pub form: &'a str,
    pub path: &'a str,
    pub wanted: &'a Wanted,
    /// What one is worth in an amount.
    pub unit: i128,
    pub from_1904: bool,
}

/// A value of TOML, and what it was read as where it is a day, an amount or a number.
#[derive(Clone, Default)]
pub struct Answer {
    /// One text each; more than one only in a list.
    pub texts: Vec<String>,
    pub field: Field,
    pub holds: Option<Holds>,
    /// Whether a word behind a number was dropped.
    pub without_unit: bool,
}

impl Question<'_> {
    /// Reads a cell; nothing where it is blank or says that there is nothing.
    ///
    /// # Errors
    /// Why it was not read.
    pub fn answer(&self, cell: &Cell, surroundings: &Surroundings) -> Result<Option<Answer>, Trouble> {
        match &cell.value {
            Value::Unsaved => return Err(Trouble::Unsaved),
            Value::Error(error) => return Err(Trouble::Error(error.clone())),
            _ if cell.is_blank() || source::is_nothing(&cell.shown()) => return Ok(None),
            _ => {}
        }
        let shown = cell.shown();
        let word = self.choice(&shown);
        let plain = |text: String| Ok(Some(Answer { texts: vec![text], ..Answer::default() }));
        let holds = match self.wanted {
            Wanted::Text => return plain(quoted(&word.map_or_else(|| on_one_line(&shown), str::to_owned))),
            Wanted::Texts => {
                let texts = match word {
                    Some(word) => vec![quoted(word)],
                    None => shown.split(['\n', '\r', ';', '；']).map(str::trim).filter(|t| !t.is_empty()).map(quoted).collect(),
                };
                return Ok(Some(Answer { texts, ..Answer::default() }));
            }
            Wanted::Choice(names) => {
                let folded = simplified(&folded(&shown));
                let named = || names.iter().find(|name| name.eq_ignore_ascii_case(&folded)).copied();
                let Some(name) = word.or_else(named) else { return Err(Trouble::NotAllowed(self.allowed(names))) };
                return plain(name.parse::<i64>().map_or_else(|_| quoted(name), |number| number.to_string()));
            }
            Wanted::Boolean => {
                return yes_or_no(&shown)
                    .map_or(Err(Trouble::NotAllowed(vec!["是", "否", "yes", "no"])), |yes| plain(yes.to_string()));
            }
            Wanted::Date => Holds::Date,
            Wanted::Money => Holds::Money,
            Wanted::Number => Holds::Number,
            Wanted::Count => Holds::Count,
            Wanted::Table(_) | Wanted::Tables(_) | Wanted::Again => return Ok(None),
        };
        let bare = if matches!(holds, Holds::Number | Holds::Count) { known::without_unit(&shown) } else { &shown };
        let without_unit = bare.len() < shown.len();
        let cell = if without_unit { &Cell::text(bare) } else { cell };
        let Some(field) = surroundings.field(cell, holds, self.unit, self.from_1904)? else { return Ok(None) };
        let text = if matches!(holds, Holds::Money) { quoted(&field.text) } else { field.text.clone() };
        Ok(Some(Answer { texts: vec![text], field, holds: Some(holds), without_unit }))
    }

    /// The name of a choice that a word means, in any language.
    fn choice(&self, shown: &str) -> Option<&'static str> {
        let plain = super::keys::plain(shown);
        let mut words = Locale::ALL.iter().flat_map(|locale| forms::choice(self.form, self.path, *locale));
        words.find(|(_, word)| super::keys::plain(word) == plain).map(|(name, _)| name)
    }

    /// What may stand there, by its words and by its names.
    fn allowed(&self, names: &[&'static str]) -> Vec<&'static str> {
        let words = Locale::ALL.iter().flat_map(|locale| forms::choice(self.form, self.path, *locale)).map(|(_, word)| word);
        let mut all: Vec<&str> = Vec::new();
        for word in words.chain(names.iter().copied()) {
            if !all.contains(&word) {
                all.push(word);
            }
        }
        all
    }
}

fn on_one_line(text: &str) -> String {
    text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

fn yes_or_no(text: &str) -> Option<bool> {
    match simplified(&folded(text)).to_lowercase().as_str() {
        "是" | "有" | "对" | "√" | "✓" | "☑" | "yes" | "y" | "true" | "1" => Some(true),
        "否" | "没有" | "不是" | "×" | "✗" | "no" | "n" | "false" | "0" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str, wanted: &Wanted, cell: &Cell) -> Result<Vec<String>, Trouble> {
        let question = Question { form: "contracts", path, wanted, unit: 1, from_1904: false };
        Ok(question.answer(cell, &Surroundings::default())?.map(|a| a.texts).unwrap_or_default())
    }

    #[test]
    fn each_kind_of_value_is_spelt_one_way() {
        let kinds = Wanted::Choice(vec!["property", "lift"]);
        for (path, wanted, text, value) in [
            ("until", Wanted::Date, "2028年12月4日", "2028-12-04"),
            ("amount", Wanted::Money, "156万元", "\"1560000.00\""),
            ("fee.area", Wanted::Number, "128,000.00平方米", "128000"),
            ("fee.rate", Wanted::Number, "2.10元/㎡·月", "2.1"),
            ("fee.units", Wanted::Count, "1,248户", "1248"),
            ("kind", kinds.clone(), "电梯", "\"lift\""),
            ("kind", kinds.clone(), "LIFT", "\"lift\""),
            ("kind", kinds, "property services", "\"property\""),
            ("x", Wanted::Boolean, "是", "true"),
            ("firm", Wanted::Text, "甲\n乙", "\"甲 乙\""),
        ] {
            assert_eq!(read(path, &wanted, &Cell::text(text)), Ok(vec![value.to_owned()]), "{text}");
        }
        assert_eq!(read("parties", &Wanted::Texts, &Cell::text("甲方；乙方\n丙方")).map(|t| t.len()), Ok(3));
        assert_eq!(read("until", &Wanted::Date, &Cell::text("—")), Ok(Vec::new()));
        assert!(read("kind", &Wanted::Choice(vec!["lift"]), &Cell::text("扶梯")).is_err());
    }

    #[test]
    fn a_share_is_read_as_people_see_it() {
        let cell = Cell { value: Value::Number(0.08), percent: true, ..Cell::default() };
        assert_eq!(read("fee.tolerance", &Wanted::Number, &cell), Ok(vec!["8".to_owned()]));
        assert_eq!(read("fee.tolerance", &Wanted::Number, &Cell::text("8%")), Ok(vec!["8".to_owned()]));
    }
}
