//! What two chapters or more draw with.

pub mod pick;
pub mod scrub;
