//! `data/rules/<slug>/<version>.akn.xml`: a version of a rule as Akoma Ntoso 3.0 (OASIS LegalDocML), which lawyers' and
//! archives' programs read.
//!
//! - `akn.rs`: what it is: the rule (work), the version (expression), the file (manifestation); who, when, by which vote
//! - `body.rs`: its text
//! - `pieces.rs`: Markdown as paragraphs and items; `labels.rs`: how items are numbered
//!
//! A version whose vote did not pass changed nothing: it is no event of the rule's life, and its note says that it is a draft.

mod body;
mod labels;
mod pieces;

use super::{adopted_text, version_label};
use crate::model::rules::{AdoptedBy, Rule, Version};
use crate::model::{Block, Date};
use crate::render::address::{href, segment};
use crate::render::site::Site;
use crate::render::xml::Xml;

const NAMESPACE: &str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";
/// The country of rules whose place is not said (ISO 3166 leaves these letters to users).
const NO_COUNTRY: &str = "zz";

/// The address of a version's structured text.
pub fn path_of(version: &Version) -> String {
    format!("data/{}.akn.xml", version.document.id)
}

pub fn write(site: &Site<'_>, r: usize, v: usize, out: &mut Vec<u8>) {
    let of = Described::new(site, r, v);
    let mut xml = Xml::new(out);
    xml.open("akomaNtoso", &[("xmlns", NAMESPACE)]);
    let contains = if v == 0 { "originalVersion" } else { "singleVersion" };
    xml.open("act", &[("name", "rules"), ("contains", contains)]);
    xml.open("meta", &[]);
    of.identification(&mut xml);
    of.lifecycle(&mut xml);
    of.workflow(&mut xml);
    of.references(&mut xml);
    of.notes(&mut xml);
    xml.close();
    body::write(site, of.version, &of.page, &mut xml);
    xml.close();
    xml.close();
}

/// A version and what is known of it.
struct Described<'a> {
    site: &'a Site<'a>,
    rule: &'a Rule,
    index: usize,
    version: &'a Version,
    drafts: &'a [bool],
    page: String,
    /// The IRI of the rule.
    work: String,
    country: &'a str,
}

impl<'a> Described<'a> {
    fn new(site: &'a Site<'a>, r: usize, v: usize) -> Self {
        let rule = &site.community.rules[r];
        let version = &rule.versions[v];
        let country = site.jurisdiction.country.as_deref().unwrap_or(NO_COUNTRY);
        // An actor that began with a digit would be taken for the date.
        let actor = site.community.settings.name.as_deref().map(|name| {
            let name = segment(name);
            let digit = name.starts_with(|c: char| c.is_ascii_digit());
            format!("/{}{name}", if digit { "c-" } else { "" })
        });
        let first = &rule.versions[0];
        let (actor, day, slug) = (actor.unwrap_or_default(), first.adopted_on.unwrap_or(first.effective), segment(&rule.slug));
        let work = format!("/akn/{country}/act/rules{actor}/{day}/{slug}");
        let drafts = &site.figures.rules.rules[r].drafts;
        Described { site, rule, index: v, version, drafts, page: path_of(version), work, country }
    }

    fn expression(&self, version: &Version) -> String {
        format!("{}/{}@{}", self.work, language(version), segment(version.name()))
    }

    /// Whose rule it is: the owners' assembly's, the developer's, or nobody's that is on record.
    fn author(&self) -> (&'static str, &'a str) {
        match self.version.adopted_by {
            Some(AdoptedBy::Assembly) => ("assembly", self.site.strings().get("akn.assembly")),
            // Its name is on no page.
            Some(AdoptedBy::Developer) => ("developer", self.site.strings().get("akn.developer")),
            Some(AdoptedBy::BeforeRecords) | None => {
                let named = self.site.community.settings.name.as_deref();
                ("community", named.unwrap_or_else(|| self.site.strings().get("title.site")))
            }
        }
    }

    fn identification(&self, xml: &mut Xml<'_>) {
        let version = self.version;
        let (title, author) = (version.document.title.as_str(), format!("#{}", self.author().0));
        let expression = self.expression(version);
        // The whole is one document, and one file.
        let level = |xml: &mut Xml<'_>, (iri, this): (&str, &str), dates: &[(Option<Date>, &str)], author: &str| {
            xml.empty("FRBRthis", &[("value", this)]);
            xml.empty("FRBRuri", &[("value", iri)]);
            if iri == self.work {
                xml.empty("FRBRalias", &[("value", title), ("name", "title")]);
            }
            for (day, name) in dates {
                if let Some(day) = day {
                    xml.empty("FRBRdate", &[("date", &day.to_string()), ("name", name)]);
                }
            }
            xml.empty("FRBRauthor", &[("href", author)]);
        };
        let first = &self.rule.versions[0];
        xml.open("identification", &[("source", "#gongshi")]);
        xml.open("FRBRWork", &[]);
        let made = first.adopted_on.unwrap_or(first.effective);
        level(
            xml,
            (&self.work, &format!("{}/!main", self.work)),
            &[(Some(made), if first.adopted_on.is_some() { "adopted" } else { "effective" })],
            &author,
        );
        xml.empty("FRBRcountry", &[("value", self.country)]);
        xml.empty("FRBRsubtype", &[("value", "rules")]);
        xml.empty("FRBRnumber", &[("value", &self.rule.slug)]);
        xml.empty("FRBRname", &[("value", title)]);
        xml.close();
        xml.open("FRBRExpression", &[]);
        let dates = [(Some(version.effective), "effective"), (version.adopted_on, "adopted"), (version.filed_on, "filed")];
        level(xml, (&expression, &format!("{expression}/!main")), &dates, &author);
        if let Some(name) = &version.version {
            xml.empty("FRBRversionNumber", &[("value", name)]);
        }
        xml.empty("FRBRlanguage", &[("language", language(version))]);
        xml.close();
        xml.open("FRBRManifestation", &[]);
        let file = format!("{expression}/!main.xml");
        level(xml, (&file, &file), &[(Some(self.site.as_of), "asOf")], "#gongshi");
        xml.empty("FRBRformat", &[("value", "application/akn+xml")]);
        xml.close();
        xml.close();
    }

    /// Versions up to this one that came to be valid: what made the text what it is here.
    fn lived(&self) -> impl Iterator<Item = (usize, &'a Version)> {
        let drafts = self.drafts;
        self.rule.versions.iter().enumerate().take(self.index + 1).filter(move |(v, _)| !drafts[*v])
    }

    fn lifecycle(&self, xml: &mut Xml<'_>) {
        let mut lived = self.lived().enumerate().peekable();
        if lived.peek().is_none() {
            return;
        }
        xml.open("lifecycle", &[("source", "#gongshi")]);
        for (n, (v, version)) in lived {
            let (id, day) = (format!("e{}", v + 1), version.effective.to_string());
            let (event, source) = match version.resolution {
                Some(_) => (format!("#event_{}", v + 1), format!("#resolution_{}", v + 1)),
                None => (String::new(), format!("#version_{}", v + 1)),
            };
            let mut attributes = vec![("eId", id.as_str()), ("date", &day), ("source", &source)];
            if !event.is_empty() {
                attributes.push(("refersTo", &event));
            }
            attributes.push(("type", if n == 0 { "generation" } else { "amendment" }));
            xml.empty("eventRef", &attributes);
        }
        xml.close();
    }

    /// How this version was adopted and filed, as far as the record says: the day, what came of it, whether by a vote.
    fn steps(&self) -> Vec<(Date, &'static str, bool)> {
        let version = self.version;
        let vote = version.resolution.as_ref().and_then(|named| {
            let vote = self.site.community.resolutions.iter().find(|r| r.id == named.value)?;
            Some(vote.counted_on.unwrap_or(vote.voted_to.value))
        });
        let outcome = if self.drafts[self.index] { "notPassed" } else { "adopted" };
        let adopted = vote.or(version.adopted_on).map(|day| (day, outcome, vote.is_some()));
        adopted.into_iter().chain(version.filed_on.map(|day| (day, "filed", false))).collect()
    }

    fn workflow(&self, xml: &mut Xml<'_>) {
        let steps = self.steps();
        if steps.is_empty() {
            return;
        }
        let (by, event) = (format!("#{}", self.author().0), format!("#event_{}", self.index + 1));
        xml.open("workflow", &[("source", "#gongshi")]);
        for (day, outcome, voted) in steps {
            let (day, outcome) = (day.to_string(), format!("#{outcome}"));
            let mut attributes = vec![("date", day.as_str()), ("by", &by)];
            if voted {
                attributes.push(("refersTo", &event));
            }
            attributes.push(("outcome", &outcome));
            xml.empty("step", &attributes);
        }
        xml.close();
    }

    fn references(&self, xml: &mut Xml<'_>) {
        let (site, strings) = (self.site, self.site.strings());
        xml.open("references", &[("source", "#gongshi")]);
        let own = (self.index, self.version);
        let told = self.lived().chain(self.drafts[self.index].then_some(own));
        for (v, version) in told {
            let (n, label) = (v + 1, version_label(site, version));
            let name = if v == 0 { "original" } else { "passiveRef" };
            xml.empty(name, &[("eId", &format!("version_{n}")), ("href", &self.expression(version)), ("showAs", &label)]);
            let Some(resolution) = &version.resolution else { continue };
            let page = site.page_of_record(&resolution.value);
            let (title, event) = (site.label_of(&page), segment(&resolution.value).replace("%2F", "/"));
            let id = format!("resolution_{n}");
            xml.empty("passiveRef", &[("eId", &id), ("href", &href(&self.page, &page)), ("showAs", title)]);
            let event = format!("/akn/ontology/event/{event}");
            xml.empty("TLCEvent", &[("eId", &format!("event_{n}")), ("href", &event), ("showAs", title)]);
        }
        let (id, name) = self.author();
        xml.empty("TLCOrganization", &[("eId", id), ("href", &format!("/akn/ontology/organization/{id}")), ("showAs", name)]);
        xml.empty("TLCObject", &[("eId", "gongshi"), ("href", "/akn/ontology/object/gongshi"), ("showAs", "gongshi")]);
        for (_, id, _) in self.steps() {
            let key = match id {
                "adopted" => "akn.adopted",
                "notPassed" => "akn.not_passed",
                _ => "rules.filed_on",
            };
            let iri = format!("/akn/ontology/concept/{id}");
            xml.empty("TLCConcept", &[("eId", id), ("href", &iri), ("showAs", strings.get(key))]);
        }
        xml.close();
    }

    /// What the page says above the text.
    fn notes(&self, xml: &mut Xml<'_>) {
        let strings = self.site.strings();
        let how = match self.drafts[self.index] {
            true => strings.fill("rules.draft_banner", &[]),
            false => adopted_text(self.site, self.version),
        };
        let notes = [Some(how), self.version.note.clone()];
        xml.open("notes", &[("source", "#gongshi")]);
        for (n, note) in notes.into_iter().flatten().enumerate() {
            xml.open("note", &[("eId", &format!("note_{}", n + 1))]);
            xml.text("p", &[], &note);
            xml.close();
        }
        xml.close();
    }
}

/// The language of a text by its letters, as ISO 639-2 has it: Chinese, else English.
fn language(version: &Version) -> &'static str {
    let texts = version.text.blocks.iter().map(|block| match block {
        Block::Article(article) => article.text.as_str(),
        Block::Other(other) => other.text.as_str(),
    });
    let (mut chinese, mut latin) = (0usize, 0usize);
    for c in texts.flat_map(str::chars).take(400) {
        chinese += usize::from(('\u{4E00}'..='\u{9FFF}').contains(&c));
        latin += usize::from(c.is_ascii_alphabetic());
    }
    // A word of English has about as much to say as a character, and has five letters.
    if chinese * 5 > latin { "zho" } else { "eng" }
}
