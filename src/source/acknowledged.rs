//! Reading `[[acknowledged]]`: contradictions that a record owns.

use super::fields::Fields;
use crate::model::Acknowledged;

/// The `[[acknowledged]]` tables of a record.
pub fn read(fields: &mut Fields<'_, '_>) -> Vec<Acknowledged> {
    fields.each("acknowledged", read_one)
}

fn read_one(mut fields: Fields<'_, '_>) -> Option<Acknowledged> {
    let code = fields.spanned_text("code");
    let code = fields.require("code", code);
    let reason = fields.text("reason");
    let reason = fields.require("reason", reason);
    let by = fields.text("by");
    let on = fields.date("on").map(|d| d.value);
    fields.finish();
    Some(Acknowledged { code: code?, reason: reason?, by, on })
}
