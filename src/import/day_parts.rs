//! Days whose month and day stand in columns of their own, as in ledgers kept on paper: 2025年 over 月 and 日.

use std::collections::BTreeSet;

use super::Sheet;
use super::grid::Cell;
use super::known::{self, DayPart};
use super::reading::Surroundings;
use super::sight::Sight;
use crate::diagnostic::Diagnostic;
use crate::source::folded;

/// Where a row's day is put together from.
#[derive(Clone, Copy, Debug)]
pub struct DayParts {
    pub year: Year,
    pub month: usize,
    pub day: usize,
}

#[derive(Clone, Copy, Debug)]
pub enum Year {
    Is(i16),
    In(usize),
}

impl DayParts {
    /// The columns of month and day, where the year is known; reported where it is not.
    pub fn find(sheet: &Sheet<'_>, surroundings: &Surroundings, sight: &Sight, sink: &mut Vec<Diagnostic>) -> Option<Self> {
        let place = |part: DayPart| sheet.table.headers.iter().position(|h| known::day_part(&h.name) == Some(part));
        let (month, day) = (place(DayPart::Month)?, place(DayPart::Day)?);
        let only = |years: BTreeSet<i16>| years.first().copied().filter(|_| years.len() == 1);
        let above = sheet.grid.rows[..sheet.table.top].iter().flatten().map(Cell::shown).chain([sheet.grid.name.clone()]);
        let above: BTreeSet<i16> = above.flat_map(|text| years(&text)).collect();
        let certain = |year: Option<i16>| year.map(Year::Is);
        let year = place(DayPart::Year)
            .map(Year::In)
            .or_else(|| certain(only(years(&sheet.table.headers[month].group))))
            .or_else(|| certain(only(above.clone())))
            .or_else(|| certain(surroundings.context.year.filter(|_| above.is_empty())));
        if year.is_none() {
            let at = |column| sight.cell(sheet.index, sheet.table.body - 1, column);
            let told = above.iter().map(i16::to_string).collect::<Vec<_>>().join(", ");
            sink.push(Diagnostic::new("GS0139", at(month)).also(at(day)).with_some("years", (!told.is_empty()).then_some(told)));
        }
        Some(DayParts { year: year.unwrap_or(Year::Is(0)), month, day })
    }

    pub fn places(&self) -> impl Iterator<Item = usize> {
        let year = if let Year::In(place) = self.year { Some(place) } else { None };
        year.into_iter().chain([self.month, self.day])
    }

    /// A row's day as one cell; a month is written once and goes on below. Blank where the row has no day.
    pub fn cell(&self, sheet: &Sheet<'_>, row: usize) -> Cell {
        let own = |place: usize| sheet.grid.cell(row, place).filter(|c| !c.is_blank());
        let Some(day) = own(self.day) else { return Cell::default() };
        let going_on = |place: usize| {
            let above = (sheet.table.body..=row).rev().find_map(|row| sheet.grid.cell(row, place).filter(|c| !c.is_blank()));
            above.map(|cell| number(&cell.shown())).unwrap_or_default()
        };
        let year = match self.year {
            Year::Is(year) => year.to_string(),
            Year::In(place) => going_on(place),
        };
        Cell::text(format!("{year}-{}-{}", going_on(self.month), number(&day.shown())))
    }
}

/// A part without the word behind it: 3月.
fn number(text: &str) -> String {
    folded(text).trim_end_matches(['年', '月', '日', '号', '份']).trim().to_owned()
}

/// The years that a text names: 2025年, 2025-Q1.
fn years(text: &str) -> BTreeSet<i16> {
    let folded = folded(text);
    let numbers = folded.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    numbers.filter_map(|digits| digits.parse().ok()).filter(|year| (1990..2200).contains(year)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_names_its_years() {
        assert_eq!(years("翠湖花园２０２５年第一季度"), BTreeSet::from([2025]));
        assert_eq!(years("2024-2025年度 合同20250131"), BTreeSet::from([2024, 2025]));
    }
}
