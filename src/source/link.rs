//! Where a link in a document leads: a file of the folder, elsewhere, or nowhere.

use std::borrow::Cow;

use pulldown_cmark::Options;

use crate::model::{FileId, Files};

/// The Markdown that communities write: tables, footnotes, struck text, task lists.
pub const MARKDOWN: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_TASKLISTS);

/// What a link means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A file of the folder, and what follows `#`.
    File(FileId, String),
    /// A folder that holds records, with a trailing `/`.
    Folder(String),
    /// An address on the web, or to write to.
    External,
    /// A place on the same page.
    Here,
    /// Nothing of that path is in the folder.
    Missing(String),
    /// Above the folder.
    Outside,
    /// A scheme that a page must not hold, such as `javascript:`.
    Forbidden,
}

/// Resolves `href` as it stands in the file at `from`.
pub fn resolve(from: &str, href: &str, files: &Files) -> Target {
    let href = href.trim();
    if href.is_empty() || href.starts_with('#') {
        return Target::Here;
    }
    if href.starts_with("//") {
        return Target::External;
    }
    if let Some((scheme, _)) = href.split_once(':').filter(|(s, _)| is_scheme(s)) {
        let known = matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https" | "mailto" | "tel");
        return if known { Target::External } else { Target::Forbidden };
    }
    let (path, anchor) = href.split_once('#').unwrap_or((href, ""));
    let path = path.split('?').next().unwrap_or_default();
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8().unwrap_or(Cow::Borrowed(path));
    let Some(path) = joined(from, &decoded) else { return Target::Outside };
    if let Some(id) = files.find(path.trim_end_matches('/')) {
        return Target::File(id, anchor.to_owned());
    }
    let folder = if path.is_empty() { String::new() } else { format!("{}/", path.trim_end_matches('/')) };
    let holds = files.iter().any(|(_, f)| f.path.starts_with(&folder));
    if holds { Target::Folder(folder) } else { Target::Missing(path) }
}

/// The link from the file at `from` to the one at `to`, both by their paths in the folder.
pub fn relative(from: &str, to: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let folders = from.len().min(to.len()) - 1;
    let common = (0..folders).take_while(|i| from[*i] == to[*i]).count();
    let up = "../".repeat(from.len() - 1 - common);
    // What would end a link or begin something else stands by its number.
    format!("{up}{}", to[common..].join("/"))
        .replace('%', "%25")
        .replace(' ', "%20")
        .replace('(', "%28")
        .replace(')', "%29")
        .replace('#', "%23")
        .replace('?', "%3F")
}

/// The addresses in a piece of raw HTML: what stands in `href` and `src`.
pub fn addresses_in_html(html: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for name in ["href", "src"] {
        for (at, _) in html.match_indices(name) {
            let rest = html[at + name.len()..].trim_start();
            let Some(value) = rest.strip_prefix('=').map(str::trim_start) else { continue };
            let quoted = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.split_once(*quote));
            let bare = || value.split(|c: char| c.is_whitespace() || c == '>').next();
            found.extend(quoted.map(|(address, _)| address).or_else(bare));
        }
    }
    found
}

fn is_scheme(text: &str) -> bool {
    text.len() > 1
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// The path that `href` means in the folder of `from`; a leading `/` means the folder itself. None above it.
fn joined(from: &str, href: &str) -> Option<String> {
    let mut parts: Vec<&str> = match href.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => from.split('/').collect(),
    };
    if !href.starts_with('/') {
        parts.pop();
    }
    for part in href.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Encoding, SourceFile};

    fn files(paths: &[&str]) -> Files {
        let file = |p: &&str| SourceFile {
            path: (*p).into(),
            text: String::new(),
            encoding: Encoding::Utf8,
            original: None,
            readable: true,
        };
        Files(paths.iter().map(file).collect())
    }

    #[test]
    fn resolves_as_a_git_host_does() {
        let files = files(&["accounts/2025-Q1.csv", "minutes/2025/a b.md", "rules/covenant/2024-06-01.md"]);
        let from = "minutes/2025/2025-01-11.md";
        let resolve = |href: &str| resolve(from, href, &files);
        assert_eq!(resolve("../../accounts/2025-Q1.csv#L3"), Target::File(FileId(0), "L3".into()));
        assert_eq!(resolve("/accounts/2025-Q1.csv"), Target::File(FileId(0), String::new()));
        assert_eq!(resolve("a%20b.md"), Target::File(FileId(1), String::new()));
        assert_eq!(resolve("../../rules/covenant/"), Target::Folder("rules/covenant/".into()));
        assert_eq!(resolve("../../../etc/passwd"), Target::Outside);
        assert_eq!(resolve("b.md"), Target::Missing("minutes/2025/b.md".into()));
        assert_eq!(resolve("javascript:alert(1)"), Target::Forbidden);
        assert_eq!(resolve("https://example.org"), Target::External);
        assert_eq!(resolve("#x"), Target::Here);
    }

    proptest::proptest! {
        /// A file is found from any folder by the way up and down to it, written plainly or percent-encoded.
        #[test]
        fn every_file_can_be_reached(depth in 0usize..4, encoded in proptest::bool::ANY, to in 0usize..3) {
            let paths = ["accounts/2025-Q1.csv", "minutes/2025/会 议.md", "rules/covenant/2024-06-01.md"];
            let files = files(&paths);
            let from = format!("{}x.md", "a/".repeat(depth));
            let path = if encoded { crate::diagnostic::uri_path(paths[to]) } else { paths[to].to_owned() };
            let found = resolve(&from, &format!("{}{path}", "../".repeat(depth)), &files);
            proptest::prop_assert_eq!(found, Target::File(FileId(to as u32), String::new()));
            let link = relative(&from, paths[to]);
            proptest::prop_assert_eq!(super::resolve(&from, &link, &files), Target::File(FileId(to as u32), String::new()));
        }

        /// No way of writing it leads out of the folder.
        #[test]
        fn nothing_above_the_folder_is_reached(depth in 0usize..4, more in 1usize..4, rest in "[a-z/.%2eF]{0,12}") {
            let files = files(&["accounts/2025-Q1.csv"]);
            let from = format!("{}x.md", "a/".repeat(depth));
            let found = resolve(&from, &format!("{}{rest}", "../".repeat(depth + more)), &files);
            proptest::prop_assert_eq!(found, Target::Outside);
        }
    }
}
