//! Figures that were public and are others now: an error until the period says why, then a finding that stays.

use super::Doubt;
use crate::diagnostic::{Diagnostic, change_text};
use crate::model::{Restatement, Standing};

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let restatements = &doubt.community.restatements;
    for restatement in &restatements.unowned {
        found.push(unowned(doubt, restatement));
    }
    for step in &restatements.steps {
        let finding = Diagnostic::new("GS0332", step.place)
            .with("period", step.period)
            .with_some("on", step.on)
            .with("changes", change_text(&step.figures, step.rows, doubt.locale))
            .with_some("reason", step.reason.as_ref());
        found.push(finding.about(&step.record));
    }
}

fn unowned(doubt: &Doubt<'_>, restatement: &Restatement) -> Diagnostic {
    let files = &doubt.community.files;
    let front = restatement.front.map_or_else(|| format!("{}.toml", restatement.record), |file| files.path(file).to_owned());
    if restatement.standing == Standing::Gone {
        let gone = Diagnostic::new("GS0331", restatement.place).with("path", &restatement.path).with("front", front);
        return gone.at_missing(restatement.path.as_str());
    }
    if restatement.standing == Standing::ReasonGone {
        let gone = Diagnostic::new("GS0333", restatement.place).with("period", restatement.period).with("front", front);
        return gone.with_some("given", restatement.reason.as_ref()).about(&restatement.record);
    }
    let given = restatement.reason.as_ref().filter(|_| restatement.standing == Standing::OldReason);
    Diagnostic::new("GS0330", restatement.place)
        .with("period", restatement.period)
        .with("changes", change_text(&restatement.figures, restatement.rows, doubt.locale))
        .with("front", front)
        .with_some("given", given)
        .about(&restatement.record)
}
