//! A probe that nobody watches costs nothing: the ring's look-up against a copy of it that has none.
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::time::Duration;

use algorithms::hashing::search::Search;
use algorithms::position::Position;
use algorithms::probe::Recorder;
use bench_native::plain::{successor, successor_without_probe};
use bench_native::{keys, our_ring};
use criterion::{Criterion, criterion_group, criterion_main};

const LOOKUPS: u32 = 10_000;

fn look_up(criterion: &mut Criterion) {
    let ring = our_ring().unwrap();
    let positions: Vec<Position> = keys(LOOKUPS).iter().map(|key| Position::of(key.as_bytes())).collect();
    let mut group = criterion.benchmark_group("find 10,000 places among 10,000 points, with a probe");
    group.bench_function("ours", |bencher| {
        bencher.iter(|| positions.iter().filter_map(|position| successor(black_box(&ring), *position)).sum::<usize>());
    });
    group.bench_function("a copy without probe", |bencher| {
        bencher.iter(|| {
            let found = positions.iter().filter_map(|position| successor_without_probe(black_box(&ring), *position));
            found.sum::<usize>()
        });
    });
    group.bench_function("watched by a recorder", |bencher| {
        bencher.iter(|| {
            let mut recorder = Recorder::default();
            for position in &positions {
                let mut search = Search::new(&ring, *position, &mut recorder);
                while search.compare(&ring, &mut recorder).is_some() {}
            }
            recorder.into_lines().len()
        });
    });
}

/// Long enough for medians that repeat to a few percent, short enough to be run often.
fn brief() -> Criterion {
    Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2))
}

criterion_group!(name = benches; config = brief(); targets = look_up);
criterion_main!(benches);
