//! Auditors' reports on the books.

use jiff::civil::Date;

use super::{Document, Period, Spanned};

/// What the auditor says of the books as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Opinion {
    /// 无保留意见: nothing material is wrong.
    Unqualified,
    /// 保留意见: right but for what the findings name.
    Qualified,
    /// 否定意见: wrong as a whole.
    Adverse,
    /// 无法表示意见: the auditor could not see enough to say.
    Disclaimer,
}

impl Opinion {
    pub const NAMES: &[(&str, Opinion)] = &[
        ("unqualified", Opinion::Unqualified),
        ("qualified", Opinion::Qualified),
        ("adverse", Opinion::Adverse),
        ("disclaimer", Opinion::Disclaimer),
        ("无保留意见", Opinion::Unqualified),
        ("保留意见", Opinion::Qualified),
        ("否定意见", Opinion::Adverse),
        ("无法表示意见", Opinion::Disclaimer),
    ];

    pub fn name(self) -> &'static str {
        super::name_of(Opinion::NAMES, self)
    }
}

/// `accounts/audits/<date>.md`.
#[derive(Clone, Debug)]
pub struct Audit {
    pub document: Document,
    /// The day of the report.
    pub date: Date,
    pub auditor: Option<String>,
    /// What was audited.
    pub period: Spanned<Period>,
    pub opinion: Option<Opinion>,
    pub findings: Vec<String>,
    pub published_on: Option<Date>,
}
