//! `gongshi new DIR`: a community folder with a commented file of every kind, which builds at once.

use std::fs;
use std::io;
use std::path::Path;

use rust_embed::RustEmbed;

use super::Outcome;
use super::args::NewOptions;
use super::help::system_locale;
use super::schema;
use super::words::{say, words};
use crate::forms;
use crate::model::Locale;

/// One folder a language; `{{today}}` in a file or in its name is the day it is made.
#[derive(RustEmbed)]
#[folder = "src/cli/scaffold/"]
struct Scaffold;

pub fn run(options: &NewOptions, locale: Option<Locale>) -> Outcome {
    let locale = locale.unwrap_or_else(system_locale);
    let dir = options.dir.display().to_string();
    let occupied = fs::read_dir(&options.dir).is_ok_and(|mut entries| entries.next().is_some()) || options.dir.is_file();
    if occupied {
        say(&words().fill("new.exists", locale, &[("dir", &dir)]));
        return Outcome::Unusable;
    }
    if let Err(error) = write(&options.dir, locale) {
        say(&words().fill("new.failed", locale, &[("dir", &dir), ("why", &error.to_string())]));
        return Outcome::Unusable;
    }
    say(&words().fill("new.done", locale, &[("dir", &dir)]));
    Outcome::Done
}

fn write(dir: &Path, locale: Locale) -> io::Result<()> {
    let today = jiff::ZonedDateTime::now().date();
    let quarter = format!("{}-Q{}", today.year(), (today.month() + 2) / 3);
    let year = today.year().to_string();
    let filled =
        |text: &str| text.replace("{{today}}", &today.to_string()).replace("{{quarter}}", &quarter).replace("{{year}}", &year);
    for path in Scaffold::iter() {
        let Some(inner) = path.strip_prefix(locale.tag()).and_then(|p| p.strip_prefix('/')) else { continue };
        let Some(file) = Scaffold::get(&path) else { continue };
        let inner = filled(inner).replace("dot.gitignore", ".gitignore");
        let target = dir.join(&inner);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        let text = with_schema(&inner, &filled(&String::from_utf8_lossy(&file.data)));
        fs::write(target, marked(&inner, &text, &words().fill("new.sample", locale, &[])))?;
    }
    schema::write_all(&dir.join(schema::FOLDER), locale)
}

/// A TOML file says where its schema is, by which editors complete and check it.
fn with_schema(path: &str, text: &str) -> String {
    match forms::form_at(path).filter(|form| !form.is_markdown()) {
        Some(form) => {
            let up = "../".repeat(path.matches('/').count());
            format!("#:schema {up}{}/{}.json\n{text}", schema::FOLDER, form.name())
        }
        None => text.to_owned(),
    }
}

/// Every record says that it is a sample, where its text begins, so that no duty begins with it. Whoever puts the
/// community's own in its place takes the line away, or it goes with the rest.
fn marked(path: &str, text: &str, mark: &str) -> String {
    if !path.contains('/') {
        return text.to_owned();
    }
    let fence = if text.starts_with("+++\n") { "+++\n" } else { "" };
    let order_mark = if text.starts_with('\u{FEFF}') { "\u{FEFF}" } else { "" };
    let rest = &text[fence.len() + order_mark.len()..];
    format!("{order_mark}{fence}{mark}\n{rest}")
}
