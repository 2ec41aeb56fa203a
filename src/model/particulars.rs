//! What stands beside a period's table that says nothing else of itself.

use jiff::civil::Date;

use super::{FileId, Spanned};

/// `<table>.toml`: when the table was public, and why figures were changed afterwards.
#[derive(Clone, Debug, Default)]
pub struct Particulars {
    pub file: Option<FileId>,
    /// From this day on the table is complete.
    pub published_on: Option<Date>,
    /// Why figures already published were changed.
    pub reason: Option<Spanned<String>>,
}
