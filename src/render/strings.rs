//! The words of the theme in one language.

use std::collections::HashMap;

use tera::Value;

use crate::model::Locale;

/// Every text of a strings file: `t.section.key` for templates, `fill.section.key` for sentences with values.
pub struct Strings {
    pub locale: Locale,
    /// The code of three letters that amounts are in; `none` where the place does not say.
    pub currency: String,
    flat: HashMap<String, String>,
    tree: Value,
}

impl Strings {
    /// Reads strings files, named by their paths; the texts of later ones go first. Amounts are in `currency`, a key of
    /// the strings' own `[currency]` or any other code, or else in what those strings have as default.
    ///
    /// # Errors
    /// The file that is no TOML, and what is wrong with it.
    pub fn parse<'t>(
        locale: Locale,
        currency: Option<&str>,
        files: impl Iterator<Item = (&'t str, &'t str)>,
    ) -> Result<Self, (String, String)> {
        let mut table = toml::Table::new();
        for (path, text) in files {
            let one = text.parse().map_err(|why: toml::de::Error| (path.to_owned(), why.to_string()))?;
            merge(&mut table, one);
        }
        let words = Currency::of(&table, currency);
        words.put_into(&mut table);
        let mut flat = HashMap::new();
        flatten("", &table, &mut flat);
        let mut shown = table;
        shown.remove("fill");
        Ok(Strings { locale, currency: words.code, flat, tree: Value::from_serializable(&shown) })
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

/// How amounts name their unit: `¤` beside a placeholder is the sign, anywhere else the word.
struct Currency {
    code: String,
    word: String,
    before: String,
    after: String,
}

impl Currency {
    fn of(strings: &toml::Table, wanted: Option<&str>) -> Self {
        let known = strings.get("currency").and_then(toml::Value::as_table);
        let default = || known.and_then(|k| k.get("default")).and_then(toml::Value::as_str).unwrap_or_default();
        let code = wanted.unwrap_or_else(default).to_owned();
        match known.and_then(|k| k.get(&code)).and_then(toml::Value::as_table) {
            Some(words) => {
                let text = |key: &str| words.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned();
                Currency { code, word: text("word"), before: text("before"), after: text("after") }
            }
            // A currency without words of its own goes by its code.
            None => Currency { word: code.clone(), before: format!("{code}\u{A0}"), after: String::new(), code },
        }
    }

    fn put_into(&self, table: &mut toml::Table) {
        for (_, value) in table.iter_mut() {
            match value {
                toml::Value::Table(inner) => self.put_into(inner),
                toml::Value::String(text) if text.contains('¤') => {
                    let signs = text.replace("¤{", &format!("{}{{", self.before)).replace("}¤", &format!("}}{}", self.after));
                    *text = signs.replace('¤', &self.word);
                }
                _ => {}
            }
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: &str = "in = \"In ¤\"\n[fill]\nsum = \"¤{a} of {b}¤\"\n[currency]\ndefault = \"X\"\n\
                         [currency.X]\nword = \"xes\"\nbefore = \"x\"\nafter = \"\"\n[currency.none]\nword = \"units\"\n";

    #[test]
    fn amounts_are_in_the_currency_of_the_place() {
        let said = |currency| {
            let strings = Strings::parse(Locale::En, currency, std::iter::once(("en.toml", TEXTS))).unwrap();
            format!("{}; {}", strings.get("in"), strings.fill("sum", &[("a", "1"), ("b", "2")]))
        };
        assert_eq!(said(None), "In xes; x1 of 2");
        assert_eq!(said(Some("none")), "In units; 1 of 2");
        assert_eq!(said(Some("GBP")), "In GBP; GBP\u{A0}1 of 2");
    }
}
