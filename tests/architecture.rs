//! The house keeps its walls: imports run one way, files stay readable.

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms from the outermost in. A room imports only rooms later in this list; those in one row do not import each other.
const ROOMS: &[&[&str]] = &[
    &["cli"],
    &["serve"],
    &["publish"],
    &["render"],
    &["import"],
    &["check"],
    &["figures", "history", "forms"],
    &["source"],
    &["jurisdiction"],
    &["diagnostic"],
    &["model"],
];

fn level(room: &str) -> Option<usize> {
    ROOMS.iter().position(|row| row.contains(&room))
}

fn rust_files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

fn all_rust_files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for dir in ["src", "tests", "benches"] {
        if root.join(dir).exists() {
            rust_files(&root.join(dir), &mut found);
        }
    }
    found.sort();
    found
}

/// The rooms named after `crate::` in a text: in `use` lines and in paths.
fn rooms_named(text: &str) -> Vec<&str> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut rooms = Vec::new();
    for line in code {
        for rest in line.split("crate::").skip(1) {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            rooms.push(&rest[..end]);
        }
    }
    rooms
}

#[test]
fn rooms_import_only_rooms_further_in() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for file in all_rust_files() {
        let Ok(inner) = file.strip_prefix(&src) else { continue };
        let own = inner.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
        let Some(own_level) = level(&own) else { continue };
        let text = fs::read_to_string(&file).unwrap();
        for room in rooms_named(&text) {
            let Some(other) = level(room) else { continue };
            let allowed = room == own || other > own_level;
            // `source` reads bytes and words what is wrong; what the law asks is none of its business.
            let source_only = own != "source" || matches!(room, "source" | "diagnostic" | "model");
            if !allowed || !source_only {
                wrong.push(format!("{}: {own} imports {room}", inner.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "imports against the grain:\n{}", wrong.join("\n"));
}

#[test]
fn every_room_of_the_source_is_in_the_list() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(src).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            let name = entry.file_name().to_string_lossy().into_owned();
            assert!(level(&name).is_some(), "the room {name} has no place in the list");
        }
    }
}

#[test]
fn lib_and_main_only_name_rooms_and_call_cli() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let lib = fs::read_to_string(src.join("lib.rs")).unwrap();
    for line in lib.lines().filter(|l| !l.is_empty() && !l.starts_with("//!")) {
        assert!(line.starts_with("pub mod ") && line.ends_with(';'), "lib.rs: {line}");
    }
    assert!(fs::read_to_string(src.join("main.rs")).unwrap().lines().count() < 15);
}

#[test]
fn no_file_is_too_long_to_read() {
    let long: Vec<String> = all_rust_files()
        .iter()
        .filter_map(|file| {
            let lines = fs::read_to_string(file).unwrap().lines().count();
            (lines > 600).then(|| format!("{} has {lines} lines", file.display()))
        })
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn unwrap_and_expect_say_why_they_cannot_fail() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut bare = Vec::new();
    for file in all_rust_files().iter().filter(|f| f.starts_with(&src)) {
        let text = fs::read_to_string(file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        if file.ends_with("tests.rs") {
            continue;
        }
        let lines: Vec<&str> = code.lines().collect();
        for (i, line) in lines.iter().enumerate() {
            let fails = line.contains(".unwrap()") || line.contains(".expect(") || line.contains("panic!(");
            let told = lines[i.saturating_sub(3)..i].iter().any(|l| l.trim_start().starts_with("//"));
            if fails && !told && !line.trim_start().starts_with("//") {
                bare.push(format!("{}:{}", file.display(), i + 1));
            }
        }
    }
    assert!(bare.is_empty(), "without a reason:\n{}", bare.join("\n"));
}
