//! Coming from an existing site: `gongshi import DIR --from jekyll`.

mod support;

use std::path::Path;
use std::process::{Command, Output};

use support::{Community, GONGSHI, printed, said, tree};

/// A small invented site: posts in Traditional Chinese, years of 民國, photographs, Liquid.
fn site() -> Community {
    let site = Community::empty("jekyll");
    site.file("_config.yml", "title: 綠野社區\nurl: \"https://lvye.example\"\nbaseurl: \"/site\"\n");
    site.file(
        "_posts/finance/2024-10-07-report-113-09.md",
        "---\nlayout: page\ntitle: \"113年09月 財務報告\"\ncategories:\n  - report\n---\n## 財務報表 (113年09月)\n\
         ![](https://github.com/lvye/site/raw/main/assets/reports/113-09-%E5%A0%B1%E8%A1%A8.jpg)\n\
         ## 管理費未繳列表\n![](/assets/reports/113-09-arrears.jpg)\n## 存摺影本\n![]()\n![]({{ site.baseurl }}/assets/reports/book.jpg)\n",
    );
    site.file(
        "_posts/2024-10-19-meeting.md",
        "---\ntitle: 十一月會議議程\ntags: [agenda]\nteaser: 公開\n---\n### 日期時間： 2024/11/12 19:30\n\n1. 修繕\n",
    );
    site.file(
        "_posts/bulletin/2024-10-11-notice.md",
        "---\ntitle: 防火門施工注意事項\npermalink: /fire/\ncategories: bulletin\n---\n見 [議程]({% post_url 2024-10-19-meeting %})、\
         [上月](/2024/10/19/meeting.html)、[舊頁](/pages/old/)。\n![施工](../../assets/door.png \"門\")\n{% include gallery.html %}\n{: .note}\n\
         <img src=\"{{ site.url }}/site/assets/door.png\" alt=\"門\">\n![缺](/assets/none.jpg)\n",
    );
    site.file("_posts/place/2024-10-18-gate.md", "---\ntitle: 大門\ncategories: place\n---\n![](/assets/door.png)\n");
    site.file("_posts/bulletin/2024-10-12-call.md", "---\ntitle: 公告\n---\n請聯絡 13812345678。\n");
    site.file("_posts/bulletin/2024-10-13-court.md", "---\ntitle: 公告\n---\n### 起訴書\n![](/assets/door.png)\n");
    site.file("_posts/bulletin/2024-10-14-broken.md", "---\ntitle: [\n---\n文\n");
    site.file("_drafts/later.md", "---\ntitle: 草稿\n---\n");
    site.file("pages/about.md", "---\ntitle: 關於\n---\n");
    for picture in ["reports/113-09-報表.jpg", "reports/113-09-arrears.jpg", "reports/book.jpg", "door.png", "unused.png"] {
        site.file(&format!("assets/{picture}"), "picture");
    }
    site
}

fn import(site: &Path, out: &Path, more: &[&str]) -> Output {
    Command::new(GONGSHI)
        .arg("import")
        .arg(site)
        .args(["--from", "jekyll", "--locale", "en", "-o"])
        .arg(out)
        .args(more)
        .output()
        .unwrap()
}

#[test]
fn posts_go_to_their_kinds_and_every_file_is_accounted_for() {
    let (site, out) = (site(), Community::empty("jekyll"));
    let before = tree(&site.dir);
    let output = import(&site.dir, &out.dir, &[]);
    let account = printed(&output);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(tree(&site.dir), before, "the site is only read");
    let new = tree(&out.dir);
    let paths: Vec<&str> = new.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "accounts/2024-09.toml",
            "attachments/door.png",
            "attachments/reports/113-09-報表.jpg",
            "attachments/reports/book.jpg",
            "import/jekyll.toml",
            "inbox/attachments/door.png",
            "inbox/notices/2024-10-12-call.md",
            "inbox/notices/2024-10-13-court.md",
            "inbox/notices/2024-10-18-gate.md",
            "minutes/2024-11-12-meeting.md",
            "notices/2024-10-11-notice.md",
        ],
        "{account}"
    );
    for path in before.keys().filter(|path| *path != "_config.yml" && !path.starts_with("assets/")) {
        assert!(account.contains(path), "{path} is not accounted for:\n{account}");
    }
    assert!(account.contains("assets/unused.png") && account.contains("assets/reports/113-09-arrears.jpg"), "{account}");
    assert!(!account.contains("13812345678"), "{account}");
    let text = |path: &str| String::from_utf8(new[path].clone()).unwrap();
    let notice = text("notices/2024-10-11-notice.md");
    for part in [
        "permalink: /fire/",
        "[議程](../minutes/2024-11-12-meeting.md)、[上月](../minutes/2024-11-12-meeting.md)、舊頁。",
        "![施工](../attachments/door.png \"門\")",
        "<!-- {% include gallery.html %} -->",
        "<img src=\"../attachments/door.png\" alt=\"門\">",
    ] {
        assert!(notice.contains(part), "{part} is not in:\n{notice}");
    }
    assert!(!notice.contains("none.jpg") && !notice.contains("{: .note}"), "{notice}");
    let accounts = text("accounts/2024-09.toml");
    assert!(accounts.contains("title = \"財務報表 (113年09月)\"") && !accounts.contains("arrears"), "{accounts}");
    assert!(text("minutes/2024-11-12-meeting.md").starts_with("---\nstatus: agenda\nposted: 2024-10-19\n"));
}

#[test]
fn what_comes_over_passes_the_checks_and_says_that_it_is_pictures_only() {
    let (site, out) = (site(), Community::empty("jekyll"));
    import(&site.dir, &out.dir, &[]);
    let output =
        Command::new(GONGSHI).args(["check", "--format", "json", "--as-of", "2024-12-01"]).arg(&out.dir).output().unwrap();
    let found: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    let codes: Vec<&str> = found.iter().map(|d| d["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["GS0326", "GS0915", "GS0915"], "{}", printed(&output));
}

#[test]
fn nothing_that_is_there_is_overwritten_and_the_mapping_is_used_again() {
    let (site, out) = (site(), Community::empty("jekyll"));
    out.file("notices/2024-10-11-notice.md", "mine\n");
    let output = import(&site.dir, &out.dir, &[]);
    assert!(said(&output).contains("2024-10-11-notice.md"), "{}", said(&output));
    assert_eq!(out.read("notices/2024-10-11-notice.md"), "mine\n");
    let mapping = out.read("import/jekyll.toml");
    assert!(mapping.contains("\"place\" = \"inbox\""), "{mapping}");
    out.file("import/jekyll.toml", mapping.replace("\"place\" = \"inbox\"", "\"place\" = \"community\""));
    let output = import(&site.dir, &out.dir, &[]);
    assert!(printed(&output).contains("community/2024-10-18-gate.md"), "{}", printed(&output));
    assert!(out.dir.join("community/2024-10-18-gate.md").exists());
}

#[test]
fn a_dry_run_writes_nothing_and_the_site_itself_is_no_target() {
    let (site, out) = (site(), Community::empty("jekyll"));
    let output = import(&site.dir, &out.dir, &["--dry-run"]);
    assert!(output.status.success() && printed(&output).contains("accounts/2024-09.toml"));
    assert!(tree(&out.dir).is_empty());
    let before = tree(&site.dir);
    assert_eq!(import(&site.dir, &site.dir.join("new"), &[]).status.code(), Some(2));
    assert_eq!(import(&out.dir, &site.dir, &[]).status.code(), Some(2), "an empty folder is no site");
    assert_eq!(tree(&site.dir), before);
}
