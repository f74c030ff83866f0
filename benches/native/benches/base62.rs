//! Base 62 against the field's crate `base62`, with the same alphabet on the same numbers; that they agree is asserted. The
//! names before the slash are the measure, those after it who is measured, and what else that one does or does not do;
//! `cargo xtask bench` makes ratios of them. What comes out is made in full: without the `black_box` round it the compiler leaves
//! out of a rival's inlined code whatever nobody looks at.
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use algorithms::codes::base62::{decode, encode};
use bench_native::codes::{by_the_book, strictly};
use criterion::{Criterion, criterion_group, criterion_main};

const NUMBERS: u64 = 10_000;

/// IDs of a ticket server: seven characters each.
fn numbers() -> impl Iterator<Item = u64> {
    (0..NUMBERS).map(|number| 2_009_215_674_938 + number)
}

fn writing(criterion: &mut Criterion) {
    assert!(numbers().all(|number| encode(number) == base62::encode_alternative(number)));
    let mut group = criterion.benchmark_group("write 10,000 numbers in base 62");
    group.bench_function("ours", |bencher| {
        bencher.iter(|| numbers().map(|n| black_box(encode(black_box(n))).len()).sum::<usize>());
    });
    group.bench_function(
        "base62 | two digits a step, from a table of 7.7 kB; a text unchecked (`unsafe`)",
        |bencher| {
            bencher
                .iter(|| numbers().map(|n| black_box(base62::encode_alternative(black_box(n))).len()).sum::<usize>());
        },
    );
    group.bench_function("fair: by the book | as ours a digit a step, without `unsafe`", |bencher| {
        bencher.iter(|| numbers().map(|n| black_box(by_the_book(black_box(n))).len()).sum::<usize>());
    });
}

fn reading(criterion: &mut Criterion) {
    let codes: Vec<String> = numbers().map(encode).collect();
    assert!(codes.iter().all(|code| base62::decode_alternative(code).unwrap() == u128::from(decode(code).unwrap())));
    let mut group = criterion.benchmark_group("read 10,000 codes of base 62");
    group.bench_function("ours", |bencher| {
        bencher.iter(|| codes.iter().filter(|code| black_box(decode(black_box(code))).is_ok()).count());
    });
    group.bench_function("base62 | takes zeros at the front", |bencher| {
        let read = |code: &&String| black_box(base62::decode_alternative(black_box(code))).is_ok();
        bencher.iter(|| codes.iter().filter(read).count());
    });
    group.bench_function("fair: base62, strictly | zeros refused, and more than 64 bits", |bencher| {
        bencher.iter(|| codes.iter().filter(|code| black_box(strictly(black_box(code))).is_some()).count());
    });
}

criterion_group!(benches, writing, reading);
criterion_main!(benches);
