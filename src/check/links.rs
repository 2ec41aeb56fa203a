//! Links in Markdown and references in records: each leads to a record or a file of the folder.

use pulldown_cmark::{Event, LinkType, Parser, Tag};
use rayon::prelude::*;

use super::Doubt;
use crate::diagnostic::Diagnostic;
use crate::model::{Document, Files, Span, Spanned};
use crate::source::link::{self, Target};

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let community = doubt.community;
    let documents = community.documents();
    found.par_extend(documents.par_iter().flat_map_iter(|d| check_document(d, &community.files)));
    found.extend(community.references().into_iter().filter_map(|target| check_reference(target, &community.files)));
}

/// A value that names a record or a file names one of the folder.
fn check_reference(target: &Spanned<String>, files: &Files) -> Option<Diagnostic> {
    if files.record(&target.value).is_some() || files.find(&target.value).is_some() {
        return None;
    }
    let near = crate::source::nearest(&target.value, files.iter().map(|(_, f)| f.path.as_ref()));
    Some(Diagnostic::new("GS1001", target.span).with("target", &target.value).with_some("nearest", near))
}

fn check_document(document: &Document, files: &Files) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let file = files.get(document.file);
    let start = document.body_start as usize;
    let body = &file.text[start..];
    if !may_lead_into_the_folder(body) {
        return found;
    }
    for (event, range) in Parser::new_ext(body, link::MARKDOWN).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { link_type: LinkType::Email, .. }) => {}
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                let span = place_of(&dest_url, body, range, start, document);
                found.extend(doubted(&file.path, &dest_url, span, files));
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                for address in link::addresses_in_html(&html) {
                    let span = place_of(address, body, range.clone(), start, document);
                    found.extend(doubted(&file.path, address, span, files));
                }
            }
            _ => {}
        }
    }
    found
}

/// What is wrong with an address, if anything.
fn doubted(path: &str, address: &str, span: Span, files: &Files) -> Option<Diagnostic> {
    match link::resolve(path, address, files) {
        Target::Missing(target) => {
            let near = crate::source::nearest(&target, files.iter().map(|(_, f)| f.path.as_ref()));
            Some(Diagnostic::new("GS1001", span).with("target", address).with_some("nearest", near))
        }
        Target::Outside => Some(Diagnostic::new("GS1002", span).with("target", address)),
        Target::Forbidden => Some(Diagnostic::new("GS1005", span).with("target", address)),
        Target::File(..) | Target::Folder(..) | Target::External | Target::Here => None,
    }
}

/// Most documents can be told by one look: no link at all, or only such as begin like one to the web.
fn may_lead_into_the_folder(body: &str) -> bool {
    let outside = |rest: &str| ["http://", "https://", "mailto:", "#"].iter().any(|scheme| rest.starts_with(scheme));
    body.contains("]:") || body.contains('<') || body.split("](").skip(1).any(|rest| !outside(rest))
}

/// The address itself within the link, so that the mark stands under what is wrong.
fn place_of(url: &str, body: &str, range: std::ops::Range<usize>, start: usize, document: &Document) -> Span {
    let within = body[range.clone()].rfind(url).filter(|_| !url.is_empty());
    match within {
        Some(at) => Span::new(document.file, start + range.start + at, start + range.start + at + url.len()),
        None => Span::new(document.file, start + range.start, start + range.end),
    }
}
