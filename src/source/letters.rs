//! Reading `letters/<date>-<slug>.md`.

use super::columns::TableKind;
use super::document;
use super::fields::Fields;
use super::load::Reading;
use crate::diagnostic::Diagnostic;
use crate::model::letters::{Letter, Records};
use crate::model::{FileId, SourceFile};

/// Its tables.
pub const TABLES: &[&TableKind] = &[];

/// Endings of its files.
pub const ENDINGS: &[&str] = &["md"];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("letters/", ".md") {
        records.extend(read_one(id, file, reading.diagnostics));
    }
    records.sort_by(|a, b| (a.date.value, &a.document.id).cmp(&(b.date.value, &b.document.id)));
    records
}

fn read_one(id: FileId, file: &SourceFile, sink: &mut Vec<Diagnostic>) -> Option<Letter> {
    let parts = document::split(file, id, sink);
    let mut fields = Fields::new(&parts.table, parts.span, sink);
    let date = document::date(&mut fields, "date", file, id);
    let (subject, title) = (fields.text("subject"), fields.text("title"));
    let mut document = document::document(file, id, &parts, subject.or(title));
    let from = fields.text("from");
    let from = fields.require("from", from);
    let to = fields.text("to");
    let to = fields.require("to", to);
    let received_on = fields.date("received_on");
    let answer_due = fields.date("answer_due");
    let answered_on = fields.date("answered_on");
    let answer = fields.text("answer");
    let topic = fields.text("topic");
    document::finish(fields, parts.yaml, &mut document);
    Some(Letter { document, date: date?, from: from?, to: to?, received_on, answer_due, answered_on, answer, topic })
}
