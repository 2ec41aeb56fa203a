//! The privacy gate where bytes matter: photographs, and files that are no records.

mod support;

use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use img_parts::jpeg::Jpeg;
use img_parts::png::Png;
use img_parts::{Bytes, ImageEXIF as _};
use support::{Community, printed};

/// What a camera writes: which way up, where, whose.
fn notes() -> Bytes {
    let field = |tag, value| Field { tag, ifd_num: In::PRIMARY, value };
    let degrees =
        Value::Rational(vec![Rational { num: 30, denom: 1 }, Rational { num: 15, denom: 1 }, Rational { num: 0, denom: 1 }]);
    let fields = [
        field(Tag::Orientation, Value::Short(vec![6])),
        field(Tag::Artist, Value::Ascii(vec![b"Zhang San".to_vec()])),
        field(Tag::GPSLatitudeRef, Value::Ascii(vec![b"N".to_vec()])),
        field(Tag::GPSLatitude, degrees),
    ];
    let mut writer = Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut out = std::io::Cursor::new(Vec::new());
    writer.write(&mut out, false).unwrap();
    Bytes::from(out.into_inner())
}

fn photographs() -> [(&'static str, Vec<u8>); 2] {
    let mut jpeg = Jpeg::from_bytes(Bytes::from_static(include_bytes!("support/pixel.jpg"))).unwrap();
    jpeg.set_exif(Some(notes()));
    let mut png = Png::from_bytes(Bytes::from_static(include_bytes!("support/pixel.png"))).unwrap();
    png.set_exif(Some(notes()));
    [("attachments/board.jpg", jpeg.encoder().bytes().to_vec()), ("attachments/board.png", png.encoder().bytes().to_vec())]
}

fn codes(community: &Community) -> Vec<String> {
    community.check().iter().map(|d| d["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_photograph_tells_neither_place_nor_owner() {
    for (path, bytes) in photographs() {
        let community = Community::empty("photo");
        community.file("notices/2025-01-10-a.md", "公告\n").file(path, &bytes);
        assert_eq!(codes(&community), ["GS0914", "GS0914", "GS0915"], "{path}");
        assert_eq!(community.run(&["build", "."]).status.code(), Some(1));

        assert_eq!(community.run(&["redact", path]).status.code(), Some(0));
        assert_eq!(std::fs::read(community.dir.join(path)).unwrap(), bytes, "{path}: only shown so far");
        assert_eq!(community.run(&["redact", path, "--write"]).status.code(), Some(0));
        let cleaned = std::fs::read(community.dir.join(path)).unwrap();
        assert_eq!(codes(&community), ["GS0915"], "{path}: what it shows is for people to look at");
        let read = exif::Reader::new().read_from_container(&mut std::io::Cursor::new(&cleaned)).unwrap();
        let upright = read.get_field(Tag::Orientation, In::PRIMARY).and_then(|f| f.value.get_uint(0));
        assert_eq!((upright, read.fields().count()), (Some(6), 1), "{path}: which way up it is stays, and nothing else");
        let text = String::from_utf8_lossy(&cleaned).into_owned();
        assert!(!text.contains("Zhang"), "{path}");
    }
}

#[test]
fn texts_among_attachments_are_looked_through() {
    let community = Community::empty("attached");
    community.file("notices/2025-01-10-a.md", "公告\n");
    community.file("attachments/名单.csv", "房号,姓名,电话\n3-2-501,张小三,13812345678\n");
    let found = community.check();
    let told: Vec<_> = found.iter().map(|d| (d["code"].as_str().unwrap(), d["line"].as_u64().unwrap())).collect();
    assert_eq!(told, [("GS0909", 2), ("GS0903", 2)]);
    assert!(!printed(&community.run(&["check", "."])).contains("张小三"));
}
