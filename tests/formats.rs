//! The formats of `check`: people see alike problems grouped, programs and git hosts see each.

mod support;

use std::process::Output;

use serde_json::Value;
use support::{Community, printed};

const WRONG_DATE: &str = "GS0204";

/// Eight wrong dates, a rule told twice in two files, and a file that is not there.
fn wrong() -> Community {
    let community = Community::empty("formats");
    community.file("gongshi.toml", "jurisdiction = \"cn-2021\"\n[[account]]\nid = \"a\"\nopened_on = 2024-01-01\nopening = \"0\"\n[disclosure]\nsince = 2024-01-01\n");
    let rows: String = (1..=8).map(|n| format!("2024-13-0{n},a,物业费,1.00,,{n}\n")).collect();
    community.file("accounts/2024-Q1.csv", format!("date,account,category,income,expense,voucher\n{rows}"));
    community.file("accounts/2024.csv", "date,account,category,income,expense,voucher\n2024-02-01,a,物业费,1.00,,9\n");
    community.file("accounts/2024-02.csv", "date,account,category,income,expense,voucher\n2024-02-02,a,物业费,2.00,,10\n");
    community
}

fn check(community: &Community, format: &str) -> Output {
    community.run(&["check", ".", "--format", format, "--locale", "en", "--as-of", "2026-01-31"])
}

fn told(community: &Community) -> Vec<Value> {
    serde_json::from_str(&printed(&check(community, "json"))).unwrap()
}

#[test]
fn people_see_alike_problems_once_with_their_count() {
    let community = wrong();
    let text = printed(&check(&community, "human"));
    let dates = told(&community).iter().filter(|d| d["code"] == WRONG_DATE).count();
    assert_eq!(dates, 8);
    assert_eq!(text.matches(&format!("[{WRONG_DATE}]")).count(), 5, "{text}");
    assert!(text.contains("3 more of the same kind in this file"), "{text}");
}

#[test]
fn both_places_are_shown_where_two_files_disagree() {
    let community = wrong();
    let text = printed(&check(&community, "human"));
    assert!(text.contains("the same account in the other file"), "{text}");
    let overlap = told(&community).into_iter().find(|d| d["code"] == "GS0304").unwrap();
    let (here, there) = (&overlap["path"], &overlap["related"][0]["path"]);
    assert!(here != there && text.contains(there.as_str().unwrap()), "{overlap}");
}

#[test]
fn sarif_lists_what_json_lists() {
    let community = wrong();
    let log: Value = serde_json::from_str(&printed(&check(&community, "sarif"))).unwrap();
    let run = &log["runs"][0];
    assert_eq!((&log["version"], &run["columnKind"]), (&"2.1.0".into(), &"unicodeCodePoints".into()));
    let level = |severity: &Value| match severity.as_str() {
        Some("error") => "error",
        Some("finding") => "warning",
        _ => "note",
    };
    let ours = told(&community);
    let expected: Vec<_> =
        ours.iter().map(|d| (d["code"].clone(), level(&d["severity"]).to_owned(), d["line"].clone())).collect();
    let results = run["results"].as_array().unwrap();
    let given: Vec<_> = results
        .iter()
        .map(|r| {
            let region = &r["locations"][0]["physicalLocation"]["region"];
            (r["ruleId"].clone(), r["level"].as_str().unwrap().to_owned(), region["startLine"].clone())
        })
        .collect();
    assert_eq!(given, expected);
    for result in results {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
    }
}

#[test]
fn a_git_host_is_told_each_at_its_line_and_gets_a_summary() {
    let community = wrong();
    let summary = community.beside("summary.md");
    let output = community
        .command(&["check", ".", "--format", "github", "--locale", "en", "--as-of", "2026-01-31"])
        .env("GITHUB_STEP_SUMMARY", &summary)
        .env("GITHUB_WORKSPACE", community.beside(""))
        .env("GITHUB_SERVER_URL", "https://git.example")
        .env("GITHUB_REPOSITORY", "owners/garden")
        .env("GITHUB_SHA", "abc123")
        .output()
        .unwrap();
    let commands = printed(&output);
    let ours = told(&community);
    assert_eq!(commands.lines().count(), ours.len(), "{commands}");
    for (command, told) in commands.lines().zip(&ours) {
        let place = format!("file=folder/{},line={},col={},", told["path"].as_str().unwrap(), told["line"], told["column"]);
        assert!(command.starts_with("::") && command.contains(&place), "{command}\n{place}");
    }
    let text = std::fs::read_to_string(&summary).unwrap();
    let link = "[line 2](https://git.example/owners/garden/blob/abc123/folder/accounts/2024-Q1.csv#L2)";
    assert!(text.contains(link), "{text}");
}
