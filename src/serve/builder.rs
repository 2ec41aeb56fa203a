//! Building again after each change, and saying so in the terminal.

use std::any::Any;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use tokio::sync::watch::Sender;

use super::state::State;
use super::watch::Watch;
use super::{Build, Words, fill};

/// Builds, waits for a change, builds again; until nobody is listening any more.
pub(super) fn run(mut build: impl FnMut() -> Build, mut watch: Watch, words: &Words, shown: &Sender<Option<Arc<State>>>) {
    let run = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos());
    let mut before: Option<Arc<State>> = None;
    loop {
        let began = Instant::now();
        let built = attempt(&mut build, words);
        let succeeded = built.pages.is_some();
        let state = Arc::new(State::after(before.as_deref(), built, words, run));
        report(before.as_deref(), &state, succeeded, began, words);
        // Who is told the same again would lose the place where they were reading.
        if before.as_deref().is_none_or(|before| before.version != state.version || before.problems != state.problems) {
            shown.send_replace(Some(Arc::clone(&state)));
        }
        before = Some(state);
        let Some(changed) = watch.wait(|| !shown.is_closed()) else { return };
        say(&fill(&words.rebuilding, &[("file", &changed)]));
    }
}

/// A fault of ours in one file must not take the server down, which then could not show it.
fn attempt(build: &mut impl FnMut() -> Build, words: &Words) -> Build {
    // Whatever the closure holds is as the panic left it; it reads the folder anew each time.
    catch_unwind(AssertUnwindSafe(build)).unwrap_or_else(|panic| {
        let problem = fill(&words.crashed, &[("message", message(&*panic))]);
        Build { pages: None, problems: Some(problem), problem_count: 1 }
    })
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("?")
}

fn report(before: Option<&State>, state: &State, succeeded: bool, began: Instant, words: &Words) {
    if let Some(problems) = &state.problems {
        say(&problems.heading);
        // Who saves five times without mending it has read it.
        if before.and_then(|state| state.problems.as_ref()) != Some(problems) {
            say(problems.text.trim_end());
        }
    }
    if !succeeded {
        return;
    }
    let seconds = format!("{:.2}", began.elapsed().as_secs_f64());
    if before.is_some_and(|before| before.version == state.version) {
        say(&fill(&words.unchanged, &[("seconds", &seconds)]));
    } else {
        let pages = state.pages.as_ref().map_or(0, |pages| pages.len()).to_string();
        say(&fill(&words.built, &[("pages", &pages), ("seconds", &seconds)]));
    }
}

/// A line in the terminal; a terminal that is gone is no reason to end.
pub(super) fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
