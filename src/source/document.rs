//! Markdown records: front matter, title, date; the body stays where it is.

use jiff::civil::Date;

use super::day;
use super::fields::Fields;
use super::markup_mends;
use super::value::{self, Table};
use crate::diagnostic::Diagnostic;
use crate::model::{Document, FileId, Period, SourceFile, Span, Spanned};

/// A Markdown file taken apart.
pub struct Parts<'a> {
    pub id: FileId,
    pub file: &'a SourceFile,
    pub table: Table,
    /// Where the front matter stands; the first byte of the file where there is none.
    pub span: Span,
    pub yaml: bool,
    pub body_start: usize,
}

/// Splits front matter (TOML between `+++`, YAML between `---`) from the body.
pub fn split<'a>(file: &'a SourceFile, id: FileId, sink: &mut Vec<Diagnostic>) -> Parts<'a> {
    let text = file.text.as_str();
    let none = || Parts { id, file, table: Table::default(), span: Span::file(id), yaml: false, body_start: 0 };
    let first = text.lines().next().unwrap_or_default();
    let fence = match first.trim_end() {
        f @ ("+++" | "---") if text.len() > first.len() => f,
        _ => return none(),
    };
    let yaml = fence == "---";
    let start = text.find('\n').map_or(text.len(), |i| i + 1);
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == fence {
            let front = &text[start..at];
            let table = if yaml { value::from_yaml(front, id, start, sink) } else { value::from_toml(front, id, start, sink) };
            return Parts { id, file, table, span: Span::new(id, 0, 3), yaml, body_start: at + line.len() };
        }
        at += line.len();
    }
    // A text may begin with a horizontal rule; `---` over a line like `title: …` is front matter that never ends.
    let key = text[start..].lines().next().and_then(|line| line.split_once(':')).map(|(key, _)| key);
    let looks_like_a_key =
        key.is_some_and(|k| !k.is_empty() && k.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b)));
    if yaml && !looks_like_a_key {
        return none();
    }
    let mend = if yaml { None } else { markup_mends::closing_fence(text, start, id) };
    sink.push(Diagnostic::new("GS0105", Span::new(id, 0, 3)).mended_by(mend));
    Parts { body_start: text.len(), ..none() }
}

/// The YAML before a text that another program wrote.
pub struct FrontMatter {
    /// Names and values in the order of the file; lists are parted by commas.
    pub entries: Vec<(String, String)>,
    /// Its lines, in bytes; empty where there is none.
    pub span: std::ops::Range<usize>,
    /// Where the body begins.
    pub body: usize,
}

/// Reads the YAML before a text; `None` where it cannot be read.
pub fn front_matter(text: &str) -> Option<FrontMatter> {
    let file = SourceFile {
        path: "post.md".into(),
        text: text.to_owned(),
        encoding: crate::model::Encoding::Utf8,
        original: None,
        readable: true,
    };
    let mut sink = Vec::new();
    let parts = split(&file, FileId(0), &mut sink);
    if !sink.is_empty() || (parts.body_start > 0 && !parts.yaml) {
        return None;
    }
    let entries = parts.table.entries.iter().map(|(key, value)| (key.value.clone(), value.value.flat())).collect();
    let first = text.find('\n').map_or(0, |at| at + 1);
    let fence = text[..parts.body_start].trim_end_matches('\n').rfind('\n').map_or(0, |at| at + 1);
    let span = if parts.body_start == 0 { 0..0 } else { first..fence };
    Some(FrontMatter { entries, span, body: parts.body_start })
}

/// The path without its ending.
pub fn record_id(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(stem, _)| stem)
}

/// The part of an id after its last `/`.
pub fn stem(path: &str) -> &str {
    let id = record_id(path);
    id.rsplit('/').next().unwrap_or(id)
}

/// The period that a file is named for, which is told where it is not.
pub fn named_period(file: &SourceFile, id: FileId, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Period>> {
    let period = Period::parse(stem(&file.path)).map(|period| Spanned::new(period, Span::file(id)));
    if period.is_none() {
        sink.push(Diagnostic::new("GS0102", Span::file(id)).word("expected", "name.period"));
    }
    period
}

/// The document's title (front matter, else first heading, else file name) and whether the body shows it.
pub fn document(parts: &Parts<'_>, title: Option<String>) -> Document {
    let file = parts.file;
    let body = &file.text[parts.body_start..];
    let leading = leading_heading(body);
    let stem = stem(&file.path);
    let title_in_body = leading.is_some() && (title.is_none() || title.as_deref() == leading.as_deref());
    let heading = leading.or_else(|| if title.is_none() { any_heading(body) } else { None });
    let fallback = || day::of_file_name(stem).map_or(stem, |(_, slug)| if slug.is_empty() { stem } else { slug }).to_owned();
    Document {
        id: record_id(&file.path).to_owned(),
        file: parts.id,
        title: title.or(heading).unwrap_or_else(fallback),
        body_start: parts.body_start as u32,
        title_in_body,
        extra: Vec::new(),
        redacted_by: None,
    }
}

/// The text of a heading line, whatever its level.
fn heading_text(line: &str) -> Option<&str> {
    let text = line.trim_start().trim_start_matches('#');
    let level = line.trim_start().len() - text.len();
    let text = text.strip_prefix([' ', '\u{3000}'])?.trim().trim_end_matches('#').trim();
    ((1..=6).contains(&level) && !text.is_empty()).then_some(text)
}

/// The first heading, if it comes before any other text.
fn leading_heading(body: &str) -> Option<String> {
    let line = body.lines().find(|l| !l.trim().is_empty())?;
    heading_text(line).map(str::to_owned)
}

/// The first heading of a text that begins with something else.
fn any_heading(body: &str) -> Option<String> {
    body.lines().take(200).find_map(heading_text).map(str::to_owned)
}

/// The date of a record: front matter, else the file's name; neither is an error.
pub fn date(fields: &mut Fields<'_, '_>, key: &'static str, parts: &Parts<'_>) -> Option<Spanned<Date>> {
    let given = fields.date(key);
    if fields.has(key) {
        return given;
    }
    match day::of_file_name(stem(&parts.file.path)) {
        Some((date, _)) => Some(Spanned::new(date, Span::file(parts.id))),
        None => {
            fields.sink.push(Diagnostic::new("GS0102", Span::file(parts.id)).word("expected", "name.date"));
            None
        }
    }
}

/// Ends the reading of front matter: unknown TOML keys are errors, unknown YAML keys are kept.
pub fn finish(mut fields: Fields<'_, '_>, parts: &Parts<'_>, document: &mut Document) {
    document.redacted_by = fields.text("redacted_by");
    if parts.yaml {
        document.extra = fields.keep_rest();
    } else {
        fields.finish();
    }
}
