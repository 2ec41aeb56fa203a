//! What every Markdown record shares: a file, a title, a body.

use super::FileId;

/// A Markdown file with its front matter taken off.
#[derive(Clone, Debug)]
pub struct Document {
    /// The path without its ending: `minutes/2025/2025-01-11-review`.
    pub id: String,
    pub file: FileId,
    pub title: String,
    /// Byte offset of the body in the file's text.
    pub body_start: u32,
    /// Whether the body's first heading is the title, so that a page does not show it twice.
    pub title_in_body: bool,
    /// Front matter keys gongshi does not know, kept as text (YAML only; in TOML they are errors).
    pub extra: Vec<(String, String)>,
    /// Who has looked through the pictures and scans it names, so that nobody's data is in them.
    pub redacted_by: Option<String>,
}
