//! Snowflakes against the crate `rs-snowflake`, and by themselves. The names before the slash are the measure, those after it who
//! is measured; `cargo xtask bench` makes ratios of them.
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::spin_loop;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use algorithms::ids::layout::Layout;
use algorithms::ids::snowflake::{OnRollback, Snowflake};
use algorithms::ids::uuid::Uuid;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use snowflake::SnowflakeIdGenerator;

/// So few that a millisecond has sequence numbers for all: nobody waits.
const IDS: u32 = 1_000;

fn clock_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as u64
}

/// Waits until a millisecond has just begun.
fn next_millisecond() {
    let before = clock_ms();
    while clock_ms() == before {
        spin_loop();
    }
}

/// Both read the system's clock for each ID. What that alone takes is the least that an ID can.
fn with_the_clock(criterion: &mut Criterion) {
    let mut ours = Snowflake::new(Layout::SNOWFLAKE, 1, 1, OnRollback::Refuse).unwrap();
    let mut theirs = SnowflakeIdGenerator::new(1, 1);
    let mut group = criterion.benchmark_group("make 1,000 Snowflakes, the clock read for each");
    group.bench_function("ours", |bencher| {
        let make = |()| (0..IDS).fold(0, |sum, _| sum ^ ours.wait_for_id(clock_ms).unwrap());
        bencher.iter_batched(next_millisecond, make, BatchSize::PerIteration);
    });
    group.bench_function("rs-snowflake | a clock that goes back makes IDs a second time", |bencher| {
        let make = |()| (0..IDS).fold(0, |sum, _| sum ^ theirs.real_time_generate());
        bencher.iter_batched(next_millisecond, make, BatchSize::PerIteration);
    });
    group.bench_function("the clock alone | makes no ID", |bencher| {
        let read = |()| (0..IDS).fold(0, |sum, _| sum ^ clock_ms());
        bencher.iter_batched(next_millisecond, read, BatchSize::PerIteration);
    });
}

/// What is left without the clock: a millisecond for every 4,096 IDs. Beside it the writing of a UUID from bits that are there.
fn without_the_clock(criterion: &mut Criterion) {
    let mut worker = Snowflake::new(Layout::SNOWFLAKE, 1, 1, OnRollback::Refuse).unwrap();
    let mut made = 0_u64;
    let mut group = criterion.benchmark_group("make 1,000 IDs, the clock and the random bits given");
    group.bench_function("ours", |bencher| {
        bencher.iter(|| {
            (0..IDS).fold(0, |sum, _| {
                made += 1;
                sum ^ worker.next_id(1_700_000_000_000 + made / 4_096).unwrap()
            })
        });
    });
    group.bench_function("UUIDs of version 7 | remember nothing, so check nothing", |bencher| {
        bencher.iter(|| {
            (0..IDS).fold(0, |sum, random| {
                made += 1;
                sum ^ Uuid::v7(1_700_000_000_000 + made / 4_096, u128::from(random)).unwrap().0
            })
        });
    });
}

/// Long enough for medians that repeat to a few percent, short enough to be run often.
fn brief() -> Criterion {
    Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2))
}

criterion_group!(name = benches; config = brief(); targets = with_the_clock, without_the_clock);
criterion_main!(benches);
