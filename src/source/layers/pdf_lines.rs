//! The pieces of text on a page, put into lines as they are seen: programs draw them in any order, a character at a time.

/// A text drawn in one go.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Where it begins and ends along its own direction.
    pub start: f32,
    pub end: f32,
    /// How high its line stands, at right angles to its direction.
    pub level: f32,
    /// The height of its letters.
    pub height: f32,
    /// Its direction in degrees.
    pub angle: i32,
    pub text: String,
}

/// Narrower gaps stand between the letters of a word.
const SPACE: f32 = 0.3;
/// Wider gaps part columns.
const COLUMN: f32 = 1.2;

/// The lines from top to bottom; columns are parted by tabs.
pub fn lines(mut pieces: Vec<Piece>) -> Vec<String> {
    pieces.sort_by(|a, b| a.angle.cmp(&b.angle).then(b.level.total_cmp(&a.level)));
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        let fits = |line: &Vec<Piece>| {
            line.last().is_some_and(|last| {
                let near = (last.level - piece.level).abs() <= 0.4 * last.height.max(piece.height);
                last.angle == piece.angle && near
            })
        };
        match lines.last_mut().filter(|line| fits(line)) {
            Some(line) => line.push(piece),
            None => lines.push(vec![piece]),
        }
    }
    lines.into_iter().map(line).filter(|line| !line.trim().is_empty()).collect()
}

fn line(mut pieces: Vec<Piece>) -> String {
    pieces.sort_by(|a, b| a.start.total_cmp(&b.start));
    let mut text = String::new();
    let mut before: Option<Piece> = None;
    for piece in pieces {
        if let Some(last) = &before {
            // Bold letters are drawn twice by programs that have none.
            if last.text == piece.text && piece.start - last.start < 0.3 * piece.height {
                continue;
            }
            let gap = (piece.start - last.end) / last.height.max(piece.height).max(0.1);
            if !(-0.6..COLUMN).contains(&gap) {
                text.push('\t');
            } else if gap > SPACE {
                text.push(' ');
            }
        }
        text.push_str(&piece.text);
        before = Some(piece);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, start: f32, end: f32, level: f32) -> Piece {
        Piece { start, end, level, height: 10.0, angle: 0, text: text.to_owned() }
    }

    #[test]
    fn a_line_is_what_stands_side_by_side() {
        let drawn = vec![
            piece("2345678", 140.0, 175.0, 700.5),
            piece("张小三", 50.0, 80.0, 700.0),
            piece("下一行", 50.0, 80.0, 680.0),
            piece("1381", 120.0, 140.0, 700.0),
            piece("1381", 120.4, 140.4, 700.0),
        ];
        assert_eq!(lines(drawn), ["张小三\t13812345678", "下一行"]);
    }
}
