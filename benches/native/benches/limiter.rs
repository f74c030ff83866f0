//! Decisions of the limiters against governor, the field's crate for GCRA. The names before the slash are the measure, those
//! after it who is measured; `cargo xtask bench` makes ratios of them.
#![allow(missing_docs, clippy::unwrap_used)]

use std::num::NonZeroU32;
use std::time::Duration;

use algorithms::limit::Quota;
use algorithms::limit::fixed_window::{Align, FixedWindow};
use algorithms::limit::gcra::Gcra;
use algorithms::limit::leaking_bucket::LeakingMeter;
use algorithms::limit::sliding_counter::{Rounding, SlidingCounter};
use algorithms::limit::sliding_log::{Denied, Edge, SlidingLog};
use algorithms::limit::token_bucket::TokenBucket;
use criterion::{Criterion, criterion_group, criterion_main};
use governor::clock::FakeRelativeClock;
use governor::{Quota as Theirs, RateLimiter};

/// So many requests, a microsecond apart, of which one in ten passes for long.
const REQUESTS: u64 = 10_000;
const LIMIT: u32 = 100;
const PERIOD: u64 = 1_000;

/// Both are told the time, and decide alike; that is asserted. Governor's state is atomic, for many threads; ours is for one.
fn gcra(criterion: &mut Criterion) {
    let quota = Quota::new(LIMIT, PERIOD).unwrap();
    let ours = || {
        let mut limiter = Gcra::new(LIMIT, quota).unwrap();
        (0..REQUESTS).filter(|now| limiter.ask(*now, 1, &mut ()).unwrap().allowed).count()
    };
    let theirs = || {
        let burst = NonZeroU32::new(LIMIT).unwrap();
        let interval = Duration::from_micros(PERIOD / u64::from(LIMIT));
        let clock = FakeRelativeClock::default();
        let limiter =
            RateLimiter::direct_with_clock(Theirs::with_period(interval).unwrap().allow_burst(burst), clock.clone());
        let passed = |_: &u64| {
            let passed = limiter.check().is_ok();
            clock.advance(Duration::from_micros(1));
            passed
        };
        (0..REQUESTS).filter(passed).count()
    };
    assert_eq!(ours(), theirs());
    let mut group = criterion.benchmark_group("decide on 10,000 requests by GCRA");
    group.bench_function("ours", |bencher| bencher.iter(ours));
    group.bench_function("governor, its clock included", |bencher| bencher.iter(theirs));
}

/// The six of ours beside one another.
fn six(criterion: &mut Criterion) {
    let quota = Quota::new(LIMIT, PERIOD).unwrap();
    macro_rules! decide {
        ($make:expr) => {
            || {
                let mut limiter = $make;
                (0..REQUESTS).filter(|now| limiter.ask(*now, 1, &mut ()).unwrap().allowed).count()
            }
        };
    }
    let mut group = criterion.benchmark_group("decide on 10,000 requests");
    let bucket = decide!(TokenBucket::new(LIMIT, quota).unwrap());
    group.bench_function("ours", |bencher| bencher.iter(bucket));
    let meter = decide!(LeakingMeter::new(LIMIT, quota).unwrap());
    group.bench_function("ours, leaking bucket", |bencher| bencher.iter(meter));
    let window = decide!(FixedWindow::new(quota, Align::Clock));
    group.bench_function("ours, fixed window", |bencher| bencher.iter(window));
    let log = decide!(SlidingLog::new(quota, Edge::Exclusive, Denied::NotLogged));
    group.bench_function("ours, sliding log", |bencher| bencher.iter(log));
    let counter = decide!(SlidingCounter::new(quota, Rounding::Floor));
    group.bench_function("ours, sliding counter", |bencher| bencher.iter(counter));
}

/// Long enough for medians that repeat to a few percent, short enough to be run often.
fn brief() -> Criterion {
    Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2))
}

criterion_group!(name = benches; config = brief(); targets = gcra, six);
criterion_main!(benches);
