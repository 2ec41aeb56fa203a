//! A plotters backend that writes SVG which reflows instead of scaling.
//!
//! plotters thinks in whole numbers. Here a number on the x axis means one of two things: up to the
//! gutter's edge it is tenths of a pixel (the room for tick labels, left of the plot), beyond it
//! hundredths of a percent of the plot's width. Numbers on the y axis are tenths of a pixel. So
//! marks stretch with the page while text and line widths keep their size.
//!
//! Colours are never written: each mark carries a class, and the style sheet says what it looks
//! like on a light page, a dark one and on paper. The gutter itself is a margin set by the style
//! sheet, so percentages count from the plot's edge and labels stand at negative pixels.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, TextStyle};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

use super::text;
use crate::render::xml::escape_into;

/// The plot's width in plotters' numbers: hundredths of a percent.
pub const FULL_WIDTH: i32 = 10_000;

/// From the middle of a line of 13 px text down to its baseline, in tenths of a pixel.
const MIDDLE_TO_BASELINE: i32 = 45;
/// From the top of a line of 13 px text down to its baseline, in tenths of a pixel.
const TOP_TO_BASELINE: i32 = 115;

/// What drawing returns; the backend itself cannot fail, it only appends to a string.
pub type Drawn = Result<(), DrawingAreaErrorKind<Infallible>>;

/// A mark's role. It travels through plotters as a colour and leaves as a class name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Not drawn (plotters insists on an axis style where it should only place labels).
    None,
    /// Grid lines.
    Grid,
    /// The zero line.
    Axis,
    /// Tick labels.
    Label,
    /// The balance line and its dots.
    Line,
    /// A target.
    Target,
    /// The page's colour around a target that crosses a bar.
    Halo,
}

/// Class names, in the order of [`Ink`].
const CLASSES: [&str; 7] = ["", "grid", "axis", "tick", "line", "target", "halo"];

impl Color for Ink {
    fn to_backend_color(&self) -> BackendColor {
        BackendColor { alpha: if *self == Self::None { 0.0 } else { 1.0 }, rgb: (1, 0, *self as u8) }
    }
}

/// The class for a colour made from an [`Ink`]; `None` for what is not to be drawn.
fn class_of(color: BackendColor) -> Option<&'static str> {
    if color.alpha == 0.0 {
        return None;
    }
    CLASSES.get(usize::from(color.rgb.2)).copied()
}

/// The text style of tick labels.
pub fn tick_style() -> TextStyle<'static> {
    TextStyle {
        font: FontDesc::new(FontFamily::SansSerif, 13.0, FontStyle::Normal),
        color: Ink::Label.to_backend_color(),
        pos: Pos::new(HPos::Right, VPos::Center),
    }
}

/// Collects SVG elements.
pub struct SvgBackend {
    gutter: i32,
    height: i32,
    out: String,
}

/// Runs `draw` on an empty plot and returns the SVG elements it drew.
///
/// `gutter_px` is the room left of the plot in pixels, `height_px` the plot's height.
pub fn drawing(gutter_px: i32, height_px: i32, draw: impl FnOnce(&DrawingArea<SvgBackend, Shift>) -> Drawn) -> String {
    let backend = Rc::new(RefCell::new(SvgBackend {
        gutter: gutter_px * 10,
        height: height_px.saturating_mul(10),
        out: String::with_capacity(4_096),
    }));
    let drawn = draw(&DrawingArea::from(&backend));
    // Only a plot without any area or a nested borrow could fail, and no chart makes either. Should
    // it happen all the same, the page keeps its table, which holds every number.
    debug_assert!(drawn.is_ok(), "{drawn:?}");
    if drawn.is_err() {
        return String::new();
    }
    std::mem::take(&mut backend.borrow_mut().out)
}

/// Appends a whole number. Charts are mostly coordinates, and this needs no allocation.
fn push_whole(out: &mut String, value: u32) {
    if value >= 10 {
        push_whole(out, value / 10);
    }
    out.push(char::from(b'0' + (value % 10) as u8));
}

/// Appends `hundredths` as a decimal number without needless zeros: 1250 becomes `12.5`.
fn push_hundredths(out: &mut String, hundredths: i32) {
    if hundredths < 0 {
        out.push('-');
    }
    let value = hundredths.unsigned_abs();
    push_whole(out, value / 100);
    let rest = value % 100;
    if rest == 0 {
        return;
    }
    out.push('.');
    out.push(char::from(b'0' + (rest / 10) as u8));
    if !rest.is_multiple_of(10) {
        out.push(char::from(b'0' + (rest % 10) as u8));
    }
}

impl SvgBackend {
    /// Appends ` name="12.34%"`, or pixels left of the gutter's edge.
    fn x(&mut self, name: &str, x: i32) {
        self.open(name);
        let from_edge = x - self.gutter;
        if from_edge < 0 {
            push_hundredths(&mut self.out, from_edge * 10);
        } else {
            self.percent(from_edge);
        }
        self.out.push('"');
    }

    /// Appends ` name="56.7"`, from tenths of a pixel.
    fn y(&mut self, name: &str, y: i32) {
        self.open(name);
        push_hundredths(&mut self.out, y.saturating_mul(10));
        self.out.push('"');
    }

    fn open(&mut self, name: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
    }

    fn percent(&mut self, hundredths: i32) {
        push_hundredths(&mut self.out, hundredths);
        if hundredths != 0 {
            self.out.push('%');
        }
    }

    fn start(&mut self, element: &str, class: &str) {
        self.out.push('<');
        self.out.push_str(element);
        self.out.push_str(" class=\"");
        self.out.push_str(class);
        self.out.push('"');
    }

    fn end(&mut self, element: &str, title: &str) {
        if title.is_empty() {
            self.out.push_str("/>");
            return;
        }
        self.out.push_str("><title>");
        escape_into(&mut self.out, title);
        self.out.push_str("</title></");
        self.out.push_str(element);
        self.out.push('>');
    }

    /// A rectangle between two opposite corners, in any order. `pattern` fills it with one of
    /// [`super::patterns`]; a `title` is what a pointer resting on it shows.
    pub fn rect(&mut self, a: BackendCoord, b: BackendCoord, class: &str, pattern: Option<&str>, title: &str) {
        let (left, right) = (a.0.min(b.0), a.0.max(b.0));
        let (top, bottom) = (a.1.min(b.1), a.1.max(b.1));
        self.start("rect", class);
        self.x("x", left);
        self.y("y", top);
        self.open("width");
        self.percent(right - left);
        self.out.push('"');
        self.y("height", bottom - top);
        if let Some(pattern) = pattern {
            // An attribute, not a rule: in a style sheet some browsers look for the pattern in the
            // style sheet's own file.
            self.out.push_str(" fill=\"url(#");
            self.out.push_str(pattern);
            self.out.push_str(")\"");
        }
        self.end("rect", title);
    }

    /// A dot of `radius` pixels on the balance line.
    pub fn dot(&mut self, center: BackendCoord, radius: u32, title: &str) {
        self.start("circle", "dot");
        self.x("cx", center.0);
        self.y("cy", center.1);
        self.open("r");
        self.out.push_str(&radius.to_string());
        self.out.push('"');
        self.end("circle", title);
    }

    /// A line of text whose baseline starts, is centred or ends at a point, moved right by
    /// `shift_px` pixels; `more` follows in a quieter look. Empty text draws nothing.
    pub fn text(&mut self, at: BackendCoord, shift_px: i32, anchor: HPos, class: &str, (words, more): (&str, &str)) {
        if words.is_empty() {
            return;
        }
        self.start("text", class);
        self.x("x", at.0);
        self.y("y", at.1);
        if shift_px != 0 {
            self.y("dx", shift_px * 10);
        }
        match anchor {
            HPos::Left => {}
            HPos::Center => self.out.push_str(" text-anchor=\"middle\""),
            HPos::Right => self.out.push_str(" text-anchor=\"end\""),
        }
        self.out.push('>');
        escape_into(&mut self.out, words);
        if !more.is_empty() {
            self.out.push_str("<tspan dx=\"8\" class=\"more\">");
            escape_into(&mut self.out, more);
            self.out.push_str("</tspan>");
        }
        self.out.push_str("</text>");
    }
}

impl DrawingBackend for SvgBackend {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        // plotters' last number is size − 1, so that one more is needed to reach the edge itself.
        let size = |n: i32| n.unsigned_abs() + 1;
        (size(self.gutter + FULL_WIDTH), size(self.height))
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Result<(), DrawingErrorKind<Infallible>> {
        // A pixel means nothing where width is a percentage, and no chart here draws one.
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        if let Some(class) = class_of(style.color()) {
            self.start("line", class);
            self.x("x1", from.0);
            self.x("x2", to.0);
            self.y("y1", from.1);
            self.y("y2", to.1);
            self.end("line", "");
        }
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        _fill: bool,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        if let Some(class) = class_of(style.color()) {
            self.rect(upper_left, bottom_right, class, None, "");
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let points: Vec<BackendCoord> = path.into_iter().collect();
        if let [from, to] = points[..] {
            return self.draw_line(from, to, style);
        }
        let Some(class) = class_of(style.color()) else {
            return Ok(());
        };
        // Points of a polyline take no percentages, so this one element stretches in an SVG of its
        // own; its stroke does not, and there is no text inside. The height must be said.
        let height = self.height;
        self.out.push_str("<svg width=\"100%\"");
        self.y("height", height);
        self.out.push_str(&format!(" viewBox=\"0 0 {FULL_WIDTH} {height}\" preserveAspectRatio=\"none\" overflow=\"visible\">"));
        self.start("polyline", class);
        self.out.push_str(" vector-effect=\"non-scaling-stroke\" points=\"");
        for (i, (x, y)) in points.iter().enumerate() {
            if i > 0 {
                self.out.push(' ');
            }
            push_hundredths(&mut self.out, (x - self.gutter) * 100);
            self.out.push(',');
            push_hundredths(&mut self.out, y * 100);
        }
        self.out.push_str("\"/></svg>");
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        _fill: bool,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        if class_of(style.color()).is_some() {
            self.dot(center, radius, "");
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        _: I,
        _: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        // The default would paint it pixel by pixel; no chart here fills a polygon.
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        words: &str,
        style: &S,
        at: BackendCoord,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        if let Some(class) = class_of(style.color()) {
            let down = match style.anchor().v_pos {
                VPos::Top => TOP_TO_BASELINE,
                VPos::Center => MIDDLE_TO_BASELINE,
                VPos::Bottom => 0,
            };
            let at = (at.0, at.1 + down);
            self.text(at, 0, style.anchor().h_pos, class, (words, ""));
        }
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(&self, words: &str, _: &S) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok((text::width(words, false).unsigned_abs(), 160))
    }
}
