//! Charts: data and words in, an HTML `<figure>` out.
//!
//! Each figure has a heading, one or two drawings (`<svg role="img">` with title and description)
//! and, folded below, a table of the numbers drawn. plotters does the mapping, grid and series; our
//! [`svg_backend`] writes SVG whose bars stretch with the page while text stays at 13 px. Looks live
//! in `themes/default/charts.css`; there is no inline style or script. All words come from the
//! caller. The same input gives the same bytes.

mod budget;
mod category;
mod figure;
mod labels;
mod marks;
mod money;
mod plot;
mod rows;
mod scale;
mod score;
mod stack;
mod svg_backend;
mod text;
mod timeline;

pub use budget::{BudgetItem, BudgetLabels, budget_against_actual};
pub use category::{CategoryItem, CategoryLabels, by_category};
pub use figure::Frame;
pub use money::{MoneyLabels, MonthPoint, monthly_money};
pub use score::{ClauseItem, ScoreLabels, ScorePoint, first_tick, rate_by_period, score_by_clause, score_by_period};
pub use stack::{StackItem, StackLabels, stacked};
pub use timeline::{TimelineItem, TimelineLabels, timeline};

/// Half a bar's width in columns: `most`, but never wider than 12 % of the plot, so that the first
/// month of a record is a bar and not a wall.
fn half_width(columns: usize, most: f64) -> f64 {
    most.min(0.06 * columns as f64)
}

/// The hatch and the dots that figures refer to. Put it into each page with charts exactly once, anywhere in the
/// body; it takes no room. Never hide it by `display: none`, or hatched bars turn empty.
pub fn patterns() -> &'static str {
    "<svg class=\"chart-defs\" width=\"0\" height=\"0\" aria-hidden=\"true\" focusable=\"false\"><defs>\
     <pattern id=\"chart-hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" \
     patternTransform=\"rotate(45)\"><rect class=\"chart-hatch-ground\" width=\"5\" height=\"5\"/>\
     <rect class=\"chart-hatch-line\" width=\"2\" height=\"5\"/></pattern>\
     <pattern id=\"chart-dots\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\">\
     <rect class=\"chart-hatch-ground\" width=\"5\" height=\"5\"/>\
     <circle class=\"chart-dots-dot\" cx=\"2.5\" cy=\"2.5\" r=\"1.2\"/></pattern></defs></svg>\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNITS: &[(i128, &str)] = &[(100, "元"), (1_000_000, "万元")];
    const EVIL: &str = "<b a=\"1\" c='2'>&\u{0}</b>";

    fn frame(title: &str) -> Frame<'_> {
        Frame { id: "c", title, level: 2, table: "数字表", empty: "没有数据" }
    }

    fn money(months: &[(i128, i128, i128)], word: &str) -> String {
        let names: Vec<[String; 2]> = (0..months.len())
            .map(|i| {
                let long = format!("{word}{}年{}月", 2024 + i / 12, i % 12 + 1);
                let short = if i % 12 == 0 { long.clone() } else { format!("{}月", i % 12 + 1) };
                [long, short]
            })
            .collect();
        let points: Vec<MonthPoint> = months
            .iter()
            .zip(&names)
            .map(|(&(income_fen, expense_fen, balance_fen), [label_long, label_short])| MonthPoint {
                label_long,
                label_short,
                income_fen,
                expense_fen,
                balance_fen,
            })
            .collect();
        let labels = MoneyLabels {
            frame: frame(word),
            balance: word,
            balance_description: word,
            flow: word,
            flow_description: word,
            income: word,
            expense: word,
            units: UNITS,
            columns: [word; 4],
        };
        monthly_money(&points, &labels)
    }

    fn category(amounts: &[i128], word: &str) -> String {
        let item = |a: &i128| CategoryItem { name: word, amount_fen: *a };
        let items: Vec<CategoryItem> = amounts.iter().map(item).collect();
        let labels = CategoryLabels { frame: frame(word), name: word, description: word, units: UNITS, columns: [word; 3] };
        by_category(&items, &labels)
    }

    fn stack(parts: &[&[u64]], whole: bool, word: &str) -> String {
        let cells: Vec<String> = vec![word.to_owned(); 8];
        let items: Vec<StackItem> =
            parts.iter().map(|p| StackItem { name: word, parts: p, words: word, more: word, cells: &cells }).collect();
        let labels = StackLabels {
            frame: frame(word),
            name: word,
            unit: word,
            description: word,
            series: &[word; 6],
            columns: &[word; 9],
            whole,
        };
        stacked(&items, &labels)
    }

    fn budget(amounts: &[(i128, i128)], word: &str) -> String {
        let item = |(b, a): &(i128, i128)| BudgetItem { name: word, budget_fen: *b, actual_fen: *a, percent: word };
        let items: Vec<BudgetItem> = amounts.iter().map(item).collect();
        let labels = BudgetLabels {
            frame: frame(word),
            name: word,
            description: word,
            budget: word,
            actual: word,
            units: UNITS,
            columns: [word; 4],
        };
        budget_against_actual(&items, &labels)
    }

    fn scores(values: &[Option<f64>], target: Option<f64>, full: f64, word: &str) -> [String; 3] {
        let labels = ScoreLabels {
            frame: frame(word),
            name: word,
            unit: word,
            description: word,
            reached: word,
            missed: word,
            target: word,
            full,
            columns: [word; 3],
        };
        let point = |v: &Option<f64>| ScorePoint { label: word, group: word, value: *v, value_text: word };
        let item = |v: &Option<f64>| ClauseItem { name: word, value: *v, value_text: word, reached: true };
        let points: Vec<ScorePoint> = values.iter().map(point).collect();
        let items: Vec<ClauseItem> = values.iter().map(item).collect();
        let rates = rate_by_period(&points, &labels);
        [score_by_period(&points, target, &labels), score_by_clause(&items, target, &labels), rates]
    }

    /// A figure of every kind, from harmless to hostile.
    fn figures() -> Vec<String> {
        let usual = |i: i128| (12_345_678 + i * 7_001, 9_876_543 + i * 5_003, 50_000_000 + i);
        let mut out = vec![patterns().to_owned()];
        for word in ["收入", "", EVIL, &"很长的名称".repeat(50)] {
            for n in [0, 1, 2, 13, 24, 60, 400] {
                let months: Vec<_> = (0..n).map(usual).collect();
                out.push(money(&months, word));
            }
            out.push(money(&[(0, 0, 0); 5], word));
            out.push(money(&[(-5, -7, -9), (5, 7, -1), (1, 0, 0)], word));
            let (low, high) = (i128::MIN, i128::MAX);
            out.push(money(&[(low, low, low), (high, high, high), (low, high, 0)], word));
            out.push(category(&[], word));
            out.push(category(&[0, 0], word));
            out.push(category(&[48_300_000, 1, 0], word));
            out.push(category(&[-5, 7], word));
            out.push(category(&[-5, -7], word));
            out.push(category(&[low, high, high], word));
            for whole in [true, false] {
                out.push(stack(&[], whole, word));
                out.push(stack(&[&[0, 0], &[], &[1, 0, 0, 0, 0, 100_000]], whole, word));
                out.push(stack(&[&[u64::MAX; 6], &[3, 1, 4, 1, 5, 9]], whole, word));
            }
            for amounts in [&[][..], &[(0, 0)], &[(500, 700), (0, 9), (9, 0)], &[(-5, 7), (5, -7)], &[(low, high), (high, low)]] {
                out.push(budget(amounts, word));
            }
            let missing = [Some(78.2), None, Some(0.0), Some(100.0)];
            let wild = [Some(f64::NAN), Some(f64::INFINITY), Some(-1e300), Some(1e300)];
            for target in [None, Some(85.0), Some(0.0), Some(f64::NAN), Some(1e300)] {
                for full in [100.0, 0.0, -5.0, f64::NAN] {
                    out.extend(scores(&missing, target, full, word));
                    out.extend(scores(&wild, target, full, word));
                    out.extend(scores(&[Some(3.0); 60], target, full, word));
                    out.extend(scores(&[], target, full, word));
                }
            }
        }
        out
    }

    /// Every value of the attributes called `name`.
    fn values<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
        let open = format!(" {name}=\"");
        let value = |rest: &'a str| rest.split('"').next().unwrap_or("");
        html.split(open.as_str()).skip(1).map(value).collect()
    }

    #[test]
    fn same_input_same_bytes() {
        assert_eq!(figures(), figures());
    }

    #[test]
    fn nothing_a_strict_policy_forbids() {
        for html in figures() {
            for word in [" style=", "<style", "<script", " on", "href=", "javascript:"] {
                assert!(!html.contains(word), "{word} in {html}");
            }
        }
    }

    #[test]
    fn tags_nest_and_words_are_escaped() {
        for html in figures() {
            assert!(!html.contains("<b a="), "{html}");
            assert!(!html.contains('\0'));
            let mut open = Vec::new();
            for tag in html.split('<').skip(1) {
                let (tag, _) = tag.split_once('>').expect("an open tag ends");
                let name = tag.split([' ', '/']).find(|n| !n.is_empty()).unwrap_or("");
                if tag.starts_with('/') {
                    assert_eq!(open.pop(), Some(name), "{html}");
                } else if !tag.ends_with('/') {
                    open.push(name);
                }
                assert!(tag.matches('"').count().is_multiple_of(2), "{tag}");
            }
            assert!(open.is_empty(), "{open:?} in {html}");
        }
    }

    #[test]
    fn ids_are_unique_and_references_lead_to_them() {
        for html in figures() {
            let ids = values(&html, "id");
            let unique: std::collections::BTreeSet<_> = ids.iter().collect();
            assert_eq!(ids.len(), unique.len(), "{ids:?}");
            for name in ["aria-labelledby", "aria-describedby"] {
                assert!(values(&html, name).iter().all(|id| ids.contains(id)));
            }
        }
    }

    #[test]
    fn every_mark_lies_in_its_drawing() {
        for html in figures() {
            for drawing in html.split("<svg class=\"chart-plot").skip(1) {
                let drawing = drawing.split("</g></svg>").next().unwrap_or("");
                let height: f64 = values(drawing, "height")[0].parse().expect("a height is a number");
                for name in ["x", "x1", "x2", "cx", "width"] {
                    for value in values(drawing, name) {
                        let percent = value.strip_suffix('%').unwrap_or("0");
                        let percent: f64 = percent.parse().expect("a percentage is a number");
                        assert!((0.0..=100.0).contains(&percent), "{name} {value} in {drawing}");
                    }
                }
                for name in ["y", "y1", "y2", "cy", "height"] {
                    for value in values(drawing, name) {
                        let y: f64 = value.parse().expect("a y is a number");
                        assert!((0.0..=height + 6.0).contains(&y), "{name} {value} of {height}");
                    }
                }
                assert!(!drawing.contains("NaN") && !drawing.contains("inf"), "{drawing}");
            }
        }
    }

    #[test]
    fn nothing_to_draw_says_so() {
        let html = category(&[], "支出");
        assert!(html.contains("没有数据") && !html.contains("<svg") && !html.contains("<table"));
    }

    #[test]
    fn income_taken_back_stands_beyond_expense() {
        let html = money(&[(-500, 1_000, 0), (2_000, -300, 0)], "甲");
        let flow = html.rsplit("<svg class=\"chart-plot").next().unwrap_or("");
        // 2,300 fen up and 1,500 down, and 228 more at both ends, in 176 px: zero is at 104.5. Each
        // bar starts where the one nearer to zero ends.
        let bars: Vec<_> = flow
            .match_indices("<rect")
            .map(|(at, _)| {
                let rect = &flow[at..];
                (values(rect, "class")[0], values(rect, "y")[0], values(rect, "height")[0])
            })
            .collect();
        assert_eq!(
            bars,
            [("first", "145.9", "20.7"), ("second", "104.5", "41.4"), ("first", "21.8", "82.7"), ("second", "9.4", "12.4"),]
        );
    }
}
