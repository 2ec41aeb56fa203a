//! Rows of households, summed up before anything is written: by month and item for accounts, by building and item for
//! the collection of fees. No room, name, telephone or number of a receipt goes further than this.

use std::collections::BTreeMap;

use super::plan::Plan;
use super::reading::Field;
use super::rows::Row;
use super::sight::Sight;
use super::{Input, Sheet, known};
use crate::diagnostic::Diagnostic;
use crate::model::{Date, Money, Period, is_few};

/// Sums rows up. In other kinds a row is a complaint or a seal: its own columns are written, the household's are not.
pub fn sum_up(
    input: &Input<'_>,
    sheets: &[Sheet<'_>],
    plan: &Plan,
    rows: Vec<Row>,
    sight: &Sight,
    sink: &mut Vec<Diagnostic>,
) -> Vec<Row> {
    match input.kind.name {
        "accounts" => by_month(input, plan, &rows, sight, sink),
        "collection" => by_building(input, sheets, plan, &rows, sight, sink),
        _ => rows,
    }
}

/// Sums of a group: each column of money, how many rows, the last day.
#[derive(Default)]
struct Group {
    sums: BTreeMap<usize, Money>,
    count: usize,
    rooms: BTreeMap<String, (Money, Money)>,
}

fn by_month(input: &Input<'_>, plan: &Plan, rows: &[Row], sight: &Sight, sink: &mut Vec<Diagnostic>) -> Vec<Row> {
    let column = |name: &str| input.kind.columns.iter().position(|c| c.name == name);
    let (date, category) = (column("date"), column("category"));
    let mut items: Vec<String> = Vec::new();
    let mut groups: BTreeMap<(i16, i8, usize, String), Group> = BTreeMap::new();
    let account = column("account");
    let text = |row: &Row, column: Option<usize>| {
        column.and_then(|c| row.fields[c].as_ref()).map(|f| f.text.clone()).unwrap_or_default()
    };
    let mut last: Option<Date> = None;
    for row in rows {
        let Some(day) = date.and_then(|c| row.fields[c].as_ref()).and_then(|f| f.day) else {
            let (place, shown) = date.map_or((0, String::new()), |c| {
                (plan.places[c].first().copied().unwrap_or_default(), input.kind.columns[c].shown())
            });
            sink.push(Diagnostic::new("GS0212", sight.cell(row.sheet, row.row, place)).with("column", shown));
            continue;
        };
        last = last.max(Some(day));
        let item = text(row, category);
        let index = items.iter().position(|i| *i == item).unwrap_or_else(|| {
            items.push(item);
            items.len() - 1
        });
        let group = groups.entry((day.year(), day.month(), index, text(row, account))).or_default();
        group.count += 1;
        add_money(&mut group.sums, row);
    }
    let written = groups.into_iter().map(|((year, month, item, account_name), group)| {
        let mut fields: Vec<Option<Field>> = vec![None; plan.places.len()];
        // The month's last day, or the last day of the export where the month was not over.
        let end = Period::month(year, month).map(Period::end).min(last);
        let mut set = |column: Option<usize>, text: String| {
            if let Some(column) = column {
                fields[column] = Some(Field { text, ..Field::default() });
            }
        };
        set(date, end.map(|d| d.to_string()).unwrap_or_default());
        set(account.filter(|_| !account_name.is_empty()), account_name);
        set(category.filter(|_| !items[item].is_empty()), items[item].clone());
        // Payments so few may be told apart by who knows the neighbours, so their number is not told.
        let memo = if is_few(group.count as u64) { input.memo_of_few } else { input.memo };
        set(column("memo"), memo.replace("{count}", &group.count.to_string()));
        put_money(&mut fields, &group.sums);
        Row { fields, ..Row::default() }
    });
    written.collect()
}

fn add_money(sums: &mut BTreeMap<usize, Money>, row: &Row) {
    for (column, field) in row.fields.iter().enumerate() {
        if let Some(money) = field.as_ref().and_then(|f| f.money) {
            let sum = sums.entry(column).or_insert(Money::ZERO);
            *sum += money;
        }
    }
}

fn put_money(fields: &mut [Option<Field>], sums: &BTreeMap<usize, Money>) {
    for (column, sum) in sums {
        fields[*column] = Some(Field { text: sum.plain(), money: Some(*sum), ..Field::default() });
    }
}

fn by_building(
    input: &Input<'_>,
    sheets: &[Sheet<'_>],
    plan: &Plan,
    rows: &[Row],
    sight: &Sight,
    sink: &mut Vec<Diagnostic>,
) -> Vec<Row> {
    let column = |name: &str| input.kind.columns.iter().position(|c| c.name == name);
    let (building, category) = (column("building"), column("category"));
    let text = |row: &Row, column: Option<usize>| column.and_then(|c| row.fields[c].as_ref()).map(|f| f.text.clone());
    let money =
        |row: &Row, name: &str| column(name).and_then(|c| row.fields[c].as_ref()).and_then(|f| f.money).unwrap_or(Money::ZERO);
    let mut groups: BTreeMap<(Building, String), Group> = BTreeMap::new();
    for row in rows {
        let sheet = sheets.iter().find(|s| s.index == row.sheet);
        let room = sheet.and_then(|s| s.grid.cell(row.row, *plan.rooms.first()?)).map(|c| c.shown()).unwrap_or_default();
        let Some(name) = text(row, building).or_else(|| building_of(&room)) else {
            let place = plan.rooms.first().copied().unwrap_or_default();
            let shown = building.map(|c| input.kind.columns[c].shown()).unwrap_or_default();
            sink.push(Diagnostic::new("GS0124", sight.cell(row.sheet, row.row, place)).with("column", shown));
            continue;
        };
        let group = groups.entry((Building::new(name), text(row, category).unwrap_or_default())).or_default();
        group.count += 1;
        add_money(&mut group.sums, row);
        let owed = group.rooms.entry(room).or_default();
        *owed = (owed.0 + money(row, "billed"), owed.1 + money(row, "collected"));
    }
    let written = groups.into_iter().map(|((name, item), group)| {
        let mut fields: Vec<Option<Field>> = vec![None; plan.places.len()];
        let owing = group.rooms.values().filter(|(billed, collected)| billed.0 > collected.0).count();
        let mut set = |column: Option<usize>, text: String| {
            if let Some(column) = column {
                fields[column] = Some(Field { text, ..Field::default() });
            }
        };
        set(building, name.name);
        set(category.filter(|_| !item.is_empty()), item);
        set(column("households"), group.rooms.len().to_string());
        set(column("owing"), owing.to_string());
        put_money(&mut fields, &group.sums);
        Row { fields, ..Row::default() }
    });
    written.collect()
}

/// A building, in the order of its number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Building {
    number: u32,
    name: String,
}

impl Building {
    fn new(name: String) -> Self {
        let digits: String = name.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        Building { number: digits.parse().unwrap_or(u32::MAX), name }
    }
}

/// The building in a room's name: `2-2-404` and `2栋2单元404` are in 2. `None` where nothing parts them: the whole room
/// would be written.
fn building_of(room: &str) -> Option<String> {
    let room = crate::source::folded(room);
    let end = room.find(['-', '栋', '幢', '座', '號', '号', '楼', '樓', '/', ' ', '#'])?;
    let name = known::bare(&room[..end]).to_uppercase();
    (!name.is_empty() && name.chars().count() <= 3).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_tells_its_building_and_no_more() {
        for (room, building) in
            [("2-2-404", "2"), ("12栋1单元301", "12"), ("3号楼-2-1101", "3"), ("A座801", "A"), ("B#1203", "B")]
        {
            assert_eq!(building_of(room).as_deref(), Some(building), "{room}");
        }
        for room in ["1101", "-1101", "", "翠湖花园二期-101"] {
            assert_eq!(building_of(room), None, "{room}");
        }
    }
}
