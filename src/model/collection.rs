//! Fees billed and collected (费用收缴), by building and fee item; never by household.

use jiff::civil::Date;

use super::{Acknowledged, Exact, FileId, Money, Period, Row, Span, Spanned};

/// One fee item of one building in a period. Amounts are in yuan.
#[derive(Clone, Debug)]
pub struct Line {
    /// A building's id or name as the file has it.
    pub building: Spanned<String>,
    /// 费用项: what is billed. Empty where the file has one item and does not name it.
    pub category: String,
    /// Which fee of that item, where there are several; empty where there is one.
    pub fee: String,
    /// Households billed.
    pub households: Spanned<u32>,
    /// Of these, households that owe something for the period.
    pub owing: Spanned<u32>,
    /// What the period's bills add up to.
    pub billed: Spanned<Money>,
    /// What has been paid of those bills.
    pub collected: Spanned<Money>,
    /// Paid in the period on bills of earlier ones.
    pub recovered: Option<Spanned<Money>>,
    /// Paid ahead less what was used up of it; negative where more was used up than paid ahead.
    pub prepaid: Option<Spanned<Money>>,
    /// All that is owed at the period's end.
    pub arrears: Option<Spanned<Money>>,
    pub span: Span,
}

impl Line {
    /// What of the period's bills has not been paid.
    pub fn unpaid(&self) -> Money {
        self.billed.value - self.collected.value
    }

    /// The row of two versions of a file.
    pub fn row(&self) -> Row {
        let optional = |amount: &Option<Spanned<Money>>| amount.map_or(String::new(), |a| a.value.plain());
        let key = Row::joined(&[&self.building.value, &self.category, &self.fee]);
        let cells = [
            key.clone(),
            self.households.value.to_string(),
            self.owing.value.to_string(),
            self.billed.value.plain(),
            self.collected.value.plain(),
            optional(&self.recovered),
            optional(&self.prepaid),
            optional(&self.arrears),
        ];
        Row { content: cells.join("\u{1f}"), keys: vec![key] }
    }
}

/// A 合计 row: checked against the rows above it, never added.
#[derive(Clone, Debug)]
pub struct Total {
    /// Its amounts as [`Line`] has them: billed, collected, recovered, prepaid, arrears.
    pub amounts: [Option<Spanned<Money>>; 5],
    pub span: Span,
    /// How many lines stand above it.
    pub lines: usize,
}

/// `<period>.toml` beside a sheet: who made it, when owners could see it, what it owns.
#[derive(Clone, Debug, Default)]
pub struct Front {
    pub file: Option<FileId>,
    pub published_on: Option<Date>,
    pub prepared_by: Option<String>,
    /// Why figures already published were changed.
    pub reason: Option<Spanned<String>>,
    pub note: Option<String>,
    pub acknowledged: Vec<Acknowledged>,
}

/// `collection/<period>.csv`.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub file: FileId,
    pub period: Spanned<Period>,
    /// In file order.
    pub lines: Vec<Line>,
    pub totals: Vec<Total>,
    pub front: Front,
    /// Whether a row could not be read: its sums say nothing then.
    pub incomplete: bool,
}

impl Sheet {
    /// The id by which findings and replies name it.
    pub fn id(&self) -> String {
        format!("collection/{}", self.period.value)
    }
}

/// In order of period.
pub type Records = Vec<Sheet>;

/// `part` of `whole` in percent, exact; none of nothing.
pub fn rate(part: Money, whole: Money) -> Option<Exact> {
    (!whole.is_zero()).then(|| &Exact::from_decimal(part.fen() * 100, 0) / &Exact::from_decimal(whole.fen(), 0))
}

/// None is Markdown.
pub fn documents(_: &Records) -> impl Iterator<Item = &super::Document> {
    std::iter::empty()
}

/// None names another record.
pub fn references(_: &Records) -> impl Iterator<Item = &Spanned<String>> {
    std::iter::empty()
}

/// None names a topic.
pub fn topics(_: &Records) -> impl Iterator<Item = (&str, FileId)> {
    std::iter::empty()
}
