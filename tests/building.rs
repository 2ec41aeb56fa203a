//! `gongshi build` on whole folders: what it writes, what it refuses, what it leaves alone.

mod support;

use std::fs;
use std::os::unix::fs::MetadataExt;

use support::{Community, said, tree};

#[test]
fn the_example_builds_with_its_findings_and_no_more() {
    let community = Community::example("example");
    let mut codes = community.codes();
    codes.sort();
    assert_eq!(codes, ["GS0323", "GS0701", "GS0702", "GS0703", "GS0803", "GS0803", "GS0803", "GS1221"]);
    community.build();
    for page in [
        "index.html",
        "accounts/index.html",
        "accounts/2025-Q4.html",
        "accounts/account/common.html",
        "contracts/property-2025.html",
        "scores/index.html",
        "scores/2025-Q4.html",
        "rules/covenant/index.html",
        "rules/covenant/2024-06-01..2025-09-01.html",
        "minutes/index.html",
        "minutes/2025/2025-06-21-joint-meeting.html",
        "notices/index.html",
        "letters/2025-12-23-basement-leak-plan.html",
        "calendar/index.html",
        "community/index.html",
        "volunteers/index.html",
        "replies/2025-09-22-lift-fund-notice.html",
        "compliance/index.html",
        "data/datapackage.json",
        "data/entries.csv",
        "data/source/accounts/2025-Q4.csv",
        "404.html",
    ] {
        assert!(community.dir.join("site").join(page).exists(), "{page}");
    }
    records_of_several_kinds_meet(&community);
}

/// The firm's record has complaint times and replies, each beside what it answers, and a letter leads to its topic.
fn records_of_several_kinds_meet(community: &Community) {
    let read = |page: &str| fs::read_to_string(community.dir.join("site").join(page)).unwrap();
    let table = read("data/firm_record.csv");
    let row = |kind: &str, day: &str| {
        let is = |line: &&str| line.contains(&format!(",{kind},")) && line.contains(day);
        table.lines().find(is).unwrap_or_else(|| panic!("no {kind} on {day}:\n{table}"))
    };
    assert!(row("complaints", "2025-09-30").contains("20件中有19件在合同约定的36小时内答复"), "{table}");
    assert!(row("reply", "2025-01-20").contains("replies/2025-01-20-scores-2024-q4.html"), "{table}");
    assert!(row("score", "2024-12-31").ends_with("replies/2025-01-20-scores-2024-q4.html"), "{table}");
    let late_accounts = table.lines().find(|l| l.contains(",finding,") && l.contains("2025-06-30"));
    assert!(late_accounts.is_some_and(|l| l.ends_with("replies/2025-09-24-accounts-2025-q2.html")), "{late_accounts:?}");
    let page = read("organisation/firm-herun.record.html");
    assert!(page.contains("不是政府部门的信用评价") && page.contains("firm_record.csv"));
    let letter = read("letters/2025-10-28-basement-leak.html");
    assert!(letter.contains("topics/%E6%B8%97%E6%B0%B4%E6%B2%BB%E7%90%86.html"), "the topic is a link");
}

#[test]
fn three_bare_minutes_build_without_a_finding() {
    let community = Community::empty("minutes");
    for day in ["2025-01-11", "2025-02-08", "2025-03-15"] {
        community.file(&format!("minutes/{day}-会议.md"), format!("# {day} 会议\n\n到会五人，议定两件事。\n"));
    }
    assert_eq!(community.codes(), [""; 0]);
    community.build();
    assert!(community.read("site/minutes/2025-02-08-会议.html").contains("议定两件事"));
    assert!(!community.dir.join("site/accounts").exists(), "a kind without a record has no page");
}

#[test]
fn rules_alone_build_and_yaml_keys_of_others_are_kept() {
    let community = Community::empty("rules");
    community.file(
        "rules/bylaws/2020-01-01.md",
        "---\nlayout: post\ntags: [a, b]\ntitle: Bylaws\n---\n\n## 1. Name\n\nOne.\n\n## 2. Quorum\n\nTwo thirds.\n",
    );
    community.file("rules/bylaws/2021-01-01.md", "# Bylaws\n\n## 1. Name\n\nOne.\n\n## 2. Quorum\n\nThree quarters.\n");
    assert_eq!(community.codes(), [""; 0]);
    community.build();
    let diff = community.read("site/rules/bylaws/2020-01-01..2021-01-01.html");
    assert!(diff.contains("<del>Two thirds</del>") && diff.contains("<ins>Three quarters</ins>"), "{diff}");
}

#[test]
fn what_new_writes_builds_without_edits_in_both_languages() {
    for locale in ["zh-CN", "en"] {
        let community = Community::empty("new");
        let made = community.run(&["new", "mine", "--locale", locale]);
        assert!(made.status.success(), "{}", said(&made));
        let checked = community.run(&["check", "mine", "--format", "json"]);
        assert_eq!(String::from_utf8_lossy(&checked.stdout).trim(), "[]", "{locale}");
        let built = community.run(&["build", "mine"]);
        assert!(built.status.success(), "{}", said(&built));
        let again = community.run(&["new", "mine"]);
        assert_eq!(again.status.code(), Some(2), "a folder that is not empty is left alone");
    }
}

/// A volunteer who begins with the core, or leaves all as it is for years, is pursued for nothing, whatever rules are
/// chosen: no error, no finding, not even a hint.
#[test]
fn what_new_writes_is_clean_at_any_later_day() {
    let today = jiff::ZonedDateTime::now().date();
    for locale in ["zh-CN", "en"] {
        let community = Community::empty("later");
        assert!(community.run(&["new", "mine", "--locale", locale]).status.success());
        let settings = community.read("mine/gongshi.toml").replace("# jurisdiction = ", "jurisdiction = ");
        let clean_later = |what: &str| {
            for months in [0, 6, 12, 24, 36, 120, 360] {
                let day = (today + jiff::ToSpan::months(months)).to_string();
                let checked = community.run(&["check", "mine", "--format", "json", "--as-of", &day]);
                assert_eq!(String::from_utf8_lossy(&checked.stdout).trim(), "[]", "{locale}, {what}, {day}");
            }
        };
        for rules in ["cn-2021", "cn-beijing", "cn-shanghai", "generic-hoa"] {
            community.file(
                "mine/gongshi.toml",
                settings.replace("jurisdiction = \"cn-2021\"", &format!("jurisdiction = \"{rules}\"")),
            );
            // An association's matters have names of its own.
            if rules == "generic-hoa" {
                let vote = community.read("mine/resolutions/sample-vote.toml").replace("item = 4", "item = \"ordinary\"");
                community.file("mine/resolutions/sample-vote.toml", vote);
            }
            clean_later(rules);
        }
        for folder in fs::read_dir(community.dir.join("mine")).unwrap().map(|entry| entry.unwrap().path()) {
            if folder.is_dir() && !["minutes", "accounts", "notices"].iter().any(|core| folder.ends_with(core)) {
                fs::remove_dir_all(folder).unwrap();
            }
        }
        clean_later("the core alone");
    }
}

/// The first record that is no sample begins its kind: what is missing after it is told.
#[test]
fn duties_begin_with_the_first_record_that_is_no_sample() {
    let community = Community::empty("begun");
    assert!(community.run(&["new", "mine", "--locale", "zh-CN"]).status.success());
    let today = jiff::ZonedDateTime::now().date();
    let quarter = format!("mine/accounts/{}-Q{}.csv", today.year(), (today.month() + 2) / 3);
    let (mark, rows) = community.read(&quarter).split_once('\n').map(|(m, r)| (m.to_owned(), r.to_owned())).unwrap();
    assert!(mark.contains("# gongshi: 样例"), "{mark}");
    community.file(&quarter, rows);
    let checked = community.run(&["check", "mine", "--format", "json", "--as-of", &(today + jiff::ToSpan::years(1)).to_string()]);
    let told = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(told.contains("GS0705") && told.contains("GS0704"), "{told}");
    community.run(&["build", "mine"]);
    let page = community.read(&quarter.replace("mine/", "mine/site/").replace(".csv", ".html"));
    assert!(!page.contains("样例，内容是编的"));
    assert!(
        community.read("mine/site/seal/index.html").contains("样例，内容是编的")
            || community.read("mine/site/index.html").contains("还有样例")
    );
}

#[test]
fn a_wrong_folder_reports_everything_and_leaves_the_old_site_to_the_byte() {
    let community = Community::example("wrong");
    community.build();
    let site = community.dir.join("site");
    let (before, inode) = (tree(&site), fs::metadata(&site).unwrap().ino());
    community
        .file("gongshi.toml", community.read("gongshi.toml").replace("jurisdiction = ", "jurisdicton = "))
        .file("contracts/broken.toml", "title = \"x\nfrom = 2025-01-01\n")
        .file("minutes/2025/2025-02-30-x.md", "no such day")
        .file("minutes/2025/2025-03-01-y.md", "see [that](../nowhere.md)")
        .file("notices/2025-03-01-z.md", [0xFF, 0xFE, 0x00])
        .file("accounts/2025-Q4.csv", community.read("accounts/2025-Q4.csv") + "2025-12-31,公共收益账户,期末余额,,1.00\n");
    let found = community.codes();
    for code in ["GS0201", "GS0103", "GS0102", "GS1001", "GS0101", "GS0301"] {
        assert!(found.iter().any(|c| c == code), "{code} is missing from {found:?}");
    }
    let refused = community.run(&["build", "."]);
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(tree(&site), before);
    assert_eq!(fs::metadata(&site).unwrap().ino(), inode);
}

#[test]
fn the_same_folder_gives_the_same_bytes_anywhere() {
    let here = Community::example("here");
    let there = Community::example("there");
    let build = |community: &Community, zone: &str, lang: &str, jobs: &str| {
        let output = community
            .command(&["build", ".", "--as-of", "2026-01-31", "--jobs", jobs])
            .env("TZ", zone)
            .env("LANG", lang)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", said(&output));
        tree(&community.dir.join("site"))
    };
    let one = build(&here, "America/New_York", "C", "1");
    let other = build(&there, "Asia/Shanghai", "zh_CN.UTF-8", "8");
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (path, bytes) in &one {
        assert!(bytes == &other[path], "{path} differs");
    }
}

#[test]
fn a_second_build_writes_only_what_changed() {
    let community = Community::example("again");
    community.build();
    let again = community.run(&["build", ".", "--locale", "en"]);
    assert!(again.status.success());
    let third = community.run(&["build", ".", "--locale", "en"]);
    assert!(said(&third).contains(", written: 0"), "{}", said(&third));
}

#[test]
fn a_folder_that_is_not_ours_is_never_replaced() {
    let community = Community::example("foreign");
    let photos = community.beside("photos");
    fs::create_dir_all(&photos).unwrap();
    fs::write(photos.join("cat.jpg"), "cat").unwrap();
    let output = community.run(&["build", ".", "-o", photos.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read(photos.join("cat.jpg")).unwrap(), b"cat");
}

#[test]
fn hostile_text_does_not_become_hostile_html() {
    let community = Community::empty("hostile");
    community.file(
        "minutes/2025-01-11-x.md",
        "# <script>alert(1)</script>\n\n<script>alert(2)</script><img src=https://example.org/x.png onerror=alert(3)>\n\n[x](https://example.org \"a\\\" onclick=1\")\n\n| a |\n|--:|\n| 1 |\n",
    );
    community.file("accounts/2025-Q1.csv", "日期,账户,科目,收入,支出,摘要\n2025-01-02,<b>甲</b>,../../x,1.00,,=1+1\n");
    community.build();
    let page = community.read("site/minutes/2025-01-11-x.html");
    assert!(
        !page.contains("<script") && !page.contains("onerror") && !page.contains("x.png") && !page.contains("style="),
        "{page}"
    );
    let ledger = community.read("site/accounts/2025-Q1.html");
    assert!(!ledger.contains("<b>甲</b>"));
    assert!(community.read("site/data/entries.csv").contains("\"'=1+1\""));
    let links = Community::empty("links");
    links.file("minutes/2025-01-11-x.md", "[x](javascript:alert(1)) [y](../../../etc/passwd)");
    assert_eq!(links.codes(), ["GS1005", "GS1002"]);
}

#[test]
fn a_theme_of_the_communitys_own_overrides_file_by_file() {
    let community = Community::example("theme");
    community.file("theme/strings/zh-CN.toml", "[title]\nminutes = \"开会记录\"\n");
    community.file("theme/style.css", "body { color: #123456 }\n");
    community.build();
    assert!(community.read("site/minutes/index.html").contains("<h1>开会记录</h1>"));
    assert_eq!(community.read("site/assets/style.css"), "body { color: #123456 }\n");
    community.file("theme/templates/home.html", "{% extends \"base.html\" %}{% block main %}{{ nowhere.land }}{% endblock %}");
    let broken = community.run(&["build", "."]);
    assert_eq!(broken.status.code(), Some(1), "{}", said(&broken));
    community.file("theme/templates/home.html", "{% extends \"base.html\" %}{% block main %}{% if %}");
    let broken = community.run(&["build", "."]);
    assert!(said(&broken).contains("GS1003") && said(&broken).contains("theme/templates/home.html"), "{}", said(&broken));
}
