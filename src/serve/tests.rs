//! Tests of what is shown after which build, and of what is answered to which request.

use std::collections::HashMap;

use super::http::{Answer, answer, is_own_name};
use super::state::State;
use super::{Build, Words};

fn words() -> Words {
    let words = |text: &str| text.to_owned();
    Words {
        lang: words("en"),
        serving: words("serving at {address}"),
        rebuilding: words("{file} changed"),
        built: words("{pages} pages"),
        unchanged: words("nothing new"),
        problems: words("{count} problems"),
        problems_kept: words("{count} problems, old site"),
        notes: words("{count} notes"),
        nothing_yet: words("nothing to show yet"),
        missing: words("no such page"),
        refused: words("not here"),
        crashed: words("crashed: {message}"),
        polling: words("polling"),
    }
}

fn good(pages: &[(&str, &str)]) -> Build {
    let pages: HashMap<_, _> = pages.iter().map(|(path, text)| (path.to_string(), text.as_bytes().to_vec())).collect();
    Build { pages: Some(pages), problems: None, problem_count: 0 }
}

fn bad(problems: &str) -> Build {
    Build { pages: None, problems: Some(problems.into()), problem_count: 2 }
}

fn after(before: &State, build: Build) -> State {
    State::after(Some(before), build, &words(), 7)
}

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.to_vec()).unwrap()
}

#[test]
fn the_last_good_site_stays_until_there_is_a_better_one() {
    let nothing = State::after(None, bad("one\ntwo"), &words(), 7);
    assert!(nothing.pages.is_none());
    let shown = answer(&nothing, &words(), "/");
    assert_eq!(shown.status, 200);
    assert!(text(&shown).contains("<h1>nothing to show yet</h1>") && text(&shown).contains("<h2>2 problems</h2>"));
    assert_eq!(answer(&nothing, &words(), "/style.css").status, 503);

    let first = after(&nothing, good(&[("index.html", "<body>one</body>")]));
    assert_ne!(first.version, nothing.version);
    assert!(first.problems.is_none());

    let broken = after(&first, bad("<three> & four"));
    assert_eq!(broken.version, first.version, "the page need not be loaded again");
    let shown = text(&answer(&broken, &words(), "/"));
    assert!(shown.starts_with("<body>one") && shown.contains("<pre>&lt;three&gt; &amp; four</pre>"), "{shown}");
    assert_eq!(broken.problems.as_ref().unwrap().heading, "2 problems, old site");

    let mended = after(&broken, good(&[("index.html", "<body>one</body>")]));
    assert_eq!(mended.version, first.version, "the same pages as before");
    assert!(mended.problems.is_none());

    let second = after(&after(&mended, bad("five")), good(&[("index.html", "<body>two</body>")]));
    assert_ne!(second.version, first.version);
    let noted = Build { problems: Some("late".into()), problem_count: 1, ..good(&[("index.html", "")]) };
    assert_eq!(after(&second, noted).problems.unwrap().heading, "1 notes");
}

#[test]
fn every_page_gets_the_script_and_nothing_else_does() {
    let html = "<html><body>quoted: &lt;/body&gt;</BODY></html>";
    let site = good(&[("index.html", html), ("a.css", "</body>"), ("none.html", "no body"), ("404.html", "<p>gone</p>")]);
    let state = State::after(None, site, &words(), 7);
    let script = "<meta name=\"gongshi-version\" content=\"7-1\">\n<script src=\"/__gongshi/reload.js\" defer></script>\n";
    assert_eq!(text(&answer(&state, &words(), "/")), html.replace("</BODY>", &format!("{script}</BODY>")));
    assert_eq!(text(&answer(&state, &words(), "/none.html")), format!("no body{script}"));
    assert_eq!(text(&answer(&state, &words(), "/a.css")), "</body>");
    let missing = answer(&state, &words(), "/nowhere");
    assert_eq!((missing.status, text(&missing)), (404, format!("<p>gone</p>{script}")));
}

#[test]
fn paths_lead_to_pages_folders_to_their_index_and_the_rest_nowhere() {
    let site = good(&[("index.html", "root"), ("rules/管理规约/index.html", "rules"), ("data/表 1.csv", "1,2"), ("a.toml", "")]);
    let state = State::after(None, site, &words(), 7);
    let get = |path: &str| answer(&state, &words(), path);
    assert_eq!(get("/index.html").status, 200);
    assert_eq!(get("/rules/%E7%AE%A1%E7%90%86%E8%A7%84%E7%BA%A6/").status, 200);
    let folder = get("/rules/%E7%AE%A1%E7%90%86%E8%A7%84%E7%BA%A6");
    assert_eq!(folder.location.as_deref(), Some("/rules/%E7%AE%A1%E7%90%86%E8%A7%84%E7%BA%A6/"));
    let table = get("/data/%e8%a1%a8%201.csv");
    assert_eq!((table.status, table.kind, text(&table)), (200, "text/csv; charset=utf-8", "1,2".to_owned()));
    assert_eq!(get("/a.toml").kind, "text/plain; charset=utf-8");
    for path in ["/rules/", "/%", "/%zz", "/%+1", "/%ff", "/../etc/passwd", "//index.html", "/index.html/", ""] {
        let found = get(path);
        assert_eq!((found.status, found.location), (if path.is_empty() { 200 } else { 404 }, None), "{path}");
    }
    assert!(text(&get("/nowhere")).contains("<h1>no such page</h1>"));
}

#[test]
fn only_requests_under_our_own_name_are_answered() {
    let local = "127.0.0.1:8080".parse().unwrap();
    for host in ["127.0.0.1:8080", "127.0.0.1", "localhost:8080", "LOCALHOST", "[::1]:8080", "[::1]"] {
        assert!(is_own_name(host, local), "{host}");
    }
    for host in ["evil.example", "127.0.0.1.evil.example:8080", "localhost.evil.example", "192.168.1.5", "", "[x]", "0.0.0.0"] {
        assert!(!is_own_name(host, local), "{host}");
    }
    let everywhere = "0.0.0.0:8080".parse().unwrap();
    assert!(is_own_name("192.168.1.5:8080", everywhere) && !is_own_name("evil.example", everywhere));
}
