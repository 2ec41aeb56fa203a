//! Links in Markdown and references in records: each leads to a record or a file of the folder.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag};
use rayon::prelude::*;

use super::Doubt;
use crate::diagnostic::{Diagnostic, Edit, Mend};
use crate::model::{Document, FileId, Files, Span, Spanned};
use crate::source::link::{self, Target};
use crate::source::{perhaps, record_id, surely};

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
    let near = nearest(&target.value, files);
    let told = Diagnostic::new("GS1001", target.span).with("target", &target.value).with_some("nearest", near);
    // A record is named without its ending, a file with it.
    let name = near.map(|path| if is_record(&target.value) { record_id(path) } else { path });
    Some(told.mended_by(perhaps(target, name.filter(|name| is_meant(&target.value, name)))))
}

fn nearest<'a>(target: &str, files: &'a Files) -> Option<&'a str> {
    crate::source::nearest(target, files.iter().map(|(_, f)| f.path.as_ref()))
}

/// Whether a path may have been meant by another: the same name in another folder or with another ending, or a slip.
fn is_meant(target: &str, path: &str) -> bool {
    let name = |path: &str| record_id(path).rsplit('/').next().unwrap_or_default().to_lowercase();
    name(target) == name(path) || surely(target, std::iter::once(path)).is_some()
}

fn is_record(target: &str) -> bool {
    target.rsplit('/').next().is_some_and(|name| !name.contains('.'))
}

fn check_document(document: &Document, files: &Files) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let file = files.get(document.file);
    let start = document.body_start as usize;
    let body = &file.text[start..];
    if !may_lead_into_the_folder(body) {
        return found;
    }
    each_address(body, |address, range| {
        let span = place_of(address, body, range, start, document);
        found.extend(doubted(&file.path, address, span, files));
    });
    found
}

/// Calls `then` with where each link and picture of a text leads, and the place it stands at.
fn each_address(body: &str, mut then: impl FnMut(&str, Range<usize>)) {
    for (event, range) in Parser::new_ext(body, link::MARKDOWN).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { link_type: LinkType::Email, .. }) => {}
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => then(&dest_url, range),
            Event::Html(html) | Event::InlineHtml(html) => {
                link::addresses_in_html(&html).into_iter().for_each(|address| then(address, range.clone()))
            }
            _ => {}
        }
    }
}

/// The files of the folder that a document's links and pictures lead to.
pub fn leads_to(document: &Document, files: &Files) -> Vec<FileId> {
    let file = files.get(document.file);
    let mut found = Vec::new();
    each_address(&file.text[document.body_start as usize..], |address, _| {
        if let Target::File(id, _) = link::resolve(&file.path, address, files) {
            found.push(id);
        }
    });
    found
}

/// What is wrong with an address, if anything.
fn doubted(path: &str, address: &str, span: Span, files: &Files) -> Option<Diagnostic> {
    match link::resolve(path, address, files) {
        Target::Missing(target) => {
            let near = nearest(&target, files);
            let told = Diagnostic::new("GS1001", span).with("target", address).with_some("nearest", near);
            Some(told.mended_by(redirected(path, address, &target, span, near, files)))
        }
        Target::Outside => Some(Diagnostic::new("GS1002", span).with("target", address)),
        Target::Forbidden => Some(Diagnostic::new("GS1005", span).with("target", address)),
        Target::File(..) | Target::Folder(..) | Target::External | Target::Here => None,
    }
}

/// A link written so that it leads somewhere: with the slashes and the letters its file has, which is certain; else to the
/// file whose path is most like it.
fn redirected(from: &str, address: &str, target: &str, span: Span, near: Option<&str>, files: &Files) -> Option<Mend> {
    let slashes = address.replace('\\', "/");
    if slashes != address && matches!(link::resolve(from, &slashes, files), Target::File(..)) {
        return Some(Mend::certain(vec![Edit::value(span, address, slashes)]));
    }
    if address.contains(['#', '?']) || address.starts_with('/') {
        return None;
    }
    let lower = target.to_lowercase();
    let mut same = files.iter().map(|(_, f)| f.path.as_ref()).filter(|path| path.to_lowercase() == lower);
    if let (Some(path), None) = (same.next(), same.next()) {
        return Some(Mend::certain(vec![Edit::value(span, address, link::relative(from, path))]));
    }
    let near = near.filter(|path| is_meant(target, path))?;
    Some(Mend::offered(vec![Edit::value(span, address, link::relative(from, near))]))
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
