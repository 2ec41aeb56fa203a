//! Where a value stood in the folder: a file and a byte range in its decoded text.

use std::sync::Arc;

use super::Layer;

/// Index of a file in [`Files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A byte range in the decoded text of one file. Bytes, so that it is cheap to carry; lines and
/// columns in characters are worked out only when a diagnostic is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The span of `start..end` in `file`. Texts are bounded well below 4 GiB (see `source::folder`).
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        Span { file, start: start as u32, end: end.max(start) as u32 }
    }

    /// The very beginning of a file: for what is wrong with the file as a whole.
    pub fn file(file: FileId) -> Self {
        Span { file, start: 0, end: 0 }
    }
}

/// A value and where it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

impl<T> Spanned<T> {
    pub fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }

    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), span: self.span }
    }

    pub fn as_ref(&self) -> Spanned<&T> {
        Spanned { value: &self.value, span: self.span }
    }
}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// How a file's bytes were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf8Bom,
    Utf16Le,
    Utf16Be,
    Gb18030,
}

/// A text file of the folder, decoded once.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path inside the folder, with `/`.
    pub path: Arc<str>,
    /// The decoded text, without a byte order mark; line ends as they were.
    pub text: String,
    pub encoding: Encoding,
    /// The bytes as they were, where they differ from `text` (anything but plain UTF-8): the copy
    /// under `data/source/` is the file itself, not our reading of it.
    pub original: Option<Vec<u8>>,
    /// False where the bytes could not be read as text, or were not to be read: no record comes from it.
    pub readable: bool,
}

impl SourceFile {
    /// The bytes of the file on disk.
    pub fn bytes(&self) -> &[u8] {
        self.original.as_deref().unwrap_or(self.text.as_bytes())
    }

    /// `# gongshi: sample` or `# gongshi: 样例` in the first line, or the one after a front matter's fence.
    fn is_sample(&self) -> bool {
        let mut lines = self.text.lines();
        let first = lines.next().unwrap_or_default().trim_end();
        let line = if matches!(first, "+++" | "---") { lines.next().unwrap_or_default() } else { first };
        // A spreadsheet puts a cell with a comma into quotes when it saves.
        let marked = line.trim_start_matches('"').strip_prefix('#').and_then(|rest| rest.trim_start().strip_prefix("gongshi"));
        let word = marked.and_then(|rest| rest.trim_start().strip_prefix([':', '：'])).map(str::trim_start);
        word.is_some_and(|word| word.starts_with("sample") || word.starts_with("样例"))
    }
}

/// What a camera or an editor wrote into a picture, unseen by who looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoNote {
    /// Where it was taken.
    Position,
    /// Who made it.
    Author,
}

/// A file that is published as it is: a scanned voucher, a drawing. Where it is a text file, its text is among [`Files`].
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Path inside the folder, with `/`.
    pub path: String,
    /// Where it lies.
    pub disk: std::path::PathBuf,
    pub notes: Vec<PhotoNote>,
    pub layer: Layer,
}

/// Every text file of a folder, in path order.
#[derive(Clone, Debug, Default)]
pub struct Files(pub Vec<SourceFile>);

impl Files {
    pub fn get(&self, id: FileId) -> &SourceFile {
        &self.0[id.0 as usize]
    }

    pub fn path(&self, id: FileId) -> &str {
        &self.get(id).path
    }

    /// The text a span covers.
    pub fn text(&self, span: Span) -> &str {
        let text = &self.get(span.file).text;
        text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// The whole lines that a span touches.
    pub fn lines(&self, span: Span) -> &str {
        let text = &self.get(span.file).text;
        let (start, end) = ((span.start as usize).min(text.len()), (span.end as usize).min(text.len()));
        let from = text.get(..start).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
        let to = text.get(end..).and_then(|t| t.find('\n')).map_or(text.len(), |i| end + i);
        text.get(from..to).unwrap_or_default()
    }

    /// Whether a file says of itself that it is a sample, as `gongshi new` writes them: nothing that happened here, so
    /// nothing that a duty could have begun with. Its page says so too.
    pub fn is_sample(&self, id: FileId) -> bool {
        self.get(id).is_sample()
    }

    pub fn find(&self, path: &str) -> Option<FileId> {
        self.0.binary_search_by(|f| f.path.as_ref().cmp(path)).ok().map(|i| FileId(i as u32))
    }

    /// The id of the record a file holds: its path without the ending.
    pub fn record_of(&self, file: FileId) -> String {
        let path = self.path(file);
        path.rsplit_once('.').map_or(path, |(record, _)| record).to_owned()
    }

    /// The file of a record, by its id: its path without the ending.
    pub fn record(&self, id: &str) -> Option<FileId> {
        [".md", ".csv", ".toml"].into_iter().find_map(|ending| self.find(&format!("{id}{ending}")))
    }

    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.0.iter().enumerate().map(|(i, f)| (FileId(i as u32), f))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_sample(text: &str) -> bool {
        let path = Arc::from("a.csv");
        SourceFile { path, text: text.to_owned(), encoding: Encoding::Utf8, original: None, readable: true }.is_sample()
    }

    #[test]
    fn a_sample_says_so_where_its_text_begins() {
        let marked = [
            "# gongshi: sample\na,b\n",
            "# gongshi：样例，请替换\r\n",
            "\"# gongshi: sample, a\",,\n",
            "+++\n# gongshi: sample\n+++\n",
        ];
        assert!(marked.into_iter().all(is_sample));
        let real =
            ["", "# Sample Gardens\n", "a,b\n# gongshi: sample\n", "# gongshi\n", "+++\ntitle = \"x\"\n# gongshi: sample\n+++\n"];
        assert!(!real.into_iter().any(is_sample));
    }
}
