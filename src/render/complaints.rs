//! Complaints: how many, how fast, how many came back, which kinds; a page a period with its list. Never who.

use tera::{Context, Value};

use super::address::{href, href_to};
use super::charts::{self, StackItem, StackLabels};
use super::contracts;
use super::format::decimal;
use super::home::News;
use super::page::Page;
use super::restatements;
use super::site::{Addresses, Group, Site};
use super::strings::Strings;
use super::table_file::{Field, Table};
use super::value::{badge, link, put, row};
use crate::figures::complaints::{AGES, ByClause, Cell, Speed, Summary, Unit};
use crate::model::complaints::{Complaint, Sheet};
use crate::model::{Community, Moment};

const INDEX: &str = "complaints/index.html";
/// Where the menu has it.
pub const GROUP: Group = Group::Service;

pub fn register(community: &Community, strings: &Strings, addresses: &mut Addresses) {
    for sheet in &community.complaints {
        addresses.add(sheet.file, page_of(sheet), title_of(sheet, strings));
    }
}

/// The address of a period's complaints.
pub fn page_of(sheet: &Sheet) -> String {
    format!("complaints/{}.html", sheet.period.value)
}

fn title_of(sheet: &Sheet, strings: &Strings) -> String {
    strings.fill("complaints.title", &[("period", &strings.period(sheet.period.value))])
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, INDEX.into(), "complaints_index.html", |page| index(site, page)));
    for (i, sheet) in site.community.complaints.iter().enumerate() {
        pages.push(Page::template(site, page_of(sheet), "complaints_period.html", move |page| one(site, i, page)));
    }
}

/// How many, how many are open, how many came back: one sentence.
fn said(site: &Site<'_>, summary: &Summary) -> String {
    let number = |n: usize| n.to_string();
    let strings = site.strings();
    let values =
        [("resolved", number(summary.resolved)), ("open", number(summary.open())), ("reopened", number(summary.reopened))];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    strings.count("complaints.summary", summary.count, &values)
}

/// `26.5 小时`.
pub fn length(site: &Site<'_>, unit: Unit, value: &crate::model::Exact) -> String {
    let key = match unit {
        Unit::Hours => "complaints.hours",
        Unit::Days => "complaints.days",
    };
    site.strings().fill(key, &[("value", &decimal(value, 1))])
}

fn speed_row(site: &Site<'_>, key: &str, speed: Option<&Speed>) -> Option<Value> {
    let speed = speed?;
    let text = site.strings().fill(
        "complaints.speed",
        &[
            ("median", &length(site, speed.unit, &speed.median)),
            ("slowest", &length(site, speed.unit, &speed.slowest)),
            ("count", &speed.count.to_string()),
        ],
    );
    Some(row! { label: site.strings().get(key), text: text })
}

/// What both kinds of page show: times, satisfaction, charts, buildings.
fn put_summary(site: &Site<'_>, summary: &Summary, page: &str, context: &mut Context) {
    let strings = site.strings();
    let mut facts: Vec<Value> = Vec::new();
    facts.extend(speed_row(site, "complaints.answering", summary.answering.as_ref()));
    facts.extend(speed_row(site, "complaints.resolving", summary.resolving.as_ref()));
    facts.extend(summary.satisfaction.as_ref().map(|s| {
        let values = [("mean", decimal(&s.mean, 1)), ("count", s.count.to_string())];
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        row! { label: strings.get("complaints.satisfaction"), text: strings.fill("complaints.satisfaction", &values) }
    }));
    let buildings: Option<Vec<Value>> = summary.buildings.as_ref().map(|by| {
        let named = by.shown.iter().map(|(id, count)| row! { name: building_name(site, id), count: *count });
        let rest = [("complaints.others", by.others), ("complaints.no_building", by.none)];
        let rest = rest.into_iter().filter(|(_, count)| *count > 0);
        named.chain(rest.map(|(key, count)| row! { name: strings.get(key), count: count })).collect()
    });
    put!(context, {
        summary: said(site, summary),
        facts: facts,
        patterns_html: Value::safe_string(charts::patterns()),
        chart_ages_html: Value::safe_string(&ages_chart(site, summary)),
        chart_kinds_html: Value::safe_string(&kinds_chart(site, summary)),
        buildings: buildings,
        clauses: summary.clauses.iter().map(|by| clause_row(site, by, page)).collect::<Vec<_>>(),
    });
}

fn clause_row(site: &Site<'_>, by: &ByClause, page: &str) -> Value {
    let contract = &site.community.contracts[by.contract];
    let clause = &contract.clauses[by.clause];
    row! {
        clause: link(
            format!("{} {}", clause.id.value, clause.title),
            Some(href_to(page, &contracts::page_of(contract), &contracts::clause_anchor(clause))),
        ),
        contract: contract.title.as_str(),
        count: by.count,
        open: by.open,
    }
}

/// A building's name as declared, else as the file has it.
fn building_name(site: &Site<'_>, id: &str) -> String {
    let declared = site.community.settings.buildings.iter().find(|b| b.id.value == id || b.name.as_deref() == Some(id));
    declared.map(|b| b.name.clone().unwrap_or_else(|| b.id.value.clone())).unwrap_or_else(|| id.to_owned())
}

fn ages_chart(site: &Site<'_>, summary: &Summary) -> String {
    let strings = site.strings();
    let name = |i: usize| {
        let from = if i == 0 { 0 } else { AGES[i - 1] + 1 };
        match AGES.get(i) {
            Some(last) if i == 0 => strings.fill("complaints.age_first", &[("last", &last.to_string())]),
            Some(last) => strings.fill("complaints.age", &[("from", &from.to_string()), ("last", &last.to_string())]),
            None => strings.fill("complaints.age_last", &[("from", &from.to_string())]),
        }
    };
    let named: Vec<Cell> = summary.ages.iter().enumerate().map(|(i, cell)| Cell { name: name(i), ..cell.clone() }).collect();
    let words = ["complaints.chart_ages", "complaints.chart_ages_note", "complaints.age_column"];
    chart(site, "complaints-ages", &named, words)
}

fn kinds_chart(site: &Site<'_>, summary: &Summary) -> String {
    let words = ["complaints.chart_kinds", "complaints.chart_kinds_note", "complaints.kind"];
    chart(site, "complaints-kinds", &summary.kinds, words)
}

/// Resolved and open, of each cell.
fn chart(site: &Site<'_>, id: &str, cells: &[Cell], words: [&str; 3]) -> String {
    let strings = site.strings();
    let [title, note, column] = words.map(|key| strings.get(key).to_owned());
    let parts: Vec<[u64; 2]> = cells.iter().map(|c| [c.resolved as u64, c.open as u64]).collect();
    let texts: Vec<String> = cells.iter().map(|c| c.count().to_string()).collect();
    let numbers: Vec<[String; 4]> =
        cells.iter().map(|c| [c.count(), c.resolved, c.open, c.reopened].map(|n| n.to_string())).collect();
    let items: Vec<StackItem<'_>> = (0..cells.len())
        .map(|i| StackItem { name: &cells[i].name, parts: &parts[i], words: &texts[i], more: "", cells: &numbers[i] })
        .collect();
    let (resolved, open) = (strings.get("state.done"), strings.get("state.open"));
    charts::stacked(
        &items,
        &StackLabels {
            frame: strings.frame(id, &title, 2),
            name: strings.get("complaints.count"),
            unit: strings.get("complaints.unit"),
            description: &note,
            series: &[resolved, open],
            columns: &[&column, strings.get("complaints.count"), resolved, open, strings.get("complaints.reopened")],
            whole: false,
        },
    )
}

fn downloads(page: &str) -> Vec<Value> {
    let file = |name: &str| row! { label: name, href: href(page, &format!("data/{name}")), note: "CSV" };
    vec![file("complaints.csv"), file("complaint_periods.csv")]
}

fn index(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let mut context =
        site.page(page, "complaints", strings.get("title.complaints"), &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, None);
    put_summary(site, &site.figures.complaints.all, page, &mut context);
    let periods = site.community.complaints.iter().zip(&site.figures.complaints.periods).rev();
    let rows: Vec<Value> = periods.map(|(sheet, summary)| period_row(site, sheet, summary, page)).collect();
    put!(context, { periods: rows, downloads: downloads(page) });
    context
}

fn period_row(site: &Site<'_>, sheet: &Sheet, summary: &Summary, page: &str) -> Value {
    let speed = |speed: Option<&Speed>, of: fn(&Speed) -> &crate::model::Exact| speed.map(|s| length(site, s.unit, of(s)));
    row! {
        label: site.strings().period(sheet.period.value),
        href: href(page, &page_of(sheet)),
        count: summary.count,
        open: summary.open(),
        reopened: summary.reopened,
        answer_median: speed(summary.answering.as_ref(), |s| &s.median),
        answer_slowest: speed(summary.answering.as_ref(), |s| &s.slowest),
        resolve_median: speed(summary.resolving.as_ref(), |s| &s.median),
        resolve_slowest: speed(summary.resolving.as_ref(), |s| &s.slowest),
        satisfaction: summary.satisfaction.as_ref().map(|s| decimal(&s.mean, 1)),
    }
}

fn one(site: &Site<'_>, index: usize, page: &str) -> Context {
    let strings = site.strings();
    let sheets = &site.community.complaints;
    let sheet = &sheets[index];
    let crumbs = [(strings.get("nav.home"), Some("index.html")), (strings.get("title.complaints"), Some(INDEX))];
    let mut context = site.page(page, "complaints", &title_of(sheet, strings), &crumbs);
    site.meta(&mut context, page, sheet.front.published_on, Some(sheet.file));
    put_summary(site, &site.figures.complaints.periods[index], page, &mut context);
    let neighbour = |sheet: Option<&Sheet>| sheet.map(|s| link(title_of(s, strings), Some(href(page, &page_of(s)))));
    put!(context, {
        restated: restatements::of(site, sheet.file),
        rows: sheet.complaints.iter().map(|c| list_row(site, c)).collect::<Vec<_>>(),
        downloads: downloads(page),
        pager: row! { prev: neighbour(index.checked_sub(1).and_then(|i| sheets.get(i))), next: neighbour(sheets.get(index + 1)) },
    });
    context
}

fn list_row(site: &Site<'_>, complaint: &Complaint) -> Value {
    let strings = site.strings();
    let took = |end: Option<Moment>| -> Option<String> {
        let end = end?;
        let spans = crate::figures::complaints::took(complaint.received.value, end);
        Some(length(site, spans.0, &spans.1))
    };
    let state = match (complaint.resolved.is_some(), complaint.reopened) {
        (_, true) => badge(strings.get("complaints.reopened"), "due"),
        (true, _) => badge(strings.get("state.done"), "on"),
        (false, _) => badge(strings.get("state.open"), ""),
    };
    row! {
        id: complaint.id.value.as_str(),
        received: strings.day(complaint.received.value.date),
        kind: complaint.kind.as_str(),
        text: complaint.summary.as_str(),
        answered: took(complaint.answered.map(|a| a.value)),
        resolved: took(complaint.resolved.map(|r| r.value)),
        state: state,
    }
}

pub fn news<'a>(site: &'a Site<'a>, news: &mut Vec<News<'a>>) {
    for sheet in &site.community.complaints {
        // The period's list is news on the day its last complaint came in.
        if let Some(date) = sheet.complaints.iter().map(|c| c.received.value.date).max() {
            news.push(News { date, title: title_of(sheet, site.strings()), page: page_of(sheet), kind: "kind.news.complaints" });
        }
    }
}

/// One row a complaint without building, words and satisfaction; and the figures of each period.
pub fn tables<'a>(site: &'a Site<'a>) -> Vec<Table<'a>> {
    let fields = [
        Field::text("period"),
        Field::text("complaint"),
        Field::text("kind"),
        Field::text("received"),
        Field::text("answered"),
        Field::text("resolved"),
        Field::text("reopened"),
    ];
    let rows = site.community.complaints.iter().flat_map(|s| s.complaints.iter().map(move |c| (s, c)));
    let shown = |moment: Option<Moment>| moment.map(|m| m.to_string()).unwrap_or_default();
    let complaints = Table::new("complaints", fields).rows(rows.map(|(sheet, c)| {
        vec![
            sheet.period.value.to_string(),
            c.id.value.clone(),
            c.kind.clone(),
            c.received.value.to_string(),
            shown(c.answered.map(|a| a.value)),
            shown(c.resolved.map(|r| r.value)),
            if c.reopened { "yes" } else { "no" }.to_owned(),
        ]
    }));
    let fields = [
        Field::text("period"),
        Field::integer("count"),
        Field::integer("resolved_count"),
        Field::integer("open_count"),
        Field::integer("reopened_count"),
        Field::text("answer_unit"),
        Field::number("answer_median"),
        Field::number("answer_slowest"),
        Field::text("resolve_unit"),
        Field::number("resolve_median"),
        Field::number("resolve_slowest"),
        Field::number("satisfaction_mean"),
    ];
    let of_periods = site.community.complaints.iter().zip(&site.figures.complaints.periods);
    let periods = Table::new("complaint_periods", fields).rows(of_periods.map(|(sheet, s)| {
        let counts = [s.count, s.resolved, s.open(), s.reopened].map(|n| n.to_string());
        let speeds = [s.answering.as_ref(), s.resolving.as_ref()].map(speed_cells);
        let mean = s.satisfaction.as_ref().map(|s| s.mean.rounded(4)).unwrap_or_default();
        let period = std::iter::once(sheet.period.value.to_string());
        period.chain(counts).chain(speeds.into_iter().flatten()).chain([mean]).collect()
    }));
    vec![complaints, periods]
}

fn speed_cells(speed: Option<&Speed>) -> [String; 3] {
    let Some(speed) = speed else { return Default::default() };
    let unit = match speed.unit {
        Unit::Hours => "hours",
        Unit::Days => "days",
    };
    [unit.to_owned(), speed.median.rounded(4), speed.slowest.rounded(4)]
}
