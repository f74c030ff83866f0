//! The vectors of rate limiting, and the outcomes that the chapter states.

use algorithms::limit::fixed_window::{Align, FixedWindow};
use algorithms::limit::gcra::Gcra;
use algorithms::limit::leaking_bucket::{LeakingMeter, LeakingQueue};
use algorithms::limit::rolling::busiest;
use algorithms::limit::sliding_counter::{Rounding, SlidingCounter};
use algorithms::limit::sliding_log::{Denied, Edge, SlidingLog};
use algorithms::limit::token_bucket::TokenBucket;
use algorithms::limit::{Decision, LimitError, Quota};
use serde_json::Value;

use super::{read, whole};
use wasm_bindgen_test::wasm_bindgen_test;

const WINDOWS: &str = include_str!("../../vectors/ratelimit_windows.json");
const GCRA: &str = include_str!("../../vectors/ratelimit_gcra_governor.json");

fn quota(requests: u32, period: u64) -> Quota {
    Quota::new(requests, period).expect("a quota")
}

/// Microseconds from a number with a fraction.
fn micros(number: &Value, unit: f64) -> u64 {
    (number.as_f64().expect("a number") * unit).round() as u64
}

fn cases(vectors: &Value) -> &Vec<Value> {
    vectors["cases"].as_array().expect("cases")
}

/// Asks for each time, and compares with a column of the vectors.
fn column(case: &Value, name: &str, mut ask: impl FnMut(u64) -> Result<Decision, LimitError>) {
    let wanted: Vec<bool> = case[name].as_array().expect(name).iter().map(|b| b.as_bool().expect("a bool")).collect();
    let times = case["t_s"].as_array().expect("times");
    let allowed: Vec<bool> = times.iter().map(|time| ask(micros(time, 1e6)).expect("a decision").allowed).collect();
    assert_eq!(allowed, wanted, "{}: {name}", case["name"]);
}

/// Fixed windows, logs and the counter decide as Python's `limits` and the transcriptions do, choice by choice.
#[wasm_bindgen_test(unsupported = test)]
fn windows_decide_as_the_vectors_do() {
    let vectors = read(WINDOWS);
    assert!(cases(&vectors).len() >= 6);
    for case in cases(&vectors) {
        let quota = quota(whole(&case["limit"]), micros(&case["window_s"], 1e6));
        for (align, name) in [
            (Align::FirstHit, "fixed_window_first_hit(limits,Redis INCR+EXPIRE)"),
            (Align::Clock, "fixed_window_clock_aligned"),
        ] {
            let mut window = FixedWindow::new(quota, align);
            column(case, name, |now| window.ask(now, 1, &mut ()));
        }
        for (edge, denied, name) in [
            (
                Edge::Inclusive,
                Denied::NotLogged,
                "sliding_log_inclusive(limits moving-window: an entry exactly W old still counts)",
            ),
            (
                Edge::Exclusive,
                Denied::NotLogged,
                "sliding_log_exclusive(ZREMRANGEBYSCORE -inf now-W: entry exactly W old is dropped)",
            ),
            (Edge::Exclusive, Denied::Logged, "sliding_log_exclusive_denied_also_logged(book variant)"),
        ] {
            let mut log = SlidingLog::new(quota, edge, denied);
            column(case, name, |now| log.ask(now, 1, &mut ()));
        }
        let mut counter = SlidingCounter::new(quota, Rounding::Floor);
        column(case, "sliding_counter_exact_integer_ms: floor(prev*(W-e)/W)+cur+1<=limit", |now| {
            counter.ask(now, 1, &mut ())
        });
    }
}

/// 42 × 0.75 + 18 = 49.5, and the others.
#[wasm_bindgen_test(unsupported = test)]
fn estimates_are_those_of_the_vectors() {
    let vectors = read(WINDOWS);
    let estimates = vectors["estimate_cases"].as_array().expect("estimates");
    assert!(estimates.len() >= 5);
    for case in estimates {
        let (previous, current, period) = (whole(&case["prev"]), whole(&case["cur"]), micros(&case["window_s"], 1e6));
        let mut counter = SlidingCounter::new(quota(1_000, period), Rounding::Floor);
        for _ in 0..previous {
            counter.ask(0, 1, &mut ()).expect("a decision");
        }
        let now = period + micros(&case["elapsed_s"], 1e6);
        assert_eq!(counter.counts(now), (previous, 0));
        let before = counter.estimate_per_mille(now);
        // Its own requests are certain, so they are added to the estimate one by one.
        let estimate = before + u64::from(current) * 1_000;
        assert!((case["estimate"].as_f64().expect("a number") * 1e3 - estimate as f64).abs() < 1.0, "{case}");
    }
}

/// GCRA allows, denies and waits as the crate governor does; the token bucket says the same, word for word.
#[wasm_bindgen_test(unsupported = test)]
fn gcra_and_the_token_bucket_agree_with_governor() {
    let vectors = read(GCRA);
    assert!(cases(&vectors).len() >= 7);
    for case in cases(&vectors) {
        let rate = quota(1, micros(&case["replenish_1_per_ms"], 1e3));
        let burst = whole(&case["max_burst"]);
        let mut gcra = Gcra::new(burst, rate).expect("a limiter");
        let mut bucket = TokenBucket::new(burst, rate).expect("a bucket");
        let mut meter = LeakingMeter::new(burst, rate).expect("a bucket");
        for step in case["steps"].as_array().expect("steps") {
            let (now, cost) = (micros(&step["t_ms"], 1e3), whole(&step["n"]));
            let decision = gcra.ask(now, cost, &mut ());
            assert_eq!(decision, bucket.ask(now, cost, &mut ()), "{}: {step}", case["name"]);
            assert_eq!(decision, meter.ask(now, cost, &mut ()), "{}: {step}", case["name"]);
            match step["result"].as_str() {
                Some("allow") => {
                    let decision = decision.expect("a decision");
                    assert!(decision.allowed, "{step}");
                    assert_eq!(decision.remaining, whole(&step["remaining_burst"]), "{step}");
                }
                Some("deny") => {
                    let decision = decision.expect("a decision");
                    assert!(!decision.allowed, "{step}");
                    assert_eq!(decision.retry_after, micros(&step["wait_ms"], 1e3), "{step}");
                }
                _ => assert_eq!(decision, Err(LimitError::TooMuchAtOnce { cost, most: burst }), "{step}"),
            }
        }
    }
}

/// The meter passes and the queue delays as nginx' `limit_req` does with `nodelay` and without.
#[wasm_bindgen_test(unsupported = test)]
fn leaking_buckets_agree_with_nginx() {
    let vectors = read(WINDOWS);
    let nginx = &vectors["nginx_limit_req"];
    assert!(cases(nginx).len() >= 3);
    for case in cases(nginx) {
        let (rate, burst) = (quota(whole(&case["rate_per_s"]), 1_000_000), whole(&case["burst"]));
        let mut meter = LeakingMeter::new(burst + 1, rate).expect("a bucket");
        let mut queue = LeakingQueue::new(burst, rate).expect("a queue");
        for step in case["steps"].as_array().expect("steps") {
            let now = micros(&step["t_ms"], 1e3);
            let (metered, queued) = (meter.ask(now, 1, &mut ()), queue.ask(now, 1, &mut ()));
            let (metered, queued) = (metered.expect("a decision"), queued.expect("a decision"));
            let passes = step["result"] == "pass";
            assert_eq!((metered.allowed, queued.allowed), (passes, passes), "{}: {step}", case["name"]);
            if passes {
                assert_eq!(queued.delay, micros(&step["delay_ms_if_no_nodelay"], 1e3), "{}: {step}", case["name"]);
                // nginx does not count the request that is on its way out.
                assert_eq!(meter.level_per_mille(now), u64::from(whole(&step["excess_milli"])) + 1_000, "{step}");
            }
        }
    }
}

/// At 100 a minute, 100 requests at 59.99 s and one every 10 ms from then on: the most in any 60 seconds.
#[wasm_bindgen_test(unsupported = test)]
fn the_worst_minute_is_what_the_chapter_says() {
    let vectors = read(WINDOWS);
    let wanted = &vectors["worst_case_rolling_window(limit 100/60 s, 100 at 59.99 s then a request every 10 ms)"];
    let minute = quota(100, 60_000_000);
    let arrivals: Vec<u64> =
        std::iter::repeat_n(59_990_000, 100).chain((0..12_000).map(|i| 60_000_000 + i * 10_000)).collect();
    let worst = |ask: &mut dyn FnMut(u64) -> Result<Decision, LimitError>| {
        let mut passed = arrivals.clone();
        passed.retain(|now| ask(*now).expect("a decision").allowed);
        busiest(&passed, 60_000_000).expect("some pass").count as u32
    };
    let mut fixed = FixedWindow::new(minute, Align::Clock);
    assert_eq!(worst(&mut |now| fixed.ask(now, 1, &mut ())), whole(&wanted["fixed_aligned"]));
    let mut log = SlidingLog::new(minute, Edge::Exclusive, Denied::NotLogged);
    assert_eq!(worst(&mut |now| log.ask(now, 1, &mut ())), whole(&wanted["sliding_log"]));
    let mut counter = SlidingCounter::new(minute, Rounding::Floor);
    assert_eq!(worst(&mut |now| counter.ask(now, 1, &mut ())), whole(&wanted["sliding_counter"]));
    let mut bucket = TokenBucket::new(100, minute).expect("a bucket");
    assert_eq!(worst(&mut |now| bucket.ask(now, 1, &mut ())), whole(&wanted["token_bucket(b=100,r=100/60)"]));
}
