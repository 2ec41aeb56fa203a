//! How a record became what it is: versions of a rule told apart article by article, and word by word within; two states
//! of a folder file by file and row by row; figures that were public and are others now.

mod changes;
mod edges;
mod git;
mod matching;
mod numbers;
mod order;
mod other;
mod paragraphs;
mod past;
mod restatements;
mod rows;
mod rule;
mod segments;
mod words;

pub use changes::{State, figure_changes, file_changes};
pub use git::{Git, GitError};
pub use other::OtherChange;
pub use past::{PastFile, files_at, has_same, versions};
pub use restatements::{Version, restatements};
pub use rows::{RowDiff, row_diff};
pub use rule::{ArticleChange, Change, Differ, Entry, RuleDiff, Summary, diff};
pub use segments::{Op, Segment, segments};
pub use words::is_word;
