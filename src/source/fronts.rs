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

/// Reads each `<period>.toml` and puts it with its ledger.
pub fn read(reading: &mut Reading<'_>, records: &mut Records) {
    report_lone(reading, "accounts/");
    let by_id: HashMap<String, usize> =
        records.ledgers.iter().enumerate().map(|(i, l)| (record_id(reading.files.path(l.file)).to_owned(), i)).collect();
    for (id, file) in reading.under("accounts/", ".toml") {
        let front = read_front(id, file, reading.diagnostics);
        if let Some(i) = by_id.get(record_id(&file.path)) {
            records.ledgers[*i].front = front;
        }
    }
}

/// Reports each `.toml` of a folder of tables that has no table of its name: a slip of the name, or a table left behind.
/// A table that is there and could not be read has been reported.
pub fn report_lone(reading: &mut Reading<'_>, folder: &str) {
    for (id, file) in reading.under(folder, ".toml") {
        let csv = format!("{}.csv", record_id(&file.path));
        if reading.files.find(&csv).is_none() {
            reading.diagnostics.push(Diagnostic::new("GS0112", Span::file(id)).with("csv", csv));
        }
    }
}

fn read_front(id: FileId, file: &SourceFile, sink: &mut Vec<Diagnostic>) -> Front {
    let table = value::from_toml(&file.text, id, 0, sink);
    let mut fields = Fields::new(&table, Span::file(id), sink);
    let front = Front {
        file: Some(id),
        published_on: fields.date("published_on"),
        prepared_by: fields.text("prepared_by"),
        reviewed_by: fields.text("reviewed_by"),
        reason: fields.text("reason"),
        note: fields.text("note"),
        acknowledged: acknowledged::read(&mut fields),
    };
    fields.finish();
    front
}
