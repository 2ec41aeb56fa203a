//! A catalogue text with its placeholders, and whether a message is that text filled.

use std::collections::BTreeSet;

/// A catalogue text taken apart.
pub enum Part<'a> {
    Text(&'a str),
    /// `{name}`
    Value(&'a str),
    /// `<<…>>`
    Optional(Vec<Part<'a>>),
}

pub fn parts(template: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '<']) {
        let (inner, close, after) = if rest[at..].starts_with("<<") { (at + 2, ">>", 2) } else { (at + 1, "}", 1) };
        if rest[at..].starts_with('<') && after == 1 {
            parts.push(Part::Text(&rest[..=at]));
            rest = &rest[at + 1..];
            continue;
        }
        let end = inner + rest[inner..].find(close).unwrap_or_else(|| panic!("not closed: {template}"));
        parts.push(Part::Text(&rest[..at]));
        parts.push(if after == 2 { Part::Optional(self::parts(&rest[inner..end])) } else { Part::Value(&rest[inner..end]) });
        rest = &rest[end + after..];
    }
    parts.push(Part::Text(rest));
    parts
}

fn names<'a>(parts: &[Part<'a>], into: &mut BTreeSet<&'a str>) {
    for part in parts {
        match part {
            Part::Text(_) => {}
            Part::Value(name) => drop(into.insert(name)),
            Part::Optional(inner) => names(inner, into),
        }
    }
}

pub fn placeholders(template: &str) -> BTreeSet<&str> {
    let mut into = BTreeSet::new();
    names(&parts(template), &mut into);
    into
}

/// Whether a text is the template with a value, not an empty one, in every placeholder.
pub fn fits(template: &[&Part<'_>], text: &str) -> bool {
    let Some((first, rest)) = template.split_first() else { return text.is_empty() };
    match first {
        Part::Text(fixed) => text.strip_prefix(fixed).is_some_and(|text| fits(rest, text)),
        Part::Value(_) => {
            let ends = text.char_indices().map(|(i, c)| i + c.len_utf8());
            ends.into_iter().any(|end| !text[..end].trim().is_empty() && fits(rest, &text[end..]))
        }
        Part::Optional(inner) => {
            let with: Vec<&Part<'_>> = inner.iter().chain(rest.iter().copied()).collect();
            fits(&with, text) || fits(rest, text)
        }
    }
}
