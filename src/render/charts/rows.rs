//! Lying bars, one below the other, each under its name: what expense by category and score by
//! clause share. A name stands above its bar at every width, so that it never squeezes the bars.

use plotters::chart::ChartBuilder;
use plotters::element::PathElement;
use plotters::style::text_anchor::HPos;

use super::labels::{NARROW, WIDE};
use super::marks::{Bar, Label, Look, Mark, When};
use super::svg_backend::{Ink, drawing};
use super::text;

/// Pixels: a line of a name, the gap below it, a bar, the gap before the next name.
const LINE: i32 = 18;
const BELOW_NAME: i32 = 2;
const BAR: i32 = 16;
const BELOW_BAR: i32 = 12;
/// How far a target reaches beyond the bar at both ends, in pixels.
const OVERHANG: i32 = 3;
/// A name takes at most so many lines; the table has it whole.
const MOST_LINES: usize = 2;

/// One bar.
pub struct Row<'a> {
    /// Above the bar, in full.
    pub name: &'a str,
    /// What is drawn; `None` draws no bar, zero neither.
    pub value: Option<f64>,
    /// Drawn end to end in place of one bar.
    pub parts: &'a [Part<'a>],
    /// Beside the bar.
    pub words: &'a str,
    /// After that, in a quieter look; may be empty.
    pub more: &'a str,
    /// Solid or hatched.
    pub look: Look,
    /// What a pointer resting on it shows.
    pub title: &'a str,
}

/// A piece of a bar.
pub struct Part<'a> {
    /// Its two ends on the scale.
    pub ends: (f64, f64),
    pub look: Look,
    pub title: &'a str,
}

/// The rows' common scale.
pub struct Scale {
    /// Its two ends. Zero and every value must lie between them.
    pub low: f64,
    /// See `low`.
    pub high: f64,
    /// Whether the scale's whole length is shown behind the bars, and values stand beyond its end
    /// rather than at the bar's.
    pub track: bool,
    /// A target on it.
    pub target: Option<f64>,
}

/// A name broken into lines: for a phone, and for a wider page if that needs fewer words cut off.
/// Both take the same room, for the drawing's height is one.
struct Name {
    narrow: Vec<String>,
    wide: Vec<String>,
}

impl Name {
    fn new(name: &str) -> Self {
        Self { narrow: text::wrap(name, NARROW * 10, MOST_LINES), wide: text::wrap(name, WIDE * 10, MOST_LINES) }
    }

    /// Pixels.
    fn height(&self) -> i32 {
        LINE * self.narrow.len().max(1) as i32
    }

    /// Baselines from the name's top in pixels, and the lines; the last stands upon the bar.
    fn lines(&self) -> impl Iterator<Item = (i32, When, &str)> {
        let same = self.narrow == self.wide;
        let set = |lines: &'_ [String]| self.height() - LINE * lines.len() as i32 + LINE - 5;
        let (narrow, wide) = (set(&self.narrow), set(&self.wide));
        let when = if same { When::Always } else { When::Narrow };
        let down = |first: i32| (0..).map(move |nth| first + LINE * nth);
        let first = down(narrow).zip(&self.narrow).map(move |(y, line)| (y, when, line.as_str()));
        let rest = if same { &[][..] } else { &self.wide[..] };
        first.chain(down(wide).zip(rest).map(|(y, line)| (y, When::Wide, line.as_str())))
    }
}

/// The elements of the rows and their height in pixels.
pub fn rows(rows: &[Row], scale: &Scale) -> (String, i32) {
    rows_with_marks(rows, &[], scale)
}

/// The same, each row with a mark of its own on the scale where `marks` has one.
pub fn rows_with_marks(rows: &[Row], marks: &[Option<f64>], scale: &Scale) -> (String, i32) {
    let names: Vec<Name> = rows.iter().map(|row| Name::new(row.name)).collect();
    let tall = |name: &Name| name.height() + BELOW_NAME + BAR + BELOW_BAR;
    let height = names.iter().map(tall).fold(0, i32::saturating_add);
    let height = (height - BELOW_BAR + OVERHANG).max(BAR);
    let drawing = drawing(0, height, |root| {
        // The y axis counts pixels downwards.
        let mut chart = ChartBuilder::on(root).build_cartesian_2d(scale.low..scale.high, f64::from(height)..0.0)?;
        let mut top = 0;
        for (i, (row, name)) in rows.iter().zip(&names).enumerate() {
            chart.draw_series(name.lines().map(|(down, when, words)| Label {
                at: (scale.low, f64::from(top)),
                right: 0,
                down,
                anchor: HPos::Left,
                class: "name",
                when,
                words,
                more: "",
            }))?;
            let bar_top = top + name.height() + BELOW_NAME;
            top += tall(name);
            let (over, under) = (f64::from(bar_top), f64::from(bar_top + BAR));
            if scale.track {
                chart.draw_series([Bar {
                    corners: [(scale.low, over), (scale.high, under)],
                    look: Look::Track,
                    lying: true,
                    title: "",
                }])?;
            }
            chart.draw_series(row.parts.iter().map(|part| Bar {
                corners: [(part.ends.0, over), (part.ends.1, under)],
                look: part.look,
                lying: true,
                title: part.title,
            }))?;
            let value = row.value.unwrap_or(0.0);
            if value != 0.0 {
                chart.draw_series([Bar {
                    corners: [(0.0, over), (value, under)],
                    look: row.look,
                    lying: true,
                    title: row.title,
                }])?;
            }
            // Beside the bars only, for a line all the way down would cross the names.
            if scale.low < 0.0 {
                let line = vec![(0.0, over - 2.0), (0.0, under + 2.0)];
                chart.draw_series([PathElement::new(line, Ink::Axis)])?;
            }
            if let Some(target) = scale.target.or(marks.get(i).copied().flatten()) {
                let ends = [over - f64::from(OVERHANG), under + f64::from(OVERHANG)];
                chart.draw_series([Mark { ends: ends.map(|y| (target, y)) }])?;
            }
            // Right of zero nothing stands where a bar runs to the left.
            let drawn = row.parts.last().map_or(value, |last| last.ends.1);
            let mark = marks.get(i).copied().flatten().unwrap_or(0.0);
            let end = if scale.track { scale.high } else { drawn.max(mark).max(0.0) };
            chart.draw_series([Label {
                at: (end, over),
                right: if end > scale.low { 6 } else { 0 },
                down: BAR - 3,
                anchor: HPos::Left,
                class: "value",
                when: When::Always,
                words: row.words,
                more: row.more,
            }])?;
        }
        Ok(())
    });
    (drawing, height)
}
