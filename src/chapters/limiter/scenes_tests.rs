//! Every scene opens, and is as its words say.

use simulation::limiter::lanes::Method;
use simulation::limiter::nodes::Verdict;

use super::*;
use crate::present::check::{ended, opened};

fn worst(run: &Timeline<LimiterLanes>, method: Method) -> usize {
    let lab = run.state();
    lab.lane(method).busiest(lab.scenario().window()).map_or(0, |found| found.count)
}

#[test]
fn steady_traffic_meets_no_limiter() {
    let run = ended::<LimiterLanes>(SCENES, "Six ways to say ten in ten seconds");
    assert!(run.state().requests() > 10);
    assert!(run.state().lanes().iter().all(|lane| lane.turned_away() == 0));
}

#[test]
fn the_attack_and_the_drip_do_what_the_notes_say() {
    let run = ended::<LimiterLanes>(SCENES, "Twenty in half a second");
    let lab = run.state();
    assert_eq!(
        (lab.requests(), lab.lane(Method::FixedWindow).passed(), lab.lane(Method::SlidingLog).passed()),
        (20, 20, 10)
    );
    let (first, last) = (lab.arrivals()[0].at, lab.arrivals()[19].at);
    assert!(last - first < 500_000);
    let run = ended::<LimiterLanes>(SCENES, "And then the drip");
    assert_eq!(worst(&run, Method::SlidingCounter), 20);
    assert_eq!(worst(&run, Method::SlidingLog), 10);
}

#[test]
fn the_queue_lets_one_out_a_second() {
    let run = ended::<LimiterLanes>(SCENES, "A burst, evened out");
    let mut served: Vec<u64> =
        run.state().lane(Method::LeakingBucket).fates().iter().filter_map(|fate| fate.served).collect();
    served.sort_unstable();
    assert!(served.windows(2).all(|pair| pair[1] - pair[0] >= 1_000_000));
    assert!(served.len() > 10);
    let passed = run.state().lane(Method::TokenBucket).fates().iter().take(20).filter(|fate| fate.served.is_some());
    assert_eq!(passed.count(), 10);
}

#[test]
fn a_click_decides_a_finished_run_again() {
    let mut run = opened::<LimiterLanes>(SCENES, "Who keeps trying stays out");
    assert_eq!(run.state().now(), run.state().end(), "all of it has come");
    let before = run.state().lane(Method::SlidingLog).passed();
    run.step();
    let after = run.state().lane(Method::SlidingLog).passed();
    assert!(after < before && after <= 10 + 1, "{before}, then {after}");
    let mut run = self::opened::<LimiterLanes>(SCENES, "Limited by whom?");
    let polite = |run: &Timeline<LimiterLanes>| run.state().of_user(Method::FixedWindow, 0);
    let (passed, all) = polite(&run);
    assert!(passed < all);
    run.step();
    assert_eq!(polite(&run), (all, all));
}

#[test]
fn the_sixth_request_finds_no_token_and_then_they_drip_in() {
    let mut run = opened::<LimiterBucket>(SCENES, "The bucket");
    run.seek(6);
    let lab = run.state();
    assert_eq!((lab.requests(), lab.passed()), (6, 5));
    run.seek(run.end());
    assert_eq!(run.state().bucket().tokens(run.now().0), 5);
    let run = ended::<LimiterBucket>(SCENES, "A client that does not listen");
    let lab = run.state();
    assert!(2 * (lab.requests() - lab.passed()) > lab.requests(), "{} of {}", lab.passed(), lab.requests());
}

#[test]
fn the_race_lets_too_many_through_in_every_window_and_the_atomic_step_none() {
    let mut slowly = ended::<LimiterNodes>(SCENES, "Two limiters, one store");
    assert!(slowly.state().requests().iter().filter(|request| request.verdict == Some(Verdict::Passed)).count() > 1);
    slowly.seek(0);
    let race = ended::<LimiterNodes>(SCENES, "What the race costs");
    assert!(race.state().tallies().iter().all(|tally| tally.too_many > 0), "{:?}", race.state().tallies());
    let atomic = ended::<LimiterNodes>(SCENES, "One atomic step");
    let total = atomic.state().total();
    assert!(total.too_many == 0 && total.passed == 40, "{total:?}");
}

#[test]
fn the_third_log_in_is_turned_away_and_the_other_address_is_not() {
    let run = ended::<LimiterRules>(SCENES, "Which rule is it?");
    let passed: Vec<bool> = run.state().outcomes().iter().map(rules::Outcome::passed).collect();
    assert_eq!(passed, [true, true, false, true]);
    assert_eq!(run.state().counters().len(), 2);
}
