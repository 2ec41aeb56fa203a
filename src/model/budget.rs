//! What a year is meant to bring in and to cost.

use super::accounts::Total;
use super::{FileId, Money, Particulars, Period};

/// One category of one account, in yuan for the year.
#[derive(Clone, Debug)]
pub struct BudgetLine {
    /// Index into [`Community::accounts_opened`](super::Community::accounts_opened).
    pub account: u32,
    pub category: super::Spanned<String>,
    pub income: Money,
    pub expense: Money,
}

/// `accounts/budget-<year>.csv`.
#[derive(Clone, Debug)]
pub struct Budget {
    pub file: FileId,
    /// The calendar year.
    pub period: Period,
    /// In file order.
    pub lines: Vec<BudgetLine>,
    /// 合计 rows: checked, never added.
    pub totals: Vec<Total>,
    /// Whether a row could not be read: its sums say nothing then.
    pub incomplete: bool,
    pub front: Particulars,
}
