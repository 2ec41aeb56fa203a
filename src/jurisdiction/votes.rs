//! How votes count: which matters there are, and what majority each needs.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::Locale;
use crate::model::resolutions::Measure;

/// A share that something must reach: `part` of `of`, included, or more than it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    pub part: u32,
    pub of: u32,
    /// More than the share (过半数), not the share itself (以上; Civil Code 1259).
    #[serde(default)]
    pub more_than: bool,
}

/// Of whom those who agree are counted as a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whole {
    /// Of those who took part.
    Participated,
    /// Of all who could have.
    Total,
}

/// What a vote must reach, for each thing that is counted.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Majority {
    pub id: String,
    /// Who must have taken part; none where that is not asked.
    #[serde(default)]
    pub participation: Option<Threshold>,
    pub agreement: Threshold,
    /// Of whom.
    pub whole: Whole,
    measures: Vec<String>,
    basis: BTreeMap<String, String>,
}

impl Majority {
    /// What is counted: people, area, or both.
    pub fn measures(&self) -> impl Iterator<Item = Measure> {
        [("people", Measure::People), ("area", Measure::Area)]
            .into_iter()
            .filter(|(n, _)| self.measures.iter().any(|m| m == n))
            .map(|(_, m)| m)
    }

    pub fn basis(&self, locale: Locale) -> &str {
        self.basis.get(locale.tag()).map_or("", String::as_str)
    }
}

/// A kind of matter that owners vote on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub id: String,
    name: BTreeMap<String, String>,
    majority: String,
    /// Whether it decides on the property contract: hiring, dismissing, renewing.
    #[serde(default)]
    pub on_property_contract: bool,
}

impl Item {
    pub fn name(&self, locale: Locale) -> &str {
        self.name.get(locale.tag()).map_or(&self.id, String::as_str)
    }
}

impl super::Jurisdiction {
    /// The matter that a record names, by its id or by its name in any language.
    pub fn vote_item(&self, text: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == text || item.name.values().any(|name| name == text))
    }

    /// What a matter's vote must reach.
    pub fn majority_of(&self, item: &Item) -> Option<&Majority> {
        self.majorities.iter().find(|m| m.id == item.majority)
    }
}
