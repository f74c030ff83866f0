//! The kernel: what runs every system, and knows none.
//!
//! | module | what it is |
//! |---|---|
//! | [`moment`] | a timeline and a position in it, as a short code for a link |
//! | [`moment_file`] | the same as a JSON file |
//! | [`random`] | seeded randomness, a stream per entity |
//! | [`slices`] | heavy work in slices, so that a page does not stand still |
//! | [`state_hash`] | one number for a state, the same on every machine |
//! | [`system`] | the contract that every system keeps |
//! | [`text`] | numbers as people read them |
//! | [`time`] | virtual time, in whole microseconds |
//! | [`timeline`] | a run that can be stepped, stepped back, sought and forked |
//! | [`exercise`] | tasks from a seed, graded by the algorithm itself |

pub mod exercise;
pub mod moment;
pub mod moment_file;
pub mod random;
pub mod slices;
pub mod state_hash;
pub mod system;
pub mod text;
pub mod time;
pub mod timeline;

mod checkpoints;
