//! The diagnostic itself, built in one expression where the trouble is seen.

use std::sync::Arc;

use super::mend::Mend;
use crate::model::{Files, Span};

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Cannot be right, or a contradiction that nobody has owned: no site is written.
    Error,
    /// A fact that owners should know: published, never hidden.
    Finding,
    /// For the author alone.
    Hint,
}

impl Severity {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Finding => "finding",
            Severity::Hint => "hint",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Severity::Error, Severity::Finding, Severity::Hint].into_iter().find(|s| s.name() == text)
    }
}

/// A value that fills a placeholder of a catalogue text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// The same in every language: a name, an amount, a date.
    Text(String),
    /// A key of `words.toml`, worded when the message is printed.
    Word(&'static str),
    /// The same for a text with placeholders of its own.
    Phrase(&'static str, Vec<(&'static str, String)>),
}

/// One thing to tell, with its place and the values its catalogue page asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: &'static str,
    pub severity: Severity,
    pub span: Span,
    /// A path that is not in the folder (a missing file); then `span` says nothing.
    pub missing_path: Option<Arc<str>>,
    pub args: Vec<(&'static str, Arg)>,
    /// A second place that disagrees, with the label key of the catalogue that says why it matters.
    pub also: Vec<Span>,
    /// Whether what stands at the place must not be shown: it is told by its line and column alone.
    pub secret: bool,
    /// The record whose page shows a finding, as an id or `accounts/<period>`.
    pub concerns: Option<String>,
    /// How a program could mend it, before that was compared with the file; to be read by [`Diagnostic::mend`].
    pub(super) proposed: Option<Box<Mend>>,
}

impl Diagnostic {
    /// A diagnostic of `code`, with the severity its catalogue page gives.
    pub fn new(code: &'static str, span: Span) -> Self {
        Diagnostic {
            code,
            severity: super::catalogue::severity(code),
            span,
            missing_path: None,
            args: Vec::new(),
            also: Vec::new(),
            secret: false,
            concerns: None,
            proposed: None,
        }
    }

    /// Fills the placeholder `name` with a value.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, Arg::Text(value.to_string())));
        self
    }

    /// Fills the placeholder `name` where there is a value; the optional part of the text that holds it is else left out.
    pub fn with_some(self, name: &'static str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Fills the placeholder `name` with a word of `words.toml`.
    pub fn word(mut self, name: &'static str, key: &'static str) -> Self {
        self.args.push((name, Arg::Word(key)));
        self
    }

    /// Fills the placeholder `name` with a text of `words.toml` that has placeholders of its own.
    pub fn phrase(mut self, name: &'static str, key: &'static str, values: Vec<(&'static str, String)>) -> Self {
        self.args.push((name, Arg::Phrase(key, values)));
        self
    }

    /// Points at a second place too.
    pub fn also(mut self, span: Span) -> Self {
        self.also.push(span);
        self
    }

    /// Keeps what stands at the place out of what is printed: a log is often more public than its folder.
    pub fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// Says how a program can mend it.
    pub fn mended(mut self, mend: Mend) -> Self {
        self.proposed = Some(Box::new(mend));
        self
    }

    /// Says how a program can mend it, where it can.
    pub fn mended_by(mut self, mend: Option<Mend>) -> Self {
        self.proposed = mend.map(Box::new);
        self
    }

    /// The mend of it that may be shown and applied.
    pub fn mend(&self) -> Option<&Mend> {
        self.proposed.as_deref().filter(|mend| mend.is_settled())
    }

    /// Takes its mend away.
    pub fn without_mend(&mut self) {
        self.proposed = None;
    }

    /// Says which record's page a finding belongs to.
    pub fn about(mut self, record: impl Into<String>) -> Self {
        self.concerns = Some(record.into());
        self
    }

    /// Places it at a file that should be there and is not.
    pub fn at_missing(mut self, path: impl Into<Arc<str>>) -> Self {
        self.missing_path = Some(path.into());
        self
    }

    /// An owned contradiction: published with its reason instead of blocking.
    pub fn owned(mut self, reason: &str) -> Self {
        self.severity = Severity::Finding;
        self.with("reason", reason)
    }

    /// Whether it stands on a record's page, or in its file.
    pub fn is_about(&self, record: &str, files: &Files) -> bool {
        let file = self.path(files);
        let own = file == record || file.strip_prefix(record).is_some_and(|rest| matches!(rest, ".md" | ".csv" | ".toml"));
        own || self.concerns.as_deref() == Some(record)
    }

    /// The path it is about.
    pub fn path<'a>(&'a self, files: &'a Files) -> &'a str {
        match &self.missing_path {
            Some(path) => path,
            None => files.path(self.span.file),
        }
    }
}

/// By path, then place, then code: the order in which a person walks through the files.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, files: &Files) {
    diagnostics.sort_by(|a, b| {
        let key = |d: &Diagnostic| (d.span.start, d.code, d.span.end);
        a.path(files).cmp(b.path(files)).then_with(|| key(a).cmp(&key(b)))
    });
    diagnostics.dedup();
}

/// Keeps what must not be shown out of every other diagnostic too: no line that holds it is printed, and no message quotes
/// it.
pub fn spare_secrets(diagnostics: &mut [Diagnostic], files: &Files) {
    let shown = |d: &Diagnostic| d.args.iter().find(|(name, _)| *name == "shown").map(|(_, arg)| arg.clone());
    let secrets: Vec<(Span, Option<Arg>)> =
        diagnostics.iter().filter(|d| d.secret && d.missing_path.is_none()).map(|d| (d.span, shown(d))).collect();
    if secrets.is_empty() {
        return;
    }
    for diagnostic in diagnostics.iter_mut().filter(|d| !d.secret) {
        let own = diagnostic.missing_path.is_none().then_some(diagnostic.span);
        let mut places = own.iter().chain(&diagnostic.also);
        diagnostic.secret = places.any(|place| secrets.iter().any(|(secret, _)| shares_line(*place, *secret, files)));
        // A mend would print the line that it changes.
        diagnostic.proposed.take_if(|mend| secrets.iter().any(|(secret, _)| mend.touches(*secret, files)));
        for (span, masked) in &secrets {
            let (secret, Some(Arg::Text(masked))) = (files.text(*span), masked) else { continue };
            for (_, arg) in &mut diagnostic.args {
                if let Arg::Text(text) = arg
                    && !secret.is_empty()
                    && text.contains(secret)
                {
                    *text = text.replace(secret, masked);
                }
            }
        }
    }
}

/// Whether the lines that one place stands on hold a part of another.
pub(super) fn shares_line(place: Span, other: Span, files: &Files) -> bool {
    if place.file != other.file {
        return false;
    }
    let text = files.get(place.file).text.as_str();
    let (start, end) = ((place.start as usize).min(text.len()), (place.end as usize).min(text.len()));
    let from = text.get(..start).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
    let to = text.get(end..).and_then(|t| t.find('\n')).map_or(text.len(), |i| end + i);
    (other.start as usize) < to && from < other.end as usize
}
