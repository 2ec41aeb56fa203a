//! The lines of a Markdown text, with what can be said of each without its neighbours' meaning.

/// One line. Offsets are bytes in the body.
pub struct Line {
    pub start: usize,
    /// Without the line break.
    pub end: usize,
    /// In a code fence, or one of its marks.
    pub fenced: bool,
    /// Begins an HTML comment that is all there is on its last line.
    pub comment: bool,
    /// A later line of such a comment.
    pub inside_comment: bool,
}

/// Cuts a text into lines.
pub fn lines(body: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut fence: Option<&str> = None;
    let mut comment_end = 0;
    // Comments up to here have been looked at, so that no text is searched twice for their end.
    let mut searched = 0;
    for whole in body.split_inclusive('\n') {
        let text = whole.trim_end_matches(['\n', '\r']);
        let trimmed = text.trim_start();
        let inside_comment = start < comment_end;
        let mut comment = false;
        let mark = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        let fenced = !inside_comment && (fence.is_some() || mark.is_some());
        if fenced {
            fence = match (fence, mark) {
                (Some(open), Some(mark)) if open == mark => None,
                (None, mark) => mark,
                (open, _) => open,
            };
        } else if start >= searched && trimmed.starts_with("<!--") {
            let end = body[start..].find("-->").map_or(body.len(), |at| start + at + "-->".len());
            let rest = body[end..].split('\n').next().unwrap_or_default();
            comment = rest.trim().is_empty();
            comment_end = if comment { end } else { comment_end };
            searched = end;
        }
        lines.push(Line { start, end: start + text.len(), fenced, comment, inside_comment });
        start += whole.len();
    }
    lines
}

impl Line {
    pub fn text<'b>(&self, body: &'b str) -> &'b str {
        &body[self.start..self.end]
    }

    pub fn is_blank(&self, body: &str) -> bool {
        // The first character decides; only blank lines are read to their end.
        self.text(body).chars().all(char::is_whitespace)
    }

    /// Whether Markdown marks in this line mean what they say.
    pub fn is_plain(&self) -> bool {
        !self.fenced && !self.comment && !self.inside_comment
    }

    /// The level of a heading that begins with `#`.
    pub fn hashes(&self, body: &str) -> Option<u8> {
        let text = self.text(body).trim_start_matches(' ');
        if !text.starts_with('#') {
            return None;
        }
        let level = text.bytes().take_while(|&b| b == b'#').count();
        let after = text[level..].chars().next();
        let is_heading = self.is_plain() && (1..=6).contains(&level) && after.is_none_or(char::is_whitespace);
        is_heading.then_some(level as u8)
    }

    /// `===` or `---` below a line makes it a heading.
    pub fn is_underline(&self, body: &str) -> bool {
        let text = self.text(body).trim_ascii();
        let mark = text.bytes().next().filter(|b| matches!(b, b'=' | b'-'));
        self.is_plain() && text.len() >= 3 && mark.is_some_and(|mark| text.bytes().all(|b| b == mark))
    }

    /// A rule across the page: `---`, `* * *`.
    pub fn is_break(&self, body: &str) -> bool {
        let text = self.text(body).trim_ascii();
        let Some(mark @ (b'-' | b'*' | b'_')) = text.bytes().next() else { return false };
        let marks = text.bytes().filter(|&b| b == mark).count();
        self.is_plain() && marks >= 3 && text.bytes().all(|b| b == mark || b.is_ascii_whitespace())
    }

    /// Whether a sentence ends with this line, or the line break itself is marked.
    pub fn ends_sentence(&self, body: &str) -> bool {
        let text = self.text(body);
        text.ends_with("  ")
            || text.trim_end().ends_with([
                '。', '．', '.', '；', ';', '：', ':', '！', '!', '？', '?', '）', ')', '】', '」', '”', '>', '*', '\\',
            ])
    }
}
