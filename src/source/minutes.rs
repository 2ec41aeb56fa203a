//! Reading `minutes/**/<date>-<slug>.md`.

use rayon::prelude::*;

use super::columns::TableKind;
use super::document::{self, Parts};
use super::fields::Fields;
use super::load::Reading;
use super::settings::report_twice;
use super::shape::{AnyForm, Form};
use crate::diagnostic::Diagnostic;
use crate::model::minutes::{Action, MeetingKind, Minutes, Motion, Records};

/// Its tables.
pub const TABLES: &[&TableKind] = &[];

const FORM: Form<Option<Minutes>> = Form { name: "minutes", path: "minutes/<year>/<date>-<slug>.md", read: read_keys };

/// Its files that are read key by key.
pub const FORMS: &[&dyn AnyForm] = &[&FORM];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let read: Vec<(Option<Minutes>, Vec<Diagnostic>)> = reading
        .under("minutes/", ".md")
        .into_par_iter()
        .map(|(id, file)| {
            let mut sink = Vec::new();
            (FORM.read(id, file, &mut sink), sink)
        })
        .collect();
    let mut records = Records::with_capacity(read.len());
    for (minutes, diagnostics) in read {
        records.extend(minutes);
        reading.diagnostics.extend(diagnostics);
    }
    records.sort_by(|a, b| (a.date, &a.document.id).cmp(&(b.date, &b.document.id)));
    records
}

fn read_keys(mut fields: Fields<'_, '_>, parts: &Parts<'_>) -> Option<Minutes> {
    let date = document::date(&mut fields, "date", parts);
    let title = fields.text("title");
    let mut document = document::document(parts, title);
    let kind = fields.choice("kind", MeetingKind::NAMES).map(|k| k.value).unwrap_or_default();
    let agenda_only = fields.choice("status", &[("agenda", true), ("held", false)]).is_some_and(|s| s.value);
    let place = fields.text("place");
    let chair = fields.text("chair");
    let recorder = fields.text("recorder");
    let present = fields.texts("present");
    let absent = fields.texts("absent");
    let parties = fields.texts("parties");
    let mut topics = fields.texts("topics");
    topics.extend(fields.text("topic"));
    let agenda = fields.texts("agenda");
    let published_on = fields.date("published_on").map(|d| d.value);
    let actions = fields.each("action", read_action);
    report_twice(actions.iter().map(|a: &Action| &a.id), fields.sink);
    let motions = fields.each("motion", read_motion);
    document::finish(fields, parts, &mut document);
    Some(Minutes {
        document,
        date: date?.value,
        kind,
        agenda_only,
        place,
        chair,
        recorder,
        present,
        absent,
        parties,
        topics,
        agenda,
        published_on,
        actions,
        motions,
    })
}

fn read_action(mut fields: Fields<'_, '_>) -> Option<Action> {
    let id = fields.spanned_text("id");
    let id = fields.require("id", id);
    let what = fields.text("what");
    let owner = fields.text("owner");
    let due = fields.date("due");
    let done_on = fields.date("done_on");
    let outcome = fields.text("outcome");
    fields.finish();
    Some(Action { id: id?, what, owner, due, done_on, outcome })
}

fn read_motion(mut fields: Fields<'_, '_>) -> Option<Motion> {
    let text = fields.text("text");
    let text = fields.require("text", text);
    let votes_for = fields.count("for");
    let against = fields.count("against");
    let abstain = fields.count("abstain");
    let passed = fields.boolean("passed");
    fields.finish();
    Some(Motion { text: text?, votes_for, against, abstain, passed })
}
