//! Numbers that stand for a few people: neighbours would know whom they mean, so none is shown by itself.
//!
//! A number of fewer than [`FEWEST`] is merged with its neighbour or left out, and the file whose own rows hold it is not
//! given out with the site. What the law has every owner told (votes, what each building bears of a repair) is no such
//! number.

use super::fund::is_of_few;
use crate::model::surveys::Question;
use crate::model::{Community, FileId};

/// Fewer people, or households, than this are a few (PIPL 4, 28: what can be told of a person is about that person).
pub const FEWEST: u32 = 5;

/// Whether a number is that of a few people: one to four. Of nobody, nothing can be told.
pub fn is_few(people: impl Into<u64>) -> bool {
    (1..u64::from(FEWEST)).contains(&people.into())
}

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

/// Files whose rows are finer than what is published of them, in order: complaints and collection always, since nearly
/// every one is; others where a row is of a few people.
pub fn files(community: &Community) -> Vec<FileId> {
    let mut files: Vec<FileId> = Vec::new();
    files.extend(community.complaints.iter().map(|sheet| sheet.file));
    files.extend(community.collection.iter().flat_map(|sheet| sheet.front.file.into_iter().chain([sheet.file])));
    files.extend(community.volunteers.iter().filter(|s| s.shifts.iter().any(|s| is_few(s.people))).map(|s| s.file));
    files.extend(community.surveys.iter().filter(|s| s.questions.iter().any(is_answered_by_few)).map(|s| s.file));
    files.extend(community.community.iter().filter(|h| h.people.is_some_and(is_few)).map(|h| h.document.file));
    let mut buildings = community.fund.holdings.iter().map(|row| row.building.value.as_str());
    files.extend(community.fund.holdings_file.filter(|_| buildings.any(|b| is_of_few(&community.settings, b))));
    files.sort_unstable();
    files
}

/// Whether so few answered a question that neighbours would know who said what.
pub fn is_answered_by_few(question: &Question) -> bool {
    is_few(question.answered())
}
