//! Markdown as pieces of a text: paragraphs and items, each with its label, as Akoma Ntoso blocks.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::labels::{self, Label, Style};
use crate::render::markdown;
use crate::render::site::Site;
use crate::render::xml::escape_into;
use crate::source::link::MARKDOWN;

/// A paragraph, or an item of an enumeration.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// Empty for a paragraph; else every reading of the label its text begins with.
    pub labels: Vec<Label>,
    /// The label as written, escaped, which stands before `xml` in the text.
    pub label: String,
    /// Blocks: `<p>…</p>`, lists, tables. The first `<p>` is what follows the label.
    pub xml: String,
}

/// Where a text stands and what its ids begin with.
pub struct Place<'p, 'a> {
    pub site: &'p Site<'a>,
    /// The file that holds it.
    pub path: &'p str,
    /// The file it is written to.
    pub page: &'p str,
    /// The id of what it belongs to.
    pub id: &'p str,
}

/// Reads Markdown into pieces. All of its words are in them, in order; raw HTML keeps its words alone.
pub fn read(place: &Place<'_, '_>, markdown: &str) -> Vec<Piece> {
    let mut reader = Reader {
        place,
        pieces: Vec::new(),
        inline: String::new(),
        after_chinese: false,
        blocks: [0; 3],
        lists: Vec::new(),
        ends: Vec::new(),
        item: None,
    };
    for event in Parser::new_ext(markdown, MARKDOWN) {
        reader.event(event);
    }
    reader.paragraph();
    reader.pieces
}

/// A Markdown list that is open.
enum List {
    /// Items are pieces of the text, and this is the next one's number.
    Points(u64),
    /// Items stand within a piece.
    Within(&'static str),
}

struct Reader<'p, 'a> {
    place: &'p Place<'p, 'a>,
    pieces: Vec<Piece>,
    /// Words of the paragraph being read, escaped. `\n` marks where a line of it ended.
    inline: String,
    /// Whether the last word is Chinese: the next line follows without a space, as on pages.
    after_chinese: bool,
    /// How many tables, `ul` and `ol` there were.
    blocks: [usize; 3],
    lists: Vec<List>,
    /// What closes each open link and image.
    ends: Vec<&'static str>,
    /// The number of the point whose first words are to come.
    item: Option<u64>,
}

impl Reader<'_, '_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.after_chinese = text.chars().next_back().is_some_and(markdown::is_chinese);
                escape_into(&mut self.inline, &text.replace('\n', " "));
            }
            Event::SoftBreak => self.inline.push_str(if self.after_chinese { "\n" } else { " \n" }),
            Event::HardBreak => self.inline.push_str("<eol/>\n"),
            Event::FootnoteReference(name) => {
                self.inline.push_str("<sup>");
                escape_into(&mut self.inline, &name);
                self.inline.push_str("</sup>");
            }
            Event::TaskListMarker(done) => self.inline.push_str(if done { "☑ " } else { "☐ " }),
            // Tags go; what an element within a line holds comes as text of its own.
            Event::InlineHtml(_) | Event::Rule => {}
            Event::Html(html) => {
                let words = ammonia::Builder::empty().clean(&html).to_string().replace("&nbsp;", "\u{A0}");
                self.inline.push_str(words.trim());
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Emphasis => self.inline.push_str("<i>"),
            Tag::Strong => self.inline.push_str("<b>"),
            Tag::Strikethrough => self.inline.push_str("<span class=\"struck\">"),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                let to = markdown::address(self.place.site, &dest_url, self.place.path, self.place.page);
                // Articles have another anchor on pages.
                let own = to.strip_prefix("#a").filter(|number| number.starts_with(|c: char| c.is_ascii_digit()));
                let to = own.map(|number| format!("#art_{number}")).unwrap_or(to);
                self.ends.push(if to.is_empty() { "" } else { "</a>" });
                if !to.is_empty() {
                    self.inline.push_str("<a href=\"");
                    escape_into(&mut self.inline, &to);
                    self.inline.push_str("\">");
                }
            }
            Tag::List(first) => {
                self.paragraph();
                match first.filter(|_| self.lists.is_empty()) {
                    Some(first) => self.lists.push(List::Points(first)),
                    None => {
                        let name = if first.is_some() { "ol" } else { "ul" };
                        self.lists.push(List::Within(name));
                        self.open_block(name, 1 + usize::from(first.is_some()));
                    }
                }
            }
            Tag::Item => match self.lists.last_mut() {
                Some(List::Points(next)) => {
                    self.item = Some(*next);
                    *next += 1;
                }
                _ => self.block("<li>"),
            },
            Tag::Table(_) => {
                self.paragraph();
                self.open_block("table", 0);
            }
            Tag::TableHead | Tag::TableRow => self.block("<tr>"),
            Tag::FootnoteDefinition(name) => {
                self.paragraph();
                escape_into(&mut self.inline, &name);
                self.inline.push(' ');
            }
            Tag::Heading { .. } => self.inline.push_str("<b>"),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.inline.push_str("</i>"),
            TagEnd::Strong => self.inline.push_str("</b>"),
            TagEnd::Strikethrough => self.inline.push_str("</span>"),
            TagEnd::Link | TagEnd::Image => self.inline.push_str(self.ends.pop().unwrap_or_default()),
            TagEnd::Heading(_) => {
                self.inline.push_str("</b>");
                self.paragraph();
            }
            TagEnd::Item => {
                self.paragraph();
                if let Some(List::Within(_)) = self.lists.last() {
                    self.block("</li>\n");
                }
            }
            TagEnd::List(_) => {
                if let Some(List::Within(name)) = self.lists.pop() {
                    self.block(&format!("</{name}>\n"));
                }
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.inline);
                self.block(&format!("<td><p>{}</p></td>", joined(&cell)));
            }
            TagEnd::TableHead | TagEnd::TableRow => self.block("</tr>\n"),
            TagEnd::Table => self.block("</table>\n"),
            _ => self.paragraph(),
        }
    }

    /// Ends the paragraph being read. A line of it that begins like an item begins a piece of its own.
    fn paragraph(&mut self) {
        let inline = std::mem::take(&mut self.inline);
        if let Some(number) = self.item.take() {
            let label = Label { style: Style::Listed, number: u32::try_from(number).unwrap_or(u32::MAX), length: 0 };
            self.pieces.push(Piece::of(vec![label], format!("{number}."), &inline));
            return;
        }
        if inline.trim().is_empty() {
            return;
        }
        // Within a list, words belong to the item before them.
        if !self.lists.is_empty() {
            self.block(&format!("<p>{}</p>\n", joined(inline.trim())));
            return;
        }
        let mut lines: Vec<String> = Vec::new();
        for line in inline.split_inclusive('\n') {
            match lines.last_mut() {
                Some(last) if opened(last) > 0 || labels::read(line).next().is_none() => last.push_str(line),
                _ => lines.push(line.to_owned()),
            }
        }
        for line in lines {
            let line = line.trim();
            let line = line.strip_suffix("<eol/>").unwrap_or(line);
            let labels: Vec<Label> = labels::read(line).collect();
            let length = labels.first().map_or(0, |label| label.length);
            self.pieces.push(Piece::of(labels, line[..length].to_owned(), &line[length..]));
        }
    }

    /// Opens a list or a table.
    fn open_block(&mut self, name: &str, kind: usize) {
        self.blocks[kind] += 1;
        self.block(&format!("<{name} eId=\"{}__{name}_{}\">\n", self.place.id, self.blocks[kind]));
    }

    /// A block that belongs to the piece before it.
    fn block(&mut self, xml: &str) {
        match self.pieces.last_mut() {
            Some(piece) => piece.xml.push_str(xml),
            None => self.pieces.push(Piece { xml: xml.to_owned(), ..Piece::default() }),
        }
    }
}

impl Piece {
    fn of(labels: Vec<Label>, label: String, words: &str) -> Self {
        Piece { labels, label, xml: format!("<p>{}</p>\n", joined(words.trim())) }
    }

    /// Takes what looked like a label for words of the text.
    pub fn unlabelled(mut self) -> Self {
        if !self.label.is_empty() {
            let space = if self.label.ends_with(|c: char| c.is_ascii()) { " " } else { "" };
            self.xml = self.xml.replacen("<p>", &format!("<p>{}{space}", self.label), 1);
            self.label.clear();
        }
        self
    }
}

/// How many inline elements a piece of XML leaves open.
fn opened(xml: &str) -> usize {
    let closed = 2 * xml.matches("</").count() + xml.matches("/>").count();
    xml.matches('<').count().saturating_sub(closed)
}

/// The lines of a paragraph as one.
fn joined(inline: &str) -> String {
    inline.replace('\n', "")
}
