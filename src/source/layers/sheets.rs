//! Workbooks of OOXML (.xlsx), cell by cell as they are written: a few bytes that claim a billion cells unfold nothing.

use super::flow;
use super::office::write_rest;
use super::package::{Package, Tag, attribute, walk};
use super::spread::Spread;
use crate::model::{Closed, Place};

pub fn read(package: &mut Package) -> Result<Spread, Closed> {
    let mut spread = Spread::default();
    let mut shared = Shared::read(&package.text("xl/sharedStrings.xml")?)?;
    let mut seen = vec!["xl/sharedStrings.xml".to_owned(), "xl/workbook.xml".to_owned()];
    for (sheet, hidden, path) in sheets(package)? {
        spread.line(Place::Cell { sheet: sheet.clone(), cell: String::new(), hidden }, &sheet);
        let written = package.text(&path).and_then(|xml| write_sheet(&mut spread, &xml, &sheet, hidden, &mut shared));
        if let Err(why) = written {
            spread.close(why);
        }
        seen.push(path);
    }
    // A text that stood in a cell once may still be in the file.
    let rest = Place::Part("xl/sharedStrings.xml".to_owned());
    shared.unused().for_each(|text| spread.line(rest.clone(), text));
    flow::write_all(&mut spread, &package.text("xl/workbook.xml")?, &Place::Part("xl/workbook.xml".to_owned()))?;
    write_rest(package, &mut spread, &seen);
    Ok(spread)
}

/// Texts of a workbook that its cells name by number.
struct Shared {
    texts: Vec<String>,
    used: Vec<bool>,
}

impl Shared {
    fn read(xml: &str) -> Result<Self, Closed> {
        let (mut texts, mut text, mut inside) = (Vec::new(), String::new(), false);
        walk(xml, |tag| match tag {
            Tag::Open(tag) if tag.local_name().as_ref() == "t" => inside = true,
            Tag::Text(t) if inside => text.push_str(t),
            Tag::Close("t") => inside = false,
            Tag::Close("si") => texts.push(std::mem::take(&mut text)),
            _ => {}
        })?;
        Ok(Shared { used: vec![false; texts.len()], texts })
    }

    fn take(&mut self, index: &str) -> &str {
        let Some(index) = index.trim().parse::<usize>().ok().filter(|i| *i < self.texts.len()) else { return "" };
        self.used[index] = true;
        &self.texts[index]
    }

    fn unused(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().zip(&self.used).filter(|(_, used)| !**used).map(|(text, _)| text.as_str())
    }
}

/// The sheets in their order: name, whether it is hidden, and its part.
fn sheets(package: &mut Package) -> Result<Vec<(String, bool, String)>, Closed> {
    let paths = package.relations("xl/workbook.xml")?;
    let mut sheets = Vec::new();
    walk(&package.text("xl/workbook.xml")?, |tag| {
        if let Tag::Open(tag) = tag
            && tag.local_name().as_ref() == "sheet"
            && let Some(path) = paths.get(&attribute(tag, "r:id"))
        {
            sheets.push((attribute(tag, "name"), attribute(tag, "state").ends_with("idden"), path.clone()));
        }
    })?;
    Ok(sheets)
}

/// Writes each row as a line; what is no cell (headers, lists to choose from) stands at the sheet.
fn write_sheet(spread: &mut Spread, xml: &str, sheet: &str, hidden: bool, shared: &mut Shared) -> Result<(), Closed> {
    let place = |cell: String| Place::Cell { sheet: sheet.to_owned(), cell, hidden };
    let (mut cell, mut kind, mut value) = (None, String::new(), String::new());
    let mut taking = false;
    let walked = walk(xml, |tag| match tag {
        Tag::Open(tag) => match tag.local_name().as_ref() {
            "c" => {
                cell = Some(attribute(tag, "r"));
                kind = attribute(tag, "t");
                value.clear();
            }
            "v" | "t" => taking = true,
            "f" => taking = false,
            _ => {}
        },
        Tag::Text(text) if taking && cell.is_some() => value.push_str(text),
        // A formula's own words, and what stands outside of cells.
        Tag::Text(text) if !text.trim().is_empty() => {
            spread.at(place(cell.clone().unwrap_or_default()));
            spread.write(text);
            spread.part();
        }
        Tag::Close("v" | "t") => taking = false,
        Tag::Close("c") => {
            let text = if kind == "s" { shared.take(&value) } else { &value };
            if !spread.is_full() && !text.trim().is_empty() {
                spread.at(place(cell.take().unwrap_or_default()));
                spread.write(&number_in_full(text, &kind));
                spread.part();
            }
            cell = None;
        }
        Tag::Close("row" | "dataValidation" | "hyperlink") => spread.end_line(),
        _ => {}
    });
    spread.end_line();
    walked
}

/// A number as it is shown: programs write 13812345678 as `1.3812345678E10` too.
fn number_in_full(text: &str, kind: &str) -> String {
    let number = matches!(kind, "" | "n") && text.contains(['E', 'e']);
    match text.parse::<f64>() {
        Ok(value) if number && value.fract() == 0.0 && value.abs() < 1e20 => format!("{value:.0}"),
        _ => text.to_owned(),
    }
}
