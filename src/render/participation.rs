//! How owners take part over the years: at votes and meetings, in surveys, as volunteers.

use tera::{Context, Value};

use super::address::href;
use super::charts::{ScoreLabels, ScorePoint, patterns, score_by_period};
use super::format;
use super::page::Page;
use super::site::{Group, Section, Site};
use super::value::{link, put, row};
use crate::figures::participation::{self, Meetings};
use crate::figures::resolutions::{Comparison, Question};
use crate::figures::volunteers::Sum;
use crate::model::minutes::MeetingKind;
use crate::model::resolutions::Measure;
use crate::model::surveys::Sheet;
use crate::model::{Community, Exact, grouped};

const PAGE: &str = "participation.html";

/// Its entry in the menu, where owners have voted, answered a survey or given their time.
pub fn section(community: &Community) -> Option<Section> {
    let asked = community.surveys.iter().any(|s| s.front.is_some());
    let any = asked || !community.resolutions.is_empty() || !community.volunteers.is_empty();
    any.then_some(Section { key: "participation", group: Group::People, page: PAGE })
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    if section(site.community).is_some() {
        pages.push(Page::template(site, PAGE.into(), "participation.html", |page| index(site, page)));
    }
}

/// A vote and the share of owners and of area that took part, in percent.
struct Vote<'a> {
    title: &'a str,
    file: crate::model::FileId,
    date: crate::model::Date,
    people: Option<Exact>,
    area: Option<Exact>,
}

fn votes<'a>(site: &'a Site<'_>) -> Vec<Vote<'a>> {
    let all = site.community.resolutions.iter().zip(&site.figures.resolutions.outcomes);
    all.map(|(r, outcome)| {
        let share = |measure| {
            let of = |c: &&Comparison| c.question == Question::Participation && c.measure == measure;
            let c = outcome.comparisons.iter().find(of).filter(|c| !c.whole.is_zero())?;
            Some(&(&c.part * &Exact::from_integer(100)) / &c.whole)
        };
        Vote { title: &r.title, file: r.file, date: r.voted_to.value, people: share(Measure::People), area: share(Measure::Area) }
    })
    .collect()
}

fn index(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let title = strings.get("title.participation");
    let mut context = site.page(page, "participation", title, &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, None);
    let votes = votes(site);
    let percent = |share: &Option<Exact>| share.as_ref().map(|s| strings.percent(&format::decimal(s, 1)));
    let rows: Vec<Value> = votes
        .iter()
        .rev()
        .map(|v| {
            row! {
                date: strings.day(v.date),
                vote: link(v.title, Some(href(page, &site.page_of_file(v.file)))),
                people: percent(&v.people),
                area: percent(&v.area),
            }
        })
        .collect();
    put!(context, {
        patterns_html: Value::safe_string(patterns()),
        chart_html: (!votes.is_empty()).then(|| Value::safe_string(&votes_chart(site, &votes))),
        votes: rows,
        meetings: meetings(site),
        surveys_chart_html: surveys_chart(site).map(|html| Value::safe_string(&html)),
        surveys: surveys(site, page),
        volunteers_chart_html: volunteers_chart(site).map(|html| Value::safe_string(&html)),
        volunteers: volunteers(site),
        volunteers_page: link(strings.get("title.volunteers"), Some(href(page, super::volunteers::INDEX))),
    });
    context
}

/// The owners who took part, vote by vote.
fn votes_chart(site: &Site<'_>, votes: &[Vote<'_>]) -> String {
    let strings = site.strings();
    let days: Vec<(String, String, String)> = votes
        .iter()
        .map(|v| {
            let share = v.people.as_ref().map_or_else(|| "–".to_owned(), |s| strings.percent(&format::decimal(s, 1)));
            (
                strings.fill("participation.day", &[("month", &v.date.month().to_string()), ("day", &v.date.day().to_string())]),
                strings.fill("year", &[("year", &v.date.year().to_string())]),
                share,
            )
        })
        .collect();
    let points: Vec<ScorePoint> = votes
        .iter()
        .zip(&days)
        .map(|(v, (day, year, share))| ScorePoint {
            label: day,
            group: year,
            value: v.people.as_ref().map(Exact::approximate),
            value_text: share,
        })
        .collect();
    let words = Words {
        id: "votes",
        title: "participation.votes",
        note: "participation.votes_note",
        name: "resolutions.participation_people",
        unit: "%",
        columns: ["resolutions.voted", "resolutions.share_column"],
        full: 100.0,
    };
    chart(site, &points, &words)
}

/// The words of a chart, as keys, and its full height.
struct Words {
    id: &'static str,
    title: &'static str,
    note: &'static str,
    name: &'static str,
    unit: &'static str,
    columns: [&'static str; 2],
    full: f64,
}

/// A line of points in time, with a table of its numbers.
fn chart(site: &Site<'_>, points: &[ScorePoint<'_>], words: &Words) -> String {
    let strings = site.strings();
    let labels = ScoreLabels {
        frame: strings.frame(words.id, strings.get(words.title), 2),
        name: strings.get(words.name),
        unit: words.unit,
        description: strings.get(words.note),
        reached: "",
        missed: "",
        target: "",
        full: words.full,
        columns: [strings.get(words.columns[0]), strings.get(words.columns[1]), ""],
    };
    score_by_period(points, None, &labels)
}

/// Meetings by year and kind, and how many of the committee came where the record says so.
fn meetings(site: &Site<'_>) -> Vec<Value> {
    let strings = site.strings();
    let year = |(year, held): (&i16, &Meetings)| {
        let of_kind = |(kind, n): (&MeetingKind, &usize)| {
            strings.count("participation.meetings_of", *n, &[("kind", super::minutes::kind_label(site, *kind))])
        };
        let parts: Vec<String> = held.kinds.iter().map(of_kind).collect();
        row! {
            year: strings.fill("year", &[("year", &year.to_string())]),
            text: parts.join(strings.get("fill.diff.part_separator")),
            attendance: held.attendance().map(|a| strings.percent(&format::decimal(&a, 1))),
            judged: held.judged,
        }
    };
    participation::meetings(site.community).iter().rev().map(year).collect()
}

/// Surveys that say how many were sent and came back, with their response in percent.
fn answered<'a>(site: &'a Site<'_>) -> impl DoubleEndedIterator<Item = (&'a Sheet, &'a Exact)> {
    let all = site.community.surveys.iter().zip(&site.figures.surveys.surveys);
    all.filter_map(|(sheet, survey)| Some((sheet, survey.response.as_ref()?)))
}

fn surveys_chart(site: &Site<'_>) -> Option<String> {
    let strings = site.strings();
    // A phone has no room for whole names of quarters: the year stands below.
    let drawn: Vec<([String; 2], f64, String)> = answered(site)
        .map(|(sheet, response)| {
            let text = strings.percent(&format::decimal(response, 1));
            (strings.short_period(sheet.period.value), response.approximate(), text)
        })
        .collect();
    let points: Vec<ScorePoint<'_>> = drawn
        .iter()
        .map(|([label, group], value, text)| ScorePoint { label, group, value: Some(*value), value_text: text })
        .collect();
    let words = Words {
        id: "surveys",
        title: "participation.surveys",
        note: "participation.surveys_note",
        name: "surveys.response",
        unit: "%",
        columns: ["accounts.period", "surveys.response"],
        full: 100.0,
    };
    // One survey is no course: the table says it.
    (points.len() > 1).then(|| chart(site, &points, &words))
}

fn surveys(site: &Site<'_>, page: &str) -> Vec<Value> {
    let strings = site.strings();
    let row = |(sheet, response): (&Sheet, &Exact)| {
        let count = |n: Option<u32>| n.map(|n| grouped(n.into()));
        let front = sheet.front.as_ref();
        row! {
            survey: link(strings.period(sheet.period.value), Some(href(page, &site.page_of_file(sheet.file)))),
            sent: count(front.and_then(|f| f.sent).map(|n| n.value)),
            returned: count(front.and_then(|f| f.returned).map(|n| n.value)),
            response: strings.percent(&format::decimal(response, 1)),
        }
    };
    answered(site).rev().map(row).collect()
}

/// Years whose volunteers are enough to be counted without anyone being known by it.
fn given<'a>(site: &'a Site<'_>) -> impl DoubleEndedIterator<Item = (i16, &'a Sum)> {
    site.figures.volunteers.years.iter().filter_map(|year| Some((year.year, year.total.as_ref()?)))
}

fn volunteers_chart(site: &Site<'_>) -> Option<String> {
    let drawn: Vec<(String, f64, String)> =
        given(site).map(|(year, sum)| (year.to_string(), sum.hours.approximate(), sum.hours.short(1))).collect();
    let points: Vec<ScorePoint<'_>> =
        drawn.iter().map(|(label, value, text)| ScorePoint { label, group: "", value: Some(*value), value_text: text }).collect();
    let words = Words {
        id: "volunteers",
        title: "participation.volunteers",
        note: "participation.volunteers_note",
        name: "volunteers.hours",
        unit: "",
        columns: ["participation.year", "volunteers.hours"],
        full: drawn.iter().map(|(_, hours, _)| *hours).fold(1.0, f64::max),
    };
    (points.len() > 1).then(|| chart(site, &points, &words))
}

fn volunteers(site: &Site<'_>) -> Vec<Value> {
    let strings = site.strings();
    let row = |(year, sum): (i16, &Sum)| {
        row! {
            year: strings.fill("year", &[("year", &year.to_string())]),
            times: sum.times,
            turns: grouped(sum.turns.into()),
            hours: sum.hours.short(1),
        }
    };
    given(site).rev().map(row).collect()
}
