//! What has happened and what is coming.

use crate::jurisdiction::Jurisdiction;
use crate::model::{Community, Date};

#[derive(Debug, Default)]
pub struct Figures {
    /// How many, in the order of `Community::community`, had happened by the day of the record.
    pub happened: usize,
}

pub fn work_out(community: &Community, _: &Jurisdiction, as_of: Date) -> Figures {
    // In order of date.
    Figures { happened: community.community.partition_point(|h| h.date <= as_of) }
}
