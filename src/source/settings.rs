//! Reading gongshi.toml.

use super::document::Parts;
use super::fields::Fields;
use super::shape::Form;
use crate::diagnostic::Diagnostic;
use crate::model::{
    Account, AccountKind, Allowed, Audience, Basis, Building, Cadence, DutyOverride, Locale, Money, Redacted, Settings, Span,
    Spanned,
};

pub const FORM: Form<Settings> = Form { name: "gongshi", path: "gongshi.toml", read: read_keys };

fn read_keys(mut top: Fields<'_, '_>, _: &Parts<'_>) -> Settings {
    let mut settings = Settings::default();
    top.choice("format", &[("1", ())]);
    settings.jurisdiction = top.spanned_text("jurisdiction");
    top.one("community", |fields| read_community(fields, &mut settings));
    top.one("site", |fields| read_site(fields, &mut settings));
    top.one("disclosure", |mut fields| {
        settings.since = fields.date("since").map(|d| d.value);
        fields.finish();
    });
    settings.accounts = top.each("account", read_account);
    settings.buildings = top.each("building", read_building);
    settings.jurisdiction_overrides = top.one("jurisdiction_overrides", |fields| fields.counts()).unwrap_or_default();
    top.one("privacy", |mut fields| {
        settings.allowed = fields.each("allow", read_allowed);
        settings.redacted = fields.each("redacted", read_redacted);
        fields.finish();
    });
    settings.duties = top.each("duty", read_duty);
    report_twice(settings.accounts.iter().map(|a| &a.id), top.sink);
    report_shared_names(&settings.accounts, top.sink);
    report_twice(settings.buildings.iter().map(|b| &b.id), top.sink);
    top.finish();
    settings
}

/// Reports every id that stands a second time.
pub fn report_twice<'a>(ids: impl Iterator<Item = &'a Spanned<String>>, sink: &mut Vec<Diagnostic>) {
    let mut seen: std::collections::HashMap<&str, Span> = std::collections::HashMap::new();
    for id in ids {
        if let Some(first) = seen.get(id.value.as_str()) {
            sink.push(Diagnostic::new("GS0206", id.span).with("id", &id.value).also(*first));
        } else {
            seen.insert(&id.value, id.span);
        }
    }
}

/// Entries name an account by its id or its name, so a name must mean one account.
fn report_shared_names(accounts: &[Account], sink: &mut Vec<Diagnostic>) {
    for (i, account) in accounts.iter().enumerate() {
        let other =
            accounts[..i].iter().find(|o| o.name == account.name || o.id.value == account.name || o.name == account.id.value);
        if let Some(other) = other.filter(|o| o.id.value != account.id.value) {
            sink.push(Diagnostic::new("GS0206", account.id.span).with("id", &account.name).also(other.id.span));
        }
    }
}

fn read_community(mut fields: Fields<'_, '_>, settings: &mut Settings) {
    settings.name = fields.text("name");
    settings.address = fields.text("address");
    settings.households = fields.count("households");
    settings.area = fields.exact("area").map(|a| a.value);
    settings.channels = fields.texts("channels");
    settings.developer = fields.text("developer");
    settings.currency = read_currency(&mut fields);
    if let Some(zone) = fields.spanned_text("timezone") {
        if jiff::tz::TimeZone::get(&zone.value).is_err() {
            fields.sink.push(
                Diagnostic::new("GS0207", zone.span)
                    .with("key", "timezone")
                    .with("text", &zone.value)
                    .with("allowed", "Asia/Shanghai, Asia/Taipei, Europe/London …"),
            );
        } else {
            settings.timezone = zone.value;
        }
    }
    fields.finish();
}

/// A code of three letters, such as `USD`.
fn read_currency(fields: &mut Fields<'_, '_>) -> Option<String> {
    let code = fields.spanned_text("currency")?;
    if code.value.len() == 3 && code.value.bytes().all(|b| b.is_ascii_uppercase()) {
        return Some(code.value);
    }
    let wrong = Diagnostic::new("GS0207", code.span).with("key", "currency").with("text", &code.value);
    fields.sink.push(wrong.with("allowed", "CNY, HKD, TWD, USD, EUR …"));
    None
}

fn read_site(mut fields: Fields<'_, '_>, settings: &mut Settings) {
    settings.base_url = read_url(&mut fields, "base_url");
    if let Some(locale) = fields.spanned_text("locale") {
        if Locale::parse(&locale.value).is_none() {
            let wrong = Diagnostic::new("GS0207", locale.span).with("key", "locale").with("text", &locale.value);
            fields.sink.push(wrong.with("allowed", "zh-CN, en"));
        }
        settings.locale = Some(locale.value);
    }
    settings.theme = fields.text("theme");
    settings.title = fields.text("title");
    settings.contact = fields.text("contact");
    settings.source_url = read_url(&mut fields, "source_url");
    settings.as_of = fields.date("as_of").map(|d| d.value);
    settings.audience = fields.choice("audience", Audience::NAMES).map(|a| a.value).unwrap_or_default();
    fields.finish();
}

/// An address on the web; anything else would end up in a link.
fn read_url(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<String> {
    let url = fields.spanned_text(key)?;
    if is_web_address(&url.value) {
        return Some(url.value);
    }
    let wrong = Diagnostic::new("GS0207", url.span).with("key", key).with("text", &url.value);
    fields.sink.push(wrong.with("allowed", "https://…, http://…"));
    None
}

/// Whether a text is an address on the web that can stand in a link.
pub fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|r| {
        !r.is_empty() && !r.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '<' | '>'))
    })
}

fn read_account(mut fields: Fields<'_, '_>) -> Option<Account> {
    let id = fields.spanned_text("id");
    let id = fields.require("id", id);
    let name = fields.text("name");
    let holder = fields.text("holder");
    let opening = fields.money("opening").map_or(Money::ZERO, |m| m.value);
    let opened_on = fields.date("opened_on").map(|d| d.value);
    let kind = fields.choice("kind", AccountKind::NAMES).map(|k| k.value);
    let basis = fields.choice("basis", Basis::NAMES).map_or(Basis::Cash, |b| b.value);
    let own_bank = fields.boolean("own_bank").unwrap_or(true);
    fields.finish();
    let id = id?;
    let name = name.unwrap_or_else(|| id.value.clone());
    Some(Account { id, name, holder, opening, opened_on, kind, basis, own_bank, declared: true })
}

fn read_building(mut fields: Fields<'_, '_>) -> Option<Building> {
    let id = fields.spanned_text("id");
    let id = fields.require("id", id);
    let name = fields.text("name");
    let owners = fields.count("owners");
    let area = fields.exact("area").map(|a| a.value);
    let fund_opening = fields.money("fund_opening").map(|m| m.value);
    let entrances = fields.each("entrance", read_building);
    fields.finish();
    Some(Building { id: id?, name, owners, area, fund_opening, entrances })
}

fn read_allowed(mut fields: Fields<'_, '_>) -> Option<Allowed> {
    let path = fields.spanned_text("path");
    let path = fields.require("path", path);
    let text = fields.spanned_text("text");
    let text = fields.require("text", text);
    let reason = fields.text("reason");
    let reason = fields.require("reason", reason);
    fields.finish();
    Some(Allowed { path: path?, text: text?, reason: reason? })
}

fn read_redacted(mut fields: Fields<'_, '_>) -> Option<Redacted> {
    let path = fields.spanned_text("path");
    let path = fields.require("path", path);
    let files = fields.spanned_texts("files");
    let by = fields.text("redacted_by");
    let by = fields.require("redacted_by", by);
    let on = fields.date("on").map(|d| d.value);
    fields.finish();
    Some(Redacted { path: path?, files, by: by?, on })
}

fn read_duty(mut fields: Fields<'_, '_>) -> Option<DutyOverride> {
    let id = fields.spanned_text("id");
    let id = fields.require("id", id);
    let title = fields.text("title");
    let days = fields.count("days");
    let cadence = fields.choice("cadence", Cadence::NAMES).map(|c| c.value);
    let met_by = fields.spanned_text("met_by");
    let basis = fields.text("basis");
    let judged = fields.boolean("judged").unwrap_or(true);
    fields.finish();
    Some(DutyOverride { id: id?, title, days, cadence, met_by, basis, judged })
}
