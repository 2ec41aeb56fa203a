//! How few people are so few that a number tells of them.

/// Fewer people, or households, than this are a few: neighbours would know whom a number means (PIPL art. 4: what can be
/// told of a person is about that person).
pub const FEWEST: u32 = 5;

/// Whether a number is that of a few people: one to four. Of nobody, nothing can be told.
pub fn is_few(people: impl Into<u64>) -> bool {
    (1..u64::from(FEWEST)).contains(&people.into())
}
