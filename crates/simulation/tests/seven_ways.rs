//! Seven ways, on the same servers and keys.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use algorithms::hashing::bounded::{Bounded, BoundedError, Slack};
use algorithms::hashing::jump;
use algorithms::hashing::ketama::Ketama;
use algorithms::hashing::maglev::{Maglev, MaglevError};
use algorithms::hashing::mod_n;
use algorithms::hashing::rendezvous::Rendezvous;
use algorithms::hashing::ring::Ring;
use algorithms::position::Position;
use proptest::prelude::*;
use simulation::kernel::moment::Moment;
use simulation::kernel::state_hash::state_hash;
use simulation::kernel::system::System;
use simulation::kernel::time::Micros;
use simulation::kernel::timeline::Timeline;
use simulation::ring::key_set::KeySource;
use simulation::ring::servers::Unfit;
use simulation::ring::seven_ways::{Command, MOST_KEYS, Refusal, Scenario, Scheme, SevenWays, numbered};

fn run(scenario: Scenario) -> Timeline<SevenWays> {
    Timeline::new(scenario, 1).unwrap()
}

fn give(timeline: &mut Timeline<SevenWays>, command: Command) {
    timeline.command(Micros::ZERO, command).unwrap();
}

fn moved(timeline: &Timeline<SevenWays>) -> [u32; Scheme::COUNT] {
    Scheme::ALL.map(|scheme| timeline.state().report(scheme).moved)
}

#[test]
fn only_ring_ketama_and_rendezvous_move_nothing_needlessly_whoever_goes() {
    let mut timeline = run(Scenario::of(8, 20_000));
    give(&mut timeline, Command::Remove(2));
    let needless = Scheme::ALL.map(|scheme| timeline.state().report(scheme).needless);
    let [mod_n, ring, ketama, jump, rendezvous, maglev, bounded] = needless;
    assert_eq!([ring, ketama, rendezvous], [0, 0, 0]);
    assert!(mod_n > 10_000, "{mod_n}");
    assert!(jump > 8_000, "those behind it have other numbers: {jump}");
    assert!((1..400).contains(&maglev), "{maglev}");
    assert!(bounded < 2_000, "{bounded}");
    timeline.step_back();
    give(&mut timeline, Command::Remove(7));
    assert_eq!(timeline.state().report(Scheme::Jump).needless, 0, "the last one can go");
}

#[test]
fn of_a_hundred_servers_one_less_moves_about_the_half_per_cent_that_maglev_is_known_for() {
    let mut timeline = run(Scenario::of(100, 20_000));
    give(&mut timeline, Command::Remove(1));
    let report = timeline.state().report(Scheme::Maglev);
    assert!((60..180).contains(&report.needless), "0.3 to 0.9 % of 20,000 keys: {}", report.needless);
    assert!(report.largest() < 300);
}

#[test]
fn memory_and_lookups_are_counted() {
    let timeline = run(Scenario::of(10, 10_000));
    let bytes = Scheme::ALL.map(|scheme| timeline.state().report(scheme).bytes);
    assert_eq!(bytes, [0, 28_000, 12_800, 0, 0, 262_148, 28_080]);
    let cost =
        Scheme::ALL.map(|scheme| (timeline.state().report(scheme).hashes, timeline.state().report(scheme).steps));
    let [mod_n, ring, ketama, jump, rendezvous, maglev, bounded] = cost;
    assert_eq!([mod_n, rendezvous, maglev], [(1_000, 1_000), (10_000, 9_000), (1_000, 1_000)]);
    assert!((9_900..10_100).contains(&ring.1), "a binary search over 1,000 points: {ring:?}");
    assert!((10_300..11_000).contains(&ketama.1), "over 1,600: {ketama:?}");
    assert!((2_800..3_050).contains(&jump.1), "H_10 = 2.93 jumps: {jump:?}");
    assert!(bounded.1 > ring.1 + 990, "it asks a server too: {bounded:?}");
}

#[test]
fn no_bounded_load_exceeds_its_capacity() {
    let mut timeline = run(Scenario { virtual_nodes: 1, slack_per_mille: 50, ..Scenario::of(5, 1_000) });
    assert_eq!(timeline.state().report(Scheme::Bounded).loads, [210, 210, 210, 210, 160], "as in bounded_loads.json");
    give(&mut timeline, Command::SetSlack(1_000));
    assert_eq!(timeline.state().report(Scheme::Bounded).loads, [247, 198, 307, 242, 6]);
}

#[test]
fn the_readers_own_list_can_be_anything_with_names() {
    let mut timeline = run(Scenario::of(3, 1_000));
    let list = ["日本語", "cache-1", "s1"].map(String::from).to_vec();
    give(&mut timeline, Command::SetServers(list.clone()));
    assert_eq!(timeline.state().servers(), list);
    assert!(moved(&timeline).iter().all(|moved| *moved > 400), "only s1 stayed");
    give(&mut timeline, Command::Add(None));
    assert_eq!(timeline.state().servers()[3], "s0");
    for scheme in Scheme::ALL {
        assert_eq!(timeline.state().report(scheme).loads.iter().sum::<u32>(), 1_000);
    }
}

#[test]
fn without_keys_there_is_nothing_to_deviate() {
    let timeline = run(Scenario::of(3, 0));
    for scheme in Scheme::ALL {
        let report = timeline.state().report(scheme);
        assert_eq!((report.deviation, report.largest(), report.steps), (None, 0, 0));
    }
}

#[test]
fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let mut timeline = run(Scenario::of(2, 100));
    let before = state_hash(timeline.state());
    let mut twice = numbered(3);
    twice[2] = "s0".into();
    let refusals = [
        (Command::Add(Some("s0".into())), Refusal::DuplicateName("s0".into())),
        (Command::Add(Some(" ".into())), Refusal::Unfit(Unfit::Name)),
        (Command::Remove(2), Refusal::NoSuchServer),
        (Command::SetServers(Vec::new()), Refusal::NoServer),
        (Command::SetServers(numbered(101)), Refusal::TooManyServers),
        (Command::SetServers(twice), Refusal::DuplicateName("s0".into())),
        (Command::SetKeys(KeySource::Numbered(MOST_KEYS + 1)), Refusal::TooManyKeys { keys: MOST_KEYS + 1 }),
        (Command::SetVirtualNodes(0), Refusal::Unfit(Unfit::VirtualNodes(0))),
        (Command::SetTable(1_000), Refusal::Maglev(MaglevError::NotPrime(1_000))),
        (Command::SetTable(2), Refusal::Maglev(MaglevError::TooSmall { size: 2, servers: 2 })),
        (Command::SetSlack(0), Refusal::Bounded(BoundedError::ZeroSlack)),
    ];
    for (command, refusal) in refusals {
        assert_eq!(timeline.command(Micros::ZERO, command), Err(refusal));
        assert_eq!(state_hash(timeline.state()), before);
    }
    give(&mut timeline, Command::Remove(0));
    assert_eq!(timeline.command(Micros::ZERO, Command::Remove(0)), Err(Refusal::NoServer));
    let crowd = Scenario::of(100, 20_001);
    assert_eq!(SevenWays::start(&crowd, 1).unwrap_err(), Refusal::TooMuchWork { keys: 20_000 });
}

#[test]
fn a_link_leaves_out_names_and_keys_that_were_typed() {
    let mut timeline = run(Scenario::of(3, 100));
    give(&mut timeline, Command::SetServers(["secret-a", "s1", "secret-b"].map(String::from).to_vec()));
    give(&mut timeline, Command::Add(Some("secret-c".into())));
    give(&mut timeline, Command::SetKeys(KeySource::Own(vec!["secret-key".into()])));
    give(&mut timeline, Command::Remove(3));
    let (public, left_out) = timeline.moment().in_public();
    assert_eq!(left_out, 3);
    assert!(!format!("{public:?}").contains("secret"));
    let opened = Timeline::<SevenWays>::open(Moment::decode(&public.encode()).unwrap()).unwrap();
    assert_eq!(opened.state().servers(), numbered(3));
}

/// Each key's server by name, asked of the algorithms one key at a time.
fn naive_owners(scheme: Scheme, lab: &SevenWays, keys: u32) -> Vec<String> {
    let names = lab.servers();
    let servers = names.len() as u32;
    let mut ring = Ring::new();
    names.iter().for_each(|name| _ = ring.add(name, lab.virtual_nodes()).unwrap());
    let slack = Slack::per_mille(lab.slack_per_mille()).unwrap();
    let mut bounded = Bounded::new(&ring, keys.into(), slack).unwrap();
    let (ketama, lots) = (Ketama::new(names).unwrap(), Rendezvous::new(names, 0).unwrap());
    let table = Maglev::new(names, lab.table()).unwrap();
    let owner = |number: u32| {
        let key = format!("key{number}");
        let position = Position::of(key.as_bytes());
        let place = match scheme {
            Scheme::ModN => mod_n::server_of(position, servers).unwrap(),
            Scheme::Ring => return ring.owner(key.as_bytes()).unwrap().to_owned(),
            Scheme::Ketama => ketama.owner(key.as_bytes()).unwrap(),
            Scheme::Jump => jump::bucket(jump::number_of(position), servers).unwrap(),
            Scheme::Rendezvous => lots.owner(key.as_bytes()).unwrap(),
            Scheme::Maglev => table.owner(key.as_bytes()),
            Scheme::Bounded => bounded.place(position, &mut ()).unwrap().server.slot() as u32,
        };
        names[place as usize].clone()
    };
    (0..keys).map(owner).collect()
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        Just(Command::Add(None)),
        (0..9_u8).prop_map(|i| Command::Add(Some(format!("s{i}")))),
        (0..6_u32).prop_map(Command::Remove),
        Just(numbered(6)).prop_shuffle().prop_map(|names| Command::SetServers(names[..4].to_vec())),
        (1..4_u32).prop_map(Command::SetVirtualNodes),
        prop::sample::select(vec![13, 101, 251]).prop_map(Command::SetTable),
        (1..500_u32).prop_map(Command::SetSlack),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn the_counts_are_those_of_asking_for_every_key(commands in prop::collection::vec(command(), 1..6)) {
        const KEYS: u32 = 150;
        let mut timeline = run(Scenario { table: 251, virtual_nodes: 2, ..Scenario::of(4, KEYS) });
        for command in commands {
            let before = timeline.state().clone();
            if timeline.command(Micros::ZERO, command).is_err() {
                continue;
            }
            let after = timeline.state();
            for scheme in Scheme::ALL {
                let (old, new) = (naive_owners(scheme, &before, KEYS), naive_owners(scheme, after, KEYS));
                let moves: Vec<_> = old.iter().zip(&new).filter(|(old, new)| old != new).collect();
                let needless =
                    moves.iter().filter(|(old, new)| after.servers().contains(old) && before.servers().contains(new));
                let report = after.report(scheme);
                prop_assert_eq!((report.moved as usize, report.needless as usize), (moves.len(), needless.count()));
                for (name, load) in after.servers().iter().zip(&report.loads) {
                    prop_assert_eq!(new.iter().filter(|owner| *owner == name).count(), *load as usize);
                }
            }
        }
    }
}
