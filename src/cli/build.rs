//! `gongshi build`: check, then write the site whole or not at all.

use std::cell::RefCell;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::Outcome;
use super::args::BuildOptions;
use super::opened::{Asked, Opened, open_as};
use super::progress::Progress;
use super::words::{say, words};
use crate::diagnostic::{Diagnostic, Style, print_human};
use crate::model::Locale;
use crate::publish::{self, PublishError, PublishFailure, Summary};
use crate::render::{Options, Page, plan};

pub fn run(options: &BuildOptions, locale: Option<Locale>) -> Outcome {
    if let Some(jobs) = options.jobs {
        // The pool can be built only once; nothing has used it yet.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global();
    }
    let asked = Asked {
        dir: &options.dir,
        as_of: options.as_of,
        locale,
        inbox: false,
        against: None,
        history: !options.no_history,
        may_be_empty: false,
    };
    let opened = match open_as(asked) {
        Ok(opened) => opened,
        Err(outcome) => return outcome,
    };
    let out = options.out.clone().unwrap_or_else(|| options.dir.join("site"));
    if opened.has_errors() {
        return refused(&opened, &opened.diagnostics, &out);
    }
    let site_options = Options { base_url: options.base_url.clone() };
    let site = match opened.site(site_options) {
        Ok(site) => site,
        Err(problems) => return refused(&opened, &problems, &out),
    };
    let pages = plan(&site);
    let progress = Progress::new(pages.len(), words().get("progress.pages", opened.locale));
    let result = publish::publish(&out, |writer| {
        pages.par_iter().try_for_each(|page| {
            write_page(page, |bytes| writer.write(&page.path, bytes))?;
            progress.step();
            Ok::<(), Failure>(())
        })
    });
    progress.done();
    match result {
        Ok(summary) => done(&opened, &summary, &out),
        Err(PublishFailure::Draw(Failure::Page(path, why))) => {
            let text = words().fill("publish.other", opened.locale, &[("why", &format!("{path}: {why}"))]);
            say(&text);
            Outcome::InputErrors
        }
        Err(PublishFailure::Draw(Failure::Publish(error)) | PublishFailure::Publish(error)) => failed(&error, opened.locale),
    }
}

enum Failure {
    /// A template or an attachment: the page and why.
    Page(String, String),
    Publish(PublishError),
}

thread_local! {
    /// One buffer a thread: pages are drawn without allocating anew.
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

fn write_page(page: &Page<'_>, write: impl FnOnce(&[u8]) -> Result<(), PublishError>) -> Result<(), Failure> {
    BUFFER.with_borrow_mut(|buffer| {
        buffer.clear();
        page.draw(buffer).map_err(|why| Failure::Page(page.path.clone(), why))?;
        write(buffer).map_err(Failure::Publish)
    })
}

/// Diagnostics go where a person sees them beside the summary: standard error.
fn report(diagnostics: &[Diagnostic], opened: &Opened) {
    let style = if std::io::stderr().is_terminal() { Style::Colour } else { Style::Plain };
    say(print_human(diagnostics, &opened.community.files, opened.locale, style).trim_end());
}

fn refused(opened: &Opened, diagnostics: &[Diagnostic], out: &Path) -> Outcome {
    report(diagnostics, opened);
    say("");
    say(&opened.summary(diagnostics, ""));
    say(&words().fill("build.refused", opened.locale, &[("out", &out.display().to_string())]));
    Outcome::InputErrors
}

fn done(opened: &Opened, summary: &Summary, out: &Path) -> Outcome {
    if !opened.diagnostics.is_empty() {
        report(&opened.diagnostics, opened);
        say("");
    }
    let number = |n: usize| n.to_string();
    let pages =
        words().fill("summary.pages", opened.locale, &[("count", &number(summary.pages)), ("written", &number(summary.written))]);
    say(&opened.summary(&opened.diagnostics, &pages));
    if !summary.edited.is_empty() {
        let values = [("count", number(summary.edited.len())), ("files", summary.edited.join(", "))];
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        say(&words().fill("build.edited", opened.locale, &values));
    }
    let index: PathBuf = out.join("index.html");
    let places = [("out", out.display().to_string()), ("index", index.display().to_string())];
    let places: Vec<(&str, &str)> = places.iter().map(|(k, v)| (*k, v.as_str())).collect();
    say(&words().fill("build.done", opened.locale, &places));
    Outcome::Done
}

fn failed(error: &PublishError, locale: Locale) -> Outcome {
    let path = error.path().map(|p| p.display().to_string()).unwrap_or_default();
    let why = error.to_string();
    let (key, page, outcome) = match error {
        PublishError::Foreign { .. } => ("publish.foreign", String::new(), Outcome::Unusable),
        PublishError::Symlink { .. } => ("publish.symlink", String::new(), Outcome::Unusable),
        PublishError::NotAFolder { .. } => ("publish.not_a_folder", String::new(), Outcome::Unusable),
        PublishError::Locked { .. } => ("publish.locked", String::new(), Outcome::Unusable),
        PublishError::NoSpace { .. } => ("publish.no_space", String::new(), Outcome::Unusable),
        PublishError::NotWritable { .. } => ("publish.not_writable", String::new(), Outcome::Unusable),
        PublishError::DuplicatePage { page } | PublishError::ClashingPages { page, .. } => {
            ("publish.address", page.clone(), Outcome::InputErrors)
        }
        _ => ("publish.other", String::new(), Outcome::Unusable),
    };
    say(&words().fill(key, locale, &[("path", &path), ("why", &why), ("page", &page)]));
    outcome
}
