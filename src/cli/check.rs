//! `gongshi check`: what is wrong, before it is public.

use std::io::IsTerminal;

use super::Outcome;
use super::args::{CheckOptions, Format};
use super::opened::{count, open};
use super::words::{print, say};
use crate::diagnostic::{Severity, Style, print_human, print_json};
use crate::model::Locale;
use crate::render::Options;

pub fn run(options: &CheckOptions, locale: Option<Locale>) -> Outcome {
    let opened = match open(&options.dir, options.as_of, locale) {
        Ok(opened) => opened,
        Err(outcome) => return outcome,
    };
    let files = &opened.community.files;
    // A theme that cannot be used stops a build, so it is told here too.
    let with_theme = opened.site(Options::default()).err();
    let diagnostics = with_theme.as_deref().unwrap_or(&opened.diagnostics);
    let text = match options.format {
        Format::Json => print_json(diagnostics, files, opened.locale),
        Format::Human => {
            let style = if std::io::stdout().is_terminal() { Style::Colour } else { Style::Plain };
            print_human(diagnostics, files, opened.locale, style)
        }
    };
    print(&text);
    say(&opened.summary(diagnostics, ""));
    if count(diagnostics, Severity::Error) > 0 { Outcome::InputErrors } else { Outcome::Done }
}
