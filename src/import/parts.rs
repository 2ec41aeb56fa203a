//! What an .xlsx says of a sheet that its reader does not tell: hidden rows and columns, formulas without a saved
//! result, and how far its cells reach, which is looked at before anything is unfolded.

use std::collections::HashMap;

use super::grid::At;
use crate::model::Closed;
use crate::source::{Package, Tag, attribute, column_of, walk};

/// A sheet with more cells than this is no table of a firm's; a few bytes can claim a billion.
const MOST_CELLS: usize = 4_000_000;
/// All parts of a workbook together, unpacked, in bytes.
const LARGEST: u64 = 512 * 1024 * 1024;

/// What was seen of a sheet.
#[derive(Default)]
pub struct Part {
    pub hidden_rows: Vec<usize>,
    pub hidden_columns: Vec<usize>,
    /// Cells with a formula and no saved result.
    pub unsaved: Vec<At>,
}

/// Looks through a zipped workbook. Sheets by their names; an OpenDocument one has none, and what is broken is left to the
/// workbook's own reader, which says why.
///
/// # Errors
/// When it claims to be larger than any firm's table is.
pub fn look(bytes: &[u8]) -> Result<HashMap<String, Part>, TooLarge> {
    let mut package = match Package::open(bytes.to_vec()) {
        Ok(package) => package,
        Err(Closed::TooLarge) => return Err(TooLarge),
        Err(_) => return Ok(HashMap::new()),
    };
    if package.claimed() > LARGEST {
        return Err(TooLarge);
    }
    let mut parts = HashMap::new();
    for (name, path) in sheet_paths(&mut package).unwrap_or_default() {
        match package.text(&path) {
            Ok(xml) => drop(parts.insert(name, look_at_sheet(&xml)?)),
            Err(Closed::TooLarge) => return Err(TooLarge),
            Err(_) => {}
        }
    }
    Ok(parts)
}

/// A workbook that claims more cells or bytes than are read.
#[derive(Debug)]
pub struct TooLarge;

/// The parts that hold the sheets, by the sheets' names.
fn sheet_paths(package: &mut Package) -> Result<Vec<(String, String)>, Closed> {
    let targets = package.relations("xl/workbook.xml")?;
    let mut sheets = Vec::new();
    walk(&package.text("xl/workbook.xml")?, |event| {
        if let Tag::Open(tag) = event
            && tag.local_name().as_ref() == "sheet"
            && let Some(path) = targets.get(&attribute(tag, "r:id"))
        {
            sheets.push((attribute(tag, "name"), path.clone()));
        }
    })?;
    Ok(sheets)
}

fn look_at_sheet(xml: &str) -> Result<Part, TooLarge> {
    let mut part = Part::default();
    let (mut last_row, mut last_column) = (0usize, 0usize);
    let (mut at, mut next_column) = (At { row: 0, column: 0 }, 0);
    let (mut formula, mut in_value, mut saved) = (false, false, false);
    // What is broken ends it; the workbook's own reader says why.
    let _ = walk(xml, |event| {
        if (last_row + 1).saturating_mul(last_column + 1) > MOST_CELLS {
            return;
        }
        match event {
            Tag::Open(tag) => match tag.local_name().as_ref() {
                "col" if attribute(tag, "hidden") == "1" => {
                    let number = |key| attribute(tag, key).parse::<usize>().unwrap_or(1).clamp(1, 16_384);
                    part.hidden_columns.extend(number("min") - 1..number("max"));
                }
                "row" => {
                    at.row = attribute(tag, "r").parse::<usize>().map_or(at.row + 1, |r| r.saturating_sub(1));
                    next_column = 0;
                    if attribute(tag, "hidden") == "1" {
                        part.hidden_rows.push(at.row);
                    }
                }
                "c" => {
                    at.column = column_of(&attribute(tag, "r")).unwrap_or(next_column);
                    next_column = at.column + 1;
                    // A formula of words may come to no word at all.
                    (formula, saved) = (false, attribute(tag, "t") == "str");
                    last_row = last_row.max(at.row);
                    last_column = last_column.max(at.column);
                }
                "f" => formula = true,
                "v" => in_value = true,
                _ => in_value = false,
            },
            Tag::Text(text) => saved |= in_value && !text.trim().is_empty(),
            Tag::Close(name) if name == "c" && formula && !saved => part.unsaved.push(at),
            Tag::Close(_) => in_value = false,
        }
    });
    if (last_row + 1).saturating_mul(last_column + 1) > MOST_CELLS {
        return Err(TooLarge);
    }
    Ok(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_without_a_saved_result_is_seen() {
        let xml = r#"<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData>
            <row r="1" hidden="1"><c r="A1"><f>B1</f><v>3</v></c><c r="B1"><f>A1</f><v></v></c></row>
            <row><c><f>A1</f><v/></c><c t="str"><f>""</f><v></v></c><c r="C2"><v>1</v></c><c r="AA2"><f>A1</f></c></row>
            </sheetData></worksheet>"#;
        let part = look_at_sheet(xml).unwrap();
        let places: Vec<String> = part.unsaved.iter().map(At::to_string).collect();
        assert_eq!(places, ["B1", "A2", "AA2"]);
        assert_eq!((part.hidden_rows, part.hidden_columns), (vec![0], vec![1, 2]));
    }

    #[test]
    fn a_billion_cells_are_refused() {
        assert!(look_at_sheet(r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#).is_err());
    }
}
