//! The checks of the chapter's last three systems, natively.

#![cfg(not(target_arch = "wasm32"))]

#[path = "checks/relatives.rs"]
mod checks;

#[test]
fn a_fifth_server_moves_what_the_chapter_says() {
    checks::a_fifth_server_moves_what_the_chapter_says();
}

#[test]
fn the_ring_turns_requests_away_that_the_others_serve() {
    checks::the_ring_turns_requests_away_that_the_others_serve();
}

#[test]
fn a_run_of_evenness_ends_in_the_same_state_everywhere() {
    checks::a_run_of_evenness_ends_in_the_same_state_everywhere();
}

#[test]
fn a_run_of_seven_ways_ends_in_the_same_state_everywhere() {
    checks::a_run_of_seven_ways_ends_in_the_same_state_everywhere();
}

#[test]
fn a_run_of_hot_key_ends_in_the_same_state_everywhere() {
    checks::a_run_of_hot_key_ends_in_the_same_state_everywhere();
}

#[test]
fn ketama_moves_what_its_figures_say() {
    checks::ketama_moves_what_its_figures_say();
}
