//! Sliding window counter: the log's answer, guessed from two counts.
//!
//! **The idea.** Count by fixed windows, and keep the count of the one before. Take its requests to have come evenly: of a
//! window that ends now, the part that lies in the previous window holds so much of its count. For 42 in the previous minute
//! and 18 in this one, 15 seconds old, that is 42 × 0.75 + 18 = 49.5.
//!
//! **Invariant.** No fixed window lets more than the limit pass; a span across two holds at most twice the limit, and only if
//! the requests before came in a bunch at the end.
//!
//! **A choice**: what is done with the half. [`Rounding::Floor`] counts whole requests, like Python's `limits`; it asks the
//! same as "is the estimate still below the limit?". [`Rounding::Exact`] asks whether the estimate and the request itself fit
//! below the limit.
//!
//! **Costs.** O(1): two counts. All in whole numbers: the estimate is kept as so many parts of the period.
//!
//! **Time backwards.** What comes from before the window counts in it, as at its beginning.
//!
//! Source: Cloudflare, *How we built rate limiting capable of scaling to millions of domains*,
//! <https://blog.cloudflare.com/counting-things-a-lot-of-different-things/>; alisaifee/limits,
//! <https://github.com/alisaifee/limits>.

use super::{Decision, LimitError, Quota, check_cost};
use crate::probe;
use crate::probe::Probe;

/// What is done with a part of a request.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Rounding {
    /// It is dropped.
    Floor,
    /// It counts.
    Exact,
}

/// Two counts.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct SlidingCounter {
    quota: Quota,
    rounding: Rounding,
    /// When the window of the last request began: a multiple of the period.
    start: u64,
    current: u32,
    previous: u32,
}

impl SlidingCounter {
    /// A counter that has seen nothing.
    #[must_use]
    pub const fn new(quota: Quota, rounding: Rounding) -> Self {
        Self { quota, rounding, start: 0, current: 0, previous: 0 }
    }

    /// The count of the window before the one that `now` is in, and that of this one.
    #[must_use]
    pub fn counts(&self, now: u64) -> (u32, u32) {
        let moved = self.moved_to(now);
        (moved.previous, moved.current)
    }

    /// How many it takes to have passed in the window that ends at `now`, in thousandths, rounded down.
    #[must_use]
    pub fn estimate_per_mille(&self, now: u64) -> u64 {
        let moved = self.moved_to(now);
        let previous = u128::from(moved.overlap(now)) * 1_000 / u128::from(self.quota.period());
        u64::try_from(previous).unwrap_or(u64::MAX) + u64::from(moved.current) * 1_000
    }

    /// Lets a request that counts for `cost` pass, or not.
    ///
    /// # Errors
    /// If the cost is zero or more than the limit.
    pub fn ask(&mut self, now: u64, cost: u32, probe: &mut impl Probe) -> Result<Decision, LimitError> {
        check_cost(cost, self.quota.requests())?;
        *self = self.moved_to(now);
        probe!(probe, start = self.start, previous = self.previous, current = self.current);
        let now = now.max(self.start);
        let room = self.room(now);
        probe!(probe, overlap = self.overlap(now) / self.quota.period(), room = room);
        let allowed = cost <= room;
        probe!(probe, cost = cost, allowed = allowed);
        if allowed {
            self.current += cost;
            probe!(probe, current = self.current);
        }
        let reset = match (self.previous, self.current) {
            (0, 0) => self.start,
            (_, 0) => self.end(),
            _ => self.end().saturating_add(self.quota.period()),
        };
        Ok(Decision {
            allowed,
            remaining: self.room(now),
            delay: 0,
            retry_after: if allowed { 0 } else { self.until_room(cost).saturating_sub(now) },
            reset_after: reset.saturating_sub(now),
        })
    }

    fn end(&self) -> u64 {
        self.start.saturating_add(self.quota.period())
    }

    /// As it is in the window that `now` is in.
    fn moved_to(&self, now: u64) -> Self {
        let start = now - now % self.quota.period();
        if start <= self.start {
            return self.clone();
        }
        let previous = if start == self.end() { self.current } else { 0 };
        Self { start, current: 0, previous, ..*self }
    }

    /// How much of the previous count the window that ends at `now` still holds, in parts of a request: a period of them
    /// are one.
    fn overlap(&self, now: u64) -> u64 {
        u64::from(self.previous) * self.end().saturating_sub(now).min(self.quota.period())
    }

    /// How many may pass at `now`.
    fn room(&self, now: u64) -> u32 {
        let free = u64::from(self.quota.requests() - self.current);
        let taken = match self.rounding {
            Rounding::Floor => self.overlap(now) / self.quota.period(),
            Rounding::Exact => self.overlap(now).div_ceil(self.quota.period()),
        };
        free.saturating_sub(taken) as u32
    }

    /// When so many would pass if nothing came meanwhile: still in this window, or in the next, where this one's count is the
    /// previous.
    fn until_room(&self, cost: u32) -> u64 {
        let limit = self.quota.requests();
        let here = (limit - self.current).checked_sub(cost).map(|free| self.when_overlap_is(self.previous, free));
        let here = here.map(|into| self.start.saturating_add(into)).filter(|at| *at < self.end());
        here.unwrap_or_else(|| self.end().saturating_add(self.when_overlap_is(self.current, limit - cost)))
    }

    /// How far into a window the overlap with `previous` requests is at most `free`, in microseconds.
    fn when_overlap_is(&self, previous: u32, free: u32) -> u64 {
        let period = self.quota.period();
        if previous == 0 {
            return 0;
        }
        // The most parts that the overlap may have.
        let parts = match self.rounding {
            Rounding::Floor => (u64::from(free) + 1) * period - 1,
            Rounding::Exact => u64::from(free) * period,
        };
        period.saturating_sub(parts / u64::from(previous))
    }
}
