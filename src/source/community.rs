//! Reading `community/<date>-<slug>.md`.

use super::columns::TableKind;
use super::document::{self, Parts};
use super::fields::Fields;
use super::load::Reading;
use super::shape::{AnyForm, Form};
use super::volunteers::not_negative;
use crate::model::community::{Happening, HappeningKind, Records};

/// Its tables.
pub const TABLES: &[&TableKind] = &[];

const FORM: Form<Option<Happening>> = Form { name: "community", path: "community/<date>-<slug>.md", read: read_keys };

/// Its files that are read key by key.
pub const FORMS: &[&dyn AnyForm] = &[&FORM];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("community/", ".md") {
        records.extend(FORM.read(id, file, reading.diagnostics));
    }
    records.sort_by(|a, b| (a.date, &a.document.id).cmp(&(b.date, &b.document.id)));
    records
}

fn read_keys(mut fields: Fields<'_, '_>, parts: &Parts<'_>) -> Option<Happening> {
    let date = document::date(&mut fields, "date", parts);
    let title = fields.text("title");
    let mut document = document::document(parts, title);
    let kind = fields.choice("kind", HappeningKind::NAMES).map(|k| k.value).unwrap_or_default();
    let hours = fields.exact("hours").and_then(|hours| not_negative(hours, fields.sink));
    let people = fields.count("people");
    let partners = fields.texts("partners");
    document::finish(fields, parts, &mut document);
    Some(Happening { document, date: date?.value, kind, hours, people, partners })
}
