//! How a record became what it is: versions of a rule told apart article by article, and word by word within.

mod edges;
mod matching;
mod numbers;
mod order;
mod other;
mod paragraphs;
mod rule;
mod segments;
mod words;

pub use other::OtherChange;
pub use rule::{ArticleChange, Change, Differ, Entry, RuleDiff, Summary, diff};
pub use segments::{Op, Segment, segments};
pub use words::is_word;
