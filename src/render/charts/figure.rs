//! What stands around a drawing: the figure with its title, one panel per drawing (heading row with
//! unit and key, a line of description, the SVG), and the table of the numbers drawn.

use crate::render::xml::{escape, escape_into};

/// What every chart says about itself. All words come from the caller, in the page's language.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// Unique on the page; the ids inside the figure start with it. Letters, digits, `-` and `_`
    /// stay, anything else becomes `-`.
    pub id: &'a str,
    /// The heading.
    pub title: &'a str,
    /// The heading's level, 2 to 6.
    pub level: u8,
    /// The summary that opens the table: "table of numbers".
    pub table: &'a str,
    /// What stands there instead when there is nothing to draw.
    pub empty: &'a str,
}

/// One drawing with the words above it.
pub struct Panel<'a> {
    /// What is drawn: "income and expense by month".
    pub name: &'a str,
    /// The unit of its axis; may be empty.
    pub unit: &'a str,
    /// One sentence on how to read it; shown, and read out with the drawing. May be empty.
    pub description: &'a str,
    /// The right half of the heading row: HTML from [`key`] or [`latest`].
    pub aside: String,
    /// Pixels left and right of the plot for labels.
    pub gutters: (i32, i32),
    /// Pixels of plot and of what stands below it.
    pub height: i32,
    /// The SVG elements.
    pub drawing: String,
}

/// An entry of a chart's key.
pub enum Swatch {
    /// A solid bar.
    First,
    /// A hatched bar.
    Second,
    /// A light bar.
    Third,
    /// A dotted bar.
    Fourth,
    /// A solid bar in the colour of text.
    Fifth,
    /// A target line.
    Target,
}

/// A table cell.
pub enum Cell {
    /// Words.
    Text(String),
    /// A number, set flush right.
    Number(String),
}

/// An id that needs no escaping and holds no space.
fn safe_id(id: &str) -> String {
    let keep = |c: char| if c.is_alphanumeric() || "-_".contains(c) { c } else { '-' };
    id.chars().map(keep).collect()
}

/// The room for labels beside a plot in pixels: the widest of `widths` (tenths of a pixel) and 8 px
/// between it and the plot, up to a multiple of 8, for the style sheet has a class for each.
pub fn gutter(widths: impl IntoIterator<Item = i32>) -> i32 {
    let widest = widths.into_iter().max().unwrap_or(0).max(0);
    let steps = (widest / 10 + 9).unsigned_abs().div_ceil(8) as i32;
    // 160 px leave half of the narrowest phone to the plot; no sensible label is wider.
    steps.saturating_mul(8).min(160)
}

/// The key: which mark is which.
pub fn key(entries: &[(Swatch, &str)]) -> String {
    let mut out = String::from("<ul class=\"chart-key\">");
    for (swatch, name) in entries {
        out.push_str("<li><svg class=\"chart-swatch\" width=\"14\" height=\"14\" aria-hidden=\"true\" focusable=\"false\">");
        out.push_str(match swatch {
            Swatch::First => "<rect class=\"first\" x=\"1\" y=\"1\" width=\"12\" height=\"12\"/>",
            Swatch::Second => {
                "<rect class=\"second\" x=\"1.5\" y=\"1.5\" width=\"11\" height=\"11\" fill=\"url(#chart-hatch)\"/>"
            }
            Swatch::Third => "<rect class=\"third\" x=\"1.5\" y=\"1.5\" width=\"11\" height=\"11\"/>",
            Swatch::Fourth => "<rect class=\"fourth\" x=\"1.5\" y=\"1.5\" width=\"11\" height=\"11\" fill=\"url(#chart-dots)\"/>",
            Swatch::Fifth => "<rect class=\"fifth\" x=\"1\" y=\"1\" width=\"12\" height=\"12\"/>",
            Swatch::Target => "<line class=\"target\" x1=\"0\" x2=\"14\" y1=\"7\" y2=\"7\"/>",
        });
        out.push_str("</svg>");
        escape_into(&mut out, name);
        out.push_str("</li>");
    }
    out.push_str("</ul>");
    out
}

/// The latest value, in place of a key.
pub fn latest(label: &str, value: &str) -> String {
    format!("<p class=\"chart-latest\">{} <b>{}</b></p>", escape(label), escape(value))
}

/// The whole figure. `kind` is its class: `chart-money` and so on.
pub fn figure(frame: &Frame, kind: &str, panels: &[Panel], head: &[&str], rows: &[Vec<Cell>]) -> String {
    let id = safe_id(frame.id);
    let level = frame.level.clamp(2, 6);
    let mut out = format!(
        "<figure class=\"chart {kind}\" id=\"{id}\">\n<figcaption><h{level} class=\"chart-title\">{}</h{level}></figcaption>\n",
        escape(frame.title)
    );
    if rows.is_empty() {
        out.push_str(&format!("<p class=\"chart-empty\">{}</p>\n</figure>\n", escape(frame.empty)));
        return out;
    }
    for (i, panel) in panels.iter().enumerate() {
        push_panel(&mut out, &format!("{id}-{}", i + 1), panel);
    }
    push_table(&mut out, frame, head, rows);
    out.push_str("</figure>\n");
    out
}

fn push_panel(out: &mut String, id: &str, panel: &Panel) {
    out.push_str("<div class=\"chart-head\"><p class=\"chart-name\">");
    escape_into(out, panel.name);
    if !panel.unit.is_empty() {
        out.push_str(" <span class=\"chart-unit\">");
        escape_into(out, panel.unit);
        out.push_str("</span>");
    }
    out.push_str("</p>");
    out.push_str(&panel.aside);
    out.push_str("</div>\n");
    if !panel.description.is_empty() {
        // Hidden from screen readers here, for they read the same words with the drawing.
        out.push_str("<p class=\"chart-note\" aria-hidden=\"true\">");
        escape_into(out, panel.description);
        out.push_str("</p>\n");
    }
    let (left, right) = panel.gutters;
    out.push_str(&format!(
        "<svg class=\"chart-plot chart-l{left} chart-r{right}\" role=\"img\" width=\"100%\" height=\"{}\" aria-labelledby=\"{id}-t\"",
        panel.height
    ));
    if !panel.description.is_empty() {
        out.push_str(&format!(" aria-describedby=\"{id}-d\""));
    }
    out.push_str(&format!(" focusable=\"false\"><title id=\"{id}-t\">{}", escape(panel.name)));
    if !panel.unit.is_empty() {
        out.push_str(" · ");
        escape_into(out, panel.unit);
    }
    out.push_str("</title>");
    if !panel.description.is_empty() {
        out.push_str(&format!("<desc id=\"{id}-d\">{}</desc>", escape(panel.description)));
    }
    out.push_str("<g aria-hidden=\"true\">");
    out.push_str(&panel.drawing);
    out.push_str("</g></svg>\n");
}

fn push_table(out: &mut String, frame: &Frame, head: &[&str], rows: &[Vec<Cell>]) {
    let summary = escape(frame.table);
    // A wide table scrolls by itself, so the keyboard has to reach it.
    out.push_str(&format!(
        "<details class=\"chart-table\"><summary>{summary}</summary><section class=\"chart-scroll\" tabindex=\"0\" aria-label=\"{}, {summary}\"><table>\n<thead><tr>",
        escape(frame.title)
    ));
    for (column, words) in head.iter().enumerate() {
        let number = rows.first().and_then(|row| row.get(column)).is_some_and(|cell| matches!(cell, Cell::Number(_)));
        let class = if number { " class=\"num\"" } else { "" };
        out.push_str(&format!("<th scope=\"col\"{class}>{}</th>", escape(words)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for (column, cell) in row.iter().enumerate() {
            let (open, words, close) = match cell {
                Cell::Text(words) | Cell::Number(words) if column == 0 => ("<th scope=\"row\">", words, "</th>"),
                Cell::Text(words) => ("<td>", words, "</td>"),
                Cell::Number(words) => ("<td class=\"num\">", words, "</td>"),
            };
            out.push_str(open);
            escape_into(out, words);
            out.push_str(close);
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></section></details>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_holds_what_an_id_may() {
        assert_eq!(safe_id("a b\"<公示>"), "a-b--公示-");
    }

    #[test]
    fn gutters_are_steps_the_style_sheet_knows() {
        assert_eq!(gutter([]), 16);
        assert_eq!(gutter([166]), 32);
        assert_eq!(gutter([i32::MAX]), 160);
        let css = include_str!("../../../themes/default/charts.css");
        for tenths in 0..2_000 {
            let px = gutter([tenths]);
            assert!(px % 8 == 0 && px <= 160 && (px == 160 || px * 10 >= tenths + 80));
            assert!(css.contains(&format!(".chart-l{px} {{ --chart-l: {px}px; }}")));
            assert!(css.contains(&format!(".chart-r{px} {{ --chart-r: {px}px; }}")));
        }
    }
}
