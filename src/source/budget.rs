//! Reading `accounts/budget-<year>.csv` and the `budget-<year>.toml` beside it.

use super::columns::{Col, Column, Holds, Need, TableKind};
use super::document::stem;
use super::fronts;
use super::load::Reading;
use super::row_words::{RowWord, row_word};
use super::shape::Form;
use super::table::{Row, Sheet};
use crate::diagnostic::Diagnostic;
use crate::model::accounts::{Budget, BudgetLine, Total};
use crate::model::{FileId, Money, Particulars, Period, SourceFile, Span, Spanned};

pub const TABLE: &TableKind = &TableKind {
    name: "budget",
    path: "accounts/budget-<year>.csv",
    columns: &[
        Column::new("account", Holds::Text, Need::UnlessOneAccount, &["account", "账户", "帐户", "帳戶"]),
        Column::new("category", Holds::Text, Need::Must, &["category", "科目", "类别", "收支项目"]),
        Column::new("income", Holds::Money, Need::Either, &["income", "收入", "预算收入", "收入预算"]),
        Column::new("expense", Holds::Money, Need::Either, &["expense", "支出", "预算支出", "支出预算"]),
    ],
    answers: false,
    totals: true,
};

// The places of those columns.
const ACCOUNT: Col = 0;
const CATEGORY: Col = 1;
const INCOME: Col = 2;
const EXPENSE: Col = 3;

pub const FORM: Form<Particulars> = Form { name: "budget-front", path: "accounts/budget-<year>.toml", read: fronts::particulars };

/// Whether a file of `accounts/` is a budget, or about one.
pub fn is_budget(file: &SourceFile) -> bool {
    stem(&file.path).starts_with("budget-")
}

pub fn read(files: &[(FileId, &SourceFile)], reading: &mut Reading<'_>) -> Vec<Budget> {
    let mut budgets = Vec::new();
    for (id, file) in files {
        let year = stem(&file.path).strip_prefix("budget-").and_then(Period::parse).filter(|p| p.is_year());
        match year {
            Some(period) => budgets.extend(read_one(*id, file, period, reading)),
            None => reading.diagnostics.push(Diagnostic::new("GS0102", Span::file(*id)).word("expected", "name.budget")),
        }
    }
    let mut fronts = fronts::beside_some(reading, "accounts/", &FORM, is_budget);
    for budget in &mut budgets {
        budget.front = fronts.remove(&budget.file).unwrap_or_default();
    }
    budgets.sort_by_key(|b| (b.period, b.file));
    budgets
}

fn read_one(id: FileId, file: &SourceFile, period: Period, reading: &mut Reading<'_>) -> Option<Budget> {
    let sheet = Sheet::read(file, id, TABLE, reading.diagnostics)?;
    if !sheet.is_complete(reading.accounts.only().is_some(), reading.diagnostics) {
        return None;
    }
    let mut budget =
        Budget { file: id, period, lines: Vec::new(), totals: Vec::new(), incomplete: false, front: Particulars::default() };
    for row in &sheet.rows {
        if is_total(&sheet, row) {
            let (income, expense) = amounts(&sheet, row, reading.diagnostics);
            budget.totals.push(Total { income, expense, span: row.span, entries: 0..budget.lines.len() });
            continue;
        }
        match read_line(&sheet, row, reading) {
            Some(line) => budget.lines.push(line),
            None => budget.incomplete = true,
        }
    }
    Some(budget)
}

fn is_total(sheet: &Sheet<'_>, row: &Row<'_>) -> bool {
    [ACCOUNT, CATEGORY]
        .into_iter()
        .filter_map(|column| sheet.cell(row, column))
        .any(|cell| row_word(&cell.text) == Some(RowWord::Total))
}

type Amount = Option<Spanned<Money>>;

fn amounts(sheet: &Sheet<'_>, row: &Row<'_>, sink: &mut Vec<Diagnostic>) -> (Amount, Amount) {
    (sheet.money(row, INCOME, sink), sheet.money(row, EXPENSE, sink))
}

fn read_line(sheet: &Sheet<'_>, row: &Row<'_>, reading: &mut Reading<'_>) -> Option<BudgetLine> {
    let account = reading.accounts.of_row(sheet, row, ACCOUNT, reading.diagnostics);
    let category = sheet.required_text(row, CATEGORY, reading.diagnostics);
    let before = reading.diagnostics.len();
    let (income, expense) = amounts(sheet, row, reading.diagnostics);
    if reading.diagnostics.len() > before {
        return None;
    }
    if income.is_none() && expense.is_none() {
        sheet.required_either(row, reading.diagnostics);
        return None;
    }
    let of = |amount: Amount| amount.map_or(Money::ZERO, |m| m.value);
    Some(BudgetLine { account: account?, category: category?, income: of(income), expense: of(expense) })
}
