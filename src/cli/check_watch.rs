//! `gongshi check --watch`: checks again on every save and tells what is new and what is mended.

use std::collections::HashMap;

use super::Outcome;
use super::args::CheckOptions;
use super::opened::{Opened, open};
use super::words::{print, say, words};
use crate::diagnostic::{Diagnostic, print_human, worded};
use crate::model::Locale;
use crate::serve::Watch;

/// What makes a diagnostic the same as before: not its line, which moves with every line above it.
type Known = HashMap<(&'static str, String, String), usize>;

pub fn run(options: &CheckOptions, locale: Option<Locale>) -> Outcome {
    // Before the first look, so that nothing is saved unseen; a folder that is none of ours is told all the same.
    let watch = Watch::start(&options.dir, &[options.dir.join("site")]);
    let opened = match open(&options.dir, options.as_of, locale) {
        Ok(opened) => opened,
        Err(outcome) => return outcome,
    };
    let mut watch = match watch {
        Ok(watch) => watch,
        Err(error) => {
            say(&words().fill("check.not_watched", opened.locale, &[("why", &error.to_string())]));
            return Outcome::Unusable;
        }
    };
    let all = opened.all_diagnostics();
    tell(&opened, &all, &[], all.len());
    let mut known = counted(&opened, &all);
    say(words().get("check.watching", opened.locale));
    while watch.wait(|| true).is_some() {
        // A folder that is none of ours for a moment, as while an editor saves, is looked at again on the next change.
        let Ok(opened) = open(&options.dir, options.as_of, locale) else { continue };
        let all = opened.all_diagnostics();
        let now = counted(&opened, &all);
        let mut before = known;
        let new: Vec<Diagnostic> = all.iter().filter(|d| !taken(&mut before, &key(&opened, d))).cloned().collect();
        let mended: Vec<String> =
            before.into_iter().filter(|(_, n)| *n > 0).map(|((_, path, text), _)| format!("{path}: {text}")).collect();
        if !new.is_empty() || !mended.is_empty() {
            tell(&opened, &new, &mended, all.len());
        }
        known = now;
    }
    Outcome::Done
}

fn key(opened: &Opened, diagnostic: &Diagnostic) -> (&'static str, String, String) {
    let path = diagnostic.path(&opened.community.files).to_owned();
    (diagnostic.code, path, worded(diagnostic, opened.locale).message)
}

fn counted(opened: &Opened, diagnostics: &[Diagnostic]) -> Known {
    let mut known = Known::new();
    for diagnostic in diagnostics {
        *known.entry(key(opened, diagnostic)).or_default() += 1;
    }
    known
}

/// Takes one of that key away, if there is one.
fn taken(known: &mut Known, key: &(&'static str, String, String)) -> bool {
    match known.get_mut(key) {
        Some(n) if *n > 0 => {
            *n -= 1;
            true
        }
        _ => false,
    }
}

fn tell(opened: &Opened, new: &[Diagnostic], mended: &[String], all: usize) {
    print(&print_human(new, &opened.community.files, opened.locale, super::check::style()));
    let mut mended: Vec<&String> = mended.iter().collect();
    mended.sort();
    for text in &mended {
        say(&words().fill("check.mended", opened.locale, &[("text", text)]));
    }
    let counts = [("new", new.len().to_string()), ("mended", mended.len().to_string()), ("all", all.to_string())];
    let counts: Vec<(&str, &str)> = counts.iter().map(|(k, v)| (*k, v.as_str())).collect();
    say(&words().fill("check.changed", opened.locale, &counts));
}
