//! Files that a command writes.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Writes a file that is not there yet. Its folders are made.
///
/// # Errors
/// `AlreadyExists` where it is; else when it cannot be written.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    make_folders(path)?;
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)
}

/// Makes the folders a file lies in.
///
/// # Errors
/// When one cannot be made.
pub fn make_folders(path: &Path) -> io::Result<()> {
    path.parent().filter(|p| !p.as_os_str().is_empty()).map_or(Ok(()), fs::create_dir_all)
}

/// Writes a file whole: beside its place, then moved over it, so that nobody ever sees half of it. Its folders are made,
/// and the permissions of a file that was there stay.
///
/// # Errors
/// When it cannot be written; what was there is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    make_folders(path)?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".gongshi-new");
    let beside = path.with_file_name(name);
    fs::write(&beside, bytes)?;
    if let Ok(old) = fs::metadata(path) {
        fs::set_permissions(&beside, old.permissions())?;
    }
    fs::rename(&beside, path)
}
