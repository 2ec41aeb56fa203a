//! Attachments that are no text files, looked into for what they would publish: text layers, comments, properties.
//!
//! Every byte is hostile: what is unpacked is bounded, and each file is read on a thread of its own, so that a fault in a
//! reader ends that thread and is told.

mod compound;
mod flow;
mod odf;
mod office;
mod old;
mod package;
mod pdf;
mod pdf_font;
mod pdf_lines;
mod pdf_page;
mod sheets;
mod spread;

use std::path::Path;
use std::{panic, thread};

pub use package::{Package, Tag, attribute, walk};
use spread::Spread;

use super::attachments::has_ending;
use super::folder::read_bounded;
use crate::model::{Closed, Layer, PhotoNote, Unseen};

/// Endings of pictures: what they show has no text.
const PICTURES: [&str; 11] = ["jpg", "jpeg", "png", "webp", "tif", "tiff", "heic", "heif", "avif", "gif", "bmp"];
const PACKED: [&str; 15] =
    ["docx", "docm", "dotx", "xlsx", "xlsm", "xltx", "xlsb", "pptx", "pptm", "ppsx", "odt", "ods", "odp", "ott", "ots"];
/// A stack that the nesting of a hostile PDF does not exhaust.
const STACK: usize = 32 * 1024 * 1024;

/// The thread in which a file is looked into.
const READER: &str = "reader";

/// Keeps what a reader says when it fails out of the terminal: it may quote the file. That it failed is told as GS0917.
pub fn quiet_readers() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |failed| {
        if thread::current().name() != Some(READER) {
            usual(failed);
        }
    }));
}

/// Looks into an attachment that is no text file.
pub fn look(path: &str, disk: &Path) -> (Layer, Vec<PhotoNote>) {
    if has_ending(path, &PICTURES) {
        return (unseen(Unseen::Picture), Vec::new());
    }
    let read: fn(Vec<u8>) -> Result<Spread, Closed> = match () {
        () if has_ending(path, &["pdf"]) => pdf::read,
        () if has_ending(path, &PACKED) => read_packed,
        () if has_ending(path, &["xls"]) => old::read,
        () => return closed(Closed::Kind),
    };
    let bytes = match read_bounded(disk) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return closed(Closed::TooLarge),
        Err(_) => return closed(Closed::Damaged),
    };
    let looking = thread::Builder::new().name(READER.to_owned()).stack_size(STACK).spawn(move || read(bytes));
    match looking.map(thread::JoinHandle::join) {
        Ok(Ok(Ok(spread))) => spread.into_parts(),
        Ok(Ok(Err(why))) => closed(why),
        // No thread, or a reader that failed on it.
        Err(_) | Ok(Err(_)) => closed(Closed::Damaged),
    }
}

/// Whether a file is of a kind whose text lies in a layer: it cannot be changed as text.
pub fn is_layered(path: &str, bytes: &[u8]) -> bool {
    let begins = bytes.starts_with(b"%PDF-") || bytes.starts_with(b"PK\x03\x04") || package::is_compound(bytes);
    begins || has_ending(path, &["pdf", "xls", "doc", "ppt"]) || has_ending(path, &PACKED)
}

/// Any of the packed kinds, by what it holds and not by its ending.
fn read_packed(bytes: Vec<u8>) -> Result<Spread, Closed> {
    if package::is_compound(&bytes) {
        // A password turns a packed file into a compound one; so does a save in the old form under the new ending.
        return if old::is_locked(&bytes) { Err(Closed::Locked) } else { old::read(bytes) };
    }
    let mut package = package::Package::open(bytes)?;
    if package.has("content.xml") {
        odf::read(&mut package)
    } else if package.has("xl/workbook.bin") {
        old::read_binary(package)
    } else if package.has("xl/workbook.xml") {
        sheets::read(&mut package)
    } else {
        office::read(&mut package)
    }
}

fn unseen(what: Unseen) -> Layer {
    Layer { unseen: vec![what], ..Layer::default() }
}

fn closed(why: Closed) -> (Layer, Vec<PhotoNote>) {
    (unseen(Unseen::Closed(why)), Vec::new())
}
