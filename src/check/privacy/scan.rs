//! One pass over a text's bytes for the few places worth a closer look: most texts have none, and all are looked through.

/// Digits of either width without anything between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    pub start: usize,
    pub end: usize,
    pub digits: usize,
}

/// Where a text may hold something of a person's.
#[derive(Debug, Default)]
pub struct Places {
    /// In order.
    pub runs: Vec<Run>,
    /// Capital letters that follow a character beyond ASCII, as on number plates.
    pub capitals: Vec<usize>,
    /// Every `@`.
    pub ats: Vec<usize>,
}

/// Runs shorter than this are of no number that is looked for, and of no room.
const SHORTEST: usize = 3;

pub fn places(text: &str) -> Places {
    let bytes = text.as_bytes();
    let mut places = Places::default();
    let mut run = Run { start: 0, end: 0, digits: 0 };
    let mut i = 0;
    while i < bytes.len() {
        let width = match bytes[i] {
            b'0'..=b'9' => 1,
            0xEF if bytes.get(i + 1) == Some(&0xBC) && matches!(bytes.get(i + 2), Some(0x90..=0x99)) => 3,
            other => {
                if run.digits >= SHORTEST {
                    places.runs.push(run);
                }
                run.digits = 0;
                match other {
                    b'A'..=b'Z' if i > 0 && bytes[i - 1] >= 0x80 => places.capitals.push(i),
                    b'@' => places.ats.push(i),
                    _ => {}
                }
                i += 1;
                continue;
            }
        };
        if run.digits == 0 {
            run.start = i;
        }
        run.digits += 1;
        i += width;
        run.end = i;
    }
    if run.digits >= SHORTEST {
        places.runs.push(run);
    }
    places
}

/// `start..end` with so many bytes more on either side, ending between characters.
pub fn widened(text: &str, start: usize, end: usize, by: usize) -> (usize, usize) {
    let (mut from, mut to) = (start.saturating_sub(by), (end + by).min(text.len()));
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    while !text.is_char_boundary(to) {
        to += 1;
    }
    (from, to)
}
