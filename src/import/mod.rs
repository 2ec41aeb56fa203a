//! A firm's file to a clean table: nothing guessed, nothing dropped silently, no household given away.
//!
//! This room must not know commands or terminals. It takes bytes and what is known of the folder, and gives the clean
//! table, what is wrong, and what was done.

mod answer;
mod day_parts;
mod directions;
mod grid;
mod header;
mod households;
pub mod jekyll;
mod keys;
mod known;
mod mapping;
mod oddities;
mod pair_tables;
mod pairs;
pub mod particulars;
mod parts;
mod plan;
mod reading;
mod relation;
mod relations;
mod report;
mod rows;
mod sides;
mod sight;
mod toml_text;
mod totals;
mod workbook;
mod written;

use std::collections::BTreeMap;

use crate::check::privacy;
use crate::diagnostic::{Diagnostic, Severity};
use crate::forms;
use crate::model::{Account, Encoding, FileId, Files, Locale, SourceFile, Span};
use crate::source::{TableKind, nearest};

pub use mapping::{Headers, Mapping};
pub use reading::Surroundings;
pub use report::{Mapped, Report, Sum};

use grid::{At, Cell, Grid};
use header::Table;
use plan::Plan;
use rows::Rows;
use sight::Sight;
use workbook::NotRead;

/// What an import is asked for.
#[derive(Clone)]
pub struct Input<'a> {
    /// The file as messages name it.
    pub path: &'a str,
    pub kind: &'static TableKind,
    pub mapping: Option<&'a Mapping>,
    /// Mappings that earlier imports have left in the folder: the first whose headers are all there is used.
    pub saved: &'a [Mapping],
    /// What columns of ours hold in every row, as asked for on the command line.
    pub constants: BTreeMap<String, String>,
    /// The accounts that the folder declares.
    pub accounts: &'a [Account],
    pub surroundings: Surroundings,
    /// The language of the headers that are written.
    pub locale: Locale,
    /// What is noted of rows that were summed up; `{count}` is how many.
    pub memo: &'a str,
    /// What is noted where they are fewer than five, whose number is not told.
    pub memo_of_few: &'a str,
}

/// What came of it.
pub struct Imported {
    /// What diagnostics point into.
    pub files: Files,
    pub diagnostics: Vec<Diagnostic>,
    pub report: Report,
    /// How the columns were read; `None` where no table was found.
    pub mapping: Option<Mapping>,
    /// The clean table; `None` where anything is wrong.
    pub table: Option<String>,
}

/// A sheet whose table has been found.
pub struct Sheet<'a> {
    kind: &'static TableKind,
    /// Its place in the workbook.
    index: usize,
    grid: &'a Grid,
    table: Table,
    /// Whether the workbook has other sheets, so that places need its name.
    named: bool,
}

impl Sheet<'_> {
    /// The cells of a column below the header.
    fn cells(&self, place: usize) -> impl Iterator<Item = &Cell> {
        self.grid.rows[self.table.body..].iter().filter_map(move |row| row.get(place))
    }

    /// A place for people: `B7`, `7`, `三月!B7`.
    fn place(&self, row: usize, column: Option<usize>) -> String {
        let at = match column {
            Some(column) if self.grid.lines.is_empty() => At { row, column }.to_string(),
            _ => self.grid.line(row).to_string(),
        };
        if self.named { format!("{}!{at}", self.grid.name) } else { at }
    }
}

/// Reads a firm's file as a table of a kind.
pub fn import(input: &Input<'_>, bytes: Vec<u8>) -> Imported {
    let grids = match workbook::read(bytes) {
        Ok(grids) => grids,
        Err(why) => return unreadable(input.path, why),
    };
    let mut report = Report::default();
    let known = input.saved.iter().position(|m| m.kind == input.kind.name && header::has_all(&grids, &m.headers()));
    let known = known.filter(|_| input.mapping.is_none());
    report.saved_mapping = known;
    let input = &Input { mapping: input.mapping.or_else(|| known.map(|i| &input.saved[i])), ..input.clone() };
    let sheets = sheets(input, &grids, &mut report);
    let mut sink = Vec::new();
    // Until it is known which columns name somebody, nothing of a table but its header is shown.
    let headers: Vec<(usize, std::ops::Range<usize>)> = sheets.iter().map(|s| (s.index, s.table.top..s.table.body)).collect();
    let in_header = |sheet: usize, at: At| headers.iter().any(|(index, rows)| *index == sheet && rows.contains(&at.row));
    let mut sight = Sight::new(input.path, &grids, &|sheet, at| !in_header(sheet, at));
    let Some((sheets, plans)) = planned(input, sheets, &grids, &mut sight, &mut sink, &mut report) else {
        return Imported { files: sight.files, diagnostics: sink, report, mapping: None, table: None };
    };
    let (first, plan) = (&sheets[0], &plans[0]);
    report.describe(input, first, plan);
    let sheet_name = input.mapping.and_then(|m| m.sheet.as_deref());
    let mut mapping = plan.mapping(input.kind, &first.table, sheet_name, input.mapping);
    if is_wrong(&sink) {
        mapping.open = plan.kept.iter().map(|place| first.table.headers[*place].full()).collect();
    }
    let mapping = Some(mapping);
    if is_wrong(&sink) {
        return Imported { files: sight.files, diagnostics: sink, report, mapping, table: None };
    }
    let mut read = Rows::default();
    for (sheet, plan) in sheets.iter().zip(&plans) {
        report.sheets.push((sheet.grid.name.clone(), sheet.table.body));
        rows::read(input, sheet, plan, &sight, &mut read, &mut sink);
    }
    report.count(input, &sheets, &read, plan);
    check_accounts(input, plan, &read, &sight, &mut sink);
    let table = if !is_wrong(&sink) { write(input, &sheets, plan, read, &sight, &mut report, &mut sink) } else { None };
    let mut files = sight.files;
    if let Some(table) = &table {
        guard(input, table, &mut files, &mut sink);
    }
    let table = table.filter(|_| !is_wrong(&sink) && report.is_even());
    Imported { files, diagnostics: sink, report, mapping, table }
}

fn is_wrong(sink: &[Diagnostic]) -> bool {
    sink.iter().any(|d| d.severity == Severity::Error)
}

/// An account need not be declared yet, which is a hint; where others are declared, one that is not is an error.
fn check_accounts(input: &Input<'_>, plan: &Plan, read: &Rows, sight: &Sight, sink: &mut Vec<Diagnostic>) {
    let Some(column) = input.kind.columns.iter().position(|c| c.name == "account") else { return };
    let mut told: Vec<&str> = Vec::new();
    for row in &read.rows {
        let Some(name) = row.fields[column].as_ref().map(|f| f.text.as_str()) else { continue };
        let declared = input.accounts.iter().any(|a| a.id.value == name || a.name == name);
        if declared || told.contains(&name) {
            continue;
        }
        told.push(name);
        let place = plan.places[column].first().copied().unwrap_or_default();
        let span = sight.cell(row.sheet, row.row, place);
        if input.accounts.is_empty() {
            sink.push(Diagnostic::new("GS0311", span).with("account", name));
            continue;
        }
        let known = input.accounts.iter().map(|a| format!("{} ({})", a.name, a.id.value)).collect::<Vec<_>>().join(", ");
        let near = nearest(name, input.accounts.iter().flat_map(|a| [a.id.value.as_str(), a.name.as_str()]));
        sink.push(Diagnostic::new("GS0302", span).with("account", name).with("declared", known).with_some("nearest", near));
    }
}

/// The clean table, read again: what is written must add up to what was read, to the cent.
fn write(
    input: &Input<'_>,
    sheets: &[Sheet<'_>],
    plan: &Plan,
    read: Rows,
    sight: &Sight,
    report: &mut Report,
    sink: &mut Vec<Diagnostic>,
) -> Option<String> {
    let count = read.rows.len();
    let rows = if plan.households { households::sum_up(input, sheets, plan, read.rows, sight, sink) } else { read.rows };
    report.summed = (rows.len() != count || plan.households).then_some(count);
    report.rows_out = rows.len();
    let columns = written::columns(plan, &rows);
    let table = written::print(input, &columns, &report.kept, &rows, input.locale);
    let balances: Vec<usize> = rows.iter().enumerate().filter(|(_, r)| r.balance.is_some()).map(|(i, _)| i).collect();
    for (column, sum) in written::sums(input, &columns, &table, &balances) {
        let name = input.kind.columns[column].header(input.locale);
        if let Some(known) = report.sums.iter_mut().find(|s| s.column == name) {
            known.written = sum;
        }
    }
    Some(table)
}

/// The sheets in which there may be a table of the kind.
fn sheets<'a>(input: &Input<'_>, grids: &'a [Grid], report: &mut Report) -> Vec<Sheet<'a>> {
    let wanted = input.mapping.map(Mapping::headers).unwrap_or_default();
    let asked = input.mapping.and_then(|m| m.sheet.as_deref());
    let mut sheets = Vec::new();
    for (index, grid) in grids.iter().enumerate() {
        let mut leave = |why| report.other_sheets.push((grid.name.clone(), why));
        if grid.is_blank() {
            continue;
        }
        if asked.is_some_and(|name| name != grid.name) {
            leave("import.sheet.not_asked");
        } else if grid.hidden && asked.is_none() {
            leave("import.sheet.hidden");
        } else if asked.is_none() && forms::is_instructions(&grid.name) {
            leave("import.sheet.instructions");
        } else if let Some(table) = header::find(grid, input.kind, &wanted) {
            sheets.push(Sheet { kind: input.kind, index, grid, table, named: grids.len() > 1 });
        } else {
            leave("import.sheet.no_table");
        }
    }
    leave_summaries(&mut sheets, report);
    if sheets.is_empty() {
        // Nothing is known by its name: what has the shape of a table is shown, and asked about.
        let shaped = grids
            .iter()
            .enumerate()
            .filter(|(_, grid)| asked.map_or(!grid.hidden && !forms::is_instructions(&grid.name), |name| name == grid.name));
        let found = shaped.filter_map(|(index, grid)| Some((index, grid, header::find_by_shape(grid)?)));
        sheets.extend(found.map(|(index, grid, table)| Sheet { kind: input.kind, index, grid, table, named: grids.len() > 1 }));
        report.other_sheets.retain(|(name, _)| sheets.iter().all(|sheet| sheet.grid.name != *name));
    }
    sheets
}

/// A sheet of sums beside those it sums up would count everything twice.
fn leave_summaries(sheets: &mut Vec<Sheet<'_>>, report: &mut Report) {
    let is_summary = |sheet: &Sheet<'_>| {
        let name = crate::source::folded(&sheet.grid.name).to_lowercase();
        ["汇总", "合计", "总表", "總表", "彙總", "summary", "total"].iter().any(|word| name.contains(word))
    };
    if sheets.iter().any(is_summary) && !sheets.iter().all(is_summary) {
        let summaries = sheets.iter().filter(|s| is_summary(s)).map(|s| (s.grid.name.clone(), "import.sheet.summary"));
        report.other_sheets.extend(summaries);
        sheets.retain(|sheet| !is_summary(sheet));
    }
}

/// Which of the sheets are read, and how: those with the same columns together, as months are; where others would do as
/// well, the mapping must name one.
fn planned<'a>(
    input: &Input<'_>,
    sheets: Vec<Sheet<'a>>,
    grids: &[Grid],
    sight: &mut Sight,
    sink: &mut Vec<Diagnostic>,
    report: &mut Report,
) -> Option<(Vec<Sheet<'a>>, Vec<Plan>)> {
    if sheets.is_empty() {
        let names: Vec<String> = input.kind.columns.iter().map(crate::source::Column::shown).collect();
        sink.push(Diagnostic::new("GS0215", Span::file(FileId(0))).with("columns", names.join(", ")));
        return None;
    }
    let mut good: Vec<(Sheet<'a>, Plan)> = Vec::new();
    let mut wrong: Vec<(Sheet<'a>, Plan, Vec<Diagnostic>)> = Vec::new();
    for sheet in sheets {
        let mut own = Vec::new();
        let plan = plan::plan(input, &sheet, sight, &mut own);
        if own.is_empty() {
            good.push((sheet, plan));
        } else {
            wrong.push((sheet, plan, own));
        }
    }
    if good.is_empty() {
        // What could be told of the first is told, so that the mapping that is asked for is nearly done.
        let (sheet, plan, own) = wrong.into_iter().next()?;
        sink.extend(own);
        return Some((vec![sheet], vec![plan]));
    }
    let others = wrong.into_iter().map(|(sheet, _, _)| (sheet.grid.name.clone(), "import.sheet.not_all_columns"));
    report.other_sheets.extend(others);
    let names = |sheet: &Sheet<'_>| sheet.table.headers.iter().map(|h| h.full()).filter(|n| !n.is_empty()).collect::<Vec<_>>();
    if let Some((other, _)) = good.iter().find(|(sheet, _)| names(sheet) != names(&good[0].0)) {
        let sheets: Vec<&str> = good.iter().map(|(sheet, _)| sheet.grid.name.as_str()).collect();
        let span = sight.row(other.index, other.table.body - 1);
        sink.push(Diagnostic::new("GS0132", span).with("sheets", sheets.join(", ")));
        good.truncate(1);
    }
    let hidden: Vec<(usize, Vec<usize>)> =
        good.iter().map(|(s, p)| (s.index, p.personal.iter().chain(&p.rooms).copied().collect())).collect();
    let whole = good.iter().any(|(_, plan)| plan.households);
    let mapped: Vec<usize> = good.iter().flat_map(|(_, p)| p.places.iter().flatten().copied()).collect();
    let bodies: Vec<(usize, usize)> = good.iter().map(|(s, _)| (s.index, s.table.body)).collect();
    *sight = Sight::new(input.path, grids, &|sheet, at| {
        let named = hidden.iter().find(|(index, _)| *index == sheet).map(|(_, columns)| columns);
        let header = bodies.iter().any(|(index, body)| *index == sheet && at.row < *body);
        let private = |columns: &Vec<usize>| columns.contains(&at.column) || (whole && !mapped.contains(&at.column));
        named.is_none_or(|columns| private(columns) && !header)
    });
    Some(good.into_iter().unzip())
}

/// Nothing that names a person is written: what the privacy gate finds in the clean table stops it.
fn guard(input: &Input<'_>, table: &str, files: &mut Files, sink: &mut Vec<Diagnostic>) {
    let hits = privacy::hits(table);
    if hits.is_empty() {
        return;
    }
    let id = FileId(files.0.len() as u32);
    let path = input.kind.path.into();
    files.0.push(SourceFile { path, text: table.to_owned(), encoding: Encoding::Utf8, original: None, readable: true });
    for hit in hits {
        let masked = privacy::masked(hit.kind, &table[hit.start..hit.end]);
        let span = Span::new(id, hit.start, hit.end);
        sink.push(Diagnostic::new(hit.kind.code(), span).with("shown", masked).secret());
    }
}

fn unreadable(path: &str, why: NotRead) -> Imported {
    let mut files = Sight::new(path, &[], &|_, _| true).files;
    let span = Span::file(FileId(0));
    let diagnostic = match why {
        NotRead::Unreadable(why) => Diagnostic::new("GS0120", span).with_some("why", (!why.is_empty()).then_some(why)),
        NotRead::Locked => Diagnostic::new("GS0121", span),
        NotRead::WebPage => Diagnostic::new("GS0122", span),
        NotRead::OpenQuote(line) => {
            let above = line.saturating_sub(1) as usize;
            // The line itself is not shown: it may name a household.
            files.0[0].text = "\n".repeat(above);
            Diagnostic::new("GS0108", Span::new(FileId(0), above, above)).secret()
        }
        NotRead::TooLarge => Diagnostic::new("GS0107", span).with("path", path).word("what", "size.file"),
    };
    Imported { files, diagnostics: vec![diagnostic], report: Report::default(), mapping: None, table: None }
}
