//! The command line: one file a command, thin.
//!
//! This room must not know how anything is worked out; it calls the other rooms and says what came of it.

mod args;
mod build;
mod check;
mod check_watch;
mod diff;
mod earlier;
mod explain;
mod explain_chapter;
mod files;
mod fix;
mod git_host;
mod help;
mod import;
mod import_report;
mod import_site;
mod misuse;
mod new;
mod opened;
mod progress;
mod redact;
mod schema;
mod serve;
mod submission;
mod template;
mod words;

use std::process::ExitCode;

use args::Command;

/// What became of a command, as its exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 0
    Done,
    /// 1: the input has errors.
    InputErrors,
    /// 2: usage or environment.
    Unusable,
}

/// Reads the arguments, runs the command, returns its exit status.
pub fn run() -> ExitCode {
    let (args, locale) = match args::parse() {
        Ok(parsed) => parsed,
        Err(status) => return ExitCode::from(status),
    };
    crate::source::quiet_readers();
    let outcome = match args.command {
        Command::New(options) => new::run(&options, locale),
        Command::Check(options) => check::run(&options, locale),
        Command::Build(options) => build::run(&options, locale),
        Command::Serve(options) => serve::run(&options, locale),
        Command::Diff(options) => diff::run(&options, locale),
        Command::Explain(options) => explain::run(&options, locale),
        Command::Redact(options) => redact::run(&options, locale),
        Command::Import(options) => import::run(&options, locale),
        Command::Schema(options) => schema::run(&options, locale),
        Command::Template(options) => template::run(&options, locale),
    };
    ExitCode::from(match outcome {
        Outcome::Done => 0,
        Outcome::InputErrors => 1,
        Outcome::Unusable => 2,
    })
}
