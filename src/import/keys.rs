//! The keys of a kind of file as sheets name them: by their titles in every language, by their names in TOML, by what
//! firms call them.

use super::known;
use crate::forms;
use crate::model::Locale;
use crate::source::{AnyForm, Shape, Wanted, simplified};

/// A key that has a value of its own.
pub struct Key {
    /// The keys that lead to it, with dots between: `clause.penalty.per`.
    pub path: String,
    pub wanted: Wanted,
    /// The table of the file that it stands in; empty for the file's own keys.
    pub table: &'static str,
    /// What it is called within its table.
    names: Vec<String>,
    /// What it is called anywhere: with its table's name before it, or by a name that says which it is.
    full_names: Vec<String>,
}

/// A table of the file: one of each (`[people]`), or as many as there are (`[[member]]`).
pub struct Table {
    pub path: &'static str,
    pub many: bool,
    names: Vec<String>,
}

/// Every key and table of a kind of file.
pub struct Keys {
    pub keys: Vec<Key>,
    pub tables: Vec<Table>,
}

/// A name without case, spaces, number, brackets and marks: `（一）合同名称：` and `1. 合同名称` are `合同名称`.
pub fn plain(name: &str) -> String {
    let bare = known::bare(&without_number(&simplified(name)));
    bare.chars().filter(|c| !matches!(c, '/' | '·' | '-' | '_' | '.' | '、' | '?' | '|')).collect()
}

/// A name without the number that counts it in a list.
fn without_number(text: &str) -> String {
    let folded = crate::source::folded(text);
    let bracketed = folded.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let marked = folded.split_once(['.', '、', ')']);
    let is_number =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    match bracketed.or(marked) {
        Some((number, rest)) if is_number(number.trim()) && !rest.trim().is_empty() => rest.trim().to_owned(),
        _ => folded,
    }
}

impl Keys {
    pub fn of(form: &dyn AnyForm) -> Self {
        let mut all = Keys { keys: Vec::new(), tables: Vec::new() };
        all.walk(form.name(), &form.shape(), "", "", &[String::new()]);
        all
    }

    /// Takes up the keys of a table, which stands in `table`; `above` are the names of what it stands in.
    fn walk(&mut self, form: &str, shape: &Shape, path: &str, table: &'static str, above: &[String]) {
        for key in &shape.keys {
            let own = if path.is_empty() { key.name.to_owned() } else { format!("{path}.{}", key.name) };
            let mut names: Vec<String> =
                Locale::ALL.iter().filter_map(|l| forms::key(form, &own, *l)).map(|d| plain(d.title)).collect();
            names.push(plain(key.name));
            let firms: Vec<String> = known::keys(form, &own).iter().map(|name| plain(name)).collect();
            let full: Vec<String> = above.iter().flat_map(|a| names.iter().map(move |n| format!("{a}{n}"))).collect();
            match &key.wanted {
                Wanted::Table(inner) | Wanted::Tables(inner) if !inner.free => {
                    let names: Vec<String> = names.into_iter().chain(firms).collect();
                    let many = matches!(key.wanted, Wanted::Tables(_));
                    let root = table.is_empty();
                    // A table in a table is told by its keys' names alone.
                    let (outer, above) = if root { (key.name, names.clone()) } else { (table, full) };
                    if root {
                        self.tables.push(Table { path: key.name, many, names });
                    }
                    self.walk(form, inner, &own, outer, &above);
                }
                Wanted::Table(_) | Wanted::Tables(_) | Wanted::Again => {}
                wanted => {
                    let inner = path.contains('.');
                    let full_names: Vec<String> = full.into_iter().chain(firms.iter().cloned()).collect();
                    // Within its table `扣款/每差多少` is known without the table's own name.
                    let names = match inner {
                        true => self.inner_names(form, path, &names),
                        false => names,
                    };
                    let names = names.into_iter().chain(firms).collect();
                    self.keys.push(Key { path: own, wanted: wanted.clone(), table, names, full_names });
                }
            }
        }
    }

    /// Names of a key of a table in a table, with the inner one's name.
    fn inner_names(&self, form: &str, path: &str, names: &[String]) -> Vec<String> {
        let titles = Locale::ALL.iter().filter_map(|l| forms::key(form, path, *l)).map(|d| plain(d.title));
        let inner: Vec<String> = titles.chain(path.rsplit('.').next().map(plain)).collect();
        inner.iter().flat_map(|outer| names.iter().map(move |name| format!("{outer}{name}"))).collect()
    }

    /// The key that a name means within a table, or among the file's own keys where `table` is empty; elsewhere by a name
    /// that no other key has.
    pub fn find(&self, table: &str, name: &str) -> Option<usize> {
        let name = plain(name);
        if name.is_empty() {
            return None;
        }
        self.find_in(table, &name)
            .or_else(|| self.find_in("", &name))
            .or_else(|| self.only(|key| key.full_names.contains(&name)))
            .or_else(|| self.only(|key| key.names.contains(&name)))
    }

    /// The key that a name means within a table and nowhere else.
    pub fn find_within(&self, table: &str, name: &str) -> Option<usize> {
        let name = plain(name);
        let own = || self.keys.iter().position(|key| key.table == table && key.full_names.contains(&name));
        self.find_in(table, &name).or_else(own)
    }

    fn find_in(&self, table: &str, plain: &str) -> Option<usize> {
        self.keys.iter().position(|key| key.table == table && key.names.iter().any(|name| name == plain))
    }

    fn only(&self, fits: impl Fn(&Key) -> bool) -> Option<usize> {
        let mut found = self.keys.iter().enumerate().filter(|(_, key)| fits(key)).map(|(place, _)| place);
        found.next().filter(|_| found.next().is_none())
    }

    /// The table whose name stands over its keys.
    pub fn table(&self, name: &str) -> Option<&Table> {
        let name = plain(name);
        self.tables.iter().find(|table| table.names.contains(&name))
    }

    /// Every name by which a key may be meant, for a suggestion.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().flat_map(|key| key.names.iter().chain(&key.full_names)).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::forms as all_forms;

    fn keys(form: &str) -> Keys {
        Keys::of(all_forms().find(|f| f.name() == form).unwrap())
    }

    #[test]
    fn a_key_is_known_by_its_titles_and_by_what_firms_call_it() {
        let contract = keys("contracts");
        let path = |table: &str, name: &str| contract.find(table, name).map(|key| contract.keys[key].path.as_str());
        for (name, own) in [
            ("标题", "title"),
            ("（一）合同名称：", "title"),
            ("1、合同名称", "title"),
            ("合同總價（萬元）", "amount"),
            ("End date", "until"),
            ("考核条款/扣款/每差多少", "clause.penalty.per"),
            ("单价", "fee.rate"),
            ("sources.third_party", "sources.third_party"),
        ] {
            assert_eq!(path("", name), Some(own), "{name}");
        }
        assert_eq!(path("clause", "扣款/每差多少"), Some("clause.penalty.per"));
        assert_eq!(path("clause", "标准"), Some("clause.standard"));
        let vote = keys("resolutions");
        assert!(vote.find("", "反对").is_none());
        assert_eq!(vote.find("area", "反对").map(|k| vote.keys[k].path.as_str()), Some("area.against"));
    }

    #[test]
    fn no_two_keys_of_a_table_share_a_name() {
        for form in all_forms().filter(|form| forms::is_particulars(*form)) {
            let all = Keys::of(form);
            for key in &all.keys {
                for name in &key.names {
                    let found = all.find_in(key.table, name).map(|k| all.keys[k].path.as_str());
                    assert_eq!(found, Some(key.path.as_str()), "{} {name}", form.name());
                }
            }
        }
    }
}
