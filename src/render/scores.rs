//! The service dashboard: totals by period, each period with every step of its score and its money.

use tera::{Context, Value};

use super::address::{href, href_to};
use super::charts::{self, ClauseItem, Frame, ScoreLabels, ScorePoint};
use super::contracts::{self, clause_anchor, target_text};
use super::format::{self, decimal};
use super::home::News;
use super::page::Page;
use super::site::{Addresses, Group, Site};
use super::strings::Strings;
use super::table_file::{Field, Table};
use super::value::{badge, link, put, row};
use crate::figures::scores::{ClauseScore, PeriodScore};
use crate::model::contracts::{Clause, Contract, Source};
use crate::model::{Community, Exact, Money, Period};

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
    pages.push(Page::template(site, INDEX.into(), "scores.html", |page| index(site, page)));
    for (i, scored) in site.figures.scores.periods.iter().enumerate() {
        let first = site.figures.scores.periods[..i].iter().all(|p| p.period != scored.period);
        // Two contracts in one period: the first has the period's page, the others name themselves.
        let path = if first {
            page_of(scored.period)
        } else {
            format!("scores/{}.{}.html", scored.period, contract(site, scored).slug())
        };
        pages.push(Page::template(site, path, "scores_period.html", move |page| one(site, i, page)));
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

/// The latest score for the first page, with the chart of all periods.
pub fn at_a_glance(site: &Site<'_>, page: &str) -> Option<Value> {
    let periods = &site.figures.scores.periods;
    let latest = periods.last()?;
    Some(row! {
        value: decimal(&latest.total, 1),
        summary: said(site, latest, previous(site, periods.len() - 1)),
        chart_html: Value::safe_string(&totals_chart(site, 3)),
        more: link(site.strings().get("home.more_scores"), Some(href(page, INDEX))),
    })
}

fn labels<'s>(
    site: &'s Site<'_>,
    frame: Frame<'s>,
    target: &'s str,
    columns: [&'s str; 3],
    description: &'s str,
) -> ScoreLabels<'s> {
    let strings = site.strings();
    ScoreLabels {
        frame,
        name: strings.get("scores.score"),
        unit: strings.get("unit.points"),
        description,
        reached: strings.get("scores.met"),
        missed: strings.get("scores.unmet"),
        target,
        full: 100.0,
        columns,
    }
}

fn frame<'s>(site: &'s Site<'_>, id: &'s str, title: &'s str, level: u8) -> Frame<'s> {
    let strings = site.strings();
    Frame { id, title, level, table: strings.get("chart.table"), empty: strings.get("chart.empty") }
}

/// Totals by period, against what the latest contract asks for renewal.
fn totals_chart(site: &Site<'_>, level: u8) -> String {
    let strings = site.strings();
    let periods = &site.figures.scores.periods;
    let Some(latest) = periods.last() else { return String::new() };
    let texts: Vec<(String, String, String)> = periods
        .iter()
        .map(|p| {
            let year = strings.fill("year", &[("year", &p.period.calendar_year().to_string())]);
            let short = match p.period.as_quarter() {
                Some(q) => strings.fill("chart.quarter", &[("quarter", &q.to_string())]),
                None => strings.period(p.period),
            };
            (short, year, decimal(&p.total, 1))
        })
        .collect();
    let points: Vec<ScorePoint<'_>> = periods
        .iter()
        .zip(&texts)
        .map(|(p, (label, group, text))| ScorePoint { label, group, value: Some(p.total.approximate()), value_text: text })
        .collect();
    let target = contract(site, latest).score_at_least.as_ref();
    let target_label = target.map(|t| strings.fill("chart.target", &[("target", &t.short(2))])).unwrap_or_default();
    let columns = [strings.get("accounts.period"), strings.get("scores.total"), strings.get("scores.state")];
    let frame = frame(site, "score-totals", strings.get("chart.totals"), level);
    charts::score_by_period(
        &points,
        target.map(Exact::approximate),
        &labels(site, frame, &target_label, columns, strings.get("chart.scores_note")),
    )
}

fn clauses_chart(site: &Site<'_>, scored: &PeriodScore) -> String {
    let strings = site.strings();
    let contract = contract(site, scored);
    let texts: Vec<(String, String)> = scored
        .clauses
        .iter()
        .map(|c| {
            let clause = &contract.clauses[c.clause];
            (format!("{} {}", clause.id.value, clause.title), decimal(&c.score, 1))
        })
        .collect();
    let items: Vec<ClauseItem<'_>> = scored
        .clauses
        .iter()
        .zip(&texts)
        .map(|(c, (name, text))| ClauseItem { name, value: Some(c.score.approximate()), value_text: text, reached: c.reached })
        .collect();
    let columns = [strings.get("scores.clause"), strings.get("scores.score"), strings.get("scores.state")];
    let frame = frame(site, "score-clauses", strings.get("chart.clauses"), 3);
    charts::score_by_clause(&items, None, &labels(site, frame, "", columns, strings.get("chart.clauses_note")))
}

fn index(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let title = strings.get("title.scores");
    let mut context = site.page(page, "scores", title, &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, None);
    let periods = &site.figures.scores.periods;
    let Some(latest) = periods.last() else { return context };
    let contract = contract(site, latest);
    let sources: Vec<Source> =
        Source::ALL.into_iter().filter(|s| periods.iter().any(|p| p.by_source.iter().any(|(o, _)| o == s))).collect();
    let source_names: Vec<&str> = sources.iter().map(|s| source_label(site, *s)).collect();
    let rows: Vec<Value> = periods.iter().rev().map(|p| period_row(site, p, &sources, page)).collect();
    put!(context, {
        summary: said(site, latest, previous(site, periods.len() - 1)),
        patterns_html: Value::safe_string(charts::patterns()),
        how_text: strings.fill("scores.how", &[("sources", &strings.list(&source_names))]),
        contract: link(contract.title.as_str(), Some(href(page, &contracts::page_of(contract)))),
        chart_totals_html: Value::safe_string(&totals_chart(site, 2)),
        chart_clauses_html: Value::safe_string(&clauses_chart(site, latest)),
        source_columns: source_names,
        periods: rows,
        clauses: latest_clauses(site, periods.len() - 1, page),
        downloads: downloads(page),
    });
    context
}

fn downloads(page: &str) -> Vec<Value> {
    let file = |name: &str| row! { label: name, href: href(page, &format!("data/{name}")), note: "CSV" };
    vec![file("scores.csv"), file("score_totals.csv")]
}

/// Rewards less deductions, with its sign; nothing where there was neither.
fn net(scored: &PeriodScore) -> Option<Money> {
    let any = scored.clauses.iter().any(|c| c.deduction.is_some() || c.reward.is_some());
    any.then(|| scored.rewards - scored.deductions)
}

fn period_row(site: &Site<'_>, scored: &PeriodScore, sources: &[Source], page: &str) -> Value {
    let contract = contract(site, scored);
    let of = |s: &Source| scored.by_source.iter().find(|(o, _)| o == s).map(|(_, v)| decimal(v, 1)).unwrap_or_default();
    let short = site.strings().fill("scores.contract_short", &[("year", &contract.from.value.year().to_string())]);
    row! {
        label: site.strings().period(scored.period),
        href: href(page, &page_of(scored.period)),
        total: decimal(&scored.total, 1),
        sources: sources.iter().map(of).collect::<Vec<_>>(),
        target: contract.score_at_least.as_ref().map(|t| t.short(2)),
        money: net(scored).map(format::signed),
        contract: link(short, Some(href(page, &contracts::page_of(contract)))),
    }
}

fn latest_clauses(site: &Site<'_>, index: usize, page: &str) -> Value {
    let strings = site.strings();
    let scored = &site.figures.scores.periods[index];
    let contract = contract(site, scored);
    // A clause is compared with itself only under the same contract.
    let before = previous(site, index).filter(|p| p.contract == scored.contract);
    let unmet = scored.clauses.iter().filter(|c| !c.reached).count();
    let rows: Vec<Value> = scored
        .clauses
        .iter()
        .map(|c| {
            let clause = &contract.clauses[c.clause];
            let earlier = before.and_then(|p| p.clauses.iter().find(|o| o.clause == c.clause)).map(|o| decimal(&o.score, 1));
            row! {
                code: clause.id.value.as_str(),
                title: clause.title.as_str(),
                href: href_to(page, &page_of(scored.period), &clause_anchor(clause)),
                score: decimal(&c.score, 1),
                previous: earlier,
                weight: clause.weight.short(2),
                state: reached_badge(site, c.reached),
            }
        })
        .collect();
    let period = strings.period(scored.period);
    row! {
        heading: strings.fill("scores.clauses_heading", &[("period", &period)]),
        caption: strings.count("scores.clauses_caption", scored.clauses.len(), &[("unmet", &unmet.to_string())]),
        rows: rows,
    }
}

fn one(site: &Site<'_>, index: usize, page: &str) -> Context {
    let strings = site.strings();
    let scored = &site.figures.scores.periods[index];
    let contract = contract(site, scored);
    let title = strings.fill("scores.title", &[("period", &strings.period(scored.period))]);
    let crumbs = [(strings.get("nav.home"), Some("index.html")), (strings.get("title.scores"), Some(INDEX))];
    let mut context = site.page(page, "scores", &title, &crumbs);
    let sheet = &site.community.scores[scored.sheet];
    site.meta(&mut context, page, None, Some(sheet.file));
    let sources: Vec<Source> = Source::ALL.into_iter().filter(|s| scored.by_source.iter().any(|(o, _)| o == s)).collect();
    let columns: Vec<Value> = sources
        .iter()
        .map(|s| {
            let weight = contract
                .sources
                .iter()
                .find(|(o, _)| o == s)
                .map(|(_, w)| strings.fill("scores.source_weight", &[("weight", &w.short(2))]));
            let total = scored.by_source.iter().find(|(o, _)| o == s).map(|(_, v)| decimal(v, 1));
            row! { label: source_label(site, *s), weight: weight, total: total }
        })
        .collect();
    let neighbour = |p: Option<&PeriodScore>| {
        p.map(|p| {
            link(strings.fill("scores.title", &[("period", &strings.period(p.period))]), Some(href(page, &page_of(p.period))))
        })
    };
    put!(context, {
        summary: said(site, scored, previous(site, index)),
        contract: link(contract.title.as_str(), Some(href(page, &contracts::page_of(contract)))),
        firm: contract.firm.clone(),
        total: total(site, scored),
        source_columns: columns,
        clauses: scored.clauses.iter().map(|c| clause_row(site, scored, c, &sources, page)).collect::<Vec<_>>(),
        money: money(site, scored, page),
        evidence: evidence(site, scored),
        downloads: downloads(page),
        pager: row! { prev: neighbour(previous(site, index)), next: neighbour(site.figures.scores.periods.get(index + 1)) },
    });
    context
}

/// The total with its steps.
fn total(site: &Site<'_>, scored: &PeriodScore) -> Value {
    let strings = site.strings();
    let contract = contract(site, scored);
    let weight: Exact = scored.clauses.iter().map(|c| contract.clauses[c.clause].weight.clone()).sum();
    let sum = &scored.total * &weight;
    let (sum, weight, value) = (decimal(&sum, 2), weight.short(2), decimal(&scored.total, 1));
    let mut steps = vec![
        strings.fill("scores.step_products", &[("sum", &sum)]),
        strings.fill("scores.step_weights", &[("weight", &weight)]),
        strings.fill("scores.step_divide", &[("sum", &sum), ("weight", &weight), ("total", &value)]),
    ];
    let state = contract.score_at_least.as_ref().map(|target| {
        let reached = scored.total >= *target;
        let verdict = strings.get(if reached { "scores.met" } else { "scores.unmet" });
        steps.push(strings.fill("scores.step_target", &[("target", &target.short(2)), ("verdict", verdict)]));
        reached_badge(site, reached)
    });
    let contribution: Exact = scored.clauses.iter().map(|c| c.contribution.clone()).sum();
    row! {
        value: value,
        state: state.unwrap_or_else(|| badge("", "")),
        steps: steps,
        weight: weight,
        contribution: decimal(&contribution, 2),
    }
}

fn clause_row(site: &Site<'_>, scored: &PeriodScore, c: &ClauseScore, sources: &[Source], page: &str) -> Value {
    let strings = site.strings();
    let contract = contract(site, scored);
    let clause = &contract.clauses[c.clause];
    let unit = &*site.strings().unit(clause.unit.as_deref());
    let cells: Vec<Value> = sources
        .iter()
        .map(|s| match c.sources.iter().find(|o| o.source == *s) {
            Some(of) => {
                let value = of.value.as_ref().map(|v| strings.fill("scores.value", &[("value", &v.short(4)), ("unit", unit)]));
                row! { score: decimal(&of.score, 1), value_text: value }
            }
            None => row! { score: "" },
        })
        .collect();
    let missing: Vec<&str> = c.missing.iter().map(|s| source_label(site, *s)).collect();
    let note = (!missing.is_empty()).then(|| strings.fill("scores.missing", &[("source", &strings.list(&missing))]));
    row! {
        id: clause_anchor(clause),
        code: clause.id.value.as_str(),
        title: clause.title.as_str(),
        href: href_to(page, &contracts::page_of(contract), &clause_anchor(clause)),
        target_text: target_text(site, clause),
        note: note,
        sources: cells,
        score: decimal(&c.score, 1),
        weight: clause.weight.short(2),
        contribution: decimal(&c.contribution, 2),
    }
}

/// Deductions and rewards, each step shown.
fn money(site: &Site<'_>, scored: &PeriodScore, page: &str) -> Value {
    let Some(net) = net(scored) else { return ().into() };
    let strings = site.strings();
    let contract = contract(site, scored);
    let mut items = Vec::new();
    for c in &scored.clauses {
        let clause = &contract.clauses[c.clause];
        items.extend(deduction_row(site, contract, clause, c, page));
        items.extend(reward_row(site, contract, clause, c, page));
    }
    let amounts =
        [("penalty", format::money(scored.deductions)), ("reward", format::money(scored.rewards)), ("net", format::signed(net))];
    let amounts: Vec<(&str, &str)> = amounts.iter().map(|(k, v)| (*k, v.as_str())).collect();
    row! { summary: strings.fill("scores.money_summary", &amounts), items: items }
}

fn deduction_row(site: &Site<'_>, contract: &Contract, clause: &Clause, c: &ClauseScore, page: &str) -> Option<Value> {
    let strings = site.strings();
    let (deduction, penalty, value) = (c.deduction.as_ref()?, clause.penalty.as_ref()?, c.value.as_ref()?);
    let unit = &*site.strings().unit(clause.unit.as_deref());
    let step = |label: &str, text: String| row! { label: strings.get(label), text: text };
    let units = deduction.units.to_string();
    let with_unit = |key: &str, value: &Exact| strings.fill(key, &[("value", &value.short(4)), ("unit", unit)]);
    let product =
        [("count", units.clone()), ("amount", format::money(penalty.amount)), ("product", format::money(deduction.uncapped))];
    let product: Vec<(&str, &str)> = product.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let mut steps = vec![
        step("scores.step_target", target_text(site, clause)),
        step("scores.step_measured", with_unit("scores.measured", value)),
        step("scores.step_short", with_unit("scores.short", &deduction.short)),
        step(
            "scores.step_units",
            strings.fill("scores.units", &[("per", &penalty.per.short(4)), ("unit", unit), ("count", &units)]),
        ),
        step("scores.step_amount", strings.fill("scores.product", &product)),
    ];
    if let Some(cap) = penalty.cap {
        steps.push(step("scores.step_cap", strings.fill("scores.cap", &[("cap", &format::money(cap))])));
    }
    Some(row! {
        code: clause.id.value.as_str(),
        title: clause.title.as_str(),
        href: href_to(page, &contracts::page_of(contract), &clause_anchor(clause)),
        kind_label: strings.get("scores.penalty"),
        steps: steps,
        result_label: strings.get("scores.result_penalty"),
        amount: strings.fill("scores.result", &[("amount", &format::money(deduction.amount))]),
    })
}

fn reward_row(site: &Site<'_>, contract: &Contract, clause: &Clause, c: &ClauseScore, page: &str) -> Option<Value> {
    let strings = site.strings();
    let (amount, reward) = (c.reward?, clause.reward.as_ref()?);
    let at = strings.fill("scores.at", &[("score", &decimal(&c.score, 1)), ("at", &reward.at.short(2))]);
    Some(row! {
        code: clause.id.value.as_str(),
        title: clause.title.as_str(),
        href: href_to(page, &contracts::page_of(contract), &clause_anchor(clause)),
        kind_label: strings.get("scores.reward"),
        steps: vec![row! { label: strings.get("scores.step_score"), text: at }],
        result_label: strings.get("scores.result_reward"),
        amount: strings.fill("scores.result", &[("amount", &format::money(amount))]),
    })
}

fn evidence(site: &Site<'_>, scored: &PeriodScore) -> Vec<Value> {
    let sheet = &site.community.scores[scored.sheet];
    let contract = contract(site, scored);
    let rows = scored.clauses.iter().flat_map(|c| c.sources.iter().map(move |s| (c, s)));
    rows.map(|(c, s)| (&contract.clauses[c.clause], s, &sheet.scores[s.row]))
        .filter(|(_, _, score)| !score.evidence.is_empty() || !score.by.is_empty())
        .map(|(clause, s, score)| {
            row! {
                clause: format!("{} {}", clause.id.value, clause.title),
                source: source_label(site, s.source),
                measured_text: score.measured_on.map(|d| d.to_string()),
                by: score.by.as_str(),
                evidence: link(score.evidence.as_str(), None),
            }
        })
        .collect()
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

pub fn tables<'a>(site: &'a Site<'a>) -> Vec<Table<'a>> {
    let periods = &site.figures.scores.periods;
    let fields = [
        Field::text("period"),
        Field::text("contract"),
        Field::text("clause"),
        Field::text("source"),
        Field::number("value"),
        Field::number("score"),
        Field::date("measured_on"),
        Field::text("evidence"),
        Field::text("by"),
    ];
    let rows = periods.iter().flat_map(move |p| p.clauses.iter().flat_map(move |c| c.sources.iter().map(move |s| (p, c, s))));
    let scores = Table::new("scores", fields).rows(rows.map(|(p, c, s)| {
        let contract = contract(site, p);
        let score = &site.community.scores[p.sheet].scores[s.row];
        vec![
            p.period.to_string(),
            contract.slug().to_owned(),
            contract.clauses[c.clause].id.value.clone(),
            s.source.name().to_owned(),
            s.value.as_ref().map(|v| v.short(9)).unwrap_or_default(),
            s.score.rounded(4),
            score.measured_on.map(|d| d.to_string()).unwrap_or_default(),
            score.evidence.clone(),
            score.by.clone(),
        ]
    }));
    let fields = [
        Field::text("period"),
        Field::text("contract"),
        Field::number("total"),
        Field::number("deductions"),
        Field::number("rewards"),
    ];
    let totals = Table::new("score_totals", fields).rows(periods.iter().map(|p| {
        vec![
            p.period.to_string(),
            contract(site, p).slug().to_owned(),
            p.total.rounded(4),
            p.deductions.plain(),
            p.rewards.plain(),
        ]
    }));
    vec![scores, totals]
}
