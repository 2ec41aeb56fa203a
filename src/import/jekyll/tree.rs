//! The files of a Jekyll site: its posts, its pages, its pictures, and the addresses that lead to them.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// Folders that make the site and are no part of its record.
const MACHINERY: &[&str] =
    &["_layouts", "_includes", "_sass", "_plugins", "_site", "node_modules", "vendor", ".git", ".jekyll-cache"];

pub struct Tree {
    /// By path in the site, with `/`.
    pub files: BTreeMap<String, PathBuf>,
    /// Paths of posts and of documents in collections.
    pub posts: Vec<String>,
    /// What stands before every address of the site, as its settings say: `https://x.org/base`, `/base`.
    prefixes: Vec<String>,
}

impl Tree {
    /// # Errors
    /// When the folder cannot be read.
    pub fn read(root: &Path) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        let ours = |name: &str| !MACHINERY.contains(&name);
        let walk = WalkDir::new(root).min_depth(1).into_iter().filter_entry(|e| ours(&e.file_name().to_string_lossy()));
        for entry in walk {
            let entry = entry.map_err(io::Error::from)?;
            if entry.file_type().is_file() {
                let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
                let parts: Vec<String> = path.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
                files.insert(parts.join("/"), entry.path().to_owned());
            }
        }
        let posts = files.keys().filter(|path| is_text(path) && in_collection(path)).cloned().collect();
        let prefixes = files.get("_config.yml").map(std::fs::read_to_string).transpose()?;
        Ok(Tree { posts, prefixes: prefixes.map(|text| prefixes_of(&text)).unwrap_or_default(), files })
    }

    /// What of the site is neither a post nor a picture that a post shows, and the key of the word that says what it is.
    pub fn others<'a>(&'a self, used: &'a BTreeSet<&Path>) -> impl Iterator<Item = (&'a str, &'static str)> {
        let rest = self.files.iter().filter(|(path, disk)| !self.posts.contains(path) && !used.contains(disk.as_path()));
        rest.filter_map(|(path, _)| Some((path.as_str(), what(path)?)))
    }

    /// The path of a file of the site that an address means, seen from a post.
    pub fn local(&self, address: &str, post: &str) -> Option<String> {
        let path = self.path_of(address)?;
        let near = post.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let candidates = [path.clone(), format!("{near}{path}"), format!("assets/{path}")];
        candidates.into_iter().map(|path| without_dots(&path)).find(|path| self.files.contains_key(path))
    }

    /// The path in an address, where it may be one of the site's own: `/assets/a.jpg`, `https://github.com/…/raw/main/assets/a.jpg`.
    fn path_of(&self, address: &str) -> Option<String> {
        let bare = address.split(['?', '#']).next().unwrap_or_default();
        let own = self.prefixes.iter().find_map(|prefix| bare.strip_prefix(prefix.as_str()).filter(|rest| rest.starts_with('/')));
        let path = match own {
            Some(rest) => rest,
            None if bare.contains("://") => in_repository(bare)?,
            None => bare,
        };
        let decoded = percent_encoding::percent_decode_str(path.trim_start_matches('/')).decode_utf8().ok()?;
        (!decoded.is_empty()).then(|| decoded.into_owned())
    }

    /// The post that an address leads to: its permalink, or its day and name in Jekyll's own style.
    pub fn post_at(&self, address: &str) -> Option<&str> {
        let path = self.path_of(address)?;
        let wanted = path.trim_end_matches("index.html").trim_end_matches(".html").trim_matches('/');
        let named = |post: &&String| {
            let name = post.rsplit('/').next().unwrap_or(post).split('.').next().unwrap_or_default();
            let (day, slug) = (name.get(..10).unwrap_or_default(), name.get(11..).unwrap_or_default());
            let dated = format!("{}/{slug}", day.replace('-', "/"));
            !slug.is_empty() && (wanted == dated || wanted.ends_with(&format!("/{dated}")))
        };
        self.posts.iter().find(named).map(String::as_str)
    }
}

fn is_text(path: &str) -> bool {
    [".md", ".markdown", ".html"].iter().any(|ending| path.ends_with(ending))
}

/// Whether a path lies in `_posts`, or in another folder that Jekyll makes documents of.
fn in_collection(path: &str) -> bool {
    let mut folders = path.split('/').rev().skip(1);
    folders.any(|folder| folder.starts_with('_') && !matches!(folder, "_drafts" | "_data"))
}

/// What a file is that no post needs. Styles, programs and settings are the site's own and are not listed.
fn what(path: &str) -> Option<&'static str> {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    match ending.as_str() {
        _ if path.split('/').any(|part| part == "_drafts") => Some("jekyll.why.draft"),
        "md" | "markdown" | "html" if path.contains('/') || !path.to_ascii_lowercase().starts_with("readme") => {
            Some("jekyll.why.page")
        }
        "jpg" | "jpeg" | "png" | "gif" | "webp" => Some("jekyll.why.unused_picture"),
        "pdf" | "doc" | "docx" | "xls" | "xlsx" | "ods" | "csv" => Some("jekyll.why.unused_file"),
        _ => None,
    }
}

/// `url` and `baseurl` of the settings, as far as they stand there plainly.
fn prefixes_of(config: &str) -> Vec<String> {
    let value = |key: &str| {
        let line = config.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
        Some(line.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']).trim_end_matches('/').to_owned())
    };
    let (url, base) = (value("url").unwrap_or_default(), value("baseurl").unwrap_or_default());
    [format!("{url}{base}"), url, base].into_iter().filter(|prefix| !prefix.is_empty()).collect()
}

/// The path of a file in a repository on a git host, from the address of its raw form or its page.
fn in_repository(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let parts: Vec<&str> = rest.splitn(6, '/').collect();
    match parts[..] {
        [host, _, _, "raw" | "blob", _, path] if host.contains("git") => Some(path),
        [host, _, _, _, ..] if host.starts_with("raw.") => rest.splitn(5, '/').nth(4),
        _ => None,
    }
}

/// Without `.` and `..`; what leaves the site is no path in it.
fn without_dots(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_its_own_addresses() {
        assert_eq!(in_repository("https://github.com/a/b/raw/gh-pages/assets/x.jpg"), Some("assets/x.jpg"));
        assert_eq!(in_repository("https://raw.example.com/a/b/main/assets/x.jpg"), Some("assets/x.jpg"));
        assert_eq!(in_repository("https://example.org/x.jpg"), None);
        assert_eq!(prefixes_of("url: \"https://a.org/\"\nbaseurl: /b # base\n"), ["https://a.org/b", "https://a.org", "/b"]);
        assert_eq!(without_dots("_posts/a/../../../x.jpg"), "x.jpg");
    }
}
