//! Reading `accounts/<period>.csv`; what else lies there is read by files of its own.

use rayon::prelude::*;

use super::account_list::AccountList;
use super::columns::{Col, Column, Holds, Need, TableKind};
use super::document::{named_period, stem};
use super::load::Reading;
use super::table::{Row, Sheet};
use super::{audits, balances, budget, fronts};
use crate::diagnostic::Diagnostic;
use crate::model::accounts::{Balance, BalanceKind, Entry, Front, Ledger, Records, Ties, Total};
use crate::model::{Date, FileId, Money, Period, SourceFile, Spanned};

const TABLE: &TableKind = &TableKind {
    name: "accounts",
    path: "accounts/<period>.csv",
    columns: &[
        Column::new("date", Holds::Date, Need::Must, &["date", "日期", "记账日期", "記帳日期", "发生日期"]),
        Column::new("account", Holds::Text, Need::UnlessOneAccount, &["account", "账户", "帐户", "帳戶"]),
        Column::new("category", Holds::Text, Need::May, &["category", "科目", "类别", "收支项目"]),
        Column::new("income", Holds::Money, Need::Either, &["income", "收入", "收入金额"]),
        Column::new("expense", Holds::Money, Need::Either, &["expense", "支出", "支出金额"]),
        Column::new("amount", Holds::Money, Need::Either, &["amount", "金额", "金額"]),
        Column::new("counterparty", Holds::Text, Need::May, &["counterparty", "对方", "对方单位", "對方", "往来单位"]),
        Column::new("memo", Holds::Text, Need::May, &["memo", "摘要", "备注", "備註"]),
        Column::new("voucher", Holds::Text, Need::May, &["voucher", "凭证号", "凭证", "憑證號"]),
        Column::new("approved_by", Holds::Text, Need::May, &["approved_by", "审批", "审批人", "審批"]),
        // Ledgers use 合同 and 附件 for free text, so only words that ask for a record are read as one.
        Column::new("contract", Holds::Text, Need::May, &["contract", "合同记录"]),
        Column::new("clause", Holds::Text, Need::May, &["clause", "合同条款"]),
        Column::new("resolution", Holds::Text, Need::May, &["resolution", "决议记录"]),
        Column::new("fund", Holds::Text, Need::May, &["fund", "维修资金记录"]),
        Column::new("attachment", Holds::Text, Need::May, &["attachment", "附件文件"]),
    ],
    answers: false,
};

pub(super) const TOTAL_WORDS: &[&str] = &[
    "合计",
    "小计",
    "总计",
    "累计",
    "本月合计",
    "本季合计",
    "本期合计",
    "本年累计",
    "合計",
    "小計",
    "總計",
    "total",
    "subtotal",
];
const CLOSING_WORDS: &[&str] = &["期末余额", "期末餘額", "本期余额", "月末余额", "季末余额", "closingbalance", "closing"];
const OPENING_WORDS: &[&str] = &["期初余额", "期初餘額", "上年结转", "上期结转", "openingbalance", "opening"];

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

/// Its tables.
pub const TABLES: &[&TableKind] = &[TABLE, balances::TABLE, budget::TABLE];

/// Endings of its files.
pub const ENDINGS: &[&str] = &["csv", "toml", "md"];

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
            if let Some(cell) = row.0.cell(row.1, ACCOUNT).filter(|_| !matches!(role(row.0, row.1), Role::Total)) {
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
        match role(sheet, row) {
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
}

/// A row is a total or a balance if one of its words says so; the other cells are then not an entry's.
fn role(sheet: &Sheet<'_>, row: &Row<'_>) -> Role {
    let words: Vec<String> = [DATE, ACCOUNT, CATEGORY, MEMO, COUNTERPARTY]
        .into_iter()
        .filter_map(|column| sheet.cell(row, column))
        .filter(|cell| may_be_a_word(&cell.text))
        .map(|cell| cell.text.replace([' ', '\u{3000}', ':', '：'], "").to_lowercase())
        .collect();
    let is = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    if is(CLOSING_WORDS) {
        Role::Balance(BalanceKind::Closing)
    } else if is(OPENING_WORDS) {
        Role::Balance(BalanceKind::Opening)
    } else if is(TOTAL_WORDS) {
        Role::Total
    } else {
        Role::Entry
    }
}

/// Nearly every cell can be told from a total's or a balance's word by its last character.
fn may_be_a_word(text: &str) -> bool {
    let last = text.trim_end_matches([' ', '\u{3000}', ':', '：']).chars().next_back();
    text.len() <= 48 && matches!(last, Some('计' | '計' | '额' | '額' | '转' | '轉' | 'l' | 'L' | 'e' | 'E' | 'g' | 'G'))
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
    let dated = sheet.cell(row, DATE).filter(|c| super::day::date(&c.text).is_ok());
    let date = dated.and_then(|_| sheet.date(row, DATE, sink)).map_or(default, |d| d.value);
    let mut amounts = [INCOME, EXPENSE, AMOUNT].into_iter().filter_map(|c| sheet.money(row, c, sink)).collect::<Vec<_>>();
    if amounts.is_empty() {
        sink.push(Diagnostic::new("GS0212", row.span).with("column", "balance / 余额"));
        return None;
    }
    let balance = amounts.remove(0);
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
