//! Rule diffs: articles told apart by what became of them, changes marked by words and whole numbers, and
//! nothing lost on either side. How articles are found is in `rule_articles.rs`.

use gongshi::history::{Change, Differ, Op, RuleDiff, Segment, diff, segments};
use gongshi::model::{OtherKind, RuleText};
use gongshi::source::article::parse;
use proptest::prelude::*;

/// A change as it is shown in a terminal: [-old-]{+new+}.
fn marked(segments: &[Segment]) -> String {
    segments
        .iter()
        .map(|s| match s.op {
            Op::Equal => s.text.to_owned(),
            Op::Delete => format!("[-{}-]", s.text),
            Op::Insert => format!("{{+{}+}}", s.text),
        })
        .collect()
}

/// The text on one side of a marked change.
fn side(marked: &str, new: bool) -> String {
    let (drop, keep) = if new { (["[-", "-]"], ["{+", "+}"]) } else { (["{+", "+}"], ["[-", "-]"]) };
    let mut out = String::new();
    let mut rest = marked;
    while let Some(at) = rest.find(drop[0]) {
        out += &rest[..at];
        rest = rest[at..].split_once(drop[1]).map_or("", |(_, after)| after);
    }
    (out + rest).replace(keep[0], "").replace(keep[1], "")
}

fn joined(segments: &[Segment], without: Op) -> String {
    segments.iter().filter(|s| s.op != without).map(|s| s.text).collect()
}

/// Each article of a diff as "removed 第三条", "renumbered 第四条 第三条" …
fn told(diff: &RuleDiff) -> Vec<String> {
    diff.articles
        .iter()
        .map(|a| {
            let change = format!("{:?}", a.change).to_lowercase();
            let labels: Vec<&str> = [a.from, a.to].into_iter().flatten().collect();
            format!("{change}{} {}", if a.moved { " moved" } else { "" }, labels.join(" "))
        })
        .filter(|line| !line.starts_with("unchanged"))
        .collect()
}

/// What must hold of any diff.
fn assert_whole(from: &RuleText, to: &RuleText, diff: &RuleDiff) {
    let olds: Vec<_> = diff.articles.iter().filter_map(|a| a.from).collect();
    let news: Vec<_> = diff.articles.iter().filter_map(|a| a.to).collect();
    let mut expected: Vec<_> = from.articles().map(|a| a.label.as_str()).collect();
    assert_eq!(news, to.articles().map(|a| a.label.as_str()).collect::<Vec<_>>(), "in the order of the new text");
    let mut sorted = olds.clone();
    sorted.sort_unstable();
    expected.sort_unstable();
    assert_eq!(sorted, expected, "every old article once");
    for article in &diff.articles {
        assert_eq!(joined(&article.segments, Op::Delete), article.new.map_or("", |a| &a.text));
        assert_eq!(joined(&article.segments, Op::Insert), article.old.map_or("", |a| &a.text));
        let same = matches!(article.change, Change::Unchanged | Change::Renumbered | Change::Moved);
        assert!(!same || article.segments.iter().all(|s| s.op == Op::Equal), "only equal where the text stayed");
        assert!(article.segments.windows(2).all(|w| w[0].op != w[1].op), "no two neighbours of one kind");
    }
    let others = |text: &RuleText| text.others().map(|o| o.text.as_str()).collect::<String>();
    let segments: Vec<Segment> = diff.other.iter().flat_map(|o| o.segments.iter().copied()).collect();
    assert_eq!(joined(&segments, Op::Delete), others(to));
    assert_eq!(joined(&segments, Op::Insert), others(from));
    assert_eq!(diff.entries().len(), diff.articles.len() + diff.other.len());
    let s = diff.summary;
    assert_eq!(s.added + s.removed + s.modified + s.renumbered + s.moved + s.unchanged, diff.articles.len());
}

#[test]
fn edits_of_legislators_are_marked_by_words_and_whole_numbers() {
    for expected in [
        "专有部分面积占比[-三分之二-]{+四分之三+}以上",
        "应当在[-十五日-]{+二十日+}内公布",
        "按照[-30%以上50%以下-]{+20%以上30%以下+}的比例提取",
        "{+业主委员会主任、副主任由业主委员会在委员中推选产生。+}业主委员会委员应当遵守法律。",
        "业主大会{+定期+}会议由业主委员会{+负责+}召集，每年{+至少+}召开[-一次-]{+二次+}。",
        "单项支出超过[-5万元-]{+10万元+}的，应当公示[-7日-]{+15个工作日+}。",
        "逾期不交的，[-处一千元以上五千元以下-]{+责令限期改正，处二千元以上一万元以下+}的罚款。",
        "停车费每月[-150元-]{+180元+}，地下车位每月[-300.00元-]{+1,300.00元+}。",
        "禁止在楼道{+、电梯厅+}内堆放杂物[-、-]{+，禁止+}停放电动自行车{+或者为其充电+}。",
        "本规约自[-2023年1月1日-]{+2025年7月15日+}起施行。",
        "业主委员会由[-五名-]{+七至九名+}委员组成{+，其中女性委员不少于三名+}。",
        "[-第一届-]{+第二届+}业主委员会任期[-三年-]{+五年+}。",
        "根据本规约[-第十二条-]{+第十三条+}第二款[-第（三）项-]{+第（四）项+}的规定执行。",
        "装修时间为[-8:00至12:00-]{+8:30至11:30+}、14:00至18:00。",
        "每户限养[-一只-]{+两只+}犬{+，遛犬时间为早上6点前、晚上9点后+}。",
        "公示期不少于[-七日-]{+7日+}",
        "[-第一百零五条-]{+第一百一十五条+}规定的",
        "电梯维保每[-15日-]{+10日+}一次，费用[-12,000元-]{+15,600元+}/年。",
        "物业服务人应当[-每季度-]{+每月+}公布[-一次-]公共收益{+的+}收支情况{+，接受业主监督+}。",
        "应当经[-过半数-]{+三分之二以上+}的业主同意",
        "（一）缴费；\n{+（二）验收；\n+}[-（二）-]{+（三）+}维修；\n[-（三）-]{+（四）+}清洁。",
        "业主应当遵守本规约。{+\n\n物业使用人适用前款规定。+}",
        "及时修改[-:-]{+：+}",
        "meets at least [-once-]{+twice+} every [-3-]{+6+} months; a quorum is [-two-thirds-]{+three-fourths+} of its {+voting +}members",
        "at least [-10-]{+14+} days before. Fines shall not exceed [-$50.00-]{+$1,250.00+} per day.",
    ] {
        let (old, new) = (side(expected, false), side(expected, true));
        assert_eq!(marked(&segments(&old, &new)), expected);
    }
}

#[test]
fn one_number_in_a_long_paragraph_is_one_mark() {
    let long =
        "业主大会会议应当由物业管理区域内专有部分面积占比三分之二以上的业主且人数占比三分之二以上的业主参与表决。".repeat(9);
    let old = format!("{long}物业服务费每平方米3.50元。{long}");
    let new = format!("{long}物业服务费每平方米3.80元。{long}");
    assert_eq!(marked(&segments(&old, &new)), format!("{long}物业服务费每平方米[-3.50元-]{{+3.80元+}}。{long}"));
}

#[test]
fn added_removed_changed_renumbered_and_moved_are_told_apart() {
    let from = parse(
        "第一条 业主应当遵守本规约，按时交纳物业费。\n\n第二条 装修时间为每日八时至十八时。\n\n第三条 公共收益每季度公布一次。\n\n\
         第四条 电动自行车不得进入电梯。\n\n第五条 宠物应当拴绳。\n\n第六条 本规约自通过之日起施行。",
    );
    let to = parse(
        "第一条 业主应当遵守本规约，按时交纳物业费。\n\n第二条 宠物应当拴绳。\n\n第三条 公共收益每月公布一次。\n\n\
         第四条 高空抛物的，依法承担责任。\n\n第五条 电动自行车不得进入电梯。\n\n第六条 本规约自通过之日起施行。",
    );
    let diff = diff(&from, &to);
    assert_whole(&from, &to, &diff);
    assert_eq!(
        told(&diff),
        ["removed 第二条", "moved 第五条 第二条", "modified 第三条 第三条", "added 第四条", "renumbered 第四条 第五条"]
    );
    assert_eq!((diff.summary.unchanged, diff.summary.moved, diff.summary.renumbered), (2, 1, 1));
}

#[test]
fn an_inserted_article_renumbers_the_rest_and_moves_nothing() {
    let articles = ["甲甲甲应当公布。", "乙乙乙应当备案。", "丙丙丙应当审计。", "丁丁丁应当表决。"];
    let from: String = articles.iter().enumerate().map(|(i, a)| format!("第{}条 {a}\n", i + 1)).collect();
    let to: String = "第1条 新的一条。\n".to_owned()
        + &articles.iter().enumerate().map(|(i, a)| format!("第{}条 {a}\n", i + 2)).collect::<String>();
    let (from, to) = (parse(&from), parse(&to));
    let diff = diff(&from, &to);
    assert_whole(&from, &to, &diff);
    assert_eq!((diff.summary.added, diff.summary.renumbered, diff.summary.moved), (1, 4, 0));
}

#[test]
fn renumbered_and_changed_is_modified_and_so_is_moved_and_changed() {
    let from = parse(
        "第一条 维修资金支出应当在三日内公布，接受业主监督。\n\n第二条 乙事项应当报业主大会表决通过。\n\n第三条 丙事项由业主委员会决定并且公示。",
    );
    let to = parse(
        "第一条 乙事项应当报业主大会表决通过。\n\n第二条 丙事项由业主委员会决定并且公示。\n\n第四条 维修资金支出应当在五日内公布，接受业主监督。",
    );
    let diff = diff(&from, &to);
    assert_whole(&from, &to, &diff);
    assert_eq!(told(&diff), ["renumbered 第二条 第一条", "renumbered 第三条 第二条", "modified moved 第一条 第四条"]);
    assert_eq!(marked(&diff.articles[2].segments), "维修资金支出应当在[-三日-]{+五日+}内公布，接受业主监督。");
}

#[test]
fn chapters_preamble_and_notes_are_kept_apart_and_compared() {
    let from = parse(
        "# 公约\n\n2020年1月1日通过\n\n<!-- 来源 -->\n\n## 第一章 总则\n\n第一条 甲。\n\n## 第二章 附则\n\n第二条 乙。\n\n（2021年修订）",
    );
    let to = parse(
        "# 公约\n\n2020年1月1日通过，2024年5月1日修订\n\n<!-- 来源 -->\n\n## 第一章 总则\n\n第一条 甲。\n\n## 第二章 管理\n\n## 第三章 附则\n\n第二条 乙。",
    );
    let kinds: Vec<_> = from.others().map(|o| o.kind).collect();
    use OtherKind::*;
    assert_eq!(kinds, [Heading { level: 1 }, Preamble, Comment, Heading { level: 2 }, Heading { level: 2 }, Note]);
    let diff = diff(&from, &to);
    assert_whole(&from, &to, &diff);
    assert_eq!(diff.summary.unchanged, 2);
    let others: Vec<_> = diff.other.iter().filter(|o| o.change != Change::Unchanged).map(|o| marked(&o.segments)).collect();
    assert_eq!(
        others,
        ["2020年1月1日通过{+，2024年5月1日修订+}", "{+## 第二章 管理+}", "## [-第二章-]{+第三章+} 附则", "[-（2021年修订）-]",]
    );
}

#[test]
fn the_json_has_the_promised_shape() {
    let (from, to) = (parse("前言\n\n第一条 三日内公布。"), parse("前言\n\n第一条 五日内公布。\n\n第二条 新。"));
    let json = serde_json::to_value(diff(&from, &to).named("2024-01-01", "2025-01-01")).expect("plain data");
    assert_eq!(
        json,
        serde_json::json!({
            "from": "2024-01-01",
            "to": "2025-01-01",
            "summary": {"added": 1, "removed": 0, "modified": 1, "renumbered": 0, "moved": 0, "unchanged": 0},
            "articles": [
                {"change": "modified", "from": "第一条", "to": "第一条", "segments": [
                    {"op": "delete", "text": "三日"}, {"op": "insert", "text": "五日"}, {"op": "equal", "text": "内公布。"},
                ]},
                {"change": "added", "from": null, "to": "第二条", "segments": [{"op": "insert", "text": "新。"}]},
            ],
            "other": [{"change": "unchanged", "kind": "preamble", "segments": [{"op": "equal", "text": "前言"}]}],
        })
    );
}

#[test]
fn threads_share_a_differ() {
    let versions: Vec<RuleText> = (1..=6).map(|n| parse(&format!("第一条 应当在{n}日内公布。\n\n第二条 不变。"))).collect();
    let differ = Differ::default();
    std::thread::scope(|scope| {
        for from in &versions {
            let (differ, versions) = (&differ, &versions);
            scope.spawn(move || versions.iter().for_each(|to| assert_whole(from, to, &differ.diff(from, to))));
        }
    });
}

const SENTENCES: &[&str] = &[
    "业主大会会议应当由专有部分面积占比三分之二以上的业主且人数占比三分之二以上的业主参与表决。",
    "物业服务人应当每季度公布公共收益的收支情况；",
    "逾期不改正的，处一千元以上五千元以下的罚款。",
    "业主委员会应当自收到书面通知之日起十五个工作日内答复，",
    "维修资金支出超过5.00万元的，应当经参与表决人数四分之三以上的业主同意。",
    "\n\n（一）公共部位的用途；",
    "\n\n（二）第三条第二款规定的事项；",
    "停车费每月1,200.50元，自2025年3月5日起计算。",
    "按照30%以上50%以下的比例提取",
];

#[derive(Clone, Debug)]
enum Edit {
    Replace(usize, usize, usize, usize),
    Remove(usize),
    Add(usize, usize),
    Swap(usize, usize),
    Chapter(usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    let n = || 0usize..1000;
    prop_oneof![
        6 => (n(), n(), 0usize..12, n()).prop_map(|(a, b, c, d)| Edit::Replace(a, b, c, d)),
        1 => n().prop_map(Edit::Remove),
        2 => (n(), n()).prop_map(|(a, b)| Edit::Add(a, b)),
        1 => (n(), n()).prop_map(|(a, b)| Edit::Swap(a, b)),
        1 => n().prop_map(Edit::Chapter),
    ]
}

fn apply(articles: &mut Vec<String>, edit: &Edit) {
    let count = articles.len();
    match *edit {
        _ if count == 0 => articles.push(SENTENCES[0].to_owned()),
        Edit::Replace(article, at, cut, with) => {
            let chars: Vec<char> = articles[article % count].chars().collect();
            let at = at % (chars.len() + 1);
            let put: String = SENTENCES[with % SENTENCES.len()].chars().skip(with % 7).take(with % 9).collect();
            let tail = &chars[(at + cut).min(chars.len())..];
            articles[article % count] = chars[..at].iter().collect::<String>() + &put + &tail.iter().collect::<String>();
        }
        Edit::Remove(article) => drop(articles.remove(article % count)),
        Edit::Add(article, with) => {
            let text: String = (0..1 + with % 3).map(|i| SENTENCES[(with + i) % SENTENCES.len()]).collect();
            articles.insert(article % count, text);
        }
        Edit::Swap(a, b) => articles.swap(a % count, b % count),
        Edit::Chapter(article) => articles[article % count] += "\n\n## 新的一章",
    }
}

fn rule(articles: &[String]) -> String {
    articles.iter().enumerate().fold("# 管理规约\n\n".to_owned(), |text, (i, a)| text + &format!("第{}条 {a}\n\n", i + 1))
}

/// Numbers with their units in a text, by a reading of their own: digits or numerals, 分之, a unit.
fn numbers(text: &[char]) -> Vec<(usize, usize)> {
    let arabic = |at: usize| text.get(at).is_some_and(char::is_ascii_digit);
    let is_digit = |at: usize| match text.get(at) {
        Some('.' | ',') => at > 0 && arabic(at - 1) && arabic(at + 1),
        Some(c) => "零一二三四五六七八九十百千万0123456789".contains(*c),
        None => false,
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let digits = |from: usize| (from..).take_while(|&at| is_digit(at)).count();
        let mut end = at + digits(at);
        if end > at && text[end..].starts_with(&['分', '之']) {
            end += 2 + digits(end + 2);
        }
        if end > at {
            for unit in ["%", "个工作日", "日", "元", "年", "月", "条", "款"] {
                let unit: Vec<char> = unit.chars().collect();
                if text[end..].starts_with(&unit) {
                    end += unit.len();
                    break;
                }
            }
            found.push((at, end));
        }
        at = end.max(at + 1);
    }
    found
}

fn assert_no_number_cut(segments: &[Segment]) {
    for (without, text) in [(Op::Delete, joined(segments, Op::Delete)), (Op::Insert, joined(segments, Op::Insert))] {
        let chars: Vec<char> = text.chars().collect();
        let mut at = 0;
        let mut edges = vec![];
        for segment in segments {
            at += if segment.op == without { 0 } else { segment.text.chars().count() };
            edges.push(at);
        }
        for (start, end) in numbers(&chars) {
            let cut = edges.iter().any(|&edge| start < edge && edge < end);
            assert!(!cut, "{} cut in {}", chars[start..end].iter().collect::<String>(), marked(segments));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn random_edits_rebuild_both_texts(
        base in prop::collection::vec(prop::collection::vec(0usize..SENTENCES.len(), 1..5), 1..15),
        edits in prop::collection::vec(edit(), 0..20),
    ) {
        let mut articles: Vec<String> = base.iter().map(|s| s.iter().map(|&i| SENTENCES[i]).collect()).collect();
        let old = rule(&articles);
        edits.iter().for_each(|edit| apply(&mut articles, edit));
        let new = rule(&articles);
        let (from, to) = (parse(&old), parse(&new));
        let diff = diff(&from, &to);
        assert_whole(&from, &to, &diff);
        for article in &diff.articles {
            assert_no_number_cut(&article.segments);
        }
    }

    #[test]
    fn any_two_texts_are_rebuilt(old in any::<String>(), new in any::<String>()) {
        let segments = segments(&old, &new);
        prop_assert_eq!(joined(&segments, Op::Insert), old.as_str());
        prop_assert_eq!(joined(&segments, Op::Delete), new.as_str());
    }
}
