//! Collection doubted: no more owe than are billed, no more is collected than billed, sums and arrears go on, the books agree.

use std::collections::HashMap;

use super::{Doubt, totals, unless_owned};
use crate::diagnostic::Diagnostic;
use crate::figures::collection::building_id;
use crate::model::collection::{Line, Sheet};
use crate::model::{Files, Money, Span, Spanned};

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    for sheet in &doubt.community.collection {
        for line in &sheet.lines {
            check_line(line, found);
        }
        check_buildings(doubt, sheet, found);
        check_nobody_owes(sheet, found);
        check_totals(sheet, &doubt.community.files, found);
        check_households(doubt, sheet, found);
    }
    check_twice(doubt, found);
    super::collection_books::check(doubt, found);
}

/// What cannot be right in one row.
fn check_line(line: &Line, found: &mut Vec<Diagnostic>) {
    if line.owing.value > line.households.value {
        let more = Diagnostic::new("GS0340", line.owing.span).with("owing", line.owing.value);
        found.push(more.with("households", line.households.value).also(line.households.span));
    }
    let amounts = [
        ("collection.billed", Some(line.billed)),
        ("collection.collected", Some(line.collected)),
        ("collection.recovered", line.recovered),
        ("collection.arrears", line.arrears),
    ];
    for (what, amount) in amounts.into_iter().filter_map(|(what, amount)| Some((what, amount?))) {
        if amount.value.is_negative() {
            found.push(Diagnostic::new("GS0342", amount.span).word("what", what).with("amount", amount.value));
        }
    }
    if line.collected.value > line.billed.value && !line.billed.value.is_negative() {
        let more = Diagnostic::new("GS0341", line.collected.span).with("collected", line.collected.value);
        found.push(more.with("billed", line.billed.value).also(line.billed.span));
    }
}

/// A building that gongshi.toml does not know, where it knows any.
fn check_buildings(doubt: &Doubt<'_>, sheet: &Sheet, found: &mut Vec<Diagnostic>) {
    let settings = &doubt.community.settings;
    if settings.buildings.is_empty() {
        return;
    }
    let known = || settings.buildings.iter().flat_map(|b| std::iter::once(b.id.value.as_str()).chain(b.name.as_deref()));
    for line in sheet.lines.iter().filter(|l| settings.building_of(&l.building.value).is_none()) {
        let near = crate::source::nearest(&line.building.value, known());
        let unknown = Diagnostic::new("GS0346", line.building.span)
            .with("building", &line.building.value)
            .with_some("nearest", near)
            .mended_by(crate::source::perhaps(&line.building, near))
            .about(sheet.id());
        found.push(unless_owned(unknown, &sheet.front.acknowledged));
    }
}

/// Rows where nobody owes and yet less was paid than billed. How much is not told: it may be one household's debt.
fn check_nobody_owes(sheet: &Sheet, found: &mut Vec<Diagnostic>) {
    let odd: Vec<&Line> = sheet.lines.iter().filter(|l| l.owing.value == 0 && l.unpaid() > Money::ZERO).collect();
    if let Some(first) = odd.first() {
        let told = Diagnostic::new("GS0344", first.owing.span)
            .with("period", sheet.period.value)
            .with("rows", odd.len())
            .also(first.collected.span)
            .about(sheet.id());
        found.push(unless_owned(told, &sheet.front.acknowledged));
    }
}

/// A total row equals what stands above it: everything, or what came since the total before it.
fn check_totals(sheet: &Sheet, files: &Files, found: &mut Vec<Diagnostic>) {
    if sheet.incomplete {
        return;
    }
    let mut since = 0;
    for total in &sheet.totals {
        let sums = |lines: &[Line]| {
            let amounts = lines.iter().map(|l| [Some(l.billed), Some(l.collected), l.recovered, l.prepaid, l.arrears]);
            amounts.fold([Money::ZERO; 5], |sum, of| std::array::from_fn(|i| sum[i] + of[i].map_or(Money::ZERO, |m| m.value)))
        };
        let all = sums(&sheet.lines[..total.lines]);
        let part = sums(&sheet.lines[since..total.lines]);
        since = total.lines;
        let differs = |sums: [Money; 5]| (0..5).find(|i| total.amounts[*i].is_some_and(|t| t.value != sums[*i]));
        if let (Some(i), Some(_)) = (differs(all), differs(part))
            && let Some(stated) = total.amounts[i]
        {
            let off = Diagnostic::new("GS0345", stated.span).word("what", AMOUNTS[i]).with("stated", stated.value);
            let off = off.with("all", all[i]);
            let wrong = || (0..5).filter_map(|i| Some((total.amounts[i]?, all[i])));
            let off = if part == all { off.mended_by(totals::corrected(files, wrong())) } else { off };
            found.push(if part[i] == all[i] { off } else { off.with("part", part[i]) });
        }
    }
}

/// The amounts of a total row, in its order.
const AMOUNTS: [&str; 5] =
    ["collection.billed", "collection.collected", "collection.recovered", "collection.prepaid", "collection.arrears"];

/// One building's item once in a period, and in one of two files whose periods overlap.
fn check_twice(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let sheets = &doubt.community.collection;
    let settings = &doubt.community.settings;
    /// Building, item and fee.
    type Key<'a> = (&'a str, &'a str, &'a str);
    // Each time it stands in a sheet.
    let mut seen: HashMap<Key<'_>, Vec<(usize, Span)>> = HashMap::new();
    for (i, sheet) in sheets.iter().enumerate() {
        for line in &sheet.lines {
            let before = seen.entry((building_id(settings, line), &line.category, &line.fee)).or_default();
            let twin = before.iter().find(|(other, _)| sheets[*other].period.value.overlaps(sheet.period.value));
            if let Some((other, span)) = twin {
                let twice = Diagnostic::new("GS0343", line.span)
                    .with("building", &line.building.value)
                    .with_some("item", Some(&line.category).filter(|c| !c.is_empty()));
                let path = (*other != i).then(|| doubt.community.files.path(sheets[*other].file));
                found.push(twice.with_some("other", path).also(*span));
            }
            before.push((i, line.span));
        }
    }
}

/// Households billed against the owners that gongshi.toml counts, for the item that most are billed for. One owner may
/// hold several flats, so only a distance of more than a tenth is worth a look.
fn check_households(doubt: &Doubt<'_>, sheet: &Sheet, found: &mut Vec<Diagnostic>) {
    let settings = &doubt.community.settings;
    let known: Vec<(&Line, Spanned<u32>, u32)> = sheet
        .lines
        .iter()
        .filter_map(|line| {
            let building = &settings.buildings[settings.building_of(&line.building.value)?];
            Some((line, line.households, building.owners?))
        })
        .collect();
    let mut by_item: HashMap<(&str, &str), (u64, u64)> = HashMap::new();
    for (line, households, owners) in &known {
        let sum = by_item.entry((&line.category, &line.fee)).or_default();
        *sum = (sum.0 + u64::from(households.value), sum.1 + u64::from(*owners));
    }
    // An item that only some are billed for, such as parking, says nothing of the building.
    let for_all = |line: &Line| {
        let (households, owners) = by_item[&(line.category.as_str(), line.fee.as_str())];
        households * 2 >= owners
    };
    for (line, households, owners) in known.iter().filter(|(line, _, _)| for_all(line)) {
        let (more, less) = (u64::from(households.value.max(*owners)), u64::from(households.value.min(*owners)));
        if (more - less) * 10 > more {
            let told = Diagnostic::new("GS0349", households.span).with("building", &line.building.value);
            found.push(told.with("households", households.value).with("owners", owners));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::collection::rate;
    use crate::model::{Exact, FileId};

    fn line(households: u32, owing: u32, billed: i128, collected: i128) -> Line {
        let span = Span::file(FileId(0));
        Line {
            building: Spanned::new("1".to_owned(), span),
            category: String::new(),
            fee: String::new(),
            households: Spanned::new(households, span),
            owing: Spanned::new(owing, span),
            billed: Spanned::new(Money(billed), span),
            collected: Spanned::new(Money(collected), span),
            recovered: None,
            prepaid: None,
            arrears: None,
            span,
        }
    }

    fn told(line: &Line) -> Vec<&'static str> {
        let mut found = Vec::new();
        check_line(line, &mut found);
        found.iter().map(|d| d.code).collect()
    }

    #[test]
    fn what_cannot_be_right_in_a_row_is_told() {
        assert_eq!(told(&line(9, 10, 100, 90)), ["GS0340"]);
        assert_eq!(told(&line(9, 9, 100, 101)), ["GS0341"]);
        assert_eq!(told(&line(9, 9, -100, -90)), ["GS0342", "GS0342"]);
        assert!(told(&line(9, 9, 100, 100)).is_empty());
    }

    proptest! {
        /// A row that nothing is said of has a rate from 0 to 100 and no more who owe than are billed.
        #[test]
        fn a_rate_is_never_above_all(households in 0_u32..40, owing in 0_u32..40, billed in -50_i128..500, collected in -50_i128..500) {
            let line = line(households, owing, billed, collected);
            if told(&line).is_empty() {
                let rate = rate(line.collected.value, line.billed.value);
                prop_assert!(rate.is_none_or(|r| !r.is_negative() && r <= Exact::from_integer(100)));
                prop_assert!(owing <= households);
            } else {
                prop_assert!(owing > households || billed < 0 || collected < 0 || collected > billed);
            }
        }
    }
}
