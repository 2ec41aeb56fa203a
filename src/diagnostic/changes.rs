//! What changed between two states of a folder, in words.

use std::fmt::Write;

use serde_json::{Value, json};

use super::wording::word;
use crate::model::{Amount, FigureChange, FileChange, Locale, RowCounts};

/// What a check tells besides its diagnostics, where it compared the folder or told of a part of it alone.
pub struct Changes<'a> {
    pub files: &'a [FileChange],
    /// What the folder was compared with, as it was named; none where it was not.
    pub against: Option<&'a str>,
    /// Errors, findings and hints about the rest of the folder.
    pub elsewhere: Option<[usize; 3]>,
}

impl Changes<'_> {
    /// The heading of the changes.
    pub fn title(&self, locale: Locale) -> Option<String> {
        Some(word("changes.title", locale).replace("{against}", self.against?))
    }

    /// The changes for programs: amounts without separators.
    pub fn values(&self, locale: Locale) -> Vec<Value> {
        let amount = |amount: &Option<Amount>| amount.as_ref().map(Amount::plain);
        let figure = |f: &FigureChange| {
            let name = f.name.strip_prefix("figure.").unwrap_or(f.name);
            json!({ "subject": f.subject, "name": name, "old": amount(&f.old), "new": amount(&f.new) })
        };
        let file = |c: &FileChange| {
            json!({
                "path": c.path,
                "state": c.state.name(),
                "period": c.label,
                "rows": c.rows.map(|r| json!({ "added": r.added, "changed": r.changed, "removed": r.removed })),
                "figures": c.figures.iter().map(figure).collect::<Vec<_>>(),
                "text": file_change_lines(c, locale),
            })
        };
        self.files.iter().map(file).collect()
    }

    /// How many diagnostics of the rest of the folder are not told.
    pub fn elsewhere_value(&self) -> Option<Value> {
        self.elsewhere.map(|[errors, findings, hints]| json!({ "errors": errors, "findings": findings, "hints": hints }))
    }
}

/// The changes for people, below the problems; nothing where there was no comparison.
pub fn print_changes(changes: &Changes<'_>, locale: Locale) -> String {
    let Some(title) = changes.title(locale) else { return String::new() };
    let mut out = format!("{title}\n");
    if changes.files.is_empty() {
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(out, "  {}", word("changes.none", locale));
    }
    for change in changes.files {
        let _ = writeln!(out, "  {}{}{}", shown(&change.path), word("changes.colon", locale), state_text(change, locale));
        for line in file_change_lines(change, locale) {
            let _ = writeln!(out, "    {}", shown(&line));
        }
    }
    out.push('\n');
    out
}

/// A file's words cannot move the cursor or colour a terminal.
fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}

/// `income 412,300.00 → 418,300.00`; a figure that came is told alone, one that went with a dash.
pub fn figure_text(change: &FigureChange, locale: Locale) -> String {
    let name = word(change.name, locale);
    match (&change.old, &change.new) {
        (None, Some(new)) => format!("{name} {}", new.shown()),
        (old, new) => {
            let shown = |amount: &Option<Amount>| amount.as_ref().map_or("–".to_owned(), Amount::shown);
            format!("{name} {} → {}", shown(old), shown(new))
        }
    }
}

/// `3 rows added, 1 changed`; empty where none did.
pub fn rows_text(rows: RowCounts, locale: Locale) -> String {
    let kinds = [
        (rows.added, ["rows.added_one", "rows.added", "rows.added"]),
        (rows.changed, ["rows.changed_one", "rows.changed", "rows.changed_too"]),
        (rows.removed, ["rows.removed_one", "rows.removed", "rows.removed_too"]),
    ];
    let mut parts: Vec<String> = Vec::new();
    for (n, [one, several, too]) in kinds.into_iter().filter(|(n, _)| *n > 0) {
        let key = match n {
            _ if !parts.is_empty() => too,
            1 => one,
            _ => several,
        };
        parts.push(word(key, locale).replace("{n}", &n.to_string()));
    }
    parts.join(word("changes.separator", locale))
}

/// The first figures of a change with what they are of, and its rows, as one sentence's part.
pub fn change_text(figures: &[FigureChange], rows: RowCounts, locale: Locale) -> String {
    const MOST: usize = 3;
    let of = |change: &FigureChange| format!("{} {}", change.subject, figure_text(change, locale)).trim().to_owned();
    let mut parts: Vec<String> = figures.iter().take(MOST).map(of).collect();
    if figures.len() > MOST {
        parts.push(word("changes.more", locale).replace("{n}", &(figures.len() - MOST).to_string()));
    }
    if figures.is_empty() && !rows.is_none() {
        parts.push(word("changes.same_sums", locale).to_owned());
    }
    parts.extend(Some(rows_text(rows, locale)).filter(|text| !text.is_empty()));
    if parts.is_empty() { word("changes.unknown", locale).to_owned() } else { parts.join(word("changes.separator", locale)) }
}

/// A file's change as one line, and a line more for everything that has figures of its own in it.
pub fn file_change_lines(change: &FileChange, locale: Locale) -> Vec<String> {
    const MOST: usize = 30;
    let separator = word("changes.separator", locale);
    let own = change.figures.iter().filter(|f| f.subject.is_empty()).map(|f| figure_text(f, locale));
    let rows = change.rows.map(|rows| rows_text(rows, locale)).filter(|text| !text.is_empty());
    let parts: Vec<String> = own.chain(rows).collect();
    let mut lines = Vec::new();
    if !parts.is_empty() {
        lines.push(format!("{} {}", change.label, parts.join(separator)).trim().to_owned());
    }
    let mut subjects: Vec<&str> = Vec::new();
    for figure in change.figures.iter().filter(|f| !f.subject.is_empty()) {
        if !subjects.contains(&figure.subject.as_str()) {
            subjects.push(&figure.subject);
        }
    }
    for subject in subjects.iter().take(MOST) {
        let figures = change.figures.iter().filter(|f| f.subject == **subject).map(|f| figure_text(f, locale));
        let colon = word("changes.colon", locale);
        lines.push(format!("{subject}{colon}{}", figures.collect::<Vec<_>>().join(separator)));
    }
    if subjects.len() > MOST {
        let rest = change.figures.iter().filter(|f| subjects[MOST..].contains(&f.subject.as_str())).count();
        lines.push(word("changes.more", locale).replace("{n}", &rest.to_string()));
    }
    lines
}

/// What became of a file, as a word.
pub fn state_text(change: &FileChange, locale: Locale) -> &'static str {
    use crate::model::FileState::{Changed, Follows, New, Removed, Rewritten, Same};
    let key = match change.state {
        New => "changes.new",
        Changed => "changes.changed",
        Rewritten => "changes.rewritten",
        Same => "changes.same",
        Removed => "changes.removed",
        Follows => "changes.follows",
    };
    word(key, locale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FileState, Money};

    #[test]
    fn a_change_is_told_in_one_line() {
        let money = |yuan: i128| Some(Amount::Money(Money(yuan * 100)));
        let figure = |subject: &str, old, new| FigureChange { subject: subject.into(), name: "figure.income", old, new };
        let change = FileChange {
            path: "accounts/2025-Q1.csv".into(),
            label: "2025-Q1".into(),
            state: FileState::Changed,
            figures: vec![figure("", money(412_300), money(418_300)), figure("a", None, money(1))],
            rows: Some(RowCounts { added: 3, changed: 1, removed: 0 }),
        };
        let lines = file_change_lines(&change, Locale::En);
        assert_eq!(lines, ["2025-Q1 income 412,300.00 → 418,300.00, 3 rows added, 1 changed", "a: income 1.00"]);
        let lines = file_change_lines(&change, Locale::ZhCn);
        assert_eq!(lines[0], "2025-Q1 收入 412,300.00 → 418,300.00，新增 3 行，改动 1 行");
        assert_eq!(change_text(&[], RowCounts::default(), Locale::En), word("changes.unknown", Locale::En));
    }
}
