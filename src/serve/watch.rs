//! Waiting for changes in the folder.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Config, Event, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::ServeError;

/// Nothing may happen for so long before a change counts as complete: saving one file is often several events.
const QUIET: Duration = Duration::from_millis(100);

/// But where something happens all the time, a build comes all the same.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often we look whether we are still wanted, and whether the folder is still the one we watch.
const PULSE: Duration = Duration::from_secs(1);

/// What gongshi and git write in the folder themselves.
const OURS: [&str; 4] = ["site", ".site.gongshi", ".gongshi", ".git"];

/// Watches one folder with all that lies in it, now or later.
pub struct Watch {
    folder: PathBuf,
    ignore: Vec<PathBuf>,
    /// the folder's inode: if it is another, the folder was replaced, and the watcher watches one that is gone
    identity: Option<u64>,
    polling: bool,
    events: Receiver<notify::Result<Event>>,
    sender: Sender<notify::Result<Event>>,
    watcher: Box<dyn Watcher + Send>,
}

impl Watch {
    /// Begins to watch. What happens below `ignore` is nobody's concern.
    ///
    /// # Errors
    /// When the folder is not there or the system does not let it be watched.
    pub fn start(folder: &Path, ignore: &[PathBuf]) -> Result<Watch, ServeError> {
        let folder = real(folder);
        if !folder.is_dir() {
            // A watcher that polls would wait for it for ever.
            let source = notify::Error::path_not_found().add_path(folder.clone());
            return Err(ServeError::NoWatching { folder, source });
        }
        let ignore = ignore.iter().map(|path| real(path)).collect();
        let (sender, events) = channel();
        let (watcher, polling) =
            watcher(&folder, &sender).map_err(|source| ServeError::NoWatching { folder: folder.clone(), source })?;
        let identity = identity(&folder);
        Ok(Watch { folder, ignore, identity, polling, events, sender, watcher })
    }

    /// Whether the folder is looked through again and again, because the system does not tell.
    pub(super) fn is_polling(&self) -> bool {
        self.polling
    }

    /// Waits for a change and until it is complete; gives the first path, relative to the folder. `None` as soon
    /// as nobody wants to know any more.
    pub fn wait(&mut self, wanted: impl Fn() -> bool) -> Option<String> {
        let changed = loop {
            match self.events.recv_timeout(PULSE) {
                Ok(event) => {
                    if let Some(path) = self.change(&event) {
                        break path;
                    }
                }
                // The other end is ours too, so the channel cannot be closed.
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    if !wanted() {
                        return None;
                    }
                    if self.renewed() {
                        break self.folder.clone();
                    }
                }
            }
        };
        let began = Instant::now();
        let mut quiet_since = began;
        while quiet_since.elapsed() < QUIET && began.elapsed() < PATIENCE {
            if let Ok(event) = self.events.recv_timeout(QUIET - quiet_since.elapsed().min(QUIET))
                && self.change(&event).is_some()
            {
                quiet_since = Instant::now();
            }
        }
        let relative = changed.strip_prefix(&self.folder).unwrap_or(&changed);
        let shown = if relative.as_os_str().is_empty() { &self.folder } else { relative };
        Some(shown.display().to_string().replace('\\', "/"))
    }

    /// The path that the event is about, if it is a change that matters.
    fn change(&self, event: &notify::Result<Event>) -> Option<PathBuf> {
        // What went wrong in watching may have hidden a change.
        let Ok(event) = event else { return Some(self.folder.clone()) };
        if event.need_rescan() {
            return Some(self.folder.clone());
        }
        match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => {}
            // Our own reading: to build because of it would never end.
            EventKind::Access(_) => return None,
            _ => {}
        }
        event.paths.iter().find(|path| !self.ignores(path)).cloned()
    }

    fn ignores(&self, path: &Path) -> bool {
        let inside = path.strip_prefix(&self.folder).ok().and_then(|path| path.components().next());
        inside.is_some_and(|first| OURS.iter().any(|ours| first.as_os_str() == *ours))
            || self.ignore.iter().any(|ignored| path.starts_with(ignored))
    }

    /// Watches anew if the folder was replaced by another of the same name. `true` if so.
    fn renewed(&mut self) -> bool {
        let now = identity(&self.folder);
        if now.is_none() || now == self.identity {
            return false;
        }
        // If it fails, for instance because the folder is gone again, the next pulse tries again.
        let Ok((watcher, polling)) = watcher(&self.folder, &self.sender) else { return false };
        (self.watcher, self.polling, self.identity) = (watcher, polling, now);
        true
    }
}

/// The system's own watcher, or one that looks where the system has none to give: too many folders, a network
/// drive.
fn watcher(folder: &Path, sender: &Sender<notify::Result<Event>>) -> notify::Result<(Box<dyn Watcher + Send>, bool)> {
    // Links that leave the folder are refused when it is read.
    let config = Config::default().with_follow_symlinks(false);
    let told = RecommendedWatcher::new(sender.clone(), config).and_then(|mut watcher| {
        watcher.watch(folder, RecursiveMode::Recursive)?;
        Ok(Box::new(watcher) as Box<dyn Watcher + Send>)
    });
    if let Ok(watcher) = told {
        return Ok((watcher, false));
    }
    let mut watcher = PollWatcher::new(sender.clone(), config.with_poll_interval(PULSE))?;
    watcher.watch(folder, RecursiveMode::Recursive)?;
    Ok((Box::new(watcher), true))
}

/// The path as the watcher will name it, also if nothing is there yet.
fn real(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    if let Ok(path) = whole.canonicalize() {
        return path;
    }
    match (whole.parent().and_then(|parent| parent.canonicalize().ok()), whole.file_name()) {
        (Some(parent), Some(name)) => parent.join(name),
        _ => whole,
    }
}

#[cfg(unix)]
fn identity(folder: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    folder.metadata().ok().map(|meta| meta.ino())
}

#[cfg(not(unix))]
fn identity(folder: &Path) -> Option<u64> {
    let created = folder.metadata().ok()?.created().ok()?;
    created.duration_since(std::time::UNIX_EPOCH).ok().map(|time| time.as_nanos() as u64)
}
