//! Income and expense by month, with the running balance above on an axis of its own.

use plotters::series::LineSeries;

use super::figure::{Cell, Frame, Panel, Swatch, figure, gutter, key, latest};
use super::half_width;
use super::labels::{Axis, NARROW, Spot, WIDE, labels};
use super::marks::{Bar, Dot, Look};
use super::plot::{Linear, Upright};
use super::scale;
use super::svg_backend::Ink;
use super::text;

/// One month.
#[derive(Clone, Copy, Debug)]
pub struct MonthPoint<'a> {
    /// With its year, "2024年1月": titles, the table, and the first label on the axis.
    pub label_long: &'a str,
    /// On the axis, "2月"; the same as `label_long` where a year starts.
    pub label_short: &'a str,
    /// Income in fen; negative if more was taken back than came in.
    pub income_fen: i128,
    /// Expense in fen, positive when money went out.
    pub expense_fen: i128,
    /// Balance at the month's end in fen.
    pub balance_fen: i128,
}

/// The words of [`monthly_money`].
#[derive(Clone, Copy, Debug)]
pub struct MoneyLabels<'a> {
    /// Title, id and table summary.
    pub frame: Frame<'a>,
    /// Name of the upper drawing: "balance at month's end".
    pub balance: &'a str,
    /// A sentence on it.
    pub balance_description: &'a str,
    /// Name of the lower drawing: "income and expense by month".
    pub flow: &'a str,
    /// A sentence on it.
    pub flow_description: &'a str,
    /// "Income", in the key and in titles of bars.
    pub income: &'a str,
    /// "Expense", likewise.
    pub expense: &'a str,
    /// Units to choose from by magnitude: fen and name, `[(100, "元"), (1_000_000, "万元")]`.
    pub units: &'a [(i128, &'a str)],
    /// Table headers: month, income, expense, balance (the last three in yuan).
    pub columns: [&'a str; 4],
}

/// Pixels of the upper plot, the lower plot and the labels below it.
const BALANCE_HEIGHT: i32 = 104;
const FLOW_HEIGHT: i32 = 176;
const LABELS_HEIGHT: i32 = 24;
/// Beyond so many months the dots on the line would touch on a phone.
const MOST_DOTS: usize = 30;

/// A month as drawn: amounts in fen, kept within [`scale::LIMIT`].
struct Flow {
    income: i128,
    expense: i128,
}

impl Flow {
    /// What is stacked above zero: income, then money that came back from an expense.
    fn up(&self) -> i128 {
        self.income.max(0) + (-self.expense).max(0)
    }
    /// What is stacked below zero: expense, then income taken back.
    fn down(&self) -> i128 {
        self.expense.max(0) + (-self.income).max(0)
    }
}

/// The figure of income and expense by month with the running balance above: one unit for both
/// drawings, months in the order given, a table of exact yuan.
pub fn monthly_money(points: &[MonthPoint], labels: &MoneyLabels) -> String {
    let flows: Vec<Flow> =
        points.iter().map(|p| Flow { income: scale::drawable(p.income_fen), expense: scale::drawable(p.expense_fen) }).collect();
    let balances: Vec<i128> = points.iter().map(|p| scale::drawable(p.balance_fen)).collect();
    let up = flows.iter().map(Flow::up).max().unwrap_or(0);
    let down = flows.iter().map(Flow::down).max().unwrap_or(0);
    let top = balances.iter().copied().max().unwrap_or(0).max(0);
    let bottom = balances.iter().copied().min().unwrap_or(0).min(0);
    let (divisor, unit) = scale::unit(labels.units, up.max(down).max(top).max(-bottom));

    let flow_ticks = scale::ticks(-down, up, 6);
    let balance_ticks = scale::ticks(bottom, top, 5);
    let write = |ticks: &[i128], signed: bool| -> Vec<(f64, String)> {
        let places = scale::places(scale::distance(ticks, divisor), divisor);
        let text = |t: i128| scale::in_units(if signed { t } else { t.abs() }, divisor, places);
        ticks.iter().map(|&t| (t as f64, text(t))).collect()
    };
    // Below zero stands what went out: its size, not a minus sign.
    let flow_ticks = write(&flow_ticks, false);
    let balance_ticks = write(&balance_ticks, true);
    // The months of both drawings stand above each other, so they share a gutter.
    let all_ticks = flow_ticks.iter().chain(&balance_ticks);
    let left = gutter(all_ticks.map(|(_, text)| text::width(text, false)));

    let upright = |height, range, ticks| Upright {
        left,
        height,
        columns: points.len(),
        seams: years(points),
        scale: Linear { range, ticks },
    };
    let plots = Plots {
        points,
        labels,
        unit: &unit_after(labels.units),
        // The figure of the highest tick stands clear of the top of this low drawing.
        balance: upright(BALANCE_HEIGHT, scale::padded(bottom, top.saturating_add(top / 12), divisor), balance_ticks),
        flow: upright(FLOW_HEIGHT, scale::padded(-down, up, divisor), flow_ticks),
    };
    let aside = points.last().map_or_else(String::new, |last| latest(last.label_long, &scale::about(last.balance_fen, divisor)));
    let panels = [
        Panel {
            name: labels.balance,
            unit,
            description: labels.balance_description,
            aside,
            gutters: (left, 0),
            height: BALANCE_HEIGHT + 8,
            drawing: plots.balance(&balances),
        },
        Panel {
            name: labels.flow,
            unit,
            description: labels.flow_description,
            aside: key(&[(Swatch::First, labels.income), (Swatch::Second, labels.expense)]),
            gutters: (left, 0),
            height: FLOW_HEIGHT + LABELS_HEIGHT,
            drawing: plots.flow(&flows),
        },
    ];
    let rows: Vec<Vec<Cell>> = points
        .iter()
        .map(|p| {
            vec![
                Cell::Text(p.label_long.to_owned()),
                Cell::Number(scale::yuan(p.income_fen)),
                Cell::Number(scale::yuan(p.expense_fen)),
                Cell::Number(scale::yuan(p.balance_fen)),
            ]
        })
        .collect();
    figure(&labels.frame, "chart-money", &panels, &labels.columns, &rows)
}

/// The name of the unit of 100 fen, with a space before it, for exact amounts in titles.
pub(super) fn unit_after(units: &[(i128, &str)]) -> String {
    units.iter().find(|(fen, name)| *fen == 100 && !name.is_empty()).map_or_else(String::new, |(_, name)| format!(" {name}"))
}

/// Both drawings.
struct Plots<'a> {
    points: &'a [MonthPoint<'a>],
    labels: &'a MoneyLabels<'a>,
    /// After an exact amount.
    unit: &'a str,
    balance: Upright,
    flow: Upright,
}

impl Plots<'_> {
    fn balance(&self, balances: &[i128]) -> String {
        let at = |i: usize, fen: i128| (i as f64 + 0.5, fen as f64);
        let line: Vec<(f64, f64)> = balances.iter().enumerate().map(|(i, b)| at(i, *b)).collect();
        let titles: Vec<String> = self
            .points
            .iter()
            .map(|p| {
                let amount = scale::yuan(p.balance_fen);
                format!("{} {} {amount}{}", p.label_long, self.labels.balance, self.unit)
            })
            .collect();
        self.balance.draw(|chart| {
            chart.draw_series([self.balance.level(0.0, Ink::Axis)])?;
            // One point has no line, only its dot.
            if line.len() > 1 {
                chart.draw_series(LineSeries::new(line.iter().copied(), Ink::Line))?;
            }
            let few = line.len() <= MOST_DOTS;
            let dots = line.iter().zip(&titles).enumerate();
            let shown = dots.filter(|(i, _)| few || i + 1 == line.len());
            chart.draw_series(shown.map(|(i, (at, title))| Dot {
                at: *at,
                radius: if i + 1 == line.len() { 4 } else { 2 },
                title,
            }))?;
            Ok(())
        })
    }

    fn flow(&self, flows: &[Flow]) -> String {
        let half = half_width(self.points.len(), 0.41);
        let title = |p: &MonthPoint, name: &str, fen: i128| format!("{} {name} {}{}", p.label_long, scale::yuan(fen), self.unit);
        let mut bars: Vec<(usize, i128, i128, Look, String)> = Vec::new();
        for (i, (flow, p)) in flows.iter().zip(self.points).enumerate() {
            let (income, expense) = (flow.income, flow.expense);
            // Income taken back stands beyond the expense, money back beyond the income: no bar
            // hides another, and the whole column is what came in or went out.
            let income_from = if income < 0 { -expense.max(0) } else { 0 };
            let expense_from = if expense < 0 { income.max(0) } else { 0 };
            if income != 0 {
                let words = title(p, self.labels.income, p.income_fen);
                bars.push((i, income_from, income_from + income, Look::First, words));
            }
            if expense != 0 {
                let words = title(p, self.labels.expense, p.expense_fen);
                bars.push((i, expense_from, expense_from - expense, Look::Second, words));
            }
        }
        self.flow.draw(|chart| {
            chart.draw_series(bars.iter().map(|(i, from, to, look, title)| {
                let middle = *i as f64 + 0.5;
                Bar { corners: [(middle - half, *from as f64), (middle + half, *to as f64)], look: *look, lying: false, title }
            }))?;
            chart.draw_series([self.flow.level(0.0, Ink::Axis)])?;
            let (narrow, wide) = (self.months(NARROW), self.months(WIDE));
            chart.draw_series(labels(&narrow, &wide, self.flow.scale.range.start))?;
            Ok(())
        })
    }

    /// The months named under a figure of this width. The first has its year.
    fn months(&self, figure_px: i32) -> Vec<Spot<'_>> {
        let words = |column: usize, first: bool| {
            let point = &self.points[column];
            if first { point.label_long } else { point.label_short }
        };
        let axis = Axis {
            columns: self.points.len(),
            plot: (figure_px - self.flow.left) * 10,
            left: self.flow.left * 10,
            gap: 80,
            // Counted from the first start of a year, so that quarters fall on 1, 4, 7 and 10.
            anchor: self.points.iter().position(starts_year).unwrap_or(0),
            lead: true,
        };
        let placed =
            axis.place(&[1, 2, 3, 6, 12, 24, 36, 60, 120, 240], |column, first| text::width(words(column, first), false));
        let months = placed.iter().enumerate().map(|(nth, p)| Spot {
            at: p.at(axis.columns),
            anchor: p.anchor,
            down: 19,
            class: "tick",
            words: words(p.column, nth == 0),
        });
        months.collect()
    }
}

/// Months before which a year starts; none where the caller has only one kind of label, for then
/// nothing says where.
fn years(points: &[MonthPoint]) -> Vec<usize> {
    if points.iter().all(starts_year) {
        return Vec::new();
    }
    (1..points.len()).filter(|i| starts_year(&points[*i])).collect()
}

/// Whether the caller's two labels are one, which is how it says that a year starts.
fn starts_year(point: &MonthPoint) -> bool {
    point.label_long == point.label_short
}
