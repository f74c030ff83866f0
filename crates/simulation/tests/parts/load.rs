use proptest::prelude::*;
use simulation::kernel::random::Stream;
use simulation::kernel::time::Micros;
use simulation::parts::load::{Load, Pattern, Step};

fn arrivals(mut load: Load, count: usize) -> Vec<u64> {
    std::iter::from_fn(|| {
        let due = load.due();
        load.advance();
        due.map(|due| due.0)
    })
    .take(count)
    .collect()
}

fn of(pattern: Pattern) -> Load {
    Load::new(pattern, Stream::new(7, 1))
}

#[test]
fn even_arrivals_and_bursts_come_as_they_say() {
    assert_eq!(arrivals(of(Pattern::Even(Micros(30))), 3), [30, 60, 90]);
    let bursts = Pattern::Bursts { size: 3, gap: Micros(1), pause: Micros(100) };
    assert_eq!(arrivals(of(bursts), 7), [100, 101, 102, 202, 203, 204, 304]);
    assert_eq!(arrivals(of(Pattern::None), 7), [0; 0]);
}

/// As the systems drew them before there was a load: half of the mean, and up to the whole mean more.
#[test]
fn jittered_gaps_are_drawn_from_the_stream_as_ever() {
    let mut chance = Stream::new(7, 1);
    let mut now = 0;
    let naive: Vec<u64> = std::iter::repeat_with(|| {
        now += 100 / 2 + u64::from(chance.below(101));
        now
    })
    .take(50)
    .collect();
    assert_eq!(arrivals(of(Pattern::jittered(100)), 50), naive);
}

#[test]
fn poisson_gaps_have_the_mean_and_the_spread_of_the_exponential_distribution() {
    let times = arrivals(of(Pattern::Poisson(Micros(1_000))), 20_000);
    let gaps: Vec<f64> = times.windows(2).map(|pair| (pair[1] - pair[0]) as f64).collect();
    let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
    let variance = gaps.iter().map(|gap| (gap - mean).powi(2)).sum::<f64>() / gaps.len() as f64;
    assert!((mean - 1_000.0).abs() < 30.0, "{mean}");
    assert!((variance.sqrt() / mean - 1.0).abs() < 0.05, "{}", variance.sqrt());
    let short = gaps.iter().filter(|gap| **gap < 693.0).count() as f64 / gaps.len() as f64;
    assert!((short - 0.5).abs() < 0.02, "half are below the mean times ln 2: {short}");
}

#[test]
fn a_plan_changes_the_rate_at_its_times() {
    let step = |from, pattern| Step { from: Micros(from), pattern };
    let plan = [step(100, Pattern::Even(Micros(10))), step(125, Pattern::None), step(200, Pattern::Even(Micros(50)))];
    assert_eq!(arrivals(of(Pattern::Even(Micros(40))).then(plan), 6), [40, 80, 110, 120, 250, 300]);
}

#[test]
fn a_first_arrival_can_be_given_and_a_change_of_pattern_leaves_the_next_one() {
    let mut load = Load::beginning_at(Micros(5), Pattern::Even(Micros(10)), Stream::new(1, 1));
    load.set(Pattern::Even(Micros(100)));
    assert_eq!(load.due(), Some(Micros(5)));
    load.advance();
    assert_eq!(load.due(), Some(Micros(105)));
    load.restart(Micros(50));
    assert_eq!(load.due(), Some(Micros(150)));
}

fn pattern() -> impl Strategy<Value = Pattern> {
    let span = || any::<u64>().prop_flat_map(|most| (0..64_u32).prop_map(move |shift| Micros(most >> shift)));
    prop_oneof![
        Just(Pattern::None),
        span().prop_map(Pattern::Even),
        span().prop_map(Pattern::Poisson),
        (span(), any::<u32>()).prop_map(|(least, choices)| Pattern::Between { least, choices }),
        (any::<u32>(), span(), span()).prop_map(|(size, gap, pause)| Pattern::Bursts { size, gap, pause }),
    ]
}

proptest! {
    #[test]
    fn whatever_the_pattern_time_goes_on(
        first in pattern(), steps in prop::collection::vec((any::<u64>(), pattern()), 0..5), seed: u64,
    ) {
        let steps = steps.into_iter().map(|(from, pattern)| Step { from: Micros(from), pattern });
        let times = arrivals(Load::new(first, Stream::new(seed, 1)).then(steps), 50);
        prop_assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", times);
    }
}
