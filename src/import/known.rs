//! The names that firms' systems use, read from `headers.toml`.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::source::{self, TableKind, folded};

#[derive(Deserialize)]
struct Known {
    personal: BTreeMap<String, Vec<String>>,
    states: States,
    derived: Derived,
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
