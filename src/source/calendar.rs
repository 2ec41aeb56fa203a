//! Reading `calendar/*.toml`.

use jiff::SignedDuration;
use jiff::civil::{Date, Time};

use super::columns::TableKind;
use super::document::Parts;
use super::fields::Fields;
use super::load::Reading;
use super::mends;
use super::scalar::read_date;
use super::shape::{AnyForm, Form};
use crate::diagnostic::Diagnostic;
use crate::model::calendar::{Event, EventKind, Outcome, Records};
use crate::model::recurrence::Rule;
use crate::model::{FileId, Spanned};

/// Its tables.
pub const TABLES: &[&TableKind] = &[];

const FORM: Form<Records> = Form { name: "calendar", path: "calendar/<slug>.toml", read: read_keys };

/// Its files that are read key by key.
pub const FORMS: &[&dyn AnyForm] = &[&FORM];

/// A calendar of more events than this is none, and would take long to follow.
const MOST_EVENTS: usize = 500;
/// A longer event is a stay.
const LONGEST_MINUTES: i64 = 7 * 24 * 60;

pub fn read(reading: &mut Reading<'_>) -> Records {
    let mut records = Records::new();
    for (id, file) in reading.under("calendar/", ".toml") {
        records.extend(FORM.read(id, file, reading.diagnostics));
    }
    records
}

fn read_keys(mut fields: Fields<'_, '_>, parts: &Parts<'_>) -> Records {
    let mut count = 0;
    let events = fields.each("event", |event| {
        count += 1;
        if count > MOST_EVENTS {
            if count == MOST_EVENTS + 1 {
                let beyond = Diagnostic::new("GS0107", event.span()).with("path", &parts.file.path);
                event.sink.push(beyond.word("what", "size.events"));
            }
            return None;
        }
        read_event(parts.id, event)
    });
    fields.finish();
    events
}

fn read_event(file: FileId, mut fields: Fields<'_, '_>) -> Option<Event> {
    let title = fields.spanned_text("title");
    let title = fields.require("title", title);
    let kind = fields.choice("kind", EventKind::NAMES).map(|k| k.value).unwrap_or_default();
    let start = fields.spanned_text("start");
    let start = fields.require("start", start).and_then(|text| read_start(text, fields.sink));
    let written = fields.spanned_text("rrule");
    let asked = written.is_some();
    let rule = written.and_then(|text| read_rule(text, fields.sink));
    let minutes = fields.spanned_text("duration").and_then(|text| read_minutes(text, fields.sink));
    let place = fields.text("place");
    let who = fields.text("who");
    let except = fields.spanned_texts("exdate");
    let except = except.iter().filter_map(|day| read_date(day.as_ref().map(String::as_str), fields.sink)).collect();
    let outcomes = fields.each("outcome", read_outcome);
    fields.finish();
    // An event whose rule cannot be read would else look like one that happens once.
    if asked && rule.is_none() {
        return None;
    }
    let (start, time) = start?;
    Some(Event { file, title: title?, kind, rule, start, time, minutes, place, who, except, outcomes })
}

fn read_outcome(mut fields: Fields<'_, '_>) -> Option<Outcome> {
    let date = fields.date("date");
    let date = fields.require("date", date);
    let text = fields.text("text");
    let text = fields.require("text", text);
    fields.finish();
    Some(Outcome { date: date?, text: text? })
}

fn read_rule(text: Spanned<String>, sink: &mut Vec<Diagnostic>) -> Option<Spanned<Rule>> {
    match Rule::parse(&text.value) {
        Ok(rule) => Some(Spanned::new(rule, text.span)),
        Err(why) => {
            let mend = respelt_part(&why.part).map(|part| text.value.replacen(&why.part, &part, 1));
            let mend = mend.filter(|rule| Rule::parse(rule).is_ok());
            let mend = mend.map(|rule| mends::instead(text.as_ref().map(String::as_str), rule));
            sink.push(Diagnostic::new("GS1230", text.span).with("part", why.part).word("why", why.why).mended_by(mend));
            None
        }
    }
}

/// A part of a recurrence rule with a day or a weekday as people write it: `UNTIL=2025-12-31`, `BYDAY=2SAT`.
fn respelt_part(part: &str) -> Option<String> {
    let (name, value) = part.split_once('=')?;
    match name.trim().to_ascii_uppercase().as_str() {
        "UNTIL" => Some(format!("{name}={}", mends::meant_date(value)?.strftime("%Y%m%d"))),
        "BYDAY" => {
            let days = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];
            let upper = value.to_ascii_uppercase();
            Some(format!("{name}={}", days.iter().fold(upper, |value, day| value.replace(day, &day[..2]))))
        }
        _ => None,
    }
}

/// A day, or a day and a time: `2025-01-11`, `2025-01-11T09:00`, `2025-01-11 09:00`.
fn read_start(text: Spanned<String>, sink: &mut Vec<Diagnostic>) -> Option<(Spanned<Date>, Option<Time>)> {
    let (day, time) = match text.value.split_once(['T', 't', ' ']) {
        Some((day, time)) => (day.trim(), Some(time.trim())),
        None => (text.value.as_str(), None),
    };
    let date = read_date(Spanned::new(day, text.span), sink)?;
    let Some(time) = time else { return Some((date, None)) };
    match time.parse::<Time>() {
        Ok(time) => Some((date, Some(time))),
        Err(_) => {
            let told = Diagnostic::new("GS1232", text.span).with("text", time).word("what", "calendar.time");
            let mend = mends::clock(time).map(|time| format!("{} {}", date.value, time.strftime("%H:%M")));
            sink.push(told.mended_by(mend.map(|new| mends::instead(text.as_ref().map(String::as_str), new))));
            None
        }
    }
}

/// `2h`, `90m`, `1h30m`, `PT2H`, `2小时`, `90分钟`, in whole minutes.
fn read_minutes(text: Spanned<String>, sink: &mut Vec<Diagnostic>) -> Option<u32> {
    let plain = text.value.replace("小时", "h").replace("小時", "h").replace("分钟", "m").replace("分鐘", "m").replace('分', "m");
    let minutes = plain.trim().parse::<SignedDuration>().ok().map(|d| d.as_mins()).filter(|m| (1..=LONGEST_MINUTES).contains(m));
    if minutes.is_none() {
        sink.push(Diagnostic::new("GS1232", text.span).with("text", &text.value).word("what", "calendar.duration"));
    }
    minutes.and_then(|m| m.try_into().ok())
}
