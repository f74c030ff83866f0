//! The vectors of the ring's relatives, checked.

use algorithms::hashing::bounded::{Bounded, Slack};
use algorithms::hashing::jump;
use algorithms::hashing::ketama::{self, Ketama};
use algorithms::hashing::maglev::{Maglev, Wish};
use algorithms::hashing::rendezvous::Rendezvous;
use algorithms::position::Position;
use md5::{Digest as _, Md5};
use mur3::{murmurhash3_x64_128, murmurhash3_x86_32};
use serde_json::Value;

use super::{hundred_thousand_keys, read, ring_of, whole};
use wasm_bindgen_test::wasm_bindgen_test;

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().expect("a list").iter().map(text).collect()
}

fn wholes(value: &Value) -> Vec<u32> {
    value.as_array().expect("a list").iter().map(whole).collect()
}

/// `lookup` of a vector: each key, and the server that must own it.
fn lookups(case: &Value) -> impl Iterator<Item = (&str, Option<&str>)> {
    let entries = case["lookup"].as_object().expect("lookups");
    assert!(!entries.is_empty());
    entries.iter().map(|(key, server)| (key.as_str(), server.as_str()))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Of the keys key0, key1, ..., those whose owner is another one.
fn moved(keys: u32, before: impl Fn(&[u8]) -> u32, after: impl Fn(&[u8]) -> u32) -> Vec<(u32, u32)> {
    let names = (0..keys).map(|i| format!("key{i}"));
    let owners = names.map(|name| (before(name.as_bytes()), after(name.as_bytes())));
    owners.filter(|(before, after)| before != after).collect()
}

/// MD5 and both murmurs give what `hashes.json` has from hashlib and mmh3.
#[wasm_bindgen_test(unsupported = test)]
fn the_libraries_hash_as_hashlib_and_mmh3_do() {
    let vectors = read(include_str!("../../vectors/hashes.json"));
    let cases = vectors["cases"].as_array().expect("cases");
    assert!(cases.len() > 5);
    for case in cases {
        let bytes = text(&case["utf8"]).as_bytes();
        assert_eq!(hexadecimal(&Md5::digest(bytes)), text(&case["md5"]));
        for (seed, wanted) in [(0, "murmur3_x86_32_seed0"), (1, "murmur3_x86_32_seed1")] {
            assert_eq!(format!("{:08x}", murmurhash3_x86_32(bytes, seed)), text(&case[wanted]));
        }
        let (h1, h2) = murmurhash3_x64_128(bytes, 0);
        assert_eq!([format!("{h1:016x}"), format!("{h2:016x}")], *texts(&case["murmur3_x64_128_seed0_h1h2"]));
    }
}

/// Points and owners are those of uhashring, npm's hashring and libketama.
#[wasm_bindgen_test(unsupported = test)]
fn ketama_agrees_with_uhashring() {
    let vectors = read(include_str!("../../vectors/ketama_ring.json"));
    for case in vectors["cases"].as_array().expect("cases") {
        let servers = texts(&case["servers"]);
        let ring = Ketama::new(&servers).expect("a ring");
        let points = ring.points();
        assert_eq!(points.len(), whole(&case["points"]) as usize);
        let said = |point: &ketama::Point| [point.place.to_string(), servers[point.server as usize].to_owned()];
        for (point, wanted) in points.iter().zip(case["first3_points"].as_array().into_iter().flatten()) {
            assert_eq!(said(point), *texts(wanted));
        }
        if let Some(last) = points.last() {
            assert_eq!(said(last), *texts(&case["last_point"]));
        }
        for (key, wanted) in lookups(case) {
            assert_eq!(ring.owner(key.as_bytes()).map(|i| servers[i as usize]), wanted, "{key:?}");
        }
    }
}

/// From 4 to 5 servers ketama moves 20.58 % of the keys, all to the new one, and mod-n by the same hash 80.29 %; from 4 to 3
/// they move 24.46 % and 75.10 %.
#[wasm_bindgen_test(unsupported = test)]
fn ketama_moves_what_the_chapter_says() {
    let vectors = read(include_str!("../../vectors/ketama_ring.json"));
    let wanted = &vectors["movement_100k_keys"];
    // By the last number of each name, whatever the place in the list.
    let owner = |numbers: &'static [u32]| {
        let names: Vec<String> = numbers.iter().map(|i| format!("10.0.0.{i}:11211")).collect();
        let ring = Ketama::new(&names).expect("a ring");
        move |key: &[u8]| numbers[ring.owner(key).expect("an owner") as usize]
    };
    let grown = moved(100_000, owner(&[1, 2, 3, 4]), owner(&[1, 2, 3, 4, 5]));
    assert_eq!(grown.len() as u32, whole(&wanted["4->5 ring moved"]));
    assert!(grown.iter().all(|(_, to)| *to == 5));
    let shrunk = moved(100_000, owner(&[1, 2, 3, 4]), owner(&[1, 3, 4]));
    assert_eq!(shrunk.len() as u32, whole(&wanted["4->3 ring moved"]));
    assert!(shrunk.iter().all(|(from, _)| *from == 2));
    let by_mod = |to| moved(100_000, |key| ketama::place_of(key) % 4, |key| ketama::place_of(key) % to).len() as u32;
    assert_eq!(by_mod(5), whole(&wanted["4->5 mod moved"]));
    assert_eq!(by_mod(3), whole(&wanted["4->3 mod moved"]));
}

/// Buckets are those of the paper's authors' code, of go-jump and of Guava.
#[wasm_bindgen_test(unsupported = test)]
fn jump_agrees_with_the_reference() {
    let vectors = read(include_str!("../../vectors/jump_hash.json"));
    for case in vectors["cases"].as_array().expect("cases") {
        let key: u64 = text(&case["key"]).parse().expect("a key");
        if case["bucket"].is_null() {
            for (buckets, wanted) in (1..).zip(wholes(&case["buckets_1_to_n"])) {
                assert_eq!(jump::bucket(key, buckets), Ok(wanted), "{key} of {buckets}");
            }
        } else {
            assert_eq!(jump::bucket(key, whole(&case["buckets"])), Ok(whole(&case["bucket"])), "{key}");
        }
    }
}

/// From 4 to 5 buckets jump moves 20.14 % of the keys, all to the new bucket.
#[wasm_bindgen_test(unsupported = test)]
fn jump_moves_what_the_chapter_says() {
    let vectors = read(include_str!("../../vectors/jump_hash.json"));
    let keys = hundred_thousand_keys();
    for (from, to) in [(4, 5), (10, 11), (99, 100)] {
        let wanted = &vectors["movement"][format!("{from}->{to}")];
        let bucket = |key: &Position, buckets| jump::bucket(jump::number_of(*key), buckets).expect("a bucket");
        let moved: Vec<u32> = keys
            .iter()
            .map(|key| (bucket(key, from), bucket(key, to)))
            .filter(|(a, b)| a != b)
            .map(|(_, b)| b)
            .collect();
        assert_eq!(moved.len() as u32, whole(&wanted["moved"]));
        assert!(moved.iter().all(|bucket| *bucket == from));
    }
}

/// Owners are those of clandestined.
#[wasm_bindgen_test(unsupported = test)]
fn rendezvous_agrees_with_clandestined() {
    let vectors = read(include_str!("../../vectors/rendezvous.json"));
    for case in vectors["cases"].as_array().expect("cases") {
        let servers = texts(&case["nodes"]);
        let lots = Rendezvous::new(&servers, whole(&case["seed"])).expect("servers");
        for (key, wanted) in lookups(case) {
            assert_eq!(lots.owner(key.as_bytes()).map(|i| servers[i as usize]), wanted, "{key:?}");
        }
    }
}

/// As many keys move as with clandestined, only to the new server, and those of a removed one to all that stay.
#[wasm_bindgen_test(unsupported = test)]
fn rendezvous_moves_what_the_vectors_say() {
    let vectors = read(include_str!("../../vectors/rendezvous.json"));
    let wanted = &vectors["movement_20k"];
    let owner = |names: &[&'static str]| {
        let lots = Rendezvous::new(names, 0).expect("servers");
        // By the number in the name, whatever the place in the list.
        let numbers: Vec<u32> = names.iter().map(|name| name[1..].parse().expect("a number")).collect();
        move |key: &[u8]| numbers[lots.owner(key).expect("an owner") as usize]
    };
    let four = || owner(&["s0", "s1", "s2", "s3"]);
    let grown = moved(20_000, four(), owner(&["s0", "s1", "s2", "s3", "s4"]));
    assert_eq!(grown.len() as u32, whole(&wanted["4->5 moved"]));
    assert!(grown.iter().all(|(_, to)| *to == 4));
    let shrunk = moved(20_000, four(), owner(&["s0", "s2", "s3"]));
    assert_eq!(shrunk.len() as u32, whole(&wanted["4->3 moved"]));
    assert!(shrunk.iter().all(|(from, _)| *from == 1));
    for (server, count) in wanted["s1's keys respread to"].as_object().expect("counts") {
        let came = shrunk.iter().filter(|(_, to)| format!("s{to}") == *server).count();
        assert_eq!(came as u32, whole(count), "{server}");
    }
}

/// Tables are those of the paper, of go-maglev and of the larger derived ones.
#[wasm_bindgen_test(unsupported = test)]
fn maglev_agrees_with_the_paper() {
    let vectors = read(include_str!("../../vectors/maglev.json"));
    for case in vectors["cases"].as_array().expect("cases") {
        match case["permutation_columns"].as_array() {
            Some(columns) => small_table(case, columns),
            None => large_table(case),
        }
    }
}

fn small_table(case: &Value, columns: &[Value]) {
    let size = whole(&case["M"]);
    let wishes: Vec<Wish> = columns
        .iter()
        .map(|column| {
            let column = wholes(column);
            Wish { offset: column[0], skip: (column[1] + size - column[0]) % size }
        })
        .collect();
    let before = Maglev::fill(&wishes, size).expect("a table");
    let without_1 = Maglev::fill(&[wishes[0], wishes[2]], size).expect("a table");
    let after: Vec<u32> = without_1.slots().iter().map(|server| server * 2).collect();
    let (wanted, wanted_after) = if case["lookup"].is_null() {
        (&case["lookup_before"], &case["lookup_after_removing_B1"])
    } else {
        (&case["lookup"], &case["lookup_dead_1"])
    };
    assert_eq!(before.slots(), wholes(wanted));
    assert_eq!(after, wholes(wanted_after));
}

fn large_table(case: &Value) {
    let (servers, size) = (whole(&case["N"]), whole(&case["M"]));
    let names: Vec<String> = (0..servers).map(|i| format!("backend-{i}")).collect();
    let wishes: Vec<Wish> = names.iter().take(3).map(|name| Wish::of(name, size)).collect();
    assert_eq!(wishes.iter().map(|wish| wish.offset).collect::<Vec<_>>(), wholes(&case["offset_first3"]));
    assert_eq!(wishes.iter().map(|wish| wish.skip).collect::<Vec<_>>(), wholes(&case["skip_first3"]));
    let table = Maglev::new(&names, size).expect("a table");
    let first = if case["lookup"].is_null() { &case["lookup_first10"] } else { &case["lookup"] };
    let first = wholes(first);
    assert_eq!(table.slots()[..first.len()], first);
    let mut shares = vec![0; names.len()];
    table.slots().iter().for_each(|server| shares[*server as usize] += 1);
    assert_eq!(shares.iter().min(), Some(&whole(&case["min_share"])));
    assert_eq!(shares.iter().max(), Some(&whole(&case["max_share"])));
    let changed = survivors_slots_moved(&names, 1, size);
    assert_eq!(changed, whole(&case["after_removing_1: slots of surviving backends that changed"]));
}

/// How many slots of those who stay change hands when a server is removed.
fn survivors_slots_moved(names: &[String], removed: usize, size: u32) -> u32 {
    let mut fewer = names.to_vec();
    fewer.remove(removed);
    let (before, after) = (Maglev::new(names, size).expect("a table"), Maglev::new(&fewer, size).expect("a table"));
    let owners = before.slots().iter().zip(after.slots());
    let changed = owners
        .map(|(before, after)| (&names[*before as usize], &fewer[*after as usize]))
        .filter(|(before, after)| **before != names[removed] && before != after);
    changed.count() as u32
}

/// Of 100 servers in a table of 65,537 slots, one is removed: 0.56 % of the slots of those who stay change hands.
#[wasm_bindgen_test(unsupported = test)]
fn maglev_moves_what_the_chapter_says() {
    let names: Vec<String> = (0..100).map(|i| format!("backend-{i}")).collect();
    let changed = survivors_slots_moved(&names, 1, 65_537);
    let stayed = Maglev::new(&names, 65_537).expect("a table").slots().iter().filter(|server| **server != 1).count();
    let share = format!("{:.2}", f64::from(changed) * 100.0 / stayed as f64);
    assert_eq!(share, "0.56", "{changed} of {stayed}");
}

/// Loads, spilled keys and the first twenty places are those of `bounded_loads.json`.
#[wasm_bindgen_test(unsupported = test)]
fn bounded_agrees_with_the_vectors() {
    let vectors = read(include_str!("../../vectors/bounded_loads.json"));
    for case in vectors["cases"].as_array().expect("cases") {
        let ring = ring_of(whole(&case["servers"]), whole(&case["vnodes"]));
        let keys = whole(&case["keys"]);
        let per_mille = (case["epsilon"].as_f64().expect("a number") * 1_000.0).round() as u32;
        let slack = Slack::per_mille(per_mille).expect("a slack");
        let mut bounded = Bounded::new(&ring, keys.into(), slack).expect("a server");
        assert_eq!(bounded.capacity(), u64::from(whole(&case["capacity_per_server"])));
        let places: Vec<_> = (0..keys)
            .map(|i| bounded.place(Position::of(format!("key{i}").as_bytes()), &mut ()).expect("room"))
            .collect();
        let first: Vec<u32> = places.iter().take(20).map(|placed| placed.server.slot() as u32).collect();
        assert_eq!(first, wholes(&case["first20"]));
        let spilled = places.iter().filter(|placed| placed.passed_on > 0).count() as u32;
        assert_eq!(spilled, whole(&case["spilled_keys"]));
        let loads: Vec<u32> = bounded.loads().iter().map(|load| *load as u32).collect();
        assert_eq!(loads, wholes(&case["loads"]));
    }
}
