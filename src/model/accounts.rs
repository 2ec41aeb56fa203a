//! The books: entries by period, bank balances asserted against them, audits and budgets.

use jiff::civil::Date;

pub use super::audits::{Audit, Opinion};
pub use super::budget::{Budget, BudgetLine};
use super::{Acknowledged, FileId, Money, Period, Row, Span, Spanned};

/// One line of the books. Exactly one of `income` and `expense` is not zero, unless the line is for nothing;
/// a refund is a negative amount on its own side.
#[derive(Clone, Debug)]
pub struct Entry {
    pub date: Date,
    /// Index into [`Community::accounts_opened`](super::Community::accounts_opened).
    pub account: u32,
    pub category: String,
    pub income: Money,
    pub expense: Money,
    pub counterparty: String,
    pub memo: String,
    pub voucher: String,
    /// Who approved it, as the books say; empty where they do not.
    pub approved_by: String,
    /// The records and files it is tied to; few entries have any.
    pub ties: Option<Box<Ties>>,
    /// Cells of columns gongshi does not know, in the order of [`Ledger::extra_columns`].
    pub extra: Vec<String>,
    /// The row.
    pub span: Span,
    /// 1-based line in the file, which a page's row anchor names.
    pub line: u32,
}

impl Entry {
    /// Income less expense.
    pub fn net(&self) -> Money {
        self.income - self.expense
    }

    /// The row of two versions of a ledger, in an account of this name. It is known by its voucher line, else by its day
    /// and what it is for, else by its amount.
    pub fn row(&self, account: &str) -> Row {
        let (date, income, expense) = (self.date.to_string(), self.income.plain(), self.expense.plain());
        let month = Period::month_of(self.date).to_string();
        let voucher = Row::joined(&[account, &month, &self.voucher, &self.category]);
        let mut cells = vec![account, &date, &income, &expense, &self.category, &self.counterparty, &self.memo];
        cells.extend([self.voucher.as_str(), &self.approved_by]);
        cells.extend(self.extra.iter().map(String::as_str));
        cells.extend(self.ties.iter().flat_map(|ties| ties.targets()).map(|target| target.value.as_str()));
        Row {
            content: Row::joined(&cells),
            keys: vec![
                if self.voucher.is_empty() { String::new() } else { voucher },
                Row::joined(&[account, &date, &self.category, &self.memo]),
                Row::joined(&[account, &income, &expense, &self.category]),
            ],
        }
    }
}

/// What an entry belongs to: the contract paid under, the vote behind it, the withdrawal, the scanned voucher.
#[derive(Clone, Debug, Default)]
pub struct Ties {
    /// `contracts/<slug>`.
    pub contract: Option<Spanned<String>>,
    /// A clause of that contract, as its id.
    pub clause: Option<String>,
    /// `resolutions/<slug>`.
    pub resolution: Option<Spanned<String>>,
    /// `fund/<slug>`.
    pub fund: Option<Spanned<String>>,
    /// Paths in the folder.
    pub attachments: Vec<Spanned<String>>,
}

impl Ties {
    /// The records, then the files.
    pub fn targets(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.contract.iter().chain(&self.resolution).chain(&self.fund).chain(&self.attachments)
    }
}

/// What a balance was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BalanceKind {
    /// The end of a day: balances.csv, or a 期末余额 row.
    Closing,
    /// The beginning of a period: a 期初余额 or 上年结转 row.
    Opening,
}

/// A balance that somebody asserts. The entries must add up to it.
#[derive(Clone, Debug)]
pub struct Balance {
    pub date: Date,
    pub account: u32,
    pub balance: Spanned<Money>,
    pub source: String,
    pub kind: BalanceKind,
    /// The period whose file holds the row; none for balances.csv.
    pub period: Option<Period>,
}

/// `<period>.toml` beside a ledger: who made it, who read it, when owners could see it.
#[derive(Clone, Debug, Default)]
pub struct Front {
    pub file: Option<FileId>,
    pub published_on: Option<Spanned<Date>>,
    pub prepared_by: Option<String>,
    pub reviewed_by: Option<String>,
    /// Why figures already published were changed.
    pub reason: Option<Spanned<String>>,
    pub note: Option<String>,
    pub acknowledged: Vec<Acknowledged>,
    /// Photographs or scans of the statements, as they hung on the board.
    pub pictures: Vec<Picture>,
    /// Who has looked through them, and through the scans its table names.
    pub redacted_by: Option<String>,
}

/// A photograph or scan of a statement.
#[derive(Clone, Debug)]
pub struct Picture {
    /// A path in the folder.
    pub file: Spanned<String>,
    /// What it shows, in words for those who cannot see it.
    pub title: Option<String>,
}

/// `accounts/<period>.toml` without a table: the period was published as pictures only, and nothing of it can be added up.
#[derive(Clone, Debug)]
pub struct Pictured {
    pub file: FileId,
    pub period: Spanned<Period>,
    pub front: Front,
}

/// A 合计 row: checked against the rows above it, never added.
#[derive(Clone, Debug)]
pub struct Total {
    pub income: Option<Spanned<Money>>,
    pub expense: Option<Spanned<Money>>,
    pub span: Span,
    /// The entries it sums up, as a range of [`Ledger::entries`].
    pub entries: std::ops::Range<usize>,
}

/// `accounts/<period>.csv`.
#[derive(Clone, Debug)]
pub struct Ledger {
    pub file: FileId,
    pub period: Spanned<Period>,
    /// In file order.
    pub entries: Vec<Entry>,
    pub totals: Vec<Total>,
    /// Headers of columns gongshi does not know.
    pub extra_columns: Vec<String>,
    pub front: Front,
    /// Whether a row could not be read: its sums say nothing then.
    pub incomplete: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Records {
    /// In order of period.
    pub ledgers: Vec<Ledger>,
    /// Periods without a table, in order.
    pub pictured: Vec<Pictured>,
    /// In order of date, then account.
    pub balances: Vec<Balance>,
    pub balances_file: Option<FileId>,
    /// In order of date.
    pub audits: Vec<Audit>,
    /// In order of year.
    pub budgets: Vec<Budget>,
    /// The first day from which entries are missing because a file or a row could not be read.
    pub incomplete_from: Option<Date>,
}

impl Records {
    /// How many records the folder holds.
    pub fn len(&self) -> usize {
        let entries: usize = self.ledgers.iter().map(|l| l.entries.len()).sum();
        entries + self.pictured.len() + self.audits.len() + self.budgets.len()
    }

    /// What is told beside each period, with or without a table.
    pub fn fronts(&self) -> impl Iterator<Item = (FileId, Period, &Front)> {
        let ledgers = self.ledgers.iter().map(|l| (l.file, l.period.value, &l.front));
        ledgers.chain(self.pictured.iter().map(|p| (p.file, p.period.value, &p.front)))
    }

    pub fn is_empty(&self) -> bool {
        self.ledgers.is_empty() && self.pictured.is_empty() && self.audits.is_empty() && self.budgets.is_empty()
    }
}

/// The auditors' reports.
pub fn documents(records: &Records) -> impl Iterator<Item = &super::Document> {
    records.audits.iter().map(|a| &a.document)
}

/// What entries are tied to, and the pictures of statements.
pub fn references(records: &Records) -> impl Iterator<Item = &Spanned<String>> {
    let entries = records.ledgers.iter().flat_map(|l| &l.entries);
    let pictures = records.fronts().flat_map(|(_, _, front)| front.pictures.iter().map(|p| &p.file));
    entries.filter_map(|e| e.ties.as_deref()).flat_map(Ties::targets).chain(pictures)
}

/// None names a topic.
pub fn topics(_: &Records) -> impl Iterator<Item = (&str, FileId)> {
    std::iter::empty()
}
