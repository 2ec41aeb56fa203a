//! What the codes of a PDF's font stand for, and how wide they are.

use std::collections::BTreeMap;

use encoding_rs::{GBK, UTF_16BE};
use lopdf::{Dictionary, Document, Object};

/// The largest table of a font's characters that is unpacked, in bytes.
const LARGEST: usize = 8 * 1024 * 1024;
/// The most codes of a table that are kept: a font has no more characters.
const MOST_CODES: usize = 200_000;

/// A font as far as its text can be read.
pub struct Font {
    /// Whether a code has two bytes.
    wide: bool,
    reading: Reading,
    widths: BTreeMap<u32, f32>,
    default_width: f32,
}

/// How codes become characters.
enum Reading {
    /// A table in the file: its codes with what they stand for.
    Table(BTreeMap<u32, String>),
    /// One byte each.
    Bytes(Vec<Option<String>>),
    Utf16,
    Gbk,
    /// The file does not say.
    Unknown,
}

impl Font {
    pub fn read(dict: &Dictionary, document: &Document) -> Self {
        let wide = dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0");
        let reading = match table(dict, document) {
            Some(table) if wide => Reading::Table(table),
            None if wide => predefined(dict),
            // What its table leaves out, its encoding may say.
            table => simple(dict, document, table.unwrap_or_default()),
        };
        let mut font = Font { wide, reading, widths: BTreeMap::new(), default_width: if wide { 1000.0 } else { 500.0 } };
        if wide {
            font.read_wide_widths(dict, document)
        } else {
            font.read_widths(dict, document)
        };
        font
    }

    fn read_widths(&mut self, dict: &Dictionary, document: &Document) {
        let first = dict.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or(0);
        let Ok(list) = dict.get_deref(b"Widths", document).and_then(Object::as_array) else { return };
        let widths = list
            .iter()
            .take(256)
            .zip(0..)
            .filter_map(|(w, i)| Some((u32::try_from(first.checked_add(i)?).ok()?, w.as_float().ok()?)));
        self.widths = widths.collect();
    }

    fn read_wide_widths(&mut self, dict: &Dictionary, document: &Document) {
        let inner = dict.get_deref(b"DescendantFonts", document).and_then(Object::as_array).ok().and_then(|list| list.first());
        let inner = inner.and_then(|inner| document.dereference(inner).ok()).and_then(|(_, inner)| inner.as_dict().ok());
        let Some(inner) = inner else { return };
        if let Ok(width) = inner.get_deref(b"DW", document).and_then(Object::as_float) {
            self.default_width = width;
        }
        let Ok(list) = inner.get_deref(b"W", document).and_then(Object::as_array) else { return };
        let mut items = list.iter();
        let mut left = MOST_CODES;
        // `first [w w w]` or `first last w`.
        while let Some(first) = items.next().and_then(|o| o.as_i64().ok()).and_then(|n| u32::try_from(n).ok()) {
            match items.next().and_then(|o| document.dereference(o).ok()).map(|(_, o)| o) {
                Some(Object::Array(widths)) => {
                    let known = widths.iter().zip(first..=u32::MAX).filter_map(|(w, code)| Some((code, w.as_float().ok()?)));
                    self.widths.extend(known.take(left));
                    left = left.saturating_sub(widths.len());
                }
                Some(last) => {
                    let (Ok(last), Some(Ok(width))) = (last.as_i64(), items.next().map(Object::as_float)) else { return };
                    let last = u32::try_from(last).unwrap_or(first).min(first.saturating_add(0xFFFF));
                    self.widths.extend((first..=last).take(left).map(|code| (code, width)));
                    left = left.saturating_sub((first..=last).count());
                }
                None => return,
            }
            if left == 0 {
                return;
            }
        }
    }

    /// What a string of codes says, and how far it goes in thousandths of the font's size with the number of its codes. None
    /// where the file does not say which characters they are.
    pub fn text(&self, bytes: &[u8]) -> (Option<String>, f32, usize) {
        let codes: Vec<u32> = match &self.reading {
            // Bytes and pairs of bytes mixed.
            Reading::Gbk => bytes.iter().map(|b| u32::from(*b)).collect(),
            _ if self.wide => bytes.chunks(2).map(|c| c.iter().fold(0, |n, b| n * 256 + u32::from(*b))).collect(),
            _ => bytes.iter().map(|b| u32::from(*b)).collect(),
        };
        let each = |code: &u32| match &self.reading {
            Reading::Gbk => 500.0,
            _ => self.widths.get(code).copied().unwrap_or(self.default_width),
        };
        let width = codes.iter().map(each).sum();
        let text = match &self.reading {
            Reading::Table(table) => {
                let known: Vec<&str> = codes.iter().filter_map(|code| table.get(code)).map(String::as_str).collect();
                (!known.is_empty() || codes.is_empty()).then(|| known.concat())
            }
            Reading::Bytes(list) => {
                Some(codes.iter().filter_map(|code| list.get(*code as usize)?.as_deref()).collect::<Vec<_>>().concat())
            }
            Reading::Utf16 => Some(UTF_16BE.decode_without_bom_handling(bytes).0.into_owned()),
            Reading::Gbk => Some(GBK.decode_without_bom_handling(bytes).0.into_owned()),
            Reading::Unknown => None,
        };
        (text, width, codes.len())
    }
}

/// The table from codes to characters that a font brings along (`ToUnicode`).
fn table(dict: &Dictionary, document: &Document) -> Option<BTreeMap<u32, String>> {
    let stream = dict.get_deref(b"ToUnicode", document).and_then(Object::as_stream).ok()?;
    let bytes = stream.get_plain_content_with_limit(LARGEST).ok()?;
    let table = parse_table(&bytes);
    (!table.is_empty()).then_some(table)
}

/// `beginbfchar <code> <text>` and `beginbfrange <first> <last> <text>` or `[<text> …]`, whatever stands around them.
fn parse_table(bytes: &[u8]) -> BTreeMap<u32, String> {
    let mut table = BTreeMap::new();
    let mut section = "";
    let mut waiting: Vec<Vec<u8>> = Vec::new();
    let mut listed: Option<Vec<Vec<u8>>> = None;
    let text = String::from_utf8_lossy(bytes);
    let mut rest = text.as_ref();
    // A table may name its codes again and again.
    let mut left = MOST_CODES;
    while let Some(at) = rest.find(|c: char| !c.is_whitespace()) {
        rest = &rest[at..];
        let stop = |c: char| c.is_whitespace() || matches!(c, '<' | '[' | ']');
        let end = match rest.as_bytes()[0] {
            b'<' => rest.find('>').map_or(rest.len(), |end| end + 1),
            b'[' | b']' => 1,
            b'%' => rest.find(['\n', '\r']).unwrap_or(rest.len()),
            _ => rest.char_indices().skip(1).find(|(_, c)| stop(*c)).map_or(rest.len(), |(end, _)| end),
        };
        let (token, after) = rest.split_at(end);
        rest = after;
        match token {
            "beginbfchar" | "beginbfrange" => {
                section = &token[5..];
                waiting.clear();
            }
            "endbfchar" | "endbfrange" => section = "",
            "[" => listed = Some(Vec::new()),
            "]" => {
                if let (Some(list), Some(first)) = (listed.take(), waiting.first()) {
                    let first = number(first);
                    table.extend(list.iter().take(left).zip(first..=u32::MAX).map(|(text, code)| (code, utf16(text, 0))));
                    left = left.saturating_sub(list.len());
                }
                waiting.clear();
            }
            token if token.starts_with('<') && !section.is_empty() => match &mut listed {
                Some(list) => list.push(hex(token)),
                None => waiting.push(hex(token)),
            },
            _ => {}
        }
        match (section, waiting.len()) {
            ("bfchar", 2) => {
                table.insert(number(&waiting[0]), utf16(&waiting[1], 0));
                left = left.saturating_sub(1);
                waiting.clear();
            }
            ("bfrange", 3) => {
                let (first, last) = (number(&waiting[0]), number(&waiting[1]));
                let last = last.min(first.saturating_add(0xFFFF));
                table.extend((first..=last).take(left).map(|code| (code, utf16(&waiting[2], code - first))));
                left = left.saturating_sub((first..=last).count());
                waiting.clear();
            }
            _ => {}
        }
        if left == 0 {
            break;
        }
    }
    table
}

fn hex(token: &str) -> Vec<u8> {
    let digits: Vec<u8> = token.chars().filter_map(|c| c.to_digit(16)).map(|d| d as u8).take(256).collect();
    digits.chunks(2).map(|pair| pair[0] * 16 + pair.get(1).copied().unwrap_or(0)).collect()
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |n, b| n * 256 + u32::from(*b))
}

/// A text of a table, its last character so many on.
fn utf16(bytes: &[u8], on: u32) -> String {
    let text = if bytes.len() == 1 {
        char::from(bytes[0]).to_string()
    } else {
        UTF_16BE.decode_without_bom_handling(bytes).0.into_owned()
    };
    let mut chars: Vec<char> = text.chars().collect();
    if let Some(last) = chars.last_mut() {
        *last = char::from_u32(u32::from(*last).saturating_add(on)).unwrap_or(*last);
    }
    chars.into_iter().collect()
}

/// The encodings of Chinese that need no table.
fn predefined(dict: &Dictionary) -> Reading {
    match dict.get(b"Encoding").and_then(Object::as_name) {
        Ok(name) if name.starts_with(b"UniGB-U") || name.starts_with(b"UniCNS-U") => Reading::Utf16,
        Ok(name) if name.starts_with(b"GBK") || name.starts_with(b"GB-EUC") => Reading::Gbk,
        _ => Reading::Unknown,
    }
}

/// Fonts of one byte a character, by their table, their named encoding and its exceptions.
fn simple(dict: &Dictionary, document: &Document, mut table: BTreeMap<u32, String>) -> Reading {
    // The characters of a drawn font have whatever names they have.
    if table.is_empty() && dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type3") {
        return Reading::Unknown;
    }
    // Its own table is read above, with a bound on what it unfolds to.
    let mut own = dict.clone();
    own.remove(b"ToUnicode");
    let encoding = own.get_font_encoding_with_limit(document, LARGEST);
    let plain = |code: u8| match &encoding {
        Ok(encoding) => encoding.bytes_to_string(&[code]).ok(),
        Err(_) => code.is_ascii().then(|| char::from(code).to_string()),
    };
    let named = |code: u8| table.remove(&u32::from(code)).or_else(|| plain(code));
    Reading::Bytes((0..=255).map(named).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_characters_is_read() {
        let table = parse_table(
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0001> <5F20> <0002><00660066>\nendbfchar
            2 beginbfrange <0010> <0012> <0031> <0020><0021>[<4E00> <4E8C>] endbfrange",
        );
        let told: Vec<(u32, &str)> = table.iter().map(|(code, text)| (*code, text.as_str())).collect();
        assert_eq!(told, [(1, "张"), (2, "ff"), (16, "1"), (17, "2"), (18, "3"), (32, "一"), (33, "二")]);
    }

    #[test]
    fn a_damaged_table_is_read_as_far_as_it_goes() {
        assert_eq!(parse_table("乱 1 beginbfchar <FFFFFFFF> <0041> 码<".as_bytes()).into_values().collect::<String>(), "A");
        assert!(parse_table(b"\xFF\xFE beginbfrange <FFFFFFFE> <FFFFFFFF> [<0041> <0042> <0043>]").len() <= 2);
    }

    #[test]
    fn a_table_of_everything_is_cut() {
        let everything = b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange ".repeat(100_000);
        assert!(parse_table(&everything).len() <= MOST_CODES);
    }
}
