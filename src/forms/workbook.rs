//! An empty table as a spreadsheet: a sheet to fill in, whose cells accept what the column holds, and one that says how.

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::{blank, words};
use crate::model::Locale;
use crate::source::{Column, Holds, Need, TableKind, example_of};

/// Rows below the header that are checked as they are filled in.
pub(super) const ROWS: u32 = 2000;
/// The widest a cell of instructions becomes, in characters.
pub(super) const WIDEST: f64 = 60.0;
/// A larger amount is a slip of the keyboard.
const LARGEST: f64 = 1e12;

/// The workbook of a kind of table; the same bytes each time.
///
/// # Errors
/// When a text is longer than a spreadsheet lets it be, which a test of all kinds would show.
pub fn workbook(table: &TableKind, locale: Locale) -> Result<Vec<u8>, XlsxError> {
    let mut book = new_book()?;
    let title = words::kind(table.name, locale).map_or(table.name, |kind| kind.title);
    write_sheet(book.add_worksheet().set_name(title)?, table, locale)?;
    write_instructions(book.add_worksheet().set_name(words::blank("instructions", locale))?, table, locale)?;
    book.save_to_buffer()
}

/// A workbook that says that it was made on one day, so that the same version makes the same file.
pub(super) fn new_book() -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2025, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    Ok(book)
}

fn write_sheet(sheet: &mut Worksheet, table: &TableKind, locale: Locale) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_row_height(0, 24)?;
    for (place, header) in blank::headers(table, locale).into_iter().enumerate() {
        let place = place as u16;
        let column = table.columns.get(usize::from(place));
        let needed = column.is_some_and(|column| column.need == Need::Must);
        sheet.write_string_with_format(0, place, header, &header_format(needed))?;
        let accepts = accepted(table, column, header, locale);
        sheet.set_column_format(place, &Format::new().set_num_format(number_format(accepts.holds)))?;
        sheet.set_column_width(place, width(accepts.holds))?;
        sheet.add_data_validation(1, place, ROWS, place, &accepts.validation(locale)?)?;
    }
    Ok(())
}

pub(super) fn header_format(needed: bool) -> Format {
    let (paper, ink) = if needed { (0x1F_4E_5F, Color::White) } else { (0xDD_E7_EA, Color::Black) };
    let format = Format::new().set_bold().set_background_color(Color::RGB(paper)).set_font_color(ink);
    format.set_border_bottom(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter)
}

/// Text stays text, so that a voucher keeps its zeros.
pub(super) fn number_format(holds: Holds) -> &'static str {
    match holds {
        Holds::Text | Holds::Choice(_) => "@",
        Holds::Date => "yyyy-mm-dd",
        Holds::Moment => "yyyy-mm-dd hh:mm",
        Holds::Money => "#,##0.00",
        Holds::Number => "General",
        Holds::Count => "0",
    }
}

pub(super) fn width(holds: Holds) -> f64 {
    match holds {
        Holds::Text => 22.0,
        Holds::Moment => 18.0,
        Holds::Date | Holds::Choice(_) => 13.0,
        Holds::Money => 15.0,
        Holds::Number | Holds::Count => 11.0,
    }
}

/// What a cell accepts, and what it says when it is chosen.
pub(super) struct Accepts<'a> {
    pub title: &'a str,
    pub holds: Holds,
    /// The words to choose from, where there are such.
    pub choices: Vec<&'static str>,
    /// Whether other words may stand there too.
    pub others: bool,
    pub within: Option<(u32, u32)>,
    pub about: String,
    pub how: String,
}

/// The longest message of a cell.
const LONGEST: usize = 255;

impl Accepts<'_> {
    pub fn validation(&self, locale: Locale) -> Result<DataValidation, XlsxError> {
        let rule = DataValidation::new();
        let rule = match (self.holds, self.within) {
            _ if !self.choices.is_empty() => rule.allow_list_strings(&self.choices)?,
            (Holds::Text | Holds::Choice(_), _) => rule.allow_any_value(),
            (Holds::Date | Holds::Moment, _) => {
                let days =
                    DataValidationRule::Between(ExcelDateTime::from_ymd(1990, 1, 1)?, ExcelDateTime::from_ymd(2199, 12, 31)?);
                rule.allow_date(days)
            }
            (Holds::Money, _) => rule.allow_decimal_number(DataValidationRule::Between(-LARGEST, LARGEST)),
            (Holds::Number, Some((least, most))) => {
                rule.allow_decimal_number(DataValidationRule::Between(f64::from(least), f64::from(most)))
            }
            (Holds::Number, None) => rule.allow_decimal_number(DataValidationRule::Between(-LARGEST, LARGEST)),
            (Holds::Count, within) => {
                let (least, most) = within.map_or((0, i32::MAX), |(least, most)| (least as i32, most as i32));
                rule.allow_whole_number(DataValidationRule::Between(least, most))
            }
        };
        let whole = if self.how.is_empty() { self.about.clone() } else { format!("{}\n{}", self.about, self.how) };
        let message = if whole.chars().count() > LONGEST { &self.about } else { &whole };
        let style = if self.others { DataValidationErrorStyle::Information } else { DataValidationErrorStyle::Stop };
        rule.set_input_title(self.title)?
            .set_input_message(message)?
            .set_error_style(style)
            .set_error_title(words::blank("refused", locale))?
            .set_error_message(if self.how.is_empty() { &self.about } else { &self.how })
    }
}

/// What the cells of a column accept; a survey's other columns are answers with their counts.
fn accepted<'a>(table: &TableKind, column: Option<&Column>, header: &'a str, locale: Locale) -> Accepts<'a> {
    let described = column.and_then(|column| words::column(table.name, column.name, locale));
    let holds = column.map_or(Holds::Count, |c| c.holds);
    let choices = if let Holds::Choice(choices) = holds { choices.values(locale) } else { Vec::new() };
    Accepts {
        title: header,
        holds,
        choices,
        others: false,
        within: column.and_then(|c| c.within),
        about: described.map_or(words::blank("answer", locale), |d| d.about).to_owned(),
        how: column.map(|column| how(column, locale)).unwrap_or_default(),
    }
}

/// How a column's cells are written, in words.
fn how(column: &Column, locale: Locale) -> String {
    if let Holds::Choice(choices) = column.holds {
        return one_of(&choices.values(locale), locale);
    }
    let how = words::blank(column.holds.name(), locale);
    match column.within {
        Some((least, most)) => {
            words::fill("within", locale, &[("how", how), ("least", &least.to_string()), ("most", &most.to_string())])
        }
        None => how.to_owned(),
    }
}

pub(super) fn one_of(choices: &[&str], locale: Locale) -> String {
    let separator = if locale == Locale::ZhCn { "、" } else { ", " };
    words::fill("choice", locale, &[("choices", &choices.join(separator))])
}

/// Whether a sheet of this name is the one that says how to fill in the other.
pub fn is_instructions(sheet: &str) -> bool {
    Locale::ALL.iter().any(|locale| words::blank("instructions", *locale) == sheet)
}

fn write_instructions(sheet: &mut Worksheet, table: &TableKind, locale: Locale) -> Result<(), XlsxError> {
    let blank = |key| words::blank(key, locale);
    let kind = words::kind(table.name, locale);
    let mut intro = vec![kind.map_or("", |kind| kind.about).to_owned(), blank("sheet").to_owned()];
    if table.totals {
        intro.push(blank("totals").to_owned());
    }
    intro.push(words::fill("place", locale, &[("path", &example_of(table.path))]));
    for (row, line) in intro.iter().enumerate() {
        sheet.write_string(row as u32, 0, line)?;
    }
    let top = intro.len() as u32 + 1;
    let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    for (place, (key, wide)) in
        [("column", 16.0), ("need", 24.0), ("about", WIDEST), ("how", 40.0), ("example", 30.0)].into_iter().enumerate()
    {
        sheet.set_column_width(place as u16, wide)?;
        sheet.write_string_with_format(top, place as u16, blank(key), &header_format(true))?;
    }
    sheet.set_freeze_panes(top + 1, 0)?;
    for (row, column) in table.columns.iter().enumerate() {
        let described = words::column(table.name, column.name, locale);
        let example = match column.holds {
            // A choice's example in the sheet's own language is the first of its list.
            Holds::Choice(choices) => choices.values(locale).first().copied().unwrap_or_default(),
            _ => described.and_then(|d| d.example).unwrap_or_default(),
        };
        let about = described.map_or("", |d| d.about);
        let cells = [column.header(locale), blank(column.need.name()), about, &how(column, locale), example].map(str::to_owned);
        for (place, cell) in cells.into_iter().enumerate() {
            sheet.write_string_with_format(top + 1 + row as u32, place as u16, cell, &text)?;
        }
    }
    if table.answers {
        let row = top + 1 + table.columns.len() as u32;
        for (place, cell) in [blank("answers"), blank("may"), blank("answer"), blank("count"), "12"].into_iter().enumerate() {
            sheet.write_string_with_format(row, place as u16, cell, &text)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::tables;

    #[test]
    fn every_table_becomes_a_workbook_and_always_the_same() {
        for locale in Locale::ALL {
            for table in tables() {
                let bytes = workbook(table, locale).unwrap();
                assert!(bytes.starts_with(b"PK"), "{}", table.name);
                assert_eq!(bytes, workbook(table, locale).unwrap(), "{}", table.name);
            }
        }
    }
}
