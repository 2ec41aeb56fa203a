//! Byte offsets to lines and columns. Both count from 1; columns are characters, so they are right under Chinese text.

/// The line starts of one text.
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub fn new(text: &'a str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1));
        Lines { text, starts }
    }

    /// Line and column of a byte offset.
    pub fn position(&self, byte: usize) -> (usize, usize) {
        let byte = byte.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= byte);
        // `starts` begins with 0, so at least one start is at or before any offset.
        let start = self.starts[line - 1];
        let column = self.text.get(start..byte).map_or(0, |s| s.chars().count()) + 1;
        (line, column)
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn counts_characters() {
        let lines = Lines::new("日期,收入\n三月,x\n");
        assert_eq!(lines.position(0), (1, 1));
        assert_eq!(lines.position("日期,".len()), (1, 4));
        assert_eq!(lines.position("日期,收入\n三月,".len()), (2, 4));
        assert_eq!(lines.position(10_000), (3, 1));
    }
}
