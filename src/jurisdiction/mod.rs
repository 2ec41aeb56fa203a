//! What the law asks, as data: duties with their time limits and legal basis.
//!
//! This room must not know any record: it names duties, and `check` decides whether they were met.

mod votes;

use std::collections::BTreeMap;

use rust_embed::RustEmbed;
use serde::Deserialize;

use crate::model::{DutyOverride, Locale};
pub use votes::{Item, Majority, Threshold, Whole};

#[derive(RustEmbed)]
#[folder = "src/jurisdiction/"]
#[include = "*.toml"]
struct Built;

/// Something the law, the covenant or the folder asks for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    pub id: String,
    /// The time limit in days; what it counts from is the duty's own.
    pub days: u32,
    title: BTreeMap<String, String>,
    basis: BTreeMap<String, String>,
    /// Set by the folder's own `[[duty]]`.
    #[serde(skip)]
    pub overridden: bool,
}

impl Duty {
    pub fn title(&self, locale: Locale) -> &str {
        self.title.get(locale.tag()).map_or(&self.id, String::as_str)
    }

    /// The basis, where one is written.
    pub fn shown_basis(&self, locale: Locale) -> Option<&str> {
        Some(self.basis(locale)).filter(|basis| !basis.is_empty())
    }

    /// The law, covenant or contract that asks for it.
    pub fn basis(&self, locale: Locale) -> &str {
        self.basis.get(locale.tag()).map_or("", String::as_str)
    }
}

/// A number that the law or practice sets and checks compare with: days, an amount in yuan, a count.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    pub id: String,
    /// In the unit that the title says.
    pub value: u32,
    title: BTreeMap<String, String>,
    basis: BTreeMap<String, String>,
}

impl Limit {
    pub fn title(&self, locale: Locale) -> &str {
        self.title.get(locale.tag()).map_or(&self.id, String::as_str)
    }

    /// The law, the regulation or the default that sets it.
    pub fn basis(&self, locale: Locale) -> &str {
        self.basis.get(locale.tag()).map_or("", String::as_str)
    }
}

/// The duties that hold in a community.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jurisdiction {
    pub id: String,
    name: BTreeMap<String, String>,
    #[serde(default, rename = "duty")]
    pub duties: Vec<Duty>,
    #[serde(default, rename = "limit")]
    pub limits: Vec<Limit>,
    #[serde(default, rename = "majority")]
    pub majorities: Vec<Majority>,
    /// What owners vote on.
    #[serde(default, rename = "vote_item")]
    pub items: Vec<Item>,
}

impl Jurisdiction {
    /// The jurisdiction of that id; `None` where there is none such.
    pub fn built_in(id: &str) -> Option<Self> {
        let file = Built::get(&format!("{id}.toml"))?;
        let text = String::from_utf8_lossy(&file.data);
        // Embedded, and read by a test.
        Some(toml::from_str(&text).unwrap_or_else(|why| panic!("jurisdiction {id}: {why}")))
    }

    /// The ids that [`Jurisdiction::built_in`] knows.
    pub fn ids() -> Vec<String> {
        Built::iter().filter_map(|name| name.strip_suffix(".toml").map(str::to_owned)).collect()
    }

    /// Applies a folder's own `[[duty]]` tables: other limits, other bases, duties not judged, duties added.
    pub fn with_overrides(mut self, overrides: &[DutyOverride]) -> Self {
        for own in overrides {
            let at = self.duties.iter().position(|d| d.id == own.id.value);
            match at {
                Some(i) if !own.judged => {
                    self.duties.remove(i);
                }
                Some(i) => {
                    let duty = &mut self.duties[i];
                    duty.days = own.days.unwrap_or(duty.days);
                    duty.overridden = true;
                    if let Some(basis) = &own.basis {
                        duty.basis = everywhere(basis);
                    }
                }
                None if own.judged => {
                    if let Some(days) = own.days {
                        let basis = everywhere(own.basis.as_deref().unwrap_or_default());
                        self.duties.push(Duty {
                            id: own.id.value.clone(),
                            days,
                            title: BTreeMap::new(),
                            basis,
                            overridden: true,
                        });
                    }
                }
                None => {}
            }
        }
        self
    }

    pub fn name(&self, locale: Locale) -> &str {
        self.name.get(locale.tag()).map_or(&self.id, String::as_str)
    }

    pub fn duty(&self, id: &str) -> Option<&Duty> {
        self.duties.iter().find(|d| d.id == id)
    }

    /// A number by its id; `None` where nothing sets it, and then nothing is compared with it.
    pub fn limit(&self, id: &str) -> Option<&Limit> {
        self.limits.iter().find(|l| l.id == id)
    }
}

/// A folder writes its own basis in its own language; every page shows it as written.
fn everywhere(text: &str) -> BTreeMap<String, String> {
    Locale::ALL.into_iter().map(|l| (l.tag().to_owned(), text.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_is_whole() {
        for id in Jurisdiction::ids() {
            let jurisdiction = Jurisdiction::built_in(&id).unwrap();
            assert_eq!(jurisdiction.id, id);
            for duty in &jurisdiction.duties {
                for locale in Locale::ALL {
                    assert!(!duty.title(locale).is_empty() && !duty.basis(locale).is_empty(), "{id}: {}", duty.id);
                }
            }
            for item in &jurisdiction.items {
                let majority = jurisdiction.majority_of(item).unwrap();
                assert!(majority.measures().count() > 0 && majority.agreement.of > 0, "{id}: {}", majority.id);
                for locale in Locale::ALL {
                    assert!(item.name(locale) != item.id && !majority.basis(locale).is_empty(), "{id}: {}", item.id);
                }
            }
            for limit in &jurisdiction.limits {
                for locale in Locale::ALL {
                    assert!(limit.title.contains_key(locale.tag()) && !limit.basis(locale).is_empty(), "{id}: {}", limit.id);
                }
            }
        }
    }
}
