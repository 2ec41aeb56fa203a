//! `gongshi check`: what is wrong, before it is public.

use std::io::IsTerminal;

use super::Outcome;
use super::args::{CheckOptions, ListFormat};
use super::git_host::GitHost;
use super::opened::{count, open};
use super::words::{print, say};
use crate::diagnostic::{Severity, Style, print_github, print_human, print_json, print_sarif};
use crate::model::Locale;

/// Colours for a terminal, none for a file.
pub fn style() -> Style {
    if std::io::stdout().is_terminal() { Style::Colour } else { Style::Plain }
}

pub fn run(options: &CheckOptions, locale: Option<Locale>) -> Outcome {
    if options.watch {
        return super::check_watch::run(options, locale);
    }
    let opened = match open(&options.dir, options.as_of, locale) {
        Ok(opened) => opened,
        Err(outcome) => return outcome,
    };
    let (files, locale) = (&opened.community.files, opened.locale);
    let diagnostics = &*opened.all_diagnostics();
    let summary = opened.summary(diagnostics, "");
    let text = match options.format {
        ListFormat::Json => print_json(diagnostics, files, locale),
        ListFormat::Sarif => print_sarif(diagnostics, files, locale),
        ListFormat::Github => {
            let host = GitHost::here(&options.dir, opened.community.settings.source_url.as_deref());
            if let Err(outcome) = host.summarise(diagnostics, files, locale, &summary) {
                return outcome;
            }
            print_github(diagnostics, files, locale, &host.folder)
        }
        ListFormat::Human => print_human(diagnostics, files, locale, style()),
    };
    print(&text);
    say(&summary);
    if count(diagnostics, Severity::Error) > 0 { Outcome::InputErrors } else { Outcome::Done }
}
