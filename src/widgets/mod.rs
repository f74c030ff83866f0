//! What two chapters or more draw with.

pub mod scrub;
