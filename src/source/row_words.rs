//! Words that say what a row of a table is: a total, a balance carried on, a note below; and the unit of its amounts.

use super::amount::folded;
use super::capital_amount::has_capitals;
use super::traditional::simplified;

/// What a word in a row says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowWord {
    /// A sum of rows above: checked, never added.
    Total,
    /// A balance at the beginning.
    Opening,
    /// A balance at the end.
    Closing,
    /// 承前页: sums of the page before, or its balance.
    BroughtForward,
    /// 本期结余 and its like: what is left of this period, or of all time.
    Ambiguous,
}

const TOTAL: &[&str] = &[
    "合计",
    "小计",
    "总计",
    "累计",
    "月计",
    "季计",
    "年计",
    "共计",
    "本日合计",
    "本月合计",
    "本季合计",
    "本季度合计",
    "本期合计",
    "本年合计",
    "全年合计",
    "本页合计",
    "本页小计",
    "本月小计",
    "本月累计",
    "本季累计",
    "本期累计",
    "本年累计",
    "累计合计",
    "收入合计",
    "支出合计",
    "收支合计",
    "收支差额",
    "收支相抵",
    "收支结余",
    "过次页",
    "转次页",
    "转下页",
    "total",
    "subtotal",
    "grandtotal",
];
const CLOSING: &[&str] = &[
    "期末余额",
    "本期余额",
    "月末余额",
    "季末余额",
    "年末余额",
    "期末结余",
    "期末结存",
    "月末结存",
    "年末结存",
    "结转下年",
    "结转下期",
    "结转下月",
    "closingbalance",
    "closing",
    "carriedforward",
];
const OPENING: &[&str] = &[
    "期初余额",
    "月初余额",
    "季初余额",
    "年初余额",
    "期初结余",
    "期初结存",
    "月初结存",
    "年初结存",
    "上年结转",
    "上期结转",
    "上月结转",
    "上季结转",
    "上年结余",
    "上期结余",
    "上月结余",
    "上季结余",
    "上年余额",
    "上期余额",
    "上月余额",
    "openingbalance",
    "opening",
    "broughtforward",
];
const BROUGHT_FORWARD: &[&str] = &["承前页", "承上页", "接上页"];
const AMBIGUOUS: &[&str] = &["结余", "本期结余", "本月结余", "本季结余", "本年结余"];

/// What a cell's word says of its row. A remark in brackets counts for nothing: 合计（大写）.
pub fn row_word(text: &str) -> Option<RowWord> {
    if !may_be_a_word(text) {
        return None;
    }
    let folded = simplified(&folded(text)).to_lowercase();
    // An amount in words may follow it in its cell.
    let (word, after) = folded.split_once(':').unwrap_or((folded.as_str(), ""));
    if !after.trim().is_empty() && !has_capitals(after) {
        return None;
    }
    let bare: String = word.split('(').next()?.chars().filter(|c| !matches!(c, ' ' | ':' | '*')).collect();
    let bare = bare.as_str();
    let kinds = [
        (TOTAL, RowWord::Total),
        (CLOSING, RowWord::Closing),
        (OPENING, RowWord::Opening),
        (BROUGHT_FORWARD, RowWord::BroughtForward),
        (AMBIGUOUS, RowWord::Ambiguous),
    ];
    kinds.into_iter().find(|(words, _)| words.contains(&bare)).map(|(_, word)| word)
}

/// Nearly every cell can be told from such a word by its last character.
fn may_be_a_word(text: &str) -> bool {
    let last = text.trim_end_matches([' ', '\u{3000}', '\u{A0}', ':', '：', '*']).chars().next_back();
    const LAST: &str = "计計额額转轉页頁余餘存年期月抵整正元角分)）lLeEdDgG";
    text.len() <= 48 && last.is_some_and(|c| LAST.contains(c))
}

/// Who signs below a table, and what notes begin with; each with a colon or nothing after it.
const NOTES: &[&str] = &[
    "制表",
    "制表人",
    "编制",
    "编制人",
    "编制单位",
    "填表",
    "填表人",
    "填报人",
    "审核",
    "审核人",
    "复核",
    "复核人",
    "审批",
    "审批人",
    "批准",
    "批准人",
    "经办",
    "经办人",
    "出纳",
    "会计",
    "财务",
    "财务主管",
    "财务负责人",
    "主管",
    "负责人",
    "单位负责人",
    "项目负责人",
    "记账",
    "记账人",
    "主任",
    "业委会主任",
    "业主委员会",
    "业委会",
    "盖章",
    "签章",
    "签字",
    "签名",
    "日期",
    "制表日期",
    "填表日期",
    "注",
    "备注",
    "说明",
    "附注",
    "备查",
    "附件",
    "联系电话",
    "监委",
    "监察委员",
    "财务委员",
    "主任委员",
    "总干事",
    "preparedby",
    "reviewedby",
    "approvedby",
    "note",
    "notes",
    "signature",
    "signed",
];

/// Whether a row is a signature or a note, by its first filled cell: `制表人：`, `注：…`, `第 1 页`. Whoever asks has seen that
/// no amount stands in the row.
pub fn is_note(text: &str) -> bool {
    // Nearly every row begins with a day.
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let folded = simplified(&folded(text)).to_lowercase();
    if is_page_number(&folded) {
        return true;
    }
    let (word, colon) = match folded.split_once([':', '.']) {
        Some((word, _)) => (word, true),
        None => (folded.as_str(), false),
    };
    let mut bare: String = word.split('(').next().unwrap_or_default().chars().filter(|c| *c != ' ').collect();
    // 注1：, 备注二：
    if colon {
        bare = bare.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c)).to_owned();
    }
    let is = |bare: &str| NOTES.contains(&bare);
    // Two signatures in a cell: 制表人 审核人.
    is(&bare) || (!colon && word.split_whitespace().count() > 1 && word.split_whitespace().all(is))
}

/// `第1页`, `第 1 页 共 3 页`, `Page 1 of 3`, `1/3`.
fn is_page_number(folded: &str) -> bool {
    let bare: String = folded.chars().filter(|c| !c.is_whitespace() && !c.is_ascii_digit()).collect();
    matches!(bare.as_str(), "第页" | "第页共页" | "第页,共页" | "第页/共页" | "page" | "pageof")
}

/// What a unit of money means, in yuan. `None` for a word that is no such unit.
pub fn unit_of_money(word: &str) -> Option<i128> {
    let word = ["人民币", "人民幣", "新台幣", "新臺幣", "新台币"]
        .iter()
        .fold(word.trim(), |rest, name| rest.strip_prefix(name).unwrap_or(rest));
    Some(match word {
        "元" | "圆" | "圓" => 1,
        "百元" | "佰元" => 100,
        "千元" | "仟元" => 1_000,
        "万" | "万元" | "萬" | "萬元" => 10_000,
        "十万元" | "十萬元" => 100_000,
        "百万元" | "百萬元" => 1_000_000,
        "亿" | "亿元" | "億" | "億元" => 100_000_000,
        _ => return None,
    })
}

/// The unit that a line above a table gives to its amounts: `单位：万元`, `金额单位：人民币元`, `收支表（单位：元）`.
/// 编制单位：… names who made the table.
pub fn stated_unit(text: &str) -> Option<i128> {
    if !text.contains("单位") && !text.contains("單位") {
        return None;
    }
    let folded = folded(text);
    let word = ["单位", "單位"].into_iter().find_map(|word| folded.rsplit_once(word)).map(|(_, rest)| rest)?;
    let word = word.trim_start().trim_start_matches(':').trim_start();
    unit_of_money(word.split([')', ' ', ',', ';']).next().unwrap_or_default())
}

/// The unit that a column's header gives to its amounts: `收入（万元）`, `支出/千元`, `金额(单位：元)`.
pub fn header_unit(text: &str) -> Option<i128> {
    let folded = folded(text);
    let (_, inner) = folded.split_once(['(', '/', '['])?;
    let inner = inner.trim_end_matches([')', ']']);
    unit_of_money(inner).or_else(|| stated_unit(inner))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_rows_by_their_words() {
        for (text, word) in [
            ("合 计：", RowWord::Total),
            ("合计（大写）", RowWord::Total),
            ("合计（大写）：叁万元整", RowWord::Total),
            ("過次頁", RowWord::Total),
            ("承前页", RowWord::BroughtForward),
            ("上年结转", RowWord::Opening),
            ("Closing balance", RowWord::Closing),
            ("本期结余", RowWord::Ambiguous),
        ] {
            assert_eq!(row_word(text), Some(word), "{text}");
        }
        for text in ["合计费", "合计：1200.00", "合计：见附表", "停车费", "设计", "余额宝", "2025-03-31"] {
            assert_eq!(row_word(text), None, "{text}");
        }
    }

    #[test]
    fn every_word_passes_the_quick_look() {
        for word in [TOTAL, CLOSING, OPENING, BROUGHT_FORWARD, AMBIGUOUS].into_iter().flatten() {
            assert!(row_word(word).is_some(), "{word}");
        }
    }

    #[test]
    fn tells_notes_and_signatures() {
        for text in [
            "制表：物业财务",
            "制表人：",
            "审核 ：陈",
            "注：含去年补缴",
            "注1：含补缴",
            "备注",
            "第 1 页 共 3 页",
            "製表人：",
            "制表人  审核人",
        ] {
            assert!(is_note(text), "{text}");
        }
        for text in ["停车费", "2025-03-05", "注册费", "日期费", "说明书印刷", "公共收益"] {
            assert!(!is_note(text), "{text}");
        }
    }

    #[test]
    fn reads_units() {
        for (text, unit) in [
            ("单位：万元", Some(10_000)),
            ("（單位：新臺幣元）", Some(1)),
            ("翠湖花园收支表 (单位: 千元)", Some(1_000)),
            ("编制单位：翠湖物业", None),
            ("编制单位：翠湖物业 单位：万元", Some(10_000)),
            ("单位：户", None),
        ] {
            assert_eq!(stated_unit(text), unit, "{text}");
        }
        assert_eq!(header_unit("收入（万元）"), Some(10_000));
        assert_eq!(header_unit("支出/千元"), Some(1_000));
        assert_eq!(header_unit("收入(借方)"), None);
    }
}
