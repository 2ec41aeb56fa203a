//! From a request's path to its answer, without any network.

use std::net::{IpAddr, SocketAddr};

use axum::body::Bytes;
use percent_encoding::percent_decode_str;

use super::state::State;
use super::{Words, page};

/// An answer, before it is put into HTTP.
pub(super) struct Answer {
    pub status: u16,
    pub kind: &'static str,
    pub body: Bytes,
    /// where to go instead
    pub location: Option<String>,
}

const HTML: &str = "text/html; charset=utf-8";

impl Answer {
    pub(super) fn new(status: u16, kind: &'static str, body: impl Into<Bytes>) -> Answer {
        Answer { status, kind, body: body.into(), location: None }
    }

    pub(super) fn text(status: u16, text: &str) -> Answer {
        Answer::new(status, "text/plain; charset=utf-8", text.to_owned())
    }
}

/// What is at the path, which is as it stands in the request: percent-encoded, with `/` before it.
pub(super) fn answer(state: &State, words: &Words, path: &str) -> Answer {
    let Some(pages) = &state.pages else {
        let status = if path == "/" || path.ends_with(".html") { 200 } else { 503 };
        return Answer::new(status, HTML, page::bare(state, words, &words.nothing_yet));
    };
    if let Ok(key) = percent_decode_str(path.strip_prefix('/').unwrap_or(path)).decode_utf8() {
        let index = if key.is_empty() || key.ends_with('/') { format!("{key}index.html") } else { key.to_string() };
        if let Some(body) = pages.get(&index) {
            return shown(200, &index, body, state);
        }
        if pages.contains_key(&format!("{key}/index.html")) {
            // The page's links are relative to the folder.
            return Answer { location: Some(format!("{path}/")), ..Answer::text(302, "") };
        }
    }
    match pages.get("404.html") {
        Some(body) => shown(404, "404.html", body, state),
        None => Answer::new(404, HTML, page::bare(state, words, &words.missing)),
    }
}

fn shown(status: u16, path: &str, body: &Bytes, state: &State) -> Answer {
    let kind = kind(path);
    if kind == HTML { Answer::new(status, kind, page::lively(body, state)) } else { Answer::new(status, kind, body.clone()) }
}

/// The content type, by the path's ending.
fn kind(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" | "toml" | "yaml" | "yml" => "text/plain; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "wasm" => "application/wasm",
        "zip" => "application/zip",
        "gz" => "application/gzip",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "mp4" => "video/mp4",
        _ => "application/octet-stream",
    }
}

/// Whether a request under this name may be answered. A page of somebody else's can let its own name point to this
/// machine and then read what is served here, but it cannot make the name be ours.
pub(super) fn is_own_name(host: &str, listening: SocketAddr) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None => host.split(':').next().unwrap_or(host),
    };
    if name.eq_ignore_ascii_case("localhost") {
        return true;
    }
    // Whoever listens to the whole network wants to be reached by number from there, and a number is no name.
    name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback() || ip == listening.ip() || listening.ip().is_unspecified())
}
