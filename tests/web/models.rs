//! The checks of the crates below, in the browser: the same functions, and the same constants, as natively.

use wasm_bindgen_test::wasm_bindgen_test;

#[path = "../../crates/algorithms/tests/checks/mod.rs"]
pub mod algorithms;
#[path = "../../crates/simulation/tests/support/mod.rs"]
mod counter;
#[path = "../../crates/simulation/tests/checks/relatives.rs"]
mod relatives;
#[path = "../../crates/simulation/tests/checks/mod.rs"]
mod systems;

#[wasm_bindgen_test]
fn sha1_agrees_with_hashlib() {
    algorithms::sha1_agrees_with_hashlib();
}

#[wasm_bindgen_test]
fn loads_agree_with_ring_stats() {
    algorithms::loads_agree_with_ring_stats();
}

#[wasm_bindgen_test]
fn movement_agrees_with_ring_stats() {
    algorithms::movement_agrees_with_ring_stats();
}

#[wasm_bindgen_test]
fn mod_n_moves_what_the_chapter_says() {
    algorithms::mod_n_moves_what_the_chapter_says();
}

#[wasm_bindgen_test]
fn the_libraries_hash_as_hashlib_and_mmh3_do() {
    algorithms::relatives::the_libraries_hash_as_hashlib_and_mmh3_do();
}

#[wasm_bindgen_test]
fn ketama_agrees_with_uhashring() {
    algorithms::relatives::ketama_agrees_with_uhashring();
}

#[wasm_bindgen_test]
fn ketama_moves_what_the_chapter_says() {
    algorithms::relatives::ketama_moves_what_the_chapter_says();
}

#[wasm_bindgen_test]
fn jump_agrees_with_the_reference() {
    algorithms::relatives::jump_agrees_with_the_reference();
}

#[wasm_bindgen_test]
fn jump_moves_what_the_chapter_says() {
    algorithms::relatives::jump_moves_what_the_chapter_says();
}

#[wasm_bindgen_test]
fn rendezvous_agrees_with_clandestined() {
    algorithms::relatives::rendezvous_agrees_with_clandestined();
}

#[wasm_bindgen_test]
fn rendezvous_moves_what_the_vectors_say() {
    algorithms::relatives::rendezvous_moves_what_the_vectors_say();
}

#[wasm_bindgen_test]
fn maglev_agrees_with_the_paper() {
    algorithms::relatives::maglev_agrees_with_the_paper();
}

#[wasm_bindgen_test]
fn maglev_moves_what_the_chapter_says() {
    algorithms::relatives::maglev_moves_what_the_chapter_says();
}

#[wasm_bindgen_test]
fn bounded_agrees_with_the_vectors() {
    algorithms::relatives::bounded_agrees_with_the_vectors();
}

#[wasm_bindgen_test]
fn from_four_to_five_servers_moves_what_the_chapter_says() {
    systems::from_four_to_five_servers_moves_what_the_chapter_says();
}

#[wasm_bindgen_test]
fn from_four_to_three_servers_moves_what_the_chapter_says() {
    systems::from_four_to_three_servers_moves_what_the_chapter_says();
}

#[wasm_bindgen_test]
fn a_run_of_rehash_ends_in_the_same_state_everywhere() {
    systems::a_run_of_rehash_ends_in_the_same_state_everywhere();
}

#[wasm_bindgen_test]
fn a_run_of_a_counter_ends_in_the_same_state_everywhere() {
    counter::a_run_of_a_counter_ends_in_the_same_state_everywhere();
}

#[wasm_bindgen_test]
fn a_fifth_server_moves_what_the_chapter_says() {
    relatives::a_fifth_server_moves_what_the_chapter_says();
}

#[wasm_bindgen_test]
fn the_ring_turns_requests_away_that_the_others_serve() {
    relatives::the_ring_turns_requests_away_that_the_others_serve();
}

#[wasm_bindgen_test]
fn a_run_of_evenness_ends_in_the_same_state_everywhere() {
    relatives::a_run_of_evenness_ends_in_the_same_state_everywhere();
}

#[wasm_bindgen_test]
fn a_run_of_seven_ways_ends_in_the_same_state_everywhere() {
    relatives::a_run_of_seven_ways_ends_in_the_same_state_everywhere();
}

#[wasm_bindgen_test]
fn a_run_of_hot_key_ends_in_the_same_state_everywhere() {
    relatives::a_run_of_hot_key_ends_in_the_same_state_everywhere();
}

#[wasm_bindgen_test]
fn ketama_moves_what_its_figures_say() {
    relatives::ketama_moves_what_its_figures_say();
}
