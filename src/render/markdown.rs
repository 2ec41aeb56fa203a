//! Markdown to HTML: links lead to pages, raw HTML is sanitised, headings fit under the page's own.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::address;
use super::site::Site;
use crate::model::Document;
use crate::source::link::{self, Target};

/// What communities write: tables, footnotes, struck text, task lists.
const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_TASKLISTS);

/// The body of a document as HTML for the page at `page`, without the heading that the page shows as its title.
pub fn document(site: &Site<'_>, document: &Document, page: &str) -> String {
    let file = site.community.files.get(document.file);
    let body = &file.text[document.body_start as usize..];
    let body = if document.title_in_body { without_first_heading(body) } else { body };
    fragment(site, body, &file.path, page)
}

/// Markdown that stands in the file at `path`, as HTML for the page at `page`.
pub fn fragment(site: &Site<'_>, markdown: &str, path: &str, page: &str) -> String {
    let mut raw = false;
    let mut images: Vec<bool> = Vec::new();
    let mut after_chinese = false;
    let events = Parser::new_ext(markdown, OPTIONS).filter_map(|event| match event {
        Event::Text(text) => {
            after_chinese = text.chars().next_back().is_some_and(is_chinese);
            Some(Event::Text(text))
        }
        // A line that ends in Chinese goes on in the next without a space.
        Event::SoftBreak if after_chinese => None,
        Event::Html(text) | Event::InlineHtml(text) => {
            if text.trim_start().starts_with("<!--") && text.trim_end().ends_with("-->") {
                return None;
            }
            raw = true;
            Some(Event::InlineHtml(text))
        }
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Some(Event::Start(Tag::Heading { level: lowered(level), id, classes, attrs }))
        }
        Event::End(TagEnd::Heading(level)) => Some(Event::End(TagEnd::Heading(lowered(level)))),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let dest_url = rewritten(site, &dest_url, path, page);
            Some(Event::Start(Tag::Link { link_type, dest_url, title, id }))
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            // Nothing is fetched from elsewhere: a picture on another site becomes a link to it.
            let outside = link::resolve(path, &dest_url, &site.community.files) == Target::External;
            images.push(outside);
            let dest_url = rewritten(site, &dest_url, path, page);
            Some(Event::Start(if outside {
                Tag::Link { link_type, dest_url, title, id }
            } else {
                Tag::Image { link_type, dest_url, title, id }
            }))
        }
        Event::End(TagEnd::Image) => Some(Event::End(if images.pop() == Some(true) { TagEnd::Link } else { TagEnd::Image })),
        other => Some(other),
    });
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut out, events);
    let out = if raw { sanitised(&out) } else { out };
    without_styles(out)
}

/// Alignment of table cells as classes: the site's policy forbids inline styles.
fn without_styles(html: String) -> String {
    const STYLE: &str = " style=\"text-align: ";
    if !html.contains(STYLE) {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    let mut parts = html.split(STYLE);
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (side, rest) = part.split_once('"').unwrap_or(("", part));
        match side {
            "right" => out.push_str(" class=\"n\""),
            "center" => out.push_str(" class=\"c\""),
            _ => {}
        }
        out.push_str(rest);
    }
    out
}

/// All input is hostile: what HTML an author wrote loses scripts, styles, forms and frames.
fn sanitised(html: &str) -> String {
    ammonia::Builder::default().link_rel(Some("noopener noreferrer")).clean(html).to_string()
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}' | '“' | '”' | '‘' | '’' | '…' | '—')
}

/// The page's title is its only first-level heading.
fn lowered(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H2,
        other => other,
    }
}

/// A link to a file of the folder becomes a link to its page, or to the copy of the file.
fn rewritten<'a>(site: &Site<'_>, dest: &str, path: &str, page: &str) -> CowStr<'a> {
    let link = match link::resolve(path, dest, &site.community.files) {
        Target::File(file, anchor) => {
            let mut to = site.page_of_file(file);
            if !anchor.is_empty() {
                to.push('#');
                to.push_str(&anchor);
            }
            address::href(page, &to)
        }
        Target::Folder(folder) => address::href(page, &site.page_of_folder(&folder)),
        Target::External | Target::Here => dest.to_owned(),
        // Reported by check; a page that is drawn all the same (serve) must not carry it.
        Target::Missing(_) | Target::Outside | Target::Forbidden => String::new(),
    };
    CowStr::from(link)
}

fn without_first_heading(body: &str) -> &str {
    let trimmed = body.trim_start();
    match trimmed.split_once('\n') {
        Some((_, rest)) => rest,
        None => "",
    }
}
