//! What is measured in a run: sums, percentiles, and a course over time, all of bounded size.
//!
//! | | answers | size | error |
//! |---|---|---|---|
//! | [`Summary`] | how many, how much on average, at least, at most | 40 bytes | none |
//! | [`Histogram`] | percentiles | at most 7.5 kB | never below, at most 1/32 above |
//! | [`Course`] | how it went over time | at most [`MOST_POINTS`] points | fewer points the longer it gets |
//!
//! ```
//! use simulation::parts::meter::{Course, Histogram, Summary};
//!
//! let (mut waits, mut all) = (Histogram::default(), Summary::default());
//! for wait in 1..=1_000 {
//!     waits.add(wait);
//!     all.add(wait);
//! }
//! assert_eq!((all.mean(), all.most()), (Some(500), Some(1_000)));
//! let p99 = waits.quantile(99, 100).unwrap();
//! assert!((990..=990 + 990 / 32).contains(&p99));
//!
//! let mut course = Course::default();
//! (0..100_000_u32).for_each(|second| course.add(second));
//! assert!(course.points().count() <= 401);
//! assert_eq!(course.points().last(), Some(&99_999));
//! ```

/// Count, sum, least and most of a quantity.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Summary {
    count: u64,
    sum: u64,
    least: u64,
    most: u64,
}

impl Summary {
    /// Adds one measurement. The sum stays at 2^64 - 1 when it gets there.
    pub fn add(&mut self, value: u64) {
        self.least = if self.count == 0 { value } else { self.least.min(value) };
        self.most = self.most.max(value);
        self.count += 1;
        self.sum = self.sum.saturating_add(value);
    }

    /// How many measurements there are.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Their sum.
    #[must_use]
    pub const fn sum(&self) -> u64 {
        self.sum
    }

    /// Their mean, rounded down.
    #[must_use]
    pub fn mean(&self) -> Option<u64> {
        self.sum.checked_div(self.count)
    }

    /// The least.
    #[must_use]
    pub fn least(&self) -> Option<u64> {
        (self.count > 0).then_some(self.least)
    }

    /// The most.
    #[must_use]
    pub fn most(&self) -> Option<u64> {
        (self.count > 0).then_some(self.most)
    }
}

/// A power of two, and what lies between it and the next, is told apart in 2^this buckets.
const BITS: u32 = 5;

/// How often values were seen, in buckets that are the wider the greater the values are: below 2^6 each value has its own, and
/// from a power of two to the next there are 2^5. So a value is known to 1/32 of itself, whatever its size. Adding takes
/// constant time.
///
/// Source: Gil Tene, *HdrHistogram*, <https://hdrhistogram.org/>.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct Histogram {
    /// Up to the last bucket in which there is something.
    buckets: Vec<u32>,
    count: u64,
}

impl Histogram {
    /// Adds one value.
    pub fn add(&mut self, value: u64) {
        let bucket = bucket_of(value);
        if bucket >= self.buckets.len() {
            self.buckets.resize(bucket + 1, 0);
        }
        self.buckets[bucket] = self.buckets[bucket].saturating_add(1);
        self.count += 1;
    }

    /// How many values there are.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The value that `part` of `whole` values do not exceed: of 99 and 100, the 99th percentile. Never below the true one,
    /// and at most 1/32 above it. `None` if there is no value, or `whole` is 0.
    #[must_use]
    pub fn quantile(&self, part: u32, whole: u32) -> Option<u64> {
        let wanted = (u128::from(self.count) * u128::from(part)).div_ceil(u128::from(whole.max(1)));
        let wanted = wanted.clamp(1, u128::from(self.count).max(1));
        let mut seen = 0;
        let bucket = self.buckets.iter().position(|count| {
            seen += u128::from(*count);
            seen >= wanted
        });
        bucket.filter(|_| whole > 0).map(most_in)
    }

    /// The buckets in which there is something: the greatest value in each, and how many values there are.
    pub fn buckets(&self) -> impl Iterator<Item = (u64, u32)> {
        let all = self.buckets.iter().enumerate();
        all.filter(|(_, count)| **count > 0).map(|(bucket, count)| (most_in(bucket), *count))
    }

    /// How much memory a copy takes beside the histogram itself, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.buckets.len() * size_of::<u32>()
    }
}

fn bucket_of(value: u64) -> usize {
    let shift = (u64::BITS - BITS - 1).saturating_sub(value.leading_zeros());
    ((u64::from(shift) << BITS) + (value >> shift)) as usize
}

/// The greatest value in a bucket.
fn most_in(bucket: usize) -> u64 {
    let bucket = bucket as u64;
    let shift = (bucket >> BITS).saturating_sub(1);
    let first = bucket - (shift << BITS);
    (first << shift) + ((1 << shift) - 1)
}

/// A [`Course`] keeps at most so many points, and the newest.
pub const MOST_POINTS: usize = 400;

/// Points over time: all at first, then every second, every fourth, so that they stay evenly spread and few; always with the
/// newest.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Course<T> {
    kept: Vec<T>,
    /// Every so many-th point is kept.
    stride: u64,
    added: u64,
    /// The newest, if it is not among those kept.
    newest: Option<T>,
}

impl<T> Default for Course<T> {
    fn default() -> Self {
        Self { kept: Vec::new(), stride: 1, added: 0, newest: None }
    }
}

impl<T> Course<T> {
    /// Adds a point.
    pub fn add(&mut self, point: T) {
        self.added += 1;
        if !self.added.is_multiple_of(self.stride) {
            self.newest = Some(point);
            return;
        }
        self.newest = None;
        self.kept.push(point);
        if self.kept.len() > MOST_POINTS {
            self.newest = self.kept.pop();
            let mut place = 0;
            self.kept.retain(|_| {
                place += 1;
                place % 2 == 0
            });
            self.stride *= 2;
        }
    }

    /// The points that are kept, and the newest, in order.
    pub fn points(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.kept.iter().chain(&self.newest)
    }

    /// About how much memory a copy takes beside the course itself, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.kept.len() * size_of::<T>()
    }
}
