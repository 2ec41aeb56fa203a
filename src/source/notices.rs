//! Reading `notices/<date>-<slug>.md`.

use super::columns::TableKind;
use super::document::{self, Parts};
use super::fields::Fields;
use super::load::Reading;
use super::shape::{AnyForm, Form};
use crate::model::notices::{Notice, NoticeKind, Records};

/// Its tables.
pub const TABLES: &[&TableKind] = &[];

const FORM: Form<Option<Notice>> = Form { name: "notices", path: "notices/<date>-<slug>.md", read: read_keys };

/// Its files that are read key by key.
pub const FORMS: &[&dyn AnyForm] = &[&FORM];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("notices/", ".md") {
        records.extend(FORM.read(id, file, reading.diagnostics));
    }
    records.sort_by(|a, b| (a.start.value, &a.document.id).cmp(&(b.start.value, &b.document.id)));
    records
}

fn read_keys(mut fields: Fields<'_, '_>, parts: &Parts<'_>) -> Option<Notice> {
    let start = document::date(&mut fields, "start", parts);
    let title = fields.text("title");
    let mut document = document::document(parts, title);
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
    document::finish(fields, parts, &mut document);
    Some(Notice { document, kind, start: start?, end, places, about, objections, contact, items, topics, withdrawn_on, proof })
}
