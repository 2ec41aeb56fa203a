//! Numbers that stand for a few people: neighbours would know whom they mean, so none is shown by itself.
//!
//! A number of fewer than [`crate::model::FEWEST`] is merged with its neighbour or left out, and the file whose own rows hold it is not
//! given out with the site. What the law has every owner told (votes, what each building bears of a repair) is no such
//! number.

use crate::model::surveys::Question;
use crate::model::{Community, FileId, is_few};

/// Merges each cell that may not be shown with those after it, and what is left at the end with those before, until all
/// may be; if not even all together may, they are one.
pub fn merged<T>(cells: impl Iterator<Item = T>, is_safe: impl Fn(&T) -> bool, join: impl Fn(T, T) -> T) -> Vec<T> {
    let mut shown: Vec<T> = Vec::new();
    let mut open: Option<T> = None;
    for cell in cells {
        let cell = match open.take() {
            Some(before) => join(before, cell),
            None => cell,
        };
        if is_safe(&cell) { shown.push(cell) } else { open = Some(cell) }
    }
    let Some(mut rest) = open else { return shown };
    while let Some(last) = shown.pop() {
        rest = join(last, rest);
        if is_safe(&rest) {
            break;
        }
    }
    shown.push(rest);
    shown
}

/// Files whose rows are finer than what is published of them, in order: complaints and collection always, by where they lie
/// and whatever they hold; others where a row is of a few people.
pub fn files(community: &Community) -> Vec<FileId> {
    let finer = |path: &str| ["complaints/", "collection/"].iter().any(|folder| path.starts_with(folder));
    let mut files: Vec<FileId> = community.files.iter().filter(|(_, f)| finer(&f.path)).map(|(id, _)| id).collect();
    files.extend(community.volunteers.iter().filter(|s| s.shifts.iter().any(|s| is_few(s.people))).map(|s| s.file));
    files.extend(community.surveys.iter().filter(|s| s.questions.iter().any(Question::is_answered_by_few)).map(|s| s.file));
    files.extend(community.community.iter().filter(|h| h.people.is_some_and(is_few)).map(|h| h.document.file));
    let mut owners = community.fund.holdings.iter().filter_map(|row| community.settings.owners_of(&row.building.value));
    files.extend(community.fund.holdings_file.filter(|_| owners.any(is_few)));
    files.sort_unstable();
    files
}
