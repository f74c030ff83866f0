//! The systems of Moving Parts, on a deterministic kernel.
//!
//! A [`kernel::system::System`] is a plain state machine: a scenario and a seed start it, commands of a person and its own due
//! events move it on. The same scenario, seed and commands give the same run, bit for bit, natively and in every
//! browser; hence integer time, seeded randomness with a stream per entity, and no float whose bits differ between targets.
//!
//! | module | what it is |
//! |---|---|
//! | [`kernel`] | what runs every system: timeline, moments, clock, chance |
//! | [`parts`] | what systems are wired from |
//! | [`ring`], [`limiter`], [`ids`], [`shortener`] | the systems and the tasks, a folder per chapter |
//! | [`systems`] | the list of all systems, by number and by name |

pub mod ids;
pub mod kernel;
pub mod limiter;
pub mod parts;
pub mod ring;
pub mod shortener;
pub mod systems;
