//! Whose vote or whose money it is: all owners, or those of buildings, entrances or a group.

use super::{Exact, Settings, Spanned};

/// One part of a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    All,
    /// A building's id.
    Building(String),
    /// An entrance's id.
    Unit(String),
    /// Some owners that gongshi.toml does not list, such as those next to a shop.
    Group(String),
}

/// `all`, `building:3`, `unit:3-1`, `group:street`, or a list of such.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Without one it is all owners.
    pub parts: Vec<Spanned<Part>>,
}

/// How many owners there are and how much area is theirs; `None` where gongshi.toml does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Base {
    pub owners: Option<Exact>,
    /// m².
    pub area: Option<Exact>,
}

impl Part {
    /// What a file may write, for messages.
    pub const SPELLINGS: &str = "all, building:<id>, unit:<id>, group:<id>";

    /// Reads `all`, `building:3`, `unit:3-1`, `group:garage`; the colon may be full width and the word Chinese.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("all") || text == "全体" {
            return Some(Part::All);
        }
        let (kind, id) = text.split_once([':', '：'])?;
        let id = id.trim().to_owned();
        if id.is_empty() {
            return None;
        }
        match kind.trim().to_lowercase().as_str() {
            "building" | "楼栋" => Some(Part::Building(id)),
            "unit" | "单元" => Some(Part::Unit(id)),
            "group" | "范围" => Some(Part::Group(id)),
            _ => None,
        }
    }
}

/// As files write it: `building:3`.
impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Part::All => f.write_str("all"),
            Part::Building(id) => write!(f, "building:{id}"),
            Part::Unit(id) => write!(f, "unit:{id}"),
            Part::Group(id) => write!(f, "group:{id}"),
        }
    }
}

impl Scope {
    pub fn is_all(&self) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|p| p.value == Part::All)
    }

    /// The same owners, in whatever order they are named.
    pub fn same_as(&self, other: &Scope) -> bool {
        let holds = |a: &Scope, b: &Scope| a.parts.iter().all(|p| b.parts.iter().any(|q| q.value == p.value));
        (self.is_all() && other.is_all()) || (!self.is_all() && !other.is_all() && holds(self, other) && holds(other, self))
    }

    /// The owners and their area, as gongshi.toml declares them: of the community, or of the buildings and entrances.
    pub fn base(&self, settings: &Settings) -> Base {
        if self.is_all() {
            let sum = |of: fn(&super::Building) -> Option<Exact>| -> Option<Exact> {
                let all: Option<Vec<Exact>> = settings.buildings.iter().map(of).collect();
                all.filter(|all| !all.is_empty()).map(|all| all.into_iter().sum())
            };
            return Base { owners: sum(owners), area: settings.area.clone().or_else(|| sum(|b| b.area.clone())) };
        }
        let mut base = Base { owners: Some(Exact::zero()), area: Some(Exact::zero()) };
        for part in &self.parts {
            let found = declared(settings, &part.value);
            let plus = |sum: Option<Exact>, more: Option<Exact>| Some(sum? + more?);
            base.owners = plus(base.owners, found.and_then(owners));
            base.area = plus(base.area, found.and_then(|b| b.area.clone()));
        }
        base
    }

    /// Buildings and entrances that gongshi.toml does not declare, where it declares any.
    pub fn unknown<'s>(&'s self, settings: &'s Settings) -> impl Iterator<Item = &'s Spanned<Part>> {
        let named = |p: &&Spanned<Part>| matches!(p.value, Part::Building(_) | Part::Unit(_));
        let any = !settings.buildings.is_empty();
        self.parts.iter().filter(named).filter(move |p| any && declared(settings, &p.value).is_none())
    }
}

fn owners(building: &super::Building) -> Option<Exact> {
    building.owners.map(|n| Exact::from_integer(i64::from(n)))
}

fn declared<'s>(settings: &'s Settings, part: &Part) -> Option<&'s super::Building> {
    match part {
        Part::Building(id) => settings.buildings.iter().find(|b| b.id.value == *id),
        Part::Unit(id) => settings.buildings.iter().flat_map(|b| &b.entrances).find(|e| e.id.value == *id),
        Part::All | Part::Group(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Part;

    #[test]
    fn parts_are_read_as_people_write_them() {
        for text in ["all", "building:3", "unit:3-1", "group:garage"] {
            assert_eq!(Part::parse(text).map(|s| s.to_string()).as_deref(), Some(text));
        }
        assert_eq!(Part::parse(" 楼栋：3号楼 "), Some(Part::Building("3号楼".to_owned())));
        assert_eq!(Part::parse("building:"), None);
        assert_eq!(Part::parse("3"), None);
    }
}
