//! Reading `volunteers/<year>.csv`.

use super::document::stem;
use super::load::Reading;
use super::table::{Col, Column, Row, Sheet as Table};
use crate::diagnostic::Diagnostic;
use crate::model::volunteers::{Records, Sheet, Shift};
use crate::model::{Exact, FileId, Period, SourceFile, Span, Spanned};

pub const COLUMNS: &[Column] = &[
    Column { name: "date", spellings: &["date", "日期"] },
    Column { name: "activity", spellings: &["activity", "活动", "活動", "项目"] },
    Column { name: "people", spellings: &["people", "人数", "人數"] },
    Column { name: "hours", spellings: &["hours", "时数", "時數", "小时", "总时数"] },
];

// The places of those columns.
const DATE: Col = 0;
const ACTIVITY: Col = 1;
const PEOPLE: Col = 2;
const HOURS: Col = 3;

/// Endings of its files.
pub const ENDINGS: &[&str] = &["csv"];

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
    let table = Table::read(file, id, COLUMNS, sink)?;
    let complete =
        table.require(DATE, sink) & table.require(ACTIVITY, sink) & table.require(PEOPLE, sink) & table.require(HOURS, sink);
    if !complete {
        return None;
    }
    let shifts = table.rows.iter().filter_map(|row| read_row(&table, row, sink)).collect();
    Some(Sheet { file: id, year: period.calendar_year(), shifts })
}

fn read_row(table: &Table<'_>, row: &Row<'_>, sink: &mut Vec<Diagnostic>) -> Option<Shift> {
    // A cell that is filled and cannot be read is reported once, by its reader.
    let filled: Vec<_> = [DATE, ACTIVITY, PEOPLE, HOURS].into_iter().map(|column| table.required(row, column, sink)).collect();
    let date = table.date(row, DATE, sink);
    let people = table.number(row, PEOPLE, sink).and_then(|people| whole(people, sink));
    let hours = table.number(row, HOURS, sink).and_then(|hours| not_negative(hours, sink));
    let activity = filled.into_iter().nth(ACTIVITY)??;
    Some(Shift { date: date?, activity: activity.value, people: people?, hours: hours? })
}

/// A number of people: whole, and at least one.
fn whole(number: Spanned<Exact>, sink: &mut Vec<Diagnostic>) -> Option<u32> {
    let people = number.value.short(4).parse().ok().filter(|people| *people > 0);
    if people.is_none() {
        sink.push(Diagnostic::new("GS0209", number.span).with("text", number.value.short(4)).word("why", "number.people"));
    }
    people
}

/// A number that may be nothing, but not less.
pub(super) fn not_negative(number: Spanned<Exact>, sink: &mut Vec<Diagnostic>) -> Option<Exact> {
    if !number.value.is_negative() {
        return Some(number.value);
    }
    sink.push(Diagnostic::new("GS0209", number.span).with("text", number.value.short(4)).word("why", "number.not_negative"));
    None
}
