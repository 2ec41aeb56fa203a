//! Earlier states of a folder out of its git repository.

use std::collections::BTreeSet;

use super::git::{Git, GitError};
use super::restatements::{Version, tables};
use crate::model::{Community, Reach};
use crate::source;

/// So many versions of a period are looked at, the latest; no period was restated as often.
const MOST_VERSIONS: usize = 200;

/// What restatements are told from.
const RESTATED: &[&str] = &["accounts", "collection", "complaints", "fund/balances.csv", "gongshi.toml", "scores", "surveys"];

/// A file's path in the folder and its bytes, as git keeps them.
pub type PastFile = (String, Vec<u8>);

/// The files of a folder as a revision has them: all, or those that restatements are told from.
///
/// # Errors
/// When git cannot say.
pub fn files_at(git: &Git, revision: &str, whole: bool) -> Result<Vec<PastFile>, GitError> {
    let below = if whole { &[] } else { RESTATED };
    let blobs = git.files(revision, below)?;
    let contents = git.contents(&blobs)?;
    Ok(blobs.into_iter().zip(contents).filter_map(|(blob, bytes)| Some((blob.path, bytes?))).collect())
}

/// Whether a folder holds each of these files, the same to the byte.
pub fn has_same<'a>(now: &Community, mut files: impl Iterator<Item = (&'a str, &'a [u8])>) -> bool {
    files.all(|(path, bytes)| now.files.find(path).is_some_and(|id| now.files.get(id).bytes() == bytes))
}

/// Every version of the periods that give a reason for a restatement, the oldest first, and how far back that goes.
///
/// # Errors
/// When git cannot say.
pub fn versions(git: &Git, now: &Community) -> Result<(Vec<Version>, Reach), GitError> {
    let owned = tables(now).into_iter().filter(|table| table.reason.is_some());
    let periods: Vec<(String, Vec<String>)> = owned
        .map(|table| {
            let own = [Some(table.file), table.front].into_iter().flatten().map(|file| now.files.path(file).to_owned());
            let paths = own.chain(table.rests_on().iter().map(|path| (*path).to_owned())).collect();
            (table.record, paths)
        })
        .collect();
    if periods.is_empty() {
        return Ok((Vec::new(), Reach::Nothing));
    }
    let paths: BTreeSet<&str> = periods.iter().flat_map(|(_, paths)| paths.iter().map(String::as_str)).collect();
    let (mut commits, shallow) = git.commits(&paths.iter().copied().collect::<Vec<_>>())?;
    commits.drain(..commits.len().saturating_sub(MOST_VERSIONS));
    let asked: Vec<(&str, &str)> =
        commits.iter().flat_map(|commit| paths.iter().map(move |path| (commit.id.as_str(), *path))).collect();
    let contents = git.contents_at(&asked)?;
    let zone = jiff::tz::TimeZone::get(&now.settings.timezone).unwrap_or(jiff::tz::TimeZone::UTC);
    let mut versions: Vec<Version> = Vec::new();
    for (record, own) in &periods {
        let mut last: Vec<(String, Vec<u8>)> = Vec::new();
        for (commit, state) in commits.iter().zip(contents.chunks(paths.len())) {
            let files: Vec<(String, Vec<u8>)> = paths
                .iter()
                .zip(state)
                .filter(|(path, _)| own.iter().any(|own| own == **path))
                .filter_map(|(path, bytes)| Some(((*path).to_owned(), bytes.clone()?)))
                .collect();
            let there = files.iter().any(|(path, _)| *path == own[0]);
            let Ok(time) = jiff::Timestamp::from_second(commit.time) else { continue };
            if there && files != last {
                let on = time.to_zoned_datetime(zone.clone()).date();
                versions.push(Version { record: record.clone(), on, community: source::load_files(files.clone()).community });
                last = files;
            }
        }
    }
    Ok((versions, if shallow { Reach::Shallow } else { Reach::Whole }))
}
