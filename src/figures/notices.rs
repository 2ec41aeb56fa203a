//! What is on view, what is to come, what has been.

use jiff::civil::Date;

use super::minutes::days_between;
use crate::jurisdiction::Jurisdiction;
use crate::model::Community;
use crate::model::notices::Notice;

/// Where a notice stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Coming,
    /// On view, with the days left where it has an end.
    Running {
        days_left: Option<i32>,
    },
    Past,
}

#[derive(Debug, Default)]
pub struct Figures {
    /// As in `Community::notices`.
    pub standings: Vec<Standing>,
}

/// Days on view, as `end - start`.
pub fn days_shown(notice: &Notice) -> Option<i32> {
    let end = notice.end.as_ref()?.value;
    Some(days_between(notice.start.value, notice.withdrawn_on.map_or(end, |w| w.min(end))))
}

pub fn work_out(community: &Community, _: &Jurisdiction, as_of: Date) -> Figures {
    Figures { standings: community.notices.iter().map(|n| standing(n, as_of)).collect() }
}

fn standing(notice: &Notice, as_of: Date) -> Standing {
    let end = notice.end.as_ref().map(|e| e.value);
    if notice.start.value > as_of {
        Standing::Coming
    } else if notice.withdrawn_on.is_some_and(|w| w <= as_of) || end.is_some_and(|end| end < as_of) {
        Standing::Past
    } else {
        match end {
            Some(end) => Standing::Running { days_left: Some(days_between(as_of, end)) },
            // A notice without an end is past when a newer year has begun: it is on the board no more.
            None if notice.start.value.year() < as_of.year() => Standing::Past,
            None => Standing::Running { days_left: None },
        }
    }
}
