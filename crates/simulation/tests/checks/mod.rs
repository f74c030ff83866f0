//! Checks that run natively and in the browsers (as part of `tests/web` of the root package), against the same constants.
//!
//! `#[wasm_bindgen_test(unsupported = test)]` makes a check a test on either side.

#![allow(clippy::expect_used, reason = "what fails here fails the test")]

mod ids;
mod limiter;
mod relatives;
mod shortener;

use simulation::kernel::state_hash::state_hash;
use simulation::kernel::time::Micros;
use simulation::kernel::timeline::Timeline;
use simulation::ring::key_set::KeySource;
use simulation::ring::rehash::{Both, Command, Rehash, Scenario};
use wasm_bindgen_test::wasm_bindgen_test;

fn rehash() -> Timeline<Rehash> {
    Timeline::new(Scenario::default(), 1).expect("the default scenario starts")
}

/// 100,000 keys, a fifth server: the counts of `ring_stats.json`, and the line that says so.
#[wasm_bindgen_test(unsupported = test)]
fn from_four_to_five_servers_moves_what_the_chapter_says() {
    let mut timeline = rehash();
    timeline.command(Micros::ZERO, Command::Add("s4".into())).expect("room for a fifth");
    assert_eq!(timeline.state().moved(), Both { mod_n: 80_035, ring: 18_607 });
    let line = "s4 added: mod-n moves 80\u{202f}035 of 100\u{202f}000 keys, the ring 18\u{202f}607.";
    assert_eq!(timeline.events()[0].to_string(), line);
}

/// 100,000 keys, the last of four servers removed.
#[wasm_bindgen_test(unsupported = test)]
fn from_four_to_three_servers_moves_what_the_chapter_says() {
    let mut timeline = rehash();
    timeline.command(Micros::ZERO, Command::Remove(3)).expect("three are left");
    assert_eq!(timeline.state().moved(), Both { mod_n: 75_027, ring: 22_856 });
}

/// Some of everything, with keys and failures from the seed.
#[wasm_bindgen_test(unsupported = test)]
fn a_run_of_rehash_ends_in_the_same_state_everywhere() {
    let scenario = Scenario { keys: KeySource::Random(5_000), ..Scenario::default() };
    let mut timeline: Timeline<Rehash> = Timeline::new(scenario, 20_260_101).expect("it starts");
    let commands = [
        Command::Add("s4".into()),
        Command::RemoveAny,
        Command::SetVirtualNodes(10),
        Command::Add("日本語".into()),
        Command::SetKeys(KeySource::Numbered(3_000)),
        Command::RemoveAny,
    ];
    for command in commands {
        timeline.command(Micros::ZERO, command).expect("it is taken");
    }
    timeline.step_back();
    assert_eq!(state_hash(timeline.state()), 9_079_582_359_723_330_396);
    timeline.step();
    assert_eq!(state_hash(timeline.state()), 15_557_898_882_683_378_743);
}
