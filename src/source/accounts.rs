//! Reading `accounts/<period>.csv`, its `<period>.toml`, and `accounts/balances.csv`.

use std::collections::HashMap;

use rayon::prelude::*;

use super::account_list::AccountList;
use super::document::{record_id, stem};
use super::fields::Fields;
use super::load::Reading;
use super::table::{Column, Row, Sheet};
use super::value;
use crate::diagnostic::Diagnostic;
use crate::model::accounts::{Balance, BalanceKind, Entry, Front, Ledger, Records, Total};
use crate::model::{Acknowledged, FileId, Money, Period, SourceFile, Span, Spanned};

pub const COLUMNS: &[Column] = &[
    Column { name: "date", spellings: &["date", "日期", "记账日期", "記帳日期", "发生日期"] },
    Column { name: "account", spellings: &["account", "账户", "帐户", "帳戶"] },
    Column { name: "category", spellings: &["category", "科目", "类别", "收支项目"] },
    Column { name: "income", spellings: &["income", "收入", "收入金额"] },
    Column { name: "expense", spellings: &["expense", "支出", "支出金额"] },
    Column { name: "amount", spellings: &["amount", "金额", "金額"] },
    Column { name: "counterparty", spellings: &["counterparty", "对方", "对方单位", "對方", "往来单位"] },
    Column { name: "memo", spellings: &["memo", "摘要", "备注", "備註"] },
    Column { name: "voucher", spellings: &["voucher", "凭证号", "凭证", "憑證號"] },
];

pub const BALANCE_COLUMNS: &[Column] = &[
    Column { name: "date", spellings: &["date", "日期"] },
    Column { name: "account", spellings: &["account", "账户", "帐户", "帳戶"] },
    Column { name: "balance", spellings: &["balance", "余额", "餘額", "期末余额"] },
    Column { name: "source", spellings: &["source", "来源", "來源", "依据"] },
];

const TOTAL_WORDS: &[&str] = &["合计", "小计", "总计", "累计", "本月合计", "本季合计", "本期合计", "本年累计", "合計", "小計", "總計", "total", "subtotal"];
const CLOSING_WORDS: &[&str] = &["期末余额", "期末餘額", "本期余额", "月末余额", "季末余额", "closingbalance", "closing"];
const OPENING_WORDS: &[&str] = &["期初余额", "期初餘額", "上年结转", "上期结转", "openingbalance", "opening"];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::default();
    let mut periods: Vec<(FileId, &SourceFile, Spanned<Period>)> = Vec::new();
    let mut balances = None;
    for (id, file) in reading.under("accounts/", ".csv") {
        match stem(&file.path) {
            "balances" => balances = Some((id, file)),
            name if name.starts_with("budget-") => {}
            name => match Period::parse(name) {
                Some(period) => periods.push((id, file, Spanned::new(period, Span::file(id)))),
                None => reading.diagnostics.push(Diagnostic::new("GS0102", Span::file(id)).word("expected", "name.period")),
            },
        }
    }
    read_ledgers(&periods, reading, &mut records);
    if let Some((id, file)) = balances {
        records.balances_file = Some(id);
        let balances = read_balances(id, file, reading.accounts, reading.diagnostics);
        records.balances.extend(balances);
    }
    read_fronts(reading, &mut records);
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
            let sheet = Sheet::read(&file.text, *id, COLUMNS, &mut sink).filter(|sheet| is_complete(sheet, only, &mut sink));
            (sheet, sink)
        })
        .collect();
    for (sheet, found) in &sheets {
        reading.diagnostics.extend_from_slice(found);
        for row in sheet.iter().flat_map(|sheet| sheet.rows.iter().map(move |row| (sheet, row))) {
            if let Some(cell) = row.0.cell(row.1, "account").filter(|_| !matches!(role(row.0, row.1), Role::Total)) {
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

/// Whether a ledger has the columns it cannot do without; each that is missing is reported.
fn is_complete(sheet: &Sheet<'_>, only_one_account: bool, sink: &mut Vec<Diagnostic>) -> bool {
    let mut complete = sheet.require("date", sink);
    if !sheet.has("amount") && !sheet.has("income") && !sheet.has("expense") {
        complete &= sheet.require("amount", sink);
    }
    if !sheet.has("account") && !only_one_account {
        complete &= sheet.require("account", sink);
    }
    complete
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
    };
    for row in &sheet.rows {
        match role(sheet, row) {
            Role::Total => {
                let total = read_total(sheet, row, ledger.entries.len(), sink);
                ledger.totals.push(total);
            }
            Role::Balance(kind) => balances.extend(read_balance_row(sheet, row, kind, period.value, accounts, sink)),
            Role::Entry => ledger.entries.extend(read_entry(sheet, row, accounts, sink)),
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
    let words: Vec<String> = ["date", "account", "category", "memo", "counterparty"]
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

/// Nearly every cell can be told from a total's or a balance's word by one look.
fn may_be_a_word(text: &str) -> bool {
    text.len() <= 48 && (text.contains(['计', '計', '余', '餘', '结']) || text.contains("otal") || text.contains("ing") || text.contains("OTAL") || text.contains("ING"))
}

fn read_total(sheet: &Sheet<'_>, row: &Row<'_>, entries: usize, sink: &mut Vec<Diagnostic>) -> Total {
    let income = sheet.money(row, "income", sink).or_else(|| sheet.money(row, "amount", sink));
    let expense = sheet.money(row, "expense", sink);
    Total { income, expense, span: row.span, entries: 0..entries }
}

fn account_of(sheet: &Sheet<'_>, row: &Row<'_>, accounts: &AccountList, sink: &mut Vec<Diagnostic>) -> Option<u32> {
    match sheet.cell(row, "account") {
        Some(cell) => accounts.find(Spanned::new(&cell.text, cell.span), sink),
        None => {
            let only = if sheet.has("account") { None } else { accounts.only() };
            if only.is_none() {
                sink.push(Diagnostic::new("GS0212", sheet.span(row, "account")).with("column", "account / 账户"));
            }
            only
        }
    }
}

fn read_balance_row(
    sheet: &Sheet<'_>,
    row: &Row<'_>,
    kind: BalanceKind,
    period: Period,
    accounts: &AccountList,
    sink: &mut Vec<Diagnostic>,
) -> Option<Balance> {
    let account = account_of(sheet, row, accounts, sink);
    let default = match kind {
        BalanceKind::Closing => period.end(),
        BalanceKind::Opening => period.start(),
    };
    let dated = sheet.cell(row, "date").filter(|c| super::day::date(&c.text).is_ok());
    let date = dated.and_then(|_| sheet.date(row, "date", sink)).map_or(default, |d| d.value);
    let mut amounts = ["income", "expense", "amount"].into_iter().filter_map(|c| sheet.money(row, c, sink)).collect::<Vec<_>>();
    if amounts.is_empty() {
        sink.push(Diagnostic::new("GS0212", row.span).with("column", "balance / 余额"));
        return None;
    }
    let balance = amounts.remove(0);
    let source = sheet.text(row, "memo");
    Some(Balance { date, account: account?, balance, source, kind, period: Some(period) })
}

fn read_entry(sheet: &Sheet<'_>, row: &Row<'_>, accounts: &AccountList, sink: &mut Vec<Diagnostic>) -> Option<Entry> {
    let date = sheet.date(row, "date", sink);
    if sheet.cell(row, "date").is_none() {
        sink.push(Diagnostic::new("GS0212", sheet.span(row, "date")).with("column", "date / 日期"));
    }
    let account = account_of(sheet, row, accounts, sink);
    let before = sink.len();
    let income = sheet.money(row, "income", sink);
    let expense = sheet.money(row, "expense", sink);
    let amount = sheet.money(row, "amount", sink);
    if sink.len() > before {
        return None;
    }
    let (income, expense) = match (income, expense, amount) {
        (None, None, Some(amount)) if amount.value.is_negative() => (Money::ZERO, -amount.value),
        (None, None, Some(amount)) => (amount.value, Money::ZERO),
        (None, None, None) => {
            sink.push(Diagnostic::new("GS0212", row.span).with("column", "income / 收入, expense / 支出"));
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
        category: sheet.text(row, "category"),
        income,
        expense,
        counterparty: sheet.text(row, "counterparty"),
        memo: sheet.text(row, "memo"),
        voucher: sheet.text(row, "voucher"),
        extra: sheet.extra_cells(row),
        span: row.span,
        line: row.line,
    })
}

fn read_balances(id: FileId, file: &SourceFile, accounts: &mut AccountList, sink: &mut Vec<Diagnostic>) -> Vec<Balance> {
    let Some(sheet) = Sheet::read(&file.text, id, BALANCE_COLUMNS, sink) else { return Vec::new() };
    let mut complete = sheet.require("date", sink) & sheet.require("balance", sink);
    if !sheet.has("account") && accounts.only().is_none() {
        complete &= sheet.require("account", sink);
    }
    if !complete {
        return Vec::new();
    }
    let mut balances = Vec::with_capacity(sheet.rows.len());
    for row in &sheet.rows {
        if let Some(cell) = sheet.cell(row, "account") {
            accounts.open(Spanned::new(&cell.text, cell.span), sink);
        }
        let date = sheet.date(row, "date", sink);
        let account = account_of(&sheet, row, accounts, sink);
        let balance = sheet.money(row, "balance", sink);
        for column in ["date", "balance"] {
            if sheet.cell(row, column).is_none() {
                sink.push(Diagnostic::new("GS0212", sheet.span(row, column)).with("column", column));
            }
        }
        if let (Some(date), Some(account), Some(balance)) = (date, account, balance) {
            let source = sheet.text(row, "source");
            balances.push(Balance { date: date.value, account, balance, source, kind: BalanceKind::Closing, period: None });
        }
    }
    balances
}

/// Reads each `<period>.toml` and puts it with its ledger.
fn read_fronts(reading: &mut Reading<'_>, records: &mut Records) {
    let by_id: HashMap<String, usize> = records
        .ledgers
        .iter()
        .enumerate()
        .map(|(i, l)| (record_id(reading.files.path(l.file)).to_owned(), i))
        .collect();
    for (id, file) in reading.under("accounts/", ".toml") {
        let front = read_front(id, file, reading.diagnostics);
        match by_id.get(record_id(&file.path)) {
            Some(i) => records.ledgers[*i].front = front,
            // A ledger that could not be read has been reported; a front file without one is a slip of the name.
            None if reading.files.find(&format!("{}.csv", record_id(&file.path))).is_some() => {}
            None => reading.diagnostics.push(Diagnostic::new("GS0112", Span::file(id)).with("csv", format!("{}.csv", record_id(&file.path)))),
        }
    }
}

fn read_front(id: FileId, file: &SourceFile, sink: &mut Vec<Diagnostic>) -> Front {
    let table = value::from_toml(&file.text, id, 0, sink);
    let mut fields = Fields::new(&table, Span::file(id), sink);
    let mut front = Front {
        file: Some(id),
        published_on: fields.date("published_on"),
        prepared_by: fields.text("prepared_by"),
        reviewed_by: fields.text("reviewed_by"),
        reason: fields.text("reason"),
        note: fields.text("note"),
        acknowledged: Vec::new(),
    };
    for table in fields.tables("acknowledged") {
        front.acknowledged.extend(read_acknowledged(fields.nested(table)));
    }
    fields.finish();
    front
}

fn read_acknowledged(mut fields: Fields<'_, '_>) -> Option<Acknowledged> {
    let code = fields.spanned_text("code");
    let code = fields.require("code", code);
    let reason = fields.text("reason");
    let reason = fields.require("reason", reason);
    let by = fields.text("by");
    let on = fields.date("on").map(|d| d.value);
    fields.finish();
    Some(Acknowledged { code: code?, reason: reason?, by, on })
}
