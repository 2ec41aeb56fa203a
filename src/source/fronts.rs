//! The `<period>.toml` beside a table: who made a ledger, who read it, when owners could see it; and those whose table
//! is missing, in every folder that has such pairs.

use std::collections::HashMap;

use super::acknowledged;
use super::document::record_id;
use super::fields::Fields;
use super::load::Reading;
use super::value;
use crate::diagnostic::Diagnostic;
use crate::model::accounts::{Front, Records};
use crate::model::{FileId, SourceFile, Span};

/// Puts each `<period>.toml` with its ledger.
pub fn read(reading: &mut Reading<'_>, records: &mut Records) {
    let mut fronts = beside_tables(reading, "accounts/", read_front);
    for ledger in &mut records.ledgers {
        if let Some(front) = fronts.remove(&ledger.file) {
            ledger.front = front;
        }
    }
}

/// Each `.toml` of a folder of tables, as `read` has it, by the table of its name. One that has none is reported: a slip of
/// the name, or a table left behind.
pub fn beside_tables<F>(
    reading: &mut Reading<'_>,
    folder: &str,
    read: fn(FileId, &SourceFile, &mut Vec<Diagnostic>) -> F,
) -> HashMap<FileId, F> {
    let mut fronts = HashMap::new();
    for (id, file) in reading.under(folder, ".toml") {
        let front = read(id, file, reading.diagnostics);
        let csv = format!("{}.csv", record_id(&file.path));
        match reading.files.find(&csv) {
            Some(table) => drop(fronts.insert(table, front)),
            None => reading.diagnostics.push(Diagnostic::new("GS0112", Span::file(id)).with("csv", csv)),
        }
    }
    fronts
}

fn read_front(id: FileId, file: &SourceFile, sink: &mut Vec<Diagnostic>) -> Front {
    let table = value::from_toml(&file.text, id, 0, sink);
    let mut fields = Fields::new(&table, Span::file(id), sink);
    let front = Front {
        file: Some(id),
        published_on: fields.date("published_on"),
        prepared_by: fields.text("prepared_by"),
        reviewed_by: fields.text("reviewed_by"),
        reason: fields.spanned_text("reason"),
        note: fields.text("note"),
        acknowledged: acknowledged::read(&mut fields),
    };
    fields.finish();
    front
}
