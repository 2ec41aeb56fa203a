//! The records and their value types: no I/O, no HTML, and nothing of ours imported.

pub mod accounts;
mod article;
mod audits;
mod budget;
pub mod calendar;
mod change;
pub mod collection;
pub mod community;
pub mod complaints;
pub mod contracts;
mod document;
mod few;
pub mod fund;
mod kinds;
mod layer;
pub mod letters;
mod locale;
pub mod minutes;
mod moment;
mod money;
pub mod notices;
mod number;
pub mod organisation;
mod particulars;
mod period;
pub mod recurrence;
pub mod replies;
pub mod resolutions;
pub mod rules;
mod scope;
pub mod scores;
pub mod seal;
mod settings;
mod span;
pub mod surveys;
pub mod volunteers;

pub use article::*;
pub use change::*;
pub use document::Document;
pub use few::{FEWEST, is_few};
pub use jiff::civil::Date;
pub use layer::{Closed, Layer, Person, Place, Role, Unseen};
pub use locale::Locale;
pub use moment::Moment;
pub use money::Money;
pub use number::{Exact, grouped};
pub use particulars::Particulars;
pub use period::Period;
pub use scope::{Base, Part, Scope};
pub use settings::*;
pub use span::{Attachment, Encoding, FileId, Files, PhotoNote, SourceFile, Span, Spanned};

macro_rules! community {
    ($($kind:ident),*) => {
        /// Everything a folder holds.
        #[derive(Clone, Debug, Default)]
        pub struct Community {
            pub files: Files,
            pub settings: Settings,
            /// Declared accounts, then those that only entries name.
            pub accounts_opened: Vec<Account>,
            /// Files that are published as they are: `attachments/**`.
            pub attachments: Vec<Attachment>,
            /// Figures that were public and are others now, as far as earlier states are at hand.
            pub restatements: Restatements,
            $(pub $kind: $kind::Records,)*
        }

        impl Community {
            /// How many records there are, for the summary line.
            pub fn record_count(&self) -> usize {
                0 $(+ self.$kind.len())*
            }

            /// Every record that is a Markdown document.
            pub fn documents(&self) -> Vec<&Document> {
                let mut documents = Vec::new();
                $(documents.extend($kind::documents(&self.$kind));)*
                documents
            }

            /// Every topic that a record names, with the record's file.
            pub fn topics(&self) -> Vec<(&str, FileId)> {
                let mut topics = Vec::new();
                $(topics.extend($kind::topics(&self.$kind));)*
                topics
            }

            /// Every value that names another record by its id, or a file by its path, with its place.
            pub fn references(&self) -> Vec<&Spanned<String>> {
                let mut references = Vec::new();
                $(references.extend($kind::references(&self.$kind));)*
                references
            }
        }
    };
}
crate::record_kinds!(community);

/// The name files use for a value of an enumeration: the first of its spellings.
fn name_of<T: PartialEq>(names: &'static [(&'static str, T)], value: T) -> &'static str {
    names.iter().find(|(_, v)| *v == value).map_or("", |(name, _)| name)
}
