//! The ring against a naive twin that looks at every point for every key, and its edges.

#![cfg(not(target_arch = "wasm32"))]

use algorithms::hashing::keys::SortedKeys;
use algorithms::hashing::mod_n;
use algorithms::hashing::moved::moved_arcs;
use algorithms::hashing::ring::{Ring, RingError, ServerId};
use algorithms::hashing::spread;
use algorithms::position::Position;
use proptest::array::uniform20;
use proptest::prelude::*;
use sha1::{Digest, Sha1};

/// The rule of the ring, word for word: of all points, the nearest clockwise; at one position, the first name.
fn naive_owner(ring: &Ring, key: Position) -> Option<ServerId> {
    let name = |id: ServerId| ring.server(id).map(|server| server.name.clone());
    let nearest =
        ring.points().iter().min_by_key(|point| (point.position.distance_from(key), name(point.server), point.node));
    nearest.map(|point| point.server)
}

/// Walks the points one by one from the key, noting each new server.
fn naive_replicas(ring: &Ring, key: Position, count: usize) -> Vec<ServerId> {
    let mut points = ring.points().to_vec();
    points.sort_by_key(|point| {
        (point.position.distance_from(key), ring.server(point.server).map(|s| s.name.clone()), point.node)
    });
    let mut found: Vec<ServerId> = Vec::new();
    for point in points {
        if !found.contains(&point.server) && found.len() < count {
            found.push(point.server);
        }
    }
    found
}

#[derive(Clone, Debug)]
enum Change {
    Add(u8, u32),
    Remove(u8),
    Turn(u8, u32),
    Place(u8, u32, u32),
    SetNodes(u8, u32),
}

fn change() -> impl Strategy<Value = Change> {
    // Positions from a handful of values, so that nodes really do collide.
    let turn = prop_oneof![Just(0), Just(1 << 30), Just(1 << 31), any::<u32>()];
    prop_oneof![
        (0..8_u8, 1..6_u32).prop_map(|(s, n)| Change::Add(s, n)),
        (0..8_u8).prop_map(Change::Remove),
        (0..8_u8, 0..9_u32).prop_map(|(s, n)| Change::SetNodes(s, n)),
        (0..8_u8, turn.clone()).prop_map(|(s, t)| Change::Turn(s, t)),
        (0..8_u8, 0..6_u32, turn).prop_map(|(s, n, t)| Change::Place(s, n, t)),
    ]
}

fn apply(ring: &mut Ring, change: &Change) {
    // A change that the ring refuses must leave it as it was: the tests go on with whatever it is then.
    let before = ring.clone();
    let done = match *change {
        Change::Add(server, nodes) => ring.add(&format!("s{server}"), nodes),
        Change::Remove(server) => ring.remove(&format!("s{server}")),
        Change::SetNodes(server, nodes) => ring.set_nodes(&format!("s{server}"), nodes),
        Change::Turn(server, by) => ring.turn(&format!("s{server}"), Position::from_turn(by)),
        Change::Place(server, node, at) => ring.place(&format!("s{server}"), node, Position::from_turn(at)),
    };
    if done.is_err() {
        assert_eq!(*ring, before);
    }
}

fn positions() -> impl Strategy<Value = Vec<Position>> {
    let exact = prop_oneof![Just(0), Just(1 << 30), Just(1 << 31)].prop_map(Position::from_turn);
    let hashed = any::<u32>().prop_map(|n| Position::of(&n.to_be_bytes()));
    prop::collection::vec(prop_oneof![exact, hashed, Just(Position::MAX)], 0..60)
}

#[test]
fn a_text_of_any_length_stands_where_its_sha1_says() {
    let text: Vec<u8> = (0..=200).collect();
    for length in 0..=text.len() {
        let text = &text[..length];
        assert_eq!(Position::of(text).to_bytes(), <[u8; 20]>::from(Sha1::digest(text)), "{length} bytes");
    }
}

proptest! {
    #[test]
    fn places_are_in_the_order_of_their_numbers(a in uniform20(0..2_u8), b in uniform20(0..2_u8)) {
        prop_assert_eq!(Position::from_bytes(a).cmp(&Position::from_bytes(b)), a.cmp(&b));
    }

    #[test]
    fn owner_and_replicas_agree_with_the_naive_twin(
        changes in prop::collection::vec(change(), 0..20), keys in positions(), count in 0..6_usize,
    ) {
        let mut ring = Ring::new();
        for change in &changes {
            apply(&mut ring, change);
        }
        for key in keys {
            prop_assert_eq!(ring.owner_at(key), naive_owner(&ring, key));
            prop_assert_eq!(ring.replicas(key, count), naive_replicas(&ring, key, count));
        }
    }

    #[test]
    fn moved_arcs_hold_exactly_the_keys_whose_owner_changed(
        changes in prop::collection::vec(change(), 0..12), last in change(), keys in positions(),
    ) {
        let mut ring = Ring::new();
        for change in &changes {
            apply(&mut ring, change);
        }
        let before = ring.clone();
        apply(&mut ring, &last);
        let sorted = SortedKeys::new(&keys);
        let arcs = moved_arcs(&before, &ring);
        let mut moved: Vec<u32> = arcs.iter().flat_map(|arc| sorted.numbers_on_arc(arc.after, arc.upto)).collect();
        moved.sort_unstable();
        let naive: Vec<u32> = (0..).zip(&keys)
            .filter(|(_, key)| naive_owner(&before, **key) != naive_owner(&ring, **key))
            .map(|(number, _)| number)
            .collect();
        prop_assert_eq!(moved, naive);
        for arc in arcs {
            prop_assert_eq!(before.owner_at(arc.upto), arc.from);
            prop_assert_eq!(ring.owner_at(arc.upto), arc.to);
        }
    }

    #[test]
    fn loads_agree_with_asking_for_every_key(changes in prop::collection::vec(change(), 0..12), keys in positions()) {
        let mut ring = Ring::new();
        for change in &changes {
            apply(&mut ring, change);
        }
        let mut naive = vec![0_u32; ring.slots()];
        for key in &keys {
            if let Some(owner) = naive_owner(&ring, *key) {
                naive[owner.slot()] += 1;
            }
        }
        prop_assert_eq!(SortedKeys::new(&keys).loads(&ring), naive);
    }

    #[test]
    fn the_order_of_adding_never_matters(order in Just(vec![0, 1, 2, 3, 4]).prop_shuffle(), keys in positions()) {
        let build = |order: &[u32]| {
            let mut ring = Ring::new();
            for server in order {
                ring.add(&format!("s{server}"), 3).unwrap();
                ring.place(&format!("s{server}"), 0, Position::ZERO).unwrap();
            }
            ring
        };
        let (sorted, shuffled) = (build(&[0, 1, 2, 3, 4]), build(&order));
        for key in keys {
            let owner = |ring: &Ring| ring.owner_at(key).and_then(|id| ring.server(id)).map(|s| s.name.clone());
            prop_assert_eq!(owner(&sorted), owner(&shuffled));
        }
    }

    #[test]
    fn positions_count_like_160_bit_numbers(a: [u8; 20], b: [u8; 20], n in 1..u32::MAX) {
        let (a, b) = (Position::from_bytes(a), Position::from_bytes(b));
        prop_assert_eq!(a.distance_from(b).clockwise(b), a);
        prop_assert_eq!(Position::from_bytes(a.to_bytes()), a);
        prop_assert_eq!(a.cmp(&b), a.to_bytes().cmp(&b.to_bytes()));
        let naive = a.to_bytes().iter().fold(0_u64, |rest, byte| (rest * 256 + u64::from(*byte)) % u64::from(n));
        prop_assert_eq!(a.remainder(n).map(u64::from), Some(naive));
        prop_assert!((0.0..1.0).contains(&a.fraction()));
    }

    #[test]
    fn the_first_keys_are_those_of_a_smaller_set(keys in positions(), count in 0..70_u32) {
        let kept = &keys[..keys.len().min(count as usize)];
        prop_assert_eq!(SortedKeys::new(&keys).first(count), SortedKeys::new(kept));
    }
}

#[test]
fn a_key_on_a_servers_point_belongs_to_it() {
    let mut ring = Ring::new();
    ring.add("s0", 1).unwrap();
    ring.add("s1", 1).unwrap();
    ring.place("s1", 0, Position::of(b"key0")).unwrap();
    assert_eq!(ring.owner(b"key0"), Ok("s1"));
}

#[test]
fn a_64_bit_prefix_would_not_do() {
    let [mut low, mut key, mut high] = [[7_u8; 20]; 3];
    (low[19], key[19], high[19]) = (1, 2, 3);
    let mut ring = Ring::new();
    ring.add("low", 1).unwrap();
    ring.add("high", 1).unwrap();
    ring.place("low", 0, Position::from_bytes(low)).unwrap();
    ring.place("high", 0, Position::from_bytes(high)).unwrap();
    let owner = ring.owner_at(Position::from_bytes(key)).unwrap();
    assert_eq!(ring.server(owner).unwrap().name, "high");
}

#[test]
fn the_worked_case_moves_one_key_each_time() {
    let at = |degrees: u32| Position::from_turn((u64::from(degrees) * (1 << 32) / 360) as u32);
    let keys = [at(30), at(120), at(210), at(300)];
    let mut ring = Ring::new();
    for (i, degrees) in [60, 150, 240, 330].into_iter().enumerate() {
        ring.add(&format!("s{i}"), 1).unwrap();
        ring.place(&format!("s{i}"), 0, at(degrees)).unwrap();
    }
    let owners = |ring: &Ring| keys.map(|key| ring.owner_at(key).unwrap().slot());
    assert_eq!(owners(&ring), [0, 1, 2, 3]);
    let mut five = ring.clone();
    five.add("s4", 1).unwrap();
    five.place("s4", 0, at(45)).unwrap();
    assert_eq!(owners(&five), [4, 1, 2, 3]);
    ring.remove("s1").unwrap();
    assert_eq!(owners(&ring), [0, 2, 2, 3]);
}

#[test]
fn what_cannot_be_done_is_a_typed_error() {
    let mut ring = Ring::new();
    assert_eq!(ring.owner(b"key0"), Err(RingError::NoServer));
    assert_eq!(ring.owner_at(Position::ZERO), None);
    assert!(ring.replicas(Position::ZERO, 3).is_empty());
    assert_eq!(ring.add("s0", 0), Err(RingError::ZeroVirtualNodes));
    assert_eq!(ring.add_weighted("s0", 10, 0), Err(RingError::ZeroVirtualNodes));
    ring.add("s0", 2).unwrap();
    assert_eq!(ring.add("s0", 2), Err(RingError::DuplicateName("s0".into())));
    assert_eq!(ring.remove("s9"), Err(RingError::UnknownServer("s9".into())));
    assert_eq!(ring.turn("s9", Position::ZERO), Err(RingError::UnknownServer("s9".into())));
    let unknown = RingError::UnknownNode { server: "s0".into(), node: 2 };
    assert_eq!(ring.place("s0", 2, Position::ZERO), Err(unknown));
    let wanted = u64::from(u32::MAX) * u64::from(u32::MAX);
    assert_eq!(ring.add_weighted("s1", u32::MAX, u32::MAX), Err(RingError::TooManyNodes { wanted }));
    assert_eq!(ring.add("s1", 200_000), Err(RingError::TooManyNodes { wanted: 200_002 }));
    assert_eq!(mod_n::server_of(Position::MAX, 0), None);
}

#[test]
fn empty_names_and_unicode_are_names() {
    let mut ring = Ring::new();
    for name in ["", "日本語", "héllo", "s 0"] {
        ring.add(name, 3).unwrap();
    }
    assert_eq!(ring.points().len(), 12);
    assert!(ring.owner("ключ".as_bytes()).is_ok());
    assert!(ring.owner(b"").is_ok());
}

#[test]
fn a_lone_server_owns_the_whole_circle() {
    let mut ring = Ring::new();
    let before = ring.clone();
    ring.add("s0", 1).unwrap();
    let keys = SortedKeys::new(&[Position::ZERO, Position::MAX, Position::of(b"key0")]);
    assert_eq!(keys.loads(&ring), [3]);
    let arcs = moved_arcs(&before, &ring);
    assert_eq!(arcs.len(), 1);
    assert_eq!(keys.count_on_arc(arcs[0].after, arcs[0].upto), 3);
}

#[test]
fn weight_multiplies_the_nodes_and_about_the_load() {
    let mut ring = Ring::new();
    ring.add_weighted("small", 500, 1).unwrap();
    ring.add_weighted("large", 500, 3).unwrap();
    let keys: Vec<Position> = (0..100_000).map(|i| Position::of(format!("key{i}").as_bytes())).collect();
    let loads = SortedKeys::new(&keys).loads(&ring);
    let ratio = f64::from(loads[1]) / f64::from(loads[0]);
    assert!((2.7..3.3).contains(&ratio), "three times the weight, {ratio} times the load");
}

#[test]
fn spread_is_defined_only_where_there_is_something_to_divide() {
    assert_eq!(spread::measured(&[], &[]), None);
    assert_eq!(spread::measured(&[0, 0], &[1, 1]), None);
    assert_eq!(spread::measured(&[1], &[1, 1]), None);
    assert_eq!(spread::expected(&[3, 0]), None);
    assert_eq!(spread::measured(&[5, 5], &[10, 10]), Some(0.0));
    assert_eq!(spread::measured(&[30, 10], &[3, 1]), Some(0.0));
    assert_eq!(spread::expected(&[7]), Some(0.0));
}
