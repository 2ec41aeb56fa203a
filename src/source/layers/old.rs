//! Workbooks that are no XML: .xls and .xlsb, by calamine.

use std::io::Cursor;

use calamine::{Data, DataRef, Reader, SheetVisible, WorkbookProperties, Xls, Xlsb};

use super::compound::{stream, word};
use super::odf::name_of;
use super::office::write_rest;
use super::package::{Package, is_compound};
use super::spread::Spread;
use crate::model::{Closed, Place, Role};

/// Sheets that claim more cells than this together are not unfolded: an old workbook is, sheet by sheet, before any is read.
const MOST_CELLS: u64 = 8_000_000;

/// Whether a compound file is a newer one under a password.
pub fn is_locked(bytes: &[u8]) -> bool {
    stream(bytes, &["EncryptedPackage"]).is_some()
}

/// A workbook as Excel wrote it until 2007.
pub fn read(bytes: Vec<u8>) -> Result<Spread, Closed> {
    let mut spread = Spread::default();
    let records = is_compound(&bytes).then(|| stream(&bytes, &["Workbook", "Book"])).flatten().ok_or(Closed::Damaged)?;
    look_at_records(&records, &mut spread)?;
    let mut workbook = Xls::new(Cursor::new(bytes)).map_err(|_| Closed::Damaged)?;
    let sheets = workbook.sheets_metadata().to_vec();
    for sheet in sheets {
        // A sheet that holds a chart has no cells.
        let Ok(range) = workbook.worksheet_range(&sheet.name) else { continue };
        let (top, left) = range.start().unwrap_or_default();
        for (cells, row) in range.rows().zip(u64::from(top)..) {
            for (data, column) in cells.iter().zip(u64::from(left)..) {
                if !matches!(data, Data::Empty) {
                    let hidden = sheet.visible != SheetVisible::Visible;
                    spread.at(Place::Cell { sheet: sheet.name.clone(), cell: name_of(row, column), hidden });
                    spread.write(&data.to_string());
                    spread.part();
                }
            }
            spread.end_line();
        }
    }
    if let Ok(properties) = workbook.workbook_properties() {
        write_properties(&mut spread, &properties);
    }
    Ok(spread)
}

/// What calamine does not tell of the records of an old workbook: that it is locked, how many cells it claims, and its
/// comments.
fn look_at_records(records: &[u8], spread: &mut Spread) -> Result<(), Closed> {
    let (mut at, mut cells, mut last) = (0usize, 0u64, 0u16);
    let mut bounds: Option<(u64, u64, u64, u64)> = None;
    let area = |bounds: Option<(u64, u64, u64, u64)>| bounds.map_or(0, |(t, b, l, r)| (b - t + 1) * (r - l + 1));
    while let (Some(id), Some(length)) = (word(records, at), word(records, at + 2)) {
        let data = records.get(at + 4..at + 4 + usize::from(length)).unwrap_or_default();
        match id {
            0x002F => return Err(Closed::Locked),
            // A sheet begins.
            0x0809 => cells += area(bounds.take()),
            0x0006 | 0x00BD | 0x00BE | 0x00D6 | 0x00FD | 0x0201 | 0x0203 | 0x0204 | 0x0205 | 0x027E => {
                let row = u64::from(word(data, 0).unwrap_or(0));
                let left = u64::from(word(data, 2).unwrap_or(0));
                // Several cells in one record: the last two bytes are the last of their columns.
                let many = matches!(id, 0x00BD | 0x00BE) && data.len() >= 6;
                let right = if many { u64::from(word(data, data.len() - 2).unwrap_or(0)).max(left) } else { left };
                let (t, b, l, r) = bounds.unwrap_or((row, row, left, right));
                bounds = Some((t.min(row), b.max(row), l.min(left), r.max(right)));
            }
            // The text of a comment or of a box follows the record that announces it.
            0x003C if last == 0x01B6 => spread.line(Place::Comment(None), &short_text(data)),
            _ => {}
        }
        last = id;
        at += 4 + usize::from(length);
    }
    if cells + area(bounds) > MOST_CELLS { Err(Closed::TooLarge) } else { Ok(()) }
}

/// A text that says in its first byte whether its characters are of one byte or two.
fn short_text(data: &[u8]) -> String {
    match data.split_first() {
        Some((1, rest)) => {
            let units: Vec<u16> = rest.chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        Some((_, rest)) => rest.iter().map(|b| char::from(*b)).collect(),
        None => String::new(),
    }
}

/// A workbook in the binary form of OOXML.
pub fn read_binary(mut package: Package) -> Result<Spread, Closed> {
    let mut spread = Spread::default();
    // Its reader unpacks without a bound, so all is unpacked with one first.
    for name in package.names() {
        package.bytes(&name)?;
    }
    write_rest(&mut package, &mut spread, &[]);
    let mut workbook = Xlsb::new(package.into_inner()).map_err(|_| Closed::Damaged)?;
    let sheets = workbook.sheets_metadata().to_vec();
    for sheet in sheets {
        let Ok(mut cells) = workbook.worksheet_cells_reader(&sheet.name) else { continue };
        let mut last_row = 0;
        while let Ok(Some(cell)) = cells.next_cell() {
            let (row, column) = cell.get_position();
            if row != last_row {
                spread.end_line();
                last_row = row;
            }
            let hidden = sheet.visible != SheetVisible::Visible;
            let text = match cell.get_value() {
                DataRef::Empty => continue,
                DataRef::SharedString(text) => (*text).to_owned(),
                other => Data::from(other.clone()).to_string(),
            };
            spread.at(Place::Cell { sheet: sheet.name.clone(), cell: name_of(row.into(), column.into()), hidden });
            spread.write(&text);
            spread.part();
        }
        spread.end_line();
    }
    Ok(spread)
}

fn write_properties(spread: &mut Spread, properties: &WorkbookProperties) {
    let people = [(Role::Author, &properties.creator), (Role::LastChanged, &properties.last_modified_by)];
    for (role, name) in people {
        spread.person(role, name.as_deref().unwrap_or_default());
    }
    let said = [
        ("creator", &properties.creator),
        ("lastModifiedBy", &properties.last_modified_by),
        ("title", &properties.title),
        ("subject", &properties.subject),
        ("description", &properties.description),
        ("keywords", &properties.keywords),
        ("company", &properties.company),
        ("manager", &properties.manager),
    ];
    for (name, text) in said {
        spread.line(Place::Property(name.to_owned()), text.as_deref().unwrap_or_default());
    }
}
