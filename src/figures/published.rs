//! What each file of a folder puts on public view: its figures and its rows, as two states of a folder are compared by them.

use super::Figures;
use super::surveys::shown;
use crate::model::accounts::Entry;
use crate::model::collection::Line;
use crate::model::complaints::Complaint;
use crate::model::scores::Score;
use crate::model::surveys::Question;
use crate::model::{Amount, Community, Exact, Figure, FileId, Money, Published, Row};

/// Every table and every withdrawal of a community; what else there is holds no figures, and is compared as text.
pub fn published(community: &Community, figures: &Figures) -> Vec<Published> {
    let mut all = ledgers(community, figures);
    all.extend(balances(community));
    all.extend(budgets(community));
    all.extend(fund(community));
    all.extend(collection(community, figures));
    all.extend(complaints(community));
    all.extend(scores(community, figures));
    all.extend(surveys(community));
    all
}

fn of_file(community: &Community, file: FileId, label: impl ToString) -> Published {
    let path = community.files.path(file).to_owned();
    Published { path, label: label.to_string(), ..Published::default() }
}

/// Without a subject it is the file's own.
fn money(subject: &str, name: &'static str, amount: Money) -> Figure {
    Figure { subject: subject.to_owned(), name, value: Amount::Money(amount) }
}

fn number(subject: &str, name: &'static str, number: Exact) -> Figure {
    Figure { subject: subject.to_owned(), name, value: Amount::Number(number) }
}

fn ledgers(community: &Community, figures: &Figures) -> Vec<Published> {
    let name = |account: u32| community.accounts_opened[account as usize].name.as_str();
    let ledgers = community.accounts.ledgers.iter().enumerate().map(|(index, ledger)| {
        let mut of = of_file(community, ledger.file, ledger.period.value);
        let sum = |side: fn(&Entry) -> Money| ledger.entries.iter().map(side).sum::<Money>();
        of.figures.extend([money("", "figure.income", sum(|e| e.income)), money("", "figure.expense", sum(|e| e.expense))]);
        for s in figures.accounts.statements.iter().filter(|s| s.ledger == index) {
            let account = name(s.account);
            let own = [
                ("figure.opening", s.opening),
                ("figure.income", s.flow.income),
                ("figure.expense", s.flow.expense),
                ("figure.closing", s.closing),
            ];
            of.figures.extend(own.map(|(what, amount)| money(account, what, amount)));
        }
        of.rows = Some(ledger.entries.iter().map(|e| e.row(name(e.account))).collect());
        of
    });
    ledgers.collect()
}

fn balances(community: &Community) -> Option<Published> {
    let mut of = of_file(community, community.accounts.balances_file?, "");
    let own = community.accounts.balances.iter().filter(|b| b.period.is_none());
    let mut rows = Vec::new();
    for balance in own {
        let subject = format!("{} {}", community.accounts_opened[balance.account as usize].name, balance.date);
        let amount = balance.balance.value.plain();
        rows.push(Row { content: Row::joined(&[&subject, &amount, &balance.source]), keys: vec![subject.clone()] });
        of.figures.push(money(&subject, "figure.balance", balance.balance.value));
    }
    of.rows = Some(rows);
    Some(of)
}

fn budgets(community: &Community) -> Vec<Published> {
    let budgets = community.accounts.budgets.iter().map(|budget| {
        let mut of = of_file(community, budget.file, budget.period);
        let mut rows = Vec::new();
        for line in &budget.lines {
            let account = &community.accounts_opened[line.account as usize].name;
            let subject = format!("{account} · {}", line.category.value);
            rows.push(Row {
                content: Row::joined(&[&subject, &line.income.plain(), &line.expense.plain()]),
                keys: vec![subject.clone()],
            });
            let sides = [("figure.income", line.income), ("figure.expense", line.expense)];
            of.figures
                .extend(sides.into_iter().filter(|(_, a)| !a.is_zero()).map(|(what, amount)| money(&subject, what, amount)));
        }
        of.rows = Some(rows);
        of
    });
    budgets.collect()
}

fn fund(community: &Community) -> Vec<Published> {
    let mut all = Vec::new();
    for withdrawal in &community.fund.withdrawals {
        let mut of = of_file(community, withdrawal.file, &withdrawal.title);
        let approved = withdrawal.approved.as_ref().map(|a| money("", "figure.approved", a.value));
        of.figures.extend(approved);
        of.figures.push(money("", "figure.paid", withdrawal.paid()));
        all.push(of);
    }
    if let Some(file) = community.fund.holdings_file {
        let mut of = of_file(community, file, "");
        let mut rows = Vec::new();
        for holding in &community.fund.holdings {
            let subject = format!("{} {}", holding.building.value, holding.date);
            let own = [
                ("figure.opening", holding.opening.value),
                ("figure.paid_in", holding.paid_in),
                ("figure.interest", holding.interest),
                ("figure.used", holding.used),
                ("figure.closing", holding.closing.value),
            ];
            let cells = own.map(|(_, amount)| amount.plain());
            rows.push(Row { content: Row::joined(&[&subject, &cells.join(" ")]), keys: vec![subject.clone()] });
            of.figures.extend(own.map(|(what, amount)| money(&subject, what, amount)));
        }
        of.rows = Some(rows);
        all.push(of);
    }
    all
}

/// Sums of the whole community alone: what is smaller could show whose debt it is.
fn collection(community: &Community, figures: &Figures) -> Vec<Published> {
    let sheets = community.collection.iter().zip(&figures.collection.periods).map(|(sheet, sums)| {
        let mut of = of_file(community, sheet.file, sheet.period.value);
        of.figures.extend([money("", "figure.billed", sums.billed), money("", "figure.collected", sums.collected)]);
        let more = [("figure.recovered", sums.recovered), ("figure.prepaid", sums.prepaid), ("figure.arrears", sums.arrears)];
        of.figures.extend(more.into_iter().filter_map(|(what, amount)| Some(money("", what, amount?))));
        of.figures.extend(sums.rate().map(|rate| number("", "figure.rate", rate)));
        of.rows = Some(sheet.lines.iter().map(Line::row).collect());
        of
    });
    sheets.collect()
}

fn complaints(community: &Community) -> Vec<Published> {
    let sheets = community.complaints.iter().map(|sheet| {
        let mut of = of_file(community, sheet.file, sheet.period.value);
        let all = &sheet.complaints;
        let count = |n: usize| Amount::count(n);
        let counts = [
            ("figure.received", all.len()),
            ("figure.answered", all.iter().filter(|c| c.first_answer().is_some()).count()),
            ("figure.resolved", all.iter().filter(|c| c.resolved.is_some()).count()),
        ];
        of.figures.extend(counts.map(|(name, n)| Figure { subject: String::new(), name, value: count(n) }));
        let row = |c: &Complaint| Row { content: community.files.text(c.span).to_owned(), keys: vec![c.id.value.clone()] };
        of.rows = Some(all.iter().map(row).collect());
        of
    });
    sheets.collect()
}

fn scores(community: &Community, figures: &Figures) -> Vec<Published> {
    let sheets = community.scores.iter().enumerate().map(|(index, sheet)| {
        let mut of = of_file(community, sheet.file, sheet.period.value);
        for period in figures.scores.periods.iter().filter(|p| p.sheet == index) {
            let contract = &community.contracts[period.contract];
            let subject = contract.title.as_str();
            of.figures.push(number(subject, "figure.score", period.total.clone()));
            of.figures.push(money(subject, "figure.deductions", period.deductions));
            for clause in &period.clauses {
                let subject = format!("{subject} · {}", contract.clauses[clause.clause].title);
                of.figures.push(number(&subject, "figure.score", clause.score.clone()));
            }
        }
        let row = |s: &Score| Row {
            content: community.files.text(s.span).to_owned(),
            keys: vec![format!("{}\u{1f}{}", s.clause.value, s.source.value.name())],
        };
        of.rows = Some(sheet.scores.iter().map(row).collect());
        of
    });
    sheets.collect()
}

fn surveys(community: &Community) -> Vec<Published> {
    let sheets = community.surveys.iter().map(|sheet| {
        let mut of = of_file(community, sheet.file, sheet.period.value);
        for question in shown(sheet) {
            for (answer, count) in sheet.answers.iter().zip(&question.counts) {
                let subject = format!("{} · {answer}", question.text.value);
                of.figures.push(Figure { subject, name: "figure.answers", value: Amount::count(*count as usize) });
            }
        }
        let row = |q: &Question| Row { content: community.files.text(q.span).to_owned(), keys: vec![q.text.value.clone()] };
        of.rows = Some(sheet.questions.iter().map(row).collect());
        of
    });
    sheets.collect()
}
