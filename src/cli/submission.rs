//! What of a check is told: all of it, or what concerns a part of the folder; and what would change once it is public.

use std::collections::BTreeSet;
use std::path::Path;

use super::opened::{Opened, count};
use super::words::words;
use crate::check::privacy;
use crate::diagnostic::{self, Arg, Changes, Diagnostic, Severity, worded};
use crate::figures::published::published;
use crate::history::{State, file_changes};
use crate::model::{FileChange, FileState, Files, Locale};
use crate::source::INBOX;

/// The part of a folder that `--only` names, with `/` and without one at its end.
pub struct Only(String);

impl Only {
    /// `Err` with the path where the folder has no such part; an inbox need not be there.
    pub fn parse(dir: &Path, text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split(['/', std::path::MAIN_SEPARATOR]).filter(|p| !p.is_empty() && *p != ".").collect();
        let path = parts.join("/");
        let inside = !parts.contains(&"..") && !Path::new(text).is_absolute() && !path.is_empty();
        if inside && (path == INBOX || dir.join(&path).exists()) { Ok(Only(path)) } else { Err(text.to_owned()) }
    }

    /// Whether it is the inbox, or something in it.
    pub fn is_inbox(&self) -> bool {
        self.0 == INBOX || self.0.starts_with(&format!("{INBOX}/"))
    }

    fn has(&self, path: &str) -> bool {
        path.strip_prefix(&self.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// What is told.
pub struct View {
    pub diagnostics: Vec<Diagnostic>,
    /// With the paths that files have, also where they lie in the inbox.
    pub files: Files,
    /// Errors, findings and hints about the rest of the folder.
    pub elsewhere: Option<[usize; 3]>,
    pub changes: Option<Vec<FileChange>>,
    /// What the changes are against.
    pub against: String,
    pub empty_inbox: bool,
}

impl View {
    pub fn of(opened: &Opened, only: Option<&Only>) -> Self {
        let all = opened.all_diagnostics().into_owned();
        let files = shown_files(opened);
        let known = known_before(opened);
        let concerned = |d: &Diagnostic| {
            let Some(only) = only else { return true };
            let spans = std::iter::once(d.span).chain(d.also.iter().copied());
            let there = match &d.missing_path {
                Some(path) => only.has(path),
                None => spans.into_iter().any(|span| only.has(files.path(span.file))),
            };
            // What is wrong elsewhere only because of what was handed in is no trouble of the folder's own.
            there || (only.is_inbox() && known.as_ref().is_some_and(|known| !known.contains(&key(opened, d))))
        };
        let (mut told, rest): (Vec<Diagnostic>, Vec<Diagnostic>) = all.into_iter().partition(concerned);
        for d in told.iter_mut().filter(|d| opened.handed_in.contains(d.path(&opened.community.files))) {
            // Whoever hands a table in writes what belongs beside it into the inbox too.
            if let Some((_, Arg::Text(front))) = d.args.iter_mut().find(|(name, _)| *name == "front") {
                *front = format!("{INBOX}/{front}");
            }
        }
        diagnostic::sort(&mut told, &files);
        let elsewhere = only.map(|_| [Severity::Error, Severity::Finding, Severity::Hint].map(|severity| count(&rest, severity)));
        let changes = opened.compared.as_ref().map(|compared| {
            let old = published(&compared.community, &compared.figures);
            let new = published(&opened.community, &opened.figures);
            let mut changes = file_changes(
                &State { community: &compared.community, published: &old },
                &State { community: &opened.community, published: &new },
                |path| opened.handed_in.contains(path),
            );
            for change in &mut changes {
                change.label = privacy::guarded(&change.label);
                change.figures.iter_mut().for_each(|figure| figure.subject = privacy::guarded(&figure.subject));
            }
            if let Some(only) = only {
                let shown =
                    |path: &str| if opened.handed_in.contains(path) { format!("{INBOX}/{path}") } else { path.to_owned() };
                changes.retain(|c| only.has(&shown(&c.path)) || (only.is_inbox() && c.state == FileState::Follows));
                changes.iter_mut().for_each(|c| c.path = shown(&c.path));
            }
            changes
        });
        View {
            diagnostics: told,
            elsewhere,
            changes,
            against: opened.compared.as_ref().map(|c| c.label.clone()).unwrap_or_default(),
            empty_inbox: only.is_some_and(Only::is_inbox) && opened.handed_in.is_empty(),
            files,
        }
    }

    pub fn changes(&self) -> Option<Changes<'_>> {
        let files = self.changes.as_deref();
        (files.is_some() || self.elsewhere.is_some()).then(|| Changes {
            files: files.unwrap_or_default(),
            against: files.map(|_| self.against.as_str()),
            elsewhere: self.elsewhere,
        })
    }

    /// What the summary adds about the rest of the folder.
    pub fn notes(&self, locale: Locale) -> Vec<String> {
        let mut notes = Vec::new();
        if self.empty_inbox {
            notes.push(words().get("check.inbox_empty", locale).to_owned());
        }
        if let Some([errors, findings, hints]) = self.elsewhere.filter(|n| n.iter().any(|n| *n > 0)) {
            let numbers = [("errors", errors), ("findings", findings), ("hints", hints)].map(|(k, n)| (k, n.to_string()));
            let values: Vec<(&str, &str)> = numbers.iter().map(|(k, v)| (*k, v.as_str())).collect();
            notes.push(words().fill("check.elsewhere", locale, &values));
        }
        notes
    }
}

fn shown_files(opened: &Opened) -> Files {
    let mut files = opened.community.files.clone();
    for file in &mut files.0 {
        if opened.handed_in.contains(file.path.as_ref()) {
            file.path = format!("{INBOX}/{}", file.path).into();
        }
    }
    files
}

/// What makes a diagnostic the same before and after: not its line, which moves with every line above it.
fn key(opened: &Opened, d: &Diagnostic) -> (&'static str, String, String) {
    (d.code, d.path(&opened.community.files).to_owned(), worded(d, opened.locale).message)
}

/// What the folder has against it without its inbox.
fn known_before(opened: &Opened) -> Option<BTreeSet<(&'static str, String, String)>> {
    let before = opened.without_inbox.as_ref()?;
    Some(before.all_diagnostics().iter().map(|d| key(before, d)).collect())
}
