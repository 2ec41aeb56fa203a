//! Tables whose every row is a figure in two states: scores, answers, complaints, a year's budget.
//!
//! A period whose particulars said when it was published was complete, so a new row is a change too; one that did not may
//! still grow. A cell that was blank and is filled is no figure altered.

use super::super::changes::figure_changes;
use super::super::rows::row_diff;
use super::Difference;
use crate::model::accounts::Budget;
use crate::model::complaints::Complaint;
use crate::model::contracts::Source;
use crate::model::{Amount, Community, Exact, Figure, FileId, Moment, Money, Row, Span, complaints, scores, surveys};

/// In place of the day on which a complaint was settled that was taken up again.
const OPEN_AGAIN: &str = "*";

/// A row, and what of it is a figure.
struct Line {
    /// What it is known by.
    key: String,
    cells: Vec<String>,
    /// Named by its key; none where rows of one building or person could be told from it.
    figures: Vec<Figure>,
    /// What it adds one to, where rows are counted.
    counts: Vec<&'static str>,
    span: Span,
}

/// A table as far as it is figures.
pub struct Sheet {
    file: FileId,
    lines: Vec<Line>,
    incomplete: bool,
    published: bool,
}

pub fn difference(old: &Community, new: &Community, was: Option<Sheet>, now: Option<Sheet>) -> Option<Difference> {
    let was = was.filter(|sheet| !sheet.incomplete)?;
    let Some(now) = now else {
        // One that is there and cannot be read has been told as such.
        let gone = new.files.find(old.files.path(was.file)).is_none();
        return gone.then(|| Difference { gone, ..Difference::default() });
    };
    if now.incomplete {
        return None;
    }
    let rows = |sheet: &Sheet| sheet.lines.iter().map(Line::row).collect::<Vec<Row>>();
    let mut diff = row_diff(&rows(&was), &rows(&now));
    diff.changed.retain(|(before, after)| !was.lines[*before].is_filled_in_by(&now.lines[*after]));
    let growth = if was.published { Vec::new() } else { std::mem::take(&mut diff.added) };
    let counts = diff.counts();
    if counts.is_none() {
        return None;
    }
    let figures = |sheet: &Sheet, grown: &[usize], differ: &mut dyn Iterator<Item = usize>| -> Vec<Figure> {
        differ.flat_map(|n| sheet.lines[n].figures.clone()).chain(sheet.counts(grown)).collect()
    };
    let before = figures(&was, &[], &mut diff.changed.iter().map(|p| p.0).chain(diff.removed.iter().copied()));
    let after = figures(&now, &growth, &mut diff.changed.iter().map(|p| p.1).chain(diff.added.iter().copied()));
    let place = diff.changed.iter().map(|p| p.1).chain(diff.added.iter().copied()).map(|n| now.lines[n].span).min();
    Some(Difference {
        figures: figure_changes(&before, &after),
        rows: counts,
        place: Some(place.unwrap_or(Span::file(now.file))),
        gone: false,
    })
}

impl Sheet {
    /// How many rows say what, but for those in which it has grown.
    fn counts(&self, growth: &[usize]) -> Vec<Figure> {
        let mut counts: Vec<(&'static str, usize)> = Vec::new();
        for (_, line) in self.lines.iter().enumerate().filter(|(n, _)| !growth.contains(n)) {
            for name in &line.counts {
                match counts.iter_mut().find(|(counted, _)| counted == name) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((name, 1)),
                }
            }
        }
        let figure = |(name, count)| Figure { subject: String::new(), name, value: Amount::count(count) };
        counts.into_iter().map(figure).collect()
    }
}

impl Line {
    fn row(&self) -> Row {
        let cells: Vec<&str> = std::iter::once(&self.key).chain(&self.cells).map(String::as_str).collect();
        Row { content: Row::joined(&cells), keys: vec![self.key.clone()] }
    }

    /// Whether another state of the row only says what this one left blank, or [`OPEN_AGAIN`].
    fn is_filled_in_by(&self, later: &Line) -> bool {
        let goes_on = |(before, after): (&String, &String)| before.is_empty() || before == after || after == OPEN_AGAIN;
        self.cells.len() == later.cells.len() && self.cells.iter().zip(&later.cells).all(goes_on)
    }
}

fn number(subject: &str, name: &'static str, value: Option<&Exact>) -> Option<Figure> {
    Some(Figure { subject: subject.to_owned(), name, value: Amount::Number(value?.clone()) })
}

fn cell<T>(value: Option<T>, shown: impl Fn(T) -> String) -> String {
    value.map(shown).unwrap_or_default()
}

pub fn scored(sheet: &scores::Sheet) -> Sheet {
    let lines = sheet.scores.iter().map(|score| {
        let clause = &score.clause.value;
        let subject = score.contract.as_ref().map_or_else(|| clause.clone(), |c| format!("{} · {clause}", c.value));
        let (measured, scored) = match score.source.value {
            Source::Committee => ("figure.measured.committee", "figure.score.committee"),
            Source::Survey => ("figure.measured.survey", "figure.score.survey"),
            Source::ThirdParty => ("figure.measured.third_party", "figure.score.third_party"),
        };
        let points = score.score.as_ref().map(|s| &s.value);
        let figures = [number(&subject, measured, score.value.as_ref()), number(&subject, scored, points)];
        Line {
            key: format!("{subject} · {}", score.source.value.name()),
            counts: Vec::new(),
            cells: vec![cell(score.value.as_ref(), |v| v.short(6)), cell(points, |p| p.short(6))],
            figures: figures.into_iter().flatten().collect(),
            span: score.span,
        }
    });
    let published = sheet.front.published_on.is_some();
    Sheet { file: sheet.file, lines: lines.collect(), incomplete: sheet.incomplete, published }
}

/// How often each answer was given. Answers of a few are told by their question alone.
pub fn answered(sheet: &surveys::Sheet) -> Sheet {
    let lines = sheet.questions.iter().map(|question| {
        let counts = sheet.answers.iter().zip(&question.counts);
        let figure = |(answer, count): (&String, &u32)| Figure {
            subject: format!("{} · {answer}", question.text.value),
            name: "figure.answers",
            value: Amount::count(*count as usize),
        };
        Line {
            key: question.text.value.clone(),
            cells: counts.clone().map(|(answer, count)| format!("{answer} {count}")).collect(),
            figures: if question.is_answered_by_few() { Vec::new() } else { counts.map(figure).collect() },
            counts: Vec::new(),
            span: question.span,
        }
    });
    let published = sheet.front.as_ref().is_some_and(|front| front.published_on.is_some());
    Sheet { file: sheet.file, lines: lines.collect(), incomplete: sheet.incomplete, published }
}

/// A register: it goes on being filled in, and one that was taken up again may be settled on another day.
pub fn complained(sheet: &complaints::Sheet) -> Sheet {
    let moment = |moment: Option<Moment>| cell(moment, |m| m.to_string());
    let lines = sheet.complaints.iter().map(|c: &Complaint| Line {
        key: c.id.value.clone(),
        cells: vec![
            c.received.value.to_string(),
            c.kind.clone(),
            cell(c.clause.as_ref(), |clause| clause.value.clone()),
            moment(c.answered.map(|a| a.value)),
            if c.reopened { OPEN_AGAIN.to_owned() } else { moment(c.resolved.map(|r| r.value)) },
            cell(c.satisfaction, |s| s.value.to_string()),
        ],
        figures: Vec::new(),
        counts: [
            ("figure.received", true),
            ("figure.answered", c.first_answer().is_some()),
            ("figure.resolved", c.resolved.is_some()),
        ]
        .into_iter()
        .filter_map(|(name, counts)| counts.then_some(name))
        .collect(),
        span: c.span,
    });
    let published = sheet.front.published_on.is_some();
    Sheet { file: sheet.file, lines: lines.collect(), incomplete: sheet.incomplete, published }
}

/// A budget is a plan of the whole year from its first day on. `names`: its accounts as the new state calls them.
pub fn planned(budget: &Budget, names: &[String]) -> Sheet {
    let lines = budget.lines.iter().map(|line| {
        let account = &names[line.account as usize];
        let key = format!("{account} · {}", line.category.value);
        let sides = [("figure.income", line.income), ("figure.expense", line.expense)];
        let figure = |(name, amount): (&'static str, Money)| Figure { subject: key.clone(), name, value: Amount::Money(amount) };
        Line {
            cells: sides.iter().map(|(_, amount)| amount.plain()).collect(),
            figures: sides.into_iter().filter(|(_, amount)| !amount.is_zero()).map(figure).collect(),
            key,
            counts: Vec::new(),
            span: line.category.span,
        }
    });
    Sheet { file: budget.file, lines: lines.collect(), incomplete: budget.incomplete, published: true }
}
