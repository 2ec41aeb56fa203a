//! What every page is drawn with: the records, the theme, the addresses, the navigation.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tera::{Context, Value};

use super::address;
use super::strings::Strings;
use super::theme::Theme;
use super::topics::Stories;
use super::value::{context, link, put, row};
use crate::diagnostic::{self, Diagnostic, Severity, worded};
use crate::figures::Figures;
use crate::jurisdiction::Jurisdiction;
use crate::model::{Audience, Community, Date, FileId, Locale, Span};

/// What a build may set besides the folder.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub base_url: Option<String>,
}

/// The pages of files: filled by each kind of record before anything is drawn.
#[derive(Debug, Default)]
pub struct Addresses {
    pages: HashMap<FileId, String>,
    labels: HashMap<String, String>,
    taken: HashMap<String, FileId>,
    /// Files whose page another file has already, or that would stand where a section's index stands.
    clashes: Vec<(FileId, String, Option<FileId>)>,
}

impl Addresses {
    /// Says which page shows the record in a file, and what a link to it is called.
    pub fn add(&mut self, file: FileId, page: String, label: impl Into<String>) {
        match self.taken.get(&page) {
            Some(other) => self.clashes.push((file, page.clone(), Some(*other))),
            None if page.split_once('/').is_some_and(|(_, rest)| rest == "index.html") => {
                self.clashes.push((file, page.clone(), None));
            }
            None => {
                self.taken.insert(page.clone(), file);
                self.labels.insert(page.clone(), label.into());
            }
        }
        self.pages.insert(file, page);
    }

    /// Says which page shows a file that is part of another record: it may share that record's page.
    pub fn add_beside(&mut self, file: FileId, page: String) {
        self.pages.insert(file, page);
    }

    fn problems(&self, community: &Community) -> Vec<Diagnostic> {
        let told = self.clashes.iter().map(|(file, page, other)| {
            let other = other.map_or("index.html", |other| community.files.path(other));
            Diagnostic::new("GS1004", Span::file(*file)).with("address", page).with("other", other)
        });
        told.collect()
    }
}

/// Which part of the menu a kind of record stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Money,
    Service,
    Decisions,
    People,
    Record,
}

impl Group {
    const ALL: [(Group, &str); 5] = [
        (Group::Money, "money"),
        (Group::Service, "service"),
        (Group::Decisions, "decisions"),
        (Group::People, "people"),
        (Group::Record, "record"),
    ];
}

/// A menu with more sections than this is shown in groups.
const MANY: usize = 9;

/// An entry of the menu.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// As in the strings `nav` and `description`.
    pub key: &'static str,
    pub group: Group,
    pub page: &'static str,
}

/// Sections that are no kind of record but drawn from several.
fn derived(community: &Community) -> Vec<Section> {
    let mut sections = Vec::new();
    sections.extend(super::topics::section(community));
    sections.extend(super::participation::section(community));
    sections.push(Section { key: "compliance", group: Group::Record, page: super::compliance::INDEX });
    sections.push(Section { key: "data", group: Group::Record, page: "data/index.html" });
    sections
}

/// The length of the way to the root, and the section the menu marks.
type Frame = (usize, &'static str);

/// Everything a page may draw on.
pub struct Site<'a> {
    pub community: &'a Community,
    pub figures: &'a Figures,
    pub jurisdiction: &'a Jurisdiction,
    pub locale: Locale,
    pub as_of: Date,
    pub options: Options,
    pub theme: Theme,
    /// What owners should know, in order of file and place.
    pub findings: Vec<&'a Diagnostic>,
    pages: HashMap<FileId, String>,
    labels: HashMap<String, String>,
    sections: Vec<Section>,
    findings_by_page: HashMap<String, Vec<usize>>,
    replies_by_page: HashMap<String, Vec<usize>>,
    pub stories: Stories,
    /// Header and footer by depth and section, drawn once each.
    frames: Mutex<HashMap<Frame, (Value, Value)>>,
}

macro_rules! kinds_of_pages {
    ($($kind:ident),*) => {
        fn register(community: &Community, strings: &Strings, addresses: &mut Addresses) {
            $(super::$kind::register(community, strings, addresses);)*
        }

        /// Kinds without a record have no page and no menu entry.
        fn sections_of(community: &Community) -> Vec<Section> {
            let mut sections = Vec::new();
            $(if !community.$kind.is_empty() {
                let (key, page) = (stringify!($kind), concat!(stringify!($kind), "/index.html"));
                sections.push(Section { key, group: super::$kind::GROUP, page });
            })*
            sections.extend(derived(community));
            sections
        }
    };
}
crate::record_kinds!(kinds_of_pages);

impl<'a> Site<'a> {
    /// # Errors
    /// A diagnostic for each file of the community's theme that cannot be used, and for each record whose page
    /// another has.
    pub fn new(
        community: &'a Community,
        figures: &'a Figures,
        jurisdiction: &'a Jurisdiction,
        diagnostics: &'a [Diagnostic],
        locale: Locale,
        options: Options,
    ) -> Result<Self, Vec<Diagnostic>> {
        let currency = community.settings.currency.as_deref().or(jurisdiction.currency.as_deref());
        let mut theme = Theme::load(community, locale, currency)?;
        let mut addresses = Addresses::default();
        register(community, &theme.strings, &mut addresses);
        let clashes = addresses.problems(community);
        if !clashes.is_empty() {
            return Err(clashes);
        }
        let mut site = Site {
            community,
            figures,
            jurisdiction,
            locale,
            as_of: figures.as_of,
            options,
            findings: diagnostics.iter().filter(|d| d.severity == Severity::Finding).collect(),
            pages: addresses.pages,
            labels: addresses.labels,
            sections: sections_of(community),
            findings_by_page: HashMap::new(),
            replies_by_page: HashMap::new(),
            stories: Stories::new(community),
            frames: Mutex::new(HashMap::new()),
            theme: {
                theme.set_global("robots_noindex", (community.settings.audience == Audience::Owners).into());
                theme
            },
        };
        let title = site.title();
        site.theme.set_global("site_title", title.into());
        for (i, finding) in site.findings.iter().enumerate() {
            if let Some(page) = finding.concerns.as_deref().map(|record| site.page_of_record(record)) {
                site.findings_by_page.entry(page).or_default().push(i);
            }
        }
        site.replies_by_page = super::replies::by_page(&site);
        site.try_frame()?;
        Ok(site)
    }

    /// Draws the header and the footer once: a mistake in them would stand on every page.
    fn try_frame(&self) -> Result<(), Vec<Diagnostic>> {
        let (header, footer) = self.frame_contexts("index.html", "home");
        let mut problems = Vec::new();
        for (template, context) in [("header.html", header), ("footer.html", footer)] {
            if let Err(why) = self.theme.draw(template, &context, &mut Vec::new()) {
                problems.push(self.template_problem(template, &why));
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// A template that could not be drawn, at its file in the community's theme.
    pub fn template_problem(&self, template: &str, why: &str) -> Diagnostic {
        let path = format!("theme/templates/{template}");
        let file = self.community.files.find(&path);
        let problem = Diagnostic::new("GS1003", Span::file(file.unwrap_or(FileId(0)))).with("path", &path).with("why", why);
        if file.is_some() { problem } else { problem.at_missing(path) }
    }

    pub fn strings(&self) -> &Strings {
        &self.theme.strings
    }

    /// The site's name: `[site] title`, else the community's name, else the program's word for a disclosure site.
    pub fn title(&self) -> String {
        let settings = &self.community.settings;
        settings.title.clone().or_else(|| settings.name.clone()).unwrap_or_else(|| self.strings().get("title.site").to_owned())
    }

    /// The page that shows a file's record, or the copy of the file.
    pub fn page_of_file(&self, file: FileId) -> String {
        self.pages.get(&file).cloned().unwrap_or_else(|| copy_of(self.community.files.path(file)))
    }

    /// The page that shows a record, by its id.
    pub fn page_of_record(&self, record: &str) -> String {
        let page = self.community.files.record(record).and_then(|f| self.pages.get(&f));
        page.cloned().unwrap_or_else(|| self.page_of_folder(&format!("{record}/")))
    }

    /// What a link to a page is called: its record's title.
    pub fn label_of<'p>(&'p self, page: &'p str) -> &'p str {
        self.labels.get(page).map_or(page, String::as_str)
    }

    /// A link to the record or file that a value names; the value itself where it is not in the folder.
    pub fn link_to(&self, record: &str, page: &str) -> Value {
        let files = &self.community.files;
        let to = files.record(record).or_else(|| files.find(record)).map(|file| self.page_of_file(file));
        let label = to.as_deref().map_or(record, |to| self.label_of(to));
        link(label, to.as_deref().map(|to| address::href(page, to)))
    }

    /// The index of the section a folder belongs to.
    pub fn page_of_folder(&self, folder: &str) -> String {
        let top = folder.split('/').next().unwrap_or_default();
        let rule = folder.strip_prefix("rules/").map(|r| r.trim_end_matches('/'));
        match rule {
            Some(slug) if self.community.rules.iter().any(|r| r.slug == slug) => format!("rules/{slug}/index.html"),
            _ => self.sections.iter().find(|s| s.key == top).map_or("index.html", |s| s.page).to_owned(),
        }
    }

    /// Where the source of a file can be read: on the git host, else the copy on the site; none where its rows could name
    /// someone, for then the site has no copy.
    pub fn source_link(&self, file: FileId, page: &str) -> Option<Value> {
        let path = self.community.files.path(file);
        let (href, external) = match &self.community.settings.source_url {
            Some(url) => (format!("{}/{}", url.trim_end_matches('/'), address::href("", path)), true),
            None if self.is_withheld(file) => return None,
            None => (address::href(page, &copy_of(path)), false),
        };
        Some(row! { href: href, label: path, external: external })
    }

    /// Whether a file's rows could name someone: it is published as counts, and no copy of it.
    pub fn is_withheld(&self, file: FileId) -> bool {
        self.figures.withheld.binary_search(&file).is_ok()
    }

    /// What every page's context begins with. `section` marks the menu; `crumbs` are labels with their pages.
    pub fn page(&self, page: &str, section: &'static str, title: &str, crumbs: &[(&str, Option<&str>)]) -> Context {
        let mut context = context();
        let (header, footer) = self.frame(page, section);
        let crumbs: Vec<Value> = crumbs.iter().map(|(label, to)| link(*label, to.map(|to| address::href(page, to)))).collect();
        put!(context, {
            root: address::root_of(page),
            title: title,
            description: self.strings().find(&format!("description.{section}")).unwrap_or_default(),
            nav_html: header,
            footer_html: footer,
            crumbs: crumbs,
            findings_here: self.findings_here(page),
            replies_here: self.replies_here(page),
        });
        context
    }

    /// Fills `meta`: when it was published, the day of the record, the file it comes from.
    pub fn meta(&self, context: &mut Context, page: &str, published: Option<Date>, source: Option<FileId>) {
        let published = published.map(|d| self.strings().day(d));
        let sample = super::sample::notice(self, page, source);
        let source = source.and_then(|file| self.source_link(file, page));
        put!(context, { meta: row! { published: published, as_of: self.strings().day(self.as_of), source: source, sample: sample } });
    }

    fn findings_here(&self, page: &str) -> Vec<Value> {
        let here = self.findings_by_page.get(page).map_or(&[][..], Vec::as_slice);
        here.iter()
            .map(|i| {
                let finding = self.findings[*i];
                row! {
                    severity_label: self.strings().get("severity.finding"),
                    code: finding.code,
                    message: worded(finding, self.locale).message,
                    href: address::href_to(page, "compliance/index.html", &finding_anchor(*i)),
                }
            })
            .collect()
    }

    fn replies_here(&self, page: &str) -> Vec<Value> {
        self.replies_by_page.get(page).map_or_else(Vec::new, |replies| super::replies::here(self, replies, page))
    }

    /// The header and footer of pages at this depth in this section.
    fn frame(&self, page: &str, section: &'static str) -> (Value, Value) {
        let key = (address::root_of(page).len(), section);
        let mut frames = self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        frames.entry(key).or_insert_with(|| self.draw_frame(page, section)).clone()
    }

    fn draw_frame(&self, page: &str, section: &'static str) -> (Value, Value) {
        let (header, footer) = self.frame_contexts(page, section);
        (self.draw_fragment("header.html", &header), self.draw_fragment("footer.html", &footer))
    }

    fn frame_contexts(&self, page: &str, section: &'static str) -> (Context, Context) {
        let settings = &self.community.settings;
        let entry = |s: &Section| row! { key: s.key, href: address::href(page, s.page), current: s.key == section };
        let home = row! { key: "home", href: address::href(page, "index.html"), current: section == "home" };
        let sections: Vec<Value> = std::iter::once(home).chain(self.sections.iter().map(entry)).collect();
        let groups: Vec<Value> = Group::ALL
            .iter()
            .filter_map(|(group, name)| {
                let entries: Vec<Value> = self.sections.iter().filter(|s| s.group == *group).map(entry).collect();
                (!entries.is_empty()).then(|| row! { key: *name, sections: entries })
            })
            .collect();
        let mut header = context();
        put!(header, {
            home_href: address::href(page, "index.html"),
            home: page == "index.html",
            many: self.sections.len() > MANY,
            sections: sections,
            groups: groups,
        });
        let mut footer = context();
        let links: Vec<Value> = ["compliance", "data"]
            .iter()
            .map(|key| {
                let label = self.strings().find(&format!("nav.{key}")).unwrap_or_default();
                link(label, Some(address::href(page, &format!("{key}/index.html"))))
            })
            .collect();
        put!(footer, {
            address: settings.address.clone(),
            contact: settings.contact.clone(),
            links: links,
            owners_only: settings.audience == Audience::Owners,
            generator: row! { label: concat!("gongshi ", env!("CARGO_PKG_VERSION")), href: "" },
            as_of: self.strings().day(self.as_of),
        });
        (header, footer)
    }

    /// A fragment; that it can be drawn was tried before any page was.
    fn draw_fragment(&self, template: &str, context: &Context) -> Value {
        let mut out = Vec::new();
        match self.theme.draw(template, context, &mut out) {
            Ok(()) => Value::safe_string(&String::from_utf8_lossy(&out)),
            Err(_) => ().into(),
        }
    }

    /// Words a finding for the page about findings.
    pub fn finding_words(&self, finding: &Diagnostic) -> diagnostic::Worded {
        worded(finding, self.locale)
    }
}

/// The anchor of a finding on the page about findings.
pub fn finding_anchor(index: usize) -> String {
    format!("f{}", index + 1)
}

/// Where the copy of a source file stands.
pub fn copy_of(path: &str) -> String {
    if path.starts_with("attachments/") { path.to_owned() } else { format!("data/source/{path}") }
}
