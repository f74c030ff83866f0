//! Labels that do not lie on one another.

/// Moves labels along a line until they are `gap` apart, each as little as may be, in the order that they are in, and none beyond the
/// ends; where there is no room for all, the last ones stand closest to one another, at the end. `wanted` need not be sorted.
#[must_use]
pub fn apart(wanted: &[f64], gap: f64, (least, most): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    // By insertion: they are few, and the library's sort weighs kilobytes in the browser.
    for index in 1..order.len() {
        let mut at = index;
        while at > 0 && wanted[order[at - 1]] > wanted[order[at]] {
            order.swap(at - 1, at);
            at -= 1;
        }
    }
    let mut places = wanted.to_vec();
    // Onwards from the first one, then back from the end: what was pushed too far makes those before it give way.
    let mut free = least;
    for index in &order {
        places[*index] = places[*index].max(free);
        free = places[*index] + gap;
    }
    let mut free = most;
    for index in order.iter().rev() {
        places[*index] = places[*index].min(free).max(least);
        free = places[*index] - gap;
    }
    places
}

/// Which of the labels along an axis may stand, each with its middle and its width: the first and the last, and of those between as
/// many as keep `gap` from one another.
#[must_use]
pub(super) fn that_fit(labels: &[(f64, f64)], gap: f64) -> Vec<bool> {
    let free = |one: (f64, f64), other: (f64, f64)| (one.0 - other.0).abs() >= f64::midpoint(one.1, other.1) + gap;
    let Some(last) = labels.len().checked_sub(1) else { return Vec::new() };
    let mut stands = vec![false; labels.len()];
    let mut before: Option<usize> = None;
    for index in 0..=last {
        let is_free = before.is_none_or(|before| free(labels[before], labels[index]));
        // Those between give way to the last, which gives way to the first.
        let gives_way = index != 0 && index != last && !free(labels[index], labels[last]);
        if is_free && !gives_way {
            stands[index] = true;
            before = Some(index);
        }
    }
    stands
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn labels_keep_their_distance_order_and_bounds(wanted in prop::collection::vec(-50.0..450.0_f64, 0..8), gap in 1.0..40.0_f64) {
            let places = apart(&wanted, gap, (0.0, 400.0));
            let mut sorted: Vec<(f64, f64)> = wanted.iter().copied().zip(places.iter().copied()).collect();
            sorted.sort_by(|one, other| one.1.total_cmp(&other.1));
            prop_assert!(sorted.windows(2).all(|pair| pair[1].1 - pair[0].1 >= gap - 1e-9), "{places:?}");
            prop_assert!(sorted.windows(2).all(|pair| pair[0].0 <= pair[1].0), "{places:?}");
            prop_assert!(places.iter().all(|place| (0.0..=400.0).contains(place)), "{places:?}");
        }

        #[test]
        fn labels_that_have_room_stay_where_they_are(first in 0.0..50.0_f64, gaps in prop::collection::vec(20.0..40.0_f64, 0..6)) {
            let wanted: Vec<f64> = std::iter::once(0.0).chain(gaps).scan(first, |at, gap| { *at += gap; Some(*at) }).collect();
            prop_assert_eq!(apart(&wanted, 20.0, (0.0, 400.0)), wanted);
        }

        #[test]
        fn labels_of_an_axis_do_not_overlap(labels in prop::collection::vec((5.0..60.0_f64, 5.0..80.0_f64), 0..12)) {
            let placed: Vec<(f64, f64)> = labels.iter().scan(0.0, |at, (step, width)| { *at += step; Some((*at, *width)) }).collect();
            let stands = that_fit(&placed, 6.0);
            let standing: Vec<(f64, f64)> = placed.iter().zip(&stands).filter(|(_, stands)| **stands).map(|(label, _)| *label).collect();
            for pair in standing.windows(2) {
                prop_assert!(pair[1].0 - pair[0].0 >= f64::midpoint(pair[0].1, pair[1].1) + 6.0 - 1e-9, "{standing:?}");
            }
            prop_assert_eq!(stands.first().copied().unwrap_or(true), true);
        }
    }

    #[test]
    fn names_at_one_height_are_moved_apart() {
        assert_eq!(apart(&[100.0, 100.0, 20.0], 18.0, (0.0, 190.0)), [100.0, 118.0, 20.0]);
        assert_eq!(apart(&[190.0, 185.0], 18.0, (0.0, 190.0)), [190.0, 172.0]);
    }
}
