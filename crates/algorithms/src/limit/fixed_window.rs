//! Fixed window counter: so many in each window, counted anew in the next.
//!
//! **The idea.** Cut time into windows. Count the requests that pass in one; when the count is at the limit, deny the rest.
//!
//! **Invariant.** No window lets more than the limit pass. But a span as long as a window, laid across the border of two, can
//! hold the limit twice.
//!
//! **A choice**: where windows begin. [`Align::Clock`] cuts at multiples of the period, for all clients at once; it needs only
//! a count with the window's number in its key. [`Align::FirstHit`] begins a client's window with its first request, as
//! Redis' `INCR` with `EXPIRE` does, and Python's `limits`.
//!
//! **Costs.** O(1), one count.
//!
//! **Time backwards.** What comes from before the window counts in it.
//!
//! Source: Redis, *INCR*, pattern: rate limiter, <https://redis.io/docs/latest/commands/incr/>.

use super::{Decision, LimitError, Quota, check_cost};
use crate::probe;
use crate::probe::Probe;

/// Where a window begins.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Align {
    /// At multiples of the period.
    Clock,
    /// With the first request after the last window.
    FirstHit,
}

/// A counter for windows of one length.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct FixedWindow {
    quota: Quota,
    align: Align,
    /// When the window of the last request began; `None` before the first.
    start: Option<u64>,
    count: u32,
}

impl FixedWindow {
    /// A counter that has seen nothing.
    #[must_use]
    pub const fn new(quota: Quota, align: Align) -> Self {
        Self { quota, align, start: None, count: 0 }
    }

    /// How many have passed in the window that `now` is in.
    #[must_use]
    pub fn count(&self, now: u64) -> u32 {
        if self.is_over(now) { 0 } else { self.count }
    }

    /// When the window of the last request began; `None` before the first.
    #[must_use]
    pub const fn start(&self) -> Option<u64> {
        self.start
    }

    /// Lets a request that counts for `cost` pass, or not.
    ///
    /// # Errors
    /// If the cost is zero or more than the limit.
    pub fn ask(&mut self, now: u64, cost: u32, probe: &mut impl Probe) -> Result<Decision, LimitError> {
        check_cost(cost, self.quota.requests())?;
        if self.is_over(now) {
            self.begin(now);
            probe!(probe, start = self.start.unwrap_or(now));
        }
        let allowed = self.count + cost <= self.quota.requests();
        probe!(probe, count = self.count, allowed = allowed);
        if allowed {
            self.count += cost;
            probe!(probe, count = self.count);
        }
        let left = self.end().saturating_sub(now);
        Ok(Decision {
            allowed,
            remaining: self.quota.requests() - self.count,
            delay: 0,
            retry_after: if allowed { 0 } else { left },
            reset_after: left,
        })
    }

    fn end(&self) -> u64 {
        self.start.map_or(0, |start| start.saturating_add(self.quota.period()))
    }

    fn is_over(&self, now: u64) -> bool {
        self.start.is_none() || now >= self.end()
    }

    fn begin(&mut self, now: u64) {
        let start = match self.align {
            Align::Clock => now - now % self.quota.period(),
            Align::FirstHit => now,
        };
        (self.start, self.count) = (Some(start), 0);
    }
}
