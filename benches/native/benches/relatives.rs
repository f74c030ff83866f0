//! The ring's relatives against the field's crates. Where a rival has another hash in it, its name says so: then the hash is
//! measured too. The names before the slash are the measure, those after it who is measured; `cargo xtask bench` makes ratios
//! of them.
#![allow(missing_docs, clippy::unwrap_used)]

use std::time::Duration;

use algorithms::hashing::jump;
use algorithms::hashing::ketama::{Ketama, POINTS};
use algorithms::hashing::maglev::{Maglev, SMALL};
use algorithms::hashing::rendezvous::Rendezvous;
use algorithms::position::Position;
use bench_native::{SERVERS, keys, server};
use conhash::{ConsistentHash, Node};
use criterion::{Criterion, criterion_group, criterion_main};
use hrw_hash::HrwNodes;
use maglev::ConsistentHasher as _;

const LOOKUPS: u32 = 10_000;
/// Buckets and table owners, where many are usual.
const MANY: u32 = 100;

/// A server of the crate `conhash`, which hashes its name with MD5, a point at a time.
#[derive(Clone)]
struct Named(String);

impl Node for Named {
    fn name(&self) -> String {
        self.0.clone()
    }
}

fn names(count: u32) -> Vec<String> {
    (0..count).map(server).collect()
}

fn ketama(criterion: &mut Criterion) {
    let (names, keys) = (names(SERVERS), keys(LOOKUPS));
    let rival = || {
        let mut ring = ConsistentHash::new();
        names.iter().for_each(|name| ring.add(&Named(name.clone()), POINTS));
        ring
    };
    let mut group = criterion.benchmark_group("build an MD5 ring of 10 servers x 160 points");
    group.bench_function("ours", |bencher| bencher.iter(|| Ketama::new(&names).unwrap()));
    group.bench_function("conhash", |bencher| bencher.iter(rival));
    group.finish();
    let (ours, theirs) = (Ketama::new(&names).unwrap(), rival());
    let mut group = criterion.benchmark_group("find the owners of 10,000 keys on an MD5 ring");
    group.bench_function("ours", |bencher| {
        bencher.iter(|| keys.iter().filter(|key| ours.owner(key.as_bytes()) == Some(0)).count());
    });
    group.bench_function("conhash", |bencher| {
        bencher.iter(|| keys.iter().filter(|key| theirs.get_str(key).unwrap().0 == names[0]).count());
    });
}

/// Both run the paper's algorithm on the same numbers, so they agree; that is asserted.
fn jump(criterion: &mut Criterion) {
    let numbers: Vec<u64> = keys(LOOKUPS).iter().map(|key| jump::number_of(Position::of(key.as_bytes()))).collect();
    let ours = || -> u32 { numbers.iter().map(|number| jump::bucket(*number, MANY).unwrap()).sum() };
    let theirs = || -> u32 { numbers.iter().map(|number| jump_consistent_hash::hash(*number, MANY as usize)).sum() };
    assert_eq!(ours(), theirs());
    let mut group = criterion.benchmark_group("find the buckets of 10,000 numbers among 100 by jumping");
    group.bench_function("ours", |bencher| bencher.iter(ours));
    group.bench_function("jump-consistent-hash", |bencher| bencher.iter(theirs));
}

fn rendezvous(criterion: &mut Criterion) {
    let (names, keys) = (names(SERVERS), keys(LOOKUPS));
    let ours = Rendezvous::new(&names, 0).unwrap();
    let theirs = HrwNodes::new(names.clone());
    let mut group = criterion.benchmark_group("find the owners of 10,000 keys among 10 by rendezvous");
    group.bench_function("ours", |bencher| {
        bencher.iter(|| keys.iter().filter(|key| ours.owner(key.as_bytes()) == Some(0)).count());
    });
    group.bench_function("hrw-hash with its own hash", |bencher| {
        bencher.iter(|| keys.iter().filter(|key| theirs.sorted(key).next() == Some(&names[0])).count());
    });
}

fn maglev(criterion: &mut Criterion) {
    let (names, keys) = (names(MANY), keys(LOOKUPS));
    let rival = || maglev::Maglev::with_capacity(names.clone(), SMALL as usize);
    let mut group = criterion.benchmark_group("fill a Maglev table of 65,537 slots for 100 servers");
    group.sample_size(10);
    group.bench_function("ours", |bencher| bencher.iter(|| Maglev::new(&names, SMALL).unwrap()));
    group.bench_function("maglev with SipHash", |bencher| bencher.iter(rival));
    group.finish();
    let (ours, theirs) = (Maglev::new(&names, SMALL).unwrap(), rival());
    let mut group = criterion.benchmark_group("find the owners of 10,000 keys in a Maglev table");
    group.bench_function("ours", |bencher| {
        bencher.iter(|| keys.iter().filter(|key| ours.owner(key.as_bytes()) == 0).count());
    });
    group.bench_function("maglev with SipHash", |bencher| {
        bencher.iter(|| keys.iter().filter(|key| theirs.get(key) == Some(&names[0])).count());
    });
}

/// Long enough for medians that repeat to a few percent, short enough to be run often.
fn brief() -> Criterion {
    Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2))
}

criterion_group!(name = benches; config = brief(); targets = ketama, jump, rendezvous, maglev);
criterion_main!(benches);
