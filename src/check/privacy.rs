//! The privacy gate: what names or numbers a person must not become public by accident (PIPL 25, 28; `domain.md` 5).
//! It looks at every text as it is written, not at records, since every text is published as it is.

mod attachments;
mod counterparties;
mod looked;
mod names;
mod numbers;
mod scan;

use std::collections::BTreeSet;

use rayon::prelude::*;

pub use names::is_name;

use super::Doubt;
use crate::diagnostic::Diagnostic;

use crate::model::{Allowed, FileId, SourceFile, Span};

/// What was found, as a byte range of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

/// What a place gives away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// 居民身份证号码, 18 characters with their checksum (GB 11643, ISO 7064 MOD 11-2).
    Identity,
    /// The old form of 15 digits.
    OldIdentity,
    Mobile,
    /// A fixed line's number with its area code, or said to be a telephone's.
    Telephone,
    /// 13 to 19 digits of an issuer's range whose last is the check digit (ISO/IEC 7812).
    BankCard,
    Passport,
    /// A vehicle's number plate (GA 36).
    Plate,
    Email,
    /// A person's name together with a room.
    NameAndRoom,
    /// A person's name together with what is owed.
    NameAndArrears,
}

impl Kind {
    pub fn code(self) -> &'static str {
        match self {
            Kind::Identity => "GS0901",
            Kind::OldIdentity => "GS0902",
            Kind::Mobile => "GS0903",
            Kind::Telephone => "GS0904",
            Kind::BankCard => "GS0905",
            Kind::Passport => "GS0906",
            Kind::Plate => "GS0907",
            Kind::Email => "GS0908",
            Kind::NameAndRoom => "GS0909",
            Kind::NameAndArrears => "GS0910",
        }
    }
}

/// Everything that a text gives away, in order; of two that overlap, the first.
pub fn hits(text: &str) -> Vec<Hit> {
    let places = scan::places(text);
    let mut found = numbers::hits(text, &places);
    found.extend(names::hits(text, &places));
    found.sort_by_key(|hit| (hit.start, hit.kind));
    let mut end = 0;
    found.retain(|hit| {
        let apart = hit.start >= end;
        end = end.max(hit.end);
        apart
    });
    found
}

/// A piece of text that no longer gives away what it did: `138****0000`, `张**`. As many characters as before.
pub fn masked(kind: Kind, text: &str) -> String {
    let count = text.chars().count();
    let (head, tail) = match kind {
        Kind::Mobile | Kind::BankCard => (3, 4),
        Kind::Identity | Kind::OldIdentity => (3, 0),
        Kind::Telephone => (text.chars().take_while(|c| c.is_ascii_digit()).count().min(4), 2),
        Kind::Passport => (2, 2),
        Kind::Plate => (2, 1),
        Kind::Email => (1, text.chars().rev().take_while(|c| *c != '@').count() + 1),
        Kind::NameAndRoom | Kind::NameAndArrears => (1, 0),
    };
    let shown = |i: usize| i < head || i + tail >= count;
    text.chars().enumerate().map(|(i, c)| if shown(i) || matches!(c, ' ' | '-' | '－') { c } else { '*' }).collect()
}

/// A text with all that it gives away masked: for what is told of rows that are no more in the folder.
pub fn guarded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for hit in hits(text) {
        out.push_str(&text[at..hit.start]);
        out.push_str(&masked(hit.kind, &text[hit.start..hit.end]));
        at = hit.end;
    }
    out + &text[at..]
}

pub fn check(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    let files: Vec<(FileId, &SourceFile)> = doubt.community.files.iter().filter(|(_, file)| !file.text.is_empty()).collect();
    let offices = Offices::of(doubt);
    let told: Vec<Diagnostic> = files.into_par_iter().flat_map_iter(|(id, file)| check_file(doubt, &offices, id, file)).collect();
    found.extend(told);
    attachments::check(doubt, &offices, found);
    counterparties::check(doubt, found);
    check_allowed(doubt, found);
}

fn check_file(doubt: &Doubt<'_>, offices: &Offices, id: FileId, file: &SourceFile) -> Vec<Diagnostic> {
    let told = |code, span, kind, text: &str| {
        Diagnostic::new(code, span).with("shown", masked(kind, text)).word("masking", "mend.masking").secret()
    };
    let not_allowed = |text: &str| !is_allowed(doubt, &file.path, text);
    let in_text = hits(&file.text).into_iter().filter_map(|hit| {
        let text = &file.text[hit.start..hit.end];
        (not_allowed(text) && !offices.have(hit.kind, text))
            .then(|| told(hit.kind.code(), Span::new(id, hit.start, hit.end), hit.kind, text))
    });
    let in_name = hits(&file.path).into_iter().filter_map(|hit| {
        let text = &file.path[hit.start..hit.end];
        not_allowed(text).then(|| told("GS0911", Span::file(id), hit.kind, text))
    });
    in_text.chain(in_name).collect()
}

/// Whether the folder's `[privacy]` lets a text stand in a file, or in gongshi.toml, which says so.
fn is_allowed(doubt: &Doubt<'_>, path: &str, text: &str) -> bool {
    let covers = |allowed: &Allowed| allowed.path.value == path || path == "gongshi.toml";
    doubt.community.settings.allowed.iter().any(|allowed| covers(allowed) && allowed.text.value.contains(text))
}

/// An exception that excepts nothing may be a slip of the pen, or be there no longer for a reason.
fn check_allowed(doubt: &Doubt<'_>, found: &mut Vec<Diagnostic>) {
    for allowed in &doubt.community.settings.allowed {
        let (path, text) = (&allowed.path.value, &allowed.text.value);
        let file = doubt.community.files.find(path).map(|id| doubt.community.files.get(id).text.as_str());
        if !path.contains(text) && !file.is_some_and(|file| file.contains(text)) && !attachments::say(doubt, path, text) {
            found.push(Diagnostic::new("GS0912", allowed.path.span).with("path", &allowed.path.value));
        }
    }
}

/// Numbers and addresses that are there to be rung and written to: those of the bodies in `organisation/`.
struct Offices(BTreeSet<String>);

impl Offices {
    fn of(doubt: &Doubt<'_>) -> Self {
        let mut known = BTreeSet::new();
        for body in &doubt.community.organisation {
            let said = body.phone.iter().chain(&body.hours).chain(&body.place).chain(&body.duties);
            for text in said {
                known.extend(hits(text).into_iter().map(|hit| plain(&text[hit.start..hit.end])));
            }
            // A number without its area code is no hit of its own; it is none elsewhere either, but may be said with one.
            known.extend(body.phone.iter().map(|phone| plain(phone)));
        }
        Offices(known)
    }

    fn have(&self, kind: Kind, text: &str) -> bool {
        matches!(kind, Kind::Mobile | Kind::Telephone | Kind::Email) && self.0.contains(&plain(text))
    }
}

/// Letters and digits alone, in their plain forms.
fn plain(text: &str) -> String {
    text.chars().map(numbers::half_width).filter(|c| c.is_alphanumeric() || matches!(c, '@' | '.')).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        hits(text).into_iter().map(|hit| hit.kind).collect()
    }

    #[test]
    fn what_is_masked_keeps_its_length() {
        assert_eq!(masked(Kind::Mobile, "13812340000"), "138****0000");
        assert_eq!(masked(Kind::NameAndRoom, "张三丰"), "张**");
        assert_eq!(masked(Kind::Email, "zhang@example.cn"), "z****@example.cn");
        assert_eq!(masked(Kind::Identity, "11010519491231002X"), "110***************");
    }

    #[test]
    fn look_alikes_are_left_alone() {
        for text in [
            "记-0012,2025-01-31,412300.00",
            "第二百七十八条 2025年1月31日 20250131",
            "合同编号 HT20250131001，发票号码 24312000000012345678",
            "金额 13812345678.00 元",
            "1-2-2025 5号楼1248户 3号楼架空层",
            "3号楼2025年电梯更新，和润物业负责",
            "E20250131 G20241231",
            "https://example.cn/a/b?id=13800000000000",
        ] {
            assert_eq!(kinds(text), vec![], "{text}");
        }
    }

    proptest! {
        /// What has been masked is found no more.
        #[test]
        fn masking_is_enough(number in "1[3-9][0-9]{9}") {
            let text = format!("电话{number}，请联系");
            let hit = hits(&text).remove(0);
            let text = text.replace(&number, &masked(hit.kind, &text[hit.start..hit.end]));
            prop_assert_eq!(kinds(&text), vec![]);
        }

        /// No text makes it fail, and hits lie on characters, in order.
        #[test]
        fn any_text_can_be_looked_at(text in "[0-9A-Z０-９张三号楼室业主欠费@.\\- ,\n]{0,80}") {
            let mut end = 0;
            for hit in hits(&text) {
                prop_assert!(hit.start >= end && hit.start < hit.end && text.get(hit.start..hit.end).is_some());
                end = hit.end;
            }
        }
    }
}
