//! Rings measured one after another.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use simulation::kernel::state_hash::state_hash;
use simulation::kernel::system::System;
use simulation::kernel::time::Micros;
use simulation::kernel::timeline::Timeline;
use simulation::ring::evenness::{Command, Evenness, Event, MOST_RINGS, ONE, Refusal, Scenario};
use simulation::ring::servers::Unfit;

fn run(scenario: Scenario, seed: u64) -> Timeline<Evenness> {
    Timeline::new(scenario, seed).unwrap()
}

fn to_the_end(scenario: Scenario, seed: u64) -> Timeline<Evenness> {
    let mut timeline = run(scenario, seed);
    while timeline.step() {}
    timeline
}

#[test]
fn theory_expects_what_the_chapter_says() {
    let timeline = run(Scenario::default(), 1);
    let tenths = [100, 200, 1_000].map(|nodes| (timeline.state().expected(nodes) + 500) / 1_000);
    assert_eq!(tenths, [95, 67, 30], "9.5 %, 6.7 % and 3.0 %");
}

#[test]
fn measured_rings_deviate_as_theory_expects() {
    let timeline = to_the_end(Scenario::of(10, &[1, 2, 5, 10, 20, 50], MOST_RINGS), 1);
    for stop in timeline.state().stops() {
        assert_eq!(stop.rings.len(), MOST_RINGS as usize);
        let (measured, expected) = (stop.deviation().unwrap(), timeline.state().expected(stop.nodes));
        let off = f64::from(measured) / f64::from(expected) - 1.0;
        assert!(off.abs() < 0.06, "{} nodes: {measured} instead of {expected}", stop.nodes);
    }
}

#[test]
fn with_a_point_each_the_largest_share_is_on_average_h_s_times_the_mean() {
    let harmonic: f64 = (1..=10).map(|i| 1.0 / f64::from(i)).sum();
    assert!((harmonic - 2.93).abs() < 0.005);
    let largest = |seed| {
        let timeline = to_the_end(Scenario::of(10, &[1], MOST_RINGS), seed);
        f64::from(timeline.state().stops()[0].largest().unwrap()) / f64::from(ONE)
    };
    let mean = (1..=8).map(largest).sum::<f64>() / 8.0;
    assert!((mean - harmonic).abs() < 0.06, "over 2,400 rings: {mean}");
}

#[test]
fn a_run_measures_the_least_measured_kind_next_and_ends() {
    let mut timeline = run(Scenario::of(3, &[4, 2, 2], 2), 1);
    let mut order = Vec::new();
    while timeline.step() {
        let [Event::Measured { ring, measurement, .. }] = timeline.events() else { panic!("a measurement each") };
        order.push((*ring, measurement.nodes));
    }
    assert_eq!(order, [(1, 2), (1, 4), (2, 2), (2, 4)]);
    let done = timeline.now();
    timeline.command(done, Command::Measure(3)).unwrap();
    assert!(timeline.next_due().unwrap() > done, "it goes on");
    while timeline.step() {}
    assert_eq!(timeline.state().measured(), 6);
}

#[test]
fn a_ring_depends_on_the_seed_and_its_number_alone() {
    let among_others = to_the_end(Scenario::of(5, &[1, 7, 20], 4), 3);
    let alone = to_the_end(Scenario::of(5, &[7], 4), 3);
    assert_eq!(among_others.state().stops()[1], alone.state().stops()[0]);
    let other_seed = to_the_end(Scenario::of(5, &[7], 4), 4);
    assert_ne!(alone.state().stops()[0], other_seed.state().stops()[0]);
}

#[test]
fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let mut timeline = run(Scenario::default(), 1);
    timeline.step();
    let before = state_hash(timeline.state());
    for (command, refusal) in [
        (Command::SetServers(1), Refusal::Servers(1)),
        (Command::SetServers(101), Refusal::Servers(101)),
        (Command::SetRings(0), Refusal::Rings(0)),
        (Command::SetRings(301), Refusal::Rings(301)),
        (Command::Measure(0), Refusal::Unfit(Unfit::VirtualNodes(0))),
        (Command::Measure(1_001), Refusal::Unfit(Unfit::VirtualNodes(1_001))),
        (Command::Measure(100), Refusal::Already(100)),
    ] {
        assert_eq!(timeline.command(Micros::ZERO, command), Err(refusal));
        assert_eq!(state_hash(timeline.state()), before);
    }
    for nodes in 11..17 {
        timeline.command(Micros::ZERO, Command::Measure(nodes)).unwrap();
    }
    assert_eq!(timeline.command(Micros::ZERO, Command::Measure(18)), Err(Refusal::Stops(17)));
    assert_eq!(Evenness::start(&Scenario::of(5, &[], 1), 1).unwrap_err(), Refusal::Stops(0));
}

#[test]
fn other_servers_are_measured_anew() {
    let mut timeline = to_the_end(Scenario::of(5, &[1, 2], 3), 1);
    timeline.command(Micros::ZERO, Command::SetServers(7)).unwrap();
    assert_eq!((timeline.state().measured(), timeline.state().servers()), (0, 7));
    timeline.step_back();
    assert_eq!(timeline.state().measured(), 6);
}
