//! The account of an import in words, and its table in a terminal.

use unicode_width::UnicodeWidthStr;

use super::words::words;
use crate::import::{Imported, Report};
use crate::model::Locale;

/// How many places of a kind are named before the rest is only counted.
const PLACES: usize = 8;
/// How many rows of a table are shown.
const ROWS: usize = 60;
/// The widest cell that is shown whole.
const WIDEST: usize = 32;

/// What was done, line by line.
pub fn print(path: &str, imported: &Imported, used: Option<&str>, locale: Locale) -> String {
    let report = &imported.report;
    let w = |key: &str, values: &[(&str, &str)]| words().fill(key, locale, values);
    let mut lines = Vec::new();
    for (name, header) in &report.sheets {
        let header = header.to_string();
        let key = if name.is_empty() { "import.says.file" } else { "import.says.sheet" };
        lines.push(w(key, &[("path", path), ("sheet", name), ("line", &header)]));
    }
    for (name, why) in &report.other_sheets {
        lines.push(w("import.says.other_sheet", &[("sheet", name), ("why", words().get(why, locale))]));
    }
    if let Some(used) = used {
        lines.push(w("import.says.used", &[("path", used)]));
    }
    columns(report, &mut lines, locale);
    for (key, count, first) in &report.oddities {
        lines.push(w(
            "import.says.oddity",
            &[("what", words().get(key, locale)), ("count", &count.to_string()), ("first", first)],
        ));
    }
    if imported.table.is_some() || (report.rows_out > 0 && !report.is_even()) {
        reconciled(report, &mut lines, locale);
    }
    lines.join("\n")
}

fn columns(report: &Report, lines: &mut Vec<String>, locale: Locale) {
    let w = |key: &str, values: &[(&str, &str)]| words().fill(key, locale, values);
    let list = words().get("import.says.and", locale);
    if !report.columns.is_empty() {
        lines.push(w(if report.cells.is_some() { "import.says.keys" } else { "import.says.columns" }, &[]));
    }
    let given = if report.cells.is_some() { "import.says.given" } else { "import.says.constant" };
    let widest = report.columns.iter().map(|c| c.ours.width()).max().unwrap_or(0);
    for column in &report.columns {
        let ours = format!("{}{}", column.ours, " ".repeat(widest - column.ours.width()));
        let theirs: Vec<String> = column.theirs.iter().map(|(header, at)| format!("{header} ({at})")).collect();
        let key = if column.by_content { "import.says.by_content" } else { "import.says.column" };
        lines.push(match &column.constant {
            Some(value) if theirs.is_empty() => w(given, &[("ours", &ours), ("value", value)]),
            _ => w(key, &[("ours", &ours), ("theirs", &theirs.join(" + "))]),
        });
    }
    if !report.kept.is_empty() {
        lines.push(w("import.says.kept", &[("columns", &report.kept.join(list))]));
    }
    for (why, columns) in &report.left_columns {
        lines.push(w("import.says.left_column", &[("columns", &columns.join(list)), ("why", words().get(why, locale))]));
    }
}

/// Rows in are rows out and rows left; sums in are sums out.
fn reconciled(report: &Report, lines: &mut Vec<String>, locale: Locale) {
    let w = |key: &str, values: &[(&str, &str)]| words().fill(key, locale, values);
    let left: usize = report.left_rows.iter().map(|(_, places)| places.len()).sum();
    if let Some(cells) = &report.cells {
        let numbers = [cells.seen, cells.names, cells.values, left].map(|n| n.to_string());
        let values = [("seen", numbers[0].as_str()), ("names", &numbers[1]), ("values", &numbers[2]), ("left", &numbers[3])];
        lines.push(w("import.says.cells", &values));
        return left_out(report, lines, locale);
    }
    let numbers = [report.rows_in, report.rows_out, left, report.summed.unwrap_or(0)].map(|n| n.to_string());
    let values = [("in", numbers[0].as_str()), ("out", &numbers[1]), ("left", &numbers[2]), ("summed", &numbers[3])];
    lines.push(w(if report.summed.is_some() { "import.says.rows_summed" } else { "import.says.rows" }, &values));
    left_out(report, lines, locale);
    for sum in &report.sums {
        let (read, written) = (sum.read.separated(2), sum.written.separated(2));
        let key = if sum.read == sum.written { "import.says.sum" } else { "import.says.sum_differs" };
        lines.push(w(key, &[("column", &sum.column), ("read", &read), ("written", &written)]));
    }
}

fn left_out(report: &Report, lines: &mut Vec<String>, locale: Locale) {
    let key = if report.cells.is_some() { "import.says.left_cell" } else { "import.says.left_row" };
    for (why, places) in &report.left_rows {
        // Cells of one line of a text have one place.
        let mut apart: Vec<&str> = places.iter().map(String::as_str).collect();
        apart.dedup();
        let mut shown = apart.iter().take(PLACES).copied().collect::<Vec<_>>().join(", ");
        if apart.len() > PLACES {
            shown += "…";
        }
        let count = places.len().to_string();
        let values = [("why", words().get(why, locale)), ("count", count.as_str()), ("places", shown.as_str())];
        lines.push(words().fill(key, locale, &values));
    }
}

/// The table in columns, as far as a terminal shows it.
pub fn table(text: &str, locale: Locale) -> String {
    let rows: Vec<Vec<String>> = crate::source::cells(text).unwrap_or_default().into_iter().map(|(_, cells)| cells).collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let shown: Vec<Vec<String>> = rows.iter().take(ROWS + 1).map(|row| row.iter().map(|cell| cut(cell)).collect()).collect();
    let widths: Vec<usize> =
        (0..width).map(|c| shown.iter().filter_map(|row| row.get(c)).map(|cell| cell.width()).max().unwrap_or(0)).collect();
    let is_figure =
        |cell: &str| !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit() || b".-".contains(&b)) && cell.contains('.');
    let mut out = String::new();
    for row in &shown {
        let cells = row.iter().zip(&widths).map(|(cell, width)| {
            let room = " ".repeat(width - cell.width());
            if is_figure(cell) { format!("{room}{cell}") } else { format!("{cell}{room}") }
        });
        out += cells.collect::<Vec<_>>().join("  ").trim_end();
        out.push('\n');
    }
    if rows.len() > ROWS + 1 {
        out += &words().fill("import.says.more_rows", locale, &[("count", &(rows.len() - ROWS - 1).to_string())]);
        out.push('\n');
    }
    out
}

fn cut(cell: &str) -> String {
    if cell.width() <= WIDEST {
        return cell.to_owned();
    }
    let mut cut = String::new();
    for c in cell.chars() {
        if cut.width() >= WIDEST - 2 {
            break;
        }
        cut.push(c);
    }
    cut + "…"
}
