//! Names of scopes, steps, moments and states, in the theme's words.

use tera::Value;

use super::super::site::Site;
use super::super::value::badge;
use crate::figures::fund::Group;
use crate::figures::fund::chain::{Moment, Standing, State, Step};
use crate::model::Part;
use crate::model::fund::{Withdrawal, WithdrawalKind};
use crate::model::{Building, Exact, grouped};

/// Whom a withdrawal concerns: `3号楼、5号楼`.
pub fn scope_text(site: &Site<'_>, withdrawal: &Withdrawal) -> String {
    let names: Vec<String> = withdrawal.scope.parts.iter().map(|s| scope_name(site, &s.value)).collect();
    site.strings().list(&names)
}

fn scope_name(site: &Site<'_>, scope: &Part) -> String {
    match scope {
        Part::All => site.strings().get("fund.everyone").to_owned(),
        Part::Building(id) => building_name(site, id),
        Part::Unit(id) => {
            let entrances = || site.community.settings.buildings.iter().flat_map(|b| &b.entrances);
            let declared = entrances().find(|e| e.id.value == *id).and_then(|e: &Building| e.name.clone());
            declared.unwrap_or_else(|| site.strings().fill("fund.unit", &[("id", id)]))
        }
        Part::Group(id) => id.clone(),
    }
}

/// The buildings that are shown together.
pub fn group_name(site: &Site<'_>, group: &Group) -> String {
    let names: Vec<String> = group.ids.iter().map(|id| building_name(site, id)).collect();
    site.strings().list(&names)
}

/// A building by its name in gongshi.toml; by what the record says where it has none there.
pub fn building_name(site: &Site<'_>, named: &str) -> String {
    let settings = &site.community.settings;
    let declared = settings.building_of(named).and_then(|i| settings.buildings[i].name.clone());
    declared.unwrap_or_else(|| {
        // A bare number says nothing by itself.
        let number = named.bytes().all(|b| b.is_ascii_digit());
        if number { site.strings().fill("fund.building", &[("id", named)]) } else { named.to_owned() }
    })
}

/// Square metres with separators.
pub fn area_text(area: &Exact) -> String {
    let text = area.rounded(2);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, "00"));
    match whole.parse() {
        Ok(whole) => format!("{}.{fraction}", grouped(whole)),
        Err(_) => text,
    }
}

pub fn kind_label<'a>(site: &'a Site<'_>, kind: WithdrawalKind) -> &'a str {
    site.strings().get(match kind {
        WithdrawalKind::Normal => "kind.withdrawal.normal",
        WithdrawalKind::Emergency => "kind.withdrawal.emergency",
    })
}

/// How far a withdrawal has come.
pub fn state(site: &Site<'_>, state: State) -> Value {
    let (key, tone) = match state {
        State::Planned => ("kind.fund_state.planned", ""),
        State::Agreed => ("kind.fund_state.agreed", "on"),
        State::Working => ("kind.fund_state.working", "on"),
        State::Completed => ("kind.fund_state.completed", "on"),
        State::Accepted => ("kind.fund_state.accepted", "on"),
        State::Settled => ("kind.fund_state.settled", ""),
    };
    badge(site.strings().get(key), tone)
}

pub fn step_label<'a>(site: &'a Site<'_>, step: Step) -> &'a str {
    site.strings().get(match step {
        Step::Review => "kind.fund_step.review",
        Step::Vote => "kind.fund_step.vote",
        Step::Notice => "kind.fund_step.notice",
        Step::Contract => "kind.fund_step.contract",
        Step::Work => "kind.fund_step.work",
        Step::CostReview => "kind.fund_step.cost_review",
        Step::Payment => "kind.fund_step.payment",
        Step::Acceptance => "kind.fund_step.acceptance",
    })
}

pub fn standing_key(standing: Standing) -> &'static str {
    match standing {
        Standing::Done => "kind.fund_standing.done",
        Standing::OutOfOrder => "kind.fund_standing.out_of_order",
        Standing::Missing => "kind.fund_standing.missing",
        Standing::Waiting => "kind.fund_standing.waiting",
        Standing::NotAsked => "kind.fund_standing.not_asked",
    }
}

pub fn moment_label<'a>(site: &'a Site<'_>, moment: Moment) -> &'a str {
    site.strings().get(match moment {
        Moment::Review => "kind.fund_moment.review",
        Moment::Vote => "kind.fund_moment.vote",
        Moment::NoticeEnd => "kind.fund_moment.notice_end",
        Moment::Contract => "kind.fund_moment.contract",
        Moment::WorkStart => "kind.fund_moment.work_start",
        Moment::FirstPayment => "kind.fund_moment.first_payment",
        Moment::Acceptance => "kind.fund_moment.acceptance",
        Moment::LastPayment => "kind.fund_moment.last_payment",
    })
}
