//! Life in the community is told, not doubted.

use super::Doubt;
use crate::diagnostic::Diagnostic;

pub fn check(_: &Doubt<'_>, _: &mut Vec<Diagnostic>) {}
