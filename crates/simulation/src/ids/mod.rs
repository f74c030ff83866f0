//! Unique IDs.
//!
//! | module | what it is |
//! |---|---|
//! | [`bit_strip`] | the bits of a Snowflake, and machines that make some |
//! | [`four_ways`] | four ways to make IDs on the same servers |
//! | [`clock_back`] | a clock that is set back, and what machines do then |
//! | [`decoder`] | a pasted ID taken apart |
//! | [`collisions`] | how soon random IDs collide |
//! | [`exercises`] | the tasks on IDs |

pub mod bit_strip;
pub mod clock_back;
pub mod collisions;
pub mod decoder;
pub mod exercises;
pub mod four_ways;
