//! What no Markdown can hold: links, sockets and files beyond all size.

use std::fs;
use std::path::Path;

mod support;
use support::Community;

const MINUTES: &str = "# 三月例会\n";

/// What `check` tells in each language: the same places and codes.
fn assert_told(folder: &Community, expected: &[&str]) {
    for locale in ["zh-CN", "en"] {
        let output = folder.run(&["check", "--format", "json", "--locale", locale, "--as-of", "2026-01-31"]);
        let told: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
        let text = |item: &serde_json::Value, key: &str| item[key].as_str().map_or_else(|| item[key].to_string(), str::to_owned);
        let mut lines: Vec<String> = told
            .iter()
            .map(|t| format!("{}:{}:{} {} {}", text(t, "path"), t["line"], t["column"], text(t, "severity"), text(t, "code")))
            .collect();
        lines.sort();
        assert_eq!(lines, expected);
        assert_eq!(output.status.code(), Some(i32::from(!expected.is_empty())));
    }
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_refused() {
    let elsewhere = Community::empty("made");
    elsewhere.file("secret.md", MINUTES);
    let secret = elsewhere.dir.join("secret.md");
    let folder = Community::empty("made");
    folder.file("minutes/2025-01-05-kept.md", MINUTES);
    for (target, name) in [
        (secret.as_path(), "minutes/2025-02-05-outside.md"),
        (Path::new("nothing.md"), "minutes/2025-03-05-nowhere.md"),
        (elsewhere.dir.as_path(), "minutes/2025"),
        (secret.as_path(), "attachments/scan.pdf"),
    ] {
        fs::create_dir_all(folder.dir.join(name).parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, folder.dir.join(name)).unwrap();
    }
    assert_told(
        &folder,
        &[
            "attachments/scan.pdf:1:1 error GS0106",
            "minutes/2025-02-05-outside.md:1:1 error GS0106",
            "minutes/2025-03-05-nowhere.md:1:1 error GS0106",
            "minutes/2025:1:1 error GS0106",
        ],
    );
}

#[cfg(unix)]
#[test]
fn a_folder_of_records_that_is_a_link_out_is_refused() {
    let elsewhere = Community::empty("made");
    elsewhere.file("2025-01-05-secret.md", MINUTES);
    let folder = Community::empty("made");
    folder.file("notices/2025-01-05-kept.md", MINUTES);
    std::os::unix::fs::symlink(&elsewhere.dir, folder.dir.join("minutes")).unwrap();
    assert_told(&folder, &["minutes:1:1 error GS0106"]);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_of_the_folder_is_read() {
    let folder = Community::empty("made");
    folder.file("inbox/meeting.md", "+++\nplaec = 1\n+++\n");
    fs::create_dir(folder.dir.join("minutes")).unwrap();
    std::os::unix::fs::symlink("../inbox/meeting.md", folder.dir.join("minutes/2025-01-05-a.md")).unwrap();
    assert_told(&folder, &["minutes/2025-01-05-a.md:2:1 error GS0201"]);
}

#[test]
fn a_file_beyond_all_size_is_not_read() {
    let folder = Community::empty("made");
    let sparse = |path: &str, length: u64| {
        folder.file(path, "");
        fs::File::options().write(true).open(folder.dir.join(path)).unwrap().set_len(length).unwrap();
    };
    sparse("minutes/2025-01-05-a.md", 64 * 1024 * 1024 + 1);
    sparse("attachments/film.mp4", 64 * 1024 * 1024 + 1);
    assert_told(&folder, &["attachments/film.mp4:1:1 hint GS0917", "minutes/2025-01-05-a.md:1:1 error GS0107"]);
}

#[cfg(unix)]
#[test]
fn a_file_the_system_does_not_open_is_told() {
    let folder = Community::empty("made");
    fs::create_dir(folder.dir.join("minutes")).unwrap();
    // Nobody can open a socket as a file, whatever their rights: the tests may run as root.
    let _socket = std::os::unix::net::UnixListener::bind(folder.dir.join("minutes/2025-01-05-a.md")).unwrap();
    assert_told(&folder, &["minutes/2025-01-05-a.md:1:1 error GS0110"]);
}
