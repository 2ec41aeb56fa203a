//! Reading `replies/<date>-<slug>.md`.

use super::columns::TableKind;
use super::document;
use super::fields::Fields;
use super::load::Reading;
use crate::diagnostic::Diagnostic;
use crate::model::replies::{About, Records, Reply};
use crate::model::{FileId, SourceFile};

/// Its tables.
pub const TABLES: &[&TableKind] = &[];

/// Endings of its files.
pub const ENDINGS: &[&str] = &["md"];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("replies/", ".md") {
        records.extend(read_one(id, file, reading.diagnostics));
    }
    records.sort_by(|a, b| (a.date, &a.document.id).cmp(&(b.date, &b.document.id)));
    records
}

fn read_one(id: FileId, file: &SourceFile, sink: &mut Vec<Diagnostic>) -> Option<Reply> {
    let parts = document::split(file, id, sink);
    let mut fields = Fields::new(&parts.table, parts.span, sink);
    let date = document::date(&mut fields, "date", file, id);
    let title = fields.text("title");
    let mut document = document::document(file, id, &parts, title);
    let about = fields.spanned_text("about");
    let about = fields.require("about", about);
    let by = fields.text("by");
    let by = fields.require("by", by);
    document::finish(fields, parts.yaml, &mut document);
    Some(Reply { document, date: date?.value, about: about?.map(|text| About::parse(&text)), by: by? })
}
