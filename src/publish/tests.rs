//! Tests that know how the trees are kept. What holds for everybody is in `tests/publishing.rs`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use super::address::MARKER;
use super::*;

/// What a site holds: path → contents.
type Site = BTreeMap<String, String>;

/// A folder that is removed when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("gongshi-publish-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn out(&self) -> PathBuf {
        self.0.join("site")
    }

    fn beside(&self) -> PathBuf {
        self.0.join(".site.gongshi")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn site(pages: &[(&str, &str)]) -> Site {
    pages.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect()
}

fn write_all(writer: &Writer<'_>, site: &Site) -> Result<(), PublishError> {
    site.iter().try_for_each(|(path, text)| writer.write(path, text.as_bytes()))
}

fn build(out: &Path, site: &Site) -> Summary {
    publish(out, |writer| write_all(writer, site)).unwrap()
}

/// Calls `look` for everything in the folder, with its path relative to it.
fn walk(root: &Path, folder: &Path, look: &mut impl FnMut(String, &Path)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        look(path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"), &path);
        if path.symlink_metadata().unwrap().is_dir() {
            walk(root, &path, look);
        }
    }
}

/// Every file of the folder but the marker; a folder without files stands as `path/`.
fn read(root: &Path) -> Site {
    let mut site = Site::new();
    walk(root, root, &mut |name, path| {
        if !path.symlink_metadata().unwrap().is_dir() {
            site.insert(name, fs::read_to_string(path).unwrap());
        } else if fs::read_dir(path).unwrap().next().is_none() {
            site.insert(name + "/", String::new());
        }
    });
    assert!(site.remove(MARKER).is_some(), "{} has no marker", root.display());
    site
}

#[test]
fn without_its_index_a_tree_is_not_trusted_but_replaced() {
    let folder = Folder::new();
    let out = folder.out();
    let (one, two) = (site(&[("a/index.html", "one"), ("b.html", "b")]), site(&[("a/index.html", "two")]));
    for spoil in 0..4 {
        build(&out, &one);
        build(&out, &two);
        let indexes = || {
            let entries = fs::read_dir(folder.beside()).unwrap().map(|entry| entry.unwrap().path());
            entries.filter(|path| path.to_str().unwrap().contains("index-"))
        };
        assert_eq!(indexes().count(), 2);
        match spoil {
            0 => indexes().for_each(|index| fs::remove_file(index).unwrap()),
            1 => indexes().for_each(|index| fs::write(index, "torn").unwrap()),
            2 => fs::remove_dir_all(folder.beside()).unwrap(),
            // Each index at the other tree.
            _ => {
                let [a, b] = indexes().collect::<Vec<_>>().try_into().unwrap();
                fs::rename(&a, folder.0.join("a")).unwrap();
                fs::rename(&b, &a).unwrap();
                fs::rename(folder.0.join("a"), &b).unwrap();
            }
        }
        fs::write(out.join("stray.html"), "by hand").unwrap();
        for pages in [&one, &two, &one] {
            build(&out, pages);
            assert_eq!(&read(&out), pages);
        }
    }
}

#[test]
fn what_people_change_in_the_site_by_hand_does_not_stay() {
    let folder = Folder::new();
    let out = folder.out();
    let mut pages = site(&[
        ("index.html", "0"),
        ("a/one.html", "one"),
        ("a/two.html", "two"),
        ("a/b/three.html", "three"),
        ("a/b/c/four.html", "four"),
        ("d/five.html", "five"),
    ]);
    build(&out, &pages);
    build(&out, &{
        let mut other = pages.clone();
        other.insert("index.html".into(), "other".into());
        other
    });
    for version in 1..4 {
        // The first in place, and so in both trees at once; with the same length, so that only its time tells.
        fs::write(out.join("a/one.html"), "ONE").unwrap();
        fs::remove_file(out.join("a/two.html")).unwrap();
        fs::write(out.join("a/new.html"), "by hand").unwrap();
        fs::create_dir_all(out.join("x/y")).unwrap();
        fs::write(out.join("x/y/z.html"), "by hand").unwrap();
        fs::rename(out.join("d/five.html"), out.join("d/six.html")).unwrap();
        #[cfg(unix)]
        {
            // Everything can still be seen at its old path, but through a link to outside the tree.
            fs::rename(out.join("a/b"), folder.0.join(format!("moved-{version}"))).unwrap();
            std::os::unix::fs::symlink(folder.0.join(format!("moved-{version}")), out.join("a/b")).unwrap();
        }
        if version > 1 {
            pages.insert("index.html".into(), version.to_string());
        }
        let summary = build(&out, &pages);
        assert_eq!(read(&out), pages);
        assert!(out.join("a/b").symlink_metadata().unwrap().is_dir());
        for edited in ["a/one.html", "a/two.html", "a/new.html", "x", "d/five.html", "d/six.html"] {
            assert!(summary.edited.contains(&edited.to_owned()), "{edited} is not in {:?}", summary.edited);
        }
        // The tree that was edited is the spare one now, and comes back.
        pages.insert("index.html".into(), format!("{version} again"));
        let summary = build(&out, &pages);
        assert_eq!(read(&out), pages);
        assert_eq!(summary.edited, Vec::<String>::new());
    }
    #[cfg(unix)]
    assert_eq!(fs::read_to_string(folder.0.join("moved-1/three.html")).unwrap(), "three", "outside the tree");
}

#[test]
fn a_page_that_is_edited_during_the_build_is_not_published() {
    let folder = Folder::new();
    let out = folder.out();
    build(&out, &site(&[("index.html", "one"), ("same.html", "same")]));
    let edited = publish(&out, |writer| {
        writer.write("same.html", b"same")?;
        fs::write(out.join("same.html"), "edited").unwrap();
        writer.write("index.html", b"two")
    });
    assert!(matches!(edited, Err(PublishFailure::Publish(PublishError::Replaced { .. }))), "{edited:?}");
    build(&out, &site(&[("index.html", "two"), ("same.html", "same")]));
    assert_eq!(read(&out), site(&[("index.html", "two"), ("same.html", "same")]));
}

#[test]
fn a_site_that_is_replaced_during_the_build_is_not_replaced_by_the_build() {
    let folder = Folder::new();
    let out = folder.out();
    build(&out, &site(&[("index.html", "one")]));
    let replaced = publish(&out, |writer| {
        fs::rename(&out, folder.0.join("mine")).unwrap();
        fs::create_dir(&out).unwrap();
        fs::write(out.join("precious.txt"), "").unwrap();
        writer.write("index.html", b"two")
    });
    assert!(matches!(replaced, Err(PublishFailure::Publish(PublishError::Replaced { .. }))), "{replaced:?}");
    assert!(out.join("precious.txt").exists());
}

#[cfg(unix)]
#[test]
fn both_trees_have_the_permissions_that_were_given_to_the_site() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let out = folder.out();
    build(&out, &site(&[("index.html", "0")]));
    fs::set_permissions(&out, fs::Permissions::from_mode(0o710)).unwrap();
    for version in ["1", "2", "3"] {
        build(&out, &site(&[("index.html", version)]));
        assert_eq!(out.metadata().unwrap().permissions().mode() & 0o7777, 0o710);
    }
}

#[test]
fn where_folders_cannot_be_exchanged_they_are_renamed() {
    let folder = Folder::new();
    let (out, beside) = (folder.out(), folder.beside());
    let versions: Vec<Site> = (0..9).map(|version| site(&[("index.html", &version.to_string()), ("a/b.html", "same")])).collect();
    let by_renames = |pages: &Site| publish_by(Switch::Renames, &out, |writer| write_all(writer, pages)).unwrap();
    for pages in &versions[..3] {
        by_renames(pages);
        assert_eq!(&read(&out), pages);
    }

    // Killed after the first rename: the old site comes back.
    fs::rename(&out, beside.join("old")).unwrap();
    assert!(recover(&out).unwrap());
    assert_eq!(read(&out), versions[2]);
    fs::rename(&out, beside.join("old")).unwrap();
    by_renames(&versions[3]);
    assert_eq!(read(&out), versions[3]);

    // After the second: the new site stays.
    fs::rename(beside.join("spare"), beside.join("old")).unwrap();
    assert!(recover(&out).unwrap());
    assert_eq!(read(&out), versions[3]);
    assert!(beside.join("spare").exists());
    fs::rename(beside.join("spare"), beside.join("old")).unwrap();
    let failed = publish_by(Switch::Renames, &out, |_| Err(()));
    assert!(matches!(failed, Err(PublishFailure::Draw(()))));
    assert_eq!(read(&out), versions[3]);
    build(&out, &versions[4]);
    assert_eq!(read(&out), versions[4]);
    assert!(!beside.join("old").exists());
}

#[test]
fn any_sequence_of_builds_edits_and_failures_ends_in_the_site_that_was_drawn() {
    let folder = Folder::new();
    let out = folder.out();
    let mut state = 20_250_331_u64;
    let mut roll = |sides: u64| {
        // Knuth's generator; the high bits are the good ones.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % sides
    };
    let names = ["a", "b", "a/a", "a/b", "b/a", "b/b/a", "a/b/b", "c/a/a/a", "c/b", "管/理"];
    let mut current: Option<Site> = None;
    let end = Instant::now() + Duration::from_secs(5);
    for step in 0..400 {
        let mut pages = Site::new();
        for _ in 0..roll(9) {
            let name = names[roll(names.len() as u64) as usize];
            let inside = |one: &str, other: &str| one.strip_prefix(other).is_some_and(|rest| rest.starts_with('/'));
            if !pages.keys().any(|page| inside(page, name) || inside(name, page)) {
                pages.insert(name.into(), roll(3).to_string());
            }
        }
        let how = if roll(3) == 0 { Switch::Renames } else { Switch::Best };
        let fails = roll(6) == 0;
        let built = publish_by(how, &out, |writer| {
            write_all(writer, &pages).unwrap();
            if fails { Err(()) } else { Ok(()) }
        });
        assert_eq!(built.is_err(), fails, "step {step}: {built:?}");
        if !fails {
            current = Some(pages);
        }
        let Some(current) = &current else { continue };
        assert_eq!(&read(&out), current, "step {step}");
        // Somebody meddles, sometimes with the spare tree. The next build has to set it right, unless it fails.
        let meddle = roll(4) == 0 && !fails;
        if meddle {
            let root = if roll(3) == 0 { folder.beside().join("spare") } else { out.clone() };
            let path = root.join(names[roll(names.len() as u64) as usize]);
            match roll(3) {
                0 => drop(fs::remove_file(&path).or_else(|_| fs::remove_dir_all(&path))),
                1 => drop(fs::create_dir_all(&path)),
                _ => drop(fs::write(&path, "9")),
            }
            build(&out, current);
            assert_eq!(&read(&out), current, "step {step}, after meddling with {}", path.display());
        }
        if Instant::now() > end {
            break; // on a slow disk fewer will do
        }
    }
}
