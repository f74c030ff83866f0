//! The parts that systems are wired from.
//!
//! A system holds an agenda and the parts that it is made of. Its tick pops the agenda and does what is due, with a person's
//! settings [bounded](bound). All parts are plain values that are copied with the system, hold only integers, and never panic.
//!
//! | module | what it is |
//! |---|---|
//! | [`agenda`] | the clock of a system, and what is due when |
//! | [`backoff`] | how long to wait before the next try |
//! | [`bound`] | numbers that a person may choose, and how far |
//! | [`load`] | when requests come |
//! | [`log`] | a history whose copies share what is full |
//! | [`meter`] | sums, percentiles, courses over time |
//! | [`named`] | choices with a name |
//! | [`network`] | messages under way, delays, losses, cuts |
//! | [`station`] | a queue and its workers |

pub mod agenda;
pub mod backoff;
pub mod bound;
pub mod load;
pub mod log;
pub mod meter;
pub mod named;
pub mod network;
pub mod station;
