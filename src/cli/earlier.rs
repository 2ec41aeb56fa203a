//! What a folder is compared with: another folder, a git revision, or what its repository holds already.

use std::path::Path;

use super::words::words;
use crate::check::privacy;
use crate::history::{self, Git, GitError};
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

/// The state that `--against` names: a folder, counted from here, or a revision of the repository around `dir`. What could
/// be both is neither.
///
/// # Errors
/// Why there is none.
pub fn named(dir: &Path, against: &str) -> Result<Community, NotThere> {
    let folder = Path::new(against);
    // No revision is spelt like that.
    let a_path = against.starts_with(['.', '/']) || folder.is_absolute();
    let git = Git::around(dir);
    if folder.is_dir() {
        if !a_path && git.as_ref().is_some_and(|git| git.commit(against).is_ok()) {
            return Err(NotThere::new("against.both", against, ""));
        }
        let loaded = source::load(folder).map_err(|error| NotThere::new("against.unreadable", against, error))?;
        return if loaded.recognised { Ok(loaded.community) } else { Err(NotThere::new("against.nothing", against, "")) };
    }
    let Some(git) = git else { return Err(NotThere::new("against.no_repository", against, "")) };
    let told = |error: GitError| NotThere::git(&error, against, dir);
    let commit = git.commit(against).map_err(told)?;
    history::state_at(&git, &commit, true).map_err(told)
}

/// What the repository around a folder holds of it already: what restatements are judged by where nothing else is named.
/// Nothing, where there is no repository, no commit, or no git.
///
/// # Errors
/// Where there is a repository that will not be read.
pub fn committed(dir: &Path) -> Result<Option<Community>, NotThere> {
    let Some(git) = Git::around(dir) else { return Ok(None) };
    match history::state_at(&git, "HEAD", false) {
        Ok(state) => Ok(Some(state)),
        Err(GitError::NoGit(_) | GitError::NoRepository | GitError::NoRevision) => Ok(None),
        Err(error) => Err(NotThere::git(&error, "HEAD", dir)),
    }
}

/// Puts into a community what of its figures was public and is other now.
pub fn restate(now: &mut Community, dir: &Path, baseline: Option<&Community>, history: bool) {
    let baseline = baseline.filter(|then| !history::is_same(now, then));
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
