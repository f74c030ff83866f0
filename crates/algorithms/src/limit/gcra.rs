//! GCRA, the generic cell rate algorithm: a token bucket that is one number.
//!
//! **The idea.** At the allowed rate, requests come an emission interval T apart. The limiter notes the theoretical arrival
//! time (TAT): when the next request would come if all came evenly from now on. A request may come before it by up to a
//! tolerance τ = T (burst - 1). Each that passes moves the TAT on by T.
//!
//! **Invariant.** The TAT is never further ahead than burst × T. A request that is denied does not move it: who hammers is
//! not locked out for longer. Decision by decision it is the [token bucket](super::token_bucket) whose capacity is the burst:
//! the tokens that are missing there are the time by which the TAT is ahead, divided by T.
//!
//! **Costs.** O(1), one number, which a store can compare and set in one step. Times are kept in parts of a microsecond, so
//! that a T of, say, a seventh of a minute is exact.
//!
//! **Time backwards.** The TAT stands where it is, so an earlier request waits for longer.
//!
//! Sources: ATM Forum, *Traffic Management Specification 4.1*, section 4.4.2; boinkor-net/governor, `governor/src/gcra.rs`,
//! <https://github.com/boinkor-net/governor>; brandur/redis-cell, <https://github.com/brandur/redis-cell>.

use super::{Decision, LimitError, Quota, check_capacity, check_cost};
use crate::probe;
use crate::probe::Probe;

/// A limiter by GCRA.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Gcra {
    quota: Quota,
    burst: u32,
    /// The theoretical arrival time of the next request, in parts of a microsecond: [`Quota::requests`] of them are one, so
    /// the emission interval is [`Quota::period`] of them.
    tat: u128,
}

impl Gcra {
    /// A limiter that lets `burst` pass at once, and `rate` for long.
    ///
    /// # Errors
    /// If the burst is zero or above [`super::MOST_REQUESTS`].
    pub const fn new(burst: u32, rate: Quota) -> Result<Self, LimitError> {
        match check_capacity(burst) {
            Ok(()) => Ok(Self { quota: rate, burst, tat: 0 }),
            Err(error) => Err(error),
        }
    }

    /// The theoretical arrival time, in microseconds, rounded up; 0 if nothing has passed.
    #[must_use]
    pub fn tat(&self) -> u64 {
        microseconds(self.tat, self.quota)
    }

    /// How far before the TAT a request may come, in microseconds, rounded down.
    #[must_use]
    pub const fn tolerance(&self) -> u64 {
        self.quota.period() * (self.burst as u64 - 1) / self.quota.requests() as u64
    }

    /// By how much the TAT is ahead of `now`, in thousandths of the emission interval, rounded up: a bucket's missing tokens.
    #[must_use]
    pub fn ahead_per_mille(&self, now: u64) -> u64 {
        let ahead = self.tat.saturating_sub(u128::from(now) * u128::from(self.quota.requests()));
        u64::try_from((ahead * 1_000).div_ceil(u128::from(self.quota.period()))).unwrap_or(u64::MAX)
    }

    /// Lets a request that counts for `cost` pass, or not.
    ///
    /// # Errors
    /// If the cost is zero or more than the burst.
    pub fn ask(&mut self, now: u64, cost: u32, probe: &mut impl Probe) -> Result<Decision, LimitError> {
        check_cost(cost, self.burst)?;
        let (now, interval) = (u128::from(now) * u128::from(self.quota.requests()), u128::from(self.quota.period()));
        let most_ahead = interval * u128::from(self.burst);
        let tat = self.tat.max(now) + interval * u128::from(cost);
        probe!(probe, tat = microseconds(tat, self.quota), now = microseconds(now, self.quota));
        let allowed = tat - now <= most_ahead;
        probe!(probe, ahead = microseconds(tat - now, self.quota), allowed = allowed);
        if allowed {
            self.tat = tat;
            probe!(probe, tat = self.tat());
        }
        let ahead = self.tat.saturating_sub(now);
        Ok(Decision {
            allowed,
            remaining: (most_ahead.saturating_sub(ahead) / interval) as u32,
            delay: 0,
            retry_after: if allowed { 0 } else { microseconds(tat - now - most_ahead, self.quota) },
            reset_after: microseconds(ahead, self.quota),
        })
    }
}

/// Parts of a microsecond in microseconds, rounded up.
fn microseconds(parts: u128, quota: Quota) -> u64 {
    u64::try_from(parts.div_ceil(u128::from(quota.requests()))).unwrap_or(u64::MAX)
}
