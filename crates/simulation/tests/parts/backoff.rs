use proptest::prelude::*;
use serde_json::Value;
use simulation::kernel::random::Stream;
use simulation::kernel::time::Micros;
use simulation::parts::backoff::Backoff;

const BASE: Micros = Micros::from_millis(5);
const CAP: Micros = Micros::from_millis(2_000);

/// A number of the vectors between 0 and 1, as part of 2^32.
fn fraction(text: f64) -> u32 {
    (text * 4_294_967_296.0) as u32
}

/// Whether so many microseconds are so many milliseconds, to within one microsecond in a thousand, and one for rounding.
fn is_near(wait: Micros, millis: &Value) -> bool {
    let micros = millis.as_f64().unwrap() * 1_000.0;
    (wait.0 as f64 - micros).abs() <= 1.0 + micros / 1_000.0
}

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../vectors/backoff.json")).unwrap()
}

#[test]
fn waits_are_those_of_the_vectors() {
    let vectors = vectors();
    let cases = vectors["cases"].as_array().unwrap();
    assert!(cases.len() >= 8, "they are there");
    for case in cases {
        let attempt = case["attempt"].as_u64().unwrap() as u32;
        let wait = |backoff: Backoff, of: &str| backoff.wait_at(attempt, BASE, fraction(of.parse().unwrap()));
        assert!(is_near(wait(Backoff::Exponential { base: BASE, cap: CAP }, "0"), &case["expo"]), "{case}");
        for (of, expected) in case["full_jitter"].as_object().unwrap() {
            assert!(is_near(wait(Backoff::FullJitter { base: BASE, cap: CAP }, of), expected), "{case}");
        }
        for (of, expected) in case["equal_jitter"].as_object().unwrap() {
            assert!(is_near(wait(Backoff::EqualJitter { base: BASE, cap: CAP }, of), expected), "{case}");
        }
    }
}

#[test]
fn decorrelated_waits_are_those_of_the_vectors() {
    for case in vectors()["decorrelated"].as_array().unwrap() {
        let mut last = BASE;
        for (of, expected) in case["u"].as_array().unwrap().iter().zip(case["sleep"].as_array().unwrap()) {
            last = Backoff::Decorrelated { base: BASE, cap: CAP }.wait_at(0, last, fraction(of.as_f64().unwrap()));
            assert!(is_near(last, expected), "{last:?} for {expected} in {case}");
        }
    }
}

proptest! {
    #[test]
    fn no_wait_is_longer_than_its_cap_and_only_jitter_draws(
        base: u64, cap: u64, attempt: u32, previous: u64, seed: u64,
    ) {
        let (base, cap, previous) = (Micros(base), Micros(cap), Micros(previous));
        let mut chance = Stream::new(seed, 1);
        for (backoff, draws) in [
            (Backoff::None, false),
            (Backoff::Fixed(cap), false),
            (Backoff::Exponential { base, cap }, false),
            (Backoff::FullJitter { base, cap }, true),
            (Backoff::EqualJitter { base, cap }, true),
            (Backoff::Decorrelated { base, cap }, true),
        ] {
            let before = chance.clone();
            prop_assert!(backoff.wait(attempt, previous, &mut chance) <= cap);
            prop_assert_eq!(chance != before, draws);
        }
    }
}
