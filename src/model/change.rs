//! What differs between two states of a folder: figures, rows, files; and restatements, which are such differences in a
//! period that was public already.

use jiff::civil::Date;

use super::{Exact, FileId, Money, Period, Span};

/// A figure's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amount {
    Money(Money),
    /// A count, a percentage, a score.
    Number(Exact),
}

impl Amount {
    pub fn count(n: usize) -> Self {
        Amount::Number(Exact::from_decimal(n as i128, 0))
    }

    /// As people read it.
    pub fn shown(&self) -> String {
        match self {
            Amount::Money(money) => money.to_string(),
            Amount::Number(number) => number.short(2),
        }
    }

    /// As programs read it: no separators.
    pub fn plain(&self) -> String {
        match self {
            Amount::Money(money) => money.plain(),
            Amount::Number(number) => number.short(2),
        }
    }
}

/// One figure that a file puts on public view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Of what: an account, a category, a building; empty for the file as a whole.
    pub subject: String,
    /// Which figure, as a key of `words.toml`: `figure.income`, `figure.closing`.
    pub name: &'static str,
    pub value: Amount,
}

/// One row of a table, as far as it can be told from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the row is known by, the surest first; an empty one says nothing.
    pub keys: Vec<String>,
    /// All that it says.
    pub content: String,
}

impl Row {
    /// Cells as one text. The separator is no character that a cell holds.
    pub fn joined(cells: &[&str]) -> String {
        cells.join("\u{1f}")
    }
}

/// What a file puts on public view.
#[derive(Clone, Debug, Default)]
pub struct Published {
    /// Path inside the folder.
    pub path: String,
    /// A period's name, where the file is one period's.
    pub label: String,
    pub figures: Vec<Figure>,
    /// `None` for what is no table.
    pub rows: Option<Vec<Row>>,
}

/// A figure that came, went or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureChange {
    pub subject: String,
    pub name: &'static str,
    pub old: Option<Amount>,
    pub new: Option<Amount>,
}

/// How many rows came, went or changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowCounts {
    pub added: usize,
    pub removed: usize,
    pub changed: usize,
}

impl RowCounts {
    pub fn is_none(self) -> bool {
        self == RowCounts::default()
    }
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState {
    New,
    Changed,
    /// Other bytes, the same text: another encoding, other line ends.
    Rewritten,
    Same,
    Removed,
    /// The file is the same, and figures on its page change because of another.
    Follows,
}

impl FileState {
    pub fn name(self) -> &'static str {
        match self {
            FileState::New => "new",
            FileState::Changed => "changed",
            FileState::Rewritten => "rewritten",
            FileState::Same => "same",
            FileState::Removed => "removed",
            FileState::Follows => "follows",
        }
    }
}

/// A file of two states of a folder.
#[derive(Clone, Debug)]
pub struct FileChange {
    pub path: String,
    pub label: String,
    pub state: FileState,
    pub figures: Vec<FigureChange>,
    /// `None` for what is no table.
    pub rows: Option<RowCounts>,
}

/// Whether a restatement says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It has its reason, or has been public for long.
    Owned,
    /// No reason is given.
    Unexplained,
    /// The reason given was given for an earlier one.
    OldReason,
    /// The period's table is gone.
    Gone,
    /// The reason of an earlier one was taken away, and with it what shows it.
    ReasonGone,
}

/// A period's figures that were public, and are others now.
#[derive(Clone, Debug)]
pub struct Restatement {
    /// `accounts/<period>`.
    pub record: String,
    /// Path of the table that was public.
    pub path: String,
    pub period: Period,
    pub standing: Standing,
    /// The table as it is now, at the first row that differs.
    pub place: Span,
    /// The particulars that hold, or should hold, the reason.
    pub front: Option<FileId>,
    /// The day on which the new figures came into the record; `None` where they are not yet in it, or it is not known.
    pub on: Option<Date>,
    pub reason: Option<String>,
    /// Empty where the earlier figures are not at hand, or every sum stayed the same.
    pub figures: Vec<FigureChange>,
    pub rows: RowCounts,
}

/// What there is to compare a folder with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// No git history, or it was not to be read.
    #[default]
    Nothing,
    /// A clone that was cut short.
    Shallow,
    Whole,
}

/// Restatements of a folder, and how far back they are known.
#[derive(Clone, Debug, Default)]
pub struct Restatements {
    /// By record, the oldest first.
    pub steps: Vec<Restatement>,
    /// Those that are yet to be owned.
    pub unowned: Vec<Restatement>,
    pub reach: Reach,
}
