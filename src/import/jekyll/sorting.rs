//! Which kind a post is: by the mapping, by its categories, tags and folder, by its title. Where these do not agree it waits.

use std::collections::{BTreeMap, BTreeSet};

use super::{Note, days, post::Post};
use crate::import::mapping::quoted;
use crate::model::Period;

/// What a post can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Accounts,
    Agenda,
    Community,
    Minutes,
    Notices,
    Rules,
    /// A path of the mapping's own.
    Other,
}

/// Where a post goes.
pub enum Place {
    /// Nowhere, and why.
    Skip(&'static str),
    Accounts(Period),
    /// `path` is without its ending and without `inbox/`; `waits` says why it goes there.
    To {
        kind: Kind,
        path: String,
        waits: Option<&'static str>,
    },
}

impl Place {
    /// The record that others may link to.
    pub fn public(&self) -> Option<&str> {
        match self {
            Place::To { path, waits: None, .. } => Some(path),
            _ => None,
        }
    }
}

/// Words of a site and what they mean: read from a file, and written for the next time.
#[derive(Clone, Debug, Default)]
pub struct Mapping {
    /// A category, tag or folder: a kind, `inbox` or `skip`.
    pub words: BTreeMap<String, String>,
    /// A post's path: the same, or the path it gets.
    pub posts: BTreeMap<String, String>,
}

impl Mapping {
    /// # Errors
    /// What is wrong with the file.
    pub fn parse(text: &str) -> Result<Self, String> {
        let table: toml::Table = text.parse().map_err(|why: toml::de::Error| why.message().to_owned())?;
        let of = |key: &str| -> Result<BTreeMap<String, String>, String> {
            let Some(value) = table.get(key) else { return Ok(BTreeMap::new()) };
            let entries = value.as_table().ok_or_else(|| format!("[{key}]"))?.iter();
            entries.map(|(k, v)| Ok((k.clone(), v.as_str().ok_or_else(|| format!("{key}.{k}"))?.to_owned()))).collect()
        };
        if let Some(other) = table.keys().find(|key| !matches!(key.as_str(), "words" | "posts")) {
            return Err(other.clone());
        }
        let mapping = Mapping { words: of("words")?, posts: of("posts")? };
        match mapping.words.iter().find(|(_, to)| kind_named(to).is_none() && !matches!(to.as_str(), "inbox" | "skip")) {
            Some((word, to)) => Err(format!("words.{word} = {to:?}")),
            None => Ok(mapping),
        }
    }

    /// As a file, below a comment.
    pub fn print(&self, comment: &str) -> String {
        let section = |name: &str, entries: &BTreeMap<String, String>| {
            let lines: String = entries.iter().map(|(key, to)| format!("{} = {}\n", quoted(key), quoted(to))).collect();
            format!("\n[{name}]\n{lines}")
        };
        format!("{comment}{}{}", section("words", &self.words), section("posts", &self.posts))
    }
}

fn kind_named(name: &str) -> Option<Kind> {
    Some(match name {
        "accounts" => Kind::Accounts,
        "agenda" => Kind::Agenda,
        "community" => Kind::Community,
        "minutes" => Kind::Minutes,
        "notices" => Kind::Notices,
        "rules" => Kind::Rules,
        _ => return None,
    })
}

fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Accounts => "accounts",
        Kind::Agenda => "agenda",
        Kind::Community => "community",
        Kind::Minutes => "minutes",
        Kind::Notices | Kind::Other => "notices",
        Kind::Rules => "rules",
    }
}

/// Words in Chinese, either script, and English. The first that is found counts: an agenda names the meeting too.
const WORDS: &[(Kind, &[&str])] = &[
    (Kind::Agenda, &["议程", "議程", "agenda"]),
    (Kind::Minutes, &["会议记录", "会议纪要", "會議記錄", "會議紀錄", "會議紀要", "纪要", "紀要", "minutes"]),
    (
        Kind::Accounts,
        &["财务", "財務", "财报", "財報", "收支", "账目", "帳目", "财务报表", "finance", "financial", "accounts", "budget"],
    ),
    (
        Kind::Rules,
        &["规约", "規約", "章程", "议事规则", "議事規則", "管理办法", "管理辦法", "bylaw", "bylaws", "covenant", "rules"],
    ),
    (Kind::Notices, &["公告", "公示", "通知", "布告", "佈告", "bulletin", "notice", "notices", "announcement", "announcements"]),
    (
        Kind::Community,
        &[
            "活动",
            "活動",
            "志愿",
            "志願",
            "志工",
            "社区生活",
            "社區生活",
            "event",
            "events",
            "activity",
            "activities",
            "volunteer",
        ],
    ),
];

fn kind_of(text: &str) -> Option<Kind> {
    let text = text.to_lowercase();
    let parts: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
    let found = |word: &&str| if word.is_ascii() { parts.contains(word) } else { text.contains(*word) };
    WORDS.iter().find(|(_, words)| words.iter().any(&found)).map(|(kind, _)| *kind)
}

/// Decides where a post goes. The words it met are noted for the next time, those it did not know as `inbox`.
pub fn sort(post: &Post, mapping: &Mapping, learnt: &mut Mapping, notes: &mut Vec<Note>) -> Place {
    if let Some(to) = mapping.posts.get(&post.path) {
        return match (to.as_str(), kind_named(to)) {
            ("skip", _) => Place::Skip("jekyll.why.skip"),
            ("inbox", _) => waiting(post, Kind::Notices, "jekyll.why.mapped"),
            (_, Some(kind)) => placed(post, kind, notes),
            (path, None) => Place::To { kind: Kind::Other, path: path.trim_end_matches(".md").to_owned(), waits: None },
        };
    }
    let mut kinds: BTreeSet<Kind> = BTreeSet::new();
    let mut waits = false;
    for word in &post.words {
        match (mapping.words.get(word).map(String::as_str), kind_of(word)) {
            (Some("skip"), _) => return Place::Skip("jekyll.why.skip"),
            (Some("inbox"), _) => waits = true,
            (Some(name), _) => kinds.extend(kind_named(name)),
            (None, Some(kind)) => {
                kinds.insert(kind);
                learnt.words.insert(word.clone(), name_of(kind).to_owned());
            }
            (None, None) => {}
        }
    }
    if kinds.is_empty() && kind_of(&post.title).is_none() {
        if let Some(word) = post.words.first() {
            learnt.words.entry(word.clone()).or_insert_with(|| "inbox".to_owned());
        }
        return waiting(post, Kind::Notices, if waits { "jekyll.why.mapped" } else { "jekyll.why.unknown" });
    }
    let of_title = kind_of(&post.title);
    match (kinds.iter().copied().collect::<Vec<Kind>>()[..].as_ref(), of_title) {
        ([], Some(kind)) => placed(post, kind, notes),
        ([kind], None) => placed(post, *kind, notes),
        ([kind], Some(title)) if *kind == title => placed(post, title, notes),
        // A board holds minutes and statements too; what the title says goes first where the rest is certain.
        ([kind @ (Kind::Notices | Kind::Community)], Some(title)) => {
            let exact = match title {
                Kind::Minutes | Kind::Agenda => days::meeting(&post.title, &post.body, post.day).is_some(),
                Kind::Accounts => days::period(&post.title, post.day).is_some(),
                _ => false,
            };
            if !exact && matches!(title, Kind::Minutes | Kind::Agenda | Kind::Accounts | Kind::Rules) {
                notes.push(Note::new("jekyll.note.title_says", name_of(title)));
            }
            placed(post, if exact { title } else { *kind }, notes)
        }
        (several, Some(title)) if several.contains(&title) => placed(post, title, notes),
        (several, None) if several == [Kind::Agenda, Kind::Minutes] => placed(post, Kind::Agenda, notes),
        _ => waiting(post, Kind::Notices, "jekyll.why.disagree"),
    }
}

fn waiting(post: &Post, kind: Kind, why: &'static str) -> Place {
    let folder = if kind == Kind::Agenda { "minutes" } else { name_of(kind) };
    Place::To { kind, path: format!("{folder}/{}-{}", post.day, post.slug), waits: Some(why) }
}

/// The place of a kind, where the post says what its kind needs.
fn placed(post: &Post, kind: Kind, notes: &mut Vec<Note>) -> Place {
    match kind {
        Kind::Accounts => {
            let (title, name) = (days::period(&post.title, post.day), days::period(&post.slug, post.day));
            match (title, name) {
                (Some(one), Some(other)) if one != other => waiting(post, Kind::Notices, "jekyll.why.two_periods"),
                (Some(period), _) | (None, Some(period)) => Place::Accounts(period),
                (None, None) => waiting(post, Kind::Notices, "jekyll.why.no_period"),
            }
        }
        Kind::Minutes | Kind::Agenda => match days::meeting(&post.title, &post.body, post.day) {
            Some(day) => Place::To { kind, path: format!("minutes/{day}-{}", post.slug), waits: None },
            None => waiting(post, kind, "jekyll.why.no_meeting"),
        },
        Kind::Rules => {
            notes.push(Note::new("jekyll.note.rule", post.slug.clone()));
            waiting(post, Kind::Rules, "jekyll.why.no_effective")
        }
        Kind::Notices | Kind::Community | Kind::Other => {
            Place::To { kind, path: format!("{}/{}-{}", name_of(kind), post.day, post.slug), waits: None }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_mean_kinds() {
        assert_eq!(kind_of("meeting-agenda"), Some(Kind::Agenda));
        assert_eq!(kind_of("113年9月份第一次管理委員會會議記錄"), Some(Kind::Minutes));
        assert_eq!(kind_of("finance"), Some(Kind::Accounts));
        assert_eq!(kind_of("noticeable"), None);
    }

    #[test]
    fn a_mapping_is_read_as_it_is_written() {
        let mut mapping = Mapping::default();
        mapping.words.insert("場所".into(), "community".into());
        mapping.posts.insert("_posts/a.md".into(), "rules/covenant/2020-01-01".into());
        let again = Mapping::parse(&mapping.print("# a\n")).unwrap();
        assert_eq!((again.words, again.posts), (mapping.words, mapping.posts));
        assert!(Mapping::parse("[words]\na = \"nowhere\"\n").is_err());
        assert!(Mapping::parse("[other]\n").is_err());
    }
}
