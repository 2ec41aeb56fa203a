//! Records to sums, series, scores and counts: pure functions, exact arithmetic.
//!
//! This room must not know whether a figure is right (that is `check`) or how it looks (that is `render`).

pub mod accounts;
pub mod budget;
pub mod calendar;
pub mod collection;
pub mod community;
pub mod complaints;
pub mod contracts;
pub mod duties;
pub mod few;
pub mod fund;
pub mod letters;
pub mod minutes;
pub mod notices;
pub mod organisation;
pub mod participation;
pub mod published;
pub mod replies;
pub mod resolutions;
pub mod rules;
pub mod scores;
pub mod seal;
pub mod surveys;
pub mod topics;
pub mod volunteers;

use crate::jurisdiction::Jurisdiction;
use crate::model::{Community, Date};

macro_rules! figures {
    ($($kind:ident),*) => {
        /// Everything that is worked out from the records as of a day.
        #[derive(Debug)]
        pub struct Figures {
            pub as_of: Date,
            /// What was due, and what became of it.
            pub duties: Vec<duties::Kept>,
            /// Files whose rows are finer than what is published of them; in order.
            pub withheld: Vec<crate::model::FileId>,
            $(pub $kind: $kind::Figures,)*
        }

        /// Works out every figure.
        pub fn work_out(community: &Community, jurisdiction: &Jurisdiction, as_of: Date) -> Figures {
            let duties = duties::calendar(community, jurisdiction, as_of);
            let withheld = few::files(community);
            Figures { as_of, duties, withheld, $($kind: $kind::work_out(community, jurisdiction, as_of),)* }
        }
    };
}
crate::record_kinds!(figures);
