//! The order of a build, from the first page to the switch.

use std::path::Path;

use super::address::MARKER;
use super::error::{PublishError, PublishFailure};
use super::exchange::{self, Switch};
use super::place::{self, Place};
use super::tree::Survey;
use super::writer::{Writer, lock};

/// What the marker file says to a person who finds it. The same in every site, like every page.
const MARKER_TEXT: &str = "This folder is written by gongshi, which replaces it whole at every build.\n\
                           本文件夹由 gongshi 生成，每次生成都会整体替换，请勿在此修改。\n";

/// What a build did to the site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// pages in the site
    pub pages: usize,
    /// of them, those that are not as in the site before: new, changed, or edited by hand
    pub written: usize,
    /// of them, those that are
    pub kept: usize,
    /// pages of the site before that are no more
    pub removed: usize,
    /// size of all pages together
    pub bytes: u64,
    /// size of the pages written
    pub bytes_written: u64,
    /// what people had changed, removed or added in OUT by hand, and the build put right; sorted
    pub edited: Vec<String>,
    /// whether the site was switched; `false` if it is as it was before
    pub switched: bool,
}

/// Publishes the pages that `draw` writes: OUT is the site before until it is the new one, whole.
///
/// # Errors
/// [`PublishFailure::Draw`] with the error of `draw`, [`PublishFailure::Publish`] with our own. OUT is then as it
/// was, byte for byte and inode for inode.
pub fn publish<E>(out: &Path, draw: impl FnOnce(&Writer<'_>) -> Result<(), E>) -> Result<Summary, PublishFailure<E>> {
    publish_by(Switch::Best, out, draw)
}

/// [`publish`] with a choice of how the trees change places.
///
/// # Errors
/// As for [`publish`].
#[doc(hidden)]
pub fn publish_by<E>(
    how: Switch,
    out: &Path,
    draw: impl FnOnce(&Writer<'_>) -> Result<(), E>,
) -> Result<Summary, PublishFailure<E>> {
    let place = Place::open(out)?;
    let writer = Writer::new(&place);
    let drawn = draw(&writer).map_err(PublishFailure::Draw);
    let result = drawn.and_then(|()| complete(&place, &writer, how).map_err(PublishFailure::Publish));
    // What a failed build wrote is of no use to the next one. On a full disk it is even in its way.
    let full = matches!(result, Err(PublishFailure::Publish(PublishError::NoSpace { .. })));
    place.tidy(full || lock(&writer.done).full);
    result
}

/// Mends what a build left that was killed between two renames, on systems that cannot exchange folders in one
/// step. Every build does this first; this is for commands that only read OUT. `true` if there is a site then.
///
/// # Errors
/// As for [`publish`], above all if a build is running.
pub fn recover(out: &Path) -> Result<bool, PublishError> {
    place::recover(out)
}

fn complete(place: &Place, writer: &Writer<'_>, how: Switch) -> Result<Summary, PublishError> {
    if let Some(page) = lock(&writer.done).failed.take() {
        return Err(PublishError::Incomplete { page });
    }
    let mut summary = sum_up(writer);
    writer.write_accepted(MARKER, MARKER_TEXT.as_bytes())?;
    let survey = match &writer.live {
        Some(live) => live.survey().map_err(|error| PublishError::io(&place.out, error))?,
        None => Survey::default(),
    };
    if writer.touched() || summary.removed > 0 || !survey.strays.is_empty() {
        bring_forward(writer)?;
        exchange::switch(place, how)?;
        summary.switched = true;
    }
    summary.edited.extend(survey.strays.iter().map(|stray| slashed(stray)));
    summary.edited.append(&mut lock(&writer.done).edited);
    summary.edited.sort();
    Ok(summary)
}

/// Counts the pages, before the marker joins them.
fn sum_up(writer: &Writer<'_>) -> Summary {
    let (claims, done) = (lock(&writer.claims), lock(&writer.done));
    let live = writer.live.as_ref().map(|live| &live.index);
    let removed = live.iter().flat_map(|index| index.files());
    let kept = live.iter().flat_map(|index| done.kept.iter().map(|&position| index.file(position).1.stamp.size));
    let bytes_written = done.put.iter().map(|(_, entry)| entry.stamp.size).sum();
    Summary {
        pages: done.put.len() + done.kept.len(),
        written: done.put.len(),
        kept: done.kept.len(),
        removed: removed.filter(|page| *page != MARKER && !claims.has_page(page)).count(),
        bytes: bytes_written + kept.sum::<u64>(),
        bytes_written,
        ..Summary::default()
    }
}

/// Completes the spare tree by what the live tree has already, and takes out what the new site does not have.
fn bring_forward(writer: &Writer<'_>) -> Result<(), PublishError> {
    let (claims, mut done) = (lock(&writer.claims), lock(&writer.done));
    let spare = writer.spare()?;
    let mut files = std::mem::take(&mut done.put);
    if let Some(live) = &writer.live {
        for &position in &done.kept {
            let (page, entry) = live.index.file(position);
            files.push((page.clone(), spare.link(page, *entry)?));
        }
    }
    spare.sweep(&claims)?;
    spare.finish(files, &claims)
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}
