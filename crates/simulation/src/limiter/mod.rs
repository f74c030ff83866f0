//! The rate limiter.
//!
//! | module | what it is |
//! |---|---|
//! | [`lanes`] | six rate limiters on the same requests |
//! | [`bucket`] | a token bucket, and what its client is told |
//! | [`nodes`] | two limiters that share a store, and the race between them |
//! | [`rules`] | rules in a file, matched against requests |
//! | [`exercises`] | the tasks on rate limiting |

pub mod bucket;
pub mod exercises;
pub mod lanes;
pub mod nodes;
pub mod rules;
