//! Links in Markdown: each relative one leads to a file of the folder.

use pulldown_cmark::{Event, Options, Parser, Tag};
use rayon::prelude::*;

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::model::{Document, Files, Span};
use crate::source::link::{self, Target};

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let community = doubt.community;
    let minutes = community.minutes.iter().map(|m| &m.document);
    let notices = community.notices.iter().map(|n| &n.document);
    let rules = community.rules.iter().flat_map(|r| r.versions.iter().map(|v| &v.document));
    let documents: Vec<&Document> = minutes.chain(notices).chain(rules).collect();
    found.par_extend(documents.par_iter().flat_map_iter(|d| check_document(d, &community.files)));
}

fn check_document(document: &Document, files: &Files) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let file = files.get(document.file);
    let start = document.body_start as usize;
    let body = &file.text[start..];
    if !may_lead_into_the_folder(body) {
        return found;
    }
    for (event, range) in Parser::new_ext(body, Options::ENABLE_TABLES).into_offset_iter() {
        let (Event::Start(Tag::Link { dest_url, .. }) | Event::Start(Tag::Image { dest_url, .. })) = event else { continue };
        let span = place_of(&dest_url, body, range, start, document);
        match link::resolve(&file.path, &dest_url, files) {
            Target::Missing(path) => {
                let near = crate::source::nearest(&path, files.iter().map(|(_, f)| f.path.as_ref()));
                found.push(Diagnostic::new("GS1001", span).with("target", &*dest_url).with_some("nearest", near));
            }
            Target::Outside => found.push(Diagnostic::new("GS1002", span).with("target", &*dest_url)),
            Target::Forbidden => found.push(Diagnostic::new("GS1005", span).with("target", &*dest_url)),
            Target::File(..) | Target::Folder(..) | Target::External | Target::Here => {}
        }
    }
    found
}

/// Most documents can be told by one look: no link at all, or only such as begin like one to the web.
fn may_lead_into_the_folder(body: &str) -> bool {
    let outside = |rest: &str| ["http://", "https://", "mailto:", "#"].iter().any(|scheme| rest.starts_with(scheme));
    body.contains("]:") || body.split("](").skip(1).any(|rest| !outside(rest))
}

/// The address itself within the link, so that the mark stands under what is wrong.
fn place_of(url: &str, body: &str, range: std::ops::Range<usize>, start: usize, document: &Document) -> Span {
    let within = body[range.clone()].rfind(url).filter(|_| !url.is_empty());
    match within {
        Some(at) => Span::new(document.file, start + range.start + at, start + range.start + at + url.len()),
        None => Span::new(document.file, start + range.start, start + range.end),
    }
}
