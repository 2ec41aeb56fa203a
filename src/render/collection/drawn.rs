//! The charts of collection.

use super::super::charts::{self, ScoreLabels, ScorePoint, StackItem, StackLabels};
use super::super::site::Site;
use super::{owing_text, percent, rate_text};
use crate::figures::collection::{Cell, Summary};
use crate::model::{Exact, Locale, Money, Period};

/// A number for each period, in the unit of its chart.
struct Course<'a> {
    id: &'a str,
    title: &'a str,
    unit: &'a str,
    note: &'a str,
    full: f64,
    points: Vec<(Period, Option<f64>, String)>,
}

fn course(site: &Site<'_>, course: &Course<'_>, draw: fn(&[ScorePoint], &ScoreLabels) -> String) -> String {
    let words: Vec<[String; 2]> = course.points.iter().map(|(period, _, _)| site.strings().short_period(*period)).collect();
    let points: Vec<ScorePoint<'_>> = course
        .points
        .iter()
        .zip(&words)
        .map(|((_, value, text), [label, group])| ScorePoint { label, group, value: *value, value_text: text })
        .collect();
    let labels = ScoreLabels {
        frame: site.strings().frame(course.id, course.title, 2),
        name: course.title,
        unit: course.unit,
        description: course.note,
        reached: "",
        missed: "",
        target: "",
        full: course.full,
        columns: [site.strings().get("accounts.period"), course.title, ""],
    };
    draw(&points, &labels)
}

fn periods<'s>(site: &'s Site<'_>) -> impl Iterator<Item = (Period, &'s Summary)> {
    site.community.collection.iter().map(|s| s.period.value).zip(&site.figures.collection.periods)
}

/// The rate from period to period.
pub fn rates(site: &Site<'_>) -> String {
    let strings = site.strings();
    let point = |(period, s): (Period, &Summary)| {
        let rate = s.rate();
        let text = rate.as_ref().map(rate_text).unwrap_or_default();
        (period, rate.map(|r| r.approximate()), text)
    };
    let points: Vec<_> = periods(site).map(point).collect();
    let first = charts::first_tick(points.iter().map(|(_, value, _)| *value));
    let note = if first > 0 {
        strings.fill("collection.chart_rate_note_from", &[("first", &first.to_string())])
    } else {
        strings.get("collection.chart_rate_note").to_owned()
    };
    let title = strings.get("collection.chart_rate");
    let of = Course { id: "collection-rate", title, unit: "%", note: &note, full: 100.0, points };
    course(site, &of, charts::rate_by_period)
}

/// Arrears at the end of each period, in the larger unit; empty where no period says.
pub fn arrears(site: &Site<'_>) -> String {
    let strings = site.strings();
    let fen = match site.locale {
        Locale::ZhCn => 1_000_000,
        Locale::En => 100_000,
    };
    let in_unit = |amount: Money| &Exact::from_decimal(amount.fen(), 0) / &Exact::from_integer(fen);
    let point = |(period, s): (Period, &Summary)| {
        let value = s.arrears.map(in_unit);
        let text = value.as_ref().map(|v| v.separated(1)).unwrap_or_default();
        (period, value.map(|v| v.approximate()), text)
    };
    let points: Vec<_> = periods(site).map(point).collect();
    if points.iter().all(|(_, value, _)| value.is_none()) {
        return String::new();
    }
    let (title, note) = (strings.get("collection.chart_arrears"), strings.get("collection.chart_arrears_note"));
    let of = Course { id: "collection-arrears", title, unit: strings.get("chart.unit_larger"), note, full: 0.0, points };
    course(site, &of, |points, labels| charts::score_by_period(points, None, labels))
}

/// A bar before it is drawn.
pub struct Bar<'a> {
    pub name: String,
    pub cell: &'a Cell,
}

/// What was collected and what is unpaid, in shares of what was billed: of buildings or of items.
pub fn shares(site: &Site<'_>, id: &str, [title, note, column]: [&str; 3], bars: &[Bar<'_>]) -> String {
    let strings = site.strings();
    // A share needs no more than hundredths of a per cent.
    let parts: Vec<[u64; 2]> = bars
        .iter()
        .map(|bar| {
            let paid = bar.cell.sums().rate().map_or(0, |r| (r * Exact::from_integer(100)).rounded(0).parse().unwrap_or(0));
            [paid, 10_000_u64.saturating_sub(paid)]
        })
        .collect();
    let rates: Vec<String> = bars.iter().map(|bar| percent(site, bar.cell.sums().rate())).collect();
    let cells: Vec<[String; 2]> = bars.iter().zip(&rates).map(|(bar, rate)| [rate.clone(), owing_text(site, bar.cell)]).collect();
    let items: Vec<StackItem<'_>> = (0..bars.len())
        .map(|i| StackItem { name: &bars[i].name, parts: &parts[i], words: &rates[i], more: "", cells: &cells[i] })
        .collect();
    charts::stacked(
        &items,
        &StackLabels {
            frame: strings.frame(id, title, 3),
            name: strings.get("collection.rate"),
            unit: "",
            description: note,
            series: &[strings.get("collection.paid"), strings.get("collection.unpaid")],
            columns: &[column, strings.get("collection.rate"), strings.get("collection.owing")],
            whole: true,
        },
    )
}
