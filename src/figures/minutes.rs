//! Promises followed from meeting to meeting.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::jurisdiction::Jurisdiction;
use crate::model::Community;
use crate::model::minutes::Minutes;

/// A promise as it stands, after every meeting that named it.
#[derive(Clone, Debug)]
pub struct Promise {
    pub id: String,
    pub what: String,
    pub owner: String,
    pub due: Option<Date>,
    pub done_on: Option<Date>,
    pub outcome: Option<String>,
    /// Every mention: meeting and action index, in order of date. The first is where it was made.
    pub mentions: Vec<(usize, usize)>,
    /// Days past the due date: to the day it was done, or to the day of the record.
    pub days_late: Option<i32>,
}

impl Promise {
    pub fn is_open(&self) -> bool {
        self.done_on.is_none()
    }

    pub fn is_overdue(&self) -> bool {
        self.is_open() && self.days_late.is_some()
    }
}

#[derive(Debug, Default)]
pub struct Figures {
    /// In order of the meeting that made them, then of their place in it.
    pub promises: Vec<Promise>,
}

impl Figures {
    pub fn find(&self, id: &str) -> Option<&Promise> {
        self.promises.iter().find(|p| p.id == id)
    }

    /// Open promises, the most overdue first.
    pub fn open(&self) -> Vec<&Promise> {
        let mut open: Vec<&Promise> = self.promises.iter().filter(|p| p.is_open()).collect();
        open.sort_by_key(|p| p.due.unwrap_or(Date::MAX));
        open
    }
}

pub fn work_out(community: &Community, _: &Jurisdiction, as_of: Date) -> Figures {
    let mut by_id: BTreeMap<&str, usize> = BTreeMap::new();
    let mut figures = Figures::default();
    for (m, minutes) in community.minutes.iter().enumerate() {
        for a in 0..minutes.actions.len() {
            let id = minutes.actions[a].id.value.as_str();
            let index = *by_id.entry(id).or_insert_with(|| {
                figures.promises.push(Promise {
                    id: id.to_owned(),
                    what: String::new(),
                    owner: String::new(),
                    due: None,
                    done_on: None,
                    outcome: None,
                    mentions: Vec::new(),
                    days_late: None,
                });
                figures.promises.len() - 1
            });
            update(&mut figures.promises[index], minutes, m, a);
        }
    }
    for promise in &mut figures.promises {
        let until = promise.done_on.unwrap_or(as_of);
        promise.days_late = promise.due.map(|due| days_between(due, until)).filter(|days| *days > 0);
    }
    figures
}

/// A later meeting says only what changed.
fn update(promise: &mut Promise, minutes: &Minutes, meeting: usize, index: usize) {
    let action = &minutes.actions[index];
    if let Some(what) = &action.what {
        promise.what.clone_from(what);
    }
    if let Some(owner) = &action.owner {
        promise.owner.clone_from(owner);
    }
    promise.due = action.due.as_ref().map(|d| d.value).or(promise.due);
    promise.done_on = action.done_on.as_ref().map(|d| d.value).or(promise.done_on);
    promise.outcome = action.outcome.clone().or(promise.outcome.take());
    promise.mentions.push((meeting, index));
}

/// Whole days from one day to another; negative if the other is earlier.
pub fn days_between(from: Date, to: Date) -> i32 {
    // Two civil dates are at most a few million days apart.
    to.since((jiff::Unit::Day, from)).map_or(0, |span| span.get_days())
}
