//! One catalogue page: everything there is to know of a code, read from its Markdown.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::report::Severity;
use crate::model::Locale;

/// A text in every language.
type Localised = BTreeMap<String, String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    severity: String,
    #[serde(default)]
    basis: Localised,
    message: Localised,
    #[serde(default)]
    label: Localised,
    #[serde(default)]
    also: Localised,
    help: Localised,
}

/// A folder in small, and what gongshi says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    pub heading: String,
    /// Path and content, in order.
    pub files: Vec<(String, String)>,
    /// Lines `path:line:column severity CODE`, sorted; empty for a quiet case. What `check --fix` writes there follows after
    /// `→`, or after `→?` where somebody should look first.
    pub expect: Vec<String>,
    /// Options of `check` besides the format, from ```` ```args ````.
    pub args: Vec<String>,
}

/// A page of the catalogue.
#[derive(Clone, Debug)]
pub struct CodePage {
    pub code: String,
    pub severity: Severity,
    basis: Localised,
    message: Localised,
    label: Localised,
    also: Localised,
    help: Localised,
    explanation: Localised,
    pub cases: Vec<Case>,
}

impl CodePage {
    /// Reads a page.
    ///
    /// # Errors
    /// A sentence that says what the page lacks.
    pub fn parse(code: &str, text: &str) -> Result<Self, String> {
        let rest = text.strip_prefix("+++\n").ok_or("front matter must begin with +++")?;
        let (front, body) = rest.split_once("\n+++\n").ok_or("front matter must end with +++")?;
        let front: FrontMatter = toml::from_str(front).map_err(|e| e.to_string())?;
        let severity = Severity::parse(&front.severity).ok_or("severity is error, finding or hint")?;
        let mut explanation = Localised::new();
        let mut cases = Vec::new();
        for (heading, content) in sections(body) {
            if Locale::ALL.iter().any(|l| l.tag() == heading) {
                explanation.insert(heading, content.trim().to_owned());
            } else {
                cases.push(Case::parse(heading, &content)?);
            }
        }
        Ok(CodePage {
            code: code.to_owned(),
            severity,
            basis: front.basis,
            message: front.message,
            label: front.label,
            also: front.also,
            help: front.help,
            explanation,
            cases,
        })
    }

    pub fn message(&self, locale: Locale) -> &str {
        text(&self.message, locale)
    }

    /// What stands at the marked place; may be empty.
    pub fn label(&self, locale: Locale) -> &str {
        text(&self.label, locale)
    }

    /// What stands at a second place that disagrees; may be empty.
    pub fn also(&self, locale: Locale) -> &str {
        text(&self.also, locale)
    }

    pub fn help(&self, locale: Locale) -> &str {
        text(&self.help, locale)
    }

    /// The law or standard behind it; may be empty.
    pub fn basis(&self, locale: Locale) -> &str {
        text(&self.basis, locale)
    }

    /// A message or a help with its placeholders as dots: what it says of any folder.
    pub fn shown(text: &str) -> String {
        let mut out = String::new();
        let mut depth = 0;
        for c in text.replace("<<", "").replace(">>", "").chars() {
            match c {
                '{' => {
                    depth += 1;
                    out.push('…');
                }
                '}' => depth -= 1,
                c if depth == 0 => out.push(c),
                _ => {}
            }
        }
        out
    }

    /// The case that best shows what the code is about: the first that provokes it.
    pub fn example(&self) -> Option<&Case> {
        self.cases.iter().find(|case| case.expect.iter().any(|line| line.contains(&self.code)))
    }

    pub fn explanation(&self, locale: Locale) -> &str {
        text(&self.explanation, locale)
    }
}

fn text(localised: &Localised, locale: Locale) -> &str {
    localised.get(locale.tag()).map_or("", String::as_str)
}

impl Case {
    /// Its trouble in a few words: headings hold both languages, `中文 · English`.
    pub fn heading(&self, locale: Locale) -> &str {
        match (self.heading.split_once(" · "), locale) {
            (Some((chinese, _)), Locale::ZhCn) => chinese,
            (Some((_, english)), Locale::En) => english,
            (None, _) => &self.heading,
        }
    }

    /// The cases of a page of `tests/cases/*.md`: every `##` section with a fenced block.
    ///
    /// # Errors
    /// A sentence that says what is wrong with a case.
    pub fn parse_all(text: &str) -> Result<Vec<Case>, String> {
        sections(text).into_iter().map(|(heading, content)| Case::parse(heading, &content)).collect()
    }

    fn parse(heading: String, content: &str) -> Result<Self, String> {
        let mut case = Case { heading, files: Vec::new(), expect: Vec::new(), args: Vec::new() };
        let mut lines = content.lines();
        while let Some(line) = lines.next() {
            let fence: String = line.chars().take_while(|c| *c == '`').collect();
            if fence.len() < 3 {
                continue;
            }
            let info = line[fence.len()..].trim();
            let block: Vec<&str> = lines.by_ref().take_while(|l| l.trim_end() != fence).collect();
            match info.split_once(' ') {
                Some((_, path)) => {
                    let body = if block.is_empty() { String::new() } else { block.join("\n") + "\n" };
                    case.files.push((path.trim().to_owned(), body));
                }
                None if info == "expect" => case.expect = block.iter().map(|l| l.trim().to_owned()).collect(),
                None if info == "args" => {
                    case.args = block.iter().flat_map(|l| l.split_whitespace()).map(str::to_owned).collect()
                }
                None => return Err(format!("{}: a block is `expect`, `args` or `<type> <path>`", case.heading)),
            }
        }
        case.expect.retain(|l| !l.is_empty());
        Ok(case)
    }
}

/// Splits Markdown at its second-level headings, not looking into fenced blocks.
fn sections(body: &str) -> Vec<(String, String)> {
    let mut sections: Vec<(String, String)> = Vec::new();
    let mut fence: Option<usize> = None;
    for line in body.lines() {
        let ticks = line.bytes().take_while(|b| *b == b'`').count();
        match fence {
            Some(open) if ticks == open && line.trim_end().len() == ticks => fence = None,
            None if ticks >= 3 => fence = Some(ticks),
            None => {
                if let Some(heading) = line.strip_prefix("## ") {
                    sections.push((heading.trim().to_owned(), String::new()));
                    continue;
                }
            }
            Some(_) => {}
        }
        if let Some((_, content)) = sections.last_mut() {
            content.push_str(line);
            content.push('\n');
        }
    }
    sections
}
