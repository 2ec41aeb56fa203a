//! What the law asks, as data: duties with their time limits and legal basis.
//!
//! This room must not know any record: it names duties, and `check` decides whether they were met.

mod votes;

use std::collections::BTreeMap;

use rust_embed::RustEmbed;
use serde::Deserialize;

use crate::model::{Cadence, DutyOverride, Locale};
pub use votes::{Item, Majority, Threshold, Whole};

#[derive(RustEmbed)]
#[folder = "src/jurisdiction/"]
#[include = "*.toml"]
struct Built;

/// The file of duties that no law asks for; not a jurisdiction.
const OFFERED: &str = "offered";

/// Where a duty's days are counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// From the last day of its period, or the day of its event, on.
    #[default]
    AfterEnd,
    /// From the first day of its period on.
    AfterStart,
    /// Back from the first day of its period, or the day of its event.
    BeforeStart,
}

/// Something the law, the covenant or the folder asks for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    pub id: String,
    /// The time limit in days.
    pub days: u32,
    #[serde(default)]
    pub counted: Counted,
    /// How often it comes due, if other than is usual for what meets it; nothing for what follows an event.
    #[serde(default)]
    pub cadence: Option<Cadence>,
    #[serde(default)]
    met_by: Option<String>,
    /// Asked for from the first record of that kind on, rather than from the first that meets it.
    #[serde(default)]
    pub asked_with: Option<String>,
    title: BTreeMap<String, String>,
    basis: BTreeMap<String, String>,
    /// Set by the folder's own `[[duty]]`.
    #[serde(skip)]
    pub overridden: bool,
}

impl Duty {
    /// What of the record meets it: a name that `figures::duties` knows; its own id where it says nothing else.
    pub fn met_by(&self) -> &str {
        self.met_by.as_deref().unwrap_or(&self.id)
    }

    /// What it asks for, with its days as they hold here.
    pub fn title(&self, locale: Locale) -> String {
        self.title.get(locale.tag()).unwrap_or(&self.id).replace("{days}", &self.days.to_string())
    }

    /// The basis, where one is written.
    pub fn shown_basis(&self, locale: Locale) -> Option<&str> {
        Some(self.basis(locale)).filter(|basis| !basis.is_empty())
    }

    /// A duty of the folder's own, of which nothing but its name is known.
    fn named(id: &str) -> Self {
        Duty {
            id: id.to_owned(),
            days: 0,
            counted: Counted::AfterEnd,
            cadence: None,
            met_by: None,
            asked_with: None,
            title: BTreeMap::new(),
            basis: BTreeMap::new(),
            overridden: false,
        }
    }

    fn set(&mut self, own: &DutyOverride) {
        self.overridden = true;
        self.days = own.days.unwrap_or(self.days);
        self.cadence = own.cadence.or(self.cadence);
        self.met_by = own.met_by.as_ref().map(|m| m.value.clone()).or_else(|| self.met_by.take());
        if let Some(title) = &own.title {
            self.title = everywhere(title);
        }
        if let Some(basis) = &own.basis {
            self.basis = everywhere(basis);
        }
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
    /// Set by the folder's own `[jurisdiction_overrides]`.
    #[serde(skip)]
    pub overridden: bool,
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
    /// The jurisdiction that it builds on, whose duties, limits and votes hold where it has none of the same id.
    #[serde(default)]
    extends: Option<String>,
    name: BTreeMap<String, String>,
    /// The currency of amounts, as the strings of a theme name it; `none` where the place does not say.
    #[serde(default)]
    pub currency: Option<String>,
    /// The country whose law it is, as ISO 3166 writes it in two small letters; none for what is no law.
    #[serde(default)]
    pub country: Option<String>,
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
        let own: Self = toml::from_str(&text).unwrap_or_else(|why| panic!("jurisdiction {id}: {why}"));
        match own.extends.as_deref().and_then(Self::built_in) {
            Some(base) => Some(own.over(base)),
            None => Some(own),
        }
    }

    /// This one's duties, limits and votes, and those of `base` that it does not name.
    fn over(mut self, base: Self) -> Self {
        fn add<T>(own: &mut Vec<T>, base: Vec<T>, id: fn(&T) -> &str) {
            let new: Vec<T> = base.into_iter().filter(|b| own.iter().all(|o| id(o) != id(b))).collect();
            own.extend(new);
        }
        self.currency = self.currency.or(base.currency);
        self.country = self.country.or(base.country);
        add(&mut self.duties, base.duties, |d| &d.id);
        add(&mut self.limits, base.limits, |l| &l.id);
        add(&mut self.majorities, base.majorities, |m| &m.id);
        add(&mut self.items, base.items, |i| &i.id);
        self
    }

    /// The ids whose number a folder may set.
    pub fn numbers(&self) -> impl Iterator<Item = &str> {
        self.duties.iter().map(|d| d.id.as_str()).chain(self.limits.iter().map(|l| l.id.as_str()))
    }

    /// Sets days of duties and values of limits by id, as a folder's `[jurisdiction_overrides]` does.
    pub fn with_numbers<'n>(mut self, numbers: impl Iterator<Item = (&'n str, u32)>) -> Self {
        for (id, number) in numbers {
            for duty in self.duties.iter_mut().filter(|d| d.id == id) {
                (duty.days, duty.overridden) = (number, true);
            }
            for limit in self.limits.iter_mut().filter(|l| l.id == id) {
                (limit.value, limit.overridden) = (number, true);
            }
        }
        self
    }

    /// The jurisdictions that a folder may name.
    pub fn ids() -> Vec<String> {
        let names = Built::iter().filter_map(|name| name.strip_suffix(".toml").map(str::to_owned));
        names.filter(|name| name != OFFERED).collect()
    }

    /// Applies a folder's own `[[duty]]` tables: other limits, other bases, duties not judged, duties added.
    pub fn with_overrides(mut self, overrides: &[DutyOverride]) -> Self {
        for own in overrides {
            let at = self.duties.iter().position(|d| d.id == own.id.value);
            match at {
                Some(i) if !own.judged => {
                    self.duties.remove(i);
                }
                Some(i) => self.duties[i].set(own),
                None if own.judged => {
                    let mut duty = offered(&own.id.value).unwrap_or_else(|| Duty::named(&own.id.value));
                    duty.set(own);
                    self.duties.push(duty);
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

/// A duty that no law asks for and any folder may set itself, by naming it in a `[[duty]]`.
fn offered(id: &str) -> Option<Duty> {
    Jurisdiction::built_in(OFFERED)?.duties.into_iter().find(|d| d.id == id)
}

/// A folder writes its own basis in its own language; every page shows it as written.
fn everywhere(text: &str) -> BTreeMap<String, String> {
    Locale::ALL.into_iter().map(|l| (l.tag().to_owned(), text.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FileId, Span, Spanned};

    #[test]
    fn a_city_builds_on_the_nation() {
        let beijing = Jurisdiction::built_in("cn-beijing").unwrap();
        assert_eq!(beijing.duty("contract-renewal").map(|d| d.days), Some(180));
        assert_eq!(beijing.limit("revocation-years").map(|l| l.value), Some(1));
        assert!(beijing.vote_item("4").is_some());
        let set = beijing.with_numbers([("accounts-quarterly", 20)].into_iter());
        assert!(set.duty("accounts-quarterly").is_some_and(|d| d.days == 20 && d.overridden));
    }

    #[test]
    fn a_folder_may_ask_for_more() {
        let own = |id: &str| DutyOverride {
            id: Spanned { value: id.to_owned(), span: Span::file(FileId(0)) },
            title: None,
            days: None,
            cadence: Some(Cadence::HalfYearly),
            met_by: None,
            basis: Some("议事规则第八条".to_owned()),
            judged: true,
        };
        let nation = Jurisdiction::built_in("cn-2021").unwrap();
        assert!(nation.duty("meeting-joint").is_none());
        let asked = nation.with_overrides(&[own("meeting-joint")]);
        let joint = asked.duty("meeting-joint").unwrap();
        assert_eq!(joint.title(Locale::En), "Hold a joint meeting");
        assert_eq!((joint.cadence, joint.basis(Locale::En)), (Some(Cadence::HalfYearly), "议事规则第八条"));
        assert!(!Jurisdiction::ids().contains(&OFFERED.to_owned()));
    }

    #[test]
    fn every_built_in_is_whole() {
        for id in Jurisdiction::ids() {
            let jurisdiction = Jurisdiction::built_in(&id).unwrap();
            assert_eq!(jurisdiction.id, id);
            for duty in &jurisdiction.duties {
                for locale in Locale::ALL {
                    assert!(duty.title.contains_key(locale.tag()) && !duty.basis(locale).is_empty(), "{id}: {}", duty.id);
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
