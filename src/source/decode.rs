//! Bytes to text: UTF-8 (with or without a byte order mark), UTF-16 and GB18030, told apart by looking.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use crate::model::Encoding;

/// A decoded text, or the readable part of one that no encoding fits.
pub struct Decoded {
    pub text: String,
    pub encoding: Encoding,
    /// Byte offset in `text` of the first character that could not be read.
    pub unreadable_at: Option<usize>,
}

/// Decodes a file. UTF-8 is tried first, since text that is valid UTF-8 by chance is next to impossible;
/// then UTF-16 by its zero bytes; then GB18030, which has to fit to the last byte.
pub fn decode(bytes: Vec<u8>) -> Decoded {
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        return match String::from_utf8(bytes[3..].to_vec()) {
            Ok(text) => Decoded { text, encoding: Encoding::Utf8Bom, unreadable_at: None },
            Err(_) => lossy(&bytes[3..]),
        };
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || looks_like_utf16(&bytes, 1) {
        return utf16(&bytes, UTF_16LE, Encoding::Utf16Le);
    }
    if bytes.starts_with(&[0xFE, 0xFF]) || looks_like_utf16(&bytes, 0) {
        return utf16(&bytes, UTF_16BE, Encoding::Utf16Be);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if !has_controls(&text) => return Decoded { text, encoding: Encoding::Utf8, unreadable_at: None },
        Ok(text) => return lossy(text.as_bytes()),
        Err(error) => {
            // A text that was UTF-8 so far is damaged UTF-8: no other encoding looks like it by chance.
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let wide = valid.iter().filter(|b| **b >= 0xC0).count();
            if wide >= 8 {
                return lossy(error.as_bytes());
            }
            error.into_bytes()
        }
    };
    match GB18030.decode_without_bom_handling_and_without_replacement(&bytes) {
        Some(text) if plausible(&text) => Decoded { text: text.into_owned(), encoding: Encoding::Gb18030, unreadable_at: None },
        _ => lossy(&bytes),
    }
}

/// A text in the encoding it was read in. What GB18030 cannot write does not exist: it covers all of Unicode.
pub fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
    let utf16 = |mark: [u8; 2], unit: fn(u16) -> [u8; 2]| mark.into_iter().chain(text.encode_utf16().flat_map(unit)).collect();
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8Bom => [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat(),
        Encoding::Utf16Le => utf16([0xFF, 0xFE], u16::to_le_bytes),
        Encoding::Utf16Be => utf16([0xFE, 0xFF], u16::to_be_bytes),
        Encoding::Gb18030 => GB18030.encode(text).0.into_owned(),
    }
}

/// The bytes of a text that was `old` in a file with these bytes, so that what stayed in it has the bytes it had. `None`
/// where that cannot be, as when a program wrote the file in a way of its own.
pub fn encode_as(bytes: &[u8], encoding: Encoding, old: &str, new: &str) -> Option<Vec<u8>> {
    let was = encode(old, encoding);
    let encoded = encode(new, encoding);
    let encoded = match was.strip_suffix(bytes) {
        Some([]) => encoded,
        // UTF-16 may come without its mark.
        Some(mark) if mark.len() == 2 => encoded[2..].to_vec(),
        _ => return None,
    };
    (decode(encoded.clone()).text == new).then_some(encoded)
}

/// Control characters that no text holds: anything but tab, line feed, form feed and carriage return.
pub fn has_controls(text: &str) -> bool {
    text.bytes().any(is_control)
}

fn is_control(byte: u8) -> bool {
    (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\x0C' | b'\r')) || byte == 0x7F
}

/// In UTF-16 every ASCII character, a comma or a line end at least, has a zero byte on one side, and none on the other.
fn looks_like_utf16(bytes: &[u8], zero_at: usize) -> bool {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    sample.len() >= 16 && zeros(zero_at) * 50 >= sample.len() / 2 && zeros(zero_at) > 1 && zeros(1 - zero_at) == 0
}

fn utf16(bytes: &[u8], encoding: &'static encoding_rs::Encoding, name: Encoding) -> Decoded {
    let (text, malformed) = encoding.decode_with_bom_removal(bytes);
    let control = text.bytes().position(is_control);
    let unreadable_at = if malformed { text.find('\u{FFFD}') } else { control };
    Decoded { text: text.into_owned(), encoding: name, unreadable_at }
}

/// GB18030 gives a meaning to almost any bytes; control characters and private-use code points in quantity
/// say that it was the wrong guess.
fn plausible(text: &str) -> bool {
    let mut strange = 0usize;
    let mut total = 0usize;
    for c in text.chars() {
        total += 1;
        let control = c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        let private = ('\u{E000}'..='\u{F8FF}').contains(&c);
        strange += usize::from(control || private);
    }
    strange * 50 <= total
}

fn lossy(bytes: &[u8]) -> Decoded {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let unreadable_at = text.find(|c: char| c == '\u{FFFD}' || (c.is_ascii() && is_control(c as u8))).or(Some(0));
    Decoded { text, encoding: Encoding::Utf8, unreadable_at }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, Encoding, Option<usize>) {
        let d = decode(bytes.to_vec());
        (d.text, d.encoding, d.unreadable_at)
    }

    #[test]
    fn tells_encodings_apart() {
        let text = "日期,账户,收入\n2025-03-05,公共收益,1200.00\n";
        let (gbk, _, _) = GB18030.encode(text);
        assert_eq!(decoded(&gbk), (text.into(), Encoding::Gb18030, None));
        assert_eq!(decoded(text.as_bytes()), (text.into(), Encoding::Utf8, None));
        let bom: Vec<u8> = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        assert_eq!(decoded(&bom), (text.into(), Encoding::Utf8Bom, None));
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decoded(&utf16), (text.into(), Encoding::Utf16Le, None));
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decoded(&utf16).0, text);
    }

    #[test]
    fn refuses_what_fits_nothing() {
        let (_, _, at) = decoded(b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\xff\xff");
        assert!(at.is_some());
        let (_, _, at) = decoded("会议".as_bytes()[..5].to_vec().as_slice());
        assert!(at.is_some());
    }

    proptest::proptest! {
        /// What is written in an encoding is read as it was, in that encoding.
        #[test]
        fn reading_undoes_writing(rest in "[日期账户收入公共收益物业费，。0-9a-z,\n ￥㎡﨑𠮷]{0,60}") {
            let text = format!("日期,账户,科目,收入,支出\n{rest}");
            let encodings = [Encoding::Utf8, Encoding::Utf8Bom, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Gb18030];
            for encoding in encodings {
                let read = decoded(&encode(&text, encoding));
                proptest::prop_assert_eq!(read, (text.clone(), encoding, None));
            }
        }

        /// Any bytes are read or refused with a place in what was read; they never stop the program.
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let (text, _, at) = decoded(&bytes);
            proptest::prop_assert!(at.is_none_or(|at| text.is_char_boundary(at)));
        }
    }
}
