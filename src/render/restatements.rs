//! What a period's figures were before they were corrected, beside what they are.

use tera::Value;

use super::format::signed;
use super::home::News;
use super::site::Site;
use super::table_file::{Field, Table};
use super::value::row;
use crate::diagnostic::{change_text, rows_text, word};
use crate::model::{Amount, FigureChange, Reach, Restatement};

/// Every correction of a record, the latest first.
pub fn of(site: &Site<'_>, record: &str) -> Vec<Value> {
    let steps = site.community.restatements.steps.iter().rev().filter(|step| step.record == record);
    steps.map(|step| correction(site, step)).collect()
}

fn correction(site: &Site<'_>, step: &Restatement) -> Value {
    let known = !step.figures.is_empty() || !step.rows.is_none();
    let shallow = site.community.restatements.reach == Reach::Shallow;
    let unknown = if shallow { "restated.shallow" } else { "restated.unknown" };
    let figures: Vec<Value> = step.figures.iter().map(|change| figure(site, change)).collect();
    let rows = match (figures.is_empty(), known) {
        (true, true) => change_text(&[], step.rows, site.locale),
        _ => rows_text(step.rows, site.locale),
    };
    row! {
        on: step.on.map(|on| site.strings().day(on)),
        reason: step.reason.as_deref().unwrap_or_else(|| site.strings().get("restated.no_reason")),
        rows: rows,
        unknown: (!known).then(|| site.strings().get(unknown)),
        figures: figures,
    }
}

fn figure(site: &Site<'_>, change: &FigureChange) -> Value {
    let shown = |amount: &Option<Amount>| amount.as_ref().map_or("–".to_owned(), Amount::shown);
    let difference = match (&change.old, &change.new) {
        (Some(Amount::Money(old)), Some(Amount::Money(new))) => signed(*new - *old),
        _ => String::new(),
    };
    row! {
        subject: change.subject.as_str(),
        name: word(change.name, site.locale),
        old: shown(&change.old),
        new: shown(&change.new),
        difference: difference,
    }
}

/// Each correction, on the day on which it came into the record.
pub fn news<'a>(site: &'a Site<'a>, news: &mut Vec<News<'a>>) {
    for step in &site.community.restatements.steps {
        let page = site.page_of_record(&step.record);
        let title = site.label_of(&page).to_owned();
        news.extend(step.on.map(|date| News { date, title, page, kind: "kind.news.restated" }));
    }
}

/// Every figure that was corrected, as a table.
pub fn table<'a>(site: &'a Site<'a>) -> Table<'a> {
    let fields = [
        Field::text("record"),
        Field::date("restated_on"),
        Field::text("subject"),
        Field::text("figure"),
        Field::number("published_before"),
        Field::number("published_now"),
        Field::text("reason"),
    ];
    let plain = |amount: &Option<Amount>| amount.as_ref().map_or(String::new(), Amount::plain);
    let rows = site.community.restatements.steps.iter().flat_map(move |step| {
        step.figures.iter().map(move |figure| {
            vec![
                step.record.clone(),
                step.on.map(|on| on.to_string()).unwrap_or_default(),
                figure.subject.clone(),
                word(figure.name, site.locale).to_owned(),
                plain(&figure.old),
                plain(&figure.new),
                step.reason.clone().unwrap_or_default(),
            ]
        })
    });
    Table::new("restatements", fields).rows(rows)
}
