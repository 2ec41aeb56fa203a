//! Reading `letters/<date>-<slug>.md`.

use super::columns::TableKind;
use super::document::{self, Parts};
use super::fields::Fields;
use super::load::Reading;
use super::shape::{AnyForm, Form};
use crate::model::letters::{Letter, Records};

/// Its tables.
pub const TABLES: &[&TableKind] = &[];

const FORM: Form<Option<Letter>> = Form { name: "letters", path: "letters/<date>-<slug>.md", read: read_keys };

/// Its files that are read key by key.
pub const FORMS: &[&dyn AnyForm] = &[&FORM];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("letters/", ".md") {
        records.extend(FORM.read(id, file, reading.diagnostics));
    }
    records.sort_by(|a, b| (a.date.value, &a.document.id).cmp(&(b.date.value, &b.document.id)));
    records
}

fn read_keys(mut fields: Fields<'_, '_>, parts: &Parts<'_>) -> Option<Letter> {
    let date = document::date(&mut fields, "date", parts);
    let (subject, title) = (fields.text("subject"), fields.text("title"));
    let mut document = document::document(parts, subject.or(title));
    let from = fields.text("from");
    let from = fields.require("from", from);
    let to = fields.text("to");
    let to = fields.require("to", to);
    let received_on = fields.date("received_on");
    let answer_due = fields.date("answer_due");
    let answered_on = fields.date("answered_on");
    let answer = fields.text("answer");
    let topic = fields.text("topic");
    document::finish(fields, parts, &mut document);
    Some(Letter { document, date: date?, from: from?, to: to?, received_on, answer_due, answered_on, answer, topic })
}
