//! The `gongshi` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    gongshi::cli::run()
}
