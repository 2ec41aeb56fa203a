//! Folders to try the built program on.

#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

/// The built program.
pub const GONGSHI: &str = env!("CARGO_BIN_EXE_gongshi");

/// A community folder in a place of its own, removed when it is dropped.
pub struct Community {
    base: PathBuf,
    pub dir: PathBuf,
}

impl Community {
    /// An empty folder.
    pub fn empty(name: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let base = std::env::temp_dir().join(format!("gongshi-{name}-{}-{n}", std::process::id()));
        let dir = base.join("folder");
        fs::create_dir_all(&dir).unwrap();
        Community { base, dir }
    }

    /// A copy of the example community.
    pub fn example(name: &str) -> Self {
        let community = Community::empty(name);
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-community"), &community.dir);
        community
    }

    pub fn file(&self, path: &str, text: impl AsRef<[u8]>) -> &Self {
        let target = self.dir.join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, text).unwrap();
        self
    }

    /// A place beside the folder.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.base.join(name)
    }

    /// Runs `gongshi ARGS` inside the folder.
    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(GONGSHI);
        command.args(args).current_dir(&self.dir);
        command
    }

    /// Builds it and expects that to work.
    pub fn build(&self) -> &Self {
        let output = self.run(&["build", "."]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        self
    }

    /// The diagnostics, as JSON.
    pub fn check(&self) -> Vec<serde_json::Value> {
        let output = self.run(&["check", ".", "--format", "json", "--locale", "en"]);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
    }

    /// The codes of the diagnostics.
    pub fn codes(&self) -> Vec<String> {
        self.check().iter().map(|d| d["code"].as_str().unwrap().to_owned()).collect()
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.dir.join(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
    }
}

impl Drop for Community {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.base);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        if name == "site" || name.starts_with('.') {
            continue;
        }
        let target = to.join(&name);
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Every file below a folder with its bytes.
pub fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// What a command said on standard error.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What a command printed.
pub fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}
