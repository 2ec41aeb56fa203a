//! An upright plot: columns side by side over a scale with grid lines and tick labels.

use std::ops::Range;

use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use plotters::element::PathElement;

use super::svg_backend::{Drawn, Ink, SvgBackend, drawing, tick_style};

/// plotters' chart, on our axes and our backend.
pub type Plotting<'a> = ChartContext<'a, SvgBackend, Cartesian2d<Linear, Linear>>;

/// An axis with ticks of our own. plotters' own numeric axis picks other ticks, and rounds down
/// rather than to the nearest position.
#[derive(Clone)]
pub struct Linear {
    /// The axis' two ends; the second must be greater.
    pub range: Range<f64>,
    /// Where grid lines stand, with their labels.
    pub ticks: Vec<(f64, String)>,
}

impl Ranged for Linear {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        let share = (value - self.range.start) / (self.range.end - self.range.start);
        // A cast saturates and makes NaN 0, so nothing can leave the numbers here.
        from.saturating_add((f64::from(to - from) * share).round() as i32)
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        // plotters asks twice, for light lines and for bold ones; there is one kind here.
        if hint.weight().allow_light_points() { Vec::new() } else { self.ticks.iter().map(|tick| tick.0).collect() }
    }

    fn range(&self) -> Range<f64> {
        self.range.clone()
    }
}

impl ValueFormatter<f64> for Linear {
    fn format_ext(&self, value: &f64) -> String {
        // plotters hands back the very number it was given, so it can be looked up.
        let tick = self.ticks.iter().find(|tick| tick.0 == *value);
        tick.map_or_else(String::new, |tick| tick.1.clone())
    }
}

/// The frame of an upright plot.
pub struct Upright {
    /// Room for tick labels, in pixels.
    pub left: i32,
    /// The plot's height in pixels.
    pub height: i32,
    /// How many columns; each is one wide, the first from 0 to 1.
    pub columns: usize,
    /// Columns before which a thin line stands, where years meet.
    pub seams: Vec<usize>,
    /// The upward axis; it must hold zero and every value drawn, for plotters draws what lies
    /// outside at the edge.
    pub scale: Linear,
}

impl Upright {
    /// Draws the grid, then what `marks` adds: bars and lines over it.
    pub fn draw(&self, marks: impl FnOnce(&mut Plotting) -> Drawn) -> String {
        let seams = self.seams.iter().map(|s| (*s as f64, String::new()));
        let columns = Linear { range: 0.0..self.columns.max(1) as f64, ticks: seams.collect() };
        drawing(self.left, self.height, |root| {
            let mut chart =
                ChartBuilder::on(root).y_label_area_size(self.left * 10).build_cartesian_2d(columns, self.scale.clone())?;
            chart
                .configure_mesh()
                .set_all_tick_mark_size(40)
                .axis_style(Ink::None)
                .bold_line_style(Ink::Grid)
                .y_label_style(tick_style())
                .draw()?;
            marks(&mut chart)
        })
    }

    /// A level line over the whole width.
    pub fn level(&self, at: f64, ink: Ink) -> PathElement<(f64, f64)> {
        PathElement::new(vec![(0.0, at), (self.columns.max(1) as f64, at)], ink)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_the_nearest_whole_numbers() {
        let axis = Linear { range: 0.0..3.0, ticks: Vec::new() };
        assert_eq!(axis.map(&0.0, (400, 10_400)), 400);
        assert_eq!(axis.map(&1.0, (400, 10_400)), 3_733);
        assert_eq!(axis.map(&2.0, (400, 10_400)), 7_067);
        assert_eq!(axis.map(&3.0, (400, 10_400)), 10_400);
        assert_eq!(axis.map(&0.0, (1_000, 0)), 1_000);
        assert_eq!(axis.map(&3.0, (1_000, 0)), 0);
    }
}
