//! What the drawing threads see of a build.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use xxhash_rust::xxh3::xxh3_128;

use super::address::{self, Claims};
use super::error::PublishError;
use super::index::Entry;
use super::place::Place;
use super::spare::Spare;
use super::tree::{Held, Tree};

/// Takes the pages of the new site, from any number of threads and in any order.
///
/// Nothing that is written here can be seen before the whole site is switched.
pub struct Writer<'a> {
    place: &'a Place,
    /// the site as it is; `None` if there is none whose state is known
    pub(super) live: Option<Tree>,
    /// taken in hand by the first page that is not as in the live tree: an unchanged site touches nothing
    spare: OnceLock<Spare<'a>>,
    taking: Mutex<()>,
    pub(super) claims: Mutex<Claims>,
    pub(super) done: Mutex<Done>,
}

/// What became of the pages so far.
#[derive(Default)]
pub(super) struct Done {
    /// as in the live tree: their positions in its index
    pub kept: Vec<usize>,
    /// other than in the live tree, and in the spare one now
    pub put: Vec<(Box<str>, Entry)>,
    /// changed by hand in the live tree
    pub edited: Vec<String>,
    /// the first page that could not be written
    pub failed: Option<String>,
    /// whether for want of space
    pub full: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn new(place: &'a Place) -> Writer<'a> {
        let live = if place.has_live() { Tree::open(&place.out, |id| place.index(id)) } else { None };
        let pages = live.as_ref().map_or(0, |live| live.index.files().len());
        Writer {
            place,
            live,
            spare: OnceLock::new(),
            taking: Mutex::default(),
            claims: Mutex::new(Claims::expecting(pages)),
            done: Mutex::default(),
        }
    }

    /// Writes one page of the site. `path` is relative to the site, with `/` between its parts.
    ///
    /// # Errors
    /// If the path is none that can be, if another page has it, or if the file system refuses. The build then
    /// fails, whether or not the error is passed on.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        let result = address::accept(path).and_then(|()| self.write_accepted(path, bytes));
        if let Err(error) = &result {
            let mut done = lock(&self.done);
            done.full |= matches!(error, PublishError::NoSpace { .. });
            done.failed.get_or_insert_with(|| path.to_owned());
        }
        result
    }

    /// Writes a page whose path is known to be good.
    pub(super) fn write_accepted(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        lock(&self.claims).take(path)?;
        let hash = xxh3_128(bytes);
        let held = self.live.as_ref().map_or(Held::Nothing, |live| live.held(path, hash));
        match held {
            Held::Intact(position, true) => lock(&self.done).kept.push(position),
            held => {
                let entry = self.spare()?.put(path, bytes, hash)?;
                let mut done = lock(&self.done);
                done.put.push((path.into(), entry));
                if matches!(held, Held::Edited) {
                    done.edited.push(path.to_owned());
                }
            }
        }
        Ok(())
    }

    /// The spare tree, taken in hand if it was not yet.
    pub(super) fn spare(&self) -> Result<&Spare<'a>, PublishError> {
        if let Some(spare) = self.spare.get() {
            return Ok(spare);
        }
        let _one = lock(&self.taking);
        if let Some(spare) = self.spare.get() {
            return Ok(spare);
        }
        let spare = Spare::take(self.place)?;
        Ok(self.spare.get_or_init(|| spare))
    }

    /// Whether anything was written that the live tree does not have.
    pub(super) fn touched(&self) -> bool {
        self.spare.get().is_some()
    }
}

/// The lock, also after a thread panicked with it: what it guards is only ever added to, and the panic ends the build.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
