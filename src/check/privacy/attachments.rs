//! Attachments: what their text layers give away, who is written into them, and what no program can look through.

use rayon::prelude::*;

use super::names::is_name;
use super::{Hit, Offices, guarded, hits, is_allowed, looked, masked};
use crate::check::Doubt;
use crate::diagnostic::Diagnostic;
use crate::model::{Attachment, FileId, Person, PhotoNote, Place, Role, Span};

/// Words in the names of programs, machines and offices that stand where a person's name could.
const NO_PERSON: [&str; 44] = [
    "microsoft",
    "office",
    "user",
    "windows",
    "word",
    "excel",
    "powerpoint",
    "wps",
    "apache",
    "poi",
    "libreoffice",
    "openoffice",
    "adobe",
    "acrobat",
    "admin",
    "administrator",
    "property",
    "management",
    "company",
    "co",
    "ltd",
    "inc",
    "group",
    "committee",
    "association",
    "service",
    "services",
    "center",
    "centre",
    "department",
    "board",
    "owners",
    "homeowners",
    "community",
    "kingsoft",
    "default",
    "author",
    "unknown",
    "guest",
    "lenovo",
    "dell",
    "hp",
    "python",
    "openpyxl",
];

pub fn check(doubt: &Doubt<'_>, offices: &Offices, found: &mut Vec<Diagnostic>) {
    let attachments = &doubt.community.attachments;
    found.par_extend(attachments.par_iter().flat_map_iter(|attachment| {
        let mut told = in_name(doubt, attachment);
        told.extend(in_layer(doubt, offices, attachment));
        told.extend(notes(doubt, attachment));
        told.extend(people(doubt, attachment));
        told
    }));
    looked::check(doubt, found);
}

/// Whether an attachment's layer holds a text.
pub fn say(doubt: &Doubt<'_>, path: &str, text: &str) -> bool {
    let attachment = doubt.community.attachments.iter().find(|a| a.path == path);
    attachment.is_some_and(|a| a.layer.text.contains(text) || a.layer.people.iter().any(|person| text.contains(&person.name)))
}

/// Where an attachment is among the files.
pub fn span(doubt: &Doubt<'_>, attachment: &Attachment) -> Span {
    doubt.community.files.find(&attachment.path).map_or(Span::file(FileId(0)), Span::file)
}

fn in_name(doubt: &Doubt<'_>, attachment: &Attachment) -> Vec<Diagnostic> {
    // That of a text is looked at with it.
    let has_text = doubt.community.files.find(&attachment.path).is_some_and(|id| !doubt.community.files.get(id).text.is_empty());
    if has_text {
        return Vec::new();
    }
    let not_allowed = |hit: &Hit| !is_allowed(doubt, &attachment.path, &attachment.path[hit.start..hit.end]);
    let told = |hit: Hit| {
        let told = Diagnostic::new("GS0911", Span::file(FileId(0))).at_missing(attachment.path.as_str());
        told.with("shown", masked(hit.kind, &attachment.path[hit.start..hit.end]))
    };
    hits(&attachment.path).into_iter().filter(not_allowed).map(told).collect()
}

fn in_layer(doubt: &Doubt<'_>, offices: &Offices, attachment: &Attachment) -> Vec<Diagnostic> {
    let layer = &attachment.layer;
    let told = |hit: Hit| {
        let text = &layer.text[hit.start..hit.end];
        let allowed = is_allowed(doubt, &attachment.path, text) || offices.have(hit.kind, text);
        let told = || {
            let told = Diagnostic::new(hit.kind.code(), span(doubt, attachment)).with("shown", masked(hit.kind, text));
            worded(told.word("anew", "mend.anew"), layer.place(hit.start))
        };
        (!allowed).then(told)
    };
    hits(&layer.text).into_iter().filter_map(told).collect()
}

/// Says where in the attachment. The names of sheets and parts are text too.
fn worded(told: Diagnostic, place: Option<&Place>) -> Diagnostic {
    let at = |number: &u32| vec![("at", number.to_string())];
    let (key, values) = match place {
        None => return told,
        Some(Place::Page(number)) => ("place.page", at(number)),
        Some(Place::Annotation) => ("place.annotation", Vec::new()),
        Some(Place::Cell { sheet, cell, hidden }) => {
            let key = match (cell.is_empty(), hidden) {
                (true, _) => "place.sheet",
                (false, false) => "place.cell",
                (false, true) => "place.hidden_cell",
            };
            (key, vec![("sheet", guarded(sheet)), ("cell", guarded(cell))])
        }
        Some(Place::Paragraph(number)) => ("place.paragraph", at(number)),
        Some(Place::TableRow { table, row }) => ("place.table", vec![("table", table.to_string()), ("row", row.to_string())]),
        Some(Place::Slide(number)) => ("place.slide", at(number)),
        Some(Place::Notes(number)) => ("place.notes", at(number)),
        Some(Place::Comment(None)) => ("place.comment", Vec::new()),
        Some(Place::Comment(Some(cell))) => ("place.comment_at", vec![("at", guarded(cell))]),
        Some(Place::Deleted(number)) => ("place.deleted", at(number)),
        Some(Place::Property(name)) => ("place.property", vec![("at", guarded(name))]),
        Some(Place::Part(name)) if name.starts_with("word/header") || name == "styles.xml" => ("place.header", Vec::new()),
        Some(Place::Part(name)) if name.starts_with("word/footer") => ("place.footer", Vec::new()),
        Some(Place::Part(name)) if name.starts_with("word/footnotes") => ("place.footnotes", Vec::new()),
        Some(Place::Part(name)) if name == "links" => ("place.links", Vec::new()),
        Some(Place::Part(name)) => ("place.part", vec![("at", guarded(name))]),
    };
    told.phrase("place", key, values)
}

/// A photograph says no more than what it shows. An exception names the file and, as its text, the file's name.
fn notes(doubt: &Doubt<'_>, attachment: &Attachment) -> Vec<Diagnostic> {
    if is_allowed(doubt, &attachment.path, file_name(&attachment.path)) {
        return Vec::new();
    }
    let what = |note: &PhotoNote| match note {
        PhotoNote::Position => "photo.position",
        PhotoNote::Author => "photo.author",
    };
    let told =
        |note| Diagnostic::new("GS0914", span(doubt, attachment)).word("carrier", "carrier.photo").word("what", what(note));
    attachment.notes.iter().map(told).collect()
}

/// Whoever made, changed or commented on a document is named in it. The same exception as for photographs, or the name.
fn people(doubt: &Doubt<'_>, attachment: &Attachment) -> Vec<Diagnostic> {
    let members = || doubt.community.organisation.iter().flat_map(|body| &body.members);
    let told = |person: &Person| {
        let allowed = |text: &str| is_allowed(doubt, &attachment.path, text);
        let known = || members().any(|member| member.name.value == person.name);
        if !is_person(&person.name) || known() || allowed(file_name(&attachment.path)) || allowed(&person.name) {
            return None;
        }
        let what = match person.role {
            Role::Author => "document.author",
            Role::LastChanged => "document.changed",
            Role::Commented => "document.commented",
        };
        let first = person.name.chars().next().map_or(String::new(), |c| format!("{c}**"));
        let told = Diagnostic::new("GS0914", span(doubt, attachment)).word("carrier", "carrier.document").word("what", what);
        Some(told.with("shown", first))
    };
    attachment.layer.people.iter().filter_map(told).collect()
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether what a program wrote down as an author reads as a person's name: in Chinese, or as two or three words with
/// capitals.
fn is_person(name: &str) -> bool {
    let words: Vec<&str> = name.split([' ', '.', ',']).filter(|word| !word.is_empty()).collect();
    let latin =
        |word: &&str| word.starts_with(|c: char| c.is_uppercase()) && word.chars().all(|c| c.is_alphabetic() && !is_han(c));
    let program = |word: &&str| NO_PERSON.contains(&word.to_lowercase().as_str());
    is_name(name) || (matches!(words.len(), 2 | 3) && words.iter().all(latin) && !words.iter().any(program))
}

fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::is_person;

    #[test]
    fn programs_and_offices_are_no_persons() {
        assert!(["张小三", "Zhang San", "Li Xiao Ming", "John Smith"].into_iter().all(is_person));
        let others =
            ["Administrator", "Microsoft Office User", "和润物业", "WPS Office", "lenovo", "openpyxl", "", "Hilltop Property Co"];
        assert!(!others.into_iter().any(is_person));
    }
}
