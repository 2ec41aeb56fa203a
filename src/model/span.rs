//! Where a value stood in the folder: a file and a byte range in its decoded text.

use std::sync::Arc;

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
}

/// A file that is published as it is, and never read into memory before: a scanned voucher, a drawing.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Path inside the folder, with `/`.
    pub path: String,
    /// Where it lies.
    pub disk: std::path::PathBuf,
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

    pub fn find(&self, path: &str) -> Option<FileId> {
        self.0.binary_search_by(|f| f.path.as_ref().cmp(path)).ok().map(|i| FileId(i as u32))
    }

    /// The file of a record, by its id: its path without the ending.
    pub fn record(&self, id: &str) -> Option<FileId> {
        [".md", ".csv", ".toml"].into_iter().find_map(|ending| self.find(&format!("{id}{ending}")))
    }

    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.0.iter().enumerate().map(|(i, f)| (FileId(i as u32), f))
    }
}
