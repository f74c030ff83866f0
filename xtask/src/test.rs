//! `cargo xtask test`
use crate::arguments::Arguments;
use crate::command::Outcome;
pub fn run(arguments: Arguments) -> Outcome {
    arguments.finish()
}
