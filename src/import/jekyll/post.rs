//! One post: its front matter as it stands, its day, its title, and the words it is filed under.

use std::io;

use super::tree::Tree;
use crate::model::Date;
use crate::source;

pub struct Post {
    /// Its path in the site.
    pub path: String,
    /// The day it was posted.
    pub day: Date,
    /// What follows the day in its name.
    pub slug: String,
    pub title: String,
    /// Categories, tags and the folders it lies in, in small letters.
    pub words: Vec<String>,
    /// The lines of its front matter.
    pub front: String,
    /// The names in its front matter.
    keys: Vec<String>,
    /// All of it, for the privacy gate.
    pub text: String,
    pub body: String,
}

impl Post {
    pub fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|k| k == key)
    }

    /// The lines that say what its pictures show: headings and the pictures themselves.
    pub fn shown(&self) -> impl Iterator<Item = &str> {
        self.body.lines().filter(|line| line.trim_start().starts_with('#') || line.contains("![") || line.contains("<img"))
    }

    /// The lines of its text, without headings and pictures: whether it says anything besides what it shows.
    pub fn says_something(&self) -> bool {
        let silent = |line: &str| {
            let line = line.trim();
            line.is_empty()
                || line.starts_with(['#', '<', '{'])
                || line.starts_with("![")
                || line.chars().all(|c| "-*_ =".contains(c))
        };
        !self.body.lines().all(silent)
    }
}

/// Reads a post, or says why it is none: the key of a word.
///
/// # Errors
/// When the file cannot be read.
pub fn read(tree: &Tree, path: &str) -> io::Result<Result<Post, &'static str>> {
    let decoded = source::decode(std::fs::read(&tree.files[path])?);
    if decoded.unreadable_at.is_some() {
        return Ok(Err("jekyll.why.unreadable"));
    }
    let text = decoded.text.replace("\r\n", "\n");
    let Some(front) = source::front_matter(&text) else { return Ok(Err("jekyll.why.front")) };
    let value = |key: &str| front.entries.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
    if value("published") == Some("false") {
        return Ok(Err("jekyll.why.draft"));
    }
    if value("redirect_to").is_some() {
        return Ok(Err("jekyll.why.redirect"));
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let named = stem.get(..10).and_then(|day| Some((source::date(day).ok()?, stem.get(11..).unwrap_or_default())));
    let dated = value("date").and_then(|day| source::date(day).ok());
    let Some(day) = dated.or(named.map(|(day, _)| day)) else { return Ok(Err("jekyll.why.no_day")) };
    let slug = named.map_or(stem, |(_, slug)| slug);
    let lists = ["categories", "category", "tags", "tag"].into_iter().filter_map(value);
    let mut words: Vec<String> = lists.flat_map(|list| list.split([',', ' '])).map(|word| word.trim().to_lowercase()).collect();
    let folders = path.split('/').rev().skip(1).map(|folder| folder.trim_start_matches('_').to_lowercase());
    words.extend(folders.filter(|folder| folder != "posts"));
    words.retain(|word| !word.is_empty());
    words.dedup();
    Ok(Ok(Post {
        path: path.to_owned(),
        day,
        slug: tidy(slug),
        title: value("title").unwrap_or_default().trim().to_owned(),
        words,
        front: text[front.span.clone()].to_owned(),
        keys: front.entries.iter().map(|(key, _)| key.clone()).collect(),
        body: text[front.body..].to_owned(),
        text,
    }))
}

/// A name that a file can have everywhere.
fn tidy(slug: &str) -> String {
    let tidy: String = slug.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' }).collect();
    let tidy = tidy.trim_matches(['-', '.']);
    if tidy.is_empty() { "post".to_owned() } else { tidy.to_owned() }
}
