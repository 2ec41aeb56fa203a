//! Figures that were public and are others now, in real git repositories: judged by what is committed, shown for as long as
//! the history is there.

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use proptest::prelude::*;
use serde_json::Value;
use support::{Community, GONGSHI, printed, said};

const SETTINGS: &str = "[site]\nlocale = \"en\"\nas_of = 2025-12-31\n[[account]]\nid = \"common\"\nname = \"Common income\"\nopening = \"1000.00\"\n";
const HEADER: &str = "date,account,category,income,expense,voucher\n";
const PARKING: &str = "2025-01-10,common,parking,300.00,,C-1\n";
const PARKING_NOW: &str = "2025-01-10,common,parking,360.00,,C-1\n";
const LAMP: &str = "2025-02-12,common,lighting,,180.00,C-2\n";
const NEXT: &str = "2025-04-12,common,parking,50.00,,C-1\n";
const LEDGER: &str = "accounts/2025-Q1.csv";
const FRONT: &str = "accounts/2025-Q1.toml";

/// `git` as the tests' author, whatever this machine's settings are.
fn git(dir: &Path, arguments: &[&str]) -> Output {
    let output = Command::new("git")
        .current_dir(dir)
        .args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.org",
            "-c",
            "commit.gpgsign=false",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(["-c", "protocol.file.allow=always"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", said(&output));
    output
}

fn commit(community: &Community, day: &str) {
    git(&community.dir, &["add", "-A"]);
    let mut command = Command::new("git");
    command.current_dir(&community.dir).args(["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", day]);
    let date = format!("{day}T12:00:00+0800");
    let output = command.env("GIT_COMMITTER_DATE", &date).env("GIT_AUTHOR_DATE", &date).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
}

fn ledger(rows: &[&str]) -> String {
    format!("{HEADER}{}", rows.concat())
}

/// A community in a repository, with its first quarter published and the second one after it.
fn published(name: &str) -> Community {
    let community = Community::empty(name);
    community.file("gongshi.toml", SETTINGS).file(LEDGER, ledger(&[PARKING, LAMP])).file(FRONT, "published_on = 2025-04-10\n");
    community.file("accounts/2025-Q2.csv", ledger(&[NEXT]));
    git(&community.dir, &["init", "-q"]);
    commit(&community, "2025-04-10");
    community
}

fn restate(community: &Community) {
    community.file(LEDGER, ledger(&[PARKING_NOW, LAMP]));
    community.file(FRONT, "published_on = 2025-04-10\nreason = \"a receipt was misread\"\n");
}

fn codes(output: &Output) -> Vec<String> {
    let whole: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(output)));
    let list = whole.get("diagnostics").unwrap_or(&whole).as_array().unwrap();
    list.iter().map(|d| d["code"].as_str().unwrap().to_owned()).collect()
}

fn page(community: &Community) -> String {
    community.build();
    community.read("site/accounts/2025-Q1.html")
}

#[test]
fn what_is_committed_is_published() {
    let community = published("restated-head");
    assert!(community.codes().is_empty());
    community.file(LEDGER, ledger(&[PARKING_NOW, LAMP]));
    assert_eq!(community.codes(), ["GS0330"]);
    let output = community.run(&["build", "."]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("Common income income 300.00 → 360.00"), "{}", said(&output));
    // The quarter after it begins with another balance, and that needs no reason of its own.
    restate(&community);
    assert_eq!(community.codes(), ["GS0332"]);
}

/// Whatever has a period is held to the same: its page tells of every version that changed a figure, long after.
#[test]
fn scores_answers_complaints_and_budgets_are_restated_too() {
    let community = published("restated-others");
    let contract = "title = \"Service\"\nkind = \"property\"\nfrom = 2025-01-01\n[sources]\ncommittee = 100\n\
                    [[clause]]\nid = \"C01\"\ntitle = \"Cleaning\"\ntarget = 90\nweight = 100\n";
    community.file("contracts/2025.toml", contract);
    let tables = [
        ("scores/2025-Q1", "clause,source,value\nC01,committee,", "71.5", "88.5", "scores/2025-Q1.html", ["71.5", "88.5"]),
        ("surveys/2025-Q1", "question,good,bad\nThe gate is manned,40,", "21", "12", "surveys/2025-Q1.html", ["21", "12"]),
        (
            "complaints/2025-Q1",
            "id,received,kind,resolved\n1,2025-01-03,repair,2025-01-0",
            "5",
            "4\n2,2025-01-04,repair,2025-01-06",
            "complaints/2025-Q1.html",
            ["1 row", "resolved"],
        ),
        (
            "accounts/budget-2025",
            "account,category,income\ncommon,parking,",
            "1000.00",
            "1200.00",
            "accounts/budget-2025.html",
            ["1,000.00", "1,200.00"],
        ),
    ];
    for (record, rows, first, _, _, _) in &tables {
        community.file(&format!("{record}.csv"), format!("{rows}{first}\n"));
        community.file(&format!("{record}.toml"), "published_on = 2025-04-10\n");
    }
    commit(&community, "2025-04-11");
    assert!(community.codes().iter().all(|code| !code.starts_with("GS033")), "{:?}", community.codes());
    for (record, rows, _, second, _, _) in &tables {
        community.file(&format!("{record}.csv"), format!("{rows}{second}\n"));
    }
    assert_eq!(community.codes().iter().filter(|code| *code == "GS0330").count(), tables.len());
    for (record, ..) in &tables {
        community.file(&format!("{record}.toml"), "published_on = 2025-04-10\nreason = \"a line was misread\"\n");
    }
    commit(&community, "2025-05-03");
    community.build();
    for (record, _, _, _, page, shown) in &tables {
        let page = community.read(&format!("site/{page}"));
        let section = page.split("class=\"restated\"").nth(1).and_then(|rest| rest.split("</section>").next());
        let section = section.unwrap_or_else(|| panic!("{record} tells of no correction"));
        assert!(section.contains("a line was misread") && section.contains("2025-05-03"), "{section}");
        assert!(shown.iter().all(|text| section.contains(text)), "{record}: {section}");
    }
}

#[test]
fn both_figures_are_shown_before_it_is_committed_and_ever_after() {
    let community = published("restated-page");
    restate(&community);
    let shown = |page: &str| ["300.00", "360.00", "a receipt was misread", "+60.00"].iter().all(|text| page.contains(text));
    assert!(shown(&page(&community)), "{}", page(&community));
    commit(&community, "2025-05-03");
    let after = page(&community);
    assert!(shown(&after) && after.contains("2025-05-03"));
    assert!(community.read("site/compliance/index.html").contains("300.00 → 360.00"));
    assert!(community.read("site/index.html").contains("Corrected"));
    // Other things change; the correction stays.
    community.file("accounts/2025-Q3.csv", ledger(&["2025-07-12,common,parking,50.00,,C-1\n"]));
    commit(&community, "2025-10-03");
    assert!(shown(&page(&community)));
    assert_eq!(community.codes(), ["GS0332"]);
    // A clone builds the same to the byte; without its history, or a part of it, the page says that it has none.
    let clone = community.beside("clone");
    git(&community.dir, &["clone", "-q", ".", clone.to_str().unwrap()]);
    let build = |dir: &Path, more: &[&str]| {
        let output = Command::new(GONGSHI).arg("build").arg(dir).args(more).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        fs::read_to_string(dir.join("site/accounts/2025-Q1.html")).unwrap()
    };
    assert_eq!(build(&clone, &[]), page(&community));
    let without = build(&clone, &["--no-history"]);
    assert!(without.contains("not at hand") && without.contains("a receipt was misread") && !without.contains("300.00"));
    let shallow = community.beside("shallow");
    let url = format!("file://{}", community.dir.display());
    git(&community.dir, &["clone", "-q", "--depth", "1", &url, shallow.to_str().unwrap()]);
    assert!(build(&shallow, &[]).contains("cut short"));
    fs::remove_dir_all(clone.join(".git")).unwrap();
    assert_eq!(build(&clone, &[]), without);
}

#[test]
fn a_second_correction_needs_a_second_reason() {
    let community = published("restated-twice");
    restate(&community);
    commit(&community, "2025-05-03");
    community.file(LEDGER, ledger(&["2025-01-10,common,parking,390.00,,C-1\n", LAMP]));
    assert_eq!(community.codes(), ["GS0330", "GS0332", "GS0332"]);
    community.file(FRONT, "published_on = 2025-04-10\nreason = \"and another one\"\n");
    assert_eq!(community.codes(), ["GS0332", "GS0332"]);
    commit(&community, "2025-06-03");
    assert!(community.codes().iter().all(|code| code == "GS0332"));
    let page = page(&community);
    let table = community.read("site/data/restatements.csv");
    assert!(table.contains("accounts/2025-Q1,2025-05-03,Common income,income,300.00,360.00,a receipt was misread"), "{table}");
    for text in ["300.00", "360.00", "390.00", "a receipt was misread", "and another one", "2025-05-03", "2025-06-03"] {
        assert!(page.contains(text), "{text}");
    }
}

/// What was taken out of the books for a person's sake does not come back by their history.
#[test]
fn history_gives_nobody_away() {
    let community = published("restated-private");
    let person = "2025-03-10,common,parking 13800000000,300.00,,C-3\n";
    community.file(LEDGER, ledger(&[PARKING, LAMP, person])).file(FRONT, "reason = \"left out: 13800000000\"\n");
    commit(&community, "2025-05-03");
    community.file(LEDGER, ledger(&[PARKING, LAMP, "2025-03-10,common,parking,300.00,,C-3\n"]));
    community.file(FRONT, "reason = \"a number did not belong there\"\n");
    commit(&community, "2025-05-04");
    assert_eq!(community.codes(), ["GS0332", "GS0332"]);
    community.build();
    let site = support::tree(&community.dir.join("site"));
    assert!(site.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("13800000000")));
    assert!(page(&community).contains("parking 138****0000"));
}

/// A reason that is taken away would take the correction out of sight.
#[test]
fn a_correction_stays_in_sight() {
    let community = published("restated-stays");
    restate(&community);
    commit(&community, "2025-05-03");
    community.file(FRONT, "published_on = 2025-04-10\n");
    assert_eq!(community.codes(), ["GS0333"]);
    fs::remove_file(community.dir.join(FRONT)).unwrap();
    assert_eq!(community.codes(), ["GS0333"]);
    // Worded anew, it is told as it stands now.
    community.file(FRONT, "reason = \"the receipt of 10 January was misread\"\n");
    assert_eq!(community.codes(), ["GS0332"]);
    assert!(page(&community).contains("the receipt of 10 January was misread"));
    // And a table that is gone is told; one whose rows were taken back keeps its page.
    fs::remove_file(community.dir.join(FRONT)).unwrap();
    fs::remove_file(community.dir.join(LEDGER)).unwrap();
    assert_eq!(community.codes(), ["GS0331"]);
    community.file(LEDGER, HEADER).file(FRONT, "reason = \"all of it belonged into another account\"\n");
    assert_eq!(community.codes(), ["GS0332", "GS0332"]);
    let page = page(&community);
    assert!(page.contains("Corrected after it was published") && page.contains("360.00"), "{page}");
}

#[test]
fn a_folder_below_the_repository_is_compared_with_itself() {
    let community = Community::empty("restated-below");
    let inner = "区/laurel court/";
    community.file(&format!("{inner}gongshi.toml"), SETTINGS).file(&format!("{inner}{LEDGER}"), ledger(&[PARKING, LAMP]));
    // The same path at the root is none of its business.
    community.file(LEDGER, ledger(&[LAMP]));
    git(&community.dir, &["init", "-q"]);
    commit(&community, "2025-04-10");
    git(&community.dir, &["branch", "before"]);
    let check = |against: &[&str]| {
        let arguments = [&["check", inner, "--format", "json"], against].concat();
        let output = community.run(&arguments);
        (codes(&output), output)
    };
    assert!(check(&[]).0.is_empty());
    community.file(&format!("{inner}{LEDGER}"), ledger(&[PARKING_NOW, LAMP]));
    assert_eq!(check(&[]).0, ["GS0330"]);
    commit(&community, "2025-05-03");
    assert!(check(&[]).0.is_empty());
    for revision in ["before", "HEAD~1", "refs/heads/before"] {
        let (codes, output) = check(&["--against", revision]);
        assert_eq!(codes, ["GS0330"], "{revision}");
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(told["changes"][0]["text"][0], "2025-Q1 income 300.00 → 360.00, 1 row changed");
        assert_eq!(told["changes"].as_array().unwrap().len(), 1);
    }
    // A hook of this repository says where it is; the folder is still the one below the root.
    for (name, value) in [("GIT_DIR", ".git"), ("GIT_WORK_TREE", "."), ("GIT_INDEX_FILE", ".git/index")] {
        let output = community.command(&["check", inner, "--against", "before", "--format", "json"]).env(name, value).output();
        let told: Value = serde_json::from_slice(&output.unwrap().stdout).unwrap();
        assert_eq!(told["changes"][0]["text"][0], "2025-Q1 income 300.00 → 360.00, 1 row changed", "{name}");
    }
    // With a reason the page has it, from the history of a folder below the root.
    community.file(&format!("{inner}{FRONT}"), "reason = \"a receipt was misread\"\n");
    commit(&community, "2025-05-04");
    assert_eq!(check(&[]).0, ["GS0332"]);
    assert!(printed(&check(&[]).1).contains("300.00 → 360.00"));
}

#[test]
fn a_hook_compares_what_is_pushed() {
    let community = published("restated-hook");
    let bare = community.beside("bare.git");
    git(&community.dir, &["init", "-q", "--bare", bare.to_str().unwrap()]);
    let hook = format!(
        "#!/bin/sh\nwhile read old new ref; do\n[ \"$old\" = 0000000000000000000000000000000000000000 ] && continue\n\
         rm -rf tree; mkdir tree; git archive \"$new\" | tar x -C tree\n\"{GONGSHI}\" check tree --against \"$old\" --locale en || exit 1\ndone\n"
    );
    let path = bare.join("hooks/pre-receive");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, hook).unwrap();
    #[cfg(unix)]
    fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    git(&community.dir, &["remote", "add", "o", bare.to_str().unwrap()]);
    git(&community.dir, &["push", "-q", "o", "HEAD:main"]);
    community.file(LEDGER, ledger(&[PARKING_NOW, LAMP]));
    commit(&community, "2025-05-03");
    let push = || Command::new("git").current_dir(&community.dir).args(["push", "-q", "o", "HEAD:main"]).output().unwrap();
    let refused = push();
    assert!(!refused.status.success() && said(&refused).contains("GS0330"), "{}", said(&refused));
    restate(&community);
    commit(&community, "2025-05-04");
    let pushed = push();
    assert!(pushed.status.success(), "{}", said(&pushed));
    assert!(said(&pushed).contains("300.00 → 360.00"), "{}", said(&pushed));
}

#[test]
fn what_cannot_be_compared_with_is_said() {
    let community = published("restated-nothing");
    for against in ["nowhere", "-x", "--upload-pack=x", "HEAD~99", "./nowhere", ".git", ""] {
        let output = community.run(&["check", ".", &format!("--against={against}"), "--locale", "en"]);
        assert_eq!(output.status.code(), Some(2), "{against}: {}", said(&output));
        assert!(said(&output).contains(against) && said(&output).lines().count() == 1, "{against}: {}", said(&output));
    }
    // What is both a folder and a branch is not guessed at.
    git(&community.dir, &["branch", "accounts"]);
    let output = community.run(&["check", ".", "--against", "accounts", "--locale", "en"]);
    assert!(output.status.code() == Some(2) && said(&output).contains("both"), "{}", said(&output));
    assert!(community.run(&["check", ".", "--against", "refs/heads/accounts"]).status.success());
    // Another's repository is not read, and that is said; nothing else is wrong with the folder.
    community.file(LEDGER, ledger(&[PARKING_NOW, LAMP]));
    let output =
        community.command(&["check", ".", "--locale", "en"]).env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1").output().unwrap();
    assert!(output.status.success() && said(&output).contains("safe.directory"), "{}", said(&output));
    // Without git there is nothing to judge by.
    let output = community.command(&["check", ".", "--locale", "en"]).env("PATH", "").output().unwrap();
    assert!(output.status.success() && said(&output).lines().count() == 1, "{}", said(&output));
    let output = community.command(&["check", ".", "--against", "HEAD", "--locale", "en"]).env("PATH", "").output().unwrap();
    assert!(output.status.code() == Some(2) && said(&output).contains("needs git"), "{}", said(&output));
}

#[test]
fn a_repository_without_a_commit_or_the_folder_judges_nothing() {
    let community = Community::empty("restated-unborn");
    community.file("gongshi.toml", SETTINGS).file(LEDGER, ledger(&[PARKING]));
    git(&community.dir, &["init", "-q"]);
    assert!(community.codes().is_empty());
    fs::write(community.dir.join(".gitignore"), "accounts\ngongshi.toml\n").unwrap();
    commit(&community, "2025-04-10");
    assert!(community.codes().is_empty());
}

/// What a repository's own settings name is never run.
#[cfg(unix)]
#[test]
fn nothing_a_repository_names_is_run() {
    let community = published("restated-hostile");
    let mark = community.beside("run");
    let touch = format!("touch {}", mark.display());
    for setting in [
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "gpg.program",
        "filter.x.clean",
        "filter.x.smudge",
        "diff.x.textconv",
        "diff.external",
    ] {
        git(&community.dir, &["config", setting, &touch]);
    }
    git(&community.dir, &["config", "log.showSignature", "true"]);
    community.file(".gitattributes", "* filter=x diff=x\n");
    restate(&community);
    assert_eq!(community.codes(), ["GS0332"]);
    assert!(!mark.exists());
}

/// The books of a period as (day, category, fen).
fn entries() -> impl Strategy<Value = Vec<(u8, bool, i32)>> {
    prop::collection::vec((1u8..28, any::<bool>(), 1i32..500), 0..6)
}

fn rows(entries: &[(u8, bool, i32)]) -> String {
    let row = |(day, parking, fen): &(u8, bool, i32)| {
        let category = if *parking { "parking" } else { "posters" };
        format!("2025-01-{day:02},common,{category},{}.{:02},,\n", fen / 100, fen % 100)
    };
    ledger(&entries.iter().map(row).collect::<Vec<_>>().iter().map(String::as_str).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// A complete period is restated if and only if its entries are not the same ones, in whatever order; and the account's
    /// old and new sums are those of the entries.
    #[test]
    fn a_changed_figure_is_told_and_an_unchanged_one_is_not(old in entries(), new in entries(), same in any::<bool>()) {
        let new = if same { old.iter().rev().copied().collect() } else { new };
        let community = Community::empty("restated-any");
        let state = |prefix: &str, entries: &[(u8, bool, i32)]| {
            community.file(&format!("{prefix}gongshi.toml"), SETTINGS);
            community.file(&format!("{prefix}{LEDGER}"), rows(entries));
            community.file(&format!("{prefix}{FRONT}"), "published_on = 2025-04-10\n");
        };
        state("../before/", &old);
        state("", &new);
        let output = community.run(&["check", ".", "--against", "../before", "--format", "json"]);
        let sorted = |entries: &[(u8, bool, i32)]| {
            let mut figures: Vec<_> = entries.iter().map(|(_, category, fen)| (*category, *fen)).collect();
            figures.sort_unstable();
            figures
        };
        prop_assert_eq!(codes(&output).contains(&"GS0330".to_owned()), sorted(&old) != sorted(&new));
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        let figures: Vec<&Value> = told["changes"].as_array().unwrap().iter().flat_map(|c| c["figures"].as_array().unwrap()).collect();
        let own = figures.iter().find(|f| f["subject"] == "" && f["name"] == "income");
        let sum = |entries: &[(u8, bool, i32)]| entries.iter().map(|e| e.2).sum::<i32>();
        let yuan = |fen: i32| format!("{}.{:02}", fen / 100, fen % 100);
        match own {
            Some(f) => prop_assert_eq!((&f["old"], &f["new"]), (&yuan(sum(&old)).into(), &yuan(sum(&new)).into())),
            None => prop_assert_eq!(sum(&old), sum(&new)),
        }
    }
}
