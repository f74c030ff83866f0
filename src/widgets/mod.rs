//! What two chapters or more draw with.

pub mod ask;
pub mod pick;
pub mod scrub;
