//! The command line as its users meet it: exit statuses, languages, help, diff and explain.

mod support;

use std::process::Command;

use support::{Community, GONGSHI, printed, said};

fn run(args: &[&str]) -> std::process::Output {
    Command::new(GONGSHI).args(args).output().unwrap()
}

#[test]
fn help_teaches_in_both_languages() {
    let english = printed(&run(&["--help", "--locale", "en"]));
    for command in ["new", "check", "build", "serve", "diff", "explain"] {
        assert!(english.contains(command), "{command}");
        for locale in ["en", "zh-CN"] {
            let help = run(&[command, "--help", "--locale", locale]);
            assert_eq!(help.status.code(), Some(0));
            assert!(printed(&help).lines().count() > 4);
        }
    }
    assert!(english.contains("Exit status"));
    assert!(printed(&run(&["--help", "--locale", "zh-CN"])).contains("退出状态"));
    assert!(printed(&run(&["--version"])).starts_with("gongshi "));
}

#[test]
fn exit_statuses_tell_what_became_of_it() {
    let community = Community::empty("status");
    assert_eq!(run(&["nonsense"]).status.code(), Some(2));
    assert_eq!(run(&["check", "/nowhere/at/all"]).status.code(), Some(2));
    assert_eq!(community.run(&["check", "."]).status.code(), Some(2), "an empty folder holds nothing of ours");
    community.file("minutes/2025-01-11-x.md", "# x\n");
    assert_eq!(community.run(&["check", "."]).status.code(), Some(0));
    community.file("gongshi.toml", "colour = 1\n");
    assert_eq!(community.run(&["check", "."]).status.code(), Some(1));
    assert_eq!(run(&["check", ".", "--as-of", "someday"]).status.code(), Some(2));
}

#[test]
fn results_go_out_and_summaries_go_beside() {
    let community = Community::empty("streams");
    community.file("minutes/2025-01-11-x.md", "# x\n");
    let output = community.run(&["check", ".", "--format", "json", "--locale", "en"]);
    assert_eq!(printed(&output), "[]\n");
    assert!(said(&output).contains("records read: 1"), "{}", said(&output));
}

#[test]
fn every_code_is_explained_in_both_languages() {
    for page in gongshi::diagnostic::all() {
        for locale in ["zh-CN", "en"] {
            let output = run(&["explain", &page.code, "--locale", locale]);
            assert_eq!(output.status.code(), Some(0));
            let text = printed(&output);
            let words: Vec<&str> = text.lines().take(2).collect();
            assert!(text.starts_with(&page.code) && !words.concat().contains(['{', '<']), "{text}");
        }
    }
    let unknown = run(&["explain", "GS0302x", "--locale", "en"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(said(&unknown).contains("GS0302"));
}

#[test]
fn the_terminal_diff_works_despite_errors_elsewhere() {
    let community = Community::example("diff");
    community.file("contracts/broken.toml", "title = ");
    let plain = community.run(&["diff", "covenant", "2024-06-01", "2025-09-01", "--locale", "en"]);
    assert_eq!(plain.status.code(), Some(0), "{}", said(&plain));
    let text = printed(&plain);
    assert!(text.contains("changed") && text.contains("renumbered") && text.contains("{+") && !text.contains('\u{1b}'), "{text}");
    let json = community.run(&["diff", "rules/covenant", "--format", "json"]);
    let diff: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(diff["from"], "2024-06-01");
    assert_eq!(diff["to"], "2025-09-01");
    let articles = diff["articles"].as_array().unwrap();
    assert_eq!(articles.iter().filter(|a| !a["to"].is_null()).count(), 69);
    assert_eq!(articles.iter().filter(|a| !a["from"].is_null()).count(), 68);
    assert_eq!(community.run(&["diff", "nothing"]).status.code(), Some(2));
    assert_eq!(community.run(&["diff", "covenant", "1999-01-01"]).status.code(), Some(2));
}
