//! `cargo xtask fuzz`: random scenarios, commands, links and files for all systems, until it is interrupted or one fails.
//!
//! What is tried is in `crates/simulation/tests/contract/fuzz.rs`; the native tests try some hundreds.

use crate::arguments::Arguments;
use crate::command::{Failure, Outcome, program, run as run_program};

/// Begins with the input of a number, or with the first that the native tests do not try.
pub fn run(mut arguments: Arguments) -> Outcome {
    let seed = arguments.value("--seed")?;
    arguments.finish()?;
    // Overflow is checked in this profile, as in the tests.
    let mut cargo = program("cargo", &["test", "--locked", "--package", "simulation", "--test", "contract", "--"]);
    cargo.args(["fuzz::without_bound", "--exact", "--ignored", "--nocapture"]);
    if let Some(seed) = seed {
        let number: u64 = seed.parse().map_err(|_| Failure::from(format!("“{seed}” is no number of an input")))?;
        cargo.env("FUZZ_SEED", number.to_string());
    }
    run_program(cargo)
}
