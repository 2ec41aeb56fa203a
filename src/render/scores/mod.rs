//! The service dashboard: totals by period, each period with every step of its score and its money.

mod charts;
mod index;
mod money;
mod period;
mod tables;

use tera::Value;

use super::address::href;
use super::format::decimal;
use super::home::News;
use super::page::Page;
use super::site::{Addresses, Group, Site};
use super::strings::Strings;
use super::value::{badge, row};
use crate::figures::scores::PeriodScore;
use crate::model::contracts::{Contract, Source};
use crate::model::{Community, Exact, Period};
pub use index::at_a_glance;
pub use tables::tables;

const INDEX: &str = "scores/index.html";
/// Where the menu has it.
pub const GROUP: Group = Group::Service;

pub fn register(community: &Community, strings: &Strings, addresses: &mut Addresses) {
    for sheet in &community.scores {
        let period = sheet.period.value;
        addresses.add(sheet.file, page_of(period), strings.fill("scores.title", &[("period", &strings.period(period))]));
    }
}

/// The address of a period's scores.
pub fn page_of(period: Period) -> String {
    format!("scores/{period}.html")
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, INDEX.into(), "scores.html", |page| index::context(site, page)));
    for (i, scored) in site.figures.scores.periods.iter().enumerate() {
        let first = site.figures.scores.periods[..i].iter().all(|p| p.period != scored.period);
        // Two contracts in one period: the first has the period's page, the others name themselves.
        let path = if first {
            page_of(scored.period)
        } else {
            format!("scores/{}.{}.html", scored.period, contract(site, scored).slug())
        };
        pages.push(Page::template(site, path, "scores_period.html", move |page| period::context(site, i, page)));
    }
}

fn contract<'a>(site: &'a Site<'_>, scored: &PeriodScore) -> &'a Contract {
    &site.community.contracts[scored.contract]
}

pub fn source_label<'a>(site: &'a Site<'_>, source: Source) -> &'a str {
    site.strings().get(match source {
        Source::Committee => "kind.source.committee",
        Source::Survey => "kind.source.survey",
        Source::ThirdParty => "kind.source.third_party",
    })
}

pub fn reached_badge(site: &Site<'_>, reached: bool) -> Value {
    let strings = site.strings();
    if reached { badge(strings.get("scores.met"), "on") } else { badge(strings.get("scores.unmet"), "due") }
}

/// The score, how it moved, whether it reaches what the contract asks for renewal: one sentence.
fn said(site: &Site<'_>, scored: &PeriodScore, before: Option<&PeriodScore>) -> String {
    let strings = site.strings();
    let mut parts =
        vec![strings.fill("scores.now", &[("period", &strings.period(scored.period)), ("score", &decimal(&scored.total, 1))])];
    if let Some(before) = before {
        // What is told is the difference of what is shown.
        let shown = |e: &Exact| e.rounded(1);
        let difference = tenths(&shown(&scored.total)) - tenths(&shown(&before.total));
        let text = format!("{}.{}", difference.abs() / 10, difference.abs() % 10);
        let key = match difference {
            d if d > 0 => "scores.up",
            d if d < 0 => "scores.down",
            _ => "scores.same",
        };
        parts.push(strings.fill(key, &[("difference", &text)]));
    }
    if let Some(target) = &contract(site, scored).score_at_least {
        parts.push(
            strings.fill(if scored.total >= *target { "scores.met" } else { "scores.unmet" }, &[("target", &target.short(2))]),
        );
    }
    parts.join(strings.get("fill.scores.clause_separator")) + strings.get("fill.scores.end")
}

fn tenths(shown: &str) -> i64 {
    shown.replace('.', "").parse().unwrap_or(0)
}

fn previous<'a>(site: &'a Site<'_>, index: usize) -> Option<&'a PeriodScore> {
    index.checked_sub(1).and_then(|i| site.figures.scores.periods.get(i))
}

fn downloads(page: &str) -> Vec<Value> {
    let file = |name: &str| row! { label: name, href: href(page, &format!("data/{name}")), note: "CSV" };
    vec![file("scores.csv"), file("score_totals.csv")]
}

pub fn news<'a>(site: &'a Site<'a>, news: &mut Vec<News<'a>>) {
    let strings = site.strings();
    for scored in &site.figures.scores.periods {
        let sheet = &site.community.scores[scored.sheet];
        // A score is news on the day it was last measured; without a day it has no place in time.
        if let Some(date) = sheet.scores.iter().filter_map(|s| s.measured_on).max() {
            let title = strings.fill("scores.title", &[("period", &strings.period(scored.period))]);
            news.push(News { date, title, page: page_of(scored.period), kind: "kind.news.scores" });
        }
    }
}
