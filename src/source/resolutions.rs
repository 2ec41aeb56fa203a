//! Reading `resolutions/<slug>.toml`.

use super::columns::TableKind;
use super::document::{Parts, record_id};
use super::fields::Fields;
use super::load::Reading;
use super::scalar::above_or_nothing;
use super::shape::{AnyForm, Form};
use super::{acknowledged, scope};
use crate::diagnostic::Diagnostic;
use crate::model::resolutions::{Claim, Count, Records, Resolution};
use crate::model::{Exact, Spanned};

/// Its tables.
pub const TABLES: &[&TableKind] = &[];

const FORM: Form<Option<Resolution>> = Form { name: "resolutions", path: "resolutions/<slug>.toml", read: read_keys };

/// Its files that are read key by key.
pub const FORMS: &[&dyn AnyForm] = &[&FORM];

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("resolutions/", ".toml") {
        records.extend(FORM.read(id, file, reading.diagnostics));
    }
    records.sort_by(|a, b| (a.voted_to.value, &a.id).cmp(&(b.voted_to.value, &b.id)));
    records
}

fn read_keys(mut fields: Fields<'_, '_>, parts: &Parts<'_>) -> Option<Resolution> {
    let title = fields.text("title");
    let title = fields.require("title", title);
    let item = fields.spanned_text("item");
    let item = fields.require("item", item);
    let scope = scope::read(&mut fields, "scope");
    let roll_date = fields.date("roll_date").map(|d| d.value);
    let delivered = fields.count("delivered");
    let counted_by = fields.text("counted_by");
    let called_on = fields.date("called_on");
    let voted_from = fields.date("voted_from");
    let voted_to = fields.date("voted_to");
    let voted_to = fields.require("voted_to", voted_to);
    let counted_on = fields.date("counted_on").map(|d| d.value);
    let announced_on = fields.date("announced_on");
    let method = fields.text("method");
    let notice = fields.spanned_text("notice");
    let minutes = fields.spanned_text("minutes");
    let allows = fields.texts("allows");
    let people = fields.one("people", read_count).flatten();
    let people = people.filter(|people| whole(people, fields.sink));
    let area = fields.one("area", read_count).flatten();
    let claimed = fields.choice("claimed", Claim::NAMES);
    let topic = fields.text("topic");
    let attachments = fields.spanned_texts("attachments");
    let redacted_by = fields.text("redacted_by");
    let acknowledged = acknowledged::read(&mut fields);
    fields.finish();
    Some(Resolution {
        id: record_id(&parts.file.path).to_owned(),
        file: parts.id,
        title: title?,
        item: item?,
        scope,
        roll_date,
        delivered,
        counted_by,
        called_on,
        voted_from,
        voted_to: voted_to?,
        counted_on,
        announced_on,
        method,
        notice,
        minutes,
        allows,
        people,
        area,
        claimed,
        topic,
        attachments,
        redacted_by,
        acknowledged,
    })
}

fn read_count(mut fields: Fields<'_, '_>) -> Option<Count> {
    let span = fields.span();
    let mut number = |key: &'static str| -> Option<Spanned<Exact>> {
        let number = fields.exact(key);
        let number = fields.require(key, number)?;
        above_or_nothing(number, fields.sink)
    };
    let total = number("total");
    let participated = number("participated");
    let agreed = number("for");
    let against = number("against");
    let abstained = number("abstain");
    let mut optional = |key: &'static str| fields.exact(key).and_then(|n| above_or_nothing(n, fields.sink));
    let invalid = optional("invalid").map_or(Exact::zero(), |n| n.value);
    let with_majority = optional("with_majority");
    fields.finish();
    Some(Count {
        span,
        total: total?,
        participated: participated?,
        agreed: agreed?,
        against: against?,
        abstained: abstained?,
        invalid,
        with_majority,
    })
}

/// Owners are counted whole.
fn whole(people: &Count, sink: &mut Vec<Diagnostic>) -> bool {
    let numbers = [&people.total, &people.participated, &people.agreed, &people.against, &people.abstained];
    let broken: Vec<&Spanned<Exact>> = numbers.into_iter().filter(|n| !n.value.is_whole()).collect();
    for number in &broken {
        let text = number.value.short(4);
        sink.push(Diagnostic::new("GS0209", number.span).with("text", text).word("why", "number.whole"));
    }
    broken.is_empty()
}
