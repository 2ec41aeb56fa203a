//! The maintenance fund added up: what each building holds, how far each withdrawal has come.
//!
//! - `fund/chain.rs`: the links of a withdrawal, which are there, which are missing, which are out of order
//! - `fund/entries.rs`: which entry of the books answers to which payment
//! - `fund/groups.rs`: buildings as they are shown, those of a few owners together
//! - `fund/order.rs`: which step must not come before which

pub mod chain;
mod entries;
mod groups;
mod order;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::jurisdiction::Jurisdiction;
use crate::model::fund::Holding;
use crate::model::{AccountKind, Community, Money, Settings};

use chain::Chain;
pub use entries::Place;
pub use groups::Group;

/// Opening + paid in + interest − used = closing, in yuan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    pub opening: Money,
    pub paid_in: Money,
    pub interest: Money,
    pub used: Money,
    pub closing: Money,
}

impl Flow {
    /// What the row's own amounts come to at its end.
    pub fn expected(&self) -> Money {
        self.opening + self.paid_in + self.interest - self.used
    }
}

impl From<&Holding> for Flow {
    fn from(row: &Holding) -> Flow {
        Flow {
            opening: row.opening.value,
            paid_in: row.paid_in,
            interest: row.interest,
            used: row.used,
            closing: row.closing.value,
        }
    }
}

impl std::ops::Add for Flow {
    type Output = Flow;
    fn add(self, other: Flow) -> Flow {
        Flow {
            opening: self.opening + other.opening,
            paid_in: self.paid_in + other.paid_in,
            interest: self.interest + other.interest,
            used: self.used + other.used,
            closing: self.closing + other.closing,
        }
    }
}

impl std::iter::Sum for Flow {
    fn sum<I: Iterator<Item = Flow>>(flows: I) -> Flow {
        flows.fold(Flow::default(), |a, b| a + b)
    }
}

/// One building over all its rows.
#[derive(Clone, Debug)]
pub struct Building {
    /// As gongshi.toml names it, else as the rows do.
    pub id: String,
    pub name: String,
    /// Rows of `Records::holdings`, in order of date.
    pub rows: Vec<usize>,
    /// From its first row's opening to its last row's closing.
    pub total: Flow,
}

#[derive(Debug, Default)]
pub struct Figures {
    /// As in `Records::withdrawals`.
    pub chains: Vec<Chain>,
    /// The entry behind each payment of each withdrawal; empty where there is no maintenance fund account.
    pub entries: Vec<Vec<Option<Place>>>,
    /// In the order of gongshi.toml, then of their first row.
    pub buildings: Vec<Building>,
    /// The same as they are shown: those of a few owners together.
    pub shown: Vec<Group>,
    /// All buildings' rows of a day, in order of date.
    pub days: Vec<(Date, Flow)>,
}

impl Figures {
    /// The last day with balances.
    pub fn latest(&self) -> Option<&(Date, Flow)> {
        self.days.last()
    }
}

pub fn work_out(community: &Community, jurisdiction: &Jurisdiction, as_of: Date) -> Figures {
    let chains = community.fund.withdrawals.iter().map(|w| chain::work_out(community, w, jurisdiction, as_of)).collect();
    let mut days: BTreeMap<Date, Flow> = BTreeMap::new();
    for row in &community.fund.holdings {
        let day = days.entry(row.date).or_default();
        *day = *day + row.into();
    }
    let buildings = buildings(&community.settings, &community.fund.holdings);
    Figures {
        chains,
        entries: entries::of_payments(community),
        shown: groups::groups(&community.settings, &buildings),
        buildings,
        days: days.into_iter().collect(),
    }
}

fn buildings(settings: &Settings, rows: &[Holding]) -> Vec<Building> {
    let mut found: Vec<(usize, Building)> = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let declared = settings.building_of(&row.building.value);
        let id = declared.map_or(row.building.value.as_str(), |d| settings.buildings[d].id.value.as_str());
        let at = found.iter().position(|(_, b)| b.id == id).unwrap_or_else(|| {
            let name = declared.and_then(|d| settings.buildings[d].name.as_deref()).unwrap_or(id);
            let new = Building { id: id.to_owned(), name: name.to_owned(), rows: Vec::new(), total: Flow::default() };
            found.push((declared.unwrap_or(usize::MAX), new));
            found.len() - 1
        });
        found[at].1.rows.push(i);
    }
    // Stable, so those that nobody declared stay in the order of their first row.
    found.sort_by_key(|(place, _)| *place);
    let mut buildings: Vec<Building> = found.into_iter().map(|(_, building)| building).collect();
    for building in &mut buildings {
        building.total = over(building.rows.iter().map(|i| Flow::from(&rows[*i])));
    }
    buildings
}

/// Consecutive flows as one: the first opening, the last closing, the sums of what lies between.
pub fn over(mut flows: impl Iterator<Item = Flow>) -> Flow {
    let Some(first) = flows.next() else { return Flow::default() };
    flows.fold(first, |all, next| Flow { opening: all.opening, closing: next.closing, ..all + next })
}

/// What all maintenance fund accounts hold at the end of a day by the books; none where there is no such account, or
/// the books do not reach that day.
pub fn booked(community: &Community, books: &super::accounts::Figures, day: Date) -> Option<Money> {
    let opened = community.accounts_opened.iter().enumerate();
    let accounts: Vec<(usize, _)> = opened.filter(|(_, a)| a.kind == Some(AccountKind::MaintenanceFund)).collect();
    let covered = community.accounts.ledgers.iter().any(|l| l.period.value.contains(day));
    let whole = community.accounts.incomplete_from.is_none_or(|from| day < from);
    let opened_by_then = accounts.iter().all(|(_, a)| a.opened_on.is_none_or(|opened| opened <= day));
    if accounts.is_empty() || !covered || !whole || !opened_by_then {
        return None;
    }
    Some(accounts.iter().map(|(i, _)| books.accounts[*i].balance_at(day)).sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Rows of one building that carry on from one another.
    fn chained() -> impl Strategy<Value = Vec<Flow>> {
        let amount = || -1_000_000_000_i128..1_000_000_000;
        let moves = proptest::collection::vec((amount(), amount(), amount()), 1..8);
        (amount(), moves).prop_map(|(opening, moves)| {
            let mut opening = Money::from_fen(opening);
            let mut rows = Vec::new();
            for (paid_in, interest, used) in moves {
                let [paid_in, interest, used] = [paid_in, interest, used].map(Money::from_fen);
                let row = Flow { opening, paid_in, interest, used, closing: opening + paid_in + interest - used };
                opening = row.closing;
                rows.push(row);
            }
            rows
        })
    }

    proptest! {
        /// Nothing is lost and nothing made: per building over time, and over all buildings together.
        #[test]
        fn money_is_conserved(buildings in proptest::collection::vec(chained(), 1..6)) {
            let totals: Vec<Flow> = buildings.iter().map(|rows| over(rows.iter().copied())).collect();
            for (rows, total) in buildings.iter().zip(&totals) {
                prop_assert_eq!(total.closing, total.expected());
                prop_assert_eq!(total.closing, rows[rows.len() - 1].closing);
                prop_assert_eq!(total.opening, rows[0].opening);
            }
            let all: Flow = totals.into_iter().sum();
            prop_assert_eq!(all.closing, all.expected());
        }

        /// A single amount that is off by anything at all no longer adds up.
        #[test]
        fn an_amount_that_is_off_shows(rows in chained(), at in 0..8_usize, field in 0..5_usize, off in 1..1_000_000_i128) {
            let mut row = rows[at % rows.len()];
            let amounts = [&mut row.opening, &mut row.paid_in, &mut row.interest, &mut row.used, &mut row.closing];
            *amounts.into_iter().nth(field).unwrap() += Money::from_fen(off);
            prop_assert_ne!(row.closing, row.expected());
        }
    }
}
