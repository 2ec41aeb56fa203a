//! Reading `accounts/<period>.csv`; what else lies there is read by files of its own.

use rayon::prelude::*;

use super::account_list::AccountList;
use super::columns::{Col, Column, Holds, Need, TableKind};
use super::document::{named_period, stem};
use super::load::Reading;
use super::row_words::{RowWord, row_word};
use super::shape::AnyForm;
use super::table::{Row, Sheet};
use super::{audits, balances, budget, fronts};
use crate::diagnostic::Diagnostic;
use crate::model::accounts::{Balance, BalanceKind, Entry, Front, Ledger, Records, Ties, Total};
use crate::model::{Date, FileId, Money, Period, SourceFile, Span, Spanned};

const TABLE: &TableKind = &TableKind {
    name: "accounts",
    path: "accounts/<period>.csv",
    columns: &[
        Column::new("date", Holds::Date, Need::Must, &["date", "日期", "记账日期", "記帳日期", "发生日期"]),
        Column::new("account", Holds::Text, Need::UnlessOneAccount, &["account", "账户", "帐户", "帳戶"]),
        Column::new("category", Holds::Text, Need::May, &["category", "科目", "类别", "收支项目", "会计科目"]),
        Column::new("income", Holds::Money, Need::Either, &["income", "收入", "收入金额"]),
        Column::new("expense", Holds::Money, Need::Either, &["expense", "支出", "支出金额"]),
        Column::new("amount", Holds::Money, Need::Either, &["amount", "金额", "金額"]),
        Column::new(
            "counterparty",
            Holds::Text,
            Need::May,
            &["counterparty", "对方", "对方单位", "對方", "往来单位", "对方户名", "对方名称"],
        ),
        Column::new("memo", Holds::Text, Need::May, &["memo", "摘要", "备注", "備註"]),
        Column::new(
            "voucher",
            Holds::Text,
            Need::May,
            &["voucher", "凭证号", "凭证", "憑證號", "凭证号码", "凭证字号", "凭证编号", "传票", "传票号", "传票编号"],
        ),
        Column::new("approved_by", Holds::Text, Need::May, &["approved_by", "审批", "审批人", "審批"]),
        // Ledgers use 合同 and 附件 for free text, so only words that ask for a record are read as one.
        Column::new("contract", Holds::Text, Need::May, &["contract", "合同记录"]),
        Column::new("clause", Holds::Text, Need::May, &["clause", "合同条款"]),
        Column::new("resolution", Holds::Text, Need::May, &["resolution", "决议记录"]),
        Column::new("fund", Holds::Text, Need::May, &["fund", "维修资金记录"]),
        Column::new("attachment", Holds::Text, Need::May, &["attachment", "附件文件"]),
    ],
    answers: false,
    totals: true,
};

// The places of those columns.
const DATE: Col = 0;
const ACCOUNT: Col = 1;
const CATEGORY: Col = 2;
const INCOME: Col = 3;
const EXPENSE: Col = 4;
const AMOUNT: Col = 5;
const COUNTERPARTY: Col = 6;
const MEMO: Col = 7;
const VOUCHER: Col = 8;
const APPROVED_BY: Col = 9;
const CONTRACT: Col = 10;
const CLAUSE: Col = 11;
const RESOLUTION: Col = 12;
const FUND: Col = 13;
const ATTACHMENT: Col = 14;

/// Its files that are read key by key.
pub const FORMS: &[&dyn AnyForm] = &[&fronts::FORM, &budget::FORM, &audits::FORM];

/// Its tables.
pub const TABLES: &[&TableKind] = &[TABLE, balances::TABLE, budget::TABLE];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::default();
    let mut periods: Vec<(FileId, &SourceFile, Spanned<Period>)> = Vec::new();
    let (mut balances, mut budgets) = (None, Vec::new());
    for (id, file) in reading.under("accounts/", ".csv") {
        match stem(&file.path) {
            "balances" => balances = Some((id, file)),
            name if name.starts_with("budget-") => budgets.push((id, file)),
            _ => periods.extend(named_period(file, id, reading.diagnostics).map(|period| (id, file, period))),
        }
    }
    read_ledgers(&periods, reading, &mut records);
    records.incomplete_from = incomplete_from(&periods, &records, reading);
    if let Some((id, file)) = balances {
        records.balances_file = Some(id);
        let balances = balances::read(id, file, reading.accounts, reading.diagnostics);
        records.balances.extend(balances);
    }
    records.budgets = budget::read(&budgets, reading);
    records.audits = audits::read(reading);
    fronts::read(reading, &mut records);
    records.ledgers.sort_by_key(|l| (l.period.value, l.file));
    records.pictured.sort_by_key(|p| (p.period.value, p.file));
    records.balances.sort_by_key(|b| (b.date, b.account, b.balance.span));
    records
}

/// Reads all ledgers in parallel: first their tables, then, once every account they open is known, their rows.
fn read_ledgers(periods: &[(FileId, &SourceFile, Spanned<Period>)], reading: &mut Reading<'_>, records: &mut Records) {
    let only = reading.accounts.only().is_some();
    let sheets: Vec<(Option<Sheet<'_>>, Vec<Diagnostic>)> = periods
        .par_iter()
        .map(|(id, file, _)| {
            let mut sink = Vec::new();
            let sheet = Sheet::read(file, *id, TABLE, &mut sink).filter(|sheet| sheet.is_complete(only, &mut sink));
            (sheet, sink)
        })
        .collect();
    for (sheet, found) in &sheets {
        reading.diagnostics.extend_from_slice(found);
        for row in sheet.iter().flat_map(|sheet| sheet.rows.iter().map(move |row| (sheet, row))) {
            if let Some(cell) =
                row.0.cell(row.1, ACCOUNT).filter(|_| !matches!(role(row.0, row.1, false), Role::Total | Role::Unclear(_)))
            {
                reading.accounts.open(Spanned::new(&cell.text, cell.span), reading.diagnostics);
            }
        }
    }
    let accounts: &AccountList = reading.accounts;
    let read: Vec<(Option<Ledger>, Vec<Balance>, Vec<Diagnostic>)> = periods
        .par_iter()
        .zip(&sheets)
        .map(|((id, _, period), (sheet, _))| {
            let (mut balances, mut sink) = (Vec::new(), Vec::new());
            let ledger = sheet.as_ref().map(|sheet| read_ledger(*id, sheet, *period, accounts, &mut balances, &mut sink));
            (ledger, balances, sink)
        })
        .collect();
    for (ledger, balances, found) in read {
        records.ledgers.extend(ledger);
        records.balances.extend(balances);
        reading.diagnostics.extend(found);
    }
}

/// The first day from which the books have holes: of a file that cannot be read, or of one that lost a row.
fn incomplete_from(periods: &[(FileId, &SourceFile, Spanned<Period>)], records: &Records, reading: &Reading<'_>) -> Option<Date> {
    let unreadable = reading.files.iter().filter(|(_, f)| !f.readable && f.path.starts_with("accounts/"));
    let unreadable = unreadable.filter_map(|(_, f)| Period::parse(stem(&f.path)));
    let lost = periods.iter().filter(|(id, _, _)| records.ledgers.iter().all(|l| l.file != *id || l.incomplete));
    unreadable.chain(lost.map(|(_, _, period)| period.value)).map(Period::start).min()
}

fn read_ledger(
    id: FileId,
    sheet: &Sheet<'_>,
    period: Spanned<Period>,
    accounts: &AccountList,
    balances: &mut Vec<Balance>,
    sink: &mut Vec<Diagnostic>,
) -> Ledger {
    let mut ledger = Ledger {
        file: id,
        period,
        entries: Vec::with_capacity(sheet.rows.len()),
        totals: Vec::new(),
        extra_columns: sheet.extra_headers(),
        front: Front::default(),
        incomplete: false,
    };
    for row in &sheet.rows {
        match role(sheet, row, ledger.entries.is_empty()) {
            Role::Unclear(span) => {
                let word = sheet.words_at(row, span);
                let told =
                    Diagnostic::new("GS0208", span).with("text", word).word("one", "row.closing").word("other", "row.surplus");
                sink.push(told);
            }
            Role::Total => {
                let total = read_total(sheet, row, ledger.entries.len(), sink);
                ledger.totals.push(total);
            }
            Role::Balance(kind) => balances.extend(read_balance_row(sheet, row, kind, period.value, accounts, sink)),
            Role::Entry => match read_entry(sheet, row, accounts, sink) {
                Some(entry) => ledger.entries.push(entry),
                None => ledger.incomplete = true,
            },
        }
    }
    ledger
}

/// What a row of a ledger is.
enum Role {
    Entry,
    Total,
    Balance(BalanceKind),
    /// Its word has two meanings.
    Unclear(Span),
}

/// A row is a total or a balance if one of its words says so; the other cells are then not an entry's. `first`: whether no
/// entry stands above.
fn role(sheet: &Sheet<'_>, row: &Row<'_>, first: bool) -> Role {
    let cells = || [DATE, ACCOUNT, CATEGORY, MEMO, COUNTERPARTY].into_iter().filter_map(|column| sheet.cell(row, column));
    let place = |word: RowWord| cells().find(|cell| row_word(&cell.text) == Some(word)).map(|cell| cell.span);
    let Some(word) = cells().find_map(|cell| row_word(&cell.text)) else { return Role::Entry };
    // 承前页 brings sums, or at the very top a balance.
    let brought_balance = || word == RowWord::BroughtForward && first && sheet.running_balance(row, &mut Vec::new()).is_some();
    if place(RowWord::Closing).is_some() {
        Role::Balance(BalanceKind::Closing)
    } else if place(RowWord::Opening).is_some() || brought_balance() {
        Role::Balance(BalanceKind::Opening)
    } else if let Some(span) = place(RowWord::Ambiguous) {
        Role::Unclear(span)
    } else {
        Role::Total
    }
}

fn read_total(sheet: &Sheet<'_>, row: &Row<'_>, entries: usize, sink: &mut Vec<Diagnostic>) -> Total {
    let income = sheet.money(row, INCOME, sink).or_else(|| sheet.money(row, AMOUNT, sink));
    let expense = sheet.money(row, EXPENSE, sink);
    Total { income, expense, span: row.span, entries: 0..entries }
}

fn read_balance_row(
    sheet: &Sheet<'_>,
    row: &Row<'_>,
    kind: BalanceKind,
    period: Period,
    accounts: &AccountList,
    sink: &mut Vec<Diagnostic>,
) -> Option<Balance> {
    let account = accounts.of_row(sheet, row, ACCOUNT, sink);
    let default = match kind {
        BalanceKind::Closing => period.end(),
        BalanceKind::Opening => period.start(),
    };
    let date = sheet.date(row, DATE, &mut Vec::new()).map_or(default, |d| d.value);
    // A column of running balances says it; beside it 收入 and 支出 hold sums.
    let balance = sheet.running_balance(row, sink);
    let balance = balance.or_else(|| [INCOME, EXPENSE, AMOUNT].into_iter().find_map(|c| sheet.money(row, c, sink)));
    let Some(balance) = balance else {
        sink.push(Diagnostic::new("GS0212", row.span).with("column", "balance / 余额"));
        return None;
    };
    let source = sheet.text(row, MEMO);
    Some(Balance { date, account: account?, balance, source, kind, period: Some(period) })
}

fn read_entry(sheet: &Sheet<'_>, row: &Row<'_>, accounts: &AccountList, sink: &mut Vec<Diagnostic>) -> Option<Entry> {
    let date = sheet.required(row, DATE, sink).and_then(|_| sheet.date(row, DATE, sink));
    let account = accounts.of_row(sheet, row, ACCOUNT, sink);
    let before = sink.len();
    let income = sheet.money(row, INCOME, sink);
    let expense = sheet.money(row, EXPENSE, sink);
    let amount = sheet.money(row, AMOUNT, sink);
    if sink.len() > before {
        return None;
    }
    let (income, expense) = match (income, expense, amount) {
        (None, None, Some(amount)) if amount.value.is_negative() => (Money::ZERO, -amount.value),
        (None, None, Some(amount)) => (amount.value, Money::ZERO),
        (None, None, None) => {
            sheet.required_either(row, sink);
            return None;
        }
        (Some(income), Some(expense), None) if !income.value.is_zero() && !expense.value.is_zero() => {
            sink.push(Diagnostic::new("GS0306", row.span));
            return None;
        }
        (income, expense, None) => (income.map_or(Money::ZERO, |m| m.value), expense.map_or(Money::ZERO, |m| m.value)),
        _ => {
            sink.push(Diagnostic::new("GS0306", row.span));
            return None;
        }
    };
    Some(Entry {
        date: date?.value,
        account: account?,
        category: sheet.text(row, CATEGORY),
        income,
        expense,
        counterparty: sheet.text(row, COUNTERPARTY),
        memo: sheet.text(row, MEMO),
        voucher: sheet.text(row, VOUCHER),
        approved_by: sheet.text(row, APPROVED_BY),
        ties: read_ties(sheet, row),
        extra: sheet.extra_cells(row),
        span: row.span,
        line: row.line,
    })
}

/// What a row is tied to. A record may be named by its id or by the last part of it; several files by semicolons.
fn read_ties(sheet: &Sheet<'_>, row: &Row<'_>) -> Option<Box<Ties>> {
    let record = |column: Col, folder: &str| {
        let cell = sheet.spanned(row, column)?;
        let id = if cell.value.contains('/') { cell.value } else { format!("{folder}/{}", cell.value) };
        Some(Spanned::new(id, cell.span))
    };
    let files = sheet.spanned(row, ATTACHMENT);
    let paths = files.iter().flat_map(|cell| cell.value.split([';', '；']).map(move |path| (path.trim(), cell.span)));
    let ties = Ties {
        contract: record(CONTRACT, "contracts"),
        clause: sheet.spanned(row, CLAUSE).map(|cell| cell.value),
        resolution: record(RESOLUTION, "resolutions"),
        fund: record(FUND, "fund"),
        attachments: paths.filter(|(path, _)| !path.is_empty()).map(|(path, span)| Spanned::new(path.to_owned(), span)).collect(),
    };
    let any = ties.clause.is_some() || ties.targets().next().is_some();
    any.then(|| Box::new(ties))
}
