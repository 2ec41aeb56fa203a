//! `gongshi diff RULE [FROM] [TO]`: the rule diff in the terminal.

use std::fmt::Write;
use std::io::IsTerminal;
use std::path::Path;

use super::Outcome;
use super::args::{DiffOptions, Format};
use super::help::system_locale;
use super::words::{print, say, words};
use crate::history::{self, ArticleChange, Change, Entry, Op, OtherChange, RuleDiff, Segment};
use crate::model::Locale;
use crate::model::rules::{Rule, Version};
use crate::source;

pub fn run(options: &DiffOptions, locale: Option<Locale>) -> Outcome {
    // Errors elsewhere in the folder are no hindrance: only the rule's own text matters here.
    let loaded = match source::load(Path::new(".")) {
        Ok(loaded) => loaded,
        Err(error) => {
            say(&words().fill(
                "open.unreadable",
                locale.unwrap_or_else(system_locale),
                &[("dir", "."), ("why", &error.to_string())],
            ));
            return Outcome::Unusable;
        }
    };
    let community = loaded.community;
    let locale = locale.or_else(|| community.settings.locale.as_deref().and_then(Locale::parse)).unwrap_or_else(system_locale);
    let slug = options.rule.trim_start_matches("./").trim_start_matches("rules/").trim_end_matches('/');
    let Some(rule) = community.rules.iter().find(|r| r.slug == slug) else {
        let known: Vec<&str> = community.rules.iter().map(|r| r.slug.as_str()).collect();
        say(&words().fill("diff.no_rule", locale, &[("rule", slug), ("known", &known.join(", "))]));
        return Outcome::Unusable;
    };
    let (from, to) = match chosen(rule, options, locale) {
        Ok(pair) => pair,
        Err(outcome) => return outcome,
    };
    let diff = history::diff(&from.text, &to.text).named(from.name(), to.name());
    match options.format {
        Format::Json => {
            // Strings, numbers and lists alone always serialise.
            print(&(serde_json::to_string_pretty(&diff).unwrap_or_default() + "\n"));
        }
        Format::Human => {
            let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            print(&Terminal { locale, colour }.shown(from, to, &diff));
        }
    }
    Outcome::Done
}

/// The versions named, or the last two.
fn chosen<'a>(rule: &'a Rule, options: &DiffOptions, locale: Locale) -> Result<(&'a Version, &'a Version), Outcome> {
    let find = |name: &str| {
        let name = name.trim_end_matches(".md");
        let name = name.rsplit('/').next().unwrap_or(name);
        rule.versions.iter().position(|v| v.name() == name).ok_or_else(|| {
            let known: Vec<&str> = rule.versions.iter().map(Version::name).collect();
            say(&words().fill("diff.no_version", locale, &[("version", name), ("known", &known.join(", "))]));
            Outcome::Unusable
        })
    };
    let last = rule.versions.len() - 1;
    let to = options.to.as_deref().map_or(Ok(last), find)?;
    let from = match options.from.as_deref() {
        Some(name) => find(name)?,
        None if to > 0 => to - 1,
        None => {
            say(&words().fill("diff.one_version", locale, &[("rule", &rule.slug)]));
            return Err(Outcome::Unusable);
        }
    };
    Ok((&rule.versions[from], &rule.versions[to]))
}

/// The diff as lines for a terminal: marks in colour, or as `[-…-]` and `{+…+}` where colour would be lost.
struct Terminal {
    locale: Locale,
    colour: bool,
}

impl Terminal {
    fn word(&self, key: &'static str) -> &'static str {
        words().get(key, self.locale)
    }

    fn shown(&self, from: &Version, to: &Version, diff: &RuleDiff<'_>) -> String {
        let mut out = format!("{}: {} → {}\n{}\n", to.document.title, from.name(), to.name(), self.summary(diff));
        for entry in diff.entries() {
            match entry {
                Entry::Article(article) => self.article(article, &mut out),
                Entry::Other(other) => self.other(other, &mut out),
            }
        }
        out
    }

    fn summary(&self, diff: &RuleDiff<'_>) -> String {
        let s = &diff.summary;
        let other = diff.other.iter().filter(|o| o.change != Change::Unchanged).count();
        let counts = [
            ("diff.modified", s.modified),
            ("diff.added", s.added),
            ("diff.removed", s.removed),
            ("diff.moved", s.moved),
            ("diff.renumbered", s.renumbered),
            ("diff.other", other),
            ("diff.unchanged", s.unchanged),
        ];
        let parts: Vec<String> = counts
            .iter()
            .filter(|(_, n)| *n > 0)
            .map(|(key, n)| words().fill(key, self.locale, &[("count", &n.to_string())]))
            .collect();
        parts.join(self.word("summary.separator"))
    }

    fn article(&self, article: &ArticleChange<'_>, out: &mut String) {
        let label = match (article.from, article.to) {
            (Some(from), Some(to)) if from != to => format!("{from} → {to}"),
            (from, to) => to.or(from).unwrap_or_default().to_owned(),
        };
        let key = match article.change {
            Change::Unchanged => return,
            Change::Renumbered => {
                let _ = writeln!(out, "\n{}  {}", self.bold(&label), self.word("diff.only_number"));
                return;
            }
            Change::Moved => {
                let _ = writeln!(out, "\n{}  {}", self.bold(&label), self.word("diff.is_moved"));
                return;
            }
            Change::Modified if article.moved => "diff.is_moved_modified",
            Change::Modified => "diff.is_modified",
            Change::Added => "diff.is_added",
            Change::Removed => "diff.is_removed",
        };
        let _ = writeln!(out, "\n{}  {}", self.bold(&label), self.word(key));
        self.segments(&article.segments, out);
    }

    fn other(&self, other: &OtherChange<'_>, out: &mut String) {
        if other.change == Change::Unchanged {
            return;
        }
        let key = match other.kind {
            "heading" => "diff.heading",
            "preamble" => "diff.preamble",
            _ => "diff.note",
        };
        let _ = writeln!(out, "\n{}", self.bold(self.word(key)));
        self.segments(&other.segments, out);
    }

    fn bold(&self, text: &str) -> String {
        if self.colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn segments(&self, segments: &[Segment<'_>], out: &mut String) {
        let mut text = String::new();
        for segment in segments {
            let (plain, coloured) = match segment.op {
                Op::Equal => (("", ""), ("", "")),
                Op::Insert => (("{+", "+}"), ("\u{1b}[32;4m", "\u{1b}[0m")),
                Op::Delete => (("[-", "-]"), ("\u{1b}[31;9m", "\u{1b}[0m")),
            };
            let (open, close) = if self.colour { coloured } else { plain };
            text.push_str(open);
            text.push_str(segment.text);
            text.push_str(close);
        }
        for line in text.lines().filter(|l| !l.trim().is_empty()) {
            let _ = writeln!(out, "  {line}");
        }
    }
}
