//! `gongshi template KIND`: an empty file of a kind, to be filled in.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use super::Outcome;
use super::args::{TemplateFormat, TemplateOptions};
use super::files::create;
use super::opened::spoken_here;
use super::schema::{list, unknown};
use super::words::{print, say, words};
use crate::forms::{self, Kind};
use crate::model::Locale;

pub fn run(options: &TemplateOptions, locale: Option<Locale>) -> Outcome {
    let locale = spoken_here(locale);
    let Some(name) = &options.kind else {
        print(&list(locale));
        return Outcome::Done;
    };
    let Some(kind) = forms::find(name) else { return unknown(name, locale) };
    let tell = |key: &str, values: &[(&str, &str)]| {
        say(&words().fill(key, locale, values));
        Outcome::Unusable
    };
    let format = options.format.or_else(|| format_of(options.out.as_deref()?)).unwrap_or(match kind {
        Kind::Table(_) => TemplateFormat::Csv,
        Kind::Form(form) if form.is_markdown() => TemplateFormat::Md,
        Kind::Form(_) => TemplateFormat::Toml,
    });
    let Some(bytes) = filled_with_nothing(kind, format, locale) else {
        return tell("template.other_format", &[("kind", kind.name()), ("path", kind.path())]);
    };
    match &options.out {
        Some(path) => {
            let shown = path.display().to_string();
            match create(path, &bytes) {
                Ok(()) => {
                    say(&words().fill("template.written", locale, &[("path", &shown)]));
                    Outcome::Done
                }
                // What stands there may be filled in already.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => tell("template.exists", &[("path", &shown)]),
                Err(error) => tell("forms.unwritten", &[("path", &shown), ("why", &error.to_string())]),
            }
        }
        None if format == TemplateFormat::Xlsx && io::stdout().is_terminal() => {
            tell("template.needs_out", &[("kind", kind.name())])
        }
        None => {
            let mut out = io::stdout().lock();
            // A closed pipe is nobody's trouble.
            let _ = out.write_all(&bytes).and_then(|()| out.flush());
            Outcome::Done
        }
    }
}

/// The format that a file's ending means.
fn format_of(path: &Path) -> Option<TemplateFormat> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "csv" => Some(TemplateFormat::Csv),
        "xlsx" => Some(TemplateFormat::Xlsx),
        "toml" => Some(TemplateFormat::Toml),
        "md" => Some(TemplateFormat::Md),
        _ => None,
    }
}

/// The empty file of a kind in a format, if it has one; a table's TOML is what stands beside it.
fn filled_with_nothing(kind: Kind, format: TemplateFormat, locale: Locale) -> Option<Vec<u8>> {
    match (kind, format) {
        (Kind::Table(table), TemplateFormat::Csv) => Some(forms::csv(table, locale).into_bytes()),
        (Kind::Table(table), TemplateFormat::Xlsx) => forms::workbook(table, locale).ok(),
        (Kind::Table(table), TemplateFormat::Toml) => {
            let beside = table.path.strip_suffix("csv").map(|stem| format!("{stem}toml"))?;
            let form = crate::source::forms().find(|form| form.path() == beside)?;
            Some(forms::commented(form, locale).into_bytes())
        }
        (Kind::Form(form), TemplateFormat::Xlsx) if forms::is_particulars(form) => forms::particulars(form, locale).ok(),
        (Kind::Form(form), TemplateFormat::Toml) if !form.is_markdown() => Some(forms::commented(form, locale).into_bytes()),
        (Kind::Form(form), TemplateFormat::Md) if form.is_markdown() => Some(forms::commented(form, locale).into_bytes()),
        _ => None,
    }
}
