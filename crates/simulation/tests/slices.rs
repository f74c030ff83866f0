//! What is done in slices comes out as if it had been done at once.

#![allow(clippy::expect_used, reason = "what fails here fails the test")]

use std::cell::Cell;
use std::fmt::Debug;
use std::rc::Rc;

use algorithms::hashing::keys::SortedKeys;
use algorithms::hashing::maglev::{Filling, Maglev};
use algorithms::position::Position;
use proptest::prelude::*;
use simulation::kernel::moment::MomentError;
use simulation::kernel::slices::{Limit, Progress, is_unfinished, within};
use simulation::kernel::state_hash::state_hash;
use simulation::kernel::system::System;
use simulation::kernel::time::Micros;
use simulation::kernel::timeline::{Opening, Timeline};
use simulation::ring::hash_ring::{self, HashRing};
use simulation::ring::key_set::{KeySet, KeySource};
use simulation::ring::rehash::{self, Rehash};
use simulation::ring::seven_ways::{self, SevenWays};

use crate::support::{self, Counter};

thread_local! {
    static TIME: Cell<f64> = const { Cell::new(0.0) };
}

/// A millisecond later each time that it is asked.
fn tick() -> f64 {
    TIME.set(TIME.get() + 1.0);
    TIME.get()
}

/// Asks again and again, for so many milliseconds each time; how often, and what came out at last.
fn in_slices<R>(millis: u32, mut ask: impl FnMut() -> R) -> (Vec<Progress>, R) {
    let mut all = Vec::new();
    loop {
        let limit = Limit { now: tick, until: TIME.get() + f64::from(millis) };
        match within(limit, &mut ask) {
            Ok(done) => return (all, done),
            Err(progress) => all.push(progress),
        }
        assert!(all.len() < 100_000, "it does not come to an end: {:?}", all.last());
    }
}

fn new_thread<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::spawn(run).join().expect("it does not panic")
}

/// Runs these commands at once, and in slices on a thread of its own, where nothing is known yet: the states are the same.
fn agree<S: System<Scenario: Send, Command: Send>>(scenario: S::Scenario, commands: Vec<S::Command>) -> usize {
    let mut whole: Timeline<S> = Timeline::new(scenario.clone(), 7).expect("it starts");
    let mut wanted = vec![state_hash(whole.state())];
    for command in &commands {
        whole.command(Micros::ZERO, command.clone()).expect("it is done");
        wanted.push(state_hash(whole.state()));
    }
    let (slices, hashes) = new_thread(move || {
        let (slices, started) = in_slices(1, || Timeline::<S>::new(scenario.clone(), 7));
        let mut run = started.expect("it starts");
        let (mut slices, mut hashes) = (slices.len(), vec![state_hash(run.state())]);
        for command in commands {
            let before = state_hash(run.state());
            let (more, done) = in_slices(1, || {
                let done = run.command(Micros::ZERO, command.clone());
                assert!(!is_unfinished() || (done.is_err() && state_hash(run.state()) == before));
                done
            });
            done.expect("it is done");
            slices += more.len();
            hashes.push(state_hash(run.state()));
        }
        (slices, hashes)
    });
    assert_eq!(hashes, wanted);
    slices
}

fn keys(count: u32) -> KeySource {
    KeySource::Numbered(count)
}

#[test]
fn a_ring_of_many_keys_is_the_same_in_slices() {
    use hash_ring::Command;
    let slices = agree::<HashRing>(
        hash_ring::Scenario::of(5, 10, 3_000),
        vec![
            Command::SetKeys(keys(30_000)),
            Command::SetKeys(keys(100)),
            Command::SetKeys(keys(20_000)),
            Command::SetKeys(KeySource::Random(4_000)),
            Command::RemoveAny,
            Command::SetKeys(keys(40_001)),
        ],
    );
    assert!(slices > 50, "it was done in {slices} slices");
}

#[test]
fn mod_n_and_the_ring_are_the_same_in_slices() {
    use rehash::Command;
    let commands =
        vec![Command::Add("s4".into()), Command::RemoveAny, Command::SetKeys(keys(60_000)), Command::Remove(0)];
    assert!(agree::<Rehash>(rehash::Scenario { keys: keys(20_000), ..Default::default() }, commands) > 30);
}

#[test]
fn seven_ways_are_the_same_in_slices() {
    use seven_ways::Command;
    let own = ["a", "b", "a", "c"].map(str::to_owned).to_vec();
    let commands = vec![
        Command::Add(None),
        Command::SetTable(1_009),
        Command::Remove(0),
        Command::SetKeys(KeySource::Own(own)),
        Command::SetKeys(KeySource::Random(3_000)),
        Command::SetVirtualNodes(10),
        Command::SetSlack(100),
    ];
    assert!(agree::<SevenWays>(seven_ways::Scenario::of(4, 5_000), commands) > 100);
}

#[test]
fn a_refusal_comes_in_slices_as_at_once() {
    let refuses = || {
        let scenario = seven_ways::Scenario { table: 65_536, ..seven_ways::Scenario::of(4, 2_000) };
        SevenWays::start(&scenario, 1).expect_err("65,536 is no prime")
    };
    let (slices, refusal) = in_slices(1, refuses);
    assert!(!slices.is_empty());
    assert_eq!(refusal, refuses());
}

#[test]
fn progress_goes_forward_and_stays_below_its_end() {
    let (slices, _) = in_slices(1, || KeySet::new(&keys(50_000), 1));
    assert!(slices.iter().all(|progress| progress.done < progress.of && progress.what == "Hashing keys"));
    assert!(slices.is_sorted_by_key(|progress| progress.done), "{slices:?}");
    let seven = seven_ways::Scenario::of(3, 2_000);
    let (slices, _) = in_slices(1, || SevenWays::start(&seven, 1).is_ok());
    let placing: Vec<_> = slices.iter().filter(|progress| progress.what == "Placing keys").collect();
    assert!(placing.is_sorted_by_key(|progress| progress.done) && placing.len() > 20, "{placing:?}");
}

#[test]
fn what_was_given_up_spoils_nothing() {
    let give_up = |count| {
        for _ in 0..3 {
            let limit = Limit { now: tick, until: TIME.get() };
            assert!(within(limit, || KeySet::new(&keys(count), 1)).is_err());
        }
    };
    give_up(70_000);
    give_up(80_000);
    let positions = |set: &KeySet| set.sorted().clone();
    let (_, after) = in_slices(2, || KeySet::new(&keys(60_000), 1));
    let whole = new_thread(|| KeySet::new(&keys(60_000), 1).map(|set| set.sorted().clone()));
    assert_eq!(positions(&after.expect("a set")), whole.expect("a set"));
}

#[test]
fn two_that_take_turns_both_come_to_an_end() {
    let mut left = [true; 2];
    for turn in 0.. {
        let count = [50_000, 40_000][turn % 2];
        let limit = Limit { now: tick, until: TIME.get() + 1.0 };
        left[turn % 2] &= within(limit, || KeySet::new(&keys(count), 1)).is_err();
        if left == [false; 2] {
            break;
        }
        assert!(turn < 10_000);
    }
}

/// A run of a few thousand steps with commands between, as a moment that stands in its midst.
fn long_run() -> Timeline<Counter> {
    let scenario = support::Scenario { pace: 1_000, sign: None };
    let mut run: Timeline<Counter> = Timeline::new(scenario, 3).expect("it starts");
    for crowd in [3, 250, 1, 0] {
        run.seek(run.position() + 900);
        run.command(run.now(), support::Command::Crowd(crowd)).expect("it is done");
    }
    run.seek(run.end() + 500);
    run.seek(2_000);
    run
}

fn same<S: System>(a: &Timeline<S>, b: &Timeline<S>) -> bool {
    let events = |run: &Timeline<S>| run.events().iter().map(ToString::to_string).collect::<Vec<_>>();
    state_hash(a.state()) == state_hash(b.state()) && a.moment() == b.moment() && events(a) == events(b)
}

#[test]
fn a_moment_opens_in_slices_as_at_once() {
    let run = long_run();
    let mut opening = Opening::new(run.moment()).expect("it is not too long");
    let (slices, opened) = in_slices(40, || opening.go_on());
    let opened = opened.expect("it is in order").expect("it is finished");
    assert!(same(&opened, &run) && slices.len() > 50, "{} slices", slices.len());
    assert!(same(&Timeline::open(run.moment()).expect("it opens"), &run));
}

#[test]
fn a_moment_that_is_out_of_order_is_refused_in_slices_too() {
    let mut moment = long_run().moment();
    moment.position = moment.end + 1;
    let mut opening = Opening::new(moment).expect("it is not too long");
    assert!(matches!(in_slices(40, || opening.go_on()).1, Err(MomentError::Malformed)));
}

#[test]
fn a_seek_in_slices_stays_where_it_is_until_it_is_there() {
    let mut run = long_run();
    for wanted in [run.end(), 0, 1_234, 3_000] {
        let mut there = run.clone();
        there.seek(wanted);
        let (stands, before) = (run.position(), state_hash(run.state()));
        in_slices(30, || {
            run.seek(wanted);
            assert!(!is_unfinished() || (run.position() == stands && state_hash(run.state()) == before));
        });
        assert!(same(&run, &there), "at {wanted}");
    }
    // One that is given up for another one.
    let limit = Limit { now: tick, until: TIME.get() + 5.0 };
    assert!(within(limit, || run.seek(run.end())).is_err());
    run.seek(10);
    assert!(same(&run, &{
        let mut there = long_run();
        there.seek(10);
        there
    }));
}

#[test]
fn every_slice_does_something_even_if_there_is_no_time() {
    let always = || f64::INFINITY;
    let mut run = long_run();
    let end = run.end();
    let mut slices = 0;
    while within(Limit { now: always, until: 0.0 }, || run.seek(end)).is_err() {
        slices += 1;
    }
    assert!(run.position() == end && slices > 1_000);
}

fn agrees(sorted: &SortedKeys, positions: &[Position]) -> bool {
    let mut wanted: Vec<(Position, u32)> = positions.iter().copied().zip(0..).collect();
    wanted.sort_unstable();
    sorted.iter().eq(wanted)
}

fn equal<T: Debug + PartialEq>(a: &T, b: &T) -> Result<(), TestCaseError> {
    prop_assert_eq!(a, b);
    Ok(())
}

proptest! {
    #[test]
    fn keys_are_sorted_as_the_library_sorts_them(
        turns in proptest::collection::vec(prop_oneof![any::<u32>(), 0..4_u32, Just(u32::MAX)], 0..600),
        part in 1..40_usize,
        count in 0..700_u32,
    ) {
        let positions: Vec<Position> = turns.into_iter().map(Position::from_turn).collect();
        let whole = SortedKeys::new(&positions);
        prop_assert!(agrees(&whole, &positions));
        let mut sorting = algorithms::hashing::keys::Sorting::new(positions.clone());
        while sorting.done() < sorting.of() {
            sorting.part(part);
        }
        equal(&sorting.finish(), &whole)?;
        let some = &positions[..positions.len().min(count as usize)];
        equal(&whole.first(count), &SortedKeys::new(some))?;
        let mut picking = algorithms::hashing::keys::Picking::new(&whole, count);
        while picking.done() < whole.len() {
            picking.part(&whole, part);
        }
        equal(&picking.finish(), &SortedKeys::new(some))?;
    }

    #[test]
    fn a_table_is_the_same_however_it_is_filled(servers in 1..40_u32, looks in 1..200_u32) {
        let names: Vec<String> = (0..servers).map(|i| format!("s{i}")).collect();
        let mut filling = Filling::of(&names, 1_009).expect("a table");
        while filling.filled() < 1_009 {
            filling.fill(looks);
        }
        equal(&filling.finish(), &Maglev::new(&names, 1_009).expect("a table"))?;
    }

    #[test]
    fn numbered_keys_are_the_same_whatever_was_asked_before(
        counts in proptest::collection::vec(0..9_000_u32, 1..6),
        millis in 1..9_u32,
    ) {
        for count in counts {
            let (_, set) = in_slices(millis, || KeySet::new(&keys(count), 1));
            let positions: Vec<Position> =
                (0..count).map(|number| Position::of(format!("key{number}").as_bytes())).collect();
            prop_assert!(agrees(set.expect("a set").sorted(), &positions));
        }
    }
}

#[test]
fn the_first_positions_are_those_of_the_first_keys() {
    let own = ["x", "y", "x", "z"].map(str::to_owned).to_vec();
    for source in [keys(20), KeySource::Random(20), KeySource::Own(own), KeySource::Withheld(3)] {
        let set = KeySet::new(&source, 5).expect("a set");
        for (number, position) in (0..).zip(set.first_positions(10)) {
            let wanted = set.sorted().iter().find(|(_, other)| *other == number).map(|(position, _)| position);
            assert_eq!(position, wanted, "key {number} of {source:?}");
        }
    }
    let shared = Rc::new(KeySet::new(&keys(5), 1).expect("a set"));
    assert_eq!(shared.first_positions(9).len(), 5);
}
