//! Questions that several records speak of: from first mention to hearing, vote, payment and result.

use std::collections::BTreeMap;

use crate::model::{Community, FileId};

/// A question and the records that are about it.
#[derive(Clone, Debug)]
pub struct Topic<'a> {
    pub name: &'a str,
    /// Records that name it, and records that rest on one of its votes, such as a contract; each once.
    pub files: Vec<FileId>,
}

/// Every topic, in order of name.
pub fn topics(community: &Community) -> Vec<Topic<'_>> {
    let mut files_of: BTreeMap<&str, Vec<FileId>> = BTreeMap::new();
    for (name, file) in community.topics() {
        add(files_of.entry(name.trim()).or_default(), file);
    }
    files_of.remove("");
    let mut topics: Vec<Topic<'_>> = files_of.into_iter().map(|(name, files)| Topic { name, files }).collect();
    let references = community.references();
    for vote in &community.resolutions {
        for reference in references.iter().filter(|r| r.value == vote.id) {
            topics.iter_mut().filter(|t| t.files.contains(&vote.file)).for_each(|t| add(&mut t.files, reference.span.file));
        }
    }
    topics
}

fn add(files: &mut Vec<FileId>, file: FileId) {
    if !files.contains(&file) {
        files.push(file);
    }
}
