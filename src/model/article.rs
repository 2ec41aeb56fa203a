//! A rule's text as its articles, and what stands around them.

/// How a rule's text numbers its articles, strongest first: a text has one scheme, the strongest it uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scheme {
    /// 第三条, 第3条, 第三条之一.
    Tiao,
    /// § 3, § 9a.
    SectionSign,
    /// Article 3, Article IV.
    Article,
    /// Section 3.
    Section,
    /// Headings that begin with a number: `## 3. Quorum`, `## 三、表决`.
    NumberedHeading,
    /// Paragraphs that begin with a number: `3. …`, `三、…`.
    Numbered,
    /// No numbered articles: the whole text stands in [`Other`] blocks.
    #[default]
    None,
}

/// The number of an article. 第三条之一 is 3 and 1, § 9a is 9 and 1, `3.2` is 3 and 2; they sort as in the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleNumber {
    pub main: u32,
    pub sub: Vec<u32>,
}

impl ArticleNumber {
    /// The ASCII id of the article in its text: `a3`, `a3-1`. Unique there, since numbers go up.
    pub fn anchor(&self) -> String {
        self.sub.iter().fold(format!("a{}", self.main), |id, part| format!("{id}-{part}"))
    }
}

/// One article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// The number as written: 第三条, § 9a, Article 4.
    pub label: String,
    pub number: ArticleNumber,
    /// See [`ArticleNumber::anchor`].
    pub anchor: String,
    /// What follows the number, as Markdown, without the blank space around it.
    pub text: String,
    /// Whether the first line of `text` is the article's title: the rest of a heading or of a bold line.
    pub titled: bool,
    /// Byte range in the body, with its heading marks and the blank lines after it.
    pub start: usize,
    pub end: usize,
    /// Line in the body, from 1.
    pub line: usize,
}

impl Article {
    /// The title, where the article has one: the rest of its heading or bold line, or what stands in 【】.
    pub fn title(&self) -> Option<&str> {
        self.split_title().0
    }

    /// The text without the title.
    pub fn after_title(&self) -> &str {
        self.split_title().1
    }

    fn split_title(&self) -> (Option<&str>, &str) {
        let (first, rest) = self.text.split_once('\n').unwrap_or((&self.text, ""));
        if self.titled {
            return (Some(first.trim_end().trim_matches('*')), rest.trim_start());
        }
        match first.strip_prefix('【').and_then(|inner| inner.split_once('】')) {
            Some((title, _)) => {
                let after = '【'.len_utf8() + title.len() + '】'.len_utf8();
                (Some(title), self.text[after..].trim_start())
            }
            None => (None, &self.text),
        }
    }
}

/// What a block outside the articles is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OtherKind {
    /// Text before the first article and chapter: how the rule came about, a foreword.
    Preamble,
    /// The title, a chapter, a section: `## 第一章 总则`, or 第一章 总则 on a line of its own.
    Heading { level: u8 },
    /// Text after that belongs to no article: a history note, a signature, an annex, a rule `---`.
    Note,
    /// An HTML comment.
    Comment,
}

impl OtherKind {
    /// The name in JSON and templates.
    pub fn name(self) -> &'static str {
        match self {
            OtherKind::Preamble => "preamble",
            OtherKind::Heading { .. } => "heading",
            OtherKind::Note => "note",
            OtherKind::Comment => "comment",
        }
    }
}

/// A block that is not an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    pub kind: OtherKind,
    /// Its Markdown, without the blank space around it.
    pub text: String,
    /// Byte range in the body, with the blank lines after it.
    pub start: usize,
    pub end: usize,
}

/// A part of a rule's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Article(Article),
    Other(Other),
}

impl Block {
    /// Byte range in the body.
    pub fn range(&self) -> std::ops::Range<usize> {
        match self {
            Block::Article(article) => article.start..article.end,
            Block::Other(other) => other.start..other.end,
        }
    }
}

/// A rule's text in blocks, in order. Their byte ranges follow one another without a gap, from the first
/// byte of the body to its last: nothing of a rule is lost, whatever its form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleText {
    pub scheme: Scheme,
    pub blocks: Vec<Block>,
}

impl RuleText {
    /// The articles, in order of their numbers.
    pub fn articles(&self) -> impl Iterator<Item = &Article> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Article(article) => Some(article),
            Block::Other(_) => None,
        })
    }

    /// Everything else, in order.
    pub fn others(&self) -> impl Iterator<Item = &Other> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Other(other) => Some(other),
            Block::Article(_) => None,
        })
    }
}
