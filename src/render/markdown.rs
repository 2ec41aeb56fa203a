//! Markdown to HTML: links lead to pages, raw HTML is sanitised, headings fit under the page's own.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd, html};

use super::address;
use super::site::Site;
use crate::model::Document;
use crate::source::link::{self, MARKDOWN, Target};

/// The body of a document as HTML for the page at `page`, without the heading that the page shows as its title.
pub fn document(site: &Site<'_>, document: &Document, page: &str) -> String {
    let file = site.community.files.get(document.file);
    let body = &file.text[document.body_start as usize..];
    let body = if document.title_in_body { without_first_heading(body) } else { body };
    fragment(site, body, &file.path, page)
}

/// Markdown that stands in the file at `path`, as HTML for the page at `page`.
pub fn fragment(site: &Site<'_>, markdown: &str, path: &str, page: &str) -> String {
    let way = Way { site, path, page };
    let raw = markdown.contains('<') && Parser::new_ext(markdown, MARKDOWN).any(|event| is_raw(&event));
    let mut images: Vec<OutsideImage> = Vec::new();
    let mut after_chinese = false;
    let events = Parser::new_ext(markdown, MARKDOWN).flat_map(|event| {
        let mut before = None;
        let event = match event {
            Event::Text(text) => {
                after_chinese = text.chars().next_back().is_some_and(is_chinese);
                if let Some(image) = images.last_mut() {
                    image.named = true;
                }
                Event::Text(text)
            }
            // A line that ends in Chinese goes on in the next without a space.
            Event::SoftBreak if after_chinese => Event::Text(CowStr::from("")),
            Event::Start(Tag::Heading { level, id, classes, attrs }) => {
                Event::Start(Tag::Heading { level: lowered(level), id, classes, attrs })
            }
            Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lowered(level))),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) if link_type != LinkType::Email => {
                // With raw HTML about, all addresses are rewritten together when it is made safe.
                let dest_url = if raw { dest_url } else { CowStr::from(way.rewritten(&dest_url)) };
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                // Nothing is fetched from elsewhere: a picture on another site becomes a link to it.
                let outside = link::resolve(path, &dest_url, &site.community.files) == Target::External;
                images.push(OutsideImage { outside, named: false, address: dest_url.to_string() });
                let dest_url = if raw { dest_url } else { CowStr::from(way.rewritten(&dest_url)) };
                Event::Start(if outside {
                    Tag::Link { link_type, dest_url, title, id }
                } else {
                    Tag::Image { link_type, dest_url, title, id }
                })
            }
            Event::End(TagEnd::Image) => match images.pop() {
                Some(image) if image.outside => {
                    if !image.named {
                        before = Some(Event::Text(CowStr::from(file_of(&image.address).to_owned())));
                    }
                    Event::End(TagEnd::Link)
                }
                _ => Event::End(TagEnd::Image),
            },
            other => other,
        };
        before.into_iter().chain([event])
    });
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut out, events);
    let out = if raw { sanitised(&out, &way) } else { out };
    without_styles(out)
}

/// An image being read: whether it lies on another site, and whether anything says what it shows.
struct OutsideImage {
    outside: bool,
    named: bool,
    address: String,
}

/// The last part of an address: what a picture without a description is called.
fn file_of(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    path.trim_end_matches('/').rsplit('/').next().unwrap_or(path)
}

/// Whether an event is HTML that an author wrote.
fn is_raw(event: &Event<'_>) -> bool {
    matches!(event, Event::Html(_) | Event::InlineHtml(_))
}

/// Where a link in the file at `path` leads from the page at `page`; nowhere where it must not lead.
pub fn address(site: &Site<'_>, dest: &str, path: &str, page: &str) -> String {
    Way { site, path, page }.rewritten(dest)
}

/// From where to where links lead.
struct Way<'w, 'a> {
    site: &'w Site<'a>,
    /// The file that holds them.
    path: &'w str,
    /// The page that shows it.
    page: &'w str,
}

impl Way<'_, '_> {
    /// A link to a file of the folder becomes a link to its page, or to the copy of the file.
    fn rewritten(&self, dest: &str) -> String {
        match link::resolve(self.path, dest, &self.site.community.files) {
            Target::File(file, anchor) => address::href_to(self.page, &self.site.page_of_file(file), &anchor),
            Target::Folder(folder) => address::href(self.page, &self.site.page_of_folder(&folder)),
            Target::External | Target::Here => dest.to_owned(),
            // Reported by check; a page that is drawn all the same (serve) must not carry it.
            Target::Missing(_) | Target::Outside | Target::Forbidden => String::new(),
        }
    }
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

/// All input is hostile: what HTML an author wrote loses scripts, styles, forms, frames and pictures from elsewhere;
/// its links lead where Markdown's would.
fn sanitised(html: &str, way: &Way<'_, '_>) -> String {
    // The filter must own what it uses, so the addresses are asked for first and answered in a second pass.
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let heard = asked.clone();
    let clean = ammonia::Builder::default()
        .link_rel(Some("noopener noreferrer"))
        .attribute_filter(move |_, attribute, value| {
            if matches!(attribute, "href" | "src") {
                heard.lock().unwrap_or_else(PoisonError::into_inner).push(value.to_owned());
            }
            Some(value.into())
        })
        .clean(html)
        .to_string();
    let asked = std::mem::take(&mut *asked.lock().unwrap_or_else(PoisonError::into_inner));
    let answers: HashMap<String, (bool, String)> = asked
        .into_iter()
        .map(|address| {
            let outside = link::resolve(way.path, &address, &way.site.community.files) == Target::External;
            let rewritten = way.rewritten(&address);
            (address, (outside, rewritten))
        })
        .collect();
    if answers.is_empty() {
        return clean;
    }
    ammonia::Builder::default()
        .link_rel(Some("noopener noreferrer"))
        .attribute_filter(move |element, attribute, value| match (element, attribute, answers.get(value)) {
            ("img", "src", Some((true, _))) => None,
            (_, "href" | "src", Some((_, rewritten))) => Some(rewritten.clone().into()),
            _ => Some(value.into()),
        })
        .clean(html)
        .to_string()
}

pub fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}' | '“' | '”' | '‘' | '’' | '…' | '—')
}

/// The page's title is its only first-level heading.
fn lowered(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H2,
        other => other,
    }
}

fn without_first_heading(body: &str) -> &str {
    let trimmed = body.trim_start();
    match trimmed.split_once('\n') {
        Some((_, rest)) => rest,
        None => "",
    }
}
