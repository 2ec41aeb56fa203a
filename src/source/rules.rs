//! Reading `rules/<slug>/<effective>.md`.

use rayon::prelude::*;

use super::article;
use super::columns::TableKind;
use super::day;
use super::document::{self, Parts};
use super::fields::Fields;
use super::load::Reading;
use super::shape::{AnyForm, Form};
use crate::diagnostic::Diagnostic;
use crate::model::Span;
use crate::model::rules::{AdoptedBy, Records, Requires, Rule, Version};

/// Its tables.
pub const TABLES: &[&TableKind] = &[];

const FORM: Form<Option<(String, Version)>> = Form { name: "rules", path: "rules/<rule>/<date>.md", read: read_keys };

/// Its files that are read key by key.
pub const FORMS: &[&dyn AnyForm] = &[&FORM];

pub fn read(reading: &mut Reading<'_>) -> Records {
    type Read = (Option<(String, Version)>, Vec<Diagnostic>);
    let read: Vec<Read> = reading
        .under("rules/", ".md")
        .into_par_iter()
        .map(|(id, file)| {
            let mut sink = Vec::new();
            (FORM.read(id, file, &mut sink), sink)
        })
        .collect();
    let mut records = Records::new();
    // Files come in path order, so the versions of one rule follow each other.
    for (version, diagnostics) in read {
        reading.diagnostics.extend(diagnostics);
        let Some((slug, version)) = version else { continue };
        match records.last_mut() {
            Some(rule) if rule.slug == slug => rule.versions.push(version),
            _ => records.push(Rule { slug, versions: vec![version] }),
        }
    }
    for rule in &mut records {
        rule.versions.sort_by(|a, b| (a.effective, &a.document.id).cmp(&(b.effective, &b.document.id)));
    }
    records
}

fn read_keys(mut fields: Fields<'_, '_>, parts: &Parts<'_>) -> Option<(String, Version)> {
    let place: Vec<&str> = parts.file.path.split('/').collect();
    let [_, slug, _] = place[..] else {
        fields.sink.push(Diagnostic::new("GS0102", Span::file(parts.id)).word("expected", "name.rule"));
        return None;
    };
    let Some((effective, _)) = day::of_file_name(document::stem(&parts.file.path)) else {
        fields.sink.push(Diagnostic::new("GS0102", Span::file(parts.id)).word("expected", "name.rule"));
        return None;
    };
    // A rule's headings are its chapters and articles: only the one of the first level is its title.
    let body = &parts.file.text[parts.body_start..];
    let title = fields.text("title").or_else(|| {
        let titled = body.lines().find(|l| !l.trim().is_empty()).is_some_and(|l| l.trim_start().starts_with("# "));
        (!titled).then(|| slug.to_owned())
    });
    let mut document = document::document(parts, title);
    let version = fields.text("version");
    let adopted_by = fields.choice("adopted_by", AdoptedBy::NAMES).map(|a| a.value);
    let adopted_on = fields.date("adopted_on").map(|d| d.value);
    let resolution = fields.spanned_text("resolution");
    let filed_on = fields.date("filed_on").map(|d| d.value);
    let note = fields.text("note");
    let requires = fields.one("requires", read_requires).unwrap_or_default();
    document::finish(fields, parts, &mut document);
    // Two versions that differ in their line ends alone say the same.
    let text =
        if body.contains('\r') { article::parse(&body.replace("\r\n", "\n").replace('\r', "\n")) } else { article::parse(body) };
    let version = Version { document, effective, version, adopted_by, adopted_on, resolution, filed_on, note, requires, text };
    Some((slug.to_owned(), version))
}

fn read_requires(mut fields: Fields<'_, '_>) -> Requires {
    let requires = Requires {
        committee_members: fields.count("committee_members"),
        joint_parties: fields.texts("joint_parties"),
        seal_approvals: fields.count("seal_approvals"),
        with_majority: fields.boolean("with_majority"),
        survey_response: fields.exact("survey_response").map(|share| share.value),
    };
    fields.finish();
    requires
}
