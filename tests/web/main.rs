//! Tests in the browser: one binary, because each costs a browser's start.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "what fails here fails the test")]

mod board;
mod controls;
mod crash;
mod desk;
mod ids;
mod learn;
mod limiter;
mod models;
mod page;
mod player;
mod progress;
mod relatives;
mod scenes;
mod scrub;
mod sequence;
mod shortener;
mod slices;
mod source;
mod sum;
mod wait;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
