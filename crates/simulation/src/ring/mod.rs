//! Consistent hashing.
//!
//! | module | what it is |
//! |---|---|
//! | [`hash_ring`] | the consistent-hash ring that is pulled apart |
//! | [`rehash`] | the same keys on mod-n and on a ring |
//! | [`evenness`] | how even rings are, measured and in theory |
//! | [`seven_ways`] | seven schemes on the same servers and keys |
//! | [`hot_key`] | one key that everybody asks for, and two ways out |
//! | [`exercises`] | the tasks on the ring |
//! | [`servers`] | what all labs ask of a server's name and virtual nodes |

pub mod evenness;
pub mod exercises;
pub mod hash_ring;
pub mod hot_key;
pub mod key_set;
pub mod rehash;
pub mod servers;
pub mod seven_ways;
