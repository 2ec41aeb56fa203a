//! What mends make of files, and how that is shown: the unified form, which `patch` and `git apply` read too.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::human::Style;
use super::mend::{Edit, Mend};
use super::report::Diagnostic;
use crate::model::{FileId, Files};

/// A file as mends make it.
pub struct Patched<'a> {
    pub file: FileId,
    /// Its text when they have been applied.
    pub text: String,
    /// How many mends that is.
    pub mends: usize,
    hunks: Vec<Hunk<'a>>,
}

/// Whole lines in the place of others.
struct Hunk<'a> {
    /// The lines before it, of the file as it is.
    before: usize,
    old: &'a str,
    new: String,
    codes: Vec<&'static str>,
}

/// An edit with the code of what it mends.
type Coded<'m> = (&'static str, &'m Edit);

/// What the mends of these diagnostics make of their files, by file. Of two that touch one another the first is taken, so
/// that none is applied to what another has changed.
pub fn patched<'a>(diagnostics: &[&'a Diagnostic], files: &'a Files) -> Vec<Patched<'a>> {
    let mut by_file: BTreeMap<FileId, Vec<(&'static str, &'a Mend)>> = BTreeMap::new();
    for (code, mend) in diagnostics.iter().filter_map(|d| Some((d.code, d.mend()?))) {
        let Some(file) = mend.file() else { continue };
        let taken = by_file.entry(file).or_default();
        let apart = |other: &Mend| mend.edits().iter().all(|edit| other.edits().iter().all(|taken| are_apart(edit, taken)));
        if taken.iter().all(|(_, other)| apart(other)) {
            taken.push((code, mend));
        }
    }
    by_file.into_iter().map(|(file, mends)| of_file(file, &mends, &files.get(file).text)).collect()
}

/// Two insertions at one place touch too.
fn are_apart(one: &Edit, other: &Edit) -> bool {
    one.span.end < other.span.start || other.span.end < one.span.start
}

fn of_file<'a>(file: FileId, mends: &[(&'static str, &Mend)], text: &'a str) -> Patched<'a> {
    let mut edits: Vec<Coded<'_>> =
        mends.iter().flat_map(|(code, mend)| mend.edits().iter().map(move |edit| (*code, edit))).collect();
    edits.sort_by_key(|(_, edit)| edit.span);
    let mut hunks: Vec<(usize, usize, Vec<Coded<'_>>)> = Vec::new();
    for (code, edit) in edits {
        let (start, end) = lines_of(edit, text);
        match hunks.last_mut().filter(|(_, last, _)| start < *last) {
            Some((_, last, edits)) => {
                *last = end.max(*last);
                edits.push((code, edit));
            }
            None => hunks.push((start, end, vec![(code, edit)])),
        }
    }
    let (mut whole, mut at) = (String::with_capacity(text.len()), 0);
    let mut shown = Vec::with_capacity(hunks.len());
    for (start, end, edits) in hunks {
        let new = applied(text, start, end, &edits);
        let mut codes: Vec<&'static str> = edits.iter().map(|(code, _)| *code).collect();
        codes.dedup();
        whole.push_str(&text[at..start]);
        whole.push_str(&new);
        at = end;
        shown.push(Hunk { before: text[..start].matches('\n').count(), old: &text[start..end], new, codes });
    }
    whole.push_str(&text[at..]);
    Patched { file, text: whole, mends: mends.len(), hunks: shown }
}

/// The whole lines that an edit changes; none where it puts lines between others.
fn lines_of(edit: &Edit, text: &str) -> (usize, usize) {
    let (from, to) = (edit.span.start as usize, edit.span.end as usize);
    let start = text[..from].rfind('\n').map_or(0, |at| at + 1);
    let whole_lines = from == start && (edit.text.is_empty() || edit.text.ends_with('\n'));
    let at_line_start = to == 0 || text[..to].ends_with('\n');
    if whole_lines && at_line_start {
        return (start, to);
    }
    (start, text[to..].find('\n').map_or(text.len(), |at| to + at + 1))
}

fn applied(text: &str, start: usize, end: usize, edits: &[Coded<'_>]) -> String {
    let (mut out, mut at) = (String::new(), start);
    for (_, edit) in edits {
        out.push_str(&text[at..edit.span.start as usize]);
        out.push_str(&edit.text);
        at = edit.span.end as usize;
    }
    out + &text[at..end]
}

/// The change to one file as a unified diff without lines around it: what stands there may be nobody's to see.
pub fn print_patch(patched: &Patched<'_>, files: &Files, style: Style) -> String {
    let path = files.path(patched.file);
    // A name with a space would else end at it.
    let end = if path.contains(char::is_whitespace) { "\t" } else { "" };
    let mut out = format!("--- a/{path}{end}\n+++ b/{path}{end}\n");
    let mut shift = 0isize;
    for hunk in &patched.hunks {
        let (old, new): (Vec<&str>, Vec<&str>) =
            (hunk.old.split_inclusive('\n').collect(), hunk.new.split_inclusive('\n').collect());
        let first = |before: isize, lines: usize| before + isize::from(lines > 0);
        let before = hunk.before as isize;
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "@@ -{},{} +{},{} @@ {}",
            first(before, old.len()),
            old.len(),
            first(before + shift, new.len()),
            new.len(),
            hunk.codes.join(" ")
        );
        shift += new.len() as isize - old.len() as isize;
        old.iter().for_each(|line| out.push_str(&shown_line('-', line, style)));
        new.iter().for_each(|line| out.push_str(&shown_line('+', line, style)));
    }
    out
}

/// A line of a diff. A file's words cannot move the cursor or colour a terminal.
fn shown_line(sign: char, line: &str, style: Style) -> String {
    let (text, end) = line.strip_suffix('\n').map_or((line, "\n\\ No newline at end of file\n"), |text| (text, "\n"));
    let (text, end) = match text.strip_suffix('\r') {
        Some(text) if end == "\n" => (text, "\r\n"),
        _ => (text, end),
    };
    let text: String = text.chars().map(|c| if c.is_control() && c != '\t' { '\u{FFFD}' } else { c }).collect();
    match (style, sign) {
        (Style::Plain, _) => format!("{sign}{text}{end}"),
        (Style::Colour, '-') => format!("\x1b[31m{sign}{text}\x1b[0m{end}"),
        (Style::Colour, _) => format!("\x1b[32m{sign}{text}\x1b[0m{end}"),
    }
}

/// The lines of a mend after it, each without its end; for those who see one problem at a time.
pub(super) fn lines_after(mend: &Mend, files: &Files) -> Vec<String> {
    let Some(file) = mend.file() else { return Vec::new() };
    let patched = of_file(file, &[("", mend)], &files.get(file).text);
    patched.hunks.iter().flat_map(|hunk| hunk.new.lines().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::mend::settle_mends;
    use crate::model::{Encoding, SourceFile, Span};

    fn shown(text: &str, edits: &[(usize, usize, &str)]) -> (String, String, usize) {
        let file =
            SourceFile { path: "a b.csv".into(), text: text.into(), encoding: Encoding::Utf8, original: None, readable: true };
        let files = Files(vec![file]);
        let mend = |(start, end, new): &(usize, usize, &str)| {
            let span = Span::new(FileId(0), *start, *end);
            Diagnostic::new("GS0204", span).mended(Mend::certain(vec![Edit::exact(span, *new)]))
        };
        let mut all: Vec<Diagnostic> = edits.iter().map(mend).collect();
        settle_mends(&mut all, &files);
        let all: Vec<&Diagnostic> = all.iter().collect();
        let patched = patched(&all, &files);
        (patched[0].text.clone(), print_patch(&patched[0], &files, Style::Plain), patched[0].mends)
    }

    #[test]
    fn edits_of_one_line_are_one_change() {
        let (text, patch, mends) = shown("ab,cd\nef", &[(3, 5, "x"), (0, 2, "y"), (6, 8, "z")]);
        assert_eq!((text.as_str(), mends), ("y,x\nz", 3));
        let end = "\\ No newline at end of file\n";
        let hunks = format!("@@ -1,1 +1,1 @@ GS0204\n-ab,cd\n+y,x\n@@ -2,1 +2,1 @@ GS0204\n-ef\n{end}+z\n{end}");
        assert_eq!(patch, format!("--- a/a b.csv\t\n+++ b/a b.csv\t\n{hunks}"));
    }

    #[test]
    fn lines_come_and_go() {
        let (text, patch, _) = shown("a\r\nb\r\nc\r\n", &[(3, 6, ""), (6, 6, "")]);
        assert_eq!(text, "a\r\nc\r\n");
        assert!(patch.ends_with("@@ -2,1 +1,0 @@ GS0204\n-b\r\n"), "{patch}");
        let (text, patch, _) = shown("a\nb\n", &[(2, 2, "x\ny\n")]);
        assert_eq!(text, "a\nx\ny\nb\n");
        assert!(patch.ends_with("@@ -1,0 +2,2 @@ GS0204\n+x\n+y\n"), "{patch}");
    }

    #[test]
    fn none_is_applied_over_another() {
        let (text, _, mends) = shown("abcdef\n", &[(0, 3, "x"), (2, 4, "y"), (3, 4, "z"), (5, 6, "w")]);
        assert_eq!((text.as_str(), mends), ("xdew\n", 2));
    }
}
