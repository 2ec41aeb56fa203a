//! A post's text on its new place: links lead to the records of this folder, pictures lie in `attachments/`, and what can
//! lead nowhere is taken out of its link and told.

use std::collections::BTreeMap;

use super::liquid::{self, is_attributes};
use super::post::Post;
use super::tree::Tree;
use super::{Content, Note};

/// Where an address leads.
pub enum Leads {
    /// A file of the site that is copied, by its path there.
    File(String),
    /// Another post, by the path of its record.
    Record(String),
    /// Somewhere else on the web, or on the same page.
    Away,
    /// A file or page of the site that is not there, or is not moved.
    Nowhere,
}

/// Pictures of these are not published before somebody has looked at them: they name households and people.
const NAMING: &[&str] = &[
    "未繳",
    "未缴",
    "欠繳",
    "欠缴",
    "欠費",
    "欠费",
    "滯納",
    "滞纳",
    "未沖銷",
    "未冲销",
    "催繳",
    "催缴",
    "名單",
    "名单",
    "名冊",
    "名册",
    "存證信函",
    "起訴",
    "起诉",
    "傳票",
    "传票",
    "判決",
    "判决",
    "身分證",
    "身份证",
    "arrears",
    "debtors",
];

pub fn names_people(text: &str) -> bool {
    let text = text.to_lowercase();
    NAMING.iter().any(|word| text.contains(word))
}

/// A post on its way.
pub struct Context<'a> {
    tree: &'a Tree,
    targets: &'a BTreeMap<String, String>,
    post: &'a Post,
    /// What leads from its record up to the folder: `../`.
    up: String,
    /// `inbox/` where it waits there.
    inbox: &'static str,
    heading: String,
    pub notes: Vec<Note>,
    pub copies: BTreeMap<String, Content>,
}

impl<'a> Context<'a> {
    /// `path` is the record's, without ending.
    pub fn new(tree: &'a Tree, targets: &'a BTreeMap<String, String>, post: &'a Post, path: &str, inbox: &'static str) -> Self {
        let up = "../".repeat(path.matches('/').count());
        Context { tree, targets, post, up, inbox, heading: String::new(), notes: Vec::new(), copies: BTreeMap::new() }
    }

    /// The text as it will stand.
    pub fn rewritten(&mut self) -> String {
        let rendered = liquid::rendered(&self.post.body, &self.post.title);
        self.notes.extend(rendered.left.into_iter().map(|tag| Note::new("jekyll.note.liquid", tag)));
        let mut out = String::with_capacity(rendered.text.len());
        let mut fenced = false;
        for line in rendered.text.split_inclusive('\n') {
            let bare = line.trim_start();
            fenced ^= bare.starts_with("```") || bare.starts_with("~~~");
            if fenced {
                out.push_str(line);
                continue;
            }
            if is_attributes(line) {
                self.notes.push(Note::new("jekyll.note.attributes", line.trim()));
                continue;
            }
            if bare.starts_with('#') {
                self.heading = bare.trim_start_matches('#').trim().to_owned();
            }
            for unsafe_tag in ["<script", "<iframe", "<style", "<audio", "<video", "<form"] {
                if line.to_ascii_lowercase().contains(unsafe_tag) {
                    self.notes.push(Note::new("jekyll.note.html", unsafe_tag.trim_start_matches('<')));
                }
            }
            let line = self.markdown(line);
            out.push_str(&self.html(&line));
        }
        out
    }

    /// Links and pictures written `[text](address)`, the inner ones first.
    fn markdown(&mut self, line: &str) -> String {
        let mut line = line.to_owned();
        let mut from = 0;
        while let Some(at) = line[from..].find("](").map(|at| from + at) {
            let (Some(open), Some(end)) = (opening(&line[..at]), closing(&line[at + 2..]).map(|end| at + 2 + end)) else {
                from = at + 2;
                continue;
            };
            let image = line[..open].ends_with('!');
            let inside = line[at + 2..end].trim().to_owned();
            let (address, title) = match inside.split_once([' ', '\t']) {
                Some((address, title)) if !inside.starts_with('<') => (address.to_owned(), format!(" {title}")),
                _ => (inside.trim_start_matches('<').trim_end_matches('>').to_owned(), String::new()),
            };
            let text = line[open + 1..at].to_owned();
            let start = if image { open - 1 } else { open };
            let new = match self.address(&address, &text, image) {
                Some(address) => format!("{}[{text}]({}{title})", if image { "!" } else { "" }, bracketed(&address)),
                None => text.clone(),
            };
            line.replace_range(start..=end, &new);
            from = start + new.len();
        }
        line
    }

    /// `src` and `href` of raw HTML.
    fn html(&mut self, line: &str) -> String {
        let mut line = line.to_owned();
        for name in ["src=", "href="] {
            let mut from = 0;
            while let Some(at) = line[from..].find(name).map(|at| from + at + name.len()) {
                from = at;
                let Some(quote) = line[at..].chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
                let Some(length) = line[at + 1..].find(quote) else { continue };
                let address = line[at + 1..at + 1 + length].to_owned();
                let new = self.address(&address, "", name == "src=").unwrap_or_default();
                line.replace_range(at + 1..at + 1 + length, &new);
                from = at + 1 + new.len();
            }
        }
        line
    }

    /// The address as it is from the new place; none where there is nothing to lead to.
    fn address(&mut self, address: &str, text: &str, image: bool) -> Option<String> {
        if address.is_empty() {
            if image {
                self.notes.push(Note::new("jekyll.note.empty", self.heading.clone()));
            }
            return (!image).then(String::new);
        }
        match leads(self.tree, self.targets, &self.post.path, address) {
            Leads::Away => {
                if image {
                    self.notes.push(Note::new("jekyll.note.remote", name_of(address)));
                }
                Some(address.to_owned())
            }
            Leads::Record(path) => Some(format!("{}{path}.md", self.up)),
            Leads::Nowhere => {
                let (key, text) =
                    if image { ("jekyll.note.missing", name_of(address)) } else { ("jekyll.note.link", address.to_owned()) };
                self.notes.push(Note::new(key, text));
                None
            }
            Leads::File(path) => {
                let heading = self.heading.clone();
                if names_people(&format!("{path} {text} {heading} {}", self.post.title)) {
                    self.notes.push(Note::new("jekyll.note.held", path));
                    return None;
                }
                let to = attachment(&path);
                self.copies.insert(format!("{}{to}", self.inbox), Content::Copy(self.tree.files[&path].clone()));
                Some(format!("{}{to}", self.up))
            }
        }
    }
}

/// Where an address of a post leads.
pub fn leads(tree: &Tree, targets: &BTreeMap<String, String>, post: &str, address: &str) -> Leads {
    if address.starts_with('#') || ["mailto:", "tel:", "data:"].iter().any(|scheme| address.starts_with(scheme)) {
        return Leads::Away;
    }
    if let Some(name) = address.strip_prefix("jekyll-link:") {
        let named = |path: &&String| {
            *path == name || path.rsplit('/').next().and_then(|n| n.rsplit_once('.')).is_some_and(|(n, _)| n == name)
        };
        let record = tree.posts.iter().find(named).and_then(|path| targets.get(path));
        return record.map_or(Leads::Nowhere, |path| Leads::Record(path.clone()));
    }
    if let Some(path) = tree.local(address, post) {
        let record = targets.get(&path).map(|path| Leads::Record(path.clone()));
        let text = tree.posts.contains(&path) || path.ends_with(".md") || path.ends_with(".html");
        return record.unwrap_or(if text { Leads::Nowhere } else { Leads::File(path) });
    }
    if let Some(record) = tree.post_at(address).and_then(|path| targets.get(path)) {
        return Leads::Record(record.clone());
    }
    if address.contains("://") || address.starts_with("//") { Leads::Away } else { Leads::Nowhere }
}

/// An address in plain characters.
pub fn decoded(address: &str) -> String {
    percent_encoding::percent_decode_str(address).decode_utf8_lossy().into_owned()
}

/// The name of the file that an address leads to.
pub fn name_of(address: &str) -> String {
    let path = decoded(address.split(['?', '#']).next().unwrap_or_default());
    path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned()
}

/// Where a file of the site lies in the folder.
pub fn attachment(path: &str) -> String {
    format!("attachments/{}", path.strip_prefix("assets/").unwrap_or(path).trim_start_matches('_'))
}

/// The `[` that belongs to the `]` that comes next.
fn opening(before: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in before.char_indices().rev() {
        match c {
            ']' => depth += 1,
            '[' if depth == 0 => return Some(at),
            '[' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The `)` that ends an address which may have brackets of its own.
fn closing(rest: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in rest.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// An address as Markdown takes it.
fn bracketed(address: &str) -> String {
    if address.contains([' ', '(', ')']) { format!("<{address}>") } else { address.to_owned() }
}
