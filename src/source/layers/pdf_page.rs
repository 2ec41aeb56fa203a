//! What a page of a PDF draws: its operations followed as far as they move and show text.

use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::pdf::{Budget, Fonts, LARGEST_STREAM};
use super::pdf_font::Font;
use super::pdf_lines::{Piece, lines};

/// Forms within forms.
const DEEPEST: usize = 8;
/// How deep the graphics state may be saved.
const MOST_SAVED: usize = 1000;

/// What is on a page.
#[derive(Default)]
pub struct Drawn {
    pub lines: Vec<String>,
    /// Characters that can be read, and those that no table names.
    pub characters: usize,
    pub unreadable: usize,
    pub pictures: usize,
    pub shapes: usize,
    /// A part of it is not in the file, or could not be unpacked.
    pub is_missing: bool,
}

/// A coordinate system in another: `[a b c d e f]`.
type Matrix = [f32; 6];
const PLAIN: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn times(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

#[derive(Clone)]
struct State {
    page: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    between_letters: f32,
    stretch: f32,
    leading: f32,
}

/// Follows the operations of a page.
pub struct Reader<'a, 'b> {
    document: &'a Document,
    fonts: &'b mut Fonts,
    budget: &'b mut Budget,
    drawn: Drawn,
    pieces: Vec<Piece>,
}

impl<'a, 'b> Reader<'a, 'b> {
    pub fn new(document: &'a Document, fonts: &'b mut Fonts, budget: &'b mut Budget) -> Self {
        Reader { document, fonts, budget, drawn: Drawn::default(), pieces: Vec::new() }
    }

    pub fn page(&mut self, page: ObjectId) -> Drawn {
        let mut resources = Vec::new();
        if let Ok((own, named)) = self.document.get_page_resources(page) {
            resources.extend(own);
            resources.extend(named.into_iter().filter_map(|id| self.document.get_dictionary(id).ok()));
        }
        self.drawn.is_missing = self.document.get_page_contents(page).iter().any(|id| !self.document.has_object(*id));
        let limit = self.budget.bytes.min(LARGEST_STREAM);
        match self.document.get_page_content_with_limit(page, limit) {
            Ok(content) => {
                let state = State { page: PLAIN, font: None, size: 1.0, between_letters: 0.0, stretch: 1.0, leading: 0.0 };
                self.follow(&content, &resources, state, 0);
            }
            Err(_) => self.budget.bytes = 0,
        }
        self.drawn.lines = lines(std::mem::take(&mut self.pieces));
        std::mem::take(&mut self.drawn)
    }

    fn follow(&mut self, content: &[u8], resources: &[&'a Dictionary], mut state: State, depth: usize) {
        self.budget.bytes = self.budget.bytes.saturating_sub(content.len());
        let mut saved: Vec<State> = Vec::new();
        let (mut text, mut line) = (PLAIN, PLAIN);
        for operation in Content::decode_iter(content) {
            let Ok(Operation { operator, operands }) = operation else { break };
            self.budget.operations = self.budget.operations.saturating_sub(1);
            if self.budget.is_spent() {
                return;
            }
            let number = |i: usize| operands.get(i).and_then(|o| o.as_float().ok()).unwrap_or(0.0);
            let matrix = || [number(0), number(1), number(2), number(3), number(4), number(5)];
            let mut next_line = |x: f32, y: f32, text: &mut Matrix| {
                line = times([1.0, 0.0, 0.0, 1.0, x, y], line);
                *text = line;
            };
            match operator.as_str() {
                "q" if saved.len() < MOST_SAVED => saved.push(state.clone()),
                "Q" => state = saved.pop().unwrap_or(state),
                "cm" => state.page = times(matrix(), state.page),
                "BT" => (text, line) = (PLAIN, PLAIN),
                "Tf" => {
                    state.font = operands.first().and_then(|o| o.as_name().ok()).and_then(|name| self.font(resources, name));
                    state.size = number(1);
                }
                "Tc" => state.between_letters = number(0),
                "Tz" => state.stretch = number(0) / 100.0,
                "TL" => state.leading = number(0),
                "Td" => next_line(number(0), number(1), &mut text),
                "TD" => {
                    state.leading = -number(1);
                    next_line(number(0), number(1), &mut text);
                }
                "T*" => next_line(0.0, -state.leading, &mut text),
                "Tm" => {
                    line = matrix();
                    text = line;
                }
                "Tj" | "TJ" => self.show(operands.first(), &state, &mut text),
                "'" | "\"" => {
                    next_line(0.0, -state.leading, &mut text);
                    self.show(operands.last(), &state, &mut text);
                }
                "Do" => {
                    if let Some(name) = operands.first().and_then(|o| o.as_name().ok()) {
                        self.draw(resources, name, &state, depth);
                    }
                }
                "BI" => self.drawn.pictures += 1,
                "re" | "l" | "c" | "v" | "y" => self.drawn.shapes += 1,
                _ => {}
            }
        }
    }

    /// A picture, or a form with operations of its own.
    fn draw(&mut self, resources: &[&'a Dictionary], name: &[u8], state: &State, depth: usize) {
        let found = named(self.document, resources, b"XObject", name).and_then(|(_, object)| object.as_stream().ok());
        let Some(stream): Option<&'a Stream> = found else { return };
        if stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Image") {
            self.drawn.pictures += 1;
            return;
        }
        let limit = self.budget.bytes.min(LARGEST_STREAM);
        self.budget.forms = self.budget.forms.saturating_sub(1);
        if depth >= DEEPEST || self.budget.forms == 0 {
            return;
        }
        let Ok(content) = stream.get_plain_content_with_limit(limit) else {
            self.drawn.is_missing = true;
            return;
        };
        let own = stream.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict);
        let own: Vec<&'a Dictionary> = own.into_iter().chain(resources.iter().copied()).collect();
        let mut inner = state.clone();
        if let Ok(list) = stream.dict.get_deref(b"Matrix", self.document).and_then(Object::as_array)
            && list.len() == 6
        {
            let matrix: Vec<f32> = list.iter().map(|o| o.as_float().unwrap_or(0.0)).collect();
            inner.page = times([matrix[0], matrix[1], matrix[2], matrix[3], matrix[4], matrix[5]], inner.page);
        }
        self.follow(&content, &own, inner, depth + 1);
    }

    fn font(&mut self, resources: &[&'a Dictionary], name: &[u8]) -> Option<Rc<Font>> {
        let (id, object) = named(self.document, resources, b"Font", name)?;
        if let Some(known) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(known.clone());
        }
        let font = Rc::new(Font::read(object.as_dict().ok()?, self.document));
        if let Some(id) = id {
            self.fonts.insert(id, font.clone());
        }
        Some(font)
    }

    /// Shows a string, or a list of strings with moves between them, and goes on behind it.
    fn show(&mut self, shown: Option<&Object>, state: &State, text: &mut Matrix) {
        match shown {
            Some(Object::String(bytes, _)) => self.show_string(bytes, state, text),
            Some(Object::Array(parts)) => {
                for part in parts {
                    match part {
                        Object::String(bytes, _) => self.show_string(bytes, state, text),
                        move_back => {
                            let by = move_back.as_float().unwrap_or(0.0);
                            go_on(text, -by / 1000.0 * state.size * state.stretch);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn show_string(&mut self, bytes: &[u8], state: &State, text: &mut Matrix) {
        let Some(font) = &state.font else { return };
        let (said, width, count) = font.text(bytes);
        let advance = (width / 1000.0 * state.size + count as f32 * state.between_letters) * state.stretch;
        match said {
            Some(said) => {
                let at = times(*text, state.page);
                self.drawn.characters += said.chars().filter(|c| !c.is_whitespace()).count();
                self.pieces.extend(piece(said, at, advance, state.size));
            }
            None => self.drawn.unreadable += count,
        }
        go_on(text, advance);
    }
}

fn go_on(text: &mut Matrix, by: f32) {
    *text = times([1.0, 0.0, 0.0, 1.0, by, 0.0], *text);
}

/// A text with its place along the direction in which it is written.
fn piece(text: String, at: Matrix, advance: f32, size: f32) -> Option<Piece> {
    let scale = at[0].hypot(at[1]);
    let (x, y) = if scale > 0.0 { (at[0] / scale, at[1] / scale) } else { (1.0, 0.0) };
    let start = at[4] * x + at[5] * y;
    let level = at[5] * x - at[4] * y;
    let end = start + advance * scale;
    let height = (at[2].hypot(at[3]) * size).abs();
    let angle = y.atan2(x).to_degrees().round() as i32;
    let real = [start, end, level, height].iter().all(|n| n.is_finite());
    real.then_some(Piece { start, end, level, height, angle, text })
}

/// What a resource's name stands for, with its id where it has one.
fn named<'a>(
    document: &'a Document,
    resources: &[&'a Dictionary],
    category: &[u8],
    name: &[u8],
) -> Option<(Option<ObjectId>, &'a Object)> {
    resources.iter().find_map(|resources| {
        let list = resources.get_deref(category, document).and_then(Object::as_dict).ok()?;
        let object = list.get(name).ok()?;
        let (id, object) = document.dereference(object).ok()?;
        Some((id, object))
    })
}
