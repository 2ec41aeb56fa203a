//! Reading `organisation/<slug>.toml`.

use super::columns::TableKind;
use super::document::{Parts, record_id};
use super::fields::Fields;
use super::load::Reading;
use super::shape::{AnyForm, Form};
use crate::model::organisation::{Body, BodyKind, Guidance, Interest, Member, Promise, Records, Training};

/// Its tables.
pub const TABLES: &[&TableKind] = &[];

const FORM: Form<Option<Body>> = Form { name: "organisation", path: "organisation/<slug>.toml", read: read_keys };

/// Its files that are read key by key.
pub const FORMS: &[&dyn AnyForm] = &[&FORM];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("organisation/", ".toml") {
        records.extend(FORM.read(id, file, reading.diagnostics));
    }
    let since = |b: &Body| std::cmp::Reverse(b.since.map(|s| s.value));
    records.sort_by(|a, b| (a.kind, since(a), &a.id).cmp(&(b.kind, since(b), &b.id)));
    records
}

fn read_keys(mut fields: Fields<'_, '_>, parts: &Parts<'_>) -> Option<Body> {
    let kind = fields.choice("kind", BodyKind::NAMES).map(|k| k.value);
    let kind = fields.require("kind", kind);
    let name = fields.text("name");
    let name = fields.require("name", name);
    let aliases = fields.texts("aliases");
    let since = fields.date("since");
    let until = fields.date("until");
    let filed_on = fields.date("filed_on");
    let filed_with = fields.text("filed_with");
    let phone = fields.text("phone");
    let place = fields.text("place");
    let hours = fields.text("hours");
    let duties = fields.texts("duties");
    let members = fields.each("member", read_member);
    let trainings = fields.each("training", read_training);
    let interests = fields.each("interest", read_interest);
    let promises = fields.each("promise", read_promise);
    let guidance = fields.each("guidance", read_guidance);
    fields.finish();
    Some(Body {
        id: record_id(&parts.file.path).to_owned(),
        file: parts.id,
        kind: kind?,
        name: name?,
        aliases,
        since,
        until,
        filed_on,
        filed_with,
        phone,
        place,
        hours,
        duties,
        members,
        trainings,
        interests,
        promises,
        guidance,
    })
}

fn read_member(mut fields: Fields<'_, '_>) -> Option<Member> {
    let name = fields.spanned_text("name");
    let name = fields.require("name", name);
    let role = fields.text("role");
    let building = fields.text("building");
    let from = fields.date("from");
    let until = fields.date("until");
    let pays_fees = fields.boolean("pays_fees");
    fields.finish();
    Some(Member { name: name?, role, building, from, until, pays_fees })
}

fn read_training(mut fields: Fields<'_, '_>) -> Option<Training> {
    let date = fields.date("date");
    let date = fields.require("date", date);
    let topic = fields.text("topic");
    let topic = fields.require("topic", topic);
    let hours = fields.exact("hours").map(|h| h.value);
    let attended = fields.count("attended");
    fields.finish();
    Some(Training { date: date?.value, topic: topic?, hours, attended })
}

fn read_interest(mut fields: Fields<'_, '_>) -> Option<Interest> {
    let member = fields.spanned_text("member");
    let member = fields.require("member", member);
    let counterparty = fields.spanned_text("counterparty");
    let counterparty = fields.require("counterparty", counterparty);
    fields.finish();
    Some(Interest { member: member?, counterparty: counterparty? })
}

fn read_promise(mut fields: Fields<'_, '_>) -> Option<Promise> {
    let date = fields.date("date");
    let date = fields.require("date", date);
    let text = fields.text("text");
    let text = fields.require("text", text);
    let place = fields.spanned_text("where");
    fields.finish();
    Some(Promise { date: date?, text: text?, place })
}

fn read_guidance(mut fields: Fields<'_, '_>) -> Option<Guidance> {
    let date = fields.date("date");
    let date = fields.require("date", date);
    let text = fields.text("text");
    let text = fields.require("text", text);
    let place = fields.spanned_text("where");
    fields.finish();
    Some(Guidance { date: date?, text: text?, place })
}
