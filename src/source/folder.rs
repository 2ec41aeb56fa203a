//! Walking a folder and reading each of its files once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::attachments;
use super::decode::{decode, has_controls};
use super::scalar::nearest;
use crate::diagnostic::Diagnostic;
use crate::model::{Attachment, Encoding, FileId, Files, SourceFile, Span};

/// The largest text file that is read, in bytes. The books of a large community are a hundredth of it.
const LARGEST: u64 = 64 * 1024 * 1024;
/// Longer file names, in bytes, cannot become the name of a page.
const LONGEST_NAME: usize = 240;
/// Endings of files that a browser would run.
const RUNNING: [&str; 8] = ["html", "htm", "xhtml", "svg", "xml", "js", "mjs", "wasm"];
/// How many folders deep a record may lie.
const DEEPEST: usize = 32;
/// Written into every site, so that a site inside the folder is never read as records.
pub const SITE_MARKER: &str = ".gongshi-site";
/// Top-level folders that later kinds of record will read, or that belong to the site.
const KNOWN_FOLDERS: [&str; 4] = ["attachments", "theme", INBOX, "import"];
/// Where what is not yet published waits, by the paths it is to have.
pub const INBOX: &str = "inbox";

/// A folder of records and the endings of its files.
pub type RecordFolder = (&'static str, Vec<&'static str>);

fn is_record_folder(folders: &[RecordFolder], name: &str) -> bool {
    folders.iter().any(|(folder, _)| *folder == name)
}

/// What a walk found.
#[derive(Default)]
pub struct Walked {
    pub files: Files,
    pub attachments: Vec<Attachment>,
    pub diagnostics: Vec<Diagnostic>,
    /// What came from the inbox: paths inside it.
    pub handed_in: BTreeSet<String>,
}

enum Found {
    Text(PathBuf),
    Attachment(PathBuf),
    Refused(&'static str),
    /// A pipe, a socket, a device: opening it might never end.
    Special,
    /// Beyond a bound: the word that says which.
    Beyond(&'static str),
}

/// A folder's files by their paths, before any is read, and its top-level folders that are none of ours.
#[derive(Default)]
struct Listed {
    found: Vec<(String, Found)>,
    strangers: Vec<String>,
}

/// Reads every file that belongs to a record, a theme or gongshi.toml, in parallel, and looks into attachments. With
/// `inbox`, as if what lies in `inbox/` lay in the folder itself, in the place of what has its path there.
///
/// # Errors
/// When the folder itself cannot be read.
pub fn walk(root: &Path, record_folders: &[RecordFolder], inbox: bool) -> io::Result<Walked> {
    let real_root = fs::canonicalize(root)?;
    let mut listed = list(&real_root, record_folders, false)?;
    let mut handed_in = BTreeSet::new();
    let real_inbox = real_root.join(INBOX);
    // An inbox that is a link is not looked into: what lies elsewhere was not handed in.
    if inbox && real_inbox.symlink_metadata().is_ok_and(|inbox| inbox.is_dir()) {
        let over = list(&real_inbox, record_folders, true)?;
        handed_in.extend(over.found.iter().map(|(path, _)| path.clone()));
        listed.found.retain(|(path, _)| !handed_in.contains(path));
        listed.strangers.extend(over.strangers.iter().map(|folder| format!("{INBOX}/{folder}")));
        listed.found.extend(over.found);
    }
    listed.found.sort_by(|a, b| a.0.cmp(&b.0));
    let mut walked = read_all(listed.found, &listed.strangers, record_folders);
    walked.handed_in = handed_in;
    Ok(walked)
}

fn list(real_root: &Path, record_folders: &[RecordFolder], inbox: bool) -> io::Result<Listed> {
    fs::read_dir(real_root)?;
    let mut listed = Listed::default();
    let walk = WalkDir::new(real_root).min_depth(1).max_depth(DEEPEST + 1).into_iter().filter_entry(is_ours);
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                if let Some(path) = error.path().and_then(|p| relative(real_root, p)) {
                    listed.found.push((path, Found::Refused("GS0110")));
                }
                continue;
            }
        };
        let Some(path) = relative(real_root, entry.path()) else { continue };
        if entry.depth() > DEEPEST {
            listed.found.push((path, Found::Beyond("size.depth")));
            continue;
        }
        let (top, inner) = path.split_once('/').map_or((path.as_str(), None), |(top, rest)| (top, Some(rest)));
        if entry.file_type().is_dir() {
            let known = KNOWN_FOLDERS.contains(&top) && !(inbox && top == INBOX);
            if inner.is_none() && !is_record_folder(record_folders, top) && !known {
                listed.strangers.push(path);
            }
            continue;
        }
        match sort_file(&entry, &path, top, inner, record_folders, real_root) {
            // What is handed in is meant to be published, so whatever would be passed over in silence is told.
            Some(Found::Refused("GS0109")) | None if inbox && !is_readme(&path) => {
                listed.found.push((path, Found::Refused("GS0113")));
            }
            kind => listed.found.extend(kind.map(|kind| (path, kind))),
        }
    }
    Ok(listed)
}

/// A note about the inbox itself.
fn is_readme(path: &str) -> bool {
    !path.contains('/') && path.to_lowercase().starts_with("readme")
}

/// As [`walk`], for files that lie on no disk: a state that git keeps. What is none of ours is left out; attachments too.
pub fn gather(files: Vec<(String, Vec<u8>)>, record_folders: &[RecordFolder]) -> Walked {
    let endings = |top: &str| record_folders.iter().find(|(folder, _)| *folder == top).map(|(_, endings)| endings.as_slice());
    let ours = |path: &str| {
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        let record = path.split_once('/').and_then(|(top, _)| endings(top)).is_some_and(|endings| endings.contains(&ending));
        let seen = path.split('/').all(|part| !part.starts_with('.') && !part.starts_with("~$"));
        path == "gongshi.toml" || (record && seen)
    };
    let files: BTreeMap<String, Vec<u8>> =
        files.into_iter().filter(|(path, bytes)| ours(path) && bytes.len() as u64 <= LARGEST).collect();
    let mut walked = Walked::default();
    for (i, (path, bytes)) in files.into_iter().enumerate() {
        let (file, diagnostic) = text_file(FileId(i as u32), path.into(), bytes);
        walked.files.0.push(file);
        walked.diagnostics.extend(diagnostic);
    }
    walked
}

/// Hidden files, gongshi's own trees and built sites are not part of the record. A marker deeper down hides nothing:
/// no site is written there.
fn is_ours(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let top = entry.depth() == 1;
    let site = top && entry.file_type().is_dir() && entry.path().join(SITE_MARKER).exists();
    let built = top && matches!(&*name, "site" | "node_modules" | "target");
    !(name.starts_with('.') || name.starts_with("~$") || site || built)
}

/// What to do with a file, or nothing where it is none of ours.
fn sort_file(
    entry: &DirEntry,
    path: &str,
    top: &str,
    inner: Option<&str>,
    record_folders: &[RecordFolder],
    root: &Path,
) -> Option<Found> {
    let in_records = inner.is_some() && is_record_folder(record_folders, top);
    if inner.is_none() && (is_record_folder(record_folders, top) || matches!(top, "theme" | "attachments")) {
        // A folder of records that is a link is not walked, so it must be said.
        return Some(Found::Refused(if entry.path_is_symlink() { "GS0106" } else { "GS0109" }));
    }
    let wanted = path == "gongshi.toml" || in_records || (inner.is_some() && matches!(top, "attachments" | "theme"));
    if !wanted {
        let dated = inner.is_none() && path.ends_with(".md") && super::day::of_file_name(path.trim_end_matches(".md")).is_some();
        return dated.then_some(Found::Refused("GS0109"));
    }
    if entry.path_is_symlink() {
        let inside = fs::canonicalize(entry.path()).is_ok_and(|target| target.starts_with(root) && target.is_file());
        if !inside {
            return Some(Found::Refused("GS0106"));
        }
    } else if !entry.file_type().is_file() {
        return Some(Found::Special);
    }
    if entry.file_name().len() > LONGEST_NAME {
        return Some(Found::Beyond("size.name"));
    }
    if top == "attachments" {
        // On the site's own address a page or a drawing with a script in it would run.
        let runs = path.rsplit('.').next().is_some_and(|e| RUNNING.contains(&e.to_ascii_lowercase().as_str()));
        return Some(if runs { Found::Refused("GS0109") } else { Found::Attachment(entry.path().to_owned()) });
    }
    let extension = Path::new(path).extension().and_then(|e| e.to_str()).unwrap_or_default();
    let endings = record_folders.iter().find(|(folder, _)| *folder == top).map_or(&[][..], |(_, endings)| endings.as_slice());
    if in_records && !endings.contains(&extension) {
        return Some(Found::Refused("GS0109"));
    }
    Some(Found::Text(entry.path().to_owned()))
}

fn relative(root: &Path, path: &Path) -> Option<String> {
    let relative = path.strip_prefix(root).ok()?;
    let parts: Vec<_> = relative.components().map(|c| c.as_os_str().to_string_lossy()).collect();
    Some(parts.join("/"))
}

fn read_all(found: Vec<(String, Found)>, strangers: &[String], record_folders: &[RecordFolder]) -> Walked {
    let read: Vec<(SourceFile, Option<Diagnostic>, Option<Attachment>)> =
        found.into_par_iter().enumerate().map(|(i, (path, kind))| read_one(FileId(i as u32), path, kind)).collect();
    let mut walked = Walked::default();
    for (file, diagnostic, attachment) in read {
        walked.files.0.push(file);
        walked.diagnostics.extend(diagnostic);
        walked.attachments.extend(attachment);
    }
    for folder in strangers {
        let name = folder.rsplit('/').next().unwrap_or(folder);
        let known = KNOWN_FOLDERS.into_iter().filter(|known| name == folder || *known != INBOX);
        let near = nearest(name, record_folders.iter().map(|(folder, _)| *folder).chain(known));
        let span = Span::file(FileId(0));
        let hint = Diagnostic::new("GS0111", span).with("folder", folder).with_some("nearest", near);
        walked.diagnostics.push(hint.at_missing(folder.as_str()));
    }
    walked
}

fn read_one(id: FileId, path: String, kind: Found) -> (SourceFile, Option<Diagnostic>, Option<Attachment>) {
    let path: Arc<str> = path.into();
    let empty =
        |path: Arc<str>| SourceFile { path, text: String::new(), encoding: Encoding::Utf8, original: None, readable: false };
    let beyond = |what| {
        let diagnostic = Diagnostic::new("GS0107", Span::file(id)).with("path", &path).word("what", what);
        (empty(path.clone()), Some(diagnostic), None)
    };
    let disk = match kind {
        Found::Text(disk) => disk,
        Found::Attachment(disk) => {
            let (attachment, text) = attachments::read(&path, disk);
            // No record comes from it, but it can be looked through.
            return (SourceFile { text, ..empty(path) }, None, Some(attachment));
        }
        Found::Special => {
            let diagnostic = Diagnostic::new("GS0110", Span::file(id)).with("path", &path).word("why", "file.special");
            return (empty(path), Some(diagnostic), None);
        }
        Found::Beyond(what) => return beyond(what),
        Found::Refused(code) => {
            let diagnostic = Diagnostic::new(code, Span::file(id)).with("path", &path);
            let diagnostic = if code == "GS0113" { placed(diagnostic, &path) } else { diagnostic };
            return (empty(path), Some(diagnostic), None);
        }
    };
    let bytes = match read_bounded(&disk) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return beyond("size.file"),
        Err(error) => {
            let diagnostic = Diagnostic::new("GS0110", Span::file(id)).with("path", &path).with("why", error);
            return (empty(path), Some(diagnostic), None);
        }
    };
    let (file, diagnostic) = text_file(id, path, bytes);
    (file, diagnostic, None)
}

/// A file's bytes as text, and what is wrong with them.
fn text_file(id: FileId, path: Arc<str>, bytes: Vec<u8>) -> (SourceFile, Option<Diagnostic>) {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if !text.starts_with('\u{FEFF}') && !has_controls(&text) => {
            return (SourceFile { path, text, encoding: Encoding::Utf8, original: None, readable: true }, None);
        }
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    // A theme may hold pictures and fonts; nothing in it is a record.
    if path.starts_with("theme/") {
        let text = String::new();
        return (SourceFile { path, text, encoding: Encoding::Utf8, original: Some(bytes), readable: false }, None);
    }
    let original = Some(bytes.clone());
    let decoded = decode(bytes);
    let diagnostic = decoded.unreadable_at.map(|at| {
        let end = decoded.text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        Diagnostic::new("GS0101", Span::new(id, at, end)).with("path", &path)
    });
    // What cannot be read is not read in part: its lines would be guesses.
    let text = decoded.text;
    let readable = diagnostic.is_none();
    (SourceFile { path, text, encoding: decoded.encoding, original, readable }, diagnostic)
}

/// A workbook in its place can be turned into the table it is to be.
fn placed(diagnostic: Diagnostic, path: &str) -> Diagnostic {
    let workbook =
        path.rsplit_once('.').filter(|(_, ending)| matches!(ending.to_ascii_lowercase().as_str(), "xlsx" | "xls" | "ods"));
    match (workbook, path.split_once('/')) {
        (Some((stem, _)), Some((kind, _))) => {
            diagnostic.with("file", format!("{INBOX}/{path}")).with("kind", kind).with("to", format!("{INBOX}/{stem}.csv"))
        }
        _ => diagnostic,
    }
}

/// A file's bytes, or nothing where it is too large.
pub fn read_bounded(disk: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut file = File::open(disk)?;
    let size = file.metadata()?.len();
    if size > LARGEST {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(size as usize + 1);
    file.read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}
