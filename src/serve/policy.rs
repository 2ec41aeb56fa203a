//! Letting the reload script through a page's own Content-Security-Policy, which allows as little as it can.

use std::borrow::Cow;
use std::ops::Range;

use super::page::escaped;

/// The page with each policy in its head widened by scripts from, and connections to, the server itself.
pub(super) fn relaxed(html: &[u8]) -> Cow<'_, [u8]> {
    let head = find(html, b"<body", 0).unwrap_or(html.len());
    let mut page = Vec::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(start) = find(&html[..head], b"<meta", at) {
        at = start + 5;
        let Some(tag) = Tag::at(html, at) else { break };
        at = tag.end;
        if let (Some(range), true) = (tag.content, tag.is_policy) {
            let policy = widened(&unescaped(&String::from_utf8_lossy(&html[range.clone()])));
            page.extend_from_slice(&html[copied..range.start]);
            page.extend_from_slice(escaped(&policy).as_bytes());
            copied = range.end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    page.extend_from_slice(&html[copied..]);
    Cow::Owned(page)
}

/// The policy with what the script needs.
fn widened(policy: &str) -> String {
    let mut directives: Vec<Vec<&str>> =
        policy.split(';').map(|directive| directive.split_ascii_whitespace().collect()).collect();
    directives.retain(|directive: &Vec<&str>| !directive.is_empty());
    let find =
        |directives: &[Vec<&str>], name: &str| directives.iter().position(|directive| directive[0].eq_ignore_ascii_case(name));
    for name in ["script-src", "connect-src"] {
        if find(&directives, name).is_none()
            && let Some(fallback) = find(&directives, "default-src")
        {
            let mut directive = directives[fallback].clone();
            directive[0] = name;
            directives.push(directive);
        }
    }
    for name in ["script-src", "script-src-elem", "connect-src"] {
        if let Some(at) = find(&directives, name) {
            let directive = &mut directives[at];
            directive.retain(|source| !source.eq_ignore_ascii_case("'none'"));
            if !directive.iter().any(|source| source.eq_ignore_ascii_case("'self'")) {
                directive.push("'self'");
            }
        }
    }
    directives.iter().map(|directive| directive.join(" ")).collect::<Vec<_>>().join("; ")
}

/// What matters of a `<meta …>`.
struct Tag {
    is_policy: bool,
    /// where the value of `content` stands
    content: Option<Range<usize>>,
    /// after the `>`
    end: usize,
}

impl Tag {
    /// Reads the attributes that begin at `at`. `None` if the tag never ends.
    fn at(html: &[u8], mut at: usize) -> Option<Tag> {
        let mut tag = Tag { is_policy: false, content: None, end: 0 };
        loop {
            while html.get(at)?.is_ascii_whitespace() || html[at] == b'/' {
                at += 1;
            }
            if html[at] == b'>' {
                tag.end = at + 1;
                return Some(tag);
            }
            let name = at..at + html[at..].iter().position(|byte| byte.is_ascii_whitespace() || b"=>/".contains(byte))?;
            at = name.end;
            while html.get(at)?.is_ascii_whitespace() {
                at += 1;
            }
            let mut value = at..at;
            if html[at] == b'=' {
                at += 1;
                while html.get(at)?.is_ascii_whitespace() {
                    at += 1;
                }
                let quote = html[at];
                if quote == b'"' || quote == b'\'' {
                    value = at + 1..at + 1 + html[at + 1..].iter().position(|byte| *byte == quote)?;
                    at = value.end + 1;
                } else {
                    value = at..at + html[at..].iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'>')?;
                    at = value.end;
                }
            } else if name.is_empty() {
                return None; // not an attribute, and no way forward
            }
            let name = &html[name];
            if name.eq_ignore_ascii_case(b"content") {
                // Only a quoted value can be replaced by one with spaces; a policy always is.
                tag.content = html.get(value.end).filter(|quote| b"\"'".contains(quote)).map(|_| value);
            } else if name.eq_ignore_ascii_case(b"http-equiv") {
                tag.is_policy = html[value].eq_ignore_ascii_case(b"content-security-policy");
            }
        }
    }
}

fn find(html: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    html.get(from..)?.windows(wanted.len()).position(|part| part.eq_ignore_ascii_case(wanted)).map(|at| from + at)
}

fn unescaped(text: &str) -> String {
    let quotes = ["&#39;", "&#x27;", "&apos;"].iter().fold(text.to_owned(), |text, code| text.replace(code, "'"));
    quotes.replace("&quot;", "\"").replace("&#34;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_widened_by_no_more_than_the_script_needs() {
        for (policy, expected) in [
            ("default-src 'none'", "default-src 'none'; script-src 'self'; connect-src 'self'"),
            ("default-src 'self'; script-src 'none'", "default-src 'self'; script-src 'self'; connect-src 'self'"),
            ("script-src 'sha256-x';;", "script-src 'sha256-x' 'self'"),
            ("default-src https:", "default-src https:; script-src https: 'self'; connect-src https: 'self'"),
            (
                "Default-Src 'none'; style-src 'self'; Script-Src-Elem 'none'",
                "Default-Src 'none'; style-src 'self'; Script-Src-Elem 'self'; script-src 'self'; connect-src 'self'",
            ),
            ("img-src 'self'", "img-src 'self'"),
            ("", ""),
        ] {
            assert_eq!(widened(policy), expected);
        }
    }

    #[test]
    fn only_the_policy_of_the_page_changes() {
        let page = |policy: &str| {
            format!(
                "<!doctype html><head><meta charset=utf-8><META content=\"{policy}\"\n http-equiv = Content-Security-Policy />\
                 <meta name=description content='default-src'></head><body><meta http-equiv=x content=\"y\">"
            )
        };
        let strict = "default-src &#x27;none&#x27;; report-uri /a?b&amp;c";
        let wide = "default-src 'none'; report-uri /a?b&amp;c; script-src 'self'; connect-src 'self'";
        assert_eq!(String::from_utf8_lossy(&relaxed(page(strict).as_bytes())), page(wide));
        for html in ["", "<meta", "<meta http-equiv=\"", "<p>no policy</p>", "<meta =>", "<meta content=x>", "管理规约"] {
            assert_eq!(relaxed(html.as_bytes()), html.as_bytes());
        }
    }
}
