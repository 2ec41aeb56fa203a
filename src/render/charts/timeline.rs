//! What happened when: one row a step, its days on a common axis of time.

use plotters::chart::ChartBuilder;
use plotters::element::PathElement;
use plotters::style::text_anchor::HPos;

use super::figure::{Cell, Frame, Panel, Swatch, figure, key};
use super::marks::{Bar, Label, Look, When};
use super::svg_backend::{Ink, drawing};

/// One step.
#[derive(Clone, Debug)]
pub struct TimelineItem<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its days in words, or why there are none.
    pub when: String,
    /// First and last day of each thing that happened, as day numbers.
    pub spans: Vec<(i32, i32)>,
    /// Whether it came where it belongs.
    pub in_order: bool,
    /// How it stands, for the table.
    pub state: &'a str,
}

/// The words of [`timeline`].
#[derive(Clone, Copy, Debug)]
pub struct TimelineLabels<'a> {
    /// Title, id and table summary.
    pub frame: Frame<'a>,
    /// Name of the drawing.
    pub name: &'a str,
    /// A sentence on it.
    pub description: &'a str,
    /// "In order" and "out of order", in the key.
    pub in_order: &'a str,
    /// See `in_order`.
    pub out_of_order: &'a str,
    /// Table headers: step, days, state.
    pub columns: [&'a str; 3],
}

/// Pixels: a line of words, the gap below it, a bar, the gap before the next row, the axis.
const LINE: i32 = 18;
const BELOW_NAME: i32 = 3;
const BAR: i32 = 12;
const BELOW_BAR: i32 = 10;
const ROW: i32 = LINE + BELOW_NAME + BAR + BELOW_BAR;
const AXIS: i32 = 22;
/// A single day is this share of the axis, so that it can be seen.
const LEAST: f64 = 0.015;
/// The axis reaches this share beyond the first and the last day.
const MARGIN: f64 = 0.03;
/// An axis is at least so many days long.
const SHORTEST: f64 = 20.0;

/// The figure. `ticks` are day numbers with their labels, far enough from each other that labels never touch.
pub fn timeline(items: &[TimelineItem], ticks: &[(i32, String)], labels: &TimelineLabels) -> String {
    let height = ROW * items.len() as i32;
    let days = items.iter().flat_map(|i| &i.spans).flat_map(|(from, until)| [f64::from(*from), f64::from(*until) + 1.0]);
    let (first, last) = days.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), day| (low.min(day), high.max(day)));
    let drawable = first <= last;
    let long = (last - first).max(SHORTEST);
    let (low, high) = (first - long * MARGIN, first + long * (1.0 + MARGIN));
    let panel = Panel {
        name: labels.name,
        unit: "",
        description: labels.description,
        aside: if items.iter().all(|i| i.in_order) {
            String::new()
        } else {
            key(&[(Swatch::First, labels.in_order), (Swatch::Second, labels.out_of_order)])
        },
        gutters: (0, 0),
        height: height + AXIS,
        drawing: if drawable { draw(items, ticks, low, high, height) } else { String::new() },
    };
    let cell = |words: &str| Cell::Text(words.to_owned());
    let rows: Vec<Vec<Cell>> =
        if drawable { items.iter().map(|i| vec![cell(i.name), cell(&i.when), cell(i.state)]).collect() } else { Vec::new() };
    figure(&labels.frame, "chart-fund", &[panel], &labels.columns, &rows)
}

fn draw(items: &[TimelineItem], ticks: &[(i32, String)], low: f64, high: f64, height: i32) -> String {
    let within: Vec<(f64, &str)> = ticks
        .iter()
        .map(|(day, label)| (f64::from(*day), label.as_str()))
        .filter(|(day, _)| low <= *day && *day <= high)
        .collect();
    let least = (high - low) * LEAST;
    drawing(0, height, |root| {
        // The y axis counts pixels downwards.
        let mut chart = ChartBuilder::on(root).build_cartesian_2d(low..high, f64::from(height.max(1))..0.0)?;
        for (nth, item) in items.iter().enumerate() {
            let top = f64::from(ROW * nth as i32);
            let over = top + f64::from(LINE + BELOW_NAME);
            let under = over + f64::from(BAR);
            chart.draw_series([Label {
                at: (low, top),
                right: 0,
                down: LINE - 5,
                anchor: HPos::Left,
                class: "name",
                when: When::Always,
                words: item.name,
                more: &item.when,
            }])?;
            let track = Bar { corners: [(low, over), (high, under)], look: Look::Track, lying: true, title: "" };
            chart.draw_series([track])?;
            // Across the bars only, for lines all the way down would cross the words.
            let lines = within.iter().map(|(day, _)| PathElement::new(vec![(*day, over), (*day, under)], Ink::Axis));
            chart.draw_series(lines)?;
            for (from, until) in &item.spans {
                let start = f64::from(*from).min(high - least);
                let end = (f64::from(*until) + 1.0).max(start + least);
                chart.draw_series([Bar {
                    corners: [(start, over), (end, under)],
                    look: if item.in_order { Look::First } else { Look::Second },
                    lying: true,
                    title: &item.when,
                }])?;
            }
        }
        for (day, words) in &within {
            let share = (day - low) / (high - low);
            let anchor = match share {
                share if share < 0.06 => HPos::Left,
                share if share > 0.94 => HPos::Right,
                _ => HPos::Center,
            };
            chart.draw_series([Label {
                at: (*day, f64::from(height)),
                right: 0,
                down: AXIS - 6,
                anchor,
                class: "tick",
                when: When::Always,
                words,
                more: "",
            }])?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LABELS: TimelineLabels<'_> = TimelineLabels {
        frame: Frame { id: "t", title: "t", level: 2, table: "numbers", empty: "nothing" },
        name: "chain",
        description: "",
        in_order: "in order",
        out_of_order: "out of order",
        columns: ["step", "days", "state"],
    };

    fn item(spans: Vec<(i32, i32)>, in_order: bool) -> TimelineItem<'static> {
        TimelineItem { name: "<vote>", when: "\"when\"".to_owned(), spans, in_order, state: "done" }
    }

    /// Every value of the attributes called `name`, in percent.
    fn percents<'a>(html: &'a str, name: &str) -> Vec<f64> {
        let open = format!(" {name}=\"");
        let value = |rest: &'a str| rest.split('"').next().and_then(|v| v.trim_end_matches('%').parse().ok());
        html.split(open.as_str()).skip(1).filter_map(value).collect()
    }

    #[test]
    fn marks_stay_in_the_drawing_whatever_the_days() {
        for spans in
            [vec![(0, 0)], vec![(i32::MIN, i32::MIN), (i32::MAX, i32::MAX)], vec![(20_000, 19_000)], vec![(5, 9), (7, 400)]]
        {
            let ticks = [(0, "a".to_owned()), (i32::MAX, "b".to_owned())];
            let html = timeline(&[item(spans, true), item(vec![(0, 3)], false), item(vec![], true)], &ticks, &LABELS);
            let plot = html.split("<svg class=\"chart-plot").nth(1).unwrap();
            for name in ["x", "x1", "x2"] {
                assert!(percents(plot, name).iter().all(|x| (0.0..=100.0).contains(x)), "{html}");
            }
            let bars = plot.split("<rect").skip(1).map(|rect| (percents(rect, "x")[0], percents(rect, "width")[0]));
            assert!(bars.into_iter().all(|(x, width)| width > 0.0 && x + width <= 100.01), "{html}");
            assert!(!html.contains("NaN") && !html.contains("<vote>") && !html.contains(" style="));
            assert!(html.contains("out of order") && html.contains("chart-hatch"));
        }
    }

    #[test]
    fn without_a_day_there_is_nothing_to_draw() {
        let html = timeline(&[item(vec![], true)], &[], &LABELS);
        assert!(html.contains("nothing") && !html.contains("<svg"));
        assert!(timeline(&[], &[], &LABELS).contains("nothing"));
    }
}
