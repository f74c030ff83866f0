//! Going back in a long run, against replaying it from its start; and what a long run costs in memory.
#![allow(missing_docs, clippy::unwrap_used)]

use std::time::Duration;

use bench_native::clockwork::run;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

/// Over a million, and a multiple of every distance between checkpoints: the worst place to step back from.
const EVENTS: u64 = 31 << 15;

fn step_back(criterion: &mut Criterion) {
    let before = resident_bytes();
    let mut timeline = run().unwrap();
    timeline.seek(EVENTS);
    if let (Some(before), Some(after)) = (before, resident_bytes()) {
        println!("a timeline of {EVENTS} events takes {:.1} MB", after.saturating_sub(before) as f64 / 1e6);
    }

    let mut group = criterion.benchmark_group("step back from event 1,015,808");
    group.sample_size(10);
    group.bench_function("ours", |bencher| {
        bencher.iter_batched_ref(|| timeline.clone(), |timeline| timeline.step_back(), BatchSize::LargeInput);
    });
    group.bench_function("replay from the start", |bencher| {
        bencher.iter(|| {
            let mut again = run().unwrap();
            again.seek(EVENTS - 1);
            again
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("step back 100 times from event 1,015,808");
    group.sample_size(10);
    group.bench_function("ours", |bencher| {
        bencher.iter_batched_ref(
            || timeline.clone(),
            |timeline| (0..100).for_each(|_| assert!(timeline.step_back())),
            BatchSize::LargeInput,
        );
    });
}

/// What Linux says that this process has in memory; elsewhere nothing is printed.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kilobytes * 1024)
}

fn brief() -> Criterion {
    Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2))
}

criterion_group!(name = benches; config = brief(); targets = step_back);
criterion_main!(benches);
