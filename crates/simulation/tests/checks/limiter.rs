//! The systems of rate limiting: outcomes that the chapter states, and a run's end in a number; native and in the browsers.

#![allow(clippy::expect_used, reason = "what fails here fails the test")]

use simulation::kernel::state_hash::state_hash;
use simulation::kernel::time::Micros;
use simulation::kernel::timeline::Timeline;
use simulation::limiter::bucket::{self, Client, LimiterBucket};
use simulation::limiter::lanes::{self, Choice, LimiterLanes, Method, Traffic};
use simulation::limiter::nodes::{self, LimiterNodes, Way};
use simulation::limiter::rules::{self, LimiterRules};
use wasm_bindgen_test::wasm_bindgen_test;

fn lanes(scenario: lanes::Scenario) -> Timeline<LimiterLanes> {
    Timeline::new(scenario, 1).expect("it starts")
}

/// The most that are served in any window, lane by lane.
fn worst(timeline: &Timeline<LimiterLanes>) -> [usize; 6] {
    let lab = timeline.state();
    Method::ALL.map(|method| lab.lane(method).busiest(lab.scenario().window()).map_or(0, |found| found.count))
}

/// Ten in ten seconds, ten just before a border and ten just after it: what any ten seconds hold.
#[wasm_bindgen_test(unsupported = test)]
fn an_attack_on_the_edge_doubles_the_fixed_window_and_not_the_log() {
    let mut timeline = lanes(lanes::Scenario::default());
    // Two beats of the clock come before the border.
    timeline.seek(22);
    let lab = timeline.state();
    assert_eq!(lab.requests(), 20, "the attack itself");
    assert_eq!(lab.lane(Method::FixedWindow).passed(), 20);
    assert_eq!(lab.lane(Method::SlidingLog).passed(), 10);
    // Nine and a bit of the ten before still count, rounded down nine.
    assert_eq!(lab.lane(Method::SlidingCounter).passed(), 11);
    timeline.seek(u64::MAX);
    assert_eq!(worst(&timeline), [19, 10, 20, 10, 20, 19]);
}

/// The same with the other choice each time.
#[wasm_bindgen_test(unsupported = test)]
fn a_choice_decides_the_same_past_again() {
    let mut timeline = lanes(lanes::Scenario::of(Traffic::Drip));
    timeline.seek(u64::MAX);
    let passed = |timeline: &Timeline<LimiterLanes>, method| timeline.state().lane(method).passed();
    let before = passed(&timeline, Method::SlidingLog);
    timeline.command(Micros::ZERO, lanes::Command::Choose(Choice::LogDenied, true)).expect("it is taken");
    assert!(passed(&timeline, Method::SlidingLog) < before / 2, "who keeps trying stays out");
    timeline.step_back();
    assert_eq!(passed(&timeline, Method::SlidingLog), before);
}

/// How many are let through in excess: GET and SET against one atomic step.
#[wasm_bindgen_test(unsupported = test)]
fn get_and_set_lets_too_many_through_and_one_atomic_step_none() {
    let excess = |way, rate| {
        let scenario = nodes::Scenario { way, rate, ..nodes::Scenario::default() };
        nodes::excess_by_latency(&scenario, 1, &[0, 500, 2_000, 5_000]).expect("it starts")
    };
    assert_eq!(excess(Way::Atomic, 500), [0; 4]);
    assert_eq!(excess(Way::GetSet, 500), [0, 29, 155, 166]);
    assert_eq!(excess(Way::GetSet, 1_000), [0, 74, 312, 367]);
    assert_eq!(excess(Way::Halves, 1_000), [0; 4]);
}

/// Of all clients only one is told nothing and asks no more than needed.
#[wasm_bindgen_test(unsupported = test)]
fn a_client_that_obeys_wastes_few_requests() {
    let denied = |client| {
        let scenario = bucket::Scenario { client, ..bucket::Scenario::default() };
        let mut timeline: Timeline<LimiterBucket> = Timeline::new(scenario, 1).expect("it starts");
        while timeline.now() < Micros(60_000_000) {
            timeline.step();
        }
        let lab = timeline.state();
        (lab.passed(), lab.requests() - lab.passed())
    };
    assert_eq!(denied(Client::Hammer), (64, 86));
    assert_eq!(denied(Client::Patient), (64, 35));
}

/// Some of everything.
#[wasm_bindgen_test(unsupported = test)]
fn a_run_of_each_ends_in_the_same_state_everywhere() {
    let mut timeline = lanes(lanes::Scenario::of(Traffic::TwoUsers));
    timeline.seek(60);
    for command in [
        lanes::Command::Send(1),
        lanes::Command::SetPerUser(true),
        lanes::Command::Choose(Choice::Exact, true),
        lanes::Command::SetLimit(7),
        lanes::Command::SetWindow(3),
    ] {
        timeline.command(Micros::ZERO, command).expect("it is taken");
    }
    timeline.seek(u64::MAX);
    assert_eq!(state_hash(timeline.state()), 2_545_586_249_188_163_899);

    let mut timeline: Timeline<LimiterNodes> =
        Timeline::new(nodes::Scenario { way: Way::Eventual, ..nodes::Scenario::default() }, 7).expect("it starts");
    timeline.seek(100);
    timeline.command(Micros::ZERO, nodes::Command::SetRate(900)).expect("it is taken");
    timeline.command(Micros::ZERO, nodes::Command::Send(1)).expect("it is taken");
    timeline.seek(u64::MAX);
    assert_eq!(state_hash(timeline.state()), 13_710_022_922_299_644_672);

    let scenario = bucket::Scenario { client: Client::BackOff, ..bucket::Scenario::default() };
    let mut timeline: Timeline<LimiterBucket> = Timeline::new(scenario, 3).expect("it starts");
    timeline.seek(80);
    timeline.command(Micros::ZERO, bucket::Command::SetRefill(2, 7)).expect("it is taken");
    timeline.seek(200);
    assert_eq!(state_hash(timeline.state()), 7_416_329_331_148_887_070);

    let mut timeline: Timeline<LimiterRules> = Timeline::new(rules::Scenario { file: None }, 1).expect("it starts");
    for sample in rules::SAMPLES.into_iter().cycle().take(30) {
        timeline.command(Micros::ZERO, rules::Command::Send(sample.to_owned())).expect("it is taken");
    }
    assert_eq!(state_hash(timeline.state()), 15_069_508_927_367_166_342);
}
