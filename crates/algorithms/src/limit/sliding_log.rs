//! Sliding window log: the time of every request, and a window that ends now.
//!
//! **The idea.** Keep the times. Forget those that have left the window. If fewer than the limit are left, the request passes.
//!
//! **Invariant.** No span as long as the window ever holds more than the limit. It is the only one of the six that promises
//! exactly what the sentence "100 a minute" says.
//!
//! **Two choices.** [`Edge`]: whether a request exactly one window old still counts. [`Denied`]: whether denied requests are
//! written down too. If they are, a client that keeps trying stays locked out until it is quiet for a whole window.
//!
//! **Costs.** A time for each request that passed: as many as the limit. With denied requests logged, as many as come in a
//! window, which nothing bounds. O(1) amortised.
//!
//! **Time backwards.** A request is taken to come with the latest one in the log.
//!
//! Source: Redis sorted sets, as in *Rate limiting with Redis*: `ZREMRANGEBYSCORE`, `ZADD`, `ZCARD`,
//! <https://redis.io/docs/latest/commands/zremrangebyscore/>.

use std::collections::VecDeque;

use super::{Decision, LimitError, Quota, check_cost};
use crate::probe;
use crate::probe::Probe;

/// Whether a request that is exactly as old as the window is long still counts.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Edge {
    /// It counts.
    Inclusive,
    /// It does not.
    Exclusive,
}

/// What becomes of denied requests.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Denied {
    /// They are written down like any other.
    Logged,
    /// They leave no trace.
    NotLogged,
}

/// A log of times.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct SlidingLog {
    quota: Quota,
    edge: Edge,
    denied: Denied,
    /// Oldest first.
    times: VecDeque<u64>,
}

impl SlidingLog {
    /// An empty log.
    #[must_use]
    pub const fn new(quota: Quota, edge: Edge, denied: Denied) -> Self {
        Self { quota, edge, denied, times: VecDeque::new() }
    }

    /// The times in the log, oldest first. Those that have left the window go when the next request comes.
    pub fn times(&self) -> impl ExactSizeIterator<Item = u64> {
        self.times.iter().copied()
    }

    /// How many of them are in the window that ends at `now`.
    #[must_use]
    pub fn count(&self, now: u64) -> u32 {
        self.times.iter().filter(|time| !self.has_left(**time, now)).count() as u32
    }

    /// Lets a request that counts for `cost` pass, or not.
    ///
    /// # Errors
    /// If the cost is zero or more than the limit.
    pub fn ask(&mut self, now: u64, cost: u32, probe: &mut impl Probe) -> Result<Decision, LimitError> {
        check_cost(cost, self.quota.requests())?;
        let now = self.times.back().map_or(now, |latest| now.max(*latest));
        while self.times.front().is_some_and(|oldest| self.has_left(*oldest, now)) {
            self.times.pop_front();
            probe!(probe, left = self.times.len());
        }
        let most = self.quota.requests() as usize;
        let allowed = self.times.len() + cost as usize <= most;
        probe!(probe, logged = self.times.len(), most = most, allowed = allowed);
        if allowed || self.denied == Denied::Logged {
            self.times.extend((0..cost).map(|_| now));
            probe!(probe, logged = self.times.len());
        }
        Ok(Decision {
            allowed,
            remaining: most.saturating_sub(self.times.len()) as u32,
            delay: 0,
            retry_after: if allowed { 0 } else { self.until_room(now, cost as usize) },
            reset_after: self.times.back().map_or(0, |latest| self.leaves(*latest).saturating_sub(now)),
        })
    }

    fn has_left(&self, time: u64, now: u64) -> bool {
        now >= self.leaves(time)
    }

    /// When a request of that time no longer counts.
    fn leaves(&self, time: u64) -> u64 {
        time.saturating_add(self.quota.period()).saturating_add(u64::from(self.edge == Edge::Inclusive))
    }

    /// After how long so many more would be let in. With denied requests logged, this one is among those that must leave.
    fn until_room(&self, now: u64, cost: usize) -> u64 {
        let too_many = (self.times.len() + cost).saturating_sub(self.quota.requests() as usize);
        let last_of_them = too_many.checked_sub(1).and_then(|index| self.times.get(index));
        last_of_them.map_or(0, |time| self.leaves(*time).saturating_sub(now))
    }
}
