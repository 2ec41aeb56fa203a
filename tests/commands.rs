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
    for command in ["new", "check", "build", "serve", "diff", "explain", "redact"] {
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

/// Whoever mistypes is told so in plain words of their own language, with what is likest or what can stand there.
#[test]
fn arguments_that_do_not_fit_are_told_in_both_languages() {
    let told = [
        ("chekc", "没有“chekc”这个命令，是不是 check。", "there is no command “chekc”; did you mean check."),
        ("check --watc", "这里不能写 --watc，是不是 --watch。", "--watc cannot stand here; did you mean --watch."),
        ("check a b", "这里不能写 b。", "b cannot stand here."),
        (
            "check --format jsn",
            "--format 不能写成“jsn”，是不是 json，可以写：human、json、sarif、github。",
            "did you mean json; it can be: human, json",
        ),
        ("build --jobs 0", "--jobs 不能写成“0”，可以写：1–256。", "--jobs cannot be “0”; it can be: 1–256."),
        ("serve --port x", "可以写：0–65535", "0–65535"),
        ("build --as-of 2025-13-01", "--as-of 不能写成“2025-13-01”，可以写：YYYY-MM-DD。", "YYYY-MM-DD"),
        ("explain --format", "--format 后面缺一个值，可以写：human、markdown。", "--format needs a value"),
        ("diff", "缺少 <RULE>。", "<RULE> is missing."),
        ("check --watch --only inbox", "--watch 和 --only 不能同时用。", "--watch and --only cannot be used together."),
    ];
    for (arguments, chinese, english) in told {
        for (locale, text) in [("zh-CN", chinese), ("en", english)] {
            let arguments: Vec<&str> = ["--locale", locale].into_iter().chain(arguments.split(' ')).collect();
            let output = run(&arguments);
            assert_eq!(output.status.code(), Some(2), "{arguments:?}");
            assert!(said(&output).contains(text), "{arguments:?}: {}", said(&output));
        }
    }
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
    let family = printed(&run(&["explain", "gs03", "--locale", "en"]));
    assert!(family.starts_with("GS03 · ") && family.contains("\nGS0301  error  ") && !family.contains("GS04"), "{family}");
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

#[test]
fn redact_shows_first_and_changes_only_when_told() {
    let community = Community::empty("redact");
    let text = "+++\ntitle = \"公告\"\n+++\n请致电13812345678，证件11010519491231002X。\n3号楼501室张小三\n";
    community.file("notices/2025-01-10-a.md", text);
    let path = community.dir.join("notices/2025-01-10-a.md");
    let shown = community.run(&["redact", "notices/2025-01-10-a.md"]);
    assert_eq!(shown.status.code(), Some(0));
    assert!(printed(&shown).contains(":4: 请致电138****5678，证件110***************。"), "{}", printed(&shown));
    assert!(!printed(&shown).contains("13812345678") && !said(&shown).contains("13812345678"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    assert_eq!(community.run(&["check", "."]).status.code(), Some(1));
    assert_eq!(community.run(&["redact", "notices/2025-01-10-a.md", "--write"]).status.code(), Some(0));
    let masked =
        text.replace("13812345678", "138****5678").replace("11010519491231002X", "110***************").replace("张小三", "张**");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), masked);
    assert_eq!(community.run(&["check", "."]).status.code(), Some(0));
}

#[test]
fn redact_keeps_the_encoding() {
    let community = Community::empty("redact-gbk");
    let gbk: &[u8] = b"\xb5\xe7\xbb\xb013812345678\xa1\xa3\r\n";
    community.file("notices/2025-01-10-a.md", gbk);
    assert_eq!(community.run(&["redact", "notices/2025-01-10-a.md", "--write"]).status.code(), Some(0));
    let written = std::fs::read(community.dir.join("notices/2025-01-10-a.md")).unwrap();
    assert_eq!(written, b"\xb5\xe7\xbb\xb0138****5678\xa1\xa3\r\n");
}

#[test]
fn what_is_secret_is_in_no_list() {
    let community = Community::empty("secret");
    community.file("notices/2025-01-10-a.md", "请致电13812345678。\n");
    for format in ["human", "json", "sarif", "github"] {
        let output = community.run(&["check", ".", "--format", format]);
        assert_eq!(output.status.code(), Some(1));
        assert!(printed(&output).contains("138****5678"), "{format}: {}", printed(&output));
        assert!(!printed(&output).contains("13812345678"), "{format}");
    }
}

/// Another trouble of the same line, or of the very cell, must not show what the privacy gate hides.
#[test]
fn no_other_message_shows_what_is_secret() {
    let community = Community::empty("beside-a-secret");
    community.file("gongshi.toml", "[[account]]\nid = \"operating\"\n");
    let rows =
        "日期,账户,科目,收入,摘要\n2025-01-05,operating,停车费,一百,退给13812345678\n2025-01-06,13912345678,停车费,1.00,\n";
    community.file("accounts/2025-Q1.csv", rows);
    for format in ["human", "json", "sarif", "github"] {
        let output = community.run(&["check", ".", "--format", format]);
        let said = printed(&output);
        for code in ["GS0205", "GS0302", "GS0903"] {
            assert!(said.contains(code), "{format}: {code} is not in {said}");
        }
        assert!(!said.contains("13812345678") && !said.contains("13912345678"), "{format}: {said}");
    }
}

#[test]
fn watching_tells_what_is_new_and_what_is_mended() {
    let community = Community::empty("watch");
    community.file("minutes/2025-01-11-a.md", "+++\nkind = \"party\"\n+++\nx\n");
    let mut child = community.command(&["check", ".", "--watch", "--locale", "en"]);
    let mut child = child.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    let (sender, lines) = std::sync::mpsc::channel();
    let said = std::io::BufReader::new(child.stderr.take().unwrap());
    std::thread::spawn(move || {
        for line in std::io::BufRead::lines(said).map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    let patience = std::time::Duration::from_secs(30);
    let wait_for = |wanted: &str| loop {
        match lines.recv_timeout(patience) {
            Ok(line) if line.contains(wanted) => return,
            Ok(_) => {}
            Err(why) => panic!("{wanted}: {why}"),
        }
    };
    wait_for("new: 1, mended: 0, now in all: 1");
    wait_for("Checked again on every save");
    // A line more above it is no new problem; a second file has one.
    community.file("minutes/2025-01-11-a.md", "+++\n\nkind = \"party\"\n+++\nx\n");
    community.file("minutes/2025-02-11-b.md", "+++\nkind = \"picnic\"\n+++\nx\n");
    wait_for("new: 1, mended: 0, now in all: 2");
    community.file("minutes/2025-01-11-a.md", "+++\nkind = \"committee\"\n+++\nx\n");
    wait_for("mended minutes/2025-01-11-a.md");
    wait_for("new: 0, mended: 1, now in all: 1");
    child.kill().unwrap();
    child.wait().unwrap();
}
