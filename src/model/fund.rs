//! The maintenance fund (专项维修资金): withdrawals with what stands behind each, and balances by building.

use jiff::civil::Date;

use super::{Acknowledged, Exact, FileId, Money, Scope, Span, Spanned};

/// Whether the owners vote first, or danger does not let them (2007 fund measures, art. 24).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WithdrawalKind {
    #[default]
    Normal,
    Emergency,
}

impl WithdrawalKind {
    pub const NAMES: &[(&str, WithdrawalKind)] = &[("normal", WithdrawalKind::Normal), ("emergency", WithdrawalKind::Emergency)];

    pub fn name(self) -> &'static str {
        super::name_of(WithdrawalKind::NAMES, self)
    }
}

/// What the work was found to have cost (造价审核).
#[derive(Clone, Debug)]
pub struct CostReview {
    pub by: Option<String>,
    pub date: Option<Spanned<Date>>,
    /// Yuan.
    pub amount: Option<Money>,
    /// The table.
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Payment {
    pub date: Spanned<Date>,
    /// Yuan.
    pub amount: Spanned<Money>,
    /// As the ledger writes it.
    pub voucher: Option<Spanned<String>>,
}

/// What one building bears.
#[derive(Clone, Debug)]
pub struct Share {
    pub building: Spanned<String>,
    /// m².
    pub area: Option<Exact>,
    /// Yuan.
    pub amount: Spanned<Money>,
}

/// `fund/<slug>.toml`: a withdrawal. What its chain lacks is left out of the file, and is then a finding.
#[derive(Clone, Debug)]
pub struct Withdrawal {
    /// `fund/<slug>`.
    pub id: String,
    pub file: FileId,
    pub title: String,
    /// At least one.
    pub scope: Scope,
    /// Which common part or facility.
    pub part: String,
    pub kind: WithdrawalKind,
    pub topic: Option<String>,
    /// Yuan.
    pub estimate: Option<Money>,
    /// The most that may be paid, in yuan.
    pub approved: Option<Spanned<Money>>,
    /// When the plan and its estimate were reviewed.
    pub reviewed_on: Option<Spanned<Date>>,
    pub reviewed_by: Option<Spanned<String>>,
    pub resolution: Option<Spanned<String>>,
    pub notice: Option<Spanned<String>>,
    pub contractor: Option<String>,
    pub contract: Option<Spanned<String>>,
    pub started_on: Option<Spanned<Date>>,
    pub completed_on: Option<Spanned<Date>>,
    pub cost_review: Option<CostReview>,
    pub accepted_on: Option<Spanned<Date>>,
    pub accepted_by: Option<Spanned<String>>,
    /// In order of date.
    pub payments: Vec<Payment>,
    pub shares: Vec<Share>,
    pub acknowledged: Vec<Acknowledged>,
}

impl Withdrawal {
    /// Everything paid so far, in yuan.
    pub fn paid(&self) -> Money {
        self.payments.iter().map(|p| p.amount.value).sum()
    }

    /// The part of the id after the folder.
    pub fn slug(&self) -> &str {
        self.id.strip_prefix("fund/").unwrap_or(&self.id)
    }
}

/// A row of `fund/balances.csv`: one building up to a day (按幢立账). Amounts in yuan.
#[derive(Clone, Debug)]
pub struct Holding {
    pub date: Date,
    pub building: Spanned<String>,
    pub opening: Spanned<Money>,
    pub paid_in: Money,
    pub interest: Money,
    pub used: Money,
    pub closing: Spanned<Money>,
    /// m².
    pub area: Option<Exact>,
}

/// A 合计 row of `fund/balances.csv`: compared with the rows of its day, never added.
#[derive(Clone, Debug)]
pub struct Total {
    pub date: Date,
    /// Opening, paid in, interest, used and closing, as far as the row has them.
    pub amounts: [Option<Spanned<Money>>; 5],
    /// From the total before it to itself: the rows that a subtotal sums up.
    pub part: Span,
}

#[derive(Clone, Debug, Default)]
pub struct Records {
    /// In order of id.
    pub withdrawals: Vec<Withdrawal>,
    /// In order of date; of one day, in file order.
    pub holdings: Vec<Holding>,
    pub totals: Vec<Total>,
    /// Whether a row could not be read: sums over all buildings say nothing then.
    pub incomplete: bool,
    pub holdings_file: Option<FileId>,
}

impl Records {
    /// How many records the folder holds.
    pub fn len(&self) -> usize {
        self.withdrawals.len() + self.holdings.len()
    }

    pub fn is_empty(&self) -> bool {
        self.withdrawals.is_empty() && self.holdings.is_empty()
    }
}

/// None is Markdown.
pub fn documents(_: &Records) -> impl Iterator<Item = &super::Document> {
    std::iter::empty()
}

/// The vote, the notice and the contract behind each withdrawal.
pub fn references(records: &Records) -> impl Iterator<Item = &Spanned<String>> {
    records.withdrawals.iter().flat_map(|w| [&w.resolution, &w.notice, &w.contract]).flatten()
}

/// The questions that withdrawals answer.
pub fn topics(records: &Records) -> impl Iterator<Item = (&str, FileId)> {
    records.withdrawals.iter().filter_map(|w| Some((w.topic.as_deref()?, w.file)))
}
