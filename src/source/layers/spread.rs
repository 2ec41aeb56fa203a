//! A text as it is gathered from a file, piece by piece with its places.

use crate::model::{Closed, Layer, Person, PhotoNote, Place, Role, Unseen};

/// So much text of one attachment is looked through; the books of a large community over years are a hundredth of it.
const LONGEST: usize = 16 * 1024 * 1024;

/// What has been gathered so far.
#[derive(Default)]
pub struct Spread {
    layer: Layer,
    notes: Vec<PhotoNote>,
    /// Pictures that stand among the text.
    pictures: u32,
    full: bool,
}

impl Spread {
    /// What is written from here on stands in `place`.
    pub fn at(&mut self, place: Place) {
        if self.full || self.layer.marks.last().is_some_and(|(_, last)| *last == place) {
            return;
        }
        let start = self.layer.text.len();
        // A place without any text in it is none.
        if self.layer.marks.last().is_some_and(|(last, _)| *last == start) {
            self.layer.marks.pop();
        }
        self.layer.marks.push((start, place));
    }

    /// Text of the line that is being written; its own line ends are spaces.
    pub fn write(&mut self, text: &str) {
        if self.full {
            return;
        }
        if self.layer.text.len() + text.len() > LONGEST {
            self.full = true;
            self.close(Closed::TooLarge);
            return;
        }
        self.layer.text.extend(text.chars().map(|c| if c.is_control() { ' ' } else { c }));
    }

    /// A part of a line from the next.
    pub fn part(&mut self) {
        if !self.full && !self.layer.text.ends_with(['\t', '\n']) {
            self.layer.text.push('\t');
        }
    }

    pub fn end_line(&mut self) {
        if !self.full && !self.layer.text.is_empty() && !self.layer.text.ends_with('\n') {
            self.layer.text.push('\n');
        }
    }

    /// A text with its place, on a line of its own.
    pub fn line(&mut self, place: Place, text: &str) {
        if !text.trim().is_empty() {
            self.end_line();
            self.at(place);
            self.write(text.trim());
            self.end_line();
        }
    }

    pub fn person(&mut self, role: Role, name: &str) {
        let person = Person { role, name: name.trim().to_owned() };
        if !person.name.is_empty() && self.layer.people.len() < 1000 && !self.layer.people.contains(&person) {
            self.layer.people.push(person);
        }
    }

    /// A picture among the text, with what its camera wrote into it.
    pub fn picture(&mut self, notes: Vec<PhotoNote>) {
        self.pictures += 1;
        self.notes.extend(notes.into_iter().filter(|note| !self.notes.contains(note)).collect::<Vec<_>>());
    }

    pub fn unseen(&mut self, what: Unseen) {
        self.layer.unseen.push(what);
    }

    pub fn close(&mut self, why: Closed) {
        if !self.layer.unseen.contains(&Unseen::Closed(why)) {
            self.unseen(Unseen::Closed(why));
        }
    }

    pub fn is_full(&self) -> bool {
        self.full
    }

    pub fn into_parts(mut self) -> (Layer, Vec<PhotoNote>) {
        if self.pictures > 0 {
            self.unseen(Unseen::Pictures(self.pictures));
        }
        (self.layer, self.notes)
    }
}
