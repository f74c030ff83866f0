//! The ring as a system: what its commands do to the keys, and what it refuses.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use algorithms::hashing::ring::RingError;
use proptest::prelude::*;
use simulation::kernel::moment::Moment;
use simulation::kernel::state_hash::state_hash;
use simulation::kernel::time::Micros;
use simulation::kernel::timeline::Timeline;
use simulation::ring::hash_ring::{Command, Event, Followed, HashRing, Refusal, Scenario, ServerSpec, Stage};
use simulation::ring::key_set::KeySource;
use simulation::ring::servers::Unfit;

fn run(scenario: Scenario) -> Timeline<HashRing> {
    Timeline::new(scenario, 1).unwrap()
}

fn give(timeline: &mut Timeline<HashRing>, command: Command) {
    timeline.command(Micros::ZERO, command).unwrap();
}

fn moved(timeline: &Timeline<HashRing>) -> u32 {
    timeline.state().moved().unwrap().keys
}

fn names_found(timeline: &Timeline<HashRing>) -> Vec<String> {
    let ring = timeline.state().ring();
    let found = timeline.state().walk().unwrap().found().iter();
    found.map(|id| ring.server(*id).unwrap().name.clone()).collect()
}

#[test]
fn the_worked_case_moves_key0_on_adding_and_key1_on_removing() {
    let mut timeline = run(Scenario::worked_case());
    assert_eq!(timeline.state().loads(), [1, 1, 1, 1]);
    give(&mut timeline, Command::Add(ServerSpec::new("s4".into())));
    assert_eq!(timeline.state().loads(), [0, 1, 1, 1, 1]);
    timeline.step_back();
    give(&mut timeline, Command::Remove { server: 1 });
    assert_eq!(timeline.state().loads(), [1, 0, 2, 1]);
}

#[test]
fn a_hundred_thousand_keys_move_as_the_vectors_say() {
    let mut timeline = run(Scenario::of(4, 100, 100_000));
    give(&mut timeline, Command::Add(ServerSpec::new("s4".into())));
    assert_eq!(moved(&timeline), 18_607);
    let mut timeline = run(Scenario::of(4, 1, 100_000));
    give(&mut timeline, Command::Add(ServerSpec::new("s4".into())));
    assert_eq!(moved(&timeline), 618);
    let mut timeline = run(Scenario::of(4, 100, 100_000));
    give(&mut timeline, Command::Remove { server: 3 });
    assert_eq!(moved(&timeline), 22_856);
}

#[test]
fn dragging_s3_over_s4_and_stepping_back_restores_every_load() {
    let mut timeline = run(Scenario::default());
    let before = state_hash(timeline.state());
    let s4 = timeline.state().ring().find("s4").unwrap();
    let over = timeline.state().ring().position_of(s4, 0).unwrap().turn() + 1;
    give(&mut timeline, Command::Turn { server: 3, to: over - 1_000_000 });
    for nearer in [500_000, 2, 0] {
        timeline.amend(Command::Turn { server: 3, to: over - nearer }).unwrap();
    }
    assert_eq!((timeline.position(), timeline.commands().len()), (1, 1), "a drag is one step");
    assert!(moved(&timeline) > 0);
    let code = timeline.moment().encode();
    assert!(code.len() < 300, "{} characters", code.len());
    let opened = Timeline::open(Moment::<HashRing>::decode(&code).unwrap()).unwrap();
    assert_eq!(state_hash(opened.state()), state_hash(timeline.state()));
    timeline.step_back();
    assert_eq!(state_hash(timeline.state()), before);
}

#[test]
fn a_followed_key_ends_at_its_owner_and_the_servers_of_its_replicas() {
    let mut timeline = run(Scenario { replicas: 3, ..Scenario::of(5, 20, 100) });
    give(&mut timeline, Command::Follow(Followed::Name("key7".into())));
    while timeline.step() {}
    let ring = timeline.state().ring();
    let position = timeline.state().walk().unwrap().position;
    let wanted: Vec<String> =
        ring.replicas(position, 3).into_iter().map(|id| ring.server(id).unwrap().name.clone()).collect();
    assert_eq!(names_found(&timeline), wanted);
    assert_eq!(ring.owner(b"key7").unwrap(), wanted[0]);
    assert!(matches!(timeline.state().walk().unwrap().stage, Stage::Found { .. }));
    let compared = timeline.transcript(0, timeline.end()).into_iter();
    let compared = compared.filter(|(_, _, event)| matches!(event, Event::Compared { .. })).count();
    assert!((6..=7).contains(&compared), "a binary search over 100 points looks at {compared}");
}

#[test]
fn more_replicas_than_servers_end_with_all_servers() {
    let mut timeline = run(Scenario { replicas: 5, ..Scenario::of(2, 3, 10) });
    give(&mut timeline, Command::Follow(Followed::Name("key1".into())));
    while timeline.step() {}
    assert_eq!(names_found(&timeline).len(), 2);
}

#[test]
fn the_seed_chooses_who_dies_and_always_the_same() {
    let victims: Vec<Vec<Event>> = (0..20)
        .map(|seed| {
            let mut timeline = Timeline::<HashRing>::new(Scenario::default(), seed).unwrap();
            give(&mut timeline, Command::RemoveAny);
            timeline.events().to_vec()
        })
        .collect();
    let mut again = Timeline::<HashRing>::new(Scenario::default(), 7).unwrap();
    give(&mut again, Command::RemoveAny);
    assert_eq!(again.events(), victims[7]);
    assert!(victims.iter().any(|victim| *victim != victims[0]));
}

#[test]
fn equal_keys_count_once_and_strange_ones_are_keys() {
    let own = ["a", "", "日本語", "a", "🦀"].map(String::from).to_vec();
    let timeline = run(Scenario { keys: KeySource::Own(own), ..Scenario::default() });
    assert_eq!(timeline.state().keys().count(), 4);
    assert_eq!(timeline.state().loads().iter().sum::<u32>(), 4);
}

#[test]
fn an_empty_ring_holds_no_key_and_takes_a_server_again() {
    let mut timeline = run(Scenario::of(1, 1, 100));
    give(&mut timeline, Command::Remove { server: 0 });
    assert_eq!((timeline.state().loads(), moved(&timeline)), (&[0][..], 100));
    let follow = timeline.command(Micros::ZERO, Command::Follow(Followed::Name("key0".into())));
    assert_eq!(follow, Err(Refusal::Ring(RingError::NoServer)));
    assert_eq!(timeline.command(Micros::ZERO, Command::RemoveAny), Err(Refusal::NoSuchServer));
    give(&mut timeline, Command::Add(ServerSpec::new("back".into())));
    assert_eq!(timeline.state().loads(), [100]);
}

#[test]
fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let mut timeline = run(Scenario::default());
    let before = state_hash(timeline.state());
    let long = "x".repeat(25);
    for (command, refusal) in [
        (Command::Add(ServerSpec::new("s0".into())), Refusal::Ring(RingError::DuplicateName("s0".into()))),
        (Command::Add(ServerSpec::new(" ".into())), Refusal::Unfit(Unfit::Name)),
        (Command::Add(ServerSpec::new(long)), Refusal::Unfit(Unfit::Name)),
        (Command::Remove { server: 99 }, Refusal::NoSuchServer),
        (Command::Weigh { server: 0, weight: 0 }, Refusal::Weight),
        (Command::SetVirtualNodes(0), Refusal::Unfit(Unfit::VirtualNodes(0))),
        (Command::SetVirtualNodes(1_001), Refusal::Unfit(Unfit::VirtualNodes(1_001))),
        (Command::SetReplicas(6), Refusal::Replicas),
        (Command::Follow(Followed::Name("k".repeat(1_025))), Refusal::LongKey),
    ] {
        assert_eq!(timeline.command(Micros::ZERO, command), Err(refusal));
        assert_eq!(state_hash(timeline.state()), before);
    }
    let many = Command::SetKeys(KeySource::Numbered(1_000_001));
    assert!(matches!(timeline.command(Micros::ZERO, many), Err(Refusal::Keys(_))));
}

#[test]
fn a_link_leaves_out_what_the_reader_typed() {
    let mut timeline = run(Scenario::default());
    give(&mut timeline, Command::SetKeys(KeySource::Own(vec!["secret-one".into(), "secret-two".into()])));
    give(&mut timeline, Command::Follow(Followed::Name("secret-one".into())));
    let (public, left_out) = timeline.moment().in_public();
    assert_eq!(left_out, 2);
    assert!(!format!("{public:?}").contains("secret"));
    let opened = Timeline::<HashRing>::open(Moment::decode(&public.encode()).unwrap()).unwrap();
    assert_eq!(opened.state().keys().count(), 2);
}

fn command() -> impl Strategy<Value = Command> {
    let server = 0..6_u32;
    prop_oneof![
        (0..8_u32).prop_map(|i| Command::Add(ServerSpec::new(format!("s{i}")))),
        server.clone().prop_map(|server| Command::Remove { server }),
        Just(Command::RemoveAny),
        (server.clone(), any::<u32>()).prop_map(|(server, to)| Command::Turn { server, to }),
        (server.clone(), 0..4_u32, any::<u32>()).prop_map(|(server, node, to)| Command::Place { server, node, to }),
        (server, 0..4_u32).prop_map(|(server, weight)| Command::Weigh { server, weight }),
        (0..9_u32).prop_map(Command::SetVirtualNodes),
        (0..50_u32).prop_map(|keys| Command::SetKeys(KeySource::Random(keys))),
        (0..4_u32).prop_map(Command::SetReplicas),
        (0..50_u32).prop_map(|i| Command::Follow(Followed::Name(format!("key{i}")))),
    ]
}

proptest! {
    #[test]
    fn loads_kept_arc_by_arc_are_those_counted_from_scratch(
        commands in prop::collection::vec(prop_oneof![3 => command().prop_map(Some), 1 => Just(None)], 0..25),
    ) {
        let mut timeline = run(Scenario::of(4, 3, 40));
        for command in commands {
            match command {
                Some(command) => { let _ = timeline.command(Micros::ZERO, command); }
                None => { timeline.step(); }
            }
            let state = timeline.state();
            prop_assert_eq!(state.loads(), state.keys().sorted().loads(state.ring()));
        }
        let opened = Timeline::open(Moment::<HashRing>::decode(&timeline.moment().encode()).unwrap()).unwrap();
        prop_assert_eq!(state_hash(opened.state()), state_hash(timeline.state()));
    }
}
