//! The systems of the chapter on IDs: outcomes that it states, and a run's end in a number; native and in the browsers.

#![allow(clippy::expect_used, reason = "what fails here fails the test")]

use simulation::ids::bit_strip::{self, BitStrip};
use simulation::ids::clock_back::{self, Answer, ClockBack};
use simulation::ids::collisions::{self, Collisions};
use simulation::ids::decoder::{self, IdDecoder};
use simulation::ids::four_ways::{self, FourWays};
use simulation::kernel::state_hash::state_hash;
use simulation::kernel::system::System;
use simulation::kernel::time::Micros;
use simulation::kernel::timeline::Timeline;
use wasm_bindgen_test::wasm_bindgen_test;

fn run<S: System>(scenario: S::Scenario) -> Timeline<S> {
    match Timeline::new(scenario, 1) {
        Ok(timeline) => timeline,
        Err(refusal) => panic!("{refusal}"),
    }
}

fn answers(timeline: &Timeline<ClockBack>, way: clock_back::Way) -> Vec<Answer> {
    timeline.state().machine(way).marks().iter().map(|mark| mark.answer).collect()
}

/// The clock reads 10, 10, 10, 9, 10.
#[wasm_bindgen_test(unsupported = test)]
fn the_old_order_issues_a_duplicate_and_the_right_one_refuses_and_goes_on() {
    let mut timeline = run::<ClockBack>(clock_back::Scenario::reads(&[10, 10, 10, 9, 10]));
    while timeline.step() {}
    let id = |sequence, is_duplicate| Answer::Id { tick: 10, sequence, is_duplicate };
    let before = [id(0, false), id(1, false), id(2, false), Answer::Refused { by_ms: 1 }];
    let right = answers(&timeline, clock_back::Way::Refuse);
    assert_eq!((&right[..4], right[4]), (&before[..], id(3, false)));
    let old = answers(&timeline, clock_back::Way::OldOrder);
    assert_eq!((&old[..4], old[4]), (&before[..], id(1, true)));
    let borrowed = answers(&timeline, clock_back::Way::Borrow);
    assert_eq!(borrowed, (0..5).map(|sequence| id(sequence, false)).collect::<Vec<_>>());
    let waited = timeline.state().machine(clock_back::Way::Wait);
    assert_eq!((waited.made(), waited.queue(), waited.refused()), (5, 0, 0));
    assert!(waited.waited() > Micros::ZERO);
}

/// 4,097 are asked for in one millisecond.
#[wasm_bindgen_test(unsupported = test)]
fn the_last_of_4097_waits_for_the_next_millisecond() {
    let mut timeline = run::<BitStrip>(bit_strip::Scenario::default());
    timeline.command(Micros::ZERO, bit_strip::Command::Burst(4_097)).expect("it is taken");
    assert_eq!(
        timeline.events(),
        [bit_strip::Event::Burst { asked: 4_097, made: 4_096, more_ticks: Some(1) }],
        "the layout's own number"
    );
}

/// A third server beside two, and a fourth beside three: whoever is not told goes on with the old step.
#[wasm_bindgen_test(unsupported = test)]
fn an_added_server_makes_duplicates_unless_every_step_is_changed() {
    for (servers, careful) in [(2, false), (3, false), (2, true), (3, true)] {
        let scenario = four_ways::Scenario { servers, careful, ..four_ways::Scenario::default() };
        let mut timeline = run::<FourWays>(scenario);
        timeline.seek(40);
        timeline.command(Micros::ZERO, four_ways::Command::AddServer).expect("there is room");
        timeline.seek(200);
        let duplicates = four_ways::Way::ALL.map(|way| timeline.state().count(way).duplicates);
        assert_eq!((duplicates[0] == 0, &duplicates[1..]), (careful, &[0, 0, 0][..]), "{servers} servers");
    }
}

/// The same runs on every machine.
#[wasm_bindgen_test(unsupported = test)]
fn runs_of_the_ids_end_in_the_same_state_everywhere() {
    let mut strip = run::<BitStrip>(bit_strip::Scenario::default());
    strip.seek(50);
    for command in [
        bit_strip::Command::Move { border: 1, to: 30 },
        bit_strip::Command::SetTick(10),
        bit_strip::Command::SetEpoch(2020),
        bit_strip::Command::SetRate(1_000),
    ] {
        strip.command(Micros::ZERO, command).expect("it is taken");
    }
    strip.seek(500);

    let mut four = run::<FourWays>(four_ways::Scenario { per_second: 9_000, ..four_ways::Scenario::default() });
    for (position, command) in (1..).zip([
        four_ways::Command::Cut(0),
        four_ways::Command::SetClock(2, -300),
        four_ways::Command::SetUuid(7),
        four_ways::Command::AddServer,
        four_ways::Command::Kill(1),
        four_ways::Command::KillTicketServer(0),
        four_ways::Command::Mend(0),
        four_ways::Command::Revive(1),
        four_ways::Command::ReviveTicketServer(0),
    ]) {
        four.seek(position * 200);
        four.command(Micros::ZERO, command).expect("it is taken");
    }
    four.seek(3_000);

    let mut clock = run::<ClockBack>(clock_back::Scenario::default());
    for (position, command) in (1..).zip([
        clock_back::Command::SetClock(-5),
        clock_back::Command::SetRate(9),
        clock_back::Command::Restart,
        clock_back::Command::SetClock(3),
        clock_back::Command::SetClock(-9),
    ]) {
        clock.seek(position * 30);
        clock.command(Micros::ZERO, command).expect("it is taken");
    }
    clock.seek(300);

    let mut collisions = run::<Collisions>(collisions::Scenario::default());
    collisions.seek(60);
    collisions.command(Micros::ZERO, collisions::Command::Draw(20)).expect("it is taken");
    collisions.seek(90);

    let mut decoder = run::<IdDecoder>(decoder::Scenario::default());
    decoder.command(Micros::ZERO, decoder::Command::Look(2)).expect("there are five");

    let ends = [
        state_hash(strip.state()),
        state_hash(four.state()),
        state_hash(clock.state()),
        state_hash(collisions.state()),
        state_hash(decoder.state()),
    ];
    assert_eq!(
        ends,
        [800931059863411825, 366200552091655908, 11558819338359812624, 5696705506376572977, 3295967499852905757]
    );
}
