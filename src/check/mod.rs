//! Records and figures to diagnostics: pure functions, one file a kind, and one for links.
//!
//! This room must not know files, bytes or pages: it doubts what has been read.

pub mod accounts;
mod accounts_audits;
mod accounts_payments;
pub mod calendar;
pub mod collection;
mod collection_books;
pub mod community;
pub mod complaints;
pub mod contracts;
mod contracts_terms;
mod duties;
pub mod fund;
pub mod letters;
mod links;
pub mod minutes;
pub mod notices;
pub mod organisation;
pub mod privacy;
pub mod replies;
pub mod resolutions;
mod restatements;
pub mod rules;
pub mod scores;
pub mod seal;
mod settings;
pub mod surveys;
mod topics;
mod totals;
pub mod volunteers;

use crate::diagnostic::{Diagnostic, Severity};
use crate::figures::Figures;
use crate::figures::duties::Occurrence;
use crate::jurisdiction::{Duty, Jurisdiction};
use crate::model::{Acknowledged, Community, Date, Locale};

/// What a check may look at.
pub struct Doubt<'a> {
    pub community: &'a Community,
    pub figures: &'a Figures,
    pub jurisdiction: &'a Jurisdiction,
    pub as_of: Date,
    /// For the legal basis, which diagnostics carry as text.
    pub locale: Locale,
    /// Duties count from this day; none means that none is judged.
    pub since: Option<Date>,
}

impl Doubt<'_> {
    /// Each time that a duty of this kind came due; see [`crate::figures::duties::sources`] for the names.
    pub fn occurrences(&self, met_by: &str) -> impl Iterator<Item = (&Duty, &Occurrence)> {
        let kept = self.figures.duties.iter().filter(move |kept| kept.duty.met_by() == met_by);
        kept.flat_map(|kept| kept.occurrences.iter().map(|occurrence| (&kept.duty, occurrence)))
    }
}

/// A contradiction in a record: an error, or a finding with its reason where the record owns it.
pub fn unless_owned(contradiction: Diagnostic, acknowledged: &[Acknowledged]) -> Diagnostic {
    match acknowledged.iter().find(|a| a.code.value == contradiction.code) {
        Some(own) => contradiction.owned(&own.reason),
        None => contradiction,
    }
}

macro_rules! checks {
    ($($kind:ident),*) => {
        /// Runs every check.
        pub fn run(community: &Community, figures: &Figures, jurisdiction: &Jurisdiction, as_of: Date, locale: Locale) -> Vec<Diagnostic> {
            let since = community.settings.since;
            let doubt = Doubt { community, figures, jurisdiction, as_of, locale, since };
            let mut found = Vec::new();
            settings::check(&doubt, &mut found);
            $($kind::check(&doubt, &mut found);)*
            duties::check(&doubt, &mut found);
            restatements::check(&doubt, &mut found);
            topics::check(&doubt, &mut found);
            privacy::check(&doubt, &mut found);
            links::check(&doubt, &mut found);
            // A sample is there to be replaced: its author needs no hint about it.
            found.retain(|d| d.severity != Severity::Hint || !community.files.is_sample(d.span.file));
            found
        }
    };
}
crate::record_kinds!(checks);
