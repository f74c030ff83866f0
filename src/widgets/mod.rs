//! What two chapters or more draw with.

pub mod field;
pub mod pick;
pub mod scrub;
