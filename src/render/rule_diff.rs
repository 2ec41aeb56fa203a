//! The page that compares two versions of a rule: changed words marked, unchanged articles folded.

use tera::{Context, Value};

use super::address::href;
use super::article_html;
use super::rules::{self, Shared};
use super::site::Site;
use super::value::{link, put, row};
use super::xml::escape;
use crate::history::{ArticleChange, Change, Entry, OtherChange, RuleDiff};

pub fn page<'a>(shared: &Shared<'a>, from: usize, to: usize, page: &str) -> Context {
    let (site, r) = (shared.site, shared.rule);
    let strings = site.strings();
    let rule = &site.community.rules[r];
    let (old, new) = (&rule.versions[from], &rule.versions[to]);
    let diff = shared.differ.diff(&old.text, &new.text);
    let title = rules::title(site, r);
    let labels = (shared.labels[from].as_str(), shared.labels[to].as_str());
    let full = strings.fill("diff.title", &[("rule", title), ("from", labels.0), ("to", labels.1)]);
    let index = format!("rules/{}/index.html", rule.slug);
    let crumbs = [
        (strings.get("nav.home"), Some("index.html")),
        (strings.get("title.rules"), Some("rules/index.html")),
        (title, Some(index.as_str())),
    ];
    let mut context = site.page(page, "rules", &full, &crumbs);
    site.meta(&mut context, page, None, Some(new.document.file));
    let blocks = Blocks::of(shared, to, &diff);
    put!(context, {
        summary: summary(site, &diff),
        from: link(labels.0, Some(href(page, &rules::page_of(old)))),
        to: link(labels.1, Some(href(page, &rules::page_of(new)))),
        jump: blocks.jump,
        blocks: blocks.rows,
        renumbered: renumbered(site, &diff),
        others: others(site, &diff),
        pairs: pairs(shared, (from, to)),
    });
    context
}

/// `修改8条，新增1条，只改条号24条；60条文字未变`: what is not there is not said.
fn summary(site: &Site<'_>, diff: &RuleDiff<'_>) -> String {
    let strings = site.strings();
    let s = &diff.summary;
    let other = diff.other.iter().filter(|o| o.change != Change::Unchanged).count();
    let counts = [
        ("diff.part_modified", s.modified),
        ("diff.part_added", s.added),
        ("diff.part_removed", s.removed),
        ("diff.part_moved", s.moved),
        ("diff.part_renumbered", s.renumbered),
        ("diff.part_other", other),
        ("diff.part_unchanged", s.unchanged),
    ];
    let parts: Vec<String> = counts.iter().filter(|(_, n)| *n > 0).map(|(key, n)| strings.count(key, *n, &[])).collect();
    if parts.is_empty() {
        return strings.fill("diff.nothing", &[]);
    }
    parts.join(strings.get("fill.diff.part_separator")) + strings.get("fill.diff.end")
}

/// The page's blocks in order, and the ways to the changed ones.
struct Blocks<'s, 'a> {
    shared: &'s Shared<'a>,
    site: &'a Site<'a>,
    /// The newer version, whose words unchanged articles have.
    to: usize,
    /// The rule's title, which the page shows already.
    title: &'a str,
    rows: Vec<Value>,
    jump: Vec<Value>,
    /// Articles that read the same, waiting to be folded together.
    same: Vec<(String, &'s str)>,
}

impl<'s, 'a> Blocks<'s, 'a> {
    fn of(shared: &'s Shared<'a>, to: usize, diff: &RuleDiff<'_>) -> Self {
        let (site, title) = (shared.site, rules::title(shared.site, shared.rule));
        let mut blocks = Blocks { shared, site, to, title, rows: Vec::new(), jump: Vec::new(), same: Vec::new() };
        for entry in diff.entries() {
            match entry {
                Entry::Article(article) => blocks.article(article),
                Entry::Other(other) => blocks.heading(other),
            }
        }
        blocks.fold();
        blocks
    }

    fn article(&mut self, article: &ArticleChange<'_>) {
        let label = label(self.site, article);
        match article.change {
            Change::Unchanged | Change::Renumbered => {
                let html = article.new.map_or("", |new| self.shared.plain(self.to, new));
                self.same.push((label, html));
            }
            Change::Modified => {
                self.changed("modified", label, if article.moved { "diff.moved" } else { "diff.modified" }, |html| {
                    article_html::marked(&article.segments, html);
                })
            }
            Change::Moved => self.changed("modified", label, "diff.moved", |html| {
                article_html::plain(article.new.map_or("", |a| a.text.as_str()), html);
            }),
            Change::Added => self.changed("added", label, "diff.added", |html| {
                article_html::plain(article.new.map_or("", |a| a.text.as_str()), html);
            }),
            Change::Removed => self.changed("removed", label, "diff.removed", |html| {
                article_html::plain(article.old.map_or("", |a| a.text.as_str()), html);
            }),
        }
    }

    fn changed(&mut self, kind: &str, label: String, badge: &str, write: impl FnOnce(&mut String)) {
        self.fold();
        let mut html = String::new();
        write(&mut html);
        let id = format!("d{}", self.jump.len() + 1);
        self.jump.push(link(label.as_str(), Some(format!("#{id}"))));
        self.rows.push(
            row! { kind: kind, id: id, label: label, badge: self.site.strings().get(badge), html: Value::safe_string(&html) },
        );
    }

    /// A chapter stands where it stands in the new version.
    fn heading(&mut self, other: &OtherChange<'_>) {
        if other.kind == "heading"
            && let Some(new) = other.new
            && rules::heading_text(&new.text) != self.title
        {
            self.fold();
            self.rows.push(row! { kind: "chapter", html: Value::safe_string(&escape(rules::heading_text(&new.text))) });
        }
    }

    /// Folds the run of unchanged articles that ends here.
    fn fold(&mut self) {
        let run = std::mem::take(&mut self.same);
        let (Some((first, _)), Some((last, _))) = (run.first(), run.last()) else { return };
        let strings = self.site.strings();
        let summary = if run.len() == 1 {
            strings.fill("diff.same_one", &[("article", first)])
        } else {
            strings.fill("diff.same_many", &[("first", first), ("last", last), ("count", &run.len().to_string())])
        };
        let mut html = String::with_capacity(run.iter().map(|(label, html)| label.len() + html.len() + 48).sum());
        for (label, words) in &run {
            article_html::number(label, &mut html);
            html.push_str(words);
        }
        self.rows.push(row! { kind: "same", summary: summary, html: Value::safe_string(&html) });
    }
}

/// `第三十八条（原第三十七条）`.
fn label(site: &Site<'_>, article: &ArticleChange<'_>) -> String {
    match (article.from, article.to) {
        (Some(from), Some(to)) if from != to => site.strings().fill("diff.was", &[("from", from), ("to", to)]),
        (from, to) => to.or(from).unwrap_or_default().to_owned(),
    }
}

fn renumbered(site: &Site<'_>, diff: &RuleDiff<'_>) -> Value {
    let of = diff.articles.iter().filter(|a| a.change == Change::Renumbered);
    let rows: Vec<Value> = of.map(|a| row! { from: a.from, to: a.to }).collect();
    if rows.is_empty() {
        return row! {};
    }
    row! { summary: site.strings().count("diff.renumbered", rows.len(), &[]), rows: rows }
}

/// Changed preamble, chapters and notes.
fn others(site: &Site<'_>, diff: &RuleDiff<'_>) -> Vec<Value> {
    let strings = site.strings();
    let changed = diff.other.iter().filter(|o| o.change != Change::Unchanged && o.kind != "comment");
    changed
        .map(|other| {
            let mut html = String::new();
            article_html::marked(&other.segments, &mut html);
            let label = match other.kind {
                "heading" => "diff.chapter",
                "preamble" => "diff.preamble",
                _ => "diff.note",
            };
            let badge = match other.change {
                Change::Added => "diff.added",
                Change::Removed => "diff.removed",
                _ => "diff.modified",
            };
            row! { label: strings.get(label), badge: strings.get(badge), html: Value::safe_string(&html) }
        })
        .collect()
}

/// The comparisons of this rule, this one without a link.
fn pairs(shared: &Shared<'_>, here: (usize, usize)) -> Vec<Value> {
    if shared.pairs.len() < 2 {
        return Vec::new();
    }
    let mut pairs = shared.pairs.clone();
    let of_rule = &shared.site.figures.rules.rules[shared.rule].pairs;
    if let Some(i) = of_rule.iter().position(|pair| *pair == here) {
        let (from, to) = (&shared.labels[here.0], &shared.labels[here.1]);
        pairs[i] = link(shared.site.strings().fill("diff.pair", &[("from", from), ("to", to)]), None);
    }
    pairs
}
