//! The list for people: each problem with its line, marked; many alike in one file told once with their count.

use std::collections::HashMap;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet, renderer::DecorStyle};

use super::position::Places;
use super::report::{Diagnostic, Severity};
use super::wording::{Worded, word, worded};
use crate::model::{Files, Locale, Span};

/// How many diagnostics of one code in one file are shown before the rest is only counted.
const SHOWN_ALIKE: usize = 5;

/// Colours or plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Colour,
    Plain,
}

/// Prints diagnostics, sorted as given.
pub fn print_human(diagnostics: &[Diagnostic], files: &Files, locale: Locale, style: Style) -> String {
    let renderer = match style {
        Style::Colour => Renderer::styled(),
        Style::Plain => Renderer::plain(),
    }
    .decor_style(DecorStyle::Unicode);
    let mut alike: HashMap<(&str, &str), usize> = HashMap::new();
    for d in diagnostics {
        *alike.entry((d.path(files), d.code)).or_default() += 1;
    }
    let mut shown: HashMap<(&str, &str), usize> = HashMap::new();
    let mut out = String::new();
    for d in diagnostics {
        let key = (d.path(files), d.code);
        let n = shown.entry(key).or_default();
        *n += 1;
        if *n <= SHOWN_ALIKE {
            let rest = if *n == SHOWN_ALIKE { alike[&key] - SHOWN_ALIKE } else { 0 };
            out.push_str(&one(d, files, locale, &renderer, rest));
            out.push_str("\n\n");
        }
    }
    out
}

/// One diagnostic; `rest` more of its kind in its file follow and are only counted.
fn one(d: &Diagnostic, files: &Files, locale: Locale, renderer: &Renderer, rest: usize) -> String {
    let words = worded(d, locale);
    let level = match d.severity {
        Severity::Error => Level::ERROR,
        Severity::Finding => Level::WARNING,
        Severity::Hint => Level::NOTE,
    };
    let level = level.with_name(word(d.severity.name(), locale).to_owned());
    let title = level.primary_title(words.message.clone()).id(d.code);
    let mut report = vec![located(Group::with_title(title), d, files, &words)];
    let group = report.remove(0);
    let help = Level::HELP.with_name(word("help", locale).to_owned());
    let see = word("see_explain", locale).replace("{code}", d.code);
    let separator = word("sentence_separator", locale);
    let mut group = group.element(help.message(format!("{}{separator}{see}", words.help)));
    if rest > 0 {
        let more = word("more_alike", locale).replace("{count}", &rest.to_string());
        group = group.element(Level::NOTE.with_name(word("note", locale).to_owned()).message(more));
    }
    report.push(group);
    renderer.render(&report)
}

/// Adds the marked source, or the bare path where there is no text to show; then the places that disagree with it.
fn located<'a>(group: Group<'a>, d: &'a Diagnostic, files: &'a Files, words: &Worded) -> Group<'a> {
    let path = d.path(files);
    let text = if d.missing_path.is_some() { "" } else { files.get(d.span.file).text.as_str() };
    let here = |span: &&Span| span.file == d.span.file && !text.is_empty();
    let group = if d.secret {
        let at = Places::new(files).of(d);
        group.element(annotate_snippets::Origin::path(path).line(at.line).char_column(at.column))
    } else if text.is_empty() {
        group.element(annotate_snippets::Origin::path(path))
    } else {
        let mut snippet = marked(path, text, AnnotationKind::Primary, d.span, &words.label);
        for other in d.also.iter().filter(here) {
            snippet = snippet.annotation(annotation(text, AnnotationKind::Context, *other, &words.also));
        }
        group.element(snippet)
    };
    let elsewhere = d.also.iter().filter(|span| !here(span) && !files.get(span.file).text.is_empty());
    elsewhere.fold(group, |group, other| {
        if d.secret {
            let at = Places::new(files).region(*other);
            return group.element(annotate_snippets::Origin::path(files.path(other.file)).line(at.line).char_column(at.column));
        }
        let text = files.get(other.file).text.as_str();
        group.element(marked(files.path(other.file), text, AnnotationKind::Context, *other, &words.also))
    })
}

fn marked<'a>(path: &'a str, text: &'a str, kind: AnnotationKind, span: Span, label: &str) -> Snippet<'a, Annotation<'a>> {
    Snippet::source(text).path(path).annotation(annotation(text, kind, span, label))
}

fn annotation<'a>(text: &str, kind: AnnotationKind, span: Span, label: &str) -> Annotation<'a> {
    let start = (span.start as usize).min(text.len());
    let end = (span.end as usize).clamp(start, text.len());
    // A marked value stays on its first line: a whole paragraph under carets helps nobody.
    let end = text[start..end].find(['\n', '\r']).map_or(end, |i| start + i);
    let annotation = kind.span(start..end);
    if label.is_empty() { annotation } else { annotation.label(label.to_owned()) }
}
