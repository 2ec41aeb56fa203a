//! The way every command walks through a folder: load, work out, check.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use super::Outcome;
use super::earlier::{self, Earlier, NotThere};
use super::help::system_locale;
use super::words::{say, words};
use crate::check;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::figures::{self, Figures};
use crate::jurisdiction::Jurisdiction;
use crate::model::{Community, Date, Locale, Settings};
use crate::render::{Options, Site};
use crate::source;

/// A folder that was read, worked out and doubted.
pub struct Opened {
    pub community: Community,
    pub figures: Figures,
    pub jurisdiction: Jurisdiction,
    pub locale: Locale,
    /// Sorted by file and place.
    pub diagnostics: Vec<Diagnostic>,
    pub started: Instant,
    /// What came from the inbox: paths inside it.
    pub handed_in: BTreeSet<String>,
    /// The folder without its inbox, where that was laid over it.
    pub without_inbox: Option<Box<Opened>>,
    pub compared: Option<Compared>,
}

/// The state that a folder is compared with.
pub struct Compared {
    /// As it was named.
    pub label: String,
    pub community: Community,
    pub figures: Figures,
}

/// How a folder is to be opened.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub dir: &'a Path,
    pub as_of: Option<Date>,
    pub locale: Option<Locale>,
    /// Whether what lies in the inbox is put in its place.
    pub inbox: bool,
    /// A folder or a git revision.
    pub against: Option<&'a str>,
    /// Whether earlier versions are looked up in git.
    pub history: bool,
    /// Whether a folder that holds nothing of ours will do.
    pub may_be_empty: bool,
}

impl Opened {
    pub fn has_errors(&self) -> bool {
        count(&self.diagnostics, Severity::Error) > 0
    }

    /// The site as it would be drawn.
    ///
    /// # Errors
    /// Every diagnostic, with those of the community's theme, sorted.
    pub fn site(&self, options: Options) -> Result<Site<'_>, Vec<Diagnostic>> {
        Site::new(&self.community, &self.figures, &self.jurisdiction, &self.diagnostics, self.locale, options).map_err(|theme| {
            let mut all: Vec<Diagnostic> = self.diagnostics.iter().cloned().chain(theme).collect();
            diagnostic::sort(&mut all, &self.community.files);
            all
        })
    }

    /// What `check` tells: a theme that cannot be used, or two pages of one address, stop a build, so they are told too.
    pub fn all_diagnostics(&self) -> Cow<'_, [Diagnostic]> {
        match self.site(Options::default()) {
            Err(all) => Cow::Owned(all),
            Ok(_) => Cow::Borrowed(&self.diagnostics),
        }
    }

    /// Records read, what was found, and what `rest` adds (pages, time), as one line.
    pub fn summary(&self, diagnostics: &[Diagnostic], rest: &str) -> String {
        let w = words();
        let number = |n: usize| n.to_string();
        let mut line = w.fill("summary.records", self.locale, &[("count", &number(self.community.record_count()))]);
        for (severity, key) in
            [(Severity::Error, "summary.errors"), (Severity::Finding, "summary.findings"), (Severity::Hint, "summary.hints")]
        {
            let n = count(diagnostics, severity);
            if n > 0 || severity != Severity::Hint {
                line.push_str(w.get("summary.separator", self.locale));
                line.push_str(&w.fill(key, self.locale, &[("count", &number(n))]));
            }
        }
        if !rest.is_empty() {
            line.push_str(w.get("summary.separator", self.locale));
            line.push_str(rest);
        }
        let time = format!("{:.2}", self.started.elapsed().as_secs_f64());
        line.push_str(w.get("summary.separator", self.locale));
        line.push_str(&w.fill("summary.time", self.locale, &[("seconds", &time)]));
        line
    }
}

/// How many diagnostics of a severity there are.
pub fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|d| d.severity == severity).count()
}

/// Reads a folder and checks it.
///
/// # Errors
/// When there is no folder of ours, which has then been said.
pub fn open(dir: &Path, as_of: Option<Date>, locale: Option<Locale>) -> Result<Opened, Outcome> {
    open_as(Asked { dir, as_of, locale, inbox: false, against: None, history: true, may_be_empty: false })
}

/// Reads a folder as it is asked for, compares it with what it is to be compared with, and checks it.
///
/// # Errors
/// When there is no folder of ours, or nothing to compare it with, which has then been said.
pub fn open_as(asked: Asked<'_>) -> Result<Opened, Outcome> {
    let started = Instant::now();
    let (dir, spoken) = (asked.dir, asked.locale.unwrap_or_else(system_locale));
    let unusable = |key: &str, why: &str| {
        say(&words().fill(key, spoken, &[("dir", &dir.display().to_string()), ("why", why)]));
        Outcome::Unusable
    };
    // Git is asked while the folder is read.
    let (loaded, earlier) = rayon::join(
        || if asked.inbox { source::load_with_inbox(dir) } else { source::load(dir) },
        || match asked.against {
            Some(against) => earlier::named(dir, against).map(Some),
            None if asked.inbox => Ok(None),
            None => earlier::committed(dir),
        },
    );
    let loaded = loaded.map_err(|error| unusable("open.unreadable", &error.to_string()))?;
    if !loaded.recognised && !asked.may_be_empty {
        return Err(unusable("open.nothing", ""));
    }
    let mut community = loaded.community;
    let settings = &community.settings;
    let locale = asked.locale.or_else(|| settings.locale.as_deref().and_then(Locale::parse)).unwrap_or_default();
    let as_of = asked.as_of.or(settings.as_of).unwrap_or_else(|| today(settings));
    let earlier = told(earlier, asked.against.is_some(), locale)?.and_then(|earlier| earlier.other_than(&community));
    let without_inbox = asked.inbox.then(|| without_inbox(asked, as_of, locale)).transpose()?;
    let base = without_inbox.as_ref().map(|opened| &opened.community);
    earlier::restate(&mut community, dir, earlier.as_ref().or(base), asked.history);
    let settings = &community.settings;
    let jurisdiction = settings.jurisdiction.as_ref().and_then(|id| Jurisdiction::built_in(&id.value)).unwrap_or_default();
    let numbers = settings.jurisdiction_overrides.iter().map(|(id, number)| (id.value.as_str(), *number));
    let jurisdiction = jurisdiction.with_numbers(numbers).with_overrides(&settings.duties);
    let mut diagnostics = loaded.diagnostics;
    let figures = figures::work_out(&community, &jurisdiction, as_of);
    diagnostics.extend(check::run(&community, &figures, &jurisdiction, as_of, locale));
    diagnostic::sort(&mut diagnostics, &community.files);
    diagnostic::settle_mends(&mut diagnostics, &community.files);
    diagnostic::spare_secrets(&mut diagnostics, &community.files);
    super::fix::spare_lines(&mut diagnostics, &community.files);
    let label = asked.against.map_or_else(|| dir.display().to_string(), str::to_owned);
    let state = if asked.against.is_some() { earlier } else { base.cloned() };
    let compared = state.map(|community| {
        let figures = figures::work_out(&community, &jurisdiction, as_of);
        Compared { label, community, figures }
    });
    let handed_in = loaded.handed_in;
    let opened =
        Opened { community, figures, jurisdiction, locale, diagnostics, started, handed_in, without_inbox: None, compared };
    Ok(Opened { without_inbox: without_inbox.map(Box::new), ..opened })
}

/// The folder as it is without its inbox, which may have been all there is.
fn without_inbox(asked: Asked<'_>, as_of: Date, locale: Locale) -> Result<Opened, Outcome> {
    open_as(Asked { inbox: false, against: None, may_be_empty: true, as_of: Some(as_of), locale: Some(locale), ..asked })
}

/// What was asked for has to be there; what is only looked for is told where it will not be read.
fn told(earlier: Result<Option<Earlier>, NotThere>, asked_for: bool, locale: Locale) -> Result<Option<Earlier>, Outcome> {
    match earlier {
        Ok(state) => Ok(state),
        Err(why) => {
            say(&why.worded(locale));
            if asked_for { Err(Outcome::Unusable) } else { Ok(None) }
        }
    }
}

/// The settings of a folder, of which nothing else is read.
pub fn settings_of(dir: &Path) -> Option<Settings> {
    let bytes = std::fs::read(dir.join("gongshi.toml")).ok()?;
    Some(source::load_files(vec![("gongshi.toml".to_owned(), bytes)]).community.settings)
}

/// The language of a command that reads no folder: the one asked for, else that of the folder one stands in.
pub fn spoken_here(locale: Option<Locale>) -> Locale {
    let of_folder = || Locale::parse(&settings_of(Path::new("."))?.locale?);
    locale.or_else(of_folder).unwrap_or_else(system_locale)
}

/// Today where the community is; its zone was checked when it was read.
fn today(settings: &Settings) -> Date {
    let zone = jiff::tz::TimeZone::get(&settings.timezone).unwrap_or(jiff::tz::TimeZone::UTC);
    jiff::Timestamp::now().to_zoned_datetime(zone).date()
}
