//! Every kind of file that people fill in: what it is for, its schema and its empty form.
//!
//! This room must not know a column or a key of its own: it walks what `source` reads.

mod blank;
mod json_schema;
mod particulars;
mod spelling;
mod table_schema;
mod words;
mod workbook;

pub use blank::{commented, csv};
pub use json_schema::{Strangers, json_schema};
pub use particulars::particulars;
pub use table_schema::table_schema;
pub use words::{Described, choice, column, key, kind};
pub use workbook::{is_instructions, workbook};

use crate::source::{self, AnyForm, TableKind};

/// A kind of file.
#[derive(Clone, Copy)]
pub enum Kind {
    Table(&'static TableKind),
    /// TOML, or Markdown with front matter.
    Form(&'static dyn AnyForm),
}

impl Kind {
    /// As the command line names it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Table(table) => table.name,
            Kind::Form(form) => form.name(),
        }
    }

    /// Where its files lie; `<period>`, `<date>` and the like stand for what their names say.
    pub fn path(self) -> &'static str {
        match self {
            Kind::Table(table) => table.path,
            Kind::Form(form) => form.path(),
        }
    }
}

/// Every kind there is: the settings, then by folder.
pub fn kinds() -> impl Iterator<Item = Kind> {
    let mut all: Vec<Kind> = source::forms().map(Kind::Form).chain(source::tables().map(Kind::Table)).collect();
    // A folder's table goes before what stands beside it.
    all.sort_by_key(|kind| (kind.path().contains('/'), kind.path().split('/').next(), matches!(kind, Kind::Form(_))));
    all.into_iter()
}

/// The kind of a name.
pub fn find(name: &str) -> Option<Kind> {
    kinds().find(|kind| kind.name() == name)
}

/// Whether a kind's files are TOML, one a record, so that one can be filled in as a sheet of two columns too.
pub fn is_particulars(form: &dyn AnyForm) -> bool {
    let has_own = |key: &source::Key| !matches!(key.wanted, source::Wanted::Table(_) | source::Wanted::Tables(_));
    form.path().ends_with("/<slug>.toml") && form.shape().keys.iter().any(has_own)
}

/// The kind of TOML or Markdown file that lies at a path of a folder.
pub fn form_at(path: &str) -> Option<&'static dyn AnyForm> {
    source::forms().find(|form| fits(form.path(), path))
}

/// Whether a path is one that a kind's path stands for; each `<…>` is a part of a name.
fn fits(pattern: &str, path: &str) -> bool {
    let (Some(start), Some(end)) = (pattern.split('<').next(), pattern.rsplit('>').next()) else { return false };
    let levels = |path: &str| path.matches('/').count();
    if !pattern.contains('<') {
        return pattern == path;
    }
    path.len() > start.len() + end.len() && path.starts_with(start) && path.ends_with(end) && levels(pattern) == levels(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_its_kind() {
        let name = |path: &str| form_at(path).map(|form| form.name());
        assert_eq!(name("gongshi.toml"), Some("gongshi"));
        assert_eq!(name("contracts/property.toml"), Some("contracts"));
        assert_eq!(name("accounts/2025-Q1.toml"), Some("accounts-front"));
        assert_eq!(name("accounts/audits/2025-03-01.md"), Some("audits"));
        assert_eq!(name("minutes/2025/2025-01-11-meeting.md"), Some("minutes"));
        assert_eq!(name("accounts/2025-Q1.csv"), None);
        assert_eq!(name("elsewhere.toml"), None);
    }

    #[test]
    fn no_two_kinds_share_a_name() {
        let mut names: Vec<&str> = kinds().map(Kind::name).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
