//! Articles of a rule as HTML: whole, or with the marks of a change.

use super::markdown;
use super::site::Site;
use super::xml::escape_into;
use crate::history::{Op, Segment};
use crate::model::Article;

/// An article for reading, with its anchor.
pub fn whole(site: &Site<'_>, article: &Article, path: &str, page: &str, out: &mut String) {
    let start = out.len();
    let html = match article.title() {
        Some(_) => markdown::fragment(site, article.after_title(), path, page),
        None => markdown::fragment(site, &article.text, path, page),
    };
    out.push_str("<div class=\"article\" id=\"");
    escape_into(out, &article.anchor);
    out.push_str("\">");
    let mut label = String::from("<b class=\"no\">");
    escape_into(&mut label, &article.label);
    if let Some(title) = article.title() {
        label.push(' ');
        escape_into(&mut label, title);
    }
    label.push_str("</b>");
    match html.strip_prefix("<p>") {
        Some(rest) if article.title().is_none() => {
            out.push_str("<p class=\"art\">");
            out.push_str(&label);
            out.push_str(rest);
        }
        _ => {
            out.push_str("<p class=\"art\">");
            out.push_str(&label);
            out.push_str("</p>\n");
            out.push_str(&html);
        }
    }
    debug_assert!(out.len() > start);
    out.push_str("</div>\n");
}

/// An article's words as plain paragraphs.
pub fn plain(text: &str, out: &mut String) {
    out.push_str("<p>");
    out.push_str(&after_number(text));
}

/// Opens an article's first paragraph with its number; what [`after_number`] gives follows.
pub fn number(label: &str, out: &mut String) {
    out.push_str("<p class=\"art\"><b class=\"no\">");
    escape_into(out, label);
    out.push_str("</b>");
}

/// An article's words from within its first paragraph on.
pub fn after_number(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut paragraphs = text.split('\n').map(str::trim).filter(|p| !p.is_empty());
    escape_into(&mut out, paragraphs.next().unwrap_or_default());
    for paragraph in paragraphs {
        out.push_str("</p>\n<p>");
        escape_into(&mut out, paragraph);
    }
    out.push_str("</p>\n");
    out
}

/// The marked text in paragraphs: what came is in `<ins>`, what went in `<del>`. A mark that runs over the end of
/// a paragraph is closed there and opened again, so that the HTML stays well formed.
pub fn marked(segments: &[Segment<'_>], out: &mut String) {
    let mut open = false;
    for segment in segments {
        let (before, after) = match segment.op {
            Op::Equal => ("", ""),
            Op::Insert => ("<ins>", "</ins>"),
            Op::Delete => ("<del>", "</del>"),
        };
        for (i, line) in segment.text.split('\n').enumerate() {
            if i > 0 && open {
                out.push_str("</p>\n");
                open = false;
            }
            if line.is_empty() || (!open && line.trim().is_empty()) {
                continue;
            }
            if !open {
                out.push_str("<p>");
                open = true;
            }
            out.push_str(before);
            escape_into(out, line);
            out.push_str(after);
        }
    }
    if open {
        out.push_str("</p>\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_close_at_the_end_of_a_paragraph() {
        let segments = [
            Segment { op: Op::Equal, text: "一\n\n二" },
            Segment { op: Op::Insert, text: "三\n\n<四>" },
            Segment { op: Op::Delete, text: "\n\n五" },
        ];
        let mut out = String::new();
        marked(&segments, &mut out);
        assert_eq!(out, "<p>一</p>\n<p>二<ins>三</ins></p>\n<p><ins>&lt;四&gt;</ins></p>\n<p><del>五</del></p>\n");
    }
}
