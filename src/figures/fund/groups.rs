//! Buildings as they are shown: a house of a few owners together with its neighbours, since its balance is theirs.

use super::{Building, Flow};
use crate::figures::few::merged;
use crate::model::fund::Records;
use crate::model::{Date, Exact, Settings, is_few};

/// One building, or several shown together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// As gongshi.toml has their ids, else as the rows name them; in order.
    pub ids: Vec<String>,
    /// Rows of `Records::holdings`, a building's after another's.
    rows: Vec<usize>,
    /// None where gongshi.toml does not say of every one.
    owners: Option<u64>,
}

impl Group {
    fn join(mut self, other: Group) -> Group {
        self.ids.extend(other.ids);
        self.rows.extend(other.rows);
        self.owners = self.owners.zip(other.owners).map(|(own, others)| own + others);
        self
    }

    /// What its buildings hold together on a day, and their area in m² where every row has it; none without a row.
    pub fn on(&self, day: Date, records: &Records) -> Option<(Flow, Option<Exact>)> {
        let rows = || self.rows.iter().map(|i| &records.holdings[*i]).filter(|row| row.date == day);
        rows().next()?;
        let areas: Option<Vec<Exact>> = rows().map(|row| row.area.clone()).collect();
        Some((rows().map(Flow::from).sum(), areas.map(|areas| areas.into_iter().sum())))
    }
}

/// Every building in a group, in the order of buildings.
pub fn groups(settings: &Settings, buildings: &[Building]) -> Vec<Group> {
    let alone = buildings.iter().map(|building| Group {
        ids: vec![building.id.clone()],
        rows: building.rows.clone(),
        owners: settings.owners_of(&building.id).map(u64::from),
    });
    merged(alone, |group| !group.owners.is_some_and(is_few), Group::join)
}
