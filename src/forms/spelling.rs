//! Regular expressions for what readers accept: never narrower than the reader, so that no schema refuses what is right.
//! Each stands for the whole of a value.

use crate::source;

/// A digit, of half or full width.
const DIGIT: &str = "[0-9０-９]";
/// Spaces around a value.
const SPACE: &str = "[ \t\u{3000}\u{A0}]*";

/// A day, with a time of day or whatever else may stand around it: a long number, or numbers with marks between.
pub fn day() -> String {
    format!(".*({DIGIT}{{5}}|{DIGIT}.*[-−–—﹣－/／.．年月].*{DIGIT}).*")
}

/// An amount or a number: anything with a digit in it, or a numeral of amounts in words.
pub fn number() -> String {
    ".*[0-9０-９零壹弌贰貳弍叁參叄弎肆伍陆陸柒捌玖拾佰仟].*".to_owned()
}

/// One of the names, in capitals or not, of half or full width, in Simplified or Traditional characters.
pub fn choice(names: &[&str]) -> String {
    let name = |name: &&str| name.chars().map(spelt).collect::<String>();
    format!("{SPACE}({}){SPACE}", names.iter().map(name).collect::<Vec<_>>().join("|"))
}

/// A character as it may be typed.
fn spelt(c: char) -> String {
    if !c.is_ascii_graphic() {
        let any: String = source::traditional(c).chain([c]).collect();
        return format!("[{any}]");
    }
    let wide = |c: char| char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c);
    let mut any = vec![c.to_ascii_lowercase(), c.to_ascii_uppercase()];
    any.dedup();
    let any: String = any.iter().flat_map(|c| [*c, wide(*c)]).collect();
    // Inside brackets a minus sign would be a range.
    if c == '-' { "(-|－|−|–|—|﹣)".to_owned() } else { format!("[{any}]") }
}

/// A cell that says that there is nothing.
pub const NOTHING: &str = "[-—–－−/／无無 \u{200B}-\u{200F}]+";

/// A cell of a total's row, where else a day stands: a word, no day.
pub const WORD: &str = "[^0-9０-９]*";

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    fn whole(pattern: &str) -> Regex {
        Regex::new(&format!("^(?:{pattern})$")).unwrap()
    }

    proptest::proptest! {
        /// What the reader takes for a day, the pattern takes too.
        #[test]
        fn no_day_is_refused(text in "(民國|' )?[ \u{3000}]?[0-9０-９]{1,5}[年/.．／-]?[0-9０]{1,2}[月/.-]?[0-9]{1,4}[日号]?[T ]?[0-9: ]{0,5}") {
            if source::date(&text).is_ok() || source::moment(&text).is_ok() {
                proptest::prop_assert!(whole(&day()).is_match(&text), "{}", text);
            }
        }

        /// What the reader takes for a number or an amount, the pattern takes too, or the pattern for nothing.
        #[test]
        fn no_number_is_refused(text in "[-−（(¥￥' ]{0,2}[0-9０-９叁拾]{0,4}[,，.万仟]?[0-9贰零]{0,4}[万元整%）) ]{0,2}") {
            if source::money(&text, 1).is_ok() || source::number(&text).is_ok() {
                proptest::prop_assert!(whole(&number()).is_match(&text), "{}", text);
            }
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        for text in ["soon", "明天", "2025", "3 March"] {
            assert!(!whole(&day()).is_match(text), "{text}");
        }
        assert!(!whole(&number()).is_match("一百"));
        let kinds = whole(&choice(&["lump_sum", "at-least", "财务"]));
        for text in ["lump_sum", "LUMP_SUM", " ｌump_sum ", "at-least", "财务", "財務"] {
            assert!(kinds.is_match(text), "{text}");
        }
        assert!(!kinds.is_match("lump"));
    }

    #[test]
    fn every_word_for_nothing_is_matched() {
        for text in ["-", "—", "–", "－", "--", "——", "−", "/", "／", "无", "無"] {
            assert!(source::is_nothing(text) && whole(NOTHING).is_match(text), "{text}");
        }
    }
}
