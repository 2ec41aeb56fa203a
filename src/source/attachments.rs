//! What attachments give away beyond what they show: their text, and what a camera wrote into a photograph.

use std::fs::File;
use std::io::{BufRead, BufReader, Seek};
use std::path::{Path, PathBuf};

use exif::experimental::Writer;
use exif::{In, Tag, Value};
use img_parts::jpeg::{Jpeg, markers};
use img_parts::png::Png;
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF as _};

use super::decode::decode;
use super::folder::read_bounded;
use super::layers;
use crate::model::{Attachment, Closed, Layer, PhotoNote, Unseen};

/// Endings of attachments that are text, or tables as text.
const TEXTS: [&str; 9] = ["csv", "tsv", "txt", "md", "json", "toml", "yaml", "yml", "log"];
/// Endings of pictures that may hold a camera's notes.
const PHOTOS: [&str; 9] = ["jpg", "jpeg", "png", "webp", "tif", "tiff", "heic", "heif", "avif"];
/// Who made it, as cameras and editors write it.
const AUTHORS: [Tag; 3] = [Tag::Artist, Tag::CameraOwnerName, Tag::Copyright];

pub fn has_ending(path: &str, endings: &[&str]) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending.to_ascii_lowercase().as_str()))
}

/// An attachment looked into, with its text where it is a text.
pub fn read(path: &str, disk: PathBuf) -> (Attachment, String) {
    let mut text = String::new();
    let (layer, mut notes) = if has_ending(path, &TEXTS) {
        match read_text(&disk) {
            Ok(read) => text = read,
            Err(why) => return (Attachment { layer: closed(why), ..attachment(path, disk) }, text),
        }
        (Layer::default(), Vec::new())
    } else {
        layers::look(path, &disk)
    };
    notes.extend(photo_notes(path, &disk));
    (Attachment { notes, layer, ..attachment(path, disk) }, text)
}

fn attachment(path: &str, disk: PathBuf) -> Attachment {
    Attachment { path: path.to_owned(), disk, notes: Vec::new(), layer: Layer::default() }
}

fn closed(why: Closed) -> Layer {
    Layer { unseen: vec![Unseen::Closed(why)], ..Layer::default() }
}

fn read_text(disk: &Path) -> Result<String, Closed> {
    let bytes = read_bounded(disk).map_err(|_| Closed::Damaged)?.ok_or(Closed::TooLarge)?;
    let decoded = decode(bytes);
    if decoded.unreadable_at.is_some() { Err(Closed::Damaged) } else { Ok(decoded.text) }
}

/// What a camera wrote into a photograph. Only the part of the file that holds it is read.
fn photo_notes(path: &str, disk: &Path) -> Vec<PhotoNote> {
    let opened = has_ending(path, &PHOTOS).then(|| File::open(disk).ok()).flatten();
    opened.map(|file| notes_of(&mut BufReader::new(file))).unwrap_or_default()
}

/// What a camera wrote into a picture, wherever it lies.
pub fn notes_of(picture: &mut (impl BufRead + Seek)) -> Vec<PhotoNote> {
    let read = exif::Reader::new().read_from_container(picture).ok();
    let Some(read) = read else { return Vec::new() };
    let position = [Tag::GPSLatitude, Tag::GPSLongitude].iter().any(|tag| read.get_field(*tag, In::PRIMARY).is_some());
    let said = |tag: &Tag| match &read.get_field(*tag, In::PRIMARY)?.value {
        Value::Ascii(lines) => lines.iter().map(|l| String::from_utf8_lossy(l).trim().to_owned()).find(|l| !l.is_empty()),
        _ => None,
    };
    let author = AUTHORS.iter().find_map(said).map(|_| PhotoNote::Author);
    position.then_some(PhotoNote::Position).into_iter().chain(author).collect()
}

/// A picture without what was written into it, which way up it is alone being kept; none where it is no JPEG, PNG or WebP.
pub fn without_notes(bytes: Vec<u8>) -> Option<Vec<u8>> {
    let upright = orientation(&bytes);
    let bytes = Bytes::from(bytes);
    if let Ok(mut jpeg) = Jpeg::from_bytes(bytes.clone()) {
        // APP1 holds EXIF and XMP, APP13 what news agencies write, COM remarks.
        jpeg.segments_mut().retain(|s| !matches!(s.marker(), markers::APP1 | markers::APP13 | markers::COM));
        jpeg.set_exif(upright);
        return Some(jpeg.encoder().bytes().to_vec());
    }
    if let Ok(mut png) = Png::from_bytes(bytes.clone()) {
        png.chunks_mut().retain(|c| !matches!(&c.kind(), b"eXIf" | b"tEXt" | b"zTXt" | b"iTXt" | b"tIME"));
        png.set_exif(upright);
        return Some(png.encoder().bytes().to_vec());
    }
    let mut webp = WebP::from_bytes(bytes).ok()?;
    webp.set_exif(upright);
    Some(webp.encoder().bytes().to_vec())
}

/// EXIF that says which way up a picture is and nothing else, where its own EXIF says so.
fn orientation(bytes: &[u8]) -> Option<Bytes> {
    let read = exif::Reader::new().read_from_container(&mut std::io::Cursor::new(bytes)).ok()?;
    let field = read.get_field(Tag::Orientation, In::PRIMARY)?;
    let mut writer = Writer::new();
    writer.push_field(field);
    let mut out = std::io::Cursor::new(Vec::new());
    writer.write(&mut out, false).ok()?;
    Some(Bytes::from(out.into_inner()))
}
