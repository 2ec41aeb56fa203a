//! Which column is which, by a mapping, by known names, by what its cells hold; and what is asked where that is not
//! certain.

use std::collections::BTreeMap;

use super::day_parts::DayParts;
use super::grid::Cell;
use super::header::{Header, Table};
use super::known::{self, Role};
use super::mapping::{Headers, Mapping, States};
use super::reading::Surroundings;
use super::sight::Sight;
use super::{Input, Sheet};
use crate::check::privacy;
use crate::diagnostic::Diagnostic;
use crate::source::{Col, Holds, Need, TableKind, letters, nearest};

/// How the table of a sheet is read.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// For each of our columns, theirs that it is read from; several are added up.
    pub places: Vec<Vec<usize>>,
    /// For each of our columns, what it holds in every row.
    pub constants: Vec<Option<String>>,
    /// Columns of ours that were told by what they hold, not by their names.
    pub by_content: Vec<Col>,
    pub state: Option<usize>,
    pub states: States,
    pub rooms: Vec<usize>,
    /// Columns that name a household or a person.
    pub personal: Vec<usize>,
    pub running_balance: Option<usize>,
    /// Columns that are kept as they are, under their own headers.
    pub kept: Vec<usize>,
    /// Columns that are not written, with the key of the word that says why.
    pub left_out: Vec<(usize, &'static str)>,
    /// Columns of months and days, where a row's day is in several.
    pub day_parts: Option<DayParts>,
    /// How amounts without signs are told apart, where each row says it.
    pub split: Option<Split>,
    /// Whether two tables stand side by side.
    pub beside: bool,
    /// Whether the amounts have signs, so that negative ones are expenses.
    pub signed: bool,
    /// Whether each row is a household's, so that rows are summed up before anything is written.
    pub households: bool,
}

/// How the amounts of one column become income and expense.
#[derive(Clone, Copy, Debug)]
pub struct Split {
    /// Their column that says of each row which it is.
    pub place: usize,
    /// Whether that is the category, and no column of its own.
    pub by_category: bool,
    pub amount: Col,
    pub income: Col,
    pub expense: Col,
}

impl Split {
    /// The column of ours that a row's amount belongs to, by the word that its row has.
    pub fn column(&self, word: &str) -> Option<Col> {
        let side = if self.by_category { known::category_side(word) } else { known::side_of(word) };
        side.map(|side| if side == known::Side::Income { self.income } else { self.expense })
    }
}

impl Plan {
    /// The mapping that says the same.
    pub fn mapping(&self, kind: &TableKind, table: &Table, sheet: Option<&str>, asked: Option<&Mapping>) -> Mapping {
        let mut columns = BTreeMap::new();
        for (column, places) in self.places.iter().enumerate().filter(|(_, places)| !places.is_empty()) {
            let names: Vec<String> = places.iter().map(|p| table.headers[*p].full()).collect();
            let headers = if names.len() == 1 { Headers::One(names[0].clone()) } else { Headers::Several(names) };
            columns.insert(kind.columns[column].name.to_owned(), headers);
        }
        let constants = self.constants.iter().enumerate();
        let constants = constants.filter_map(|(column, value)| Some((kind.columns[column].name.to_owned(), value.clone()?)));
        Mapping {
            kind: kind.name.to_owned(),
            sheet: sheet.map(str::to_owned),
            columns,
            keys: BTreeMap::new(),
            direction: self.signed.then(|| "signed".to_owned()).or_else(|| asked.and_then(|m| m.direction.clone())),
            constants: constants.collect(),
            states: self.states.clone(),
            left_out: asked.map(|m| m.left_out.clone()).unwrap_or_default(),
            open: Vec::new(),
        }
    }
}

/// What a header may be taken for before anything is certain.
struct Candidates {
    /// For each of our columns, theirs whose names say so.
    named: Vec<Vec<usize>>,
    roles: Vec<Option<Role>>,
}

impl Candidates {
    /// Whether a column's name says that it is one of ours.
    fn is_ours(&self, place: usize) -> bool {
        self.named.iter().flatten().any(|p| *p == place)
    }
}

/// Works out how a sheet's table is read; what is not certain is reported, and left open in the plan.
pub fn plan(input: &Input<'_>, sheet: &Sheet<'_>, sight: &Sight, sink: &mut Vec<Diagnostic>) -> Plan {
    let kind = input.kind;
    let mapping = input.mapping.cloned().unwrap_or_default();
    let candidates = candidates(kind, &sheet.table.headers);
    let mut plan = Plan {
        places: vec![Vec::new(); kind.columns.len()],
        constants: vec![None; kind.columns.len()],
        states: mapping.states.clone(),
        ..Plan::default()
    };
    let span = |column: usize| sight.cell(sheet.index, sheet.table.body.saturating_sub(1), column);
    for (name, headers) in &mapping.columns {
        let Some(column) = kind.columns.iter().position(|c| c.name == name) else {
            sink.push(unknown_column(name, kind, sight.row(sheet.index, sheet.table.top)));
            continue;
        };
        for header in headers.names() {
            match sheet.table.headers.iter().position(|h| h.is(header)) {
                Some(place) => plan.places[column].push(place),
                None => {
                    let names = sheet.table.headers.iter().map(|h| h.name.as_str());
                    let missing = Diagnostic::new("GS0127", sight.row(sheet.index, sheet.table.body - 1));
                    let missing = missing.with("column", kind.columns[column].shown()).with("header", header);
                    sink.push(missing.with_some("nearest", nearest(header, names)));
                }
            }
        }
    }
    for (name, value) in mapping.constants.iter().chain(&input.constants) {
        match kind.columns.iter().position(|c| c.name == name || c.spellings.contains(&name.as_str())) {
            Some(column) => plan.constants[column] = Some(value.clone()),
            None => sink.push(unknown_column(name, kind, sight.row(sheet.index, sheet.table.top))),
        }
    }
    take_roles(&mut plan, sheet, &candidates, &mapping);
    for (column, named) in candidates.named.iter().enumerate() {
        if !plan.places[column].is_empty() || plan.constants[column].is_some() {
            continue;
        }
        let filled: Vec<usize> = named.iter().copied().filter(|place| !is_taken(&plan, *place)).collect();
        let filled: Vec<usize> = match filled.len() {
            0 | 1 => filled,
            _ => filled.iter().copied().filter(|p| sheet.cells(*p).any(|c| !c.is_blank())).collect(),
        };
        match filled[..] {
            [] => {}
            [place] => plan.places[column] = vec![place],
            [one, other, ..] if kind.columns[column].name == "date" && is_money_behind(&candidates, kind, one, other) => {
                sink.push(side_by_side(sheet, one, other, sight));
                plan.beside = true;
            }
            [one, other, ..] if !plan.beside => sink.push(
                Diagnostic::new("GS0123", span(one))
                    .also(span(other))
                    .with("column", kind.columns[column].shown())
                    .with("one", sheet.table.headers[one].full())
                    .with("other", sheet.table.headers[other].full()),
            ),
            // Two tables side by side have two of each.
            _ => {}
        }
    }
    if input.kind.name == "accounts" {
        super::sides::decide(&mut plan, kind, sheet, &candidates.roles, sight, sink);
        super::directions::decide(&mut plan, kind, sheet, mapping.direction.as_deref(), sight, sink);
    }
    if plan.households && kind.name == "accounts" {
        drop_words(&mut plan, kind);
    }
    let date = kind.columns.iter().position(|c| c.name == "date");
    if date.is_some_and(|date| plan.places[date].is_empty() && plan.constants[date].is_none()) {
        plan.day_parts = DayParts::find(sheet, &input.surroundings, sight, sink);
    }
    if plan.day_parts.is_none() {
        by_content(&mut plan, kind, sheet, &input.surroundings);
    }
    fill_account(&mut plan, input);
    require(&plan, input, sheet, sight, sink);
    sort_rest(&mut plan, sheet, &candidates, &mapping);
    plan
}

/// Whether amounts stand behind each of two columns of days: income on the left, expense on the right.
fn is_money_behind(candidates: &Candidates, kind: &TableKind, one: usize, other: usize) -> bool {
    let money = |places: std::ops::Range<usize>| {
        let columns =
            candidates.named.iter().enumerate().filter(|(column, _)| matches!(kind.columns[*column].holds, Holds::Money));
        columns.flat_map(|(_, named)| named).any(|place| places.contains(place))
    };
    money(one..other) && money(other..usize::MAX)
}

fn side_by_side(sheet: &Sheet<'_>, one: usize, other: usize, sight: &Sight) -> Diagnostic {
    let at = |column| sight.cell(sheet.index, sheet.table.body - 1, column);
    let told = Diagnostic::new("GS0138", at(other)).also(at(one));
    told.with("one", letters(one)).with("other", letters(other))
}

fn unknown_column(name: &str, kind: &TableKind, span: crate::model::Span) -> Diagnostic {
    let names: Vec<&str> = kind.columns.iter().map(|c| c.name).collect();
    let near = nearest(name, names.iter().copied());
    Diagnostic::new("GS0201", span).with("key", name).with_some("nearest", near)
}

fn candidates(kind: &TableKind, headers: &[Header]) -> Candidates {
    let mut named = vec![Vec::new(); kind.columns.len()];
    let mut roles = Vec::with_capacity(headers.len());
    for (place, header) in headers.iter().enumerate() {
        let role = known::role(&header.name);
        roles.push(role);
        // What names somebody is nothing else, whatever the kind calls it.
        if matches!(role, Some(Role::Room | Role::Personal)) {
            continue;
        }
        let own = known::column(kind, &header.name);
        let above = known::column(kind, &header.group);
        // 收入 over 金额 is the income.
        let own_amount = own.is_some_and(|c| kind.columns[c].name == "amount");
        let over = above.filter(|c| own_amount && matches!(kind.columns[*c].holds, Holds::Money));
        // Beside 金额 what else stands under 收入 is no income.
        let is_amount = |h: &Header| known::column(kind, &h.name).is_some_and(|c| kind.columns[c].name == "amount");
        let beside_amount = || headers.iter().any(|h| h.group == header.group && is_amount(h));
        let column = over.or(own).or_else(|| above.filter(|_| !beside_amount()));
        if let Some(column) = column {
            named[column].push(place);
        }
    }
    Candidates { named, roles }
}

/// Rows that are summed up keep no words of single households: only when, what for and how much.
fn drop_words(plan: &mut Plan, kind: &TableKind) {
    for (column, known) in kind.columns.iter().enumerate() {
        if !matches!(known.holds, Holds::Money) && !matches!(known.name, "date" | "account" | "category") {
            plan.places[column].clear();
        }
    }
}

fn is_taken(plan: &Plan, place: usize) -> bool {
    plan.places.iter().flatten().any(|p| *p == place) || plan.personal.contains(&place) || plan.rooms.contains(&place)
}

/// Columns that name somebody, by their names or by what their cells hold; the state; the running balance.
fn take_roles(plan: &mut Plan, sheet: &Sheet<'_>, candidates: &Candidates, mapping: &Mapping) {
    let mapped: Vec<usize> = plan.places.iter().flatten().copied().collect();
    for (place, role) in candidates.roles.iter().enumerate() {
        match role {
            Some(Role::Room) => plan.rooms.push(place),
            Some(Role::Personal) => plan.personal.push(place),
            Some(Role::State) if plan.state.is_none() => plan.state = Some(place),
            Some(Role::RunningBalance) if !mapped.contains(&place) => plan.running_balance = Some(place),
            _ if !candidates.is_ours(place) && gives_away(sheet, place) => plan.personal.push(place),
            _ => {}
        }
    }
    let left_out = |place: &usize| mapping.left_out.iter().any(|name| sheet.table.headers[*place].is(name));
    plan.state = plan.state.filter(|place| !left_out(place));
    plan.households = !plan.rooms.is_empty() || plan.personal.len() > 1;
}

/// Whether the cells of a column hold telephone or identity numbers, cards, or people's names.
fn gives_away(sheet: &Sheet<'_>, place: usize) -> bool {
    let filled: Vec<String> = sheet.cells(place).filter(|c| !c.is_blank()).map(Cell::shown).collect();
    let numbers = filled.iter().take(200).filter(|text| !privacy::hits(text).is_empty()).count();
    let names = filled.iter().filter(|text| privacy::is_name(text)).count();
    let different = filled.iter().collect::<std::collections::BTreeSet<_>>().len();
    // A single one among words is for the privacy gate: it stops the table, and no column is lost.
    (numbers > 0 && numbers * 2 >= filled.len().min(200))
        || (filled.len() >= 5 && names * 10 >= filled.len() * 8 && different >= 5)
}

/// A day that no name tells may be told by being the only column of days.
fn by_content(plan: &mut Plan, kind: &TableKind, sheet: &Sheet<'_>, surroundings: &Surroundings) {
    for (column, known) in kind.columns.iter().enumerate() {
        let open = plan.places[column].is_empty() && plan.constants[column].is_none() && known.need == Need::Must;
        if !open || !matches!(known.holds, Holds::Date) {
            continue;
        }
        let all_days = |place: &usize| {
            let mut filled = sheet.cells(*place).filter(|c| !c.is_blank()).peekable();
            filled.peek().is_some() && filled.all(|c| surroundings.day(c, sheet.grid.from_1904).is_ok())
        };
        let free = (0..sheet.table.headers.len()).filter(|place| !is_taken(plan, *place));
        let days: Vec<usize> = free.filter(all_days).collect();
        if let [place] = days[..] {
            plan.places[column] = vec![place];
            plan.by_content.push(column);
        }
    }
}

/// Without a column of accounts the only declared one is meant.
fn fill_account(plan: &mut Plan, input: &Input<'_>) {
    let Some(column) = input.kind.columns.iter().position(|c| c.need == Need::UnlessOneAccount) else { return };
    if plan.places[column].is_empty()
        && plan.constants[column].is_none()
        && let [only] = input.accounts
    {
        plan.constants[column] = Some(only.id.value.clone());
    }
}

/// Reports each column that the kind cannot do without.
fn require(plan: &Plan, input: &Input<'_>, sheet: &Sheet<'_>, sight: &Sight, sink: &mut Vec<Diagnostic>) {
    let in_parts = |column: Col| plan.day_parts.is_some() && input.kind.columns[column].name == "date";
    let there = |column: Col| in_parts(column) || !plan.places[column].is_empty() || plan.constants[column].is_some();
    let span = sight.row(sheet.index, sheet.table.body.saturating_sub(1));
    let mut missing: Vec<String> = Vec::new();
    for (column, known) in input.kind.columns.iter().enumerate() {
        let counted = plan.households && matches!(known.name, "households" | "owing" | "building");
        if matches!(known.need, Need::Must | Need::UnlessOneAccount) && !there(column) && !counted {
            missing.push(known.shown());
        }
    }
    let either: Vec<Col> = input.kind.either().collect();
    if !either.is_empty() && !either.iter().any(|c| there(*c)) {
        missing.push(either.iter().map(|c| input.kind.columns[*c].shown()).collect::<Vec<_>>().join(", "));
    }
    // One that was ambiguous has been reported.
    let told = sink.iter().any(|d| matches!(d.code, "GS0123" | "GS0130" | "GS0133" | "GS0138" | "GS0139"));
    let accounts: Vec<String> = input.accounts.iter().map(|a| format!("{} ({})", a.id.value, a.name)).collect();
    let declared = |column: &str| (column.starts_with("account") && !accounts.is_empty()).then(|| accounts.join(", "));
    for column in missing.into_iter().filter(|_| !told) {
        let declared = declared(&column);
        sink.push(Diagnostic::new("GS0124", span).with("column", column).with_some("declared", declared));
    }
}

/// What becomes of columns that are none of ours.
fn sort_rest(plan: &mut Plan, sheet: &Sheet<'_>, candidates: &Candidates, mapping: &Mapping) {
    let relations = &sheet.table.relations;
    let has = |name: &str| sheet.table.headers.iter().any(|h| h.name == name);
    let parts: Vec<&str> = relations.iter().flat_map(|r| r.names()).collect();
    let result = |name: &str| relations.iter().find(|r| r.result == name);
    for (place, header) in sheet.table.headers.iter().enumerate() {
        let of_day = plan.day_parts.is_some_and(|parts| parts.places().any(|part| part == place));
        if of_day || plan.places.iter().flatten().any(|p| *p == place) {
            continue;
        }
        let blank = sheet.cells(place).all(Cell::is_blank);
        let why = if plan.rooms.contains(&place) || plan.personal.contains(&place) {
            "import.left.personal"
        } else if blank {
            continue;
        } else if mapping.left_out.iter().any(|name| header.is(name)) {
            "import.left.asked"
        } else if plan.households {
            "import.left.household"
        } else if plan.split.is_some_and(|split| split.place == place) {
            "import.left.direction"
        } else if plan.state == Some(place) {
            "import.left.state"
        } else if result(&header.name).is_some_and(|r| !r.names().into_iter().all(has)) {
            "import.left.not_checked"
        } else if plan.running_balance == Some(place) || result(&header.name).is_some() || parts.contains(&header.name.as_str()) {
            "import.left.follows"
        } else if matches!(candidates.roles[place], Some(Role::Index)) || header.name.is_empty() {
            "import.left.index"
        } else {
            plan.kept.push(place);
            continue;
        };
        plan.left_out.push((place, why));
    }
}
