//! 履约档案: everything of a firm that the record holds, in one dated list. A community's own record, no rating.

use super::super::site::{Site, finding_anchor};
use super::super::{accounts, complaints, compliance, contracts, replies, scores};
use crate::diagnostic::{Arg, Diagnostic};
use crate::figures::complaints::{Kept, Times, times};
use crate::figures::organisation::{TakenBack, booked};
use crate::figures::scores::PeriodScore;
use crate::model::contracts::Contract;
use crate::model::organisation::Body;
use crate::model::replies::{About, Reply};
use crate::model::{Date, Exact, FileId, Money};

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
    /// How a period's complaints were answered and resolved.
    Complaints,
    Promise,
    Finding,
    /// What the firm answered.
    Reply,
}

impl ArchiveKind {
    /// The name in tables, and the key of its word.
    pub fn names(self) -> (&'static str, &'static str) {
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
            ArchiveKind::Complaints => ("complaints", "kind.archive.complaints"),
            ArchiveKind::Reply => ("reply", "kind.archive.reply"),
        }
    }
}

/// What a row was drawn from, so that replies to it find it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Record(FileId),
    /// An index into the site's findings.
    Finding(usize),
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
    pub origin: Option<Origin>,
    /// Indexes into `Community::replies`: whoever answered it.
    pub replies: Vec<usize>,
}

impl ArchiveRow {
    fn new(date: Date, kind: ArchiveKind, text: String, to: String) -> Self {
        ArchiveRow { date, kind, text, amount: None, score: None, to: (to, String::new()), origin: None, replies: Vec::new() }
    }

    fn of(self, file: FileId) -> Self {
        ArchiveRow { origin: Some(Origin::Record(file)), ..self }
    }
}

/// Everything the record holds of a firm, the newest first. Each kind of record that speaks of
/// it is one function that adds its rows.
pub fn archive(site: &Site<'_>, firm: usize) -> Vec<ArchiveRow> {
    let body = &site.community.organisation[firm];
    let mut rows = Vec::new();
    add_contracts(site, body, &mut rows);
    add_scores(site, body, &mut rows);
    add_booked(site, body, &mut rows);
    add_complaints(site, body, &mut rows);
    add_promises(site, body, &mut rows);
    add_findings(site, body, &mut rows);
    add_replies(site, body, &mut rows);
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
        let term = contracts::term_text(site, contract);
        let text = strings.fill("organisation.row_contract", &[("title", &contract.title), ("term", &term)]);
        rows.push(ArchiveRow::new(signed, kind, text, page.clone()).of(contract.file));
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
    let score = ArchiveRow { score: Some(period.total.clone()), ..ArchiveRow::new(date, ArchiveKind::Score, text, page.clone()) };
    rows.push(score.of(site.community.scores[period.sheet].file));
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

/// Each period's complaints that a contract of the firm is answerable for: numbers, never who.
fn add_complaints(site: &Site<'_>, body: &Body, rows: &mut Vec<ArchiveRow>) {
    for sheet in &site.community.complaints {
        for (i, contract) in site.community.contracts.iter().enumerate().filter(|(_, c)| is_of(c, body)) {
            if let Some(times) = times(site.community, &sheet.complaints, i, site.as_of) {
                let text = complaints_text(site, &site.strings().period(sheet.period.value), contract, &times);
                // A period that still runs counts up to this day.
                let date = sheet.period.value.end().min(site.as_of);
                rows.push(ArchiveRow::new(date, ArchiveKind::Complaints, text, complaints::page_of(sheet)).of(sheet.file));
            }
        }
    }
}

/// How many, how fast, how many within the contract's times: the sentence of a row.
fn complaints_text(site: &Site<'_>, period: &str, contract: &Contract, times: &Times) -> String {
    let strings = site.strings();
    let mut parts = vec![strings.count("organisation.row_complaints", times.count, &[("period", period)])];
    if let Some(speed) = &times.answering {
        let median = complaints::length(site, speed.unit, &speed.median);
        parts.push(strings.fill("organisation.row_median", &[("median", &median)]));
    }
    let limits = [
        ("organisation.row_answered", times.answered, contract.complaint_answer_hours),
        ("organisation.row_resolved", times.resolved, contract.complaint_resolve_days),
    ];
    for (key, kept, limit) in limits {
        let (Some(kept), Some(limit)) = (kept.filter(|k| k.judged() > 0), limit) else { continue };
        parts.push(kept_text(site, key, kept, limit));
    }
    parts.join(strings.get("fill.organisation.part_separator"))
}

fn kept_text(site: &Site<'_>, key: &str, kept: Kept, limit: u32) -> String {
    let numbers = [kept.within, kept.judged(), kept.late].map(|n| n.to_string());
    let values = [("within", numbers[0].as_str()), ("of", &numbers[1]), ("late", &numbers[2]), ("limit", &limit.to_string())];
    site.strings().fill(key, &values)
}

/// What was answered stands beside what it answers; what the firm answered is part of its record besides.
fn add_replies(site: &Site<'_>, body: &Body, rows: &mut Vec<ArchiveRow>) {
    for (i, reply) in site.community.replies.iter().enumerate() {
        let answers = |row: &&mut ArchiveRow| row.origin.is_some_and(|origin| is_answer_to(site, reply, origin));
        for row in rows.iter_mut().filter(answers) {
            row.replies.push(i);
        }
        if body.is_called(&reply.by) {
            let about = replies::about_label(site, reply);
            let text = site.strings().fill("organisation.row_reply", &[("title", &reply.document.title), ("about", &about)]);
            rows.push(ArchiveRow::new(reply.date, ArchiveKind::Reply, text, replies::page_of(reply)));
        }
    }
}

fn is_answer_to(site: &Site<'_>, reply: &Reply, origin: Origin) -> bool {
    match (&reply.about.value, origin) {
        (About::Record(record), Origin::Record(file)) => {
            let files = &site.community.files;
            files.record(record).or_else(|| files.find(record)) == Some(file)
        }
        (About::Finding { .. }, Origin::Finding(index)) => replies::is_to_finding(site, reply, site.findings[index]),
        _ => false,
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
            let origin = Some(Origin::Finding(i));
            rows.push(ArchiveRow { to, origin, ..ArchiveRow::new(date, ArchiveKind::Finding, text, String::new()) });
        }
    }
}

/// The day a finding counts from, if it is about this firm: about its file, its contracts, their scores, complaints they
/// are answerable for, accounts that it keeps, or a promise it made at a meeting.
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
    let complained = |s: &&crate::model::complaints::Sheet| record == format!("complaints/{}", s.period.value);
    if let Some(sheet) = community.complaints.iter().find(complained) {
        // Such a finding names the contract whose limit it is about.
        let title = text("contract");
        let own = community.contracts.iter().any(|c| is_of(c, body) && Some(c.title.as_str()) == title);
        return own.then(|| sheet.period.value.end().min(site.as_of));
    }
    // A payment to a member's declared interest is the committee's matter, whoever keeps the books.
    if text("member").is_some() {
        return None;
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
