//! Writing the site and switching it whole: a reader sees the old site or the new one, never a mixture.
//!
//! Two trees are kept. The live one is OUT (`site`); the spare one stands beside it, in `.site.gongshi/`, with
//! files hard-linked between the two and never modified in place. A build brings the spare forward to what is
//! drawn and exchanges the two by one system call. Until that call OUT is not touched, so a failed or killed
//! build leaves it as it was, to the byte and the inode.
//!
//! ```text
//! site/                 OUT, with a marker `.gongshi-site` in its root
//! .site.gongshi/spare/  the other tree
//! .site.gongshi/index-N what is in the tree whose root is inode N: a tree without one is not trusted
//! .site.gongshi/lock    held while a build runs
//! ```
//!
//! - `build.rs`: [`publish`], the order of a build from first page to switch
//! - `writer.rs`: [`Writer`], what the drawing threads see
//! - `address.rs`: which page paths are accepted, and that no two of them clash
//! - `place.rs`: OUT and the folder beside it: judging, locking, recovering, tidying
//! - `tree.rs`: a tree that stands, and whether it still is what its index says
//! - `index.rs`: the index file of a tree
//! - `spare.rs`: bringing the spare tree forward
//! - `exchange.rs`: the switch itself
//! - `error.rs`: what can go wrong

mod address;
mod build;
mod error;
mod exchange;
mod index;
mod place;
mod spare;
#[cfg(test)]
mod tests;
mod tree;
mod writer;

pub use build::{Summary, publish, publish_by, recover};
pub use error::{BadPath, PublishError, PublishFailure};
pub use exchange::Switch;
pub use writer::Writer;
