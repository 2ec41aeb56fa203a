//! A period of the books in two states: its entries, the balances the bank gave in it, what its accounts began with, what
//! the maintenance fund held by building.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::changes::figure_changes;
use super::super::rows::row_diff;
use super::Difference;
use crate::model::accounts::{BalanceKind, Entry};
use crate::model::fund::Holding;
use crate::model::{Amount, Community, Figure, FigureChange, Money, Period, Span, is_few};

/// The first period of an account's entries, by the account's name.
pub fn first_period(community: &Community, account: &str) -> Option<Period> {
    let index = community.accounts_opened.iter().position(|a| a.name == account)? as u32;
    let ledgers = community.accounts.ledgers.iter();
    ledgers.filter(|l| l.entries.iter().any(|e| e.account == index)).map(|l| l.period.value).min()
}

/// The names of accounts of the old state as the new one has them: an account is the same by its id or by its name.
pub fn names(old: &Community, new: &Community) -> Vec<String> {
    let known = |text: &str| new.accounts_opened.iter().find(|a| a.id.value == text || a.name == text);
    let old_accounts = old.accounts_opened.iter();
    old_accounts.map(|a| known(&a.id.value).or_else(|| known(&a.name)).map_or(&a.name, |a| &a.name).clone()).collect()
}

/// An entry in an account of a name.
type Named<'a> = (&'a str, &'a Entry);

/// What counts as a figure of an entry: not its memo or its voucher, and of its day the month.
type Figures<'a> = (&'a str, &'a str, &'a str, Period, Money, Money);

fn figures_of<'a>((account, entry): &Named<'a>) -> Figures<'a> {
    (account, &entry.category, &entry.counterparty, Period::month_of(entry.date), entry.income, entry.expense)
}

/// Entries of `from` whose figures `others` do not have.
fn without<'a>(from: &[Named<'a>], others: &[Named<'_>]) -> Vec<Named<'a>> {
    let mut there: HashMap<Figures<'_>, usize> = HashMap::new();
    for entry in others {
        *there.entry(figures_of(entry)).or_default() += 1;
    }
    let mut missing = from.to_vec();
    missing.retain(|entry| match there.get_mut(&figures_of(entry)) {
        Some(n) if *n > 0 => {
            *n -= 1;
            false
        }
        _ => true,
    });
    missing
}

/// `first` says of which accounts this is the first period: only there is another opening no carried-over change.
pub fn difference(old: &Community, new: &Community, period: Period, first: &dyn Fn(&str) -> bool) -> Option<Difference> {
    let was = old.accounts.ledgers.iter().find(|l| l.period.value == period).filter(|l| !l.incomplete)?;
    let names = names(old, new);
    let before: Vec<Named<'_>> = was.entries.iter().map(|e| (names[e.account as usize].as_str(), e)).collect();
    let accounts: BTreeSet<&str> = before.iter().map(|(account, _)| *account).collect();
    let over: Vec<_> = new.accounts.ledgers.iter().filter(|l| l.period.value.overlaps(period)).collect();
    if over.is_empty() {
        // One that is there and cannot be read has been told as such.
        let gone = new.files.find(old.files.path(was.file)).is_none();
        return gone.then(|| Difference { figures: Vec::new(), rows: Default::default(), place: None, gone });
    }
    if over.iter().any(|l| l.incomplete) {
        return None;
    }
    let name = |entry: &Entry| new.accounts_opened[entry.account as usize].name.as_str();
    let mut after: Vec<Named<'_>> = Vec::new();
    for ledger in &over {
        let own = ledger.period.value == period;
        let entries = ledger.entries.iter().filter(|e| own || (period.contains(e.date) && accounts.contains(name(e))));
        after.extend(entries.map(|e| (name(e), e)));
    }
    let removed = without(&before, &after);
    let mut added = without(&after, &before);
    // A period that nobody called complete may go on where it ended.
    if was.front.published_on.is_none() {
        let last = before.iter().map(|(_, e)| e.date).max();
        let goes_on = |e: &Entry| last.is_none_or(|last| e.date > last || (e.date == last && removed.is_empty()));
        let growth: BTreeSet<Span> = added.iter().filter(|(_, e)| goes_on(e)).map(|(_, e)| e.span).collect();
        added.retain(|(_, e)| !growth.contains(&e.span));
        after.retain(|(_, e)| !growth.contains(&e.span));
    }
    let mut figures = Vec::new();
    let mut rows = Default::default();
    let mut place = None;
    if !(removed.is_empty() && added.is_empty()) {
        let all = |named: &[Named<'_>]| named.iter().map(|(account, e)| e.row(account)).collect::<Vec<_>>();
        let diff = row_diff(&all(&before), &all(&after));
        rows = diff.counts();
        place = diff.changed.iter().map(|p| p.1).chain(diff.added.iter().copied()).map(|n| after[n].1.span).min();
        place = place.or_else(|| over.iter().find(|l| l.period.value == period).map(|l| Span::file(l.file)));
        figures = sums(&before, &after);
    }
    let openings = openings(old, new, &names, period, first);
    let balances = balances(old, new, &names, period);
    let holdings = holdings(old, new, period);
    place = place.or_else(|| balances.iter().chain(&holdings).find_map(|(_, span)| *span));
    figures.extend(openings);
    figures.extend(balances.into_iter().chain(holdings).map(|(change, _)| change));
    let nothing = figures.is_empty() && removed.is_empty() && added.is_empty();
    (!nothing).then_some(Difference { figures, rows, place, gone: false })
}

/// Sums by account and by category that differ. Who a row was paid to is told by the rows themselves, or no more at all.
fn sums(before: &[Named<'_>], after: &[Named<'_>]) -> Vec<FigureChange> {
    let by = |entries: &[Named<'_>], subject: &dyn Fn(&Named<'_>) -> String| {
        let mut sums: BTreeMap<String, (Money, Money)> = BTreeMap::new();
        for entry in entries {
            let sum = sums.entry(subject(entry)).or_default();
            *sum = (sum.0 + entry.1.income, sum.1 + entry.1.expense);
        }
        let figure = |subject: &str, name, amount| Figure { subject: subject.to_owned(), name, value: Amount::Money(amount) };
        let figures: Vec<Figure> = sums
            .iter()
            .flat_map(|(subject, sum)| [figure(subject, "figure.income", sum.0), figure(subject, "figure.expense", sum.1)])
            .collect();
        figures
    };
    let changes = |subject: &dyn Fn(&Named<'_>) -> String| {
        let mut changes = figure_changes(&by(before, subject), &by(after, subject));
        let zero = |amount: &Option<Amount>| amount.as_ref().is_none_or(|a| *a == Amount::Money(Money::ZERO));
        changes.retain(|c| !(zero(&c.old) && zero(&c.new)));
        changes
    };
    let mut all = changes(&|(account, _)| (*account).to_owned());
    all.extend(changes(&|(account, e)| format!("{account} · {}", e.category)));
    all
}

/// What accounts that began with this period held then, where it is not what it was.
fn openings(
    old: &Community,
    new: &Community,
    names: &[String],
    period: Period,
    first: &dyn Fn(&str) -> bool,
) -> Vec<FigureChange> {
    let mut changes = Vec::new();
    for (account, name) in old.accounts_opened.iter().zip(names).filter(|(a, name)| first(&a.name) || first(name)) {
        let Some(index) = new.accounts_opened.iter().position(|a| a.name == *name) else { continue };
        let entries = new.accounts.ledgers.iter().flat_map(|l| &l.entries);
        let earlier = entries.filter(|e| e.account as usize == index && e.date < period.start());
        let now = new.accounts_opened[index].opening + earlier.map(Entry::net).sum();
        if now != account.opening {
            let (old, new) = (Some(Amount::Money(account.opening)), Some(Amount::Money(now)));
            changes.push(FigureChange { subject: name.clone(), name: "figure.opening", old, new });
        }
    }
    changes
}

/// Balances of the bank within the period that are no more what they were, each with its place now.
fn balances(old: &Community, new: &Community, names: &[String], period: Period) -> Vec<(FigureChange, Option<Span>)> {
    let within = old.accounts.balances.iter().filter(|b| b.kind == BalanceKind::Closing && period.contains(b.date));
    let mut changes = Vec::new();
    for balance in within {
        let name = &names[balance.account as usize];
        let now: Vec<_> = new
            .accounts
            .balances
            .iter()
            .filter(|b| b.kind == BalanceKind::Closing && b.date == balance.date)
            .filter(|b| new.accounts_opened[b.account as usize].name == *name)
            .collect();
        if now.iter().all(|b| b.balance.value != balance.balance.value) {
            let change = FigureChange {
                subject: format!("{name} {}", balance.date),
                name: "figure.balance",
                old: Some(Amount::Money(balance.balance.value)),
                new: now.first().map(|b| Amount::Money(b.balance.value)),
            };
            changes.push((change, now.first().map(|b| b.balance.span)));
        }
    }
    changes
}

/// What buildings held of the maintenance fund within the period, where it is not what it was. A building of a few owners
/// is told without its amounts: they are theirs.
fn holdings(old: &Community, new: &Community, period: Period) -> Vec<(FigureChange, Option<Span>)> {
    let amounts = |row: &Holding| {
        [
            ("figure.opening", row.opening.value),
            ("figure.paid_in", row.paid_in),
            ("figure.interest", row.interest),
            ("figure.used", row.used),
            ("figure.closing", row.closing.value),
        ]
    };
    let mut changes = Vec::new();
    for was in old.fund.holdings.iter().filter(|row| period.contains(row.date)) {
        let same = |row: &&Holding| row.date == was.date && row.building.value == was.building.value;
        let now = new.fund.holdings.iter().find(same);
        // A row that cannot be read has been told as such.
        if now.is_none() && new.fund.incomplete {
            continue;
        }
        let declared = new.settings.building_of(&was.building.value).map(|i| &new.settings.buildings[i]);
        let few = declared.and_then(|b| b.owners).is_some_and(is_few);
        let building = declared.and_then(|b| b.name.as_ref()).unwrap_or(&was.building.value);
        for (i, (name, before)) in amounts(was).into_iter().enumerate() {
            let after = now.map(|row| amounts(row)[i].1);
            if after != Some(before) {
                let shown = |amount: Money| (!few).then_some(Amount::Money(amount));
                let subject = format!("{building} {}", was.date);
                let change = FigureChange { subject, name, old: shown(before), new: after.and_then(shown) };
                changes.push((change, now.map(|row| row.closing.span)));
            }
        }
    }
    changes
}
