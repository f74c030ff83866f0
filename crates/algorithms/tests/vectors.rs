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

#[test]
fn the_libraries_hash_as_hashlib_and_mmh3_do() {
    checks::relatives::the_libraries_hash_as_hashlib_and_mmh3_do();
}

#[test]
fn ketama_agrees_with_uhashring() {
    checks::relatives::ketama_agrees_with_uhashring();
}

#[test]
fn ketama_moves_what_the_chapter_says() {
    checks::relatives::ketama_moves_what_the_chapter_says();
}

#[test]
fn jump_agrees_with_the_reference() {
    checks::relatives::jump_agrees_with_the_reference();
}

#[test]
fn jump_moves_what_the_chapter_says() {
    checks::relatives::jump_moves_what_the_chapter_says();
}

#[test]
fn rendezvous_agrees_with_clandestined() {
    checks::relatives::rendezvous_agrees_with_clandestined();
}

#[test]
fn rendezvous_moves_what_the_vectors_say() {
    checks::relatives::rendezvous_moves_what_the_vectors_say();
}

#[test]
fn maglev_agrees_with_the_paper() {
    checks::relatives::maglev_agrees_with_the_paper();
}

#[test]
fn maglev_moves_what_the_chapter_says() {
    checks::relatives::maglev_moves_what_the_chapter_says();
}

#[test]
fn bounded_agrees_with_the_vectors() {
    checks::relatives::bounded_agrees_with_the_vectors();
}

#[test]
fn windows_decide_as_the_vectors_do() {
    checks::limit::windows_decide_as_the_vectors_do();
}

#[test]
fn estimates_are_those_of_the_vectors() {
    checks::limit::estimates_are_those_of_the_vectors();
}

#[test]
fn gcra_and_the_token_bucket_agree_with_governor() {
    checks::limit::gcra_and_the_token_bucket_agree_with_governor();
}

#[test]
fn leaking_buckets_agree_with_nginx() {
    checks::limit::leaking_buckets_agree_with_nginx();
}

#[test]
fn the_worst_minute_is_what_the_chapter_says() {
    checks::limit::the_worst_minute_is_what_the_chapter_says();
}

#[test]
fn base62_agrees_with_pybase62() {
    checks::shortener::base62_agrees_with_pybase62();
}

#[test]
fn remainders_come_last_digit_first() {
    checks::shortener::remainders_come_last_digit_first();
}

#[test]
fn the_three_hashes_agree_with_hashlib_and_zlib() {
    checks::shortener::the_three_hashes_agree_with_hashlib_and_zlib();
}

#[test]
fn collisions_agree_with_the_vectors() {
    checks::shortener::collisions_agree_with_the_vectors();
}

#[test]
fn the_resolution_loop_agrees_with_the_vectors() {
    checks::shortener::the_resolution_loop_agrees_with_the_vectors();
}

#[test]
fn bloom_agrees_with_pybloom_and_mmh3() {
    checks::shortener::bloom_agrees_with_pybloom_and_mmh3();
}

#[test]
fn half_of_all_tries_collide_by_19_291_of_seven_hexadecimal_digits() {
    checks::shortener::half_of_all_tries_collide_by_19_291_of_seven_hexadecimal_digits();
}

#[test]
fn snowflakes_are_composed_and_parsed_as_by_snowflake_id() {
    checks::ids::snowflakes_are_composed_and_parsed_as_by_snowflake_id();
}

#[test]
fn a_snowflake_has_the_capacity_that_the_vectors_say() {
    checks::ids::a_snowflake_has_the_capacity_that_the_vectors_say();
}

#[test]
fn parts_out_of_range_are_refused() {
    checks::ids::parts_out_of_range_are_refused();
}

#[test]
fn a_machine_does_what_the_scala_worker_does() {
    checks::ids::a_machine_does_what_the_scala_worker_does();
}

#[test]
fn other_layouts_agree_with_the_vectors() {
    checks::ids::other_layouts_agree_with_the_vectors();
}

#[test]
fn tickets_agree_with_the_vectors() {
    checks::ids::tickets_agree_with_the_vectors();
}

#[test]
fn dates_are_those_of_the_vectors() {
    checks::wide_ids::dates_are_those_of_the_vectors();
}

#[test]
fn ulids_agree_with_npm_and_python() {
    checks::wide_ids::ulids_agree_with_npm_and_python();
}

#[test]
fn monotonic_ulids_agree_with_npm() {
    checks::wide_ids::monotonic_ulids_agree_with_npm();
}

#[test]
fn uuids_agree_with_npm_and_the_rfc() {
    checks::wide_ids::uuids_agree_with_npm_and_the_rfc();
}

#[test]
fn collisions_are_as_likely_as_the_vectors_say() {
    checks::wide_ids::collisions_are_as_likely_as_the_vectors_say();
}

#[test]
fn ids_of_the_vectors_are_recognised() {
    checks::wide_ids::ids_of_the_vectors_are_recognised();
}
