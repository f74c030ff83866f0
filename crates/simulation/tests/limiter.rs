//! The systems of rate limiting.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use algorithms::limit::rolling::count_within;
use proptest::prelude::*;
use simulation::kernel::state_hash::state_hash;
use simulation::kernel::time::Micros;
use simulation::kernel::timeline::Timeline;
use simulation::limiter::bucket::{self, Client, LimiterBucket};
use simulation::limiter::lanes::{self, Arrival, Choice, LimiterLanes, Method, Scenario, Traffic, WINDOWS};
use simulation::limiter::nodes::{self, LimiterNodes, Verdict, Way};
use simulation::limiter::rules::{self, LimiterRules};

fn lanes(scenario: Scenario, seed: u64) -> Timeline<LimiterLanes> {
    Timeline::new(scenario, seed).unwrap()
}

fn finished(traffic: Traffic) -> Timeline<LimiterLanes> {
    let mut timeline = lanes(Scenario::of(traffic), 1);
    timeline.seek(u64::MAX);
    timeline
}

#[test]
fn every_traffic_ends_and_shows_what_it_is_there_for() {
    let passed = |traffic, method| {
        let timeline = finished(traffic);
        let lab = timeline.state();
        assert_eq!(lab.now(), lab.end(), "{traffic:?}");
        (lab.lane(method).passed(), lab.requests())
    };
    for method in Method::ALL {
        let (passed, all) = passed(Traffic::Steady, method);
        assert_eq!(passed, all, "{method:?}: steady traffic below the limit meets no limiter");
    }
    assert_eq!(passed(Traffic::Own, Method::Gcra), (0, 0));
    let (drip, all) = passed(Traffic::Drip, Method::TokenBucket);
    assert!((30..=40).contains(&drip) && all > drip, "{drip} of {all}");
    let herd = finished(Traffic::Herd);
    assert!(herd.state().lane(Method::LeakingBucket).turned_away() > 20);
    // The queue evens out what the bucket lets through at once.
    let gaps = |method| {
        let lab = finished(Traffic::Burst);
        let served = lab.state().lane(method).fates().iter().filter_map(|fate| fate.served).collect::<Vec<u64>>();
        served.windows(2).map(|pair| pair[1] - pair[0]).min().unwrap()
    };
    assert!(gaps(Method::TokenBucket) < 100_000);
    assert_eq!(gaps(Method::LeakingBucket), 1_000_000);
}

#[test]
fn a_greedy_user_starves_the_other_where_the_limit_is_shared_and_not_where_it_is_not() {
    let mut timeline = finished(Traffic::TwoUsers);
    let (passed, all) = timeline.state().of_user(Method::FixedWindow, 0);
    assert!(passed * 3 < all * 2, "{passed} of {all}");
    timeline.command(Micros::ZERO, lanes::Command::SetPerUser(true)).unwrap();
    for method in Method::ALL {
        let (passed, all) = timeline.state().of_user(method, 0);
        assert_eq!(passed, all, "{method:?}");
    }
}

#[test]
fn gcra_is_the_token_bucket_on_all_traffic() {
    for traffic in Traffic::ALL {
        let timeline = finished(traffic);
        let lab = timeline.state();
        assert_eq!(lab.lane(Method::Gcra).fates(), lab.lane(Method::TokenBucket).fates());
        assert_eq!(lab.lane(Method::Gcra).most_kept().max(1), 1);
        let (bucket, gcra) = (&lab.lane(Method::TokenBucket).limiters()[0], &lab.lane(Method::Gcra).limiters()[0]);
        assert!(bucket.used_per_mille(lab.now()).abs_diff(gcra.used_per_mille(lab.now())) <= 1);
    }
}

#[test]
fn a_click_comes_at_the_time_that_is_shown_and_the_future_goes_on() {
    let mut timeline = lanes(Scenario::of(Traffic::Own), 1);
    timeline.command(Micros(1_250_000), lanes::Command::Send(0)).unwrap();
    timeline.command(Micros(1_250_000), lanes::Command::Send(1)).unwrap();
    assert_eq!(timeline.state().arrivals(), [Arrival { at: 1_250_000, user: 0 }, Arrival { at: 1_250_000, user: 1 }]);
    timeline.step();
    assert_eq!(timeline.now(), Micros(1_250_000), "the beat that was due meanwhile");
    timeline.seek(u64::MAX);
    assert_eq!(timeline.state().now(), 10_000_000 * WINDOWS);
    timeline.command(Micros::ZERO, lanes::Command::Send(0)).unwrap();
    assert_eq!(timeline.state().requests(), 3);
}

#[test]
fn what_makes_no_sense_is_refused_and_changes_nothing() {
    use lanes::{Command, Refusal};
    let mut timeline = finished(Traffic::Burst);
    let before = state_hash(timeline.state());
    for (command, refusal) in [
        (Command::SetLimit(0), Refusal::Number(lanes::LIMIT.refuse(0))),
        (Command::SetLimit(u32::MAX), Refusal::Number(lanes::LIMIT.refuse(u32::MAX.into()))),
        (Command::SetWindow(0), Refusal::Number(lanes::WINDOW.refuse(0))),
        (Command::SetWindow(3_601), Refusal::Number(lanes::WINDOW.refuse(3_601))),
        (Command::Send(2), Refusal::User(2)),
    ] {
        assert!(refusal.to_string().ends_with('.'));
        assert_eq!(timeline.command(Micros::ZERO, command), Err(refusal));
        assert_eq!(state_hash(timeline.state()), before);
    }
    let mut timeline = lanes(Scenario::of(Traffic::Own), 1);
    for _ in 0..lanes::MOST_REQUESTS {
        timeline.command(Micros::ZERO, Command::Send(0)).unwrap();
    }
    assert_eq!(timeline.command(Micros::ZERO, Command::Send(0)), Err(Refusal::Full));
}

#[test]
fn tokens_drip_in_until_the_bucket_is_full_and_then_nothing_is_due() {
    let mut timeline: Timeline<LimiterBucket> = Timeline::new(bucket::Scenario::default(), 1).unwrap();
    assert_eq!(timeline.next_due(), None);
    timeline.command(Micros::ZERO, bucket::Command::Send(3)).unwrap();
    timeline.command(Micros(500_000), bucket::Command::Send(3)).unwrap();
    assert_eq!(timeline.events()[0].to_string(), "Request 2 asks for 3: 429 Too Many Requests, Retry-After: 1.");
    let answer = timeline.state().answer(&timeline.state().sent()[1]);
    let fields: Vec<String> = answer.fields.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    assert_eq!(answer.status, 429);
    assert_eq!(fields, ["RateLimit-Policy: \"default\";q=5;w=5", "RateLimit: \"default\";r=2;t=3", "Retry-After: 1"]);
    let mut came = Vec::new();
    while timeline.step() {
        came.push(timeline.now().0);
    }
    assert_eq!(came, [1_000_000, 2_000_000, 3_000_000]);
    assert_eq!(timeline.state().bucket().tokens(3_000_000), 5);
    let refused = timeline.command(Micros::ZERO, bucket::Command::Send(6)).unwrap_err().to_string();
    assert_eq!(refused, "A request that costs 6 can never pass: at most 5 pass at once, however long it waits.");
    for command in [
        bucket::Command::SetCapacity(0),
        bucket::Command::SetCapacity(41),
        bucket::Command::SetRefill(0, 1),
        bucket::Command::SetRefill(1, 0),
        bucket::Command::Send(0),
    ] {
        assert!(timeline.command(Micros::ZERO, command).is_err());
    }
}

#[test]
fn a_client_that_backs_off_waits_longer_and_longer_but_never_in_step_with_others() {
    let pauses = |seed| {
        let scenario = bucket::Scenario { capacity: 1, refill: 1, period_seconds: 3_600, client: Client::BackOff };
        let mut timeline: Timeline<LimiterBucket> = Timeline::new(scenario, seed).unwrap();
        timeline.seek(10);
        let times: Vec<u64> = timeline.state().sent().iter().map(|sent| sent.at.0).collect();
        times.windows(2).map(|pair| pair[1] - pair[0]).collect::<Vec<u64>>()
    };
    let (one, other) = (pauses(1), pauses(2));
    assert_ne!(one[1..], other[1..]);
    assert!(one.iter().all(|pause| *pause <= 16_000_000));
    assert!(one[1] <= 1_000_000, "the first pause is short: {one:?}");
}

#[test]
fn the_example_rules_do_what_they_say() {
    let mut timeline: Timeline<LimiterRules> = Timeline::new(rules::Scenario { file: None }, 1).unwrap();
    let mut send = |text: &str| {
        timeline.command(Micros::ZERO, rules::Command::Send(text.to_owned())).unwrap();
        timeline.events()[0].to_string()
    };
    let address = "path=/login, remote_address=10.0.0.7";
    assert_eq!(send(address), format!("{address}: the rule on line 10 allows 2 a minute; it passes."));
    send(address);
    assert_eq!(send(address), format!("{address}: the rule on line 10 allows 2 a minute; it is turned away."));
    assert!(send("path=/login, remote_address=10.0.0.8").ends_with("it passes."), "each address has its own count");
    assert_eq!(send("path=/health"), "path=/health: the rule on line 15 lets it pass without limit.");
    assert_eq!(send("tier=free"), "tier=free: no rule is for it, so it passes.");
    for _ in 0..4 {
        send("user=ada");
    }
    assert!(send("user=ada").contains("shadow mode: it passes"));
    let state = timeline.state();
    assert_eq!(state.counters().len(), 3);
    assert!(state.outcomes().last().unwrap().passed());
    assert_eq!(state.outcomes().last().unwrap().answer().unwrap().status, 200, "whatever the shadow counts");
    timeline.command(Micros::ZERO, rules::Command::Wait(60)).unwrap();
    timeline.command(Micros::ZERO, rules::Command::Send(address.to_owned())).unwrap();
    assert!(timeline.events()[0].to_string().ends_with("it passes."), "a new window");
}

#[test]
fn bad_rules_and_descriptors_change_nothing_and_say_why() {
    let mut timeline: Timeline<LimiterRules> = Timeline::new(rules::Scenario { file: None }, 1).unwrap();
    let before = state_hash(timeline.state());
    for (command, says) in [
        (rules::Command::SetRules("domain: x".into()), "Line 1, column 1: the field “descriptors” is missing."),
        (rules::Command::SetRules("a".repeat(10 << 20)), "Line 1, column 1: 10485760 bytes are too many"),
        (rules::Command::Send(String::new()), "A descriptor has"),
        (rules::Command::Send("path".into()), "“path” is no entry"),
        (rules::Command::Send("a=b,,c=d".into()), "“” is no entry"),
        (rules::Command::Send("x=".repeat(400)), "A descriptor has"),
        (rules::Command::Wait(0), "0 seconds"),
    ] {
        let refused = timeline.command(Micros::ZERO, command).unwrap_err().to_string();
        assert!(refused.starts_with(says), "{refused}");
        assert_eq!(state_hash(timeline.state()), before);
    }
}

#[test]
fn links_to_the_labs_are_short() {
    let mut timeline = finished(Traffic::Herd);
    timeline.command(Micros::ZERO, lanes::Command::Choose(Choice::Meter, true)).unwrap();
    assert!(timeline.moment().encode().len() < 80, "{}", timeline.moment().encode());
    let timeline: Timeline<LimiterNodes> = Timeline::new(nodes::Scenario::default(), 1).unwrap();
    assert!(timeline.moment().encode().len() < 80);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lanes_count_what_they_are_sent_and_a_setting_is_as_if_it_had_been_so_from_the_start(
        limit in 1..40_u32, window_seconds in 1..30_u32, traffic in prop::sample::select(&Traffic::ALL[..]),
        per_user: bool, choices in prop::collection::vec(any::<bool>(), 5), seed: u64,
    ) {
        let all = [Choice::Meter, Choice::FirstHit, Choice::Inclusive, Choice::LogDenied, Choice::Exact];
        let mut timeline = lanes(Scenario { limit, window_seconds, ..Scenario::of(traffic) }, seed);
        timeline.seek(u64::MAX);
        for (choice, on) in all.into_iter().zip(choices) {
            timeline.command(Micros::ZERO, lanes::Command::Choose(choice, on)).unwrap();
        }
        timeline.command(Micros::ZERO, lanes::Command::SetPerUser(per_user)).unwrap();
        let set = timeline.state().scenario().clone();
        let mut fresh = lanes(set.clone(), seed);
        fresh.seek(u64::MAX);
        for (one, other) in timeline.state().lanes().iter().zip(fresh.state().lanes()) {
            prop_assert_eq!(one, other);
            prop_assert_eq!(one.passed() + one.turned_away(), timeline.state().requests());
            prop_assert_eq!(one.fates().len() as u32, timeline.state().requests());
            let served: Vec<u64> = {
                let mut served: Vec<u64> = one.fates().iter().filter_map(|fate| fate.served).collect();
                served.sort_unstable();
                served
            };
            let window = set.window();
            let worst = one.busiest(window).map_or(0, |found| found.count);
            prop_assert!(served.iter().all(|from| count_within(&served, *from, window) <= worst));
        }
        prop_assert!(timeline.state().arrivals().windows(2).all(|pair| pair[0].at <= pair[1].at));
    }

    #[test]
    fn two_nodes_count_every_request_once_and_atomic_never_lets_one_too_many_through(
        latency_us in 0..8_000_u32, rate in 50..1_500_u32, limit in 1..40_u32, share_of_a in 0..=100_u32, seed: u64,
        way in prop::sample::select(&Way::ALL[..]),
    ) {
        let scenario = nodes::Scenario {
            way, latency_us, rate, limit, share_of_a, ..nodes::Scenario::default()
        };
        let mut timeline: Timeline<LimiterNodes> = Timeline::new(scenario, seed).unwrap();
        let mut last = Micros::ZERO;
        while timeline.step() {
            prop_assert!(timeline.now() >= last);
            last = timeline.now();
        }
        let lab = timeline.state();
        prop_assert!(lab.messages().len() == 0);
        let verdicts: Vec<Verdict> = lab.requests.iter().filter_map(|request| request.verdict).collect();
        prop_assert_eq!(verdicts.len(), lab.requests.len(), "every request is decided");
        let count = |wanted: &[Verdict]| verdicts.iter().filter(|verdict| wanted.contains(verdict)).count() as u32;
        let total = lab.total();
        prop_assert_eq!(total.passed, count(&[Verdict::Passed, Verdict::TooMany]));
        prop_assert_eq!(total.turned_away, count(&[Verdict::TurnedAway]));
        for tally in lab.tallies {
            prop_assert_eq!(tally.too_many, tally.passed.saturating_sub(limit));
        }
        match way {
            Way::Atomic | Way::Halves => prop_assert_eq!(total.too_many, 0),
            Way::GetSet if latency_us == 0 => prop_assert_eq!(total.too_many, 0),
            Way::GetSet | Way::Eventual => {}
        }
    }
}
