//! Reading a git repository by the `git` command: objects alone, so that nothing a repository's settings name is run, and
//! never a question to anybody. No file of the repository is written.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// So many bytes are read of one state of a folder, as much as a large one holds.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// Why git did not answer.
#[derive(Debug)]
pub enum GitError {
    /// There is no `git` on this machine, or it could not be started.
    NoGit(io::Error),
    /// The folder lies in no repository.
    NoRepository,
    /// There is no such revision.
    NoRevision,
    /// The repository belongs to somebody else, and git will not read it.
    NotOurs,
    /// What git said.
    Other(String),
}

impl std::fmt::Display for GitError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            GitError::NoGit(error) => error.fmt(f),
            GitError::Other(said) => f.write_str(said),
            // These have words of their own.
            GitError::NoRepository | GitError::NoRevision | GitError::NotOurs => Ok(()),
        }
    }
}

/// A folder inside a repository.
pub struct Git {
    folder: PathBuf,
    /// Whether it lies in a working tree; else a hook's environment says which repository is meant.
    inside: bool,
}

/// A file of a revision.
pub struct Blob {
    /// Path inside the folder, with `/`.
    pub path: String,
    id: String,
}

/// A commit that changed something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    pub id: String,
    /// Seconds since 1970.
    pub time: i64,
}

impl Git {
    /// The repository a folder lies in, or the one that a git hook is run for. Nothing is run to find out.
    pub fn around(folder: &Path) -> Option<Self> {
        let folder = folder.canonicalize().ok()?;
        let inside = folder.ancestors().any(|above| above.join(".git").exists());
        (inside || std::env::var_os("GIT_DIR").is_some()).then_some(Git { folder, inside })
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.current_dir(&self.folder).arg("--no-pager").args(["-c", "core.fsmonitor=false", "-c", "log.showSignature=false"]);
        command.args(arguments).stdin(Stdio::null()).stderr(Stdio::piped()).stdout(Stdio::piped());
        command.envs([
            ("LC_ALL", "C"),
            ("GIT_OPTIONAL_LOCKS", "0"),
            ("GIT_TERMINAL_PROMPT", "0"),
            ("GIT_NO_LAZY_FETCH", "1"),
            ("GIT_NO_REPLACE_OBJECTS", "1"),
            ("GIT_LITERAL_PATHSPECS", "1"),
        ]);
        // A hook is given paths that count from where it was started. In a working tree the folder's own place says it
        // better: with GIT_DIR, git would take the folder for the top of the tree.
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"] {
            let Some(value) = std::env::var_os(name) else { continue };
            match std::path::absolute(&value) {
                _ if self.inside && name != "GIT_OBJECT_DIRECTORY" => command.env_remove(name),
                Ok(whole) => command.env(name, whole),
                Err(_) => continue,
            };
        }
        command
    }

    fn answer(&self, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        let output = self.command(arguments).output().map_err(GitError::NoGit)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        Err(refused(&String::from_utf8_lossy(&output.stderr)))
    }

    /// The commit that a revision means: a branch, a tag, `HEAD~2`. One that begins like an option is none.
    pub fn commit(&self, revision: &str) -> Result<String, GitError> {
        if revision.is_empty() || revision.starts_with('-') || revision.contains(['\0', '\n']) {
            return Err(GitError::NoRevision);
        }
        let id = self.answer(&["rev-parse", "--quiet", "--verify", &format!("{revision}^{{commit}}")])?;
        Ok(String::from_utf8_lossy(&id).trim().to_owned())
    }

    /// The regular files of a revision that lie in this folder, below some paths or, without any, all.
    pub fn files(&self, commit: &str, below: &[&str]) -> Result<Vec<Blob>, GitError> {
        let arguments = [&["ls-tree", "-r", "-z", "-l", commit, "--"], below].concat();
        let listed = self.answer(&arguments)?;
        let mut size = 0;
        let blobs = listed.split(|b| *b == 0).filter_map(|line| {
            let line = std::str::from_utf8(line).ok()?;
            let (about, path) = line.split_once('\t')?;
            let [mode, "blob", id, length] = about.split_whitespace().collect::<Vec<_>>()[..] else { return None };
            size += length.parse::<u64>().ok()?;
            // A link would have to be followed out of the revision.
            (mode.starts_with("100") && size <= MOST_BYTES).then(|| Blob { path: path.to_owned(), id: id.to_owned() })
        });
        Ok(blobs.collect())
    }

    /// The bytes of files, in order; none for what is not there.
    pub fn contents(&self, blobs: &[Blob]) -> Result<Vec<Option<Vec<u8>>>, GitError> {
        self.objects(blobs.iter().map(|blob| blob.id.clone()).collect())
    }

    /// The bytes of files of commits, by commit and path in this folder.
    pub fn contents_at(&self, places: &[(&str, &str)]) -> Result<Vec<Option<Vec<u8>>>, GitError> {
        let prefix = self.answer(&["rev-parse", "--show-prefix"])?;
        let prefix = String::from_utf8_lossy(&prefix).trim_end_matches('\n').to_owned();
        self.objects(places.iter().map(|(commit, path)| format!("{commit}:{prefix}{path}")).collect())
    }

    fn objects(&self, names: Vec<String>) -> Result<Vec<Option<Vec<u8>>>, GitError> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let mut child = self.command(&["cat-file", "--batch"]).stdin(Stdio::piped()).spawn().map_err(GitError::NoGit)?;
        let input = child.stdin.take();
        // A name with a line end in it would be two names, and every answer after it somebody else's.
        let asked: String = names.iter().map(|name| format!("{}\n", name.replace('\n', "\u{FFFD}"))).collect();
        // Written beside the reading: a pipe holds little, and both would wait for each other.
        let writer = std::thread::spawn(move || input.map(|mut pipe| pipe.write_all(asked.as_bytes())));
        let mut bytes = Vec::new();
        let read = child.stdout.take().map_or(Ok(0), |mut pipe| pipe.read_to_end(&mut bytes));
        let mut said = String::new();
        let _ = child.stderr.take().map(|mut pipe| pipe.read_to_string(&mut said));
        let _ = writer.join();
        let ended = child.wait().map_err(GitError::NoGit)?;
        read.map_err(GitError::NoGit)?;
        if !ended.success() {
            return Err(refused(&said));
        }
        taken_apart(&bytes, names.len()).ok_or_else(|| GitError::Other("cat-file".to_owned()))
    }

    /// The commits on the way to HEAD that changed one of these paths, the oldest first, and whether the way was cut short.
    pub fn commits(&self, paths: &[&str]) -> Result<(Vec<Commit>, bool), GitError> {
        let shallow = self.answer(&["rev-parse", "--is-shallow-repository"])?;
        // The states of one branch: what was tried on another was never public on this one.
        let arguments = [&["rev-list", "--first-parent", "--reverse", "--timestamp", "HEAD", "--"], paths].concat();
        let listed = self.answer(&arguments)?;
        let commits = String::from_utf8_lossy(&listed)
            .lines()
            .filter_map(|line| {
                let (time, id) = line.split_once(' ')?;
                Some(Commit { id: id.to_owned(), time: time.parse().ok()? })
            })
            .collect();
        Ok((commits, shallow.starts_with(b"true")))
    }
}

/// What `cat-file --batch` prints: `<id> <type> <size>`, the bytes and a line end, or a line that says what is missing.
fn taken_apart(bytes: &[u8], expected: usize) -> Option<Vec<Option<Vec<u8>>>> {
    let mut found = Vec::with_capacity(expected);
    let mut rest = bytes;
    while !rest.is_empty() {
        let end = rest.iter().position(|b| *b == b'\n')?;
        let head = String::from_utf8_lossy(&rest[..end]).into_owned();
        rest = &rest[end + 1..];
        let words: Vec<&str> = head.rsplitn(3, ' ').collect();
        let object = match words[..] {
            [size, kind @ ("blob" | "tree" | "commit" | "tag"), _] => size.parse::<usize>().ok().map(|size| (kind, size)),
            _ => None,
        };
        let Some((kind, size)) = object else {
            found.push(None);
            continue;
        };
        let content = rest.get(..size)?;
        found.push((kind == "blob").then(|| content.to_vec()));
        rest = rest.get(size.checked_add(1)?..)?;
    }
    (found.len() == expected).then_some(found)
}

/// Git's own words, told apart by what can be done about them.
fn refused(said: &str) -> GitError {
    let said = said.trim();
    if said.contains("dubious ownership") {
        GitError::NotOurs
    } else if said.contains("not a git repository") {
        GitError::NoRepository
    } else if said.is_empty() || said.contains("Not a valid object name") || said.contains("bad revision") {
        GitError::NoRevision
    } else {
        GitError::Other(said.lines().next().unwrap_or_default().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_told_apart_by_their_sizes() {
        let printed = b"aa blob 3\na\nb\nHEAD:x missing\nbb tree 1\n?\ncc blob 0\n\n";
        let found = taken_apart(printed, 4).unwrap();
        assert_eq!(found, [Some(b"a\nb".to_vec()), None, None, Some(Vec::new())]);
        assert!(taken_apart(b"aa blob 9\nshort\n", 1).is_none());
        assert!(taken_apart(printed, 5).is_none());
    }

    proptest::proptest! {
        #[test]
        fn what_git_prints_never_breaks_it(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..60)) {
            let _ = taken_apart(&bytes, 1);
        }
    }
}
