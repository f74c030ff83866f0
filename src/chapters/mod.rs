//! The chapters, a folder each.

pub mod consistent_hashing;
