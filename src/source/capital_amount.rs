//! Amounts in words, as vouchers and contracts have them beside the digits: `人民币叁万贰仟元整`, `壹佰零伍元叁角贰分`.

use crate::model::Money;

/// What a character of an amount in words says.
enum Numeral {
    Digit(i128),
    /// 拾, 佰, 仟: within four places.
    Place(i128),
    /// 万, 亿: four and eight places.
    Myriad(i128),
}

fn numeral(c: char) -> Option<Numeral> {
    let digits = ["零〇", "壹弌", "贰貳弍", "叁參叄弎", "肆", "伍", "陆陸", "柒", "捌", "玖"];
    if let Some(digit) = digits.iter().position(|spellings| spellings.contains(c)) {
        return Some(Numeral::Digit(digit as i128));
    }
    Some(match c {
        '拾' | '十' => Numeral::Place(10),
        '佰' | '百' => Numeral::Place(100),
        '仟' | '千' => Numeral::Place(1_000),
        '万' | '萬' => Numeral::Myriad(10_000),
        '亿' | '億' => Numeral::Myriad(100_000_000),
        _ => return None,
    })
}

/// Whether a text has one of the numerals that only amounts in words use.
pub fn has_capitals(text: &str) -> bool {
    text.contains(|c| "壹弌贰貳弍叁參叄弎肆伍陆陸柒捌玖拾佰仟".contains(c))
}

/// Reads an amount in words; `None` where the text is none, or is not put together as one. Everyday numerals (三百) are not
/// read: 一千二 means 1,200 in speech and 1,002 to a program.
pub fn capital_amount(text: &str) -> Option<Money> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{A0}').collect();
    let bare = ["人民币", "人民幣", "新台幣", "新臺幣", "¥", "￥", ":", "："]
        .iter()
        .fold(bare.as_str(), |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    if !has_capitals(bare) && !bare.starts_with('零') {
        return None;
    }
    let bare = bare.trim_end_matches(['整', '正']);
    let (yuan, cents) = match bare.split_once(['元', '圆', '圓', '块']) {
        Some((yuan, cents)) => (whole(yuan)?, cents),
        // Without 元 the whole text is yuan, or it is below one.
        None if bare.ends_with(['角', '分']) => (0, bare),
        None => (whole(bare)?, ""),
    };
    let fen = yuan.checked_mul(100)?.checked_add(below_a_yuan(cents)?)?;
    (fen <= Money::LIMIT).then_some(Money(fen))
}

/// `叁角贰分`, `零伍分`, `伍角`, nothing.
fn below_a_yuan(text: &str) -> Option<i128> {
    let digit = |text: &str| {
        let mut chars = text.trim_start_matches('零').chars();
        match (chars.next().map(numeral), chars.next()) {
            (None, _) => Some(0),
            (Some(Some(Numeral::Digit(digit))), None) => Some(digit),
            _ => None,
        }
    };
    let (tenths, rest) = text.split_once('角').unwrap_or(("", text));
    let hundredths = if rest.is_empty() { "" } else { rest.strip_suffix('分')? };
    Some(digit(tenths)? * 10 + digit(hundredths)?)
}

/// A whole number in words. Places go down within four, and 万 comes below 亿.
fn whole(text: &str) -> Option<i128> {
    let (mut sum, mut part, mut digit) = (0_i128, 0_i128, None);
    let (mut place_below, mut myriad_below) = (i128::MAX, i128::MAX);
    // The unit before, and whether a 零 has stood since.
    let (mut last, mut gap) = (10, false);
    if text.is_empty() {
        return None;
    }
    for c in text.chars() {
        match numeral(c)? {
            Numeral::Digit(0) if digit.is_none() => gap = true,
            Numeral::Digit(d) if digit.is_none() => digit = Some(d),
            Numeral::Place(place) if place < place_below => {
                // 拾 alone at the beginning is ten: 拾万元.
                part += digit.take().unwrap_or(i128::from(place == 10 && part == 0)) * place;
                place_below = place;
                (last, gap) = (place, false);
            }
            Numeral::Myriad(myriad) if myriad < myriad_below => {
                part += digit.take().unwrap_or(0);
                sum += part * myriad;
                (part, place_below, myriad_below) = (0, i128::MAX, myriad);
                (last, gap) = (myriad, false);
            }
            _ => return None,
        }
    }
    // 叁仟贰 is three thousand and two to a book and three thousand two hundred to a speaker.
    let in_doubt = digit.is_some() && last != 10 && !gap;
    (!in_doubt).then_some(sum + part + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_vouchers_say() {
        for (text, fen) in [
            ("叁万贰仟元整", 3_200_000),
            ("人民币叁万贰仟元整", 3_200_000),
            ("人民币：壹佰零伍元叁角贰分", 10_532),
            ("壹佰元零伍分", 10_005),
            ("伍角", 50),
            ("零元整", 0),
            ("拾万元整", 10_000_000),
            ("壹亿零伍拾万元整", 10_050_000_000),
            ("新臺幣參萬貳仟圓整", 3_200_000),
            ("壹万零叁拾元正", 1_003_000),
            ("叁仟", 300_000),
        ] {
            assert_eq!(capital_amount(text), Some(Money(fen)), "{text}");
        }
    }

    #[test]
    fn reads_nothing_else() {
        for text in ["", "三百", "叁贰", "叁万贰亿元", "叁拾贰佰元", "元整", "合计", "叁元伍", "叁仟贰", "32000", "伍分角"]
        {
            assert_eq!(capital_amount(text), None, "{text}");
        }
    }

    /// Whole yuan as a cashier writes them.
    fn written(mut yuan: i128) -> String {
        let digits = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
        let four = |n: i128, first: bool| {
            let (mut text, mut gap) = (String::new(), false);
            for (place, name) in [(1000, "仟"), (100, "佰"), (10, "拾"), (1, "")] {
                let digit = n / place % 10;
                if digit == 0 {
                    gap = true;
                    continue;
                }
                if gap && !(text.is_empty() && first) {
                    text.push('零');
                }
                gap = false;
                text += digits[digit as usize];
                text += name;
            }
            text
        };
        if yuan == 0 {
            return "零元整".to_owned();
        }
        let mut text = String::new();
        for (myriad, name) in [(100_000_000, "亿"), (10_000, "万"), (1, "")] {
            let part = yuan / myriad;
            yuan %= myriad;
            if part > 0 {
                text += &four(part, text.is_empty());
                text += name;
            }
        }
        text + "元整"
    }

    proptest::proptest! {
        #[test]
        fn reads_what_a_cashier_writes(yuan in 0_i128..1_000_000_000_000) {
            proptest::prop_assert_eq!(capital_amount(&written(yuan)), Some(Money(yuan * 100)), "{}", written(yuan));
        }

        #[test]
        fn never_panics(text in "[零壹贰叁拾佰仟万亿元角分整 ]{0,20}") {
            let _ = capital_amount(&text);
        }
    }
}
