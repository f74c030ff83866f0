//! The chapters, a folder each, and what they share.

pub mod consistent_hashing;
pub mod outline;
pub mod scaffold;
