//! An empty record as a spreadsheet: a sheet of names and what they are, one more for each table that a record may have
//! several rows of, and one that says how.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use super::workbook::{Accepts, ROWS, WIDEST, header_format, new_book, number_format, one_of, width};
use super::{choice, words};
use crate::model::Locale;
use crate::source::{AnyForm, Holds, Key, Shape, Wanted, example_of};

/// The workbook of a kind of record; the same bytes each time. What it is filled with is read by `import`.
///
/// # Errors
/// When a text is longer than a spreadsheet lets it be, which a test of all kinds would show.
pub fn particulars(form: &dyn AnyForm, locale: Locale) -> Result<Vec<u8>, XlsxError> {
    let writer = Writer { form: form.name(), locale };
    let shape = form.shape();
    let mut book = new_book()?;
    let title = words::kind(form.name(), locale).map_or(form.name(), |kind| kind.title);
    writer.pairs(book.add_worksheet().set_name(title)?, &shape)?;
    for key in &shape.keys {
        if let Wanted::Tables(inner) = &key.wanted {
            let name = writer.title(key.name);
            writer.table(book.add_worksheet().set_name(name)?, inner, key.name)?;
        }
    }
    writer.instructions(book.add_worksheet().set_name(words::blank("instructions", locale))?, form)?;
    book.save_to_buffer()
}

struct Writer {
    form: &'static str,
    locale: Locale,
}

/// A key with its path and the name that its cell or column has.
struct Named<'a> {
    key: &'a Key,
    path: String,
    title: String,
}

impl Writer {
    fn title(&self, path: &str) -> &'static str {
        words::key(self.form, path, self.locale).map_or("", |key| key.title)
    }

    /// Every key of a table with a value of its own; those of a table within it are named after it too: 扣款/上限.
    fn named<'a>(&self, shape: &'a Shape, path: &str, above: &str) -> Vec<Named<'a>> {
        let mut all = Vec::new();
        for key in &shape.keys {
            let path = if path.is_empty() { key.name.to_owned() } else { format!("{path}.{}", key.name) };
            let title = format!("{above}{}", self.title(&path));
            match &key.wanted {
                Wanted::Table(inner) => all.extend(self.named(inner, &path, &format!("{title}/"))),
                Wanted::Tables(_) | Wanted::Again => {}
                _ => all.push(Named { key, path, title }),
            }
        }
        all
    }

    fn pairs(&self, sheet: &mut Worksheet, shape: &Shape) -> Result<(), XlsxError> {
        for (place, (key, wide)) in [("item", 22.0), ("content", 36.0), ("note_column", WIDEST)].into_iter().enumerate() {
            sheet.set_column_width(place as u16, wide)?;
            sheet.write_string_with_format(0, place as u16, words::blank(key, self.locale), &header_format(true))?;
        }
        sheet.set_freeze_panes(1, 0)?;
        let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        for (row, named) in self.named(shape, "", "").iter().enumerate() {
            let row = row as u32 + 1;
            let accepts = self.accepts(named);
            let required = named.key.required;
            sheet.write_string_with_format(row, 0, &named.title, &header_format(required))?;
            sheet.write_blank(row, 1, &text.clone().set_num_format(number_format(accepts.holds)))?;
            sheet.write_string_with_format(row, 2, self.note(named, &accepts), &text)?;
            sheet.add_data_validation(row, 1, row, 1, &accepts.validation(self.locale)?)?;
        }
        Ok(())
    }

    fn table(&self, sheet: &mut Worksheet, shape: &Shape, path: &str) -> Result<(), XlsxError> {
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_row_height(0, 24)?;
        for (place, named) in self.named(shape, path, "").iter().enumerate() {
            let place = place as u16;
            let accepts = self.accepts(named);
            sheet.write_string_with_format(0, place, &named.title, &header_format(named.key.required))?;
            sheet.set_column_format(place, &Format::new().set_num_format(number_format(accepts.holds)))?;
            sheet.set_column_width(place, width(accepts.holds))?;
            sheet.add_data_validation(1, place, ROWS, place, &accepts.validation(self.locale)?)?;
        }
        Ok(())
    }

    fn accepts<'a>(&self, named: &'a Named<'_>) -> Accepts<'a> {
        let blank = |key| words::blank(key, self.locale);
        let listed: Vec<&'static str> = choice(self.form, &named.path, self.locale).map(|(_, word)| word).collect();
        let (holds, how) = match &named.key.wanted {
            Wanted::Texts => (Holds::Text, blank("texts")),
            Wanted::Date => (Holds::Date, blank("date")),
            Wanted::Money => (Holds::Money, blank("money")),
            Wanted::Number => (Holds::Number, blank("number")),
            Wanted::Count => (Holds::Count, blank("count")),
            _ => (Holds::Text, ""),
        };
        let choices = match &named.key.wanted {
            Wanted::Boolean => vec![blank("yes"), blank("no")],
            Wanted::Choice(names) if listed.is_empty() => names.clone(),
            _ => listed,
        };
        let others = matches!(named.key.wanted, Wanted::Text | Wanted::Texts);
        let described = words::key(self.form, &named.path, self.locale);
        let how = if choices.is_empty() || others { how.to_owned() } else { one_of(&choices, self.locale) };
        // What may be chosen needs no names of TOML beside it.
        let about = if choices.is_empty() || others { described.map_or("", |d| d.about) } else { named.title.as_str() };
        Accepts { title: &named.title, holds, choices, others, within: None, about: about.to_owned(), how }
    }

    /// What stands beside a key: whether it is needed, what it means, how it is written, an example.
    fn note(&self, named: &Named<'_>, accepts: &Accepts<'_>) -> String {
        let example =
            words::key(self.form, &named.path, self.locale).and_then(|d| d.example).filter(|_| accepts.choices.is_empty());
        let example = example.map(|example| words::fill("such_as", self.locale, &[("example", example)]));
        let required = named.key.required.then(|| words::blank("must_be", self.locale).to_owned());
        let about = if accepts.about == named.title { None } else { Some(accepts.about.clone()) };
        let how = Some(accepts.how.clone()).filter(|how| !how.is_empty());
        let parts: Vec<String> = [required, about, how, example].into_iter().flatten().collect();
        parts.join(" ")
    }

    fn instructions(&self, sheet: &mut Worksheet, form: &dyn AnyForm) -> Result<(), XlsxError> {
        let blank = |key| words::blank(key, self.locale);
        let about = words::kind(self.form, self.locale).map_or("", |kind| kind.about);
        let place = words::fill("place", self.locale, &[("path", &example_of(form.path()))]);
        for (row, line) in [about, blank("particulars"), blank("privacy"), &place].into_iter().enumerate() {
            sheet.write_string(row as u32, 0, line)?;
        }
        let top = 5;
        let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
        for (place, (key, wide)) in
            [("sheet_column", 16.0), ("column", 24.0), ("note_column", WIDEST + 20.0)].into_iter().enumerate()
        {
            sheet.set_column_width(place as u16, wide)?;
            sheet.write_string_with_format(top, place as u16, blank(key), &header_format(true))?;
        }
        sheet.set_freeze_panes(top + 1, 0)?;
        let mut row = top;
        for key in &form.shape().keys {
            let Wanted::Tables(inner) = &key.wanted else { continue };
            for named in self.named(inner, key.name, "") {
                row += 1;
                let note = self.note(&named, &self.accepts(&named));
                for (place, cell) in [self.title(key.name), &named.title, &note].into_iter().enumerate() {
                    sheet.write_string_with_format(row, place as u16, cell, &text)?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{is_particulars, kinds};
    use super::*;
    use crate::forms::Kind;

    #[test]
    fn every_record_becomes_a_workbook_and_always_the_same() {
        let forms = kinds().filter_map(|kind| if let Kind::Form(form) = kind { Some(form) } else { None });
        for form in forms.filter(|form| is_particulars(*form)) {
            for locale in Locale::ALL {
                let bytes = particulars(form, locale).unwrap();
                assert!(bytes.starts_with(b"PK"), "{}", form.name());
                assert_eq!(bytes, particulars(form, locale).unwrap(), "{}", form.name());
            }
        }
    }
}
