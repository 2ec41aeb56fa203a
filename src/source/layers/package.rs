//! A zipped file of parts, most of them XML: OOXML and OpenDocument alike.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::super::attachments::notes_of;
use super::super::decode::decode;
use super::spread::Spread;
use super::{PICTURES, has_ending};
use crate::model::{Closed, Place, Role};

/// All parts together, unpacked, in bytes: a few kilobytes can claim a terabyte.
const LARGEST: u64 = 256 * 1024 * 1024;
/// More parts than any document has.
const MOST_PARTS: usize = 20_000;

/// An opened file of parts.
pub struct Package {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    /// How many bytes may still be unpacked.
    left: u64,
}

/// The compound file that Word, Excel and PowerPoint wrote until 2007, and that a password makes of a newer one.
pub fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
}

impl Package {
    pub fn open(bytes: Vec<u8>) -> Result<Self, Closed> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Closed::Damaged)?;
        if archive.len() > MOST_PARTS {
            return Err(Closed::TooLarge);
        }
        if archive.file_names().any(|name| name.is_err()) {
            return Err(Closed::Damaged);
        }
        Ok(Package { archive, left: LARGEST })
    }

    /// The file as its other readers take it.
    pub fn into_inner(self) -> Cursor<Vec<u8>> {
        self.archive.into_inner()
    }

    /// How many bytes its parts say they are, unpacked.
    pub fn claimed(&mut self) -> u64 {
        (0..self.archive.len()).map(|index| self.archive.by_index_raw(index).map_or(0, |part| part.size())).sum()
    }

    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.archive.file_names().flatten().map(|name| name.into_owned()).collect();
        names.sort();
        names
    }

    /// A part's bytes; none where it is not there.
    pub fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Closed> {
        let Some(index) = self.archive.index_for_name(name) else { return Ok(None) };
        let part = self.archive.by_index(index).map_err(|_| Closed::Damaged)?;
        if part.encrypted() {
            return Err(Closed::Locked);
        }
        let mut bytes = Vec::new();
        // A part may be longer than its entry says.
        let read = part.take(self.left + 1).read_to_end(&mut bytes).map_err(|_| Closed::Damaged)?;
        self.left = self.left.checked_sub(read as u64).ok_or(Closed::TooLarge)?;
        Ok(Some(bytes))
    }

    /// A part as text; empty where it is not there.
    pub fn text(&mut self, name: &str) -> Result<String, Closed> {
        let bytes = self.bytes(name)?.unwrap_or_default();
        Ok(String::from_utf8(bytes).unwrap_or_else(|error| decode(error.into_bytes()).text))
    }

    /// What a part's relations lead to: paths inside the file by their ids. Links out of it are left out.
    pub fn relations(&mut self, part: &str) -> Result<HashMap<String, String>, Closed> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let xml = self.text(&format!("{folder}/_rels/{name}.rels"))?;
        let mut targets = HashMap::new();
        walk(&xml, |event| {
            if let Tag::Open(tag) = event
                && tag.local_name().as_ref() == "Relationship"
                && attribute(tag, "TargetMode") != "External"
            {
                targets.insert(attribute(tag, "Id"), inside(folder, &attribute(tag, "Target")));
            }
        })?;
        Ok(targets)
    }

    /// Counts the pictures among the parts and reads what cameras wrote into them; other files inside are told.
    pub fn look_at_media(&mut self, spread: &mut Spread) -> Result<(), Closed> {
        for name in self.names() {
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            if folder.ends_with("media") || folder.ends_with("Pictures") {
                if has_ending(&name, &PICTURES) {
                    let bytes = self.bytes(&name)?.unwrap_or_default();
                    spread.picture(notes_of(&mut Cursor::new(bytes)));
                } else if !has_ending(&name, &["emf", "wmf", "svg", "xml"]) {
                    spread.close(Closed::Inside);
                }
            } else if folder.ends_with("embeddings") || (folder.starts_with("Object") && name.ends_with("content.xml")) {
                spread.close(Closed::Inside);
            }
        }
        Ok(())
    }
}

/// A relation's target as a path from the root of the file.
fn inside(folder: &str, target: &str) -> String {
    if let Some(path) = target.strip_prefix('/') {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// An event of an XML part.
pub enum Tag<'a> {
    Open(&'a BytesStart<'a>),
    Close(&'a str),
    Text(&'a str),
}

/// Calls `then` with everything in a part, in order; an empty tag opens and closes.
pub fn walk(xml: &str, mut then: impl FnMut(Tag<'_>)) -> Result<(), Closed> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().map_err(|_| Closed::Damaged)? {
            Event::Start(tag) => then(Tag::Open(&tag)),
            Event::Empty(tag) => {
                then(Tag::Open(&tag));
                then(Tag::Close(tag.local_name().as_ref()));
            }
            Event::End(tag) => then(Tag::Close(tag.local_name().as_ref())),
            Event::Text(text) => then(Tag::Text(&text.xml10_content())),
            Event::CData(text) => then(Tag::Text(&text.xml10_content())),
            // Digits can be written as `&#49;`.
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(c)) => then(Tag::Text(c.encode_utf8(&mut [0; 4]))),
                _ => then(Tag::Text(resolve_predefined_entity(&name).unwrap_or(" "))),
            },
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The value of a tag's attribute, empty where it has none.
pub fn attribute(tag: &BytesStart<'_>, key: &str) -> String {
    // Looking for the same name twice takes a time that grows with its square.
    let found = tag.attributes().with_checks(false).flatten().find(|a| a.key.as_ref() == key);
    found.and_then(|a| a.normalized_value(XmlVersion::Implicit1_0).ok()).map(|v| v.into_owned()).unwrap_or_default()
}

/// What a property of a file says.
pub enum Says {
    Person(Role),
    /// Days, versions, the name of a program: nothing of anybody.
    Machine,
    Anything,
}

/// Title, subject, company and whatever else a file says of itself, and whose it is; `says` knows the properties' names.
pub fn write_properties(spread: &mut Spread, xml: &str, says: fn(&str) -> Says) -> Result<(), Closed> {
    let mut text = String::new();
    walk(xml, |tag| match tag {
        Tag::Open(_) => text.clear(),
        Tag::Text(t) => text.push_str(t),
        Tag::Close(name) => {
            match says(name) {
                Says::Person(role) => spread.person(role, &text),
                Says::Machine => text.clear(),
                Says::Anything => {}
            }
            spread.line(Place::Property(name.to_owned()), &text);
            text.clear();
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_path_from_the_root() {
        assert_eq!(inside("xl/worksheets", "../comments1.xml"), "xl/comments1.xml");
        assert_eq!(inside("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(inside("xl", "/xl/a.xml"), "xl/a.xml");
    }

    #[test]
    fn digits_written_as_references_are_text() {
        let mut text = String::new();
        walk("<t>1&#51;&#x38;<![CDATA[1]]>&amp;</t>", |tag| {
            if let Tag::Text(t) = tag {
                text.push_str(t);
            }
        })
        .unwrap();
        assert_eq!(text, "1381&");
    }
}
