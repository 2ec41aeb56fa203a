//! Balances by building: each row adds up, goes on from the row before, and all together are what the account holds.

use super::super::{Doubt, totals};
use super::unknown_building;
use crate::diagnostic::Diagnostic;
use crate::figures::fund::{Building, Flow, booked};
use crate::model::fund::Total;
use crate::model::{Date, Money};

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let rows = &doubt.community.fund.holdings;
    for row in rows {
        found.extend(unknown_building(doubt, &row.building));
        let flow = Flow::from(row);
        if flow.closing != flow.expected() {
            let difference = flow.closing - flow.expected();
            found.push(
                Diagnostic::new("GS0511", row.closing.span)
                    .with("building", &row.building.value)
                    .with("date", row.date)
                    .with("closing", flow.closing)
                    .with("expected", flow.expected())
                    .with("difference", difference.abs())
                    .word("direction", if difference.is_negative() { "direction.less" } else { "direction.more" }),
            );
        }
    }
    // Where a row could not be read, that has been told, and sums over the rows are not those of the file.
    if doubt.community.fund.incomplete {
        return;
    }
    for total in &doubt.community.fund.totals {
        check_total(doubt, total, found);
    }
    for building in &doubt.figures.fund.buildings {
        check_continuity(doubt, building, found);
    }
    for (day, flow) in &doubt.figures.fund.days {
        found.extend(against_the_books(doubt, *day, flow.closing));
    }
}

/// A total row equals what its day's rows come to, or those since the total before it.
fn check_total(doubt: &Doubt<'_>, total: &Total, found: &mut Vec<Diagnostic>) {
    let Some((_, all)) = doubt.figures.fund.days.iter().find(|(day, _)| *day == total.date) else { return };
    let within = |at: u32| total.part.start <= at && at < total.part.end;
    let rows = doubt.community.fund.holdings.iter().filter(|h| within(h.closing.span.start));
    let part: Flow = rows.map(Flow::from).sum();
    let amounts = |flow: &Flow| [flow.opening, flow.paid_in, flow.interest, flow.used, flow.closing];
    let fits = |flow: &Flow| total.amounts.iter().zip(amounts(flow)).all(|(stated, sum)| stated.is_none_or(|s| s.value == sum));
    if fits(all) || fits(&part) {
        return;
    }
    for (stated, sum) in total.amounts.iter().zip(amounts(all)) {
        if let Some(stated) = stated.filter(|stated| stated.value != sum) {
            let off = Diagnostic::new("GS0515", stated.span).with("date", total.date);
            let mend = totals::corrected(&doubt.community.files, std::iter::once((stated, sum)));
            let mend = mend.filter(|_| amounts(&part) == amounts(all));
            found.push(off.with("stated", stated.value).with("sum", sum).mended_by(mend));
        }
    }
}

/// A building begins with what it had.
fn check_continuity(doubt: &Doubt<'_>, building: &Building, found: &mut Vec<Diagnostic>) {
    let rows = &doubt.community.fund.holdings;
    for pair in building.rows.windows(2) {
        let (before, row) = (&rows[pair[0]], &rows[pair[1]]);
        if row.opening.value != before.closing.value {
            found.push(
                Diagnostic::new("GS0512", row.opening.span)
                    .with("building", &building.name)
                    .with("date", row.date)
                    .with("opening", row.opening.value)
                    .with("before", before.date)
                    .with("closing", before.closing.value)
                    .also(before.closing.span)
                    .about("fund"),
            );
        }
    }
}

/// All buildings of a day against the fund's accounts, where the day has every building and the books reach it.
fn against_the_books(doubt: &Doubt<'_>, day: Date, sum: Money) -> Option<Diagnostic> {
    let books = booked(doubt.community, &doubt.figures.accounts, day)?;
    let rows = &doubt.community.fund.holdings;
    let has = |building: &Building| building.rows.iter().any(|i| rows[*i].date == day);
    let declared = &doubt.community.settings.buildings;
    let buildings = &doubt.figures.fund.buildings;
    let all_declared = declared.iter().all(|d| buildings.iter().any(|b| b.id == d.id.value && has(b)));
    if !(all_declared && buildings.iter().all(has)) || sum == books {
        return None;
    }
    let last = rows.iter().rfind(|row| row.date == day)?;
    let difference = sum - books;
    Some(
        Diagnostic::new("GS0513", last.closing.span)
            .with("date", day)
            .with("sum", sum)
            .with("books", books)
            .with("difference", difference.abs())
            .word("direction", if difference.is_negative() { "direction.less" } else { "direction.more" })
            .about("fund"),
    )
}
