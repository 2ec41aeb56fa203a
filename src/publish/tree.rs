//! A tree that stands, and whether it still is what its index says.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_128;

use super::address::parent;
use super::index::{self, Entry, Index, Stamp};

/// A tree with its index.
pub(super) struct Tree {
    pub root: PathBuf,
    pub index: Index,
}

/// What a tree has at a path.
pub(super) enum Held {
    /// No file that it knows of.
    Nothing,
    /// The file at this position of the index, untouched; whether it has the wanted contents.
    Intact(usize, bool),
    /// A file that somebody changed or removed since the tree was made.
    Edited,
}

/// What one look at every folder of a tree finds.
#[derive(Default)]
pub(super) struct Survey {
    /// what lies in the tree and not in its index: files that people put there, links in place of folders
    pub strays: Vec<PathBuf>,
    /// folders in which something was added, removed or renamed, or that are gone
    pub shaken: HashSet<String>,
}

impl Tree {
    /// The tree at `root` if there is an index for it; `index_of` says where the index of a root would be.
    pub(super) fn open(root: &Path, index_of: impl Fn(u64) -> PathBuf) -> Option<Tree> {
        let meta = fs::symlink_metadata(root).ok()?;
        let index = Index::load(&index_of(index::id(&meta)))?;
        Some(Tree { root: root.to_path_buf(), index })
    }

    /// Whether the tree has the page, untouched, and with contents of that hash.
    pub(super) fn held(&self, page: &str, hash: u128) -> Held {
        let Some(position) = self.index.position(page) else { return Held::Nothing };
        let (_, entry) = self.index.file(position);
        if self.intact(page, entry) { Held::Intact(position, entry.hash == hash) } else { Held::Edited }
    }

    fn intact(&self, page: &str, entry: &Entry) -> bool {
        let path = self.root.join(page);
        let Ok(meta) = fs::symlink_metadata(&path) else { return false };
        if !meta.is_file() || Stamp::of(&meta) != entry.stamp {
            return false;
        }
        entry.stamp.mtime < self.index.written || fs::read(&path).is_ok_and(|bytes| xxh3_128(&bytes) == entry.hash)
    }

    /// Looks at every folder. A folder's time changes when anything is added to it or taken away, so only those
    /// whose time changed are read.
    pub(super) fn survey(&self) -> io::Result<Survey> {
        let mut survey = Survey::default();
        let mut lost = HashSet::new();
        for (folder, stamp) in self.index.folders() {
            let path = self.root.join(folder);
            let found = match fs::symlink_metadata(&path) {
                Ok(meta) => Some(meta).filter(|meta| meta.is_dir()),
                Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => None,
                Err(error) => return Err(error),
            };
            // What lies in a folder that became a link is not in the tree, even if it can be seen through it.
            let above_lost = !folder.is_empty() && lost.contains(parent(folder));
            let Some(meta) = found.filter(|_| !above_lost) else {
                lost.insert(folder);
                survey.shaken.insert(folder.to_owned());
                continue;
            };
            if Stamp::of(&meta) == *stamp && stamp.mtime < self.index.written {
                continue;
            }
            survey.shaken.insert(folder.to_owned());
            for entry in fs::read_dir(&path)? {
                let entry = entry?;
                if !self.knows(folder, entry.file_name(), entry.file_type()?) {
                    survey.strays.push(Path::new(folder).join(entry.file_name()));
                }
            }
        }
        Ok(survey)
    }

    fn knows(&self, folder: &str, name: OsString, kind: fs::FileType) -> bool {
        let Ok(name) = name.into_string() else { return false };
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        if kind.is_dir() { self.index.has_folder(&path) } else { kind.is_file() && self.index.position(&path).is_some() }
    }
}
