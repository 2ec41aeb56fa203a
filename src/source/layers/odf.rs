//! OpenDocument: texts, sheets and slides (.odt, .ods, .odp).

use super::super::cell_name::letters;
use super::flow::{self, Frame, Kind};
use super::package::{Package, Says, Tag, attribute, walk, write_properties};
use super::spread::Spread;
use crate::model::{Closed, Place, Role};

pub fn read(package: &mut Package) -> Result<Spread, Closed> {
    if package.text("META-INF/manifest.xml")?.contains("encryption-data") {
        return Err(Closed::Locked);
    }
    let mut spread = Spread::default();
    let content = package.text("content.xml")?;
    let kind = package.text("mimetype")?;
    let written = if kind.contains("spreadsheet") {
        write_sheets(&mut spread, &content)
    } else if kind.contains("presentation") {
        write_slides(&mut spread, &content)
    } else {
        flow::write(&mut spread, &content, Frame::Body, Kind::Open)
    };
    let styles = package.text("styles.xml")?;
    let headers = flow::write(&mut spread, &styles, Frame::Whole(Place::Part("styles.xml".to_owned())), Kind::Open);
    let properties = write_properties(&mut spread, &package.text("meta.xml")?, property);
    for why in [written, headers, properties].into_iter().filter_map(Result::err) {
        spread.close(why);
    }
    if let Err(why) = package.look_at_media(&mut spread) {
        spread.close(why);
    }
    Ok(spread)
}

/// What a property says, by its name.
fn property(name: &str) -> Says {
    match name {
        "initial-creator" | "printed-by" => Says::Person(Role::Author),
        "creator" => Says::Person(Role::LastChanged),
        "date" | "creation-date" | "print-date" | "generator" | "editing-duration" => Says::Machine,
        _ => Says::Anything,
    }
}

/// Each row as a line. Cells that repeat are written once: what they say, they say in the first.
fn write_sheets(spread: &mut Spread, xml: &str) -> Result<(), Closed> {
    let (mut sheet, mut row, mut column) = (String::new(), 0u64, 0u64);
    let (mut repeated_row, mut repeated) = (1, 1);
    let (mut depth, mut comments) = (0u32, 0u32);
    let mut person: Option<String> = None;
    let walked = walk(xml, |tag| match tag {
        Tag::Open(tag) => match tag.local_name().as_ref() {
            "table" => {
                sheet = attribute(tag, "table:name");
                row = 0;
                spread.end_line();
            }
            "table-row" => {
                repeated_row = attribute(tag, "table:number-rows-repeated").parse().unwrap_or(1);
                column = 0;
            }
            "table-cell" | "covered-table-cell" => {
                repeated = attribute(tag, "table:number-columns-repeated").parse().unwrap_or(1);
                spread.at(Place::Cell { sheet: sheet.clone(), cell: name_of(row, column), hidden: false });
                // A number in full, whatever its cell shows of it.
                if attribute(tag, "office:value-type") == "float" {
                    spread.write(&attribute(tag, "office:value"));
                    spread.part();
                }
            }
            "annotation" => {
                comments += 1;
                spread.part();
                spread.at(Place::Comment(Some(name_of(row, column))));
            }
            "creator" => person = Some(String::new()),
            "p" | "h" => depth += 1,
            "s" => spread.write(" "),
            _ => {}
        },
        Tag::Text(text) => match &mut person {
            Some(name) => name.push_str(text),
            None if depth > 0 => spread.write(text),
            None => {}
        },
        Tag::Close(name) => match name {
            "p" | "h" => {
                depth = depth.saturating_sub(1);
                spread.part();
            }
            "creator" => spread.person(Role::Commented, &person.take().unwrap_or_default()),
            "annotation" if comments > 0 => {
                comments -= 1;
                spread.at(Place::Cell { sheet: sheet.clone(), cell: name_of(row, column), hidden: false });
            }
            "table-cell" | "covered-table-cell" => column = column.saturating_add(repeated),
            "table-row" => {
                row = row.saturating_add(repeated_row);
                spread.end_line();
            }
            _ => {}
        },
    });
    spread.end_line();
    walked
}

/// A cell's name by its row and column, both from 0: `B7`.
pub fn name_of(row: u64, column: u64) -> String {
    format!("{}{}", letters(usize::try_from(column).unwrap_or(usize::MAX)), row.saturating_add(1))
}

/// Slides, and what only their speaker sees.
fn write_slides(spread: &mut Spread, xml: &str) -> Result<(), Closed> {
    let (mut slide, mut notes, mut depth) = (0u32, 0u32, 0u32);
    let mut comments = 0u32;
    let mut person: Option<String> = None;
    let walked = walk(xml, |tag| {
        let place = |slide: u32, notes: u32, comments: u32| match () {
            () if comments > 0 => Place::Comment(None),
            () if notes > 0 => Place::Notes(slide),
            () => Place::Slide(slide),
        };
        match tag {
            Tag::Open(tag) => match tag.local_name().as_ref() {
                "page" => slide += 1,
                "notes" => notes += 1,
                "annotation" => comments += 1,
                "creator" if comments > 0 => person = Some(String::new()),
                "p" | "h" => {
                    depth += 1;
                    spread.at(place(slide, notes, comments));
                }
                "s" | "tab" | "line-break" => spread.write(" "),
                _ => {}
            },
            Tag::Text(text) => match &mut person {
                Some(person) => person.push_str(text),
                None if depth > 0 => spread.write(text),
                None => {}
            },
            Tag::Close("creator") => spread.person(Role::Commented, &person.take().unwrap_or_default()),
            Tag::Close("p" | "h") => {
                depth = depth.saturating_sub(1);
                spread.end_line();
            }
            Tag::Close("notes") => notes = notes.saturating_sub(1),
            Tag::Close("annotation") => comments = comments.saturating_sub(1),
            _ => {}
        }
    });
    spread.end_line();
    walked
}
#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn cells_have_the_names_their_programs_show() {
        assert_eq!([name_of(0, 0), name_of(6, 25), name_of(9, 26), name_of(0, 702)], ["A1", "Z7", "AA10", "AAA1"]);
    }
}
