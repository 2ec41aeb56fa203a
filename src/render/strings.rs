//! The words of the theme in one language.

use std::collections::HashMap;

use tera::Value;

use crate::model::Locale;

/// Every text of a strings file: `t.section.key` for templates, `fill.section.key` for sentences with values.
pub struct Strings {
    pub locale: Locale,
    flat: HashMap<String, String>,
    tree: Value,
}

impl Strings {
    /// Reads strings files, named by their paths; the texts of later ones go first.
    ///
    /// # Errors
    /// The file that is no TOML, and what is wrong with it.
    pub fn parse<'t>(locale: Locale, files: impl Iterator<Item = (&'t str, &'t str)>) -> Result<Self, (String, String)> {
        let mut table = toml::Table::new();
        for (path, text) in files {
            let one = text.parse().map_err(|why: toml::de::Error| (path.to_owned(), why.to_string()))?;
            merge(&mut table, one);
        }
        let mut flat = HashMap::new();
        flatten("", &table, &mut flat);
        let mut shown = table;
        shown.remove("fill");
        Ok(Strings { locale, flat, tree: Value::from_serializable(&shown) })
    }

    /// The texts for templates.
    pub fn tree(&self) -> Value {
        self.tree.clone()
    }

    /// Every key.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.flat.keys().map(String::as_str)
    }

    /// The text under a key; the key itself where there is none, which the theme's tests do not let pass.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.flat.get(key).map_or(key, String::as_str)
    }

    /// The text under a key, if there is one.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.flat.get(key).map(String::as_str)
    }

    /// The sentence under `fill.<key>` with its placeholders filled.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        filled(self.get(&format!("fill.{key}")), values)
    }

    /// A sentence that counts: its `one` or `other` form, with `{count}` filled too.
    pub fn count(&self, key: &str, count: usize, values: &[(&str, &str)]) -> String {
        let full = format!("fill.{key}");
        let form = if count == 1 { "one" } else { "other" };
        let text =
            self.flat.get(&format!("{full}.{form}")).or_else(|| self.flat.get(&full)).map_or(full.as_str(), String::as_str);
        let count = crate::model::grouped(count as u128);
        let counted = filled(text, &[("count", &count)]);
        filled(&counted, values)
    }

    /// A sentence that counts days: `{days}` filled.
    pub fn days(&self, key: &str, days: i32) -> String {
        self.count(key, days.unsigned_abs() as usize, &[("days", &days.to_string())])
    }

    /// Joins names as the language does.
    pub fn list<S: AsRef<str>>(&self, items: &[S]) -> String {
        items.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(self.get("fill.list_separator"))
    }
}

/// Fills `{name}` in one pass, so that a value that holds braces stays as it is.
fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let close = rest.find('}');
        let value = close.and_then(|c| values.iter().find(|(name, _)| *name == &rest[1..c]));
        match (close, value) {
            (Some(close), Some((_, value))) => {
                out.push_str(value);
                rest = &rest[close + 1..];
            }
            _ => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn merge(table: &mut toml::Table, own: toml::Table) {
    for (key, value) in own {
        match (table.get_mut(&key), value) {
            (Some(toml::Value::Table(inner)), toml::Value::Table(own)) => merge(inner, own),
            (_, value) => {
                table.insert(key, value);
            }
        }
    }
}

fn flatten(prefix: &str, table: &toml::Table, flat: &mut HashMap<String, String>) {
    for (key, value) in table {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            toml::Value::Table(inner) => flatten(&name, inner, flat),
            toml::Value::String(text) => {
                flat.insert(name, text.clone());
            }
            _ => {}
        }
    }
}
