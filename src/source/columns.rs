//! What a table's columns are called, what they hold and whether they are needed. Readers, import, templates and
//! schemas walk these lists, so that none of them can know a column that the others do not.

use super::amount::folded;
use super::traditional::simplified;
use crate::model::Locale;

/// A column by its place in its kind's list: looked up once by the compiler, not in every row.
pub type Col = usize;

/// A kind of table.
pub struct TableKind {
    /// As the command line names it: `accounts`, `fund-balances`.
    pub name: &'static str,
    /// Where its files lie; `<period>` and `<year>` stand for what their names say.
    pub path: &'static str,
    pub columns: &'static [Column],
    /// Whether a column that is not in the list is an answer with its count; elsewhere such a column is only kept.
    pub answers: bool,
    /// Whether rows of totals or balances may stand among the others, with a word where else a day or a building is.
    pub totals: bool,
}

impl TableKind {
    /// The column that a header means: its name without unit, case and spaces, in Simplified or Traditional Chinese.
    pub fn find(&self, header: &str) -> Option<Col> {
        let folded = folded(header).to_lowercase();
        let bare = folded.split('(').next().unwrap_or_default().replace([' ', '*', '\n', '\r'], "");
        if bare.is_empty() {
            return None;
        }
        let known = |bare: &str| self.columns.iter().position(|c| c.spellings.contains(&bare));
        known(&bare).or_else(|| known(&simplified(&bare)))
    }

    /// How many columns of ours make a row its header: one, where most are the folder's own.
    pub fn least(&self) -> usize {
        if self.answers { 1 } else { 2 }
    }

    /// Columns of which a table needs one at least.
    pub fn either(&self) -> impl Iterator<Item = Col> {
        (0..self.columns.len()).filter(|column| self.columns[*column].need == Need::Either)
    }
}

/// A column that a kind of table knows.
#[derive(Clone, Copy)]
pub struct Column {
    /// The name that diagnostics and exports use.
    pub name: &'static str,
    /// Every spelling of its header, in lower case; the first Chinese one is what scaffolds write.
    pub spellings: &'static [&'static str],
    pub holds: Holds,
    pub need: Need,
    /// The least and the most that a number in it may be, where there are such bounds.
    pub within: Option<(u32, u32)>,
}

impl Column {
    pub const fn new(name: &'static str, holds: Holds, need: Need, spellings: &'static [&'static str]) -> Self {
        Column { name, spellings, holds, need, within: None }
    }

    /// The same column with bounds.
    pub const fn within(self, (least, most): (u32, u32)) -> Self {
        Column { within: Some((least, most)), ..self }
    }

    /// Its name in English and in Chinese, for messages.
    pub fn shown(&self) -> String {
        let chinese = self.header(Locale::ZhCn);
        if chinese == self.name { self.name.to_owned() } else { format!("{} / {chinese}", self.name) }
    }

    /// Its header in a language.
    pub fn header(&self, locale: Locale) -> &'static str {
        spelt_in(self.spellings.iter().copied(), locale).unwrap_or(self.name)
    }
}

/// The first of the spellings that is of a language: Chinese ones have other than ASCII characters.
fn spelt_in(mut spellings: impl Iterator<Item = &'static str>, locale: Locale) -> Option<&'static str> {
    spellings.find(|s| s.is_ascii() == (locale == Locale::En))
}

/// What the cells of a column hold.
#[derive(Clone, Copy)]
pub enum Holds {
    /// Anything; digits too are no number, so their zeros stay.
    Text,
    Date,
    /// A day, with a time of day or without.
    Moment,
    /// An amount in the community's currency, of any sign.
    Money,
    Number,
    /// A whole number that is not negative.
    Count,
    /// One of the names of an enumeration.
    Choice(&'static dyn Choices),
}

impl Holds {
    /// Its name in schemas, and the key of the words that say how its cells are written.
    pub fn name(self) -> &'static str {
        match self {
            Holds::Text => "text",
            Holds::Date => "date",
            Holds::Moment => "moment",
            Holds::Money => "money",
            Holds::Number => "number",
            Holds::Count => "count",
            Holds::Choice(_) => "choice",
        }
    }

    /// Whether both are the same kind of value; of choices, whatever their names.
    pub fn same_as(self, other: Holds) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

/// Whether a table can do without a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// The column must be there and each of its cells filled.
    Must,
    /// One of the columns that say so must be there, and one of them filled in each row.
    Either,
    /// As [`Need::Must`], unless the folder has one account alone.
    UnlessOneAccount,
    May,
}

impl Need {
    /// Its name in schemas, and the key of the words that tell it.
    pub fn name(self) -> &'static str {
        match self {
            Need::Must => "must",
            Need::Either => "either",
            Need::UnlessOneAccount => "unless_one_account",
            Need::May => "may",
        }
    }
}

/// The names of an enumeration's values, whatever its type.
pub trait Choices: Sync {
    /// Every spelling, in the order of the list.
    fn spellings(&self) -> Vec<&'static str>;
    /// One spelling a value, in a language where it has one.
    fn values(&self, locale: Locale) -> Vec<&'static str>;
}

/// A `NAMES` list of the model: spellings with what they mean.
pub struct Names<T: 'static>(pub &'static [(&'static str, T)]);

impl<T: PartialEq + Sync> Choices for Names<T> {
    fn spellings(&self) -> Vec<&'static str> {
        self.0.iter().map(|(name, _)| *name).collect()
    }

    fn values(&self, locale: Locale) -> Vec<&'static str> {
        let first = |i: &usize| self.0[..*i].iter().all(|(_, value)| *value != self.0[*i].1);
        let values = (0..self.0.len()).filter(first).map(|i| {
            let same = self.0.iter().filter(move |(_, value)| *value == self.0[i].1).map(|(name, _)| *name);
            spelt_in(same, locale).unwrap_or(self.0[i].0)
        });
        values.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tables;
    use super::*;

    #[test]
    fn no_two_columns_share_a_spelling() {
        for table in tables() {
            let mut seen: Vec<&str> = Vec::new();
            for column in table.columns {
                assert_eq!(column.name, column.spellings[0], "{}", table.name);
                for spelling in column.spellings {
                    assert!(!seen.contains(spelling), "{} {spelling}", table.name);
                    seen.push(spelling);
                    assert_eq!(table.find(spelling).map(|c| table.columns[c].name), Some(column.name));
                }
            }
        }
    }

    #[test]
    fn every_column_has_a_header_in_every_language() {
        for table in tables() {
            for column in table.columns {
                assert!(column.header(Locale::En).is_ascii(), "{} {}", table.name, column.name);
                assert!(!column.header(Locale::ZhCn).is_ascii(), "{} {}", table.name, column.name);
            }
        }
    }

    #[test]
    fn a_choice_has_one_name_a_value_in_each_language() {
        let seals = Names(crate::model::seal::Seal::NAMES);
        assert_eq!(seals.values(Locale::ZhCn), ["业主大会", "业委会", "财务"]);
        assert_eq!(seals.values(Locale::En), ["assembly", "committee", "finance"]);
    }
}
