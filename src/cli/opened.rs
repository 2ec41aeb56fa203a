//! The way every command walks through a folder: load, work out, check.

use std::borrow::Cow;
use std::path::Path;
use std::time::Instant;

use super::Outcome;
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
    let started = Instant::now();
    let unusable = |key: &str, why: &str| {
        let spoken = locale.unwrap_or_else(system_locale);
        say(&words().fill(key, spoken, &[("dir", &dir.display().to_string()), ("why", why)]));
        Outcome::Unusable
    };
    let loaded = source::load(dir).map_err(|error| unusable("open.unreadable", &error.to_string()))?;
    if !loaded.recognised {
        return Err(unusable("open.nothing", ""));
    }
    let settings = &loaded.community.settings;
    let locale = locale.or_else(|| settings.locale.as_deref().and_then(Locale::parse)).unwrap_or_default();
    let as_of = as_of.or(settings.as_of).unwrap_or_else(|| today(settings));
    let jurisdiction = settings.jurisdiction.as_ref().and_then(|id| Jurisdiction::built_in(&id.value)).unwrap_or_default();
    let numbers = settings.jurisdiction_overrides.iter().map(|(id, number)| (id.value.as_str(), *number));
    let jurisdiction = jurisdiction.with_numbers(numbers).with_overrides(&settings.duties);
    let mut diagnostics = loaded.diagnostics;
    let community = loaded.community;
    let figures = figures::work_out(&community, &jurisdiction, as_of);
    diagnostics.extend(check::run(&community, &figures, &jurisdiction, as_of, locale));
    diagnostic::sort(&mut diagnostics, &community.files);
    Ok(Opened { community, figures, jurisdiction, locale, diagnostics, started })
}

/// Today where the community is; its zone was checked when it was read.
fn today(settings: &Settings) -> Date {
    let zone = jiff::tz::TimeZone::get(&settings.timezone).unwrap_or(jiff::tz::TimeZone::UTC);
    jiff::Timestamp::now().to_zoned_datetime(zone).date()
}
