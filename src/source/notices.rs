//! Reading `notices/<date>-<slug>.md`.

use super::columns::TableKind;
use super::document;
use super::fields::Fields;
use super::load::Reading;
use crate::diagnostic::Diagnostic;
use crate::model::notices::{Notice, NoticeKind, Records};
use crate::model::{FileId, SourceFile};

/// Its tables.
pub const TABLES: &[&TableKind] = &[];

/// Endings of its files.
pub const ENDINGS: &[&str] = &["md"];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("notices/", ".md") {
        records.extend(read_one(id, file, reading.diagnostics));
    }
    records.sort_by(|a, b| (a.start.value, &a.document.id).cmp(&(b.start.value, &b.document.id)));
    records
}

fn read_one(id: FileId, file: &SourceFile, sink: &mut Vec<Diagnostic>) -> Option<Notice> {
    let parts = document::split(file, id, sink);
    let mut fields = Fields::new(&parts.table, parts.span, sink);
    let start = document::date(&mut fields, "start", file, id);
    let title = fields.text("title");
    let mut document = document::document(file, id, &parts, title);
    let kind = fields.choice("kind", NoticeKind::NAMES).map(|k| k.value).unwrap_or_default();
    let end = fields.date("end");
    let places = fields.texts("place");
    let about = fields.spanned_text("about");
    let objections = fields.text("objections");
    let contact = fields.text("contact");
    let items = fields.texts("items");
    let topics = fields.texts("topic");
    let withdrawn_on = fields.date("withdrawn_on").map(|d| d.value);
    let proof = fields.spanned_texts("proof");
    document::finish(fields, parts.yaml, &mut document);
    Some(Notice { document, kind, start: start?, end, places, about, objections, contact, items, topics, withdrawn_on, proof })
}
