//! A file's bytes as sheets: .xlsx, .xls, .xlsb and .ods by calamine, any separated text by `source`.

use std::io::Cursor;

use calamine::{CellErrorType, Data, ExcelDateTime, Range, Reader, SheetVisible, Sheets, open_workbook_auto_from_rs};
use jiff::civil::Time;

use super::grid::{At, Cell, Grid, Value};
use super::parts::{self, Part};
use crate::model::{Date, Moment};
use crate::source;

/// Why a file is no table.
#[derive(Debug)]
pub enum NotRead {
    /// Neither a workbook nor a text, or a damaged one; what its reader said.
    Unreadable(String),
    /// It is locked with a password.
    Locked,
    /// A web page or an XML file with a spreadsheet's ending: old property systems write those.
    WebPage,
    TooLarge,
    /// A quote that opens in this line is never closed.
    OpenQuote(u32),
}

/// A file's sheets in their order; a text is one sheet without a name.
///
/// # Errors
/// Why it is no table.
pub fn read(bytes: Vec<u8>) -> Result<Vec<Grid>, NotRead> {
    let zipped = bytes.starts_with(b"PK\x03\x04");
    let compound = bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]);
    if zipped || compound {
        return read_workbook(bytes, zipped);
    }
    let decoded = source::decode(bytes);
    if decoded.unreadable_at.is_some() {
        return Err(NotRead::Unreadable(String::new()));
    }
    let start = decoded.text.trim_start().get(..200).unwrap_or(decoded.text.trim_start()).to_lowercase();
    if start.starts_with('<') && ["<html", "<table", "<?xml", "<!doctype", "<meta"].iter().any(|tag| start.contains(tag)) {
        return Err(NotRead::WebPage);
    }
    Ok(vec![read_text(&decoded.text)?])
}

/// A separated text, whatever its separator.
///
/// # Errors
/// When a quote in it is never closed.
pub fn read_text(text: &str) -> Result<Grid, NotRead> {
    let rows = source::cells(text).map_err(NotRead::OpenQuote)?;
    let lines = rows.iter().map(|(line, _)| *line).collect();
    let rows = rows.into_iter().map(|(_, cells)| cells.into_iter().map(Cell::text).collect()).collect();
    Ok(Grid { rows, lines, ..Grid::default() })
}

fn read_workbook(bytes: Vec<u8>, zipped: bool) -> Result<Vec<Grid>, NotRead> {
    let mut parts = if zipped { parts::look(&bytes).map_err(|_| NotRead::TooLarge)? } else { Default::default() };
    let locked = !zipped && is_locked(&bytes);
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|why| {
        if locked || why.to_string().contains("password") { NotRead::Locked } else { NotRead::Unreadable(why.to_string()) }
    })?;
    let sheets: Vec<(String, bool)> =
        workbook.sheets_metadata().iter().map(|s| (s.name.clone(), s.visible != SheetVisible::Visible)).collect();
    let from_1904 = match &workbook {
        Sheets::Xlsx(workbook) => workbook.has_1904_epoch(),
        Sheets::Xls(workbook) => workbook.has_1904_epoch(),
        Sheets::Xlsb(workbook) => workbook.has_1904_epoch(),
        Sheets::Ods(_) => false,
    };
    let mut grids = Vec::with_capacity(sheets.len());
    for (name, hidden) in sheets {
        // A sheet that holds a chart has no cells.
        let Ok(range) = workbook.worksheet_range(&name) else { continue };
        let mut grid = Grid { name: name.clone(), hidden, from_1904, rows: rows(&range), ..Grid::default() };
        grid.merges = merges(&mut workbook, &name);
        mark_formulas(&mut workbook, &mut grid);
        mark_formats(&mut workbook, &mut grid);
        if let Some(part) = parts.remove(&name) {
            take_part(&mut grid, part);
        }
        grid.fill_merged();
        grids.push(grid);
    }
    Ok(grids)
}

/// An encrypted .xlsx is a compound file with a stream of this name.
fn is_locked(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

fn rows(range: &Range<Data>) -> Vec<Vec<Cell>> {
    let Some((top, left)) = range.start() else { return Vec::new() };
    let mut rows = vec![Vec::new(); top as usize];
    for row in range.rows() {
        let mut cells = vec![Cell::default(); left as usize];
        cells.extend(row.iter().map(|data| Cell { value: value(data), ..Cell::default() }));
        while cells.last().is_some_and(Cell::is_blank) {
            cells.pop();
        }
        rows.push(cells);
    }
    rows
}

fn value(data: &Data) -> Value {
    match data {
        Data::Empty => Value::Empty,
        Data::String(text) if text.trim().is_empty() => Value::Empty,
        Data::String(text) => Value::Text(text.clone()),
        Data::Int(number) => Value::Number(*number as f64),
        Data::Float(number) => Value::Number(*number),
        Data::Bool(yes) => Value::Text(yes.to_string()),
        Data::DateTime(moment) if moment.is_datetime() => day_of(moment).map_or(Value::Number(moment.as_f64()), Value::Moment),
        Data::DateTime(duration) => Value::Number(duration.as_f64()),
        Data::DateTimeIso(text) => source::moment(text).map_or_else(|_| Value::Text(text.clone()), Value::Moment),
        Data::DurationIso(text) => Value::Text(text.clone()),
        Data::Error(error) => Value::Error(error_name(error)),
    }
}

fn error_name(error: &CellErrorType) -> String {
    error.to_string()
}

/// A workbook's day by its own system, 1900 or 1904. Seconds are dropped; midnight is no time of day.
fn day_of(moment: &ExcelDateTime) -> Option<Moment> {
    let (year, month, day, hour, minute, _, _) = moment.to_ymd_hms_milli();
    let date = Date::new(i16::try_from(year).ok()?, month as i8, day as i8).ok()?;
    let time = (hour, minute) != (0, 0);
    Some(Moment { date, time: if time { Time::new(hour as i8, minute as i8, 0, 0).ok() } else { None } })
}

type Open = Sheets<Cursor<Vec<u8>>>;

fn merges(workbook: &mut Open, name: &str) -> Vec<(At, At)> {
    let found = match workbook {
        Sheets::Xlsx(workbook) => workbook.merge_cells_by_sheet_name(name).unwrap_or_default(),
        Sheets::Xls(workbook) => workbook.merge_cells_by_sheet_name(name).unwrap_or_default(),
        _ => Vec::new(),
    };
    let at = |(row, column): (u32, u32)| At { row: row as usize, column: column as usize };
    found.into_iter().map(|d| (at(d.start), at(d.end))).collect()
}

fn mark_formulas(workbook: &mut Open, grid: &mut Grid) {
    let Ok(formulas) = workbook.worksheet_formula(&grid.name) else { return };
    let Some((top, left)) = formulas.start() else { return };
    for (row, column, formula) in formulas.used_cells() {
        let (row, column) = (row + top as usize, column + left as usize);
        if !formula.is_empty()
            && let Some(cell) = grid.rows.get_mut(row).and_then(|r| r.get_mut(column))
        {
            cell.formula = true;
        }
    }
}

/// Formats of zeros alone, such as `0000`, belong to numbers that are names; formats with a percent sign to shares.
fn mark_formats(workbook: &mut Open, grid: &mut Grid) {
    let Ok(styles) = workbook.worksheet_style(&grid.name) else { return };
    for (row, cells) in grid.rows.iter_mut().enumerate() {
        for (column, cell) in cells.iter_mut().enumerate() {
            let Value::Number(_) = cell.value else { continue };
            let format = styles.get((row as u32, column as u32)).and_then(|s| s.number_format.as_ref());
            let code = format.map(|f| f.format_code.as_str()).unwrap_or_default();
            cell.digits = if is_zeros(code) { code.len() } else { 0 };
            cell.percent = code.contains('%');
        }
    }
}

fn is_zeros(code: &str) -> bool {
    code.len() > 1 && code.len() <= 20 && code.bytes().all(|b| b == b'0')
}

fn take_part(grid: &mut Grid, part: Part) {
    grid.hidden_rows = part.hidden_rows;
    grid.hidden_columns = part.hidden_columns;
    for at in part.unsaved {
        if grid.rows.len() <= at.row {
            grid.rows.resize(at.row + 1, Vec::new());
        }
        let row = &mut grid.rows[at.row];
        if row.len() <= at.column {
            row.resize(at.column + 1, Cell::default());
        }
        row[at.column] = Cell { value: Value::Unsaved, formula: true, ..Cell::default() };
    }
}
