//! Contracts and their clauses as tables.

use super::super::site::Site;
use super::super::table_file::{Field, Table};
use crate::model::Date;

pub fn tables<'a>(site: &'a Site<'a>) -> Vec<Table<'a>> {
    let all = &site.community.contracts;
    let day = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
    let fields = [
        Field::text("contract"),
        Field::text("kind"),
        Field::text("title"),
        Field::text("firm"),
        Field::date("signed_on"),
        Field::date("from"),
        Field::date("until"),
        Field::date("ended_on"),
    ];
    let contracts = Table::new("contracts", fields).rows(all.iter().map(|c| {
        vec![
            c.slug().to_owned(),
            c.kind.name().to_owned(),
            c.title.clone(),
            c.firm.clone().unwrap_or_default(),
            day(c.signed_on),
            c.from.value.to_string(),
            day(c.until.map(|u| u.value)),
            day(c.ended_on),
        ]
    }));
    let fields = [
        Field::text("contract"),
        Field::text("clause"),
        Field::text("title"),
        Field::text("standard"),
        Field::text("measure"),
        Field::text("unit"),
        Field::number("target"),
        Field::text("direction"),
        Field::number("weight"),
        Field::number("penalty_per"),
        Field::number("penalty_amount"),
        Field::number("penalty_cap"),
        Field::number("reward_at"),
        Field::number("reward_amount"),
    ];
    let clauses = Table::new("clauses", fields).rows(
        all.iter().flat_map(|c| c.clauses.iter().map(move |clause| (c, clause))).map(|(c, clause)| {
            let text = |t: &Option<String>| t.clone().unwrap_or_default();
            let penalty = clause.penalty.as_ref();
            let reward = clause.reward.as_ref();
            vec![
                c.slug().to_owned(),
                clause.id.value.clone(),
                clause.title.clone(),
                text(&clause.standard),
                text(&clause.measure),
                text(&clause.unit),
                clause.target.short(9),
                clause.direction.name().to_owned(),
                clause.weight.short(9),
                penalty.map(|p| p.per.short(9)).unwrap_or_default(),
                penalty.map(|p| p.amount.plain()).unwrap_or_default(),
                penalty.and_then(|p| p.cap).map(|c| c.plain()).unwrap_or_default(),
                reward.map(|r| r.at.short(9)).unwrap_or_default(),
                reward.map(|r| r.amount.plain()).unwrap_or_default(),
            ]
        }),
    );
    vec![contracts, clauses]
}
