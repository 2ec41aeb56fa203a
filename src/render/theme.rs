//! The theme: templates, styles and strings, embedded; a community's own `theme/` overrides file by file.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_embed::RustEmbed;
use tera::{Context, Tera};

use super::strings::Strings;
use crate::diagnostic::Diagnostic;
use crate::model::{Community, FileId, Locale, Span};

#[derive(RustEmbed)]
#[folder = "themes/default/"]
struct DefaultTheme;

/// A theme ready to draw with.
pub struct Theme {
    tera: Tera,
    pub strings: Strings,
    /// Files published under `assets/`, by name.
    pub assets: BTreeMap<String, Cow<'static, [u8]>>,
}

impl Theme {
    /// The default theme with the community's own files over it; amounts are in `currency`.
    ///
    /// # Errors
    /// A diagnostic for each file of `theme/` that cannot be used.
    pub fn load(community: &Community, locale: Locale, currency: Option<&str>) -> Result<Self, Vec<Diagnostic>> {
        let own = own_files(community);
        let mut problems = Vec::new();
        let strings = load_strings(&own, locale, currency, &mut problems);
        let mut tera = load_templates(&own, &mut problems);
        match strings {
            Some(strings) if problems.is_empty() => {
                tera.global_context().insert_value("t", strings.tree());
                tera.global_context().insert_value("lang", locale.tag().into());
                Ok(Theme { tera, strings, assets: load_assets(&own) })
            }
            _ => Err(problems),
        }
    }

    /// Sets a value that every template sees.
    pub fn set_global(&mut self, name: &'static str, value: tera::Value) {
        self.tera.global_context().insert_value(name, value);
    }

    /// Whether a template, its parents or what it includes use a variable: what no theme shows need not be made.
    pub fn wants(&self, template: &str, variable: &str) -> bool {
        self.tera.get_template_variables(template).is_ok_and(|wanted| wanted.contains(variable))
    }

    /// Draws a template into a buffer.
    ///
    /// # Errors
    /// What the template engine says.
    pub fn draw(&self, template: &str, context: &Context, out: &mut Vec<u8>) -> Result<(), String> {
        self.tera.render_to(template, context, out).map_err(|error| explained(&error))
    }
}

/// A file of the community's `theme/`, by its path below it.
struct Own<'a> {
    file: FileId,
    bytes: &'a [u8],
    text: &'a str,
}

fn own_files(community: &Community) -> BTreeMap<&str, Own<'_>> {
    let files = community.files.iter().filter_map(|(id, file)| {
        let path = file.path.strip_prefix("theme/")?;
        Some((path, Own { file: id, bytes: file.bytes(), text: &file.text }))
    });
    files.collect()
}

fn embedded(path: &str) -> Option<Cow<'static, [u8]>> {
    DefaultTheme::get(path).map(|f| f.data)
}

fn embedded_text(path: &str) -> String {
    // Our own files are UTF-8; a test reads each.
    embedded(path).map(|data| String::from_utf8_lossy(&data).into_owned()).unwrap_or_default()
}

fn load_strings(
    own: &BTreeMap<&str, Own<'_>>,
    locale: Locale,
    currency: Option<&str>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Strings> {
    let one = format!("strings/{}.toml", locale.tag());
    let folder = format!("strings/{}/", locale.tag());
    let wanted = |path: &str| path == one || (path.starts_with(&folder) && path.ends_with(".toml"));
    let ours: Vec<(String, String)> =
        DefaultTheme::iter().filter(|path| wanted(path)).map(|path| (path.to_string(), embedded_text(&path))).collect();
    let theirs = own.iter().filter(|(path, _)| wanted(path)).map(|(path, file)| (*path, file.text));
    let all = ours.iter().map(|(path, text)| (path.as_str(), text.as_str())).chain(theirs);
    match Strings::parse(locale, currency, all) {
        Ok(strings) => Some(strings),
        Err((path, why)) => {
            problems.push(problem(own.get(path.as_str()), &path, &why));
            None
        }
    }
}

fn problem(own: Option<&Own<'_>>, path: &str, why: &str) -> Diagnostic {
    let span = Span::file(own.map_or(FileId(0), |o| o.file));
    let diagnostic = Diagnostic::new("GS1003", span).with("path", format!("theme/{path}")).with("why", why);
    if own.is_some() { diagnostic } else { diagnostic.at_missing(format!("theme/{path}")) }
}

/// Loads every template, the community's in place of ours. A broken one is named by loading it alone over ours.
fn load_templates(own: &BTreeMap<&str, Own<'_>>, problems: &mut Vec<Diagnostic>) -> Tera {
    let ours: Vec<(String, String)> = DefaultTheme::iter()
        .filter_map(|path| Some((path.strip_prefix("templates/")?.to_owned(), embedded_text(&path))))
        .collect();
    let theirs: Vec<(&str, &Own<'_>)> =
        own.iter().filter_map(|(path, file)| Some((path.strip_prefix("templates/")?, file))).collect();
    let with = |chosen: &[(&str, &Own<'_>)]| {
        let mut tera = Tera::new();
        let mut all: BTreeMap<String, String> = ours.iter().cloned().collect();
        all.extend(chosen.iter().map(|(name, file)| ((*name).to_owned(), file.text.to_owned())));
        tera.add_raw_templates(all).map(|()| tera)
    };
    match with(&theirs) {
        Ok(tera) => tera,
        Err(error) => {
            for one in &theirs {
                if let Err(error) = with(std::slice::from_ref(one)) {
                    problems.push(problem(Some(one.1), &format!("templates/{}", one.0), &explained(&error)));
                }
            }
            if problems.is_empty() {
                let first = theirs.first();
                let path = format!("templates/{}", first.map_or("", |f| f.0));
                problems.push(problem(first.map(|f| f.1), &path, &explained(&error)));
            }
            Tera::new()
        }
    }
}

/// The first lines of the engine's report: the sentence and the place.
fn explained(error: &tera::Error) -> String {
    let text = error.to_string();
    let mut lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
    let head: Vec<&str> = lines.by_ref().take(3).collect();
    head.join(" ")
}

fn load_assets(own: &BTreeMap<&str, Own<'_>>) -> BTreeMap<String, Cow<'static, [u8]>> {
    let ours = DefaultTheme::iter().filter(|path| !path.contains('/') || path.starts_with("assets/"));
    let mut assets: BTreeMap<String, Cow<'static, [u8]>> =
        ours.filter_map(|path| Some((path.trim_start_matches("assets/").to_owned(), embedded(&path)?))).collect();
    for (path, file) in own {
        if !path.starts_with("templates/") && !path.starts_with("strings/") {
            assets.insert(path.trim_start_matches("assets/").to_owned(), Cow::Owned(file.bytes.to_vec()));
        }
    }
    assets
}
