//! The git host whose runner this process runs on, as far as its environment says.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::Outcome;
use super::words::{say, words};
use crate::diagnostic::{Changes, Diagnostic, github_summary};
use crate::model::{Files, Locale};

pub struct GitHost {
    /// The checked folder's path in the repository: empty, or ending in `/`.
    pub folder: String,
    /// Where the repository's files can be read on the web, ending in `/`.
    web: Option<String>,
    /// The file that the host shows when the job is done.
    summary: Option<PathBuf>,
}

impl GitHost {
    /// `source_url` is where the folder's own settings say that its files can be read.
    pub fn here(dir: &Path, source_url: Option<&str>) -> Self {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let root = variable("GITHUB_WORKSPACE").map_or_else(|| PathBuf::from("."), PathBuf::from);
        let folder = match (dir.canonicalize(), root.canonicalize()) {
            (Ok(dir), Ok(root)) => dir.strip_prefix(&root).map(Path::to_path_buf).unwrap_or_default(),
            _ => PathBuf::new(),
        };
        let folder: String = folder.iter().map(|part| format!("{}/", part.to_string_lossy())).collect();
        let here = || {
            let (server, repository, commit) =
                (variable("GITHUB_SERVER_URL")?, variable("GITHUB_REPOSITORY")?, variable("GITHUB_SHA")?);
            Some(format!("{server}/{repository}/blob/{commit}/{folder}"))
        };
        let web = here().or_else(|| source_url.map(|url| format!("{}/", url.trim_end_matches('/'))));
        GitHost { web, summary: variable("GITHUB_STEP_SUMMARY").map(PathBuf::from), folder }
    }

    /// Adds to the job's summary, where the host has one.
    ///
    /// # Errors
    /// When the summary cannot be written, which has then been said.
    pub fn summarise(
        &self,
        diagnostics: &[Diagnostic],
        files: &Files,
        locale: Locale,
        summary: &str,
        changes: Option<&Changes<'_>>,
    ) -> Result<(), Outcome> {
        let Some(path) = &self.summary else { return Ok(()) };
        let line = |file: &str, line: usize| {
            let web = self.web.as_ref()?;
            Some(format!("{web}{}#L{line}", crate::diagnostic::uri_path(file)))
        };
        let text = github_summary(diagnostics, files, locale, summary, line, changes);
        let written = OpenOptions::new().append(true).create(true).open(path).and_then(|mut f| f.write_all(text.as_bytes()));
        written.map_err(|error| {
            let values = [("path", path.display().to_string()), ("why", error.to_string())];
            let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
            say(&words().fill("check.summary_unwritten", locale, &values));
            Outcome::Unusable
        })
    }
}
