//! The list for a git host's runner: a workflow command a problem, which the host shows at its line, and a summary of the
//! job in Markdown, for those who edit in a web page and see no terminal.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::changes::{Changes, file_change_lines, state_text};
use super::mend::Mend;
use super::patch::lines_after;
use super::position::Places;
use super::report::{Diagnostic, Severity};
use super::wording::{word, worded};
use crate::model::{Files, Locale};

/// So many problems of one file are listed in the summary; a host cuts it off at a megabyte.
const LISTED: usize = 50;

/// One workflow command a problem, none grouped. `folder` is the checked folder's path in the repository: empty, or ending
/// in `/`. What would change is a notice a file.
pub fn print_github(
    diagnostics: &[Diagnostic],
    files: &Files,
    locale: Locale,
    folder: &str,
    changes: Option<&Changes<'_>>,
) -> String {
    let mut places = Places::new(files);
    let mut out = String::new();
    for d in diagnostics {
        let words = worded(d, locale);
        let at = places.of(d);
        let command = match d.severity {
            Severity::Error => "error",
            Severity::Finding => "warning",
            Severity::Hint => "notice",
        };
        let file = property(&format!("{folder}{}", d.path(files)));
        let title = property(&format!("{}[{}]", word(d.severity.name(), locale), d.code));
        let fix = d.mend().map(|mend| format!("\n{}\n{}", fix_word(mend, locale), lines_after(mend, files).join("\n")));
        let text = data(&format!("{}\n{}{}", words.message, words.help, fix.unwrap_or_default()));
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "::{command} file={file},line={},col={},endLine={},endColumn={},title={title}::{text}",
            at.line, at.column, at.end_line, at.end_column
        );
    }
    for change in changes.iter().flat_map(|changes| changes.files) {
        let file = property(&format!("{folder}{}", change.path));
        let title = property(state_text(change, locale));
        let lines = file_change_lines(change, locale);
        let text = if lines.is_empty() { change.path.clone() } else { lines.join("\n") };
        let _ = writeln!(out, "::notice file={file},line=1,title={title}::{}", data(&text));
    }
    out
}

/// What a value of a workflow command may not hold is written as its number.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// The summary in Markdown: errors first, by file, each with a link to its line. `line` makes the link to a line of a path.
pub fn github_summary(
    diagnostics: &[Diagnostic],
    files: &Files,
    locale: Locale,
    summary: &str,
    line: impl Fn(&str, usize) -> Option<String>,
    changes: Option<&Changes<'_>>,
) -> String {
    let mut places = Places::new(files);
    let mut out = format!("## {}\n\n{}\n", word("summary_title", locale), escaped(summary));
    out.push_str(&changes.map(|changes| change_table(changes, locale, &line)).unwrap_or_default());
    for severity in [Severity::Error, Severity::Finding, Severity::Hint] {
        let mut by_file: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
        for d in diagnostics.iter().filter(|d| d.severity == severity) {
            by_file.entry(d.path(files)).or_default().push(d);
        }
        for (path, list) in by_file {
            let _ = writeln!(out, "\n### {} · {}\n", word(severity.name(), locale), escaped(path));
            for d in list.iter().take(LISTED) {
                let (words, at) = (worded(d, locale), places.of(d).line);
                let place = word("line", locale).replace("{line}", &at.to_string());
                let place = match line(path, at).filter(|_| d.missing_path.is_none()) {
                    Some(url) => format!("[{place}]({url})"),
                    None => place,
                };
                let _ = writeln!(out, "- {place} **{}** `{}`  \n  {}", escaped(&words.message), d.code, escaped(&words.help));
                out.push_str(&d.mend().map(|mend| suggestion(mend, files, locale)).unwrap_or_default());
            }
            if list.len() > LISTED {
                let more = word("more_alike", locale).replace("{count}", &(list.len() - LISTED).to_string());
                let _ = writeln!(out, "- {more}");
            }
        }
    }
    out
}

fn fix_word(mend: &Mend, locale: Locale) -> &'static str {
    word(if mend.is_certain() { "fix.becomes" } else { "fix.may_become" }, locale)
}

/// The lines of a mend as they would be, below their problem.
fn suggestion(mend: &Mend, files: &Files, locale: Locale) -> String {
    let lines = lines_after(mend, files);
    let ticks = lines.iter().flat_map(|line| line.split(|c| c != '`')).map(str::len).max().unwrap_or(0).max(2) + 1;
    let fence = "`".repeat(ticks);
    let lines: String = lines.iter().map(|line| format!("  {line}\n")).collect();
    format!("\n  {}\n\n  {fence}\n{lines}  {fence}\n", fix_word(mend, locale))
}

/// A row a file: what becomes of it and of its figures.
fn change_table(changes: &Changes<'_>, locale: Locale, line: &impl Fn(&str, usize) -> Option<String>) -> String {
    let Some(title) = changes.title(locale) else { return String::new() };
    let mut out = format!("\n### {}\n\n", escaped(&title));
    if changes.files.is_empty() {
        let _ = writeln!(out, "{}", word("changes.none", locale));
        return out;
    }
    let _ = writeln!(out, "| {} | {} |\n| --- | --- |", word("changes.file", locale), word("changes.what", locale));
    for change in changes.files {
        let path = escaped(&change.path);
        let path = line(&change.path, 1).map_or(path.clone(), |url| format!("[{path}]({url})"));
        let told = std::iter::once(state_text(change, locale).to_owned()).chain(file_change_lines(change, locale));
        let told: Vec<String> = told.map(|line| escaped(&line)).collect();
        let _ = writeln!(out, "| {path} | {} |", told.join("<br>"));
    }
    out
}

/// Text that means nothing to Markdown or HTML: a file's content is quoted, never obeyed.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '!' | '~' | '@' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_end_its_command() {
        assert_eq!(property("a:b,c\n::error::%"), "a%3Ab%2Cc%0A%3A%3Aerror%3A%3A%25");
        assert_eq!(data("100%\r\n"), "100%25%0D%0A");
    }

    #[test]
    fn a_summary_obeys_no_content() {
        assert_eq!(escaped("<b>*x* [a](b)\n# y"), r"&lt;b>\*x\* \[a\](b) \# y");
    }
}
