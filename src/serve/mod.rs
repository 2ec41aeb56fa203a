//! The development server: builds in memory, serves on this machine, rebuilds on save and reloads the page.
//!
//! A build that fails leaves the last good site in place, with the problems listed in every page until they are
//! gone. Nothing is written to disk.
//!
//! - `mod.rs`: [`serve`] and what it is told
//! - `watch.rs`: waiting for changes in the folder
//! - `builder.rs`: building again after each change, and saying so in the terminal
//! - `state.rs`: what is shown: the last good site, and the problems
//! - `http.rs`: from a request's path to its answer, without any network
//! - `page.rs`: what is added to a page that is served: the script, the problems
//! - `policy.rs`: letting the script through the page's own Content-Security-Policy
//! - `reload.rs`: the script in the page, and what it is sent
//! - `listen.rs`: the network

mod builder;
mod http;
mod listen;
mod page;
mod policy;
mod reload;
mod state;
#[cfg(test)]
mod tests;
mod watch;

use std::collections::HashMap;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::{fmt, io};
pub use watch::Watch;

/// What one build came to.
pub struct Build {
    /// path in the site → contents; `None` if errors block
    pub pages: Option<HashMap<String, Vec<u8>>>,
    /// diagnostics in plain text, to be shown in every page and in the terminal
    pub problems: Option<String>,
    /// how many they are
    pub problem_count: usize,
}

/// What to serve, and where.
pub struct Options {
    /// the folder that is watched, with all that lies in it
    pub folder: PathBuf,
    /// what is not watched: OUT and its spare tree. `site`, `.site.gongshi`, `.gongshi` and `.git` never are.
    pub ignore: Vec<PathBuf>,
    /// where to listen; with port 0 the system chooses one
    pub address: SocketAddr,
    /// everything that a person reads
    pub words: Words,
}

/// Everything that a person reads, in their language. Names in braces are filled in.
#[derive(Debug, Clone)]
pub struct Words {
    /// the language, as HTML writes it: `zh-CN`
    pub lang: String,
    /// once, in the terminal: `{address}`
    pub serving: String,
    /// in the terminal when something was saved: `{file}`
    pub rebuilding: String,
    /// in the terminal after a build: `{pages}`, `{seconds}`
    pub built: String,
    /// in the terminal after a build that made the same pages: `{seconds}`
    pub unchanged: String,
    /// above problems that block, in the terminal and in the page, while there is no good site: `{count}`
    pub problems: String,
    /// the same, while the last good site is still shown: `{count}`
    pub problems_kept: String,
    /// above problems that do not: `{count}`
    pub notes: String,
    /// heading of the page that is shown as long as there is no good site
    pub nothing_yet: String,
    /// heading of the page for an address that there is none for
    pub missing: String,
    /// answer to a request that came under another name than this machine's own
    pub refused: String,
    /// a fault of ours, as a problem: `{message}`
    pub crashed: String,
    /// in the terminal, if the system cannot tell of changes and the folder is looked through again and again
    pub polling: String,
}

/// Why there is no server.
#[derive(Debug)]
#[non_exhaustive]
pub enum ServeError {
    /// Another program listens there.
    PortTaken {
        /// where
        address: SocketAddr,
    },
    /// The system does not let us listen there.
    NoListening {
        /// where
        address: SocketAddr,
        /// the system's own word
        source: io::Error,
    },
    /// The folder cannot be watched, not even by looking at it again and again.
    NoWatching {
        /// which
        folder: PathBuf,
        /// the reason
        source: notify::Error,
    },
    /// The system gives no thread, no timer or no signals.
    NoRuntime {
        /// the system's own word
        source: io::Error,
    },
}

/// Builds, serves, and builds again whenever something changes in the folder, until Ctrl-C.
///
/// # Errors
/// If there is no listening at the address or no watching of the folder. What goes wrong in a build is shown, and
/// is no error.
pub fn serve(options: Options, build: impl FnMut() -> Build + Send + 'static) -> Result<(), ServeError> {
    let Options { folder, ignore, address, words } = options;
    // Before the first build, which may take a while, so that a port that is taken is known at once.
    let listener = TcpListener::bind(address).map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => ServeError::PortTaken { address },
        _ => ServeError::NoListening { address, source },
    })?;
    let words = Arc::new(words);
    // Before the first build too: what is saved during it is not missed.
    let watch = watch::Watch::start(&folder, &ignore)?;
    if watch.is_polling() {
        builder::say(&words.polling);
    }
    let (sender, receiver) = tokio::sync::watch::channel(None);
    let for_builder = Arc::clone(&words);
    std::thread::Builder::new()
        .name("build".into())
        .spawn(move || builder::run(build, watch, &for_builder, &sender))
        .map_err(|source| ServeError::NoRuntime { source })?;
    listen::run(listener, receiver, words).map_err(|source| ServeError::NoRuntime { source })
}

/// The words with the names in braces filled in.
fn fill(words: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(words.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ServeError::PortTaken { address } => write!(f, "another program listens on {address}"),
            ServeError::NoListening { address, source } => write!(f, "cannot listen on {address}: {source}"),
            ServeError::NoWatching { folder, source } => write!(f, "cannot watch {}: {source}", folder.display()),
            ServeError::NoRuntime { source } => write!(f, "cannot start: {source}"),
        }
    }
}

impl std::error::Error for ServeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ServeError::PortTaken { .. } => None,
            ServeError::NoListening { source, .. } | ServeError::NoRuntime { source } => Some(source),
            ServeError::NoWatching { source, .. } => Some(source),
        }
    }
}
