//! `gongshi serve` as a browser meets it: builds, shows problems, recovers, sees new, renamed and deleted files.

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use support::Community;

/// A running server, ended when it is dropped.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    fn start(community: &Community) -> Self {
        // A port that was free a moment ago; two servers never ask for the same.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut child = community
            .command(&["serve", ".", "--port", &port.to_string(), "--locale", "en"])
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // The terminal is read away, so that the server never waits for us.
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        std::thread::spawn(move || lines.for_each(drop));
        let server = Server { child, port };
        server.until("/", |page| !page.is_empty());
        server
    }

    fn get(&self, path: &str) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", self.port).ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        Some(String::from_utf8_lossy(&answer).into_owned())
    }

    /// Asks until the answer is as wanted; a minute is far more than any build takes.
    fn until(&self, path: &str, wanted: impl Fn(&str) -> bool) -> String {
        let started = Instant::now();
        loop {
            let answer = self.get(path).unwrap_or_default();
            if wanted(&answer) {
                return answer;
            }
            assert!(started.elapsed() < Duration::from_secs(60), "{path} stayed\n{answer}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_site_follows_the_folder() {
    let community = Community::empty("serve");
    community.file("minutes/2025-01-11-first.md", "# First meeting\n\nWe met.\n");
    let server = Server::start(&community);
    let page = server.until("/minutes/2025-01-11-first.html", |p| p.contains("We met."));
    assert!(page.contains("200 OK") && page.contains("/__gongshi/reload.js"), "{page}");
    assert!(server.get("/nowhere.html").unwrap().contains("404"));

    // A wrong file shows in the page, over the last good site, and goes away when it is mended.
    community.file("contracts/x.toml", "title = \n");
    let page = server.until("/minutes/2025-01-11-first.html", |p| p.contains("GS0103"));
    assert!(page.contains("We met."), "the last good page stays below");
    fs::remove_file(community.dir.join("contracts/x.toml")).unwrap();
    server.until("/minutes/2025-01-11-first.html", |p| p.contains("We met.") && !p.contains("GS0103"));

    // New, renamed and deleted files, in new folders too.
    community.file("minutes/2025/2025-02-08-second.md", "# Second meeting\n");
    server.until("/minutes/2025/2025-02-08-second.html", |p| p.contains("Second meeting"));
    fs::rename(community.dir.join("minutes/2025/2025-02-08-second.md"), community.dir.join("minutes/2025/2025-02-09-second.md"))
        .unwrap();
    server.until("/minutes/2025/2025-02-09-second.html", |p| p.contains("Second meeting"));
    server.until("/minutes/2025/2025-02-08-second.html", |p| p.contains("404"));
    fs::remove_dir_all(community.dir.join("minutes/2025")).unwrap();
    server.until("/minutes/2025/2025-02-09-second.html", |p| p.contains("404"));

    // Theme edits.
    community.file("theme/style.css", "body { color: teal }");
    server.until("/assets/style.css", |p| p.contains("teal"));
    community.file("theme/templates/minutes.html", "{% extends \"base.html\" %}{% block main %}<p>mine</p>{% endblock %}");
    server.until("/minutes/2025-01-11-first.html", |p| p.contains("<p>mine</p>"));
    community.file("theme/templates/minutes.html", "{% block");
    server.until("/minutes/2025-01-11-first.html", |p| p.contains("GS1003"));
}

#[test]
fn a_taken_port_is_told() {
    let community = Community::empty("port");
    community.file("minutes/2025-01-11-first.md", "# First meeting\n");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = community.run(&["serve", ".", "--port", &port, "--locale", "en"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(support::said(&output).contains(&port));
}
