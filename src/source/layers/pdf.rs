//! PDF: the text of its pages, remarks and fields, whose it is, and which pages are pictures.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::{Dictionary, Document, Error, LoadOptions, Object, ObjectId};

use super::super::decode::decode;
use super::package::{Tag, walk};
use super::pdf_font::Font;
use super::pdf_page::{Drawn, Reader};
use super::spread::Spread;
use crate::model::{Closed, Place, Role, Unseen};

/// The largest stream that is unpacked, in bytes.
pub const LARGEST_STREAM: usize = 32 * 1024 * 1024;
/// The largest stream of objects, which are all unpacked before anything is read, and the most of them.
const LARGEST_OBJECTS: usize = 4 * 1024 * 1024;
const MOST_STREAMS: usize = 1000;
/// More pages than the minutes, books and contracts of a year have.
const MOST_PAGES: usize = 3000;
/// A page with fewer characters than this over a picture is a scan: programs that scan write their names on it.
const FEW: usize = 40;
/// So many lines and curves without text are text turned into shapes.
const MANY_SHAPES: usize = 300;

/// How much work may still be done for one file.
pub struct Budget {
    pub bytes: usize,
    pub operations: usize,
    /// Forms within pages, each of which may hold others.
    pub forms: usize,
}

impl Budget {
    pub fn is_spent(&self) -> bool {
        self.bytes == 0 || self.operations == 0 || self.forms == 0
    }
}

/// Fonts by their objects: every page names the same few.
pub type Fonts = HashMap<ObjectId, Rc<Font>>;

pub fn read(bytes: Vec<u8>) -> Result<Spread, Closed> {
    if bytes.windows(7).filter(|name| *name == b"/ObjStm").count() > MOST_STREAMS {
        return Err(Closed::TooLarge);
    }
    let options = LoadOptions { max_decompressed_size: Some(LARGEST_OBJECTS), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(&bytes, options).map_err(|why| match why {
        Error::InvalidPassword | Error::Decryption(_) => Closed::Locked,
        _ => Closed::Damaged,
    })?;
    drop(bytes);
    if document.is_encrypted() {
        return Err(Closed::Locked);
    }
    let mut spread = Spread::default();
    // What was pieced together from a damaged file may not be all of it.
    if document.xref_recovery.is_some() {
        spread.close(Closed::Damaged);
    }
    let mut budget = Budget { bytes: 256 * 1024 * 1024, operations: 5_000_000, forms: 20_000 };
    let mut fonts = Fonts::new();
    let mut scans = 0;
    let pages: Vec<ObjectId> = document.page_iter().take(MOST_PAGES + 1).collect();
    if pages.is_empty() {
        return Err(Closed::Damaged);
    }
    for (page, number) in pages.iter().take(MOST_PAGES).zip(1..) {
        let mut reader = Reader::new(&document, &mut fonts, &mut budget);
        let drawn = reader.page(*page);
        scans += u32::from(is_scan(&drawn));
        if drawn.is_missing {
            spread.close(Closed::Damaged);
        }
        if drawn.unreadable > drawn.characters {
            spread.close(Closed::Fonts);
        }
        for line in drawn.lines {
            spread.line(Place::Page(number), &line);
        }
        write_remarks(&mut spread, &document, *page, number);
        if budget.is_spent() || spread.is_full() {
            spread.close(Closed::TooLarge);
            break;
        }
    }
    if pages.len() > MOST_PAGES {
        spread.close(Closed::TooLarge);
    }
    if scans > 0 {
        spread.unseen(Unseen::Pages(scans));
    }
    write_properties(&mut spread, &document);
    if document.objects.values().any(|object| object.as_dict().is_ok_and(|dict| dict.has(b"EF"))) {
        spread.close(Closed::Inside);
    }
    Ok(spread)
}

fn is_scan(drawn: &Drawn) -> bool {
    drawn.unreadable == 0
        && drawn.characters < FEW
        && (drawn.pictures > 0 || (drawn.characters == 0 && drawn.shapes > MANY_SHAPES))
}

/// Remarks and the fields of forms.
fn write_remarks(spread: &mut Spread, document: &Document, page: ObjectId, number: u32) {
    for remark in document.get_page_annotations(page).unwrap_or_default() {
        let text = |key: &[u8]| remark.get_deref(key, document).ok().and_then(text_of);
        for key in [b"Contents".as_slice(), b"V", b"RC"] {
            spread.line(Place::Page(number), &text(key).unwrap_or_default());
        }
        // A link's address, such as `mailto:`.
        let action = remark.get_deref(b"A", document).and_then(Object::as_dict);
        let address = action.and_then(|action| action.get_deref(b"URI", document)).ok().and_then(text_of).unwrap_or_default();
        let address = address.strip_prefix("mailto:").or(address.strip_prefix("tel:")).unwrap_or(&address);
        spread.line(Place::Annotation, address);
        let field = remark.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Widget");
        if !field {
            spread.person(Role::Commented, &text(b"T").unwrap_or_default());
        }
    }
}

/// What a file says of itself, in its old form and in its new.
fn write_properties(spread: &mut Spread, document: &Document) {
    if let Ok(info) = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict) {
        write_info(spread, info, document);
    }
    let said = document.catalog().and_then(|catalog| catalog.get_deref(b"Metadata", document)).and_then(Object::as_stream);
    let Ok(bytes) = said.and_then(|stream| stream.get_plain_content_with_limit(LARGEST_STREAM)) else { return };
    let xml = decode(bytes).text;
    let (mut text, mut creator) = (String::new(), false);
    let walked = walk(&xml, |tag| match tag {
        Tag::Open(tag) => {
            creator |= tag.local_name().as_ref() == "creator";
            text.clear();
        }
        Tag::Text(t) => text.push_str(t),
        Tag::Close(name) => {
            match name {
                "creator" => creator = false,
                "li" if creator => spread.person(Role::Author, &text),
                _ => {}
            }
            // Identifiers and the names of programs are no texts of anybody's.
            if matches!(name, "li") {
                spread.line(Place::Property("XMP".to_owned()), &text);
            }
            text.clear();
        }
    });
    if let Err(why) = walked {
        spread.close(why);
    }
}

fn write_info(spread: &mut Spread, info: &Dictionary, document: &Document) {
    for (key, value) in info.iter() {
        let Some(text) = document.dereference(value).ok().and_then(|(_, value)| text_of(value)) else { continue };
        let name = String::from_utf8_lossy(key).into_owned();
        match name.as_str() {
            "CreationDate" | "ModDate" | "Producer" | "Creator" | "Trapped" => continue,
            "Author" => spread.person(Role::Author, &text),
            _ => {}
        }
        spread.line(Place::Property(name), &text);
    }
}

/// A string outside of a page: UTF-16 or UTF-8 by its mark, and else whatever the program that wrote it used.
fn text_of(object: &Object) -> Option<String> {
    let bytes = object.as_str().ok()?;
    Some(decode(bytes.to_vec()).text.trim_matches(['\0', ' ']).to_owned())
}
