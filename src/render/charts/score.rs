//! Scores: by period, standing, with a target line; by clause, lying, with a target mark.

use plotters::series::LineSeries;
use plotters::style::text_anchor::HPos;

use super::figure::{Cell, Frame, Panel, Swatch, figure, gutter, key};
use super::labels::{Axis, NARROW, Spot, WIDE, labels};
use super::marks::{Bar, Dot, Look};
use super::plot::{Linear, Plotting, Upright};
use super::rows::{Row, Scale, rows};
use super::svg_backend::{Drawn, Ink};
use super::{half_width, scale, text};

/// One period.
#[derive(Clone, Copy, Debug)]
pub struct ScorePoint<'a> {
    /// Under the bar: "1季".
    pub label: &'a str,
    /// What neighbouring periods have in common, under them: "2024年". May be empty.
    pub group: &'a str,
    /// The score in points; `None`, or a number that is not finite, draws no bar.
    pub value: Option<f64>,
    /// The score as written: "78.2", or a word for a missing one.
    pub value_text: &'a str,
}

/// One clause.
#[derive(Clone, Copy, Debug)]
pub struct ClauseItem<'a> {
    /// Its name, of any length.
    pub name: &'a str,
    /// The score in points; `None`, or a number that is not finite, draws no bar.
    pub value: Option<f64>,
    /// The score as written: "78.2", or a word for a missing one.
    pub value_text: &'a str,
    /// Whether the clause was kept; the caller knows, for a measure may be better when smaller.
    pub reached: bool,
}

/// The words of [`score_by_period`] and [`score_by_clause`].
#[derive(Clone, Copy, Debug)]
pub struct ScoreLabels<'a> {
    /// Title, id and table summary.
    pub frame: Frame<'a>,
    /// Name of the drawing: "score".
    pub name: &'a str,
    /// Its unit: "points". May be empty.
    pub unit: &'a str,
    /// A sentence on it.
    pub description: &'a str,
    /// "Target reached", in the key and in the table.
    pub reached: &'a str,
    /// "Target missed", likewise.
    pub missed: &'a str,
    /// "Target 85", in the key.
    pub target: &'a str,
    /// The full score: the scale runs from 0 to it, and further only if a score does.
    pub full: f64,
    /// Table headers: period or clause, score, whether the target was reached.
    pub columns: [&'a str; 3],
}

/// Pixels of the plot, and of one line of words below it.
const HEIGHT: i32 = 176;
const LINE: i32 = 17;
/// Scores are laid out in hundredths of a point.
const POINT: i128 = 100;
/// No scale reaches further, in points; it keeps nonsense from overflowing.
const MOST: f64 = 1e12;

/// A score that can be drawn.
fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|v| v.is_finite()).map(|v| v.clamp(-MOST, MOST))
}

/// The scale's ends in hundredths of a point: 0, the full score, and whatever lies beyond.
fn ends(values: impl Iterator<Item = f64>, full: f64) -> (i128, i128) {
    let full = finite(Some(full)).unwrap_or(0.0);
    let (low, high) = values.fold((0.0_f64, full), |(l, h), v| (l.min(v), h.max(v)));
    let high = (high * POINT as f64).ceil() as i128;
    let low = (low * POINT as f64).floor() as i128;
    (low, if high <= low { low + POINT } else { high })
}

/// How periods are drawn.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    /// Standing on zero.
    Bars,
    /// A line from period to period, over a scale that need not begin at zero.
    Line,
}

/// The figure of scores by period. A period reaches the target if its value is no less; without a
/// target there is nothing to reach, and all bars look alike.
pub fn score_by_period(points: &[ScorePoint], target: Option<f64>, labels: &ScoreLabels) -> String {
    by_period(points, finite(target), labels, Shape::Bars)
}

/// The figure of a rate from period to period as a line. Rates differ by little, so the scale begins at the ten below
/// the lowest; [`first_tick`] says which, for the words above the line.
pub fn rate_by_period(points: &[ScorePoint], labels: &ScoreLabels) -> String {
    by_period(points, None, labels, Shape::Line)
}

/// Where the scale of [`rate_by_period`] begins.
pub fn first_tick(values: impl Iterator<Item = Option<f64>>) -> i128 {
    let lowest = values.filter_map(finite).fold(f64::INFINITY, f64::min);
    if !lowest.is_finite() {
        return 0;
    }
    // A value on the lowest line would look like nothing, so it stands at least one above; zero is zero.
    let tick = ((lowest - 1.0) / 10.0).floor() as i128 * 10;
    if lowest >= 0.0 { tick.max(0) } else { tick }
}

fn by_period(points: &[ScorePoint], target: Option<f64>, labels: &ScoreLabels, shape: Shape) -> String {
    let values: Vec<Option<f64>> = points.iter().map(|p| finite(p.value)).collect();
    let (zero, high) = ends(values.iter().copied().flatten().chain(target), labels.full);
    let low = match shape {
        Shape::Bars => zero,
        Shape::Line => (first_tick(values.iter().copied()) * POINT).min(high - POINT),
    };
    let ticks = scale::ticks(low, high, 6);
    let places = scale::places(scale::distance(&ticks, POINT), POINT);
    let ticks: Vec<(f64, String)> = ticks.iter().map(|&t| (t as f64 / POINT as f64, scale::in_units(t, POINT, places))).collect();
    let left = gutter(ticks.iter().map(|(_, text)| text::width(text, false)));
    let grouped = points.iter().any(|p| !p.group.is_empty());
    let groups = groups(points);
    let plot = Plot {
        points,
        values: &values,
        target,
        groups: &groups,
        upright: Upright {
            left,
            height: HEIGHT,
            columns: points.len(),
            seams: groups.iter().skip(1).map(|g| g.start).collect(),
            // Room above the full score, so that its label stays within the figure.
            scale: Linear {
                range: low as f64 / POINT as f64..(high as f64 + 0.06 * (high - low.max(0)) as f64) / POINT as f64,
                ticks,
            },
        },
        shape,
    };
    let panel = Panel {
        name: labels.name,
        unit: labels.unit,
        description: labels.description,
        aside: score_key(target, labels),
        gutters: (left, 0),
        height: HEIGHT + LINE * if grouped { 3 } else { 2 } + 4,
        drawing: plot.draw(),
    };
    let judged = target.is_some();
    let rows: Vec<Vec<Cell>> = points
        .iter()
        .zip(&values)
        .map(|(p, value)| {
            let verdict = match (value, target) {
                (Some(v), Some(t)) if *v >= t => labels.reached,
                (Some(_), Some(_)) => labels.missed,
                _ => "",
            };
            let period = format!("{} {}", p.group, p.label);
            row(period.trim(), p.value_text, judged.then_some(verdict))
        })
        .collect();
    let columns = if judged { &labels.columns[..] } else { &labels.columns[..2] };
    figure(&labels.frame, "chart-score", &[panel], columns, &rows)
}

/// The figure of scores by clause, in the order given; the target, in points, is one for all.
pub fn score_by_clause(items: &[ClauseItem], target: Option<f64>, labels: &ScoreLabels) -> String {
    let target = finite(target);
    let values: Vec<Option<f64>> = items.iter().map(|i| finite(i.value)).collect();
    let (low, high) = ends(values.iter().copied().flatten().chain(target), labels.full);
    let titles: Vec<String> = items.iter().map(|item| format!("{} {}", item.name, item.value_text)).collect();
    let bars: Vec<Row> = (0..items.len())
        .map(|i| Row {
            name: items[i].name,
            value: values[i],
            parts: &[],
            words: items[i].value_text,
            more: "",
            look: if items[i].reached { Look::First } else { Look::Second },
            title: &titles[i],
        })
        .collect();
    let point = POINT as f64;
    let scale = Scale { low: low as f64 / point, high: high as f64 / point, track: true, target };
    let (drawing, height) = rows(&bars, &scale);
    let mut entries = vec![(Swatch::First, labels.reached), (Swatch::Second, labels.missed)];
    entries.extend(target.map(|_| (Swatch::Target, labels.target)));
    let panel = Panel {
        name: labels.name,
        unit: labels.unit,
        description: labels.description,
        aside: key(&entries),
        gutters: (0, gutter(items.iter().map(|i| text::width(i.value_text, true)))),
        height,
        drawing,
    };
    let table: Vec<Vec<Cell>> = items
        .iter()
        .zip(&values)
        .map(|(item, value)| {
            let verdict = match value {
                Some(_) if item.reached => labels.reached,
                Some(_) => labels.missed,
                None => "",
            };
            row(item.name, item.value_text, Some(verdict))
        })
        .collect();
    figure(&labels.frame, "chart-clause", &[panel], &labels.columns, &table)
}

fn score_key(target: Option<f64>, labels: &ScoreLabels) -> String {
    if target.is_none() {
        return String::new();
    }
    key(&[(Swatch::First, labels.reached), (Swatch::Second, labels.missed), (Swatch::Target, labels.target)])
}

fn row(name: &str, value: &str, verdict: Option<&str>) -> Vec<Cell> {
    let mut row = vec![Cell::Text(name.to_owned()), Cell::Number(value.to_owned())];
    row.extend(verdict.map(|words| Cell::Text(words.to_owned())));
    row
}

/// Neighbours of one group.
struct Group<'a> {
    /// First column, and the one after the last.
    start: usize,
    end: usize,
    name: &'a str,
}

fn groups<'a>(points: &[ScorePoint<'a>]) -> Vec<Group<'a>> {
    let mut out: Vec<Group> = Vec::new();
    for (i, p) in points.iter().enumerate() {
        match out.last_mut() {
            Some(last) if last.name == p.group => last.end = i + 1,
            _ => out.push(Group { start: i, end: i + 1, name: p.group }),
        }
    }
    out
}

/// The drawing of scores by period.
struct Plot<'a> {
    points: &'a [ScorePoint<'a>],
    values: &'a [Option<f64>],
    target: Option<f64>,
    groups: &'a [Group<'a>],
    upright: Upright,
    shape: Shape,
}

impl Plot<'_> {
    fn draw(&self) -> String {
        let half = half_width(self.points.len(), 0.32);
        let titles: Vec<String> =
            self.points.iter().map(|p| format!("{} {} {}", p.group, p.label, p.value_text).trim().to_owned()).collect();
        self.upright.draw(|chart| {
            if let Some(target) = self.target {
                chart.draw_series([self.upright.level(target, Ink::Target)])?;
            }
            let bars = self.values.iter().enumerate().filter(|_| self.shape == Shape::Bars).filter_map(|(i, value)| {
                let value = value.filter(|v| *v != 0.0)?;
                let middle = i as f64 + 0.5;
                let reached = self.target.is_none_or(|t| value >= t);
                Some(Bar {
                    corners: [(middle - half, 0.0), (middle + half, value)],
                    look: if reached { Look::First } else { Look::Second },
                    lying: false,
                    title: &titles[i],
                })
            });
            chart.draw_series(bars)?;
            let base = if self.shape == Shape::Bars { 0.0 } else { self.upright.scale.range.start };
            chart.draw_series([self.upright.level(base, Ink::Axis)])?;
            if self.shape == Shape::Line {
                self.draw_line(chart, &titles)?;
            }
            let (narrow, wide) = (self.words(NARROW), self.words(WIDE));
            chart.draw_series(labels(&narrow, &wide, self.upright.scale.range.start))?;
            Ok(())
        })
    }

    /// A line with a dot a period; where one has no value the line has a gap.
    fn draw_line(&self, chart: &mut Plotting, titles: &[String]) -> Drawn {
        let at = |i: usize, value: f64| (i as f64 + 0.5, value);
        let dots: Vec<(usize, (f64, f64))> =
            self.values.iter().enumerate().filter_map(|(i, value)| Some((i, at(i, (*value)?)))).collect();
        for run in dots.chunk_by(|a, b| a.0 + 1 == b.0).filter(|run| run.len() > 1) {
            chart.draw_series(LineSeries::new(run.iter().map(|(_, at)| *at), Ink::Line))?;
        }
        let last = dots.len();
        chart.draw_series(dots.iter().enumerate().map(|(nth, (i, at))| Dot {
            at: *at,
            radius: if nth + 1 == last { 4 } else { 3 },
            title: &titles[*i],
        }))?;
        Ok(())
    }

    /// What stands under a figure of this width: score and label of each column, and the groups'
    /// names in the middle of each; where those are too many, with the columns that are named.
    fn words(&self, figure_px: i32) -> Vec<Spot<'_>> {
        let axis = Axis {
            columns: self.points.len(),
            plot: (figure_px - self.upright.left) * 10,
            left: self.upright.left * 10,
            gap: 10,
            // The latest score is the one looked for.
            anchor: self.points.len().saturating_sub(1),
            lead: false,
        };
        let column = f64::from(axis.plot) / self.points.len().max(1) as f64;
        let all_groups = self.groups.iter().all(|group| {
            let room = column * (group.end - group.start) as f64;
            f64::from(text::width(group.name, false)) <= room
        });
        let placed = axis.place(&[1, 2, 4, 8, 16, 32, 64, 128, 256], |column, _| {
            let p = &self.points[column];
            let group = if all_groups { "" } else { p.group };
            let words = [p.value_text, p.label, group];
            words.map(|w| text::width(w, false)).into_iter().max().unwrap_or(0)
        });
        let mut out = Vec::new();
        for spot in placed {
            let p = &self.points[spot.column];
            let lines = [("score", p.value_text), ("tick", p.label), ("tick", p.group)];
            for (line, (class, words)) in (1..).zip(lines).take(if all_groups { 2 } else { 3 }) {
                let (at, anchor) = (spot.at(axis.columns), spot.anchor);
                out.push(Spot { at, anchor, down: LINE * line, class, words });
            }
        }
        if all_groups {
            out.extend(self.groups.iter().map(|group| Spot {
                at: (group.start + group.end) as f64 / 2.0,
                anchor: HPos::Center,
                down: LINE * 3,
                class: "tick",
                words: group.name,
            }));
        }
        out
    }
}
