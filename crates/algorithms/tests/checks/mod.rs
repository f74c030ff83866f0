//! The vectors of `../../vectors`, checked: natively, and in the browsers as part of `tests/web` of the root package.
//!
//! `#[wasm_bindgen_test(unsupported = test)]` makes a check a test on either side.
#![allow(clippy::expect_used, reason = "what fails here fails the test")]

mod ids;
mod limit;
mod relatives;
mod shortener;
mod wide_ids;

use algorithms::hashing::keys::SortedKeys;
use algorithms::hashing::mod_n;
use algorithms::hashing::moved::moved_arcs;
use algorithms::hashing::ring::Ring;
use algorithms::hashing::spread;
use algorithms::position::Position;
use serde_json::Value;
use wasm_bindgen_test::wasm_bindgen_test;

fn read(json: &str) -> Value {
    serde_json::from_str(json).expect("a vector file is JSON")
}

fn whole(value: &Value) -> u32 {
    u32::try_from(value.as_u64().expect("a whole number")).expect("32 bits")
}

fn ring_of(servers: u32, virtual_nodes: u32) -> Ring {
    let mut ring = Ring::new();
    for i in 0..servers {
        ring.add(&format!("s{i}"), virtual_nodes).expect("a new server");
    }
    ring
}

fn hundred_thousand_keys() -> Vec<Position> {
    (0..100_000).map(|i| Position::of(format!("key{i}").as_bytes())).collect()
}

fn close(measured: f64, wanted: &Value, tolerance: f64) {
    let wanted = wanted.as_f64().expect("a number");
    assert!((measured - wanted).abs() <= tolerance, "{measured} is not {wanted} ± {tolerance}");
}

/// SHA-1 puts every name of `hashes.json` where CPython's hashlib puts it.
#[wasm_bindgen_test(unsupported = test)]
fn sha1_agrees_with_hashlib() {
    let vectors = read(include_str!("../../vectors/hashes.json"));
    let mut seen = 0;
    for case in vectors["cases"].as_array().expect("cases") {
        let name = case["utf8"].as_str().expect("a name");
        assert_eq!(Position::of(name.as_bytes()).to_string(), case["sha1"].as_str().expect("a digest"), "{name:?}");
        seen += 1;
    }
    assert!(seen > 5);
}

/// Loads and their spread are those of `ring_stats.json`.
#[wasm_bindgen_test(unsupported = test)]
fn loads_agree_with_ring_stats() {
    let vectors = read(include_str!("../../vectors/ring_stats.json"));
    let keys = SortedKeys::new(&hundred_thousand_keys());
    for case in vectors["cases"].as_array().expect("cases") {
        let (servers, nodes) = (whole(&case["servers"]), whole(&case["vnodes"]));
        let loads = keys.loads(&ring_of(servers, nodes));
        let wanted: Vec<u32> = case["keys_per_server"].as_array().expect("loads").iter().map(whole).collect();
        assert_eq!(loads, wanted, "{servers} servers of {nodes} nodes");
        let each = vec![nodes; servers as usize];
        close(spread::measured(&loads, &each).expect("a spread"), &case["key_cv"], 0.000_01);
        close(spread::expected(&each).expect("a theory"), &case["theory_cv"], 0.000_01);
    }
}

/// When servers come or go, exactly as many keys move as in `ring_stats.json`, and only to or from those servers.
#[wasm_bindgen_test(unsupported = test)]
fn movement_agrees_with_ring_stats() {
    let vectors = read(include_str!("../../vectors/ring_stats.json"));
    let keys = SortedKeys::new(&hundred_thousand_keys());
    for case in vectors["movement"].as_array().expect("movement") {
        let (from, to, nodes) = (whole(&case["from"]), whole(&case["to"]), whole(&case["vnodes"]));
        let (before, after) = (ring_of(from, nodes), ring_of(to, nodes));
        let arcs = moved_arcs(&before, &after);
        let moved: u32 = arcs.iter().map(|arc| keys.count_on_arc(arc.after, arc.upto)).sum();
        assert_eq!(moved, whole(&case["moved"]), "{from} to {to} servers");
        let changed = from.min(to) as usize;
        for arc in arcs {
            let side = if to > from { arc.to } else { arc.from };
            assert_eq!(side.expect("an owner").slot(), changed, "only the server that came or went");
        }
    }
}

/// Modulo the number of servers almost all keys move: 80.04 % from 4 to 5 and 75.03 % from 4 to 3, with SHA-1.
#[wasm_bindgen_test(unsupported = test)]
fn mod_n_moves_what_the_chapter_says() {
    let keys = hundred_thousand_keys();
    let moved =
        |from, to| keys.iter().filter(|key| mod_n::server_of(**key, from) != mod_n::server_of(**key, to)).count();
    assert_eq!(moved(4, 5), 80_035);
    assert_eq!(moved(4, 3), 75_027);
}
