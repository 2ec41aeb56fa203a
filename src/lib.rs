//! gongshi (公示): a community's public record, compiled into a site its owners can trust.
//! The rooms, in the order in which they may import each other (each only those below it).

pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod figures;
pub mod forms;
pub mod history;
pub mod import;
pub mod jurisdiction;
pub mod model;
pub mod publish;
pub mod render;
pub mod serve;
pub mod source;
