//! Collection added up: rates by building and item, with small cells merged so that no debtor can be told from them.
//!
//! What is published is a partition: every row of a file lies in exactly one cell, every cell is for nobody's debt or for
//! that of [`FEWEST`] households or more, and all other figures are sums of whole cells. So none of them, taken
//! from another, leaves a debt of fewer.

use super::few::merged;
use crate::jurisdiction::Jurisdiction;
use crate::model::collection::{Line, Sheet, rate};
use crate::model::{Community, Date, Exact, FEWEST, Money, Settings};

/// A fee item by its name and, where it has several fees, the fee's.
pub type Name = (String, String);

/// What was billed and collected of some households.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub households: u64,
    pub owing: u64,
    pub billed: Money,
    pub collected: Money,
}

impl Sums {
    fn of(line: &Line) -> Self {
        Sums {
            households: line.households.value.into(),
            owing: line.owing.value.into(),
            billed: line.billed.value,
            collected: line.collected.value,
        }
    }

    fn with(self, other: &Sums) -> Self {
        Sums {
            households: self.households + other.households,
            owing: self.owing + other.owing,
            billed: self.billed + other.billed,
            collected: self.collected + other.collected,
        }
    }

    /// Collected of billed, in percent.
    pub fn rate(&self) -> Option<Exact> {
        rate(self.collected, self.billed)
    }
}

/// Buildings shown together, for one item or for several that had to be merged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// As declared, else as the file has them; in order.
    pub buildings: Vec<String>,
    /// One for each of the item's names.
    parts: Vec<Sums>,
}

impl Cell {
    pub fn sums(&self) -> Sums {
        self.parts.iter().fold(Sums::default(), Sums::with)
    }

    /// How many households owe, unless they are so few that they could be known by it.
    pub fn owing_shown(&self) -> Option<u64> {
        self.is_safe().then(|| self.sums().owing)
    }

    /// Whether it shows nobody's debt, or that of enough households. One that owes for two items is one: so the number
    /// that counts is the largest of an item, not the sum.
    fn is_safe(&self) -> bool {
        let paid = self.parts.iter().all(|p| p.owing == 0 && p.billed == p.collected);
        let least = self.parts.iter().map(|p| p.owing).max().unwrap_or(0);
        paid || least >= u64::from(FEWEST)
    }

    fn join(mut self, other: Cell) -> Cell {
        self.buildings.extend(other.buildings);
        self.parts = self.parts.iter().zip(&other.parts).map(|(a, b)| a.with(b)).collect();
        self
    }
}

/// An item, or several that had to be merged, by building.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    pub names: Vec<Name>,
    pub cells: Vec<Cell>,
}

impl Item {
    /// All buildings together.
    pub fn total(&self) -> Cell {
        let mut cells = self.cells.iter().cloned();
        let first = cells.next().unwrap_or_default();
        cells.fold(first, Cell::join)
    }

    pub fn sums(&self) -> Sums {
        self.total().sums()
    }
}

/// One period.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// In file order.
    pub items: Vec<Item>,
    pub billed: Money,
    pub collected: Money,
    /// None where no row says.
    pub recovered: Option<Money>,
    pub prepaid: Option<Money>,
    /// All that is owed at the period's end; none unless every row says.
    pub arrears: Option<Money>,
}

impl Summary {
    pub fn rate(&self) -> Option<Exact> {
        rate(self.collected, self.billed)
    }
}

#[derive(Debug, Default)]
pub struct Figures {
    /// As in `Community::collection`.
    pub periods: Vec<Summary>,
}

pub fn work_out(community: &Community, _: &Jurisdiction, _: Date) -> Figures {
    Figures { periods: community.collection.iter().map(|sheet| summary(&community.settings, sheet)).collect() }
}

/// A building by its declared id, else as the file has it: what makes two spellings one.
pub fn building_id<'a>(settings: &'a Settings, line: &'a Line) -> &'a str {
    let declared = settings.building_of(&line.building.value);
    declared.map_or(line.building.value.as_str(), |i| settings.buildings[i].id.value.as_str())
}

fn summary(settings: &Settings, sheet: &Sheet) -> Summary {
    let lines = &sheet.lines;
    let sum = |of: fn(&Line) -> Option<Money>| -> Option<Money> {
        lines.iter().any(|l| of(l).is_some()).then(|| lines.iter().filter_map(of).sum())
    };
    let every_arrears = lines.iter().all(|l| l.arrears.is_some());
    Summary {
        items: items(settings, lines),
        billed: lines.iter().map(|l| l.billed.value).sum(),
        collected: lines.iter().map(|l| l.collected.value).sum(),
        recovered: sum(|l| l.recovered.map(|m| m.value)),
        prepaid: sum(|l| l.prepaid.map(|m| m.value)),
        arrears: sum(|l| l.arrears.map(|m| m.value)).filter(|_| every_arrears),
    }
}

/// Items by building: items too small to be shown are merged with their neighbours, then buildings are.
fn items(settings: &Settings, lines: &[Line]) -> Vec<Item> {
    let buildings = buildings(settings, lines);
    let mut names: Vec<Name> = Vec::new();
    for line in lines {
        let name = name_of(line);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let whole = |name: &Name| {
        let of_name = lines.iter().filter(|l| name_of(l) == *name);
        let sums = of_name.map(Sums::of).fold(Sums::default(), |sum, of| sum.with(&of));
        Item { names: vec![name.clone()], cells: vec![Cell { buildings: Vec::new(), parts: vec![sums] }] }
    };
    // Of several items together, each is a part of its own.
    let beside = |mut one: Item, other: Item| {
        one.names.extend(other.names);
        if let (Some(cell), Some(more)) = (one.cells.first_mut(), other.cells.into_iter().next()) {
            cell.parts.extend(more.parts);
        }
        one
    };
    let shown = merged(names.iter().map(whole), |item: &Item| item.cells.iter().all(Cell::is_safe), beside);
    let by_building = |item: Item| {
        let cells = buildings.iter().filter_map(|(id, shown)| {
            let of_building = || lines.iter().filter(|l| building_id(settings, l) == *id);
            of_building().any(|l| item.names.contains(&name_of(l))).then(|| Cell {
                buildings: vec![shown.clone()],
                parts: item
                    .names
                    .iter()
                    .map(|name| {
                        of_building().filter(|l| name_of(l) == *name).map(Sums::of).fold(Sums::default(), |a, b| a.with(&b))
                    })
                    .collect(),
            })
        });
        Item { cells: merged(cells, Cell::is_safe, Cell::join), names: item.names }
    };
    shown.into_iter().map(by_building).collect()
}

fn name_of(line: &Line) -> Name {
    (line.category.clone(), line.fee.clone())
}

/// Every building with its name, as declared, then by number.
fn buildings<'a>(settings: &'a Settings, lines: &'a [Line]) -> Vec<(&'a str, String)> {
    let mut found: Vec<(usize, u64, &str, String)> = Vec::new();
    for line in lines {
        let id = building_id(settings, line);
        if found.iter().all(|(_, _, other, _)| *other != id) {
            let declared = settings.building_of(id);
            let name = declared.and_then(|i| settings.buildings[i].name.clone()).unwrap_or_else(|| id.to_owned());
            found.push((declared.unwrap_or(usize::MAX), number_in(id), id, name));
        }
    }
    found.sort();
    found.into_iter().map(|(_, _, id, name)| (id, name)).collect()
}

/// The first number in a building's name: 2号楼 stands before 10号楼.
fn number_in(id: &str) -> u64 {
    let digits: String = id.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).take(18).collect();
    digits.parse().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{FileId, Span, Spanned};

    /// Building, item, households, owing, unpaid in fen.
    type Given = (u8, u8, u32, u32, i128);

    fn line(&(building, item, households, owing, unpaid): &Given) -> Line {
        let span = Span::file(FileId(0));
        let owing = owing.min(households);
        let billed = Money(i128::from(households) * 50_000);
        let unpaid = Money(if owing == 0 { 0 } else { unpaid.min(billed.fen()) });
        Line {
            building: Spanned::new(building.to_string(), span),
            category: ["物业费", "停车费", "垃圾费"][usize::from(item)].to_owned(),
            fee: String::new(),
            households: Spanned::new(households, span),
            owing: Spanned::new(owing, span),
            billed: Spanned::new(billed, span),
            collected: Spanned::new(billed - unpaid, span),
            recovered: None,
            prepaid: None,
            arrears: None,
            span,
        }
    }

    fn by_building(owing: &[u32]) -> Vec<(Vec<String>, Option<u64>)> {
        let lines: Vec<Line> = owing.iter().zip(1..).map(|(owing, building)| line(&(building, 0, 40, *owing, 900))).collect();
        let items = items(&Settings::default(), &lines);
        items[0].cells.iter().map(|cell| (cell.buildings.clone(), cell.owing_shown())).collect()
    }

    fn cell(buildings: &[&str], owing: Option<u64>) -> (Vec<String>, Option<u64>) {
        (buildings.iter().map(|b| (*b).to_owned()).collect(), owing)
    }

    #[test]
    fn a_small_cell_goes_with_its_neighbour() {
        assert_eq!(by_building(&[7, 3, 8]), [cell(&["1"], Some(7)), cell(&["2", "3"], Some(11))]);
        assert_eq!(by_building(&[7, 8, 4]), [cell(&["1"], Some(7)), cell(&["2", "3"], Some(12))]);
        // A building where all have paid hides nobody.
        assert_eq!(by_building(&[6, 0, 2]), [cell(&["1", "2", "3"], Some(8))]);
        assert_eq!(by_building(&[0, 5, 0]), [cell(&["1"], Some(0)), cell(&["2"], Some(5)), cell(&["3"], Some(0))]);
        // Where all together are few their number is not shown at all.
        assert_eq!(by_building(&[1, 0, 3]), [cell(&["1", "2", "3"], None)]);
    }

    #[test]
    fn a_household_that_owes_for_two_items_is_one() {
        let lines: Vec<Line> = [(1, 0, 40, 3, 900), (1, 1, 40, 3, 900)].iter().map(line).collect();
        let items = items(&Settings::default(), &lines);
        assert_eq!((items.len(), items[0].names.len()), (1, 2));
        assert_eq!(items[0].total().owing_shown(), None);
    }

    #[test]
    fn buildings_stand_in_order_of_their_numbers() {
        let lines: Vec<Line> = [10, 2, 1].iter().map(|b| line(&(*b, 0, 40, 9, 900))).collect();
        let cells = &items(&Settings::default(), &lines)[0].cells;
        assert_eq!(cells.iter().map(|c| c.buildings[0].as_str()).collect::<Vec<_>>(), ["1", "2", "10"]);
    }

    fn given() -> impl Strategy<Value = Vec<Given>> {
        proptest::collection::vec((0_u8..12, 0_u8..3, 0_u32..60, 0_u32..12, 1_i128..100_000), 1..40)
    }

    proptest! {
        #[test]
        fn merging_conserves_totals(given in given()) {
            let lines: Vec<Line> = given.iter().map(line).collect();
            let items = items(&Settings::default(), &lines);
            let all = items.iter().map(Item::sums).fold(Sums::default(), |a, b| a.with(&b));
            prop_assert_eq!(all, lines.iter().map(Sums::of).fold(Sums::default(), |a, b| a.with(&b)));
        }

        /// Whatever is told of the cells, no number of one to four households is among it.
        #[test]
        fn no_cell_shows_fewer_than_five_who_owe(given in given()) {
            let lines: Vec<Line> = given.iter().map(line).collect();
            let items = items(&Settings::default(), &lines);
            let cells = items.iter().flat_map(|i| i.cells.iter().cloned().chain([i.total()]));
            for cell in cells {
                prop_assert!(cell.owing_shown().is_none_or(|n| n == 0 || n >= u64::from(FEWEST)), "{cell:?}");
            }
            // Only where all together are few is there a cell without its number, and then it is the only one.
            let hidden = items.iter().flat_map(|i| &i.cells).filter(|c| c.owing_shown().is_none()).count();
            prop_assert!(hidden == 0 || (items.len(), items[0].cells.len()) == (1, 1));
        }

        #[test]
        fn a_rate_is_never_above_all(given in given()) {
            let hundred = Exact::from_integer(100);
            let lines: Vec<Line> = given.iter().map(line).collect();
            for cell in items(&Settings::default(), &lines).iter().flat_map(|i| &i.cells) {
                prop_assert!(cell.sums().rate().is_none_or(|r| !r.is_negative() && r <= hundred));
            }
        }
    }
}
