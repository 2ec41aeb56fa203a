//! What is added to a page that is served: the script that reloads it, and the problems of the last build.

use std::borrow::Cow;

use super::Words;
use super::policy;
use super::reload::{PROBLEMS_ID, SCRIPT_PATH, VERSION_NAME};
use super::state::State;

/// The page with the script and the problems, and with a policy that lets them.
pub(super) fn lively(html: &[u8], state: &State) -> Vec<u8> {
    let html = policy::relaxed(html);
    let end = b"</body>";
    let at = html.windows(end.len()).rposition(|part| part.eq_ignore_ascii_case(end)).unwrap_or(html.len());
    let mut page = Vec::with_capacity(html.len() + 512);
    page.extend_from_slice(&html[..at]);
    page.extend_from_slice(addition(state).as_bytes());
    page.extend_from_slice(&html[at..]);
    page
}

/// A page where the site has none.
pub(super) fn bare(state: &State, words: &Words, heading: &str) -> String {
    let (lang, heading, addition) = (escaped(&words.lang), escaped(heading), addition(state));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{heading}</title>\
         <style>body{{margin:2rem;font-family:system-ui,sans-serif}}pre{{overflow-x:auto;line-height:1.5}}</style>\
         </head>\n<body data-gongshi-bare>\n<h1>{heading}</h1>\n{addition}</body></html>\n"
    )
}

/// The problems stand in the page itself too, for whoever reads it without the script.
fn addition(state: &State) -> String {
    let problems = state.problems.as_ref().map_or(String::new(), |problems| {
        let (heading, text) = (escaped(&problems.heading), escaped(&problems.text));
        format!("<div id=\"{PROBLEMS_ID}\" role=\"alert\"><h2>{heading}</h2><pre>{text}</pre></div>\n")
    });
    let version = escaped(&state.version);
    format!(
        "{problems}<meta name=\"{VERSION_NAME}\" content=\"{version}\">\n\
         <script src=\"{SCRIPT_PATH}\" defer></script>\n"
    )
}

/// Text as it stands in HTML, also in an attribute between double quotes.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;"))
}
