//! `gongshi check`: what is wrong, before it is public.

use std::io::IsTerminal;

use super::Outcome;
use super::args::{CheckOptions, ListFormat};
use super::git_host::GitHost;
use super::help::system_locale;
use super::opened::{Asked, count, open_as};
use super::submission::{Only, View};
use super::words::{print, say, words};
use crate::diagnostic::{Severity, Style, print_changes, print_github, print_human, print_json, print_sarif};
use crate::model::Locale;

/// Colours for a terminal, none for a file.
pub fn style() -> Style {
    if std::io::stdout().is_terminal() { Style::Colour } else { Style::Plain }
}

pub fn run(options: &CheckOptions, locale: Option<Locale>) -> Outcome {
    if let Some(codes) = &options.fix {
        return super::fix::run(options, codes, locale);
    }
    if options.watch {
        return super::check_watch::run(options, locale);
    }
    let only = match options.only.as_deref().map(|only| Only::parse(&options.dir, only)).transpose() {
        Ok(only) => only,
        Err(path) => {
            let spoken = locale.unwrap_or_else(system_locale);
            say(&words().fill("check.no_part", spoken, &[("path", &path), ("dir", &options.dir.display().to_string())]));
            return Outcome::Unusable;
        }
    };
    let asked = Asked {
        dir: &options.dir,
        as_of: options.as_of,
        locale,
        inbox: only.as_ref().is_some_and(Only::is_inbox),
        against: options.against.as_deref(),
        history: true,
        may_be_empty: false,
    };
    let opened = match open_as(asked) {
        Ok(opened) => opened,
        Err(outcome) => return outcome,
    };
    let locale = opened.locale;
    let view = View::of(&opened, only.as_ref());
    let (diagnostics, files, changes) = (&view.diagnostics, &view.files, view.changes());
    let summary = opened.summary(diagnostics, "");
    let text = match options.format {
        ListFormat::Json => print_json(diagnostics, files, locale, changes.as_ref()),
        ListFormat::Sarif => print_sarif(diagnostics, files, locale, changes.as_ref()),
        ListFormat::Github => {
            let host = GitHost::here(&options.dir, opened.community.settings.source_url.as_deref());
            if let Err(outcome) = host.summarise(diagnostics, files, locale, &summary, changes.as_ref()) {
                return outcome;
            }
            print_github(diagnostics, files, locale, &host.folder, changes.as_ref())
        }
        ListFormat::Human => {
            let list = print_human(diagnostics, files, locale, style());
            list + &changes.map(|changes| print_changes(&changes, locale)).unwrap_or_default()
        }
    };
    print(&text);
    say(&summary);
    view.notes(locale).iter().for_each(|note| say(note));
    if options.format == ListFormat::Human {
        super::fix::offer(diagnostics, locale);
    }
    if count(diagnostics, Severity::Error) > 0 { Outcome::InputErrors } else { Outcome::Done }
}
