use super::{args::BuildOptions, Outcome}; use crate::model::Locale;
pub fn run(_o: &BuildOptions, _l: Option<Locale>) -> Outcome { Outcome::Unusable }
