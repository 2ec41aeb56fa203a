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

/// Text as it stands in an element or an attribute. A control character that XML cannot hold becomes U+FFFD.
pub fn escape_into(out: &mut String, text: &str) {
    // The first byte of U+FFFE and U+FFFF, and of full-width forms, which stay.
    const RARE: u8 = 0xEF;
    let special = |b: u8| matches!(b, b'&' | b'<' | b'>' | b'"' | RARE) || b < b' ';
    let mut rest = text;
    while let Some(at) = rest.bytes().position(special) {
        out.push_str(&rest[..at]);
        let c = rest[at..].chars().next().unwrap_or_default();
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            '\t' | '\n' | ' '.. => out.push(c),
            _ => out.push('\u{FFFD}'),
        }
        rest = &rest[at + c.len_utf8()..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

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
