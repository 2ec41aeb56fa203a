//! How wide words are, without a font: good enough to leave room, to break long names and to see
//! which labels fit side by side. All widths are tenths of a pixel at 13 px.

/// One em: 13 px.
const EM: i32 = 130;

/// The width of `words` in tenths of a pixel. A little too wide rather than too narrow (−3 … +20 %
/// measured on DejaVu Sans and Noto Sans CJK).
pub fn width(words: &str, bold: bool) -> i32 {
    let sum: i32 = words.chars().map(advance).fold(0, i32::saturating_add);
    if bold { (i64::from(sum) * 109 / 100).min(i64::from(i32::MAX)) as i32 } else { sum }
}

/// The width of one character in tenths of a pixel.
fn advance(c: char) -> i32 {
    match c {
        '0'..='9' => EM * 64 / 100,
        ' ' | '.' | ',' | '\'' | ':' | ';' | '|' | 'i' | 'j' | 'l' | 'I' | '!' | '(' | ')' => EM * 38 / 100,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => EM,
        'A'..='Z' => EM * 72 / 100,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        // Dashes, ellipsis and curly quotes take a full em in Chinese fonts.
        '\u{2014}' | '\u{2018}'..='\u{201d}' | '\u{2026}' => EM,
        '\u{1f000}'..='\u{1faff}' => EM * 14 / 10,
        c if c >= '\u{2e80}' => EM,
        _ => EM * 62 / 100,
    }
}

/// Whether a line may not start with this character (Chinese typesetting).
fn clings(c: char) -> bool {
    "，。、；：？！）》」』】〕”’…—,.;:?!)]}%％·".contains(c)
}

/// `words` in at most `lines` lines, each at most `most` tenths of a pixel wide; what does not fit
/// ends in an ellipsis. Breaks at spaces, between wide characters, and inside a word only where the
/// word alone is too long.
pub fn wrap(words: &str, most: i32, lines: usize) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = words.trim();
    while !rest.is_empty() && out.len() < lines {
        let last = out.len() + 1 == lines;
        if width(rest, false) <= most {
            out.push(rest.to_owned());
            return out;
        }
        let room = if last { most - EM } else { most };
        let cut = break_at(rest, room);
        let line = rest[..cut].trim_end();
        out.push(if last { format!("{line}…") } else { line.to_owned() });
        rest = rest[cut..].trim_start();
    }
    out
}

/// The byte at which a line of `room` tenths of a pixel ends; never 0 for text that is not empty.
fn break_at(text: &str, room: i32) -> usize {
    let mut used = 0;
    let mut best = None;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let between = before.is_some_and(|b| b == ' ' || b >= '\u{2e80}' || c >= '\u{2e80}');
        if between && !clings(c) && c != ' ' {
            best = Some(at);
        }
        used += advance(c);
        if used > room && at > 0 {
            return best.unwrap_or(at);
        }
        before = Some(c);
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_count_chinese_as_one_em() {
        assert_eq!(width("收入", false), 260);
        assert_eq!(width("", true), 0);
        assert!(width("收入", true) > 260);
    }

    #[test]
    fn long_names_wrap_and_end_in_an_ellipsis() {
        assert_eq!(wrap("保洁", 2_800, 2), ["保洁"]);
        let name = "设".repeat(60);
        let lines = wrap(&name, 2_800, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'));
        assert!(lines.iter().all(|line| width(line, false) <= 2_800));
        assert_eq!(wrap("", 2_800, 2), Vec::<String>::new());
        assert_eq!(wrap("lift repair", 600, 2), ["lift", "repair"]);
        assert_eq!(wrap("甲乙，丙丁", 270, 3), ["甲", "乙，", "丙丁"]);
        // Narrower than one character: still one each, and an end.
        assert_eq!(wrap("甲乙丙", 1, 2), ["甲", "乙…"]);
    }
}
