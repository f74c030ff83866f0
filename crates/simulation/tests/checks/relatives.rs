//! The last three systems of the chapter: outcomes that it states, and a run's end in a number; native and in the browsers.

#![allow(clippy::expect_used, reason = "what fails here fails the test")]

use simulation::kernel::state_hash::state_hash;
use simulation::kernel::time::Micros;
use simulation::kernel::timeline::Timeline;
use simulation::ring::evenness::{self, Evenness};
use simulation::ring::hot_key::{self, HotKey};
use simulation::ring::key_set::KeySource;
use simulation::ring::seven_ways::{self, Scheme, SevenWays};
use wasm_bindgen_test::wasm_bindgen_test;

/// 100,000 keys, a fifth server and then a third: the counts of the vectors, where there are any.
#[wasm_bindgen_test(unsupported = test)]
fn a_fifth_server_moves_what_the_chapter_says() {
    let mut timeline: Timeline<SevenWays> =
        Timeline::new(seven_ways::Scenario::default(), 1).expect("the default scenario starts");
    timeline.command(Micros::ZERO, seven_ways::Command::Add(None)).expect("room for a fifth");
    let lab = timeline.state();
    let moved = |scheme| lab.report(scheme).moved;
    assert_eq!([Scheme::ModN, Scheme::Ring, Scheme::Jump].map(moved), [80_035, 18_607, 20_139]);
    assert_eq!((lab.moved_by_md5(), lab.least_moved()), (80_291, 200_000));
    assert_eq!(
        [Scheme::Ring, Scheme::Ketama, Scheme::Jump, Scheme::Rendezvous].map(|s| lab.report(s).needless),
        [0; 4]
    );
    timeline.step_back();
    timeline.command(Micros::ZERO, seven_ways::Command::Remove(3)).expect("three are left");
    let lab = timeline.state();
    assert_eq!([Scheme::ModN, Scheme::Ring].map(|scheme| lab.report(scheme).moved), [75_027, 22_856]);
    assert_eq!((lab.moved_by_md5(), lab.least_moved()), (75_098, 250_000));
}

/// Servers named as memcached's, for which ketama's figures are: a fifth comes, or the second of four goes.
#[wasm_bindgen_test(unsupported = test)]
fn ketama_moves_what_its_figures_say() {
    let mut timeline: Timeline<SevenWays> =
        Timeline::new(seven_ways::Scenario::memcached(4), 1).expect("the lab's own case starts");
    let fifth = seven_ways::memcached(5).pop();
    timeline.command(Micros::ZERO, seven_ways::Command::Add(fifth)).expect("room for a fifth");
    assert_eq!(timeline.state().report(Scheme::Ketama).moved, 20_577);
    assert_eq!(timeline.moment().in_public().1, 0, "nothing of it is the reader's");
    timeline.step_back();
    timeline.command(Micros::ZERO, seven_ways::Command::Remove(1)).expect("three are left");
    assert_eq!(timeline.state().report(Scheme::Ketama).moved, 24_458);
}

/// Two in five requests are for one key, at seventy per cent of what five servers can do.
#[wasm_bindgen_test(unsupported = test)]
fn the_ring_turns_requests_away_that_the_others_serve() {
    let mut timeline: Timeline<HotKey> = Timeline::new(hot_key::Scenario::default(), 1).expect("it starts");
    timeline.seek(600);
    let turned_away = hot_key::Scheme::ALL.map(|scheme| timeline.state().lanes(scheme).turned_away());
    assert_eq!(turned_away, [128, 0, 0]);
}

/// Rings of two kinds, then other servers and a third kind.
#[wasm_bindgen_test(unsupported = test)]
fn a_run_of_evenness_ends_in_the_same_state_everywhere() {
    let scenario = evenness::Scenario::of(10, &[1, 30], 4);
    let mut timeline: Timeline<Evenness> = Timeline::new(scenario, 42).expect("it starts");
    timeline.seek(7);
    for command in [evenness::Command::SetServers(4), evenness::Command::Measure(3), evenness::Command::SetRings(3)] {
        timeline.command(Micros::ZERO, command).expect("it is taken");
    }
    while timeline.step() {}
    assert_eq!((timeline.position(), state_hash(timeline.state())), (19, 8_782_656_574_574_534_060));
}

/// Some of everything, with keys from the seed.
#[wasm_bindgen_test(unsupported = test)]
fn a_run_of_seven_ways_ends_in_the_same_state_everywhere() {
    let scenario = seven_ways::Scenario { keys: KeySource::Random(500), ..seven_ways::Scenario::default() };
    let mut timeline: Timeline<SevenWays> = Timeline::new(scenario, 7).expect("it starts");
    let commands = [
        seven_ways::Command::Add(Some("日本語".into())),
        seven_ways::Command::SetTable(1_009),
        seven_ways::Command::SetSlack(10),
        seven_ways::Command::Remove(0),
    ];
    for command in commands {
        timeline.command(Micros::ZERO, command).expect("it is taken");
    }
    assert_eq!(state_hash(timeline.state()), 14_151_589_554_383_135_508);
}

/// Some requests, and another setting of everything.
#[wasm_bindgen_test(unsupported = test)]
fn a_run_of_hot_key_ends_in_the_same_state_everywhere() {
    let mut timeline: Timeline<HotKey> = Timeline::new(hot_key::Scenario::default(), 7).expect("it starts");
    let commands = [
        hot_key::Command::SetHot(80),
        hot_key::Command::SetSlack(100),
        hot_key::Command::SetCopies(2),
        hot_key::Command::SetLoad(120),
        hot_key::Command::SetCelebrity("日本語".into()),
    ];
    for (position, command) in (1..).zip(commands) {
        timeline.seek(position * 100);
        timeline.command(Micros::ZERO, command).expect("it is taken");
    }
    timeline.seek(700);
    assert_eq!((timeline.now(), state_hash(timeline.state())), (Micros(165_447_577), 7_101_759_282_536_585_632));
}
