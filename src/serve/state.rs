//! What is shown: the last good site, and the problems of the last build.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;

use super::{Build, Words, fill};

/// The pages of a site, by path.
pub(super) type Pages = HashMap<String, Bytes>;

/// What every request is answered from. Replaced whole by each build.
#[derive(Clone)]
pub(super) struct State {
    /// Another one whenever the pages are other ones, also after the server was started anew.
    pub version: String,
    /// `None` until a build succeeds
    pub pages: Option<Arc<Pages>>,
    pub problems: Option<Problems>,
}

/// What the last build found, for people.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Problems {
    pub heading: String,
    pub text: String,
}

impl State {
    /// What is shown after a build: its pages, or the earlier ones if it has none. `run` tells this run of the
    /// server from others.
    pub(super) fn after(before: Option<&State>, build: Build, words: &Words, run: u128) -> State {
        let old = before.and_then(|state| state.pages.as_ref());
        let heading = match (&build.pages, old) {
            (Some(_), _) => &words.notes,
            (None, Some(_)) => &words.problems_kept,
            (None, None) => &words.problems,
        };
        let heading = fill(heading, &[("count", &build.problem_count.to_string())]);
        let problems = build.problems.map(|text| Problems { heading, text });
        let new = build.pages.map(|pages| pages.into_iter().map(|(path, page)| (path, Bytes::from(page))).collect());
        match (old, new) {
            (old, Some(new)) if old.is_none_or(|old| **old != new) => {
                let count = before.map_or(0, |state| state.count()) + 1;
                State { version: format!("{run}-{count}"), pages: Some(Arc::new(new)), problems }
            }
            (old, _) => {
                let version = before.map_or_else(|| format!("{run}-0"), |state| state.version.clone());
                State { version, pages: old.cloned(), problems }
            }
        }
    }

    fn count(&self) -> u64 {
        self.version.rsplit('-').next().and_then(|count| count.parse().ok()).unwrap_or(0)
    }
}
