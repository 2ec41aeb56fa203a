//! Photographs of statements: pictures of a period that has no table. Periods whose pictures are not in the site wait.

use std::collections::BTreeMap;

use super::body::{Leads, attachment, decoded, leads, name_of, names_people};
use super::liquid;
use super::post::Post;
use super::tree::Tree;
use super::{Content, Fate, Moved, Note, Told};
use crate::import::mapping::quoted;
use crate::model::{Date, Period};

#[derive(Default)]
pub struct Statements {
    periods: BTreeMap<Period, Statement>,
}

struct Statement {
    posted: Date,
    /// Path in the folder, what it shows, and where it is copied from; none where it is not in the site.
    pictures: Vec<(String, String, Option<Content>)>,
    /// The posts that it was made of, with what is to be said of them.
    posts: Vec<(String, Vec<Note>)>,
}

impl Statements {
    /// Takes a post's pictures for its period. What the post says in words becomes a notice.
    pub fn add(
        &mut self,
        tree: &Tree,
        targets: &BTreeMap<String, String>,
        post: &Post,
        period: Period,
        mut notes: Vec<Note>,
        moved: &mut Moved,
    ) {
        let mut pictures = Vec::new();
        for (address, title) in pictures_of(post) {
            if address.is_empty() {
                notes.push(Note::new("jekyll.note.empty", title));
                continue;
            }
            match leads(tree, targets, &post.path, &address) {
                Leads::File(path) if names_people(&format!("{path} {title}")) => notes.push(Note::new("jekyll.note.held", path)),
                Leads::File(path) => pictures.push((attachment(&path), title, Some(Content::Copy(tree.files[&path].clone())))),
                // A list of those in arrears is not even asked for.
                _ if names_people(&decoded(&address)) || names_people(&title) => {
                    notes.push(Note::new("jekyll.note.held", name_of(&address)))
                }
                _ => {
                    let name = name_of(&address);
                    notes.push(Note::new("jekyll.note.missing", name.clone()));
                    pictures.push((format!("attachments/accounts/{name}"), title, None));
                }
            }
        }
        if post.says_something() {
            let path = format!("notices/{}-{}", post.day, post.slug);
            super::place_post(
                tree,
                targets,
                post,
                super::Place::To { kind: super::Kind::Notices, path, waits: None },
                Vec::new(),
                self,
                moved,
            );
            notes.push(Note::new("jekyll.note.text", period.to_string()));
        }
        notes.sort();
        if pictures.is_empty() {
            if !post.says_something() {
                moved.told.push(Told { source: post.path.clone(), fate: Fate::Left("jekyll.why.no_pictures"), notes });
            }
            return;
        }
        let statement =
            self.periods.entry(period).or_insert_with(|| Statement { posted: post.day, pictures: Vec::new(), posts: Vec::new() });
        statement.posted = statement.posted.min(post.day);
        statement.pictures.extend(pictures);
        statement.posts.push((post.path.clone(), notes));
    }

    /// The particulars of each period. One of whose pictures none is there waits until they are.
    pub fn write(self, moved: &mut Moved) {
        for (period, statement) in self.periods {
            let there = statement.pictures.iter().any(|(_, _, copy)| copy.is_some());
            let inbox = if there { "" } else { "inbox/" };
            let mut text = format!("published_on = {}\n", statement.posted);
            for (path, title, copy) in statement.pictures {
                // A picture that is not there yet would be a broken reference.
                let comment = if there && copy.is_none() { "# " } else { "" };
                text.push_str(&format!("\n{comment}[[picture]]\n{comment}file = {}\n", quoted(&path)));
                if !title.is_empty() {
                    text.push_str(&format!("{comment}title = {}\n", quoted(&title)));
                }
                moved.files.extend(copy.map(|copy| (path, copy)));
            }
            let target = format!("{inbox}accounts/{period}.toml");
            moved.files.insert(target.clone(), Content::Text(text));
            for (source, notes) in statement.posts {
                let target = target.clone();
                let fate = if there { Fate::Placed(target) } else { Fate::Waits(target, "jekyll.why.pictures_elsewhere") };
                moved.told.push(Told { source, fate, notes });
            }
        }
    }
}

/// The pictures of a post with the heading each stands under, which says what it shows.
fn pictures_of(post: &Post) -> Vec<(String, String)> {
    let text = liquid::rendered(&post.body, &post.title).text;
    let mut heading = post.title.clone();
    let mut pictures: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if line.starts_with('#') {
            heading = line.trim_matches(['#', ' ']).to_owned();
        }
        let mut rest = line;
        while let Some((alt, after)) = rest.find("![").and_then(|at| rest[at + 2..].split_once("](")) {
            let (address, after) = after.split_once(')').unwrap_or((after, ""));
            let address = address.split_whitespace().next().unwrap_or_default();
            pictures.push((address.to_owned(), if alt.is_empty() { heading.clone() } else { alt.to_owned() }));
            rest = after;
        }
        let html = crate::source::link::addresses_in_html(line);
        if line.contains("<img") {
            pictures.extend(html.into_iter().map(|address| (address.to_owned(), heading.clone())));
        }
    }
    number_alike(&mut pictures);
    pictures
}

/// Pictures under one heading are told apart by their number: 存摺影本 1, 存摺影本 2.
fn number_alike(pictures: &mut [(String, String)]) {
    let titles: Vec<String> = pictures.iter().map(|(_, title)| title.clone()).collect();
    for (i, (_, title)) in pictures.iter_mut().enumerate() {
        if titles.iter().filter(|t| **t == titles[i]).count() > 1 {
            let number = titles[..=i].iter().filter(|t| **t == titles[i]).count();
            title.push_str(&format!(" {number}"));
        }
    }
}
