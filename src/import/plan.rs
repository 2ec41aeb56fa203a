//! Which column is which, by a mapping, by known names, by what its cells hold; and what is asked where that is not
//! certain.

use std::collections::BTreeMap;

use super::grid::Cell;
use super::header::{Header, Table};
use super::known::{self, Role};
use super::mapping::{Headers, Mapping, States};
use super::reading::Surroundings;
use super::sight::Sight;
use super::{Input, Sheet};
use crate::check::privacy;
use crate::diagnostic::Diagnostic;
use crate::source::{Col, Holds, Need, TableKind, nearest};

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
    /// Whether each row is a household's, so that rows are summed up before anything is written.
    pub households: bool,
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
            [one, other, ..] => sink.push(
                Diagnostic::new("GS0123", span(one))
                    .also(span(other))
                    .with("column", kind.columns[column].shown())
                    .with("one", sheet.table.headers[one].full())
                    .with("other", sheet.table.headers[other].full()),
            ),
        }
    }
    if input.kind.name == "accounts" {
        super::sides::decide(&mut plan, kind, sheet, &candidates.roles, sight, sink);
    }
    if plan.households && kind.name == "accounts" {
        drop_words(&mut plan, kind);
    }
    by_content(&mut plan, kind, sheet, &input.surroundings);
    fill_account(&mut plan, input);
    require(&plan, input, sheet, sight, sink);
    sort_rest(&mut plan, sheet, &candidates, &mapping);
    plan
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
        let column = known::column(kind, &header.name).or_else(|| known::column(kind, &header.group));
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
    let there = |column: Col| !plan.places[column].is_empty() || plan.constants[column].is_some();
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
    let told = sink.iter().any(|d| matches!(d.code, "GS0123" | "GS0130"));
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
        if plan.places.iter().flatten().any(|p| *p == place) {
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
