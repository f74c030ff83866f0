//! What really passed in any window: the truth that limiters are measured by.

/// How many of the `times`, sorted, lie in the span of `length` microseconds that begins at `from`; its end does not belong
/// to it. O(log n).
#[must_use]
pub fn count_within(times: &[u64], from: u64, length: u64) -> usize {
    let end = from.saturating_add(length);
    times.partition_point(|time| *time < end) - times.partition_point(|time| *time < from)
}

/// A span of time, and how many it holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Busiest {
    /// When it begins, in microseconds.
    pub from: u64,
    /// How many it holds.
    pub count: usize,
}

/// The first span of `length` microseconds that holds the most of the `times`, sorted; `None` if there are none, or the span
/// is empty. O(n): the busiest span can be moved later until it begins with one of them, so only those are tried.
#[must_use]
pub fn busiest(times: &[u64], length: u64) -> Option<Busiest> {
    let mut best: Option<Busiest> = None;
    let mut end = 0;
    for (first, from) in times.iter().enumerate() {
        while times.get(end).is_some_and(|time| time.saturating_sub(*from) < length) {
            end += 1;
        }
        let count = end.saturating_sub(first);
        if count > best.map_or(0, |best| best.count) {
            best = Some(Busiest { from: *from, count });
        }
    }
    best
}
