//! What a firm hands in: the inbox is checked as if it lay in its place, and what would change is told.

mod support;

use std::fs;
use std::process::Output;

use serde_json::Value;
use support::{Community, printed, said, tree};

const SETTINGS: &str = "[site]\nlocale = \"en\"\nas_of = 2025-12-31\n[[account]]\nid = \"common\"\nname = \"Common income\"\nopening = \"1000.00\"\n";
const HEADER: &str = "date,account,category,income,expense,voucher\n";
const LEDGER: &str = "accounts/2025-Q1.csv";

fn ledger(rows: &[&str]) -> String {
    format!("{HEADER}{}\n", rows.join("\n"))
}

fn community(name: &str) -> Community {
    let community = Community::empty(name);
    community.file("gongshi.toml", SETTINGS);
    community.file(LEDGER, ledger(&["2025-01-10,common,parking,412300.00,,C-1", "2025-02-12,common,lighting,,180.00,C-2"]));
    community.file("accounts/2025-Q2.csv", ledger(&["2025-04-12,common,parking,50.00,,C-1"]));
    community
}

fn check(community: &Community, format: &str) -> Output {
    community.run(&["check", ".", "--only", "inbox", "--against", ".", "--format", format])
}

fn told(community: &Community) -> Value {
    serde_json::from_str(&printed(&check(community, "json"))).unwrap()
}

fn places(told: &Value) -> Vec<String> {
    let place =
        |d: &Value| format!("{}:{}:{} {}", d["path"].as_str().unwrap(), d["line"], d["column"], d["code"].as_str().unwrap());
    told["diagnostics"].as_array().unwrap().iter().map(place).collect()
}

fn change<'a>(told: &'a Value, path: &str) -> &'a Value {
    told["changes"].as_array().unwrap().iter().find(|c| c["path"] == path).unwrap_or_else(|| panic!("{path}: {told:#}"))
}

#[test]
fn what_would_change_is_told_in_plain_words() {
    let community = community("inbox-change");
    let rows = [
        "2025-01-10,common,parking,413300.00,,C-1",
        "2025-02-12,common,lighting,,180.00,C-2",
        "2025-03-01,common,posters,2000.00,,C-3",
        "2025-03-02,common,posters,2000.00,,C-4",
        "2025-03-03,common,posters,1000.00,,C-5",
    ];
    community.file("inbox/accounts/2025-Q1.csv", ledger(&rows));
    community.file("inbox/accounts/2025-Q1.toml", "reason = \"posters had been left out\"\n");
    let output = check(&community, "human");
    let text = printed(&output);
    assert!(output.status.success(), "{text}{}", said(&output));
    assert!(text.contains("2025-Q1 income 412,300.00 → 418,300.00, 3 rows added, 1 changed"), "{text}");
    assert!(text.contains("Common income: income 412,300.00 → 418,300.00, closing balance 413,120.00 → 419,120.00"), "{text}");
    // The next quarter was not touched, and its figures are others all the same.
    assert!(text.contains("accounts/2025-Q2.csv: not touched, but its figures follow"), "{text}");
    let chinese = printed(&community.run(&["check", ".", "--only", "inbox", "--locale", "zh-CN"]));
    assert!(chinese.contains("2025-Q1 收入 412,300.00 → 418,300.00，新增 3 行，改动 1 行"), "{chinese}");
    let told = told(&community);
    let change = change(&told, "inbox/accounts/2025-Q1.csv");
    assert_eq!((&change["state"], &change["period"]), (&"changed".into(), &"2025-Q1".into()));
    assert_eq!(change["rows"], serde_json::json!({ "added": 3, "changed": 1, "removed": 0 }));
    assert_eq!(
        change["figures"][0],
        serde_json::json!({ "subject": "", "name": "income", "old": "412300.00", "new": "418300.00" })
    );
    let sarif: Value = serde_json::from_str(&printed(&check(&community, "sarif"))).unwrap();
    assert_eq!(sarif["runs"][0]["properties"]["changes"], told["changes"]);
}

#[test]
fn a_git_host_shows_what_would_change() {
    let community = community("inbox-host");
    community.file("inbox/accounts/2025-Q3.csv", ledger(&["2025-07-10,common,parking,300.00,,C-1"]));
    let summary = community.beside("summary.md");
    let output = community
        .command(&["check", ".", "--only", "inbox", "--format", "github"])
        .env("GITHUB_STEP_SUMMARY", &summary)
        .env("GITHUB_WORKSPACE", &community.dir)
        .output()
        .unwrap();
    let text = printed(&output);
    assert!(
        text.contains(
            "::notice file=inbox/accounts/2025-Q3.csv,line=1,title=new::2025-Q3 income 300.00, expense 0.00, 1 row added"
        ),
        "{text}"
    );
    let summary = fs::read_to_string(summary).unwrap();
    assert!(summary.contains("### What would change (against .)") && summary.contains("2025-Q3 income 300.00"), "{summary}");
}

#[test]
fn diagnostics_are_of_the_inbox_and_of_what_it_breaks() {
    let community = community("inbox-only");
    // The folder's own trouble, which was there before.
    community.file("scores/2025-Q1.csv", "clause,source,value\n1,committee,x\n");
    community.file("accounts/balances.csv", "date,account,balance,source\n2025-06-30,common,413170.00,bank\n");
    community.file(
        "inbox/accounts/2025-Q2.csv",
        ledger(&["2025-04-12,common,parking,50.00,,C-1", "2025-13-01,common,parking,1.00,,C-2"]),
    );
    let told = told(&community);
    assert_eq!(places(&told), ["inbox/accounts/2025-Q2.csv:3:1 GS0204"]);
    assert!(told["elsewhere"]["errors"].as_u64().unwrap() > 0, "{told:#}");
    // Right in itself, and the folder's bank balance does not fit it any more.
    community.file(
        "inbox/accounts/2025-Q2.csv",
        ledger(&["2025-04-12,common,parking,50.00,,C-1", "2025-05-01,common,parking,1.00,,C-2"]),
    );
    let output = check(&community, "json");
    let told: Value = serde_json::from_str(&printed(&output)).unwrap();
    assert_eq!(places(&told), ["accounts/balances.csv:2:19 GS0301"]);
    assert_eq!(output.status.code(), Some(1));
    // With the balance handed in too, all is well; the folder's own trouble is a number and does not count.
    community.file("inbox/accounts/balances.csv", "date,account,balance,source\n2025-06-30,common,413171.00,bank\n");
    let output = check(&community, "human");
    let asked = "into inbox/accounts/2025-Q2.toml";
    assert!(printed(&output).contains("error[GS0330]") && printed(&output).contains(asked), "{}", printed(&output));
    community.file("inbox/accounts/2025-Q2.toml", "reason = \"the bank sent another statement\"\n");
    let output = check(&community, "human");
    assert!(output.status.success() && printed(&output).contains("413,170.00 → 413,171.00"), "{}", printed(&output));
    assert!(said(&output).contains("Elsewhere in the folder: errors"), "{}", said(&output));
}

#[test]
fn the_folder_answers_for_what_the_inbox_refers_to() {
    let community = community("inbox-refers");
    community.file("notices/2025-03-01-lift.md", "+++\nstart = 2025-03-01\n+++\n# Lift\n");
    community.file("inbox/replies/2025-03-05-firm.md", "+++\nabout = \"notices/2025-03-01-lift\"\nby = \"firm\"\n+++\n# Yes\n");
    community.file("inbox/replies/2025-03-06-firm.md", "+++\nabout = \"notices/2025-03-01-stairs\"\nby = \"firm\"\n+++\n# Yes\n");
    community.file("inbox/minutes/2025-03-07-x.md", "# Meeting\n\nMr Wu 13800000000\n");
    let output = check(&community, "json");
    let told: Value = serde_json::from_str(&printed(&output)).unwrap();
    let places = places(&told);
    assert!(places.iter().any(|p| p.starts_with("inbox/minutes/2025-03-07-x.md:3:") && p.ends_with("GS0903")), "{places:?}");
    assert!(places.iter().any(|p| p.starts_with("inbox/replies/2025-03-06-firm.md")), "{places:?}");
    assert!(!places.iter().any(|p| p.contains("2025-03-05")), "{places:?}");
    assert!(!printed(&output).contains("13800000000"));
}

#[test]
fn bytes_do_not_matter_figures_do() {
    let community = community("inbox-bytes");
    let published = "日期,账户,科目,收入,支出\n2025-07-10,common,停车费,300.00,\n";
    community.file("accounts/2025-Q3.csv", published);
    community.file("inbox/accounts/2025-Q3.csv", gongshi::source::encode(published, gongshi::model::Encoding::Gb18030));
    community.file("inbox/accounts/2025-Q2.csv", community.read("accounts/2025-Q2.csv"));
    community
        .file(&format!("inbox/{LEDGER}"), community.read(LEDGER).replace('\n', "\r\n").replace("412300.00", "\"412,300.00\""));
    let told = told(&community);
    assert!(places(&told).is_empty(), "{told:#}");
    assert_eq!(change(&told, "inbox/accounts/2025-Q3.csv")["state"], "rewritten");
    assert_eq!(change(&told, "inbox/accounts/2025-Q2.csv")["state"], "same");
    let changed = change(&told, "inbox/accounts/2025-Q1.csv");
    assert_eq!((&changed["state"], &changed["figures"]), (&"changed".into(), &serde_json::json!([])));
    assert_eq!(changed["rows"], serde_json::json!({ "added": 0, "changed": 0, "removed": 0 }));
}

#[test]
fn every_kind_with_figures_tells_them() {
    let community = Community::example("inbox-kinds");
    let changed = |path: &str, old: &str, new: &str| {
        let text = community.read(path);
        assert!(text.contains(old), "{path} has no {old}");
        community.file(&format!("inbox/{path}"), text.replacen(old, new, 1));
    };
    let second = |path: &str, at: usize| community.read(path).lines().nth(1).unwrap().split(',').nth(at).unwrap().to_owned();
    let billed = second("collection/2025-Q4.csv", 4);
    changed("collection/2025-Q4.csv", &billed, "99999.00");
    let planned = community.read("accounts/budget-2026.csv");
    let planned = planned.lines().nth(1).and_then(|line| line.rsplit(',').find(|cell| !cell.is_empty())).unwrap();
    changed("accounts/budget-2026.csv", planned, "1.00");
    changed("accounts/balances.csv", &second("accounts/balances.csv", 2), "1.00");
    changed("fund/balances.csv", &second("fund/balances.csv", 2), "1.00");
    let complaint = community.read("complaints/2025-Q4.csv").lines().nth(1).unwrap().to_owned() + "\n";
    changed("complaints/2025-Q4.csv", &complaint, "");
    let score = community.read("scores/2025-Q4.csv").lines().nth(1).unwrap().to_owned() + "\n";
    changed("scores/2025-Q4.csv", &score, "");
    fs::write(community.dir.join("inbox/attachments.txt"), "").unwrap();
    let told = told(&community);
    for (path, name) in [
        ("collection/2025-Q4.csv", "billed"),
        ("accounts/budget-2026.csv", "expense"),
        ("accounts/balances.csv", "balance"),
        ("fund/balances.csv", "opening"),
        ("complaints/2025-Q4.csv", "received"),
        ("scores/2025-Q4.csv", "score"),
    ] {
        let change = change(&told, &format!("inbox/{path}"));
        let names: Vec<&str> = change["figures"].as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap()).collect();
        assert!(names.contains(&name) || (path.contains("budget") && names.contains(&"income")), "{path}: {change:#}");
        assert_eq!(change["state"], "changed");
    }
    // Which household or building owes is in nobody's log.
    let collection = change(&told, "inbox/collection/2025-Q4.csv");
    assert!(collection["figures"].as_array().unwrap().iter().all(|f| f["subject"] == ""), "{collection:#}");
}

#[test]
fn an_inbox_may_be_empty_or_all_there_is() {
    let community = community("inbox-empty");
    let output = check(&community, "human");
    assert!(output.status.success() && said(&output).contains("inbox/ is empty"), "{}", said(&output));
    fs::create_dir(community.dir.join("inbox")).unwrap();
    assert!(said(&check(&community, "human")).contains("inbox/ is empty"));
    let alone = Community::empty("inbox-alone");
    alone.file("inbox/accounts/2025-Q1.csv", ledger(&["2025-01-10,common,parking,300.00,,C-1"]));
    let output = alone.run(&["check", ".", "--only", "inbox", "--locale", "en"]);
    assert!(
        output.status.success() && printed(&output).contains("2025-Q1 income 300.00"),
        "{}{}",
        printed(&output),
        said(&output)
    );
    let nothing = community.run(&["check", ".", "--only", "acounts", "--locale", "en"]);
    assert!(nothing.status.code() == Some(2) && said(&nothing).contains("holds no acounts"), "{}", said(&nothing));
    for outside in ["..", "/etc", "accounts/../.."] {
        assert_eq!(community.run(&["check", ".", "--only", outside]).status.code(), Some(2), "{outside}");
    }
}

#[test]
fn a_part_of_the_folder_is_told_alone() {
    let community = community("inbox-part");
    community.file("accounts/2025-Q2.csv", ledger(&["2025-13-12,common,parking,50.00,,C-1"]));
    community.file("minutes/2025-02-30-x.md", "# X\n");
    let codes = |only: &str| {
        let output = community.run(&["check", ".", "--only", only, "--format", "json"]);
        let told: Value = serde_json::from_str(&printed(&output)).unwrap();
        (places(&told), output.status.code())
    };
    assert_eq!(codes("accounts"), (vec!["accounts/2025-Q2.csv:2:1 GS0204".to_owned()], Some(1)));
    assert_eq!(codes("./accounts/2025-Q1.csv"), (Vec::new(), Some(0)));
    assert_eq!(codes("minutes/").0.len(), 1);
}

#[cfg(unix)]
#[test]
fn an_inbox_that_leads_out_is_not_looked_into() {
    let community = community("inbox-link");
    fs::create_dir_all(community.beside("out/minutes")).unwrap();
    fs::write(community.beside("out/minutes/2025-01-01-secret.md"), "# Secret\n").unwrap();
    std::os::unix::fs::symlink(community.beside("out"), community.dir.join("inbox")).unwrap();
    let output = check(&community, "human");
    assert!(said(&output).contains("inbox/ is empty") && !printed(&output).contains("secret"), "{}", printed(&output));
}

#[test]
fn attachments_are_handed_in_too() {
    let community = community("inbox-attachments");
    community.file("attachments/a.pdf", "one").file("attachments/b.pdf", "two").file("attachments/c.pdf", "three");
    community
        .file("inbox/attachments/a.pdf", "one")
        .file("inbox/attachments/b.pdf", "TWO")
        .file("inbox/attachments/d.pdf", "four");
    let told = told(&community);
    let states =
        ["a", "b", "d"].map(|name| change(&told, &format!("inbox/attachments/{name}.pdf"))["state"].as_str().unwrap().to_owned());
    assert_eq!(states, ["same", "changed", "new"]);
    assert_eq!(told["changes"].as_array().unwrap().len(), 3, "{told:#}");
}

/// Looking changes nothing, and what waits in the inbox is in no page.
#[test]
fn the_inbox_is_never_built() {
    let community = community("inbox-built");
    community.file("inbox/minutes/2025-05-05-draft.md", "# A draft of which nobody knows\n");
    let before = tree(&community.dir);
    check(&community, "human");
    assert!(tree(&community.dir) == before);
    community.build();
    let site = tree(&community.dir.join("site"));
    assert!(site.iter().all(|(path, bytes)| !path.contains("draft") && !String::from_utf8_lossy(bytes).contains("nobody knows")));
}

/// What is told of the inbox is what would be told once its files are moved to their places, and nothing is lost between
/// what is told and what is only counted.
#[test]
fn handing_in_is_moving_before_it_is_done() {
    let community = Community::example("inbox-moved");
    let ledger = community.read("accounts/2025-Q4.csv");
    let without: Vec<&str> = ledger.lines().enumerate().filter(|(i, _)| *i != 7).map(|(_, line)| line).collect();
    community.file("inbox/accounts/2025-Q4.csv", without.join("\n") + "\n2025-13-01,x\n");
    community.file(
        "inbox/accounts/2026-01.csv",
        ledger.lines().next().unwrap().to_owned() + "\n2026-01-05,公共收益账户,停车费,1.00,,张三,,\n",
    );
    community.file("inbox/fund/balances.csv", community.read("fund/balances.csv").replacen(".00", ".10", 1));
    community.file("inbox/minutes/2026-01-09-x.md", "# X\n\n[nothing](nothing.md)\n");
    let handed_in = told(&community);
    let moved = Community::empty("inbox-moved-after");
    let copy = |from: &std::path::Path, to: &str| {
        for (path, bytes) in tree(from) {
            if to.is_empty() && path.starts_with("inbox/") {
                continue;
            }
            moved.file(&format!("{to}{path}"), bytes);
        }
    };
    copy(&community.dir, "");
    copy(&community.dir.join("inbox"), "");
    let before = community.dir.to_str().unwrap();
    let after: Value =
        serde_json::from_str(&printed(&moved.run(&["check", ".", "--against", before, "--format", "json"]))).unwrap();
    let place = |d: &Value| {
        let path = d["path"].as_str().unwrap();
        format!("{}:{}:{} {} {}", path.strip_prefix("inbox/").unwrap_or(path), d["line"], d["column"], d["code"], d["message"])
    };
    let all = |told: &Value| told["diagnostics"].as_array().unwrap().iter().map(place).collect::<Vec<_>>();
    let (told, all) = (all(&handed_in), all(&after));
    assert!(told.iter().all(|d| all.contains(d)), "{told:#?}\n{all:#?}");
    let elsewhere: u64 = ["errors", "findings", "hints"].iter().map(|k| handed_in["elsewhere"][k].as_u64().unwrap()).sum();
    assert_eq!(told.len() as u64 + elsewhere, all.len() as u64, "{told:#?}\n{all:#?}");
    let changes = |told: &Value| {
        let list = told["changes"].as_array().unwrap().iter();
        list.map(|c| (c["path"].as_str().unwrap().replace("inbox/", ""), c["state"].clone(), c["text"].clone()))
            .collect::<Vec<_>>()
    };
    let (mut here, mut there) = (changes(&handed_in), changes(&after));
    here.sort_by(|a, b| a.0.cmp(&b.0));
    there.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(here, there);
    assert!(here.len() > 3);
}
