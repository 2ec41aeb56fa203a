//! Account names. Each part begins with a capital letter or a digit of ASCII and holds letters, digits and `-` alone, so what
//! else a name holds is written as its code point. A part depends on its own name only and no two names share one:
//! an account keeps its name whatever comes to stand beside it.

use std::fmt::Write;

/// The part for an account's id: `common-income` → `Common-income`. Ids mostly begin with a small letter, which is raised.
pub fn of_id(id: &str) -> String {
    let part = part(id, '-');
    match part.chars().next() {
        Some(first) if first.is_ascii_lowercase() && first != 'x' => format!("{}{}", first.to_ascii_uppercase(), &part[1..]),
        Some(first) if first.is_ascii_digit() => part,
        _ => format!("X{part}"),
    }
}

/// The part for a category: `Monthly fees` → `Monthly-fees`, `电费` → `X电费`.
pub fn of_category(name: &str) -> String {
    let part = part(name, ' ');
    match part.chars().next() {
        Some(first) if first.is_ascii_uppercase() && first != 'X' || first.is_ascii_digit() => part,
        _ => format!("X{part}"),
    }
}

/// A separator between two letters becomes `-`; anything else that a name cannot hold becomes `--`, its code point, `-`.
fn part(name: &str, separator: char) -> String {
    let mut out = String::with_capacity(name.len() + 8);
    let mut after_letter = false;
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        let letter = is_letter(c);
        if letter {
            out.push(c);
        } else if c == separator && after_letter && chars.peek().is_some_and(|next| is_letter(*next)) {
            out.push('-');
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "--{:x}-", u32::from(c));
        }
        after_letter = letter;
    }
    out
}

/// Letters and digits that every version of Beancount takes: of ASCII, Latin with accents, Chinese.
fn is_letter(c: char) -> bool {
    let accented = matches!(c, '\u{C0}'..='\u{24F}') && !matches!(c, '×' | '÷');
    c.is_ascii_alphanumeric() || accented || matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FEF}')
}

/// Whether a link (`^fund/2025-lift`) can hold a text as it is.
pub fn is_link(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_/.".contains(&b))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_stay_readable() {
        let ids = ["operating", "common-income", "3", "common_income", "公共收益"].map(of_id);
        assert_eq!(ids, ["Operating", "Common-income", "3", "Common--5f-income", "X公共收益"]);
        let names = ["电费", "Monthly fees", "维保（含年检）", "", "fees"].map(of_category);
        assert_eq!(names, ["X电费", "Monthly-fees", "X维保--ff08-含年检--ff09-", "X", "Xfees"]);
    }

    /// Few letters, so that names that nearly clash are common.
    fn names() -> impl Strategy<Value = String> {
        "[aAxX0 \\-电_（2d]{0,6}|\\PC{0,8}"
    }

    proptest! {
        #[test]
        fn no_two_names_share_an_account(one in names(), other in names()) {
            prop_assume!(one != other);
            prop_assert_ne!(of_id(&one), of_id(&other));
            prop_assert_ne!(of_category(&one), of_category(&other));
        }

        #[test]
        fn every_part_is_one_that_beancount_reads(name in names()) {
            for part in [of_id(&name), of_category(&name)] {
                prop_assert!(part.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()), "{part}");
                prop_assert!(part.chars().all(|c| c == '-' || is_letter(c)), "{part}");
            }
        }
    }
}
