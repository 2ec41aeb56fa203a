//! `gongshi check --fix`: applies what a program can mend, shows it as a patch, and checks again.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::Outcome;
use super::args::CheckOptions;
use super::check::style;
use super::files::replace;
use super::help::system_locale;
use super::opened::{Opened, count, open};
use super::words::{print, say, words};
use crate::check::privacy;
use crate::diagnostic::{self, Diagnostic, Patched, Severity, patched, print_human, print_patch};
use crate::model::{Files, Locale};
use crate::source;

/// A mend may bring to light what another mends; a folder in which that does not end is left after so many times.
const MOST_ROUNDS: usize = 10;

/// Says in one line how many problems `--fix` mends, and in another which have a mend to look at.
pub fn offer(diagnostics: &[Diagnostic], locale: Locale) {
    let mends = || diagnostics.iter().filter_map(|d| Some((d.code, d.mend()?)));
    let certain = mends().filter(|(_, mend)| mend.is_certain()).count();
    if certain > 0 {
        say(&words().fill("fix.certain", locale, &[("count", &certain.to_string())]));
    }
    let offered: Vec<&str> = mends().filter(|(_, mend)| !mend.is_certain()).map(|(code, _)| code).collect();
    if !offered.is_empty() {
        let codes: BTreeSet<&str> = offered.iter().copied().collect();
        let codes = codes.into_iter().collect::<Vec<_>>().join(",");
        say(&words().fill("fix.offered", locale, &[("count", &offered.len().to_string()), ("codes", &codes)]));
    }
}

/// `codes`: those to which the mends are limited, with the mends that somebody should look at; none for all that is certain.
pub fn run(options: &CheckOptions, codes: &[String], locale: Option<Locale>) -> Outcome {
    let codes = match known_codes(codes, locale.unwrap_or_else(system_locale)) {
        Ok(codes) => codes,
        Err(outcome) => return outcome,
    };
    let mut done = Done::default();
    for round in 1.. {
        let opened = match open(&options.dir, options.as_of, locale) {
            Ok(opened) => opened,
            Err(outcome) => return outcome,
        };
        let (files, all) = (&opened.community.files, opened.all_diagnostics());
        let wanted: Vec<&Diagnostic> = all.iter().filter(|d| is_wanted(d, &codes, files, &done.left)).collect();
        let patches = patched(&wanted, files);
        if options.dry_run {
            patches.iter().for_each(|patch| print(&print_patch(patch, files, style())));
            done.count(&patches);
            return done.tell("fix.shown", &opened, &all);
        }
        if patches.is_empty() || round > MOST_ROUNDS {
            print(&print_human(&all, files, opened.locale, style()));
            let outcome = done.tell("fix.done", &opened, &all);
            offer(&all, opened.locale);
            return outcome;
        }
        done.write(options, &opened, &patches);
    }
    Outcome::Done
}

/// The codes in capitals, or that one of them is none.
fn known_codes(codes: &[String], locale: Locale) -> Result<Vec<String>, Outcome> {
    let codes: Vec<String> = codes.iter().map(|code| code.trim().to_uppercase()).filter(|code| !code.is_empty()).collect();
    match codes.iter().find(|code| diagnostic::page(code).is_none()) {
        None => Ok(codes),
        Some(code) => {
            let near = diagnostic::nearest_code(code).unwrap_or_default();
            say(&words().fill("explain.unknown", locale, &[("code", code), ("nearest", near)]));
            Err(Outcome::Unusable)
        }
    }
}

fn is_wanted(d: &Diagnostic, codes: &[String], files: &Files, left: &BTreeSet<String>) -> bool {
    let Some(mend) = d.mend() else { return false };
    let named = codes.iter().any(|code| code == d.code);
    (named || (codes.is_empty() && mend.is_certain())) && mend.file().is_some_and(|file| !left.contains(files.path(file)))
}

/// What has been mended so far.
#[derive(Default)]
struct Done {
    mends: usize,
    files: BTreeSet<String>,
    /// Files that cannot be mended, which has been said.
    left: BTreeSet<String>,
}

impl Done {
    fn count(&mut self, patches: &[Patched<'_>]) {
        self.mends += patches.iter().map(|patch| patch.mends).sum::<usize>();
    }

    fn write(&mut self, options: &CheckOptions, opened: &Opened, patches: &[Patched<'_>]) {
        let files = &opened.community.files;
        for patch in patches {
            let path = files.path(patch.file).to_owned();
            match write(options, files, patch) {
                Ok(()) => {
                    print(&print_patch(patch, files, style()));
                    self.count(std::slice::from_ref(patch));
                    self.files.insert(path);
                }
                Err(why) => {
                    let why = why.worded(opened.locale);
                    say(&words().fill("fix.left", opened.locale, &[("path", &path), ("why", &why)]));
                    self.left.insert(path);
                }
            }
        }
    }

    /// What was done and what remains; the status is that of a check.
    fn tell(&self, key: &str, opened: &Opened, all: &[Diagnostic]) -> Outcome {
        let (mends, files) = (self.mends.to_string(), self.files.len().to_string());
        let key = if self.mends == 0 { "fix.nothing" } else { key };
        say(&words().fill(key, opened.locale, &[("count", &mends), ("files", &files)]));
        say(&opened.summary(all, ""));
        if count(all, Severity::Error) > 0 { Outcome::InputErrors } else { Outcome::Done }
    }
}

/// Why a file was left as it is.
enum Left {
    Changed,
    Bytes,
    Unwritten(std::io::Error),
}

impl Left {
    fn worded(&self, locale: Locale) -> String {
        match self {
            Left::Changed => words().get("fix.changed_meanwhile", locale).to_owned(),
            Left::Bytes => words().get("fix.bytes", locale).to_owned(),
            Left::Unwritten(error) => error.to_string(),
        }
    }
}

/// Writes a mended file whole, unless it is no longer what was checked.
fn write(options: &CheckOptions, files: &Files, patch: &Patched<'_>) -> Result<(), Left> {
    let file = files.get(patch.file);
    let bytes = source::encode_as(file.bytes(), file.encoding, &file.text, &patch.text).ok_or(Left::Bytes)?;
    // A link inside the folder stays a link: what it points to is written. Nothing outside was read.
    let inside = |path: &PathBuf| fs::canonicalize(&options.dir).is_ok_and(|root| path.starts_with(root));
    let path = fs::canonicalize(options.dir.join(file.path.as_ref())).map_err(Left::Unwritten)?;
    if !inside(&path) || fs::read(&path).map_err(Left::Unwritten)? != file.bytes() {
        return Err(Left::Changed);
    }
    replace(&path, &bytes).map_err(Left::Unwritten)
}

/// Takes away the mends of lines that hold what must not be shown, also where its text is excepted by name.
pub fn spare_lines(diagnostics: &mut [Diagnostic], files: &Files) {
    for diagnostic in diagnostics {
        let Some(mend) = diagnostic.mend() else { continue };
        let shows = |edit: &diagnostic::Edit| !privacy::hits(files.lines(edit.span)).is_empty();
        if mend.edits().iter().any(shows) {
            diagnostic.without_mend();
        }
    }
}
