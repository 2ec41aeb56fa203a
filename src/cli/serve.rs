use super::{args::ServeOptions, Outcome}; use crate::model::Locale;
pub fn run(_o: &ServeOptions, _l: Option<Locale>) -> Outcome { Outcome::Unusable }
