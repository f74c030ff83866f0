//! All tests of the systems, in one program: each program is linked by itself.
//!
//! `checks` and the check in `support` run in the browsers too; the others run natively only.

mod checks;
mod evenness;
mod hash_ring;
mod hot_key;
mod id_exercises;
mod ids;
mod kernel;
mod limiter;
mod limiter_exercises;
mod model_answer;
mod moment_file;
mod parts;
mod rehash;
mod replay;
mod retract;
mod ring_exercises;
mod same_lines;
mod seven_ways;
mod shortener;
mod shortener_exercises;
mod slices;
mod support;
