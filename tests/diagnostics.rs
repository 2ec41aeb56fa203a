//! The literate cases: every folder in small of the catalogue and of `tests/cases` is made, checked by the built
//! binary and compared with what its `expect` block says. `GONGSHI_ACCEPT=1 cargo test --test diagnostics` writes
//! what gongshi says now into those blocks, for a person to read as a diff.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use catalogue_text::{fits, parts, placeholders};
use gongshi::diagnostic::{Case, CodePage, all};
use gongshi::model::Locale;

#[path = "support/catalogue_text.rs"]
mod catalogue_text;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// Codes whose folders no Markdown can hold: `made_folders.rs`, `privacy.rs`, `importing.rs` and the oracles do.
const MADE_BY_CODE: [&str; 8] = ["GS0106", "GS0110", "GS0120", "GS0121", "GS0125", "GS0126", "GS0132", "GS0914"];

// ---- running ----
/// A folder that is gone when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("gs{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs `check` on a folder with a case's options, or `import` in it where these begin so; it then writes nothing.
fn check(folder: &Path, format: &str, locale: &str, args: &[String]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongshi"));
    if args.first().is_some_and(|arg| arg == "import") {
        command.current_dir(folder).args(args).args(["--dry-run", "--format", format, "--locale", locale]);
        return command.output().unwrap();
    }
    command.arg("check").arg(folder).args(["--format", format, "--locale", locale]).args(args);
    if !args.iter().any(|a| a == "--as-of") {
        command.args(["--as-of", "2026-01-31"]);
    }
    command.output().unwrap()
}

/// One item of the JSON list.
#[derive(serde::Deserialize)]
struct Told {
    code: String,
    severity: String,
    path: String,
    line: u64,
    column: u64,
    message: String,
    help: String,
    fix: Option<Fix>,
}

/// How a program would mend it.
#[derive(serde::Deserialize)]
struct Fix {
    certain: bool,
    edits: Vec<Edit>,
}

#[derive(serde::Deserialize)]
struct Edit {
    text: String,
}

impl Told {
    fn line(&self) -> String {
        let told = format!("{}:{}:{} {} {}", self.path, self.line, self.column, self.severity, self.code);
        let Some(fix) = &self.fix else { return told };
        let texts: Vec<String> = fix.edits.iter().map(|edit| edit.text.replace('\n', "⏎")).collect();
        format!("{told} {} {}", if fix.certain { "→" } else { "→?" }, texts.join(" … "))
    }
}

/// What `check` tells in a language, and its exit status.
fn told(folder: &Path, locale: &str, args: &[String]) -> (Vec<Told>, Option<i32>) {
    let output = check(folder, "json", locale, args);
    let mut whole: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|why| {
        let said = String::from_utf8_lossy(&output.stderr);
        panic!("no JSON ({why}), status {:?}: {}{said}", output.status.code(), String::from_utf8_lossy(&output.stdout))
    });
    // What is compared is told in an object, beside what changes.
    let list = if whole.is_object() { whole["diagnostics"].take() } else { whole };
    (serde_json::from_value(list).unwrap(), output.status.code())
}

fn lines_of(told: &[Told]) -> Vec<String> {
    let mut lines: Vec<String> = told.iter().map(Told::line).collect();
    lines.sort();
    lines
}

// ---- the cases ----

/// A case, where it is written down, and what was told of it.
struct Ran {
    case: Case,
    file: PathBuf,
    /// Its number among the cases of its Markdown file; none for a folder of its own.
    index: Option<usize>,
    /// The folder as bytes.
    records: Vec<(String, Vec<u8>)>,
    english: Vec<Told>,
    status: Option<i32>,
    chinese: Vec<Told>,
    /// The places in the list for people.
    places: Vec<String>,
}

impl Ran {
    fn new(case: Case, file: PathBuf, index: Option<usize>, records: Vec<(String, Vec<u8>)>) -> Self {
        Ran { case, file, index, records, english: Vec::new(), status: None, chinese: Vec::new(), places: Vec::new() }
    }

    fn run(&mut self) {
        // What lies below `against/` is the folder as it was published before.
        let (folder, before) = (Folder::new(), Folder::new());
        for (path, content) in &self.records {
            match path.strip_prefix("against/") {
                Some(path) => before.write(path, content),
                None => folder.write(path, content),
            };
        }
        if self.records.iter().any(|(path, _)| path.starts_with("against/")) {
            self.case.args.extend(["--against".to_owned(), before.0.display().to_string()]);
        }
        (self.english, self.status) = told(&folder.0, "en", &self.case.args);
        // Where nothing is told in one language, nothing can be told wrongly in another.
        if !self.english.is_empty() {
            self.chinese = told(&folder.0, "zh-CN", &self.case.args).0;
            let human = String::from_utf8(check(&folder.0, "human", "zh-CN", &self.case.args).stdout).unwrap();
            self.places = human.lines().filter_map(|l| l.trim_start().strip_prefix("╭▸ ")).map(str::to_owned).collect();
        }
    }

    fn complaint(&self, what: &str) -> String {
        format!("{}\n  ## {}\n{what}", self.file.strip_prefix(ROOT).unwrap().display(), self.case.heading)
    }
}

fn files_below(root: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(root).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files_below(&path, found) } else { found.push(path) }
    }
}

/// Every case there is.
fn cases() -> Vec<Ran> {
    let mut found = Vec::new();
    let mut add = |cases: Vec<Case>, file: PathBuf| {
        for (index, case) in cases.into_iter().enumerate() {
            let records = case.files.iter().map(|(path, content)| (path.clone(), content.clone().into_bytes())).collect();
            found.push(Ran::new(case, file.clone(), Some(index), records));
        }
    };
    for page in all() {
        add(page.cases.clone(), Path::new(ROOT).join(format!("src/diagnostic/catalogue/{}.md", page.code)));
    }
    let entries = fs::read_dir(Path::new(ROOT).join("tests/cases")).unwrap().map(|e| e.unwrap().path());
    let (folders, files): (BTreeSet<_>, BTreeSet<_>) = entries.partition(|path| path.is_dir());
    for file in files.into_iter().filter(|path| path.extension() == Some(OsStr::new("md"))) {
        let text = fs::read_to_string(&file).unwrap();
        add(Case::parse_all(&text).unwrap_or_else(|why| panic!("{}: {why}", file.display())), file);
    }
    found.extend(folders.iter().map(|folder| folder_case(folder)));
    found
}

/// A case whose bytes matter: a folder with an `expect` file beside its records.
fn folder_case(source: &Path) -> Ran {
    let mut paths = Vec::new();
    files_below(source, &mut paths);
    let file = source.join("expect");
    let inner = |path: &Path| path.strip_prefix(source).unwrap().to_str().unwrap().to_owned();
    let records = paths.iter().filter(|p| **p != file).map(|p| (inner(p), fs::read(p).unwrap())).collect();
    let expect = fs::read_to_string(&file).unwrap_or_default();
    let expect = expect.lines().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect();
    let heading = source.file_name().unwrap().to_string_lossy().into_owned();
    Ran::new(Case { heading, files: Vec::new(), expect, args: Vec::new() }, file, None, records)
}

/// Every case, run in parallel.
fn ran() -> Vec<Ran> {
    let mut cases = cases();
    let share = cases.len().div_ceil(thread::available_parallelism().map_or(4, usize::from));
    thread::scope(|scope| {
        for part in cases.chunks_mut(share) {
            scope.spawn(move || part.iter_mut().for_each(Ran::run));
        }
    });
    cases
}

/// `-` is expected and not told, `+` is told and not expected.
fn difference(expected: &[String], told: &[String]) -> String {
    let mut rest: Vec<&String> = told.iter().collect();
    let mut out = Vec::new();
    for line in expected {
        match rest.iter().position(|l| *l == line) {
            Some(at) => drop(rest.remove(at)),
            None => out.push(format!("  - {line}")),
        }
    }
    out.extend(rest.iter().map(|line| format!("  + {line}")));
    out.join("\n")
}

/// One test, since each test is a process of its own and the cases are to be run once.
#[test]
fn every_case_is_told_as_expected() {
    let ran = ran();
    let mut complaints = as_expected(&ran);
    complaints.extend(unfilled_placeholders(&ran));
    complaints.extend(places_that_differ(&ran));
    assert!(complaints.is_empty(), "{} cases differ\n\n{}\n", complaints.len(), complaints.join("\n\n"));
}

/// Cases of which something else is told than they expect; with `GONGSHI_ACCEPT` they are rewritten instead.
fn as_expected(ran: &[Ran]) -> Vec<String> {
    let accept = std::env::var_os("GONGSHI_ACCEPT").is_some();
    let mut accepted: HashMap<&Path, BTreeMap<usize, Vec<String>>> = HashMap::new();
    let mut complaints = Vec::new();
    for ran in ran {
        let now = lines_of(&ran.english);
        let mut expected = ran.case.expect.clone();
        expected.sort();
        if accept && now != expected {
            match ran.index {
                Some(index) => drop(accepted.entry(&ran.file).or_default().insert(index, now)),
                None => fs::write(&ran.file, now.join("\n") + "\n").unwrap(),
            }
            continue;
        }
        let due = i32::from(expected.iter().any(|line| line.contains(" error ")));
        let mut parts = Vec::new();
        if now != expected {
            parts.push(difference(&expected, &now));
        }
        if ran.status != Some(due) {
            parts.push(format!("  exit status {:?}, expected {due}", ran.status));
        }
        if !parts.is_empty() {
            complaints.push(ran.complaint(&parts.join("\n")));
        }
    }
    for (file, expects) in accepted {
        let text = fs::read_to_string(file).unwrap();
        fs::write(file, with_expects(&text, &expects)).unwrap();
    }
    complaints
}

/// The Markdown with other `expect` blocks in the cases of these numbers.
fn with_expects(text: &str, expects: &BTreeMap<usize, Vec<String>>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut case: Option<usize> = None;
    let mut fence: Option<(usize, bool)> = None;
    for line in text.lines() {
        let ticks = line.bytes().take_while(|b| *b == b'`').count();
        match fence {
            Some((open, replaced)) if ticks == open && line.trim_end().len() == ticks => {
                fence = None;
                if replaced {
                    let lines = case.and_then(|c| expects.get(&c)).into_iter().flatten();
                    lines.for_each(|l| out += &format!("{l}\n"));
                }
            }
            Some((_, true)) => continue,
            Some((_, false)) => {}
            None if ticks >= 3 => {
                let expect = &line[ticks..] == "expect" && case.is_some_and(|c| expects.contains_key(&c));
                fence = Some((ticks, expect));
            }
            None => {
                if let Some(heading) = line.strip_prefix("## ")
                    && !Locale::ALL.iter().any(|l| l.tag() == heading.trim())
                {
                    case = Some(case.map_or(0, |c| c + 1));
                }
            }
        }
        out += line;
        out.push('\n');
    }
    out
}

#[test]
fn accepting_changes_expect_blocks_alone() {
    let text = "## zh-CN\nx\n## a\n```csv a.csv\n```\n```expect\nold\n```\n## b\n````md b.md\n## c\n```expect\nkept\n```\n````\n```expect\n```\n";
    let expects = BTreeMap::from([(1, vec!["new".to_owned()])]);
    assert_eq!(with_expects(text, &expects), text.replace("````\n```expect\n```\n", "````\n```expect\nnew\n```\n"));
}

// ---- the words ----

fn page_of(code: &str) -> &'static CodePage {
    static PAGES: OnceLock<HashMap<&str, &CodePage>> = OnceLock::new();
    PAGES.get_or_init(|| all().map(|page| (page.code.as_str(), page)).collect())[code]
}

/// Messages and helps in which a placeholder has no value.
fn unfilled_placeholders(ran: &[Ran]) -> Vec<String> {
    let mut complaints = Vec::new();
    for ran in ran {
        for (locale, list) in [(Locale::En, &ran.english), (Locale::ZhCn, &ran.chinese)] {
            for told in list {
                let page = page_of(&told.code);
                for (template, text) in [(page.message(locale), &told.message), (page.help(locale), &told.help)] {
                    let unfilled = placeholders(template).iter().any(|name| text.contains(&format!("{{{name}}}")));
                    if unfilled || !fits(&parts(template).iter().collect::<Vec<_>>(), text) {
                        complaints.push(ran.complaint(&format!("  {}: “{text}” does not fill “{template}”", told.code)));
                    }
                }
            }
        }
    }
    complaints
}

/// How many of one code in one file the list for people shows.
const SHOWN_ALIKE: usize = 5;

/// Cases in which people and programs are told of different places.
fn places_that_differ(ran: &[Ran]) -> Vec<String> {
    let mut complaints = Vec::new();
    for ran in ran {
        let mut alike: HashMap<(&str, &str), usize> = HashMap::new();
        let mut shown: Vec<&Told> = ran.chinese.iter().collect();
        shown.retain(|told| {
            let n = alike.entry((&told.path, &told.code)).or_default();
            *n += 1;
            *n <= SHOWN_ALIKE
        });
        let same = |told: &Told, place: &str| {
            // A file without a text to show is named alone.
            place == format!("{}:{}:{}", told.path, told.line, told.column)
                || (place == told.path && (told.line, told.column) == (1, 1))
        };
        if ran.places.len() != shown.len() || !shown.iter().zip(&ran.places).all(|(told, place)| same(told, place)) {
            let programs: Vec<String> = shown.iter().map(|t| t.line()).collect();
            complaints.push(ran.complaint(&format!(
                "  for programs: {}\n  for people: {}",
                programs.join(", "),
                ran.places.join(", ")
            )));
        }
    }
    complaints
}

// ---- the catalogue ----
/// Every Rust file of `src`.
fn sources() -> Vec<(PathBuf, String)> {
    let mut paths = Vec::new();
    files_below(&Path::new(ROOT).join("src"), &mut paths);
    let rust = paths.into_iter().filter(|path| path.extension() == Some(OsStr::new("rs")));
    rust.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// The string literals without an escape or a space in a Rust source.
fn literals(source: &str) -> impl Iterator<Item = &str> {
    let candidates = source.split('"').skip(1);
    candidates.filter(|text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_')))
}

#[test]
fn sources_and_catalogue_know_the_same_codes() {
    let is_code = |text: &&str| text.len() == 6 && text.starts_with("GS") && text[2..].bytes().all(|b| b.is_ascii_digit());
    let sources = sources();
    let used: BTreeSet<&str> = sources.iter().flat_map(|(_, text)| literals(text).filter(is_code)).collect();
    let pages: BTreeSet<&str> = all().map(|page| page.code.as_str()).collect();
    let without_page: Vec<_> = used.difference(&pages).collect();
    let unused: Vec<_> = pages.difference(&used).collect();
    assert!(
        without_page.is_empty() && unused.is_empty(),
        "codes without a page: {without_page:?}; pages no source uses: {unused:?}"
    );
}

#[test]
fn every_word_is_in_both_languages() {
    const FAMILIES: [&str; 8] = ["name", "type", "date", "amount", "number", "direction", "weights", "source"];
    let words = fs::read_to_string(Path::new(ROOT).join("src/diagnostic/words.toml")).unwrap();
    let mut missing = BTreeSet::new();
    for (path, text) in sources() {
        let room = path.strip_prefix(Path::new(ROOT).join("src")).unwrap();
        if !(room.starts_with("source") || room.starts_with("check")) {
            continue;
        }
        for literal in literals(&text).filter(|l| l.split_once('.').is_some_and(|(family, _)| FAMILIES.contains(&family))) {
            let there = words.lines().find(|line| line.starts_with(&format!("\"{literal}\" = ")));
            if !there.is_some_and(|line| line.contains("zh-CN = \"") && line.contains(" en = \"")) {
                missing.insert(format!("{literal} ({})", room.display()));
            }
        }
    }
    assert!(missing.is_empty(), "not in words.toml: {missing:?}");
}

#[test]
fn every_page_is_whole() {
    let everywhere = cases();
    let mut wrong = Vec::new();
    for page in all() {
        let mut complain = |what: String| wrong.push(format!("{}: {what}", page.code));
        for locale in Locale::ALL {
            for (what, text) in
                [("message", page.message(locale)), ("help", page.help(locale)), ("explanation", page.explanation(locale))]
            {
                if text.trim().is_empty() {
                    complain(format!("no {what} in {}", locale.tag()));
                }
            }
            // The first paragraph stands on a public page as it is.
            if page.explanation(locale).contains("**") || page.explanation(locale).contains("](") {
                complain(format!("the explanation in {} is plain text", locale.tag()));
            }
        }
        let both = |text: fn(&CodePage, Locale) -> &str| Locale::ALL.map(|l| placeholders(text(page, l)));
        for (what, [one, other]) in
            [("message", both(CodePage::message)), ("label", both(CodePage::label)), ("help", both(CodePage::help))]
        {
            if one != other {
                complain(format!("placeholders of the {what} differ: {one:?} {other:?}"));
            }
        }
        let provokes = |case: &Case| case.expect.iter().any(|line| line.contains(&format!(" {}", page.code)));
        if !MADE_BY_CODE.contains(&page.code.as_str()) && !everywhere.iter().any(|case| provokes(&case.case)) {
            complain("no case provokes it".to_owned());
        }
        if !page.cases.iter().any(|case| case.expect.is_empty()) {
            complain("no case is quiet".to_owned());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_case_says_what_is_expected_once() {
    let mut wrong = Vec::new();
    let files = cases().into_iter().filter(|case| case.index.is_some()).map(|case| case.file);
    for file in files.collect::<BTreeSet<_>>() {
        let text = fs::read_to_string(&file).unwrap();
        let marks: BTreeMap<usize, Vec<String>> = (0..1000).map(|case| (case, vec!["@".to_owned()])).collect();
        let marked = with_expects(&text, &marks);
        let cases = if file.starts_with(Path::new(ROOT).join("tests")) {
            Case::parse_all(&marked).unwrap()
        } else {
            CodePage::parse("GS0000", &marked).unwrap().cases
        };
        for case in cases {
            let headings = case.heading.split(" · ").count();
            if case.expect != ["@"] || case.files.is_empty() || headings != 2 {
                wrong.push(format!("{} ## {}", file.display(), case.heading));
            }
        }
    }
    assert!(wrong.is_empty(), "a case has a heading in both languages, files, and one expect block:\n{}", wrong.join("\n"));
}
