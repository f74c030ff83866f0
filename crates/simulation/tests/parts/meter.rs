use proptest::prelude::*;
use simulation::parts::meter::{Course, Histogram, MOST_POINTS, Summary};

fn any_size() -> impl Strategy<Value = u64> {
    (any::<u64>(), 0..64_u32).prop_map(|(value, shift)| value >> shift)
}

proptest! {
    #[test]
    fn a_quantile_is_never_below_the_true_one_and_at_most_a_32nd_above(
        values in prop::collection::vec(any_size(), 1..300), part in 0..=1_000_u32,
    ) {
        let mut histogram = Histogram::default();
        values.iter().for_each(|value| histogram.add(*value));
        let mut sorted = values;
        sorted.sort_unstable();
        let rank = (sorted.len() as u64 * u64::from(part)).div_ceil(1_000).max(1);
        let (told, truth) = (histogram.quantile(part, 1_000).unwrap(), sorted[rank as usize - 1]);
        prop_assert!(told >= truth && told - truth <= truth / 32, "{} for {}", told, truth);
        prop_assert!(histogram.bytes() <= 7_680);
        let in_buckets: u32 = histogram.buckets().map(|(_, count)| count).sum();
        prop_assert_eq!((u64::from(in_buckets), histogram.count()), (sorted.len() as u64, sorted.len() as u64));
    }

    #[test]
    fn a_summary_says_what_a_list_would(values in prop::collection::vec(any_size(), 0..50)) {
        let mut summary = Summary::default();
        values.iter().for_each(|value| summary.add(*value));
        let sum = values.iter().fold(0_u64, |sum, value| sum.saturating_add(*value));
        prop_assert_eq!((summary.count(), summary.sum()), (values.len() as u64, sum));
        prop_assert_eq!((summary.least(), summary.most()), (values.iter().min().copied(), values.iter().max().copied()));
        prop_assert_eq!(summary.mean(), sum.checked_div(values.len() as u64));
    }

    #[test]
    fn a_course_keeps_few_points_evenly_spread_and_the_newest(length in 1..5_000_u32) {
        let mut course = Course::default();
        (1..=length).for_each(|point| course.add(point));
        let points: Vec<u32> = course.points().copied().collect();
        prop_assert!(points.len() <= MOST_POINTS + 1 && points.len() >= (length as usize).min(MOST_POINTS / 2));
        prop_assert_eq!(points.last(), Some(&length));
        let (first, spread) = (points[0], &points[..points.len() - 1]);
        prop_assert!(spread.iter().zip(1..).all(|(point, place)| *point == first * place));
    }
}

#[test]
fn of_nothing_there_is_no_quantile() {
    let mut histogram = Histogram::default();
    assert_eq!(histogram.quantile(1, 2), None);
    histogram.add(u64::MAX);
    assert_eq!((histogram.quantile(1, 0), histogram.quantile(7, 2)), (None, Some(u64::MAX)));
}
