//! Which contracts are in force.

use jiff::civil::Date;

use crate::jurisdiction::Jurisdiction;
use crate::model::Community;

#[derive(Debug, Default)]
pub struct Figures {
    /// Indices of the contracts in force on the day, as in `Community::contracts`.
    pub in_force: Vec<usize>,
}

pub fn work_out(community: &Community, _: &Jurisdiction, as_of: Date) -> Figures {
    let contracts = community.contracts.iter().enumerate();
    Figures { in_force: contracts.filter(|(_, c)| c.in_force(as_of)).map(|(i, _)| i).collect() }
}
