//! A sheet of keys and values to the TOML of a contract, a vote, a use of the fund, a body: every name that is not
//! understood stops it, and what is written passes its reader.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::answer::{Answer, Question};
use super::grid::{At, Cell, Grid};
use super::keys::{Keys, plain};
use super::known::{self, Role};
use super::mapping::Mapping;
use super::oddities::Oddities;
use super::pairs::{Entry, Found, Place, Total, Walk};
use super::reading::Surroundings;
use super::report::{Cells, Mapped, Report};
use super::sight::Sight;
use super::toml_text::{Answers, Written};
use super::{Imported, is_wrong, rows, unreadable, workbook};
use crate::check::privacy;
use crate::diagnostic::{Arg, Diagnostic};
use crate::forms;
use crate::model::{Encoding, Exact, FileId, Locale, SourceFile, Span};
use crate::source::{AnyForm, Wanted, example_of, nearest};

/// What an import of particulars is asked for.
pub struct Asked<'a> {
    /// The file as messages name it.
    pub path: &'a str,
    pub form: &'static dyn AnyForm,
    pub mapping: Option<&'a Mapping>,
    /// Mappings that earlier imports have left in the folder: the first whose names are all there is used.
    pub saved: &'a [Mapping],
    /// What keys of ours hold, as asked for on the command line.
    pub constants: BTreeMap<String, String>,
    pub surroundings: Surroundings,
    pub locale: Locale,
}

/// Reads a firm's file as the particulars of a kind of record.
pub fn import(asked: &Asked<'_>, bytes: Vec<u8>) -> Imported {
    let grids = match workbook::read(bytes) {
        Ok(grids) => grids,
        Err(why) => return unreadable(asked.path, why),
    };
    let mut report = Report { saved_mapping: saved_mapping(asked, &grids), ..Report::default() };
    let mapping = asked.mapping.or_else(|| report.saved_mapping.map(|at| &asked.saved[at]));
    let mapping = mapping.cloned().unwrap_or_else(|| Mapping { kind: asked.form.name().to_owned(), ..Mapping::default() });
    let keys = Keys::of(asked.form);
    let mut found = Found::default();
    let read = walk(&grids, &keys, &mapping, &mut found, &mut report);
    let sight = Sight::new(asked.path, &grids, &|sheet, at| !is_shown(&keys, &grids, &found, Place { sheet, at }));
    let mut sink = Vec::new();
    let import = Import { asked, grids: &grids, keys: &keys, mapping: &mapping, sight: &sight };
    if found.entries.is_empty() {
        let kind = forms::kind(asked.form.name(), asked.locale).map_or("", |kind| kind.title);
        sink.push(Diagnostic::new("GS0134", Span::file(FileId(0))).with("kind", kind));
        return Imported { files: sight.files, diagnostics: sink, report, mapping: None, table: None };
    }
    import.complain(&found, &mut sink);
    let answers = import.answers(&found, &mut report.oddities, &mut sink);
    import.describe(&found, &read, &mut report);
    let kept = Some(import.kept(&found));
    let written = Written::new(asked.form, &answers);
    if !is_wrong(&sink) {
        import.check(&written, &answers, &mut sink);
    }
    let text = (!is_wrong(&sink)).then_some(written.text);
    Imported { files: sight.files, diagnostics: sink, report, mapping: kept, table: text }
}

/// The mapping of an earlier import whose names are all in the file.
fn saved_mapping(asked: &Asked<'_>, grids: &[Grid]) -> Option<usize> {
    let names: BTreeSet<String> = grids.iter().flat_map(|g| g.rows.iter().flatten()).map(|cell| plain(&cell.shown())).collect();
    let serves = |mapping: &Mapping| {
        let wanted: Vec<&String> = mapping.keys.values().flat_map(|n| n.names()).chain(&mapping.left_out).collect();
        mapping.kind == asked.form.name() && !wanted.is_empty() && wanted.iter().all(|name| names.contains(&plain(name)))
    };
    asked.saved.iter().position(serves).filter(|_| asked.mapping.is_none())
}

/// Reads each sheet that there may be something in; the places of those that were.
fn walk(grids: &[Grid], keys: &Keys, mapping: &Mapping, found: &mut Found, report: &mut Report) -> Vec<usize> {
    let mut read = Vec::new();
    for (index, grid) in grids.iter().enumerate().filter(|(_, grid)| !grid.is_blank()) {
        let asked = mapping.sheet.as_deref();
        let why = match asked {
            Some(name) if name != grid.name => Some("import.sheet.not_asked"),
            None if grid.hidden => Some("import.sheet.hidden"),
            None if forms::is_instructions(&grid.name) => Some("import.sheet.instructions"),
            _ => None,
        };
        let before = (found.entries.len(), found.strangers.len(), found.left.len());
        if why.is_none() {
            Walk::sheet(keys, mapping, index, grid, found);
        }
        let names_alone = found.left[before.2..].iter().any(|(_, why)| *why == "import.left.names");
        if why.is_none() && found.entries.len() == before.0 && !names_alone {
            found.strangers.truncate(before.1);
            found.left.truncate(before.2);
            // A text is no sheet of its own.
            if !grid.name.is_empty() {
                report.other_sheets.push((grid.name.clone(), "import.sheet.no_particulars"));
            }
        } else if let Some(why) = why {
            report.other_sheets.push((grid.name.clone(), why));
        } else {
            read.push(index);
        }
    }
    // What was passed over by a slip of ours is not passed over silently.
    let accounted = found.accounted();
    for index in &read {
        for (row, cells) in grids[*index].rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank() && !cell.merged) {
                let place = Place { sheet: *index, at: At { row, column } };
                if !accounted.contains(&place) {
                    found.strangers.push((place, cell.shown()));
                }
            }
        }
    }
    found.strangers.sort_by_key(|(place, _)| *place);
    read
}

impl Found {
    fn accounted(&self) -> BTreeSet<Place> {
        let entries = self.entries.iter().flat_map(|e| [e.name, e.value]);
        let seconds = self.seconds.iter().map(|(_, _, other)| *other);
        let left = self.left.iter().map(|(place, _)| *place);
        entries.chain(seconds).chain(left).chain(self.strangers.iter().map(|(place, _)| *place)).collect()
    }
}

/// Whether a text may name a household or a person.
fn is_private(text: &str) -> bool {
    !privacy::hits(text).is_empty() || privacy::is_name(text)
}

/// Names and values that were understood are shown, unless they may name somebody; anything else is shown by its place.
fn is_shown(keys: &Keys, grids: &[Grid], found: &Found, place: Place) -> bool {
    let clean = |text: &str| !is_private(text);
    // A name that stands in its cell alone; beside a value it is told without it.
    let whole = grids[place.sheet].cell(place.at.row, place.at.column).map(Cell::shown);
    let whole = whole.as_deref().map(str::trim);
    let personal =
        |entry: &Entry| keys.keys[entry.key].path.ends_with(".name") || known::role(&entry.title) == Some(Role::Personal);
    found.entries.iter().any(|e| e.value == place && clean(&e.cell.shown()) && !personal(e))
        || found.entries.iter().any(|e| e.name == place && e.value != place)
        || found.strangers.iter().any(|(at, text)| *at == place && clean(text) && whole == Some(text.as_str()))
        || found.totals.iter().any(|total| total.place == place)
        || found.left.iter().any(|(at, why)| *at == place && matches!(*why, "import.left.names" | "import.left.header"))
}

struct Import<'a> {
    asked: &'a Asked<'a>,
    grids: &'a [Grid],
    keys: &'a Keys,
    mapping: &'a Mapping,
    sight: &'a Sight,
}

impl Import<'_> {
    fn span(&self, place: Place) -> Span {
        self.sight.cell(place.sheet, place.at.row, place.at.column)
    }

    /// A place for people: `B7`, `7`, `成员!B7`.
    fn shown(&self, place: Place) -> String {
        let grid = &self.grids[place.sheet];
        let at = if grid.lines.is_empty() { place.at.to_string() } else { grid.line(place.at.row).to_string() };
        if self.grids.len() > 1 { format!("{}!{at}", grid.name) } else { at }
    }

    /// A text that a message may hold, or its place.
    fn safe(&self, text: &str, place: Place) -> String {
        if is_private(text) { place.at.to_string() } else { text.to_owned() }
    }

    /// A key as people know it, with its name in TOML.
    fn title(&self, path: &str) -> String {
        let described = forms::key(self.asked.form.name(), path, self.asked.locale);
        described.map_or_else(|| path.to_owned(), |d| format!("{} ({path})", d.title))
    }

    /// What is given besides the file: on the command line, else by the mapping.
    fn given(&self) -> BTreeMap<&String, &String> {
        self.mapping.constants.iter().chain(&self.asked.constants).collect()
    }

    /// What is not understood, and what is said twice in one row.
    fn complain(&self, found: &Found, sink: &mut Vec<Diagnostic>) {
        for (place, text) in &found.strangers {
            let near = nearest(&plain(text), self.keys.names());
            let stranger = Diagnostic::new("GS0136", self.span(*place)).with("name", self.safe(text, *place));
            sink.push(stranger.with_some("nearest", near));
        }
        for (title, one, other) in &found.seconds {
            sink.push(Diagnostic::new("GS0135", self.span(*other)).also(self.span(*one)).with("name", title));
        }
        let given = self.given();
        let asked = self.mapping.keys.keys().chain(given.keys().copied());
        for path in asked.filter(|path| self.keys.keys.iter().all(|key| key.path != **path)) {
            let near = nearest(path, self.keys.keys.iter().map(|key| key.path.as_str()));
            sink.push(Diagnostic::new("GS0201", Span::file(FileId(0))).with("key", path).with_some("nearest", near));
        }
    }

    /// Each value read; one that is told twice must be the same, but in a list.
    fn answers(&self, found: &Found, oddities: &mut Vec<(&'static str, usize, String)>, sink: &mut Vec<Diagnostic>) -> Answers {
        let mut answers = Answers::default();
        let mut odd = Oddities::default();
        let mut read: Vec<Option<Answer>> = Vec::with_capacity(found.entries.len());
        for entry in &found.entries {
            let key = &self.keys.keys[entry.key];
            let answer = self.answer(entry.key, &entry.cell, entry.unit, entry.value, sink);
            if let Some(answer) = &answer {
                if let Some(holds) = answer.holds {
                    odd.note(&entry.cell, holds, entry.unit, &answer.field, &self.shown(entry.value));
                }
                if answer.without_unit {
                    odd.add("import.odd.unit_word", &self.shown(entry.value));
                }
                let texts = answer.texts.clone();
                if let Err(first) = answers.put(key, entry.record, texts, Some(entry.value)) {
                    let again = Diagnostic::new("GS0135", self.span(entry.value)).with("name", &entry.title);
                    sink.push(if let Some(first) = first { again.also(self.span(first)) } else { again });
                }
            }
            read.push(answer);
        }
        for (path, value) in self.given() {
            let Some(key) = self.keys.keys.iter().position(|key| key.path == *path) else { continue };
            let place = Place { sheet: 0, at: At { row: 0, column: 0 } };
            if let Some(answer) = self.answer(key, &Cell::text(value.as_str()), 1, place, sink)
                && let Err(Some(first)) = answers.put(&self.keys.keys[key], 0, answer.texts, None)
            {
                sink.push(Diagnostic::new("GS0135", self.span(first)).with("name", path));
            }
        }
        found.totals.iter().for_each(|total| self.check_total(total, found, &read, sink));
        oddities.extend(odd.0);
        answers
    }

    fn answer(&self, key: usize, cell: &Cell, unit: i128, place: Place, sink: &mut Vec<Diagnostic>) -> Option<Answer> {
        let key = &self.keys.keys[key];
        let from_1904 = self.grids[place.sheet].from_1904;
        let question = Question { form: self.asked.form.name(), path: &key.path, wanted: &key.wanted, unit, from_1904 };
        question.answer(cell, &self.asked.surroundings).unwrap_or_else(|trouble| {
            let text = self.safe(&cell.shown(), place);
            sink.push(rows::told(trouble, &text, &self.title(&key.path), self.span(place)));
            None
        })
    }

    /// A sum under a table's column, which its rows must come to, or those since the sum before it.
    fn check_total(&self, total: &Total, found: &Found, read: &[Option<Answer>], sink: &mut Vec<Diagnostic>) {
        let key = &self.keys.keys[total.key];
        if !matches!(key.wanted, Wanted::Money | Wanted::Number | Wanted::Count) {
            return;
        }
        let amount = |answer: &Answer| answer.field.money.map(Exact::from).or_else(|| answer.field.number.clone());
        let told = self.answer(total.key, &total.cell, total.unit, total.place, sink);
        let Some(told) = told.as_ref().and_then(amount) else { return };
        let sum = |records: &Range<usize>| -> Exact {
            let rows = found.entries.iter().zip(read).filter(|(e, _)| e.key == total.key && records.contains(&e.record));
            rows.filter_map(|(_, answer)| amount(answer.as_ref()?)).sum()
        };
        let (all, part) = (sum(&total.all), sum(&total.part));
        if told == all || told == part {
            return;
        }
        let places = if matches!(key.wanted, Wanted::Money) { 2 } else { 0 };
        let shown = |value: &Exact| value.separated(places);
        let differs = Diagnostic::new("GS0129", self.span(total.place)).with("column", self.title(&key.path));
        let difference = &told - &all;
        sink.push(differs.with("told", shown(&told)).with("sum", shown(&all)).with("difference", shown(&difference)));
    }

    /// What is written is read by the reader of its kind, and looked at by the privacy gate.
    fn check(&self, written: &Written, answers: &Answers, sink: &mut Vec<Diagnostic>) {
        let form = self.asked.form;
        let file = SourceFile {
            path: example_of(form.path()).into(),
            text: written.text.clone(),
            encoding: Encoding::Utf8,
            original: None,
            readable: true,
        };
        for mut told in form.diagnose(&file) {
            let line = written.line_of(told.span.start as usize);
            // What the whole file lacks stands nowhere.
            let (place, table) = if told.span == Span::file(FileId(0)) { (None, "") } else { (line.place, line.table) };
            let span = place.map_or(Span::file(FileId(0)), |place| self.span(place));
            let missing = told.args.iter().find_map(|(name, arg)| match arg {
                Arg::Text(key) if told.code == "GS0202" && *name == "key" => Some(key.clone()),
                _ => None,
            });
            told.span = span;
            told.also.clear();
            sink.push(match missing {
                Some(key) => {
                    let path = if table.is_empty() { key } else { format!("{table}.{key}") };
                    Diagnostic::new("GS0137", span).with("name", self.title(&path)).with("key", path)
                }
                None => told,
            });
        }
        for hit in privacy::hits(&written.text) {
            let line = written.line_of(hit.start);
            // The office's own number is there to be rung.
            let office = form.name() == "organisation" && answers.is_office(&line);
            if office && matches!(hit.kind, privacy::Kind::Mobile | privacy::Kind::Telephone | privacy::Kind::Email) {
                continue;
            }
            let span = line.place.map_or(Span::file(FileId(0)), |place| self.span(place));
            let shown = privacy::masked(hit.kind, &written.text[hit.start..hit.end]);
            sink.push(Diagnostic::new(hit.kind.code(), span).with("shown", shown));
        }
    }

    fn describe(&self, found: &Found, read: &[usize], report: &mut Report) {
        let given = self.given();
        for (index, key) in self.keys.keys.iter().enumerate() {
            let mut theirs: Vec<(String, String)> = Vec::new();
            for entry in found.entries.iter().filter(|entry| entry.key == index) {
                let from = (entry.title.clone(), self.shown(entry.name));
                if !theirs.contains(&from) {
                    theirs.push(from);
                }
            }
            let given = given.get(&key.path).copied();
            if !theirs.is_empty() || given.is_some() {
                let by_content = false;
                report.columns.push(Mapped { ours: key.path.clone(), theirs, constant: given.cloned(), by_content });
            }
        }
        let names: BTreeSet<Place> = found.entries.iter().filter(|e| e.name != e.value).map(|e| e.name).collect();
        for (place, why) in found.left.iter().filter(|(place, _)| !names.contains(place)) {
            report.leave_row(why, self.shown(*place));
        }
        let filled = |index: &usize| self.grids[*index].rows.iter().flatten().filter(|c| !c.is_blank() && !c.merged).count();
        report.cells = Some(Cells { seen: read.iter().map(filled).sum(), names: names.len(), values: found.entries.len() });
    }

    /// The mapping to keep: what was not known without being told; to be filled in, what is not known yet.
    fn kept(&self, found: &Found) -> Mapping {
        let unknown = found.strangers.iter().filter(|(_, text)| !is_private(text)).map(|(_, text)| text.clone());
        let mut open: Vec<String> = Vec::new();
        for name in unknown {
            if !open.contains(&name) {
                open.push(name);
            }
        }
        Mapping { open, ..self.mapping.clone() }
    }
}
