//! Leaking bucket: what comes in bursts goes out evenly.
//!
//! **The idea.** Requests are poured into a bucket with a hole. What leaves the hole leaves at a steady rate; what would
//! overflow is turned away.
//!
//! It is two things by one name. [`LeakingMeter`] only measures: a request passes at once if there is room, like the token
//! bucket upside down (a full bucket here is an empty one there). [`LeakingQueue`] really holds requests back: they leave one
//! by one, an interval apart. nginx' `limit_req` is the meter with `nodelay` and the queue without, and its `burst` is one
//! less than what may come at once.
//!
//! **Invariant.** The level is between 0 and the capacity. What leaves the queue is never closer together than the interval.
//!
//! **Costs.** The meter O(1): a level and a time. The queue holds the requests that wait, at most its capacity.
//!
//! **Time backwards.** Nothing leaks, and nothing leaves, until the clock has caught up.
//!
//! Source: J. Turner, *New Directions in Communications*, IEEE Communications Magazine 24 (10), 1986; nginx,
//! `ngx_http_limit_req_module.c`, <https://nginx.org/en/docs/http/ngx_http_limit_req_module.html>.

use std::collections::VecDeque;

use super::{Decision, LimitError, Quota, check_capacity, check_cost};
use crate::probe;
use crate::probe::Probe;

/// A bucket that measures.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct LeakingMeter {
    quota: Quota,
    capacity: u32,
    /// In parts of a request: [`Quota::period`] of them are one, and [`Quota::requests`] leak in a microsecond.
    level: u64,
    /// When the level was right.
    updated: u64,
}

impl LeakingMeter {
    /// An empty bucket for `capacity` requests, out of which `leak` flows.
    ///
    /// # Errors
    /// If the capacity is zero or above [`super::MOST_REQUESTS`].
    pub const fn new(capacity: u32, leak: Quota) -> Result<Self, LimitError> {
        match check_capacity(capacity) {
            Ok(()) => Ok(Self { quota: leak, capacity, level: 0, updated: 0 }),
            Err(error) => Err(error),
        }
    }

    /// How full it is at `now`, in thousandths of a request, rounded up.
    #[must_use]
    pub fn level_per_mille(&self, now: u64) -> u64 {
        let thousandths = (u128::from(self.level_at(now)) * 1_000).div_ceil(u128::from(self.quota.period()));
        u64::try_from(thousandths).unwrap_or(u64::MAX)
    }

    /// Lets a request that fills in `cost` pass, or not.
    ///
    /// # Errors
    /// If the cost is zero or more than the bucket holds.
    pub fn ask(&mut self, now: u64, cost: u32, probe: &mut impl Probe) -> Result<Decision, LimitError> {
        check_cost(cost, self.capacity)?;
        self.level = self.level_at(now);
        probe!(probe, level = self.level.div_ceil(self.quota.period()));
        self.updated = self.updated.max(now);
        let (amount, full) = (u64::from(cost) * self.quota.period(), u64::from(self.capacity) * self.quota.period());
        let allowed = self.level + amount <= full;
        probe!(probe, cost = cost, allowed = allowed);
        if allowed {
            self.level += amount;
            probe!(probe, level = self.level.div_ceil(self.quota.period()));
        }
        let until = |parts: u64| parts.div_ceil(u64::from(self.quota.requests()));
        Ok(Decision {
            allowed,
            remaining: ((full - self.level) / self.quota.period()) as u32,
            delay: 0,
            retry_after: if allowed { 0 } else { until(self.level + amount - full) },
            reset_after: until(self.level),
        })
    }

    fn level_at(&self, now: u64) -> u64 {
        let leaked = now.saturating_sub(self.updated).saturating_mul(u64::from(self.quota.requests()));
        self.level.saturating_sub(leaked)
    }
}

/// A bucket that holds requests back.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct LeakingQueue {
    quota: Quota,
    capacity: u32,
    /// When those who wait will leave, the next one first, in parts of a microsecond: [`Quota::requests`] of them are one.
    departures: VecDeque<u128>,
    /// When the next may leave at the earliest: an interval after the last.
    free: u128,
    /// The latest time seen, in the same parts.
    now: u128,
}

impl LeakingQueue {
    /// An empty queue in which `capacity` requests can wait, and out of which `leak` flows. With none waiting, one that comes
    /// at least an interval after the last leaves at once; so a capacity of 0 makes sense.
    ///
    /// # Errors
    /// If the capacity is above [`super::MOST_REQUESTS`].
    pub const fn new(capacity: u32, leak: Quota) -> Result<Self, LimitError> {
        match check_capacity(capacity) {
            Err(LimitError::TooLargeCapacity(capacity)) => Err(LimitError::TooLargeCapacity(capacity)),
            _ => Ok(Self { quota: leak, capacity, departures: VecDeque::new(), free: 0, now: 0 }),
        }
    }

    /// When those who wait at `now` will leave, the next one first, in microseconds, rounded up.
    pub fn waiting(&self, now: u64) -> impl Iterator<Item = u64> {
        let (now, requests) = (self.scaled(now), u128::from(self.quota.requests()));
        let due = self.departures.iter().filter(move |due| **due > now);
        due.map(move |due| u64::try_from(due.div_ceil(requests)).unwrap_or(u64::MAX))
    }

    /// How many are kept. Those that have left go when the next request comes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.departures.len()
    }

    /// Whether none is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.departures.is_empty()
    }

    /// How many can wait.
    #[must_use]
    pub const fn capacity(&self) -> u32 {
        self.capacity
    }

    /// Lets a request into the queue, or not. One that takes `cost` places leaves as a whole, with the last of them.
    ///
    /// # Errors
    /// If the cost is zero or can never fit.
    pub fn ask(&mut self, now: u64, cost: u32, probe: &mut impl Probe) -> Result<Decision, LimitError> {
        check_cost(cost, self.capacity.saturating_add(1))?;
        self.now = self.now.max(self.scaled(now));
        while self.departures.front().is_some_and(|due| *due <= self.now) {
            self.departures.pop_front();
            probe!(probe, waiting = self.departures.len());
        }
        let room = self.room();
        probe!(probe, waiting = self.departures.len(), room = room);
        let allowed = cost <= room;
        probe!(probe, cost = cost, allowed = allowed);
        let mut leaves = self.now;
        for _ in 0..if allowed { cost } else { 0 } {
            leaves = self.free.max(self.now);
            self.free = leaves + u128::from(self.quota.period());
            probe!(probe, leaves = self.microseconds(leaves));
            if leaves > self.now {
                self.departures.push_back(leaves);
            }
        }
        Ok(Decision {
            allowed,
            remaining: self.room(),
            delay: self.microseconds(leaves - self.now),
            retry_after: if allowed { 0 } else { self.until_room(cost) },
            reset_after: self.microseconds(self.free.saturating_sub(self.now)),
        })
    }

    /// How many may come now: those who can wait, and one that need not.
    fn room(&self) -> u32 {
        self.capacity - self.departures.len() as u32 + u32::from(self.free <= self.now)
    }

    /// After how long a request of this cost would be let in. There is too little room now.
    fn until_room(&self, cost: u32) -> u64 {
        let must_leave = (self.departures.len() + cost as usize).saturating_sub(self.capacity as usize);
        let last_of_them = must_leave.checked_sub(1).and_then(|index| self.departures.get(index));
        self.microseconds(last_of_them.unwrap_or(&self.free).saturating_sub(self.now))
    }

    fn scaled(&self, time: u64) -> u128 {
        u128::from(time) * u128::from(self.quota.requests())
    }

    /// Parts of a microsecond in microseconds, rounded up.
    fn microseconds(&self, parts: u128) -> u64 {
        u64::try_from(parts.div_ceil(u128::from(self.quota.requests()))).unwrap_or(u64::MAX)
    }
}
