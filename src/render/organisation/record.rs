//! 履约档案: everything of a firm that the record holds, in one dated list. A community's own record, no rating.

use tera::{Context, Value};

use super::super::address::{href, href_to};
use super::super::site::{Site, finding_anchor};
use super::super::table_file::{Field, Table};
use super::super::value::{put, row};
use super::super::{accounts, compliance, contracts, format, scores};
use crate::diagnostic::{Arg, Diagnostic};
use crate::figures::organisation::{TakenBack, booked};
use crate::figures::scores::PeriodScore;
use crate::model::contracts::Contract;
use crate::model::organisation::{Body, BodyKind};
use crate::model::{Date, Exact, Money};

/// What a row of the record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ArchiveKind {
    Contract,
    Renewal,
    ContractFiled,
    ContractEnd,
    Score,
    Deduction,
    Reward,
    /// A ledger row that takes deductions back.
    Booked,
    Promise,
    Finding,
}

impl ArchiveKind {
    /// The name in tables, and the key of its word.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            ArchiveKind::Contract => ("contract", "kind.archive.contract"),
            ArchiveKind::Renewal => ("renewal", "kind.archive.renewal"),
            ArchiveKind::ContractFiled => ("filed", "kind.archive.filed"),
            ArchiveKind::ContractEnd => ("end", "kind.archive.end"),
            ArchiveKind::Score => ("score", "kind.archive.score"),
            ArchiveKind::Deduction => ("deduction", "kind.archive.deduction"),
            ArchiveKind::Reward => ("reward", "kind.archive.reward"),
            ArchiveKind::Booked => ("booked", "kind.archive.booked"),
            ArchiveKind::Promise => ("promise", "kind.archive.promise"),
            ArchiveKind::Finding => ("finding", "kind.archive.finding"),
        }
    }
}

/// One dated fact of a firm's record.
#[derive(Clone, Debug)]
pub struct ArchiveRow {
    pub date: Date,
    pub kind: ArchiveKind,
    pub text: String,
    /// Yuan; a deduction is negative.
    pub amount: Option<Money>,
    /// 0 to 100.
    pub score: Option<Exact>,
    /// The page that shows it, and the place on it.
    pub to: (String, String),
}

impl ArchiveRow {
    fn new(date: Date, kind: ArchiveKind, text: String, to: String) -> Self {
        ArchiveRow { date, kind, text, amount: None, score: None, to: (to, String::new()) }
    }
}

/// Everything the record holds of a firm, the newest first. Other kinds of record (complaints, replies) join here:
/// each is one more function that adds its rows.
pub fn archive(site: &Site<'_>, firm: usize) -> Vec<ArchiveRow> {
    let body = &site.community.organisation[firm];
    let mut rows = Vec::new();
    add_contracts(site, body, &mut rows);
    add_scores(site, body, &mut rows);
    add_booked(site, body, &mut rows);
    add_promises(site, body, &mut rows);
    add_findings(site, body, &mut rows);
    rows.retain(|row| row.date <= site.as_of);
    // Of one day, the score before what follows from it.
    rows.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| (a.kind, &a.text).cmp(&(b.kind, &b.text))));
    rows
}

fn is_of(contract: &Contract, body: &Body) -> bool {
    contract.firm.as_deref().is_some_and(|firm| body.is_called(firm))
}

fn add_contracts(site: &Site<'_>, body: &Body, rows: &mut Vec<ArchiveRow>) {
    let strings = site.strings();
    let mut served = false;
    for contract in site.community.contracts.iter().filter(|c| is_of(c, body)) {
        let page = contracts::page_of(contract);
        let kind = if served && contract.kind.is_property() { ArchiveKind::Renewal } else { ArchiveKind::Contract };
        served |= contract.kind.is_property();
        let signed = contract.signed_on.unwrap_or(contract.from.value);
        let from = strings.date(contract.from.value);
        let term = match &contract.until {
            Some(until) => strings.fill("contracts.term", &[("from", &from), ("until", &strings.date(until.value))]),
            None => strings.fill("contracts.term_open", &[("from", &from)]),
        };
        let text = strings.fill("organisation.row_contract", &[("title", &contract.title), ("term", &term)]);
        rows.push(ArchiveRow::new(signed, kind, text, page.clone()));
        if let Some(filed) = contract.filed_on {
            rows.push(ArchiveRow::new(filed, ArchiveKind::ContractFiled, contract.title.clone(), page.clone()));
        }
        if let Some(last) = contract.last_day() {
            let text = match contract.end_reason.as_deref().filter(|_| contract.ended_on.is_some()) {
                Some(reason) => strings.fill("organisation.row_ended", &[("title", &contract.title), ("reason", reason)]),
                None => contract.title.clone(),
            };
            rows.push(ArchiveRow::new(last, ArchiveKind::ContractEnd, text, page));
        }
    }
}

fn add_scores(site: &Site<'_>, body: &Body, rows: &mut Vec<ArchiveRow>) {
    for period in &site.figures.scores.periods {
        let contract = &site.community.contracts[period.contract];
        if is_of(contract, body) {
            add_period(site, contract, period, rows);
        }
    }
}

/// A period's total, and what each clause deducts or rewards.
fn add_period(site: &Site<'_>, contract: &Contract, period: &PeriodScore, rows: &mut Vec<ArchiveRow>) {
    let strings = site.strings();
    let name = strings.period(period.period);
    let (date, page) = (period.period.end(), scores::page_of(period.period));
    let text = match &contract.score_at_least {
        Some(target) => {
            let key = if period.total >= *target { "scores.met" } else { "scores.unmet" };
            let verdict = strings.fill(key, &[("target", &target.short(2))]);
            strings.fill("organisation.row_score", &[("period", &name), ("verdict", &verdict)])
        }
        None => strings.fill("scores.title", &[("period", &name)]),
    };
    rows.push(ArchiveRow { score: Some(period.total.clone()), ..ArchiveRow::new(date, ArchiveKind::Score, text, page.clone()) });
    for scored in &period.clauses {
        let clause = &contract.clauses[scored.clause];
        let text = || {
            let values = [("period", name.as_str()), ("code", clause.id.value.as_str()), ("title", clause.title.as_str())];
            strings.fill("organisation.row_clause", &values)
        };
        let mut add = |kind, amount| {
            let to = (page.clone(), contracts::clause_anchor(clause));
            let row = ArchiveRow { amount: Some(amount), to, ..ArchiveRow::new(date, kind, text(), String::new()) };
            rows.push(row);
        };
        if let Some(deduction) = &scored.deduction {
            add(ArchiveKind::Deduction, -deduction.amount);
        }
        if let Some(reward) = scored.reward {
            add(ArchiveKind::Reward, reward);
        }
    }
}

/// Ledger rows that settle deductions, each with the periods it settles.
fn add_booked(site: &Site<'_>, body: &Body, rows: &mut Vec<ArchiveRow>) {
    let Some(limit) = site.jurisdiction.limit("penalty-booking-days") else { return };
    let strings = site.strings();
    let ours = |contract: &usize| is_of(&site.community.contracts[*contract], body);
    for (_, books) in booked(site.community, &site.figures.scores, limit.value).into_iter().filter(|(c, _)| ours(c)) {
        let mut settled: Vec<(TakenBack, Vec<String>)> = Vec::new();
        for (i, row) in books.periods.iter().filter_map(|(i, row)| Some((*i, (*row)?))) {
            let name = strings.period(site.figures.scores.periods[i].period);
            match settled.last_mut() {
                Some((last, periods)) if *last == row => periods.push(name),
                _ => settled.push((row, vec![name])),
            }
        }
        for (row, periods) in settled {
            let ledger = &site.community.accounts.ledgers[row.at.0];
            let text = strings.fill("organisation.row_booked", &[("periods", &strings.list(&periods))]);
            let page = accounts::page_of(ledger.period.value);
            let booked = ArchiveRow::new(row.date, ArchiveKind::Booked, text, page);
            rows.push(ArchiveRow { amount: Some(-row.amount), ..booked });
        }
    }
}

fn add_promises(site: &Site<'_>, body: &Body, rows: &mut Vec<ArchiveRow>) {
    for promise in &body.promises {
        let place = promise.place.as_ref().and_then(|p| site.community.files.record(&p.value));
        let page = place.map_or_else(|| super::page_of(body), |file| site.page_of_file(file));
        rows.push(ArchiveRow::new(promise.date.value, ArchiveKind::Promise, promise.text.clone(), page));
    }
}

fn add_findings(site: &Site<'_>, body: &Body, rows: &mut Vec<ArchiveRow>) {
    for (i, finding) in site.findings.iter().enumerate() {
        if let Some(date) = day_if_about(site, body, finding) {
            let text = site.finding_words(finding).message;
            let to = (compliance::INDEX.to_owned(), finding_anchor(i));
            rows.push(ArchiveRow { to, ..ArchiveRow::new(date, ArchiveKind::Finding, text, String::new()) });
        }
    }
}

/// The day a finding counts from, if it is about this firm: about its file, its contracts, their scores, accounts that
/// it keeps, or a promise it made at a meeting.
fn day_if_about(site: &Site<'_>, body: &Body, finding: &Diagnostic) -> Option<Date> {
    let community = site.community;
    let record = finding.concerns.as_deref()?;
    let text = |name: &str| {
        finding.args.iter().find_map(|(n, arg)| match arg {
            Arg::Text(text) if *n == name => Some(text.as_str()),
            _ => None,
        })
    };
    if record == body.id {
        return Some(site.as_of);
    }
    if let Some(contract) = community.contracts.iter().find(|c| c.id == record && is_of(c, body)) {
        return Some(contract.signed_on.unwrap_or(contract.from.value));
    }
    let scored = |p: &&PeriodScore| record == format!("scores/{}", p.period) && is_of(&community.contracts[p.contract], body);
    if let Some(period) = site.figures.scores.periods.iter().find(scored) {
        return Some(period.period.end());
    }
    let keeps = community.accounts_opened.iter().any(|a| a.holder.as_deref().is_some_and(|h| body.is_called(h)));
    let ledger = |l: &&crate::model::accounts::Ledger| record == format!("accounts/{}", l.period.value);
    if let Some(ledger) = community.accounts.ledgers.iter().filter(|_| keeps).find(ledger) {
        return Some(ledger.period.value.end());
    }
    let meeting = community.minutes.iter().find(|m| m.document.id == record)?;
    let owner = text("owner").filter(|owner| body.is_called(owner) || body.members.iter().any(|m| m.name.value == *owner));
    owner.map(|_| text("due").and_then(|due| due.parse().ok()).unwrap_or(meeting.date))
}

pub fn context(site: &Site<'_>, index: usize, page: &str) -> Context {
    let strings = site.strings();
    let body = &site.community.organisation[index];
    let title = strings.fill("organisation.record_title", &[("firm", &body.name)]);
    let own = super::page_of(body);
    let crumbs = [
        (strings.get("nav.home"), Some("index.html")),
        (strings.get("title.organisation"), Some(super::INDEX)),
        (body.name.as_str(), Some(own.as_str())),
    ];
    let mut context = site.page(page, "organisation", &title, &crumbs);
    site.meta(&mut context, page, None, Some(body.file));
    let rows = archive(site, index);
    let drawn: Vec<Value> = rows.iter().map(|r| archive_row(site, r, page)).collect();
    put!(context, {
        summary: (!rows.is_empty()).then(|| summary(site, &rows)),
        sums: sums(site, &rows),
        rows: drawn,
        downloads: vec![
            row! { label: "firm_record.csv", href: href(page, "data/firm_record.csv"), note: "CSV" },
            row! { label: "firm_record.json", href: href(page, "data/firm_record.json"), note: "JSON" },
        ],
    });
    context
}

fn summary(site: &Site<'_>, rows: &[ArchiveRow]) -> String {
    let dates = || rows.iter().map(|r| r.date);
    let (from, until) = (dates().min().unwrap_or(site.as_of), dates().max().unwrap_or(site.as_of));
    site.strings().count("organisation.record_summary", rows.len(), &[("range", &site.strings().range(from, until))])
}

/// What all periods together deduct and reward, and what the ledger shows as taken back.
fn sums(site: &Site<'_>, rows: &[ArchiveRow]) -> Vec<Value> {
    let strings = site.strings();
    let of = |kind| rows.iter().filter(|r| r.kind == kind).filter_map(|r| r.amount).sum::<Money>();
    [
        ("kind.archive.deduction", ArchiveKind::Deduction),
        ("kind.archive.reward", ArchiveKind::Reward),
        ("kind.archive.booked", ArchiveKind::Booked),
    ]
    .into_iter()
    .filter(|(_, kind)| rows.iter().any(|r| r.kind == *kind))
    .map(|(label, kind)| row! { label: strings.get(label), amount: strings.yuan(of(kind).abs()) })
    .collect()
}

fn archive_row(site: &Site<'_>, r: &ArchiveRow, page: &str) -> Value {
    row! {
        date: site.strings().day(r.date),
        kind_label: site.strings().get(r.kind.names().1),
        text: r.text.as_str(),
        href: href_to(page, &r.to.0, &r.to.1),
        amount: r.amount.map(format::money),
        score: r.score.as_ref().map(|s| format::decimal(s, 1)),
    }
}

/// The records of all firms.
pub fn table<'a>(site: &'a Site<'a>) -> Table<'a> {
    let fields = [
        Field::text("firm"),
        Field::date("date"),
        Field::text("archive_kind"),
        Field::text("text"),
        Field::number("archive_amount"),
        Field::number("score"),
        Field::text("page"),
    ];
    let bodies = site.community.organisation.iter().enumerate().filter(|(_, b)| b.kind == BodyKind::Firm);
    Table::new("firm_record", fields).rows(bodies.flat_map(|(i, body)| {
        archive(site, i).into_iter().map(move |r| {
            vec![
                body.name.clone(),
                r.date.to_string(),
                r.kind.names().0.to_owned(),
                r.text,
                r.amount.map(Money::plain).unwrap_or_default(),
                r.score.map(|s| s.rounded(4)).unwrap_or_default(),
                r.to.0,
            ]
        })
    }))
}
