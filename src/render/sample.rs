//! What a page says of the samples that `gongshi new` writes.

use super::site::Site;
use crate::model::FileId;

/// A sample's own page says that it is one, and the first page that there are some.
pub fn notice<'s>(site: &'s Site<'_>, page: &str, source: Option<FileId>) -> Option<&'s str> {
    let files = &site.community.files;
    if page == "index.html" {
        return files.iter().any(|(id, _)| files.is_sample(id)).then(|| site.strings().get("sample.site"));
    }
    source.is_some_and(|id| files.is_sample(id)).then(|| site.strings().get("sample.page"))
}
