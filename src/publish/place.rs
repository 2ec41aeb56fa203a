//! OUT and the folder beside it: judging what stands there, locking, recovering, tidying.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use super::address::MARKER;
use super::error::PublishError;
use super::index;

/// Where a site goes, locked for one build.
pub(super) struct Place {
    /// OUT, absolute
    pub out: PathBuf,
    /// `.site.gongshi/`
    beside: PathBuf,
    /// whether there was anything at OUT when the build began
    has_live: bool,
    /// where this build puts what is in its way, once it does
    trash: Mutex<Option<PathBuf>>,
    count: AtomicU64,
    began: Instant,
    /// held until the build ends, however it ends
    lock: File,
}

impl Place {
    /// Judges OUT, locks it and mends what a killed build left half done.
    pub(super) fn open(out: &Path) -> Result<Place, PublishError> {
        let began = Instant::now();
        let (out, beside) = names(out)?;
        // Before anything is made: a refused OUT gets no folder beside it.
        judge(&out)?;
        fs::create_dir_all(&beside).map_err(|error| PublishError::io(&beside, error))?;
        if let Some(error) = no_plain_folder(&beside)? {
            return Err(error);
        }
        let lock = lock(&beside.join("lock"))?;
        let (trash, count) = (Mutex::default(), AtomicU64::default());
        let mut place = Place { out, beside, has_live: false, trash, count, began, lock };
        place.recover()?;
        // Once more: while we waited for the lock, or in recovering, something else may have come there.
        place.has_live = judge(&place.out)?;
        Ok(place)
    }

    /// The other tree.
    pub(super) fn spare(&self) -> PathBuf {
        self.beside.join("spare")
    }

    /// Where the old tree stands for a moment when it cannot be exchanged in one step.
    pub(super) fn old(&self) -> PathBuf {
        self.beside.join("old")
    }

    /// The index of the tree whose root has this inode.
    pub(super) fn index(&self, id: u64) -> PathBuf {
        self.beside.join(format!("index-{id}"))
    }

    /// Where an index is made. On the file system of the trees, but in neither.
    pub(super) fn temp(&self) -> PathBuf {
        self.beside.join("temp")
    }

    /// Whether there was a site, or at least an empty folder, when the build began.
    pub(super) fn has_live(&self) -> bool {
        self.has_live
    }

    /// That what stands at OUT now may be replaced too. Its inode is not compared: some network file systems give
    /// one folder another each time.
    pub(super) fn unreplaced(&self) -> Result<(), PublishError> {
        let replaced = || PublishError::Replaced { path: self.out.clone() };
        match judge(&self.out) {
            Ok(now) if now == self.has_live => Ok(()),
            Ok(_) | Err(PublishError::Foreign { .. } | PublishError::Symlink { .. } | PublishError::NotAFolder { .. }) => {
                Err(replaced())
            }
            Err(error) => Err(error),
        }
    }

    /// Moves a file or folder out of the way, if it is there. What is aside is removed after the switch: after many
    /// deletions ext4 creates files several times slower.
    pub(super) fn move_aside(&self, path: &Path) -> Result<(), PublishError> {
        let trash = self.trash()?.join(self.next().to_string());
        match fs::rename(path, trash) {
            Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                Err(PublishError::io(path, error))
            }
            _ => Ok(()),
        }
    }

    /// The folder for what this build moves aside.
    fn trash(&self) -> Result<PathBuf, PublishError> {
        let mut trash = self.trash.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = &*trash {
            return Ok(folder.clone());
        }
        loop {
            let folder = self.beside.join(format!("trash-{}", self.next()));
            match fs::create_dir(&folder) {
                Ok(()) => return Ok(trash.insert(folder).clone()),
                // Left by a build that was killed.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(PublishError::io(&folder, error)),
            }
        }
    }

    /// A number that this build has not used.
    fn next(&self) -> u64 {
        self.count.fetch_add(1, Ordering::Relaxed)
    }

    /// Mends what a build killed between two renames left: the old tree put aside, the new one perhaps in place.
    fn recover(&self) -> Result<(), PublishError> {
        let old = self.old();
        if old.symlink_metadata().is_err() {
            return Ok(());
        }
        // Which of the two renames was the last shows in what is missing.
        if self.out.symlink_metadata().is_err() {
            return fs::rename(&old, &self.out).map_err(|error| PublishError::io(&self.out, error));
        }
        if self.spare().symlink_metadata().is_err() {
            return fs::rename(&old, self.spare()).map_err(|error| PublishError::io(&old, error));
        }
        self.move_aside(&old)
    }

    /// Makes everything that was written durable. One call for all files: an `fsync` of each costs eight times
    /// as much as writing it.
    pub(super) fn sync(&self) -> Result<(), PublishError> {
        sync(&self.beside).map_err(|error| PublishError::io(&self.beside, error))
    }

    /// Removes what nothing needs any more: trash, a spare tree without an index, indexes of trees that are gone.
    /// Failing here harms nobody, and the next build tries again. With `all`, takes the time that it needs.
    pub(super) fn tidy(&self, all: bool) {
        let index_of = |tree: &Path| fs::symlink_metadata(tree).ok().map(|meta| self.index(index::id(&meta)));
        let (live, spare) = (index_of(&self.out), index_of(&self.spare()));
        let mut trash = Vec::new();
        if spare.as_ref().is_some_and(|index| index.symlink_metadata().is_err()) {
            trash.push(self.spare());
        }
        let Ok(entries) = fs::read_dir(&self.beside) else { return };
        for path in entries.flatten().map(|entry| entry.path()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let current = [&live, &spare].into_iter().any(|index| index.as_ref() == Some(&path));
            if name.starts_with("trash-") {
                trash.push(path);
            } else if name == "temp" || name.starts_with("index-") && !current {
                let _ = fs::remove_file(path);
            }
        }
        // The site is out, so nobody should wait long for the cleaning; but it must not pile up either.
        let builds = u32::try_from(trash.len()).unwrap_or(u32::MAX);
        let until = (!all).then(|| Instant::now() + self.began.elapsed().saturating_mul(builds));
        for folder in trash {
            let _ = remove(&folder, until);
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // Closing the file is not enough: a process that is just being started has a copy of it for an instant.
        let _ = self.lock.unlock();
    }
}

/// Removes a folder with all that is in it, or as much as can be done in time.
///
/// Time is no matter where a file goes in microseconds. But a disk that is told at once of each block that became
/// free (ext4 without a journal, mounted with `discard`) takes hundreds of times as long.
fn remove(folder: &Path, until: Option<Instant>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        if until.is_some_and(|until| Instant::now() > until) {
            return Ok(());
        }
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove(&entry.path(), until)?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    fs::remove_dir(folder)
}

/// Finishes what a killed build left half done, without building. `true` if there is a site at OUT then.
pub(super) fn recover(out: &Path) -> Result<bool, PublishError> {
    let (_, beside) = names(out)?;
    if beside.symlink_metadata().is_err() {
        return Ok(out.symlink_metadata().is_ok());
    }
    Place::open(out).map(|place| place.has_live())
}

/// OUT and the folder beside it, absolute.
fn names(out: &Path) -> Result<(PathBuf, PathBuf), PublishError> {
    let nameless = || PublishError::NoName { path: out.to_path_buf() };
    // Not `canonicalize`: a link in OUT's own place must be seen, not followed.
    let mut whole = std::path::absolute(out).map_err(|_| nameless())?;
    if whole.file_name().is_none() {
        whole = fs::canonicalize(&whole).map_err(|error| PublishError::io(out, error))?;
    }
    let (Some(parent), Some(name)) = (whole.parent(), whole.file_name()) else { return Err(nameless()) };
    let mut dotted = std::ffi::OsString::from(".");
    dotted.push(name);
    dotted.push(".gongshi");
    Ok((parent.join(name), parent.join(dotted)))
}

/// Whether there is anything at OUT. An error if it is anything but an empty folder or a site of ours.
fn judge(out: &Path) -> Result<bool, PublishError> {
    match fs::symlink_metadata(out) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(PublishError::io(out, error)),
    }
    if let Some(error) = no_plain_folder(out)? {
        return Err(error);
    }
    let ours = fs::symlink_metadata(out.join(MARKER)).is_ok_and(|marker| marker.is_file());
    if !ours {
        let mut entries = fs::read_dir(out).map_err(|error| PublishError::io(out, error))?;
        if entries.next().is_some() {
            return Err(PublishError::Foreign { path: out.to_path_buf() });
        }
    }
    Ok(true)
}

fn no_plain_folder(path: &Path) -> Result<Option<PublishError>, PublishError> {
    let meta = fs::symlink_metadata(path).map_err(|error| PublishError::io(path, error))?;
    let path = path.to_path_buf();
    Ok(if meta.is_symlink() {
        Some(PublishError::Symlink { path })
    } else if !meta.is_dir() {
        Some(PublishError::NotAFolder { path })
    } else {
        None
    })
}

fn lock(path: &Path) -> Result<File, PublishError> {
    let file =
        File::options().create(true).truncate(false).write(true).open(path).map_err(|error| PublishError::io(path, error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(PublishError::Locked { path: path.to_path_buf() }),
        // Some network file systems have no locks. A build there is better than none.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(file),
        Err(TryLockError::Error(error)) => Err(PublishError::io(path, error)),
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn sync(folder: &Path) -> io::Result<()> {
    rustix::fs::syncfs(File::open(folder)?).map_err(io::Error::from)
}

#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
fn sync(_folder: &Path) -> io::Result<()> {
    rustix::fs::sync();
    Ok(())
}

#[cfg(not(unix))]
fn sync(_folder: &Path) -> io::Result<()> {
    Ok(())
}
