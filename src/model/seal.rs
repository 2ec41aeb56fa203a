//! The seal register (用章登记): when each seal was used, on what, approved by how many.

use jiff::civil::Date;

use super::{Document, FileId, Span, Spanned};

/// Whose seal it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seal {
    /// 业主大会.
    Assembly,
    /// 业委会.
    Committee,
    /// 财务.
    Finance,
}

impl Seal {
    pub const NAMES: &[(&str, Seal)] = &[
        ("assembly", Seal::Assembly),
        ("业主大会", Seal::Assembly),
        ("业主大会印章", Seal::Assembly),
        ("committee", Seal::Committee),
        ("业委会", Seal::Committee),
        ("业主委员会", Seal::Committee),
        ("finance", Seal::Finance),
        ("财务", Seal::Finance),
        ("财务专用章", Seal::Finance),
    ];

    pub fn name(self) -> &'static str {
        super::name_of(Seal::NAMES, self)
    }
}

/// What was sealed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DocumentKind {
    Contract,
    Notice,
    Letter,
    #[default]
    Other,
}

impl DocumentKind {
    pub const NAMES: &[(&str, DocumentKind)] = &[
        ("contract", DocumentKind::Contract),
        ("合同", DocumentKind::Contract),
        ("notice", DocumentKind::Notice),
        ("公告", DocumentKind::Notice),
        ("letter", DocumentKind::Letter),
        ("发函", DocumentKind::Letter),
        ("other", DocumentKind::Other),
        ("其他", DocumentKind::Other),
    ];

    pub fn name(self) -> &'static str {
        super::name_of(DocumentKind::NAMES, self)
    }
}

/// One use of a seal.
#[derive(Clone, Debug)]
pub struct Use {
    pub date: Spanned<Date>,
    pub seal: Seal,
    pub document: String,
    pub kind: DocumentKind,
    pub copies: Option<u32>,
    /// Who handled it.
    pub by: String,
    /// How many members approved.
    pub approvals: Option<Spanned<u32>>,
    pub resolution: Option<Spanned<String>>,
    pub minutes: Option<Spanned<String>>,
    /// Cells of columns gongshi does not know.
    pub extra: Vec<String>,
    /// The row.
    pub span: Span,
    /// 1-based line in the file, which a page's row anchor names.
    pub line: u32,
}

/// `seal/<year>.csv`.
#[derive(Clone, Debug)]
pub struct Register {
    pub file: FileId,
    /// The path without its ending.
    pub id: String,
    /// The file's name: `2025`.
    pub name: String,
    /// In file order.
    pub uses: Vec<Use>,
    pub extra_columns: Vec<String>,
}

/// In order of name.
pub type Records = Vec<Register>;

/// None is Markdown.
pub fn documents(_: &Records) -> impl Iterator<Item = &Document> {
    std::iter::empty()
}

/// The votes and meetings that let a seal be used.
pub fn references(records: &Records) -> impl Iterator<Item = &Spanned<String>> {
    records.iter().flat_map(|r| &r.uses).flat_map(|u| u.resolution.iter().chain(&u.minutes))
}

/// None names a topic.
pub fn topics(_: &Records) -> impl Iterator<Item = (&str, FileId)> {
    std::iter::empty()
}
