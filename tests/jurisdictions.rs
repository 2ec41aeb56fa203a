//! Nothing national is in the code: an association elsewhere builds with a jurisdiction that is only data, in English.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use support::{Community, GONGSHI};

fn pages(dir: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|e| e == "html") {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn an_association_elsewhere_has_no_chinese_word_on_its_pages() {
    let out = Community::empty("hoa");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/generic-hoa");
    let site = out.dir.join("site");
    let mut build = Command::new(GONGSHI);
    let told = build.arg("build").arg(&folder).arg("-o").arg(&site).args(["--locale", "en"]).output().unwrap();
    let said = String::from_utf8_lossy(&told.stderr).into_owned();
    assert_eq!(told.status.code(), Some(0), "{said}");
    assert!(said.contains("errors: 0, findings: 0"), "{said}");
    let mut all = Vec::new();
    pages(&site, &mut all);
    assert!(all.len() > 20, "{}", all.len());
    for (path, text) in &all {
        let chinese: String =
            text.chars().filter(|c| ('\u{3000}'..='\u{9FFF}').contains(c) || ('\u{FF00}'..='\u{FFEF}').contains(c)).collect();
        assert!(chinese.is_empty(), "{path}: {chinese}");
        // Nor is its money anyone's but its own.
        let money = ["yuan", "Yuan", "¥", "¤"].into_iter().find(|word| text.contains(word));
        assert!(money.is_none(), "{path}: {money:?}");
    }
    let vote = fs::read_to_string(site.join("resolutions/garage-roof.html")).unwrap();
    assert!(vote.contains("Spend from the reserve") && vote.contains("at least 2/3"), "{vote}");
}
