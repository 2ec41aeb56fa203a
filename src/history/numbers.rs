//! Number expressions in Chinese and Latin text, each of which a diff shows whole or not at all.
//!
//! 三分之二, 十五日, 2025年3月5日, 一万元, 百分之三十, 30%以上50%以下, 三日至五日, 第三条, （三）, 1,200.50, 9:30.

use std::ops::Range;

/// What may stand after a number as its unit, longest first where one begins another.
#[rustfmt::skip]
const UNITS: &[&str] = &[
    "个工作日", "个自然日", "个百分点", "个自然月", "个月", "个季度", "个小时", "个星期", "个日历日", "个", "工作日",
    "自然日", "日历日", "周岁", "周年", "小时", "分钟", "秒钟", "季度", "星期", "平方米", "立方米", "平方公里",
    "公里", "千米", "厘米", "毫米", "公斤", "千克", "千瓦时", "吨", "米", "克", "万元", "亿元", "元", "角", "日",
    "天", "月", "年", "周", "时", "秒", "点", "号", "岁", "届", "期", "名", "人", "户", "票", "次", "倍", "份", "层",
    "幢", "栋", "套", "间", "类", "种", "项", "条", "款", "章", "节", "只", "株", "棵", "分", "方", "级", "度", "家",
    "辆", "台", "部", "成", "股", "位", "张", "页", "盏", "座", "处", "块", "遍", "轮", "個工作日", "個月", "個",
    "幣", "區", "戶", "層", "類", "種", "項", "條", "節", "號", "點", "歲", "屆",
];
/// Units with which one quantity goes on after another.
const CHAINED: &[&str] = &["个月", "小时", "分钟", "元", "角", "分", "日", "天", "月", "年", "时", "秒", "点", "号", "個月"];
/// What may stand after 第 and a number.
const ORDERED: &[&str] = &["条", "款", "项", "目", "章", "节", "编", "届", "次", "期", "号", "條", "項", "節", "編", "屆", "號"];
/// What joins two numbers to a range.
const RANGE_JOINTS: &[&str] = &["至", "到", "～", "~", "－", "—", "–", "-", "以上", "以上至", "以下"];
/// What ends a range that 以上 joins.
const RANGE_ENDS: &[&str] = &["以上", "以下", "以内", "以內"];
const FRACTION: &str = "分之";

/// The number expressions of a text, in order, as ranges of its characters.
pub fn expressions(text: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        match expression(text, at) {
            Some(end) => {
                found.push(at..end);
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// The end of the expression that begins at `at`.
fn expression(text: &[char], at: usize) -> Option<usize> {
    if let Some(end) = item_label(text, at).or_else(|| ordinal(text, at)) {
        return Some(end);
    }
    let mut end = quantity(text, at)?;
    // A range is one expression with all that belongs to it: 一万元以上五万元以下.
    while let Some((joint, next)) = RANGE_JOINTS
        .iter()
        .filter_map(|joint| {
            let after = skip(text, end, joint)?;
            Some((joint, quantity(text, after)?))
        })
        .next()
    {
        end = next;
        if joint.starts_with('以') {
            end = RANGE_ENDS.iter().find_map(|word| skip(text, end, word)).unwrap_or(end);
        }
    }
    Some(end)
}

/// （三）, (3), 第（三）项.
fn item_label(text: &[char], at: usize) -> Option<usize> {
    let open = skip(text, at, "第").unwrap_or(at);
    if !matches!(text.get(open), Some('（' | '(')) {
        return None;
    }
    let number = plain_number(text, open + 1)?;
    let end = number + usize::from(matches!(text.get(number), Some('）' | ')')));
    if end == number {
        return None;
    }
    Some(ORDERED.iter().find_map(|word| skip(text, end, word)).filter(|_| open > at).unwrap_or(end))
}

/// 第三条, 第三条之一, 第二次.
fn ordinal(text: &[char], at: usize) -> Option<usize> {
    let after = skip(text, at, "第")?;
    let number = plain_number(text, after)?;
    let end = ORDERED.iter().find_map(|word| skip(text, number, word)).unwrap_or(number);
    let sub = skip(text, end, "之").and_then(|after| plain_number(text, after));
    Some(sub.filter(|_| end > number).unwrap_or(end))
}

/// A number with its units: 十五日, 2025年3月5日, 三分之二, 1.2万元, 30%.
fn quantity(text: &[char], at: usize) -> Option<usize> {
    let begin = if matches!(text.get(at), Some('¥' | '￥' | '$' | '€' | '+')) { at + 1 } else { at };
    // 统一, 任一, 之一: a 一 that counts nothing.
    if begin > 0 && text.get(begin) == Some(&'一') && "统唯单同任逐其之专統單專".contains(text[begin - 1]) {
        return None;
    }
    let mut end = plain_number(text, begin)?;
    let fraction = skip(text, end, FRACTION).and_then(|after| plain_number(text, after));
    end = fraction.unwrap_or(end);
    if matches!(text.get(end), Some('%' | '％' | '‰')) {
        end += 1;
    }
    let unit = |units: &[&str], at| units.iter().find_map(|unit| skip(text, at, unit));
    let Some(mut end) = unit(UNITS, end) else { return Some(end) };
    // 2025年3月5日, 五元五角, 三年半.
    while let Some(next) = plain_number(text, end) {
        let half = text[end..next] == ['半'];
        match unit(CHAINED, next) {
            Some(after) => end = after,
            None if half => end = next,
            None => break,
        }
    }
    Some(end)
}

/// Digits of any kind, with the points, commas, colons and strokes among them.
fn plain_number(text: &[char], at: usize) -> Option<usize> {
    let mut end = at;
    let mut only_arabic = true;
    while let Some(&c) = text.get(end) {
        let joins = matches!(c, '.' | ',' | ':' | '：' | '/' | '．') && text.get(end + 1).copied().is_some_and(is_arabic);
        if !(is_numeral(c) || joins && only_arabic && end > at) {
            break;
        }
        only_arabic &= is_arabic(c) || joins;
        end += 1;
    }
    (end > at).then_some(end)
}

fn is_arabic(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

/// Whether a character counts: 5, 五, 伍, 半.
fn is_numeral(c: char) -> bool {
    is_arabic(c)
        || matches!(
            c,
            '零' | '〇'
                | '○'
                | '一'
                | '二'
                | '三'
                | '四'
                | '五'
                | '六'
                | '七'
                | '八'
                | '九'
                | '十'
                | '百'
                | '千'
                | '万'
                | '亿'
                | '两'
                | '半'
                | '壹'
                | '贰'
                | '叁'
                | '肆'
                | '伍'
                | '陆'
                | '柒'
                | '捌'
                | '玖'
                | '拾'
                | '佰'
                | '仟'
                | '廿'
                | '卅'
                | '萬'
                | '億'
                | '兩'
                | '貳'
                | '參'
                | '陸'
        )
}

fn skip(text: &[char], at: usize, word: &str) -> Option<usize> {
    let mut end = at;
    for c in word.chars() {
        if *text.get(end)? != c {
            return None;
        }
        end += 1;
    }
    Some(end)
}
