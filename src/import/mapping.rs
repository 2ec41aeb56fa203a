//! Which column of a firm's file is which of ours, as a small TOML file that people can read, mend and keep.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What a mapping file says. Everything but `as` may be missing: what it does not say is found by known names.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The kind of table, as `--as` names it.
    #[serde(rename = "as")]
    pub kind: String,
    /// The sheet, where others in the workbook would do as well.
    #[serde(default)]
    pub sheet: Option<String>,
    /// Our column to the header of theirs, or to several that are added up.
    #[serde(default)]
    pub columns: BTreeMap<String, Headers>,
    /// Our key to what theirs is called, in a sheet of two columns.
    #[serde(default)]
    pub keys: BTreeMap<String, Headers>,
    /// Our column to what it holds in every row.
    #[serde(default)]
    pub constants: BTreeMap<String, String>,
    /// Whether a column of amounts without signs is all `income` or all `expense`, or `signed`.
    #[serde(default)]
    pub direction: Option<String>,
    /// What the column of states says of rows that count, and of rows that do not.
    #[serde(default)]
    pub states: States,
    /// Columns that are not written: they name somebody, or are not wanted.
    #[serde(default)]
    pub left_out: Vec<String>,
    /// Their names that are not understood: to be moved to where they belong.
    #[serde(default)]
    pub open: Vec<String>,
}

/// One header, or several whose amounts are added up.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(untagged)]
pub enum Headers {
    One(String),
    Several(Vec<String>),
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct States {
    #[serde(default)]
    pub counted: Vec<String>,
    #[serde(default)]
    pub left_out: Vec<String>,
}

impl Headers {
    pub fn names(&self) -> &[String] {
        match self {
            Headers::One(name) => std::slice::from_ref(name),
            Headers::Several(names) => names,
        }
    }
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// What its reader says.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|why| why.to_string())
    }

    /// Whether it says no more than the kind.
    pub fn says_nothing(&self) -> bool {
        *self == Mapping { kind: self.kind.clone(), ..Mapping::default() }
    }

    /// Every header of theirs that it names.
    pub fn headers(&self) -> Vec<String> {
        self.columns.values().flat_map(|headers| headers.names().iter().cloned()).collect()
    }

    /// The file that says this again, under a comment.
    pub fn print(&self, comment: &str) -> String {
        let mut out = String::new();
        for line in comment.lines() {
            out += &format!("# {line}\n");
        }
        out += &format!("as = {}\n", quoted(&self.kind));
        if let Some(sheet) = &self.sheet {
            out += &format!("sheet = {}\n", quoted(sheet));
        }
        if let Some(direction) = &self.direction {
            out += &format!("direction = {}\n", quoted(direction));
        }
        if !self.left_out.is_empty() {
            out += &format!("left_out = {}\n", list(&self.left_out));
        }
        if !self.open.is_empty() {
            out += &format!("open = {}\n", list(&self.open));
        }
        for (title, entries) in [("columns", &self.columns), ("keys", &self.keys)] {
            if entries.is_empty() {
                continue;
            }
            out += &format!("\n[{title}]\n");
            for (ours, headers) in entries {
                let value = match headers {
                    Headers::One(name) => quoted(name),
                    Headers::Several(names) => list(names),
                };
                out += &format!("{} = {value}\n", key(ours));
            }
        }
        if !self.constants.is_empty() {
            out += "\n[constants]\n";
            for (ours, value) in &self.constants {
                out += &format!("{} = {}\n", key(ours), quoted(value));
            }
        }
        if self.states != States::default() {
            let States { counted, left_out } = &self.states;
            out += &format!("\n[states]\ncounted = {}\nleft_out = {}\n", list(counted), list(left_out));
        }
        out
    }
}

/// A TOML string.
pub fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A key, in quotes where it names one of a table's keys: `"fee.rate"`.
fn key(name: &str) -> String {
    if name.contains('.') { quoted(name) } else { name.to_owned() }
}

fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|n| quoted(n)).collect();
    format!("[{}]", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What is saved is read again as it was.
        #[test]
        fn reading_undoes_printing(
            kind in "[a-z-]{1,12}",
            sheet in proptest::option::of("\\PC{0,8}"),
            columns in proptest::collection::btree_map("[a-z_]{1,8}", proptest::collection::vec("\\PC{0,8}", 1..3), 0..4),
            keys in proptest::collection::btree_map("[a-z_]{1,8}(\\.[a-z]{1,4})?", "\\PC{0,8}", 0..4),
            constants in proptest::collection::btree_map("[a-z_]{1,8}", "\\PC{0,8}", 0..3),
            counted in proptest::collection::vec("\\PC{0,5}", 0..3),
            left_out in proptest::collection::vec("\\PC{0,5}", 0..3),
        ) {
            let headers = |names: Vec<String>| if names.len() == 1 { Headers::One(names[0].clone()) } else { Headers::Several(names) };
            let columns = columns.into_iter().map(|(column, names)| (column, headers(names))).collect();
            let states = States { counted, left_out: Vec::new() };
            let keys = keys.into_iter().map(|(key, name)| (key, Headers::One(name))).collect();
            let mapping = Mapping { kind, sheet, columns, keys, direction: None, constants, states, left_out, open: Vec::new() };
            prop_assert_eq!(Mapping::parse(&mapping.print("a\nb")), Ok(mapping));
        }
    }
}
