//! Reading `volunteers/<year>.csv`.

use super::columns::{Col, Column, Holds, Need, TableKind};
use super::document::stem;
use super::load::Reading;
use super::shape::AnyForm;
use super::table::{Row, Sheet as Table};
use crate::diagnostic::Diagnostic;
use crate::model::volunteers::{Records, Sheet, Shift};
use crate::model::{Exact, FileId, Period, SourceFile, Span, Spanned};

const TABLE: &TableKind = &TableKind {
    name: "volunteers",
    path: "volunteers/<year>.csv",
    columns: &[
        Column::new("date", Holds::Date, Need::Must, &["date", "日期"]),
        Column::new("activity", Holds::Text, Need::Must, &["activity", "活动", "活動", "项目"]),
        Column::new("people", Holds::Count, Need::Must, &["people", "人数", "人數"]),
        Column::new("hours", Holds::Number, Need::Must, &["hours", "时数", "時數", "小时", "总时数"]),
    ],
    answers: false,
    totals: false,
};

// The places of those columns.
const DATE: Col = 0;
const ACTIVITY: Col = 1;
const PEOPLE: Col = 2;
const HOURS: Col = 3;

/// None is read key by key.
pub const FORMS: &[&dyn AnyForm] = &[];

/// Its tables.
pub const TABLES: &[&TableKind] = &[TABLE];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("volunteers/", ".csv") {
        records.extend(read_one(id, file, reading.diagnostics));
    }
    records.sort_by_key(|sheet| sheet.year);
    records
}

fn read_one(id: FileId, file: &SourceFile, sink: &mut Vec<Diagnostic>) -> Option<Sheet> {
    let Some(period) = Period::parse(stem(&file.path)).filter(|p| p.is_year()) else {
        sink.push(Diagnostic::new("GS0102", Span::file(id)).word("expected", "name.year"));
        return None;
    };
    let mut table = Table::read(file, id, TABLE, sink)?;
    if !table.is_complete(false, sink) {
        return None;
    }
    table.leave_totals(sink);
    let shifts = table.rows.iter().filter_map(|row| read_row(&table, row, sink)).collect();
    Some(Sheet { file: id, year: period.calendar_year(), shifts })
}

fn read_row(table: &Table<'_>, row: &Row<'_>, sink: &mut Vec<Diagnostic>) -> Option<Shift> {
    // A cell that is filled and cannot be read is reported once, by its reader.
    for column in [DATE, PEOPLE, HOURS] {
        table.required(row, column, sink);
    }
    let activity = table.required_text(row, ACTIVITY, sink);
    let date = table.date(row, DATE, sink);
    let people = table.count(row, PEOPLE, sink).and_then(|people| above_nothing(people, sink));
    let hours = table.number(row, HOURS, sink).and_then(|hours| not_negative(hours, sink));
    Some(Shift { date: date?, activity: activity?.value, people: people?, hours: hours? })
}

/// A number of people: at least one.
fn above_nothing(people: Spanned<u32>, sink: &mut Vec<Diagnostic>) -> Option<u32> {
    if people.value == 0 {
        sink.push(Diagnostic::new("GS0209", people.span).with("text", people.value).word("why", "number.people"));
    }
    Some(people.value).filter(|people| *people > 0)
}

/// A number that may be nothing, but not less.
pub(super) fn not_negative(number: Spanned<Exact>, sink: &mut Vec<Diagnostic>) -> Option<Exact> {
    if !number.value.is_negative() {
        return Some(number.value);
    }
    sink.push(Diagnostic::new("GS0209", number.span).with("text", number.value.short(4)).word("why", "number.not_negative"));
    None
}
