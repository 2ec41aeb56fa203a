use super::{args::NewOptions, Outcome}; use crate::model::Locale;
pub fn run(_o: &NewOptions, _l: Option<Locale>) -> Outcome { Outcome::Unusable }
