//! Running text in XML: paragraphs, rows of tables, comments and what a revision struck out, of OOXML and OpenDocument.

use quick_xml::events::BytesStart;

use super::package::{Tag, attribute, walk};
use super::spread::Spread;
use crate::model::{Closed, Place, Role};

/// What a part of a file is to its reader.
#[derive(Clone, Debug)]
pub enum Frame {
    /// Places are paragraphs and rows of tables.
    Body,
    /// All of it is one place.
    Whole(Place),
}

/// Which elements hold text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `w:t`, `a:t` and their like.
    Office,
    /// All that stands in a paragraph.
    Open,
}

/// A walk through a part.
struct Flow<'a> {
    spread: &'a mut Spread,
    frame: Frame,
    kind: Kind,
    paragraphs: u32,
    tables: u32,
    /// The tables that are open, each with its row.
    open: Vec<(u32, u32)>,
    /// How many elements deep text is taken.
    depth: u32,
    deleted: u32,
    comments: u32,
    /// The name of a person is being read.
    person: Option<String>,
}

/// Writes a part's text, each piece with its place.
pub fn write(spread: &mut Spread, xml: &str, frame: Frame, kind: Kind) -> Result<(), Closed> {
    spread.end_line();
    if let Frame::Whole(place) = &frame {
        spread.at(place.clone());
    }
    let mut flow =
        Flow { spread, frame, kind, paragraphs: 0, tables: 0, open: Vec::new(), depth: 0, deleted: 0, comments: 0, person: None };
    let walked = walk(xml, |tag| match tag {
        Tag::Open(tag) => flow.opens(tag),
        Tag::Close(name) => flow.closes(name),
        Tag::Text(text) => flow.text(text),
    });
    flow.spread.end_line();
    walked
}

impl Flow<'_> {
    fn opens(&mut self, tag: &BytesStart<'_>) {
        let name = tag.local_name();
        match name.as_ref() {
            "p" | "h" => {
                if self.open.is_empty() && self.comments == 0 {
                    self.paragraphs += 1;
                }
                self.mark();
                self.depth += u32::from(self.kind == Kind::Open);
            }
            "t" | "delText" | "instrText" if self.kind == Kind::Office => self.depth += 1,
            "tbl" | "table" => {
                self.tables += 1;
                self.open.push((self.tables, 0));
            }
            "tr" | "table-row" => {
                if let Some((_, row)) = self.open.last_mut() {
                    *row += 1;
                }
            }
            "tab" => self.spread.part(),
            "br" | "cr" | "line-break" | "s" => self.spread.write(" "),
            "del" | "moveFrom" | "deletion" => self.deleted += 1,
            "annotation" => {
                self.spread.end_line();
                self.comments += 1;
                self.spread.at(Place::Comment(None));
            }
            "creator" if self.comments > 0 || self.deleted > 0 => self.person = Some(String::new()),
            // What a picture is said to show.
            "docPr" | "cNvPr" => {
                // Apart from the words around it: a number must not grow into another.
                for key in ["descr", "title"] {
                    self.spread.part();
                    self.spread.write(&attribute(tag, key));
                }
                self.spread.part();
            }
            _ => {}
        }
        if self.kind == Kind::Office {
            self.spread.person(Role::Commented, &attribute(tag, "w:author"));
        }
        if self.deleted > 0 {
            self.mark();
        }
    }

    fn closes(&mut self, name: &str) {
        match name {
            "p" | "h" => {
                self.depth -= u32::from(self.kind == Kind::Open && self.depth > 0);
                if self.open.is_empty() || self.comments > 0 { self.spread.end_line() } else { self.spread.part() }
            }
            "t" | "delText" | "instrText" if self.kind == Kind::Office => self.depth = self.depth.saturating_sub(1),
            "tbl" | "table" => drop(self.open.pop()),
            // The row of a table within a table is a part of the outer one's.
            "tr" | "table-row" if self.open.len() < 2 => self.spread.end_line(),
            "del" | "moveFrom" | "deletion" => {
                self.deleted = self.deleted.saturating_sub(1);
                self.mark();
            }
            "annotation" => {
                self.spread.end_line();
                self.comments = self.comments.saturating_sub(1);
                self.mark();
            }
            "creator" => {
                if let Some(name) = self.person.take() {
                    self.spread.person(Role::Commented, &name);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(name) = &mut self.person {
            name.push_str(text);
        } else if self.depth > 0 {
            self.spread.write(text);
        }
    }

    /// What follows stands where the walk is.
    fn mark(&mut self) {
        let place = match &self.frame {
            _ if self.comments > 0 => Place::Comment(None),
            Frame::Whole(place) => place.clone(),
            Frame::Body if self.deleted > 0 => Place::Deleted(self.paragraphs.max(1)),
            Frame::Body => match self.open.last() {
                Some((table, row)) => Place::TableRow { table: *table, row: *row },
                None => Place::Paragraph(self.paragraphs.max(1)),
            },
        };
        self.spread.at(place);
    }
}

/// Writes every text of a part that has no form of its own, a line each.
pub fn write_all(spread: &mut Spread, xml: &str, place: &Place) -> Result<(), Closed> {
    spread.end_line();
    spread.at(place.clone());
    let walked = walk(xml, |tag| match tag {
        // What a pivot table remembers of its rows stands in attributes.
        Tag::Open(tag) if matches!(tag.local_name().as_ref(), "s" | "n") => {
            spread.write(&attribute(tag, "v"));
            spread.part();
        }
        Tag::Text(text) => spread.write(text),
        Tag::Close("r" | "t" | "s" | "n") => {}
        Tag::Close("v" | "f") => spread.part(),
        Tag::Close(_) => spread.end_line(),
        Tag::Open(_) => {}
    });
    spread.end_line();
    walked
}
