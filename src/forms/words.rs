//! What kinds, columns and keys are for, in every language: `words/<locale>.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::Locale;

/// Texts of one language.
#[derive(Deserialize)]
struct Words {
    /// Title and description.
    kinds: BTreeMap<String, [String; 2]>,
    /// Description and example, by table and column.
    table: BTreeMap<String, BTreeMap<String, [String; 2]>>,
    /// Title, description and an example where there is one, by form and key.
    form: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// What the names of a choice are called, by form and key.
    choice: BTreeMap<String, BTreeMap<String, String>>,
    /// What else stands in empty files.
    blank: BTreeMap<String, String>,
}

/// What several kinds have in common.
const COMMON: &str = "common";

static CHINESE: LazyLock<Words> = LazyLock::new(|| parse(include_str!("words/zh-CN.toml")));
static ENGLISH: LazyLock<Words> = LazyLock::new(|| parse(include_str!("words/en.toml")));

fn parse(text: &str) -> Words {
    // Embedded text: a slip in it is ours, and any test that reads it shows it.
    toml::from_str(text).unwrap_or_else(|why| panic!("words of forms: {why}"))
}

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::ZhCn => &CHINESE,
        Locale::En => &ENGLISH,
    }
}

/// What something is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Described {
    /// Empty for a column: its header is its title.
    pub title: &'static str,
    pub about: &'static str,
    pub example: Option<&'static str>,
}

/// What a kind of file is for.
pub fn kind(name: &str, locale: Locale) -> Option<Described> {
    let [title, about] = words(locale).kinds.get(name)?;
    Some(Described { title, about, example: None })
}

/// What a column is for: its table's own words, else those that several have in common.
pub fn column(table: &str, name: &str, locale: Locale) -> Option<Described> {
    let tables = &words(locale).table;
    let own = |table: &str| tables.get(table).and_then(|columns| columns.get(name));
    let [about, example] = own(table).or_else(|| own(COMMON))?;
    Some(Described { title: "", about, example: Some(example) })
}

/// What a key is for; `path` is the keys that lead to it with dots between, such as `clause.penalty.per`.
pub fn key(form: &str, path: &str, locale: Locale) -> Option<Described> {
    let forms = &words(locale).form;
    let own = |form: &str| forms.get(form).and_then(|keys| keys.get(path));
    match own(form).or_else(|| own(COMMON))?.as_slice() {
        [title, about] => Some(Described { title, about, example: None }),
        [title, about, example] => Some(Described { title, about, example: Some(example) }),
        _ => None,
    }
}

/// What the names of a choice are called: each name with its word.
pub fn choice(form: &str, path: &str, locale: Locale) -> impl Iterator<Item = (&'static str, &'static str)> {
    let own = words(locale).choice.get(&format!("{form}.{path}"));
    own.into_iter().flatten().map(|(name, word)| (name.as_str(), word.as_str()))
}

/// What else stands in empty files, by key.
pub(super) fn blank(key: &'static str, locale: Locale) -> &'static str {
    words(locale).blank.get(key).map_or(key, String::as_str)
}

/// As [`blank`], with its `{placeholders}` filled.
pub(super) fn fill(key: &'static str, locale: Locale, values: &[(&str, &str)]) -> String {
    let text = blank(key, locale).to_owned();
    values.iter().fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Shape, Wanted, forms, tables};

    /// Every key of a shape by its path.
    fn paths(shape: &Shape, above: &str, found: &mut Vec<String>) {
        for key in &shape.keys {
            let path = format!("{above}{}", key.name);
            if let Wanted::Table(inner) | Wanted::Tables(inner) = &key.wanted {
                paths(inner, &format!("{path}."), found);
            }
            found.push(path);
        }
    }

    #[test]
    fn everything_is_described_in_every_language() {
        for locale in Locale::ALL {
            let mut missing = Vec::new();
            let complete =
                |d: Option<Described>| d.is_some_and(|d| !d.about.is_empty() && d.example.is_none_or(|e| !e.is_empty()));
            for table in tables() {
                let columns = table.columns.iter().filter(|c| !complete(column(table.name, c.name, locale)));
                missing.extend(columns.map(|c| format!("{}.{}", table.name, c.name)));
            }
            for form in forms() {
                let mut keys = Vec::new();
                paths(&form.shape(), "", &mut keys);
                let keys = keys.into_iter().filter(|path| !complete(key(form.name(), path, locale)));
                missing.extend(keys.map(|path| format!("{}.{path}", form.name())));
            }
            let kinds = super::super::kinds().map(|kind| kind.name());
            missing.extend(kinds.filter(|name| kind(name, locale).is_none()).map(str::to_owned));
            assert!(missing.is_empty(), "{}: {missing:?}", locale.tag());
        }
    }

    #[test]
    fn empty_files_speak_every_language() {
        let keys = |locale| words(locale).blank.keys().collect::<Vec<_>>();
        assert_eq!(keys(Locale::ZhCn), keys(Locale::En));
    }

    #[test]
    fn nothing_is_described_that_nobody_asks_for() {
        for locale in Locale::ALL {
            let words = words(locale);
            let mut unused = Vec::new();
            for (name, columns) in &words.table {
                let asked = |column: &str| {
                    tables().any(|table| {
                        let own = words.table.get(table.name).is_some_and(|own| own.contains_key(column));
                        (table.name == name || (name == COMMON && !own)) && table.columns.iter().any(|c| c.name == column)
                    })
                };
                unused.extend(columns.keys().filter(|column| !asked(column)).map(|column| format!("table.{name}.{column}")));
            }
            let shapes: Vec<(&str, Vec<String>)> = forms()
                .map(|form| {
                    let mut keys = Vec::new();
                    paths(&form.shape(), "", &mut keys);
                    (form.name(), keys)
                })
                .collect();
            for (name, keys) in &words.form {
                let asked = |path: &String| {
                    shapes.iter().any(|(form, all)| {
                        let own = words.form.get(*form).is_some_and(|own| own.contains_key(path));
                        (form == name || (name == COMMON && !own)) && all.contains(path)
                    })
                };
                unused.extend(keys.keys().filter(|path| !asked(path)).map(|path| format!("form.{name}.{path}")));
            }
            let kinds: Vec<&str> = super::super::kinds().map(|kind| kind.name()).collect();
            unused.extend(words.kinds.keys().filter(|name| !kinds.contains(&name.as_str())).cloned());
            assert!(unused.is_empty(), "{}: {unused:?}", locale.tag());
        }
    }
}
