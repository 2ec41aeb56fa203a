//! Progress of long work on a terminal; nothing where output is piped.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// A bar that appears once the work has taken a while.
pub struct Progress {
    bar: ProgressBar,
    started: std::time::Instant,
}

impl Progress {
    pub fn new(length: usize, words: &str) -> Self {
        let bar = ProgressBar::with_draw_target(Some(length as u64), ProgressDrawTarget::stderr_with_hz(10));
        // The template is ours and well formed; without it the default style serves.
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}") {
            bar.set_style(style);
        }
        bar.set_message(words.to_owned());
        Progress { bar, started: std::time::Instant::now() }
    }

    /// One step done.
    pub fn step(&self) {
        if !self.bar.is_hidden() && self.started.elapsed() > PATIENCE {
            self.bar.inc(1);
        }
    }

    pub fn done(&self) {
        self.bar.finish_and_clear();
    }
}
