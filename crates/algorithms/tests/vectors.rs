//! The vectors, natively.

#![cfg(not(target_arch = "wasm32"))]

mod checks;

#[test]
fn sha1_agrees_with_hashlib() {
    checks::sha1_agrees_with_hashlib();
}

#[test]
fn loads_agree_with_ring_stats() {
    checks::loads_agree_with_ring_stats();
}

#[test]
fn movement_agrees_with_ring_stats() {
    checks::movement_agrees_with_ring_stats();
}

#[test]
fn mod_n_moves_what_the_chapter_says() {
    checks::mod_n_moves_what_the_chapter_says();
}
