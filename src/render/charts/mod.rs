//! Charts: data and words in, an HTML `<figure>` out.
//!
//! Each figure has a heading, one or two drawings (`<svg role="img">` with title and description)
//! and, folded below, a table of the numbers drawn. plotters does the mapping, grid and series; our
//! [`svg_backend`] writes SVG whose bars stretch with the page while text stays at 13 px. Looks live
//! in `themes/default/charts.css`; there is no inline style or script. All words come from the
//! caller. The same input gives the same bytes.

mod category;
mod figure;
mod labels;
mod marks;
mod money;
mod plot;
mod rows;
mod scale;
mod score;
mod svg_backend;
mod text;

pub use category::{CategoryItem, CategoryLabels, by_category};
pub use figure::Frame;
pub use money::{MoneyLabels, MonthPoint, monthly_money};
pub use score::{ClauseItem, ScoreLabels, ScorePoint, score_by_clause, score_by_period};

/// Half a bar's width in columns: `most`, but never wider than 12 % of the plot, so that the first
/// month of a record is a bar and not a wall.
fn half_width(columns: usize, most: f64) -> f64 {
    most.min(0.06 * columns as f64)
}

/// The hatch that figures refer to. Put it into each page with charts exactly once, anywhere in the
/// body; it takes no room. Never hide it by `display: none`, or hatched bars turn empty.
pub fn patterns() -> &'static str {
    "<svg class=\"chart-defs\" width=\"0\" height=\"0\" aria-hidden=\"true\" focusable=\"false\"><defs>\
     <pattern id=\"chart-hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" \
     patternTransform=\"rotate(45)\"><rect class=\"chart-hatch-ground\" width=\"5\" height=\"5\"/>\
     <rect class=\"chart-hatch-line\" width=\"2\" height=\"5\"/></pattern></defs></svg>\n"
}
