//! A period of fee collection in two states. While it runs its sums grow every week, so only one whose particulars said
//! when it was published can be restated.

use super::super::changes::figure_changes;
use super::super::rows::row_diff;
use super::Difference;
use crate::model::collection::{Line, Sheet};
use crate::model::{Amount, Community, Figure, Money, Period, Row, Span};

pub fn difference(old: &Community, new: &Community, period: Period) -> Option<Difference> {
    let was = old.collection.iter().find(|s| s.period.value == period)?;
    if was.incomplete || was.front.published_on.is_none() {
        return None;
    }
    let Some(now) = new.collection.iter().find(|s| s.period.value == period) else {
        let gone = new.files.find(old.files.path(was.file)).is_none();
        return gone.then(|| Difference { figures: Vec::new(), rows: Default::default(), place: None, gone });
    };
    if now.incomplete {
        return None;
    }
    let rows = |sheet: &Sheet| sheet.lines.iter().map(Line::row).collect::<Vec<Row>>();
    let diff = row_diff(&rows(was), &rows(now));
    let counts = diff.counts();
    if counts.is_none() {
        return None;
    }
    let place = diff.changed.iter().map(|p| p.1).chain(diff.added.iter().copied()).map(|n| now.lines[n].span).min();
    Some(Difference {
        figures: figure_changes(&sums(was), &sums(now)),
        rows: counts,
        place: Some(place.unwrap_or(Span::file(now.file))),
        gone: false,
    })
}

/// Of the whole community: what is smaller could show whose debt it is.
fn sums(sheet: &Sheet) -> Vec<Figure> {
    let of = |name, amount: &dyn Fn(&Line) -> Money| {
        let sum = sheet.lines.iter().map(amount).sum();
        Figure { subject: String::new(), name, value: Amount::Money(sum) }
    };
    let optional = |amount: &Option<crate::model::Spanned<Money>>| amount.map_or(Money::ZERO, |a| a.value);
    vec![
        of("figure.billed", &|line| line.billed.value),
        of("figure.collected", &|line| line.collected.value),
        of("figure.recovered", &|line| optional(&line.recovered)),
        of("figure.prepaid", &|line| optional(&line.prepaid)),
        of("figure.arrears", &|line| optional(&line.arrears)),
    ]
}
