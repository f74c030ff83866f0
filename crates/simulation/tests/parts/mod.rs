//! The parts of systems: against naive twins, on random input, and at their edges.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod agenda;
mod backoff;
mod bound;
mod load;
mod log;
mod meter;
mod network;
mod station;
