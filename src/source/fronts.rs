//! Reading `accounts/<period>.toml`: who made a ledger, who read it, when owners could see it.

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
    let by_id: HashMap<String, usize> =
        records.ledgers.iter().enumerate().map(|(i, l)| (record_id(reading.files.path(l.file)).to_owned(), i)).collect();
    for (id, file) in reading.under("accounts/", ".toml") {
        let front = read_front(id, file, reading.diagnostics);
        match by_id.get(record_id(&file.path)) {
            Some(i) => records.ledgers[*i].front = front,
            // A ledger that could not be read has been reported; a front file without one is a slip of the name.
            None if reading.files.find(&format!("{}.csv", record_id(&file.path))).is_some() => {}
            None => reading
                .diagnostics
                .push(Diagnostic::new("GS0112", Span::file(id)).with("csv", format!("{}.csv", record_id(&file.path)))),
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
