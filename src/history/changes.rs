//! What differs between two states of a folder, file by file and figure by figure.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use super::rows::row_diff;
use crate::model::{Community, Figure, FigureChange, FileChange, FileState, Published, SourceFile};

/// Figures that differ: those of the old state in its order, then those that are new.
pub fn figure_changes(old: &[Figure], new: &[Figure]) -> Vec<FigureChange> {
    let by_name = |figures: &[Figure]| -> HashMap<(String, &'static str), usize> {
        figures.iter().enumerate().map(|(i, f)| ((f.subject.clone(), f.name), i)).collect()
    };
    let (olds, news) = (by_name(old), by_name(new));
    let mut changes = Vec::new();
    for figure in old {
        let now = news.get(&(figure.subject.clone(), figure.name)).map(|i| &new[*i].value);
        if now != Some(&figure.value) {
            changes.push(FigureChange {
                subject: figure.subject.clone(),
                name: figure.name,
                old: Some(figure.value.clone()),
                new: now.cloned(),
            });
        }
    }
    let added = new.iter().filter(|f| !olds.contains_key(&(f.subject.clone(), f.name)));
    changes.extend(added.map(|f| FigureChange {
        subject: f.subject.clone(),
        name: f.name,
        old: None,
        new: Some(f.value.clone()),
    }));
    changes
}

/// A state of a folder: its files, and what each puts on public view.
pub struct State<'a> {
    pub community: &'a Community,
    pub published: &'a [Published],
}

/// Every file that differs, and, of those that `told` names, also the ones that do not. In order of path.
pub fn file_changes(old: &State<'_>, new: &State<'_>, told: impl Fn(&str) -> bool) -> Vec<FileChange> {
    let published = |state: &State<'_>| -> BTreeMap<String, Published> {
        state.published.iter().map(|p| (p.path.clone(), p.clone())).collect()
    };
    let (olds, news) = (published(old), published(new));
    // What is published as it is, and a theme, are no records: git's states are read without them.
    let record = |path: &&str| !path.starts_with("attachments/") && !path.starts_with("theme/");
    let paths: BTreeSet<&str> = [old, new]
        .iter()
        .flat_map(|s| s.community.files.iter().map(|(_, file)| file.path.as_ref()))
        .filter(|path| record(path) || told(path))
        .collect();
    let nothing = Published::default();
    let mut changes = Vec::new();
    for path in paths {
        let file = |state: &State<'_>| state.community.files.find(path).map(|id| state.community.files.get(id).clone());
        let attachment = |state: &State<'_>| state.community.attachments.iter().find(|a| a.path == path).map(|a| a.disk.clone());
        let state = match (attachment(old), attachment(new)) {
            (Some(old), Some(new)) => same_bytes(&old, &new),
            (old_disk, Some(_)) if old_disk.is_none() && file(old).is_none() => FileState::New,
            // What could not be read, or has no place to go, changes nothing.
            _ if file(new).is_some_and(|f| !f.readable && record(&path)) && told(path) => continue,
            _ => state_of(file(old).as_ref(), file(new).as_ref()),
        };
        let (before, after) = (olds.get(path).unwrap_or(&nothing), news.get(path).unwrap_or(&nothing));
        let figures = figure_changes(&before.figures, &after.figures);
        let state = match state {
            FileState::Same if figures.is_empty() && !told(path) => continue,
            FileState::Same if !figures.is_empty() && !told(path) => FileState::Follows,
            state => state,
        };
        let rows = match (&before.rows, &after.rows) {
            (None, None) => None,
            (old, new) => Some(row_diff(old.as_deref().unwrap_or_default(), new.as_deref().unwrap_or_default()).counts()),
        };
        let label = if after.label.is_empty() { before.label.clone() } else { after.label.clone() };
        changes.push(FileChange { path: path.to_owned(), label, state, figures, rows });
    }
    changes
}

/// Attachments are not read with the rest.
fn same_bytes(old: &Path, new: &Path) -> FileState {
    match (std::fs::read(old), std::fs::read(new)) {
        (Ok(old), Ok(new)) if old == new => FileState::Same,
        _ => FileState::Changed,
    }
}

fn state_of(old: Option<&SourceFile>, new: Option<&SourceFile>) -> FileState {
    match (old, new) {
        (None, _) => FileState::New,
        (_, None) => FileState::Removed,
        (Some(old), Some(new)) if old.bytes() == new.bytes() => FileState::Same,
        (Some(old), Some(new)) if old.text.lines().eq(new.text.lines()) => FileState::Rewritten,
        _ => FileState::Changed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Amount, Money};
    use proptest::prelude::*;

    fn figures() -> impl Strategy<Value = Vec<Figure>> {
        let some = prop::collection::btree_map(("[ab]", prop::sample::select(vec!["income", "expense"])), -9i128..9, 0..4);
        some.prop_map(|map| {
            let figure = |((subject, name), fen): ((String, &'static str), i128)| Figure {
                subject,
                name,
                value: Amount::Money(Money(fen)),
            };
            map.into_iter().map(figure).collect()
        })
    }

    fn sum<'a>(amounts: impl Iterator<Item = &'a Amount>) -> i128 {
        amounts.map(|a| if let Amount::Money(m) = a { m.fen() } else { 0 }).sum()
    }

    proptest! {
        /// What changed is the difference of the sums, and each change is one.
        #[test]
        fn changes_add_up(old in figures(), new in figures()) {
            let changes = figure_changes(&old, &new);
            let by = sum(changes.iter().filter_map(|c| c.new.as_ref())) - sum(changes.iter().filter_map(|c| c.old.as_ref()));
            prop_assert_eq!(by, sum(new.iter().map(|f| &f.value)) - sum(old.iter().map(|f| &f.value)));
            prop_assert!(changes.iter().all(|c| c.old != c.new));
            prop_assert!(figure_changes(&new, &new).is_empty());
        }
    }
}
