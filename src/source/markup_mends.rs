//! Front matter and TOML that is nearly right: marks as a Chinese keyboard types them, a text without its quotes, a date as
//! people write it, a fence left out. What can only have been meant is put in its place; the rest is left.

use toml::de::DeTable;

use super::amount::{folded, money};
use super::day;
use super::mends::meant_date;
use crate::diagnostic::{Edit, Mend};
use crate::model::{FileId, Span};

/// So many lines of front matter are looked through. Longer ones are nobody's.
const MOST_LINES: usize = 200;

fn is_toml(text: &str) -> bool {
    DeTable::parse_recoverable(text).1.is_empty()
}

/// A line of markup taken apart: `key = value # comment`.
struct Entry<'a> {
    key: &'a str,
    /// Where the mark between key and value begins, with the spaces before it.
    mark: usize,
    /// Where the value begins and ends.
    value: std::ops::Range<usize>,
    /// Whether the mark is the one that its language has, as it has it.
    proper: bool,
}

fn entry(line: &str, yaml: bool) -> Option<Entry<'_>> {
    let own = if yaml { ':' } else { '=' };
    let at = line.find(['=', '＝', ':', '：'])?;
    let found = line[at..].chars().next()?;
    let key = line[..at].trim_start_matches([' ', '-']).trim_end();
    let is_key = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
    if !is_key || (yaml && matches!(found, '=' | '＝')) {
        return None;
    }
    let after = &line[at + found.len_utf8()..];
    let value = after.find(" #").map_or(after, |comment| &after[..comment]).trim();
    let start = line.len() - after.len() + after.find(value)?;
    let proper = found == own && (!yaml || after.starts_with(' '));
    Some(Entry { key, mark: line[..at].trim_end().len(), value: start..start + value.len(), proper })
}

/// The mend of a line of TOML that is wrong by itself.
pub fn toml_line(line: &str, file: FileId, offset: usize) -> Option<Mend> {
    // What is wrong is not in this line, such as a key that stands twice.
    if is_toml(line) {
        return None;
    }
    let entry = entry(line, false)?;
    let old = &line[entry.value.clone()];
    let new = toml_value(old)?;
    let (start, text) = if entry.proper { (entry.value.start, new) } else { (entry.mark, format!(" = {new}")) };
    let mended = format!("{}{text}{}", &line[..start], &line[entry.value.end..]);
    let span = Span::new(file, offset + start, offset + entry.value.end);
    is_toml(&mended).then(|| Mend::certain(vec![Edit::exact(span, text)]))
}

/// A value as TOML writes it.
fn toml_value(value: &str) -> Option<String> {
    let is_value = |value: &str| !value.is_empty() && is_toml(&format!("x = {value}"));
    if is_value(value) {
        return Some(value.to_owned());
    }
    if let Some(straight) = straightened(value).filter(|straight| is_value(straight)) {
        return Some(straight);
    }
    if matches!(value, "True" | "TRUE" | "False" | "FALSE") {
        return Some(value.to_lowercase());
    }
    let quoted = || format!("\"{value}\"");
    let folded = folded(value);
    if folded.starts_with(|c: char| c.is_ascii_digit() || "-+.¥$".contains(c)) {
        let of_date = |c: char| c.is_ascii_digit() || "-/.年月日号號 ".contains(c);
        if let Some(date) = meant_date(value) {
            return Some(if folded.chars().all(of_date) { date.to_string() } else { quoted() });
        }
        let of_number = |c: char| c.is_ascii_digit() || "-/.+,:%¥$元万萬 年月日号號".contains(c);
        let is_read = money(value, 1).is_ok() || day::moment(value).is_ok();
        if !is_read && folded.chars().all(of_number) {
            return None;
        }
    }
    // What is almost a word of TOML's own, or begins like a list or a text, is no text without its quotes.
    let own =
        strsim::osa_distance(&folded.to_lowercase(), "true").min(strsim::osa_distance(&folded.to_lowercase(), "false")) <= 2;
    let open = [('“', '”'), ('‘', '’')].iter().any(|(open, close)| value.matches(*open).count() != value.matches(*close).count());
    (!value.is_empty() && !own && !open && !value.contains(['"', '\'', '\\', '[', ']', '{', '}', '='])).then(quoted)
}

/// Marks of a Chinese keyboard as TOML has them; what stands between quotes stays. `None` where quotes are not paired.
fn straightened(value: &str) -> Option<String> {
    let mut out = String::with_capacity(value.len());
    let mut within: Option<&[char]> = None;
    for c in value.chars() {
        match within {
            Some(ends) if ends.contains(&c) => {
                out.push('"');
                within = None;
            }
            Some(ends) => {
                if matches!(c, '"' | '\\') && !ends.contains(&'"') {
                    return None;
                }
                out.push(c);
            }
            None => {
                within = match c {
                    '"' => Some(&['"']),
                    '“' | '”' | '„' | '＂' => Some(&['”', '“', '＂']),
                    '‘' | '’' => Some(&['’', '‘']),
                    _ => None,
                };
                out.push(match c {
                    _ if within.is_some() => '"',
                    '，' | '、' => ',',
                    '［' | '【' => '[',
                    '］' | '】' => ']',
                    '｛' => '{',
                    '｝' => '}',
                    '＝' => '=',
                    '\u{3000}' | '\u{A0}' => ' ',
                    c => c,
                });
            }
        }
    }
    within.is_none().then_some(out)
}

/// The mend of YAML front matter that cannot be parsed, where its mended lines can. `is_read` says that.
pub fn yaml_lines(text: &str, file: FileId, offset: usize, is_read: impl Fn(&str) -> bool) -> Option<Mend> {
    if text.lines().count() > MOST_LINES {
        return None;
    }
    let (mut mended, mut edits, mut at) = (String::with_capacity(text.len()), Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        match yaml_entry(line) {
            Some((start, end, new)) => {
                mended.push_str(&format!("{}{new}{}", &line[..start], &line[end..]));
                edits.push(Edit::exact(Span::new(file, offset + at + start, offset + at + end), new));
            }
            None => mended.push_str(line),
        }
        at += line.len();
    }
    (!edits.is_empty() && is_read(&mended)).then(|| Mend::certain(edits))
}

/// What of a line to replace, and with what.
fn yaml_entry(line: &str) -> Option<(usize, usize, String)> {
    let entry = entry(line, true)?;
    let value = &line[entry.value.clone()];
    let plain = !value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!', '#']);
    let needs_quotes = plain && (value.contains(": ") || value.ends_with(':') || value.starts_with(['@', '`', '%']));
    if value.is_empty()
        || entry.key.contains('.')
        || (entry.proper && !needs_quotes)
        || (needs_quotes && value.contains(['"', '\\']))
    {
        return None;
    }
    let new = if needs_quotes { format!("\"{value}\"") } else { value.to_owned() };
    let (start, new) = if entry.proper { (entry.value.start, new) } else { (entry.mark, format!(": {new}")) };
    Some((start, entry.value.end, new))
}

/// The fence that front matter in TOML never came to: after its last key, where what follows has none. `start`: where the
/// first line after the opening fence begins.
pub fn closing_fence(text: &str, start: usize, file: FileId) -> Option<Mend> {
    let is_key =
        |line: &str| entry(line, false).is_some_and(|e| e.proper && !line.starts_with([' ', '-'])) || line.starts_with('[');
    let mut end = None;
    let mut at = start;
    let mut lines = text[start..].split_inclusive('\n').take(MOST_LINES);
    for line in lines.by_ref() {
        at += line.len();
        if is_key(line) {
            end = Some(at);
        } else if !line.trim().is_empty() && !line.starts_with('#') {
            break;
        }
    }
    let end = end?;
    let whole = text[..end].ends_with('\n') && is_toml(&text[start..end]) && !lines.any(is_key);
    let line_end = if text[..end].ends_with("\r\n") { "\r\n" } else { "\n" };
    whole.then(|| Mend::certain(vec![Edit::exact(Span::new(file, end, end), format!("+++{line_end}"))]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(line: &str, mend: Option<Mend>) -> Option<String> {
        let mut text = line.to_owned();
        for edit in mend?.edits().iter().rev() {
            text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
        }
        Some(text)
    }

    fn toml(line: &str) -> Option<String> {
        applied(line, toml_line(line, FileId(0), 0))
    }

    #[test]
    fn toml_that_can_only_have_been_meant() {
        for (line, mended) in [
            ("name = 翠湖花园", "name = \"翠湖花园\""),
            ("name = 翠湖花园 # 注\r\n", "name = \"翠湖花园\" # 注\r\n"),
            ("name = “翠湖花园”", "name = \"翠湖花园\""),
            ("name = “翠湖”花园", "name = \"“翠湖”花园\""),
            ("name ＝ “a”", "name = \"a\""),
            ("name：翠湖花园", "name = \"翠湖花园\""),
            ("name: \"a\"", "name = \"a\""),
            ("present = [“甲”，\"乙，丙\"、“丁”]", "present = [\"甲\",\"乙，丙\",\"丁\"]"),
            ("present = 【“甲”】", "present = [\"甲\"]"),
            ("since = 27.11.2026", "since = 2026-11-27"),
            ("since = 2025/3/5", "since = 2025-03-05"),
            ("since = 2025年3月5日", "since = 2025-03-05"),
            ("start = 2025/3/5 9:00", "start = \"2025/3/5 9:00\""),
            ("opening = ¥12,000.00", "opening = \"¥12,000.00\""),
            ("own_bank = True", "own_bank = true"),
            ("address = 翠湖路88号", "address = \"翠湖路88号\""),
        ] {
            assert_eq!(toml(line).as_deref(), Some(mended), "{line}");
        }
        for line in [
            "since = 3.5.2025",
            "since = 2025-02-30",
            "opening = 1,2345",
            "name = \"a\"",
            "name = \"翠湖",
            "name = “翠湖",
            "own_bank = ture",
            "own_bank = ",
            "list = [1, 2",
            "标题 = 三月",
            "[[action]",
            "",
        ] {
            assert_eq!(toml(line), None, "{line}");
        }
    }

    #[test]
    fn yaml_that_can_only_have_been_meant() {
        let yaml = |text: &str| applied(text, yaml_lines(text, FileId(0), 0, |_| true));
        let text = "title：三月例会\nplace:议事厅\nwhat: 通知: 停水\n- by: @许\nkept: \"a: b\"\ntime: 09:30\n";
        let mended = "title: 三月例会\nplace: 议事厅\nwhat: \"通知: 停水\"\n- by: \"@许\"\nkept: \"a: b\"\ntime: 09:30\n";
        assert_eq!(yaml(text).as_deref(), Some(mended));
        assert_eq!(yaml("title: a\n"), None);
    }

    #[test]
    fn a_fence_stands_after_the_last_key() {
        let fenced = |text: &str| applied(text, closing_fence(text, 4, FileId(0)));
        assert_eq!(
            fenced("+++\na = 1\n\n[[b]]\nc = 2\n\n# Text\n\nx\n").as_deref(),
            Some("+++\na = 1\n\n[[b]]\nc = 2\n+++\n\n# Text\n\nx\n")
        );
        assert_eq!(fenced("+++\na = 1\nText\nb = 2\n"), None);
        assert_eq!(fenced("+++\nText\n"), None);
        assert_eq!(fenced("+++\na = 1"), None);
    }

    proptest::proptest! {
        #[test]
        fn never_panics(line in "[a=:：“”\"'\\[\\]，、#1年月日 .翠-]{0,24}") {
            let _ = (toml(&line), yaml_lines(&line, FileId(0), 0, |_| true), closing_fence(&line, 0, FileId(0)));
        }
    }
}
