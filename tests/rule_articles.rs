//! Articles of a rule, found from the text itself: every scheme of numbers, and no byte lost whatever the input.

use gongshi::history::{Op, Segment, diff};
use gongshi::model::{Article, Block, RuleText, Scheme};
use gongshi::source::article::parse;
use proptest::prelude::*;

/// What must hold of any text: its blocks follow one another from the first byte to the last.
fn assert_covers(body: &str, text: &RuleText) {
    let mut at = 0;
    for block in &text.blocks {
        assert_eq!(block.range().start, at);
        at = block.range().end;
        if let Block::Article(article) = block {
            assert!(body[block.range()].contains(&article.label));
        }
    }
    assert_eq!(at, body.len());
    let numbers: Vec<_> = text.articles().map(|a| &a.number).collect();
    assert!(numbers.is_sorted_by(|a, b| a < b), "numbers go up");
}

/// Articles of a text as "anchor|label|title|text".
fn articles(body: &str) -> (Scheme, Vec<String>) {
    let text = parse(body);
    assert_covers(body, &text);
    let line = |a: &Article| format!("{}|{}|{}|{}", a.anchor, a.label, a.title().unwrap_or("-"), a.after_title());
    (text.scheme, text.articles().map(line).collect())
}

#[test]
fn every_scheme_of_numbers_is_found() {
    let cases: &[(&str, Scheme, &[&str])] = &[
        ("第一条 甲。\n\n续。\n\n第二条　　乙。", Scheme::Tiao, &["a1|第一条|-|甲。\n\n续。", "a2|第二条|-|乙。"]),
        ("第一条为了甲。\n第二条规范乙。", Scheme::Tiao, &["a1|第一条|-|为了甲。", "a2|第二条|-|规范乙。"]),
        (
            "第1條 甲\n\n第1條之1 乙\n\n第 2-1 條 丙",
            Scheme::Tiao,
            &["a1|第1條|-|甲", "a1-1|第1條之1|-|乙", "a2-1|第 2-1 條|-|丙"],
        ),
        (
            "### 第三条 名称\n\n甲\n\n**第三条之一** 乙\n\n第一百零二条：丙",
            Scheme::Tiao,
            &["a3|第三条|名称|甲", "a3-1|第三条之一|-|乙", "a102|第一百零二条|-|丙"],
        ),
        ("【第一条】甲\n\n第二条【目的】乙", Scheme::Tiao, &["a1|第一条|-|甲", "a2|第二条|目的|乙"]),
        (
            "§ 9 Board\n\n§ 9a Deputies\n\n§10. Votes",
            Scheme::SectionSign,
            &["a9|§ 9|-|Board", "a9-1|§ 9a|-|Deputies", "a10|§10|-|Votes"],
        ),
        (
            "## Article I. Name\n\nThe X.\n\n### Use\n\nHomes.\n\n## ARTICLE II — Board",
            Scheme::Article,
            &["a1|Article I|Name|The X.\n\n### Use\n\nHomes.", "a2|ARTICLE II|Board|"],
        ),
        (
            "Article 1\nName\n\nArticle 1 of the deed applies.\n\nArticle 2: Votes",
            Scheme::Article,
            &["a1|Article 1|-|Name\n\nArticle 1 of the deed applies.", "a2|Article 2|-|Votes"],
        ),
        ("Section 1. Name\n\nSection 2. Votes", Scheme::Section, &["a1|Section 1|-|Name", "a2|Section 2|-|Votes"]),
        (
            "## 1. Name\n\n1. one\n2. two\n\n## 2 Votes\n\n### 2.1 Quorum",
            Scheme::NumberedHeading,
            &["a1|1.|Name|1. one\n2. two", "a2|2|Votes|", "a2-1|2.1|Quorum|"],
        ),
        ("## 一、总则\n\n甲\n\n## 二、附则", Scheme::NumberedHeading, &["a1|一、|总则|甲", "a2|二、|附则|"]),
        (
            "1. No noise.\n   1. at night\n2. No dogs.",
            Scheme::Numbered,
            &["a1|1.|-|No noise.\n   1. at night", "a2|2.|-|No dogs."],
        ),
        ("一、甲\n1. 子\n2. 丑\n二、乙", Scheme::Numbered, &["a1|一、|-|甲\n1. 子\n2. 丑", "a2|二、|-|乙"]),
        ("没有条文。", Scheme::None, &[]),
    ];
    for (body, scheme, expected) in cases {
        assert_eq!(articles(body), (*scheme, expected.iter().map(|s| s.to_string()).collect()), "{body}");
    }
}

#[test]
fn a_reference_to_an_article_begins_none() {
    let (_, found) = articles(
        "第一条 依照第二条 办理。\n\n第九条规定的事项除外。\n\n- 第一条 不算\n- 第五条 也不算\n\n> 第二条 引用\n\n\
         第三条、第四条所列情形。\n\n```\n第二条 代码\n```\n\n第四十条 所说的情形。\n\n第二条 乙。\n\n第三条 丙。\n\n第二条 重复。",
    );
    assert_eq!(found.iter().map(|a| &a[..2]).collect::<Vec<_>>(), ["a1", "a2", "a3"]);
    assert!(found[2].ends_with("第二条 重复。"));
}

#[test]
fn notes_signatures_and_plain_chapter_lines_are_no_part_of_an_article() {
    let text = parse(
        "第一章 总则\n第一条 甲。\n\n（2022年3月业主大会修改）\n\n二、表决\n\n第二条 乙。\n<!-- 说明 -->\n\n第三条 丙。\n\n\
         阳光小区业主大会\n二〇二四年三月五日\n\n---\n\n附件",
    );
    let texts: Vec<_> = text.articles().map(|a| a.text.as_str()).collect();
    assert_eq!(texts, ["甲。", "乙。", "丙。"]);
    let others: Vec<_> = text.others().map(|o| (o.kind.name(), o.text.as_str())).collect();
    assert_eq!(
        others,
        [
            ("heading", "第一章 总则"),
            ("note", "（2022年3月业主大会修改）"),
            ("heading", "二、表决"),
            ("comment", "<!-- 说明 -->"),
            ("note", "阳光小区业主大会\n二〇二四年三月五日\n\n---\n\n附件"),
        ]
    );
}

proptest! {
    #[test]
    fn no_input_is_lost_or_refused(pieces in prop::collection::vec(prop_oneof![
        3 => prop::sample::select(vec![
            "第一条 ", "第二条", "第三条之一 ", "第一章 总则", "\n", "\n\n", "\r\n", "# ", "### 第四条 ", "**", "- ", "> ", "```\n",
            "<!--", "-->", "---\n", "===\n", "§ 1 ", "§ 2a ", "Article 1. ", "Article IV ", "Section 2", "1. ", "2.1 ", "三、", "（",
            "）", "第", "条", "2024年3月5日", "（2024年修订）", "文字。", "　",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ], 0..40)) {
        let (old, new) = (pieces.concat(), pieces.iter().rev().map(String::as_str).collect::<String>());
        let (from, to) = (parse(&old), parse(&new));
        assert_covers(&old, &from);
        assert_covers(&new, &to);
        let diff = diff(&from, &to);
        let joined = |segments: &[Segment], without| -> String {
            segments.iter().filter(|s| s.op != without).map(|s| s.text).collect()
        };
        for change in &diff.articles {
            prop_assert_eq!(joined(&change.segments, Op::Insert), change.old.map_or("", |a| &a.text));
            prop_assert_eq!(joined(&change.segments, Op::Delete), change.new.map_or("", |a| &a.text));
        }
        let others: Vec<Segment> = diff.other.iter().flat_map(|o| o.segments.iter().copied()).collect();
        prop_assert_eq!(joined(&others, Op::Insert), from.others().map(|o| o.text.as_str()).collect::<String>());
        prop_assert_eq!(joined(&others, Op::Delete), to.others().map(|o| o.text.as_str()).collect::<String>());
    }
}
