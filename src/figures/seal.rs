//! How often each seal was used, by year.

use jiff::civil::Date;

use crate::jurisdiction::Jurisdiction;
use crate::model::Community;
use crate::model::seal::{DocumentKind, Seal};

/// The uses of a register.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// By seal, in the order of first use.
    pub by_seal: Vec<(Seal, usize)>,
    /// By kind of document, in the order of first use.
    pub by_kind: Vec<(DocumentKind, usize)>,
}

#[derive(Debug, Default)]
pub struct Figures {
    /// As in `Community::seal`.
    pub counts: Vec<Counts>,
}

pub fn work_out(community: &Community, _: &Jurisdiction, _: Date) -> Figures {
    let counts = community.seal.iter().map(|register| {
        let mut counts = Counts::default();
        for used in &register.uses {
            add(&mut counts.by_seal, used.seal);
            add(&mut counts.by_kind, used.kind);
        }
        counts
    });
    Figures { counts: counts.collect() }
}

fn add<T: PartialEq>(counts: &mut Vec<(T, usize)>, what: T) {
    match counts.iter_mut().find(|(known, _)| *known == what) {
        Some((_, n)) => *n += 1,
        None => counts.push((what, 1)),
    }
}
