//! The ring against the crate `hashring`. The names before the slash are the measure, those after it who is measured,
//! and what that one does less or otherwise; `cargo xtask bench` makes ratios of them.
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::time::Duration;

use algorithms::hashing::keys::SortedKeys;
use algorithms::hashing::moved::moved_arcs;
use algorithms::position::Position;
use bench_native::{
    SERVERS, Sha1Builder, VIRTUAL_NODES, dragged, keys, labelled_nodes, labelled_ring, our_ring, rival_nodes,
    rival_ring, server,
};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use hashring::DefaultHashBuilder;

const LOOKUPS: u32 = 10_000;
const KEYS_ON_THE_RING: u32 = 1_000_000;

const FAIR: &str = "fair: hashring | SHA-1 of the same labels, server by server; keeps 64 of the 160 bits";
const WITH_SHA1: &str = "hashring, SHA-1 | of numbers, not labels; sorts once; keeps 64 of the 160 bits; no names";
const WITH_SIPHASH: &str = "hashring, SipHash | another hash, of 64 bits; of numbers; sorts once; no names";

fn build(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("build a ring of 10 servers x 1,000 virtual nodes");
    group.bench_function("ours", |bencher| bencher.iter(|| our_ring().unwrap()));
    group.bench_function(FAIR, |bencher| bencher.iter(labelled_ring));
    group.bench_function(WITH_SHA1, |bencher| bencher.iter(|| rival_ring(Sha1Builder)));
    group.bench_function(WITH_SIPHASH, |bencher| bencher.iter(|| rival_ring(DefaultHashBuilder)));
}

fn look_up(criterion: &mut Criterion) {
    let keys = keys(LOOKUPS);
    let ours = our_ring().unwrap();
    let with_sha1 = rival_ring(Sha1Builder);
    let with_siphash = rival_ring(DefaultHashBuilder);
    let mut group = criterion.benchmark_group("find the owners of 10,000 keys");
    group.bench_function("ours", |bencher| {
        bencher.iter(|| keys.iter().filter(|key| ours.owner(key.as_bytes()) == Ok("s0")).count());
    });
    group.bench_function("hashring, SHA-1 | keeps 64 of the 160 bits", |bencher| {
        bencher.iter(|| keys.iter().filter(|key| with_sha1.get(key).unwrap().server == 0).count());
    });
    group.bench_function("hashring, SipHash | another hash, of 64 bits", |bencher| {
        bencher.iter(|| keys.iter().filter(|key| with_siphash.get(key).unwrap().server == 0).count());
    });
}

fn add_one(criterion: &mut Criterion) {
    let ours = our_ring().unwrap();
    let labelled = labelled_ring();
    let with_sha1 = rival_ring(Sha1Builder);
    let with_siphash = rival_ring(DefaultHashBuilder);
    let mut group = criterion.benchmark_group("add an eleventh server");
    group.bench_function("ours", |bencher| {
        bencher.iter_batched_ref(
            || ours.clone(),
            |ring| ring.add(&server(SERVERS), VIRTUAL_NODES).unwrap(),
            BatchSize::LargeInput,
        );
    });
    group.bench_function(FAIR, |bencher| {
        bencher.iter_batched_ref(
            || labelled.clone(),
            |ring| ring.batch_add(labelled_nodes(SERVERS)),
            BatchSize::LargeInput,
        );
    });
    group.bench_function(WITH_SHA1, |bencher| {
        bencher.iter_batched_ref(
            || with_sha1.clone(),
            |ring| ring.batch_add(rival_nodes(SERVERS)),
            BatchSize::LargeInput,
        );
    });
    group.bench_function(WITH_SIPHASH, |bencher| {
        bencher.iter_batched_ref(
            || with_siphash.clone(),
            |ring| ring.batch_add(rival_nodes(SERVERS)),
            BatchSize::LargeInput,
        );
    });
}

/// What one frame of a drag asks of the model, against looking at every key again.
fn drag(criterion: &mut Criterion) {
    let positions: Vec<Position> = keys(KEYS_ON_THE_RING).iter().map(|key| Position::of(key.as_bytes())).collect();
    let sorted = SortedKeys::new(&positions);
    let before = our_ring().unwrap();
    let mut group = criterion.benchmark_group("turn a server under 1,000,000 keys");
    group.sample_size(10);
    group.bench_function("ours", |bencher| {
        bencher.iter(|| {
            let after = dragged(&before).unwrap();
            let arcs = moved_arcs(&before, &after);
            arcs.iter().map(|arc| sorted.count_on_arc(arc.after, arc.upto)).sum::<u32>()
        });
    });
    group.bench_function("every key again", |bencher| {
        bencher.iter(|| {
            let after = dragged(&before).unwrap();
            let moved = |position: &&Position| before.owner_at(**position) != after.owner_at(**position);
            black_box(&positions).iter().filter(moved).count()
        });
    });
}

/// Long enough for medians that repeat to a few percent, short enough to be run often.
fn brief() -> Criterion {
    Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2))
}

criterion_group!(name = benches; config = brief(); targets = build, look_up, add_one, drag);
criterion_main!(benches);
