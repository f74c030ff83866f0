//! Token bucket: tokens drip into a bucket; a request takes one out, or is turned away.
//!
//! **The idea.** The bucket holds so many tokens and no more. They come at a steady rate. Whoever finds one may pass. So a
//! client that was quiet for a while may send a burst as large as the bucket, and nobody sends faster than the rate for long.
//!
//! **Invariant.** The level is between 0 and the capacity. In any span of time, no more pass than the capacity and what
//! flowed in.
//!
//! **Costs.** O(1): a level and the time at which it was right. Nothing drips on its own: whoever asks pours in what has come
//! since. The level is kept in parts of a token, a token being as many parts as the period has microseconds, so nothing is
//! ever rounded.
//!
//! **Time backwards.** Nothing flows until the clock has caught up.
//!
//! Source: IETF, RFC 2697, *A Single Rate Three Color Marker*, section 3, <https://www.rfc-editor.org/rfc/rfc2697>.

use super::{Decision, LimitError, Quota, check_capacity, check_cost};
use crate::probe;
use crate::probe::Probe;

/// A bucket of tokens.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct TokenBucket {
    quota: Quota,
    capacity: u32,
    /// In parts of a token: [`Quota::period`] of them are one, and a microsecond brings [`Quota::requests`].
    level: u64,
    /// When the level was right.
    updated: u64,
}

impl TokenBucket {
    /// A full bucket for `capacity` tokens, into which `refill` flows.
    ///
    /// # Errors
    /// If the capacity is zero or above [`super::MOST_REQUESTS`].
    pub const fn new(capacity: u32, refill: Quota) -> Result<Self, LimitError> {
        match check_capacity(capacity) {
            Ok(()) => Ok(Self { quota: refill, capacity, level: capacity as u64 * refill.period(), updated: 0 }),
            Err(error) => Err(error),
        }
    }

    /// How many tokens it can hold.
    #[must_use]
    pub const fn capacity(&self) -> u32 {
        self.capacity
    }

    /// What flows in.
    #[must_use]
    pub const fn refill(&self) -> Quota {
        self.quota
    }

    /// How full it is at `now`, in thousandths of a token, rounded down.
    #[must_use]
    pub fn level_per_mille(&self, now: u64) -> u64 {
        let thousandths = u128::from(self.level_at(now)) * 1_000 / u128::from(self.quota.period());
        u64::try_from(thousandths).unwrap_or(u64::MAX)
    }

    /// The whole tokens that are there at `now`.
    #[must_use]
    pub fn tokens(&self, now: u64) -> u32 {
        (self.level_at(now) / self.quota.period()) as u32
    }

    /// When the next whole token will be there, if the bucket is not full at `now`.
    #[must_use]
    pub fn next_token(&self, now: u64) -> Option<u64> {
        let (level, token) = (self.level_at(now), self.quota.period());
        (level < self.full()).then(|| now.max(self.updated) + self.until((level / token + 1) * token - level))
    }

    /// The same bucket with another capacity and refill, from `now` on. Tokens for which there is no room are lost.
    ///
    /// # Errors
    /// As [`TokenBucket::new`].
    pub fn reshaped(&self, now: u64, capacity: u32, refill: Quota) -> Result<Self, LimitError> {
        let mut bucket = Self::new(capacity, refill)?;
        // A part of a token is another part when the period changes; rounded down, so that nobody gains.
        let level = u128::from(self.level_at(now)) * u128::from(refill.period()) / u128::from(self.quota.period());
        bucket.level = bucket.full().min(u64::try_from(level).unwrap_or(u64::MAX));
        bucket.updated = now.max(self.updated);
        Ok(bucket)
    }

    /// Lets a request that takes `cost` tokens pass, or not.
    ///
    /// # Errors
    /// If the cost is zero or more than the bucket holds.
    pub fn ask(&mut self, now: u64, cost: u32, probe: &mut impl Probe) -> Result<Decision, LimitError> {
        check_cost(cost, self.capacity)?;
        self.level = self.level_at(now);
        probe!(probe, tokens = self.level / self.quota.period());
        self.updated = self.updated.max(now);
        let price = u64::from(cost) * self.quota.period();
        let allowed = price <= self.level;
        probe!(probe, cost = cost, allowed = allowed);
        if allowed {
            self.level -= price;
            probe!(probe, tokens = self.level / self.quota.period());
        }
        Ok(Decision {
            allowed,
            remaining: (self.level / self.quota.period()) as u32,
            delay: 0,
            retry_after: if allowed { 0 } else { self.until(price - self.level) },
            reset_after: self.until(self.full() - self.level),
        })
    }

    const fn full(&self) -> u64 {
        self.capacity as u64 * self.quota.period()
    }

    fn level_at(&self, now: u64) -> u64 {
        let came = now.saturating_sub(self.updated).saturating_mul(u64::from(self.quota.requests()));
        self.level.saturating_add(came).min(self.full())
    }

    /// How long so many parts of a token take to come, rounded up.
    const fn until(&self, parts: u64) -> u64 {
        parts.div_ceil(self.quota.requests() as u64)
    }
}
