//! The catalogue's chapters of the book are what `gongshi explain --format markdown` prints. `GONGSHI_ACCEPT=1 cargo test
//! --test codes` writes them anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

const BOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/book/src");
const LOCALES: [&str; 2] = ["zh-CN", "en"];

#[test]
fn the_books_chapters_of_codes_are_what_explain_says() {
    let accept = std::env::var_os("GONGSHI_ACCEPT").is_some_and(|v| !v.is_empty());
    let families: BTreeSet<&str> = gongshi::diagnostic::all().map(|page| &page.code[..4]).collect();
    let mut stale = Vec::new();
    for locale in LOCALES {
        let folder = Path::new(BOOK).join(locale).join("codes");
        for family in &families {
            let path = folder.join(format!("{family}.md"));
            let chapter = printed(&["explain", family, "--format", "markdown", "--locale", locale]);
            if fs::read_to_string(&path).is_ok_and(|written| written == chapter) {
                continue;
            }
            match accept {
                true => fs::create_dir_all(&folder).and_then(|()| fs::write(&path, chapter)).unwrap(),
                false => stale.push(path.display().to_string()),
            }
        }
        let written = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        let written: BTreeSet<String> = written.collect();
        assert_eq!(written, families.iter().map(|f| format!("{f}.md")).collect(), "{}", folder.display());
    }
    assert!(stale.is_empty(), "GONGSHI_ACCEPT=1 cargo test --test codes\n{}", stale.join("\n"));
}

/// What Markdown makes of a chapter: a heading a code, a block a file, and nothing that a browser would take for a tag.
#[test]
fn a_chapter_has_a_section_for_each_code_and_shows_each_file_whole() {
    use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
    for locale in LOCALES {
        let text = printed(&["explain", "--format", "markdown", "--locale", locale]);
        let (mut headings, mut blocks, mut open) = (Vec::new(), Vec::new(), None);
        for event in Parser::new(&text) {
            match event {
                Event::Start(Tag::Heading { .. }) => open = Some(String::new()),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => open = Some(format!("{info}\n")),
                Event::Text(words) => open.iter_mut().for_each(|text| text.push_str(&words)),
                Event::End(TagEnd::Heading(_)) => headings.extend(open.take()),
                Event::End(TagEnd::CodeBlock) => blocks.extend(open.take()),
                Event::Html(html) | Event::InlineHtml(html) => assert!(html.starts_with("<!--"), "{html}"),
                _ => {}
            }
        }
        headings.retain(|heading| heading.len() == 6);
        let pages: Vec<_> = gongshi::diagnostic::all().collect();
        assert_eq!(headings, pages.iter().map(|page| page.code.clone()).collect::<Vec<_>>());
        for case in pages.iter().filter_map(|page| page.example()) {
            for (path, content) in &case.files {
                let shown = |block: &String| {
                    let (info, text) = block.split_once('\n').unwrap();
                    info.ends_with(path.as_str()) && text.trim_end() == content.trim_end()
                };
                assert!(blocks.iter().any(shown), "{}: {path}", case.heading);
            }
        }
    }
}

fn printed(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_gongshi")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}
