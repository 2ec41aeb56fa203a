//! The marks charts are made of, as plotters elements: plotters maps their points, they say how
//! the [`SvgBackend`] writes them.

use std::convert::Infallible;

use plotters::element::{Drawable, PointCollection};
use plotters::style::text_anchor::HPos;
use plotters_backend::{BackendCoord, BackendStyle, DrawingBackend, DrawingErrorKind};

use super::svg_backend::{Ink, SvgBackend};

/// The least height of a bar that stands for something, in tenths of a pixel.
const LEAST_HEIGHT: i32 = 10;
/// The least width of a lying bar that stands for something, in hundredths of a percent.
const LEAST_WIDTH: i32 = 40;

/// How a bar looks. Hatch and outline tell it apart without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Solid: income, a target reached.
    First,
    /// Hatched and outlined: expense, a target missed.
    Second,
    /// Solid in the second colour: expense where it stands alone.
    SecondAlone,
    /// Light, outlined: the third of a stack.
    Third,
    /// Dotted, outlined: the fourth.
    Fourth,
    /// Solid in the colour of text: the fifth.
    Fifth,
    /// The whole scale behind a bar.
    Track,
}

impl Look {
    /// The class in the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::SecondAlone => "alone",
            Self::Third => "third",
            Self::Fourth => "fourth",
            Self::Fifth => "fifth",
            Self::Track => "track",
        }
    }

    /// The pattern of [`super::patterns`] that fills it.
    pub fn pattern(self) -> Option<&'static str> {
        match self {
            Self::Second => Some("chart-hatch"),
            Self::Fourth => Some("chart-dots"),
            _ => None,
        }
    }
}

/// A bar between two opposite corners in the chart's own coordinates.
///
/// What is not nothing must not look like nothing, so a bar keeps a sliver; it grows away from the
/// first corner, which therefore lies on the zero line. Draw no bar for zero.
pub struct Bar<'a> {
    /// The corner at zero, and the one opposite.
    pub corners: [(f64, f64); 2],
    /// Solid or hatched.
    pub look: Look,
    /// Whether it lies (its length is its width) or stands.
    pub lying: bool,
    /// What a pointer resting on it shows; may be empty.
    pub title: &'a str,
}

/// `far`, moved so that it is at least `least` away from `near`.
fn at_least(near: i32, far: i32, least: i32) -> i32 {
    if (far - near).abs() >= least {
        far
    } else if far > near {
        near + least
    } else {
        near - least
    }
}

impl<'a> PointCollection<'a, (f64, f64)> for &'a Bar<'_> {
    type Point = &'a (f64, f64);
    type IntoIter = &'a [(f64, f64)];
    fn point_iter(self) -> Self::IntoIter {
        &self.corners
    }
}

impl Drawable<SvgBackend> for Bar<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut points: I,
        backend: &mut SvgBackend,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        if let (Some(zero), Some(mut end)) = (points.next(), points.next()) {
            if self.look != Look::Track {
                if !self.lying {
                    end.1 = at_least(zero.1, end.1, LEAST_HEIGHT);
                } else if self.corners[1].0 < self.corners[0].0 {
                    end.0 = end.0.min(zero.0 - LEAST_WIDTH);
                } else {
                    end.0 = end.0.max(zero.0 + LEAST_WIDTH);
                }
            }
            backend.rect(zero, end, self.look.class(), self.look.pattern(), self.title);
        }
        Ok(())
    }
}

/// A dot on a line.
pub struct Dot<'a> {
    /// Where, in the chart's own coordinates.
    pub at: (f64, f64),
    /// Its radius in pixels.
    pub radius: u32,
    /// What a pointer resting on it shows.
    pub title: &'a str,
}

/// The pages on which a label shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// On all.
    Always,
    /// Where the figure is narrow, as on a phone.
    Narrow,
    /// Elsewhere.
    Wide,
}

/// Words at a point, beside or below it by so many pixels (plotters keeps points inside the plot,
/// but not what is drawn from there).
pub struct Label<'a> {
    /// Where, in the chart's own coordinates.
    pub at: (f64, f64),
    /// Pixels to the right.
    pub right: i32,
    /// Pixels from there down to the baseline.
    pub down: i32,
    /// Which end of the words stands at the point.
    pub anchor: HPos,
    /// The class in the style sheet.
    pub class: &'a str,
    /// On which pages it shows.
    pub when: When,
    /// The words.
    pub words: &'a str,
    /// Words after them in a quieter look; may be empty.
    pub more: &'a str,
}

/// A line of a target across bars, with a halo in the page's colour.
pub struct Mark {
    /// Its two ends, in the chart's own coordinates.
    pub ends: [(f64, f64); 2],
}

impl<'a> PointCollection<'a, (f64, f64)> for &'a Dot<'_> {
    type Point = &'a (f64, f64);
    type IntoIter = Option<&'a (f64, f64)>;
    fn point_iter(self) -> Self::IntoIter {
        Some(&self.at)
    }
}

impl Drawable<SvgBackend> for Dot<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        points: I,
        backend: &mut SvgBackend,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        for at in points {
            backend.dot(at, self.radius, self.title);
        }
        Ok(())
    }
}

impl<'a> PointCollection<'a, (f64, f64)> for &'a Label<'_> {
    type Point = &'a (f64, f64);
    type IntoIter = Option<&'a (f64, f64)>;
    fn point_iter(self) -> Self::IntoIter {
        Some(&self.at)
    }
}

impl Drawable<SvgBackend> for Label<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        points: I,
        backend: &mut SvgBackend,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let class = match self.when {
            When::Always => self.class.to_owned(),
            When::Narrow => format!("{} n", self.class),
            When::Wide => format!("{} w", self.class),
        };
        for (x, y) in points {
            let at = (x, y + self.down * 10);
            backend.text(at, self.right, self.anchor, &class, (self.words, self.more));
        }
        Ok(())
    }
}

impl<'a> PointCollection<'a, (f64, f64)> for &'a Mark {
    type Point = &'a (f64, f64);
    type IntoIter = &'a [(f64, f64)];
    fn point_iter(self) -> Self::IntoIter {
        &self.ends
    }
}

impl Drawable<SvgBackend> for Mark {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut points: I,
        backend: &mut SvgBackend,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        if let (Some(from), Some(to)) = (points.next(), points.next()) {
            for ink in [Ink::Halo, Ink::Target] {
                backend.draw_line(from, to, &Paint(ink))?;
            }
        }
        Ok(())
    }
}

/// An [`Ink`] as the backend's own kind of style.
struct Paint(Ink);

impl BackendStyle for Paint {
    fn color(&self) -> plotters_backend::BackendColor {
        plotters::style::Color::to_backend_color(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::at_least;

    #[test]
    fn slivers_grow_away_from_zero() {
        assert_eq!(at_least(100, 100, 10), 90);
        assert_eq!(at_least(100, 97, 10), 90);
        assert_eq!(at_least(100, 103, 10), 110);
        assert_eq!(at_least(100, 10, 10), 10);
    }
}
