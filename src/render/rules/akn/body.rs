//! The text of a version: parts, chapters and sections, articles with their paragraphs and points, and what stands around.
//!
//! Ids follow the naming convention of Akoma Ntoso. Articles are numbered through the whole text, so their ids are without
//! the chapter's (`art_5__para_1__list_1__point_2`) and an article keeps its id wherever it stands.

use std::collections::HashSet;

use super::super::heading_text;
use super::labels::{Label, Style};
use super::pieces::{self, Piece, Place};
use crate::model::rules::Version;
use crate::model::{Article, Block, OtherKind};
use crate::render::site::Site;
use crate::render::xml::{Xml, escape_into};
use crate::source::article::chapter;

/// Elements by rank, with what their ids begin with.
const RANKS: [(&str, &str); 4] = [("part", "part"), ("chapter", "chp"), ("section", "sec"), ("subsection", "subsec")];

/// Writes `preface`, `preamble`, `body` and `conclusions`.
pub fn write(site: &Site<'_>, version: &Version, page: &str, xml: &mut Xml<'_>) {
    let path = site.community.files.path(version.document.file);
    let blocks: Vec<&Block> = version.text.blocks.iter().filter(|b| is_shown(version, b)).collect();
    let is = |block: &Block, kind: OtherKind| matches!(block, Block::Other(other) if other.kind == kind);
    let is_heading = |block: &&Block| matches!(block, Block::Other(o) if matches!(o.kind, OtherKind::Heading { .. }));
    let front = blocks.iter().take_while(|b| is(b, OtherKind::Preamble)).count();
    // A text without articles and chapters is its body.
    let front = if front == blocks.len() { 0 } else { front };
    let end = blocks.iter().rposition(|b| !is(b, OtherKind::Note)).map_or(0, |last| last + 1);
    // What stands below a heading of its own, an annex, is no signature.
    let end = if end > 0 && is_heading(&blocks[end - 1]) { blocks.len() } else { end.max(front) };
    let unnumbered = version.text.articles().next().is_none();
    let mut body = Body { site, path, page, xml, open: Vec::new(), ids: HashSet::new(), notes: 0, headings: 0 };
    body.xml.open("preface", &[]);
    let mut title = String::from("<docTitle>");
    escape_into(&mut title, &version.document.title);
    title.push_str("</docTitle>");
    body.xml.marked("p", &[], &title);
    body.xml.close();
    body.around("preamble", &blocks[..front]);
    body.xml.open("body", &[]);
    if front == end {
        body.xml.empty("hcontainer", &[("name", "text"), ("eId", "hcontainer_1")]);
    }
    for block in &blocks[front..end] {
        match block {
            Block::Article(article) => body.article(article),
            Block::Other(other) => match other.kind {
                OtherKind::Heading { level } => body.heading(level, heading_text(&other.text)),
                _ => body.note(if unnumbered { "text" } else { other.kind.name() }, &other.text),
            },
        }
    }
    body.close_from(0);
    body.xml.close();
    body.around("conclusions", &blocks[end..]);
}

/// Pages show neither comments nor the heading that repeats the title.
fn is_shown(version: &Version, block: &Block) -> bool {
    match block {
        Block::Article(_) => true,
        Block::Other(other) => match other.kind {
            OtherKind::Comment => false,
            OtherKind::Heading { .. } => heading_text(&other.text) != version.document.title,
            OtherKind::Preamble | OtherKind::Note => !other.text.is_empty(),
        },
    }
}

struct Body<'b, 'o, 'a> {
    site: &'b Site<'a>,
    path: &'b str,
    page: &'b str,
    xml: &'b mut Xml<'o>,
    /// Rank and id of each element that is open.
    open: Vec<(usize, String)>,
    ids: HashSet<String>,
    notes: usize,
    headings: u32,
}

impl Body<'_, '_, '_> {
    fn pieces(&self, id: &str, markdown: &str) -> Vec<Piece> {
        pieces::read(&Place { site: self.site, path: self.path, page: self.page, id }, markdown)
    }

    /// An id that nothing has yet: an annex may begin with 第一章 again.
    fn unique(&mut self, id: String) -> String {
        let mut free = id.clone();
        let mut again = 1;
        while !self.ids.insert(free.clone()) {
            again += 1;
            free = format!("{id}-{again}");
        }
        free
    }

    /// The text before the body or after it.
    fn around(&mut self, name: &'static str, blocks: &[&Block]) {
        let blocks = blocks.iter().filter_map(|block| match block {
            Block::Other(other) => Some(&other.text),
            Block::Article(_) => None,
        });
        let mut inner = String::new();
        for text in blocks {
            for piece in self.pieces(name, text) {
                inner.push_str(&piece.unlabelled().xml);
            }
        }
        if !inner.is_empty() {
            self.xml.marked(name, &[], &format!("\n{inner}"));
        }
    }

    fn close_from(&mut self, rank: usize) {
        while self.open.last().is_some_and(|(open, _)| *open >= rank) {
            self.open.pop();
            self.xml.close();
        }
    }

    fn heading(&mut self, level: u8, text: &str) {
        let label = chapter(text);
        let rank = usize::from(label.as_ref().map_or(level, |l| l.level)).clamp(1, RANKS.len()) - 1;
        self.close_from(rank);
        let (name, short) = RANKS[rank];
        let before = self.open.last().map_or(String::new(), |(_, id)| format!("{id}__"));
        self.headings += 1;
        let number = label.as_ref().map_or(self.headings, |l| l.number);
        // Without a number of its own a chapter is known by its place.
        let id = if label.is_some() { format!("{before}{short}_{number}") } else { format!("{before}{short}_n{number}") };
        let id = self.unique(id);
        self.xml.open(name, &[("eId", &id)]);
        let (num, words) = text.split_at(label.map_or(0, |l| l.length));
        if !num.is_empty() {
            self.xml.text("num", &[], num);
        }
        let words = words.trim();
        if !words.is_empty() {
            self.xml.text("heading", &[("eId", &format!("{id}__heading"))], words);
        }
        self.open.push((rank, id));
    }

    /// Text between articles that belongs to none.
    fn note(&mut self, name: &str, text: &str) {
        self.notes += 1;
        let id = format!("hcontainer_{}", self.notes);
        let pieces = self.pieces(&id, text);
        if pieces.is_empty() {
            return;
        }
        self.xml.open("hcontainer", &[("name", name), ("eId", &id)]);
        let inner: String = pieces.into_iter().map(|piece| piece.unlabelled().xml).collect();
        self.xml.marked("content", &[("eId", &format!("{id}__content"))], &format!("\n{inner}"));
        self.xml.close();
    }

    fn article(&mut self, article: &Article) {
        let id = self.unique(format!("art_{}", &article.anchor[1..]));
        self.xml.open("article", &[("eId", &id)]);
        self.xml.text("num", &[], &article.label);
        if let Some(title) = article.title() {
            self.xml.text("heading", &[("eId", &format!("{id}__heading"))], title);
        }
        let paragraphs = outline(self.pieces(&id, article.after_title()));
        for (n, paragraph) in paragraphs.iter().enumerate() {
            let id = format!("{id}__para_{}", n + 1);
            self.xml.open("paragraph", &[("eId", &id)]);
            self.filled(&id, paragraph);
            self.xml.close();
        }
        self.xml.close();
    }

    /// What an element holds: words, and points below them.
    fn filled(&mut self, id: &str, node: &Node) {
        if node.points.is_empty() {
            self.xml.marked("content", &[("eId", &format!("{id}__content"))], &format!("\n{}", node.xml));
            return;
        }
        let list = format!("{id}__list_1");
        self.xml.open("list", &[("eId", &list)]);
        if !node.xml.is_empty() {
            self.xml.marked("intro", &[("eId", &format!("{list}__intro"))], &format!("\n{}", node.xml));
        }
        for point in &node.points {
            let id = self.unique(format!("{list}__point_{}", point.number));
            self.xml.open("point", &[("eId", &id)]);
            self.xml.marked("num", &[], &point.label);
            self.filled(&id, point);
            self.xml.close();
        }
        self.xml.close();
    }
}

/// A paragraph or a point, with the points below it.
#[derive(Debug, Default)]
struct Node {
    label: String,
    number: u32,
    xml: String,
    points: Vec<Node>,
}

/// Puts pieces into paragraphs and points. A list begins with its first number and goes up; what does not is text.
fn outline(pieces: Vec<Piece>) -> Vec<Node> {
    let mut paragraphs: Vec<Node> = Vec::new();
    // The numbering of each list that is open, outermost first, and its last number.
    let mut open: Vec<(Style, u32)> = Vec::new();
    for piece in pieces {
        let Some(label) = place(&piece.labels, &mut open) else {
            open.clear();
            paragraphs.push(Node { xml: piece.unlabelled().xml, ..Node::default() });
            continue;
        };
        // A list that begins again is another one.
        let again = |last: &Node| open.len() == 1 && last.points.last().is_some_and(|point| point.number >= label.number);
        if paragraphs.last().is_none_or(again) {
            paragraphs.push(Node::default());
        }
        let mut at = paragraphs.last_mut();
        for _ in 1..open.len() {
            at = at.and_then(|node| node.points.last_mut());
        }
        if let Some(node) = at {
            node.points.push(Node { label: piece.label, number: label.number, xml: piece.xml, points: Vec::new() });
        }
    }
    paragraphs
}

/// Which reading of a label goes on with an open list, else begins one within it, else goes on with a gap; the lists then
/// open.
fn place(labels: &[Label], open: &mut Vec<(Style, u32)>) -> Option<Label> {
    let goes_on = |gap: bool| {
        labels.iter().find_map(|label| {
            let depth = open.iter().rposition(|(style, _)| *style == label.style)?;
            let last = open[depth].1;
            (label.number == last + 1 || gap && label.number > last).then_some((depth, *label))
        })
    };
    let begins = |label: &&Label| label.number == 1 || label.style == Style::Listed;
    let first = labels.iter().find(begins).map(|label| {
        let again = open.iter().any(|(style, _)| *style == label.style);
        (if again { 0 } else { open.len() }, *label)
    });
    let (depth, label) = goes_on(false).or(first).or_else(|| goes_on(true))?;
    open.truncate(depth);
    open.push((label.style, label.number));
    Some(label)
}

#[cfg(test)]
mod tests {
    use super::super::labels;
    use super::*;

    fn shape(lines: &[&str]) -> String {
        fn of(node: &Node) -> String {
            let points: Vec<String> = node.points.iter().map(of).collect();
            let inner = if points.is_empty() { String::new() } else { format!("[{}]", points.join(" ")) };
            format!("{}{inner}", if node.label.is_empty() { "¶" } else { &node.label })
        }
        let piece = |line: &&str| {
            let labels: Vec<Label> = labels::read(line).collect();
            let length = labels.first().map_or(0, |l| l.length);
            Piece { labels, label: line[..length].to_owned(), xml: format!("<p>{}</p>", &line[length..]) }
        };
        outline(lines.iter().map(piece).collect()).iter().map(of).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn points_stand_below_the_paragraph_that_begins_them() {
        assert_eq!(shape(&["下列：", "（一）甲", "（二）乙", "不得放弃。"]), "¶[（一） （二）] ¶");
        assert_eq!(shape(&["（一）甲", "1．子", "2．丑", "（二）乙"]), "¶[（一）[1． 2．] （二）]");
        assert_eq!(shape(&["x", "(a) one", "(i) in", "(ii) in", "(b) two"]), "¶[(a)[(i) (ii)] (b)]");
        assert_eq!(shape(&["x", "(a) one", "(b) two", "(d) four"]), "¶[(a) (b) (d)]", "a number was taken out");
        assert_eq!(shape(&["x", "(h) h", "（三）甲"]), "¶ ¶ ¶", "what begins no list is text");
        assert_eq!(shape(&["x", "（一）甲", "（二）乙", "（一）丙"]), "¶[（一） （二）] ¶[（一）]");
    }
}
