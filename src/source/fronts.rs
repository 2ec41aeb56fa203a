//! The `<period>.toml` beside a table: who made a ledger, who read it, when owners could see it; and those whose table
//! is missing, in every folder that has such pairs.

use std::collections::HashMap;

use super::document::{Parts, named_period, record_id};
use super::fields::Fields;
use super::load::Reading;
use super::shape::Form;
use super::{acknowledged, budget};
use crate::diagnostic::Diagnostic;
use crate::model::accounts::{Front, Picture, Pictured, Records};
use crate::model::{FileId, Particulars, SourceFile, Span};

pub const FORM: Form<Front> = Form { name: "accounts-front", path: "accounts/<period>.toml", read: read_keys };

/// Puts each `<period>.toml` with its ledger. One that has no ledger but pictures is a period of its own.
pub fn read(reading: &mut Reading<'_>, records: &mut Records) {
    let (mut fronts, alone) = paired(reading, "accounts/", &FORM, |file| !budget::is_budget(file));
    for (id, file, front) in alone {
        if front.pictures.is_empty() {
            report_alone(reading, id, file);
        } else if let Some(period) = named_period(file, id, reading.diagnostics) {
            records.pictured.push(Pictured { file: id, period, front });
        }
    }
    for ledger in &mut records.ledgers {
        if let Some(front) = fronts.remove(&ledger.file) {
            ledger.front = front;
        }
    }
}

/// Each `.toml` of a folder of tables, read, by the table of its name. One that has none is reported: a slip of
/// the name, or a table left behind.
pub fn beside_tables<F>(reading: &mut Reading<'_>, folder: &str, form: &Form<F>) -> HashMap<FileId, F> {
    beside_some(reading, folder, form, |_| true)
}

/// The same of a folder that has tables of several kinds.
pub fn beside_some<F>(
    reading: &mut Reading<'_>,
    folder: &str,
    form: &Form<F>,
    wanted: impl Fn(&SourceFile) -> bool,
) -> HashMap<FileId, F> {
    let (fronts, alone) = paired(reading, folder, form, wanted);
    for (id, file, _) in alone {
        report_alone(reading, id, file);
    }
    fronts
}

/// Particulars that have no table: their file, and what it says.
type Alone<'a, F> = Vec<(FileId, &'a SourceFile, F)>;

/// Each `.toml` of a folder of tables by its table, and those that have none.
fn paired<'a, F>(
    reading: &mut Reading<'a>,
    folder: &str,
    form: &Form<F>,
    wanted: impl Fn(&SourceFile) -> bool,
) -> (HashMap<FileId, F>, Alone<'a, F>) {
    let (mut fronts, mut alone) = (HashMap::new(), Vec::new());
    for (id, file) in reading.under(folder, ".toml").into_iter().filter(|(_, file)| wanted(file)) {
        let front = form.read(id, file, reading.diagnostics);
        match reading.files.find(&table_of(file)) {
            Some(table) => drop(fronts.insert(table, front)),
            None => alone.push((id, file, front)),
        }
    }
    (fronts, alone)
}

/// The table that particulars are named for.
fn table_of(file: &SourceFile) -> String {
    format!("{}.csv", record_id(&file.path))
}

fn report_alone(reading: &mut Reading<'_>, id: FileId, file: &SourceFile) {
    reading.diagnostics.push(Diagnostic::new("GS0112", Span::file(id)).with("csv", table_of(file)));
}

/// Reads the particulars of a table that has no others.
pub fn particulars(mut fields: Fields<'_, '_>, parts: &Parts<'_>) -> Particulars {
    let particulars = Particulars {
        file: Some(parts.id),
        published_on: fields.date("published_on").map(|d| d.value),
        reason: fields.spanned_text("reason"),
    };
    fields.finish();
    particulars
}

fn read_keys(mut fields: Fields<'_, '_>, parts: &Parts<'_>) -> Front {
    let front = Front {
        file: Some(parts.id),
        published_on: fields.date("published_on"),
        prepared_by: fields.text("prepared_by"),
        reviewed_by: fields.text("reviewed_by"),
        reason: fields.spanned_text("reason"),
        note: fields.text("note"),
        acknowledged: acknowledged::read(&mut fields),
        pictures: fields.each("picture", read_picture),
        redacted_by: fields.text("redacted_by"),
    };
    fields.finish();
    front
}

fn read_picture(mut fields: Fields<'_, '_>) -> Option<Picture> {
    let file = fields.spanned_text("file");
    let file = fields.require("file", file);
    let title = fields.text("title");
    fields.finish();
    Some(Picture { file: file?, title })
}
