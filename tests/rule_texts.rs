//! Rules as Akoma Ntoso: every form of numbering, drafts, and what stands around articles. Whether the OASIS schema takes
//! them, and whether no word is lost, is asked in tests/oracles.

mod support;

use std::path::Path;

use gongshi::jurisdiction::Jurisdiction;
use gongshi::model::Locale;
use gongshi::render::{Options, Site, plan};
use gongshi::{figures, source};
use jiff::civil::date;
use proptest::prelude::*;
use support::Community;

fn odd() -> Community {
    let odd = Community::empty("akn-odd");
    let site = odd.dir.join("site");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/odd-community");
    let built = odd.run(&["build", folder.to_str().unwrap(), "-o", site.to_str().unwrap()]);
    assert!(built.status.success(), "{}", support::said(&built));
    odd
}

fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn articles_paragraphs_and_points_have_stable_ids() {
    let text = odd().read("site/data/rules/约法/2024-01-01.akn.xml");
    has(
        &text,
        &[
            "<chapter eId=\"chp_1\">\n<num>第一章</num>\n<heading eId=\"chp_1__heading\">总则</heading>",
            "<point eId=\"art_2__para_1__list_1__point_1__list_1__point_2\">\n<num>2．</num>",
            "<point eId=\"art_2__para_1__list_1__point_2\">\n<num>（二）</num>",
            "<article eId=\"art_2-1\">\n<num>第二条之一</num>",
            "<b>港元</b> 计，不超过 3.5 万元；另见<a href=\"#art_1\">第一条</a>，&quot;引号&quot; &amp; &lt;符号&gt;。",
            "<tr><td><p>停车</p></td><td><p>100</p></td></tr>",
            "<ol eId=\"art_3__ol_1\">",
            "<conclusions>\n<p>半山置业",
            "<TLCOrganization eId=\"developer\" href=\"/akn/ontology/organization/developer\" showAs=\"建设单位\"/>",
        ],
    );
}

#[test]
fn a_draft_says_so_and_changed_nothing() {
    let text = odd().read("site/data/rules/约法/2025-03-01.akn.xml");
    has(
        &text,
        &[
            "outcome=\"#notPassed\"",
            "<TLCEvent eId=\"event_2\" href=\"/akn/ontology/event/resolutions/revise\" showAs=\"修订约法\"/>",
            "<p>这是没有通过表决的草案。</p>",
            "<p>&lt;只改第二章&gt;</p>",
            "<FRBRversionNumber value=\"修订 &quot;草案&quot;\"/>",
            "（二）从第二项开始的不是列举。",
            // The annex begins with a first chapter again.
            "<chapter eId=\"chp_1-2\">",
        ],
    );
    assert!(!text.contains("type=\"amendment\""), "{text}");
    assert!(!text.contains("起草人的话"), "a comment is on no page");
}

#[test]
fn english_and_unnumbered_texts_are_whole() {
    let odd = odd();
    let text = odd.read("site/data/rules/house/2025-06-01.akn.xml");
    has(
        &text,
        &[
            "<FRBRlanguage language=\"eng\"/>",
            "<heading eId=\"art_1__heading\">Quiet</heading>",
            "<point eId=\"art_1__para_1__list_1__point_1__list_1__point_2\">\n<num>(ii)</num>",
            "<point eId=\"art_1__para_1__list_1__point_2\">\n<num>(b)</num>",
            "<ul eId=\"art_2__ul_1\">",
            "type=\"amendment\"",
        ],
    );
    let text = odd.read("site/data/rules/house/2025-01-01.akn.xml");
    has(&text, &["<hcontainer name=\"text\"", "<p>Be kind to your neighbours.</p>", "<p>没有表决记录</p>"]);
    assert!(odd.read("site/rules/house/2025-01-01.html").contains("../../data/rules/house/2025-01-01.akn.xml"));
}

/// A rule's page and its structured text, as words alone.
fn page_and_text(community: &Community) -> (String, String) {
    let loaded = source::load(&community.dir).unwrap().community;
    let (jurisdiction, day) = (Jurisdiction::default(), date(2026, 1, 31));
    let figures = figures::work_out(&loaded, &jurisdiction, day);
    let site = Site::new(&loaded, &figures, &jurisdiction, &[], Locale::En, Options::default()).unwrap_or_else(|_| panic!());
    let pages = plan(&site);
    let drawn = |path: &str| {
        let mut out = Vec::new();
        pages.iter().find(|p| p.path == path).expect(path).draw(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let between = |text: &str, from: &str, to: &str| {
        let rest = text.split_once(from).unwrap_or_else(|| panic!("{from}\n{text}")).1;
        rest.split_once(to).unwrap_or_else(|| panic!("{to}\n{text}")).0.to_owned()
    };
    let page = between(&drawn("rules/r/2025-01-01.html"), "<div class=\"prose law\">", "<section><h2 id=\"versions\">");
    let text = between(&drawn("data/rules/r/2025-01-01.akn.xml"), "</preface>", "</act>");
    (words(&page), words(&text))
}

/// Without tags and white space.
fn words(markup: &str) -> String {
    let text: String = markup.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Lines of a rule, of which few are plain.
fn line() -> impl Strategy<Value = String> {
    const BEGINNINGS: [&str; 20] = [
        "",
        "",
        "",
        "（一）",
        "（二）",
        "（三）",
        "1．",
        "2、",
        "(a) ",
        "(b) ",
        "(i) ",
        "(ii) ",
        "①",
        "一、",
        "- ",
        "> ",
        "> （一）",
        "**",
        "| a | b |\n| - | - |\n| ",
        "## 第二章　",
    ];
    let inner = prop::sample::select(vec![
        "停车",
        "x & y",
        "**粗**",
        "3.5 元",
        "[外](https://example.org/a)",
        "`代码`",
        "\"引\"",
        "*em*",
        "a < b",
        "第三条",
        "~~旧~~",
    ]);
    (prop::sample::select(BEGINNINGS.to_vec()), prop::collection::vec(inner, 1..4), any::<bool>()).prop_map(
        |(begin, inner, blank)| {
            let end = if begin == "**" {
                "**"
            } else if begin.starts_with('|') {
                " | z |"
            } else {
                ""
            };
            format!("{begin}{}{end}\n{}", inner.join(""), if blank { "\n" } else { "" })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_text_holds_the_words_of_the_page(articles in prop::collection::vec(prop::collection::vec(line(), 0..6), 1..5)) {
        let community = Community::empty("akn-property");
        let mut text = String::from("# 规约\n\n序言。\n\n## 第一章　总则\n\n");
        for (n, lines) in articles.iter().enumerate() {
            text.push_str(&format!("第{}条　开头。\n{}\n", n + 1, lines.concat()));
        }
        community.file("rules/r/2025-01-01.md", &text);
        let (page, told) = page_and_text(&community);
        prop_assert_eq!(page, told, "{}", text);
    }
}
