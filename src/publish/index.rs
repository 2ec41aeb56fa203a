//! The index of a tree: every file with its hash and what the file system said of it, every folder likewise.
//!
//! In binary, since reading it is a good part of a build that changes nothing, and closed by a checksum. A torn or
//! foreign index is no index, so writing it needs no `fsync` of its own: the worst that a power cut can do is that
//! the next build trusts the tree less.

use std::fs::{self, Metadata};
use std::io;
use std::path::Path;

use xxhash_rust::xxh3::xxh3_64;

/// Another layout needs another number here.
const HEAD: &[u8; 16] = b"gongshi index 1\n";

/// What the file system says of a file or folder. When it says the same again, the contents are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub size: u64,
    /// nanoseconds since 1970
    pub mtime: i64,
    /// the inode
    pub id: u64,
}

impl Stamp {
    pub(super) fn of(meta: &Metadata) -> Stamp {
        // The size of a folder says nothing that its time does not, and some file systems change it at will.
        let size = if meta.is_dir() { 0 } else { meta.len() };
        Stamp { size, mtime: mtime(meta), id: id(meta) }
    }
}

#[cfg(unix)]
fn mtime(meta: &Metadata) -> i64 {
    use std::os::unix::fs::MetadataExt;
    meta.mtime().wrapping_mul(1_000_000_000).wrapping_add(meta.mtime_nsec())
}

#[cfg(not(unix))]
fn mtime(meta: &Metadata) -> i64 {
    nanoseconds(meta.modified())
}

/// What tells a folder from every other and goes with it when it is renamed.
#[cfg(unix)]
pub(super) fn id(meta: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    meta.ino()
}

#[cfg(not(unix))]
pub(super) fn id(meta: &Metadata) -> u64 {
    // No inode here without unsafe code; the time of creation stays with a folder too.
    nanoseconds(meta.created()) as u64
}

#[cfg(not(unix))]
fn nanoseconds(time: io::Result<std::time::SystemTime>) -> i64 {
    let since = time.ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    since.map_or(0, |since| since.as_nanos() as i64)
}

/// One file of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// xxh3-128 of the contents
    pub hash: u128,
    pub stamp: Stamp,
}

/// Everything that a tree holds.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// sorted by path
    files: Vec<(Box<str>, Entry)>,
    /// sorted by path, with the root of the tree as `""`
    folders: Vec<(Box<str>, Stamp)>,
    /// When the index was written, by the clock of the file system. What is as new as this may have been changed
    /// afterwards without its time changing, so its contents have to be looked at.
    pub written: i64,
}

impl Index {
    pub(super) fn new(mut files: Vec<(Box<str>, Entry)>, mut folders: Vec<(Box<str>, Stamp)>) -> Index {
        files.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        folders.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        Index { files, folders, written: i64::MIN }
    }

    /// The index in the file, or `None` if there is none that can be trusted.
    pub(super) fn load(path: &Path) -> Option<Index> {
        let meta = fs::symlink_metadata(path).ok()?;
        let mut index = Index::parse(&fs::read(path).ok()?)?;
        index.written = mtime(&meta);
        Some(index)
    }

    /// Writes the index whole: to `temp`, then renamed to `path`.
    pub(super) fn save(&self, temp: &Path, path: &Path) -> io::Result<()> {
        fs::write(temp, self.bytes())?;
        fs::rename(temp, path)
    }

    /// Where the file stands in the index, for [`Index::file`].
    pub(super) fn position(&self, path: &str) -> Option<usize> {
        self.files.binary_search_by(|(other, _)| (**other).cmp(path)).ok()
    }

    pub(super) fn file(&self, position: usize) -> &(Box<str>, Entry) {
        &self.files[position]
    }

    pub(super) fn files(&self) -> impl ExactSizeIterator<Item = &str> {
        self.files.iter().map(|(path, _)| &**path)
    }

    /// The folders, each after the one that it lies in.
    pub(super) fn folders(&self) -> impl DoubleEndedIterator<Item = (&str, &Stamp)> {
        self.folders.iter().map(|(path, stamp)| (&**path, stamp))
    }

    pub(super) fn has_folder(&self, path: &str) -> bool {
        self.folders.binary_search_by(|(other, _)| (**other).cmp(path)).is_ok()
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(128 * (self.files.len() + self.folders.len() + 1));
        bytes.extend_from_slice(HEAD);
        bytes.extend_from_slice(&(self.files.len() as u64).to_le_bytes());
        for (path, Entry { hash, stamp: Stamp { size, mtime, id } }) in &self.files {
            bytes.extend_from_slice(&hash.to_le_bytes());
            bytes.extend_from_slice(&size.to_le_bytes());
            bytes.extend_from_slice(&mtime.to_le_bytes());
            bytes.extend_from_slice(&id.to_le_bytes());
            bytes.extend_from_slice(&(path.len() as u64).to_le_bytes());
            bytes.extend_from_slice(path.as_bytes());
        }
        for (path, Stamp { mtime, id, .. }) in &self.folders {
            bytes.extend_from_slice(&mtime.to_le_bytes());
            bytes.extend_from_slice(&id.to_le_bytes());
            bytes.extend_from_slice(&(path.len() as u64).to_le_bytes());
            bytes.extend_from_slice(path.as_bytes());
        }
        let sum = xxh3_64(&bytes);
        bytes.extend_from_slice(&sum.to_le_bytes());
        bytes
    }

    fn parse(bytes: &[u8]) -> Option<Index> {
        let (body, sum) = bytes.split_last_chunk()?;
        if xxh3_64(body) != u64::from_le_bytes(*sum) {
            return None;
        }
        let mut rest = body.strip_prefix(HEAD)?;
        let count = usize::try_from(u64::from_le_bytes(fixed(&mut rest)?)).ok()?;
        let mut index = Index::default();
        index.files.reserve(count.min(rest.len()));
        for _ in 0..count {
            let hash = u128::from_le_bytes(fixed(&mut rest)?);
            let size = u64::from_le_bytes(fixed(&mut rest)?);
            let mtime = i64::from_le_bytes(fixed(&mut rest)?);
            let id = u64::from_le_bytes(fixed(&mut rest)?);
            index.files.push((path(&mut rest)?, Entry { hash, stamp: Stamp { size, mtime, id } }));
        }
        while !rest.is_empty() {
            let mtime = i64::from_le_bytes(fixed(&mut rest)?);
            let id = u64::from_le_bytes(fixed(&mut rest)?);
            index.folders.push((path(&mut rest)?, Stamp { size: 0, mtime, id }));
        }
        Some(index)
    }
}

/// The next N bytes.
fn fixed<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(*taken)
}

fn path(rest: &mut &[u8]) -> Option<Box<str>> {
    let length = usize::try_from(u64::from_le_bytes(fixed(rest)?)).ok()?;
    let (taken, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(std::str::from_utf8(taken).ok()?.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Index {
        let stamp = Stamp { size: 5, mtime: -7, id: 9 };
        let folder = Stamp { size: 0, ..stamp };
        Index::new(
            vec![("index.html".into(), Entry { hash: 1, stamp }), ("a b/管理.html".into(), Entry { hash: 2, stamp })],
            vec![("a b".into(), folder), ("".into(), folder)],
        )
    }

    #[test]
    fn an_index_reads_back_as_it_was_written() {
        let index = sample();
        let back = Index::parse(&index.bytes()).expect("just written");
        assert_eq!(back.files, index.files);
        assert_eq!(back.folders, index.folders);
        assert_eq!(back.position("index.html").map(|at| back.file(at).1.hash), Some(1));
        assert_eq!(back.position("index"), None);
        assert!(back.has_folder("a b") && back.has_folder("") && !back.has_folder("a"));
    }

    #[test]
    fn a_torn_or_altered_index_is_none() {
        let bytes = sample().bytes();
        for cut in 0..bytes.len() {
            assert!(Index::parse(&bytes[..cut]).is_none(), "cut at {cut}");
            let mut altered = bytes.clone();
            altered[cut] ^= 1;
            assert!(Index::parse(&altered).is_none(), "altered at {cut}");
        }
        assert!(Index::parse(&vec![0; bytes.len()]).is_none());
    }
}
