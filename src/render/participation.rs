//! How owners take part over the years: at votes and at meetings.

use std::collections::BTreeMap;

use tera::{Context, Value};

use super::address::href;
use super::charts::{Frame, ScoreLabels, ScorePoint, patterns, score_by_period};
use super::format;
use super::page::Page;
use super::site::{Group, Section, Site};
use super::value::{link, put, row};
use crate::figures::resolutions::{Comparison, Question};
use crate::model::resolutions::Measure;
use crate::model::{Community, Exact};

const PAGE: &str = "participation.html";

/// Its entry in the menu, where owners have voted.
pub fn section(community: &Community) -> Option<Section> {
    (!community.resolutions.is_empty()).then_some(Section { key: "participation", group: Group::People, page: PAGE })
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
        chart_html: Value::safe_string(&chart(site, &votes)),
        votes: rows,
        meetings: meetings(site),
    });
    context
}

/// The owners who took part, vote by vote.
fn chart(site: &Site<'_>, votes: &[Vote<'_>]) -> String {
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
    let labels = ScoreLabels {
        frame: Frame {
            id: "votes",
            title: strings.get("participation.votes"),
            level: 2,
            table: strings.get("chart.table"),
            empty: strings.get("chart.empty"),
        },
        name: strings.get("resolutions.participation_people"),
        unit: "%",
        description: strings.get("participation.votes_note"),
        reached: "",
        missed: "",
        target: "",
        full: 100.0,
        columns: [strings.get("resolutions.voted"), strings.get("resolutions.share_column"), ""],
    };
    score_by_period(&points, None, &labels)
}

/// Meetings by year and kind, and how many attended those whose minutes say so.
fn meetings(site: &Site<'_>) -> Vec<Value> {
    let strings = site.strings();
    let mut by_year: BTreeMap<i16, BTreeMap<_, usize>> = BTreeMap::new();
    for minutes in site.community.minutes.iter().filter(|m| !m.agenda_only) {
        *by_year.entry(minutes.date.year()).or_default().entry(minutes.kind).or_default() += 1;
    }
    let year = |(year, kinds): (&i16, &BTreeMap<_, usize>)| {
        let parts: Vec<String> = kinds
            .iter()
            .map(|(kind, n)| strings.count("participation.meetings_of", *n, &[("kind", super::minutes::kind_label(site, *kind))]))
            .collect();
        row! { year: strings.fill("year", &[("year", &year.to_string())]), text: parts.join(strings.get("fill.diff.part_separator")) }
    };
    by_year.iter().rev().map(year).collect()
}
