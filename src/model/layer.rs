//! What a program can read in an attachment that is no text file: the text under a page, in a cell, in a comment.

/// An attachment's text, with the place of each part, and what of it no program can read.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// A row of a table is one line, as is a paragraph and a line of a page.
    pub text: String,
    /// Where the text stands that begins at each; in the order of the text.
    pub marks: Vec<(usize, Place)>,
    /// Who is written down as having made or changed it.
    pub people: Vec<Person>,
    pub unseen: Vec<Unseen>,
}

impl Layer {
    /// Where a byte of the text stands in the attachment.
    pub fn place(&self, at: usize) -> Option<&Place> {
        let after = self.marks.partition_point(|(start, _)| *start <= at);
        after.checked_sub(1).map(|i| &self.marks[i].1)
    }
}

/// A place as whoever opens the attachment finds it. Numbers count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Page(u32),
    /// A form field or a remark on a page.
    Annotation,
    Cell {
        sheet: String,
        cell: String,
        hidden: bool,
    },
    Paragraph(u32),
    TableRow {
        table: u32,
        row: u32,
    },
    Slide(u32),
    /// A slide's notes for its speaker.
    Notes(u32),
    /// A comment, with the cell it is about.
    Comment(Option<String>),
    /// Struck out in a revision, and still in the file: the paragraph.
    Deleted(u32),
    Property(String),
    /// Anything else, by its file inside the file.
    Part(String),
}

/// Somebody whose name a program wrote into the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub role: Role,
    pub name: String,
}

/// What somebody did to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Author,
    LastChanged,
    Commented,
}

/// What of an attachment has to be looked through by people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unseen {
    /// It is a picture.
    Picture,
    /// So many of its pages are pictures.
    Pages(u32),
    /// So many pictures stand in it.
    Pictures(u32),
    /// All of it, or a part.
    Closed(Closed),
}

/// Why no program looked into an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closed {
    /// A kind of file that is not looked into.
    Kind,
    /// Locked with a password.
    Locked,
    /// Damaged, or not what its name says.
    Damaged,
    /// Larger than is read: all of it, or what comes after.
    TooLarge,
    /// Its fonts do not say which characters they show.
    Fonts,
    /// Other files lie in it.
    Inside,
}
