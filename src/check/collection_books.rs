//! Collection against what stands elsewhere: the arrears of the period before, and the income of the books.

use std::collections::HashMap;

use super::{Doubt, unless_owned};
use crate::diagnostic::Diagnostic;
use crate::figures::budget::covers;
use crate::figures::collection::building_id;
use crate::model::collection::{Line, Sheet};
use crate::model::{Basis, Community, Money, Period};

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let sheets = &doubt.community.collection;
    for sheet in sheets.iter().filter(|s| !s.incomplete) {
        let before = sheets.iter().find(|s| s.period.value == sheet.period.value.previous() && !s.incomplete);
        if let Some(before) = before {
            check_arrears(doubt, before, sheet, found);
        }
        check_books(doubt, sheet, found);
    }
}

/// Arrears then and now, and what should have led from one to the other.
#[derive(Default)]
struct Course {
    before: Money,
    billed: Money,
    collected: Money,
    recovered: Money,
    stated: Money,
}

impl Course {
    fn add(&mut self, other: &Course) {
        self.before += other.before;
        self.billed += other.billed;
        self.collected += other.collected;
        self.recovered += other.recovered;
        self.stated += other.stated;
    }

    fn expected(&self) -> Money {
        self.before + self.billed - self.collected - self.recovered
    }
}

/// Arrears before, and billed, less collected and recovered, are the arrears now. Told in sums over all buildings: the
/// arrears of one are nobody's business.
fn check_arrears(doubt: &Doubt<'_>, before: &Sheet, sheet: &Sheet, found: &mut Vec<Diagnostic>) {
    let settings = &doubt.community.settings;
    let key = |line: &Line| (building_id(settings, line).to_owned(), line.category.clone(), line.fee.clone());
    let owed: HashMap<_, Money> = before.lines.iter().filter_map(|l| Some((key(l), l.arrears?.value))).collect();
    let mut all = Course::default();
    let (mut odd, mut compared) = (Vec::new(), 0);
    for line in &sheet.lines {
        let (Some(before), Some(recovered), Some(stated)) = (owed.get(&key(line)), line.recovered, line.arrears) else {
            continue;
        };
        let course = Course {
            before: *before,
            billed: line.billed.value,
            collected: line.collected.value,
            recovered: recovered.value,
            stated: stated.value,
        };
        if course.expected() != course.stated {
            odd.push(stated.span);
        }
        all.add(&course);
        compared += 1;
    }
    if let Some(first) = odd.first() {
        let mut told = Diagnostic::new("GS0347", *first).with("rows", odd.len()).about(sheet.id());
        // Of some buildings alone even the sums are too much to tell.
        if compared == sheet.lines.len() {
            told = told
                .with("previous", before.period.value)
                .with("before", all.before)
                .with("billed", all.billed)
                .with("collected", all.collected)
                .with("recovered", all.recovered)
                .with("expected", all.expected())
                .with("stated", all.stated);
        }
        found.push(unless_owned(told, &sheet.front.acknowledged));
    }
}

/// How far an item's money may lie from the books, in percent: what was paid on the last day reaches the bank on the next.
const ON_THE_WAY: i128 = 1;

/// Collected, recovered and prepaid of an item against the period's income in the books' categories of that name.
fn check_books(doubt: &Doubt<'_>, sheet: &Sheet, found: &mut Vec<Diagnostic>) {
    let community = doubt.community;
    let period = sheet.period.value;
    if community.accounts.incomplete_from.is_some() || !covers(community, period) {
        return;
    }
    let mut items: Vec<&str> = sheet.lines.iter().map(|l| l.category.as_str()).filter(|c| !c.is_empty()).collect();
    items.sort_unstable();
    items.dedup();
    for item in &items {
        let lines = || sheet.lines.iter().filter(|l| l.category == *item);
        // Without recovered and prepaid apart, what came in is not known.
        let received: Option<Money> =
            lines().map(|l| Some(l.collected.value + l.recovered?.value + l.prepaid?.value)).sum::<Option<Money>>();
        let (Some(received), Some(first)) = (received, lines().next()) else { continue };
        let booked = booked(community, period, item, &items);
        let apart = |booked: Money| (received - booked).abs();
        let Some(nearest) = booked.into_iter().min_by_key(|b| apart(*b)) else { continue };
        if apart(nearest).fen() * 100 <= received.abs().max(nearest.abs()).fen() * ON_THE_WAY {
            continue;
        }
        let told = Diagnostic::new("GS0348", first.collected.span)
            .with("period", period)
            .with("item", item)
            .with("received", received)
            .with("booked", nearest)
            .with("difference", apart(nearest))
            .word("direction", if received < nearest { "direction.less" } else { "direction.more" })
            .about(sheet.id());
        found.push(unless_owned(told, &sheet.front.acknowledged));
    }
}

/// What the books have for an item in a period: in the category of its name, and in all whose name ends with it
/// (住宅物业费 and 商铺物业费 for 物业费) unless they end with another item's longer name. Either may be meant.
fn booked(community: &Community, period: Period, item: &str, items: &[&str]) -> Vec<Money> {
    let wanted = item.to_lowercase();
    let others: Vec<String> = items.iter().map(|i| i.to_lowercase()).filter(|i| i.len() > wanted.len()).collect();
    let (mut same, mut ending) = (None, None);
    for entry in community.accounts.ledgers.iter().flat_map(|l| &l.entries).filter(|e| period.contains(e.date)) {
        let category = entry.category.to_lowercase();
        let cash = community.accounts_opened[entry.account as usize].basis == Basis::Cash;
        if !cash || !category.ends_with(&wanted) || others.iter().any(|other| category.ends_with(other.as_str())) {
            continue;
        }
        *ending.get_or_insert(Money::ZERO) += entry.net();
        if category == wanted {
            *same.get_or_insert(Money::ZERO) += entry.net();
        }
    }
    same.into_iter().chain(ending).collect()
}
