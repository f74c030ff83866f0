//! The parts that systems are wired from.
//!
//! | module | what it is |
//! |---|---|
//! | [`queue`] | what is due when, in a stable order |

pub mod queue;
