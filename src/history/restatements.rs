//! Restatements: figures of a period that were public and are others now.
//!
//! What stands in an earlier state of the folder outside its inbox was public, since all of that is built. A period whose
//! particulars said when it was published was complete; one that did not may still grow at its end, and only what it said
//! already is held against it. What is carried over from an earlier period is that period's restatement, not this one's.

mod books;
mod collected;
mod sheets;

use crate::model::{
    Community, FigureChange, FileId, Period, Reach, Restatement, Restatements, RowCounts, Span, Spanned, Standing,
};

/// An earlier state of one period: its table, its particulars, and what its figures rest on.
pub struct Version {
    /// `accounts/<period>`.
    pub record: String,
    /// The day on which it came into the record.
    pub on: jiff::civil::Date,
    pub community: Community,
}

/// A period's table in one state.
pub(super) struct Table<'a> {
    pub record: String,
    kind: Kind,
    period: Period,
    pub file: FileId,
    pub front: Option<FileId>,
    pub reason: Option<&'a Spanned<String>>,
}

/// What a table holds: each kind has figures of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Books,
    Budget,
    Collection,
    Complaints,
    Scores,
    Surveys,
}

impl Table<'_> {
    /// Files that figures of the period stand in besides its own.
    pub fn rests_on(&self) -> &'static [&'static str] {
        match self.kind {
            Kind::Books => &["accounts/balances.csv", "fund/balances.csv", "gongshi.toml"],
            _ => &["gongshi.toml"],
        }
    }
}

/// What differs in one period between two states.
#[derive(Default)]
struct Difference {
    figures: Vec<FigureChange>,
    rows: RowCounts,
    /// The first place in the new state that is not as it was; its file's beginning where nothing of it is left.
    place: Option<Span>,
    gone: bool,
}

/// Every table of a folder whose figures can be restated.
pub(super) fn tables(community: &Community) -> Vec<Table<'_>> {
    let mut tables: Vec<Table<'_>> = Vec::new();
    let mut add = |kind, period, file, front, reason| {
        let record = community.files.record_of(file);
        tables.push(Table { record, kind, period, file, front, reason });
    };
    for l in &community.accounts.ledgers {
        add(Kind::Books, l.period.value, l.file, l.front.file, l.front.reason.as_ref());
    }
    for b in &community.accounts.budgets {
        add(Kind::Budget, b.period, b.file, b.front.file, b.front.reason.as_ref());
    }
    for s in &community.collection {
        add(Kind::Collection, s.period.value, s.file, s.front.file, s.front.reason.as_ref());
    }
    for s in &community.complaints {
        add(Kind::Complaints, s.period.value, s.file, s.front.file, s.front.reason.as_ref());
    }
    for s in &community.scores {
        add(Kind::Scores, s.period.value, s.file, s.front.file, s.front.reason.as_ref());
    }
    for s in &community.surveys {
        let front = s.front.as_ref();
        add(Kind::Surveys, s.period.value, s.file, front.map(|f| f.file), front.and_then(|f| f.reason.as_ref()));
    }
    tables.retain(|table| !community.files.is_sample(table.file));
    tables
}

/// What differs in a table between two states.
fn difference(old: &Community, new: &Community, table: &Table<'_>, first: &dyn Fn(&str) -> bool) -> Option<Difference> {
    let of = |state: &Community| {
        let period = table.period;
        match table.kind {
            Kind::Books | Kind::Collection => None,
            Kind::Budget => {
                let budget = state.accounts.budgets.iter().find(|b| b.period == period)?;
                Some(sheets::planned(budget, &books::names(state, new)))
            }
            Kind::Complaints => state.complaints.iter().find(|s| s.period.value == period).map(sheets::complained),
            Kind::Scores => state.scores.iter().find(|s| s.period.value == period).map(sheets::scored),
            Kind::Surveys => state.surveys.iter().find(|s| s.period.value == period).map(sheets::answered),
        }
    };
    match table.kind {
        Kind::Books => books::difference(old, new, table.period, first),
        Kind::Collection => collected::difference(old, new, table.period),
        _ => sheets::difference(old, new, of(old), of(new)),
    }
}

/// Every restatement: those yet to be owned, by the baseline; those that were, by the versions of their periods, or else
/// by the baseline too.
pub fn restatements(now: &Community, baseline: Option<&Community>, versions: &[Version], reach: Reach) -> Restatements {
    let mut found = Restatements { reach, ..Restatements::default() };
    let present = tables(now);
    let mut pending = Vec::new();
    for table in baseline.map(tables).unwrap_or_default() {
        // A table is a baseline's, so there is one.
        let Some(old) = baseline else { continue };
        let first = |account: &str| books::first_period(old, account) == Some(table.period);
        let difference = difference(old, now, &table, &first);
        let here = present.iter().find(|t| t.record == table.record);
        // Months may have taken a quarter's place; then one of them says why.
        let here = here.or_else(|| {
            let mut over = present.iter().filter(|t| t.kind == table.kind && t.period.overlaps(table.period));
            over.clone().find(|t| t.reason.is_some()).or_else(|| over.next())
        });
        let gone = table.reason.is_some() && here.is_some_and(|t| t.reason.is_none());
        let Some(difference) = difference.or_else(|| gone.then(Difference::default)) else { continue };
        let reason = here.and_then(|t| t.reason).map(|r| r.value.clone());
        let standing = match (&reason, table.reason) {
            _ if difference.gone => Standing::Gone,
            _ if gone => Standing::ReasonGone,
            (None, _) => Standing::Unexplained,
            (Some(now), Some(then)) if *now == then.value => Standing::OldReason,
            _ => Standing::Owned,
        };
        let front = here.and_then(|t| t.front);
        let file = here.map_or(FileId(0), |t| t.file);
        let place = match standing {
            Standing::Owned => here.and_then(|t| t.reason).map(|r| r.span),
            _ => difference.place,
        };
        let restatement = Restatement {
            record: here.map_or(&table.record, |t| &t.record).clone(),
            path: old.files.path(table.file).to_owned(),
            period: table.period,
            standing,
            place: place.unwrap_or(Span::file(file)),
            front,
            on: None,
            reason: if gone { table.reason.map(|r| r.value.clone()) } else { reason },
            figures: difference.figures,
            rows: difference.rows,
        };
        match standing {
            Standing::Owned => pending.push(restatement),
            _ => found.unowned.push(restatement),
        }
    }
    for table in present.iter().filter(|t| t.reason.is_some()) {
        let before = found.steps.len();
        found.steps.extend(steps(now, table, versions));
        // The latest is told with the reason as it stands now: it may have been worded anew.
        if let Some(last) = found.steps[before..].last_mut() {
            last.reason = table.reason.map(|r| r.value.clone());
        }
        if found.steps.len() == before {
            found.steps.extend(pending.iter().filter(|p| p.record == table.record).cloned());
        }
        if found.steps.len() == before {
            found.steps.push(step(now, table, None, table.reason.map(|r| r.value.clone()), None));
        }
    }
    found
}

/// What each version of a period changed of the one before, and the present one of the last.
fn steps(now: &Community, table: &Table<'_>, versions: &[Version]) -> Vec<Restatement> {
    let own: Vec<&Version> = versions.iter().filter(|v| v.record == table.record).collect();
    let states: Vec<(Option<jiff::civil::Date>, &Community)> =
        own.iter().map(|v| (Some(v.on), &v.community)).chain([(None, now)]).collect();
    let reasons: Vec<Option<String>> = states
        .iter()
        .map(|(_, state)| tables(state).into_iter().find(|t| t.record == table.record)?.reason.map(|r| r.value.clone()))
        .collect();
    let first = |account: &str| books::first_period(now, account) == Some(table.period);
    let mut steps = Vec::new();
    for i in 1..states.len() {
        let ((_, old), (on, new)) = (states[i - 1], states[i]);
        let Some(difference) = difference(old, new, table, &first).filter(|d| !d.gone) else { continue };
        // A reason may have been committed after the figures it is for.
        let given = reasons[i..].iter().find(|reason| reason.is_some() && **reason != reasons[i - 1]).cloned().flatten();
        steps.push(step(now, table, on, given, Some(difference)));
    }
    steps
}

fn step(
    now: &Community,
    table: &Table<'_>,
    on: Option<jiff::civil::Date>,
    reason: Option<String>,
    difference: Option<Difference>,
) -> Restatement {
    let (figures, rows) = difference.map(|d| (d.figures, d.rows)).unwrap_or_default();
    Restatement {
        record: table.record.clone(),
        path: now.files.path(table.file).to_owned(),
        period: table.period,
        standing: Standing::Owned,
        place: table.reason.map_or(Span::file(table.file), |r| r.span),
        front: table.front,
        on,
        reason,
        figures,
        rows,
    }
}
