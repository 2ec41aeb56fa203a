//! Publishing: the site is switched whole, and whatever happens, OUT is the old site or the new one.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use gongshi::publish::{BadPath, PublishError, PublishFailure, Summary, Switch, Writer, publish, publish_by, recover};

const MARKER: &str = ".gongshi-site";

/// What a site holds: path → contents.
type Site = BTreeMap<String, String>;

/// A folder that is removed when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("publishing-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
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

/// What goes wrong when this site is built.
fn refused(out: &Path, site: &Site) -> PublishError {
    match publish(out, |writer| write_all(writer, site)) {
        Err(PublishFailure::Publish(error) | PublishFailure::Draw(error)) => error,
        Ok(summary) => panic!("published: {summary:?}"),
    }
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

/// Everything that the system says of everything in the folder and of the folder itself: not a byte, time or inode
/// changes without this changing.
fn facts(root: &Path) -> BTreeMap<String, String> {
    fn fact(path: &Path) -> String {
        let meta = path.symlink_metadata().unwrap();
        #[cfg(unix)]
        let system = {
            use std::os::unix::fs::MetadataExt;
            // The number of links and with it ctime change when a page is linked into the spare tree.
            (meta.ino(), meta.mode())
        };
        #[cfg(not(unix))]
        let system = ();
        let contents = if meta.is_file() { fs::read(path).unwrap() } else { Vec::new() };
        format!("{system:?} {:?} {contents:?}", meta.modified().unwrap())
    }
    let mut facts = BTreeMap::from([(String::new(), fact(root))]);
    walk(root, root, &mut |name, path| {
        facts.insert(name, fact(path));
    });
    facts
}

#[cfg(unix)]
fn inode(path: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt;
    path.symlink_metadata().unwrap().ino()
}

#[test]
fn a_site_holds_exactly_the_pages_that_were_drawn() {
    let folder = Folder::new();
    let first = site(&[("index.html", "one"), ("rules/管理规约/index.html", "two"), ("a b/c.csv", "")]);
    let summary = build(&folder.0.join("not/there/yet/site"), &first);
    assert_eq!(read(&folder.0.join("not/there/yet/site")), first);
    let expected = Summary { pages: 3, written: 3, bytes: 6, bytes_written: 6, switched: true, ..Summary::default() };
    assert_eq!(summary, expected);

    let out = folder.out();
    fs::create_dir(&out).unwrap();
    build(&out, &first);
    assert_eq!(read(&out), first, "an empty folder is as good as none");

    let second = site(&[("index.html", "changed"), ("a b/c.csv", ""), ("new/deep/page.html", "new")]);
    let summary = build(&out, &second);
    assert_eq!(read(&out), second, "pages that are no more are gone, and so are their folders");
    assert_eq!((summary.pages, summary.written, summary.kept, summary.removed), (3, 2, 1, 1));
    assert_eq!((summary.bytes, summary.bytes_written), (10, 10));

    // Both trees have been in use; now the same again, and more.
    for third in [first, Site::new(), second.clone(), site(&[("new", "a page where a folder was")]), second] {
        build(&out, &third);
        assert_eq!(read(&out), third);
    }
}

#[test]
fn a_build_that_changes_nothing_writes_nothing() {
    let folder = Folder::new();
    let pages = site(&[("index.html", "one"), ("a/b.html", "two")]);
    for changed in ["x", "y", "z"] {
        let mut pages = pages.clone();
        pages.insert("c.html".into(), changed.into());
        build(&folder.out(), &pages);
        let before = facts(&folder.0);
        let summary = build(&folder.out(), &pages);
        assert_eq!((summary.switched, summary.written, summary.kept), (false, 0, 3));
        assert!(before == facts(&folder.0), "something was written");
    }
}

#[cfg(unix)]
#[test]
fn trees_share_their_files_and_no_file_is_changed_in_place() {
    let folder = Folder::new();
    let (out, spare) = (folder.out(), folder.beside().join("spare"));
    let mut pages = site(&[("index.html", "0"), ("a/same.html", "same"), ("a/b/same.html", "same")]);
    build(&out, &pages);
    for version in 1..6 {
        let before = facts(&out);
        let same = inode(&out.join("a/same.html"));
        pages.insert("index.html".into(), version.to_string());
        build(&out, &pages);
        assert!(before == facts(&spare), "the old tree changed while the new one was made");
        assert_eq!(inode(&out.join("a/same.html")), same);
        assert_eq!(inode(&spare.join("a/same.html")), same);
        assert_ne!(inode(&out.join("index.html")), inode(&spare.join("index.html")));
    }
}

#[test]
fn a_build_that_fails_leaves_the_site_as_it_was() {
    let folder = Folder::new();
    let out = folder.out();
    let old = site(&[("index.html", "old"), ("a/b.html", "old"), ("a/c.html", "same")]);
    let new = site(&[("index.html", "new"), ("a.html", "new"), ("a/c.html", "same")]);
    build(&out, &site(&[("index.html", "older")]));
    build(&out, &old);
    let before = facts(&out);
    let unchanged = || assert!(before == facts(&out), "OUT was touched");

    let failed = publish(&out, |writer| {
        write_all(writer, &new).unwrap();
        Err("no more ink")
    });
    assert!(matches!(failed, Err(PublishFailure::Draw("no more ink"))));
    unchanged();

    let panicked = std::panic::catch_unwind(|| {
        publish(&out, |writer| -> Result<(), ()> {
            write_all(writer, &new).unwrap();
            std::panic::resume_unwind(Box::new("no more paper"));
        })
    });
    assert!(panicked.is_err());
    unchanged();

    // An error that the drawing swallowed.
    let swallowed = publish(&out, |writer| -> Result<(), ()> {
        write_all(writer, &new).unwrap();
        let _ = writer.write("../outside.html", b"");
        Ok(())
    });
    let Err(PublishFailure::Publish(PublishError::Incomplete { page })) = swallowed else { panic!("{swallowed:?}") };
    assert_eq!(page, "../outside.html");
    unchanged();

    build(&out, &new);
    assert_eq!(read(&out), new);
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 2, "nothing else was left");
}

#[test]
fn impossible_and_clashing_paths_are_refused() {
    let folder = Folder::new();
    for (path, expected) in [("/etc/passwd", BadPath::Absolute), ("a/../../b", BadPath::Dots), (MARKER, BadPath::Reserved)] {
        let error = refused(&folder.out(), &site(&[(path, "")]));
        assert!(matches!(error, PublishError::BadPath { why, .. } if why == expected), "{path:?}: {error:?}");
    }
    for (one, other) in [("a/b", "a"), ("a", "a/b"), ("a/b/c", "a"), ("a", "a/b/c")] {
        let clash = publish(&folder.out(), |writer| {
            writer.write(one, b"")?;
            writer.write(other, b"")
        });
        assert!(matches!(clash, Err(PublishFailure::Draw(PublishError::ClashingPages { .. }))), "{clash:?}");
    }
    let twice = publish(&folder.out(), |writer| {
        let (one, two) = std::thread::scope(|scope| {
            let one = scope.spawn(|| writer.write("a.html", b"1"));
            let two = scope.spawn(|| writer.write("a.html", b"2"));
            (one.join().unwrap(), two.join().unwrap())
        });
        one.and(two)
    });
    assert!(matches!(twice, Err(PublishFailure::Draw(PublishError::DuplicatePage { .. }))), "{twice:?}");
    assert!(!folder.out().exists());
}

#[test]
fn what_gongshi_did_not_make_is_not_replaced() {
    let folder = Folder::new();
    let (out, pages) = (folder.out(), site(&[("index.html", "ours")]));

    fs::create_dir(&out).unwrap();
    fs::write(out.join("thesis.txt"), "two years of work").unwrap();
    assert!(matches!(refused(&out, &pages), PublishError::Foreign { path } if path == out));
    fs::remove_dir_all(&out).unwrap();

    fs::write(&out, "a file").unwrap();
    assert!(matches!(refused(&out, &pages), PublishError::NotAFolder { path } if path == out));
    fs::remove_file(&out).unwrap();

    #[cfg(unix)]
    for target in ["elsewhere", "missing"] {
        fs::create_dir_all(folder.0.join("elsewhere")).unwrap();
        std::os::unix::fs::symlink(target, &out).unwrap();
        assert!(matches!(refused(&out, &pages), PublishError::Symlink { path } if path == out));
        assert!(matches!(refused(&folder.0.join("site/"), &pages), PublishError::Symlink { .. }));
        fs::remove_file(&out).unwrap();
    }

    assert!(matches!(refused(Path::new("/"), &pages), PublishError::NoName { .. }));
    assert!(!folder.beside().exists(), "a refused folder gets nothing beside it");
}

#[test]
fn two_builds_at_once_are_one_too_many() {
    let folder = Folder::new();
    let (out, pages) = (folder.out(), site(&[("index.html", "one")]));
    build(&out, &pages);
    let outer = publish(&out, |writer| {
        let before = facts(&out);
        assert!(matches!(refused(&out, &pages), PublishError::Locked { path } if path.ends_with("lock")));
        assert!(matches!(recover(&out), Err(PublishError::Locked { .. })));
        assert!(before == facts(&out));
        writer.write("index.html", b"two")
    });
    assert!(outer.unwrap().switched);
    assert_eq!(read(&out), site(&[("index.html", "two")]));
}

/// The pages of the sites that are built by children and killed.
fn numbered(version: u32) -> Site {
    let mut pages = Site::new();
    for page in 0..120 {
        // Some pages change in every version, some never, some come and go.
        let text = if page % 3 == 0 { format!("page {page} of version {version}") } else { format!("page {page}") };
        if !(page + version).is_multiple_of(7) {
            pages.insert(format!("{}/{}/page-{page}.html", page % 5, (page + version) % 4), text.repeat(40));
        }
    }
    pages
}

/// Starts this very test in another process, which then only builds, and waits until it begins to.
fn start(test: &str, out: &Path, version: u32, how: &str) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture"]).stdout(Stdio::piped()).stderr(Stdio::null());
    command.env("GONGSHI_TEST_OUT", out).env("GONGSHI_TEST_VERSION", version.to_string());
    command.env("GONGSHI_TEST_HOW", how);
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("now building")));
    child
}

/// Does the build that [`start`] asks for; `false` if nobody asked.
fn built_as_child() -> bool {
    let Some(out) = std::env::var_os("GONGSHI_TEST_OUT") else { return false };
    let version = std::env::var("GONGSHI_TEST_VERSION").unwrap().parse().unwrap();
    let how = if std::env::var("GONGSHI_TEST_HOW").unwrap() == "renames" { Switch::Renames } else { Switch::Best };
    let pages: Vec<_> = numbered(version).into_iter().collect();
    println!("now building");
    let built = publish_by(how, Path::new(&out), |writer| {
        std::thread::scope(|scope| {
            for part in pages.chunks(pages.len() / 3) {
                scope.spawn(move || part.iter().for_each(|(path, text)| writer.write(path, text.as_bytes()).unwrap()));
            }
        });
        Ok::<(), PublishError>(())
    });
    built.unwrap();
    // Nothing more is said: the other end of the pipe may be gone.
    std::process::exit(0);
}

fn kill_many(test: &str, how: &str, times: u32) {
    let folder = Folder::new();
    let out = folder.out();
    build(&out, &numbered(0));
    let mut child = start(test, &out, 1, how);
    let began = Instant::now();
    assert!(child.wait().unwrap().success());
    let whole = began.elapsed();
    let (mut now, mut old, mut new) = (1, 0, 0);
    for kill in 0..times {
        let version = kill + 2;
        let before = facts(&out);
        let mut running = start(test, &out, version, how);
        // Spread over the whole build and somewhat longer, not in order.
        std::thread::sleep(whole.mul_f64(f64::from((kill * 37) % times) / f64::from(times) * 1.1));
        let _ = running.kill();
        let finished = running.wait().unwrap().success();
        if how == "renames" {
            assert!(recover(&out).unwrap());
        }
        if facts(&out) == before {
            assert!(!finished);
            old += 1;
        } else {
            assert!(read(&out) == numbered(version), "neither the old site nor the new one");
            now = version;
            new += 1;
        }
        if kill % 4 == 0 {
            // What the killed one left is good enough to go on from, also to a site it knows nothing of.
            now = if kill % 8 == 0 { version } else { version + 1000 };
            build(&out, &numbered(now));
        }
        assert!(read(&out) == numbered(now));
    }
    println!("killed {times} times: {old} times the old site, {new} times the new one");
}

#[test]
fn killed_at_any_moment_it_is_the_old_site_or_the_new_one() {
    if !built_as_child() {
        kill_many("killed_at_any_moment_it_is_the_old_site_or_the_new_one", "best", 60);
    }
}

#[test]
fn killed_between_renames_it_is_the_old_site_or_the_new_one() {
    if !built_as_child() {
        kill_many("killed_between_renames_it_is_the_old_site_or_the_new_one", "renames", 60);
    }
}
