//! Words under the columns of an upright plot: which of them fit, on a phone and on a wider page.
//! Widths are tenths of a pixel at 13 px.

use plotters::style::text_anchor::HPos;

use super::marks::{Label, When};

/// A figure's width on the narrowest phone, in pixels: 320 less a margin of 16 at both sides.
pub const NARROW: i32 = 288;
/// The width from which the style sheet shows another set of labels, in pixels.
pub const WIDE: i32 = 560;

/// Words below the plot.
#[derive(Clone, Copy)]
pub struct Spot<'a> {
    /// The place they stand at.
    pub at: f64,
    /// How they stand there.
    pub anchor: HPos,
    /// Pixels from the plot down to their baseline.
    pub down: i32,
    /// The class in the style sheet.
    pub class: &'static str,
    /// The words.
    pub words: &'a str,
}

impl Spot<'_> {
    fn is(&self, other: &Self) -> bool {
        self.at == other.at
            && self.down == other.down
            && self.words == other.words
            && matches!(self.anchor, HPos::Right) == matches!(other.anchor, HPos::Right)
    }
}

/// The labels of a phone and of a wider page, in one list: what both show stands there once. Their
/// places are in columns, below a plot whose scale starts at `low`.
pub fn labels<'a>(narrow: &'a [Spot], wide: &'a [Spot], low: f64) -> impl Iterator<Item = Label<'a>> {
    let label = move |spot: &'a Spot, when: When| Label {
        at: (spot.at, low),
        right: 0,
        down: spot.down,
        anchor: spot.anchor,
        class: spot.class,
        when,
        words: spot.words,
        more: "",
    };
    let within = |spot: &Spot, others: &[Spot]| others.iter().any(|other| other.is(spot));
    let first = narrow.iter().map(move |spot| label(spot, if within(spot, wide) { When::Always } else { When::Narrow }));
    let rest = wide.iter().filter(move |spot| !within(spot, narrow));
    first.chain(rest.map(move |spot| label(spot, When::Wide)))
}

/// A row of labels under equal columns.
pub struct Axis {
    /// How many columns.
    pub columns: usize,
    /// The plot's width in tenths of a pixel.
    pub plot: i32,
    /// The room left of the plot in tenths of a pixel, into which a label may reach.
    pub left: i32,
    /// The least gap between two labels in tenths of a pixel.
    pub gap: i32,
    /// The column that always keeps its label: strides count from it.
    pub anchor: usize,
    /// Whether the first column also gets a label, if there is room before the next.
    pub lead: bool,
}

/// A label that is shown.
#[derive(Clone, Copy)]
pub struct Placed {
    /// Its column.
    pub column: usize,
    /// Centred under its column, or flush with the plot's edge where it would leave the page.
    pub anchor: HPos,
}

impl Placed {
    /// Where it stands, in columns from the left.
    pub fn at(&self, columns: usize) -> f64 {
        match self.anchor {
            HPos::Left => 0.0,
            HPos::Center => self.column as f64 + 0.5,
            HPos::Right => columns as f64,
        }
    }
}

impl Axis {
    /// The labels to show: every nth, for the first n of `steps` at which no two touch (the last n
    /// if they always do). `width` gives a label's width in tenths of a pixel from its column and
    /// from whether it would be the first one shown.
    ///
    /// With 24 months and `[1, 3, 6, 12]` these are months, quarters, half years or years.
    pub fn place(&self, steps: &[usize], width: impl Fn(usize, bool) -> i32) -> Vec<Placed> {
        let mut out = Vec::new();
        for step in steps {
            out.clear();
            if self.try_step((*step).max(1), &width, &mut out) {
                break;
            }
        }
        out
    }

    fn try_step(&self, step: usize, width: &impl Fn(usize, bool) -> i32, out: &mut Vec<Placed>) -> bool {
        let start = self.anchor % step;
        if self.lead && start > 0 {
            let (lead, _, end) = self.spot(0, width(0, true));
            if start < self.columns && end <= self.spot(start, width(start, false)).1 {
                out.push(lead);
            }
        }
        let mut free = f64::NEG_INFINITY;
        let mut fits = true;
        for column in (start..self.columns).step_by(step) {
            let (placed, left, right) = self.spot(column, width(column, out.is_empty()));
            fits &= left >= free;
            free = right;
            out.push(placed);
        }
        fits
    }

    /// A label of `width` under `column`: its place, its left end, and where the next may start.
    fn spot(&self, column: usize, width: i32) -> (Placed, f64, f64) {
        let (plot, width) = (f64::from(self.plot), f64::from(width));
        let middle = (column as f64 + 0.5) * plot / self.columns.max(1) as f64;
        let (anchor, left) = if middle + width / 2.0 > plot {
            (HPos::Right, plot - width)
        } else if middle - width / 2.0 < f64::from(-self.left) {
            (HPos::Left, 0.0)
        } else {
            (HPos::Center, middle - width / 2.0)
        };
        (Placed { column, anchor }, left, left + width + f64::from(self.gap))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(plot: i32, columns: usize, anchor: usize, width: i32) -> Vec<usize> {
        let axis = Axis { columns, plot, left: 300, gap: 20, anchor, lead: false };
        let placed = axis.place(&[1, 3, 6], |_, _| width);
        placed.iter().map(|p| p.column).collect()
    }

    #[test]
    fn the_style_sheet_changes_labels_at_the_same_width() {
        let css = include_str!("../../../themes/default/charts.css");
        assert!(css.contains(&format!("@container chart (min-width: {WIDE}px)")));
    }

    #[test]
    fn labels_never_touch_and_count_from_the_anchor() {
        assert_eq!(columns(8_000, 24, 0, 300).len(), 24);
        assert_eq!(columns(2_600, 8, 7, 320), [1, 4, 7]);
        assert_eq!(columns(10, 8, 0, 320), [0, 6]);
        assert!(columns(100, 0, 0, 1).is_empty());
    }

    #[test]
    fn a_label_at_the_edge_stays_on_the_page() {
        let axis = Axis { columns: 13, plot: 2_500, left: 300, gap: 80, anchor: 0, lead: true };
        let placed = axis.place(&[1, 3, 6], |_, _| 800);
        let last = placed.last().map(|p| (p.column, matches!(p.anchor, HPos::Right)));
        assert_eq!(last, Some((12, true)));
        assert_eq!(placed.last().map(|p| p.at(13)), Some(13.0));
    }

    #[test]
    fn the_first_column_is_labelled_if_there_is_room() {
        let axis = Axis { columns: 60, plot: 5_600, left: 300, gap: 80, anchor: 10, lead: true };
        let placed = |width: i32| -> Vec<usize> {
            let placed = axis.place(&[12, 24], |_, _| width);
            placed.iter().map(|p| p.column).collect()
        };
        assert_eq!(placed(600), [0, 10, 22, 34, 46, 58]);
        assert_eq!(placed(700), [10, 22, 34, 46, 58]);
    }
}
