//! `gongshi redact FILE`: masks what the privacy gate finds in a text, as a change that the author looks at first.

use std::fs;

use super::Outcome;
use super::args::RedactOptions;
use super::files::replace;
use super::help::system_locale;
use super::words::{print, say, words};
use crate::check::privacy::{Hit, hits, masked};
use crate::model::Locale;
use crate::source;

pub fn run(options: &RedactOptions, locale: Option<Locale>) -> Outcome {
    let locale = locale.unwrap_or_else(system_locale);
    let path = options.file.display().to_string();
    let tell = |key: &str, why: &str| say(&words().fill(key, locale, &[("path", &path), ("why", why)]));
    let bytes = match fs::read(&options.file) {
        Ok(bytes) => bytes,
        Err(error) => {
            tell("redact.unreadable", &error.to_string());
            return Outcome::Unusable;
        }
    };
    if source::is_layered(&path, &bytes) {
        tell("redact.layered", "");
        return Outcome::Unusable;
    }
    if let Some(picture) = source::without_notes(bytes.clone()) {
        return redact_picture(options, &bytes, &picture, &tell);
    }
    let decoded = source::decode(bytes);
    if decoded.unreadable_at.is_some() {
        tell("redact.no_text", "");
        return Outcome::Unusable;
    }
    let found = hits(&decoded.text);
    if found.is_empty() {
        tell("redact.nothing", "");
        return Outcome::Done;
    }
    let text = redacted(&decoded.text, &found);
    print(&shown(&path, &decoded.text, &text));
    if !options.write {
        tell("redact.shown", &found.len().to_string());
        return Outcome::Done;
    }
    match replace(&options.file, &source::encode(&text, decoded.encoding)) {
        Ok(()) => {
            tell("redact.written", &found.len().to_string());
            Outcome::Done
        }
        Err(error) => {
            tell("redact.unwritten", &error.to_string());
            Outcome::Unusable
        }
    }
}

/// A picture loses what was written into it; what it shows is for people to look at.
fn redact_picture(options: &RedactOptions, old: &[u8], new: &[u8], tell: &dyn Fn(&str, &str)) -> Outcome {
    if old == new {
        tell("redact.picture_clean", "");
        return Outcome::Done;
    }
    if !options.write {
        tell("redact.picture", "");
        return Outcome::Done;
    }
    match replace(&options.file, new) {
        Ok(()) => {
            tell("redact.picture_written", "");
            Outcome::Done
        }
        Err(error) => {
            tell("redact.unwritten", &error.to_string());
            Outcome::Unusable
        }
    }
}

fn redacted(text: &str, found: &[Hit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for hit in found {
        out.push_str(&text[end..hit.start]);
        out.push_str(&masked(hit.kind, &text[hit.start..hit.end]));
        end = hit.end;
    }
    out.push_str(&text[end..]);
    out
}

/// The lines that change, as they will be; what they hide is not printed.
fn shown(path: &str, old: &str, new: &str) -> String {
    let changed = old.lines().zip(new.lines()).enumerate().filter(|(_, (old, new))| old != new);
    changed.map(|(i, (_, new))| format!("{path}:{}: {new}\n", i + 1)).collect()
}
