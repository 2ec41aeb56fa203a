//! Pictures, scans and whatever else no program can look through: a hint until somebody is named who looked.

use std::collections::{BTreeMap, BTreeSet};

use super::attachments::span;
use crate::check::Doubt;
use crate::check::links::leads_to;
use crate::diagnostic::Diagnostic;
use crate::model::{Attachment, Closed, FileId, Unseen};

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let unseen: Vec<&Attachment> = doubt.community.attachments.iter().filter(|a| !a.layer.unseen.is_empty()).collect();
    if !unseen.is_empty() {
        let looked = looked_at(doubt);
        let left: Vec<&Attachment> = unseen.into_iter().filter(|a| !looked.contains(&a.path)).collect();
        tell_pictures(doubt, &left, found);
        tell_closed(doubt, &left, found);
    }
    check_entries(doubt, found);
}

/// The paths of what somebody has looked at: by the settings, or by a record that names them.
fn looked_at(doubt: &Doubt<'_>) -> BTreeSet<String> {
    let community = doubt.community;
    let mut looked: BTreeSet<String> = community.settings.redacted.iter().flat_map(|r| r.paths()).map(|(path, _)| path).collect();
    let mut records: BTreeSet<FileId> = BTreeSet::new();
    for document in community.documents().into_iter().filter(|d| d.redacted_by.is_some()) {
        records.insert(document.file);
        looked.extend(leads_to(document, &community.files).into_iter().map(|id| community.files.path(id).to_owned()));
    }
    records.extend(community.resolutions.iter().filter(|r| r.redacted_by.is_some()).map(|r| r.file));
    for (table, _, front) in community.accounts.fronts().filter(|(_, _, front)| front.redacted_by.is_some()) {
        records.extend([Some(table), front.file].into_iter().flatten());
    }
    let named = community.references().into_iter().filter(|reference| records.contains(&reference.span.file));
    looked.extend(named.map(|reference| reference.value.clone()));
    looked
}

/// One for each folder: a place of five hundred photographs is one thing to do.
fn tell_pictures(doubt: &Doubt<'_>, left: &[&Attachment], found: &mut Vec<Diagnostic>) {
    let mut folders: BTreeMap<&str, Vec<(&Attachment, Unseen)>> = BTreeMap::new();
    for attachment in left {
        let picture = attachment.layer.unseen.iter().find(|what| !matches!(what, Unseen::Closed(_)));
        if let Some(picture) = picture {
            let folder = attachment.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            folders.entry(folder).or_default().push((attachment, *picture));
        }
    }
    for attachments in folders.into_values() {
        let Some(((first, what), others)) = attachments.split_first() else { continue };
        let told = Diagnostic::new("GS0915", span(doubt, first));
        let count = |n: &u32| vec![("count", n.to_string())];
        let told = match what {
            Unseen::Pages(n) => told.phrase("what", "unseen.pages", count(n)),
            Unseen::Pictures(n) => told.phrase("what", "unseen.pictures", count(n)),
            Unseen::Picture | Unseen::Closed(_) => told.word("what", "unseen.picture"),
        };
        let told = told.with_some("more", (!others.is_empty()).then_some(others.len()));
        found.push(others.iter().fold(told, |told, (other, _)| told.also(span(doubt, other))));
    }
}

fn tell_closed(doubt: &Doubt<'_>, left: &[&Attachment], found: &mut Vec<Diagnostic>) {
    for attachment in left {
        for what in &attachment.layer.unseen {
            let Unseen::Closed(why) = what else { continue };
            let why = match why {
                Closed::Kind => "closed.kind",
                Closed::Locked => "closed.locked",
                Closed::Damaged => "closed.damaged",
                Closed::TooLarge => "closed.large",
                Closed::Fonts => "closed.fonts",
                Closed::Inside => "closed.inside",
            };
            found.push(Diagnostic::new("GS0917", span(doubt, attachment)).word("why", why));
        }
    }
}

/// Entries of the settings that name no attachment.
fn check_entries(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let attachments = &doubt.community.attachments;
    for (path, place) in doubt.community.settings.redacted.iter().flat_map(|entry| entry.paths()) {
        if attachments.iter().any(|a| a.path == path) {
            continue;
        }
        let folder = format!("{}/", path.trim_end_matches('/'));
        let why = if attachments.iter().any(|a| a.path.starts_with(&folder)) { "redacted.folder" } else { "redacted.missing" };
        found.push(Diagnostic::new("GS0916", place).with("path", path).word("why", why));
    }
}
