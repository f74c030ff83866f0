//! Jump consistent hash: no ring, no memory, but only the last bucket can come or go.
//!
//! **The idea.** Let the buckets come one by one. When bucket n comes, each key jumps into it with a chance of 1 in n + 1,
//! decided by random numbers that the key itself seeds. Nearly always it stays; so the loop leaps from one jump to the next.
//!
//! **Invariant.** A key's jumps do not depend on how many buckets there will be. So from n to n + 1 buckets a key stays, or
//! goes to the new one: in the mean 1 of n + 1.
//!
//! **Costs.** O(ln n) steps a lookup, no memory. What it cannot do: take out any bucket but the last, or know names.
//!
//! Source: J. Lamping, E. Veach, *A Fast, Minimal Memory, Consistent Hash Algorithm*, <https://arxiv.org/abs/1406.2294>.

use std::fmt;

use crate::hashing::cost::Meter;
use crate::position::Position;
use crate::probe;
use crate::probe::Probe;

/// Why there is no bucket.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum JumpError {
    /// Without a bucket a key has nowhere to go.
    NoBucket,
}

impl fmt::Display for JumpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("There is no bucket. There must be at least one.")
    }
}

impl std::error::Error for JumpError {}

/// The bucket of a key, from 0 to `buckets` - 1.
///
/// # Errors
/// If there is no bucket.
pub fn bucket(key: u64, buckets: u32) -> Result<u32, JumpError> {
    bucket_watched(key, buckets, &mut (), &mut ())
}

/// The same, telling of each jump, and a probe which lines ran.
///
/// # Errors
/// As [`bucket`].
pub fn bucket_watched(
    key: u64,
    buckets: u32,
    meter: &mut impl Meter,
    probe: &mut impl Probe,
) -> Result<u32, JumpError> {
    const TWO_TO_31: f64 = 2_147_483_648.0;
    if buckets == 0 {
        return Err(JumpError::NoBucket);
    }
    let (mut random, mut here, mut next) = (key, 0, 0_i64);
    while next < i64::from(buckets) {
        meter.step();
        here = next as u32;
        probe!(probe, here = here);
        // Knuth's 64-bit linear congruential generator; its upper 31 bits are the random number.
        random = random.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1);
        // At most 2^63, which becomes the largest number with a sign, and rounded as in the paper: the same on every machine.
        next = ((f64::from(here) + 1.0) * (TWO_TO_31 / ((random >> 33) as f64 + 1.0))) as i64;
        probe!(probe, next = next as u64);
    }
    Ok(here)
}

/// A key's number for [`bucket`]: the first eight bytes of its SHA-1, big-endian.
#[must_use]
pub fn number_of(position: Position) -> u64 {
    let bytes = position.to_bytes();
    bytes[..8].iter().fold(0, |number, byte| (number << 8) | u64::from(*byte))
}
