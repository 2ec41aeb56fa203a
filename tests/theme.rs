//! The theme is whole: both languages have the same texts, and every text that is asked for is there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn flatten(prefix: &str, table: &toml::Table, flat: &mut BTreeMap<String, String>) {
    for (key, value) in table {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            toml::Value::Table(inner) => flatten(&name, inner, flat),
            toml::Value::String(text) => {
                flat.insert(name, text.clone());
            }
            other => panic!("{name} is not a text: {other}"),
        }
    }
}

fn strings(locale: &str) -> BTreeMap<String, String> {
    let folder = root().join("themes/default/strings");
    let mut paths = vec![folder.join(format!("{locale}.toml"))];
    if folder.join(locale).is_dir() {
        files(&folder.join(locale), ".toml", &mut paths);
    }
    let mut flat = BTreeMap::new();
    for path in paths {
        let table: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
        flatten("", &table, &mut flat);
    }
    flat
}

fn placeholders(text: &str) -> BTreeSet<String> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect()
}

#[test]
fn both_languages_have_the_same_texts() {
    let (chinese, english) = (strings("zh-CN"), strings("en"));
    let missing: Vec<_> = chinese.keys().filter(|k| !english.contains_key(*k)).collect();
    let extra: Vec<_> = english.keys().filter(|k| !chinese.contains_key(*k)).collect();
    assert!(missing.is_empty() && extra.is_empty(), "only Chinese: {missing:?}; only English: {extra:?}");
    for (key, text) in &chinese {
        if !key.ends_with(".one") {
            assert_eq!(placeholders(text), placeholders(&english[key]), "{key}");
        }
        assert!(!english[key].chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c)), "Chinese in English: {key}");
    }
}

fn files(dir: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
}

#[test]
fn every_text_a_template_asks_for_is_there() {
    let strings = strings("zh-CN");
    let sections: BTreeSet<&str> = strings.keys().filter_map(|k| k.split('.').next()).collect();
    let mut templates = Vec::new();
    files(&root().join("themes/default/templates"), ".html", &mut templates);
    assert!(templates.len() > 20);
    for template in templates {
        let text = fs::read_to_string(&template).unwrap();
        for rest in text.split(['{', ' ', '(', '=', '"']).filter_map(|part| part.strip_prefix("t.")) {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.').unwrap_or(rest.len());
            let key = rest[..end].trim_end_matches('.');
            let indexed = rest[end..].starts_with('[');
            let there = if indexed { sections.contains(key) } else { strings.contains_key(key) };
            assert!(there, "{}: t.{key}", template.display());
        }
    }
}

/// Keys in the sources stand in calls of `get`, `fill`, `count`, `days`, `find`, or as `"section.key"` in a list.
#[test]
fn every_text_the_program_asks_for_is_there() {
    let strings = strings("zh-CN");
    let sections: BTreeSet<&str> = strings.keys().filter_map(|k| k.split('.').next()).collect();
    let fills: BTreeSet<&str> = strings.keys().filter_map(|k| k.strip_prefix("fill.")?.split('.').next()).collect();
    let mut sources = Vec::new();
    files(&root().join("src/render"), ".rs", &mut sources);
    let mut asked = 0;
    for source in sources {
        let text = fs::read_to_string(&source).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for literal in code.split('"').skip(1).step_by(2) {
            let Some((section, rest)) = literal.split_once('.') else { continue };
            let plain = rest.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.');
            let file = [".html", ".csv", ".json", ".toml", ".md"].iter().any(|e| literal.ends_with(e));
            if file || !plain || rest.is_empty() || !(sections.contains(section) || fills.contains(section)) {
                continue;
            }
            asked += 1;
            let forms =
                [literal.to_owned(), format!("fill.{literal}"), format!("fill.{literal}.other"), format!("{literal}.other")];
            assert!(forms.iter().any(|f| strings.contains_key(f)), "{}: {literal}", source.display());
        }
    }
    assert!(asked > 200, "only {asked} texts were found in the sources");
}
