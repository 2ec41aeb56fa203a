//! `check --fix`: what a program mends is mended, and nothing else is touched.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::thread;

use encoding_rs::GB18030;
use gongshi::diagnostic::{Case, CodePage, all};
use serde_json::Value;
use support::{Community, printed, said, tree};

const AS_OF: [&str; 2] = ["--as-of", "2026-01-31"];

fn check(community: &Community, args: &[&str]) -> Output {
    let day = if args.contains(&AS_OF[0]) { &[][..] } else { &AS_OF };
    community.run(&[&["check", ".", "--locale", "en"], args, day].concat())
}

fn told(community: &Community, args: &[&str]) -> Vec<Value> {
    let output = check(community, &[&["--format", "json"], args].concat());
    serde_json::from_slice(&output.stdout).unwrap_or_else(|why| panic!("{why}: {}", said(&output)))
}

/// Code and path of every error.
fn errors(told: &[Value]) -> BTreeMap<(String, String), usize> {
    let mut counts = BTreeMap::new();
    for d in told.iter().filter(|d| d["severity"] == "error") {
        *counts.entry((d["code"].to_string(), d["path"].to_string())).or_default() += 1;
    }
    counts
}

fn is_certain(d: &Value) -> bool {
    d["fix"]["certain"] == true
}

// ---- every literate case ----

/// Every case whose folder `check` looks at alone: an `import` and a comparison have their own files.
fn cases() -> Vec<(PathBuf, Case)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = all().flat_map(|page: &CodePage| page.cases.iter().map(|case| (PathBuf::from(&page.code), case.clone())));
    let files = fs::read_dir(root.join("tests/cases")).unwrap().map(|entry| entry.unwrap().path());
    let written = files.filter(|path| path.extension().is_some_and(|ending| ending == "md")).flat_map(|path| {
        let cases = Case::parse_all(&fs::read_to_string(&path).unwrap()).unwrap();
        cases.into_iter().map(move |case| (path.clone(), case))
    });
    let alone = |case: &Case| {
        let against = case.files.iter().any(|(path, _)| path.starts_with("against/"));
        // What is offered stands in the case, which another test holds it to.
        case.expect.iter().any(|line| line.contains(" →"))
            && !against
            && !case.args.iter().any(|arg| matches!(arg.as_str(), "import" | "--only" | "--against"))
    };
    pages.chain(written).filter(|(_, case)| alone(case)).collect()
}

fn folder_of(case: &Case) -> Community {
    let community = Community::empty("fixing");
    for (path, content) in &case.files {
        community.file(path, content);
    }
    community
}

/// Applies the mends of a case, and says what is wrong with that; with the codes that were mended.
fn complaints_about(case: &Case) -> (Vec<String>, Vec<String>) {
    let args: Vec<&str> = case.args.iter().map(String::as_str).collect();
    let before = told(&folder_of(case), &args);
    let mut complaints = Vec::new();
    let mut mended: Vec<String> = Vec::new();
    let offered = before.iter().filter(|d| d["fix"].is_object() && !is_certain(d));
    let mut runs: Vec<String> = offered.map(|d| format!("--fix={}", d["code"].as_str().unwrap())).collect();
    if before.iter().any(is_certain) {
        runs.push("--fix".to_owned());
    }
    runs.sort();
    runs.dedup();
    for run in runs {
        let community = folder_of(case);
        let fix = |more: &[&str]| check(&community, &[&[run.as_str()], more, &args].concat());
        let was = tree(&community.dir);
        let patch = printed(&fix(&["--dry-run"]));
        if tree(&community.dir) != was {
            complaints.push(format!("{run} --dry-run writes"));
        }
        fix(&[]);
        let after = told(&community, &args);
        let wanted = |d: &&Value| match run.strip_prefix("--fix=") {
            Some(code) => d["code"] == code && d["fix"].is_object(),
            None => is_certain(d),
        };
        for d in before.iter().filter(wanted) {
            mended.push(d["code"].as_str().unwrap().to_owned());
            if after.iter().any(|left| ["code", "path", "line", "message"].iter().all(|key| left[key] == d[key])) {
                complaints.push(format!("{run} leaves {d}"));
            }
        }
        // Each mend takes one away, and none takes its place.
        let mut known = errors(&before);
        for (what, count) in errors(&before.iter().filter(wanted).cloned().collect::<Vec<_>>()) {
            known.entry(what).and_modify(|known| *known -= count);
        }
        for (what, count) in errors(&after) {
            if known.get(&what).is_none_or(|known| *known < count) {
                complaints.push(format!("{run} brings {what:?}\n{patch}"));
            }
        }
        if after.iter().any(|d| wanted(&d)) {
            complaints.push(format!("{run} leaves something to mend:\n{patch}"));
        }
        let once = tree(&community.dir);
        fix(&[]);
        if tree(&community.dir) != once {
            complaints.push(format!("{run} twice is more than once:\n{patch}"));
        }
    }
    (complaints, mended)
}

#[rustfmt::skip]
/// Codes that some case shows mended. A code whose mend is lost would else be missed by nobody.
const MENDED: &[&str] = &[
    "GS0103", "GS0104", "GS0105", "GS0201", "GS0203", "GS0204", "GS0205", "GS0207", "GS0209", "GS0210", "GS0211", "GS0302",
    "GS0305", "GS0325", "GS0345", "GS0346", "GS0515", "GS0712", "GS1001", "GS1210", "GS1230", "GS1232",
];

#[test]
fn every_case_is_mended_as_it_is_offered() {
    let cases = cases();
    let share = cases.len().div_ceil(thread::available_parallelism().map_or(4, usize::from));
    let results: Vec<(String, Vec<String>, Vec<String>)> = thread::scope(|scope| {
        let run = |(file, case): &(PathBuf, Case)| {
            let (complaints, mended) = complaints_about(case);
            (format!("{} ## {}", file.display(), case.heading), complaints, mended)
        };
        let threads: Vec<_> =
            cases.chunks(share).map(|part| scope.spawn(move || part.iter().map(run).collect::<Vec<_>>())).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let wrong: Vec<String> = results
        .iter()
        .filter(|(_, complaints, _)| !complaints.is_empty())
        .map(|(case, complaints, _)| format!("{case}\n{}", complaints.join("\n")))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    let mended: Vec<&String> = results.iter().flat_map(|(_, _, mended)| mended).collect();
    let missing: Vec<_> = MENDED.iter().filter(|code| !mended.iter().any(|mended| mended == *code)).collect();
    assert!(missing.is_empty(), "no case shows a mend of {missing:?}");
}

// ---- bytes ----

const BOOKS: &str = "日期,账户,科目,收入,支出\r\n二〇二五年三月五日,公共收益,停车费,300.00,\r\n2025-03-06,公共收益,停车费,12。50,\r\n2025-03-07,公共收益,㎡𠮷,1.00,";
const BOOKS_MENDED: &str = "日期,账户,科目,收入,支出\r\n2025-03-05,公共收益,停车费,300.00,\r\n2025-03-06,公共收益,停车费,12.50,\r\n2025-03-07,公共收益,㎡𠮷,1.00,";

fn community() -> Community {
    let community = Community::empty("fixing");
    community.file("gongshi.toml", "[[account]]\nid = \"公共收益\"\n");
    community
}

fn utf16(text: &str, mark: &[u8]) -> Vec<u8> {
    mark.iter().copied().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

#[test]
fn other_bytes_stay_as_they_were_in_every_encoding() {
    type Encode = fn(&str) -> Vec<u8>;
    let encodings: [(&str, Encode); 5] = [
        ("UTF-8", |text| text.as_bytes().to_vec()),
        ("UTF-8 with a mark", |text| [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
        ("UTF-16", |text| utf16(text, &[0xFF, 0xFE])),
        ("UTF-16 without a mark", |text| utf16(text, &[])),
        ("GB18030", |text| GB18030.encode(text).0.into_owned()),
    ];
    for (name, encode) in encodings {
        let community = community();
        community.file("accounts/2025-03.csv", encode(BOOKS));
        let output = check(&community, &["--fix"]);
        assert_eq!(output.status.code(), Some(0), "{name}: {}{}", printed(&output), said(&output));
        assert!(fs::read(community.dir.join("accounts/2025-03.csv")).unwrap() == encode(BOOKS_MENDED), "{name}");
    }
}

#[test]
fn a_file_that_cannot_be_written_as_it_was_is_left() {
    let community = community();
    // 0x80 is a euro sign to GBK's readers, and written in another way.
    let bytes = [&GB18030.encode(BOOKS).0[..], b"\r\n2025-03-08,,\x80,,"].concat();
    community.file("accounts/2025-03.csv", &bytes);
    let output = check(&community, &["--fix"]);
    assert!(said(&output).contains("accounts/2025-03.csv was left as it is"), "{}", said(&output));
    assert!(fs::read(community.dir.join("accounts/2025-03.csv")).unwrap() == bytes);
}

// ---- what is shown ----

#[test]
fn what_is_shown_is_a_patch_that_others_apply() {
    let shown = community();
    shown.file("accounts/2025-03.csv", BOOKS);
    let output = check(&shown, &["--fix", "--dry-run"]);
    assert_eq!((output.status.code(), shown.read("accounts/2025-03.csv").as_str()), (Some(1), BOOKS));
    let patch = shown.beside("mends.patch");
    fs::write(&patch, &output.stdout).unwrap();
    let mut git = std::process::Command::new("git");
    git.args(["apply", "--unidiff-zero"]).arg(&patch).current_dir(&shown.dir).env("GIT_CEILING_DIRECTORIES", shown.beside(""));
    assert!(git.status().unwrap().success(), "{}", printed(&output));
    assert_eq!(shown.read("accounts/2025-03.csv"), BOOKS_MENDED);
}

#[test]
fn people_are_told_once_how_many_can_be_mended() {
    let community = community();
    community.file("accounts/2025-03.csv", BOOKS);
    let output = check(&community, &[]);
    assert_eq!(said(&output).matches("--fix").count(), 1, "{}", said(&output));
    assert!(said(&output).contains("`gongshi check --fix` mends 2 of these"), "{}", said(&output));
    check(&community, &["--fix"]);
    assert!(!said(&check(&community, &[])).contains("--fix"));
}

#[test]
fn programs_get_the_edits() {
    let community = community();
    community.file("accounts/2025-03.csv", BOOKS);
    let told = told(&community, &[]);
    let edit = &told[0]["fix"]["edits"][0];
    let place = ["line", "column", "end_line", "end_column"].map(|key| edit[key].as_u64().unwrap());
    assert_eq!((edit["path"].as_str(), edit["text"].as_str()), (Some("accounts/2025-03.csv"), Some("2025-03-05")));
    assert_eq!(place, [2, 1, 2, 10]);
    let sarif: Value = serde_json::from_slice(&check(&community, &["--format", "sarif"]).stdout).unwrap();
    let fix = &sarif["runs"][0]["results"][0]["fixes"][0];
    let replacement = &fix["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], "2025-03-05");
    assert_eq!(replacement["deletedRegion"]["endColumn"], 10);
    let github = printed(&check(&community, &["--format", "github"]));
    assert!(
        github.contains("mended:%0A2025-03-05,公共收益,停车费,300.00,%0A")
            || github.contains("mended:%0A2025-03-05,公共收益,停车费,300.00,\n"),
        "{github}"
    );
}

// ---- what is left alone ----

#[test]
fn what_has_two_readings_is_left() {
    let community = community();
    let books = "日期,账户,科目,收入,支出\n3/5/2025,公共收益,停车费,\"1,2345\",\n25-3-5,公共收益,停车费,一千二,\n";
    let minutes = "+++\ntitel = \"例会\"\ntitle = \"三月例会\"\nuntitled = 1\n+++\n";
    community.file("accounts/2025-03.csv", books).file("minutes/2025-03-05-例会.md", minutes);
    let was = tree(&community.dir);
    let output = check(&community, &["--fix"]);
    assert!(said(&output).contains("there is nothing a program can mend"), "{}", said(&output));
    assert_eq!((output.status.code(), tree(&community.dir) == was), (Some(1), true));
}

/// A line in which the privacy gate finds something is neither changed nor shown; a line beside it is.
#[test]
fn a_line_with_something_to_hide_is_neither_mended_nor_shown() {
    let community = community();
    let head = "日期,账户,科目,收入,支出,摘要\n";
    let hidden = "二〇二五年三月五日,公共收益,停车费,300.00,,电话 13800138000\n";
    community.file("accounts/2025-03.csv", format!("{head}{hidden}二〇二五年三月六日,公共收益,停车费,1.00,,\n"));
    // Where it is excepted by name, that is no reason to show it.
    community.file("minutes/2025-03-05-例会.md", "+++\nplaec = \"电话 13800138001\"\n+++\n");
    let allow = "[[account]]\nid = \"公共收益\"\n[privacy]\nallow = [{ path = \"minutes/2025-03-05-例会.md\", text = \"13800138001\", reason = \"x\" }]\n";
    community.file("gongshi.toml", allow);
    for args in [&["--fix", "--dry-run"][..], &["--fix"]] {
        let output = check(&community, args);
        let text = printed(&output) + &said(&output);
        let patch: String = text.lines().filter(|line| line.starts_with(['-', '+'])).collect();
        assert!(patch.contains("2025-03-06") && !patch.contains("138001"), "{text}");
    }
    let mended = format!("{head}{hidden}2025-03-06,公共收益,停车费,1.00,,\n");
    assert_eq!(community.read("accounts/2025-03.csv"), mended);
    assert!(community.read("minutes/2025-03-05-例会.md").contains("plaec"));
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_nothing_outside_is_written() {
    use std::os::unix::fs::symlink;
    let community = community();
    community.file("attachments/books.csv", BOOKS).file("accounts/balances.csv", "日期,账户,余额\n");
    fs::write(community.beside("outside.csv"), BOOKS).unwrap();
    symlink("../attachments/books.csv", community.dir.join("accounts/2025-03.csv")).unwrap();
    symlink(community.beside("outside.csv"), community.dir.join("accounts/2025-05.csv")).unwrap();
    check(&community, &["--fix"]);
    assert_eq!(community.read("attachments/books.csv"), BOOKS_MENDED);
    assert!(community.dir.join("accounts/2025-03.csv").symlink_metadata().unwrap().is_symlink());
    assert_eq!(fs::read_to_string(community.beside("outside.csv")).unwrap(), BOOKS);
}

#[test]
fn usage_that_makes_no_sense_is_refused() {
    let community = community();
    for args in [
        &["--dry-run"][..],
        &["--fix", "--watch"],
        &["--fix", "--only", "accounts"],
        &["--fix=GS0000"],
        &["--fix", "--format", "json"],
    ] {
        assert_eq!(check(&community, args).status.code(), Some(2), "{args:?}");
    }
    let limited = check(&community, &["--fix=gs0204", "--dry-run"]);
    assert_eq!(limited.status.code(), Some(0), "{}", said(&limited));
}

#[test]
fn a_code_limits_what_is_mended() {
    let community = community();
    community.file("accounts/2025-03.csv", BOOKS);
    let output = check(&community, &["--fix=GS0205"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_eq!(community.read("accounts/2025-03.csv"), BOOKS.replace("12。50", "12.50"));
}
