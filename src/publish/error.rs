//! What can go wrong when a site is written, in a form that the command line can put into its own words.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why nothing was published. OUT is as it was before, whichever it is.
#[derive(Debug)]
#[non_exhaustive]
pub enum PublishError {
    /// A page's path cannot stand in a site.
    BadPath {
        /// the path as it was given
        page: String,
        /// what is wrong with it
        why: BadPath,
    },
    /// Two pages were written to one path.
    DuplicatePage {
        /// the path that was written twice
        page: String,
    },
    /// One path is both a page and a folder of pages, or two paths are one to this file system
    /// (`A.html` and `a.html` on macOS and Windows).
    ClashingPages {
        /// the page that could not be written
        page: String,
        /// the page or folder that stands there already; the same as `page` where only the file system knows
        with: String,
    },
    /// OUT is not empty and was not made by gongshi, so it is not ours to replace.
    Foreign {
        /// OUT
        path: PathBuf,
    },
    /// OUT, or the folder beside it, is a symbolic link.
    Symlink {
        /// the link
        path: PathBuf,
    },
    /// OUT, or the folder beside it, is a file or something else that is no folder.
    NotAFolder {
        /// what is no folder
        path: PathBuf,
    },
    /// OUT has no name of its own (`/`), so nothing can stand beside it.
    NoName {
        /// OUT as it was given
        path: PathBuf,
    },
    /// Another build to the same OUT is running.
    Locked {
        /// the lock file
        path: PathBuf,
    },
    /// Somebody put something else in the place of OUT while the build was running.
    Replaced {
        /// OUT
        path: PathBuf,
    },
    /// The file system does not allow writing here.
    NotWritable {
        /// what could not be written
        path: PathBuf,
        /// the system's own word
        source: io::Error,
    },
    /// The disk, or the user's share of it, is full.
    NoSpace {
        /// what could not be written
        path: PathBuf,
        /// the system's own word
        source: io::Error,
    },
    /// OUT cannot be renamed: it is a mount point, lies in a lower layer of an overlay (a container's image), or
    /// (Windows) is open in another program.
    Immovable {
        /// what cannot be renamed
        path: PathBuf,
        /// the system's own word
        source: io::Error,
    },
    /// Writing a page failed and the drawing went on as if it had not.
    Incomplete {
        /// the first such page
        page: String,
    },
    /// Any other failure of the file system.
    Io {
        /// what was being worked on
        path: PathBuf,
        /// the system's own word
        source: io::Error,
    },
}

/// What is wrong with a page's path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadPath {
    /// It is empty, or has an empty part (`a//b`, `a/`).
    Empty,
    /// It begins at the root (`/a`, `C:/a`).
    Absolute,
    /// It has a part `.` or `..`.
    Dots,
    /// It has a NUL or another control character, or (Windows) one that the system forbids.
    Character,
    /// It has a part of more than 255 bytes.
    TooLong,
    /// It is a name that gongshi keeps for itself.
    Reserved,
}

/// Why [`publish`](super::publish) did not: the drawing gave up, or the publishing failed.
#[derive(Debug)]
pub enum PublishFailure<E> {
    /// What the drawing closure returned.
    Draw(E),
    /// What the publishing itself ran into.
    Publish(PublishError),
}

impl PublishError {
    /// The error of the file system, in the kind that an author can act on.
    pub(super) fn io(path: &Path, source: io::Error) -> PublishError {
        use io::ErrorKind as Kind;
        let path = path.to_path_buf();
        match source.kind() {
            Kind::StorageFull | Kind::QuotaExceeded => PublishError::NoSpace { path, source },
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => PublishError::NotWritable { path, source },
            Kind::ResourceBusy | Kind::CrossesDevices => PublishError::Immovable { path, source },
            _ => PublishError::Io { path, source },
        }
    }

    /// The file or folder that the error is about; `None` where it is about a page.
    pub fn path(&self) -> Option<&Path> {
        match self {
            PublishError::BadPath { .. }
            | PublishError::DuplicatePage { .. }
            | PublishError::ClashingPages { .. }
            | PublishError::Incomplete { .. } => None,
            PublishError::Foreign { path }
            | PublishError::Symlink { path }
            | PublishError::NotAFolder { path }
            | PublishError::NoName { path }
            | PublishError::Locked { path }
            | PublishError::Replaced { path }
            | PublishError::NotWritable { path, .. }
            | PublishError::NoSpace { path, .. }
            | PublishError::Immovable { path, .. }
            | PublishError::Io { path, .. } => Some(path),
        }
    }
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PublishError::BadPath { page, why } => write!(f, "{page:?} cannot be a page's path: {why}"),
            PublishError::DuplicatePage { page } => write!(f, "two pages at {page}"),
            PublishError::ClashingPages { page, with } => write!(f, "the page {page} clashes with {with}"),
            PublishError::Foreign { path } => {
                write!(f, "{} is not empty and was not made by gongshi", path.display())
            }
            PublishError::Symlink { path } => write!(f, "{} is a symbolic link", path.display()),
            PublishError::NotAFolder { path } => write!(f, "{} is not a folder", path.display()),
            PublishError::NoName { path } => write!(f, "{} has no name of its own", path.display()),
            PublishError::Locked { path } => write!(f, "another build is running ({} is locked)", path.display()),
            PublishError::Replaced { path } => write!(f, "{} was replaced during the build", path.display()),
            PublishError::NotWritable { path, source } => write!(f, "{} is not writable: {source}", path.display()),
            PublishError::NoSpace { path, source } => write!(f, "no space for {}: {source}", path.display()),
            PublishError::Immovable { path, source } => write!(f, "{} cannot be renamed: {source}", path.display()),
            PublishError::Incomplete { page } => write!(f, "the page {page} could not be written"),
            PublishError::Io { path, source } => write!(f, "{}: {source}", path.display()),
        }
    }
}

impl std::error::Error for PublishError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            PublishError::NotWritable { source, .. }
            | PublishError::NoSpace { source, .. }
            | PublishError::Immovable { source, .. }
            | PublishError::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl fmt::Display for BadPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadPath::Empty => "it has an empty part",
            BadPath::Absolute => "it is absolute",
            BadPath::Dots => "it has a part . or ..",
            BadPath::Character => "it has a character that no path may have",
            BadPath::TooLong => "it has a part of more than 255 bytes",
            BadPath::Reserved => "the name is kept for gongshi itself",
        })
    }
}

impl<E: fmt::Display> fmt::Display for PublishFailure<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PublishFailure::Draw(error) => error.fmt(f),
            PublishFailure::Publish(error) => error.fmt(f),
        }
    }
}

impl<E: std::error::Error + 'static> std::error::Error for PublishFailure<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(match self {
            PublishFailure::Draw(error) => error,
            PublishFailure::Publish(error) => error,
        })
    }
}

impl<E> From<PublishError> for PublishFailure<E> {
    fn from(error: PublishError) -> Self {
        PublishFailure::Publish(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_errors_become_kinds_that_an_author_can_act_on() {
        let of = |kind: io::ErrorKind| PublishError::io(Path::new("site"), kind.into());
        assert!(matches!(of(io::ErrorKind::StorageFull), PublishError::NoSpace { .. }));
        assert!(matches!(of(io::ErrorKind::QuotaExceeded), PublishError::NoSpace { .. }));
        assert!(matches!(of(io::ErrorKind::PermissionDenied), PublishError::NotWritable { .. }));
        assert!(matches!(of(io::ErrorKind::ReadOnlyFilesystem), PublishError::NotWritable { .. }));
        assert!(matches!(of(io::ErrorKind::ResourceBusy), PublishError::Immovable { .. }));
        assert!(matches!(of(io::ErrorKind::CrossesDevices), PublishError::Immovable { .. }));
        assert!(matches!(of(io::ErrorKind::NotFound), PublishError::Io { .. }));
    }
}
