//! In which rows arrows begin and end: each beginning and each end has a row of its own, in the order of time.

use super::Arrow;

/// The rows of an arrow's two ends, from 0 at the top; of a note the same twice.
pub(super) type Rows = [usize; 2];

/// The rows of every arrow, and how many rows there are.
pub(super) fn rows(log: &[Arrow]) -> (Vec<Rows>, usize) {
    let mut ends: Vec<(u64, usize, usize)> = Vec::new();
    for (index, arrow) in log.iter().enumerate() {
        ends.push((arrow.sent.0, index, 0));
        if !arrow.is_note() {
            // What takes no time arrives after it was sent.
            ends.push((arrow.due.0.max(arrow.sent.0), index, 1));
        }
    }
    // At one time: what began first, and its beginning first.
    ends.sort_unstable();
    let mut rows = vec![[0, 0]; log.len()];
    for (row, (_, index, end)) in ends.iter().enumerate() {
        rows[*index][*end] = row;
        if log[*index].is_note() {
            rows[*index][1] = row;
        }
    }
    (rows, ends.len())
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use simulation::kernel::time::Micros;

    use super::*;

    fn arrow((from, to, sent, takes): (usize, usize, u64, u64)) -> Arrow {
        Arrow { from, to, sent: Micros(sent), due: Micros(sent + takes), ..Arrow::default() }
    }

    proptest! {
        #[test]
        fn every_arrow_leads_down_and_rows_are_in_the_order_of_time(
            log in prop::collection::vec((0..3_usize, 0..3_usize, 0..50_u64, 0..30_u64).prop_map(arrow), 0..40),
        ) {
            let (rows, count) = rows(&log);
            let mut taken = BTreeSet::new();
            let mut times = vec![0; count];
            for (arrow, [start, end]) in log.iter().zip(&rows) {
                prop_assert_eq!(start < end, !arrow.is_note());
                prop_assert!(taken.insert(*start) && (arrow.is_note() || taken.insert(*end)), "a row is taken twice");
                times[*start] = arrow.sent.0;
                if !arrow.is_note() {
                    times[*end] = arrow.due.0;
                }
            }
            prop_assert_eq!(taken.len(), count);
            prop_assert!(times.is_sorted(), "{:?}", times);
        }
    }
}
