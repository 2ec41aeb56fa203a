//! Restatements: figures of a period that were public and are others now.
//!
//! What stands in an earlier state of the folder outside its inbox was public, since all of that is built. A period whose
//! particulars said when it was published was complete; one that did not may still grow at its end, and only what it said
//! already is held against it. What is carried over from an earlier period is that period's restatement, not this one's.

mod books;
mod collected;

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

/// A period's table in one state, whatever its kind.
struct Table<'a> {
    record: String,
    period: Period,
    file: FileId,
    front: Option<FileId>,
    reason: Option<&'a Spanned<String>>,
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

fn tables(community: &Community) -> Vec<Table<'_>> {
    let books = community.accounts.ledgers.iter().map(|ledger| Table {
        record: format!("accounts/{}", ledger.period.value),
        period: ledger.period.value,
        file: ledger.file,
        front: ledger.front.file,
        reason: ledger.front.reason.as_ref(),
    });
    let collected = community.collection.iter().map(|sheet| Table {
        record: sheet.id(),
        period: sheet.period.value,
        file: sheet.file,
        front: sheet.front.file,
        reason: sheet.front.reason.as_ref(),
    });
    books.chain(collected).filter(|table| !community.files.is_sample(table.file)).collect()
}

/// `whole`: whether the old state is a whole folder, not one period's files.
fn difference(old: &Community, new: &Community, table: &Table<'_>, first: &dyn Fn(&str) -> bool) -> Option<Difference> {
    if table.record.starts_with("accounts/") {
        books::difference(old, new, table.period, first)
    } else {
        collected::difference(old, new, table.period)
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
            let kind = table.record.split('/').next().unwrap_or_default();
            let mut over = present.iter().filter(|t| t.record.starts_with(kind) && t.period.overlaps(table.period));
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
