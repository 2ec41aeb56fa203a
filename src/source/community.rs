//! Reading `community/<date>-<slug>.md`.

use super::columns::TableKind;
use super::document;
use super::fields::Fields;
use super::load::Reading;
use super::volunteers::not_negative;
use crate::diagnostic::Diagnostic;
use crate::model::community::{Happening, HappeningKind, Records};
use crate::model::{FileId, SourceFile};

/// Its tables.
pub const TABLES: &[&TableKind] = &[];

/// Endings of its files.
pub const ENDINGS: &[&str] = &["md"];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("community/", ".md") {
        records.extend(read_one(id, file, reading.diagnostics));
    }
    records.sort_by(|a, b| (a.date, &a.document.id).cmp(&(b.date, &b.document.id)));
    records
}

fn read_one(id: FileId, file: &SourceFile, sink: &mut Vec<Diagnostic>) -> Option<Happening> {
    let parts = document::split(file, id, sink);
    let mut fields = Fields::new(&parts.table, parts.span, sink);
    let date = document::date(&mut fields, "date", file, id);
    let title = fields.text("title");
    let mut document = document::document(file, id, &parts, title);
    let kind = fields.choice("kind", HappeningKind::NAMES).map(|k| k.value).unwrap_or_default();
    let hours = fields.exact("hours").and_then(|hours| not_negative(hours, fields.sink));
    let people = fields.count("people");
    let partners = fields.texts("partners");
    document::finish(fields, parts.yaml, &mut document);
    Some(Happening { document, date: date?.value, kind, hours, people, partners })
}
