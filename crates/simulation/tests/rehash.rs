//! Mod-n beside the ring.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "what fails here fails the test")]

use algorithms::hashing::mod_n;
use algorithms::position::Position;
use proptest::prelude::*;
use simulation::kernel::state_hash::state_hash;
use simulation::kernel::system::System;
use simulation::kernel::time::Micros;
use simulation::kernel::timeline::Timeline;
use simulation::ring::key_set::{KeySource, KeysError, MOST_KEYS};
use simulation::ring::rehash::{Both, Command, Event, Refusal, Rehash, Scenario};
use simulation::ring::servers::Unfit;

fn rehash() -> Timeline<Rehash> {
    Timeline::new(Scenario::default(), 1).unwrap()
}

#[test]
fn removing_the_first_server_moves_up_all_behind_it() {
    let mut timeline = rehash();
    timeline.command(Micros::ZERO, Command::Remove(0)).unwrap();
    let state = timeline.state();
    assert_eq!(state.servers().iter().map(|id| state.name(*id)).collect::<Vec<_>>(), ["s1", "s2", "s3"]);
    let keys: Vec<Position> = (0..100_000).map(|i| Position::of(format!("key{i}").as_bytes())).collect();
    let stays = |key: &&Position| mod_n::server_of(**key, 4) == mod_n::server_of(**key, 3).map(|index| index + 1);
    assert_eq!(state.moved().mod_n as usize, 100_000 - keys.iter().filter(stays).count());
}

#[test]
fn on_the_ring_only_the_keys_of_the_removed_server_move() {
    let mut timeline = rehash();
    let s1 = timeline.state().servers()[1];
    let load = timeline.state().load(s1);
    timeline.command(Micros::ZERO, Command::Remove(1)).unwrap();
    assert_eq!(timeline.state().moved().ring, load.ring);
    assert_eq!(timeline.state().load(s1), Both { mod_n: 0, ring: 0 });
    assert_eq!(timeline.state().name(s1), "s1", "the name is known while its keys are shown moving");
}

#[test]
fn chance_chooses_by_the_seed() {
    let killed = |seed| {
        let mut timeline: Timeline<Rehash> = Timeline::new(Scenario::default(), seed).unwrap();
        timeline.command(Micros::ZERO, Command::RemoveAny).unwrap();
        timeline.events()[0].to_string()
    };
    assert_eq!(killed(7), killed(7));
    let different: std::collections::BTreeSet<String> = (0..20).map(killed).collect();
    assert_eq!(different.len(), 4, "each of the four at some time");
}

#[test]
fn other_virtual_nodes_move_nothing_by_mod_n() {
    let mut timeline = rehash();
    timeline.command(Micros::ZERO, Command::Remove(0)).unwrap();
    timeline.command(Micros::ZERO, Command::SetVirtualNodes(1)).unwrap();
    let moved = timeline.state().moved();
    assert_eq!(moved.mod_n, 0);
    assert!(moved.ring > 0);
    timeline.command(Micros::ZERO, Command::SetVirtualNodes(1)).unwrap();
    assert_eq!(timeline.state().moved(), Both::default());
}

#[test]
fn other_keys_have_not_moved() {
    let mut timeline = rehash();
    timeline.command(Micros::ZERO, Command::Add("s4".into())).unwrap();
    timeline.command(Micros::ZERO, Command::SetKeys(KeySource::Numbered(1_000))).unwrap();
    assert_eq!(timeline.state().moved(), Both::default());
    assert_eq!(timeline.events(), [Event::Keys(1_000)]);
    assert!(timeline.state().sample(50).iter().all(|key| !key.mod_n.moved() && !key.ring.moved()));
    assert_eq!(timeline.state().sample(2_000).len(), 1_000);
}

#[test]
fn what_cannot_be_done_is_refused_and_changes_nothing() {
    let mut timeline = rehash();
    let before = state_hash(timeline.state());
    let mut refused = |command| timeline.command(Micros::ZERO, command).unwrap_err();
    assert_eq!(refused(Command::Remove(4)), Refusal::NoSuchServer);
    assert_eq!(refused(Command::Add(String::new())), Refusal::Unfit(Unfit::Name));
    assert_eq!(refused(Command::Add(" \t".into())), Refusal::Unfit(Unfit::Name));
    assert_eq!(refused(Command::Add("s".repeat(25))), Refusal::Unfit(Unfit::Name));
    assert_eq!(refused(Command::SetVirtualNodes(0)), Refusal::Unfit(Unfit::VirtualNodes(0)));
    assert_eq!(refused(Command::SetVirtualNodes(1_001)), Refusal::Unfit(Unfit::VirtualNodes(1_001)));
    assert!(matches!(refused(Command::Add("s0".into())), Refusal::Ring(_)));
    let too_many = MOST_KEYS + 1;
    let keys = KeysError::TooMany { keys: too_many as usize };
    assert_eq!(refused(Command::SetKeys(KeySource::Numbered(too_many))), Refusal::Keys(keys));
    assert_eq!(state_hash(timeline.state()), before);
    for i in 4..12 {
        timeline.command(Micros::ZERO, Command::Add(format!("s{i}"))).unwrap();
    }
    assert_eq!(timeline.command(Micros::ZERO, Command::Add("s12".into())), Err(Refusal::TooManyServers));
    for _ in 0..11 {
        timeline.command(Micros::ZERO, Command::RemoveAny).unwrap();
    }
    for command in [Command::RemoveAny, Command::Remove(0)] {
        assert_eq!(timeline.command(Micros::ZERO, command), Err(Refusal::LastServer));
    }
    let nobody = Scenario { servers: Vec::new(), ..Scenario::default() };
    assert_eq!(Rehash::start(&nobody, 1).unwrap_err(), Refusal::LastServer);
}

#[test]
fn a_link_leaves_out_the_readers_keys_unless_asked() {
    let own = KeySource::Own(vec!["my secret".into(), "my other secret".into(), "my secret".into()]);
    let mut timeline: Timeline<Rehash> =
        Timeline::new(Scenario { keys: own.clone(), ..Scenario::default() }, 1).unwrap();
    timeline.command(Micros::ZERO, Command::SetKeys(own)).unwrap();
    timeline.command(Micros::ZERO, Command::Add("s4".into())).unwrap();
    let (public, left_out) = timeline.moment().in_public();
    assert_eq!(left_out, 2);
    assert!(!format!("{public:?}").contains("secret"));
    let opened = Timeline::open(public).unwrap();
    assert_eq!(opened.state().keys().count(), timeline.state().keys().count());
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        (0..9_u8).prop_map(|i| Command::Add(format!("s{i}"))),
        (0..7_u32).prop_map(Command::Remove),
        Just(Command::RemoveAny),
        (0..4_u32).prop_map(Command::SetVirtualNodes),
        (0..300_u32).prop_map(|keys| Command::SetKeys(KeySource::Numbered(keys))),
        (0..300_u32).prop_map(|keys| Command::SetKeys(KeySource::Random(keys))),
    ]
}

proptest! {
    #[test]
    fn the_counts_are_those_of_looking_at_every_key(commands in prop::collection::vec(command(), 0..20), seed: u64) {
        let scenario = Scenario { keys: KeySource::Numbered(200), virtual_nodes: 3, ..Scenario::default() };
        let mut timeline: Timeline<Rehash> = Timeline::new(scenario, seed).unwrap();
        for command in commands {
            // What is refused changes nothing, and the test goes on.
            let _ = timeline.command(Micros::ZERO, command);
            let state = timeline.state();
            let all = state.sample(u32::MAX);
            prop_assert_eq!(all.len(), state.keys().count() as usize);
            let moved = |of: fn(&Both<simulation::ring::rehash::Placement>) -> bool| all.iter().filter(|key| of(key)).count();
            prop_assert_eq!(state.moved().mod_n as usize, moved(|key| key.mod_n.moved()));
            prop_assert_eq!(state.moved().ring as usize, moved(|key| key.ring.moved()));
            for id in state.servers() {
                let holds = all.iter().filter(|key| key.mod_n.after == *id).count();
                prop_assert_eq!(state.load(*id).mod_n as usize, holds);
                let holds = all.iter().filter(|key| key.ring.after == *id).count();
                prop_assert_eq!(state.load(*id).ring as usize, holds);
            }
        }
    }
}
