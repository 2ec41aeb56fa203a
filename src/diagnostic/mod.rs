//! What is wrong, where, and how to mend it; the catalogue that words it; the printers that show it.
//!
//! This room must not know what a record means: it carries codes, places and values.

mod catalogue;
mod changes;
mod code_page;
mod github;
mod human;
mod json;
mod mend;
mod patch;
mod position;
mod report;
mod sarif;
mod wording;

pub use catalogue::{all, nearest_code, page};
pub use changes::{Changes, change_text, print_changes, rows_text};
pub use code_page::{Case, CodePage};
pub use github::{github_summary, print_github};
pub use human::{Style, print_human};
pub use json::print_json;
pub use mend::{Certainty, Edit, Mend, settle_mends};
pub use patch::{Patched, patched, print_patch};
pub use position::Lines;
pub use report::{Arg, Diagnostic, Severity, sort, spare_secrets};
pub use sarif::{print_sarif, uri_path};
pub use wording::{Worded, Words, word, worded};
