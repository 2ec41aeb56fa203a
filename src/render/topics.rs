//! Pages of topics: one question, followed through every record that speaks of it.

use std::collections::HashMap;

use tera::{Context, Value};

use super::address::{file_name, href};
use super::home::{self, News};
use super::page::Page;
use super::site::{Group, Section, Site};
use super::value::{link, put, row};
use crate::figures::topics::{Topic, topics};
use crate::model::{Community, FileId};

const INDEX: &str = "topics/index.html";
/// A topic is a story once so many records speak of it.
const STORY: usize = 2;

fn stories(community: &Community) -> Vec<Topic<'_>> {
    topics(community).into_iter().filter(|t| t.files.len() >= STORY).collect()
}

/// Its entry in the menu, where there is a story to follow.
pub fn section(community: &Community) -> Option<Section> {
    (!stories(community).is_empty()).then_some(Section { key: "topics", group: Group::Decisions, page: INDEX })
}

fn page_of(topic: &str) -> String {
    format!("topics/{}.html", file_name(topic))
}

/// The stories that a record is part of, for every page that shows one.
#[derive(Debug, Default)]
pub struct Stories {
    of_file: HashMap<FileId, Vec<String>>,
}

impl Stories {
    pub fn new(community: &Community) -> Self {
        let mut of_file: HashMap<FileId, Vec<String>> = HashMap::new();
        for story in stories(community) {
            for file in story.files {
                of_file.entry(file).or_default().push(story.name.to_owned());
            }
        }
        Stories { of_file }
    }

    /// Links to the stories of the record in `file`, and the topics it `names` that are no story yet, unlinked.
    pub fn links<'t>(&self, file: FileId, names: impl IntoIterator<Item = &'t str>, page: &str) -> Vec<Value> {
        let stories = self.of_file.get(&file).map_or(&[][..], Vec::as_slice);
        let linked = stories.iter().map(|name| link(name.as_str(), Some(href(page, &page_of(name)))));
        let plain = names.into_iter().map(str::trim).filter(|name| !name.is_empty() && stories.iter().all(|s| s != name));
        linked.chain(plain.map(|name| link(name, None))).collect()
    }
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    let stories = stories(site.community);
    if stories.is_empty() {
        return;
    }
    for story in stories {
        pages.push(Page::template(site, page_of(story.name), "topic.html", move |page| one(site, &story, page)));
    }
    pages.push(Page::template(site, INDEX.into(), "topics_index.html", |page| index(site, page)));
}

fn index(site: &Site<'_>, page: &str) -> Context {
    let strings = site.strings();
    let title = strings.get("title.topics");
    let mut context = site.page(page, "topics", title, &[(strings.get("nav.home"), Some("index.html"))]);
    site.meta(&mut context, page, None, None);
    let mut stories: Vec<_> = stories(site.community).into_iter().map(|story| (told(site, &story), story)).collect();
    stories.sort_by_key(|(told, _)| std::cmp::Reverse(told.last().map(|n| n.date)));
    let items: Vec<Value> = stories
        .iter()
        .map(|(told, story)| {
            let term = told.first().zip(told.last()).map(|(first, last)| strings.range(first.date, last.date));
            row! {
                title: story.name,
                href: href(page, &page_of(story.name)),
                count_text: strings.count("topics.records", told.len(), &[]),
                term_text: term,
            }
        })
        .collect();
    put!(context, { items: items });
    context
}

/// What its records say of themselves, oldest first.
fn told<'a>(site: &'a Site<'a>, topic: &Topic<'_>) -> Vec<News<'a>> {
    let mut of_page: HashMap<String, News<'a>> = HashMap::new();
    for news in home::news(site) {
        // A letter is news when it is sent and when it is answered: its story goes by the first.
        let first = of_page.get(&news.page).is_none_or(|known| news.date < known.date);
        if first {
            of_page.insert(news.page.clone(), news);
        }
    }
    let told = topic.files.iter().filter_map(|file| {
        let mut news = of_page.remove(&site.page_of_file(*file))?;
        // A story goes by when people met, not by when that was published.
        if let Some(minutes) = site.community.minutes.iter().find(|m| m.document.file == *file) {
            news.date = minutes.date;
        }
        Some(news)
    });
    let mut told: Vec<News<'a>> = told.collect();
    told.sort_by(|a, b| a.date.cmp(&b.date).then_with(|| a.page.cmp(&b.page)));
    told
}

fn one(site: &Site<'_>, topic: &Topic<'_>, page: &str) -> Context {
    let strings = site.strings();
    let crumbs = [(strings.get("nav.home"), Some("index.html")), (strings.get("title.topics"), Some(INDEX))];
    let mut context = site.page(page, "topics", &strings.fill("topics.title", &[("topic", topic.name)]), &crumbs);
    site.meta(&mut context, page, None, None);
    let told = told(site, topic);
    let step = |n: &News<'_>| {
        let to = link(n.title.as_str(), Some(href(page, &n.page)));
        row! { date: strings.day(n.date), kind_label: strings.get(n.kind), link: to }
    };
    let steps: Vec<Value> = told.iter().map(step).collect();
    put!(context, { summary: strings.count("topics.records", steps.len(), &[]), steps: steps });
    context
}
