//! Replies: what the firm, the committee or an office answers to a record or a finding, shown beside it.

use jiff::civil::Date;

use super::{Document, Spanned};

/// What a reply answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A record by its id, or a file by its path.
    Record(String),
    /// A finding: its code, and the record that it concerns.
    Finding { code: String, record: String },
}

impl About {
    /// Reads `notices/2025-08-25-lift` or `GS0702 notices/2025-08-25-lift`.
    pub fn parse(text: &str) -> Self {
        let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let is_code = first.len() == 6 && first.starts_with("GS") && first[2..].bytes().all(|b| b.is_ascii_digit());
        if is_code {
            About::Finding { code: first.to_owned(), record: rest.trim().to_owned() }
        } else {
            About::Record(text.to_owned())
        }
    }

    pub fn record(&self) -> &str {
        match self {
            About::Record(record) | About::Finding { record, .. } => record,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Reply {
    pub document: Document,
    /// The day it was given: `date`, else the date in the file's name.
    pub date: Date,
    pub about: Spanned<About>,
    /// Who answers: a body or a role.
    pub by: String,
}

/// In order of date, then id.
pub type Records = Vec<Reply>;

/// Every reply.
pub fn documents(records: &Records) -> impl Iterator<Item = &Document> {
    records.iter().map(|r| &r.document)
}

/// A reply may answer a finding, or a record that is missing, so its own check looks up what it names.
pub fn references(_: &Records) -> impl Iterator<Item = &Spanned<String>> {
    std::iter::empty()
}

/// None names a topic.
pub fn topics(_: &Records) -> impl Iterator<Item = (&str, super::FileId)> {
    std::iter::empty()
}

#[cfg(test)]
mod tests {
    use super::About;

    #[test]
    fn a_code_before_a_record_is_a_finding() {
        let finding = |code: &str, record: &str| About::Finding { code: code.to_owned(), record: record.to_owned() };
        assert_eq!(About::parse("GS0702 notices/2025-08-25-lift"), finding("GS0702", "notices/2025-08-25-lift"));
        assert_eq!(About::parse("GS0305\u{3000} accounts/2025-Q2"), finding("GS0305", "accounts/2025-Q2"));
        assert_eq!(About::parse("GS0702"), finding("GS0702", ""));
        assert_eq!(About::parse("notices/GS0702"), About::Record("notices/GS0702".to_owned()));
        assert_eq!(About::parse("GS停车 x"), About::Record("GS停车 x".to_owned()));
    }

    proptest::proptest! {
        /// Any text is about something, and nothing of a record's name is lost.
        #[test]
        fn never_panics_nor_loses_a_record(text in "\\PC{0,20}", code in 0u16..10_000) {
            let _ = About::parse(&text);
            let record = format!("notices/{}", text.trim());
            proptest::prop_assert_eq!(About::parse(&format!("GS{code:04} {record}")).record().to_owned(), record.trim());
        }
    }
}
