//! One key that everybody asks for.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use algorithms::hashing::bounded::BoundedError;
use proptest::prelude::*;
use simulation::kernel::moment::Moment;
use simulation::kernel::state_hash::state_hash;
use simulation::kernel::time::Micros;
use simulation::kernel::timeline::Timeline;
use simulation::ring::hot_key::{
    COPIES, Command, HOT_PERCENT, HotKey, LOAD_PERCENT, LONGEST_QUEUE, Refusal, SERVERS, SERVICE, Scenario, Scheme,
};

fn run(scenario: Scenario) -> Timeline<HotKey> {
    Timeline::new(scenario, 1).unwrap()
}

fn after(scenario: Scenario, requests: u64) -> Timeline<HotKey> {
    let mut timeline = run(scenario);
    timeline.seek(requests);
    timeline
}

fn turned_away(timeline: &Timeline<HotKey>) -> [u32; 3] {
    Scheme::ALL.map(|scheme| timeline.state().lanes(scheme).turned_away())
}

#[test]
fn without_a_hot_key_the_ring_does_as_well() {
    let timeline = after(Scenario { hot_percent: 0, ..Scenario::default() }, 600);
    assert_eq!(turned_away(&timeline), [0, 0, 0]);
    assert_eq!(timeline.state().hot_requests, 0);
}

#[test]
fn on_the_ring_the_hot_key_has_one_server_and_its_copies_have_so_many_as_are_asked_for() {
    let mut timeline = run(Scenario::default());
    let (owner, holders) = (timeline.state().hot_owner(), timeline.state().hot_holders());
    assert_eq!((holders.len(), holders[0]), (3, owner));
    timeline.seek(400);
    let lanes = &timeline.state().lanes(Scheme::Ring).lanes;
    for (server, lane) in (0..).zip(lanes) {
        assert_eq!(lane.hot_taken > 0, server == owner);
    }
    let copies = Scheme::ALL.map(|scheme| timeline.state().lanes(scheme).copies());
    assert_eq!(copies[0], 1);
    assert!(copies[1] > 1, "what spills has to be fetched there too: {copies:?}");
    assert_eq!(copies[2], 3);
}

#[test]
fn with_nothing_but_the_hot_key_the_ring_is_one_server() {
    let timeline = after(Scenario { hot_percent: 100, load_percent: 100, ..Scenario::default() }, 1_000);
    let busy = timeline.state().lanes(Scheme::Ring).lanes.iter().filter(|lane| lane.queue.taken() > 0).count();
    assert_eq!(busy, 1);
    let [ring, bounded, _] = turned_away(&timeline);
    assert!(ring > 750, "four fifths of a thousand, but for the queue: {ring}");
    assert!(bounded < 20, "{bounded}");
}

#[test]
fn settings_take_effect_while_requests_are_under_way() {
    let mut timeline = after(Scenario::default(), 300);
    let before = turned_away(&timeline);
    timeline.command(Micros::ZERO, Command::SetHot(0)).unwrap();
    assert_eq!(turned_away(&timeline), before, "the count goes on");
    timeline.seek(500);
    let recent: Vec<_> = timeline.transcript(301, 500).into_iter().map(|(_, _, event)| event.to_string()).collect();
    assert!(recent.iter().all(|line| !line.contains("the hot key;")), "{}", recent[0]);
    timeline.command(Micros::ZERO, Command::SetServers(2)).unwrap();
    assert_eq!((timeline.state().requests, timeline.state().scenario.copies), (0, 2));
    assert_eq!(timeline.state().lanes(Scheme::Ring).lanes.len(), 2);
}

#[test]
fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let mut timeline = after(Scenario::default(), 5);
    let before = state_hash(timeline.state());
    for (command, refusal) in [
        (Command::SetHot(101), Refusal::Number(HOT_PERCENT.refuse(101))),
        (Command::SetLoad(0), Refusal::Number(LOAD_PERCENT.refuse(0))),
        (Command::SetCopies(6), Refusal::Number(COPIES.up_to(5).refuse(6))),
        (Command::SetServers(1), Refusal::Number(SERVERS.refuse(1))),
        (Command::SetServers(13), Refusal::Number(SERVERS.refuse(13))),
        (Command::SetSlack(0), Refusal::Bounded(BoundedError::ZeroSlack)),
        (Command::SetCelebrity("x".repeat(1_025)), Refusal::LongKey),
    ] {
        assert_eq!(timeline.command(Micros::ZERO, command), Err(refusal));
        assert_eq!(state_hash(timeline.state()), before);
    }
}

#[test]
fn a_link_leaves_out_the_name_of_the_hot_key() {
    let mut timeline = after(Scenario { celebrity: "secret star".into(), ..Scenario::default() }, 10);
    timeline.command(Micros::ZERO, Command::SetCelebrity("secret too".into())).unwrap();
    let (public, left_out) = timeline.moment().in_public();
    assert_eq!(left_out, 2);
    assert!(!format!("{public:?}").contains("secret"));
    let code = public.encode();
    assert!(code.len() < 300);
    assert!(Timeline::<HotKey>::open(Moment::decode(&code).unwrap()).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_request_is_taken_or_turned_away_and_no_bound_is_passed(
        servers in 2..7_u32, hot_percent in 0..=100_u32, load_percent in 1..=150_u32, slack_per_mille in 1..2_000_u32,
        copies in 1..3_u32, seed: u64,
    ) {
        let scenario = Scenario {
            servers, hot_percent, load_percent, slack_per_mille, copies, virtual_nodes: 3, keys: 50, ..Scenario::default()
        };
        let mut timeline: Timeline<HotKey> = Timeline::new(scenario, seed).unwrap();
        for request in 1..=150 {
            timeline.step();
            let (lab, now) = (timeline.state(), timeline.now());
            for scheme in Scheme::ALL {
                let lanes = lab.lanes(scheme);
                prop_assert_eq!(lanes.waits.count() as u32 + lanes.turned_away(), request);
                for lane in &lanes.lanes {
                    prop_assert!(lane.queue.len() <= LONGEST_QUEUE && lane.queue.serving().len() <= 1);
                    let done = lane.queue.next_due();
                    prop_assert!(done.is_none_or(|done| now < done && done <= now + SERVICE), "one after another");
                }
            }
            let bounded = lab.lanes(Scheme::Bounded);
            let went = lab.last.unwrap()[Scheme::Bounded as usize];
            prop_assert!(went.before < lab.capacity(bounded.present() - u32::from(!went.refused)));
        }
    }
}
