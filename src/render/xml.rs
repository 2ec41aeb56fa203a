//! XML as a handful of calls: what is written is escaped, and elements close in the order they were opened.
//!
//! No crate: the ones at hand write events without knowing a schema either, and this is the whole of it.

/// A document being written.
pub struct Xml<'o> {
    out: &'o mut Vec<u8>,
    open: Vec<&'static str>,
}

impl<'o> Xml<'o> {
    /// Begins a document.
    pub fn new(out: &'o mut Vec<u8>) -> Self {
        out.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        Xml { out, open: Vec::new() }
    }

    /// Opens an element on a line of its own.
    pub fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes, ">\n");
        self.open.push(name);
    }

    /// Closes the element opened last.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.raw("</");
            self.raw(name);
            self.raw(">\n");
        }
    }

    /// An element with nothing in it.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes, "/>\n");
    }

    /// An element with text in it, where there is some.
    pub fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        let mut inner = String::with_capacity(text.len());
        escape_into(&mut inner, text);
        self.marked(name, attributes, &inner);
    }

    /// An element with XML in it that is escaped already.
    pub fn marked(&mut self, name: &str, attributes: &[(&str, &str)], inner: &str) {
        self.tag(name, attributes, ">");
        self.raw(inner);
        self.raw("</");
        self.raw(name);
        self.raw(">\n");
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)], end: &str) {
        self.raw("<");
        self.raw(name);
        for (key, value) in attributes {
            let mut escaped = String::with_capacity(value.len());
            escape_into(&mut escaped, value);
            self.raw(" ");
            self.raw(key);
            self.raw("=\"");
            self.raw(&escaped);
            self.raw("\"");
        }
        self.raw(end);
    }

    fn raw(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }
}

/// Appends `text` with everything escaped that means something in XML, in elements and in quoted
/// attributes; characters XML does not allow become U+FFFD.
pub fn escape_into(out: &mut String, text: &str) {
    let mut done = 0;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(step) = bytes[at..].iter().position(|&b| MAY_NEED_ESCAPE[usize::from(b)]) {
        at += step;
        let (instead, length) = match &bytes[at..] {
            [b'&', ..] => ("&amp;", 1),
            [b'<', ..] => ("&lt;", 1),
            [b'>', ..] => ("&gt;", 1),
            [b'"', ..] => ("&quot;", 1),
            [b'\'', ..] => ("&#39;", 1),
            // U+0080 to U+009F, and U+FFFE and U+FFFF.
            [0xC2, 0x80..=0x9F, ..] => ("\u{fffd}", 2),
            [0xEF, 0xBF, 0xBE | 0xBF, ..] => ("\u{fffd}", 3),
            [0xC2 | 0xEF, ..] => {
                at += 1;
                continue;
            }
            _ => ("\u{fffd}", 1),
        };
        out.push_str(&text[done..at]);
        out.push_str(instead);
        at += length;
        done = at;
    }
    out.push_str(&text[done..]);
}

/// The bytes with which something to escape may begin.
const MAY_NEED_ESCAPE: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        table[byte] =
            matches!(b, b'&' | b'<' | b'>' | b'"' | b'\'' | 0x7F | 0xC2 | 0xEF) || (b < 0x20 && b != b'\t' && b != b'\n');
        byte += 1;
    }
    table
};

/// [`escape_into`] a new string.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_means_something_is_escaped() {
        assert_eq!(escape("<a b=\"c\" d='e'>&"), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
        assert_eq!(escape("a\0b\u{1b}c\nd"), "a\u{fffd}b\u{fffd}c\nd");
    }

    #[test]
    fn text_is_escaped_and_elements_close() {
        let mut out = Vec::new();
        let mut xml = Xml::new(&mut out);
        xml.open("a", &[("b", "\"<&\"")]);
        xml.text("p", &[], "1 < 2 \u{1}\u{FFFF}，一");
        xml.close();
        let text = String::from_utf8(out).unwrap();
        let body = text.split_once('\n').unwrap().1;
        assert_eq!(body, "<a b=\"&quot;&lt;&amp;&quot;\">\n<p>1 &lt; 2 \u{FFFD}\u{FFFD}，一</p>\n</a>\n");
    }
}
