//! Replies doubted: each answers a record of the folder or a finding that a check has made.

use super::Doubt;
use crate::diagnostic::{Diagnostic, page};
use crate::model::replies::{About, Reply};

/// Runs after the checks of all other kinds: a reply may answer what they found.
pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let doubted: Vec<Diagnostic> = doubt.community.replies.iter().filter_map(|reply| check_one(doubt, reply, found)).collect();
    found.extend(doubted);
}

fn check_one(doubt: &Doubt<'_>, reply: &Reply, found: &[Diagnostic]) -> Option<Diagnostic> {
    let files = &doubt.community.files;
    let record = reply.about.record();
    let there = files.record(record).is_some() || files.find(record).is_some();
    let about_nothing = || {
        let near = crate::source::nearest(record, files.iter().map(|(_, f)| crate::source::record_id(&f.path)));
        let target = match &reply.about.value {
            About::Finding { code, record } if record.is_empty() => code,
            About::Record(record) | About::Finding { record, .. } => record,
        };
        Diagnostic::new("GS1250", reply.about.span).with("target", target).with_some("nearest", near)
    };
    match &reply.about.value {
        About::Record(_) => (!there).then(about_nothing),
        About::Finding { code, .. } if page(code).is_none() => {
            Some(Diagnostic::new("GS1251", reply.about.span).with("code", code).with("record", record))
        }
        About::Finding { code, .. } if found.iter().any(|f| f.code == code && f.is_about(record, files)) => None,
        About::Finding { .. } if !there => Some(about_nothing()),
        About::Finding { code, .. } => {
            Some(Diagnostic::new("GS1252", reply.about.span).with("code", code).with("record", record))
        }
    }
}
