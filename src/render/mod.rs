//! Records, figures and findings to pages: every file of a site as bytes, each drawn alone from what it names.
//!
//! This room must not know how a figure comes about or where a page is written.

mod accounts;
mod address;
mod article_html;
mod calendar;
mod charts;
mod collection;
mod community;
mod complaints;
mod compliance;
mod contracts;
mod data;
mod duties;
mod format;
mod fund;
mod home;
mod letters;
mod markdown;
mod minutes;
mod not_found;
mod notices;
mod organisation;
mod page;
mod participation;
mod recurrence;
mod replies;
mod resolutions;
mod restatements;
mod rule_diff;
mod rules;
mod sample;
mod scores;
mod seal;
mod site;
mod strings;
mod surveys;
mod table_file;
mod theme;
mod topics;
mod value;
mod volunteers;
mod xml;

pub use page::{Page, draw_all, plan};
pub use site::{Options, Site};
pub use strings::Strings;
