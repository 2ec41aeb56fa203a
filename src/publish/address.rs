//! Which page paths are accepted, and that no two pages want the same place.

use std::collections::HashSet;

use super::error::{BadPath, PublishError};

/// The file that says of a folder that gongshi made it.
pub(super) const MARKER: &str = ".gongshi-site";

/// Most file systems hold no longer name.
const LONGEST_NAME: usize = 255;

/// Refuses a path that would leave the site, or that some file system could not hold.
pub(super) fn accept(page: &str) -> Result<(), PublishError> {
    match fault(page) {
        None => Ok(()),
        Some(why) => Err(PublishError::BadPath { page: page.to_owned(), why }),
    }
}

fn fault(page: &str) -> Option<BadPath> {
    if page.starts_with('/') || (cfg!(windows) && page.as_bytes().get(1) == Some(&b':')) {
        return Some(BadPath::Absolute);
    }
    // No address needs a control character, and a listing with one could lie.
    if page.bytes().any(|c| c.is_ascii_control() || (cfg!(windows) && br#"\:*?"<>|"#.contains(&c))) {
        return Some(BadPath::Character);
    }
    for part in page.split('/') {
        if part.is_empty() {
            return Some(BadPath::Empty);
        }
        if part == "." || part == ".." {
            return Some(BadPath::Dots);
        }
        if part.len() > LONGEST_NAME {
            return Some(BadPath::TooLong);
        }
    }
    (page == MARKER).then_some(BadPath::Reserved)
}

/// The folder that a page or folder lies in; `""` for the root of the site.
pub(super) fn parent(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..at])
}

/// Every page and folder of the new site.
#[derive(Default)]
pub(super) struct Claims {
    pages: HashSet<String>,
    folders: HashSet<String>,
}

impl Claims {
    /// For about so many pages.
    pub(super) fn expecting(pages: usize) -> Claims {
        Claims { pages: HashSet::with_capacity(pages), folders: HashSet::new() }
    }

    /// Takes the path for one page: nobody else may have it, as a page or as a folder.
    pub(super) fn take(&mut self, page: &str) -> Result<(), PublishError> {
        if self.folders.contains(page) {
            return Err(PublishError::ClashingPages { page: page.to_owned(), with: format!("{page}/") });
        }
        // A folder that is known has known parents, so most pages look no further than their own.
        let mut folder = parent(page);
        while !folder.is_empty() && !self.folders.contains(folder) {
            if self.pages.contains(folder) {
                return Err(PublishError::ClashingPages { page: page.to_owned(), with: folder.to_owned() });
            }
            self.folders.insert(folder.to_owned());
            folder = parent(folder);
        }
        if !self.pages.insert(page.to_owned()) {
            return Err(PublishError::DuplicatePage { page: page.to_owned() });
        }
        Ok(())
    }

    pub(super) fn has_page(&self, page: &str) -> bool {
        self.pages.contains(page)
    }

    pub(super) fn has_folder(&self, folder: &str) -> bool {
        self.folders.contains(folder)
    }

    /// The folders of the site, without its root.
    pub(super) fn folders(&self) -> impl Iterator<Item = &str> {
        self.folders.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_leave_the_site_or_no_disk_could_hold_are_refused() {
        let long = "长".repeat(86);
        for (page, why) in [
            ("", BadPath::Empty),
            ("/etc/passwd", BadPath::Absolute),
            ("../site.html", BadPath::Dots),
            ("a/../../b", BadPath::Dots),
            ("a/./b", BadPath::Dots),
            ("a//b", BadPath::Empty),
            ("a/", BadPath::Empty),
            ("a\0b", BadPath::Character),
            ("a\nb", BadPath::Character),
            (long.as_str(), BadPath::TooLong),
            (".gongshi-site", BadPath::Reserved),
        ] {
            assert_eq!(fault(page), Some(why), "{page:?}");
        }
        for page in ["index.html", "rules/管理规约/2021-01-01..2023-05-01.html", "..a", "a/.gongshi-site"] {
            assert_eq!(fault(page), None, "{page:?}");
        }
        assert_eq!(fault(&"长".repeat(85)), None);
    }

    #[test]
    fn a_path_is_one_page_or_one_folder() {
        let mut claims = Claims::default();
        assert!(claims.take("a/b/c.html").is_ok());
        assert!(claims.take("a/b/d.html").is_ok());
        assert!(matches!(claims.take("a/b/c.html"), Err(PublishError::DuplicatePage { .. })));
        assert!(matches!(claims.take("a/b"), Err(PublishError::ClashingPages { .. })));
        assert!(matches!(claims.take("a"), Err(PublishError::ClashingPages { .. })));
        assert!(matches!(claims.take("a/b/c.html/e/f"), Err(PublishError::ClashingPages { .. })));
    }
}
