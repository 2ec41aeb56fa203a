//! The book and the readmes, run: every file they show is written, every command is run, every answer compared.
//!
//! A chapter is one Markdown file with a folder of its own. Its fenced blocks say by their info string what they are:
//!
//! - `toml PATH`, `csv PATH`, `markdown PATH`: a file of that folder, as it stands from there on
//! - the same, ending in ` wrong`: for the next command only; then the folder is as it was before
//! - the same, ending in ` built`: a file that gongshi has written; it must hold exactly this
//! - `console`: lines `$ gongshi …` (or `$ cd …`, `$ mkdir …`), each followed by all that it prints. A `…` that ends
//!   a line stands for the rest of it, a line `…` for any lines. A server is ended by a line `^C`
//! - `text`: prose
//! - `sh`: commands for this repository; they are not run, but what they name must exist
//!
//! A block of any other kind fails. `GONGSHI_ACCEPT=1 cargo test --test book` writes what the program says into the
//! `console` blocks, to be read and committed.

use std::collections::BTreeSet;
use std::fs;
use std::io::{PipeReader, Read};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

const REPOSITORY: &str = env!("CARGO_MANIFEST_DIR");
const FILE_KINDS: [&str; 4] = ["toml", "csv", "markdown", "text"];
const CARGO_COMMANDS: [&str; 10] = ["bench", "build", "check", "clippy", "deny", "doc", "fmt", "install", "run", "test"];
/// How long a server may take to say what the chapter shows.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn everything_shown_is_true() {
    let mut troubles = Vec::new();
    for path in chapters() {
        let mut reader = Reader::new(&path);
        reader.read();
        troubles.append(&mut reader.troubles);
    }
    assert!(troubles.is_empty(), "{}", troubles.join("\n\n"));
}

#[test]
fn the_summary_lists_every_chapter() {
    let summary = text_of(&repository("book/src/SUMMARY.md"));
    let listed: BTreeSet<String> = links(&summary).into_iter().map(|(_, target)| target).collect();
    let written = book_files().into_iter().filter_map(|p| p.strip_prefix("book/src/").map(str::to_owned));
    let written: BTreeSet<String> = written.filter(|p| p != "SUMMARY.md").collect();
    assert_eq!(listed, written, "SUMMARY.md (left) and the chapters in book/src (right) differ");
}

#[test]
fn links_and_paths_lead_to_files() {
    let mut troubles = Vec::new();
    for path in documents() {
        let text = text_of(&repository(&path));
        let folder = Path::new(&path).parent().unwrap_or(Path::new("")).to_owned();
        for (line, target) in links(&text) {
            let file = target.split('#').next().unwrap_or_default();
            let elsewhere = ["https://", "http://", "mailto:"].iter().any(|scheme| target.starts_with(scheme));
            if !file.is_empty() && !elsewhere && !repository(folder.join(file)).exists() {
                troubles.push(format!("{path}:{line}: there is no {target}"));
            }
        }
        for (line, code) in inline_code(&text) {
            if is_repository_path(&code) && !repository(&code).exists() {
                troubles.push(format!("{path}:{line}: there is no {code}"));
            }
        }
    }
    assert!(troubles.is_empty(), "{}", troubles.join("\n"));
}

#[test]
fn every_code_named_can_be_explained() {
    let mut troubles = Vec::new();
    for path in documents() {
        let text = text_of(&repository(&path));
        for code in codes(&text) {
            let explained = gongshi(&["explain", code], Path::new(REPOSITORY), "en").output().unwrap();
            if !explained.status.success() {
                troubles.push(format!("{path}: `gongshi explain {code}` knows no such code"));
            }
        }
    }
    assert!(troubles.is_empty(), "{}", troubles.join("\n"));
}

/// What one language shows, the other shows: the same kinds of block in the same order, the same headings in number.
#[test]
fn every_chapter_has_its_twin() {
    let mut twins = BTreeSet::from([("README.md".to_owned(), "README.zh-CN.md".to_owned())]);
    for path in book_files().iter().filter(|p| p.contains("/en/") || p.contains("/zh-CN/")) {
        twins.insert((path.replace("/zh-CN/", "/en/"), path.replace("/en/", "/zh-CN/")));
    }
    for (one, other) in twins {
        assert_eq!(shape(&one), shape(&other), "{one} (left) and {other} (right) differ in headings or blocks");
    }
}

/// The chapter for developers shows every room as lib.rs lists it, and says of each what its own head says.
#[test]
fn the_architecture_shows_every_room() {
    let chapter = text_of(&repository("book/src/developers/architecture.md"));
    let rooms: Vec<String> = text_of(&repository("src/lib.rs"))
        .lines()
        .filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned))
        .collect();
    assert!(!rooms.is_empty());
    for room in rooms {
        let row = chapter.lines().find(|l| l.starts_with(&format!("| `src/{room}/` ")));
        let row = row.unwrap_or_else(|| panic!("the table of rooms has no row for src/{room}/"));
        let head = head_of(&text_of(&repository(format!("src/{room}/mod.rs"))));
        if let Some((_, rest)) = head.split_once("This room must not know ") {
            let sentence = rest.split(['.', ':', ';']).next().unwrap_or(rest);
            assert!(row.contains(sentence), "src/{room}/mod.rs says “must not know {sentence}”; the table says\n{row}");
        }
    }
}

// ---- reading a chapter ----

/// The inner comment at the head of a source file, as one line.
fn head_of(source: &str) -> String {
    let lines: Vec<&str> = source.lines().map_while(|l| l.strip_prefix("//!")).map(str::trim).collect();
    lines.join(" ")
}

/// Reads a chapter from top to bottom and does what it says.
struct Reader {
    path: String,
    lines: Vec<String>,
    /// Where the chapter's files go; nothing leaves it.
    root: PathBuf,
    /// Where its next command is run, below `root`.
    here: PathBuf,
    /// Files to put back after the next command, with what they held.
    to_restore: Vec<(PathBuf, Option<Vec<u8>>)>,
    troubles: Vec<String>,
    /// Blocks to be replaced, first and last line, when answers are accepted.
    accepted: Vec<(usize, usize, Vec<String>)>,
}

impl Reader {
    fn new(path: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("book").join(path.replace('/', "_"));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).unwrap();
        let root = root.canonicalize().unwrap();
        let lines = text_of(&repository(path)).lines().map(str::to_owned).collect();
        Reader {
            path: path.to_owned(),
            lines,
            here: root.clone(),
            root,
            to_restore: Vec::new(),
            troubles: Vec::new(),
            accepted: Vec::new(),
        }
    }

    fn trouble(&mut self, line: usize, what: impl AsRef<str>) {
        self.troubles.push(format!("{}:{}: {}", self.path, line + 1, what.as_ref()));
    }

    fn read(&mut self) {
        let text = self.lines.join("\n");
        for block in blocks(&text) {
            let words: Vec<&str> = block.info.split(' ').filter(|w| !w.is_empty()).collect();
            match words[..] {
                [kind, file] if FILE_KINDS.contains(&kind) => self.write(&block, file, false),
                [kind, file, "wrong"] if FILE_KINDS.contains(&kind) => self.write(&block, file, true),
                [kind, file, "built"] if FILE_KINDS.contains(&kind) => self.compare(&block, file),
                ["console"] => self.run(&block),
                ["sh"] => self.look_up(&block),
                ["text"] => {}
                _ => self.trouble(block.first, format!("a block “{}” is none that the book may hold", block.info)),
            }
            if !block.closed {
                self.trouble(block.first, "this block is never closed");
            }
        }
        if !self.to_restore.is_empty() {
            self.trouble(self.lines.len(), "a wrong file has no command after it");
        }
        self.accept();
        if self.troubles.is_empty() {
            let _ = fs::remove_dir_all(&self.root);
        }
    }

    /// The place of a file in the chapter's folder. The line above its block has to name it: pages do not show info strings.
    fn place(&mut self, block: &Block, file: &str) -> PathBuf {
        let above = self.lines[..block.first].iter().rev().find(|l| !l.trim().is_empty()).cloned().unwrap_or_default();
        if !above.contains(&format!("`{file}`")) {
            self.trouble(block.first, format!("the line above does not name `{file}`"));
        }
        let inside = Path::new(file).components().all(|c| matches!(c, Component::Normal(_)));
        assert!(inside, "{}: {file} is not inside the chapter's folder", self.path);
        self.here.join(file)
    }

    fn write(&mut self, block: &Block, file: &str, wrong: bool) {
        let place = self.place(block, file);
        if wrong {
            self.to_restore.push((place.clone(), fs::read(&place).ok()));
        }
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, block.lines.iter().map(|l| format!("{l}\n")).collect::<String>()).unwrap();
    }

    fn compare(&mut self, block: &Block, file: &str) {
        let place = self.place(block, file);
        let Ok(built) = fs::read_to_string(&place) else { return self.trouble(block.first, format!("gongshi wrote no {file}")) };
        let built: Vec<String> = built.trim_start_matches('\u{FEFF}').lines().map(str::to_owned).collect();
        if !fits(&block.lines, &built) {
            if accepting() {
                self.accepted.push((block.first + 1, block.first + block.lines.len(), built));
            } else {
                self.trouble(block.first, difference(file, &block.lines, &built));
            }
        }
    }

    fn run(&mut self, block: &Block) {
        let mut starts: Vec<usize> = (0..block.lines.len()).filter(|i| block.lines[*i].starts_with("$ ")).collect();
        if starts.first() != Some(&0) {
            self.trouble(block.first, "a console block begins with `$ gongshi …`");
        }
        starts.push(block.lines.len());
        let mut shown = Vec::new();
        let mut differs = false;
        for pair in starts.windows(2) {
            let line = block.first + 1 + pair[0];
            let mut expected = block.lines[pair[0] + 1..pair[1]].to_vec();
            let blank_after = expected.iter().rev().take_while(|l| l.is_empty()).count();
            expected.truncate(expected.len() - blank_after);
            let command = block.lines[pair[0]].clone();
            let answer = self.answer(line, &command, &expected);
            shown.push(command.clone());
            if fits(&expected, &answer) {
                shown.append(&mut expected);
            } else {
                differs = true;
                if !accepting() {
                    self.trouble(line, difference(&command, &expected, &answer));
                }
                shown.extend(without_times(answer));
            }
            shown.extend(std::iter::repeat_n(String::new(), if pair[1] == block.lines.len() { 0 } else { blank_after }));
        }
        if differs && accepting() {
            self.accepted.push((block.first + 1, block.first + block.lines.len(), shown));
        }
    }

    /// What a command prints.
    fn answer(&mut self, line: usize, command: &str, expected: &[String]) -> Vec<String> {
        let words: Vec<&str> = command.trim_start_matches("$ ").split_whitespace().collect();
        match words[..] {
            ["cd", folder] => {
                let there = self.here.join(folder);
                match there.canonicalize() {
                    Ok(there) if there.starts_with(&self.root) => self.here = there,
                    _ => self.trouble(line, format!("there is no folder {folder} to go to")),
                }
                Vec::new()
            }
            ["mkdir", folder] => {
                fs::create_dir(self.here.join(folder)).unwrap();
                Vec::new()
            }
            ["gongshi", ref arguments @ ..] => {
                let answer = match arguments {
                    ["serve", ..] => self.served(line, arguments, expected),
                    _ => {
                        let (printed, status) = printed(gongshi(arguments, &self.here, language(&self.path)));
                        if !matches!(status, Some(0..=2)) {
                            self.trouble(line, format!("{command} broke down (status {status:?})\n{printed}"));
                        }
                        lines(&printed)
                    }
                };
                self.restore();
                answer
            }
            _ => {
                self.trouble(line, format!("`{command}` is none that the book may hold"));
                Vec::new()
            }
        }
    }

    fn restore(&mut self) {
        for (place, before) in self.to_restore.drain(..).rev() {
            match before {
                Some(bytes) => fs::write(place, bytes).unwrap(),
                None => fs::remove_file(place).unwrap(),
            }
        }
    }

    /// What a server says before it is ended. It takes any free port, and is shown as if that were the usual one.
    fn served(&mut self, line: usize, arguments: &[&str], expected: &[String]) -> Vec<String> {
        if expected.last().map(String::as_str) != Some("^C") {
            self.trouble(line, "a server has to be ended by a line `^C`");
            return Vec::new();
        }
        let expected = &expected[..expected.len() - 1];
        let mut command = gongshi(arguments, &self.here, language(&self.path));
        command.args(["--port", "0"]);
        let (mut server, mut reader) = started(command);
        let (sender, receiver) = mpsc::channel();
        let listener = std::thread::spawn(move || {
            let mut buffer = [0u8; 4096];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        let began = Instant::now();
        let mut said = Vec::new();
        let mut shown = Vec::new();
        while began.elapsed() < PATIENCE {
            match receiver.recv_timeout(Duration::from_millis(500)) {
                Ok(bytes) => said.extend(bytes),
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
                // Nothing more for half a second: is that all?
                Err(mpsc::RecvTimeoutError::Timeout) if accepting() && !said.is_empty() => break,
                Err(mpsc::RecvTimeoutError::Timeout) => {}
            }
            shown = lines(&with_usual_port(&String::from_utf8_lossy(&said)));
            if fits(expected, &shown) {
                break;
            }
        }
        let _ = server.kill();
        let _ = server.wait();
        let _ = listener.join();
        shown.push("^C".to_owned());
        shown
    }

    /// Commands for this repository: each runs cargo, or names a file that is there.
    fn look_up(&mut self, block: &Block) {
        for (i, text) in block.lines.iter().enumerate() {
            let words: Vec<&str> = text.split_whitespace().skip_while(|w| w.starts_with("GONGSHI_")).collect();
            let known = match words[..] {
                [] => true,
                [first, ..] if first.starts_with('#') => true,
                ["cargo", "test", "--test", name] => repository(format!("tests/{name}.rs")).exists(),
                ["cargo", command, ..] => CARGO_COMMANDS.contains(&command),
                _ => words.iter().any(|w| repository(w).exists()),
            };
            if !known {
                self.trouble(block.first + 1 + i, format!("`{text}` neither runs cargo nor names a file of the repository"));
            }
            if let Some(at) = words.iter().position(|w| *w == "--").filter(|_| words.starts_with(&["cargo", "run"])) {
                let arguments = [&words[at + 1..], &["--help"]].concat();
                let (printed, status) = printed(gongshi(&arguments, Path::new(REPOSITORY), "en"));
                if status != Some(0) {
                    self.trouble(block.first + 1 + i, printed);
                }
            }
        }
    }

    /// Writes the answers into the chapter.
    fn accept(&mut self) {
        if self.accepted.is_empty() {
            return;
        }
        for (first, last, answer) in self.accepted.drain(..).rev() {
            self.lines.splice(first..=last, answer);
        }
        fs::write(repository(&self.path), self.lines.join("\n") + "\n").unwrap();
    }
}

fn accepting() -> bool {
    std::env::var_os("GONGSHI_ACCEPT").is_some_and(|v| !v.is_empty())
}

// ---- running the program ----

fn gongshi(arguments: &[&str], folder: &Path, language: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongshi"));
    command.args(arguments).current_dir(folder).env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", language);
    command
}

/// Runs a command; what it prints on either output comes out of one pipe, as on a terminal.
fn started(mut command: Command) -> (Child, PipeReader) {
    let (reader, writer) = std::io::pipe().unwrap();
    command.stdin(Stdio::null()).stdout(writer.try_clone().unwrap()).stderr(writer);
    // The command holds the writing ends, which would keep the pipe open; it is dropped here.
    (command.spawn().unwrap(), reader)
}

/// What a command prints, and its exit status.
fn printed(command: Command) -> (String, Option<i32>) {
    let (mut child, mut reader) = started(command);
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes).unwrap();
    (String::from_utf8_lossy(&bytes).into_owned(), child.wait().unwrap().code())
}

/// The language in which a chapter's reader has their computer.
fn language(path: &str) -> &'static str {
    if path.contains("zh-CN") { "zh_CN.UTF-8" } else { "en_GB.UTF-8" }
}

fn with_usual_port(text: &str) -> String {
    let Some((before, after)) = text.split_once("127.0.0.1:") else { return text.to_owned() };
    format!("{before}127.0.0.1:8080{}", with_usual_port(after.trim_start_matches(|c: char| c.is_ascii_digit())))
}

/// Lines without the spaces that end them, and without the blank lines that end all.
fn lines(text: &str) -> Vec<String> {
    text.trim_end().lines().map(|l| l.trim_end().to_owned()).collect()
}

/// Whether lines are as expected: a `…` that ends a line stands for its rest, a line `…` for any lines.
fn fits(expected: &[String], answer: &[String]) -> bool {
    match expected.split_first() {
        None => answer.is_empty(),
        Some((line, rest)) if line == "…" => (0..=answer.len()).any(|i| fits(rest, &answer[i..])),
        Some((line, rest)) => answer.split_first().is_some_and(|(first, others)| {
            let same = first == line.trim_end() || line.strip_suffix('…').is_some_and(|start| first.starts_with(start));
            same && fits(rest, others)
        }),
    }
}

/// How long a command took is not the same twice: `, 0.02 s` becomes `, …`.
fn without_times(answer: Vec<String>) -> Vec<String> {
    let mark = |line: String| {
        let timed = [" s", " 秒"].iter().any(|unit| line.ends_with(unit));
        match line.rfind(['，', ',']).filter(|_| timed) {
            Some(comma) => line[..comma].to_owned() + if line[comma..].starts_with(',') { ", …" } else { "，…" },
            None => line,
        }
    };
    answer.into_iter().map(mark).collect()
}

fn difference(what: &str, expected: &[String], answer: &[String]) -> String {
    let show = |lines: &[String]| lines.iter().map(|l| format!("    {l}\n")).collect::<String>();
    format!("{what}\n  the book says:\n{}  the program says:\n{}", show(expected), show(answer))
}

// ---- Markdown ----

/// A fenced block: its info string, its lines, and where its opening fence stands, counting lines from 0.
struct Block {
    info: String,
    lines: Vec<String>,
    first: usize,
    closed: bool,
}

fn fence_of(line: &str) -> usize {
    let ticks = line.trim_start().bytes().take_while(|b| *b == b'`').count();
    if ticks >= 3 { ticks } else { 0 }
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<usize> = None;
    for (i, line) in text.lines().enumerate() {
        match (open, fence_of(line)) {
            (None, 0) => {}
            (None, ticks) => {
                open = Some(ticks);
                // An indented fence belongs to a list: no block of ours.
                let info = if line.starts_with('`') { line[ticks..].trim().to_owned() } else { format!("indented {line}") };
                blocks.push(Block { info, lines: Vec::new(), first: i, closed: false });
            }
            (Some(ticks), n) if n == ticks && line.trim_end().len() == ticks => {
                open = None;
                if let Some(block) = blocks.last_mut() {
                    block.closed = true;
                }
            }
            (Some(_), _) => {
                if let Some(block) = blocks.last_mut() {
                    block.lines.push(line.to_owned());
                }
            }
        }
    }
    blocks
}

/// The lines outside fenced blocks, with their numbers from 1.
fn prose(text: &str) -> Vec<(usize, &str)> {
    let mut inside: Option<usize> = None;
    let mut lines = Vec::new();
    for (i, line) in text.lines().enumerate() {
        match (inside, fence_of(line)) {
            (None, 0) => lines.push((i + 1, line)),
            (None, ticks) => inside = Some(ticks),
            (Some(ticks), n) if n == ticks => inside = None,
            (Some(_), _) => {}
        }
    }
    lines
}

/// Where links and images lead.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in prose(text) {
        let without_code: String = line.split('`').step_by(2).collect();
        for part in without_code.split("](").skip(1) {
            if let Some((target, _)) = part.split_once(')') {
                found.push((number, target.to_owned()));
            }
        }
    }
    found
}

fn inline_code(text: &str) -> Vec<(usize, String)> {
    let spans = |(number, line)| {
        let line: &str = line;
        line.split('`').skip(1).step_by(2).map(move |code| (number, code.to_owned())).collect::<Vec<_>>()
    };
    prose(text).into_iter().flat_map(spans).collect()
}

/// Whether a piece of code is the path of a file in this repository, rather than in a community's folder.
fn is_repository_path(code: &str) -> bool {
    let here = ["src/", "tests/", "themes/", "book/", "benches/", "example-community/"];
    here.iter().any(|folder| code.starts_with(folder)) && !code.contains(['<', '*', '{', '…', ' '])
}

fn codes(text: &str) -> BTreeSet<&str> {
    let starts = text.match_indices("GS").map(|(i, _)| i);
    let code = |i: usize| text.get(i..i + 6).filter(|c| c[2..].bytes().all(|b| b.is_ascii_digit()));
    starts.filter_map(code).collect()
}

/// The headings' levels and the blocks' kinds, in order.
fn shape(path: &str) -> Vec<String> {
    let text = text_of(&repository(path));
    let heading = |(number, line): (usize, &str)| {
        let level = line.bytes().take_while(|b| *b == b'#').count();
        (level > 0).then(|| (number, "#".repeat(level)))
    };
    let mut parts: Vec<(usize, String)> = prose(&text).into_iter().filter_map(heading).collect();
    for block in blocks(&text) {
        let mut words = block.info.split(' ');
        let kind = words.next().unwrap_or_default();
        let suffix = words.next_back().filter(|w| ["wrong", "built"].contains(w)).unwrap_or_default();
        parts.push((block.first + 1, format!("{kind} {suffix}")));
    }
    parts.sort();
    parts.into_iter().map(|(_, part)| part).collect()
}

// ---- files ----

fn repository(path: impl AsRef<Path>) -> PathBuf {
    Path::new(REPOSITORY).join(path)
}

fn text_of(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// Every Markdown file of the book, from the repository's root.
fn book_files() -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec!["book/src".to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(repository(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else if path.ends_with(".md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// What is read and run: the book's chapters and the readmes. The catalogue's chapters are held by tests/codes.rs.
fn chapters() -> Vec<String> {
    let readmes = ["README.md", "README.zh-CN.md"].map(str::to_owned);
    readmes.into_iter().chain(book_files().into_iter().filter(|p| !p.contains("/codes/"))).collect()
}

/// What is looked through for links, paths and codes.
fn documents() -> Vec<String> {
    chapters().into_iter().chain(["CHANGELOG.md".to_owned()]).collect()
}
