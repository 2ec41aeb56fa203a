//! `gongshi schema KIND`: the schema of a kind of file, for editors and other programs.

use std::fs;
use std::io;
use std::path::Path;

use super::Outcome;
use super::args::SchemaOptions;
use super::files::make_folders;
use super::opened::spoken_here;
use super::words::{print, say, words};
use crate::forms::{self, Kind, Strangers};
use crate::model::Locale;

/// Where a folder keeps its schemas: hidden, so that it is no folder of records.
pub const FOLDER: &str = ".schema";

pub fn run(options: &SchemaOptions, locale: Option<Locale>) -> Outcome {
    let locale = spoken_here(locale);
    let written = match (&options.kind, &options.out) {
        (None, None) => {
            print(&list(locale));
            return Outcome::Done;
        }
        (None, Some(folder)) => (write_all(folder, locale), folder),
        (Some(name), out) => {
            let Some(kind) = forms::find(name) else { return unknown(name, locale) };
            let text = schema(kind, if options.yaml { Strangers::Kept } else { Strangers::Refused }, locale);
            let Some(out) = out else {
                print(&text);
                return Outcome::Done;
            };
            (write(out, &text), out)
        }
    };
    match written {
        (Ok(()), _) => Outcome::Done,
        (Err(error), out) => {
            let path = out.display().to_string();
            say(&words().fill("forms.unwritten", locale, &[("path", &path), ("why", &error.to_string())]));
            Outcome::Unusable
        }
    }
}

/// The schemas of every kind of TOML file, of front matter and of tables, in a folder.
///
/// # Errors
/// When one cannot be written.
pub fn write_all(folder: &Path, locale: Locale) -> io::Result<()> {
    forms::kinds()
        .try_for_each(|kind| write(&folder.join(format!("{}.json", kind.name())), &schema(kind, Strangers::Refused, locale)))
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    make_folders(path)?;
    fs::write(path, text)
}

fn schema(kind: Kind, strangers: Strangers, locale: Locale) -> String {
    let schema = match kind {
        Kind::Table(table) => forms::table_schema(table, locale),
        Kind::Form(form) => forms::json_schema(form, strangers, locale),
    };
    // Strings, numbers and lists alone always serialise.
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

/// Every kind: its name, where its files lie, what it is.
pub fn list(locale: Locale) -> String {
    let width = |text: fn(Kind) -> &'static str| forms::kinds().map(|kind| text(kind).len()).max().unwrap_or(0);
    let (names, paths) = (width(Kind::name), width(Kind::path));
    let line = |kind: Kind| {
        let title = forms::kind(kind.name(), locale).map_or("", |described| described.title);
        format!("{:names$}  {:paths$}  {title}\n", kind.name(), kind.path())
    };
    forms::kinds().map(line).collect()
}

/// Says that there is no such kind, and which there are.
pub fn unknown(name: &str, locale: Locale) -> Outcome {
    let near = crate::source::nearest(name, forms::kinds().map(Kind::name)).unwrap_or_default();
    let key = if near.is_empty() { "forms.unknown" } else { "forms.unknown_near" };
    say(&words().fill(key, locale, &[("kind", name), ("nearest", near)]));
    print(&list(locale));
    Outcome::Unusable
}
