//! The systems of Moving Parts, on a deterministic kernel.
//!
//! A [`system::System`] is a plain state machine: a scenario and a seed start it, commands of a person and its own due
//! events move it on. The same scenario, seed and commands give the same run, bit for bit, natively and in every
//! browser; hence integer time, seeded randomness with a stream per entity, and no float whose bits differ between targets.
//!
//! | module | what it is |
//! |---|---|
//! | [`system`] | the contract that every system keeps |
//! | [`time`] | virtual time, in whole microseconds |
//! | [`queue`] | what is due when, in a stable order |
//! | [`random`] | seeded randomness, a stream per entity |
//! | [`timeline`] | a run that can be stepped, stepped back, sought and forked |
//! | [`moment`] | a timeline and a position in it, as a short code for a link |
//! | [`moment_file`] | the same as a JSON file |
//! | [`systems`] | the list of all systems, by number and by name |
//! | [`slices`] | heavy work in slices, so that a page does not stand still |
//! | [`state_hash`] | one number for a state, the same on every machine |
//! | [`servers`] | what all labs ask of a server's name and virtual nodes |
//! | [`text`] | numbers as people read them |
//! | [`hash_ring`] | the consistent-hash ring that is pulled apart |
//! | [`rehash`] | the same keys on mod-n and on a ring |
//! | [`evenness`] | how even rings are, measured and in theory |
//! | [`seven_ways`] | seven schemes on the same servers and keys |
//! | [`hot_key`] | one key that everybody asks for, and two ways out |
//! | [`limiter_lanes`] | six rate limiters on the same requests |
//! | [`limiter_bucket`] | a token bucket, and what its client is told |
//! | [`limiter_nodes`] | two limiters that share a store, and the race between them |
//! | [`limiter_rules`] | rules in a file, matched against requests |
//! | [`limiter_exercises`] | the tasks on rate limiting |
//! | [`bit_strip`] | the bits of a Snowflake, and machines that make some |
//! | [`four_ways`] | four ways to make IDs on the same servers |
//! | [`clock_back`] | a clock that is set back, and what machines do then |
//! | [`id_decoder`] | a pasted ID taken apart |
//! | [`collisions`] | how soon random IDs collide |
//! | [`short_codes`] | how short codes are cut from a hash |
//! | [`shortener`] | a URL shortener: two ways to a code, and the way of a click |
//! | [`code_collisions`] | many URLs, few codes: how often two want the same |
//! | [`code_length`] | how many digits are enough, and for how long |
//! | [`division`] | base 62, digit by digit |
//! | [`shortener_exercises`] | the tasks on the URL shortener |
//! | [`exercise`] | tasks from a seed, graded by the algorithm itself |
//! | [`ring_exercises`] | the tasks on the ring |
//! | [`id_exercises`] | the tasks on IDs |

pub mod bit_strip;
pub mod clock_back;
pub mod code_collisions;
pub mod code_length;
pub mod collisions;
pub mod division;
pub mod evenness;
pub mod exercise;
pub mod four_ways;
pub mod hash_ring;
pub mod hot_key;
pub mod id_decoder;
pub mod id_exercises;
pub mod key_set;
pub mod limiter_bucket;
pub mod limiter_exercises;
pub mod limiter_lanes;
pub mod limiter_nodes;
pub mod limiter_rules;
pub mod moment;
pub mod moment_file;
pub mod queue;
pub mod random;
pub mod rehash;
pub mod ring_exercises;
pub mod servers;
pub mod seven_ways;
pub mod short_codes;
pub mod shortener;
pub mod shortener_exercises;
pub mod slices;
pub mod state_hash;
pub mod system;
pub mod systems;
pub mod text;
pub mod time;
pub mod timeline;

mod checkpoints;
