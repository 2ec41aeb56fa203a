//! Bringing the spare tree forward: what it has already stays, what the live tree has is linked, the rest is
//! written. No file is ever modified in place, since it may be one with a file of the live tree.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_128;

use super::address::{Claims, parent};
use super::error::PublishError;
use super::index::{self, Entry, Index, Stamp};
use super::place::Place;
use super::tree::{Held, Tree};

/// The spare tree while a build works on it. It has no index then: should the build die, the tree is not trusted.
pub(super) struct Spare<'a> {
    place: &'a Place,
    root: PathBuf,
    /// what the tree held when the build began; `None` for a new one
    before: Option<Tree>,
    /// the folders of that tree whose contents are not known
    shaken: HashSet<String>,
    /// one thread at a time makes folders and clears the way
    way: Mutex<()>,
}

impl<'a> Spare<'a> {
    /// Takes the spare tree in hand, or begins a new one if there is none that can be trusted.
    pub(super) fn take(place: &'a Place) -> Result<Spare<'a>, PublishError> {
        let root = place.spare();
        let before = Tree::open(&root, |id| place.index(id));
        let mut shaken = HashSet::new();
        match &before {
            Some(tree) => {
                forget(place, &root)?;
                let survey = tree.survey().map_err(|error| PublishError::io(&root, error))?;
                for stray in survey.strays {
                    place.move_aside(&root.join(stray))?;
                }
                shaken = survey.shaken;
            }
            None => {
                place.move_aside(&root)?;
                fs::create_dir(&root).map_err(|error| PublishError::io(&root, error))?;
                // The index of an earlier folder that had the same inode.
                forget(place, &root)?;
            }
        }
        // Whoever gave OUT to a web server's group means the site, not one of two folders.
        if let Ok(live) = fs::symlink_metadata(&place.out)
            && fs::symlink_metadata(&root).is_ok_and(|meta| meta.permissions() != live.permissions())
        {
            fs::set_permissions(&root, live.permissions()).map_err(|error| PublishError::io(&root, error))?;
        }
        Ok(Spare { place, root, before, shaken, way: Mutex::new(()) })
    }

    /// Makes the tree hold the page with these contents.
    pub(super) fn put(&self, page: &str, bytes: &[u8], hash: u128) -> Result<Entry, PublishError> {
        if let Some(entry) = self.has(page, hash) {
            return Ok(entry);
        }
        self.vacate(page)?;
        let stamp = self.insistently(page, |target| create(target, bytes))?;
        Ok(Entry { hash, stamp })
    }

    /// Makes the tree hold the page as the live tree has it.
    pub(super) fn link(&self, page: &str, entry: Entry) -> Result<Entry, PublishError> {
        if self.shares(page, &entry) {
            return Ok(entry);
        }
        if let Some(entry) = self.has(page, entry.hash) {
            return Ok(entry);
        }
        self.vacate(page)?;
        let source = self.place.out.join(page);
        let linked = self.insistently(page, |target| {
            fs::hard_link(&source, target)?;
            fs::symlink_metadata(target)
        });
        match linked {
            Ok(meta) if Stamp::of(&meta) == entry.stamp => Ok(entry),
            Ok(_) => Err(PublishError::Replaced { path: source }),
            Err(clash @ PublishError::ClashingPages { .. }) => Err(clash),
            // File systems without hard links, or with too many on one file. A full disk shows again.
            Err(_) => self.copy(page, &source, entry),
        }
    }

    fn copy(&self, page: &str, source: &Path, entry: Entry) -> Result<Entry, PublishError> {
        let bytes = fs::read(source).map_err(|error| PublishError::io(source, error))?;
        if xxh3_128(&bytes) != entry.hash {
            return Err(PublishError::Replaced { path: source.to_path_buf() });
        }
        self.put(page, &bytes, entry.hash)
    }

    fn has(&self, page: &str, hash: u128) -> Option<Entry> {
        let before = self.before.as_ref()?;
        match before.held(page, hash) {
            Held::Intact(position, true) => Some(before.index.file(position).1),
            _ => None,
        }
    }

    /// Whether the page is one file in both trees, which needs no look: the live tree's was looked at, and nothing
    /// was put in its place here, or the folder would have another time.
    fn shares(&self, page: &str, entry: &Entry) -> bool {
        let Some(before) = &self.before else { return false };
        let same = before.index.position(page).is_some_and(|position| before.index.file(position).1 == *entry);
        same && !self.shaken.contains(parent(page))
    }

    /// Takes an outdated page out of the tree. Neither removing it nor renaming a new one over it, which removes
    /// it too: ext4 is ten times slower at that than at this, and slow to create files afterwards.
    fn vacate(&self, page: &str) -> Result<(), PublishError> {
        match &self.before {
            Some(tree) if tree.index.position(page).is_some() => self.place.move_aside(&self.root.join(page)),
            _ => Ok(()),
        }
    }

    /// Does it, and if something is missing or in the way, mends that and does it again. Most pages find their
    /// folder made, so nobody looks before.
    fn insistently<T>(&self, page: &str, act: impl Fn(&Path) -> io::Result<T>) -> Result<T, PublishError> {
        let target = self.root.join(page);
        match act(&target) {
            Ok(done) => return Ok(done),
            Err(error) if mendable(&error) => self.clear_way(page)?,
            Err(error) => return Err(PublishError::io(&target, error)),
        }
        act(&target).map_err(|error| match error.kind() {
            // Two of our own pages, which only the file system takes for one.
            io::ErrorKind::AlreadyExists => PublishError::ClashingPages { page: page.to_owned(), with: page.to_owned() },
            _ => PublishError::io(&target, error),
        })
    }

    /// Makes the folders that the page lies in, and moves aside what earlier pages left in its place.
    fn clear_way(&self, page: &str) -> Result<(), PublishError> {
        let _one = self.way.lock().unwrap_or_else(PoisonError::into_inner);
        for (at, _) in page.match_indices('/') {
            let folder = self.root.join(&page[..at]);
            match fs::symlink_metadata(&folder) {
                Ok(meta) if meta.is_dir() => continue,
                Ok(_) => self.place.move_aside(&folder)?,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(PublishError::io(&folder, error)),
            }
            fs::create_dir(&folder).map_err(|error| PublishError::io(&folder, error))?;
        }
        let target = self.root.join(page);
        if fs::symlink_metadata(&target).is_ok_and(|meta| meta.is_dir()) {
            self.place.move_aside(&target)?;
        }
        Ok(())
    }

    /// Removes the pages and folders that the new site does not have.
    pub(super) fn sweep(&self, claims: &Claims) -> Result<(), PublishError> {
        let Some(Tree { index, .. }) = &self.before else { return Ok(()) };
        for page in index.files().filter(|page| !claims.has_page(page)) {
            let path = self.root.join(page);
            match fs::remove_file(&path) {
                Ok(()) => {}
                // Moved aside with what it lay in, or its place is a folder now.
                Err(error) if mendable(&error) => {}
                // What some systems say of a folder.
                Err(_) if path.is_dir() => {}
                Err(error) => return Err(PublishError::io(&path, error)),
            }
        }
        // From the innermost outwards.
        for (folder, _) in index.folders().rev() {
            if folder.is_empty() || claims.has_folder(folder) || claims.has_page(folder) {
                continue;
            }
            let path = self.root.join(folder);
            match fs::remove_dir(&path) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => self.place.move_aside(&path)?,
                Err(error) if mendable(&error) => {}
                Err(error) => return Err(PublishError::io(&path, error)),
            }
        }
        Ok(())
    }

    /// Makes the finished tree durable, then gives it its index: from now on it can be trusted.
    pub(super) fn finish(&self, files: Vec<(Box<str>, Entry)>, claims: &Claims) -> Result<(), PublishError> {
        // The disk is waited for, not worked with.
        let (synced, index) = rayon::join(|| self.place.sync(), || self.index(files, claims));
        synced?;
        let (root, index) = index?;
        let path = self.place.index(root.id);
        index.save(&self.place.temp(), &path).map_err(|error| PublishError::io(&path, error))
    }

    /// What the tree holds, with the stamp of its root.
    fn index(&self, files: Vec<(Box<str>, Entry)>, claims: &Claims) -> Result<(Stamp, Index), PublishError> {
        let stamp = |folder: &str| {
            let path = self.root.join(folder);
            fs::symlink_metadata(&path).map(|meta| Stamp::of(&meta)).map_err(|error| PublishError::io(&path, error))
        };
        let root = stamp("")?;
        let mut folders = vec![(Box::from(""), root)];
        for folder in claims.folders() {
            folders.push((folder.into(), stamp(folder)?));
        }
        Ok((root, Index::new(files, folders)))
    }
}

/// Takes the tree's index away: before it is touched for the first time.
fn forget(place: &Place, root: &Path) -> Result<(), PublishError> {
    let meta = fs::symlink_metadata(root).map_err(|error| PublishError::io(root, error))?;
    let path = place.index(index::id(&meta));
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(PublishError::io(&path, error)),
        _ => Ok(()),
    }
}

/// A new file with these contents; fails if there is one.
fn create(path: &Path, bytes: &[u8]) -> io::Result<Stamp> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    Ok(Stamp::of(&file.metadata()?))
}

/// What [`Spare::clear_way`] can do something about.
fn mendable(error: &io::Error) -> bool {
    use io::ErrorKind as Kind;
    matches!(
        error.kind(),
        Kind::NotFound | Kind::NotADirectory | Kind::IsADirectory | Kind::AlreadyExists | Kind::DirectoryNotEmpty
    )
}
