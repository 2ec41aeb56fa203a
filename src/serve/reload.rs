//! The script in the page, and what it is sent.

use serde_json::json;

use super::state::State;

/// Where the script is.
pub(super) const SCRIPT_PATH: &str = "/__gongshi/reload.js";
/// Where the script listens.
pub(super) const EVENTS_PATH: &str = "/__gongshi/events";
/// The element of the page with the problems in it.
pub(super) const PROBLEMS_ID: &str = "gongshi-problems";
/// The `<meta>` that says which version of the site the page is of.
pub(super) const VERSION_NAME: &str = "gongshi-version";

/// What is shown, as the script wants to know it: at once when it asks, and after each build.
pub(super) fn message(state: &State) -> String {
    let problems = state.problems.as_ref().map(|problems| json!({ "heading": problems.heading, "text": problems.text }));
    json!({ "version": state.version, "problems": problems }).to_string()
}

/// The script. It styles what it shows through the object model, since the page's policy forbids styles in the
/// markup, and in a shadow tree, so that neither disturbs the other's styles.
pub(super) const SCRIPT: &str = r##""use strict";
(() => {
  const served = document.querySelector('meta[name="gongshi-version"]')?.content;
  const bare = document.body.hasAttribute("data-gongshi-bare");
  let box = null;
  let open = true;

  const list = (problems) => {
    const details = document.createElement("details");
    details.open = open;
    details.addEventListener("toggle", () => { open = details.open; });
    const summary = document.createElement("summary");
    summary.textContent = problems.heading;
    const text = document.createElement("pre");
    text.textContent = problems.text;
    details.append(summary, text);
    return details;
  };

  const show = (problems) => {
    const given = document.getElementById("gongshi-problems");
    if (bare && given && problems) {
      given.querySelector("h2").textContent = problems.heading;
      given.querySelector("pre").textContent = problems.text;
      return;
    }
    given?.remove();
    box?.remove();
    box = null;
    if (!problems) return;
    box = document.createElement("div");
    box.id = "gongshi-problems";
    box.setAttribute("role", "alert");
    const shadow = box.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      :host { all: initial; position: fixed; inset: auto 0 0 0; z-index: 2147483647; }
      details { color-scheme: dark; background: #2b1216; color: #ffe9e6; border-top: 3px solid #ff5a4d; font: 14px/1.5 system-ui, sans-serif; }
      summary { padding: .6em 1em; cursor: pointer; font-weight: 600; }
      pre { margin: 0; padding: 0 1em 1em; max-height: 50vh; overflow: auto; font: 13px/1.5 ui-monospace, monospace; }
      @media print { :host { display: none; } }
    `);
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(list(problems));
    document.body.append(box);
  };

  let source = null;
  const disconnect = () => { source?.close(); source = null; };
  // A browser has six connections to a server, so tabs that nobody sees keep none.
  const connect = () => {
    if (source || document.hidden) return;
    source = new EventSource("/__gongshi/events");
    source.addEventListener("message", (message) => {
      const state = JSON.parse(message.data);
      if (served && state.version !== served) {
        disconnect();
        location.reload();
      } else {
        show(state.problems);
      }
    });
    source.addEventListener("error", () => {
      if (source?.readyState === EventSource.CLOSED) {
        disconnect();
        setTimeout(connect, 1000);
      }
    });
  };
  document.addEventListener("visibilitychange", () => { document.hidden ? disconnect() : connect(); });
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);
  connect();
})();
"##;
