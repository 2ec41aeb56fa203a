//! Surveys: how the answers are spread in each, and how that moved.

use tera::{Context, Value};

use super::address::href;
use super::charts::{self, StackItem, StackLabels};
use super::format::decimal;
use super::home::News;
use super::page::Page;
use super::restatements;
use super::site::{Addresses, Group, Site};
use super::strings::Strings;
use super::table_file::{Field, Table};
use super::value::{link, put, row};
use crate::figures::surveys::{percent, shares, shown};
use crate::model::surveys::{Question, Sheet};
use crate::model::{Community, FEWEST};

const INDEX: &str = "surveys/index.html";
/// Where the menu has it.
pub const GROUP: Group = Group::Service;

pub fn register(community: &Community, strings: &Strings, addresses: &mut Addresses) {
    for sheet in &community.surveys {
        addresses.add(sheet.file, page_of(sheet), title_of(sheet, strings));
        if let Some(front) = &sheet.front {
            addresses.add_beside(front.file, page_of(sheet));
        }
    }
}

fn page_of(sheet: &Sheet) -> String {
    format!("surveys/{}.html", sheet.period.value)
}

fn title_of(sheet: &Sheet, strings: &Strings) -> String {
    strings.fill("surveys.title", &[("period", &strings.period(sheet.period.value))])
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, INDEX.into(), "surveys_index.html", |page| index(site, page)));
    for (i, sheet) in site.community.surveys.iter().enumerate() {
        pages.push(Page::template(site, page_of(sheet), "survey.html", move |page| one(site, i, page)));
    }
}

fn response_text(site: &Site<'_>, index: usize) -> Option<String> {
    site.figures.surveys.surveys[index].response.as_ref().map(|r| site.strings().percent(&decimal(r, 1)))
}

/// How many came back: one sentence.
fn said(site: &Site<'_>, index: usize) -> Option<String> {
    let front = site.community.surveys[index].front.as_ref()?;
    let (sent, returned) = (front.sent?.value.to_string(), front.returned?.value.to_string());
    let response = response_text(site, index)?;
    let period = site.strings().period(site.community.surveys[index].period.value);
    Some(
        site.strings()
            .fill("surveys.summary", &[("period", &period), ("sent", &sent), ("returned", &returned), ("response", &response)]),
    )
}

/// A bar of a chart before it is drawn: its name and how often each answer was given.
struct Bar {
    name: String,
    counts: Vec<u64>,
}

fn chart(site: &Site<'_>, id: &str, words: [&str; 3], answers: &[String], bars: &[Bar]) -> String {
    let strings = site.strings();
    let [title, note, column] = words.map(|key| strings.get(key).to_owned());
    let totals: Vec<u64> = bars.iter().map(|b| b.counts.iter().sum()).collect();
    let texts: Vec<String> = totals.iter().map(|t| strings.fill("surveys.answers", &[("count", &t.to_string())])).collect();
    let cells: Vec<Vec<String>> = bars
        .iter()
        .zip(&totals)
        .map(|(bar, total)| {
            let share = |count: &u64| percent(*count, *total).map(|p| strings.percent(&decimal(&p, 1))).unwrap_or_default();
            bar.counts.iter().map(share).collect()
        })
        .collect();
    // A question may be long; the page has it whole.
    let names: Vec<String> = bars.iter().map(|bar| shortened(&bar.name)).collect();
    let items: Vec<StackItem<'_>> = (0..bars.len())
        .map(|i| StackItem { name: &names[i], parts: &bars[i].counts, words: &texts[i], more: "", cells: &cells[i] })
        .collect();
    let series: Vec<&str> = answers.iter().map(String::as_str).collect();
    let columns: Vec<&str> = std::iter::once(column.as_str()).chain(series.iter().copied()).collect();
    charts::stacked(
        &items,
        &StackLabels {
            frame: strings.frame(id, &title, 2),
            name: strings.get("surveys.spread"),
            unit: "",
            description: &note,
            series: &series,
            columns: &columns,
            whole: true,
        },
    )
}

fn index(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let mut context = site.page(page, "surveys", strings.get("title.surveys"), &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, None);
    let surveys = &site.community.surveys;
    let Some(latest) = surveys.last() else { return context };
    let rows: Vec<Value> = (0..surveys.len()).rev().map(|i| survey_row(site, i, page)).collect();
    // Only surveys that offered the same answers can be laid side by side.
    let alike: Vec<usize> = (0..surveys.len()).filter(|i| surveys[*i].answers == latest.answers).collect();
    let bars: Vec<Bar> = alike
        .iter()
        .map(|i| Bar { name: strings.period(surveys[*i].period.value), counts: site.figures.surveys.surveys[*i].totals.clone() })
        .collect();
    let words = ["surveys.chart_course", "surveys.chart_course_note", "accounts.period"];
    let first = latest.answers.first().map(String::as_str).unwrap_or_default();
    put!(context, {
        summary: said(site, surveys.len() - 1),
        patterns_html: Value::safe_string(charts::patterns()),
        chart_html: Value::safe_string(&chart(site, "surveys-course", words, &latest.answers, &bars)),
        surveys: rows,
        course_caption: strings.fill("surveys.course_caption", &[("answer", first)]),
        course_columns: alike.iter().map(|i| strings.period(surveys[*i].period.value)).collect::<Vec<_>>(),
        course: latest.questions.iter().map(|q| course_row(site, q, &alike)).collect::<Vec<_>>(),
        downloads: downloads(page),
    });
    context
}

/// The share of the first answer in each survey, for the question on the same clause, else of the same words.
fn course_row(site: &Site<'_>, question: &Question, alike: &[usize]) -> Value {
    let same = |other: &&Question| match (&question.clause, &other.clause) {
        (Some(own), Some(others)) => own.value == others.value,
        _ => question.text.value == other.text.value,
    };
    let cells: Vec<String> = alike
        .iter()
        .map(|i| {
            let found = site.community.surveys[*i].questions.iter().find(same).and_then(shares);
            found.and_then(|s| s.first().map(|s| site.strings().percent(&decimal(s, 1)))).unwrap_or_default()
        })
        .collect();
    row! { question: question.text.value.as_str(), shares: cells }
}

fn survey_row(site: &Site<'_>, index: usize, page: &str) -> Value {
    let sheet = &site.community.surveys[index];
    let count = |of: fn(&crate::model::surveys::Front) -> Option<u32>| sheet.front.as_ref().and_then(of).map(|n| n.to_string());
    row! {
        label: site.strings().period(sheet.period.value),
        href: href(page, &page_of(sheet)),
        sent: count(|f| f.sent.map(|n| n.value)),
        returned: count(|f| f.returned.map(|n| n.value)),
        response: response_text(site, index),
        questions: sheet.questions.len(),
    }
}

fn downloads(page: &str) -> Vec<Value> {
    let file = |name: &str| row! { label: name, href: href(page, &format!("data/{name}")), note: "CSV" };
    vec![file("surveys.csv"), file("survey_answers.csv")]
}

fn one(site: &Site<'_>, index: usize, page: &str) -> Context {
    let strings = site.strings();
    let surveys = &site.community.surveys;
    let sheet = &surveys[index];
    let crumbs = [(strings.get("nav.home"), Some("index.html")), (strings.get("title.surveys"), Some(INDEX))];
    let mut context = site.page(page, "surveys", &title_of(sheet, strings), &crumbs);
    site.meta(&mut context, page, sheet.front.as_ref().and_then(|f| f.published_on), Some(sheet.file));
    let bars: Vec<Bar> = shown(sheet)
        .map(|q| Bar { name: q.text.value.clone(), counts: q.counts.iter().map(|c| u64::from(*c)).collect() })
        .collect();
    let term = sheet.front.as_ref().and_then(|f| Some(strings.range(f.from?, f.until?)));
    let neighbour = |sheet: Option<&Sheet>| sheet.map(|s| link(title_of(s, strings), Some(href(page, &page_of(s)))));
    let words = ["surveys.chart_questions", "surveys.chart_questions_note", "surveys.question"];
    let rows: Vec<Value> = sheet
        .questions
        .iter()
        .map(|q| {
            row! {
                question: q.text.value.as_str(),
                clause: q.clause.as_ref().map(|c| c.value.clone()),
                counts: if q.is_answered_by_few() { Vec::new() } else { q.counts.clone() },
                answered: q.answered(),
            }
        })
        .collect();
    put!(context, {
        summary: said(site, index),
        restated: restatements::of(site, sheet.file),
        term: term,
        method: sheet.front.as_ref().and_then(|f| f.method.clone()),
        patterns_html: Value::safe_string(charts::patterns()),
        chart_html: Value::safe_string(&chart(site, "survey-questions", words, &sheet.answers, &bars)),
        answers: sheet.answers.clone(),
        few_text: strings.fill("surveys.few", &[("fewest", &FEWEST.to_string())]),
        rows: rows,
        downloads: downloads(page),
        pager: row! { prev: neighbour(index.checked_sub(1).and_then(|i| surveys.get(i))), next: neighbour(surveys.get(index + 1)) },
    });
    context
}

pub fn news<'a>(site: &'a Site<'a>, news: &mut Vec<News<'a>>) {
    for sheet in &site.community.surveys {
        // A survey is news on the day it closed; without one it has no place in time.
        if let Some(date) = sheet.front.as_ref().and_then(|f| f.until) {
            news.push(News { date, title: title_of(sheet, site.strings()), page: page_of(sheet), kind: "kind.news.surveys" });
        }
    }
}

pub fn tables<'a>(site: &'a Site<'a>) -> Vec<Table<'a>> {
    let fields = [
        Field::text("period"),
        Field::integer("sent"),
        Field::integer("returned"),
        Field::number("response"),
        Field::date("from"),
        Field::date("until"),
        Field::text("method"),
    ];
    let surveys = site.community.surveys.iter().zip(&site.figures.surveys.surveys);
    let surveys = Table::new("surveys", fields).rows(surveys.map(|(sheet, survey)| {
        let front = sheet.front.as_ref();
        let day = |date: Option<crate::model::Date>| date.map(|d| d.to_string()).unwrap_or_default();
        vec![
            sheet.period.value.to_string(),
            front.and_then(|f| f.sent).map(|n| n.value.to_string()).unwrap_or_default(),
            front.and_then(|f| f.returned).map(|n| n.value.to_string()).unwrap_or_default(),
            survey.response.as_ref().map(|r| r.rounded(4)).unwrap_or_default(),
            day(front.and_then(|f| f.from)),
            day(front.and_then(|f| f.until)),
            front.and_then(|f| f.method.clone()).unwrap_or_default(),
        ]
    }));
    let fields = [
        Field::text("period"),
        Field::text("question"),
        Field::text("clause"),
        Field::text("answer"),
        Field::integer("answer_count"),
    ];
    let cells = site.community.surveys.iter().flat_map(|s| shown(s).map(move |q| (s, q)));
    let cells = cells.flat_map(|(s, q)| s.answers.iter().zip(&q.counts).map(move |(answer, count)| (s, q, answer, count)));
    let answers = Table::new("survey_answers", fields).rows(cells.map(|(sheet, question, answer, count)| {
        vec![
            sheet.period.value.to_string(),
            question.text.value.clone(),
            question.clause.as_ref().map(|c| c.value.clone()).unwrap_or_default(),
            answer.clone(),
            count.to_string(),
        ]
    }));
    vec![surveys, answers]
}

/// As much of a question as a phone shows in one line.
fn shortened(question: &str) -> String {
    const SHOWN: usize = 17;
    if question.chars().count() <= SHOWN {
        return question.to_owned();
    }
    question.chars().take(SHOWN - 1).chain(['…']).collect()
}
