//! Lying bars of several pieces end to end: how answers are spread, what is resolved and what is open.

use super::figure::{Cell, Frame, Panel, Swatch, figure, gutter, key};
use super::marks::Look;
use super::rows::{Part, Row, Scale, rows};
use super::text;

/// One bar.
#[derive(Clone, Copy, Debug)]
pub struct StackItem<'a> {
    /// Its name, of any length.
    pub name: &'a str,
    /// How many of each series, in the series' order.
    pub parts: &'a [u64],
    /// Beside the bar.
    pub words: &'a str,
    /// After that, in a quieter look; may be empty.
    pub more: &'a str,
    /// Its table cells after the name.
    pub cells: &'a [String],
}

/// The words of [`stacked`].
#[derive(Clone, Copy, Debug)]
pub struct StackLabels<'a> {
    /// Title, id and table summary.
    pub frame: Frame<'a>,
    /// Name of the drawing.
    pub name: &'a str,
    /// Its unit; may be empty.
    pub unit: &'a str,
    /// A sentence on it.
    pub description: &'a str,
    /// What the pieces are, first to last.
    pub series: &'a [&'a str],
    /// Table headers, the name's first.
    pub columns: &'a [&'a str],
    /// Whether each bar is drawn as a whole, for shares, or as long as its sum.
    pub whole: bool,
}

/// The looks of the series in turn; neighbours differ without colour.
const LOOKS: [Look; 5] = [Look::First, Look::Second, Look::Third, Look::Fourth, Look::Fifth];
/// The least piece that stands for something, as a share of the scale.
const LEAST: f64 = 0.01;

fn swatch(series: usize) -> Swatch {
    match series % LOOKS.len() {
        0 => Swatch::First,
        1 => Swatch::Second,
        2 => Swatch::Third,
        3 => Swatch::Fourth,
        _ => Swatch::Fifth,
    }
}

/// The figure of stacks, in the order given.
pub fn stacked(items: &[StackItem], labels: &StackLabels) -> String {
    let sum = |item: &StackItem| item.parts.iter().map(|p| *p as f64).sum::<f64>();
    let longest = items.iter().map(sum).fold(1.0, f64::max);
    let titles: Vec<Vec<String>> = items.iter().map(|item| titles(item, labels)).collect();
    let parts: Vec<Vec<Part>> = items
        .iter()
        .zip(&titles)
        .map(|(item, titles)| pieces(item.parts, if labels.whole { sum(item).max(1.0) } else { longest }, titles))
        .collect();
    let bars: Vec<Row> = items
        .iter()
        .zip(&parts)
        .map(|(item, parts)| Row {
            name: item.name,
            value: None,
            parts,
            words: item.words,
            more: item.more,
            look: Look::First,
            title: "",
        })
        .collect();
    let (drawing, height) = rows(&bars, &Scale { low: 0.0, high: 1.0, track: labels.whole, target: None });
    let entries: Vec<(Swatch, &str)> = labels.series.iter().enumerate().map(|(i, name)| (swatch(i), *name)).collect();
    let ends = items.iter().map(|i| text::width(i.words, true) + text::width(i.more, false) + 60);
    let panel = Panel {
        name: labels.name,
        unit: labels.unit,
        description: labels.description,
        aside: key(&entries),
        gutters: (0, gutter(ends)),
        height,
        drawing,
    };
    let table: Vec<Vec<Cell>> = items
        .iter()
        .map(|item| {
            let name = Cell::Text(item.name.to_owned());
            std::iter::once(name).chain(item.cells.iter().map(|c| Cell::Number(c.clone()))).collect()
        })
        .collect();
    figure(&labels.frame, "chart-stack", &[panel], labels.columns, &table)
}

/// What a pointer resting on each piece shows.
fn titles(item: &StackItem, labels: &StackLabels) -> Vec<String> {
    let series = |i: usize| labels.series.get(i).copied().unwrap_or_default();
    item.parts.iter().enumerate().map(|(i, part)| format!("{} · {} {part}", item.name, series(i))).collect()
}

/// The pieces of a bar, on a scale from 0 to 1; what is not nothing keeps a sliver, and the rest makes room for it.
fn pieces<'a>(parts: &[u64], full: f64, titles: &'a [String]) -> Vec<Part<'a>> {
    let lengths: Vec<f64> = parts.iter().map(|p| if *p == 0 { 0.0 } else { (*p as f64 / full).max(LEAST) }).collect();
    let shrink = lengths.iter().sum::<f64>().max(1.0);
    let mut at = 0.0;
    let mut out = Vec::with_capacity(parts.len());
    for (i, length) in lengths.iter().enumerate().filter(|(_, length)| **length > 0.0) {
        let end = (at + length / shrink).min(1.0);
        out.push(Part { ends: (at, end), look: LOOKS[i % LOOKS.len()], title: &titles[i] });
        at = end;
    }
    out
}
