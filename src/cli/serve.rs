//! `gongshi serve`: the site on this machine while it is edited.

use std::net::{Ipv4Addr, SocketAddr};

use super::Outcome;
use super::args::ServeOptions;
use super::opened::open;
use super::words::{say, words};
use crate::diagnostic::{Diagnostic, Severity, Style, print_human};
use crate::model::{Date, Locale};
use crate::render::{self, plan};
use crate::serve::{self, Build, ServeError};

pub fn run(options: &ServeOptions, locale: Option<Locale>) -> Outcome {
    // A folder that is none of ours is told at once, and not as an empty page in a browser.
    let spoken = match open(&options.dir, options.as_of, locale) {
        Ok(opened) => opened.locale,
        Err(outcome) => return outcome,
    };
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    let (dir, as_of) = (options.dir.clone(), options.as_of);
    let served = serve::serve(
        serve::Options {
            folder: options.dir.clone(),
            ignore: vec![options.dir.join("site")],
            address,
            words: serve_words(spoken),
        },
        move || build(&dir, as_of, locale),
    );
    match served {
        Ok(()) => Outcome::Done,
        Err(error) => {
            let key = if matches!(error, ServeError::PortTaken { .. }) { "serve.port_taken" } else { "serve.failed" };
            say(&words().fill(key, spoken, &[("port", &options.port.to_string()), ("why", &error.to_string())]));
            Outcome::Unusable
        }
    }
}

fn serve_words(locale: Locale) -> serve::Words {
    let word = |key: &'static str| words().get(key, locale).to_owned();
    serve::Words {
        lang: locale.tag().to_owned(),
        serving: word("serve.serving"),
        rebuilding: word("serve.rebuilding"),
        built: word("serve.built"),
        unchanged: word("serve.unchanged"),
        problems: word("serve.problems"),
        problems_kept: word("serve.problems_kept"),
        notes: word("serve.notes"),
        nothing_yet: word("serve.nothing_yet"),
        missing: word("serve.missing"),
        refused: word("serve.refused"),
        crashed: word("serve.crashed"),
        polling: word("serve.polling"),
    }
}

/// One build in memory. Findings are on the pages themselves; what is shown over them are errors and hints.
fn build(dir: &std::path::Path, as_of: Option<Date>, locale: Option<Locale>) -> Build {
    let opened = match open(dir, as_of, locale) {
        Ok(opened) => opened,
        Err(_) => {
            let why = words().fill("open.nothing", locale.unwrap_or_default(), &[("dir", &dir.display().to_string())]);
            return Build { pages: None, problems: Some(why), problem_count: 1 };
        }
    };
    let shown = |diagnostics: &[Diagnostic]| {
        let text = print_human(diagnostics, &opened.community.files, opened.locale, Style::Plain);
        (!text.is_empty()).then_some(text)
    };
    let problems: Vec<Diagnostic> = opened.diagnostics.iter().filter(|d| d.severity != Severity::Finding).cloned().collect();
    if opened.has_errors() {
        return Build { pages: None, problem_count: problems.len(), problems: shown(&problems) };
    }
    let site = match opened.site(render::Options::default()) {
        Ok(site) => site,
        Err(mut all) => {
            all.retain(|d| d.severity != Severity::Finding);
            return Build { pages: None, problem_count: all.len(), problems: shown(&all) };
        }
    };
    match render::draw_all(&plan(&site)) {
        Ok(pages) => Build { pages: Some(pages), problem_count: problems.len(), problems: shown(&problems) },
        Err((page, why)) => Build { pages: None, problem_count: 1, problems: Some(format!("{page}: {why}")) },
    }
}
