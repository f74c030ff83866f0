//! What is true of every system of the book: one program, which a new system is tried by as soon as it has its line in
//! [`simulation::systems`].
//!
//! | module | what it is |
//! |---|---|
//! | `contract` | the promises of [`simulation::kernel::system::System`], one test each |
//! | `fuzz` | random scenarios, commands, links and files: nothing panics, nothing takes for ever |
//! | `draw` | a random value of any type that serde can read |
//!
//! It is a program of its own because it counts all memory that is taken.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]

mod contract;
mod draw;
mod fuzz;

use std::sync::{Mutex, MutexGuard, PoisonError};

use peak_alloc::PeakAlloc;
use simulation::systems::{self, Visitor};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// One test at a time: the memory of all threads is counted together.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Tries each system of the book.
fn each_system(check: impl Visitor<Out = ()> + Copy) {
    let _turn = alone();
    for kind in systems::KINDS {
        systems::visit(*kind, check).expect("it is listed");
    }
}
