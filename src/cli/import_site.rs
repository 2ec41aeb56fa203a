//! `gongshi import DIR --from jekyll`: an existing site's posts to the folders of their kinds, with an account of each.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Outcome;
use super::args::ImportOptions;
use super::files::create;
use super::help::system_locale;
use super::words::{print, say, words};
use crate::import::jekyll::{self, Content, Fate, Mapping, Moved, Note};
use crate::model::Locale;
use crate::source::without_notes;

/// Where the meaning of the site's words is kept in the new folder, beside the mappings of tables.
const MAPPING: &str = "import/jekyll.toml";
/// How many notes of a kind a post's account shows before the rest is only counted.
const SHOWN: usize = 5;

pub fn run(options: &ImportOptions, locale: Option<Locale>) -> Outcome {
    let locale = locale.unwrap_or_else(system_locale);
    let out = options.out.clone().unwrap_or_else(|| PathBuf::from("."));
    let stop = |key: &str, path: &Path, why: &str| {
        say(&words().fill(key, locale, &[("path", &path.display().to_string()), ("why", why)]));
        Outcome::Unusable
    };
    if !options.file.join("_posts").is_dir() && !options.file.join("_config.yml").is_file() {
        return stop("jekyll.no_site", &options.file, "");
    }
    if is_within(&out, &options.file) {
        return stop("jekyll.within", &out, "");
    }
    let map = options.map.clone().unwrap_or_else(|| out.join(MAPPING));
    let mapping = match fs::read_to_string(&map) {
        Ok(text) => Mapping::parse(&text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Mapping::default()),
        Err(error) => Err(error.to_string()),
    };
    let moved = match mapping.map(|mapping| jekyll::import(&options.file, mapping)) {
        Ok(Ok(moved)) => moved,
        Ok(Err(error)) => return stop("jekyll.unreadable", &options.file, &error.to_string()),
        Err(why) => return stop("jekyll.mapping", &map, &why),
    };
    print(&account(&moved, locale));
    if options.dry_run {
        say(words().get("jekyll.dry_run", locale));
        return Outcome::Done;
    }
    let comment = words().get("jekyll.mapping_comment", locale);
    let mapping = Content::Text(moved.mapping.print(comment));
    let files = moved.files.iter().map(|(path, content)| (out.join(path), content));
    let files = files.chain((!map.exists()).then_some((map.clone(), &mapping)));
    let mut kept = 0;
    for (path, content) in files {
        match write(&path, content) {
            Ok(Written::New | Written::Same) => {}
            Ok(Written::Kept) => {
                kept += 1;
                say(&words().fill("jekyll.exists", locale, &[("path", &path.display().to_string())]));
            }
            Err(error) => return stop("jekyll.unwritten", &path, &error.to_string()),
        }
    }
    let values = [("path", out.display().to_string()), ("map", map.display().to_string()), ("kept", kept.to_string())];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    say(&words().fill("jekyll.written", locale, &values));
    Outcome::Done
}

/// Whether a folder, there or not yet, lies in the site: nothing is written there.
fn is_within(out: &Path, site: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned());
    let site = real(site);
    let absolute = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
    absolute.ancestors().map(real).any(|folder| folder == site)
}

/// What became of a file that was to be written.
enum Written {
    New,
    /// It was there, with the same content.
    Same,
    /// Another was there, and stays.
    Kept,
}

/// Writes a file that is not there yet. Of pictures, what a camera wrote into them stays behind.
fn write(path: &Path, content: &Content) -> io::Result<Written> {
    let bytes = match content {
        Content::Text(text) => text.clone().into_bytes(),
        Content::Copy(from) => {
            let bytes = fs::read(from)?;
            without_notes(bytes.clone()).unwrap_or(bytes)
        }
    };
    match create(path, &bytes) {
        Ok(()) => Ok(Written::New),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Ok(if fs::read(path)? == bytes { Written::Same } else { Written::Kept })
        }
        Err(error) => Err(error),
    }
}

/// What became of every file of the site, in its order, and the count.
fn account(moved: &Moved, locale: Locale) -> String {
    let w = |key: &str, values: &[(&str, &str)]| words().fill(key, locale, values);
    let mut lines = Vec::new();
    let mut counts = [0_usize; 3];
    for told in &moved.told {
        let source = told.source.as_str();
        let (place, line) = match &told.fate {
            Fate::Placed(to) => (0, w("jekyll.placed", &[("source", source), ("to", to)])),
            Fate::Waits(to, why) => (1, w("jekyll.waits", &[("source", source), ("to", to), ("why", words().get(why, locale))])),
            Fate::Left(why) => (2, w("jekyll.left", &[("source", source), ("why", words().get(why, locale))])),
        };
        counts[place] += 1;
        lines.push(line);
        lines.extend(notes(&told.notes, locale));
    }
    let copies = moved.files.values().filter(|content| matches!(content, Content::Copy(_))).count();
    let [placed, waits, left] = counts.map(|count| count.to_string());
    let values =
        [("placed", placed.as_str()), ("waits", waits.as_str()), ("left", left.as_str()), ("copies", &copies.to_string())];
    lines.push(w("jekyll.summary", &values));
    lines.push(String::new());
    lines.join("\n")
}

/// What is to be said of a post, those alike together.
fn notes(notes: &[Note], locale: Locale) -> Vec<String> {
    let mut lines = Vec::new();
    for alike in notes.chunk_by(|a, b| a.key == b.key) {
        let shown: Vec<&str> = alike.iter().take(SHOWN).map(|note| note.text.as_str()).filter(|text| !text.is_empty()).collect();
        let more = if alike.len() > SHOWN { " …" } else { "" };
        let text = format!("{}{more}", shown.join(words().get("jekyll.separator", locale)));
        let count = alike.len().to_string();
        lines.push(words().fill(alike[0].key, locale, &[("text", &text), ("count", &count)]));
    }
    lines
}
