//! Files that a command writes.

use std::fs;
use std::io;
use std::path::Path;

/// Writes a file whole: beside its place, then moved over it, so that nobody ever sees half of it. Its folders are made,
/// and the permissions of a file that was there stay.
///
/// # Errors
/// When it cannot be written; what was there is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(parent) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        fs::create_dir_all(parent)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".gongshi-new");
    let beside = path.with_file_name(name);
    fs::write(&beside, bytes)?;
    if let Ok(old) = fs::metadata(path) {
        fs::set_permissions(&beside, old.permissions())?;
    }
    fs::rename(&beside, path)
}
