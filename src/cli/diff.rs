use super::{args::DiffOptions, Outcome}; use crate::model::Locale;
pub fn run(_o: &DiffOptions, _l: Option<Locale>) -> Outcome { Outcome::Unusable }
