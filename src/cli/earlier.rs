//! What a folder is compared with: another folder, a git revision, or what its repository holds already.

use std::path::Path;

use super::words::words;
use crate::check::privacy;
use crate::history::{self, Git, GitError, PastFile};
use crate::model::{Community, Locale};
use crate::source;

/// Why there is nothing to compare with: a key of words.toml, and what fills it.
pub struct NotThere {
    key: &'static str,
    against: String,
    why: String,
}

impl NotThere {
    fn new(key: &'static str, against: &str, why: impl ToString) -> Self {
        NotThere { key, against: against.to_owned(), why: why.to_string() }
    }

    fn git(error: &GitError, against: &str, dir: &Path) -> Self {
        let key = match error {
            GitError::NoGit(_) => "against.no_git",
            GitError::NoRepository => "against.no_repository",
            GitError::NoRevision => "against.no_revision",
            GitError::NotOurs => "against.not_ours",
            GitError::Other(_) => "against.git",
        };
        let dir = dir.canonicalize().map_or_else(|_| dir.display().to_string(), |dir| dir.display().to_string());
        NotThere::new(key, against, if matches!(error, GitError::NotOurs) { dir } else { error.to_string() })
    }

    pub fn worded(&self, locale: Locale) -> String {
        words().fill(self.key, locale, &[("against", &self.against), ("why", &self.why)])
    }
}

/// An earlier state of a folder.
pub enum Earlier {
    /// The one that was named.
    Named(Box<Community>),
    /// What the repository holds of it, as files: nearly always they are what the folder holds now, and are not read again.
    Committed(Vec<PastFile>),
}

impl Earlier {
    /// The state as records; nothing where it was only looked for and is the same to the byte.
    pub fn other_than(self, now: &Community) -> Option<Community> {
        match self {
            Earlier::Named(state) => Some(*state),
            Earlier::Committed(files) => {
                let same = history::has_same(now, files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
                (!same).then(|| source::load_files(files).community)
            }
        }
    }
}

/// The state that `--against` names: a folder, counted from here, or a revision of the repository around `dir`. What could
/// be both is neither.
///
/// # Errors
/// Why there is none.
pub fn named(dir: &Path, against: &str) -> Result<Earlier, NotThere> {
    let folder = Path::new(against);
    // No revision is spelt like that.
    let a_path = against.starts_with(['.', '/']) || folder.is_absolute();
    let git = Git::around(dir);
    if folder.is_dir() {
        if !a_path && git.as_ref().is_some_and(|git| git.commit(against).is_ok()) {
            return Err(NotThere::new("against.both", against, ""));
        }
        let loaded = source::load(folder).map_err(|error| NotThere::new("against.unreadable", against, error))?;
        return if loaded.recognised {
            Ok(Earlier::Named(Box::new(loaded.community)))
        } else {
            Err(NotThere::new("against.nothing", against, ""))
        };
    }
    let Some(git) = git else { return Err(NotThere::new("against.no_repository", against, "")) };
    let told = |error: GitError| NotThere::git(&error, against, dir);
    let commit = git.commit(against).map_err(told)?;
    let files = history::files_at(&git, &commit, true).map_err(told)?;
    Ok(Earlier::Named(Box::new(source::load_files(files).community)))
}

/// What the repository around a folder holds of it already: what restatements are judged by where nothing else is named.
/// Nothing, where there is no repository, no commit, or no git.
///
/// # Errors
/// Where there is a repository that will not be read.
pub fn committed(dir: &Path) -> Result<Option<Earlier>, NotThere> {
    let Some(git) = Git::around(dir) else { return Ok(None) };
    match history::files_at(&git, "HEAD", false) {
        Ok(files) => Ok(Some(Earlier::Committed(files))),
        Err(GitError::NoGit(_) | GitError::NoRepository | GitError::NoRevision) => Ok(None),
        Err(error) => Err(NotThere::git(&error, "HEAD", dir)),
    }
}

/// Puts into a community what of its figures was public and is other now.
pub fn restate(now: &mut Community, dir: &Path, baseline: Option<&Community>, history: bool) {
    let same = |then: &&Community| history::has_same(now, then.files.iter().map(|(_, file)| (&*file.path, file.bytes())));
    let baseline = baseline.filter(|then| !same(then));
    let git = if history { Git::around(dir) } else { None };
    // What git cannot say is not at hand; the page says so.
    let (versions, reach) = git.and_then(|git| history::versions(&git, now).ok()).unwrap_or_default();
    let mut found = history::restatements(now, baseline, &versions, reach);
    found.steps.iter_mut().for_each(|step| step.reason = step.reason.as_deref().map(privacy::guarded));
    // Old rows come back by their categories alone, and a name or a number taken out of those stays out.
    let figures = found.steps.iter_mut().chain(&mut found.unowned).flat_map(|step| &mut step.figures);
    figures.for_each(|figure| figure.subject = privacy::guarded(&figure.subject));
    now.restatements = found;
}
