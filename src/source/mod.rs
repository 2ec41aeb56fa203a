//! Bytes to records: walking, decoding, front matter, tables; bad input becomes diagnostics.
//!
//! This room must not know what a figure, a page or a rule of law is: it reads what stands in the folder.

mod account_list;
pub mod accounts;
mod acknowledged;
mod amount;
pub mod article;
mod attachments;
mod audits;
mod balances;
mod budget;
pub mod calendar;
mod capital_amount;
pub mod collection;
mod columns;
pub mod community;
pub mod complaints;
pub mod contracts;
mod day;
mod decode;
mod document;
mod fields;
mod folder;
mod fronts;
pub mod fund;
pub mod letters;
pub mod link;
mod load;
pub mod minutes;
pub mod notices;
pub mod organisation;
pub mod replies;
pub mod resolutions;
mod row_words;
mod rows;
pub mod rules;
mod scope;
pub mod scores;
pub mod seal;
mod settings;
pub mod surveys;
mod table;
mod value;
pub mod volunteers;

pub use amount::{NotRead, folded, is_nothing, money, number};
pub use attachments::without_notes;
pub use capital_amount::capital_amount;
pub use columns::{Choices, Col, Column, Holds, Need, TableKind};
pub use day::{DayContext, NotRead as DayNotRead, SerialSystem, date, date_in, moment, serial_date};
pub use decode::{decode, encode};
pub use document::record_id;
pub use fields::nearest;
pub use folder::SITE_MARKER;
pub use load::{Loaded, load, tables};
pub use row_words::{RowWord, header_unit, is_note, row_word, stated_unit};
pub use settings::is_web_address;
