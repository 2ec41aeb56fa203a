//! `gongshi import FILE --as KIND`: a firm's spreadsheet to a clean table, with an account of what was done.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::Outcome;
use super::args::{Format, ImportOptions};
use super::check::style;
use super::files::replace;
use super::help::system_locale;
use super::opened::settings_of;
use super::words::{print, say, words};
use super::{import_report, import_site};
use crate::diagnostic::{print_human, print_json};
use crate::forms::{self, Kind};
use crate::import::particulars::{self, Asked};
use crate::import::{self, Imported, Input, Mapping, Surroundings};
use crate::model::{Locale, Period, Settings};
use crate::source::DayContext;

/// Where an import's mappings are kept, in the folder: they are small, and the next quarter's file needs them.
const MAPPINGS: &str = "import";

pub fn run(options: &ImportOptions, locale: Option<Locale>) -> Outcome {
    if options.from.is_some() {
        return import_site::run(options, locale);
    }
    let folder = folder_of(options);
    let settings = folder.as_deref().and_then(settings_of).unwrap_or_default();
    let spoken = settings.locale.as_deref().and_then(Locale::parse);
    let locale = locale.or(spoken).unwrap_or_else(system_locale);
    match import_one(options, folder.as_deref(), &settings, locale) {
        Ok(outcome) => outcome,
        Err((key, values)) => {
            let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            say(&words().fill(key, locale, &values));
            Outcome::Unusable
        }
    }
}

/// What stopped it before any file was judged: a key of `words.toml` and what fills it.
type Stopped = (&'static str, Vec<(&'static str, String)>);

fn import_one(options: &ImportOptions, folder: Option<&Path>, settings: &Settings, locale: Locale) -> Result<Outcome, Stopped> {
    let path = options.file.display().to_string();
    let kind = kind_of(options.kind.as_deref().unwrap_or_default())?;
    let target = options.out.as_deref();
    if let Some(target) = target.filter(|t| t.exists() && !options.replace && !options.dry_run) {
        return Err(("import.exists", vec![("path", target.display().to_string())]));
    }
    let bytes =
        fs::read(&options.file).map_err(|why| ("import.unreadable", vec![("path", path.clone()), ("why", why.to_string())]))?;
    let asked = options.map.as_deref().filter(|map| map.exists()).map(read_mapping).transpose()?;
    let kept = folder.map(saved_mappings).unwrap_or_default();
    let (places, saved): (Vec<PathBuf>, Vec<Mapping>) = kept.into_iter().unzip();
    let constants: BTreeMap<String, String> = options.set.iter().cloned().collect();
    let surroundings = Surroundings { context: DayContext { year: year_of(target, &options.file), ..DayContext::default() } };
    let (path_of_file, mapping, saved) = (path.as_str(), asked.as_ref(), saved.as_slice());
    let imported = match kind {
        Kind::Table(kind) => {
            let (memo, memo_of_few) = (words().get("import.memo", locale), words().get("import.memo_of_few", locale));
            let accounts = &settings.accounts;
            let path = path_of_file;
            import::import(
                &Input { path, kind, mapping, saved, constants, accounts, surroundings, locale, memo, memo_of_few },
                bytes,
            )
        }
        Kind::Form(form) => {
            particulars::import(&Asked { path: path_of_file, form, mapping, saved, constants, surroundings, locale }, bytes)
        }
    };
    if options.format == Format::Json {
        print(&print_json(&imported.diagnostics, &imported.files, locale, None));
    } else {
        print(&print_human(&imported.diagnostics, &imported.files, locale, style()));
        let used = imported.report.saved_mapping.map(|i| from_here(&places[i]));
        say(&import_report::print(&path, &imported, used.as_deref(), locale));
    }
    let Some(table) = &imported.table else {
        return Ok(ask_for_mapping(options, &imported, locale));
    };
    if options.dry_run {
        if options.format == Format::Human {
            print(&if matches!(kind, Kind::Table(_)) { import_report::table(table, locale) } else { table.clone() });
        }
        say(&words().fill("import.dry_run", locale, &[]));
        return Ok(Outcome::Done);
    }
    let Some(target) = target else {
        if options.format == Format::Human {
            print(table);
        }
        return Ok(Outcome::Done);
    };
    let unwritten = |path: &Path, why: std::io::Error| {
        ("import.unwritten", vec![("path", path.display().to_string()), ("why", why.to_string())])
    };
    replace(target, table.as_bytes()).map_err(|why| unwritten(target, why))?;
    say(&words().fill("import.written", locale, &[("path", &target.display().to_string())]));
    if let Some((map, mapping)) = mapping_to_keep(options, folder, &imported) {
        let text = mapping.print(words().get("import.mapping_comment", locale));
        replace(&map, text.as_bytes()).map_err(|why| unwritten(&map, why))?;
        say(&words().fill("import.mapping_written", locale, &[("path", &from_here(&map))]));
    }
    Ok(Outcome::Done)
}

/// The kind that is asked for: a table, or what is filled in as a sheet of keys and values.
fn kind_of(asked: &str) -> Result<Kind, Stopped> {
    let imported = |kind: &Kind| match kind {
        Kind::Table(_) => true,
        Kind::Form(form) => forms::is_particulars(*form),
    };
    forms::kinds().filter(imported).find(|kind| kind.name() == asked).ok_or_else(|| {
        let known: Vec<&str> = forms::kinds().filter(imported).map(Kind::name).collect();
        ("import.unknown_kind", vec![("kind", asked.to_owned()), ("known", known.join(", "))])
    })
}

/// The folder that the result goes to, else the one we stand in: the nearest with a gongshi.toml.
fn folder_of(options: &ImportOptions) -> Option<PathBuf> {
    let from_target = options.out.as_deref().and_then(|out| std::path::absolute(out).ok());
    let here = std::env::current_dir().ok();
    [from_target, here]
        .into_iter()
        .flatten()
        .find_map(|start| start.ancestors().find(|dir| dir.join("gongshi.toml").is_file()).map(Path::to_owned))
}

/// A path as somebody who stands here writes it.
fn from_here(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let inner = here.and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    inner.unwrap_or_else(|| path.to_owned()).display().to_string()
}

/// The year that days without one belong to, from the name of the file that is written, else of the one that is read.
fn year_of(target: Option<&Path>, file: &Path) -> Option<i16> {
    let stem = |path: &Path| path.file_stem().and_then(|s| s.to_str()).and_then(Period::parse);
    target.and_then(stem).or_else(|| stem(file)).map(Period::calendar_year)
}

fn read_mapping(path: &Path) -> Result<Mapping, Stopped> {
    let failed = |why: String| ("import.mapping_unreadable", vec![("path", path.display().to_string()), ("why", why)]);
    let text = fs::read_to_string(path).map_err(|why| failed(why.to_string()))?;
    Mapping::parse(&text).map_err(failed)
}

/// The mappings that the folder keeps, in the order of their names. One that cannot be read is passed over: the import
/// then finds its columns anew, and says so.
fn saved_mappings(folder: &Path) -> Vec<(PathBuf, Mapping)> {
    let entries = fs::read_dir(folder.join(MAPPINGS)).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "toml")).collect();
    paths.sort();
    paths.into_iter().filter_map(|path| read_mapping(&path).ok().map(|mapping| (path, mapping))).collect()
}

/// Where the mapping is kept for the next file of this shape; nothing where one was used that is kept already.
fn mapping_to_keep(options: &ImportOptions, folder: Option<&Path>, imported: &Imported) -> Option<(PathBuf, Mapping)> {
    let mapping = imported.mapping.clone().filter(|mapping| !mapping.says_nothing())?;
    if let Some(map) = options.map.as_ref().filter(|map| !map.exists()) {
        return Some((map.clone(), mapping));
    }
    if imported.report.saved_mapping.is_some() {
        return None;
    }
    let dir = folder?.join(MAPPINGS);
    if saved_mappings(folder?).iter().any(|(_, saved)| *saved == mapping)
        || options.map.as_deref().is_some_and(|map| is_in(map, &dir))
    {
        return None;
    }
    let names = (1..).map(|n| if n == 1 { format!("{}.toml", mapping.kind) } else { format!("{}-{n}.toml", mapping.kind) });
    let free = names.map(|name| dir.join(name)).find(|path| !path.exists())?;
    Some((free, mapping))
}

/// Whether a file lies in a folder that is there.
fn is_in(file: &Path, dir: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).ok();
    file.parent().is_some_and(|parent| real(parent).is_some() && real(parent) == real(dir))
}

/// Without certainty nothing is written: the mapping that would give it is shown, as far as it is known.
fn ask_for_mapping(options: &ImportOptions, imported: &Imported, locale: Locale) -> Outcome {
    let unsure = imported
        .diagnostics
        .iter()
        .any(|d| matches!(d.code, "GS0123" | "GS0124" | "GS0127" | "GS0130" | "GS0131" | "GS0132" | "GS0133" | "GS0136"));
    if let Some(mapping) = imported.mapping.as_ref().filter(|_| unsure && options.format == Format::Human) {
        let mut comment = words().get("import.mapping_comment", locale).to_owned();
        // Written at the end it would belong to the columns, so its place is held for it.
        if imported.diagnostics.iter().any(|d| d.code == "GS0133") {
            comment += &format!("\n{}", words().get("import.mapping_direction", locale));
        }
        let text = mapping.print(&comment);
        say(&words().fill("import.mapping_wanted", locale, &[("mapping", &text)]));
    }
    say(&words().fill("import.stopped", locale, &[]));
    Outcome::InputErrors
}
