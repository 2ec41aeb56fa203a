//! The switch itself: the spare tree takes the place of the live one, which becomes the spare.

use std::fs;
use std::io;

use super::error::PublishError;
use super::place::Place;

/// How the trees change places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Switch {
    /// By one system call where there is one, by renames where there is none.
    #[default]
    Best,
    /// Always by renames: between the first and the second there is no site for an instant, and a build killed
    /// there is mended by the next build (or [`recover`](super::recover)). For tests.
    Renames,
}

/// Puts the finished spare tree in the place of OUT. Fails with everything as it was.
pub(super) fn switch(place: &Place, how: Switch) -> Result<(), PublishError> {
    place.unreplaced()?;
    let failed = |error| PublishError::io(&place.out, error);
    if !place.has_live() {
        return fs::rename(place.spare(), &place.out).map_err(failed);
    }
    if how == Switch::Best {
        match exchange(place) {
            Ok(()) => return Ok(()),
            Err(error) if unsupported(&error) => {}
            Err(error) => return Err(failed(error)),
        }
    }
    renames(place).map_err(failed)
}

/// The old tree steps aside, the new one in, the old one becomes the spare. The name `old` is what tells the next
/// build that it was interrupted.
fn renames(place: &Place) -> io::Result<()> {
    fs::rename(&place.out, place.old())?;
    if let Err(error) = fs::rename(place.spare(), &place.out) {
        fs::rename(place.old(), &place.out)?;
        return Err(error);
    }
    // The site is switched: should this last step fail, the next build does it.
    let _ = fs::rename(place.old(), place.spare());
    Ok(())
}

#[cfg(any(target_os = "linux", target_os = "android", target_os = "macos", target_os = "ios"))]
fn exchange(place: &Place) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, place.spare(), CWD, &place.out, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_os = "macos", target_os = "ios")))]
fn exchange(_place: &Place) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// The errors by which a file system or system says that it has no such exchange (some overlays say EXDEV).
fn unsupported(error: &io::Error) -> bool {
    use io::ErrorKind as Kind;
    matches!(error.kind(), Kind::CrossesDevices | Kind::InvalidInput | Kind::Unsupported)
}
