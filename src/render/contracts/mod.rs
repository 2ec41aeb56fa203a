//! Pages of contracts: what is in force, fees, clauses with their latest scores, what follows when they are missed.

mod index;
mod one;
mod tables;

use super::address;
use super::home::News;
use super::page::Page;
use super::site::{Addresses, Group, Site};
use super::strings::Strings;
use crate::model::Community;
use crate::model::contracts::{Clause, Contract, ContractKind};
pub use one::target_text;
pub use tables::tables;

const INDEX: &str = "contracts/index.html";
/// Where the menu has it.
pub const GROUP: Group = Group::Service;

pub fn register(community: &Community, _: &Strings, addresses: &mut Addresses) {
    for contract in &community.contracts {
        addresses.add(contract.file, page_of(contract), &contract.title);
    }
}

/// The address of a contract.
pub fn page_of(contract: &Contract) -> String {
    format!("{}.html", contract.id)
}

/// The anchor of a clause on the page of its contract and of its scores.
pub fn clause_anchor(clause: &Clause) -> String {
    address::file_name(&clause.id.value.to_lowercase())
}

pub fn pages<'a>(site: &'a Site<'a>, pages: &mut Vec<Page<'a>>) {
    pages.push(Page::template(site, INDEX.into(), "contracts_index.html", |page| index::context(site, page)));
    for (i, contract) in site.community.contracts.iter().enumerate() {
        pages.push(Page::template(site, page_of(contract), "contract.html", move |page| one::context(site, i, page)));
    }
}

fn kind_label<'a>(site: &'a Site<'_>, kind: ContractKind) -> &'a str {
    site.strings().get(match kind {
        ContractKind::Property => "kind.contract.property",
        ContractKind::Preliminary => "kind.contract.preliminary",
        ContractKind::Lift => "kind.contract.lift",
        ContractKind::Fire => "kind.contract.fire",
        ContractKind::Greening => "kind.contract.greening",
        ContractKind::Cleaning => "kind.contract.cleaning",
        ContractKind::Security => "kind.contract.security",
        ContractKind::Other => "kind.contract.other",
    })
}

/// Where a contract stands on the day of the record: the key of its word, the tone of its badge.
fn standing(site: &Site<'_>, contract: &Contract) -> (&'static str, &'static str) {
    if contract.in_force(site.as_of) {
        ("state.in_force", "on")
    } else if contract.from.value > site.as_of {
        ("state.future", "")
    } else if contract.ended_on.is_some() {
        ("state.terminated", "off")
    } else {
        ("state.expired", "off")
    }
}

/// From when until when it runs.
pub fn term_text(site: &Site<'_>, contract: &Contract) -> String {
    let strings = site.strings();
    let from = strings.date(contract.from.value);
    match &contract.until {
        Some(until) => strings.fill("contracts.term", &[("from", &from), ("until", &strings.date(until.value))]),
        None => strings.fill("contracts.term_open", &[("from", &from)]),
    }
}

pub fn news<'a>(site: &'a Site<'a>, news: &mut Vec<News<'a>>) {
    for contract in &site.community.contracts {
        let date = contract.signed_on.unwrap_or(contract.from.value);
        news.push(News { date, title: contract.title.clone(), page: page_of(contract), kind: "kind.news.contracts" });
    }
}
