//! Persons as counterparties in the books: shown by what they are (业主退押金, 员工工资), not by who.

use super::names::is_name;
use crate::check::Doubt;
use crate::diagnostic::Diagnostic;

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    for ledger in &doubt.community.accounts.ledgers {
        let path = doubt.community.files.path(ledger.file);
        for entry in ledger.entries.iter().filter(|e| is_name(&e.counterparty)) {
            if !super::is_allowed(doubt, path, entry.counterparty.trim()) {
                let shown = super::masked(super::Kind::NameAndRoom, entry.counterparty.trim());
                found.push(Diagnostic::new("GS0913", entry.span).with("shown", shown).secret());
            }
        }
    }
}
