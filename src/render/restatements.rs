//! What a period's figures were before they were corrected, beside what they are.

use tera::Value;

use super::format::signed;
use super::home::News;
use super::site::Site;
use super::table_file::{Field, Table};
use super::value::row;
use crate::diagnostic::{change_text, rows_text, word};
use crate::model::{Amount, Exact, FigureChange, FileId, Reach, Restatement};

/// Every correction of the table in a file, the latest first.
pub fn of(site: &Site<'_>, file: FileId) -> Vec<Value> {
    let record = site.community.files.record_of(file);
    let steps = site.community.restatements.steps.iter().rev().filter(|step| step.record == record);
    steps.map(|step| correction(site, step)).collect()
}

fn correction(site: &Site<'_>, step: &Restatement) -> Value {
    let known = !step.figures.is_empty() || !step.rows.is_none();
    let shallow = site.community.restatements.reach == Reach::Shallow;
    let unknown = if shallow { "restated.shallow" } else { "restated.unknown" };
    let figures: Vec<Value> = step.figures.iter().map(|change| figure(site, step, change)).collect();
    let counted = step.figures.iter().flat_map(|f| [&f.old, &f.new]).flatten().any(|a| matches!(a, Amount::Number(_)));
    let caption = if counted { "restated.caption_counted" } else { "restated.caption" };
    let rows = match (figures.is_empty(), known) {
        (true, true) => change_text(&[], step.rows, site.locale),
        _ => rows_text(step.rows, site.locale),
    };
    row! {
        on: step.on.map(|on| site.strings().day(on)),
        reason: step.reason.as_deref().unwrap_or_else(|| site.strings().get("restated.no_reason")),
        rows: rows,
        unknown: (!known).then(|| site.strings().get(unknown)),
        caption: site.strings().get(caption),
        figures: figures,
    }
}

/// What a figure is of; a clause of the contract by its title too.
fn subject(site: &Site<'_>, step: &Restatement, subject: &str) -> String {
    let scored = step.record.starts_with("scores/");
    let mut clauses = site.community.contracts.iter().rev().filter(|_| scored).flat_map(|contract| &contract.clauses);
    let titled = clauses.find(|clause| clause.id.value == subject);
    titled.map_or_else(|| subject.to_owned(), |clause| format!("{subject} {}", clause.title))
}

fn figure(site: &Site<'_>, step: &Restatement, change: &FigureChange) -> Value {
    let shown = |amount: &Option<Amount>| amount.as_ref().map_or("–".to_owned(), Amount::shown);
    let difference = match (&change.old, &change.new) {
        (Some(Amount::Money(old)), Some(Amount::Money(new))) => signed(*new - *old),
        (Some(Amount::Number(old)), Some(Amount::Number(new))) => {
            let difference = new - old;
            let sign = if difference > Exact::zero() { "+" } else { "" };
            format!("{sign}{}", difference.short(2)).replace('-', "−")
        }
        _ => String::new(),
    };
    row! {
        subject: subject(site, step, &change.subject),
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
