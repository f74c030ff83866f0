//! The checks of the crates below, in the browser: the same functions, and the same constants, as natively.

#[path = "../../crates/algorithms/tests/checks/mod.rs"]
mod algorithms;
#[path = "../../crates/simulation/tests/support/mod.rs"]
mod counter;
#[path = "../../crates/simulation/tests/checks/mod.rs"]
mod systems;
