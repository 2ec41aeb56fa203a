//! Pages of votes: who took part, who agreed, whether that was enough, and how it was worked out.

use tera::{Context, Value};

use super::address::href;
use super::charts::{ClauseItem, ScoreLabels, patterns, score_by_clause};
use super::format;
use super::home::News;
use super::page::Page;
use super::site::{Addresses, Group, Site};
use super::strings::Strings;
use super::table_file::{Field, Table};
use super::value::{badge, link, put, row};
use crate::figures::resolutions::{Comparison, Outcome, Question, sides};
use crate::jurisdiction::{Item, Threshold};
use crate::model::resolutions::{Claim, Count, Measure, Resolution};
use crate::model::{Community, Exact, Part};

const INDEX: &str = "resolutions/index.html";
/// Where the menu has it.
pub const GROUP: Group = Group::Decisions;

pub fn register(community: &Community, _: &Strings, addresses: &mut Addresses) {
    for resolution in &community.resolutions {
        addresses.add(resolution.file, page_of(resolution), &resolution.title);
    }
}

fn page_of(resolution: &Resolution) -> String {
    format!("{}.html", resolution.id)
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, INDEX.into(), "resolutions_index.html", |page| index(site, page)));
    for (i, resolution) in site.community.resolutions.iter().enumerate() {
        pages.push(Page::template(site, page_of(resolution), "resolution.html", move |page| one(site, i, page)));
    }
}

fn item<'a>(site: &'a Site<'_>, resolution: &Resolution) -> Option<&'a Item> {
    site.jurisdiction.vote_item(&resolution.item.value)
}

fn item_name<'a>(site: &'a Site<'_>, resolution: &'a Resolution) -> &'a str {
    item(site, resolution).map_or(&resolution.item.value, |item| item.name(site.locale))
}

/// What became of it: by the arithmetic, else by its claim, else nobody knows.
fn state(site: &Site<'_>, resolution: &Resolution, outcome: &Outcome) -> Value {
    let claimed = resolution.claimed.as_ref().map(|c| c.value == Claim::Passed);
    let strings = site.strings();
    match outcome.passed.or(claimed) {
        Some(true) => badge(strings.get("resolutions.passed"), "on"),
        Some(false) => badge(strings.get("resolutions.failed"), "due"),
        None => badge(strings.get("resolutions.unknown"), ""),
    }
}

fn index(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let title = strings.get("title.resolutions");
    let mut context = site.page(page, "resolutions", title, &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, None);
    let all = site.community.resolutions.iter().zip(&site.figures.resolutions.outcomes);
    let items: Vec<Value> = all.rev().map(|(r, outcome)| list_row(site, r, outcome, page)).collect();
    put!(context, { summary: strings.count("resolutions.summary", items.len(), &[]), items: items });
    context
}

fn list_row(site: &Site<'_>, resolution: &Resolution, outcome: &Outcome, page: &str) -> Value {
    let strings = site.strings();
    let shares: Vec<String> = outcome.comparisons.iter().map(|c| short(strings, c)).collect();
    row! {
        href: href(page, &page_of(resolution)),
        title: resolution.title.as_str(),
        item: item_name(site, resolution),
        date: strings.day(resolution.voted_to.value),
        state: state(site, resolution, outcome),
        shares: shares.join(strings.get("fill.diff.part_separator")),
    }
}

/// `参与人数 79.3%`.
fn short(strings: &Strings, comparison: &Comparison) -> String {
    strings.fill("resolutions.share", &[("what", strings.get(what(comparison))), ("percent", &percent(strings, comparison))])
}

fn what(comparison: &Comparison) -> &'static str {
    match (comparison.question, comparison.measure) {
        (Question::Participation, Measure::People) => "resolutions.participation_people",
        (Question::Participation, Measure::Area) => "resolutions.participation_area",
        (Question::Agreement, Measure::People) => "resolutions.agreement_people",
        (Question::Agreement, Measure::Area) => "resolutions.agreement_area",
    }
}

fn ratio(part: &Exact, whole: &Exact) -> Option<Exact> {
    (!whole.is_zero()).then(|| &(part * &Exact::from_integer(100)) / whole)
}

/// Rounded for show only: the comparison itself is exact.
fn percent(strings: &Strings, comparison: &Comparison) -> String {
    let share = ratio(&comparison.part, &comparison.whole);
    share.map_or_else(|| "–".to_owned(), |share| strings.percent(&format::decimal(&share, 1)))
}

fn threshold_text(strings: &Strings, threshold: Threshold) -> String {
    if threshold.part == threshold.of {
        return strings.get("resolutions.everyone").to_owned();
    }
    let key = if threshold.more_than { "resolutions.more_than" } else { "resolutions.at_least" };
    strings.fill(key, &[("part", &threshold.part.to_string()), ("of", &threshold.of.to_string())])
}

fn scope_text(site: &Site<'_>, resolution: &Resolution) -> String {
    let strings = site.strings();
    if resolution.scope.is_all() {
        return strings.get("resolutions.scope_all").to_owned();
    }
    let buildings = &site.community.settings.buildings;
    let parts = buildings.iter().flat_map(|b| std::iter::once(b).chain(&b.entrances));
    let named: Vec<(&str, &str)> = parts.map(|b| (b.id.value.as_str(), b.name.as_deref().unwrap_or(&b.id.value))).collect();
    let name = |part: &Part| match part {
        Part::All => strings.get("resolutions.scope_all").to_owned(),
        Part::Building(id) | Part::Unit(id) => {
            named.iter().find(|(i, _)| i == id).map_or_else(|| id.clone(), |(_, n)| (*n).to_owned())
        }
        Part::Group(id) => id.clone(),
    };
    let names: Vec<String> = resolution.scope.parts.iter().map(|p| name(&p.value)).collect();
    strings.fill("resolutions.scope_of", &[("parts", &strings.list(&names))])
}

fn one(site: &Site<'_>, index: usize, page: &str) -> Context {
    let strings = site.strings();
    let resolution = &site.community.resolutions[index];
    let outcome = &site.figures.resolutions.outcomes[index];
    let crumbs = [(strings.get("nav.home"), Some("index.html")), (strings.get("title.resolutions"), Some(INDEX))];
    let mut context = site.page(page, "resolutions", &resolution.title, &crumbs);
    let announced = resolution.announced_on.map(|d| d.value);
    site.meta(&mut context, page, announced, Some(resolution.file));
    let date = |day: Option<crate::model::Date>| day.map(|d| strings.date(d));
    let voted = match &resolution.voted_from {
        Some(from) => strings.range(from.value, resolution.voted_to.value),
        None => strings.date(resolution.voted_to.value),
    };
    let claimed = resolution.claimed.as_ref().map(|c| c.value == Claim::Passed);
    let differs = outcome.passed.zip(claimed).is_some_and(|(a, b)| a != b);
    let majority = item(site, resolution).and_then(|item| site.jurisdiction.majority_of(item));
    let revoke = site.jurisdiction.limit("revocation-years").filter(|l| l.value > 0);
    put!(context, {
        kind_label: item_name(site, resolution),
        state: state(site, resolution, outcome),
        scope_text: scope_text(site, resolution),
        voted_text: voted,
        called_text: date(resolution.called_on.map(|d| d.value)),
        announced_text: date(announced),
        roll_text: date(resolution.roll_date),
        method: resolution.method.clone(),
        counted_by: resolution.counted_by.clone(),
        delivered_text: resolution.delivered.map(|n| strings.count("resolutions.ballots", n as usize, &[])),
        notice: resolution.notice.as_ref().map(|r| site.link_to(&r.value, page)),
        minutes: resolution.minutes.as_ref().map(|r| site.link_to(&r.value, page)),
        allows_text: (!resolution.allows.is_empty()).then(|| strings.list(&resolution.allows)),
        result_text: result_text(strings, outcome),
        claimed_text: differs.then(|| strings.get(if claimed == Some(true) { "resolutions.claimed_passed" } else { "resolutions.claimed_failed" })),
        counts: counts(strings, resolution),
        base_text: (!resolution.scope.is_all()).then(|| strings.fill("resolutions.base", &[("owners", &scope_text(site, resolution))])),
        with_majority: [&resolution.people, &resolution.area].into_iter().flatten().any(|c| c.with_majority.is_some()),
        steps: outcome.comparisons.iter().map(|c| step(strings, c)).collect::<Vec<_>>(),
        basis: majority.map(|m| m.basis(site.locale)),
        revoke_text: revoke.map(|l| strings.fill("resolutions.revoke", &[("years", &l.value.to_string()), ("basis", l.basis(site.locale))])),
        patterns_html: Value::safe_string(patterns()),
        charts_html: Value::safe_string(&charts(strings, outcome)),
        topics: site.stories.links(resolution.file, resolution.topic.as_deref(), page),
        related: follow_ups(site, resolution, page),
        attachments: resolution.attachments.iter().map(|a| site.link_to(&a.value, page)).collect::<Vec<_>>(),
    });
    context
}

fn result_text(strings: &Strings, outcome: &Outcome) -> Option<String> {
    let passed = outcome.passed?;
    let short_of: Vec<&str> = outcome.comparisons.iter().filter(|c| !c.reached).map(|c| strings.get(what(c))).collect();
    if passed {
        return Some(strings.get("resolutions.result_passed").to_owned());
    }
    Some(strings.fill("resolutions.result_failed", &[("what", &strings.list(&short_of))]))
}

fn counts(strings: &Strings, resolution: &Resolution) -> Vec<Value> {
    let of = |key: &str, measure: Measure, count: &Option<Count>| {
        let count = count.as_ref()?;
        let shown = |n: &Exact| measure.shown(n);
        Some(row! {
            label: strings.get(key),
            total: shown(&count.total.value),
            participated: shown(&count.participated.value),
            agreed: shown(&count.agreed.value),
            against: shown(&count.against.value),
            abstained: shown(&count.abstained.value),
            invalid: shown(&count.invalid),
            with_majority: count.with_majority.as_ref().map(|n| shown(&n.value)),
        })
    };
    let rows =
        [of("resolutions.people", Measure::People, &resolution.people), of("resolutions.area", Measure::Area, &resolution.area)];
    rows.into_iter().flatten().collect()
}

/// A comparison with its arithmetic, for whoever wants to check it.
fn step(strings: &Strings, comparison: &Comparison) -> Value {
    let (left, right) = sides(&comparison.part, &comparison.whole, comparison.threshold);
    let sign = match left.cmp(&right) {
        std::cmp::Ordering::Less => "<",
        std::cmp::Ordering::Equal => "=",
        std::cmp::Ordering::Greater => ">",
    };
    let shown = |n: &Exact| comparison.measure.shown(n);
    let (part, whole) = (shown(&comparison.part), shown(&comparison.whole));
    let Threshold { part: share, of, .. } = comparison.threshold;
    row! {
        what: strings.get(what(comparison)),
        share: strings.fill("resolutions.part_of", &[("part", &part), ("whole", &whole), ("percent", &percent(strings, comparison))]),
        threshold: threshold_text(strings, comparison.threshold),
        sum: format!("{of} × {part} = {} {sign} {share} × {whole} = {}", shown(&left), shown(&right)),
        state: if comparison.reached { badge(strings.get("resolutions.reached"), "on") } else { badge(strings.get("resolutions.missed"), "due") },
    }
}

/// Two drawings: who took part, and who of them agreed, each by owners and by area, with the share that is needed.
fn charts(strings: &Strings, outcome: &Outcome) -> String {
    let questions = [
        (Question::Participation, "took-part", "chart.participation_title", "chart.participation_text"),
        (Question::Agreement, "agreed", "chart.agreement_title", "chart.agreement_text"),
    ];
    questions.into_iter().map(|(question, id, title, text)| chart(strings, outcome, question, id, title, text)).collect()
}

fn chart(strings: &Strings, outcome: &Outcome, question: Question, id: &str, title: &str, text: &str) -> String {
    let compared: Vec<&Comparison> = outcome.comparisons.iter().filter(|c| c.question == question).collect();
    let Some(first) = compared.first() else { return String::new() };
    let values: Vec<(Option<f64>, String)> =
        compared.iter().map(|c| (ratio(&c.part, &c.whole).map(|s| s.approximate()), percent(strings, c))).collect();
    let items: Vec<ClauseItem> = compared
        .iter()
        .zip(&values)
        .map(|(c, (value, text))| ClauseItem { name: strings.get(what(c)), value: *value, value_text: text, reached: c.reached })
        .collect();
    let needed = threshold_text(strings, first.threshold);
    let target = 100.0 * f64::from(first.threshold.part) / f64::from(first.threshold.of.max(1));
    let labels = ScoreLabels {
        frame: strings.frame(id, strings.get(title), 3),
        name: strings.get("resolutions.share_column"),
        unit: "%",
        description: strings.get(text),
        reached: strings.get("resolutions.reached"),
        missed: strings.get("resolutions.missed"),
        target: &needed,
        full: 100.0,
        columns: [strings.get("resolutions.counted"), strings.get("resolutions.share_column"), strings.get("resolutions.result")],
    };
    score_by_clause(&items, Some(target), &labels)
}

/// What names this vote: the rule it adopted, the contract it let be signed, the money it let be spent.
fn follow_ups(site: &Site<'_>, resolution: &Resolution, page: &str) -> Vec<Value> {
    let references = site.community.references().into_iter().filter(|r| r.value == resolution.id);
    let mut pages: Vec<String> = references.map(|r| site.page_of_file(r.span.file)).collect();
    pages.sort();
    pages.dedup();
    pages.iter().map(|to| link(site.label_of(to), Some(href(page, to)))).collect()
}

pub fn news<'a>(site: &'a Site<'a>, news: &mut Vec<News<'a>>) {
    for resolution in &site.community.resolutions {
        news.push(News {
            date: resolution.announced_on.map_or(resolution.voted_to.value, |d| d.value),
            title: resolution.title.clone(),
            page: page_of(resolution),
            kind: "kind.news.resolutions",
        });
    }
}

pub fn tables<'a>(site: &'a Site<'a>) -> Vec<Table<'a>> {
    let fields = [
        Field::date("voted_to"),
        Field::text("title"),
        Field::text("item"),
        Field::text("measure"),
        Field::number("total"),
        Field::number("participated"),
        Field::number("agreed"),
        Field::number("against"),
        Field::number("abstained"),
        Field::number("invalid"),
        Field::text("result"),
        Field::text("page"),
    ];
    let mut rows = Vec::new();
    for (resolution, outcome) in site.community.resolutions.iter().zip(&site.figures.resolutions.outcomes) {
        for (measure, count) in [("people", &resolution.people), ("area", &resolution.area)] {
            let Some(count) = count else { continue };
            let number = |n: &Exact| n.short(2);
            rows.push(vec![
                resolution.voted_to.value.to_string(),
                resolution.title.clone(),
                resolution.item.value.clone(),
                measure.to_owned(),
                number(&count.total.value),
                number(&count.participated.value),
                number(&count.agreed.value),
                number(&count.against.value),
                number(&count.abstained.value),
                number(&count.invalid),
                outcome.passed.map(|p| if p { Claim::Passed } else { Claim::Failed }.name()).unwrap_or_default().to_owned(),
                page_of(resolution),
            ]);
        }
    }
    vec![Table::new("resolutions", fields).rows(rows.into_iter())]
}
