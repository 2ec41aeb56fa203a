//! Reading `replies/<date>-<slug>.md`.

use super::columns::TableKind;
use super::document::{self, Parts};
use super::fields::Fields;
use super::load::Reading;
use super::shape::{AnyForm, Form};
use crate::model::replies::{About, Records, Reply};

/// Its tables.
pub const TABLES: &[&TableKind] = &[];

const FORM: Form<Option<Reply>> = Form { name: "replies", path: "replies/<date>-<slug>.md", read: read_keys };

/// Its files that are read key by key.
pub const FORMS: &[&dyn AnyForm] = &[&FORM];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("replies/", ".md") {
        records.extend(FORM.read(id, file, reading.diagnostics));
    }
    records.sort_by(|a, b| (a.date, &a.document.id).cmp(&(b.date, &b.document.id)));
    records
}

fn read_keys(mut fields: Fields<'_, '_>, parts: &Parts<'_>) -> Option<Reply> {
    let date = document::date(&mut fields, "date", parts);
    let title = fields.text("title");
    let mut document = document::document(parts, title);
    let about = fields.spanned_text("about");
    let about = fields.require("about", about);
    let by = fields.text("by");
    let by = fields.require("by", by);
    document::finish(fields, parts, &mut document);
    Some(Reply { document, date: date?.value, about: about?.map(|text| About::parse(&text)), by: by? })
}
