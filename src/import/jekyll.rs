//! A Jekyll site's posts to the folders of their kinds: what is certain goes to its place, what is not waits in `inbox/`,
//! and every post, page and picture is accounted for. The site itself is only read.
//!
//! - `tree.rs`: the site's files, posts, addresses
//! - `post.rs`: a post's day, title and words
//! - `sorting.rs`: which kind a post is, by its words and the mapping
//! - `days.rs`: meeting days and periods in titles, by either calendar
//! - `body.rs`: Liquid, links and pictures in a text
//! - `liquid.rs`: what Liquid says, as far as a text needs it
//! - `statements.rs`: photographs of statements

mod body;
mod days;
mod liquid;
mod post;
mod sorting;
mod statements;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use crate::check::privacy;
use body::{Context, decoded, names_people};
use post::Post;
pub use sorting::Mapping;
use sorting::{Kind, Place};
use tree::Tree;

/// What was made of a site.
#[derive(Default)]
pub struct Moved {
    /// In order of path.
    pub files: BTreeMap<String, Content>,
    /// In order of the source's path.
    pub told: Vec<Told>,
    /// The mapping that was used, for the next time.
    pub mapping: Mapping,
}

/// What a new file holds.
#[derive(Clone, PartialEq, Eq)]
pub enum Content {
    Text(String),
    /// A file of the site, copied without what a camera wrote into it.
    Copy(PathBuf),
}

/// What became of a file of the site.
pub struct Told {
    /// Its path in the site.
    pub source: String,
    pub fate: Fate,
    pub notes: Vec<Note>,
}

/// Where a post went.
#[derive(Clone, PartialEq, Eq)]
pub enum Fate {
    Placed(String),
    /// To `inbox/`, and the key of the word that says why.
    Waits(String, &'static str),
    /// Nowhere, and the key of the word that says why.
    Left(&'static str),
}

/// Something about a post that its author should know: a key of the command line's words, and what it is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    pub key: &'static str,
    pub text: String,
}

impl Note {
    fn new(key: &'static str, text: impl Into<String>) -> Self {
        Note { key, text: text.into() }
    }
}

/// Reads a site and says what its files become. Nothing is written.
///
/// # Errors
/// When the site cannot be read.
pub fn import(root: &Path, mapping: Mapping) -> io::Result<Moved> {
    let tree = Tree::read(root)?;
    let mut moved = Moved { mapping: mapping.clone(), ..Moved::default() };
    let mut posts: Vec<(Post, Place, Vec<Note>)> = Vec::new();
    for path in &tree.posts {
        match post::read(&tree, path)? {
            Ok(post) => {
                let mut notes = Vec::new();
                let place = sorting::sort(&post, &mapping, &mut moved.mapping, &mut notes);
                posts.push((post, place, notes));
            }
            Err(why) => moved.told.push(Told { source: path.clone(), fate: Fate::Left(why), notes: Vec::new() }),
        }
    }
    give_names(&mut posts);
    let targets: BTreeMap<String, String> =
        posts.iter().filter_map(|(post, place, _)| Some((post.path.clone(), place.public()?.to_owned()))).collect();
    let mut statements = statements::Statements::default();
    for (post, place, notes) in posts {
        place_post(&tree, &targets, &post, place, notes, &mut statements, &mut moved);
    }
    statements.write(&mut moved);
    let used: BTreeSet<&Path> =
        moved.files.values().filter_map(|c| if let Content::Copy(path) = c { Some(path.as_path()) } else { None }).collect();
    let left: Vec<Told> = tree
        .others(&used)
        .map(|(source, why)| Told { source: source.to_owned(), fate: Fate::Left(why), notes: Vec::new() })
        .collect();
    moved.told.extend(left);
    moved.told.sort_by(|a, b| a.source.cmp(&b.source));
    Ok(moved)
}

/// Two posts of one day and name get names of their own.
fn give_names(posts: &mut [(Post, Place, Vec<Note>)]) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for (_, place, _) in posts {
        let Place::To { path, .. } = place else { continue };
        let first = path.clone();
        let mut count = 1;
        while !taken.insert(path.clone()) {
            count += 1;
            *path = format!("{first}-{count}");
        }
    }
}

fn place_post(
    tree: &Tree,
    targets: &BTreeMap<String, String>,
    post: &Post,
    place: Place,
    mut notes: Vec<Note>,
    statements: &mut statements::Statements,
    moved: &mut Moved,
) {
    let source = post.path.clone();
    let (kind, path, mut why) = match place {
        Place::Skip(why) => {
            moved.told.push(Told { source, fate: Fate::Left(why), notes });
            return;
        }
        Place::Accounts(period) => return statements.add(tree, targets, post, period, notes, moved),
        Place::To { kind, path, waits } => (kind, path, waits),
    };
    if names_people(&post.title) || post.shown().any(|line| names_people(&decoded(line))) {
        why = why.or(Some("jekyll.why.names"));
    }
    let hits = privacy::hits(&post.text);
    if !hits.is_empty() && why.is_none() {
        why = Some("jekyll.why.personal");
    }
    for hit in hits {
        notes.push(Note::new("jekyll.note.personal", privacy::masked(hit.kind, &post.text[hit.start..hit.end])));
    }
    let inbox = if why.is_some() { "inbox/" } else { "" };
    let mut context = Context::new(tree, targets, post, &path, inbox);
    let body = context.rewritten();
    notes.append(&mut context.notes);
    moved.files.extend(context.copies);
    let target = format!("{inbox}{path}.md");
    moved.files.insert(target.clone(), Content::Text(format!("{}{body}", front(post, kind))));
    notes.sort();
    let fate = match why {
        Some(why) => Fate::Waits(target, why),
        None => Fate::Placed(target),
    };
    moved.told.push(Told { source, fate, notes });
}

/// The front matter as it was, with what gongshi needs to know before it.
fn front(post: &Post, kind: Kind) -> String {
    let mut lines = Vec::new();
    let mut old = post.front.clone();
    match kind {
        Kind::Minutes | Kind::Agenda => {
            // Jekyll's date is the day of the post, ours the meeting's, which the file's name says.
            old = post
                .front
                .lines()
                .map(|line| line.strip_prefix("date:").map_or(line.to_owned(), |rest| format!("posted:{rest}")) + "\n")
                .collect();
            if kind == Kind::Agenda {
                lines.push("status: agenda".to_owned());
                // A date of the post's own becomes that line.
                lines.extend((!post.has("date")).then(|| format!("posted: {}", post.day)));
            } else {
                lines.push(format!("published_on: {}", post.day));
            }
            if ["區權會", "区权会", "區分所有權人", "业主大会", "業主大會", "assembly"]
                .iter()
                .any(|word| post.title.contains(word))
            {
                lines.push("kind: assembly".to_owned());
            }
        }
        Kind::Notices if !post.has("kind") => lines.push("kind: announcement".to_owned()),
        _ => {}
    }
    if !post.has("title") && !post.title.is_empty() {
        lines.push(format!("title: {}", quoted(&post.title)));
    }
    lines.push(format!("imported_from: {}", quoted(&post.path)));
    let new: String =
        lines.into_iter().filter(|line| !post.has(line.split(':').next().unwrap_or_default())).map(|line| line + "\n").collect();
    format!("---\n{new}{old}---\n")
}

/// A text as YAML takes it between quotes, which JSON's are.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
