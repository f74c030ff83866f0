//! The ring's relatives against naive twins, the property that each is known for, and their edges.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::collections::BTreeSet;

use algorithms::hashing::bounded::{Bounded, BoundedError, Slack, first_with_room};
use algorithms::hashing::cost::Tally;
use algorithms::hashing::jump::{self, JumpError};
use algorithms::hashing::ketama::{self, Ketama, KetamaError};
use algorithms::hashing::maglev::{LARGE, Maglev, MaglevError, Wish};
use algorithms::hashing::rendezvous::{Rendezvous, RendezvousError};
use algorithms::hashing::ring::Ring;
use algorithms::position::Position;
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

/// Different names of all kinds, in any order.
fn names() -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set("[a-c日é-]{0,3}", 1..12).prop_map(|set| set.into_iter().collect()).prop_shuffle()
}

fn keys() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(".{0,6}", 1..40)
}

fn without(names: &[String], index: usize) -> Vec<String> {
    let mut fewer = names.to_vec();
    fewer.remove(index);
    fewer
}

/// The rule of ketama, word for word: of all points, the nearest at or after the key, past zero if need be.
fn naive_ketama(names: &[String], key: &str) -> String {
    let place = ketama::place_of(key.as_bytes());
    let ring = Ketama::new(names).unwrap();
    let nearest = ring
        .points()
        .iter()
        .min_by_key(|point| (point.place.wrapping_sub(place), names[point.server as usize].as_str()));
    names[nearest.unwrap().server as usize].clone()
}

/// The paper's story, bucket by bucket: when bucket n comes, the key's next random number says whether that is where its
/// next jump leads.
fn naive_jump(key: u64, buckets: u32) -> u32 {
    let mut random = key;
    let mut draw = || {
        random = random.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1);
        ((random >> 33) + 1) as f64 / 2_147_483_648.0
    };
    let (mut here, mut landing) = (0, (1.0 / draw()).floor());
    for bucket in 1..buckets {
        if f64::from(bucket) >= landing {
            here = bucket;
            landing = ((f64::from(here) + 1.0) / draw()).floor();
        }
    }
    here
}

/// Each server's whole permutation, written out, and turns taken in it: figure 5 of the paper.
fn naive_maglev(wishes: &[Wish], size: u32) -> Vec<u32> {
    let lists: Vec<Vec<u32>> = wishes
        .iter()
        .map(|wish| {
            (0..u64::from(size)).map(|j| ((u64::from(wish.offset) + j * u64::from(wish.skip)) % u64::from(size)) as u32)
        })
        .map(Iterator::collect)
        .collect();
    let mut owners = vec![None; size as usize];
    let mut turn = 0;
    while owners.iter().any(Option::is_none) {
        let server = turn % lists.len();
        let free = lists[server].iter().find(|slot| owners[**slot as usize].is_none()).unwrap();
        owners[*free as usize] = Some(server as u32);
        turn += 1;
    }
    owners.into_iter().flatten().collect()
}

proptest! {
    #[test]
    fn ketama_finds_the_nearest_point_clockwise(names in names(), keys in keys()) {
        let ring = Ketama::new(&names).unwrap();
        for key in keys {
            let owner = ring.owner(key.as_bytes()).map(|i| names[i as usize].clone());
            prop_assert_eq!(owner, Some(naive_ketama(&names, &key)));
        }
    }

    #[test]
    fn with_ketama_and_rendezvous_only_the_keys_of_a_removed_server_move(
        names in names(), keys in keys(), index: prop::sample::Index,
    ) {
        let removed = index.index(names.len());
        let fewer = without(&names, removed);
        let (ring, smaller) = (Ketama::new(&names).unwrap(), Ketama::new(&fewer).unwrap());
        let (lots, fewer_lots) = (Rendezvous::new(&names, 7).unwrap(), Rendezvous::new(&fewer, 7).unwrap());
        for key in keys.iter().map(String::as_bytes) {
            for (before, after) in [(ring.owner(key), smaller.owner(key)), (lots.owner(key), fewer_lots.owner(key))] {
                let before = &names[before.unwrap() as usize];
                let after = after.map(|i| &fewer[i as usize]);
                prop_assert!(*before == names[removed] || Some(before) == after);
            }
        }
    }

    #[test]
    fn the_order_of_the_servers_never_matters(names in names(), keys in keys()) {
        let mut sorted = names.clone();
        sorted.sort();
        let (ring, same) = (Ketama::new(&names).unwrap(), Ketama::new(&sorted).unwrap());
        let (lots, same_lots) = (Rendezvous::new(&names, 0).unwrap(), Rendezvous::new(&sorted, 0).unwrap());
        for key in keys.iter().map(String::as_bytes) {
            let of = |list: &[String], owner: Option<u32>| list[owner.unwrap() as usize].clone();
            prop_assert_eq!(of(&names, ring.owner(key)), of(&sorted, same.owner(key)));
            prop_assert_eq!(of(&names, lots.owner(key)), of(&sorted, same_lots.owner(key)));
        }
    }

    #[test]
    fn jump_agrees_with_the_story_of_one_bucket_after_another(key: u64, buckets in 1..400_u32) {
        prop_assert_eq!(jump::bucket(key, buckets), Ok(naive_jump(key, buckets)));
    }

    #[test]
    fn a_new_bucket_is_the_only_place_to_jump_to(key: u64, buckets in 1..u32::MAX) {
        let (before, after) = (jump::bucket(key, buckets).unwrap(), jump::bucket(key, buckets + 1).unwrap());
        prop_assert!(before < buckets);
        prop_assert!(after == before || after == buckets);
    }

    #[test]
    fn the_highest_score_wins(names in names(), keys in keys(), seed: u32) {
        let lots = Rendezvous::new(&names, seed).unwrap();
        for key in keys.iter().map(String::as_bytes) {
            let score = |i: &u32| (lots.score(*i, key), &names[*i as usize]);
            prop_assert_eq!(lots.owner(key), (0..names.len() as u32).max_by_key(score));
        }
    }

    #[test]
    fn maglev_takes_turns_over_whole_permutations(
        size in prop::sample::select(vec![13_u32, 17, 53, 101, 251]),
        draws in prop::collection::vec((any::<u32>(), any::<u32>()), 1..12),
    ) {
        let wishes: Vec<Wish> =
            draws.iter().map(|(a, b)| Wish { offset: a % size, skip: b % (size - 1) + 1 }).collect();
        let table = Maglev::fill(&wishes, size).unwrap();
        prop_assert_eq!(table.slots(), naive_maglev(&wishes, size));
        let mut shares = vec![0_u32; wishes.len()];
        table.slots().iter().for_each(|server| shares[*server as usize] += 1);
        prop_assert!(shares.iter().max().unwrap() - shares.iter().min().unwrap() <= 1);
        for wish in wishes {
            let slots: BTreeSet<u32> = (0..size).map(|j| (wish.offset + j * wish.skip) % size).collect();
            prop_assert_eq!(slots.len(), size as usize, "a permutation");
        }
    }

    #[test]
    fn no_server_holds_more_than_its_capacity_and_each_key_is_at_the_first_with_room(
        servers in 1..8_u32, nodes in 1..5_u32, keys in 0..200_u64, per_mille in 1..2_000_u32,
    ) {
        let ring = ring_of(servers, nodes);
        let slack = Slack::per_mille(per_mille).unwrap();
        let mut bounded = Bounded::new(&ring, keys, slack).unwrap();
        let wanted = (keys as f64 * f64::from(1_000 + per_mille) / (1_000.0 * f64::from(servers))).ceil() as u64;
        prop_assert!(bounded.capacity().abs_diff(wanted) <= 1, "but for the float's rounding");
        for key in 0..keys {
            let position = Position::of(&key.to_be_bytes());
            let loads = bounded.loads().to_vec();
            let clockwise = ring.replicas(position, servers as usize);
            let naive = clockwise.iter().position(|server| loads[server.slot()] < bounded.capacity()).unwrap();
            let placed = bounded.place(position, &mut ()).unwrap();
            prop_assert_eq!((placed.server, placed.passed_on as usize), (clockwise[naive], naive));
        }
        prop_assert!(bounded.loads().iter().all(|load| *load <= bounded.capacity()));
        prop_assert_eq!(bounded.loads().iter().sum::<u64>(), keys);
    }
}

fn ring_of(servers: u32, nodes: u32) -> Ring {
    let mut ring = Ring::new();
    for i in 0..servers {
        ring.add(&format!("s{i}"), nodes).unwrap();
    }
    ring
}

#[test]
fn every_slot_of_the_large_tables_is_the_vectors() {
    let vectors: serde_json::Value = serde_json::from_str(include_str!("../vectors/maglev.json")).unwrap();
    let large = vectors["cases"].as_array().unwrap().iter().filter(|case| case["lookup_sha256"].is_string());
    let mut seen = 0;
    for case in large {
        let names: Vec<String> = (0..case["N"].as_u64().unwrap()).map(|i| format!("backend-{i}")).collect();
        let table = Maglev::new(&names, case["M"].as_u64().unwrap() as u32).unwrap();
        let text: Vec<String> = table.slots().iter().map(ToString::to_string).collect();
        let digest: String = Sha256::digest(text.join(",")).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digest, case["lookup_sha256"].as_str().unwrap());
        seen += 1;
    }
    assert_eq!(seen, 3);
}

#[test]
fn what_makes_no_sense_is_a_typed_error() {
    let twice = ["s0", "日", "s0"];
    assert_eq!(Ketama::new(&twice), Err(KetamaError::DuplicateName("s0".into())));
    assert_eq!(Rendezvous::new(&twice, 0), Err(RendezvousError::DuplicateName("s0".into())));
    assert_eq!(Maglev::new(&twice, 7), Err(MaglevError::DuplicateName("s0".into())));
    let many: Vec<String> = (0..=ketama::MOST_SERVERS).map(|i| i.to_string()).collect();
    assert_eq!(Ketama::new(&many), Err(KetamaError::TooManyServers { servers: 1_001 }));
    assert_eq!(jump::bucket(1, 0), Err(JumpError::NoBucket));
    assert_eq!(Maglev::new::<&str>(&[], 7), Err(MaglevError::NoServer));
    for size in [0, 1, 4, 9, 65_536, 655_371] {
        assert_eq!(Maglev::new(&["s0"], size), Err(MaglevError::NotPrime(size)));
    }
    assert_eq!(Maglev::new(&["a", "b", "c"], 3), Err(MaglevError::TooSmall { size: 3, servers: 3 }));
    for size in [LARGE + 6, u32::MAX] {
        assert_eq!(Maglev::new(&["s0"], size), Err(MaglevError::TooLarge(size)));
    }
    for (offset, skip) in [(7, 1), (0, 0), (0, 7)] {
        let wish = Wish { offset, skip };
        assert_eq!(Maglev::fill(&[wish], 7), Err(MaglevError::Wish(wish)));
    }
    assert_eq!(Slack::per_mille(0), Err(BoundedError::ZeroSlack));
    assert_eq!(Slack::per_mille(10_001), Err(BoundedError::TooMuchSlack(10_001)));
    let slack = Slack::per_mille(1).unwrap();
    assert_eq!(slack.capacity(1, 0), Err(BoundedError::NoServer));
    assert_eq!(Bounded::new(&Ring::new(), 1, slack).unwrap_err(), BoundedError::NoServer);
}

#[test]
fn without_a_server_no_key_has_an_owner() {
    assert_eq!(Ketama::new::<&str>(&[]).unwrap().owner(b"key0"), None);
    assert_eq!(Rendezvous::new::<&str>(&[], 0).unwrap().owner(b"key0"), None);
    let nowhere = first_with_room(&Ring::new(), Position::ZERO, |_| false, &mut (), &mut ());
    assert_eq!(nowhere, Err(BoundedError::NoServer));
}

#[test]
fn a_key_more_than_was_planned_for_finds_every_server_full() {
    let ring = ring_of(2, 2);
    let mut bounded = Bounded::new(&ring, 2, Slack::per_mille(1).unwrap()).unwrap();
    let placed = (0..5_u8).map(|key| bounded.place(Position::of(&[key]), &mut ()));
    assert_eq!(placed.filter(Result::is_ok).count(), 4, "two servers of capacity 2");
    assert_eq!(bounded.place(Position::ZERO, &mut ()), Err(BoundedError::Full));
}

#[test]
fn a_capacity_is_exact_where_a_float_is_not() {
    let slack = Slack::per_mille(50).unwrap();
    assert_eq!((1.05_f64 * 1_000.0 / 5.0).ceil(), 210.0);
    assert_eq!(slack.capacity(1_000, 5), Ok(210));
    assert_eq!((1.1_f64 * 100.0 / 10.0).ceil(), 12.0, "a float rounds up");
    assert_eq!(Slack::per_mille(100).unwrap().capacity(100, 10), Ok(11));
    assert_eq!(slack.capacity(u64::MAX, 1), Ok(u64::MAX));
}

#[test]
fn lookups_cost_what_their_documentation_says() {
    let names: Vec<String> = (0..10).map(|i| format!("s{i}")).collect();
    let mut tally = Tally::default();
    Rendezvous::new(&names, 0).unwrap().owner_watched(b"key0", &mut tally, &mut ());
    assert_eq!(tally, Tally { hashes: 10, steps: 9 });
    let mut tally = Tally::default();
    Maglev::new(&names, 101).unwrap().owner_watched(b"key0", &mut tally, &mut ());
    assert_eq!(tally, Tally { hashes: 1, steps: 1 });
    let mut tally = Tally::default();
    Ketama::new(&names).unwrap().owner_metered(b"key0", &mut tally);
    assert_eq!(tally.hashes, 1);
    assert!((10..=11).contains(&tally.steps), "a binary search over 1,600 points looks at {}", tally.steps);
    let jumps: u32 = (0..1_000)
        .map(|key| {
            let mut tally = Tally::default();
            jump::bucket_watched(jump::number_of(Position::of(&u32::to_be_bytes(key))), 1_000, &mut tally, &mut ())
                .unwrap();
            tally.steps
        })
        .sum();
    // The first step leads to bucket 0, and each further bucket i < n is jumped into by 1 key in i + 1: H_1000 = 7.49.
    assert!((6_900..8_100).contains(&jumps), "about 7.49 jumps a key: {jumps}");
}

#[test]
fn the_lots_of_a_node_and_a_key_are_drawn_over_their_names_joined() {
    let lots = Rendezvous::new(&["a-b", "a"], 0).unwrap();
    assert_eq!(lots.score(0, b"c"), lots.score(1, b"b-c"), "so says the rule, and so do other clients");
    assert_eq!(lots.score(2, b"c"), None);
}
