//! `gongshi check`: what is wrong, before it is public.

use std::io::IsTerminal;

use super::Outcome;
use super::args::{CheckOptions, ListFormat};
use super::git_host::GitHost;
use super::opened::{count, open};
use super::words::{print, say};
use crate::diagnostic::{Severity, Style, print_github, print_human, print_json, print_sarif};
use crate::model::Locale;
use crate::render::Options;

pub fn run(options: &CheckOptions, locale: Option<Locale>) -> Outcome {
    let opened = match open(&options.dir, options.as_of, locale) {
        Ok(opened) => opened,
        Err(outcome) => return outcome,
    };
    let (files, locale) = (&opened.community.files, opened.locale);
    // A theme that cannot be used, or two pages of one address, stop a build, so they are told here too.
    let with_theme = opened.site(Options::default()).err();
    let diagnostics = with_theme.as_deref().unwrap_or(&opened.diagnostics);
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
        ListFormat::Human => {
            let style = if std::io::stdout().is_terminal() { Style::Colour } else { Style::Plain };
            print_human(diagnostics, files, locale, style)
        }
    };
    print(&text);
    say(&summary);
    if count(diagnostics, Severity::Error) > 0 { Outcome::InputErrors } else { Outcome::Done }
}
