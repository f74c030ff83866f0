//! What two chapters or more draw with.

pub mod ask;
pub mod bit_strip;
pub mod pick;
pub mod scrub;
