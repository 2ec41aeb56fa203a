//! The names that firms' systems use, read from `headers.toml`.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::source::{self, TableKind, folded, simplified};

#[derive(Deserialize)]
struct Known {
    personal: BTreeMap<String, Vec<String>>,
    states: States,
    derived: Derived,
    directions: Directions,
    days: Days,
    particulars: Particulars,
    units: Units,
    keys: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    #[serde(flatten)]
    kinds: HashMap<String, BTreeMap<String, Vec<String>>>,
}

#[derive(Deserialize)]
struct States {
    column: Vec<String>,
    counted: Vec<String>,
    left_out: Vec<String>,
}

#[derive(Deserialize)]
struct Days {
    year: Vec<String>,
    month: Vec<String>,
    day: Vec<String>,
}

#[derive(Deserialize)]
struct Directions {
    column: Vec<String>,
    loose: Vec<String>,
    income: Vec<String>,
    expense: Vec<String>,
    says_income: Vec<String>,
    says_expense: Vec<String>,
    says_neither: Vec<String>,
    category_income: Vec<String>,
    category_expense: Vec<String>,
}

#[derive(Deserialize)]
struct Derived {
    balance: Vec<String>,
    index: Vec<String>,
}

#[derive(Deserialize)]
struct Particulars {
    key: Vec<String>,
    value: Vec<String>,
    note: Vec<String>,
}

#[derive(Deserialize)]
struct Units {
    names: Vec<String>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    // Embedded and read by every test of this room: it cannot be broken in a released binary.
    toml::from_str(include_str!("headers.toml")).unwrap_or_else(|why| panic!("headers.toml: {why}"))
});

/// What a column is, beyond the columns of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A room: with it, each row is a household's.
    Room,
    /// A person's name, telephone, card or receipt.
    Personal,
    /// Whether the row counts.
    State,
    /// The balance after each row.
    RunningBalance,
    /// A number that only counts rows.
    Index,
    Debit,
    Credit,
}

/// A header without case, spaces, stars and what stands in parentheses.
pub fn bare(header: &str) -> String {
    let folded = folded(header).to_lowercase();
    folded.split('(').next().unwrap_or_default().chars().filter(|c| !c.is_whitespace() && *c != '*' && *c != ':').collect()
}

/// The column of a kind that a header names, by the folder's spellings or by those that firms use. Where a header
/// names two things (`应缴/应收金额`), each is tried.
pub fn column(kind: &TableKind, header: &str) -> Option<usize> {
    let whole = bare(header);
    let parts: Vec<&str> = if whole.contains('/') { whole.split('/').collect() } else { vec![whole.as_str()] };
    if let Some(column) = kind.find(header) {
        return Some(column);
    }
    let more = KNOWN.kinds.get(kind.name)?;
    let named =
        |name: &str| more.iter().find(|(_, spellings)| spellings.iter().any(|s| bare(s) == name)).map(|(column, _)| column);
    let column = parts.iter().find_map(|part| named(part))?;
    kind.columns.iter().position(|c| c.name == column)
}

/// What else a header says of its column.
pub fn role(header: &str) -> Option<Role> {
    let header = bare(header);
    let is = |names: &[String]| names.contains(&header);
    let personal = KNOWN.personal.iter().find(|(_, names)| is(names)).map(|(group, _)| group.as_str());
    match personal {
        Some("room") => return Some(Role::Room),
        Some(_) => return Some(Role::Personal),
        None => {}
    }
    if let Some(debit) = source::is_side(&header) {
        return Some(if debit { Role::Debit } else { Role::Credit });
    }
    [(&KNOWN.states.column, Role::State), (&KNOWN.derived.balance, Role::RunningBalance), (&KNOWN.derived.index, Role::Index)]
        .into_iter()
        .find(|(names, _)| is(names))
        .map(|(_, role)| role)
}

/// Whether rows of a state count; `None` where its name does not say.
pub fn counts(state: &str) -> Option<bool> {
    let state = bare(state);
    let is = |names: &[String]| names.contains(&state);
    if is(&KNOWN.states.counted) {
        Some(true)
    } else if is(&KNOWN.states.left_out) {
        Some(false)
    } else {
        None
    }
}

/// A part of a day that has a column of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayPart {
    Year,
    Month,
    Day,
}

/// The part of a day that a header names.
pub fn day_part(header: &str) -> Option<DayPart> {
    let Days { year, month, day } = &KNOWN.days;
    let header = bare(header);
    let parts = [(year, DayPart::Year), (month, DayPart::Month), (day, DayPart::Day)];
    parts.into_iter().find(|(names, _)| names.contains(&header)).map(|(_, part)| part)
}

/// Whether money came in or went out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Income,
    Expense,
}

/// The side whose words hold one that fits, if not both do.
fn side(income: &[String], expense: &[String], fits: impl Fn(&String) -> bool) -> Option<Side> {
    match (income.iter().any(&fits), expense.iter().any(&fits)) {
        (true, false) => Some(Side::Income),
        (false, true) => Some(Side::Expense),
        _ => None,
    }
}

/// What a header is to a column that says of each row which side it is on: `Some(true)` where it can be nothing else.
pub fn tells_sides(header: &str) -> Option<bool> {
    let Directions { column, loose, .. } = &KNOWN.directions;
    let header = bare(&simplified(header));
    if column.contains(&header) { Some(true) } else { loose.contains(&header).then_some(false) }
}

/// The side that a cell of such a column names.
pub fn side_of(word: &str) -> Option<Side> {
    let Directions { income, expense, .. } = &KNOWN.directions;
    let word = bare(&simplified(word));
    side(income, expense, |known| *known == word)
}

/// The side that a title, a sheet's name or a header speaks of.
pub fn said_side(text: &str) -> Option<Side> {
    let Directions { says_income, says_expense, says_neither, .. } = &KNOWN.directions;
    let text = folded(&simplified(text)).to_lowercase().replace(' ', "");
    // 付款方式 and 收款人 are of households and banks on both sides.
    if says_neither.iter().any(|word| text.contains(word.as_str())) {
        return None;
    }
    side(says_income, says_expense, |word| text.contains(word.as_str()))
}

/// The side that a category can be on alone.
pub fn category_side(category: &str) -> Option<Side> {
    let Directions { category_income, category_expense, .. } = &KNOWN.directions;
    let category = bare(&simplified(category));
    side(category_income, category_expense, |known| *known == category)
}

/// What the header over a sheet of two columns says of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    Key,
    Value,
    Note,
}

/// What a cell of such a header says; a word may say two things.
pub fn over(text: &str, as_what: Over) -> bool {
    let Particulars { key, value, note } = &KNOWN.particulars;
    let names = match as_what {
        Over::Key => key,
        Over::Value => value,
        Over::Note => note,
    };
    let plain = super::keys::plain(text);
    names.iter().any(|name| super::keys::plain(name) == plain)
}

/// Other names of a key, or of a table's title, of a kind of file.
pub fn keys(form: &str, path: &str) -> &'static [String] {
    KNOWN.keys.get(form).and_then(|keys| keys.get(path)).map_or(&[], Vec::as_slice)
}

/// A number without the word behind it that says what is counted: `128000㎡`.
pub fn without_unit(text: &str) -> &str {
    let text = text.trim();
    let rests = KNOWN.units.names.iter().filter_map(|unit| text.strip_suffix(unit.as_str()));
    rests.min_by_key(|rest| rest.len()).map_or(text, str::trim_end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::tables;

    #[test]
    fn every_name_belongs_to_a_column_that_there_is() {
        for (kind, columns) in &KNOWN.kinds {
            let table = tables().find(|t| t.name == kind).unwrap_or_else(|| panic!("{kind}"));
            for (column, spellings) in columns {
                assert!(table.columns.iter().any(|c| c.name == column), "{kind}.{column}");
                for spelling in spellings {
                    assert_eq!(role(spelling), None, "{kind}.{column}: {spelling}");
                }
            }
        }
    }

    #[test]
    fn every_name_belongs_to_a_key_that_there_is() {
        for (form, keys) in &KNOWN.keys {
            for path in keys.keys() {
                let described = crate::forms::key(form, path, crate::model::Locale::En);
                assert!(described.is_some(), "{form}.{path}");
            }
        }
    }

    #[test]
    fn headers_are_known_by_what_they_mean() {
        let accounts = tables().find(|t| t.name == "accounts").unwrap();
        let name = |header: &str| column(accounts, header).map(|c| accounts.columns[c].name);
        assert_eq!(name("缴费时间"), Some("date"));
        assert_eq!(name(" 实收金额（元）"), Some("income"));
        assert_eq!(name("应缴/应收金额"), None);
        assert_eq!(role("房号"), Some(Role::Room));
        assert_eq!(role("业主"), Some(Role::Personal));
        assert_eq!((counts("有效"), counts("已作废"), counts("退费")), (Some(true), Some(false), None));
    }
}
