//! Where pages live, and how one links to another: relative, naming the file, so that a site works from anywhere.

/// How to get from a page to the site's root: `""`, `"../"`, `"../../"`.
pub fn root_of(page: &str) -> &'static str {
    const UP: &str = "../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../";
    let depth = page.bytes().filter(|b| *b == b'/').count();
    &UP[..(depth * 3).min(UP.len())]
}

/// A link from one page to another of the site. Chinese is percent-encoded too: every browser shows it decoded, and
/// no in-built one stumbles.
pub fn href(from: &str, to: &str) -> String {
    let mut link = String::with_capacity(to.len() + 16);
    link.push_str(root_of(from));
    encode(to, b"/", &mut link);
    link
}

/// A link to a place on a page; an empty anchor means the page itself.
pub fn href_to(from: &str, to: &str, anchor: &str) -> String {
    let mut link = href(from, to);
    if !anchor.is_empty() {
        link.push('#');
        encode(anchor, b"", &mut link);
    }
    link
}

/// A name as one segment of an address.
pub fn segment(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 16);
    encode(name, b"", &mut out);
    out
}

fn encode(text: &str, keep: &[u8], out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let stays = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte) || keep.contains(byte);
    let mut rest = text;
    loop {
        let plain = rest.bytes().position(|byte| !stays(&byte)).unwrap_or(rest.len());
        out.push_str(&rest[..plain]);
        let Some(c) = rest[plain..].chars().next() else { return };
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            let (high, low) = (HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]);
            out.extend(['%', char::from(high), char::from(low)]);
        }
        rest = &rest[plain + c.len_utf8()..];
    }
}

/// A name as a file name: what a file system or a link cannot hold becomes `-`; a name that had to be changed
/// keeps a mark of what it was, so that two names never share a page.
pub fn file_name(name: &str) -> String {
    let trimmed = name.trim();
    let safe: String = trimmed
        .chars()
        .map(|c| {
            if c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '#' | '%') { '-' } else { c }
        })
        .collect();
    let mut safe = safe.trim_matches('.').to_owned();
    let mut end = safe.len().min(120);
    while !safe.is_char_boundary(end) {
        end -= 1;
    }
    safe.truncate(end);
    if safe == trimmed && !safe.is_empty() {
        return safe;
    }
    let mark = xxhash_rust::xxh3::xxh3_64(name.as_bytes());
    format!("{safe}~{:08x}", mark as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative_and_name_the_file() {
        assert_eq!(href("index.html", "accounts/index.html"), "accounts/index.html");
        assert_eq!(href("accounts/category/x.html", "index.html"), "../../index.html");
        assert_eq!(
            href_to("a/b.html", "accounts/category/电费.html", "e 3"),
            "../accounts/category/%E7%94%B5%E8%B4%B9.html#e%203"
        );
    }

    #[test]
    fn a_hash_in_a_name_is_no_anchor() {
        assert_eq!(href("index.html", "notices/3#楼.html"), "notices/3%23%E6%A5%BC.html");
    }

    #[test]
    fn no_two_names_share_a_file() {
        assert_eq!(file_name("电梯维保"), "电梯维保");
        assert_ne!(file_name("水/电"), file_name("水-电"));
        assert_ne!(file_name(""), file_name(" / "));
        assert!(file_name(&"长".repeat(300)).len() < 200);
    }
}
