//! The limiters, against naive twins that know nothing but the whole past.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use algorithms::limit::answer::answer;
use algorithms::limit::fixed_window::{Align, FixedWindow};
use algorithms::limit::gcra::Gcra;
use algorithms::limit::leaking_bucket::{LeakingMeter, LeakingQueue};
use algorithms::limit::rolling::{busiest, count_within};
use algorithms::limit::sliding_counter::{Rounding, SlidingCounter};
use algorithms::limit::sliding_log::{Denied, Edge, SlidingLog};
use algorithms::limit::token_bucket::TokenBucket;
use algorithms::limit::{Decision, LONGEST_PERIOD, LimitError, MOST_REQUESTS, Quota};
use proptest::prelude::*;

/// Any limiter, so that one property is asked of all.
#[derive(Clone, Debug)]
enum Any {
    Bucket(TokenBucket),
    Gcra(Gcra),
    Meter(LeakingMeter),
    Queue(LeakingQueue),
    Window(FixedWindow),
    Log(SlidingLog),
    Counter(SlidingCounter),
}

impl Any {
    fn all(quota: Quota, capacity: u32) -> Vec<Self> {
        vec![
            Self::Bucket(TokenBucket::new(capacity, quota).unwrap()),
            Self::Gcra(Gcra::new(capacity, quota).unwrap()),
            Self::Meter(LeakingMeter::new(capacity, quota).unwrap()),
            Self::Queue(LeakingQueue::new(capacity, quota).unwrap()),
            Self::Window(FixedWindow::new(quota, Align::Clock)),
            Self::Window(FixedWindow::new(quota, Align::FirstHit)),
            Self::Log(SlidingLog::new(quota, Edge::Exclusive, Denied::NotLogged)),
            Self::Log(SlidingLog::new(quota, Edge::Inclusive, Denied::NotLogged)),
            Self::Log(SlidingLog::new(quota, Edge::Exclusive, Denied::Logged)),
            Self::Counter(SlidingCounter::new(quota, Rounding::Floor)),
            Self::Counter(SlidingCounter::new(quota, Rounding::Exact)),
        ]
    }

    fn ask(&mut self, now: u64, cost: u32) -> Result<Decision, LimitError> {
        match self {
            Self::Bucket(limiter) => limiter.ask(now, cost, &mut ()),
            Self::Gcra(limiter) => limiter.ask(now, cost, &mut ()),
            Self::Meter(limiter) => limiter.ask(now, cost, &mut ()),
            Self::Queue(limiter) => limiter.ask(now, cost, &mut ()),
            Self::Window(limiter) => limiter.ask(now, cost, &mut ()),
            Self::Log(limiter) => limiter.ask(now, cost, &mut ()),
            Self::Counter(limiter) => limiter.ask(now, cost, &mut ()),
        }
    }
}

/// Gaps and costs; many requests at one time.
fn traffic() -> impl Strategy<Value = Vec<(u64, u32)>> {
    let gap = prop_oneof![3 => Just(0_u64), 4 => 0..40_u64, 2 => 0..400_u64, 1 => 0..5_000_u64];
    prop::collection::vec((gap, prop_oneof![4 => Just(1_u32), 1 => 1..5_u32]), 1..120)
}

fn quotas() -> impl Strategy<Value = Quota> {
    (1..12_u32, 1..300_u64).prop_map(|(requests, period)| Quota::new(requests, period).unwrap())
}

/// Everything that was asked and passed so far: time and cost.
type Past = Vec<(u64, u32)>;

fn passed_since(past: &Past, counts: impl Fn(u64) -> bool) -> u64 {
    past.iter().filter(|(time, _)| counts(*time)).map(|(_, cost)| u64::from(*cost)).sum()
}

/// The most tokens that could have been taken up to `now`, if each span from a request to now gives the capacity and what
/// flows in: the definition of a token bucket without any level. In parts of a token.
fn fits_the_bucket(past: &Past, capacity: u32, quota: Quota, now: u64, cost: u32) -> bool {
    past.iter().map(|(time, _)| *time).chain([now]).all(|from| {
        let taken = passed_since(past, |time| time >= from) + u64::from(cost);
        taken * quota.period() <= u64::from(capacity) * quota.period() + (now - from) * u64::from(quota.requests())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bucket_meter_and_gcra_let_pass_what_every_span_of_time_has_room_for(
        quota in quotas(), capacity in 1..9_u32, traffic in traffic(),
    ) {
        let mut bucket = TokenBucket::new(capacity, quota).unwrap();
        let (mut gcra, mut meter) = (Gcra::new(capacity, quota).unwrap(), LeakingMeter::new(capacity, quota).unwrap());
        let (mut now, mut past) = (0, Past::new());
        for (gap, cost) in traffic {
            now += gap;
            let decision = bucket.ask(now, cost, &mut ());
            prop_assert_eq!(decision, gcra.ask(now, cost, &mut ()));
            prop_assert_eq!(decision, meter.ask(now, cost, &mut ()));
            let Ok(decision) = decision else {
                prop_assert!(cost > capacity);
                continue;
            };
            prop_assert_eq!(decision.allowed, fits_the_bucket(&past, capacity, quota, now, cost));
            prop_assert_eq!(bucket.tokens(now), decision.remaining);
            if decision.allowed {
                past.push((now, cost));
            }
        }
    }

    #[test]
    fn windows_and_logs_count_as_one_would_by_hand(quota in quotas(), traffic in traffic()) {
        let period = quota.period();
        let mut window = FixedWindow::new(quota, Align::Clock);
        let mut logs = [(Edge::Exclusive, 0), (Edge::Inclusive, 1)]
            .map(|(edge, more)| (SlidingLog::new(quota, edge, Denied::NotLogged), more, Past::new()));
        let mut strict = (SlidingLog::new(quota, Edge::Exclusive, Denied::Logged), Past::new());
        let (mut now, mut in_windows) = (0, Past::new());
        for (gap, cost) in traffic {
            now += gap;
            let limit = u64::from(quota.requests());
            let fits = |counted: u64| counted + u64::from(cost) <= limit;
            let Ok(decision) = window.ask(now, cost, &mut ()) else {
                prop_assert!(cost > quota.requests());
                continue;
            };
            prop_assert_eq!(decision.allowed, fits(passed_since(&in_windows, |time| time / period == now / period)));
            if decision.allowed {
                in_windows.push((now, cost));
            }
            for (log, more, past) in &mut logs {
                let allowed = log.ask(now, cost, &mut ()).unwrap().allowed;
                prop_assert_eq!(allowed, fits(passed_since(past, |time| now - time < period + *more)));
                if allowed {
                    past.push((now, cost));
                }
            }
            let allowed = strict.0.ask(now, cost, &mut ()).unwrap().allowed;
            prop_assert_eq!(allowed, fits(passed_since(&strict.1, |time| now - time < period)));
            strict.1.push((now, cost));
        }
    }

    #[test]
    fn the_counter_decides_by_the_formula(quota in quotas(), traffic in traffic()) {
        let period = quota.period();
        for rounding in [Rounding::Floor, Rounding::Exact] {
            let (mut counter, mut past) = (SlidingCounter::new(quota, rounding), Past::new());
            let mut now = 0;
            for (gap, cost) in &traffic {
                now += gap;
                let Ok(decision) = counter.ask(now, *cost, &mut ()) else { continue };
                let (number, into) = (now / period, now % period);
                let current = passed_since(&past, |time| time / period == number);
                let previous = passed_since(&past, |time| time / period + 1 == number);
                // previous * (1 - into / period), as a fraction.
                let (above, below) = (previous * (period - into), period);
                let fits = match rounding {
                    Rounding::Floor => above / below + current + u64::from(*cost) <= u64::from(quota.requests()),
                    Rounding::Exact => above + (current + u64::from(*cost)) * below <= u64::from(quota.requests()) * below,
                };
                prop_assert_eq!(decision.allowed, fits);
                if decision.allowed {
                    past.push((now, *cost));
                }
            }
        }
    }

    #[test]
    fn the_queue_lets_out_one_by_one_and_holds_no_more_than_fit(
        quota in quotas(), capacity in 0..9_u32, traffic in traffic(),
    ) {
        let mut queue = LeakingQueue::new(capacity, quota).unwrap();
        let requests = u64::from(quota.requests());
        // In parts of a microsecond, so that nothing is rounded.
        let (mut now, mut departures) = (0, Vec::<u64>::new());
        for (gap, _) in traffic {
            now += gap;
            let decision = queue.ask(now, 1, &mut ()).unwrap();
            let here = now * requests;
            let leaves = departures.last().map_or(here, |last| here.max(last + quota.period()));
            let waiting = departures.iter().filter(|due| **due > here).count() as u64 + u64::from(leaves > here);
            prop_assert_eq!(decision.allowed, waiting <= u64::from(capacity));
            if decision.allowed {
                prop_assert_eq!(decision.delay, (leaves - here).div_ceil(requests));
                departures.push(leaves);
            }
            prop_assert_eq!(queue.waiting(now).count() as u64, departures.iter().filter(|due| **due > here).count() as u64);
        }
    }

    #[test]
    fn a_request_that_was_denied_passes_when_it_was_told_to_come_and_not_before(
        quota in quotas(), capacity in 1..9_u32, traffic in traffic(),
    ) {
        for mut limiter in Any::all(quota, capacity) {
            let mut now = 0;
            for (gap, cost) in &traffic {
                now += gap;
                let Ok(decision) = limiter.ask(now, *cost) else { continue };
                if decision.allowed {
                    prop_assert_eq!(decision.retry_after, 0);
                    continue;
                }
                let wait = decision.retry_after;
                prop_assert!(wait > 0);
                prop_assert!(limiter.clone().ask(now + wait, *cost).unwrap().allowed, "{:?}", limiter);
                // Trying too early can't be seen where it would be logged itself.
                prop_assert!(!limiter.clone().ask(now + wait - 1, *cost).unwrap().allowed, "{:?}", limiter);
            }
        }
    }

    #[test]
    fn as_many_pass_as_are_said_to_remain(quota in quotas(), capacity in 1..9_u32, traffic in traffic()) {
        for mut limiter in Any::all(quota, capacity) {
            let mut now = 0;
            for (gap, _) in &traffic {
                now += gap;
                let decision = limiter.ask(now, 1).unwrap();
                let mut copy = limiter.clone();
                for _ in 0..decision.remaining {
                    prop_assert!(copy.ask(now, 1).unwrap().allowed, "{:?}", limiter);
                }
                prop_assert!(!copy.ask(now, 1).unwrap().allowed, "{:?}", limiter);
            }
        }
    }

    #[test]
    fn after_the_reset_a_limiter_is_as_if_new(quota in quotas(), capacity in 1..9_u32, traffic in traffic()) {
        for (mut limiter, fresh) in Any::all(quota, capacity).into_iter().zip(Any::all(quota, capacity)) {
            let (mut now, mut reset_after) = (0, 0);
            for (gap, _) in &traffic {
                now += gap;
                reset_after = limiter.ask(now, 1).unwrap().reset_after;
            }
            let then = now + reset_after;
            let most = |mut limiter: Any| (0..50).filter(|_| limiter.ask(then, 1).unwrap().allowed).count();
            prop_assert_eq!(most(limiter), most(fresh));
        }
    }

    #[test]
    fn time_that_goes_backwards_lets_nothing_pass_that_would_not_pass_at_the_latest_time(
        quota in quotas(), capacity in 1..9_u32, times in prop::collection::vec(0..2_000_u64, 1..60),
    ) {
        for mut limiter in Any::all(quota, capacity) {
            let mut latest = 0;
            for now in &times {
                let at_latest = limiter.clone().ask((*now).max(latest), 1).unwrap();
                let decision = limiter.ask(*now, 1).unwrap();
                prop_assert!(at_latest.allowed || !decision.allowed, "{:?}", limiter);
                latest = latest.max(*now);
            }
        }
    }

    #[test]
    fn the_log_never_lets_more_than_the_limit_into_any_window_and_the_window_counter_twice_at_most(
        quota in quotas(), traffic in traffic(),
    ) {
        for (mut limiter, times) in [
            (Any::Log(SlidingLog::new(quota, Edge::Exclusive, Denied::NotLogged)), 1),
            (Any::Window(FixedWindow::new(quota, Align::Clock)), 2),
            (Any::Counter(SlidingCounter::new(quota, Rounding::Floor)), 2),
        ] {
            let (mut now, mut passed) = (0, Vec::new());
            for (gap, _) in &traffic {
                now += gap;
                if limiter.ask(now, 1).unwrap().allowed {
                    passed.push(now);
                }
            }
            let most = busiest(&passed, quota.period()).unwrap().count;
            prop_assert!(most <= times * quota.requests() as usize);
        }
    }

    #[test]
    fn the_busiest_window_is_the_best_of_all_windows(
        mut times in prop::collection::vec(0..300_u64, 0..40), length in 0..100_u64,
    ) {
        times.sort_unstable();
        let naive = |from: u64| times.iter().filter(|time| (from..from + length).contains(time)).count();
        let best = (0..300).map(naive).max().unwrap();
        match busiest(&times, length) {
            Some(found) => {
                prop_assert_eq!(found.count, best);
                prop_assert_eq!(naive(found.from), best);
            }
            None => prop_assert_eq!(best, 0),
        }
        prop_assert!((0..300).all(|from| count_within(&times, from, length) == naive(from)));
    }

    #[test]
    fn no_time_however_late_and_no_limit_however_large_breaks_a_limiter(
        requests in prop_oneof![1..=MOST_REQUESTS, Just(MOST_REQUESTS)],
        period in prop_oneof![1..=LONGEST_PERIOD, Just(LONGEST_PERIOD)],
        capacity in prop_oneof![1..=MOST_REQUESTS, Just(MOST_REQUESTS)],
        times in prop::collection::vec((prop_oneof![Just(0), any::<u64>(), Just(u64::MAX)], 0..=3_u32), 1..20),
    ) {
        for mut limiter in Any::all(Quota::new(requests, period).unwrap(), capacity) {
            for (now, cost) in &times {
                match limiter.ask(*now, *cost) {
                    Ok(decision) => prop_assert!(decision.allowed == (decision.retry_after == 0) || *now == u64::MAX),
                    Err(LimitError::NoCost) => prop_assert_eq!(*cost, 0),
                    Err(LimitError::TooMuchAtOnce { most, .. }) => prop_assert!(*cost > most),
                    Err(other) => prop_assert!(false, "{}", other),
                }
            }
        }
    }
}

#[test]
fn what_makes_no_sense_is_refused_with_a_sentence() {
    let one = Quota::new(1, 1_000).unwrap();
    let errors = [
        Quota::new(0, 1).unwrap_err(),
        Quota::new(MOST_REQUESTS + 1, 1).unwrap_err(),
        Quota::new(1, 0).unwrap_err(),
        Quota::new(1, u64::MAX).unwrap_err(),
        TokenBucket::new(0, one).unwrap_err(),
        TokenBucket::new(u32::MAX, one).unwrap_err(),
        Gcra::new(0, one).unwrap_err(),
        LeakingMeter::new(0, one).unwrap_err(),
        LeakingQueue::new(u32::MAX, one).unwrap_err(),
        TokenBucket::new(4, one).unwrap().ask(0, 0, &mut ()).unwrap_err(),
        Gcra::new(4, one).unwrap().ask(0, 5, &mut ()).unwrap_err(),
        LeakingQueue::new(4, one).unwrap().ask(0, 6, &mut ()).unwrap_err(),
    ];
    let sentences: std::collections::BTreeSet<String> = errors.iter().map(ToString::to_string).collect();
    assert!(sentences.iter().all(|says| says.ends_with('.') && says.len() > 20), "{sentences:?}");
    assert_eq!(errors[11], LimitError::TooMuchAtOnce { cost: 6, most: 5 });
}

#[test]
fn a_denied_request_that_is_logged_keeps_a_client_out_and_one_that_is_not_does_not() {
    let quota = Quota::new(2, 10_000_000).unwrap();
    let passed = |denied| {
        let mut log = SlidingLog::new(quota, Edge::Exclusive, denied);
        (0..60).filter(|second| log.ask(second * 1_000_000, 1, &mut ()).unwrap().allowed).count()
    };
    assert_eq!(passed(Denied::NotLogged), 12, "two in each ten seconds");
    assert_eq!(passed(Denied::Logged), 2, "the first two, and never again");
}

#[test]
fn a_bucket_keeps_what_it_holds_when_its_rate_changes() {
    let mut bucket = TokenBucket::new(10, Quota::new(2, 1_000_000).unwrap()).unwrap();
    bucket.ask(0, 7, &mut ()).unwrap();
    let other = bucket.reshaped(250_000, 5, Quota::new(1, 3_000_000).unwrap()).unwrap();
    assert_eq!(other.level_per_mille(250_000), 3_500);
    assert_eq!(other.next_token(250_000), Some(1_750_000));
    let small = bucket.reshaped(0, 2, Quota::new(1, 1).unwrap()).unwrap();
    assert_eq!((small.tokens(0), small.next_token(0)), (2, None));
}

#[test]
fn the_client_is_told_in_whole_seconds_that_are_never_too_short() {
    let quota = Quota::new(3, 10_000_000).unwrap();
    let mut bucket = TokenBucket::new(3, quota).unwrap();
    let lines = |decision| {
        let answer = answer("default", quota, decision);
        let fields = answer.fields.iter().map(|(name, value)| format!("{name}: {value}"));
        (answer.status, fields.collect::<Vec<_>>().join("\n"))
    };
    let first = bucket.ask(0, 1, &mut ()).unwrap();
    assert_eq!(
        lines(first),
        (200, "RateLimit-Policy: \"default\";q=3;w=10\nRateLimit: \"default\";r=2;t=4".to_owned())
    );
    bucket.ask(0, 2, &mut ()).unwrap();
    let denied = bucket.ask(1_000_000, 1, &mut ()).unwrap();
    assert_eq!(denied.retry_after, 2_333_334);
    let says = "RateLimit-Policy: \"default\";q=3;w=10\nRateLimit: \"default\";r=0;t=9\nRetry-After: 3";
    assert_eq!(lines(denied), (429, says.to_owned()));
}
