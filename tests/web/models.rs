//! The checks of the crates below, in the browser: the same functions, and the same constants, as natively.

use wasm_bindgen_test::wasm_bindgen_test;

#[path = "../../crates/algorithms/tests/checks/mod.rs"]
mod algorithms;
#[path = "../../crates/simulation/tests/support/mod.rs"]
mod counter;
#[path = "../../crates/simulation/tests/checks/ids.rs"]
mod ids;
#[path = "../../crates/simulation/tests/checks/limiter.rs"]
mod limiter;
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

#[wasm_bindgen_test]
fn windows_decide_as_the_vectors_do() {
    algorithms::limit::windows_decide_as_the_vectors_do();
}

#[wasm_bindgen_test]
fn estimates_are_those_of_the_vectors() {
    algorithms::limit::estimates_are_those_of_the_vectors();
}

#[wasm_bindgen_test]
fn gcra_and_the_token_bucket_agree_with_governor() {
    algorithms::limit::gcra_and_the_token_bucket_agree_with_governor();
}

#[wasm_bindgen_test]
fn leaking_buckets_agree_with_nginx() {
    algorithms::limit::leaking_buckets_agree_with_nginx();
}

#[wasm_bindgen_test]
fn the_worst_minute_is_what_the_chapter_says() {
    algorithms::limit::the_worst_minute_is_what_the_chapter_says();
}

#[wasm_bindgen_test]
fn an_attack_on_the_edge_doubles_the_fixed_window_and_not_the_log() {
    limiter::an_attack_on_the_edge_doubles_the_fixed_window_and_not_the_log();
}

#[wasm_bindgen_test]
fn a_choice_decides_the_same_past_again() {
    limiter::a_choice_decides_the_same_past_again();
}

#[wasm_bindgen_test]
fn get_and_set_lets_too_many_through_and_one_atomic_step_none() {
    limiter::get_and_set_lets_too_many_through_and_one_atomic_step_none();
}

#[wasm_bindgen_test]
fn a_client_that_obeys_wastes_few_requests() {
    limiter::a_client_that_obeys_wastes_few_requests();
}

#[wasm_bindgen_test]
fn a_run_of_each_ends_in_the_same_state_everywhere() {
    limiter::a_run_of_each_ends_in_the_same_state_everywhere();
}

#[wasm_bindgen_test]
fn snowflakes_are_composed_and_parsed_as_by_snowflake_id() {
    algorithms::ids::snowflakes_are_composed_and_parsed_as_by_snowflake_id();
}

#[wasm_bindgen_test]
fn a_snowflake_has_the_capacity_that_the_vectors_say() {
    algorithms::ids::a_snowflake_has_the_capacity_that_the_vectors_say();
}

#[wasm_bindgen_test]
fn parts_out_of_range_are_refused() {
    algorithms::ids::parts_out_of_range_are_refused();
}

#[wasm_bindgen_test]
fn a_machine_does_what_the_scala_worker_does() {
    algorithms::ids::a_machine_does_what_the_scala_worker_does();
}

#[wasm_bindgen_test]
fn other_layouts_agree_with_the_vectors() {
    algorithms::ids::other_layouts_agree_with_the_vectors();
}

#[wasm_bindgen_test]
fn tickets_agree_with_the_vectors() {
    algorithms::ids::tickets_agree_with_the_vectors();
}

#[wasm_bindgen_test]
fn dates_are_those_of_the_vectors() {
    algorithms::wide_ids::dates_are_those_of_the_vectors();
}

#[wasm_bindgen_test]
fn ulids_agree_with_npm_and_python() {
    algorithms::wide_ids::ulids_agree_with_npm_and_python();
}

#[wasm_bindgen_test]
fn monotonic_ulids_agree_with_npm() {
    algorithms::wide_ids::monotonic_ulids_agree_with_npm();
}

#[wasm_bindgen_test]
fn uuids_agree_with_npm_and_the_rfc() {
    algorithms::wide_ids::uuids_agree_with_npm_and_the_rfc();
}

#[wasm_bindgen_test]
fn collisions_are_as_likely_as_the_vectors_say() {
    algorithms::wide_ids::collisions_are_as_likely_as_the_vectors_say();
}

#[wasm_bindgen_test]
fn ids_of_the_vectors_are_recognised() {
    algorithms::wide_ids::ids_of_the_vectors_are_recognised();
}

#[wasm_bindgen_test]
fn the_old_order_issues_a_duplicate_and_the_right_one_refuses_and_goes_on() {
    ids::the_old_order_issues_a_duplicate_and_the_right_one_refuses_and_goes_on();
}

#[wasm_bindgen_test]
fn the_last_of_4097_waits_for_the_next_millisecond() {
    ids::the_last_of_4097_waits_for_the_next_millisecond();
}

#[wasm_bindgen_test]
fn an_added_server_makes_duplicates_unless_every_step_is_changed() {
    ids::an_added_server_makes_duplicates_unless_every_step_is_changed();
}

#[wasm_bindgen_test]
fn runs_of_the_ids_end_in_the_same_state_everywhere() {
    ids::runs_of_the_ids_end_in_the_same_state_everywhere();
}
