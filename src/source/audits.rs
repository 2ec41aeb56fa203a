//! Reading `accounts/audits/<date>.md`.

use super::document::{self, Parts};
use super::fields::Fields;
use super::load::Reading;
use super::shape::Form;
use crate::diagnostic::Diagnostic;
use crate::model::accounts::{Audit, Opinion};
use crate::model::{Period, Span, Spanned};

const FOLDER: &str = "accounts/audits/";

pub const FORM: Form<Option<Audit>> = Form { name: "audits", path: "accounts/audits/<date>.md", read: read_keys };

/// Reads every auditor's report; Markdown elsewhere among the books belongs to no kind of record.
pub fn read(reading: &mut Reading<'_>) -> Vec<Audit> {
    let mut audits = Vec::new();
    for (id, file) in reading.under("accounts/", ".md") {
        if file.path.starts_with(FOLDER) {
            audits.extend(FORM.read(id, file, reading.diagnostics));
        } else {
            reading.diagnostics.push(Diagnostic::new("GS0109", Span::file(id)).with("path", &file.path));
        }
    }
    audits.sort_by(|a, b| (a.date, &a.document.id).cmp(&(b.date, &b.document.id)));
    audits
}

fn read_keys(mut fields: Fields<'_, '_>, parts: &Parts<'_>) -> Option<Audit> {
    let date = document::date(&mut fields, "date", parts);
    let title = fields.text("title");
    let mut document = document::document(parts, title);
    let auditor = fields.text("auditor");
    let text = fields.spanned_text("period");
    let text = fields.require("period", text);
    let period = text.and_then(|text| read_period(text, fields.sink));
    let opinion = fields.choice("opinion", Opinion::NAMES).map(|o| o.value);
    let findings = fields.texts("findings");
    let published_on = fields.date("published_on").map(|d| d.value);
    document::finish(fields, parts, &mut document);
    Some(Audit { document, date: date?.value, auditor, period: period?, opinion, findings, published_on })
}

fn read_period(text: Spanned<String>, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Period>> {
    let period = Period::parse(&text.value);
    if period.is_none() {
        sink.push(Diagnostic::new("GS0203", text.span).with("key", "period").word("expected", "type.period"));
    }
    period.map(|period| Spanned::new(period, text.span))
}
